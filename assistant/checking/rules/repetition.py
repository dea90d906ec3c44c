"""Group 8: what is said twice."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from assistant.checking.paper import Hit, Paper
from assistant.checking.tables import Tables
from corpus.report import Item

_PLAIN = re.compile(r"[^\u4e00-\u9fffA-Za-z0-9]")
_GRAM = 6
_SHORTEST = 14  # characters; a slogan may come back
_SAME, _NEAR = 0.95, 0.8  # share of runs of six that another sentence has


def check_repetition(paper: Paper, tables: Tables) -> Iterator[Hit]:
    yield from _headings(paper)
    if paper.is_whole:  # a draft's own check compares its sentences
        yield from _sentences(paper)


def _sentences(paper: Paper) -> Iterator[Hit]:
    """Sentences of which an earlier one has nearly all runs of six characters."""
    known: dict[str, int] = {}
    for number, sentence in enumerate(paper.sentences):
        plain = _PLAIN.sub("", sentence.text)
        if len(plain) < _SHORTEST or sentence.line.is_heading:
            continue
        grams = {plain[n : n + _GRAM] for n in range(len(plain) - _GRAM + 1)}
        shared = Counter(known[g] for g in grams if g in known)
        other, count = shared.most_common(1)[0] if shared else (0, 0)
        # The longer of two must be repeated too: a clause that comes back is no repetition.
        twin = _PLAIN.sub("", paper.sentences[other].text)
        share = count / max(len(grams), len(twin) - _GRAM + 1)
        if share >= _NEAR:
            how = "重复" if share >= _SAME else "几乎相同"
            said = f"与前面的“{paper.sentences[other].text[:16]}……”{how}"
            yield Hit("repeat.sentence", sentence.start, sentence.end, said)
        for gram in grams:
            known.setdefault(gram, number)


def _headings(paper: Paper) -> Iterator[Hit]:
    for section in paper.outline.sections:
        seen: set[str] = set()
        for item in _all(section.items):
            if not item.heading:
                continue
            end = item.heading_start + len(item.heading)
            if item.heading in seen:
                said = f"小标题“{item.heading}”在这一部分已经用过"
                yield Hit("repeat.heading", item.heading_start, end, said)
            seen.add(item.heading)


def _all(items: tuple[Item, ...]) -> Iterator[Item]:
    for item in items:
        yield item
        yield from _all(item.items)
