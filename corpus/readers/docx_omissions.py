"""What a Word file holds and its text does not: gathered while it is read, told once at the end."""

from __future__ import annotations

import re
from collections import Counter

from corpus.readers.reading import Note, NoteKind

_UNITS = {"图片": "张", "特殊符号": "个", "注音": "处"}


class Omissions:
    """Words left out, those next to each other as one; and other things, which are counted."""

    def __init__(self) -> None:
        self._pieces: list[tuple[NoteKind, list[str]]] = []
        self._interrupted = False
        self._things: Counter[str] = Counter()
        self._single: list[str] = []

    def add(self, kind: NoteKind, text: str) -> None:
        """Words that are left out here."""
        if self._interrupted or not self._pieces or self._pieces[-1][0] is not kind:
            self._pieces.append((kind, []))
        self._pieces[-1][1].append(text)
        self._interrupted = False

    def seen(self) -> None:
        """Words that are not left out stand here."""
        self._interrupted = True

    def end_paragraph(self) -> None:
        """What is left out from here on is on a line of its own."""
        if self._pieces and not self._interrupted:
            self._pieces[-1][1].append("\n")

    def count(self, thing: str) -> None:
        """One more picture, or whatever else is not text."""
        self._things[thing] += 1

    def mention(self, thing: str) -> None:
        """Something that is there or not, such as a macro."""
        self._single.append(thing)

    def notes(self) -> tuple[Note, ...]:
        """All that was left out; blanks are not worth a word."""
        words = [
            Note(kind, text)
            for kind, pieces in self._pieces
            if (text := re.sub(r"\n{2,}", "\n", "".join(pieces)).strip())
        ]
        things = [f"{thing} {n} {_UNITS.get(thing, '个')}" for thing, n in self._things.items()]
        return (*words, *(Note(NoteKind.IGNORED, text) for text in (*things, *self._single)))
