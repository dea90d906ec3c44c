"""No figure, date, document title or number without support (promise 3)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Literal

from assistant.checking.citations import Quote
from assistant.checking.claims import Claim, claims_of, content_of, name_form
from assistant.checking.following import clauses_in, words_of
from assistant.document import FACTS_ID, Citation, Draft, Finding, Sentence
from corpus.bigrams import bigrams
from corpus.report import Period

Support = Literal["yes", "other subject", "no"]
_SAME_SUBJECT, _ALL_BUT = 0.5, 0.8
_AROUND = 400  # characters in which the paragraph of a cited span is looked for
_BARE = 12  # characters of a cited clause that is hardly more than a date
_ENOUGH = 3  # words that tell one clause from another
_CLAUSE_BREAK = re.compile(r"[，。；：！？\n]")


@dataclass(frozen=True)
class Unsupported:
    """A token at ``text[start:end]`` that nothing cited supports."""

    token: str
    start: int
    end: int


@dataclass(frozen=True)
class _Source:
    """A claim of a cited span, the content words of its clause and the one before, and what it
    dates."""

    claim: Claim
    context: str
    dated: str


def check_figures(draft: Draft, quote: Quote) -> Iterator[Finding]:
    """`unsupported_figure` for every figure, date, title, number or person without support."""
    period = Period.parse(draft.period)
    for sentence in draft.sentences():
        for found in unsupported(sentence, period):
            old = _older(found, sentence, draft, quote)
            yield Finding(
                "unsupported_figure",
                "error",
                f"“{found.token}”只见于{said_of(old)}，疑似沿用旧数据，请核实"
                if old
                else f"“{found.token}”在引用的原文和素材里都没有，请核实或删去",
                sentence.id,
                found.start,
                found.end,
            )


def said_of(citation: Citation) -> str:
    """The paragraph a citation points into: 《…总结》（二、存在的问题 › 一是）."""
    path = " › ".join(citation.section_path)
    return f"《{citation.report_title}》" + (f"（{path}）" if path else "")


def unsupported(sentence: Sentence, period: Period) -> list[Unsupported]:
    """Figures, dates, titles, numbers and persons that no cited span supports, in text order.

    A figure needs a fact, or a report of the asked period: a span cited for its wording proves
    none. The asked year and the next are what the writer asked about and need no source.
    """
    return [
        Unsupported(claim.token, claim.start, claim.end)
        for claim, support in supports(sentence, period)
        if support == "no"
    ]


def supports(sentence: Sentence, period: Period) -> list[tuple[Claim, Support]]:
    """Every claim of the sentence, and whether what it cites supports it."""
    claims = claims_of(sentence.text, soft=True)
    if not claims:
        return []
    current = [c for c in sentence.citations if c.kind == "fact" or c.period == str(period)]
    sources = [s for c in current for s in _sources(c.quote)]
    names = {
        name_form(s.claim.token)
        for c in sentence.citations
        for s in _sources(c.quote)
        if s.claim.kind == "name"
    }
    cited = name_form("\n".join(c.quote for c in sentence.citations))
    twins = _twins(sentence.text, claims, current)
    found: list[tuple[Claim, Support]] = []
    for claim in claims:
        if claim.kind != "name" and claim.start in twins:
            same = any(_in_place(claim, other) for other in twins[claim.start])
            found.append((claim, "yes" if same else "no"))
        elif claim.kind == "name":
            form = name_form(claim.token)
            found.append((claim, "yes" if form in names or form in cited else "no"))
        elif claim.kind == "date":
            beside = _dates_beside(claim, sentence, current)
            known = beside or [s.claim for s in sources]
            found.append((claim, "yes" if _dated(claim, known, period, bool(beside)) else "no"))
        else:
            support = _counted(claim, sources, sentence.text)
            if claim.soft and support == "yes" and not _is_said(claim, sentence):
                support = "no"
            found.append((claim, support))
    return found


@lru_cache(maxsize=4096)
def _sources(quote: str) -> tuple[_Source, ...]:
    found = []
    for claim in claims_of(quote, soft=True):
        before = [m.end() for m in _CLAUSE_BREAK.finditer(quote, 0, claim.start)]
        after = _CLAUSE_BREAK.search(quote, claim.end)
        begin = before[-2] if len(before) > 1 else 0
        context = content_of(quote[begin : after.start() if after else None])
        found.append(_Source(claim, context, _dated_words(quote, claim)))
    return tuple(found)


def _dated_words(text: str, claim: Claim) -> str:
    """The content words of the clause of a date; of the next one after a bare “到2026年，”."""
    if claim.kind != "date":
        return ""
    spans = clauses_in(text)
    at = next((n for n, (_, end) in enumerate(spans) if claim.start < end), 0)
    clauses = [content_of(text[a:b]) for a, b in spans[at : at + 2]]
    return clauses[0] if len(clauses[0]) > 1 else "".join(clauses)


# --- the same words with figures in the same places -------------------------------------------------


def _twins(text: str, claims: Sequence[Claim], cited: Sequence[Citation]) -> dict[int, list[Claim]]:
    """Where a clause has the words of a cited one around as many figures: each claim's start → the
    claims in its place. 城市5个、乡村3个 does not support 城市3个."""
    known = [source for c in cited for source in _clauses_with_claims(c.quote)]
    found: dict[int, list[Claim]] = {}
    for start, end in clauses_in(text):
        own = [c for c in claims if start <= c.start < end and c.kind != "name" and not c.soft]
        words = words_of(text[start:end])
        for source, theirs in known:
            if len(source) >= _ENOUGH and source in words and len(own) == len(theirs):
                for claim, other in zip(own, theirs, strict=True):
                    found.setdefault(claim.start, []).append(other)
    return found


@lru_cache(maxsize=4096)
def _clauses_with_claims(quote: str) -> tuple[tuple[str, tuple[Claim, ...]], ...]:
    clauses = []
    for start, end in clauses_in(quote):
        claims = tuple(c for c in claims_of(quote[start:end]) if c.kind != "name")
        if claims:
            clauses.append((words_of(quote[start:end]), claims))
    return tuple(clauses)


def _in_place(claim: Claim, other: Claim) -> bool:
    if claim.kind != other.kind:
        return False
    if claim.kind == "figure":
        return _agree(claim, other)
    return all(mine in (0, theirs) for mine, theirs in zip(claim.date, other.date, strict=True))


# --- dates --------------------------------------------------------------------------------------


def _dated(claim: Claim, known: Iterable[Claim], period: Period, strict: bool) -> bool:
    """Whether the date is known, or is no more than a year the writer asked about.

    With `strict`, `known` are the years of the very words this clause follows.
    """
    asked = {period.year, period.year + 1}
    year, month, day = claim.date
    if year in asked and not month and not strict:
        return True
    for other in known:
        if other.kind != "date":
            continue
        same_year = not year or year == other.date[0] or (not other.date[0] and year in asked)
        if same_year and month in (0, other.date[1]) and day in (0, other.date[2]):
            return True
    return False


def _dates_beside(claim: Claim, sentence: Sentence, current: list[Citation]) -> list[Claim]:
    """Dates of the cited clauses that say what the clause of the claim says."""
    if not claim.date[0]:
        return []
    words = _dated_words(sentence.text, claim)
    return [
        s.claim
        for c in current
        for s in _sources(c.quote)
        if s.claim.kind == "date" and s.claim.date[0] and _same_words(words, s.dated)
    ] or [
        # A fact of one clause is cited for this clause alone: “到2026年”.
        s.claim
        for c in current
        if c.clause_start <= claim.start < c.clause_end and len(c.quote) <= _BARE
        for s in _sources(c.quote)
        if s.claim.kind == "date" and s.claim.date[0]
    ]


def _same_words(words: str, others: str) -> bool:
    whole = _share(others, words)  # of the cited clause, which another may have been joined to
    return whole >= _ALL_BUT or min(_share(words, others), whole) >= _SAME_SUBJECT


# --- figures ------------------------------------------------------------------------------------


def _counted(claim: Claim, sources: list[_Source], text: str) -> Support:
    alike = [s for s in sources if s.claim.kind == "figure" and _agree(claim, s.claim)]
    if any(_same_subject(claim, s, text) for s in alike):
        return "yes"
    if claim.soft:
        against = (
            s
            for s in sources
            if s.claim.kind == "figure"
            and (s.claim.unit, s.claim.change) == (claim.unit, claim.change)
            and claim.subject
            and _same_subject(claim, s, text)
        )
        return "no" if any(against) else "yes"
    return "other subject" if alike else "no"


def _is_said(claim: Claim, sentence: Sentence) -> bool:
    """Whether a cited span has the single numeral with its measure (两个责任); 一 counts nothing."""
    words = sentence.text[claim.start : claim.end + 1]
    plain = f"{claim.value}{words[-1:]}"
    return claim.value == 1 or any(words in c.quote or plain in c.quote for c in sentence.citations)


def _agree(claim: Claim, source: Claim) -> bool:
    """The same amount, of the same unit, in the same relation."""
    if claim.unit != source.unit or not _same_amount(claim, source):
        return False
    if claim.change != source.change:
        return False
    if claim.direction and source.direction and claim.direction != source.direction:
        return False
    return not claim.basis or claim.basis == source.basis


def _same_amount(claim: Claim, source: Claim) -> bool:
    value, known = claim.value, source.value
    if value == known and (claim.approximate == source.approximate or claim.approximate == "about"):
        return True
    if not claim.approximate or source.approximate:
        return False
    if claim.approximate == "about":
        return abs(value - known) * 20 <= value
    place = _place(value)
    if claim.approximate == "several":
        return value <= known < 10 * value
    if claim.approximate == "more":
        return value <= known < value + place
    return value - place < known <= value


def _place(value: Fraction) -> Fraction:
    """What one step of the last digit that is not 0 amounts to: 3000 → 1000, 25 → 1."""
    step = Fraction(1)
    while value and value % (step * 10) == 0:
        step *= 10
    return step


def _same_subject(claim: Claim, source: _Source, text: str) -> bool:
    if not claim.subject or not source.claim.subject:
        return True
    return (
        _share(claim.subject, source.context) >= _SAME_SUBJECT
        or _share(source.claim.subject, text) >= _SAME_SUBJECT
    )


def _share(words: str, text: str) -> float:
    """The share of the words' bigrams that the text has."""
    wanted = set(bigrams(words))
    return len(wanted & set(bigrams(text))) / len(wanted) if wanted else 0.0


