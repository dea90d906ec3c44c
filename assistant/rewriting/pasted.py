"""A section that was not written here → a Draft: its sentences matched to the archive and to
supplied facts where they can be, uncited where they cannot."""

from __future__ import annotations

import re
import secrets
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from assistant.checking.claims import claims_of
from assistant.checking.figures import stands_in
from assistant.checking.following import FOLLOWS, clauses_in, covered, words_of
from assistant.clauses import clause_spans
from assistant.document import (
    SECTIONS,
    Citation,
    Draft,
    DraftItem,
    SectionName,
    Sentence,
    fact_citation,
    section_heading,
    with_sentence_ids,
)
from assistant.drafting import Drafting
from assistant.errors import DraftError
from assistant.evidence import cite
from assistant.headings import theme_of
from assistant.periods.asked import asked_period, current_period
from assistant.precedents import Precedent
from corpus.items import find_items
from corpus.numbering import markers_in, render_marker
from corpus.outline import parse_outline
from corpus.readers.sandbox import read_safely
from corpus.report import Item, Period, Role, Section

_RUN = 5  # characters in a row that make a clause worth comparing
_LEAST = 6  # characters of a clause that can be told from chance
_NEAR = 4  # sources that a clause is compared with
_STATED = 0.7  # of a fact's words, for a clause that states it
_ENDS = "。！？；\n"
_TITLE = 60  # characters at the start of a text in which its heading stands
_PLAN_TITLE = re.compile(r"打算|计划|安排|下一步|思路|工作重点")


def draft_of_text(
    text: str,
    section: SectionName,
    period: Period,
    drafting: Drafting,
    organisation: str | None = None,
    facts: Sequence[str] = (),
) -> Draft:
    """The section of the text, or the text as a section if it names none.

    Raises DraftError where there is no item in it.
    """
    heading, lead, items, family = _read(text, section)
    if not items:
        raise DraftError("没有认出条目：请粘贴带序号（一是、（一）、1.……）或分段的内容")
    house, sources = _sources(drafting, section, period, organisation)
    matcher = _Matcher(sources, tuple(facts))
    drafted = tuple(_item(matcher, family, n, *item) for n, item in enumerate(items, 1))
    return with_sentence_ids(
        Draft(
            id=secrets.token_hex(8),
            section=section,
            period=str(period),
            writer="pasted",
            organisation=house,
            heading=heading or section_heading(section, period),
            numbering=family,
            lead=tuple(matcher.cited(s) for s in _sentences(lead)),
            items=drafted,
            facts=tuple(facts),
        )
    )


def draft_of_file(
    data: bytes,
    name: str,
    section: SectionName,
    period: Period,
    drafting: Drafting,
    organisation: str | None = None,
    facts: Sequence[str] = (),
) -> Draft:
    """The section of an uploaded file of any format the archive reads. Raises ReadError for a file
    that cannot be read, and DraftError as `draft_of_text`."""
    text = read_safely(data, name).text
    return draft_of_text(text, section, period, drafting, organisation, facts)


def section_and_period(
    text: str, section: SectionName | None, period: Period | None, today: date
) -> tuple[SectionName, Period]:
    """Which section of which report a text is, where it is not said: by its headings, its title and
    dates, else 存在的问题 of the report that is written now."""
    outline = parse_outline(text)
    first = text.strip().partition("\n")[0][:_TITLE]
    is_plan = _PLAN_TITLE.search(first) is not None
    held = [s.role.value for s in outline.sections if s.items]
    named: SectionName = "plan" if is_plan else "problems"
    found: SectionName = next((name for name in SECTIONS if name in held), named)
    known: SectionName = section or found
    if period is None:
        # 2025年工作打算 stands in the report of 2024: its own heading goes before the reader's title.
        code = asked_period(first, known, today) if is_plan else None
        code = code or outline.period or asked_period(text[:_TITLE], known, today)
        period = Period.parse(code) if code else current_period(today)
    return known, period


def _sources(
    drafting: Drafting, section: SectionName, period: Period, organisation: str | None
) -> tuple[str, tuple[Precedent, ...]]:
    """Whose report it is, and past items and leads; none where the archive has nothing."""
    try:
        evidence = drafting.material(section, period, organisation).evidence
    except DraftError:
        return organisation or "", ()
    return organisation or evidence.organisation, (*evidence.precedents, *evidence.leads)


# --- reading --------------------------------------------------------------------------------------

_ItemWords = tuple[str, str]  # heading, body


