"""Sentences that an editor or reviewer has locked: nobody's change reaches them. Pure.

A locked sentence keeps its words, so it is known by them; its place only tells apart sentences
that read the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.document import Draft
from assistant.rewriting.changes import Change
from assistant.rewriting.desk import name_of
from assistant.rewriting.transplanting import Meanwhile

_SAID = 20  # characters of a sentence that a message quotes


@dataclass(frozen=True)
class Lock:
    """Who locked a sentence, when (ISO 8601, UTC) and why; `sentence_id` is where it last stood."""

    sentence_id: str
    text: str
    by: str
    at: str
    why: str = ""


def locked(draft: Draft, locks: Sequence[Lock]) -> dict[str, Lock]:
    """Sentence id → its lock. A lock whose sentence is not in the draft is left out."""
    found: dict[str, Lock] = {}
    ids = [sentence.id for sentence in draft.sentences()]
    for lock in locks:
        here = [s.id for s in draft.sentences() if s.text == lock.text and s.id not in found]
        if here:
            place = ids.index(lock.sentence_id) if lock.sentence_id in ids else len(ids)
            nearest = min(here, key=lambda i: (i != lock.sentence_id, abs(ids.index(i) - place)))
            found[nearest] = lock
    return found


def locked_ids(draft: Draft, locks: Sequence[Lock]) -> frozenset[str]:
    return frozenset(locked(draft, locks))


def carried(locks: Sequence[Lock], old: Draft, new: Draft) -> tuple[Lock, ...]:
    """The locks with the places their sentences have in `new`.

    One whose sentence is gone is kept as it is: undoing may bring the sentence back.
    """
    meanwhile = Meanwhile(old, new)
    texts = {s.id: s.text for s in new.sentences()}
    now = {lock: meanwhile.now(i) or "" for i, lock in locked(old, locks).items()}
    return tuple(
        replace(lock, sentence_id=now[lock]) if texts.get(now.get(lock, "")) == lock.text else lock
        for lock in locks
    )


def lost(before: Draft, after: Draft, locks: Sequence[Lock]) -> str:
    """The locked sentences of `before` whose words `after` has not, by name (第二条第1句“……”); ""
    if it has all."""
    left = Counter(s.text for s in after.sentences())
    gone = []
    for sentence_id, lock in locked(before, locks).items():
        if left[lock.text] < 1:
            cut = f"{lock.text[:_SAID]}……" if len(lock.text) > _SAID else lock.text
            gone.append(f"{name_of(sentence_id)}“{cut}”")
        left[lock.text] -= 1
    return "、".join(gone)


def blocked(changes: Sequence[Change], locked_here: frozenset[str]) -> tuple[Change, ...]:
    """The changes that may not be accepted: they, or others of their group, touch a locked
    sentence. A sentence that only moves, to the letter, is not touched."""
    touching = {c.id: c.group for c in changes if _touches(c, changes, locked_here)}
    groups = {group for group in touching.values() if group}
    return tuple(c for c in changes if c.id in touching or c.group in groups)


def names_of(changes: Sequence[Change], locked_here: frozenset[str]) -> str:
    """The locked sentences among those that the changes are about: 第一条第1句、第二条的小标题."""
    touched = (c.sentence_id for c in changes if c.kind != "insert")
    return "、".join(dict.fromkeys(name_of(i) for i in touched if i in locked_here))


def _touches(change: Change, changes: Sequence[Change], locked_here: frozenset[str]) -> bool:
    if change.kind == "insert" or change.sentence_id not in locked_here:
        return False
    if change.kind == "replace":
        return change.before != change.after
    if not change.group:
        return True
    # Of sentences that read the same, as many move as come in again.
    group = [c for c in changes if c.group == change.group]
    come = sum(c.kind == "insert" and c.after == change.before for c in group)
    going = [c for c in group if c.kind == "delete" and c.before == change.before]
    return going.index(change) >= come
