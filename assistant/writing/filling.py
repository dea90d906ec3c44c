"""Units enough for an asked length: of all sets of them the best one, searched exactly.

Sentences are chosen one after the other for how they read (`composing`); what they leave over need
not fit any more, though other units would have. Here the units are chosen first and together: none
says what another says, no past item comes back (`copying.COPIED_ITEM`, counted as the check counts
it), and of the sets that are long enough the one that is most on the theme wins. Then they are
shared out among sentences, for `arranging` to better.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import ceil

from assistant.checking.copying import COPIED_ITEM, ONE_SENTENCE, repeated_places, without_marks
from assistant.clauses import subject_word
from assistant.writing.joining import Joined, Joining

_SAME_SUBJECT = 3  # 个别…, 有的… in an item; the fourth reads like a list (`checking.broken`)
_STEPS = 4000  # of the search; more than any pool of a few items takes


@dataclass(frozen=True)
class Block:
    """A unit, with the purpose that follows it, of past item number `source`; `cost` is what it
    lacks beside the best unit, a character; `bars` are the units that cannot stand with it, as
    bits; `whole` is the same for a unit and its shorter forms; `subject` is its 个别, 有的, …."""

    units: Joined
    whole: tuple[str, int]
    source: int
    chars: int
    cost: float
    bars: int
    subject: str
    repeats: tuple[int, ...]  # of each paragraph the places it repeats, as bits

    @property
    def bit(self) -> int:
        return sum(1 << n for n in self.units)


@dataclass(frozen=True)
class Filler:
    """Fills an item headed `heading` from the pool; `with_tails` for plans."""

    joining: Joining
    heading: str
    with_tails: bool

    def filled(self, low: int, high: int, sentence_chars: int) -> list[Joined]:
        """Sentences of `low` to `high` characters in all; as many as there are if there are fewer."""
        search = Search(self._blocks, self._sizes, low, high, self._heading_repeats)
        search.run()
        return self._shared_out(search.best, sentence_chars)

    # --- what there is -----------------------------------------------------------------------

    @cached_property
    def _blocks(self) -> tuple[Block, ...]:
        """Cheapest first; those that no set can hold are left out."""
        candidates = self.joining.pool.candidates
        top = max((c.score for c in candidates), default=0.0)
        blocks = [self._block(units, top) for units in self._units()]
        return tuple(sorted(blocks, key=lambda b: (b.cost / b.chars, -b.chars)))

    def _units(self) -> Iterator[Joined]:
        candidates = self.joining.pool.candidates
        tails = [n for n, c in enumerate(candidates) if c.is_tail] if self.with_tails else []
        for n, candidate in enumerate(candidates):
            if candidate.is_tail:
                continue
            yield (n,)
            yield from ((n, tail) for tail in tails if self.joining.same_sentence(n, tail))

    def _block(self, units: Joined, top: float) -> Block:
        joining = self.joining
        sizes = [joining.sizes[n] for n in units]
        cost = sum((top - joining.at(n).score) * joining.sizes[n] for n in units)
        bars = sum(1 << n for n in set().union(*(joining.pool.redundant[m] for m in units)))
        repeats = [0] * len(self._paragraphs)
        for n in units:
            repeats = [
                a | b for a, b in zip(repeats, self._repeats(joining.at(n).text), strict=True)
            ]
        source = list(self._paragraphs).index(joining.paragraphs[units[0]])
        chars = sum(sizes) + len(sizes)
        first = joining.at(units[0])
        subject = subject_word(first.text)
        return Block(units, first.whole, source, chars, cost, bars, subject, tuple(repeats))

    @cached_property
    def _paragraphs(self) -> dict[str, str]:
        """The words of each past item that units are from, by its paragraph's id."""
        precedents = (c.piece.precedent for c in self.joining.pool.candidates)
        return {p.paragraph.id: without_marks(p.text) for p in precedents}

    @cached_property
    def _sizes(self) -> list[int]:
        """Their lengths; of those no longer than a sentence so much that all may come back."""
        lengths = map(len, self._paragraphs.values())
        return [n if n > ONE_SENTENCE else ceil(n / COPIED_ITEM) for n in lengths]

    @cached_property
    def _heading_repeats(self) -> tuple[int, ...]:
        return self._repeats(self.heading)

    def _repeats(self, text: str) -> tuple[int, ...]:
        return tuple(
            sum(1 << place for place in repeated_places(words, text))
            for words in self._paragraphs.values()
        )

    # --- into sentences ----------------------------------------------------------------------

    def _shared_out(self, blocks: Sequence[Block], sentence_chars: int) -> list[Joined]:
        """Each sentence opened by a unit that can, no two of one source in it where it can be, a
        purpose at its end; [] if nothing can open one."""
        plain = [b for b in blocks if len(b.units) == 1]
        closing = [b for b in blocks if len(b.units) > 1]
        openers = [b for b in (*plain, *closing) if self.joining.opens[b.units[0]]]
        openers.sort(key=lambda b: (len(b.units), not self._is_head(b)))
        total = sum(b.chars for b in blocks)
        count = min(len(openers), max(1, len(closing), round(total / sentence_chars)))
        if not count:
            return []
        sentences = [[opener] for opener in openers[:count]]
        for block in (*plain, *closing):
            if block not in openers[:count]:
                self._home(sentences, block).append(block)
        joined = [tuple(n for b in sorted(s, key=_closes) for n in b.units) for s in sentences]
        return joined if all(map(self.joining.stands, joined)) else []

    def _is_head(self, block: Block) -> bool:
        return self.joining.at(block.units[0]).piece.unit.kind == "head"

    def _home(self, sentences: Sequence[list[Block]], block: Block) -> list[Block]:
        """The sentence that is least of the block's source, and the shortest of those."""
        source = self.joining.paragraphs[block.units[0]]

        def against(sentence: list[Block]) -> tuple[bool, int, int]:
            same = sum(b.chars for b in sentence if self.joining.paragraphs[b.units[0]] == source)
            closed = _closes(block) and any(map(_closes, sentence))
            return closed, same, sum(b.chars for b in sentence)

        return min(sentences, key=against)


