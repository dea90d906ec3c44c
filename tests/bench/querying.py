"""Answering queries: the product end to end, and a bare Chroma collection.

Both embed the query with the same model. Ours then asks both indexes, fuses, and fetches the
words of its hits; the baseline asks the graph of the product's own collection for ids.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from corpus.archive import Archive
from corpus.embedding import BUNDLED, EmbeddingModel, open_embedding
from tests.bench.chroma import largest_collection
from tests.bench.figures import Row, percentile
from tests.bench.filling import search
from tests.bench.paragraphs import queries
from tests.bench.processes import MEMORY, Task, by_turns
from tests.bench.progress import since_start

_QUERIES, _WARMING = 200, 20
_HITS = 10
_MILLISECONDS = 1000.0
_GROWTH_FROM, _GROWTH_TO = 10_000, 1_000_000
_OVERHEAD, _GROWTH, _START_SECONDS = 1.3, 3, 5


def rows(homes: Mapping[int, Path], real: Sequence[str], work: Path, rounds: int) -> list[Row]:
    """p50, p95 and memory at each size, and how ours grows between two of them."""
    found: list[Row] = []
    medians: dict[int, float] = {}
    for size, home in homes.items():
        asked = [queries(real[:size], _QUERIES + _WARMING, seed) for seed in range(rounds)]
        ours, baseline = by_turns(_tasks("querying.ours", "querying.baseline", home, work, asked))
        medians[size] = ours["p50"]
        many = f"{size:,} paragraphs"
        for name in ("p50", "p95"):
            what = f"query {name}, {many}"
            found.append(Row(what, "ms", ours[name], baseline[name], "<=", _OVERHEAD))
        found.append(
            Row(f"embedding alone p50, {many}", "ms", ours["embedding"], baseline["embedding"])
        )
        found.append(Row(f"peak memory of queries, {many}", "MB", ours[MEMORY], baseline[MEMORY]))
    if {_GROWTH_FROM, _GROWTH_TO} <= medians.keys():
        growth = medians[_GROWTH_TO] / medians[_GROWTH_FROM]
        what = f"query p50, {_GROWTH_TO:,} / {_GROWTH_FROM:,} paragraphs"
        found.append(Row(what, "times", growth, None, "<=", _GROWTH, absolute=True))
    return found


def start_rows(home: Path, size: int, real: Sequence[str], work: Path, rounds: int) -> list[Row]:
    """From a fresh process to the first answer."""
    asked = [queries(real[:size], 1, seed) for seed in range(rounds)]
    names = "querying.ours_started", "querying.baseline_started"
    ours, baseline = by_turns(_tasks(*names, home, work, asked))
    what = f"start and first search, {size:,} paragraphs"
    there = baseline["seconds"]
    return [
        Row(what, "s", ours["seconds"], there, "<=", _START_SECONDS, absolute=True),
        Row(f"peak memory of it, {size:,} paragraphs", "MB", ours[MEMORY], baseline[MEMORY]),
    ]


def _tasks(
    ours: str, baseline: str, home: Path, work: Path, asked: Sequence[Sequence[str]]
) -> list[list[Task]]:
    """Each round asks queries of its own, so that nothing remembered helps."""
    options = {"home": str(home), "work": str(work)}
    return [[Task(name, {**options, "asked": a}) for name in (ours, baseline)] for a in asked]


def ours(home: str, work: str, asked: Sequence[str]) -> dict[str, float]:
    """Milliseconds of a search, and of embedding alone."""
    embedding = open_embedding(BUNDLED, Path(work))
    with Archive.open(Path(home), embedding) as archive:
        figures = timed(lambda query: search(archive, query, _HITS), asked, _WARMING)
        return {**figures, "embedding": _embedding(embedding, asked)}


def baseline(home: str, work: str, asked: Sequence[str]) -> dict[str, float]:
    """Milliseconds of embedding and asking the graph, and of embedding alone."""
    embedding = open_embedding(BUNDLED, Path(work))
    collection = largest_collection(Path(home))

    def ask(query: str) -> None:
        vector = embedding.encode_query(query)
        collection.query(query_embeddings=[vector], n_results=_HITS, include=[])

    return {**timed(ask, asked, _WARMING), "embedding": _embedding(embedding, asked)}


def _embedding(embedding: EmbeddingModel, asked: Sequence[str]) -> float:
    """p50 in milliseconds; the full stop makes each a query that was not asked before."""
    return timed(embedding.encode_query, [f"{query}。" for query in asked], _WARMING)["p50"]


def ours_started(home: str, work: str, asked: Sequence[str]) -> dict[str, float]:
    """Seconds from the start of the process to the first answer."""
    with Archive.open(Path(home), open_embedding(BUNDLED, Path(work))) as archive:
        search(archive, asked[0], _HITS)
        return {"seconds": since_start()}


def baseline_started(home: str, work: str, asked: Sequence[str]) -> dict[str, float]:
    """The same for the model and the graph alone."""
    vector = open_embedding(BUNDLED, Path(work)).encode_query(asked[0])
    collection = largest_collection(Path(home))
    collection.query(query_embeddings=[vector], n_results=_HITS, include=[])
    return {"seconds": since_start()}


def timed(ask: Callable[[str], object], asked: Sequence[str], warming: int) -> dict[str, float]:
    """p50 and p95 in milliseconds; the first `warming` queries are not counted."""
    for query in asked[:warming]:
        ask(query)
    taken = []
    for query in asked[warming:]:
        start = time.perf_counter()
        ask(query)
        taken.append((time.perf_counter() - start) * _MILLISECONDS)
    return {"p50": percentile(taken, 50), "p95": percentile(taken, 95)}
