"""Does every sentence rest on something, and does every pointer still hold?"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from assistant.document import FACTS_ID, Citation, Draft, Finding
from corpus.report import sha256_of

# (report id, start, end) → the words that stand there now; None if the report is gone.
Quote = Callable[[str, int, int], str | None]
# report id → the id of the newer version that has replaced it, if there is one.
Successor = Callable[[str], str | None]


def none_replaced(_: str) -> None:
    """For drafts whose sources have no versions."""


def check_citations(
    draft: Draft, quote: Quote, replaced_by: Successor = none_replaced
) -> Iterator[Finding]:
    """`uncited` for sentences without a source, `source_changed` for pointers that broke (an
    error) and for those into a report that has a newer version (a warning)."""
    for sentence in draft.sentences():
        if not sentence.citations:
            yield Finding(
                "uncited", "warning", "这一句没有出处", sentence.id, 0, len(sentence.text)
            )
        for citation in sentence.citations:
            where = (sentence.id, citation.clause_start, citation.clause_end)
            title = f"《{citation.report_title}》"
            if not holds(citation, draft.facts, quote):
                message = f"来源已变更：{title}中引用的原文已不在原处，请重新起草或更换出处"
                yield Finding("source_changed", "error", message, *where)
            elif replaced_by(citation.report_id) is not None:
                message = f"来源已变更：{title}已有新版本，引用的是旧版原文，请核对后再用"
                yield Finding("source_changed", "warning", message, *where)
        for reason in sentence.rejected:
            yield Finding("rejected", "warning", reason, sentence.id, 0, len(sentence.text))


def holds(citation: Citation, facts: tuple[str, ...], quote: Quote) -> bool:
    """Whether the pointed-at words are there and are, by their hash, the ones cited."""
    if citation.report_id == FACTS_ID:
        number = int(citation.paragraph_id.partition(":")[2] or 0)
        found = (
            facts[number - 1][citation.start : citation.end] if 0 < number <= len(facts) else None
        )
    else:
        found = quote(citation.report_id, citation.start, citation.end)
    return found is not None and found == citation.quote and sha256_of(found) == citation.sha256
