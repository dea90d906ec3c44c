"""Changes made for one draft, on another that grew out of the same. Pure.

`fitting` changes touch nothing that was changed meanwhile; `stuck` ones do, and somebody has to
look. What was done meanwhile anyway needs no doing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.document import Draft, with_sentence_ids
from assistant.rewriting.changes import HEADING, NUMBERING, Change
from assistant.rewriting.differences import changes_between, places
from assistant.rewriting.lines import Line, bare, lines_of, renumbered, same, united_facts


def block_of(sentence_id: str) -> str:
    """The item a sentence stands in, or "lead"."""
    return sentence_id.partition(".")[0]


@dataclass(frozen=True)
class Transplant:
    """`fitting` by the ids of the other draft; `stuck` by the old ids, a group each."""

    fitting: tuple[Change, ...]
    stuck: tuple[tuple[Change, ...], ...]
    meanwhile: Meanwhile


class Meanwhile:
    """What became of the sentences of `old` in `new`.

    `home`: old id → new id of those that are as they were, moved or not. `altered`: of those that
    were reworded. The others are gone.
    """

    def __init__(self, old: Draft, new: Draft) -> None:
        self.old, self.new = with_sentence_ids(old), with_sentence_ids(new)
        changes = changes_between(self.old, self.new)
        self.units = {_content(unit) for unit in units_of(changes)}
        at = places(self.old, changes, [c.id for c in changes])
        edited = {c.sentence_id for c in changes if c.kind == "replace"}
        self.old_lines = {line.id: line for line in lines_of(self.old)}
        self.lines = {line.id: line for line in lines_of(self.new)}
        self.home = {i: n for i, n in at.items() if i not in edited}
        self.altered = {i: n for i, n in at.items() if i in edited}
        self.come = {c.sentence.id for c in changes if c.kind == "insert" and c.sentence}
        self._follow_moved(changes)

    def _follow_moved(self, changes: Sequence[Change]) -> None:
        for gone in changes:
            if gone.kind != "delete" or not gone.group:
                continue
            line = self.old_lines[gone.sentence_id]
            for come in changes:
                if come.kind != "insert" or come.group != gone.group or come.sentence is None:
                    continue
                here = come.sentence.id
                if here in self.come and same(line, self.lines[here]):
                    self.home[gone.sentence_id] = here
                    self.come.discard(here)
                    break

    def now(self, old_id: str) -> str | None:
        """The new id of an old sentence, None if it is gone."""
        return self.home.get(old_id) or self.altered.get(old_id)

    def before(self, old_id: str) -> str:
        """The new id of the sentence, or of the nearest before it in its item that is still there;
        "" if there is none."""
        block = block_of(old_id)
        earlier = [i for i in self.old_lines if block_of(i) == block]
        for i in reversed(earlier[: earlier.index(old_id) + 1] if old_id in earlier else []):
            if (now := self.now(i)) and block_of(now) == self.block_now(block):
                return now
        return ""

    def block_now(self, block: str) -> str | None:
        """The item (or lead) that an old one became; None if its heading is gone."""
        if block == "lead":
            return "lead"
        heading = self.now(f"{block}.h")
        return block_of(heading) if heading else None

    def end_before(self, old_id: str) -> str:
        """The last sentence of the item in which the old sentence, or the nearest still there
        before it, stands now: where a new item can follow."""
        ids = list(self.old_lines)
        for i in reversed(ids[: ids.index(old_id) + 1] if old_id in ids else []):
            if now := self.now(i):
                return self.members(block_of(now))[-1]
        lead = self.members("lead")
        return lead[-1] if lead else ""

    def members(self, block: str) -> list[str]:
        return [i for i in self.lines if block_of(i) == block]

    def whole(self, name: str) -> str:
        return self.new.heading if name == HEADING else self.new.numbering


def transplanted(changes: Sequence[Change], old: Draft, new: Draft) -> Transplant:
    """The changes of `old` as changes of `new`."""
    meanwhile = Meanwhile(old, new)
    most = max((change.facts for change in changes), key=len, default=())
    facts = united_facts(meanwhile.new.facts, most)
    fitting: list[Change] = []
    stuck: list[tuple[Change, ...]] = []
    for unit in units_of(changes):
        placed = [] if _content(unit) in meanwhile.units else _placed(unit, meanwhile)
        if placed is None:
            stuck.append(unit)
        else:
            fitting += placed
    order = {c.id: n for n, c in enumerate(changes)}
    fitting.sort(key=lambda c: order[c.id])
    refitted = tuple(with_facts_of(c, meanwhile, facts) for c in fitting)
    return Transplant(refitted, tuple(stuck), meanwhile)


def units_of(changes: Sequence[Change]) -> list[tuple[Change, ...]]:
    """What is accepted together, in the order of the first of each."""
    units: dict[str, list[Change]] = {}
    for change in changes:
        units.setdefault(change.group or change.id, []).append(change)
    return [tuple(unit) for unit in units.values()]


def _content(unit: Sequence[Change]) -> tuple[object, ...]:
    """What a group does, to see whether another does the same."""
    return tuple(
        (c.kind, c.sentence_id, c.before, c.after, c.sentence and bare(c.sentence), c.frame)
        for c in unit
    )


def with_facts_of(change: Change, meanwhile: Meanwhile, facts: tuple[str, ...]) -> Change:
    """The change with its facts numbered as in `facts`."""
    added = facts if facts != meanwhile.new.facts else ()
    if change.sentence is None:
        return replace(change, facts=added)
    before = change.facts or meanwhile.old.facts
    return replace(change, sentence=renumbered(change.sentence, before, facts), facts=added)


def opened_in(unit: Sequence[Change]) -> set[str]:
    """The items, as their numbers in the draft they come from, that a group brings in."""
    return {block_of(c.sentence.id) for c in unit if c.kind == "insert" and c.frame and c.sentence}


def _placed(unit: Sequence[Change], meanwhile: Meanwhile) -> list[Change] | None:
    """The changes of a group in their new places, without those already done; None if one of them
    no longer fits."""
    if _would_orphan(unit, meanwhile):
        return None
    opened = opened_in(unit)
    placed: list[Change] = []
    for change in unit:
        if _done(change, opened, meanwhile):
            continue
        at = _place(change, opened, meanwhile)
        if at is None:
            return None
        placed.append(replace(change, sentence_id=at))
    return placed


def _would_orphan(unit: Sequence[Change], meanwhile: Meanwhile) -> bool:
    """Whether an item would go out that has got a sentence meanwhile, which would be left over."""
    out = {meanwhile.now(c.sentence_id) for c in unit if c.kind == "delete"}
    items = {block_of(i) for i in out if i and i.endswith(".h")}
    return any(member not in out for item in items for member in meanwhile.members(item))


def _done(change: Change, opened: set[str], meanwhile: Meanwhile) -> bool:
    """Whether somebody else has made the same change."""
    if change.sentence_id in (HEADING, NUMBERING):
        return meanwhile.whole(change.sentence_id) == change.after
    if change.kind == "delete":
        return meanwhile.now(change.sentence_id) is None
    if change.sentence is None:
        return False
    line = Line(change.sentence, change.frame)
    if change.kind == "replace":
        altered = meanwhile.altered.get(change.sentence_id)
        return altered is not None and same(meanwhile.lines[altered], line)
    if block_of(change.sentence.id) in opened:
        return False
    item = meanwhile.block_now(block_of(change.sentence_id or "lead"))
    for i in sorted(meanwhile.come):
        if block_of(i) == item and same(meanwhile.lines[i], line):
            meanwhile.come.discard(i)  # it answers one insertion only
            return True
    return False


def _place(change: Change, opened: set[str], meanwhile: Meanwhile) -> str | None:
    """Where the change belongs now; None if its place was changed or is gone."""
    if change.sentence_id in (HEADING, NUMBERING):
        fits = meanwhile.whole(change.sentence_id) == change.before
        return change.sentence_id if fits else None
    if change.kind != "insert":
        return meanwhile.home.get(change.sentence_id)
    if change.sentence and block_of(change.sentence.id) in opened:
        return meanwhile.end_before(change.sentence_id)
    if meanwhile.block_now(block_of(change.sentence_id or "lead")) is None:
        return None
    return meanwhile.before(change.sentence_id)
