"""Two people on one draft: what both did, and what cannot be had both ways. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.document import Draft, with_sentence_ids
from assistant.rewriting.changes import HEADING, NUMBERING, Change
from assistant.rewriting.differences import applied, changes_between, places, remaining
from assistant.rewriting.lines import item_lines, united_facts
from assistant.rewriting.transplanting import (
    Meanwhile,
    Transplant,
    block_of,
    opened_in,
    transplanted,
    with_facts_of,
)


@dataclass(frozen=True)
class Conflict:
    """One place that both changed. The merged draft has `theirs` there, "" if they took it out;
    `sentence_id` is where that stands, "" if nowhere."""

    id: str
    sentence_id: str
    base: str
    mine: str
    theirs: str


@dataclass(frozen=True)
class Merge:
    """`draft` has everything of both but for the conflicts; the changes of group k1, k2 … put my
    side of conflict k1, k2 … in."""

    draft: Draft
    conflicts: tuple[Conflict, ...]
    changes: tuple[Change, ...]

    def with_mine(self, conflict_ids: Collection[str]) -> Draft:
        """The merged draft with my side of these conflicts."""
        wanted = [c.id for c in self.changes if c.group in conflict_ids]
        return applied(self.draft, self.changes, wanted)


def merged(base: Draft, mine: Draft, theirs: Draft) -> Merge:
    """My changes since `base` made on their draft. Where both changed a sentence, or one changed
    what the other took out, theirs stands and the pair is a conflict; no change is lost."""
    mine, theirs = with_sentence_ids(mine), with_sentence_ids(theirs)
    changes = changes_between(base, mine)
    transplant = transplanted(changes, base, theirs)
    ways = list(_ways_out(transplant, changes, mine))
    both = [*transplant.fitting, *(change for _, way in ways for change in way)]
    fitting = [c.id for c in transplant.fitting]
    draft = applied(theirs, both, fitting)
    left = remaining(theirs, both, fitting)
    at = places(theirs, both, fitting)
    conflicts = tuple(
        replace(conflict, sentence_id=at.get(conflict.sentence_id, conflict.sentence_id))
        for conflict, _ in ways
    )
    return Merge(draft, conflicts, left)


Way = tuple[Conflict, list[Change]]


def _ways_out(transplant: Transplant, changes: Sequence[Change], mine: Draft) -> Iterator[Way]:
    """Each conflict with the changes of their draft that would have it my way."""
    meanwhile = transplant.meanwhile
    facts = united_facts(meanwhile.new.facts, mine.facts)
    restored: set[str] = set()
    names = [c.sentence_id for unit in transplant.stuck for c in unit if c.kind != "insert"]
    taken = {c.sentence_id for c in transplant.fitting if c.kind != "insert"}
    taken |= {meanwhile.now(name) or name for name in names}
    number = 0
    for unit in transplant.stuck:
        found = list(_my_way(unit, changes, mine, meanwhile, restored))
        found += _taken_along(unit, taken, meanwhile)
        if not found:
            continue
        number += 1
        name = f"k{number}"
        way = [
            with_facts_of(replace(c, id=f"{name}.{n}", group=name), meanwhile, facts)
            for n, c in enumerate(found, 1)
        ]
        yield _conflict(name, unit, way, meanwhile), way


def _conflict(
    name: str, unit: Sequence[Change], way: Sequence[Change], meanwhile: Meanwhile
) -> Conflict:
    touched = [c.sentence_id for c in way if c.kind != "insert"]
    return Conflict(
        name,
        touched[0] if touched else "",
        "".join(c.before for c in unit),
        "".join(c.after for c in way),
        "".join(c.before for c in way),
    )


def _my_way(
    unit: Sequence[Change],
    changes: Sequence[Change],
    mine: Draft,
    meanwhile: Meanwhile,
    restored: set[str],
) -> Iterator[Change]:
    """The changes of their draft that do what the unit did to the base.

    An item they took out comes back whole, once, however many of my changes were in it.
    """
    opened = opened_in(unit)
    for change in unit:
        name = change.sentence_id
        if name in (HEADING, NUMBERING):
            yield replace(change, before=meanwhile.whole(name))
        elif change.kind == "insert" and change.sentence and block_of(change.sentence.id) in opened:
            yield replace(change, sentence_id=meanwhile.end_before(name))
        elif meanwhile.block_now(block_of(name or "lead")) is None and change.kind != "delete":
            yield from _restored(change, changes, mine, meanwhile, restored)
        elif change.kind == "insert":
            yield replace(change, sentence_id=meanwhile.before(name))
        elif now := meanwhile.now(name):
            yield replace(change, sentence_id=now, before=meanwhile.lines[now].text)
        elif change.kind == "replace":
            anchor = meanwhile.before(name)
            yield replace(change, kind="insert", sentence_id=anchor, before="", frame=None)


def _taken_along(unit: Sequence[Change], taken: set[str], meanwhile: Meanwhile) -> Iterator[Change]:
    """What they put into an item that I took out goes with it, unless something else of mine is
    about it (`taken`)."""
    headings = {meanwhile.now(c.sentence_id) for c in unit if c.kind == "delete"}
    items = {block_of(i) for i in headings if i and i.endswith(".h")}
    for item in sorted(items):
        for member in meanwhile.members(item):
            if member not in taken:
                taken.add(member)
                yield Change("", "delete", member, meanwhile.lines[member].text, "")


def _restored(
    change: Change,
    changes: Sequence[Change],
    mine: Draft,
    meanwhile: Meanwhile,
    restored: set[str],
) -> Iterator[Change]:
    """My whole item, as new on their draft."""
    at = places(meanwhile.old, changes, [c.id for c in changes])
    item = block_of(at.get(f"{block_of(change.sentence_id)}.h", ""))
    if not item or item in restored:
        return
    restored.add(item)
    anchor = meanwhile.end_before(change.sentence_id)
    for line in item_lines(mine.items[int(item) - 1]):
        yield Change(
            "", "insert", anchor, "", line.text, sentence=line.sentence, frame=line.frame,
            facts=mine.facts,
        )  # fmt: skip
