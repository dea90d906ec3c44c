"""Searches narrowed to a role and some organisations, as access rules would narrow them.

Three ways: the product's search, Chroma's own ``where`` over a collection that holds what is
filtered by, and a plain numpy scan of the rows that are accepted. All embed the query.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from corpus.archive import Archive
from corpus.embedding import BUNDLED, open_embedding
from corpus.query import Filter
from corpus.report import Role
from tests.bench.chroma import largest_collection, new_collection
from tests.bench.figures import Row
from tests.bench.filling import ORGANISATIONS, made, search
from tests.bench.paragraphs import queries
from tests.bench.processes import MEMORY, Task, by_turns, run
from tests.bench.progress import say
from tests.bench.querying import timed

_QUERIES, _WARMING = 100, 20
_HITS = 10
_ROLE = Role.PLAN
_ALLOWED = ORGANISATIONS[:8]  # of 60
_MOST_MILLISECONDS = 50
_OTHERS = {"chroma": "Chroma's where", "scan": "a numpy scan"}
_MATRIX, _LABELS = "vectors.npy", "labels.json"  # the second is written last
_BATCH = 5000


def rows(home: Path, size: int, lines: Path, work: Path, rounds: int) -> list[Row]:
    """p50 and p95, ours beside each of the two others; `lines` is the JSON of real paragraphs."""
    folder = home.with_name(f"{home.name}-filter")
    options = {"home": str(home), "folder": str(folder), "work": str(work)}
    run(Task("filtering.build", {**options, "lines": str(lines), "size": size}))
    real = json.loads(lines.read_text(encoding="utf-8"))[:size]
    asked = [queries(real, _QUERIES + _WARMING, seed) for seed in range(rounds)]
    names = [f"filtering.{way}" for way in ("ours", *_OTHERS)]
    ours, *others = by_turns([[Task(n, {**options, "asked": a}) for n in names] for a in asked])
    found = []
    for name, other in zip(_OTHERS.values(), others, strict=True):
        many = f"{size:,} paragraphs (baseline: {name})"
        for share in ("p50", "p95"):
            what, limit = f"filtered query {share}, {many}", _MOST_MILLISECONDS
            found.append(Row(what, "ms", ours[share], other[share], "<=", limit, absolute=True))
        found.append(Row(f"peak memory of them, {many}", "MB", ours[MEMORY], other[MEMORY]))
    return found


def build(home: str, folder: str, work: str, lines: str, size: int) -> dict[str, float]:
    """Make what the two others search, from the paragraphs that the archive `home` was made of."""
    target = Path(folder)
    if not (target / _LABELS).exists():
        say(f"making a collection with metadata beside {Path(home).name}")
        shutil.rmtree(target, ignore_errors=True)
        target.mkdir(parents=True)
        real = json.loads(Path(lines).read_text(encoding="utf-8"))
        labels: list[tuple[str, str]] = []
        vectors = []
        for one in made(work, real, size):
            organisation = one.report.outline.organisation
            labels += [(paragraph.role.value, organisation) for paragraph in one.report.paragraphs]
            vectors.append(one.vectors)
        matrix = np.concatenate(vectors)
        _store(target, matrix, labels)
        np.save(target / _MATRIX, matrix)
        (target / _LABELS).write_text(json.dumps(labels, ensure_ascii=False), encoding="utf-8")
    return {}


def _store(folder: Path, matrix: np.ndarray[Any, Any], labels: Sequence[tuple[str, str]]) -> None:
    collection = new_collection(folder)
    for start in range(0, len(labels), _BATCH):
        part = labels[start : start + _BATCH]
        collection.add(
            ids=[str(start + n) for n in range(len(part))],
            embeddings=matrix[start : start + len(part)],
            metadatas=[{"role": role, "organisation": name} for role, name in part],
        )


def ours(home: str, folder: str, work: str, asked: Sequence[str]) -> dict[str, float]:
    """Milliseconds of a search with a Filter."""
    wanted = Filter(roles=(_ROLE,), organisations=_ALLOWED)
    with Archive.open(Path(home), open_embedding(BUNDLED, Path(work))) as archive:
        return timed(lambda query: search(archive, query, _HITS, wanted), asked, _WARMING)


def chroma(home: str, folder: str, work: str, asked: Sequence[str]) -> dict[str, float]:
    """Milliseconds of the collection's ``query`` with ``where``."""
    embedding = open_embedding(BUNDLED, Path(work))
    collection = largest_collection(Path(folder))
    where = {"$and": [{"role": _ROLE.value}, {"organisation": {"$in": list(_ALLOWED)}}]}

    def ask(query: str) -> None:
        vector = embedding.encode_query(query)
        collection.query(query_embeddings=[vector], n_results=_HITS, where=where, include=[])

    return timed(ask, asked, _WARMING)


def scan(home: str, folder: str, work: str, asked: Sequence[str]) -> dict[str, float]:
    """Milliseconds of comparing with every row that is accepted; what these are is known."""
    embedding = open_embedding(BUNDLED, Path(work))
    matrix = np.load(Path(folder) / _MATRIX)
    labels = json.loads((Path(folder) / _LABELS).read_text(encoding="utf-8"))
    accepted = np.array([role == _ROLE and name in _ALLOWED for role, name in labels]).nonzero()[0]

    def ask(query: str) -> None:
        similarities = matrix[accepted] @ embedding.encode_query(query)
        best = np.argpartition(-similarities, _HITS)[:_HITS]
        accepted[best[np.argsort(-similarities[best])]].tolist()

    return timed(ask, asked, _WARMING)
