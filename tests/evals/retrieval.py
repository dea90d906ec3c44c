"""How well the archive finds what was meant: by meaning, by words, and both made one.

``python -m tests.evals.retrieval [FOLDER] [--cache DIR] [--compare] [--archive]``. Without FOLDER
only the judged queries over the samples (`tests.evals.judged`); FOLDER has in ``retrieval/``

- ``cmrc2018/``: ``corpus.jsonl``, ``queries.jsonl`` (`_id`, `text`) and ``qrels.tsv``;
- ``problem_paragraphs.jsonl``: `organisation` and `text_org_masked`; the right answers to a
  paragraph are the same organisation's other years. All are asked for, and each is left out of its
  own answers.

One table: a row a leg, BM25 by the book beside them; and which queries stay without a hit:
those off topic, and those whose best hit is right or wrong. ``--compare`` adds other ways of fusion, tuned
on one half of each set and reported on the other, and fits the probability that a hit is what was
meant; ``--archive`` puts the samples into an archive and asks it. With ``--cache`` vectors are kept
between runs.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from corpus.embedding import BUNDLED, open_embedding
from corpus.query import Ranking
from tests.evals.bm25 import Bm25
from tests.evals.calibration import calibration_lines, silence_lines
from tests.evals.end_to_end import archive_lines
from tests.evals.fusions import CANDIDATES
from tests.evals.judged import KINDS
from tests.evals.legs import POOL, Legs, legs_of, scores_ranking
from tests.evals.metrics import Score, mean, scored
from tests.evals.ranking_sets import RankingSet, cmrc2018, judged_samples, problem_paragraphs
from tests.evals.vector_cache import VectorCache

_LEGS = ("dense", "lexical", "fused")
_GOOD = [kind for kind in KINDS if kind != "off"]

AskedSets = list[tuple[RankingSet, list[Legs]]]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.evals.retrieval")
    parser.add_argument("folder", nargs="?", type=Path, metavar="FOLDER")
    parser.add_argument("--cache", type=Path, metavar="DIR", help="keep vectors here")
    parser.add_argument("--embedding", default=BUNDLED, help="as NIGAO_EMBEDDING")
    parser.add_argument("--compare", action="store_true", help="other fusions; calibration")
    parser.add_argument("--archive", action="store_true", help="ask an archive of the samples")
    given = parser.parse_args()
    with TemporaryDirectory() as scratch:
        model = open_embedding(given.embedding, given.cache or Path(scratch))
        with closing(VectorCache(model, given.cache)) as cache:
            sets = _sets(given.folder)
            asked = [(ranked, legs_of(ranked, cache)) for ranked in sets]
        _print([*_table(asked), "", *silence_lines(*asked[0])])
        if given.compare:
            _print(_comparison(asked))
            _print(calibration_lines(*asked[0]))
        if given.archive:
            _print(archive_lines(Path(scratch), model))


def _sets(folder: Path | None) -> list[RankingSet]:
    sets = [judged_samples()]
    if folder is not None:
        retrieval = folder / "retrieval"
        sets.append(problem_paragraphs(retrieval / "problem_paragraphs.jsonl"))
        sets.append(cmrc2018(retrieval / "cmrc2018"))
    return sets


def _print(lines: Sequence[str]) -> None:
    sys.stdout.write("\n".join(["", *lines, ""]))


# --- the table -----------------------------------------------------------------------------------


def _table(asked: AskedSets) -> list[str]:
    rows = [_head(asked), _row("BM25 by the book", asked, [_by_the_book(s, q) for s, q in asked])]
    for name in _LEGS:
        rankings = [[CANDIDATES[name](legs) for legs in queries] for _, queries in asked]
        rows.append(_row(name, asked, rankings))
    return rows


def _by_the_book(ranked: RankingSet, queries: Sequence[Legs]) -> list[Ranking]:
    bm25 = Bm25(ranked.indexed)
    return [
        scores_ranking(ranked, legs.asked, bm25.scores(legs.asked.text), POOL) for legs in queries
    ]


def _head(asked: AskedSets) -> str:
    columns = []
    for ranked, _ in asked:
        if ranked.name == "judged":
            columns += ["nDCG@10", *_GOOD]
        elif ranked.name == "CMRC2018":
            columns += ["C:R@1", "C:R@10", "C:MRR"]
        else:
            columns += ["P:Hit@1", "P:Hit@10"]
    return " " * 30 + "".join(f"{column:>11}" for column in columns)


def _row(
    name: str, asked: AskedSets, rankings: Sequence[Sequence[Ranking]], half: int | None = None
) -> str:
    values: list[float] = []
    for (ranked, queries), found in zip(asked, rankings, strict=True):
        scores = _scores(queries, found, half)
        if ranked.name == "judged":
            values.append(mean([score.ndcg for _, score in scores]))
            values += [mean([s.ndcg for kind, s in scores if kind == own]) for own in _GOOD]
        elif ranked.name == "CMRC2018":
            values += [mean([s.first for _, s in scores]), mean([s.ten for _, s in scores])]
            values.append(mean([s.reciprocal for _, s in scores]))
        else:
            values += [mean([s.first for _, s in scores]), mean([s.ten for _, s in scores])]
    return f"{name:<30}" + "".join(f"{value:>11.4f}" for value in values)


def _scores(
    queries: Sequence[Legs], rankings: Sequence[Ranking], half: int | None
) -> list[tuple[str, Score]]:
    """Of the queries with answers, all or every other one."""
    return [
        (legs.asked.kind, scored([key for key, _ in ranking], legs.asked.grades))
        for n, (legs, ranking) in enumerate(zip(queries, rankings, strict=True))
        if legs.asked.grades and half in (None, n % 2)
    ]


# --- other ways of fusion -------------------------------------------------------------------------


def _comparison(asked: AskedSets) -> list[str]:
    lines = []
    for half, title in ((0, "tuned on"), (1, "reported on")):
        lines += [f"{title} half {half}", _head(asked)]
        for name, fusion in CANDIDATES.items():
            rankings = [[fusion(legs) for legs in queries] for _, queries in asked]
            lines.append(_row(name, asked, rankings, half))
    return lines


if __name__ == "__main__":
    main()
