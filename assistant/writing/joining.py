"""Units side by side in a sentence: how long it is, how much one source has in it, how it reads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from assistant.checking.copying import shared_characters, without_marks
from assistant.clauses import Unit, is_purpose, subject_word
from assistant.writing.pool import Candidate, Pool

_CLASH = 0.3
_ECHO, _RUN = 0.6, 4
_FEW = 0.25  # of the candidates; what more of them have is the theme itself

Joined = tuple[int, ...]  # indexes of candidates, in order


@dataclass(frozen=True)
class Joining:
    """What can be said of any sentence made of the pool's candidates."""

    pool: Pool

    def at(self, n: int) -> Candidate:
        return self.pool.candidates[n]

    @cached_property
    def sizes(self) -> list[int]:
        return [c.chars or len(c.text) for c in self.pool.candidates]

    @cached_property
    def paragraphs(self) -> list[str]:
        return [c.paragraph_id for c in self.pool.candidates]

    @cached_property
    def opens(self) -> list[bool]:
        """Whether each can open a sentence: a result does so only where it did (倒逼责任落地, …)."""
        units = [c.piece.unit for c in self.pool.candidates]
        return [unit.kind == "head" or not is_purpose(unit.text) for unit in units]

    @cached_property
    def clashes(self) -> list[list[float]]:
        """How badly each pair reads side by side."""
        units = [c.piece.unit for c in self.pool.candidates]
        runs = [_runs(unit.text) for unit in units]
        having = Counter(run for one in runs for run in one)
        telling = [{r for r in one if having[r] <= _FEW * len(units)} for one in runs]
        return [
            [
                _clash(a, b) + _ECHO * (not one.isdisjoint(other))
                for b, other in zip(units, telling, strict=True)
            ]
            for a, one in zip(units, telling, strict=True)
        ]

    @cached_property
    def places(self) -> list[float]:
        """How far into its own item each stood, 0–1; what was said alone stood in the middle."""
        found = []
        for candidate in self.pool.candidates:
            units = candidate.piece.precedent.units
            before = sum(unit.start < candidate.piece.unit.start for unit in units)
            found.append((before + 0.5) / max(1, len(units)))
        return found

    def chars(self, sentence: Joined) -> int:
        """With a comma between its units and a full stop."""
        sizes = self.sizes
        return sum([sizes[n] for n in sentence]) + len(sentence)

    def copied(self, sentence: Joined) -> float:
        """The largest share of the sentence that comes from one paragraph, 0–1."""
        paragraphs, sizes = self.paragraphs, self.sizes
        shares: dict[str, int] = {}
        for n in sentence:
            shares[paragraphs[n]] = shares.get(paragraphs[n], 0) + sizes[n]
        return max(shares.values()) / self.chars(sentence)

    def repeated(self, sentence: Joined) -> float:
        """As `copied`, with what two sources say in the same words counted for either; as the
        check counts it (`checking.copying`), marks left out."""
        whole = sum(self.words[n] for n in sentence)
        given = {self.paragraphs[n] for n in sentence}
        return max(sum(self._from(n, sentence, p) for n in sentence) for p in given) / max(1, whole)

    @cached_property
    def words(self) -> list[int]:
        return [len(without_marks(c.text)) for c in self.pool.candidates]

    def _from(self, n: int, sentence: Joined, paragraph: str) -> int:
        """Characters of unit `n` that stand in what the paragraph gave to the sentence."""
        if self.paragraphs[n] == paragraph:
            return self.words[n]
        return max(self._shared(n, m) for m in sentence if self.paragraphs[m] == paragraph)

    def _shared(self, n: int, m: int) -> int:
        if (n, m) not in self._known:
            shared = shared_characters(self.at(n).text, self.at(m).text)
            self._known[n, m] = shared
        return self._known[n, m]

    @cached_property
    def _known(self) -> dict[tuple[int, int], int]:
        return {}

    def coherence(self, sentence: Joined) -> float:
        near = self.pool.nearness
        return sum([near[a][b] for a, b in pairwise(sentence)]) / max(1, len(sentence) - 1)

    def clash(self, sentence: Joined, earlier: Sequence[float] = ()) -> float:
        """What reads badly side by side: the same 个别…, the same …不够, the same first verb.
        `earlier`: how badly each candidate reads beside what stands there (`clashing`)."""
        penalty = 0.0
        for place, n in enumerate(sentence):
            row = self.clashes[n]
            beside = earlier[n] if earlier else 0.0
            penalty += sum([row[m] for m in sentence[:place]]) + beside
        return penalty / len(sentence)

    def clashing(self, earlier: Sequence[int]) -> list[float]:
        """How badly each candidate reads beside the `earlier` ones."""
        return [sum(row[m] for m in earlier) for row in self.clashes]

    def in_order(self, sentences: Sequence[Joined]) -> list[Joined]:
        """The sentences as they follow upon each other in the house's items: what it says first,
        the system, then the means, at last what it makes sure of. Measured on past items, the place
        of its likest clauses elsewhere puts two sentences of three in the right order."""
        return sorted(sentences, key=self._place)

    def _place(self, sentence: Joined) -> float:
        places = [self.places[n] for n in sentence if not self.at(n).is_tail]
        return sum(places) / max(1, len(places))

    def same_sentence(self, a: int, b: int) -> bool:
        """Whether two units stood in one sentence."""
        one, other = self.at(a).piece.unit, self.at(b).piece.unit
        return self.paragraphs[a] == self.paragraphs[b] and one.sentence == other.sentence

    def stands(self, sentence: Joined) -> bool:
        """Whether no result opens it, and every purpose follows the clause whose purpose it was."""
        if not sentence or not self.opens[sentence[0]]:
            return False
        tails = [place for place, n in enumerate(sentence) if self.at(n).is_tail]
        return all(p and self.same_sentence(sentence[p - 1], sentence[p]) for p in tails)


def _runs(text: str) -> set[str]:
    """Four characters in a row and more: what the ear knows again (急难险重, 台账登记)."""
    return {text[i : i + _RUN] for i in range(len(text) - _RUN + 1)}


def _clash(unit: Unit, other: Unit) -> float:
    subject = subject_word(unit.text)
    same = bool(subject and subject == subject_word(other.text))
    return _CLASH * (same + (unit.text[-2:] == other.text[-2:]) + (unit.text[:2] == other.text[:2]))
