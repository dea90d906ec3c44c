"""What keeps a section from being signed, and what was waived. Pure.

A reviewer signs for every sentence, so an undecided sentence blocks as an error does. Open comments
do not: they are talk, and a sentence that was passed over them was passed by a person.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.document import Draft
from assistant.review.canonical import digest
from assistant.review.decision import Decision
from assistant.review.places import place_words
from assistant.review.standing import holding, stands_on

Kind = Literal["error", "placeholder", "source", "returned", "undecided", "proposal"]
KIND_LABELS: dict[Kind, str] = {
    "error": "须改的问题", "source": "来源已变更", "placeholder": "待补", "returned": "已退回",
    "undecided": "还没有核过", "proposal": "修改建议待定",
}  # fmt: skip


@dataclass(frozen=True)
class Blocker:
    """`id` is made of what is said and of the words it is said of: other words, another blocker."""

    id: str
    kind: Kind
    sentence_id: str
    message: str

    @property
    def place(self) -> str:
        return place_words(self.sentence_id) if self.sentence_id else "全文"


@dataclass(frozen=True)
class Waiver:
    """Who let a blocker pass, when (ISO 8601, UTC) and why."""

    blocker_id: str
    kind: Kind
    message: str
    by: str
    at: str
    reason: str


def blockers_of(
    draft: Draft, decisions: Sequence[Decision] = (), is_proposed: bool = False
) -> tuple[Blocker, ...]:
    """Everything in the way, waived or not, in order of kinds and then of the text. `draft` is
    checked; `is_proposed` tells that a proposal waits on it."""
    held = holding(draft, decisions)
    found = [*_of_findings(draft), *_of_decisions(draft, held)]
    if is_proposed:
        found.append(("proposal", "", "修改建议还没有接受或放弃"))
    order = list(KIND_LABELS)
    found.sort(key=lambda f: order.index(f[0]))
    words = {s.id: stands_on(s) for s in draft.sentences()}
    whole = digest([draft.text, *words.values()])
    seen: dict[str, int] = {}
    blockers = []
    for kind, sentence_id, message in found:
        about = digest([kind, message, words.get(sentence_id, whole)])[:16]
        seen[about] = seen.get(about, 0) + 1
        own = about if seen[about] == 1 else f"{about}-{seen[about]}"
        blockers.append(Blocker(own, kind, sentence_id, message))
    return tuple(blockers)


def standing(blockers: Sequence[Blocker], waivers: Sequence[Waiver]) -> tuple[Blocker, ...]:
    """The blockers that nobody waived."""
    waived = {waiver.blocker_id for waiver in waivers}
    return tuple(b for b in blockers if b.id not in waived)


def in_force(blockers: Sequence[Blocker], waivers: Sequence[Waiver]) -> tuple[Waiver, ...]:
    """The waivers of what is still in the way."""
    ids = {blocker.id for blocker in blockers}
    return tuple(waiver for waiver in waivers if waiver.blocker_id in ids)


def _of_findings(draft: Draft) -> Iterator[tuple[Kind, str, str]]:
    for finding in draft.findings:
        if finding.kind == "source_changed":
            yield "source", finding.sentence_id, finding.message
        elif finding.kind == "placeholder":
            yield "placeholder", finding.sentence_id, finding.message
        elif finding.severity == "error":
            yield "error", finding.sentence_id, finding.message


def _of_decisions(draft: Draft, held: Mapping[str, Decision]) -> Iterator[tuple[Kind, str, str]]:
    for sentence in draft.sentences():
        decision = held.get(sentence.id)
        if decision is None:
            yield "undecided", sentence.id, "这一句还没有通过"
        elif decision.verb == "returned":
            said = f"：{decision.note}" if decision.note else ""
            yield "returned", sentence.id, f"{decision.by}退回了这一句{said}"
