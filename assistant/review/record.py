"""What the log says of a signed section: names and hashes, no text (domain §5). Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from assistant.document import Draft
from assistant.review.blockers import Waiver
from assistant.review.canonical import digest
from assistant.review.decision import Decision
from corpus.report import sha256_of


def content_of(draft: Draft) -> dict[str, Any]:
    """The words and the pointers of a draft as hashes: the same from the stored form, whose quotes
    are not stored."""
    return {
        "section": draft.section,
        "period": draft.period,
        "text": sha256_of(draft.text),
        "facts": [sha256_of(fact) for fact in draft.facts],
        "sentences": [
            {
                "id": sentence.id,
                "text": sha256_of(sentence.text),
                "citations": [
                    {
                        "kind": c.kind, "report": c.report_id, "paragraph": c.paragraph_id,
                        "start": c.start, "end": c.end, "sha256": c.sha256,
                        "clause": [c.clause_start, c.clause_end],
                    }
                    for c in sentence.citations
                ],
            }
            for sentence in draft.sentences()
        ],
    }  # fmt: skip


def signed_body(
    conversation_id: str,
    version_id: int,
    draft: Draft,
    decisions: Mapping[str, Decision],
    waivers: Sequence[Waiver],
) -> dict[str, Any]:
    """The body of a `signed` record. `decisions` by sentence id."""
    content = content_of(draft)
    return {
        "conversation": conversation_id,
        "version": version_id,
        "content": content,
        "content_sha256": digest(content),
        "decisions": {
            place: {"verb": d.verb, "by": d.by, "at": d.at, "stands_on": d.stands_on,
                    "note": sha256_of(d.note)}
            for place, d in decisions.items()
        },
        "waivers": [
            {"blocker": w.blocker_id, "kind": w.kind, "message": sha256_of(w.message), "by": w.by,
             "at": w.at, "reason": sha256_of(w.reason)}
            for w in waivers
        ],
    }  # fmt: skip


def reopened_body(
    conversation_id: str, section: str, version_id: int, signed: str, reason: str
) -> dict[str, Any]:
    """The body of a `reopened` record; `signed` is the hash of the record it takes back."""
    return {
        "conversation": conversation_id,
        "section": section,
        "version": version_id,
        "signed": signed,
        "reason": sha256_of(reason),
    }
