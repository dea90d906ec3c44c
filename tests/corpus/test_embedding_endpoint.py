"""An endpoint gets plain texts at its own address, and nothing it answers is taken on trust."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from corpus.embedding import EmbeddingModel, open_embedding
from corpus.embedding_endpoint import EmbeddingEndpoint, EndpointEngine
from corpus.endpoint import Patience
from corpus.errors import EmbeddingError
from corpus.prefixes import Prefixes
from tests.corpus.model_service import Answer, Request, service

Vector = Sequence[float | None]


def vector_of(text: str) -> list[float]:
    """Not of unit length, and different for each of the texts below."""
    return [float(len(text)), float(ord(text[0]) % 97), 1.0]


def answer_of(vectors: Sequence[Vector | str], backwards: bool = True) -> Answer:
    rows = [{"index": i, "embedding": vector} for i, vector in enumerate(vectors)]
    return Answer({"object": "list", "data": rows[::-1] if backwards else rows})


def honest(request: Request) -> Answer:
    return answer_of([vector_of(text) for text in request.body["input"]])


def opened(url: str, folder: Path, **options: Any) -> EmbeddingModel:
    return open_embedding("openai:bge-m3", folder, base_url=f"{url}/v1/", **options)


def engine(url: str, folder: Path, pauses: list[float] | None = None) -> EndpointEngine:
    """Without waiting between attempts, and with little patience."""
    pause = pauses.append if pauses is not None else lambda _: None
    patience = Patience(connect=1.0, answer=2.0, pause=pause)
    return EmbeddingEndpoint("bge-m3", f"{url}/v1", "", Prefixes(), folder, patience).open()


def test_texts_go_out_plain_and_vectors_come_back_in_order(tmp_path: Path) -> None:
    texts = [f"{'乙甲丙丁'[n % 4]}{'项' * n}" for n in range(70)]
    with service(honest) as there:
        model = opened(there.url, tmp_path, api_key="sk-1")
        vectors = model.encode_passages(texts)
        model.close()
    expected = np.array([vector_of(text) for text in texts])
    expected /= np.linalg.norm(expected, axis=1, keepdims=True)
    assert vectors.dtype == np.float32
    assert np.allclose(vectors, expected, atol=1e-6)
    first = there.requests[0]
    assert first.path == "/v1/embeddings"
    assert first.headers["Authorization"] == "Bearer sk-1"
    assert first.body == {"model": "bge-m3", "input": ["维数"], "encoding_format": "float"}
    sent = [request.body["input"] for request in there.requests[1:]]
    assert sorted(text for batch in sent for text in batch) == sorted(texts)
    assert max(map(len, sent)) == 32


def test_long_texts_make_small_batches(tmp_path: Path) -> None:
    with service(honest) as there:
        opened(there.url, tmp_path).encode_passages(["长" * 6000] * 5)
    assert sorted(len(r.body["input"]) for r in there.requests) == [1, 1, 2, 2]


def test_without_a_key_none_is_sent(tmp_path: Path) -> None:
    with service(honest) as there:
        opened(there.url, tmp_path).encode_query("经济")
    assert "Authorization" not in there.requests[0].headers


def test_an_empty_text_has_a_vector(tmp_path: Path) -> None:
    with service(honest) as there:
        assert opened(there.url, tmp_path).encode_passages(["", "经济"]).shape == (2, 3)
    assert all(text for request in there.requests for text in request.body["input"])


def test_prefixes_go_in_front_and_into_the_version(tmp_path: Path) -> None:
    with service(honest) as there:
        plain = opened(there.url, tmp_path)
        prefixed = opened(there.url, tmp_path, query_prefix="问：", passage_prefix="文：")
        prefixed.encode_query("经济")
        prefixed.encode_passages(["民生"])
        asked = [text for request in there.requests for text in request.body["input"]]
        assert asked == ["问：经济", "文：维数", "文：民生"] or asked == ["问：经济", "文：民生"]
        assert prefixed.identity.version != plain.identity.version
        other = opened(there.url, tmp_path, query_prefix="问：文：")
        assert other.identity.version not in {prefixed.identity.version, plain.identity.version}


def test_a_learnt_dimension_needs_no_service_any_more(tmp_path: Path) -> None:
    with service(honest) as there:
        known = opened(there.url, tmp_path).identity
        asked = len(there.requests)
    assert (known.name, known.dimension) == ("bge-m3", 3)
    assert asked == 1
    assert opened(there.url, tmp_path).identity == known


def test_another_dimension_is_refused_ever_after(tmp_path: Path) -> None:
    with service(honest) as there:
        assert opened(there.url, tmp_path).encode_query("经济").shape == (3,)
        with service(lambda _: answer_of([[1.0, 2.0]])) as other:
            (known,) = (tmp_path / "models").iterdir()
            settings = EmbeddingEndpoint("bge-m3", other.url, "", Prefixes(), tmp_path / "models")
            settings.dimension_file.write_text(known.read_text())
            with pytest.raises(EmbeddingError, match="原来给 3 维的向量，现在给 2 维"):
                settings.open().encode(["经济"], query=True)


NOT_A_NUMBER = json.dumps({"data": [{"index": 0, "embedding": [float("nan"), 1.0]}]}).encode()


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (Answer({"error": {"message": "bad key"}}, 401), "检查密钥（HTTP 401：bad key）"),
        (Answer({"detail": "no such model"}, 404), "少了 /v1）和模型名"),
        (Answer("moved", 307, {"Location": "http://127.0.0.2/v1"}), "没有跟随"),
        (Answer({"message": "no such field"}, 400), "不接受这个请求（HTTP 400：no such field）"),
        (Answer(b"<html>busy</html>", 503), "查看该服务的日志（HTTP 503）"),
        (Answer(b"<html>", 200), "不是 JSON"),
        (Answer(b"\xff\xfe", 200), "不是 JSON"),
        (Answer([1]), "没有向量"),
        (Answer({"data": "x"}), "没有向量"),
        (Answer({"data": [1]}), "没有向量"),
        (answer_of([]), "对 1 段文字给了 0 个向量"),
        (answer_of([[1.0], [2.0]]), "对 1 段文字给了 2 个向量"),
        (Answer({"data": [{"index": 5, "embedding": [1.0]}]}), "编号不对"),
        (Answer({"data": [{"embedding": [1.0]}]}), "编号不对"),
        (Answer({"data": [{"index": 0}]}), "无效的向量"),
        (answer_of(["AAAA"]), "不是数字"),
        (answer_of([[]]), "无效的向量"),
        (answer_of([[0.0, 0.0]]), "全为零"),
        (answer_of([[1.0, None]]), "非数值"),
        (Answer(NOT_A_NUMBER), "非数值"),
    ],
)
def test_a_faulty_answer_is_explained(tmp_path: Path, answer: Answer, message: str) -> None:
    with service(lambda _: answer) as there, pytest.raises(EmbeddingError) as caught:
        engine(there.url, tmp_path).encode(["经济"], query=False)
    assert message in str(caught.value)
    assert "向量模型“bge-m3”" in str(caught.value)
    assert there.url.removeprefix("http://") in str(caught.value)


def test_vectors_of_unequal_length_are_refused(tmp_path: Path) -> None:
    with (
        service(lambda _: answer_of([[1.0], [1.0, 2.0]])) as there,
        pytest.raises(EmbeddingError, match="长短不一"),
    ):
        engine(there.url, tmp_path).encode(["一", "二"], query=False)


def closed_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def test_a_service_that_is_not_there_is_explained(tmp_path: Path) -> None:
    pauses: list[float] = []
    url = f"http://127.0.0.1:{closed_port()}"
    with pytest.raises(EmbeddingError, match=f"连不上 {url}/v1/embeddings，请确认服务已经启动"):
        engine(url, tmp_path, pauses).encode(["经济"], query=True)
    assert pauses == [0.5, 1.5]


def test_a_silent_service_is_left_after_a_while(tmp_path: Path) -> None:
    over = threading.Event()
    with service(lambda _: Answer(wait=over)) as there:
        there_is_one = engine(there.url, tmp_path)
        hurried = replace(there_is_one._settings, patience=Patience(answer=0.2)).open()
        with pytest.raises(EmbeddingError, match=r"在 0\.2 秒内没有答复"):
            hurried.encode(["经济"], query=True)
        over.set()
    assert len(there.requests) == 1


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_busy_service_is_asked_again(tmp_path: Path, status: int) -> None:
    answers = iter([Answer({}, status, {"Retry-After": "4"}), Answer({}, status)])
    pauses: list[float] = []
    with service(lambda request: next(answers, None) or honest(request)) as there:
        vectors = engine(there.url, tmp_path, pauses).encode(["经济"], query=True)
    assert vectors.shape == (1, 3)
    assert pauses == [4.0, 1.5]


def limited(most: int, longest: int) -> Callable[[Request], Answer]:
    """A service with limits on the number of texts and on their length."""

    def answer(request: Request) -> Answer:
        texts = request.body["input"]
        if len(texts) > most:
            return Answer({"error": {"message": f"batch size is {len(texts)}"}}, 400)
        if max(map(len, texts)) > longest:
            return Answer({"error": {"message": "maximum context length exceeded"}}, 400)
        return honest(request)

    return answer


def test_a_service_that_takes_few_texts_gets_few(tmp_path: Path) -> None:
    texts = [f"{n:02}项" for n in range(96)]
    with service(limited(10, 999)) as there:
        model = opened(there.url, tmp_path)
        vectors = model.encode_passages(texts)
        again = len(there.requests)
        model.encode_passages(texts)
        refused_again = [r for r in there.requests[again:] if len(r.body["input"]) > 10]
    assert np.allclose(vectors[:, 0] / vectors[:, 2], 3.0, atol=1e-5)
    assert refused_again == []


def test_a_text_that_is_too_long_is_cut(tmp_path: Path) -> None:
    with service(limited(9, 512)) as there:
        vectors = engine(there.url, tmp_path).encode(["短文", "长" * 700], query=False)
    assert vectors.shape == (2, 3)
    assert len(there.requests[-1].body["input"][0]) == 525 * 3 // 4


def test_a_service_that_takes_nothing_is_not_asked_for_ever(tmp_path: Path) -> None:
    with service(limited(9, 0)) as there, pytest.raises(EmbeddingError, match="context length"):
        engine(there.url, tmp_path).encode(["长" * 700], query=False)
    assert len(there.requests) < 12


def test_proxies_of_the_environment_are_ignored(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{closed_port()}")
    monkeypatch.delenv("NO_PROXY", raising=False)
    with service(honest) as there:
        assert engine(there.url, tmp_path).encode(["经济"], query=True).shape == (1, 3)


@pytest.mark.parametrize(
    ("setting", "base_url", "message"),
    [
        ("openai:", "http://127.0.0.1/v1", "后面还要写模型名"),
        ("openai:bge-m3", "", "NIGAO_EMBEDDING_BASE_URL 中填写接口地址"),
        ("openai:bge-m3", "127.0.0.1:8000", "NIGAO_EMBEDDING_BASE_URL 无法使用"),
        ("openai:bge-m3", "ftp://127.0.0.1/v1", "http://主机"),
        ("openai:bge-m3", "http://主机 甲/v1", "http://主机"),
        ("openai:bge-m3", "http://127.0.0.1:port/v1", "http://主机"),
    ],
)
def test_settings_that_cannot_work_are_refused_at_once(
    tmp_path: Path, setting: str, base_url: str, message: str
) -> None:
    with pytest.raises(EmbeddingError, match=message):
        open_embedding(setting, tmp_path, base_url=base_url)


def test_a_key_that_cannot_be_sent_is_explained_and_not_told(tmp_path: Path) -> None:
    model = open_embedding("openai:x", tmp_path, base_url="http://127.0.0.1:1", api_key="密钥sk-1")
    with pytest.raises(EmbeddingError, match="接口密钥含有无法使用的字符") as caught:
        model.encode_query("经济")
    assert "sk-1" not in str(caught.value)


def test_a_password_in_the_address_is_not_told(tmp_path: Path) -> None:
    url = f"http://me:geheim@127.0.0.1:{closed_port()}"
    with pytest.raises(EmbeddingError, match="连不上 http://127") as caught:
        engine(url, tmp_path).encode(["经济"], query=True)
    assert "geheim" not in str(caught.value)
