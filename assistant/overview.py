"""The archive at a glance: reports by year, roles by report, lengths and themes over the years.

Reports are measured once for each state of the archive; of a large one only those of the
organisations with most reports.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import mean, median

from assistant.document import SectionName
from assistant.headings import theme_of
from assistant.overview_themes import Heading, ThemeHistory, theme_history
from assistant.precedents import Precedent, items_and_leads
from assistant.style.archive import HouseStyles
from assistant.style.card import StyleCard, style_card
from corpus.archive import Archive
from corpus.catalogue import ReportSummary
from corpus.report import Period, Report, Role

EVERYONE = "全部单位"  # stands where an organisation's name does
REST = "其他单位"
UNNAMED = "单位不详"
SECTIONS: tuple[SectionName, ...] = ("problems", "plan")
_MOST_MEASURED = 300
_SHOWN_ORGANISATIONS = 6
_SHOWN_ROWS, _SHOWN_PERIODS = 8, 14
_LONGEST_AXIS = 40  # years; beyond, years without reports are left out
_CURVES = (Role.ACHIEVEMENTS, Role.PROBLEMS, Role.PLAN)


@dataclass(frozen=True)
class Part:
    """What of a report plays one role: characters, and of each item its theme and length."""

    role: Role
    characters: int
    lengths: tuple[int, ...] = ()
    themes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Measured:
    """A report in numbers."""

    id: str
    title: str
    organisation: str
    period: Period | None
    characters: int
    parts: tuple[Part, ...]

    def part(self, role: Role) -> Part | None:
        return next((part for part in self.parts if part.role is role), None)


@dataclass(frozen=True)
class YearCounts:
    """Numbers of reports: for each year one for each organisation."""

    years: tuple[int, ...]
    organisations: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class Presence:
    """For each year whether it has a report of a kind (``half`` as in `Period`)."""

    half: int
    there: tuple[bool, ...]


@dataclass(frozen=True)
class MatrixRow:
    """An organisation's reports, period by period; several of one period stand together."""

    organisation: str
    reports: tuple[tuple[Measured, ...], ...]


@dataclass(frozen=True)
class Curve:
    """A measure of one role, year by year: the house's and everyone's. None: no such part."""

    role: Role
    house: tuple[float | None, ...]
    everyone: tuple[float | None, ...]


@dataclass(frozen=True)
class Overview:
    """All pictures of the archive for one house; ``missing`` are its gaps, oldest first."""

    house: str
    organisations: tuple[tuple[str, int], ...]
    reports: int
    undated: int
    measured: int
    by_year: YearCounts
    presence: tuple[Presence, ...]
    missing: tuple[Period, ...]
    periods: tuple[Period, ...]
    matrix: tuple[MatrixRow, ...]
    item_counts: tuple[Curve, ...]
    item_lengths: tuple[Curve, ...]
    shares: tuple[Curve, ...]
    themes: tuple[ThemeHistory, ...]  # as SECTIONS
    styles: tuple[StyleCard | None, ...]  # as SECTIONS


def measure_report(report: Report) -> Measured:
    """The report in numbers; items are those that drafting would work from."""
    parts = []
    for role in Role:
        sections = [s for s in report.outline.sections if s.role is role]
        if sections:
            items: list[Precedent] = items_and_leads(report, role)[0] if role in SECTIONS else []
            lengths = tuple(len(item.text) for item in items)
            themes = tuple(theme_of(item.heading) for item in items)
            parts.append(Part(role, sum(s.end - s.start for s in sections), lengths, themes))
    outline = report.outline
    period = Period.parse(outline.period) if outline.period else None
    return Measured(
        report.id,
        outline.title,
        outline.organisation,
        period,
        len(outline.text),
        tuple(parts),
    )


def organisations_of(summaries: Iterable[ReportSummary]) -> tuple[tuple[str, int], ...]:
    """Organisations and their numbers of reports, most first, the shortest name among equals."""
    counts = Counter(s.organisation for s in summaries)
    return tuple(sorted(counts.items(), key=lambda c: (not c[0], -c[1], len(c[0]), c[0])))


