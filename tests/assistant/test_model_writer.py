"""The model writer against a real HTTP server on loopback that plays the endpoint."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from assistant.brief import Brief
from assistant.checking import checked
from assistant.document import Draft
from assistant.drafting import Drafting
from assistant.models import ChatModel, open_chat_model
from assistant.settings import Settings
from assistant.text_vectors import TextVectors
from assistant.writing.model import ModelWriter
from assistant.writing.precedent import PrecedentWriter
from assistant.writing.stopping import Stopped, StopSignal
from corpus.archive import Archive
from tests.assistant import model_endpoint as plays
from tests.assistant.composing_model import Order
from tests.assistant.composing_model import good as composed
from tests.assistant.model_endpoint import (
    Asked,
    Endpoint,
    Play,
    says,
    serving,
    status,
    whole_but_never_ending,
)

FACT = "薄弱村还有12个"
BUDGETS = {
    "model_timeout": 20.0,
    "model_connect_timeout": 2.0,
    "model_first_token_timeout": 0.6,
    "model_token_timeout": 0.6,
}
# What nobody should have to wait longer for, however slow the machine: the draft's own budget and
# the time that the precedent writer takes.
GENEROUS = 60.0


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    with serving() as server:
        yield server


def model_at(url: str, **settings: Any) -> ChatModel:
    values = {**BUDGETS, "model_first_token_timeout": 10.0, **settings}
    opened = open_chat_model(Settings(model="openai:fake", model_base_url=url, **values))
    assert opened is not None
    return opened


# On each of them the archive has enough for the composing model to copy none.
THREE_THEMES = ("村集体经济", "党员教育", "年轻干部")


def brief_of(items: int, **changes: Any) -> Brief:
    values: dict[str, Any] = {
        "action": "draft",
        "section": "problems",
        "period": "2024H1",
        "themes": ("村集体经济",),
        "items": items,
        "facts": (FACT,),
    }
    return Brief(**{**values, **changes})


def draft_with(model: ChatModel, archive: Archive, items: int = 3, **changes: Any) -> Draft:
    drafting = Drafting(archive, TextVectors(archive), model)
    brief = brief_of(items, **changes)
    material = drafting.material_for(brief)
    *_, draft = drafting.write(brief, material, drafting.plan(brief, material))
    return checked(draft, archive.quote)


def good(asked: Asked, mark: str = "甲") -> dict[str, Any]:
    """An item nothing is wrong with, with a heading of the model's own."""
    order = Order(asked.prompt, 0, False)
    said = composed(order)
    said["heading"] = {"text": heading_of(mark, order.theme), "sources": asked.keys("p")[:1]}
    return said


def heading_of(mark: str, theme: str) -> str:
    return f"{mark}地{theme}不够扎实"


def one_by_one(endpoint: Endpoint) -> Callable[[Asked], Play]:
    return lambda asked: says(good(asked, "甲乙丙丁"[len(endpoint.asked) - 1]))


# --- when all is well -------------------------------------------------------------------------


def test_a_good_answer_is_taken_with_its_citations(
    endpoint: Endpoint, sample_archive: Archive
) -> None:
    endpoint.answer = one_by_one(endpoint)
    draft = draft_with(model_at(endpoint.url), sample_archive, themes=THREE_THEMES)
    assert draft.writer == "model"
    assert draft.notices == ()
    assert [i.heading.text[0] for i in draft.items] == ["甲", "乙", "丙"]
    assert [i.marker for i in draft.items] == ["一是", "二是", "三是"]
    assert {c.kind for s in draft.sentences() for c in s.citations} == {"wording", "fact"}
    assert all(s.citations for s in draft.sentences())
    assert len(endpoint.asked) == 3
    assert "村集体经济" in endpoint.prompts[0]
    assert FACT in endpoint.prompts[0]
    assert all(asked.body["stream"] for asked in endpoint.asked)


@pytest.mark.parametrize(
    "wrap",
    [
        lambda text: f"好的，这一条如下：\n```json\n{text}\n```\n请审阅。",
        lambda text: f"<think>用户要{{一条}}，我想想。</think>\n{text}",
        lambda text: f"先看先例{{…}}，再写。</think>{text}",
        lambda text: f'{{"item": {text}}}',
    ],
    ids=["fence", "thoughts", "thoughts without a beginning", "wrapped"],
)
def test_json_is_found_in_whatever_stands_around_it(
    endpoint: Endpoint, sample_archive: Archive, wrap: Callable[[str], str]
) -> None:
    def answer(asked: Asked) -> Play:
        item = good(asked, "甲乙丙"[len(endpoint.asked) - 1])
        return says(wrap(json.dumps(item, ensure_ascii=False)))

    endpoint.answer = answer
    draft = draft_with(model_at(endpoint.url), sample_archive, items=2)
    assert draft.notices == ()
    assert draft.items[0].heading.text == "甲地村集体经济不够扎实。"
    assert "think" not in draft.text


