"""Which sources a draft leans on: cited spans and characters by report and by year. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from assistant.document import FACTS_ID, Citation, CitationKind, Draft
from corpus.report import Period

_RECENT = 3  # years up to the draft's own


@dataclass(frozen=True)
class Borrowed:
    """Spans of one kind and their characters."""

    spans: int
    characters: int


@dataclass(frozen=True)
class Source:
    """A report, or what the writer supplied, as a draft cites it. ``period`` is "" for the latter."""

    report_id: str
    title: str
    period: str
    wording: Borrowed
    fact: Borrowed

    @property
    def spans(self) -> int:
        return self.wording.spans + self.fact.spans

    @property
    def characters(self) -> int:
        return self.wording.characters + self.fact.characters


@dataclass(frozen=True)
class YearShare:
    """What is borrowed from the reports of one year; None is what bears no year."""

    year: int | None
    wording: Borrowed
    fact: Borrowed


@dataclass(frozen=True)
class Leaning:
    """Sources, most borrowed from first, and years in order."""

    sources: tuple[Source, ...]
    years: tuple[YearShare, ...]
    sentence: str


def leaning(draft: Draft) -> Leaning:
    """A span counts once, however often the draft cites it as the same kind."""
    cited = {(c.key, c.kind): c for s in draft.sentences() for c in s.citations}
    by_report: dict[str, list[Citation]] = {}
    by_year: dict[int | None, list[Citation]] = {}
    for citation in cited.values():
        by_report.setdefault(citation.report_id, []).append(citation)
        by_year.setdefault(_year(citation), []).append(citation)
    sources = sorted((_source(c) for c in by_report.values()), key=_most_first)
    known = sorted(year for year in by_year if year is not None)
    order: list[int | None] = [*known, *([None] if None in by_year else [])]
    years = tuple(YearShare(y, _of(by_year[y], "wording"), _of(by_year[y], "fact")) for y in order)
    return Leaning(tuple(sources), years, _sentence(draft, sources))


def _source(citations: list[Citation]) -> Source:
    first = citations[0]
    return Source(
        first.report_id,
        first.report_title,
        first.period,
        _of(citations, "wording"),
        _of(citations, "fact"),
    )


def _most_first(source: Source) -> tuple[bool, int, str]:
    return (source.report_id == FACTS_ID, -source.characters, source.title)


def _of(citations: Iterable[Citation], kind: CitationKind) -> Borrowed:
    lengths = [c.end - c.start for c in citations if c.kind == kind]
    return Borrowed(len(lengths), sum(lengths))


def _year(citation: Citation) -> int | None:
    return Period.parse(citation.period).year if citation.period else None


def _sentence(draft: Draft, sources: list[Source]) -> str:
    reports = [s for s in sources if s.report_id != FACTS_ID]
    characters = sum(s.characters for s in reports)
    if not characters:
        return "这份稿子没有引用往年报告。"
    spans = sum(s.spans for s in reports)
    said = f"引用 {len(reports)} 份报告 {spans} 处、{characters} 字"
    top = reports[0]
    said += f"；借得最多的是《{top.title}》，占 {_percent(top.characters, characters)}"
    dated = [s for s in reports if s.period]
    if dated:
        since = Period.parse(draft.period).year - _RECENT
        recent = sum(s.characters for s in dated if Period.parse(s.period).year >= since)
        oldest = min(dated, key=lambda s: Period.parse(s.period))
        said += (
            f"；{_percent(recent, characters)} 出自 {since}年及以后，"
            f"最早的出自{Period.parse(oldest.period).label}"
        )
    return said + "。"


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f}%"
