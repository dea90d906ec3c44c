"""Two drafts as one run of sentences: what stayed, what went and what came. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from assistant.document import Draft, with_sentence_ids
from assistant.rewriting.differences import changes_between
from assistant.rewriting.lines import Line, lines_of
from assistant.rewriting.rebasing import steps_of


@dataclass(frozen=True)
class Pair:
    """A sentence as it was and as it is; None where it was not, or is no more.

    `old_marker` and `new_marker` stand before it where it heads an item.
    """

    old: Line | None
    new: Line | None
    old_marker: str = ""
    new_marker: str = ""

    @property
    def opens_old(self) -> bool:
        return self.old is not None and self.old.frame is not None

    @property
    def opens_new(self) -> bool:
        return self.new is not None and self.new.frame is not None


def paired(new: Draft, old: Draft | None) -> Iterator[Pair]:
    """The sentences of both in one order; with no `old`, nothing has changed."""
    before = with_sentence_ids(old or new)
    changes = changes_between(before, new) if old else ()
    old_markers = iter([item.marker for item in before.items])
    new_markers = iter([item.marker for item in new.items])
    come = iter(lines_of(new))
    for step in steps_of(before, changes):
        pair = Pair(step.old, next(come) if step.new else None)
        yield Pair(
            pair.old,
            pair.new,
            next(old_markers) if pair.opens_old else "",
            next(new_markers) if pair.opens_new else "",
        )
