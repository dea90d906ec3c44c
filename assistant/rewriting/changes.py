"""The nouns of rewriting: a proposal is a list of changes that wait to be accepted. Values only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from assistant.document import Draft, Finding, Origin, Sentence
from assistant.understanding.kinds import Operation

ChangeKind = Literal["insert", "delete", "replace"]

# What a change names instead of a sentence: the heading of the section, its family of numbering.
HEADING, NUMBERING = "heading", "numbering"


@dataclass(frozen=True)
class Frame:
    """What an item is besides its sentences; it goes with its heading."""

    theme: str
    answers: tuple[str, ...] = ()
    origin: Origin | None = None


@dataclass(frozen=True)
class Change:
    """One change that can be accepted by itself.

    `sentence_id` names the sentence of the old draft that is replaced or deleted, or after which
    something is inserted ("" = before everything). Changes of one `group` are accepted together: a
    moved item is a deletion and an insertion. `tick` says what has to be confirmed by hand
    (语气变化：必须 → 应当); "" if nothing has.

    `sentence` is what comes in, with its citations (None for what goes out, and for HEADING and
    NUMBERING); `frame` the item it heads, None if it is no heading. `facts` are all facts of the
    draft once the change is accepted; () if no fact was added.
    """

    id: str
    kind: ChangeKind
    sentence_id: str
    before: str
    after: str
    findings: tuple[Finding, ...] = ()
    group: str = ""
    tick: str = ""
    sentence: Sentence | None = None
    frame: Frame | None = None
    facts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Proposal:
    """`old` as it was when the proposal was made, `new` with every change accepted."""

    id: str
    instruction: str
    operation: Operation
    changes: tuple[Change, ...]
    old: Draft
    new: Draft
    notices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Left:
    """Of a proposal that was decided on as a whole: how many changes wait for a tick, and the
    locked sentences that kept others from being made, by name."""

    ticking: int = 0
    locked: str = ""


def given_way(before: Proposal) -> str:
    """What the writer is told when a new proposal takes the place of one that was open."""
    return f"前一份修改建议（{before.instruction}）还没有处理，已换成这一份"
