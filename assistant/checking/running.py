"""All rules over a text: a report's findings carry offsets of its text, a draft's those of its
sentences. Pure.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from assistant.checking.catalogue import OF_KIND, RULES
from assistant.checking.paper import Hit, Paper, paper_of_draft
from assistant.checking.rules.numbering import check_numbering
from assistant.checking.rules.numbers import check_numbers
from assistant.checking.rules.numerals import check_numerals
from assistant.checking.rules.period import check_period
from assistant.checking.rules.phrases import check_phrases
from assistant.checking.rules.placeholders import check_placeholders
from assistant.checking.rules.punctuation import check_punctuation
from assistant.checking.rules.repetition import check_repetition
from assistant.checking.rules.terms import check_terms_of_report
from assistant.checking.rules.whole import check_whole
from assistant.checking.rules.words import check_tone, check_words
from assistant.checking.tables import Tables
from assistant.document import Draft, Finding, Sentence

_Check = Callable[[Paper, Tables], Iterator[Hit]]
_CHECKS: tuple[_Check, ...] = (
    check_placeholders,
    check_numbering,
    check_period,
    check_terms_of_report,
    check_numbers,
    check_numerals,
    check_punctuation,
    check_repetition,
    check_phrases,
    check_words,
    check_tone,
    check_whole,
)
_KINDS = {"placeholder.mark": "placeholder"}  # of before there were rules
_GRAVEST = {"error": 0, "warning": 1, "info": 2}


def hits_of(paper: Paper, tables: Tables) -> list[Hit]:
    """What the rules find that are switched on, in text order; one hit a rule and place."""
    severities = tables.lists.severities
    found = {
        (hit.rule, hit.start, hit.end): hit
        for check in _CHECKS
        for hit in check(paper, tables)
        if severities[hit.rule] is not None
    }
    return sorted(found.values(), key=lambda hit: (hit.start, hit.end))


def findings_of_report(paper: Paper, tables: Tables) -> tuple[Finding, ...]:
    """Errors first; ``[start, end)`` indexes the text."""
    found = [_finding(hit, tables, hit.start, hit.end) for hit in hits_of(paper, tables)]
    return tuple(sorted(found, key=lambda f: _GRAVEST[f.severity]))


def findings_of_draft(draft: Draft, tables: Tables) -> Iterator[Finding]:
    """``[start, end)`` indexes the sentence; what is outside of any is told without a place."""
    paper, places = paper_of_draft(draft)
    for hit in hits_of(paper, tables):
        sentence, begin = _sentence_at(hit.start, places)
        if sentence is None:
            yield replace(_finding(hit, tables, 0, 0), fix=None)
            continue
        end = min(hit.end - begin, len(sentence.text))
        found = _finding(hit, tables, max(0, hit.start - begin), max(0, end), sentence.id)
        # What reaches into another sentence or the mark cannot be put right in this one.
        whole = begin <= hit.start and hit.end - begin <= len(sentence.text)
        yield found if whole else replace(found, fix=None)


def _sentence_at(place: int, places: Sequence[tuple[int, Sentence]]) -> tuple[Sentence | None, int]:
    """The sentence at the place, or behind the mark that stands there, and where it begins."""
    number = bisect_right([start for start, _ in places], place) - 1
    if number >= 0 and place < places[number][0] + len(places[number][1].text):
        return places[number][1], places[number][0]
    behind = number + 1
    # The heading of the part is no sentence; a mark belongs to the item it opens.
    if 0 < behind < len(places) or (behind == 0 and places and place >= places[0][0] - 6):
        return places[behind][1], places[behind][0]
    return None, 0


def _finding(hit: Hit, tables: Tables, start: int, end: int, sentence_id: str = "") -> Finding:
    rule = RULES[hit.rule]
    kind = _KINDS.get(hit.rule, hit.rule.partition(".")[0])
    severity = tables.lists.severities[hit.rule] or rule.severity
    return Finding(
        kind, severity, hit.message, sentence_id, start, end, hit.rule, rule.basis, hit.fix
    )


def with_rules(findings: Sequence[Finding], tables: Tables) -> Iterator[Finding]:
    """The findings of the older checks with their rule, its basis, and as grave as the office
    has it; those switched off are left out."""
    for finding in findings:
        rule = RULES.get(finding.rule or OF_KIND.get(finding.kind, ""))
        if rule is None:
            yield finding
            continue
        severity = tables.lists.severities[rule.id]
        if severity is not None:
            own = severity if severity != rule.severity else finding.severity
            yield replace(finding, rule=rule.id, basis=rule.basis, severity=own)
