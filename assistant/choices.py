"""What a writer chose for the draft at hand: paragraphs to use, and paragraphs never to use."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from corpus.archive import Archive
from corpus.errors import UnknownReport
from corpus.query import report_id_of
from corpus.report import Paragraph, Report

Choice = Literal["pinned", "excluded", "none"]
CHOICES: tuple[Choice, ...] = ("pinned", "excluded", "none")


@dataclass(frozen=True)
class Choices:
    """Ids of paragraphs in the order they were chosen; none is in both."""

    pinned: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()

    def with_choice(self, choice: Choice, paragraph_ids: Sequence[str]) -> Choices:
        """With the paragraphs pinned, excluded or ("none") chosen no more."""
        new = tuple(dict.fromkeys(paragraph_ids))
        pinned = tuple(i for i in self.pinned if i not in new)
        excluded = tuple(i for i in self.excluded if i not in new)
        if choice == "pinned":
            return Choices((*pinned, *new), excluded)
        if choice == "excluded":
            return Choices(pinned, (*excluded, *new))
        return Choices(pinned, excluded)


NO_CHOICES = Choices()


def of_current_versions(choices: Choices, archive: Archive) -> Choices:
    """The same words where they stand now: a report may have been replaced since they were chosen."""
    if choices == NO_CHOICES:
        return choices
    return Choices(
        tuple(dict.fromkeys(_moved(i, archive) for i in choices.pinned)),
        tuple(dict.fromkeys(_moved(i, archive) for i in choices.excluded)),
    )


def _moved(paragraph_id: str, archive: Archive) -> str:
    report_id = report_id_of(paragraph_id)
    newer = archive.replaced_by(report_id)
    if newer is None:
        return paragraph_id
    try:
        old, new = archive.report(report_id), archive.report(newer)
    except UnknownReport:  # forgotten meanwhile
        return paragraph_id
    words = {new.quote(p.start, p.end): p.id for p in new.paragraphs}
    paragraph = paragraph_of(old, paragraph_id)
    if paragraph is None:
        return paragraph_id
    return words.get(old.quote(paragraph.start, paragraph.end), paragraph_id)


def paragraph_of(report: Report, paragraph_id: str) -> Paragraph | None:
    return next((p for p in report.paragraphs if p.id == paragraph_id), None)
