"""The model writer against a real HTTP server on loopback that plays the endpoint."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from langchain_core.language_models import BaseChatModel

from assistant.brief import Brief
from assistant.checking import checked
from assistant.document import Draft
from assistant.drafting import Drafting
from assistant.errors import ModelError
from assistant.models import open_chat_model
from assistant.settings import Settings
from assistant.text_vectors import TextVectors
from corpus.archive import Archive
from corpus.embedding import EmbeddingModel

Answer = Callable[[str], dict[str, Any] | str | int]
FACT = "薄弱村还有12个"


class Endpoint(ThreadingHTTPServer):
    """Answers /chat/completions with what `answer` makes of the prompt; an int is a status."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answer: Answer = lambda prompt: 500
        self.prompts: list[str] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/v1"


class _Handler(BaseHTTPRequestHandler):
    server: Endpoint

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        prompt = "\n".join(str(m["content"]) for m in body["messages"])
        self.server.prompts.append(prompt)
        answer = self.server.answer(prompt)
        if isinstance(answer, int):
            self.send_response(answer)
            self.end_headers()
            return
        content = answer if isinstance(answer, str) else json.dumps(answer, ensure_ascii=False)
        reply = {
            "id": "x",
            "object": "chat.completion",
            "created": 0,
            "model": "fake",
            "choices": [
                {
                    "index": 0,
                    "finish_reason": "stop",
                    "message": {"role": "assistant", "content": content},
                }
            ],
            "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
        }
        data = json.dumps(reply).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        """Quiet."""


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    server = Endpoint()
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def model(endpoint: Endpoint) -> BaseChatModel:
    opened = open_chat_model(Settings(model="openai:fake", model_base_url=endpoint.url))
    assert opened is not None
    return opened


def draft_with(
    model: BaseChatModel, archive: Archive, embedding: EmbeddingModel, items: int = 3
) -> Draft:
    drafting = Drafting(archive, TextVectors(archive), model)
    brief = Brief(
        action="draft",
        section="problems",
        period="2024H1",
        themes=("村集体经济",),
        items=items,
        facts=(FACT,),
    )
    material = drafting.material_for(brief)
    *_, draft = drafting.write(brief, material, drafting.plan(brief, material))
    return checked(draft, archive.quote)


def keys(prompt: str, letter: str) -> list[str]:
    return re.findall(rf"^\[({letter}[0-9a-f]{{6}})\]", prompt, re.MULTILINE)


def test_a_good_answer_is_taken_with_its_citations(
    endpoint: Endpoint, model: BaseChatModel, sample_archive: Archive, embedding: EmbeddingModel
) -> None:
    def answer(prompt: str) -> dict[str, Any]:
        cited = keys(prompt, "p")
        nth = "甲乙丙丁"[len(endpoint.prompts)]
        sentences = [{"text": f"{nth}地发展路子不宽，经营人才偏少。", "sources": cited[:2]}]
        if facts := keys(prompt, "f"):
            sentences.append({"text": "目前薄弱村还有12个。", "sources": facts})
        return {
            "heading": {
                "text": f"{nth}项工作仍显薄弱",
                "sources": cited[:1],
            },
            "sentences": sentences,
        }

    endpoint.answer = answer
    draft = draft_with(model, sample_archive, embedding)
    assert draft.writer == "model"
    assert len(draft.items) == 3
    assert draft.items[0].heading.text == "乙项工作仍显薄弱。"
    assert {c.kind for s in draft.items[0].sentences for c in s.citations} == {"wording", "fact"}
    assert [f for f in draft.findings if f.severity == "error"] == []
    assert all(s.citations for s in draft.sentences())
    assert "村集体经济" in endpoint.prompts[0]
    assert FACT in endpoint.prompts[0]


def test_invented_sources_and_figures_become_findings_never_text(
    endpoint: Endpoint, model: BaseChatModel, sample_archive: Archive, embedding: EmbeddingModel
) -> None:
    endpoint.answer = lambda prompt: {
        "heading": {"text": "发展不够平衡", "sources": ["p999999"]},
        "sentences": [
            {
                "text": "全县有87个村收入不足5万元，见《某某办法》和http://x.example/a。",
                "sources": keys(prompt, "p")[:1],
            }
        ],
    }
    draft = draft_with(model, sample_archive, embedding)
    written = "".join(item.text for item in draft.items)
    assert not re.search(r"87|某某办法|http|p999999", written)
    assert "【待补】" in written
    messages = [f.message for f in draft.findings if f.kind == "rejected"]
    assert any("不存在的来源" in m for m in messages)
    assert any("87" in m for m in messages)
    assert any(f.kind == "uncited" for f in draft.findings)


@pytest.mark.parametrize(
    "answer",
    [
        500,
        429,
        "不是 JSON",
        {"heading": 3},
        {"heading": {"text": "只有标题", "sources": []}, "sentences": []},
    ],
    ids=["500", "429", "prose", "wrong shape", "no body"],
)
def test_when_the_model_fails_the_precedent_writer_takes_over(
    endpoint: Endpoint,
    model: BaseChatModel,
    sample_archive: Archive,
    embedding: EmbeddingModel,
    answer: dict[str, Any] | str | int,
) -> None:
    endpoint.answer = lambda prompt: answer
    draft = draft_with(model, sample_archive, embedding)
    assert len(draft.items) == 3
    assert [i.marker for i in draft.items] == ["一是", "二是", "三是"]
    assert sum("由先例写法代写" in n for n in draft.notices) == 3
    assert FACT in draft.text
    assert all(s.citations for s in draft.sentences())
    texts = [s.text for s in draft.sentences()]
    assert len(texts) == len(set(texts))


def test_an_endpoint_that_is_not_there_costs_no_draft(
    sample_archive: Archive, embedding: EmbeddingModel
) -> None:
    model = open_chat_model(Settings(model="openai:fake", model_base_url="http://127.0.0.1:9/v1"))
    assert model is not None
    draft = draft_with(model, sample_archive, embedding, items=2)
    assert len(draft.items) == 2
    assert sum("由先例写法代写" in n for n in draft.notices) == 2


def test_documents_stand_between_fences_that_cannot_be_guessed(
    endpoint: Endpoint, model: BaseChatModel, sample_archive: Archive, embedding: EmbeddingModel
) -> None:
    draft_with(model, sample_archive, embedding)
    fences = [set(re.findall(r"<<[0-9a-f]{16}>>", p)) for p in endpoint.prompts]
    assert all(len(f) == 1 for f in fences)
    assert len(set.union(*fences)) == len({*map(str, fences)})


def test_no_model_is_configured_by_default_and_a_wrong_one_is_named() -> None:
    assert open_chat_model(Settings()) is None
    with pytest.raises(ModelError, match="nonsense"):
        open_chat_model(Settings(model="nonsense"))