def test_reasoning_beside_the_content_is_never_text(
    endpoint: Endpoint, sample_archive: Archive
) -> None:
    endpoint.answer = lambda asked: says(good(asked), reasoning_content="先想一想怎么写")
    draft = draft_with(model_at(endpoint.url), sample_archive, items=1)
    assert draft.notices == ()
    assert "想一想" not in draft.text


def test_an_answer_that_is_whole_is_taken_though_the_stream_stays_open(
    endpoint: Endpoint, sample_archive: Archive
) -> None:
    endpoint.answer = lambda asked: whole_but_never_ending(good(asked))
    draft = draft_with(model_at(endpoint.url), sample_archive, items=1)
    assert draft.notices == ()
    assert any(s.by_model for s in draft.items[0].sentences)


def test_invented_sources_and_figures_become_findings_never_text(
    endpoint: Endpoint, sample_archive: Archive
) -> None:
    def answer(asked: Asked) -> Play:
        item = good(asked)
        item["heading"] = {"text": "发展不够平衡", "sources": ["p999999"]}
        first = item["sentences"][0]
        first["text"] = f"全县有87个村见《某某办法》和http://x.example/a，{first['text']}"
        first["sources"] += ["p999999"]
        return says(item)

    endpoint.answer = answer
    draft = draft_with(model_at(endpoint.url), sample_archive, items=1)
    written = "".join(item.text for item in draft.items)
    assert not re.search(r"87|某某办法|x\.example|p999999|发展不够平衡|【待补】", written)
    messages = [f.message for f in draft.findings if f.kind == "rejected"]
    assert any("不存在的来源" in m for m in messages)
    assert any("87" in m and "已删去" in m for m in messages)
    assert all(s.citations for s in draft.sentences())
    assert draft.items[0].sentences[0].by_model
    assert FACT in written


def test_an_item_of_nothing_but_inventions_is_written_from_precedents(
    endpoint: Endpoint, sample_archive: Archive
) -> None:
    invented = {"text": "全县有87个村收入不足5万元。", "sources": []}
    endpoint.answer = lambda asked: says(
        {
            "heading": {"text": "发展不够平衡", "sources": asked.keys("p")[:1]},
            "sentences": [{**invented, "sources": asked.keys("p")[:1]}],
        }
    )
    draft = draft_with(model_at(endpoint.url), sample_archive)
    assert_from_precedents(draft, "没有一句能用")
    assert "【待补】" not in draft.text


# --- the repair round -------------------------------------------------------------------------


def test_what_is_wrong_is_said_once_and_the_better_answer_kept(
    endpoint: Endpoint, sample_archive: Archive
) -> None:
    def answer(asked: Asked) -> Play:
        item = good(asked)
        if len(endpoint.asked) == 1:
            item["sentences"][0]["text"] = "全县有87个村收入偏低。"
            item["sentences"][-1] = {"text": "经营人才偏少，闲置资源没有盘活。", "sources": []}
        return says(item)

    endpoint.answer = answer
    draft = draft_with(model_at(endpoint.url), sample_archive, items=1)
    assert len(endpoint.asked) == 2
    repair = endpoint.asked[1].body["messages"]
    assert [m["role"] for m in repair] == ["system", "user", "assistant", "user"]
    assert "87" in repair[-1]["content"]
    assert "句：没有注明" in repair[-1]["content"]
    assert f"没有写入素材“{FACT}”" in repair[-1]["content"]
    assert "【待补】" not in draft.text
    assert FACT in draft.text
    assert draft.notices == ()


def test_a_worse_second_answer_is_not_taken(endpoint: Endpoint, sample_archive: Archive) -> None:
    def answer(asked: Asked) -> Play:
        item = good(asked)
        if len(endpoint.asked) == 1:
            item["sentences"][-1]["sources"] = []
            return says(item)
        return says({"heading": "乙", "sentences": ["乙。", "乙。"]})

    endpoint.answer = answer
    draft = draft_with(model_at(endpoint.url), sample_archive, items=1)
    assert draft.items[0].heading.text.startswith("甲地")
    assert draft.notices == ()


