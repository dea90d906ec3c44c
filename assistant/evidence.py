"""Which past items to work from: all items of one role that the asked period may look back on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import log

import numpy as np
from numpy.typing import NDArray

from assistant.checking.hostile import has_hostile_clause
from assistant.choices import NO_CHOICES, Choices, paragraph_of
from assistant.coverages import Coverages, shared_words
from assistant.document import Citation, citation_key
from assistant.headings import theme_of
from assistant.overtaken import Later
from assistant.periods.told import period_of, told_period
from assistant.precedents import Precedent, items_and_leads, paragraph_at, precedent_of
from assistant.topics import same_topic
from corpus.archive import Archive
from corpus.bigrams import bigrams
from corpus.catalogue import ReportSummary
from corpus.errors import UnknownReport
from corpus.query import report_id_of
from corpus.relevance import Background
from corpus.report import Item, Paragraph, Period, Report, Role, sha256_of

_MAX_REPORTS = 80
_RECENT = 3  # years
_LONGEST_HEADING = 24
_FIRST_WORDS = 18


@dataclass(frozen=True)
class Evidence:
    """Precedents with their unit vectors, row by row, and the leads of the same sections.

    ``pinned`` are the ids of those that the writer wants used; ``unfit`` says of the others that
    the writer pinned what they are and why they cannot be used.
    """

    organisation: str
    precedents: tuple[Precedent, ...]
    vectors: NDArray[np.float32]
    leads: tuple[Precedent, ...]
    pinned: frozenset[str] = frozenset()
    unfit: tuple[tuple[str, str], ...] = ()
    role: Role = Role.OTHER

    @cached_property
    def likeness(self) -> NDArray[np.float64]:
        """Pairwise likeness of precedents, 0–1: half shared words of headings, half meaning."""
        similarities = self.vectors @ self.vectors.T
        np.fill_diagonal(similarities, np.median(similarities))
        meaning = scaled(similarities)
        np.fill_diagonal(meaning, 1.0)
        words = shared_words([theme_of(p.heading) or p.heading for p in self.precedents])
        return 0.5 * words + 0.5 * meaning.astype(np.float64)

    @cached_property
    def same_topic(self) -> NDArray[np.bool_]:
        """For each pair of precedents whether they are about one topic, (n, n); the organisation's
        own reports decide where it has several."""
        reports = [p.report.id for p in self.precedents]
        own = [p.report.id for p in self.precedents if p.organisation == self.organisation]
        return same_topic(self.likeness, reports, own if len(set(own)) > 1 else reports)

    @cached_property
    def rarity(self) -> Rarity:
        having = Counter(gram for p in self.precedents for gram in set(bigrams(p.text)))
        return Rarity({g: log(len(self.precedents) / count) for g, count in having.items()})

    @cached_property
    def texts(self) -> Coverages:
        """What share of a theme's words each precedent has; `headings`: its heading."""
        return Coverages([p.text for p in self.precedents])

    @cached_property
    def headings(self) -> Coverages:
        return Coverages([p.heading for p in self.precedents])

    @cached_property
    def own_texts(self) -> tuple[str, ...]:
        """Of the organisation's reports, whole."""
        own = (p.report for p in self.precedents if p.organisation == self.organisation)
        return tuple({report.id: report.text for report in own}.values())

    @cached_property
    def recent_texts(self) -> tuple[str, ...]:
        """Of the reports of the archive's last years, whole; () of a single report."""
        dated = {p.report.id: p for p in self.precedents if p.period}.values()
        newest = max((p.period.year for p in dated if p.period), default=0)
        recent = [p.report.text for p in dated if p.period and p.period.year > newest - _RECENT]
        return tuple(recent) if len(recent) > 1 else ()

    @cached_property
    def background(self) -> Background:
        """What the nearness of a precedent to a text is read against."""
        return Background(self.vectors)

    @cached_property
    def place(self) -> Mapping[int, int]:
        """``id()`` of a precedent → its row."""
        return {id(precedent): n for n, precedent in enumerate(self.precedents)}


@dataclass(frozen=True)
class Relevance:
    """How near a precedent is to a theme; `words` is the share of the theme's words it has."""

    precedent: Precedent
    score: float
    words: float


