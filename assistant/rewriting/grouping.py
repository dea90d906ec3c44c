"""Which changes only make sense together. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from assistant.rewriting.alignment import share_in, similarity
from assistant.rewriting.changes import Change

_SAME_SENTENCE = 0.8  # one that went out here and came in there was moved
_TAKEN_UP = 0.6  # share of a sentence's words that another has taken up
_LONG_ENOUGH = 6  # characters; shorter ones are alike by chance


def grouped(
    changes: Sequence[Change], blocks: Sequence[int], exchanged: Sequence[tuple[str, str]]
) -> tuple[Change, ...]:
    """The changes with their groups: g1, g2 …, "" for one that stands by itself.

    `blocks[n]` numbers the item (0 = the lead) in which change n is; `exchanged` has the ids of
    the headings of items that belong together.
    """
    joined = _Joined(len(changes))
    _join_whole_items(joined, changes, blocks)
    _join_exchanged(joined, changes, exchanged)
    _join_moved(joined, changes, blocks)
    _join_divided(joined, changes, blocks)
    _join_frames(joined, changes, blocks)
    names: dict[int, str] = {}
    result = []
    for n, change in enumerate(changes):
        root = joined.root(n)
        if joined.size(root) > 1:
            change = replace(change, group=names.setdefault(root, f"g{len(names) + 1}"))
        result.append(change)
    return tuple(result)


class _Joined:
    """Numbers 0…n-1 in sets that are joined one by one."""

    def __init__(self, count: int) -> None:
        self._parent = list(range(count))

    def root(self, n: int) -> int:
        while self._parent[n] != n:
            n = self._parent[n]
        return n

    def join(self, a: int, b: int) -> None:
        low, high = sorted((self.root(a), self.root(b)))
        self._parent[high] = low

    def size(self, root: int) -> int:
        return sum(self.root(n) == root for n in range(len(self._parent)))


def _join_whole_items(joined: _Joined, changes: Sequence[Change], blocks: Sequence[int]) -> None:
    """An item comes or goes whole: its sentences would stand under another heading."""
    headings = {
        block: n for n, (c, block) in enumerate(zip(changes, blocks, strict=True)) if _opens(c)
    }
    for n, block in enumerate(blocks):
        if block in headings:
            joined.join(headings[block], n)


def _opens(change: Change) -> bool:
    """Whether an item comes in or goes out with this heading."""
    if change.kind == "insert":
        return change.frame is not None
    return change.kind == "delete" and change.sentence_id.endswith(".h")


def _join_exchanged(
    joined: _Joined, changes: Sequence[Change], exchanged: Sequence[tuple[str, str]]
) -> None:
    gone = {c.sentence_id: n for n, c in enumerate(changes) if c.kind == "delete"}
    come = {c.sentence.id: n for n, c in enumerate(changes) if c.kind == "insert" and c.sentence}
    for old, new in exchanged:
        joined.join(gone[old], come[new])


def _join_moved(joined: _Joined, changes: Sequence[Change], blocks: Sequence[int]) -> None:
    """A sentence that went out of one item and into another, by itself or within another; what
    it was joined with has a new heading as a rule, so that goes along."""
    by_block: defaultdict[int, list[int]] = defaultdict(list)
    for n, block in enumerate(blocks):
        by_block[block].append(n)
    for n, gone in enumerate(changes):
        if gone.kind != "delete" or len(gone.before) < _LONG_ENOUGH:
            continue
        for m, come in enumerate(changes):
            if come.kind == "delete" or come.sentence is None or blocks[n] == blocks[m]:
                continue
            if not _moved_into(gone, come):
                continue
            joined.join(n, m)
            if _opens(changes[by_block[blocks[n]][0]]):
                for k in by_block[blocks[m]]:
                    if changes[k].kind == "replace" and changes[k].frame:
                        joined.join(n, k)


def _moved_into(gone: Change, come: Change) -> bool:
    if come.kind == "insert" and similarity(gone.before, come.after) >= _SAME_SENTENCE:
        return True
    news = share_in(gone.before, come.after) - share_in(gone.before, come.before)
    return news >= _TAKEN_UP


def _join_divided(joined: _Joined, changes: Sequence[Change], blocks: Sequence[int]) -> None:
    """Neighbours of which one takes up the words the other had: a sentence split or merged."""
    for n in range(len(changes) - 1):
        a, b = changes[n], changes[n + 1]
        if blocks[n] != blocks[n + 1] or blocks[n] < 0 or a.kind == b.kind:
            continue
        for whole, part in ((a, b), (b, a)):
            if whole.kind != "replace":
                continue
            before, after = (
                (whole.before, whole.after)
                if part.kind == "insert"
                else (whole.after, whole.before)
            )
            words = part.after or part.before
            if share_in(words, before) - share_in(words, after) >= _TAKEN_UP:
                joined.join(n, n + 1)


def _join_frames(joined: _Joined, changes: Sequence[Change], blocks: Sequence[int]) -> None:
    """A heading that stays to the letter while its item gets another theme or origin goes with
    the first sentence that changes."""
    for n in range(len(changes) - 1):
        change = changes[n]
        unworded = change.kind == "replace" and change.before == change.after
        if change.frame and unworded and blocks[n] == blocks[n + 1]:
            joined.join(n, n + 1)
