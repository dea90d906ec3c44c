"""Units → sentences of an item: as long as asked, each from several past items.

A sentence is an opening unit, one or two that go with it, and for plans the purpose that closed the
sentence one of them came from. Every choice is scored whole, for what makes a sentence good — on
its theme, of one piece, not copied from one place, of the right length — shows in the whole only.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from assistant.clauses import Unit, is_purpose, subject_word
from assistant.writing.job import Length
from assistant.writing.pool import Candidate, Pool
from assistant.writing.used import Used

_REDUNDANT = 0.34
_BREADTH, _THIRDS = 12, 8
_HEADS, _JOINED = 0.15, 0.1
_COHERENT = 0.35
_COPIED_MOST, _COPIED = 0.57, 3.0
_ALONE = 0.35  # one unit by itself reads bare and is copied whole
_OFF_LENGTH, _LENGTH_SLACK = 1.6, 0.15
_ANOTHER_REPORT, _OWED, _AGAIN = 0.5, 4.0, 0.15
_SHORTEST = 12
# Of a past item; where a single report has the theme, there is nothing else to compose from.
_MOST_OF_ITEM, _MOST_OF_ONLY_ITEM = 0.5, 0.85
_ONE_SOURCE = (
    0.7  # a sentence of which this share is from one paragraph is worth less than its room
)

Sentence = tuple[int, ...]  # indexes of candidates, in order


@dataclass(frozen=True)
class Composer:
    """Composes the body of one item from `pool`; `with_tails` for plans, `heading_from` is the
    paragraph that gave the heading."""

    pool: Pool
    used: Used
    with_tails: bool
    heading_from: str = ""
    most_of_item: float = _MOST_OF_ITEM  # that may stand here again

    def compose(self, length: Length, taken: int, sentence_chars: int) -> list[Sentence]:
        """Sentences that bring an item of which `taken` characters are written to `length`."""
        only = len({c.report_id for c in self.pool.candidates}) == 1
        if only and self.most_of_item < _MOST_OF_ONLY_ITEM:
            return replace(self, most_of_item=_MOST_OF_ONLY_ITEM).compose(
                length, taken, sentence_chars
            )
        sentences: list[Sentence] = []
        total = taken
        while length.aim - total >= _SHORTEST:
            left = length.aim - total
            count = max(1, round(left / sentence_chars))
            best = self._best(left // count, length.high - total, sentences)
            if best is None or (total >= length.enough and self.copied(best) > _ONE_SOURCE):
                break
            sentences.append(best)
            total += self.chars(best)
        if not sentences and self.most_of_item < 1.0:
            # An archive of one short report has nothing else: better whole than empty.
            return replace(self, most_of_item=1.0).compose(length, taken, sentence_chars)
        return self._fitted(self._shared_out(sentences), length, taken)

    def chars(self, sentence: Sentence) -> int:
        """With a comma between its units and a full stop."""
        return sum(len(self._at(n).text) + 1 for n in sentence)

    # --- one sentence ------------------------------------------------------------------------

    def _best(self, aim: int, room: int, others: Sequence[Sentence]) -> Sentence | None:
        taken = [n for sentence in others for n in sentence]
        best, best_value = None, float("-inf")
        for sentence in self._possible(aim, taken):
            if self.chars(sentence) <= room:
                value = self._value(sentence, taken, aim)
                if value > best_value:
                    best, best_value = sentence, value
        return best

    def _possible(self, aim: int, taken: Sequence[int]) -> Iterator[Sentence]:
        free = [
            n
            for n in range(len(self.pool.candidates))
            if not self._at(n).is_tail and self._is_new(n, taken)
        ][:_BREADTH]
        for first in filter(self._can_open, free):
            yield from self._closed((first,), taken)
            for second in free:
                if second == first or not self._goes_with(second, (first,), taken):
                    continue
                pair = (first, second)
                yield from self._closed(pair, taken)
                if self.chars(pair) < (1 - _LENGTH_SLACK) * aim:
                    for third in free[:_THIRDS]:
                        if third not in pair and self._goes_with(third, pair, taken):
                            yield from self._closed((*pair, third), taken)

    def _can_open(self, n: int) -> bool:
        """A result opens a sentence only where it did: 倒逼责任落地, …"""
        unit = self._at(n).piece.unit
        return unit.kind == "head" or not is_purpose(unit.text)

    def _closed(self, sentence: Sentence, taken: Sequence[int]) -> Iterator[Sentence]:
        """The sentence as it is, and with the purpose that closed one of its units."""
        yield sentence
        if not self.with_tails:
            return
        for n, candidate in enumerate(self.pool.candidates):
            if not candidate.is_tail or n in taken or not self._goes_with(n, sentence, taken):
                continue
            own = next((m for m in sentence if _same_sentence(self._at(m), candidate)), None)
            if own is not None:
                # The purpose follows the clause whose purpose it was.
                yield (*(m for m in sentence if m != own), own, n)

    def _goes_with(self, n: int, sentence: Sentence, taken: Sequence[int]) -> bool:
        return self._is_new(n, (*taken, *sentence))

    def _is_new(self, n: int, taken: Iterable[int]) -> bool:
        """Says nothing that is said, and does not make the item it is from whole."""
        taken = tuple(taken)
        if n in taken or any(self.pool.overlaps[n, m] > _REDUNDANT for m in taken):
            return False
        return not self._repeats_item(n, taken)

    def _repeats_item(self, n: int, taken: Sequence[int]) -> bool:
        """Whether with it too much of one past item, its heading counted, would stand here again."""
        candidate = self._at(n)
        same = [m for m in taken if self._at(m).paragraph_id == candidate.paragraph_id]
        lent = sum(len(self._at(m).text) for m in same) + len(candidate.text)
        precedent = candidate.piece.precedent
        whole = len(precedent.heading) + sum(len(unit.text) for unit in precedent.units)
        if candidate.paragraph_id == self.heading_from:
            lent += len(precedent.heading)
        return lent > self.most_of_item * whole

    # --- what speaks for a sentence ------------------------------------------------------------

    def _value(self, sentence: Sentence, taken: Sequence[int], aim: int) -> float:
        members = [self._at(n) for n in sentence]
        sizes = [len(c.text) for c in members]
        value = sum(c.score * size for c, size in zip(members, sizes, strict=True)) / sum(sizes)
        value += _HEADS * (members[0].piece.unit.kind == "head")
        value -= _JOINED * sum(c.piece.unit.kind == "head" for c in members[1:])
        value += _COHERENT * self._coherence(sentence)
        value -= _COPIED * max(0.0, self.copied(sentence) - _COPIED_MOST)
        value -= _ALONE * (len(sentence) == 1)
        value -= _OFF_LENGTH * max(0.0, abs(self.chars(sentence) - aim) / aim - _LENGTH_SLACK)
        value += self._sources(members, taken)
        return value - _clashes(members, [self._at(n) for n in taken])

    def copied(self, sentence: Sentence) -> float:
        """The largest share of the sentence that comes from one paragraph, 0–1."""
        shares: dict[str, int] = {}
        for n in sentence:
            candidate = self._at(n)
            shares[candidate.paragraph_id] = shares.get(candidate.paragraph_id, 0) + len(
                candidate.text
            )
        return max(shares.values()) / self.chars(sentence)

    def _coherence(self, sentence: Sentence) -> float:
        pairs = list(pairwise(sentence))
        return sum(float(self.pool.coherence[a, b]) for a, b in pairs) / max(1, len(pairs))

    def _sources(self, members: Sequence[Candidate], taken: Sequence[int]) -> float:
        reports = self.used.sources | {self._at(n).report_id for n in taken}
        earlier = {self._at(n).paragraph_id for n in taken}
        more = {c.report_id for c in members} | reports
        value = _ANOTHER_REPORT * (len(reports) < 2 <= len(more))
        value += _OWED * len({c.paragraph_id for c in members} & (self.used.owed - earlier))
        return value - _AGAIN * sum(c.paragraph_id in earlier for c in members) / len(members)

    def _at(self, n: int) -> Candidate:
        return self.pool.candidates[n]

    def _shared_out(self, sentences: list[Sentence]) -> list[Sentence]:
        """With the third unit of one sentence beside the only unit of another, where they go
        together: neither is then copied from one place."""
        for lone, single in enumerate(sentences):
            if len(single) > 1:
                continue
            givers = [
                (place, n)
                for place, sentence in enumerate(sentences)
                for n in sentence
                if len(sentence) > 2 and not self._at(n).is_tail
                if self._at(n).paragraph_id != self._at(single[0]).paragraph_id
                if not self._stray_tail(tuple(m for m in sentence if m != n))
            ]
            best = max(givers, key=lambda g: self.pool.coherence[g[1], single[0]], default=None)
            if best is not None:
                place, n = best
                sentences = list(sentences)
                sentences[place] = tuple(m for m in sentences[place] if m != n)
                sentences[lone] = (*single, n)
        return sentences

    # --- to the length asked -------------------------------------------------------------------

    def _fitted(self, sentences: list[Sentence], length: Length, taken: int) -> list[Sentence]:
        """The nearest to the aim that a unit more, fewer or another makes of them; if they are
        within bounds already, as they are."""
        for _ in range(3):
            total = taken + sum(map(self.chars, sentences))
            if length.enough <= total <= length.high:
                return sentences
            better = min(
                self._neighbours(sentences),
                key=lambda s: abs(taken + sum(map(self.chars, s)) - length.aim),
                default=sentences,
            )
            reached = taken + sum(map(self.chars, better))
            if abs(reached - length.aim) >= abs(total - length.aim):
                return sentences
            sentences = better
        return sentences

    def _neighbours(self, sentences: list[Sentence]) -> Iterator[list[Sentence]]:
        owed = self.used.owed
        everything = [n for sentence in sentences for n in sentence]
        for other, candidate in enumerate(self.pool.candidates):
            fits = self._can_open(other) and self._is_new(other, everything)
            if fits and not candidate.is_tail and len(candidate.text) >= _SHORTEST:
                yield [*sentences, (other,)]
        for place, sentence in enumerate(sentences):
            before, after = sentences[:place], sentences[place + 1 :]
            taken = [n for s in (*before, *after) for n in s]
            for dropped in sentence:
                rest = tuple(n for n in sentence if n != dropped)
                if self._at(dropped).paragraph_id in owed:
                    continue
                if rest and not self._stray_tail(rest):
                    yield [*before, rest, *after]
                for other in range(len(self.pool.candidates)):
                    if not self._at(other).is_tail and self._goes_with(other, rest, taken):
                        swapped = tuple(other if n == dropped else n for n in sentence)
                        if not self._stray_tail(swapped):
                            yield [*before, swapped, *after]
            for other in range(len(self.pool.candidates)):
                if not self._at(other).is_tail and self._goes_with(other, sentence, taken):
                    grown = (other, *sentence)
                    if not self._stray_tail(grown):
                        yield [*before, grown, *after]

    def _stray_tail(self, sentence: Sentence) -> bool:
        """Whether a purpose stands in it without the clause whose purpose it was before it, or a
        result opens it."""
        if not self._can_open(sentence[0]):
            return True
        for position, n in enumerate(sentence):
            if self._at(n).is_tail and (
                position == 0 or not _same_sentence(self._at(sentence[position - 1]), self._at(n))
            ):
                return True
        return False


def _same_sentence(a: Candidate, b: Candidate) -> bool:
    return a.paragraph_id == b.paragraph_id and a.piece.unit.sentence == b.piece.unit.sentence


def _clashes(members: Sequence[Candidate], earlier: Sequence[Candidate]) -> float:
    """What reads badly side by side: the same 个别…, the same …不够, the same first verb."""
    penalty = 0.0
    for n, member in enumerate(members):
        for other in (*members[:n], *earlier):
            penalty += _clash(member.piece.unit, other.piece.unit)
    return penalty / len(members)


def _clash(unit: Unit, other: Unit) -> float:
    subject = subject_word(unit.text)
    same = bool(subject and subject == subject_word(other.text))
    return 0.3 * (same + (unit.text[-2:] == other.text[-2:]) + (unit.text[:2] == other.text[:2]))
