"""Set phrases: runs of characters that one report after another has, and how much they cover. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import repeat

from assistant.clauses import balanced
from assistant.style.form import Form
from corpus.report import Span

SHORTEST = 6  # characters of a set phrase
_LONGEST = 40
_RUN = re.compile(r"[^，。；：！？\n\s]+")
_WHOLE = re.compile(r"[^\d、”》）%％].*[^\d、“《（]")  # not cut off in a list or a number


@dataclass(frozen=True)
class SetPhrase:
    """Words that stand in `reports` reports, no longer run around them does."""

    text: str
    reports: int


class Lexicon:
    """What words the sections of a house share."""

    def __init__(self, forms: Sequence[Form]) -> None:
        self._forms = forms
        self.least = 3 if len(forms) > 3 else 2  # reports that make a phrase a set one
        self._grams = _counted(_grams_of(form, SHORTEST) for form in forms)
        self._pairs = _counted(_grams_of(form, 2) for form in forms)

    @cached_property
    def phrases(self) -> tuple[SetPhrase, ...]:
        """The longest ones that recur, those of most reports first."""
        counts, size = self._grams, SHORTEST
        places = [_places(form) for form in self._forms]
        found: list[SetPhrase] = []
        while any(places) and size < _LONGEST:
            level = {gram for gram, n in counts.items() if n >= self.least}
            for form, at in zip(self._forms, places, strict=True):
                at -= {n for n in at if form.text[n : n + size] not in level}
            # A run can be longer only where another begins one character on.
            places = [{n for n in at if n + 1 in at} for at in places]
            size += 1
            counts, below = _counted(map(_at, self._forms, places, repeat(size))), counts
            kept = {gram for gram, n in counts.items() if n >= self.least}
            inside = {part for gram in kept for part in (gram[1:], gram[:-1])}
            found += [SetPhrase(gram, below[gram]) for gram in level - inside]
        whole = [p for p in found if _WHOLE.fullmatch(p.text) and balanced(p.text)]
        return tuple(sorted(whole, key=lambda p: (-p.reports, -len(p.text), p.text)))

    def phrase_share(self, form: Form, known: bool = False) -> float:
        """Share of a section's characters that stand in set phrases; of one of its own sections
        (`known`) in those that the others make."""
        covered = total = 0
        own = _grams_of(form, SHORTEST) if known else frozenset()
        for start, end in _runs(form):
            marks = [False] * (end - start)
            for n in range(end - start - SHORTEST + 1):
                gram = form.text[start + n : start + n + SHORTEST]
                if self._grams[gram] - (gram in own) >= self.least:
                    marks[n : n + SHORTEST] = [True] * SHORTEST
            covered += sum(marks)
            total += len(marks)
        return covered / total if total else 0.0

    def word_share(self, form: Form, known: bool = False) -> float:
        """Share of a section's pairs of characters that another section of the house has."""
        least = 1 + known
        pairs = [self._pairs[gram] >= least for gram in _all_grams(form, 2)]
        return sum(pairs) / len(pairs) if pairs else 0.0

    def spots(self, phrase: SetPhrase) -> Iterator[tuple[Form, Span]]:
        for form in self._forms:
            for start, end in _runs(form):
                at = form.text.find(phrase.text, start, end)
                if at >= 0:
                    yield form, Span(at, at + len(phrase.text))
                    break


def _runs(form: Form) -> Iterator[tuple[int, int]]:
    """Stretches without a mark that parts clauses."""
    for span in form.spans:
        for match in _RUN.finditer(form.text, span.start, span.end):
            yield match.span()


def _all_grams(form: Form, size: int) -> Iterator[str]:
    for start, end in _runs(form):
        for n in range(start, end - size + 1):
            yield form.text[n : n + size]


def _grams_of(form: Form, size: int) -> frozenset[str]:
    return frozenset(_all_grams(form, size))


def _places(form: Form) -> set[int]:
    return {n for start, end in _runs(form) for n in range(start, end - SHORTEST + 1)}


def _at(form: Form, places: Iterable[int], size: int) -> frozenset[str]:
    return frozenset(form.text[n : n + size] for n in places)


def _counted(sets: Iterable[frozenset[str]]) -> Counter[str]:
    return Counter(gram for grams in sets for gram in grams)
