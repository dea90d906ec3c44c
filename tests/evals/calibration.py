"""When is the best hit an answer? A logistic regression over two measures, fitted on judged queries.

`distance`: how many standard deviations its cosine lies above the query's usual one; `covered`: the
share of the query's terms, weighed by how rare they are, that it has.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from corpus.bigrams import bigrams
from corpus.relevance import LEAST, coverage, relevance
from tests.evals.bm25 import Bm25
from tests.evals.fusions import product
from tests.evals.legs import Legs
from tests.evals.ranking_sets import RankingSet

_THRESHOLDS = (0.2, 0.3, 0.4, 0.5, 0.6)
_STEPS = 50
_RIDGE = 1e-2  # keeps the fit finite where a line separates the classes
_MOST_DISTANCE = 8.0
_HEAD = f"{'silent':<28}{'off topic':>14}{'best right':>14}{'best wrong':>14}"

Relevance = Callable[[float, float], float]


@dataclass(frozen=True)
class Example:
    """The best hit of a query; `good` if it is an answer, `off` if the query has none."""

    distance: float
    covered: float
    good: bool
    off: bool


@dataclass(frozen=True)
class Logistic:
    """The weights; that of `covered` is for its square root, as in corpus.relevance."""

    distance: float
    covered: float
    constant: float

    def __call__(self, distance: float, covered: float) -> float:
        weighed = self.distance * distance + self.covered * math.sqrt(covered) + self.constant
        return 1 / (1 + math.exp(-weighed))

    def __str__(self) -> str:
        return f"{self.distance:.2f}·distance + {self.covered:.2f}·√covered {self.constant:+.2f}"


@dataclass(frozen=True)
class Silence:
    """Shares (0–1): of off-topic queries that get no hit, of the others that wrongly get none, and
    among the others of those whose best hit was no answer anyway."""

    off: float
    wrongly: float
    emptyhanded: float


def examples_of(ranked: RankingSet, queries: Sequence[Legs]) -> list[Example]:
    """The best fused hit of every query, measured as the archive measures it."""
    places = {entry.paragraph_id: n for n, entry in enumerate(ranked.entries)}
    rarity = Bm25(ranked.indexed).rarity
    examples = []
    for legs in queries:
        best = product(legs)[0][0]
        usual, deviation = legs.usual
        distance = (float(legs.cosines[places[best]]) - usual) / deviation
        rarities = {term: rarity(term) for term in bigrams(legs.asked.text)}
        covered = coverage(ranked.quoted[places[best]], rarities)
        grades = legs.asked.grades
        distance = min(_MOST_DISTANCE, distance)
        examples.append(Example(distance, covered, best in grades, not grades))
    return examples


def fitted(examples: Sequence[Example]) -> Logistic:
    """By Newton's method. Good and other examples weigh the same, however many there are."""
    x = np.array([[e.distance, math.sqrt(e.covered), 1.0] for e in examples])
    y = np.array([e.good for e in examples], float)
    each = np.where(y > 0, 0.5 / max(1.0, y.sum()), 0.5 / max(1.0, (1 - y).sum())) * len(y)
    weights = np.zeros(3)
    ridge = _RIDGE * np.diag([1.0, 1.0, 0.0])
    for _ in range(_STEPS):
        p = 1 / (1 + np.exp(-(x @ weights)))
        slope = x.T @ (each * (p - y)) + ridge @ weights
        bend = (x.T * (each * p * (1 - p))) @ x + ridge
        weights = weights - np.linalg.solve(bend, slope)
    return Logistic(*(float(w) for w in weights))


def silence(examples: Sequence[Example], judge: Relevance, least: float) -> Silence:
    """With hits below `least` left out."""
    off = [e for e in examples if e.off]
    good = [e for e in examples if e.good]
    missed = [e for e in examples if not e.off and not e.good]
    return Silence(*(_silent(group, judge, least) for group in (off, good, missed)))


def _silent(examples: Sequence[Example], judge: Relevance, least: float) -> float:
    silent = [judge(e.distance, e.covered) < least for e in examples]
    return sum(silent) / len(silent) if silent else math.nan


# --- as lines -----------------------------------------------------------------------------------


def silence_lines(ranked: RankingSet, queries: Sequence[Legs]) -> list[str]:
    """What the archive's own measure does to the best hit of each query."""
    examples = examples_of(ranked, queries)
    return [_HEAD, _line(f"best hit below {LEAST}", examples, relevance, LEAST)]


def calibration_lines(ranked: RankingSet, queries: Sequence[Legs]) -> list[str]:
    """Fitted on one half and reported on the other, both ways, and on all."""
    examples = examples_of(ranked, queries)
    lines = [_HEAD]
    for half in (0, 1):
        fit = fitted(examples[half::2])
        lines.append(f"fitted on half {half}: {fit}; on the other half:")
        lines += [_line(f"  {least}", examples[1 - half :: 2], fit, least) for least in _THRESHOLDS]
    lines.append(f"fitted on all: {fitted(examples)}")
    return lines


def _line(name: str, examples: Sequence[Example], judge: Relevance, least: float) -> str:
    found = silence(examples, judge, least)
    return f"{name:<28}{found.off:>14.1%}{found.wrongly:>14.1%}{found.emptyhanded:>14.1%}"