def test_a_repair_that_fails_costs_nothing(endpoint: Endpoint, sample_archive: Archive) -> None:
    def answer(asked: Asked) -> Play:
        item = good(asked)
        item["sentences"][-1]["sources"] = []
        return says(item) if len(endpoint.asked) == 1 else status(500)

    endpoint.answer = answer
    draft = draft_with(model_at(endpoint.url), sample_archive, items=1)
    assert draft.items[0].heading.text.startswith("甲地")
    assert draft.notices == ()


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (says("不是 JSON"), "不合格式"),
        (says({"heading": 3}), "不合格式"),
        (says({"heading": {"text": "只有标题", "sources": []}, "sentences": []}), "不合格式"),
        (says({"heading": "〈小标题〉", "sentences": ["〈正文第一句〉"]}), "照抄了格式说明"),
        (says({"heading": "Weak economy", "sentences": ["Villages are poor."]}), "不是中文"),
        (says({"heading": "发展不够平衡", "sentences": ["有的村路子不宽。"]}), "没有注明任何出处"),
        (says({"heading": "不够平衡", "sentences": ["路子不宽。", "路子不宽。"]}), "重复的句子"),
    ],
    ids=["prose", "wrong shape", "no body", "the form", "English", "no sources", "repeated"],
)
def test_what_is_no_item_twice_is_written_from_precedents(
    endpoint: Endpoint, sample_archive: Archive, answer: Play, why: str
) -> None:
    endpoint.answer = lambda asked: answer
    draft = draft_with(model_at(endpoint.url), sample_archive)
    assert_from_precedents(draft, why)
    assert len(endpoint.asked) == 4  # two items, a repair each; then the model is given up
    assert any("本稿不再请求" in n for n in draft.notices)


# --- endpoints that fail ----------------------------------------------------------------------


def assert_from_precedents(draft: Draft, why: str) -> None:
    """All there, cited, and the writer is told."""
    assert len(draft.items) == 3
    assert [i.marker for i in draft.items] == ["一是", "二是", "三是"]
    assert FACT in draft.text
    assert all(s.citations for s in draft.sentences())
    texts = [s.text for s in draft.sentences()]
    assert len(texts) == len(set(texts))
    told = [n for n in draft.notices if "由先例写法代写" in n]
    assert any(why in n for n in told), draft.notices
    assert sum(len(re.findall(r"\d+(?=[、条])", n.partition("由")[0])) for n in told) == 3


FAULTS: list[tuple[str, Play, str]] = [
    ("400", status(400, "bad"), "不接受这个请求"),
    ("401", status(401), "NIGAO_MODEL_API_KEY"),
    ("404", status(404, "model not found"), "没有这个地址或模型"),
    ("429", status(429, Retry_After="7"), "限流"),
    ("500", status(500), "接口出错"),
    ("context", status(400, "This model's maximum context length is 2048"), "上下文"),
    ("redirect", status(307, Location="http://127.0.0.2:1/v1/chat/completions"), "别的地址"),
    ("hang before headers", plays.silent_before_headers, "没有开始回答"),
    ("hang before the first token", plays.silent_before_the_first_token, "没有开始回答"),
    ("comments only", plays.comments_but_no_token, "没有开始回答"),
    ("hang between tokens", plays.silent_between_tokens, "回答中断"),
    ("cut", plays.cut_off, "中途断开"),
    ("cut inside a length", plays.cut_off_inside_a_promised_length, "中途断开"),
    ("bad UTF-8", plays.bad_utf8, "不是可以解读的文字"),
    ("events that are no JSON", plays.events_that_are_no_json, "不是可以解读的文字"),
    ("events of another shape", plays.events_of_another_shape, "不是可以解读的文字"),
    ("error event", plays.an_error_event, "接口出错"),
    ("wrong JSON", says("[1, 2, {}]"), "不合格式"),
    ("empty", says(""), "没有回答内容"),
    ("only thoughts", says("<think>想不出来"), "没有回答内容"),
    ("no parts", plays.no_parts, "没有回答内容"),
    ("endless", plays.endless_text, "过长"),
    ("huge event", plays.a_huge_event, "过长"),
    ("huge error", plays.a_huge_error, "过长"),
    ("compressed", plays.a_compressed_answer, "不是可以解读的文字"),
    ("a page", plays.a_page, "没有回答内容"),
]


@pytest.mark.parametrize(("play", "why"), [f[1:] for f in FAULTS], ids=[f[0] for f in FAULTS])
def test_whatever_the_endpoint_does_the_draft_comes(
    endpoint: Endpoint, sample_archive: Archive, play: Play, why: str
) -> None:
    endpoint.answer = lambda asked: play
    model = model_at(endpoint.url, model_first_token_timeout=0.6)
    started = time.monotonic()
    draft = draft_with(model, sample_archive)
    assert_from_precedents(draft, why)
    assert time.monotonic() - started < GENEROUS


def test_endless_thoughts_end_with_the_drafts_budget(
    endpoint: Endpoint, sample_archive: Archive
) -> None:
    endpoint.answer = lambda asked: plays.endless_thoughts
    model = model_at(endpoint.url, model_timeout=2.0)
    draft = draft_with(model, sample_archive)
    assert len(draft.items) == 3
    assert any("没有写完" in n or "过长" in n for n in draft.notices)


