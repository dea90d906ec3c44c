"""Brief → evidence → plan → a draft that grows item by item. The steps the graph runs."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from langchain_core.language_models import BaseChatModel

from assistant.brief import Brief
from assistant.choices import NO_CHOICES, Choices, of_current_versions
from assistant.document import (
    SECTIONS,
    Draft,
    SectionName,
    Sentence,
    section_heading,
    with_sentence_ids,
)
from assistant.errors import DraftError
from assistant.evidence import Evidence, Relevance, gather
from assistant.pins import pin_notices
from assistant.plan import Plan, PlannedItem, Promise, Wish
from assistant.planning import make_plan
from assistant.style import HouseStyle, measure
from assistant.text_vectors import TextVectors
from assistant.writing.job import Job, Writer
from assistant.writing.model import ModelWriter
from assistant.writing.precedent import PrecedentWriter
from corpus.archive import Archive
from corpus.numbering import render_marker
from corpus.report import Period, Role

_MAX_ITEMS = 12
# A ceiling up to this is meant for each item, a higher one for the whole section.
_PER_ITEM_CEILING = 150
_LEAST_ITEM = 30
_CACHED_EVIDENCE = 8
_WARM_UNITS, _WARM_BATCH = 4000, 64


@dataclass(frozen=True)
class Material:
    """Evidence for a brief and the house style measured on it."""

    section: SectionName
    period: Period
    evidence: Evidence
    style: HouseStyle


class Drafting:
    """The drafting steps over one archive. Safe to share between threads."""

    def __init__(self, archive: Archive, vectors: TextVectors, model: BaseChatModel | None) -> None:
        self._archive = archive
        self._vectors = vectors
        self._model = model
        self._materials: dict[tuple[object, ...], Material] = {}
        self._lock = threading.Lock()

    def material(
        self,
        section: SectionName,
        period: Period,
        organisation: str | None,
        choices: Choices = NO_CHOICES,
    ) -> Material:
        """Raises DraftError if the archive has nothing to work from."""
        key = (section, period, organisation, choices, self._archive.revision)
        with self._lock:
            if key not in self._materials:
                now = of_current_versions(choices, self._archive)
                evidence = gather(self._archive, Role(section), period, organisation, now)
                if not evidence.precedents:
                    raise DraftError(self._nothing(section, period, choices))
                if len(self._materials) >= _CACHED_EVIDENCE:
                    self._materials.clear()
                made = Material(section, period, evidence, measure(evidence, section))
                # The graph asks again with the organisation that was chosen here.
                house = evidence.organisation
                resolved = (section, period, house, choices, self._archive.revision)
                self._materials[key] = self._materials[resolved] = made
            return self._materials[key]

    def material_for(self, brief: Brief, choices: Choices = NO_CHOICES) -> Material:
        if brief.section is None or brief.period is None:
            raise DraftError("请说明要起草哪一部分、哪个期间")
        period = Period.parse(brief.period)
        return self.material(brief.section, period, brief.organisation, choices)

    def plan(self, brief: Brief, material: Material, problems: Sequence[str] = ()) -> Plan:
        """`problems` are what the measures of a plan are to answer. Raises DraftError if there is
        no item to write."""
        count = min(brief.items or material.style.items, _MAX_ITEMS)
        wish = Wish(
            themes=brief.themes,
            facts=brief.facts,
            count=count,
            open_count=brief.items is None,
            problems=tuple(problems) if material.section == "plan" else (),
        )
        plan = make_plan(material.evidence, self._vectors, material.period, wish)
        if not plan.items:
            raise DraftError("；".join(plan.notices) or "没有找到可用的先例")
        return plan

    def write(self, brief: Brief, material: Material, plan: Plan) -> Iterator[Draft]:
        """The draft after its lead and after each item; the last one is complete."""
        job = self.job(brief, material, plan)
        writer = self.writer()
        lead = writer.lead(job)
        job = _within(job, brief.max_chars, lead)
        draft = Draft(
            id=secrets.token_hex(8),
            section=material.section,
            period=str(material.period),
            writer=writer.name,
            organisation=material.evidence.organisation,
            heading=section_heading(material.section, material.period),
            numbering=job.numbering,
            lead=lead,
            items=(),
            item_limit=job.item_limit,
            facts=brief.facts,
            notices=plan.notices,
        )
        yield with_sentence_ids(draft)
        for item in writer.items(job):
            draft = replace(draft, items=(*draft.items, item))
            yield with_sentence_ids(draft)
        notices = (*writer.notices, *pin_notices(draft, material.evidence, plan))
        if notices:
            yield with_sentence_ids(replace(draft, notices=(*draft.notices, *notices)))

    def job(self, brief: Brief, material: Material, plan: Plan) -> Job:
        return Job(
            section=material.section,
            period=material.period,
            evidence=material.evidence,
            items=plan.items,
            facts=brief.facts,
            style=material.style,
            numbering=brief.numbering or material.style.numbering,
            item_chars=material.style.item_chars,
            item_limit=brief.max_chars if _is_each(brief.max_chars) else None,
            problems=plan.problems,
        )

    def writer(self, avoid: frozenset[tuple[str, int]] = frozenset()) -> Writer:
        precedent = PrecedentWriter(self._vectors, avoid)
        return ModelWriter(self._model, precedent) if self._model else precedent

    def warm_up(self, period: Period) -> None:
        """Embed the clauses the next drafts will choose from, so that they need not wait."""
        for section in SECTIONS:
            try:
                evidence = self.material(section, period, None).evidence
            except DraftError:
                continue  # an archive without such sections has nothing to embed
            texts = [unit.text for p in evidence.precedents for unit in p.units]
            for start in range(0, min(len(texts), _WARM_UNITS), _WARM_BATCH):
                # In small batches, so that a request that comes meanwhile waits for one only.
                self._vectors.passages(texts[start : start + _WARM_BATCH])

    def _nothing(self, section: SectionName, period: Period, choices: Choices) -> str:
        reports, _ = self._archive.count()
        if not reports:
            return "资料库还是空的：请先在“资料库”页上传往年报告，或运行 nigao ingest 文件夹"
        but = "除去不用的段落，" if choices.excluded else ""
        return f"{but}资料库里没有{period.label}及以前的“{Role(section).label}”部分可供参考"


def _is_each(max_chars: int | None) -> bool:
    """Whether a ceiling is meant for each item."""
    return max_chars is not None and max_chars <= _PER_ITEM_CEILING


def _within(job: Job, max_chars: int | None, lead: Sequence[Sentence]) -> Job:
    """The job with what a ceiling of the whole section leaves to each of its items."""
    if max_chars is None or _is_each(max_chars):
        return job
    left = max_chars - sum(len(sentence.text) for sentence in lead)
    marker = len(render_marker(job.numbering, 1))
    return replace(job, item_limit=max(_LEAST_ITEM, left // len(job.items) - marker))


def plan_to_state(plan: Plan) -> dict[str, object]:
    """A plan as plain values: themes and paragraph ids, no text of reports."""
    return {
        "notices": list(plan.notices),
        "unplaced": list(plan.unplaced),
        "problems": list(plan.problems),
        "orphans": list(plan.orphans),
        "promises": [asdict(promise) for promise in plan.promises],
        "items": [
            {
                "theme": item.theme,
                "why": item.why,
                "because": item.because,
                "foreign": item.foreign,
                "facts": list(item.facts),
                "pinned": list(item.pinned),
                "answers": list(item.answers),
                "precedents": [
                    [r.precedent.paragraph.id, r.score, r.words] for r in item.precedents
                ],
            }
            for item in plan.items
        ],
    }


def plan_from_state(state: Mapping[str, Any], evidence: Evidence) -> Plan:
    """The plan again, its precedents taken from `evidence`."""
    known = {p.paragraph.id: p for p in evidence.precedents}
    items = tuple(
        PlannedItem(
            theme=item["theme"],
            why=item["why"],
            precedents=tuple(
                Relevance(known[i], score, words)
                for i, score, words in item["precedents"]
                if i in known
            ),
            facts=tuple(item["facts"]),
            pinned=tuple(item["pinned"]),
            answers=tuple(item["answers"]),
            because=item["because"],
            foreign=item["foreign"],
        )
        for item in state["items"]
    )
    return Plan(
        items,
        notices=tuple(state["notices"]),
        unplaced=tuple(state["unplaced"]),
        problems=tuple(state["problems"]),
        orphans=tuple(state["orphans"]),
        promises=tuple(Promise(**promise) for promise in state["promises"]),
    )
