"""Terms that do not belong to the period the section is about."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.document import Draft, Finding, Sentence
from assistant.periods.calendar import Calendar
from assistant.periods.period import Expired, expired_terms
from corpus.report import Period


def check_terms(draft: Draft, calendar: Calendar | None = None) -> Iterator[Finding]:
    """`expired_term` for every plenum, campaign or round of another time."""
    for sentence in draft.sentences():
        for expired in _expired(draft, sentence, calendar):
            yield Finding(
                "expired_term",
                "warning",
                expired_message(expired),
                sentence.id,
                expired.start,
                expired.end,
                rule="term.unknown" if expired.unknown else "term.expired",
                fix=expired.successor,
            )


def term_correction(draft: Draft, finding: Finding, calendar: Calendar | None = None) -> str | None:
    """What can stand in the very place of an `expired_term`; None if a person must find it.

    None, too, if the sentence is another one by now.
    """
    for sentence in draft.sentences():
        if finding.kind == "expired_term" and sentence.id == finding.sentence_id:
            for expired in _expired(draft, sentence, calendar):
                if (expired.start, expired.end) == (finding.start, finding.end):
                    return expired.successor
    return None


def _expired(draft: Draft, sentence: Sentence, calendar: Calendar | None) -> list[Expired]:
    period = Period.parse(draft.period)
    target = period if draft.section == "problems" else period.next
    borrowed = any(c.kind == "wording" for c in sentence.citations)
    return expired_terms(sentence.text, target, calendar, report=period, borrowed=borrowed)


def expired_message(expired: Expired) -> str:
    if expired.unknown:
        return f"“{expired.term}”需要核对：{expired.reason}"
    offer = f"；可改为“{expired.successor.strip('“”')}”" if expired.successor else ""
    return f"“{expired.term.strip('“”')}”可能已过时：{expired.reason}{offer}"
