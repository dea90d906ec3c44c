"""A tidy view of a text that still knows where every character of it stands in the original.

Offices type blanks, brackets, digits and line ends in many ways, and pasted text loses its line
ends altogether. The parser reads the tidy view; every span it finds is mapped back, so that
offsets always index the words as they were given.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

_LINE_ENDS = "\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
_INVISIBLE = "\u200b-\u200f\u2060\ufeff\u00ad"
# Runs of what is not copied as it is: line ends, blanks and what nobody sees.
_RUN = re.compile(rf"[\s{_INVISIBLE}]+")
_ANY_LINE_END = re.compile(f"\r\n|[{_LINE_ENDS}]")
_ONE_FOR_ONE = str.maketrans("０１２３４５６７８９()﹙﹚﹑､｡", "0123456789（）（）、、。")
_HALF_WIDTH = re.compile(r"(?<=[\u4e00-\u9fff”’）》])[,:;!?]")
_FULL_WIDTH = dict(zip(",:;!?", "，：；！？", strict=True))
_CHINESE = re.compile(r"[\u3001-\u303f\u4e00-\u9fff\uff00-\uff60“”‘’—…]")


@dataclass(frozen=True)
class View:
    """``text[i]`` stands at ``[starts[i], ends[i])`` of the original; a virtual line end, which
    the original lacks, stands between two characters (start == end)."""

    text: str
    starts: list[int]
    ends: list[int]

    @classmethod
    def of(cls, original: str) -> View:
        """Line ends become ``\\n``; invisible characters and blanks between Chinese go; other
        blanks become one; brackets, digits and punctuation become those of a Chinese text."""
        tidy = original.translate(_ONE_FOR_ONE)
        tidy = _HALF_WIDTH.sub(lambda match: _FULL_WIDTH[match.group()], tidy)
        pieces: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        position = 0
        for run in _RUN.finditer(tidy):
            _copy(tidy, position, run.start(), pieces, starts, ends)
            for start, end, character in _kept(tidy, run.start(), run.end()):
                pieces.append(character)
                starts.append(start)
                ends.append(end)
            position = run.end()
        _copy(tidy, position, len(tidy), pieces, starts, ends)
        return cls("".join(pieces), starts, ends)

    def broken_at(self, positions: Iterable[int]) -> View:
        """The same view with a virtual line end before each of the positions."""
        pieces: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        bounds = [0, *sorted(set(positions) - {0, len(self.text)}), len(self.text)]
        for begin, stop in pairwise(bounds):
            if begin:
                pieces.append("\n")
                starts.append(self.starts[begin])
                ends.append(self.starts[begin])
            pieces.append(self.text[begin:stop])
            starts += self.starts[begin:stop]
            ends += self.ends[begin:stop]
        return View("".join(pieces), starts, ends)

    def start(self, position: int) -> int:
        """Where the character at `position` starts in the original."""
        return self.starts[position] if position < len(self.starts) else self.end(position)

    def end(self, position: int) -> int:
        """Where the character before `position` ends in the original."""
        return self.ends[position - 1] if position else 0

    def lines(self, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
        """Spans of the non-empty lines of ``text[start:end]``, without the blanks at their edges."""
        stop = len(self.text) if end is None else end
        spans = []
        for match in re.compile(r"[^\n]+").finditer(self.text, start, stop):
            line = match.group()
            if stripped := line.strip():
                begin = match.start() + len(line) - len(line.lstrip())
                spans.append((begin, begin + len(stripped)))
        return spans


def _copy(
    text: str, start: int, end: int, pieces: list[str], starts: list[int], ends: list[int]
) -> None:
    if start < end:
        pieces.append(text[start:end])
        starts.extend(range(start, end))
        ends.extend(range(start + 1, end + 1))


def _kept(text: str, start: int, end: int) -> list[tuple[int, int, str]]:
    """What remains of a run of blanks, line ends and invisible characters."""
    line_ends = [(m.start(), m.end(), "\n") for m in _ANY_LINE_END.finditer(text, start, end)]
    if line_ends:
        return line_ends
    blank = next((i for i in range(start, end) if text[i].isspace()), None)
    if blank is None or start == 0 or end == len(text):
        return []
    if _CHINESE.match(text[start - 1]) and _CHINESE.match(text[end]):
        return []
    return [(blank, blank + 1, " ")]