def to_measure(summaries: Sequence[ReportSummary], house: str, most: int) -> list[ReportSummary]:
    """The house's reports, then those of the organisations with most, up to `most` reports."""
    rank = {name: n for n, (name, _) in enumerate(organisations_of(summaries))}
    order = sorted(
        summaries, key=lambda s: (s.organisation != house, rank[s.organisation], -_age(s.period))
    )
    return order[:most]


def make_overview(
    summaries: Sequence[ReportSummary],
    measured: Sequence[Measured],
    house: str,
    styles: Sequence[StyleCard | None] = (None, None),
) -> Overview:
    """All measures of the archive, with `house` as the organisation that is looked at."""
    dated = [Period.parse(s.period).year for s in summaries if s.period]
    years = axis(dated)
    own = [m for m in measured if house in (EVERYONE, m.organisation)]
    presence, missing = _presence(own, years) if house != EVERYONE else ((), ())
    periods, matrix = _matrix(summaries, measured, house)
    themes = tuple(_themes(own, Role(section), years) for section in SECTIONS)
    return Overview(
        house=house,
        organisations=organisations_of(summaries),
        reports=len(summaries),
        undated=len(summaries) - len(dated),
        measured=len(measured),
        by_year=_by_year(summaries, years, house),
        presence=presence,
        missing=missing,
        periods=periods,
        matrix=matrix,
        item_counts=_curves(own, measured, years, _CURVES[1:], _items_in),
        item_lengths=_curves(own, measured, years, _CURVES[1:], _item_length_in),
        shares=_curves(own, measured, years, _CURVES, _share_in),
        themes=themes,
        styles=tuple(styles),
    )


def axis(years: Iterable[int]) -> tuple[int, ...]:
    """The years from the first to the last one, so that gaps are seen."""
    known = sorted(set(years))
    if not known or known[-1] - known[0] < _LONGEST_AXIS:
        return tuple(range(known[0], known[-1] + 1)) if known else ()
    return tuple(known[-_LONGEST_AXIS:])


def _age(period: str) -> float:
    known = Period.parse(period) if period else None
    return known.year + (0.5 if known.half == 1 else 1.0) if known else 0.0


# --- reports by year and period -------------------------------------------------------------------


def _by_year(summaries: Sequence[ReportSummary], years: Sequence[int], house: str) -> YearCounts:
    """The house comes first, small organisations together last."""
    known = [name for name, _ in organisations_of(summaries)]
    order = [name for name in known if name == house] + [n for n in known if n != house]
    shown = order if len(order) <= _SHOWN_ORGANISATIONS + 1 else order[:_SHOWN_ORGANISATIONS]
    counts = Counter(
        (Period.parse(s.period).year, s.organisation if s.organisation in shown else REST)
        for s in summaries
        if s.period
    )
    named = [*shown, *([REST] if len(shown) < len(order) else [])]
    return YearCounts(
        tuple(years),
        tuple(name or UNNAMED for name in named),
        tuple(tuple(counts[year, name] for name in named) for year in years),
    )


def _presence(
    own: Sequence[Measured], years: Sequence[int]
) -> tuple[tuple[Presence, ...], tuple[Period, ...]]:
    """Kinds the house writes, year by year, and those missing between its first and last year."""
    there = {m.period for m in own if m.period}
    known = [period.year for period in there]
    kinds = [half for half in (1, 2, 0) if any(p.half == half for p in there)]
    rows = tuple(Presence(h, tuple(Period(y, h) in there for y in years)) for h in kinds)
    missing = [
        Period(year, half)
        for year in years
        for half in kinds
        if min(known) <= year <= max(known) and Period(year, half) not in there
    ]
    return rows, tuple(sorted(missing))


