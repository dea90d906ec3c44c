"""Character bigrams: the terms of the lexical index, and the measure of shared words."""

from __future__ import annotations

import re
from collections.abc import Iterable

from corpus.report import Span

_RUNS = re.compile(r"[a-z0-9]+|[\u3400-\u9fff\uf900-\ufaff]+")


def bigrams(text: str) -> list[str]:
    """村集体经济 → 村集 集体 体经 经济; Latin words and numbers stay whole, in lower case."""
    terms: list[str] = []
    for run in _RUNS.findall(text.lower()):
        if run[0] < "\u3400" or len(run) == 1:
            terms.append(run)
        else:
            terms += [run[i : i + 2] for i in range(len(run) - 1)]
    return terms


class Marker:
    """Finds places that have one of the `terms`."""

    def __init__(self, terms: Iterable[str]) -> None:
        longest_first = sorted(set(terms), key=len, reverse=True)
        # Looked for at every place, since 村集 and 集体 overlap; a Latin term is a whole run.
        choice = "|".join(_whole(term) for term in longest_first)
        self._places = re.compile(f"(?=({choice}))") if longest_first else None

    def spans(self, text: str) -> tuple[Span, ...]:
        """Overlapping and adjoining places are one span."""
        if self._places is None:
            return ()
        spans: list[Span] = []
        for match in self._places.finditer(_lowered(text)):
            start, end = match.span(1)
            if spans and start <= spans[-1].end:
                spans[-1] = Span(spans[-1].start, max(end, spans[-1].end))
            else:
                spans.append(Span(start, end))
        return tuple(spans)


def _lowered(text: str) -> str:
    """In lower case and as long: that of İ is two characters, and offsets would move."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def _whole(term: str) -> str:
    return rf"(?<![a-z0-9]){term}(?![a-z0-9])" if term[0] < "\u3400" else term