def _read(text: str, section: SectionName) -> tuple[str, str, list[_ItemWords], str]:
    """Heading, lead, items and family of marks."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    outline = parse_outline(text)
    parts = [s for s in outline.sections if s.role is Role(section) and s.items]
    if parts:
        part = parts[0]
        lead = text[part.lead.start : part.lead.end] if part.lead else ""
        return part.heading, lead, [_words(text, i) for i in _leaves(part)], _family(part.items)
    found = find_items(text, 0, len(text))
    if found:
        lead = text[: found[0].start].strip()
        heading, _, rest = lead.partition("\n")
        if len(heading) > 20 or heading.endswith("。"):
            heading, rest = "", lead
        return heading, rest, [_words(text, i) for i in found], _family(found)
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    return "", "", [_first_sentence(line) for line in lines], "一是"


def _leaves(section: Section) -> list[Item]:
    found: list[Item] = []
    for item in section.items:
        found += item.items or (item,)
    return found


def _words(text: str, item: Item) -> _ItemWords:
    if item.heading:
        return item.heading, text[item.body_start : item.end].strip()
    return _first_sentence(text[item.body_start : item.end].strip())


def _first_sentence(words: str) -> _ItemWords:
    """An item without a heading is headed by its first sentence, or first clause if that is all."""
    sentences = _sentences(words)
    if len(sentences) > 1:
        return sentences[0], words[len(sentences[0]) :].strip()
    spans = clause_spans(words, 0, len(words))
    if len(spans) < 2:
        return words, ""
    return words[: spans[0][1]], words[spans[1][0] :]


def _family(items: Sequence[Item]) -> str:
    mark = items[0].marker
    return next((m.family for m in markers_in(mark, 0, len(mark))), "一是")


def _sentences(text: str) -> list[str]:
    found, start = [], 0
    depth = 0
    for n, char in enumerate(text):
        depth += (char in "“（《") - (char in "”）》")
        if char in _ENDS and depth <= 0:
            if piece := text[start : n + 1].strip():
                found.append(piece)
            start, depth = n + 1, 0
    return [*found, rest] if (rest := text[start:].strip()) else found


def _item(matcher: _Matcher, family: str, number: int, heading: str, body: str) -> DraftItem:
    heading = heading.rstrip("。；，：: ")
    return DraftItem(
        marker=render_marker(family, number),
        theme=theme_of(heading),
        heading=matcher.cited(heading + "。"),
        sentences=tuple(matcher.cited(s) for s in _sentences(body)),
    )


# --- matching -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Clause:
    precedent: Precedent
    start: int
    end: int

    @property
    def text(self) -> str:
        return self.precedent.report.text[self.start : self.end]


class _Matcher:
    """Finds for each clause the clause of a past report that it follows."""

    def __init__(self, sources: Sequence[Precedent], facts: tuple[str, ...]) -> None:
        self._facts = facts
        self._runs: dict[str, list[_Clause]] = defaultdict(list)
        for precedent in sources:
            start = min(precedent.heading_start, precedent.paragraph.start)
            for left, right in clause_spans(precedent.report.text, start, _end(precedent)):
                clause = _Clause(precedent, left, right)
                for run in set(_runs_of(words_of(clause.text))):
                    self._runs[run].append(clause)

    def cited(self, text: str) -> Sentence:
        citations: list[Citation] = []
        for start, end in clauses_in(text):
            clause = text[start:end]
            found = self._fact(clause, start, end) or self._past(clause, start, end)
            citations += [found] if found else []
        return Sentence("", text, tuple(citations))

    def _fact(self, clause: str, start: int, end: int) -> Citation | None:
        """A fact all of whose figures and most of whose words the clause has."""
        words = words_of(clause)
        for number, fact in enumerate(self._facts, 1):
            same = fact in clause or (
                covered(words_of(fact), [words]) >= _STATED
                and all(stands_in(claim, clause) for claim in claims_of(fact))
            )
            if same:
                at = clause.find(fact)
                inside = (start + at, start + at + len(fact)) if at >= 0 else (start, end)
                return fact_citation(number, fact, *inside)
        return None

    def _past(self, clause: str, start: int, end: int) -> Citation | None:
        words = words_of(clause)
        if len(words) < _LEAST:
            return None
        shared: dict[tuple[str, int], int] = defaultdict(int)
        known: dict[tuple[str, int], _Clause] = {}
        for run in _runs_of(words):
            for source in self._runs.get(run, ()):
                key = (source.precedent.report.id, source.start)
                shared[key] += 1
                known[key] = source
        nearest = sorted(shared, key=lambda key: -shared[key])[:_NEAR]
        ranked = [(covered(words, [words_of(known[key].text)]), known[key]) for key in nearest]
        share, best = max(ranked, key=lambda pair: pair[0], default=(0.0, None))
        if best is None or share < FOLLOWS:
            return None
        return cite(best.precedent, best.start, best.end, start, end)


def _runs_of(words: str) -> list[str]:
    return [words[n : n + _RUN] for n in range(len(words) - _RUN + 1)]


def _end(precedent: Precedent) -> int:
    ends = [u.end for u in precedent.units]
    return max([precedent.paragraph.end, *ends])
