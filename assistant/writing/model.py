"""The writer with a language model: same plan, same evidence, same gate.

One request an item, with structured output. Whatever goes wrong with one item — refused,
timed out, unusable — the precedent writer takes that item over and the draft says so.
"""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace

from langchain_core.language_models import BaseChatModel
from pydantic import BaseModel, Field

from assistant.document import DraftItem, Sentence
from assistant.errors import ModelError
from assistant.evidence import Precedent
from assistant.plan import PlannedItem
from assistant.writing.gate import pass_gate
from assistant.writing.job import Job
from assistant.writing.precedent import PrecedentWriter
from corpus.numbering import render_marker
from prompts import load_prompt

_log = logging.getLogger(__name__)
_PROMPT_VARIABLES = (
    "section", "heading_rule", "max_chars", "fence", "organisation", "period", "theme", "written",
    "evidence", "facts",
)  # fmt: skip
_MAX_PRECEDENTS = 6
# A model that fails twice running, or takes this long in all, is not waited for any more.
_MAX_FAILURES = 2
_BUDGET_SECONDS = 90.0


class CitedSentence(BaseModel):
    """一句话和它依据的编号"""

    text: str = Field(max_length=400)
    sources: list[str] = Field(description="所依据的先例或素材的编号", max_length=8)


class WrittenItem(BaseModel):
    """起草好的一条"""

    heading: CitedSentence
    sentences: list[CitedSentence] = Field(min_length=1, max_length=6)


class ModelWriter:
    """Writes items with `model`; `fallback` writes the lead and the items the model fails."""

    name = "model"

    def __init__(self, model: BaseChatModel, fallback: PrecedentWriter) -> None:
        self._model = model
        self._fallback = fallback
        self._prompt = load_prompt("write_item", _PROMPT_VARIABLES)
        self.notices: list[str] = []

    def lead(self, job: Job) -> tuple[Sentence, ...]:
        return self._fallback.lead(job)

    def items(self, job: Job) -> Iterator[DraftItem]:
        headings: list[str] = []
        failures, started = 0, time.monotonic()
        for ordinal, planned in enumerate(job.items, 1):
            try:
                if failures >= _MAX_FAILURES or time.monotonic() - started > _BUDGET_SECONDS:
                    raise ModelError("模型没有及时响应，不再等待")
                item = self._item(job, planned, ordinal, headings)
                failures = 0
                if not _cites(item, planned.pinned):
                    item = self._instead(job, planned, ordinal, "模型没有采用置顶的段落")
            except ModelError as error:
                failures += 1
                item = self._instead(job, planned, ordinal, str(error))
            headings.append(item.heading.text)
            yield item

    def _instead(self, job: Job, planned: PlannedItem, ordinal: int, reason: str) -> DraftItem:
        """The item without the model."""
        self.notices.append(f"第{ordinal}条由先例写法代写：{reason}")
        item = next(self._fallback.items(replace(job, items=(planned,))))
        return replace(item, marker=render_marker(job.numbering, ordinal))

    def _item(
        self, job: Job, planned: PlannedItem, ordinal: int, headings: Sequence[str]
    ) -> DraftItem:
        precedents = {
            f"p{secrets.token_hex(3)}": r.precedent for r in planned.precedents[:_MAX_PRECEDENTS]
        }
        facts = {f"f{secrets.token_hex(3)}": (n, job.facts[n - 1]) for n in planned.facts}
        answer = self._ask(self._variables(job, planned, headings, precedents, facts))
        sentences = [
            pass_gate(s.text, s.sources, precedents, facts, job.period)
            for s in (answer.heading, *answer.sentences)
            if s.text.strip()
        ]
        if len(sentences) < 2:
            raise ModelError("模型没有写出正文")
        marker = render_marker(job.numbering, ordinal)
        return DraftItem(marker, planned.theme, sentences[0], tuple(sentences[1:]))

    def _variables(
        self,
        job: Job,
        planned: PlannedItem,
        headings: Sequence[str],
        precedents: dict[str, Precedent],
        facts: dict[str, tuple[int, str]],
    ) -> dict[str, object]:
        plan_rule = (
            f"以“{job.style.heading_prefix}”开头的动宾短语"
            if job.style.heading_prefix
            else "动宾短语"
        )
        return {
            "section": "存在的问题" if job.section == "problems" else "工作打算",
            "heading_rule": "点明不足" if job.section == "problems" else plan_rule,
            "max_chars": job.item_limit or job.item_chars + 15,
            "fence": f"<<{secrets.token_hex(8)}>>",
            "organisation": job.evidence.organisation,
            "period": job.period.label,
            "theme": planned.theme + _duty(planned, precedents),
            "written": "、".join(headings) or "无",
            "evidence": "\n".join(f"[{k}] {p.text}" for k, p in precedents.items()),
            "facts": "\n".join(f"[{k}] {fact}" for k, (_, fact) in facts.items()) or "无",
        }

    def _ask(self, variables: dict[str, object]) -> WrittenItem:
        structured = self._model.with_structured_output(WrittenItem, method="json_schema")
        try:
            answer = (self._prompt | structured).invoke(variables)
        # Providers raise errors of many libraries; every one means: this item without the model.
        except Exception as error:
            _log.warning("model request failed", exc_info=error)
            raise ModelError(f"模型没有给出可用的回答（{type(error).__name__}）") from error
        if not isinstance(answer, WrittenItem):
            raise ModelError("模型的回答不是要求的格式")
        return answer


def _duty(planned: PlannedItem, precedents: dict[str, Precedent]) -> str:
    """Which precedents must be used, by their keys."""
    keys = [key for key, p in precedents.items() if p.paragraph.id in planned.pinned]
    return f"（必须采用先例 {'、'.join(keys)} 的写法并注明其编号）" if keys else ""


def _cites(item: DraftItem, paragraph_ids: Sequence[str]) -> bool:
    cited = {c.paragraph_id for s in item.all_sentences for c in s.citations}
    return cited.issuperset(paragraph_ids)