def test_an_endpoint_that_is_not_there_costs_no_draft(sample_archive: Archive) -> None:
    draft = draft_with(model_at("http://127.0.0.1:9/v1"), sample_archive)
    assert_from_precedents(draft, "连接不上模型接口")


def test_one_item_that_fails_is_the_only_one_from_precedents(
    endpoint: Endpoint, sample_archive: Archive
) -> None:
    def answer(asked: Asked) -> Play:
        nth = len(endpoint.asked)
        return status(500) if nth == 2 else says(good(asked, "甲乙丙丁"[nth - 1]))

    endpoint.answer = answer
    draft = draft_with(model_at(endpoint.url), sample_archive)
    assert [i.heading.text[:2] in {"甲地", "丙地"} for i in draft.items] == [True, False, True]
    assert draft.notices == ("第2条由先例写法代写：模型接口出错（HTTP 500）",)


def test_an_endpoint_that_keeps_failing_is_left_alone_by_the_next_draft(
    endpoint: Endpoint, sample_archive: Archive
) -> None:
    model = model_at(endpoint.url)
    draft_with(model, sample_archive)
    draft_with(model, sample_archive)
    asked = len(endpoint.asked)
    assert asked == 3
    draft = draft_with(model, sample_archive)
    assert len(endpoint.asked) == asked
    assert_from_precedents(draft, "暂不再请求")


# --- stopping ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "play",
    [
        plays.silent_before_headers,
        plays.silent_before_the_first_token,
        plays.silent_between_tokens,
        plays.endless_thoughts,
    ],
)
def test_a_stop_closes_the_connection(
    endpoint: Endpoint, sample_archive: Archive, play: Play
) -> None:
    endpoint.answer = lambda asked: play
    model = model_at(endpoint.url, model_first_token_timeout=30.0, model_token_timeout=30.0)
    vectors = TextVectors(sample_archive)
    drafting = Drafting(sample_archive, vectors, model)
    brief = brief_of(2)
    material = drafting.material_for(brief)
    job = drafting.job(brief, material, drafting.plan(brief, material))
    stop = StopSignal()
    writer = ModelWriter(model, PrecedentWriter(vectors), stop)
    ended: list[BaseException] = []

    def write() -> None:
        try:
            list(writer.items(job))
        except Stopped as stopped:
            ended.append(stopped)

    work = threading.Thread(target=write)
    work.start()
    assert endpoint.reached.wait(GENEROUS)
    assert not endpoint.hung_up.is_set()
    stop.stop()
    # The endpoint would have been waited for another half minute.
    assert endpoint.hung_up.wait(10)
    work.join(10)
    assert not work.is_alive()
    assert [str(e) for e in ended] == ["已停止起草，原来的稿子没有改动"]
    assert len(endpoint.asked) == 1


# --- what leaves the house --------------------------------------------------------------------


def test_documents_stand_between_fences_that_cannot_be_guessed(
    endpoint: Endpoint, sample_archive: Archive
) -> None:
    endpoint.answer = one_by_one(endpoint)
    draft_with(model_at(endpoint.url), sample_archive, themes=THREE_THEMES)
    fences = [set(re.findall(r"<<[0-9a-f]{16}>>", p)) for p in endpoint.prompts]
    assert len(fences) == 3
    assert all(len(f) == 1 for f in fences)
    assert len(set.union(*fences)) == 3


def test_proxies_of_the_environment_are_not_used(
    endpoint: Endpoint, sample_archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    endpoint.answer = one_by_one(endpoint)
    draft = draft_with(model_at(endpoint.url), sample_archive, items=1)
    assert draft.notices == ()
    assert endpoint.asked[0].address == "/v1/chat/completions"


def test_a_redirect_is_not_followed(endpoint: Endpoint, sample_archive: Archive) -> None:
    with serving() as other:
        other.answer = lambda asked: says(good(asked))
        elsewhere = status(307, Location=f"{other.url}/chat/completions")
        endpoint.answer = lambda asked: elsewhere
        draft = draft_with(model_at(endpoint.url), sample_archive, items=1)
        assert other.asked == []
    assert any("没有跟随" in n for n in draft.notices)


def test_a_ceiling_of_the_section_is_not_given_to_each_item_that_fails(
    endpoint: Endpoint, sample_archive: Archive
) -> None:
    endpoint.answer = lambda asked: status(500)
    draft = draft_with(model_at(endpoint.url), sample_archive, max_chars=450)
    assert len(draft.items) == 3
    assert 0.8 * 450 <= sum(len(s.text) for s in draft.sentences()) <= 450