# --- old data -----------------------------------------------------------------------------------


def _older(found: Unsupported, sentence: Sentence, draft: Draft, quote: Quote) -> Citation | None:
    """The citation of an earlier report in whose paragraph the token stands, the sentence's own
    citations first."""
    own = next((c for c in claims_of(sentence.text) if c.start == found.start), None)
    if own is None:
        return None
    others = [c for s in draft.sentences() for c in s.citations]
    for citation in dict.fromkeys([*sentence.citations, *others]):
        if citation.report_id == FACTS_ID or citation.period == draft.period:
            continue
        if stands_in(own, _paragraph(citation, quote)):
            return citation
    return None


def stands_in(claim: Claim, text: str) -> bool:
    """Whether the text makes the same claim, whatever it is about."""
    for other in (s.claim for s in _sources(text)):
        if claim.kind == other.kind == "figure" and _agree(claim, other):
            return True
        if claim.kind == other.kind == "date" and claim.date == other.date:
            return True
    return claim.kind == "name" and name_form(claim.token) in name_form(text)


def _paragraph(citation: Citation, quote: Quote) -> str:
    """The line of the report the cited span stands in, as far as it is near."""
    start = max(0, citation.start - _AROUND)
    before = quote(citation.report_id, start, citation.start) or ""
    after = quote(citation.report_id, citation.end, citation.end + _AROUND) or ""
    return before.rpartition("\n")[2] + citation.quote + after.partition("\n")[0]
