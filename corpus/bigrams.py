"""Character bigrams: the terms of the lexical index, and the measure of shared words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from operator import add

from corpus.report import Span

_RUNS = re.compile(r"[a-z0-9]+|[\u3400-\u9fff\uf900-\ufaff]+")


def bigrams(text: str) -> list[str]:
    """村集体经济 → 村集 集体 体经 经济; Latin words and numbers stay whole, in lower case."""
    terms: list[str] = []
    for run in _RUNS.findall(text.lower()):
        if run[0] < "\u3400" or len(run) == 1:
            terms.append(run)
        else:
            terms += map(add, run, run[1:])
    return terms


class Marker:
    """Finds places that have one of the `terms`, which are in lower case."""

    def __init__(self, terms: Iterable[str]) -> None:
        self._terms = tuple(dict.fromkeys(terms))

    def spans(self, text: str) -> tuple[Span, ...]:
        """Overlapping and adjoining places are one span."""
        lowered = _lowered(text)
        places = [place for term in self._terms for place in _places(lowered, term)]
        spans: list[Span] = []
        for start, end in sorted(places):
            if spans and start <= spans[-1].end:
                spans[-1] = Span(spans[-1].start, max(end, spans[-1].end))
            else:
                spans.append(Span(start, end))
        return tuple(spans)


def _places(text: str, term: str) -> Iterator[tuple[int, int]]:
    """Wherever the term is, since 村集 and 集体 overlap; a Latin term is a whole run."""
    start, latin = text.find(term), term[0] < "\u3400"
    while start >= 0:
        end = start + len(term)
        if not latin or not (_is_latin(text[start - 1 : start]) or _is_latin(text[end : end + 1])):
            yield start, end
        start = text.find(term, start + 1)


def _is_latin(character: str) -> bool:
    return "a" <= character <= "z" or "0" <= character <= "9"


def _lowered(text: str) -> str:
    """In lower case and as long: that of İ is two characters, and offsets would move."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