_NOTHING = Block((), ("", 0), 0, 0, 0.0, 0, "", ())


def _closes(block: Block) -> bool:
    return len(block.units) > 1


@dataclass
class Search:
    """Branch and bound over which blocks to take."""

    blocks: Sequence[Block]
    sizes: Sequence[int]  # of the paragraphs
    low: int
    high: int
    repeated: tuple[int, ...]  # what the heading repeats of them
    best: tuple[Block, ...] = ()
    _rank: tuple[int, float] = field(default=(0, 0.0))
    _steps: int = 0

    def run(self) -> None:
        self._steps = 0
        self._take(0, (), 0, 0.0, 0, self.repeated)

    def _take(
        self,
        at: int,
        taken: tuple[Block, ...],
        chars: int,
        cost: float,
        barred: int,
        repeated: tuple[int, ...],
    ) -> None:
        self._steps += 1
        # As long as asked, or as long as can be; then the cheapest.
        if (rank := (min(chars, self.low), -cost)) > self._rank:
            self.best, self._rank = taken, rank
        if chars >= self.low or self._steps > _STEPS:
            return
        for place in range(at, len(self.blocks)):
            if (self._most(place, chars, barred, repeated), -cost) <= self._rank:
                return
            block = self.blocks[place]
            if block.bit & barred or chars + block.chars > self.high:
                continue
            if block.subject and [b.subject for b in taken].count(block.subject) == _SAME_SUBJECT:
                continue
            now = tuple(a | b for a, b in zip(repeated, block.repeats, strict=True))
            if self._brings_back(now):
                continue
            longer = chars + block.chars
            self._take(
                place + 1, (*taken, block), longer, cost + block.cost, barred | block.bars, now
            )

    def _most(self, at: int, chars: int, barred: int, repeated: Sequence[int]) -> int:
        """Characters that the blocks from `at` on could bring at most, up to what is asked: of a
        past item, whose units lie side by side, no more than may come back."""
        longest: dict[tuple[str, int], Block] = {}
        for block in self.blocks[at:]:
            if not block.bit & barred and block.chars > longest.get(block.whole, _NOTHING).chars:
                longest[block.whole] = block
        has, room = (
            [0] * len(self.sizes),
            [
                int(COPIED_ITEM * size) - places.bit_count()
                for size, places in zip(self.sizes, repeated, strict=True)
            ],
        )
        for block in longest.values():
            new = block.repeats[block.source] & ~repeated[block.source]
            has[block.source] += block.chars
            room[block.source] += block.chars - new.bit_count()
        return min(self.low, chars + sum(max(0, min(both)) for both in zip(has, room, strict=True)))

    def _brings_back(self, repeated: Sequence[int]) -> bool:
        return any(
            places.bit_count() > COPIED_ITEM * size
            for places, size in zip(repeated, self.sizes, strict=True)
        )