class Rarity(dict[str, float]):
    """How much two characters tell of what an item is about: the rarer among the precedents, the
    more (作用发挥 and 基层 hardly anything); what none of them has tells the most."""

    def __init__(self, values: Mapping[str, float]) -> None:
        super().__init__(values)
        self._most = max(values.values(), default=1.0)

    def __missing__(self, gram: str) -> float:
        return self._most


def told(subject: str, text: str, rarity: Rarity) -> float:
    """The share of what the subject's words tell that the text has; 0–1."""
    weights = {gram: rarity[gram] for gram in bigrams(subject)}
    has = weights.keys() & set(bigrams(text))
    return sum(weights[gram] for gram in has) / (sum(weights.values()) or 1.0)


def gather(
    archive: Archive,
    role: Role,
    asked: Period,
    organisation: str | None,
    choices: Choices = NO_CHOICES,
) -> Evidence:
    """Every usable item of `role`, the asked organisation's first, newest first.

    Without an `organisation` the one with the most reports is taken.

    Left out: reports of later periods, the organisation's own report of the asked period — that is
    the one being written —, every word of an excluded paragraph, and clauses that would begin or
    finish what a later report of the place has.
    """
    reports = [archive.report(s.id) for s in _usable(archive, asked)]
    house = organisation or _house(reports)
    reports = [r for r in reports if not (_same(r, house) and period_of(r) == asked)]
    reports.sort(key=lambda r: (not _same(r, house), -(_age_key(r))))
    precedents: list[Precedent] = []
    leads: list[Precedent] = []
    wanted = {report_id_of(i) for i in choices.pinned}
    for n, report in enumerate(reports):
        if n >= _MAX_REPORTS and report.id not in wanted:
            continue
        found, lead = items_and_leads(report, role)
        found += _pinned_apart(report, role, choices, [*found, *lead])
        precedents += _without(_harmless(found), choices.excluded)
        leads += _without(_harmless(lead), choices.excluded)
    later = Later(reports)
    precedents = [_not_overtaken(p, later) for p in precedents]
    vectors = archive.vectors_of([p.paragraph.id for p in precedents])
    pinned = frozenset(choices.pinned) & {p.paragraph.id for p in (*precedents, *leads)}
    unfit = tuple(_unfit(archive, i, role) for i in choices.pinned if i not in pinned)
    return Evidence(house, tuple(precedents), vectors, tuple(leads), pinned, unfit, role)


def rank(theme: str, vector: NDArray[np.float32], evidence: Evidence) -> list[Relevance]:
    """Precedents by nearness to the theme in words (heading first) and in meaning, best first."""
    if not evidence.precedents:
        return []
    meanings = scaled(evidence.vectors @ vector)
    headings, texts = evidence.headings.of(theme), evidence.texts.of(theme)
    ranked = []
    for precedent, meaning, in_heading, in_text in zip(
        evidence.precedents, meanings, headings, texts, strict=True
    ):
        score = 0.4 * in_heading + 0.25 * in_text + 0.35 * float(meaning)
        score += 0.05 if precedent.organisation == evidence.organisation else 0.0
        ranked.append(Relevance(precedent, score, max(in_heading, in_text)))
    return sorted(ranked, key=lambda r: -r.score)


def scaled(similarities: NDArray[np.float32]) -> NDArray[np.float32]:
    """Similarities read against each other: their median → 0, near their maximum → 1.

    Embedding models differ in where their similarities lie (e5: 0.75–0.95), so only the
    comparison within the archive at hand means something.
    """
    low, high = np.quantile(similarities, [0.5, 0.995])
    scale: NDArray[np.float32] = np.clip((similarities - low) / max(high - low, 1e-3), 0.0, 1.0)
    return scale


def cite(
    precedent: Precedent, start: int, end: int, clause_start: int, clause_end: int
) -> Citation:
    """A 体例 citation of ``report.text[start:end]`` for a part of a sentence."""
    quote = precedent.report.quote(start, end)
    # An item of several lines may be several paragraphs.
    paragraph = paragraph_at(precedent.report, start) or precedent.paragraph
    return Citation(
        key=citation_key(paragraph.id, start, end),
        kind="wording",
        report_id=precedent.report.id,
        report_title=precedent.report.outline.title,
        period=precedent.report.outline.period,
        section_path=paragraph.section_path,
        paragraph_id=paragraph.id,
        start=start,
        end=end,
        quote=quote,
        sha256=sha256_of(quote),
        clause_start=clause_start,
        clause_end=clause_end,
    )


