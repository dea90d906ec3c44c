"""The writer with a language model: same plan, same evidence, same gate.

One request an item and, where something is wrong with what came, one more that says so. What is
wrong even then goes (`settling`). Whatever goes wrong with one item — refused, timed out, unusable
— the precedent writer takes that item over and the draft says so.
"""

from __future__ import annotations

import json
import logging
import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from langchain_core.messages import BaseMessage
from pydantic import BaseModel, Field, ValidationError, field_validator

from assistant.document import DraftItem, Sentence
from assistant.errors import ModelError
from assistant.models import ChatModel, ModelFailure, Unreadable
from assistant.plan import PlannedItem
from assistant.writing.cleaning import said_in
from assistant.writing.defects import defects_of, unpinned, unusable
from assistant.writing.gate import pass_gate
from assistant.writing.job import Job
from assistant.writing.precedent import PrecedentWriter, new_item, shortfalls
from assistant.writing.prompting import Request, item_request, repair_messages
from assistant.writing.settling import Settling
from assistant.writing.stopping import StopSignal

_log = logging.getLogger(__name__)
# A model that fails so often running is not asked any more in this draft.
_MAX_FAILURES = 2
_KEY = re.compile(r"[pf][0-9a-f]{6}")


class CitedSentence(BaseModel):
    """A sentence and the keys of what it rests on."""

    text: str = Field(max_length=400)
    sources: list[str] = Field(default=[], max_length=20)

    @field_validator("sources", mode="before")
    @classmethod
    def _keys(cls, value: Any) -> Any:
        """Models write the keys as one string, or in the brackets in which they saw them."""
        listed = [value] if isinstance(value, str) else value
        if not isinstance(listed, list):
            return value
        return [k for one in listed for k in (_KEY.findall(str(one)) or [str(one)])]


class WrittenItem(BaseModel):
    """An item as a model answers it."""

    heading: CitedSentence
    sentences: list[CitedSentence] = Field(min_length=1, max_length=8)

    @field_validator("heading", "sentences", mode="before")
    @classmethod
    def _bare(cls, value: Any) -> Any:
        """A bare string is a sentence that names no source."""
        if isinstance(value, list):
            return [{"text": v} if isinstance(v, str) else v for v in value]
        return {"text": value} if isinstance(value, str) else value


@dataclass(frozen=True)
class _Attempt:
    """What an answer came to, what is wrong with it and how the model put it."""

    item: DraftItem
    defects: list[str]
    said: str

    @property
    def badness(self) -> tuple[bool, int]:
        return bool(unusable(self.item)), len(self.defects)


class ModelWriter:
    """Writes items with `model`; `fallback` writes the lead and the items the model fails, and
    keeps account of what the draft has said.

    Raises Stopped soon after `stop` is set.
    """

    name = "model"

    def __init__(
        self, model: ChatModel, fallback: PrecedentWriter, stop: StopSignal | None = None
    ) -> None:
        self._model = model
        self._fallback = fallback
        self._stop = stop or StopSignal()
        self._reasons: dict[str, list[int]] = {}
        self._lead: tuple[Sentence, ...] = ()
        self.notices: list[str] = []

    def lead(self, job: Job) -> tuple[Sentence, ...]:
        self._lead = self._fallback.lead(job)
        return self._lead

    def items(self, job: Job) -> Iterator[DraftItem]:
        written: list[DraftItem] = []
        failures, end = 0, time.monotonic() + self._model.budgets.draft
        for ordinal, planned in enumerate(job.items, 1):
            self._stop.check()
            now = job.after(written)
            try:
                if failures >= _MAX_FAILURES:
                    raise ModelFailure("given_up")
                item = self._item(now, planned, written, end)
                failures = 0
                if unpinned(item, planned):
                    item = self._instead(now, planned, ordinal, "模型没有采用置顶的段落")
            except ModelError as error:
                failures += 1
                item = self._instead(now, planned, ordinal, str(error))
            written.append(item)
            yield item
        self.notices += [*self._fallback.notices, *shortfalls(job, written)]

    def _instead(self, job: Job, planned: PlannedItem, ordinal: int, reason: str) -> DraftItem:
        """The item without the model."""
        self._reasons.setdefault(reason, []).append(ordinal)
        self.notices[:] = [
            f"第{'、'.join(map(str, ordinals))}条由先例写法代写：{why}"
            for why, ordinals in self._reasons.items()
        ]
        return self._fallback.item(job, planned, ordinal)

    def _item(
        self, job: Job, planned: PlannedItem, written: Sequence[DraftItem], end: float
    ) -> DraftItem:
        """Raises ModelError; then nothing of the item is taken as used."""
        said = [c for s in self._lead for c in said_in(s.text)]
        said += [c for i in written for s in i.all_sentences for c in said_in(s.text)]
        heading = self._fallback.heading(job, planned)
        request = item_request(job, planned, heading, [i.heading.text for i in written], said)
        settling = Settling(job, planned, request, self._fallback)
        end = min(end, time.monotonic() + self._model.budgets.item)

        def attempt(messages: Sequence[BaseMessage]) -> _Attempt:
            answer = self._model.ask(messages, request.schema, _read, self._stop, end)
            item = _gated(answer, request, job, planned, len(written) + 1)
            item = settling.cleaned(item, said)
            defects = defects_of(item, job, planned, request.precedents, request.chars)
            return _Attempt(item, defects, _as_json(answer))

        first: _Attempt | None = None
        try:
            first = attempt(request.messages)
            answered, defects = first.said, first.defects
        except Unreadable as failure:
            answered, defects = failure.said, ["回答不是要求的 JSON 对象，或者不完整"]
        if defects:
            try:
                second = attempt(repair_messages(request, answered, defects))
            except ModelError as failure:
                if first is None:
                    raise
                _log.info("repair failed: %s", failure)
                second = first
            if first is None or second.badness < first.badness:
                first = second
        assert first is not None
        if why := unusable(first.item):
            raise ModelFailure("unusable", why.removeprefix("模型"))
        return settling.settled(first.item)


def _read(value: object) -> WrittenItem | None:
    try:
        return WrittenItem.model_validate(value)
    except ValidationError:
        return None


def _as_json(answer: WrittenItem) -> str:
    return json.dumps(answer.model_dump(), ensure_ascii=False)


def _gated(
    answer: WrittenItem, request: Request, job: Job, planned: PlannedItem, ordinal: int
) -> DraftItem:
    """The answer through the gate."""
    sentences = [
        pass_gate(s.text, s.sources, request.precedents, request.facts, job.period)
        for s in (answer.heading, *answer.sentences)
        if s.text.strip()
    ]
    if len(sentences) < 2:
        raise Unreadable(_as_json(answer), cut=False)
    return new_item(job, planned, ordinal, sentences[0], sentences[1:])
