"""Units → sentences of an item: as long as asked, each from several past items.

A sentence is an opening unit, one or two that go with it, and for plans the purpose that closed the
sentence one of them came from. Every choice is scored whole, for what makes a sentence good — on
its theme, of one piece, not copied from one place, of the right length — shows in the whole only.
What was chosen is brought to the length and then shared out anew (`arranging`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from assistant.checking.copying import ONE_SENTENCE
from assistant.writing.arranging import Arranger
from assistant.writing.filling import Filler
from assistant.writing.job import Length
from assistant.writing.joining import Joined, Joining
from assistant.writing.pool import Pool
from assistant.writing.used import Used

_BREADTH, _THIRDS = 12, 8
_HEADS, _JOINED = 0.15, 0.1
_COHERENT = 0.6
_COPIED_MOST, _COPIED = 0.52, 5.0
_ALONE = 0.35  # one unit by itself reads bare and is copied whole
_OFF_LENGTH, _LENGTH_SLACK = 1.6, 0.15
_ANOTHER_REPORT, _OWED, _AGAIN = 0.5, 4.0, 0.15
_SHORTEST = 12
_ROUNDING = 1e-9  # of sums that are compared
# Of a past item, by how many reports have the theme.
_MOST_OF_ITEM = {1: 0.56, 2: 0.5}
_MOST_OF_MANY = 0.44
# A past item of a sentence may stand here whole, if it is no more than this of the new one.
_MOST_OF_NEW = 0.5
# Where a single one has it there is nothing else to compose an asked length from.
_MOST_ASKED = 0.85
# A sentence of which this share is from one paragraph is worth less than its room.
_ONE_SOURCE = 0.7


@dataclass(frozen=True)
class _Standing:
    """What stands there already: the reports and paragraphs it is from, and how badly each
    candidate reads beside it."""

    reports: frozenset[str]
    paragraphs: frozenset[str]
    beside: list[float]


@dataclass(frozen=True)
class Composer:
    """Composes the body of one item from `pool`; `with_tails` for plans, `heading_from` is the
    paragraph that gave the `heading`."""

    pool: Pool
    used: Used
    with_tails: bool
    heading_from: str = ""
    heading: str = ""
    most_of_item: float | None = None  # that may stand here again; None: as usual
    aim: int = 0  # characters of the whole item

    def compose(self, length: Length, taken: int, sentence_chars: int) -> list[Joined]:
        """Sentences that bring an item of which `taken` characters are written to `length`."""
        composer = replace(self, aim=length.aim)
        return composer.joining.in_order(composer._of_length(length, taken, sentence_chars))

    def _of_length(self, length: Length, taken: int, sentence_chars: int) -> list[Joined]:
        most = self._usual if self.most_of_item is None else self.most_of_item
        sentences = self._composed(length, taken, sentence_chars, most)
        if not sentences and most < 1.0:
            # An archive of one short report has nothing else: better whole than empty.
            return self._composed(length, taken, sentence_chars, 1.0)
        if not length.is_asked or self._total(sentences, taken) >= length.low:
            return sentences
        fuller = [self._filled(length, taken, sentence_chars, sentences)]
        if self._reports == 1:
            fuller.append(self._composed(length, taken, sentence_chars, max(most, _MOST_ASKED)))
        return max(sentences, *fuller, key=lambda s: self._total(s, taken))

    def _filled(
        self, length: Length, taken: int, sentence_chars: int, composed: Sequence[Joined]
    ) -> list[Joined]:
        """Units chosen together for an asked length that sentences chosen one by one do not
        reach; [] if what must be cited would go."""
        filler = Filler(self.joining, self.heading, self.with_tails)
        sentences = filler.filled(length.low - taken, length.high - taken, sentence_chars)
        cited = {self.joining.paragraphs[n] for s in composed for n in s} & self.used.owed
        if not cited <= {self.joining.paragraphs[n] for s in sentences for n in s}:
            return []
        return self._arranged(sentences, length, taken)

    def _arranged(self, sentences: Sequence[Joined], length: Length, taken: int) -> list[Joined]:
        reached = self._total(sentences, taken)
        low, high = min(length.enough, reached), max(length.high, reached)
        owed = frozenset(self.used.owed)
        return Arranger(self.joining, owed, taken, low, high).arranged(sentences)

    @property
    def _reports(self) -> int:
        return len({c.report_id for c in self.pool.candidates})

    @property
    def _usual(self) -> float:
        return _MOST_OF_ITEM.get(self._reports, _MOST_OF_MANY)

    def _composed(
        self, length: Length, taken: int, sentence_chars: int, most: float
    ) -> list[Joined]:
        return replace(self, most_of_item=most)._sentences(length, taken, sentence_chars)

    def _sentences(self, length: Length, taken: int, sentence_chars: int) -> list[Joined]:
        sentences: list[Joined] = []
        total = taken
        while length.aim - total >= _SHORTEST:
            left = length.aim - total
            count = max(1, round(left / sentence_chars))
            best = self._best(left // count, length.high - total, sentences)
            if best is None or (total >= length.enough and self.joining.copied(best) > _ONE_SOURCE):
                break
            sentences.append(best)
            total += self.chars(best)
        return self._arranged(self._fitted(sentences, length, taken), length, taken)

    @cached_property
    def joining(self) -> Joining:
        return Joining(self.pool)

    def chars(self, sentence: Joined) -> int:
        return self.joining.chars(sentence)

    def _total(self, sentences: Sequence[Joined], taken: int) -> int:
        return taken + sum(map(self.chars, sentences))

    # --- one sentence ------------------------------------------------------------------------

    def _best(self, aim: int, room: int, others: Sequence[Joined]) -> Joined | None:
        taken = [n for sentence in others for n in sentence]
        standing = self._standing(taken)
        best, best_value = None, float("-inf")
        for sentence in self._possible(aim, taken):
            if self.chars(sentence) <= room:
                value = self._value(sentence, standing, aim, best_value)
                if value > best_value:
                    best, best_value = sentence, value
        return best

    def _possible(self, aim: int, taken: Sequence[int]) -> Iterator[Joined]:
        free = [
            n
            for n, candidate in enumerate(self.pool.candidates)
            if not (candidate.is_tail or candidate.shortens) and self._is_new(n, taken)
        ][:_BREADTH]
        tails = self._tails(free, taken)
        for first in free:
            if not self.joining.opens[first]:
                continue
            yield from self._closed((first,), taken, tails)
            for second in free:
                if second == first or not self._is_new(second, (*taken, first)):
                    continue
                pair = (first, second)
                yield from self._closed(pair, taken, tails)
                if self.chars(pair) < (1 - _LENGTH_SLACK) * aim:
                    for third in free[:_THIRDS]:
                        if third not in pair and self._is_new(third, (*taken, *pair)):
                            yield from self._closed((*pair, third), taken, tails)

    def _tails(self, free: Sequence[int], taken: Sequence[int]) -> Mapping[int, list[int]]:
        """For each `free` unit the purposes that closed its sentence; units without one left out."""
        candidates, same = self.pool.candidates, self.joining.same_sentence
        new = [n for n, c in enumerate(candidates) if c.is_tail and self._is_new(n, taken)]
        closing = {m: [n for n in new if same(m, n)] for m in free} if self.with_tails else {}
        return {m: tails for m, tails in closing.items() if tails}

    def _closed(
        self, sentence: Joined, taken: Sequence[int], tails: Mapping[int, list[int]]
    ) -> Iterator[Joined]:
        """The sentence as it is, and with the purpose that closed one of its units."""
        yield sentence
        for n in sorted({n for m in sentence if m in tails for n in tails[m]}):
            if self._is_new(n, (*taken, *sentence)):
                # The purpose follows the clause whose purpose it was.
                own = next(m for m in sentence if n in tails.get(m, ()))
                yield (*(m for m in sentence if m != own), own, n)

    def _is_new(self, n: int, taken: Sequence[int]) -> bool:
        """Says nothing that is said, and does not make the item it is from whole."""
        redundant = self.pool.redundant[n]
        if any(m in redundant for m in taken):
            return False
        return not self._repeats_item(n, taken)

    def _repeats_item(self, n: int, taken: Sequence[int]) -> bool:
        """Whether with it too much of one past item, its heading counted, would stand here again."""
        sizes, paragraphs = self.joining.sizes, self.joining.paragraphs
        paragraph = paragraphs[n]
        lent = sizes[n] + sum(sizes[m] for m in taken if paragraphs[m] == paragraph)
        heading, whole = self._items[n]
        if paragraph == self.heading_from:
            lent += heading
        elif whole <= ONE_SENTENCE:
            return lent > _MOST_OF_NEW * self.aim
        return lent > (self.most_of_item or 1.0) * whole

    @cached_property
    def _items(self) -> list[tuple[int, int]]:
        """For each candidate the characters of its item's heading, and of the whole item."""
        found = []
        for candidate in self.pool.candidates:
            precedent = candidate.piece.precedent
            heading = len(precedent.heading)
            found.append((heading, heading + sum(len(unit.text) for unit in precedent.units)))
        return found

    # --- what speaks for a sentence ------------------------------------------------------------

    def _value(self, sentence: Joined, standing: _Standing, aim: int, least: float) -> float:
        """Whatever cannot come to more than `least` is not looked at further: -inf."""
        joining, candidates = self.joining, self.pool.candidates
        sizes = [joining.sizes[n] for n in sentence]
        chars = sum(sizes) + len(sizes)
        scores = [candidates[n].score * size for n, size in zip(sentence, sizes, strict=True)]
        value = sum(scores) / sum(sizes)
        heads = [candidates[n].piece.unit.kind == "head" for n in sentence]
        value += _HEADS * heads[0] - _JOINED * sum(heads[1:])
        value += _COHERENT * joining.coherence(sentence)
        alone = _ALONE * (len(sentence) == 1)
        off = _OFF_LENGTH * max(0.0, abs(chars - aim) / aim - _LENGTH_SLACK)
        if value - alone - off + self._most_for_sources(sentence, standing) < least - _ROUNDING:
            return float("-inf")
        value -= _COPIED * max(0.0, joining.copied(sentence) - _COPIED_MOST)
        value -= alone
        value -= off
        value += self._sources(sentence, standing)
        return value - joining.clash(sentence, standing.beside)

    def _most_for_sources(self, sentence: Joined, standing: _Standing) -> float:
        another = _ANOTHER_REPORT * (len(standing.reports) < 2)
        return another + _OWED * len(sentence) if self.used.owed else another

    def _sources(self, sentence: Joined, standing: _Standing) -> float:
        paragraphs, candidates = self.joining.paragraphs, self.pool.candidates
        reports, earlier = standing.reports, standing.paragraphs
        value = 0.0
        if len(reports) < 2:
            more = {candidates[n].report_id for n in sentence} | reports
            value += _ANOTHER_REPORT * (len(more) > 1)
        if self.used.owed:
            value += _OWED * len({paragraphs[n] for n in sentence} & (self.used.owed - earlier))
        return value - _AGAIN * sum([paragraphs[n] in earlier for n in sentence]) / len(sentence)

    def _standing(self, taken: Sequence[int]) -> _Standing:
        reports = self.used.sources | {self.pool.candidates[n].report_id for n in taken}
        paragraphs = frozenset(self.joining.paragraphs[n] for n in taken)
        return _Standing(frozenset(reports), paragraphs, self.joining.clashing(taken))

    # --- to the length asked -------------------------------------------------------------------

    def _fitted(self, sentences: list[Joined], length: Length, taken: int) -> list[Joined]:
        """The nearest to the aim that a unit more, fewer or another makes of them; if they are
        within bounds already, as they are."""
        for _ in range(3):
            total = self._total(sentences, taken)
            if length.enough <= total <= length.high:
                return sentences
            most = max(length.high, total)
            better = min(
                (s for s in self._neighbours(sentences) if self._total(s, taken) <= most),
                key=lambda s: abs(self._total(s, taken) - length.aim),
                default=sentences,
            )
            if abs(self._total(better, taken) - length.aim) >= abs(total - length.aim):
                return sentences
            sentences = better
        return sentences

    def _neighbours(self, sentences: list[Joined]) -> Iterator[list[Joined]]:
        candidates = self.pool.candidates
        everything = [n for sentence in sentences for n in sentence]
        others = [n for n, candidate in enumerate(candidates) if not candidate.is_tail]
        for other in others:
            opens = self.joining.opens[other] and self.joining.sizes[other] >= _SHORTEST
            if opens and self._is_new(other, everything):
                yield [*sentences, (other,)]
        for place, sentence in enumerate(sentences):
            before, after = sentences[:place], sentences[place + 1 :]
            apart = [n for s in (*before, *after) for n in s]
            for made in self._variants(sentence, apart, others):
                if self.joining.stands(made):
                    yield [*before, made, *after]
            for dropped in sentence if len(sentence) == 1 else ():
                if self.joining.paragraphs[dropped] not in self.used.owed:
                    yield [*before, *after]

    def _variants(
        self, sentence: Joined, apart: Sequence[int], others: Sequence[int]
    ) -> Iterator[Joined]:
        """The sentence with a unit fewer, another in its place, and one more."""
        for dropped in sentence:
            if self.joining.paragraphs[dropped] in self.used.owed:
                continue
            rest = tuple(n for n in sentence if n != dropped)
            if rest:
                yield rest
            for other in others:
                if self._is_new(other, (*apart, *rest)):
                    yield tuple(other if n == dropped else n for n in sentence)
        for other in others:
            if self._is_new(other, (*apart, *sentence)):
                yield (other, *sentence)
