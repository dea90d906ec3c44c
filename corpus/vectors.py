"""Nearest paragraphs by meaning. The only module that imports chromadb.

Chroma is a disposable index: everything in it can be derived from the catalogue. Its local
client must have one owner, so commands that only read scan the catalogue's vectors instead.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.catalogue import VectorRow
from corpus.embedding import EmbeddingIdentity
from corpus.errors import ArchiveError
from corpus.query import Filter, chunked, year_of

_COLLECTION = "paragraphs"
_IDS_PER_CALL = 5000
_PROBED = 5
_ROUNDING = 1e-5  # Chroma scales vectors to unit length once more


@contextmanager
def _in_our_words() -> Iterator[None]:
    """Chroma raises whatever its core does; here it becomes an ArchiveError."""
    try:
        yield
    except ArchiveError:
        raise
    except Exception as error:
        raise ArchiveError(f"向量索引出错（{error}）") from error


class VectorIndex(Protocol):
    """Answers with ``(paragraph_id, cosine similarity)``, best first."""

    def nearest(
        self, vector: NDArray[np.float32], limit: int, wanted: Filter
    ) -> list[tuple[str, float]]: ...


class ExactVectors:
    """An exact scan over vectors in memory; the catalogue's rows, unit length."""

    def __init__(self, rows: Sequence[VectorRow]) -> None:
        self._rows = list(rows)
        self._matrix = np.stack([row.vector for row in rows]) if rows else None

    def nearest(
        self, vector: NDArray[np.float32], limit: int, wanted: Filter
    ) -> list[tuple[str, float]]:
        if self._matrix is None:
            return []
        similarities = self._matrix @ vector
        hits: list[tuple[str, float]] = []
        for index in np.argsort(-similarities, kind="stable"):
            row = self._rows[index]
            if wanted.accepts(row.role, row.period, row.organisation):
                hits.append((row.paragraph_id, float(similarities[index])))
                if len(hits) == limit:
                    break
        return hits


