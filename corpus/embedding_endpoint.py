"""An OpenAI-compatible embedding endpoint as a model: POST {base}/embeddings with plain texts."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from corpus.batching import batches
from corpus.encoder import Vectors
from corpus.endpoint import PATIENCE, Endpoint, EndpointError, Patience, address_of
from corpus.errors import EmbeddingError
from corpus.prefixes import Prefixes

_MAX_TEXTS = 32
_MAX_CHARACTERS = 16_000
_TOO_MUCH = {400, 413, 422}  # what services answer to too many texts, or to a text too long
_ABOUT_LENGTH = re.compile(r"token|length|long|large|context|长|上限", re.IGNORECASE)
_SHORTEST = 64  # characters: a text is not cut further than this


@dataclass(frozen=True)
class EmbeddingEndpoint:
    """Where the model is and how it is asked; nothing is asked before `open`.

    `folder` keeps the dimension once learnt, so that an archive can be opened, and searched by
    words, while the service is away. Raises EmbeddingError if the settings cannot be used.
    """

    model: str
    base_url: str
    key: str = field(repr=False)
    prefixes: Prefixes
    folder: Path
    patience: Patience = PATIENCE

    def __post_init__(self) -> None:
        if not self.model:
            raise EmbeddingError(
                "NIGAO_EMBEDDING 只写了 openai:，后面还要写模型名，如 openai:bge-m3。"
            )
        if not self.base_url.strip():
            raise EmbeddingError(
                f"用接口上的向量模型“{self.model}”时，请在 NIGAO_EMBEDDING_BASE_URL 中填写接口地址，"
                "如 http://127.0.0.1:8000/v1。"
            )
        try:
            address_of(self.base_url)
        except EndpointError as error:
            raise EmbeddingError(f"NIGAO_EMBEDDING_BASE_URL 无法使用：{error}。") from error

    def open(self) -> EndpointEngine:
        """Raises EmbeddingError."""
        return EndpointEngine(self)

    @property
    def url(self) -> str:
        return f"{self.base_url.strip().rstrip('/')}/embeddings"

    @property
    def dimension_file(self) -> Path:
        told = f"{self.url}\n{self.model}"
        return self.folder / f"endpoint-{hashlib.sha256(told.encode()).hexdigest()[:16]}.dimension"


class EndpointEngine:
    """Checks every answer: one finite vector other than zero a text, all of one dimension."""

    workers = 2  # one request is prepared and read while the service computes another

    def __init__(self, settings: EmbeddingEndpoint) -> None:
        self._settings = settings
        self.version = f"endpoint-{settings.prefixes.digest}"
        self._max_texts = _MAX_TEXTS
        self._dimension = _kept_dimension(settings.dimension_file)
        try:
            self._endpoint = Endpoint(settings.url, settings.key, settings.patience)
        except EndpointError as error:
            raise self._error(str(error)) from error

    @property
    def dimension(self) -> int:
        """Asks for one vector if it has never been learnt."""
        return self._dimension or self.encode(["维数"], query=False).shape[1]

    def batches(self, lengths: Sequence[int]) -> Iterator[list[int]]:
        return batches(lengths, self._max_texts, _MAX_CHARACTERS, padded=False)

    def encode(self, texts: Sequence[str], query: bool) -> Vectors:
        prefixes = self._settings.prefixes
        prefix = prefixes.query if query else prefixes.passage
        # Services refuse an empty text; a blank one has a vector in every model.
        return self._ask([prefix + (text if text.strip() else "　") for text in texts])

    def _ask(self, texts: Sequence[str]) -> Vectors:
        """Halves what the service refuses as too much, and cuts a single text that is too long, as
        models on this machine cut theirs."""
        body = {"model": self._settings.model, "input": texts, "encoding_format": "float"}
        try:
            answer = self._endpoint.post(body)
        except EndpointError as error:
            if error.status not in _TOO_MUCH:
                raise self._error(str(error)) from error
            if len(texts) > 1:
                half = self._max_texts = (len(texts) + 1) // 2  # later batches, too
                return np.concatenate([self._ask(texts[:half]), self._ask(texts[half:])])
            about_length = error.status == 413 or _ABOUT_LENGTH.search(error.said)
            if about_length and len(texts[0]) > _SHORTEST:
                return self._ask([texts[0][: len(texts[0]) * 3 // 4]])
            raise self._error(str(error)) from error
        return self._unit_vectors(answer, len(texts))

    def _unit_vectors(self, answer: Any, count: int) -> Vectors:
        rows = answer.get("data") if isinstance(answer, dict) else None
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise self._error(f"{self._endpoint.address} 的答复里没有向量，请检查它是否兼容 OpenAI")
        if sorted(str(row.get("index")) for row in rows) != sorted(map(str, range(count))):
            raise self._error(
                f"{self._endpoint.address} 对 {count} 段文字给了 {len(rows)} 个向量，或编号不对"
            )
        rows.sort(key=lambda row: int(row["index"]))
        try:
            vectors = np.array([row.get("embedding") for row in rows], np.float64)
        except (TypeError, ValueError) as error:
            raise self._error(f"{self._endpoint.address} 给的向量不是数字，或长短不一") from error
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True) if vectors.ndim == 2 else None
        if lengths is None or not np.isfinite(lengths).all() or not (lengths > 0).all():
            raise self._error(
                f"{self._endpoint.address} 给了无效的向量（含非数值，或全为零），请检查该服务的模型"
            )
        self._check_dimension(vectors.shape[1])
        return np.asarray(vectors / lengths, np.float32)

    def _check_dimension(self, dimension: int) -> None:
        if not self._dimension:
            self._dimension = dimension
            _keep_dimension(self._settings.dimension_file, dimension)
        if dimension != self._dimension:
            raise self._error(
                f"{self._endpoint.address} 原来给 {self._dimension} 维的向量，现在给 {dimension} 维，"
                "可能换了模型。请恢复原来的模型，或给新模型另起名称；"
                f"确要沿用旧名称时，删除 {self._settings.dimension_file} 并重新计算资料库的向量"
            )

    def _error(self, reason: str) -> EmbeddingError:
        return EmbeddingError(f"向量模型“{self._settings.model}”：{reason}。")


def _kept_dimension(file: Path) -> int:
    """0 if it has not been learnt yet."""
    try:
        return int(file.read_text(encoding="ascii"))
    except (OSError, ValueError):
        return 0


def _keep_dimension(file: Path, dimension: int) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"{dimension}\n", encoding="ascii")
    except OSError as error:
        raise EmbeddingError(f"无法写入 {file}：{error.strerror or error}。") from error
