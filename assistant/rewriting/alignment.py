"""Which item and which sentence of one draft became which of another. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from assistant.document import DraftItem
from assistant.rewriting.lines import Line, same
from corpus.bigrams import bigrams

_ALIKE = 0.4  # sentences that are one another's other wording
_SAME_ITEM = 0.35
_SAME_THEME = 0.35
_SAME_HEADING = 0.2
_EQUAL = 3.0  # more than any two alike sentences are worth

Pair = tuple[int, int]


@lru_cache(maxsize=4096)
def _terms(text: str) -> Counter[str]:
    return Counter(bigrams(text))


def similarity(a: str, b: str) -> float:
    """Shared bigrams as a share of both texts'; 0–1, 1 for the same text."""
    if a == b:
        return 1.0
    left, right = _terms(a), _terms(b)
    total = left.total() + right.total()
    return 2 * (left & right).total() / total if total else 0.0


def share_in(text: str, other: str) -> float:
    """The share of the text's bigrams that the other has; 0–1."""
    terms = _terms(text)
    return (terms & _terms(other)).total() / terms.total() if terms else 0.0


def aligned_items(old: Sequence[DraftItem], new: Sequence[DraftItem]) -> list[Pair]:
    """Pairs of an old and the new item it became, in no order: they may have been moved."""
    scored = sorted(
        (-_likeness(a, b), abs(i - j), i, j) for i, a in enumerate(old) for j, b in enumerate(new)
    )
    pairs: list[Pair] = []
    taken_old: set[int] = set()
    taken_new: set[int] = set()
    for score, _, i, j in scored:
        if -score >= _SAME_ITEM and i not in taken_old and j not in taken_new:
            pairs.append((i, j))
            taken_old.add(i)
            taken_new.add(j)
    return pairs


def _likeness(a: DraftItem, b: DraftItem) -> float:
    texts, others = (
        Counter(s.text for s in a.all_sentences),
        Counter(s.text for s in b.all_sentences),
    )
    common = sum(len(text) * n for text, n in (texts & others).items())
    total = len(a.text) + len(b.text)
    alike = max(2 * common / total if total else 0.0, similarity(a.text, b.text))
    theme = _SAME_THEME if a.theme and a.theme == b.theme else 0.0
    heading = _SAME_HEADING if a.heading.text and a.heading.text == b.heading.text else 0.0
    return alike + theme + heading


def in_place(pairs: Sequence[Pair], weights: Sequence[int]) -> set[Pair]:
    """The pairs that stand in the same order in both drafts, the heaviest such choice.

    `weights[j]` is how much it would take to move new item j.
    """
    ordered = sorted(pairs)
    best: list[tuple[int, tuple[Pair, ...]]] = []
    for n, (i, j) in enumerate(ordered):
        before = [best[m] for m in range(n) if ordered[m][1] < j]
        weight, chain = max(before, key=lambda b: b[0], default=(0, ()))
        best.append((weight + weights[j] + 1, (*chain, (i, j))))
    return set(max(best, key=lambda b: b[0], default=(0, ()))[1])


def aligned_lines(
    old: Sequence[Line], new: Sequence[Line]
) -> list[tuple[Line | None, Line | None]]:
    """The lines of both in one order: (old, new) for what stayed or was reworded, (old, None)
    for what went out, (None, new) for what came in."""
    pairs = _best_path(old, new)
    rows: list[tuple[Line | None, Line | None]] = []
    i = j = 0
    for a, b in [*pairs, (len(old), len(new))]:
        # Between two fixed points, what went out was replaced by what came in, in order.
        shared = min(a - i, b - j)
        rows += zip(old[i : i + shared], new[j : j + shared], strict=True)
        rows += [(line, None) for line in old[i + shared : a]]
        rows += [(None, line) for line in new[j + shared : b]]
        if a < len(old):
            rows.append((old[a], new[b]))
        i, j = a + 1, b + 1
    return rows


def _best_path(old: Sequence[Line], new: Sequence[Line]) -> list[Pair]:
    """Pairs of like lines, in order, worth most together."""
    rows, columns = len(old), len(new)
    worth = [[_worth(a, b) for b in new] for a in old]
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for i in reversed(range(rows)):
        for j in reversed(range(columns)):
            skipped = max(best[i + 1][j], best[i][j + 1])
            paired = worth[i][j] + best[i + 1][j + 1] if worth[i][j] else 0.0
            best[i][j] = max(skipped, paired)
    pairs: list[Pair] = []
    i = j = 0
    while i < rows and j < columns:
        if worth[i][j] and best[i][j] == worth[i][j] + best[i + 1][j + 1]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs


def _worth(a: Line, b: Line) -> float:
    if same(a, b):
        return _EQUAL
    alike = similarity(a.text, b.text)
    return alike if alike >= _ALIKE else 0.0
