"""What a draft has used so far, so that nothing is said twice."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from assistant.clauses import overlap, units_of
from assistant.document import Sentence
from assistant.writing.pieces import Borrowed

_REDUNDANT = 0.34


@dataclass
class Used:
    """`owed` are pinned paragraphs that the item at hand has still to borrow from; `sources` the
    reports that it is from."""

    units: set[tuple[str, int]] = field(default_factory=set)
    headings: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    owed: set[str] = field(default_factory=set)
    sources: set[str] = field(default_factory=set)

    def says(self, text: str) -> bool:
        """Whether the draft says much the same already."""
        return any(overlap(text, other) > _REDUNDANT for other in self.texts)

    def note(self, sentences: Iterable[Sentence]) -> None:
        """What another writer wrote is said, too."""
        for sentence in sentences:
            self.texts += [u.text for u in units_of(sentence.text, 0, len(sentence.text))]

    def take(self, piece: Borrowed) -> None:
        self.units.add((piece.precedent.report.id, piece.unit.start))
        self.texts.append(piece.unit.text)
        self.owed.discard(piece.precedent.paragraph.id)
        self.sources.add(piece.precedent.report.id)
