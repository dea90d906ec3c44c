"""Orders what a search found once more, by a model that reads query and text together.

Optional, and never in the way: whoever asks goes on without it when it fails, and after a failure
it is left alone for a while, so that a service that is down does not slow every search.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from math import isfinite
from pathlib import Path
from typing import Any

from corpus import local_model
from corpus.endpoint import Endpoint, EndpointError, Patience
from corpus.errors import RerankError

Scorer = Callable[[str, Sequence[str]], list[float]]

_PATIENCE = Patience(answer=10.0, retries=0)  # somebody waits for the search
_REST = 30.0  # seconds after a failure


class Reranker:
    """Loads its model at first use; safe to share between threads. Obtained from `open_reranker`.

    `clock` gives seconds.
    """

    def __init__(
        self, name: str, load: Callable[[], Scorer], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.name = name
        self._load = load
        self._clock = clock
        self._scorer: Scorer | None = None
        self._lock = threading.Lock()
        self._rests_until = float("-inf")

    def scores(self, query: str, texts: Sequence[str]) -> list[float]:
        """One a text, in their order; higher is better, and nothing else is told by it.

        Raises RerankError (in Chinese), also while resting after a failure.
        """
        if not texts:
            return []
        left = self._rests_until - self._clock()
        if left > 0:
            raise RerankError(f"重排模型“{self.name}”刚才出错，{left:.0f} 秒后再试")
        try:
            scores = self._loaded()(query, texts)
            if len(scores) != len(texts) or not all(map(isfinite, scores)):
                raise ValueError(f"{len(texts)} 段文字得到 {len(scores)} 个分数，或分数无效")
            return scores
        except Exception as error:
            self._rests_until = self._clock() + _REST
            raise RerankError(f"重排模型“{self.name}”没有给出结果：{error}") from error

    def _loaded(self) -> Scorer:
        with self._lock:
            if self._scorer is None:
                self._scorer = self._load()
            return self._scorer


def open_reranker(
    setting: str, *, model: str = "", api_key: str = "", patience: Patience = _PATIENCE
) -> Reranker | None:
    """The reranker that `setting` names, or None if it is empty; loaded at its first use.

    `setting` is a folder with a sentence-transformers CrossEncoder, a hub name, or the address of
    a service of the usual (Jina, Cohere) shape, to which `model`, `api_key` and `patience` belong.
    Raises RerankError at once when it can be none of these.
    """
    setting = setting.strip()
    if not setting:
        return None
    if "://" in setting:
        url = (
            setting if setting.rstrip("/").endswith("/rerank") else f"{setting.rstrip('/')}/rerank"
        )
        try:
            endpoint = Endpoint(url, api_key, patience)
        except EndpointError as error:
            raise RerankError(f"NIGAO_RERANKER 无法使用：{error}") from error
        return Reranker(model or endpoint.address, lambda: _Service(endpoint, model))
    folder = Path(setting).expanduser()
    if folder.is_dir():
        place = folder.resolve()
        return Reranker(place.name, lambda: _one_at_a_time(str(place)))
    if local_model.HUB_NAME.fullmatch(setting):
        return Reranker(setting, lambda: _one_at_a_time(setting))
    raise RerankError(
        f"找不到重排模型“{setting}”。NIGAO_RERANKER 请填写重排模型文件夹的路径、模型库中的名称，"
        "或重排服务的地址（http://主机:端口/v1/rerank）；不用时留空"
    )


def _one_at_a_time(name_or_path: str) -> Scorer:
    score = local_model.load_cross_encoder(name_or_path)
    lock = threading.Lock()

    def scored(query: str, texts: Sequence[str]) -> list[float]:
        with lock:
            return score(query, texts)

    return scored


class _Service:
    """POST {query, documents, top_n, model} → {results: [{index, relevance_score}]}."""

    def __init__(self, endpoint: Endpoint, model: str) -> None:
        self._endpoint = endpoint
        self._model = model

    def __call__(self, query: str, texts: Sequence[str]) -> list[float]:
        """Raises EndpointError."""
        body: dict[str, Any] = {"query": query, "documents": list(texts), "top_n": len(texts)}
        if self._model:
            body["model"] = self._model
        answer = self._endpoint.post(body)
        results = answer.get("results") if isinstance(answer, dict) else None
        try:
            score_of = {int(r["index"]): float(r["relevance_score"]) for r in results or ()}
        except (TypeError, KeyError, ValueError) as error:
            raise self._odd("的答复里没有编号和分数") from error
        if sorted(score_of) != list(range(len(texts))) or len(results or ()) != len(texts):
            raise self._odd(f"对 {len(texts)} 段文字给了 {len(results or ())} 个分数，或编号不对")
        return [score_of[index] for index in range(len(texts))]

    def _odd(self, what: str) -> EndpointError:
        return EndpointError(f"{self._endpoint.address} {what}，请检查它是不是重排服务")
