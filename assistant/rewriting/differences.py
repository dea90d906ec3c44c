"""What changed between two drafts, and a draft with some of the changes made. Pure.

Items are told apart first, then the sentences of an item that stayed in its place. Changes are
placed on the flat list of a draft's sentences, so that any choice of them makes a draft and the
order of choosing does not matter.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.document import Draft, with_sentence_ids
from assistant.errors import DraftError
from assistant.rewriting.alignment import aligned_items, aligned_lines, in_place
from assistant.rewriting.changes import HEADING, NUMBERING, Change, ChangeKind
from assistant.rewriting.grouping import grouped
from assistant.rewriting.lines import (
    Line,
    draft_of,
    item_lines,
    lead_lines,
    lines_of,
    same,
    united_facts,
    with_facts,
)

Row = tuple[Line | None, Line | None]

_MOVED_ON = "这处修改所依据的原文已经变了，请重新提出修改"


def changes_between(old: Draft, new: Draft) -> tuple[Change, ...]:
    """The changes that make `new` out of `old`, c1, c2 … in reading order.

    Sentence by sentence; what only makes sense together (a moved, merged, split or exchanged
    item) has one `group`. Facts of `new` that `old` has not are added to its own.
    """
    old = with_sentence_ids(old)
    facts = united_facts(old.facts, new.facts)
    new = with_sentence_ids(with_facts(new, facts))
    added = facts if facts != old.facts else ()
    changes = [
        Change("", "replace", name, before, after, facts=added)
        for name, before, after in (
            (HEADING, old.heading, new.heading),
            (NUMBERING, old.numbering, new.numbering),
        )
        if before != after
    ]
    blocks: list[int] = [-1] * len(changes)
    anchor = ""
    for block, rows in enumerate(_blocks(old, new)):
        for before, after in rows:
            change = _change(before, after, anchor, added)
            if change:
                changes.append(change)
                blocks.append(block)
            anchor = before.id if before else anchor
    numbered = [replace(change, id=f"c{n}") for n, change in enumerate(changes, 1)]
    return grouped(numbered, blocks, _exchanged(old, new))


def applied(old: Draft, changes: Sequence[Change], accepted: Collection[str]) -> Draft:
    """`old` with the accepted changes (their ids) made; with none, `old` itself.

    Changes of a group are made together, whichever of them was named. What is not changed stays
    as it is, but for ids, markers and findings, which follow from the whole. Raises DraftError if
    a change does not fit the draft.
    """
    chosen = chosen_of(changes, accepted)
    if not chosen:
        return old
    old = with_sentence_ids(old)
    markers = [item.marker for item in old.items]
    lines = [placed.line for placed in _placed(old, chosen)]
    return draft_of(_with_whole(old, chosen), lines, markers)


def places(old: Draft, changes: Sequence[Change], accepted: Collection[str]) -> dict[str, str]:
    """Where the sentences of `old` stand in ``applied(old, changes, accepted)``: id → id there.

    Reworded sentences too; those that went out are missing, also when they came in elsewhere.
    """
    old = with_sentence_ids(old)
    placed = _placed(old, chosen_of(changes, accepted))
    made = draft_of(old, [p.line for p in placed]).sentences()
    return {p.origin: s.id for p, s in zip(placed, made, strict=True) if p.origin}


def remaining(
    old: Draft, changes: Sequence[Change], accepted: Collection[str]
) -> tuple[Change, ...]:
    """The changes that were not accepted, as changes of ``applied(old, changes, accepted)``."""
    old = with_sentence_ids(old)
    chosen = chosen_of(changes, accepted)
    pending = [c for c in changes if c not in chosen]
    at = places(old, changes, accepted) | {HEADING: HEADING, NUMBERING: NUMBERING}
    made = draft_of(old, [p.line for p in _placed(old, chosen)]).sentences()
    # What could come in is walked past where it would stand, to see what stands before it.
    anchors: dict[str, str] = {}
    before = ""
    for placed in _placed(old, [c for c in changes if c in chosen or c.kind == "insert"]):
        if placed.change is not None and placed.change in pending:
            anchors[placed.change.id] = before
        else:
            before = next(made).id
    return tuple(
        replace(c, sentence_id=anchors[c.id] if c.kind == "insert" else at[c.sentence_id])
        for c in pending
    )


@dataclass(frozen=True)
class _Placed:
    """A line after the changes: the id it had, or what brought it in."""

    line: Line
    origin: str
    change: Change | None = None


def _placed(old: Draft, chosen: Sequence[Change]) -> list[_Placed]:
    _fit(old, chosen)
    edits = {c.sentence_id: c for c in chosen if c.kind != "insert"}
    placed = [*_inserted(chosen, "")]
    for line in lines_of(old):
        edit = edits.get(line.id)
        if edit is None:
            placed.append(_Placed(line, line.id))
        elif edit.sentence is not None:
            placed.append(_Placed(Line(edit.sentence, edit.frame), line.id, edit))
        placed += _inserted(chosen, line.id)
    return placed


def chosen_of(changes: Sequence[Change], accepted: Collection[str]) -> list[Change]:
    """The accepted changes and those of their groups, in order."""
    groups = {c.group for c in changes if c.id in accepted and c.group}
    return [c for c in changes if c.id in accepted or c.group in groups]


def _with_whole(old: Draft, chosen: Sequence[Change]) -> Draft:
    """The draft with what the changes do to it as a whole."""
    values = {c.sentence_id: c.after for c in chosen if c.sentence_id in (HEADING, NUMBERING)}
    facts = max((c.facts for c in chosen), key=len)
    return replace(
        old,
        heading=values.get(HEADING, old.heading),
        numbering=values.get(NUMBERING, old.numbering),
        facts=facts or old.facts,
    )


def _fit(old: Draft, chosen: Sequence[Change]) -> None:
    texts = {s.id: s.text for s in old.sentences()}
    texts |= {HEADING: old.heading, NUMBERING: old.numbering}
    for change in chosen:
        at_start = change.kind == "insert" and change.sentence_id == ""
        known = at_start or change.sentence_id in texts
        if not known or (change.kind != "insert" and texts[change.sentence_id] != change.before):
            raise DraftError(_MOVED_ON)


def _inserted(chosen: Sequence[Change], sentence_id: str) -> Iterator[_Placed]:
    for change in chosen:
        if change.kind == "insert" and change.sentence_id == sentence_id and change.sentence:
            yield _Placed(Line(change.sentence, change.frame), "", change)


def _change(
    before: Line | None, after: Line | None, anchor: str, facts: tuple[str, ...]
) -> Change | None:
    """What happened to a line; an inserted one comes after `anchor`."""
    if before and after and same(before, after):
        return None
    kind: ChangeKind = "replace" if before and after else "insert" if after else "delete"
    return Change(
        "", kind, before.id if before else anchor,
        before.text if before else "", after.text if after else "",
        sentence=after.sentence if after else None, frame=after.frame if after else None,
        facts=facts,
    )  # fmt: skip


@dataclass(frozen=True)
class _Plan:
    """Items by index: pairs that kept their place, old ones that go out, new ones that come in."""

    kept: tuple[tuple[int, int], ...]
    gone: tuple[int, ...]
    come: tuple[int, ...]
    moved: tuple[tuple[int, int], ...]


def _plan(old: Draft, new: Draft) -> _Plan:
    pairs = aligned_items(old.items, new.items)
    kept = in_place(pairs, [len(item.text) for item in new.items])
    stay_old, stay_new = {i for i, _ in kept}, {j for _, j in kept}
    return _Plan(
        tuple(sorted(kept)),
        tuple(i for i in range(len(old.items)) if i not in stay_old),
        tuple(j for j in range(len(new.items)) if j not in stay_new),
        tuple(pair for pair in pairs if pair not in kept),
    )


def _blocks(old: Draft, new: Draft) -> Iterator[list[Row]]:
    """The lead, then every item of either draft, old ones that go out before what takes their
    place."""
    yield aligned_lines(lead_lines(old), lead_lines(new))
    plan = _plan(old, new)
    i = j = 0
    for a, b in [*plan.kept, (len(old.items), len(new.items))]:
        for item in old.items[i:a]:
            yield [(line, None) for line in item_lines(item)]
        for item in new.items[j:b]:
            yield [(None, line) for line in item_lines(item)]
        if a < len(old.items):
            before, after = item_lines(old.items[a]), item_lines(new.items[b])
            yield [(before[0], after[0]), *aligned_lines(before[1:], after[1:])]
        i, j = a + 1, b + 1


def _exchanged(old: Draft, new: Draft) -> tuple[tuple[str, str], ...]:
    """(sentence id of an old heading, of the new one) of items of which one took the other's
    place or is the other, moved."""
    plan = _plan(old, new)
    links = [(old.items[i].heading.id, new.items[j].heading.id) for i, j in plan.moved]
    moved_old, moved_new = {i for i, _ in plan.moved}, {j for _, j in plan.moved}
    i = j = 0
    for a, b in [*plan.kept, (len(old.items), len(new.items))]:
        if a - i == 1 == b - j and i not in moved_old and j not in moved_new:
            links.append((old.items[i].heading.id, new.items[j].heading.id))
        i, j = a + 1, b + 1
    return tuple(links)
