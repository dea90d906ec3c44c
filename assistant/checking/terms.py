"""Terms that do not belong to the period the section is about."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.document import Draft, Finding
from assistant.period import expired_terms
from corpus.report import Period


def check_terms(draft: Draft) -> Iterator[Finding]:
    """`expired_term` for every plenum, campaign or round of another time."""
    period = Period.parse(draft.period)
    target = period if draft.section == "problems" else period.next
    for sentence in draft.sentences():
        for expired in expired_terms(sentence.text, target):
            yield Finding(
                "expired_term",
                "warning",
                f"“{expired.term}”可能已过时：{expired.reason}",
                sentence.id,
                expired.start,
                expired.end,
            )