class ChromaVectors:
    """A persistent Chroma collection at `folder`, made for one embedding model.

    Raises ArchiveError if it cannot be opened, is damaged or was made for another model; so does
    everything that is asked of it once it is broken.
    """

    def __init__(self, folder: Path, identity: EmbeddingIdentity) -> None:
        # Imported here: it takes a second, and commands that only read do not need it.
        import chromadb
        from chromadb.api.shared_system_client import SharedSystemClient
        from chromadb.config import Settings

        self._folder = folder
        # Any: the declared interface lacks close(), which every local client has.
        self._client: Any = None
        stamp = {
            "model": identity.name,
            "dimension": identity.dimension,
            "version": identity.version,
        }
        try:
            self._client = chromadb.PersistentClient(
                path=str(folder), settings=Settings(anonymized_telemetry=False)
            )
            self._collection = self._client.get_or_create_collection(
                _COLLECTION,
                embedding_function=None,
                configuration={"hnsw": {"space": "cosine"}},
                metadata=stamp,
            )
            if (self._collection.metadata or {}) != stamp:
                raise ArchiveError("向量索引与当前向量模型不一致")
            self._probe(identity.dimension)
            self._wipe()
        except ArchiveError:
            self._client.close()
            raise
        except Exception as error:
            if self._client is None:
                # Chroma keeps what failed to start under its path and would hand it out again.
                SharedSystemClient._identifier_to_system.pop(str(folder), None)
            else:
                self._client.close()
            raise ArchiveError(f"向量索引无法打开：{folder.name}（{error}）") from error

    def _probe(self, dimension: int) -> None:
        """Whether the graph is there: its files are apart from the rows that `count` counts."""
        expected = min(self.count(), _PROBED)
        if expected:
            direction = np.full(dimension, dimension**-0.5, np.float32)
            if len(self.nearest(direction, expected, Filter())) < expected:
                raise ArchiveError("向量索引不完整")

    def _wipe(self) -> None:
        """Clear what Chroma has put into a new graph's files: memory as it found it, with scraps
        of whatever the program held before, also of reports that were forgotten since
        (chroma-core/chroma#7688). Until there is an index_metadata.pickle nobody reads them."""
        for graph in self._folder.glob("*/data_level0.bin"):
            if not graph.with_name("index_metadata.pickle").exists():
                for path in (graph, graph.with_name("length.bin")):
                    with path.open("r+b") as stream:
                        stream.write(bytes(path.stat().st_size))

    def close(self) -> None:
        self._client.close()

    def _check_files(self) -> None:
        """Chroma would go on with files that were removed beneath it, as long as it runs."""
        if not (self._folder / "chroma.sqlite3").exists():
            raise ArchiveError("文件已被删除")

    @_in_our_words()
    def count(self) -> int:
        return int(self._collection.count())

    @_in_our_words()
    def upsert(self, rows: Sequence[VectorRow]) -> None:
        size = self._client.get_max_batch_size()
        for i in range(0, len(rows), size):
            batch = rows[i : i + size]
            self._collection.upsert(
                ids=[row.paragraph_id for row in batch],
                embeddings=np.stack([row.vector for row in batch]),
                metadatas=[_metadata(row) for row in batch],
            )
        self._wipe()  # the first rows of all make the files

    @_in_our_words()
    def delete(self, paragraph_ids: Sequence[str]) -> None:
        for batch in chunked(paragraph_ids, _IDS_PER_CALL):
            self._collection.delete(ids=list(batch))

    @_in_our_words()
    def holds(self, paragraph_ids: Sequence[str]) -> bool:
        """Whether every one of the paragraphs is there."""
        self._check_files()
        return all(
            len(self._collection.get(ids=list(batch), include=[])["ids"]) == len(batch)
            for batch in chunked(paragraph_ids, _IDS_PER_CALL)
        )

    def compare(self, rows: Sequence[VectorRow]) -> tuple[list[str], list[str], list[str]]:
        """Ids that are missing, that are there without a row, and that differ from their row.

        Raises ArchiveError if the collection cannot be read.
        """
        self._check_files()
        try:
            found = self._collection.get(include=["embeddings", "metadatas"])
        except Exception as error:
            raise ArchiveError(f"向量索引已损坏（{error}）") from error
        held = {i: n for n, i in enumerate(found["ids"])}
        expected = {row.paragraph_id for row in rows}
        differing = [
            row.paragraph_id
            for row in rows
            if (n := held.get(row.paragraph_id)) is not None
            and (
                found["metadatas"][n] != _metadata(row)
                or found["embeddings"][n].shape != row.vector.shape
                or not np.allclose(found["embeddings"][n], row.vector, atol=_ROUNDING)
            )
        ]
        return sorted(expected - held.keys()), sorted(held.keys() - expected), differing

    @_in_our_words()
    def nearest(
        self, vector: NDArray[np.float32], limit: int, wanted: Filter
    ) -> list[tuple[str, float]]:
        self._check_files()
        found = self._collection.query(
            query_embeddings=vector[None, :],
            n_results=limit,
            where=_where(wanted),
            include=["distances"],
        )
        distances = (found["distances"] or [[]])[0]
        return [(i, 1.0 - d) for i, d in zip(found["ids"][0], distances, strict=True)]


def _metadata(row: VectorRow) -> dict[str, Any]:
    return {
        "report_id": row.report_id,
        "role": row.role,
        "year": year_of(row.period),
        "organisation": row.organisation,
    }


def _where(wanted: Filter) -> Any:
    """A Filter in Chroma's query language: one operator at the top, so several need $and."""
    clauses: list[dict[str, Any]] = []
    if wanted.roles:
        clauses.append({"role": {"$in": [role.value for role in wanted.roles]}})
    if wanted.since is not None:
        clauses.append({"year": {"$gte": wanted.since}})
    if wanted.until is not None:
        clauses += [{"year": {"$lte": wanted.until}}, {"year": {"$gt": 0}}]
    if wanted.organisation is not None:
        clauses.append({"organisation": wanted.organisation})
    return {"$and": clauses} if len(clauses) > 1 else (clauses[0] if clauses else None)
