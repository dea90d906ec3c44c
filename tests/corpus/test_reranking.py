"""A reranker gives one score a text or says why not, and after a failure it is left alone."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from corpus.endpoint import Patience
from corpus.errors import CorpusError, RerankError
from corpus.reranking import Reranker, Scorer, open_reranker
from tests.corpus.model_service import Answer, Request, service
from tests.corpus.test_embedding_endpoint import closed_port
from tests.corpus.tiny_models import save_cross_encoder

REPOSITORY = Path(__file__).resolve().parents[2]
TEXTS = ("村集体经济", "党员教育", "重点项目建设", "经济运行", "文")


def opened(setting: str, **options: Any) -> Reranker:
    reranker = open_reranker(setting, **options)
    assert reranker is not None
    return reranker


@pytest.mark.parametrize("setting", ["", "  "])
def test_without_a_setting_there_is_none(setting: str) -> None:
    assert open_reranker(setting) is None


def test_importing_is_light() -> None:
    code = (
        "import sys, corpus.reranking; heavy = {'torch', 'transformers', 'sentence_transformers'}; "
        "sys.exit(', '.join(sorted(heavy & set(sys.modules))) or 0)"
    )
    command = [sys.executable, "-W", "error", "-c", code]
    result = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert (result.returncode, result.stderr) == (0, "")


def test_a_folder_gives_one_score_a_text_in_order(tmp_path: Path) -> None:
    reranker = opened(str(save_cross_encoder(tmp_path / "重排")))
    scores = reranker.scores("经济", TEXTS)
    assert len(set(scores)) == len(TEXTS)
    assert all(type(score) is float for score in scores)
    assert reranker.scores("经济", TEXTS[::-1]) == pytest.approx(scores[::-1], abs=1e-5)
    assert reranker.scores("经济", TEXTS[:1]) == pytest.approx(scores[:1], abs=1e-5)
    assert reranker.scores("党员", TEXTS) != pytest.approx(scores, abs=1e-5)
    assert reranker.scores("经济", []) == []


def test_a_model_that_is_no_reranker_is_explained(tmp_path: Path) -> None:
    reranker = opened(str(save_cross_encoder(tmp_path / "分类", labels=3)))
    with pytest.raises(RerankError, match="3 个分数，不是重排模型"):
        reranker.scores("经济", TEXTS)


def test_a_broken_folder_is_explained(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{", encoding="utf-8")
    with pytest.raises(RerankError, match="没有给出结果") as caught:
        opened(str(tmp_path)).scores("经济", TEXTS)
    assert isinstance(caught.value, CorpusError)


def test_a_hub_name_without_network_is_explained(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    with pytest.raises(RerankError, match="somebody/no-such-model"):
        opened("somebody/no-such-model").scores("经济", TEXTS)


@pytest.mark.parametrize(
    "setting", ["/no/such/folder", "a/b/c", "模型", "ftp://x/rerank", "http://", "http://a b/"]
)
def test_an_impossible_setting_is_refused_at_once(setting: str) -> None:
    with pytest.raises(RerankError, match="NIGAO_RERANKER"):
        open_reranker(setting)


def honest(request: Request) -> Answer:
    """Longer is better; the best first, as such services answer."""
    scores = [(len(text), index) for index, text in enumerate(request.body["documents"])]
    results = [{"index": i, "relevance_score": s / 10} for s, i in sorted(scores, reverse=True)]
    return Answer({"results": results})


@pytest.mark.parametrize("path", ["/v1", "/v1/", "/v1/rerank"])
def test_a_service_is_asked_as_it_expects(path: str) -> None:
    with service(honest) as there:
        reranker = opened(f"{there.url}{path}", model="bge-reranker", api_key="sk-1")
        assert reranker.scores("经济", TEXTS) == [0.5, 0.4, 0.6, 0.4, 0.1]
    (request,) = there.requests
    assert request.path == "/v1/rerank"
    assert request.headers["Authorization"] == "Bearer sk-1"
    assert request.body == {
        "query": "经济", "documents": list(TEXTS), "top_n": 5, "model": "bge-reranker",
    }  # fmt: skip


def test_without_a_model_and_a_key_none_is_sent() -> None:
    with service(honest) as there:
        opened(there.url).scores("经济", TEXTS)
    assert "model" not in there.requests[0].body
    assert "Authorization" not in there.requests[0].headers


def results(*pairs: tuple[object, object]) -> Answer:
    return Answer({"results": [{"index": i, "relevance_score": s} for i, s in pairs]})


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (Answer({"error": "out of memory"}, 500), "查看该服务的日志（HTTP 500：out of memory）"),
        (Answer({}, 401), "检查密钥"),
        (Answer({}, 404), "没有这个地址"),
        (Answer({}, 302, {"Location": "/rerank"}), "没有跟随"),
        (Answer(b"<html>"), "不是 JSON"),
        (Answer([]), "对 2 段文字给了 0 个分数"),
        (Answer({"results": "两个"}), "没有编号和分数"),
        (Answer({"results": [{"index": 0}, {"index": 1}]}), "没有编号和分数"),
        (results((0, 0.5)), "对 2 段文字给了 1 个分数"),
        (results((0, 0.5), (0, 0.4)), "编号不对"),
        (results((0, 0.5), (2, 0.4)), "编号不对"),
        (results((0, 0.5), (1, 0.4), (0, 0.3)), "编号不对"),
        (results((0, 0.5), (1, "高")), "没有编号和分数"),
        (results((0, 0.5), (1, None)), "没有编号和分数"),
        (Answer(json.dumps({"results": [{"index": 0, "relevance_score": float("nan")},
                                        {"index": 1, "relevance_score": 1}]}).encode()), "分数无效"),
    ],
)  # fmt: skip
def test_a_faulty_answer_is_explained(answer: Answer, message: str) -> None:
    with service(lambda _: answer) as there, pytest.raises(RerankError) as caught:
        opened(there.url).scores("经济", TEXTS[:2])
    assert message in str(caught.value)
    assert len(there.requests) == 1


def test_a_service_that_is_not_there_is_explained() -> None:
    with pytest.raises(RerankError, match="请确认服务已经启动"):
        opened(f"http://127.0.0.1:{closed_port()}").scores("经济", TEXTS)


def test_a_service_that_hangs_is_left() -> None:
    over = threading.Event()
    with service(lambda _: Answer(wait=over)) as there:
        reranker = opened(there.url, patience=Patience(answer=0.2, retries=0))
        with pytest.raises(RerankError, match=r"在 0\.2 秒内没有答复"):
            reranker.scores("经济", TEXTS)
        over.set()


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def flaky(outcomes: Iterator[bool], asked: list[int]) -> Scorer:
    def scores(_query: str, texts: Sequence[str]) -> list[float]:
        asked.append(len(texts))
        if not next(outcomes):
            raise RuntimeError("断了")
        return [1.0] * len(texts)

    return scores


def test_after_a_failure_it_rests_for_half_a_minute() -> None:
    clock, asked = Clock(), list[int]()
    reranker = Reranker("石板", lambda: flaky(iter([True, False, False, True]), asked), clock)
    reranker.scores("问", TEXTS)
    with pytest.raises(RerankError, match="没有给出结果：断了"):
        reranker.scores("问", TEXTS)
    clock.now += 29.5
    with pytest.raises(RerankError, match="刚才出错"):
        reranker.scores("问", TEXTS)
    assert len(asked) == 2
    clock.now += 0.5
    with pytest.raises(RerankError, match="断了"):
        reranker.scores("问", TEXTS)
    clock.now += 30
    assert reranker.scores("问", TEXTS) == [1.0] * 5
    assert len(asked) == 4
