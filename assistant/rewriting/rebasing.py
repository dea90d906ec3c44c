"""An open proposal on a draft that has moved on. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from assistant.document import Draft, with_sentence_ids
from assistant.rewriting.changes import HEADING, NUMBERING, Change, Proposal
from assistant.rewriting.differences import applied, remaining
from assistant.rewriting.lines import Line, lines_of, same
from assistant.rewriting.transplanting import transplanted

_STEPS = 5000  # of search, before a draft is taken for one that others have changed
_SHOWN = 16  # characters of a sentence by which a dropped change is named
REBASED = "正文在此期间有改动，修改建议已按现在的正文对齐"


def accepted_draft(proposal: Proposal, accepted: Collection[str]) -> Draft:
    """The draft with the accepted changes, and what the instruction set for the whole of it."""
    made = applied(proposal.old, proposal.changes, accepted)
    if made is proposal.old:
        return made
    new = proposal.new
    return replace(made, writer=new.writer, item_limit=new.item_limit, notices=new.notices)


def rebased(proposal: Proposal, current: Draft, accepted: Collection[str] = ()) -> Proposal | None:
    """What is left of the proposal now that the draft is `current`; None if nothing is.

    After some of its changes were accepted that is the others, exactly. After anything else it is
    those whose sentences are as they were; `notices` say that they were re-based and which were
    dropped. `accepted` are the changes known to have been accepted: without it, of two changes that
    read the same either may be taken for the one that was.
    """
    made = _made_in(proposal, current, accepted)
    if made is not None:
        if not made and current == proposal.old:
            return proposal if proposal.changes else None
        return _on(proposal, current, remaining(proposal.old, proposal.changes, made), ())
    transplant = transplanted(proposal.changes, proposal.old, current)
    dropped = [
        f"“{_named(change)}”处的修改已不适用：这里的正文刚被改过"
        for unit in transplant.stuck
        for change in unit[:1]
    ]
    return _on(proposal, current, transplant.fitting, (REBASED, *dropped))


def _on(
    proposal: Proposal, current: Draft, changes: tuple[Change, ...], notices: tuple[str, ...]
) -> Proposal | None:
    if not changes:
        return None
    left = replace(proposal, old=current, changes=changes)
    new = accepted_draft(left, [c.id for c in changes])
    if _agree(new, current):  # an item moved past one that reads the same, say
        return None
    told = tuple(dict.fromkeys((*proposal.notices, *notices)))
    return replace(left, new=new, notices=told)


def _named(change: Change) -> str:
    text = change.before or change.after
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"


def _made_in(
    proposal: Proposal, current: Draft, accepted: Collection[str]
) -> frozenset[str] | None:
    """The changes whose acceptance made `current`; None if there are no such."""
    old, new = with_sentence_ids(proposal.old), with_sentence_ids(current)
    if accepted and _agree(applied(old, proposal.changes, accepted), new):
        return frozenset(accepted)
    wholes = {HEADING: new.heading, NUMBERING: new.numbering}
    made = {c.id for c in proposal.changes if wholes.get(c.sentence_id) == c.after}
    search = _Search(steps_of(old, proposal.changes), lines_of(new))
    found = search.from_here(0, 0, {})
    if found is None:
        return None
    made |= {c.id for c in proposal.changes if found.get(c.group or c.id)}
    return frozenset(made) if _agree(applied(old, proposal.changes, made), new) else None


def _agree(a: Draft, b: Draft) -> bool:
    """Whether both say the same and count the same facts."""
    if (a.heading, a.numbering, a.facts) != (b.heading, b.numbering, b.facts):
        return False
    left, right = lines_of(a), lines_of(b)
    return len(left) == len(right) and all(map(same, left, right))


@dataclass(frozen=True)
class Step:
    """A line of the old draft and what a change makes of it: either may be none."""

    old: Line | None
    new: Line | None
    unit: str = ""  # the change's group or id; "" if nothing changes here


def steps_of(old: Draft, changes: Sequence[Change]) -> list[Step]:
    """The lines of the draft with every change beside the line it is about, in reading order."""
    edits = {c.sentence_id: c for c in changes if c.kind != "insert"}
    steps = [*_inserted(changes, "")]
    for line in lines_of(old):
        edit = edits.get(line.id)
        if edit is None:
            steps.append(Step(line, line))
        else:
            new = Line(edit.sentence, edit.frame) if edit.sentence else None
            steps.append(Step(line, new, edit.group or edit.id))
        steps += _inserted(changes, line.id)
    return steps


def _inserted(changes: Sequence[Change], sentence_id: str) -> list[Step]:
    return [
        Step(None, Line(c.sentence, c.frame), c.group or c.id)
        for c in changes
        if c.kind == "insert" and c.sentence_id == sentence_id and c.sentence
    ]


class _Search:
    """Which units were accepted, if the lines are what came of it."""

    def __init__(self, steps: Sequence[Step], lines: Sequence[Line]) -> None:
        self._steps, self._lines = steps, lines
        self._left = _STEPS

    def from_here(self, step: int, line: int, chosen: dict[str, bool]) -> dict[str, bool] | None:
        """The choice that makes the lines from `line` on out of the steps from `step` on."""
        self._left -= 1
        if self._left < 0:
            return None
        if step == len(self._steps):
            return chosen if line == len(self._lines) else None
        here = self._steps[step]
        for accepted in (False, True):
            if here.unit and chosen.get(here.unit, accepted) != accepted:
                continue
            expected = here.new if accepted else here.old
            at = line
            if expected is not None:
                if line == len(self._lines) or not same(expected, self._lines[line]):
                    continue
                at += 1
            choice = {**chosen, here.unit: accepted} if here.unit else chosen
            if (found := self.from_here(step + 1, at, choice)) is not None:
                return found
            if not here.unit:
                return None
        return None