def _matrix(
    summaries: Sequence[ReportSummary], measured: Sequence[Measured], house: str
) -> tuple[tuple[Period, ...], tuple[MatrixRow, ...]]:
    """The house first, then organisations with most reports; the latest periods."""
    here = {m.organisation for m in measured}
    names = [name for name, _ in organisations_of(summaries) if name in here]
    names.sort(key=lambda name: name != house)
    shown = names[:_SHOWN_ROWS]
    written = {m.period for m in measured if m.period and m.organisation in shown}
    periods = tuple(sorted(written)[-_SHOWN_PERIODS:])
    rows = tuple(
        MatrixRow(
            name or UNNAMED,
            tuple(
                tuple(m for m in measured if (m.organisation, m.period) == (name, period))
                for period in periods
            ),
        )
        for name in shown
    )
    return periods, tuple(row for row in rows if any(row.reports))


# --- over the years -------------------------------------------------------------------------------


def _themes(own: Sequence[Measured], role: Role, years: Sequence[int]) -> ThemeHistory:
    headings: list[Heading] = []
    reported: set[int] = set()
    for report in own:
        part = report.part(role)
        if part and report.period and report.period.year in years:
            reported.add(report.period.year)
            headings += [Heading(t, report.period.year, report.id) for t in part.themes]
    return theme_history(headings, years, reported)


def _curves(
    own: Sequence[Measured],
    everyone: Sequence[Measured],
    years: Sequence[int],
    roles: Sequence[Role],
    value: Callable[[Sequence[Measured], Role], float | None],
) -> tuple[Curve, ...]:
    def by_year(reports: Sequence[Measured], role: Role) -> tuple[float | None, ...]:
        return tuple(
            value([m for m in reports if m.period and m.period.year == year], role)
            for year in years
        )

    return tuple(Curve(role, by_year(own, role), by_year(everyone, role)) for role in roles)


def _items_in(reports: Sequence[Measured], role: Role) -> float | None:
    """Mean number of items in the parts that have any."""
    counts = [len(part.lengths) for m in reports if (part := m.part(role)) and part.lengths]
    return round(mean(counts), 1) if counts else None


def _item_length_in(reports: Sequence[Measured], role: Role) -> float | None:
    """Median number of characters of an item."""
    lengths = [length for m in reports if (part := m.part(role)) for length in part.lengths]
    return round(median(lengths)) if lengths else None


def _share_in(reports: Sequence[Measured], role: Role) -> float | None:
    """Percent of the reports' characters that stand in parts of the role."""
    whole = sum(m.characters for m in reports)
    parts = [part.characters for m in reports if (part := m.part(role))]
    return round(100 * sum(parts) / whole) if parts and whole else None


# --- over an archive ------------------------------------------------------------------------------


class Overviews:
    """Overviews of one archive, kept until it changes. Safe to share between threads."""

    def __init__(self, archive: Archive) -> None:
        self.styles = HouseStyles(archive)
        self._archive = archive
        self._lock = threading.Lock()
        self._revision: object = None
        self._measured: dict[str, Measured] = {}
        self._made: dict[str, Overview] = {}

    def of(self, organisation: str | None = None) -> Overview:
        """With `organisation` as the house; without, the one with most reports."""
        with self._lock:
            revision = self._archive.revision
            if revision != self._revision:
                self._revision, self._measured, self._made = revision, {}, {}
            summaries = self._archive.reports()
            known = organisations_of(summaries)
            house = known[0][0] if known else ""
            if organisation == EVERYONE or organisation in dict(known):
                house = organisation or house
            if house not in self._made:
                self._made[house] = self._make(summaries, house)
            return self._made[house]

    def _make(self, summaries: Sequence[ReportSummary], house: str) -> Overview:
        chosen = to_measure(summaries, house, _MOST_MEASURED)
        for summary in chosen:
            if summary.id not in self._measured:
                self._measured[summary.id] = measure_report(self._archive.report(summary.id))
        measured = [self._measured[s.id] for s in chosen]
        organisation = None if house == EVERYONE else house
        cards = [style_card(self.styles.of(section, organisation)) for section in SECTIONS]
        return make_overview(summaries, measured, house, cards)
