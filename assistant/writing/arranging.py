"""The units of an item, once chosen, shared out among its sentences.

The sentences are chosen one after the other, so the last gets what is left: often one bare unit, or
two of one source. The same units exchanged between the sentences — or a unit for its shorter form —
make sentences none of which is mostly one past paragraph.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from assistant.writing.joining import Joined, Joining

# What a sentence costs: for each share of one source beyond a half and beyond a little more …
_HALF, _COPIED = 0.5, 4.0
_MOSTLY, _MOSTLY_COPIED = 0.595, 1.0
# … for being one bare unit, for each character beyond what is read in one breath, for reading ill.
_BARE, _LONG, _TOO_LONG = 0.5, 62, 0.03
_COHERENT, _INVERTED = 0.35, 0.15
_SAME_OPENING = 0.3  # of a pair of sentences: 健全…。健全…。
_OUTSIDE = 0.1  # a character
_ROUNDS = 8
_GAIN = 0.02

Block = tuple[int, ...]  # a unit, with the purpose that follows it


@dataclass(frozen=True)
class Arranger:
    """`owed` are paragraphs that the item must cite; `low` and `high` bound its characters, of
    which `taken` are written."""

    joining: Joining
    owed: frozenset[str]
    taken: int
    low: int
    high: int

    def arranged(self, sentences: Sequence[Joined]) -> list[Joined]:
        """The best that moves, exchanges and shorter forms make of the sentences, step by step."""
        now = list(sentences)
        for _ in range(_ROUNDS):
            best = min(self._changed(now), key=self._cost, default=now)
            if self._cost(best) > self._cost(now) - _GAIN:
                break
            now = best
        return now

    def _cost(self, sentences: Sequence[Joined]) -> float:
        """What all sentences cost, what their openings have in common, and what is off the length."""
        openings = [self.joining.at(s[0]).text[:2] for s in sentences]
        alike = len(openings) - len(set(openings))
        total = self.taken + sum(map(self.joining.chars, sentences))
        outside = max(0, self.low - total) + max(0, total - self.high)
        return sum(map(self._cost_of, sentences)) + _SAME_OPENING * alike + _OUTSIDE * outside

    def _cost_of(self, sentence: Joined) -> float:
        if sentence not in self._known:
            self._known[sentence] = self._sentence_cost(sentence)
        return self._known[sentence]

    @cached_property
    def _known(self) -> dict[Joined, float]:
        return {}

    def _sentence_cost(self, sentence: Joined) -> float:
        joining = self.joining
        copied = joining.repeated(sentence)
        heads = sum(joining.at(n).piece.unit.kind == "head" for n in sentence[1:])
        return (
            _COPIED * max(0.0, copied - _HALF)
            + _MOSTLY_COPIED * (copied > _MOSTLY)
            + _BARE * (len(sentence) == 1)
            + _TOO_LONG * max(0, joining.chars(sentence) - _LONG)
            + _INVERTED * heads
            - _COHERENT * joining.coherence(sentence)
            + joining.clash(sentence)
        )

    def _changed(self, sentences: Sequence[Joined]) -> Iterator[list[Joined]]:
        blocks = [self._blocks(s) for s in sentences]
        for a, giving in enumerate(blocks):
            for place, block in enumerate(giving):
                rest = giving[:place] + giving[place + 1 :]
                for b, other in enumerate(blocks):
                    if a == b:
                        yield from self._with(sentences, {a: [block, *rest]})
                        continue
                    yield from self._with(sentences, {a: rest, b: [*other, block]})
                    for there in range(len(other)) if a < b else ():
                        mine = [*giving[:place], other[there], *giving[place + 1 :]]
                        theirs = [*other[:there], block, *other[there + 1 :]]
                        yield from self._with(sentences, {a: mine, b: theirs})
                for shorter in self._shorter(block):
                    yield from self._with(
                        sentences, {a: [*giving[:place], shorter, *giving[place + 1 :]]}
                    )

    def _shorter(self, block: Block) -> Iterator[Block]:
        """The block with a unit in its shorter form, and without its purpose."""
        for n, candidate in enumerate(self.joining.pool.candidates):
            is_form = candidate.shortens and candidate.whole == self.joining.at(block[0]).whole
            if is_form and n != block[0]:
                yield (n, *block[1:])
        if len(block) > 1:
            yield block[:1]

    def _with(
        self, sentences: Sequence[Joined], changed: dict[int, list[Block]]
    ) -> Iterator[list[Joined]]:
        """The sentences with those changed, where all of them still stand."""
        new: list[Joined] = []
        for place, sentence in enumerate(sentences):
            blocks = changed.get(place)
            made = self._joined(blocks) if blocks is not None else sentence
            if made:
                new.append(made)
            elif blocks:
                return
        had = {self.joining.paragraphs[n] for s in sentences for n in s} & self.owed
        if new and had <= {self.joining.paragraphs[n] for s in new for n in s}:
            yield new

    def _joined(self, blocks: Sequence[Block]) -> Joined:
        """A purpose closes its sentence, and there is one at most; () if it cannot stand."""
        ordered = sorted(blocks, key=len)
        sentence = tuple(n for block in ordered for n in block)
        if sum(len(block) > 1 for block in blocks) > 1 or not self.joining.stands(sentence):
            return ()
        return sentence

    def _blocks(self, sentence: Joined) -> list[Block]:
        blocks: list[Block] = []
        for n in sentence:
            if self.joining.at(n).is_tail and blocks:
                blocks[-1] = (*blocks[-1], n)
            else:
                blocks.append((n,))
        return blocks
