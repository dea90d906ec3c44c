"""The model path with a real language model in this process, the smallest there is.

It is no writer of reports and need not be: what is tested is that llama.cpp starts, streams,
keeps to a schema, stops when told, and that a draft comes whatever it writes.
"""

from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from langchain_core.messages import HumanMessage

from assistant.brief import Brief
from assistant.checking import checked
from assistant.drafting import Drafting
from assistant.errors import ModelError
from assistant.models import ChatModel, open_chat_model
from assistant.models.local import LocalServer
from assistant.settings import Settings
from assistant.text_vectors import TextVectors
from assistant.writing.stopping import Stopped, StopSignal
from corpus.archive import Archive

SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "kind": {"enum": ["存在的问题", "工作打算"]},
        "sources": {"type": "array", "items": {"enum": ["p1", "p2"]}, "minItems": 1, "maxItems": 2},
    },
    "required": ["kind", "sources"],
    "additionalProperties": False,
}


@pytest.fixture(scope="module")
def folder(bundled_folder: Path) -> Path:
    """Beside the embedding model: kept between runs, since a quarter of a GB is written."""
    return bundled_folder.parent.parent


@pytest.fixture(scope="module")
def local(folder: Path) -> ChatModel:
    seconds: dict[str, Any] = {
        "model_timeout": 90.0,
        "model_first_token_timeout": 80.0,
        "model_token_timeout": 60.0,
    }
    model = open_chat_model(Settings(model="local", home=folder, **seconds))
    assert model is not None
    return model


def test_a_local_model_keeps_to_the_schema(local: ChatModel) -> None:
    found = local.ask(
        [HumanMessage("“村集体经济薄弱”属于哪一部分？")],
        SCHEMA,
        lambda value: value if isinstance(value, dict) else None,
        StopSignal(),
        time.monotonic() + 120,
    )
    assert set(found) == {"kind", "sources"}
    assert found["kind"] in {"存在的问题", "工作打算"}
    assert set(found["sources"]) <= {"p1", "p2"}


def test_a_local_model_stops_when_told(local: ChatModel) -> None:
    stop = StopSignal()
    threading.Timer(0.3, stop.stop).start()
    with pytest.raises(Stopped):
        local.ask(
            [HumanMessage("写一篇很长的总结。" * 100)],
            {"type": "object", "properties": {"text": {"type": "string", "minLength": 5000}}},
            lambda value: None,
            stop,
            time.monotonic() + 120,
        )


def test_a_draft_comes_whatever_a_local_model_writes(
    local: ChatModel, sample_archive: Archive
) -> None:
    drafting = Drafting(sample_archive, TextVectors(sample_archive), local)
    brief = Brief(
        action="draft",
        section="problems",
        period="2024H1",
        themes=("村集体经济",),
        items=1,
        facts=("薄弱村还有12个",),
    )
    material = drafting.material_for(brief)
    *_, draft = drafting.write(brief, material, drafting.plan(brief, material))
    draft = checked(draft, sample_archive.quote)
    assert draft.writer == "model"
    assert len(draft.items) == 1
    assert "薄弱村还有12个" in draft.text
    assert not any("连接不上" in n or "无法加载" in n for n in draft.notices)
    for sentence in draft.sentences():
        assert all(
            sample_archive.quote(c.report_id, c.start, c.end) == c.quote
            for c in sentence.citations
            if c.kind == "wording"
        )


def test_others_on_this_machine_may_not_ask_it(folder: Path) -> None:
    server = LocalServer(None, folder / "models")  # it serves as long as it is held
    url, key = server.start()
    assert url.startswith("http://127.0.0.1:")

    def asked_with(headers: dict[str, str]) -> int:
        body = b'{"messages": [{"role": "user", "content": "x"}], "max_tokens": 1}'
        headers = {**headers, "Content-Type": "application/json"}
        request = Request(f"{url}/chat/completions", body, headers)
        try:
            with urlopen(request, timeout=60) as response:
                return int(response.status)
        except HTTPError as error:
            error.close()
            return error.code

    assert asked_with({}) == 401
    assert asked_with({"Authorization": f"Bearer {key}"}) == 200


def test_a_file_that_is_no_model_is_named(tmp_path: Path) -> None:
    file = tmp_path / "bad.gguf"
    file.write_bytes(b"GGUF" + bytes(200))
    with pytest.raises(ModelError, match=r"bad\.gguf 无法加载"):
        LocalServer(file, tmp_path).start()
