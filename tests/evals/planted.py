"""How many planted faults the checks catch, and how often they cry over sound sentences.

``python -m tests.evals.planted [--count 1000] [--seed 1] [--show] [FILE-or-FOLDER]…`` with texts
of reports (``*.txt``); without any, the sample archive. Half of the reports are for choosing the
thresholds of `assistant.checking.following` (a table for several), the rates are of the other half.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from assistant.checking import following, verdicts
from assistant.checking.figures import unsupported
from assistant.checking.verdicts import judge, verdict_of
from corpus.readers.sandbox import read_safely
from tests.evals.planted_cases import ASKED, PLANTS, Case, Passage, clean_cases, passages_of

SAMPLES = Path(__file__).resolve().parents[2] / "corpus" / "samples"
_GRID = (0.5, 0.6, 0.7, 0.8, 0.9)
_PATIENCE = 400  # cases looked at for each one wanted; a small archive has few names


@dataclass(frozen=True)
class Rate:
    """Of `total` cases the checks spoke up at `caught`; `kinds` by what was done, or how it cites."""

    caught: int
    total: int
    kinds: tuple[tuple[str, int, int], ...]
    missed: tuple[Case, ...]

    @property
    def share(self) -> float:
        return self.caught / self.total if self.total else 0.0


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("sources", nargs="*", type=Path)
    options.add_argument("--count", type=int, default=1000)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument(
        "--show", action="store_true", help="the first cases that were judged wrong"
    )
    asked = options.parse_args()
    first, second = halves(list(texts_of(asked.sources or [SAMPLES])))
    _calibration(passages_of(first), asked.count // 2, asked.seed)
    rates = measure(passages_of(second), asked.count, asked.seed)
    sys.stdout.write(f"\nmeasured on the other half, FOLLOWS = {following.FOLLOWS}\n")
    for name, rate in rates.items():
        kinds = "  ".join(f"{k or 'as is'} {c}/{n}" for k, c, n in rate.kinds)
        sys.stdout.write(
            f"  {name:<20}{rate.caught:>6}/{rate.total:<6}{rate.share:>8.1%}   {kinds}\n"
        )
        for case in rate.missed[:12] if asked.show else ():
            quotes = " | ".join(c.quote[:60] for c in case.sentence.citations)
            sys.stdout.write(f"      {case.kind} {case.note}: {case.sentence.text}   ← {quotes}\n")


def texts_of(sources: Sequence[Path]) -> Iterator[str]:
    """The texts of files, and of the files in folders, by name."""
    for source in sources:
        files = sorted(p for p in source.iterdir() if p.is_file()) if source.is_dir() else [source]
        for path in files:
            if path.suffix in (".txt", ".md", ".docx"):
                yield read_safely(path.read_bytes(), path.name).text


def halves(texts: list[str]) -> tuple[list[str], list[str]]:
    return texts[::2], texts[1::2]


def measure(passages: Sequence[Passage], count: int, seed: int) -> dict[str, Rate]:
    """False alarms of sound sentences, then the share of each kind of fault that is caught."""
    chance = random.Random(seed)
    clean = clean_cases(passages, chance)
    pool = [next(clean) for _ in range(max(count, 400))]
    rates = {"clean, false alarms": _rate(pool[:count], spoiled=False)}
    for name, plant in PLANTS.items():
        planted: list[Case] = []
        for _ in range(count * _PATIENCE):
            if len(planted) == count:
                break
            if case := plant(next(clean), chance, pool):
                planted.append(case)
        rates[name] = _rate(planted, spoiled=True)
    return rates


def speaks_up(case: Case) -> bool:
    """Whether the sentence gets a finding: an unsupported figure, or less than 支持."""
    verdict = verdict_of(judge(case.sentence, ASKED))
    return verdict != "supported" or bool(unsupported(case.sentence, ASKED))


def _rate(cases: Sequence[Case], spoiled: bool) -> Rate:
    said = [speaks_up(case) for case in cases]
    # A fault is counted by how it was planted, a sound sentence by the form of its figures.
    labels = [case.note or case.kind if spoiled else case.note for case in cases]
    total, caught = (
        Counter(labels),
        Counter(label for label, s in zip(labels, said, strict=True) if s),
    )
    kinds = tuple((label, caught[label], total[label]) for label in sorted(total))
    wrong = tuple(c for c, s in zip(cases, said, strict=True) if s is not spoiled)
    return Rate(sum(said), len(cases), kinds, wrong)


def _calibration(passages: Sequence[Passage], count: int, seed: int) -> None:
    names = list(PLANTS)
    sys.stdout.write(
        "on the first half: FOLLOWS, false alarms, caught of " + ", ".join(names) + "\n"
    )
    for threshold in _GRID:
        with patch.object(verdicts, "FOLLOWS", threshold):
            rates = measure(passages, count, seed)
        shares = "".join(f"{rate.share:>9.1%}" for rate in rates.values())
        sys.stdout.write(f"  {threshold:<6}{shares}\n")


if __name__ == "__main__":
    main()
