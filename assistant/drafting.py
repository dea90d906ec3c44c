"""Brief → evidence → plan → a draft that grows item by item. The steps the graph runs."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from assistant.brief import Brief
from assistant.checking.hostile import is_instruction
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
from assistant.evidence import Evidence, gather
from assistant.models import ChatModel
from assistant.periods.calendar import Calendar
from assistant.periods.calendar_file import load_calendar
from assistant.pins import pin_notices
from assistant.plan import Plan, Wish
from assistant.planning import make_plan
from assistant.planning.stored import plan_from_state, plan_to_state
from assistant.style.house import HouseStyle, measure
from assistant.text_vectors import TextVectors
from assistant.understanding.sizes import KEPT_NUMBERED
from assistant.writing.job import Job, Writer
from assistant.writing.model import ModelWriter
from assistant.writing.precedent import PrecedentWriter
from assistant.writing.stopping import StopSignal
from corpus.archive import Archive
from corpus.report import Period, Role

_NO_LEAD = "往年这一部分没有可用的开头，这一稿没有导语，请补写一句"
_MAX_ITEMS = 12
# Where nothing else is said, a ceiling up to this is meant for each item, a higher one for all.
_PER_ITEM_CEILING = 150
_OVER_LEAST = 1.15
_CACHED_EVIDENCE = 8
_WARM_UNITS, _WARM_BATCH = 20_000, 64


@dataclass(frozen=True)
class Material:
    """Evidence for a brief and the house style measured on it."""

    section: SectionName
    period: Period
    evidence: Evidence
    style: HouseStyle


class Drafting:
    """The drafting steps over one archive. Safe to share between threads."""

    def __init__(
        self,
        archive: Archive,
        vectors: TextVectors,
        model: ChatModel | None,
        home: Path | None = None,
    ) -> None:
        """`home` is the data folder, where the office may keep a calendar of its own."""
        self.home = home
        self._archive = archive
        self.vectors = vectors
        self.model = model
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
        for fact in brief.facts:
            if is_instruction(fact):
                raise DraftError(f"素材“{fact[:30]}”像是写给程序的指令，不能写进稿子，请删去后再试")
        count = min(brief.items or material.style.items, _MAX_ITEMS)
        wish = Wish(
            themes=brief.themes,
            excluded=brief.excluded_themes,
            facts=brief.facts,
            count=count,
            open_count=brief.items is None,
            problems=tuple(problems) if material.section == "plan" else (),
        )
        plan = self._made(material, wish)
        if not plan.items:
            raise DraftError("；".join(plan.notices) or "没有找到可用的先例")
        return plan

    def replanned(
        self, outline: Mapping[str, Any], asked: Sequence[str], choices: Choices
    ) -> dict[str, Any]:
        """A stored outline (brief, plan, kept) with the `asked` themes added; without any, with
        other themes than it has shown in place of those that are not kept.

        Raises DraftError if the archive has no such theme, or no other.
        """
        brief = Brief.model_validate(outline["brief"])
        material = self.material_for(brief, choices)
        plan = plan_from_state(outline["plan"], material.evidence)
        shown = [*outline.get("shown", []), *(item.theme for item in plan.items)]
        taken = plan.items if asked else tuple(i for i in plan.items if i.theme in outline["kept"])
        wish = Wish(
            themes=tuple(asked),
            excluded=() if asked else (*brief.excluded_themes, *shown),
            facts=brief.facts,
            count=min(_MAX_ITEMS, len(plan.items) + len(asked)),
            problems=plan.problems,
            taken=taken,
        )
        made = self._made(material, wish)
        if asked:  # nobody asked for more than these
            themes = {item.theme for item in taken} | set(asked)
            made = replace(made, items=tuple(i for i in made.items if i.theme in themes))
        if len(made.items) <= len(taken):
            raise DraftError("；".join(made.notices) if asked else "往年没有写过其他题目了")
        kept = [*outline["kept"], *asked]
        return {**outline, "plan": plan_to_state(made), "kept": kept, "shown": shown}

    def with_facts(
        self, outline: Mapping[str, Any], facts: Sequence[str], choices: Choices
    ) -> dict[str, Any]:
        """A stored outline whose items take further facts."""
        brief = Brief.model_validate(outline["brief"])
        brief = brief.model_copy(update={"facts": (*brief.facts, *facts)})
        material = self.material_for(brief, choices)
        plan = plan_from_state(outline["plan"], material.evidence)
        wish = Wish(
            facts=brief.facts, count=len(plan.items), problems=plan.problems, taken=plan.items
        )
        made = self._made(material, wish)
        return {**outline, "brief": brief.model_dump(), "plan": plan_to_state(made)}

    def _made(self, material: Material, wish: Wish) -> Plan:
        return make_plan(material.evidence, self.vectors, material.period, wish, self.calendar())

    def write(
        self, brief: Brief, material: Material, plan: Plan, stop: StopSignal | None = None
    ) -> Iterator[Draft]:
        """The draft after its lead and after each item; the last one is complete. Raises Stopped
        once `stop` is given."""
        brief = _with_a_length(brief)
        job = self.job(brief, material, plan)
        writer = self.writer(stop=stop)
        lead = writer.lead(job)
        job = _within(job, brief, lead)
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
            notices=(
                *_of_another(brief, material),
                *_numbered(brief),
                *plan.notices,
                *([] if lead else [_NO_LEAD]),
            ),
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
            item_limit=brief.max_chars if _is_each(brief) else None,
            is_ceiling=brief.is_ceiling,
            problems=plan.problems,
            calendar=self.calendar(),
        )

    def calendar(self) -> Calendar:
        """As the office has it now. Raises CalendarError if its file cannot be used."""
        return load_calendar(self.home)

    def writer(
        self, avoid: frozenset[tuple[str, int]] = frozenset(), stop: StopSignal | None = None
    ) -> Writer:
        precedent = PrecedentWriter(self.vectors, avoid)
        return ModelWriter(self.model, precedent, stop) if self.model else precedent

    def warm_up(self, period: Period) -> None:
        """Embed the clauses the next drafts will choose from, so that they need not wait."""
        for section in SECTIONS:
            try:
                evidence = self.material(section, period, None).evidence
            except DraftError:
                continue  # an archive without such sections has nothing to embed
            precedents = evidence.precedents
            texts = [p.heading for p in precedents if p.heading]
            texts += [unit.text for p in precedents for unit in p.units]
            for start in range(0, min(len(texts), _WARM_UNITS), _WARM_BATCH):
                # In small batches, so that a request that comes meanwhile waits for one only.
                self.vectors.passages(texts[start : start + _WARM_BATCH])

    def _nothing(self, section: SectionName, period: Period, choices: Choices) -> str:
        reports, _ = self._archive.count()
        if not reports:
            return "资料库还是空的：请先在“资料库”页上传往年报告，或运行 nigao ingest 文件夹"
        but = "除去不用的段落，" if choices.excluded else ""
        return f"{but}资料库里没有{period.label}及以前的“{Role(section).label}”部分可供参考"


def _of_another(brief: Brief, material: Material) -> Iterator[str]:
    """Told where the writer named an office of which there is no report."""
    if name := brief.unknown_organisation:
        house = material.evidence.organisation
        yield (
            f"资料库里没有“{name}”的报告，这一稿照{house}的报告写成，"
            f"单位名称和职责请逐句核对；把{name}往年的报告入库后再起草会更合适"
        )


def _numbered(brief: Brief) -> Iterator[str]:
    if brief.is_unnumbered:
        yield KEPT_NUMBERED


def _with_a_length(brief: Brief) -> Brief:
    """A least number of characters is kept by aiming somewhat higher."""
    if brief.max_chars is not None or brief.min_chars is None:
        return brief
    aim = round(_OVER_LEAST * brief.min_chars)
    return brief.model_copy(update={"max_chars": aim, "chars_scope": brief.min_scope})


def _is_each(brief: Brief) -> bool:
    """Whether a ceiling is meant for each item."""
    if brief.max_chars is None or brief.chars_scope:
        return brief.chars_scope == "item"
    return brief.max_chars <= _PER_ITEM_CEILING


def _within(job: Job, brief: Brief, lead: Sequence[Sentence]) -> Job:
    """The job with what a ceiling of the whole section leaves to each of its items."""
    if brief.max_chars is None or _is_each(brief):
        return job
    left = brief.max_chars - sum(len(sentence.text) for sentence in lead)
    return replace(job.with_left(left, len(job.items)), items_limit=left)
