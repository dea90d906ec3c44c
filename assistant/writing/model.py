"""The writer with a language model: same plan, same evidence, same gate.

One request an item and, where something is wrong with what came, one more that says so. Whatever
goes wrong with one item — refused, timed out, unusable — the precedent writer takes that item over
and the draft says so.
"""

from __future__ import annotations

import json
import logging
import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from langchain_core.messages import BaseMessage
from pydantic import BaseModel, Field, ValidationError, field_validator

from assistant.document import DraftItem, Sentence
from assistant.errors import ModelError
from assistant.models import ChatModel, ModelFailure, Unreadable
from assistant.plan import PlannedItem
from assistant.writing.defects import defects_of, unpinned, unstated, unusable
from assistant.writing.gate import pass_gate
from assistant.writing.job import Job
from assistant.writing.precedent import PrecedentWriter
from assistant.writing.prompting import Request, item_request, repair_messages
from assistant.writing.stopping import StopSignal
from corpus.numbering import render_marker

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
    """Writes items with `model`; `fallback` writes the lead and the items the model fails.

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
        self.notices: list[str] = []

    def lead(self, job: Job) -> tuple[Sentence, ...]:
        return self._fallback.lead(job)

    def items(self, job: Job) -> Iterator[DraftItem]:
        written: list[str] = []
        failures, end = 0, time.monotonic() + self._model.budgets.draft
        for ordinal, planned in enumerate(job.items, 1):
            self._stop.check()
            try:
                if failures >= _MAX_FAILURES:
                    raise ModelFailure("given_up")
                item = self._item(job, planned, ordinal, written, end)
                failures = 0
                if unpinned(item, planned):
                    item = self._instead(job, planned, ordinal, "模型没有采用置顶的段落")
            except ModelError as error:
                failures += 1
                item = self._instead(job, planned, ordinal, str(error))
            written.append(item.heading.text)
            yield item

    def _instead(self, job: Job, planned: PlannedItem, ordinal: int, reason: str) -> DraftItem:
        """The item without the model."""
        self._reasons.setdefault(reason, []).append(ordinal)
        self.notices[:] = [
            f"第{'、'.join(map(str, ordinals))}条由先例写法代写：{why}"
            for why, ordinals in self._reasons.items()
        ]
        # One item is not to have what a ceiling of the section leaves to all of them.
        alone = replace(job, items=(planned,), items_limit=None)
        item = next(self._fallback.items(alone))
        return replace(item, marker=render_marker(job.numbering, ordinal))

    def _item(
        self, job: Job, planned: PlannedItem, ordinal: int, written: Sequence[str], end: float
    ) -> DraftItem:
        request = item_request(job, planned, written)
        end = min(end, time.monotonic() + self._model.budgets.item)

        def attempt(messages: Sequence[BaseMessage]) -> _Attempt:
            answer = self._model.ask(messages, request.schema, _read, self._stop, end)
            return _judged(answer, request, job, planned, ordinal, written)

        first: _Attempt | None = None
        try:
            first = attempt(request.messages)
            said, defects = first.said, first.defects
        except Unreadable as failure:
            said, defects = failure.said, ["回答不是要求的 JSON 对象，或者不完整"]
        if defects:
            try:
                second = attempt(repair_messages(request, said, defects))
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
        return _with_facts(first.item, job, planned, request)


def _read(value: object) -> WrittenItem | None:
    try:
        return WrittenItem.model_validate(value)
    except ValidationError:
        return None


def _judged(
    answer: WrittenItem,
    request: Request,
    job: Job,
    planned: PlannedItem,
    ordinal: int,
    written: Sequence[str],
) -> _Attempt:
    """The answer through the gate."""
    said = json.dumps(answer.model_dump(), ensure_ascii=False)
    sentences = [
        pass_gate(s.text, s.sources, request.precedents, request.facts, job.period)
        for s in (answer.heading, *answer.sentences)
        if s.text.strip()
    ]
    if len(sentences) < 2:
        raise Unreadable(said, cut=False)
    marker = render_marker(job.numbering, ordinal)
    item = DraftItem(marker, planned.theme, sentences[0], tuple(sentences[1:]))
    defects = defects_of(item, job, planned, request.precedents, written, request.chars)
    return _Attempt(item, defects, said)


def _with_facts(item: DraftItem, job: Job, planned: PlannedItem, request: Request) -> DraftItem:
    """What the writer supplied is never left out: a fact that the model dropped is stated as it
    was supplied."""
    missing = unstated(item, job, planned.facts)
    own = tuple(
        replace(
            pass_gate(fact, [key], request.precedents, request.facts, job.period), by_model=False
        )
        for key, (number, fact) in request.facts.items()
        if number in missing
    )
    return replace(item, sentences=(*item.sentences, *own))
