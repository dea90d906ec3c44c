"""The house style of a section, measured on the organisation's own past sections."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from statistics import median, quantiles

from assistant.document import SectionName
from assistant.evidence import Evidence
from assistant.style.form import Form, HeadingEnd, form_of
from assistant.style.measures import (
    connectives,
    figures,
    habits_of,
    measures_of,
    openers,
    purposes,
    shape_of,
    verdicts,
)
from assistant.style.phrases import Lexicon
from corpus.report import Report, Role, Span

ENOUGH = 2  # sections of its own from which a house has a style of its own
_DEFAULT_ITEMS = {"problems": 3, "plan": 5}
_DEFAULT_CHARS = 90
_MIN_CHARS, _MAX_CHARS = 60, 150
_NEWEST = 5  # sections
PREFIXES = ("进一步", "着力", "持续", "切实", "大力", "全面", "不断", "深入")

Spots = Callable[[Form], Iterator[tuple[str, Span]]]


@dataclass(frozen=True)
class Range:
    """A quarter of the values lie below `low`, half below `median`, a quarter above `high`."""

    low: float
    median: float
    high: float


@dataclass(frozen=True)
class Basis:
    """What the style was measured on: (id, title, period) of each report. `own` if all are the
    organisation's; else it had but `own_sections` of this kind and everyone's were taken."""

    organisation: str
    own: bool
    own_sections: int
    reports: tuple[tuple[str, str, str], ...]

    @property
    def said(self) -> str:
        if not self.reports:
            return "资料库里没有这一部分，按一般写法"
        if self.own:
            return f"据{self.organisation or '全部单位'} {len(self.reports)} 份报告统计"
        had = f"只有 {self.own_sections} 份" if self.own_sections else "没有"
        return f"{self.organisation or '本单位'}{had}写过这一部分的报告，据各单位 {len(self.reports)} 份统计"


NO_BASIS = Basis("", False, 0, ())


@dataclass(frozen=True)
class HouseStyle:
    """How a house writes a section; lengths are in characters.

    ``item_chars`` is what to aim at: the usual length, kept within bounds. ``heading_chars`` is
    the median of headings, prefix included; ``heading_shape`` their most frequent shape as in
    `shape_of` (V2+N4), or "". ``sentences`` counts an item's sentences after its heading. Pairs are
    (words, how often), most frequent first.
    """

    numbering: str
    items: int
    item_chars: int
    heading_prefix: str
    heading_chars: int = 9
    heading_shape: str = ""
    heading_end: HeadingEnd = "sentence"
    sentence_chars: int = 40
    sentences: int = 2
    run_in: bool = False
    closing: str = "。"
    item_range: Range | None = None
    item_length: Range | None = None
    heading_length: Range | None = None
    sentence_length: Range | None = None
    openers: tuple[tuple[str, int], ...] = ()
    connectives: tuple[tuple[str, int], ...] = ()
    purposes: tuple[tuple[str, int], ...] = ()
    verdicts: tuple[tuple[str, int], ...] = ()
    semicolons: float = 0.0  # a sentence
    figures: float = 0.0  # share of sentences
    section: SectionName = "problems"
    basis: Basis = NO_BASIS
    forms: tuple[Form, ...] = field(default=(), repr=False, compare=False)

    @cached_property
    def lexicon(self) -> Lexicon:
        return Lexicon(self.forms)

    @cached_property
    def measures(self) -> tuple[dict[str, float], ...]:
        """The numbers of each section it was measured on; its words as the others have them."""
        return tuple(
            measures_of(form, self.section)
            | {
                "words": self.lexicon.word_share(form, known=True),
                "phrases": self.lexicon.phrase_share(form, known=True),
            }
            for form in self.forms
        )

    @cached_property
    def habits(self) -> dict[str, Counter[str]]:
        """How many sections do what they do in which way."""
        found: dict[str, Counter[str]] = {}
        for form in self.forms:
            for name, way in habits_of(form).items():
                found.setdefault(name, Counter())[way] += 1
        return found


def measure(evidence: Evidence, section: SectionName) -> HouseStyle:
    """From the reports of the evidence: the organisation's own, or everyone's."""
    found = {p.report.id: p.report for p in (*evidence.precedents, *evidence.leads)}
    return style_of(section, evidence.organisation, found.values())


def style_of(
    section: SectionName, organisation: str | None, reports: Iterable[Report]
) -> HouseStyle:
    """From an organisation's own reports of these — newest first — if there are `ENOUGH`, else from
    all of them; without an organisation from all."""
    forms = [form for report in reports if (form := form_of(report, Role(section)))]
    own = [f for f in forms if organisation is None or _organisation(f) == organisation]
    is_own = len(own) >= ENOUGH or (organisation is None and bool(own))
    used = own if is_own else [*own, *(f for f in forms if f not in own)]
    basis = Basis(
        organisation or "",
        is_own,
        len(own),
        tuple((r.id, r.outline.title, r.outline.period) for f in used if (r := f.report)),
    )
    return _measured(section, used, basis)


def _organisation(form: Form) -> str:
    return form.report.outline.organisation if form.report else ""


def _measured(section: SectionName, forms: Sequence[Form], basis: Basis) -> HouseStyle:
    itemised = [form for form in forms if form.items]
    if not forms:
        return HouseStyle(
            "一是", _DEFAULT_ITEMS[section], _DEFAULT_CHARS, "", section=section, basis=basis
        )
    items = [item for form in itemised for item in form.items]
    headings = [heading for form in itemised for heading in form.headings]
    lengths = [item.end - item.start for item in items]
    sentences = [s.end - s.start for form in forms for s in form.sentences]
    usual = round(median(lengths)) if lengths else _DEFAULT_CHARS
    shapes = Counter(shape for h in headings if (shape := shape_of(h, section)))
    said = "".join(form.quote(span) for form in forms for span in form.sentences)
    closed = _usual(form.text[form.items[0].end - 1] for form in itemised if len(form.items) > 1)
    return HouseStyle(
        numbering=next((f.items[0].family for f in itemised if f.items[0].family), "一是"),
        items=round(median(len(f.items) for f in itemised))
        if itemised
        else _DEFAULT_ITEMS[section],
        item_chars=min(_MAX_CHARS, max(_MIN_CHARS, usual)),
        heading_prefix=_usual_prefix(itemised),
        heading_chars=round(median(map(len, headings))) if headings else 9,
        heading_shape=_usual(shapes.elements()),
        heading_end=_usual_end(itemised),
        sentence_chars=round(median(sentences)) if sentences else 40,
        sentences=round(median(len(item.sentences) for item in items)) if items else 2,
        run_in=sum(form.run_in for form in itemised) * 2 > len(itemised),
        closing=closed if closed in "。；，！" else "",
        item_range=_range([len(form.items) for form in itemised]),
        item_length=_range(lengths),
        heading_length=_range([len(heading) for heading in headings]),
        sentence_length=_range(sentences),
        openers=_counted(openers, forms),
        connectives=_counted(connectives, forms),
        purposes=_counted(purposes, forms),
        verdicts=_counted(verdicts, forms) if section == "problems" else (),
        semicolons=said.count("；") / max(1, len(sentences)),
        figures=sum(1 for form in forms for _ in figures(form)) / max(1, len(sentences)),
        section=section,
        basis=basis,
        forms=tuple(forms),
    )


def _counted(spots: Spots, forms: Sequence[Form]) -> tuple[tuple[str, int], ...]:
    return tuple(Counter(said for form in forms for said, _ in spots(form)).most_common())


def _range(values: Sequence[int]) -> Range | None:
    if not values:
        return None
    if len(values) == 1:
        return Range(values[0], values[0], values[0])
    return Range(*quantiles(values, n=4, method="inclusive"))


def _usual(ways: Iterable[str]) -> str:
    """The most frequent, the first among equals; "" of none."""
    return next((way for way, _ in Counter(ways).most_common(1)), "")


def _usual_end(forms: Sequence[Form]) -> HeadingEnd:
    ends = Counter(item.heading_end for form in forms for item in form.items if item.heading)
    return next((end for end, _ in ends.most_common(1)), "sentence")


def _usual_prefix(forms: Sequence[Form]) -> str:
    """The newest section that has one decides, if it is one of the newest or the house mostly has
    one: “以更实举措…” frames of one year are not repeated, nor what was done once years ago."""
    prefixes = [shared_prefix(form) for form in forms]
    usual = sum(map(bool, prefixes)) * 2 >= len(prefixes)
    return next(filter(None, prefixes if usual else prefixes[:_NEWEST]), "")


def shared_prefix(form: Form) -> str:
    """The usual word that all headings of a section begin with, or ""."""
    headings = [item.heading for item in form.items]
    alike = (p for p in PREFIXES if all(heading.startswith(p) for heading in headings))
    return next(alike, "") if len(headings) > 1 else ""
