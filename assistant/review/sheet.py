"""All that the review desk shows of a section, as one value. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.document import Draft
from assistant.review.blockers import Blocker, Waiver, blockers_of, in_force, standing
from assistant.review.comments import Thread, threads_at
from assistant.review.decision import Decision
from assistant.review.entries import Entry, entries_of
from assistant.rewriting.locks import Lock


@dataclass(frozen=True)
class Marks:
    """What people made of a section beside its words."""

    decisions: tuple[Decision, ...] = ()
    threads: tuple[Thread, ...] = ()
    locks: tuple[Lock, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    is_proposed: bool = False


@dataclass(frozen=True)
class ReviewSheet:
    """`entries` in order of risk; `waivers` are those in force; `lost` are comments on sentences
    that are gone."""

    draft: Draft
    entries: tuple[Entry, ...]
    blockers: tuple[Blocker, ...]
    waivers: tuple[Waiver, ...]
    lost: tuple[Thread, ...]

    @property
    def in_the_way(self) -> tuple[Blocker, ...]:
        """The blockers that nobody waived."""
        return standing(self.blockers, self.waivers)

    @property
    def decisions(self) -> dict[str, Decision]:
        """Sentence id → the decision that holds for it."""
        return {e.id: e.decision for e in self.entries if e.decision}

    @property
    def decided(self) -> int:
        return sum(not e.is_open for e in self.entries)

    def entry(self, sentence_id: str) -> Entry | None:
        return next((e for e in self.entries if e.id == sentence_id), None)


def sheet_of(draft: Draft, marks: Marks) -> ReviewSheet:
    """`draft` is checked."""
    blockers = blockers_of(draft, marks.decisions, marks.is_proposed)
    return ReviewSheet(
        draft,
        entries_of(draft, marks.decisions, marks.threads, marks.locks),
        blockers,
        in_force(blockers, marks.waivers),
        threads_at(draft, marks.threads).get("", ()),
    )
