"""Decisions hold for the words and sources they were made on. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.document import Draft, Sentence
from assistant.review.canonical import digest
from assistant.review.decision import Decision
from assistant.review.places import Followed, nearest
from corpus.report import sha256_of


def stands_on(sentence: Sentence) -> str:
    """The hash of the text and of what it cites, as the sources read now: a source that was
    replaced or forgotten takes the decision with it."""
    cited = sorted(
        [c.kind, c.report_id, c.start, c.end, sha256_of(c.quote), c.clause_start, c.clause_end]
        for c in sentence.citations
    )
    return digest({"text": sentence.text, "citations": cited})


def holding(draft: Draft, decisions: Sequence[Decision]) -> dict[str, Decision]:
    """Sentence id → the decision that holds for it; the last made one, if there are several."""
    hashes = {s.id: stands_on(s) for s in draft.sentences()}
    found: dict[str, Decision] = {}
    for decision in sorted(decisions, key=lambda d: d.at, reverse=True):
        fitting = [i for i, on in hashes.items() if on == decision.stands_on and i not in found]
        if place := nearest(draft, decision.sentence_id, fitting):
            found[place] = decision
    return found


def fallen(draft: Draft, decisions: Sequence[Decision]) -> dict[str, Decision]:
    """Sentence id → the last decision on it that fell away with a change of words or sources."""
    held = holding(draft, decisions)
    hashes = {stands_on(s) for s in draft.sentences()}
    ids = {s.id for s in draft.sentences()}
    found: dict[str, Decision] = {}
    for decision in sorted(decisions, key=lambda d: d.at):
        here = decision.sentence_id
        if here in ids and here not in held and decision.stands_on not in hashes:
            found[here] = decision
    return found


def followed(decisions: Sequence[Decision], old: Draft, new: Draft) -> tuple[Decision, ...]:
    """The decisions with the places their sentences have in `new`, reworded or not."""
    now = Followed(old, new)
    held = {decision: place for place, decision in holding(old, decisions).items()}
    return tuple(replace(d, sentence_id=now(held.get(d, d.sentence_id))) for d in decisions)