def said_of(report: Report, paragraph: Paragraph) -> str:
    """A paragraph by its report's title and its first words, for notices."""
    words = report.quote(paragraph.start, paragraph.end)
    more = "……" if len(words) > _FIRST_WORDS else ""
    return f"《{report.outline.title}》“{words[:_FIRST_WORDS]}{more}”"


def said_in(archive: Archive, paragraph_id: str) -> str | None:
    """The same by a paragraph's id; None if the archive has it no more."""
    try:
        report = archive.report(report_id_of(paragraph_id))
    except UnknownReport:
        return None
    paragraph = paragraph_of(report, paragraph_id)
    return said_of(report, paragraph) if paragraph else None


# --- what the writer chose --------------------------------------------------------------------


def _without(precedents: Sequence[Precedent], excluded: Sequence[str]) -> list[Precedent]:
    """Those that do not begin or have their heading in an excluded paragraph, and of an item of
    several paragraphs no unit that stands in one."""
    kept = []
    for precedent in precedents:
        gone = [p for p in precedent.report.paragraphs if p.id in excluded] if excluded else []
        end = precedent.heading_start + len(precedent.heading)
        if precedent.paragraph in gone or _touches(gone, precedent.heading_start, end):
            continue
        units = tuple(u for u in precedent.units if not _touches(gone, u.start, u.end))
        kept.append(replace(precedent, units=units) if gone else precedent)
    return kept


def _harmless(precedents: Sequence[Precedent]) -> list[Precedent]:
    """Those that hold no orders to a program: neither writer is to see or say any."""
    return [p for p in precedents if not has_hostile_clause(p.text)]


def _not_overtaken(precedent: Precedent, later: Later) -> Precedent:
    """Without what later reports of the same place tell as begun or finished."""
    units = tuple(u for u in precedent.units if not later.overtakes(u, precedent.report))
    return precedent if len(units) == len(precedent.units) else replace(precedent, units=units)


def _touches(paragraphs: Sequence[Paragraph], start: int, end: int) -> bool:
    return any(p.start < end and start < p.end for p in paragraphs)


def _pinned_apart(
    report: Report, role: Role, choices: Choices, known: Sequence[Precedent]
) -> list[Precedent]:
    """Pinned paragraphs with which no item begins, as precedents of their own: a later line of an
    item, a paragraph that is no item."""
    heads = {precedent.paragraph.id for precedent in known}
    apart = []
    for paragraph in report.paragraphs:
        if paragraph.id in choices.pinned and paragraph.role is role and paragraph.id not in heads:
            start, end = paragraph.start, paragraph.end
            apart.append(precedent_of(report, paragraph, Item("", 0, "", start, end, start, start)))
    return apart


def _unfit(archive: Archive, paragraph_id: str, role: Role) -> tuple[str, str]:
    """What a pinned paragraph that cannot be used is, and why it cannot."""
    try:
        report = archive.report(report_id_of(paragraph_id))
    except UnknownReport:
        return "一份报告里的段落", "这份报告已从资料库中删除"
    paragraph = paragraph_of(report, paragraph_id)
    if paragraph is None:
        return f"《{report.outline.title}》里的段落", "报告里已没有这一段"
    if archive.replaced_by(report.id):
        reason = "这份报告已有新版本，其中没有这一段"
    elif paragraph.role is not role:
        reason = f"它不在“{role.label}”部分"
    elif has_hostile_clause(report.quote(paragraph.start, paragraph.end)):
        reason = "其中夹有写给程序的指令，不予采用"
    else:
        reason = "这份报告的期间不早于要写的这一期"
    return said_of(report, paragraph), reason


# --- reports → precedents ---------------------------------------------------------------------


def _usable(archive: Archive, asked: Period) -> list[ReportSummary]:
    dated = [(s, told_period(s.title, s.period)) for s in archive.reports()]
    return [summary for summary, period in dated if period is None or period <= asked]


def _same(report: Report, organisation: str) -> bool:
    return report.outline.organisation == organisation


def _age_key(report: Report) -> int:
    period = period_of(report)
    return period.year * 2 + (0 if period.half == 1 else 1) if period else 0


def _house(reports: Sequence[Report]) -> str:
    """The organisation that wrote most of the archive; the shortest name if several did."""
    counts = Counter(report.outline.organisation for report in reports)
    return min(counts, key=lambda name: (-counts[name], len(name)), default="")
