"""What reviewer and writer say to each other about a sentence. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from assistant.document import Draft
from assistant.review.places import Followed, nearest

State = Literal["open", "answered", "resolved"]
STATE_LABELS: dict[State, str] = {"open": "待答复", "answered": "已答复", "resolved": "已解决"}
LONGEST_REMARK = 1000  # characters


@dataclass(frozen=True)
class Remark:
    """`at` is ISO 8601, UTC."""

    by: str
    at: str
    text: str


@dataclass(frozen=True)
class Thread:
    """Remarks on the sentence that read `text` when the first was made; `sentence_id` is where it
    last stood, "" once it is gone."""

    id: int
    sentence_id: str
    text: str
    state: State
    remarks: tuple[Remark, ...]


def threads_at(draft: Draft, threads: Sequence[Thread]) -> dict[str, tuple[Thread, ...]]:
    """Sentence id → its threads; those of sentences that are gone are under ""."""
    ids = {sentence.id for sentence in draft.sentences()}
    found: dict[str, tuple[Thread, ...]] = {}
    for thread in threads:
        here = thread.sentence_id if thread.sentence_id in ids else ""
        place = nearest(draft, here, [s.id for s in draft.sentences() if s.text == thread.text])
        place = place or here
        found[place] = (*found.get(place, ()), thread)
    return found


def followed_threads(threads: Sequence[Thread], old: Draft, new: Draft) -> tuple[Thread, ...]:
    """The threads with the places their sentences have in `new`; a comment stays with a sentence
    that was reworded, since that is what it asked for."""
    now = Followed(old, new)
    here = {t.id: place for place, members in threads_at(old, threads).items() for t in members}
    return tuple(replace(t, sentence_id=now(here[t.id])) for t in threads)
