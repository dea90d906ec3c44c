"""Nearest paragraphs by meaning, among all of them. The only module that imports chromadb.

Chroma is a disposable index: everything in it can be derived from the catalogue. Its local client
must have one owner; a server (``chroma run``) may serve several processes. Neither is asked to
filter: see `corpus.exact`.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray

from corpus.catalogue import VectorRow
from corpus.embedding import EmbeddingIdentity
from corpus.errors import ArchiveError
from corpus.query import Ranking, chunked

_COLLECTION = "paragraphs"
_IDS_PER_CALL = 5000
_PROBED = 5
_PATIENCE = 30.0  # seconds for a server to answer
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


class ChromaHome(Protocol):
    """Where a collection lives."""

    @property
    def name(self) -> str:
        """As messages call it."""
        ...

    @property
    def prefix(self) -> str:
        """What the names of its collections begin with; the rest tells the model."""
        ...

    def client(self) -> Any:
        """Chroma's client; its declared interface lacks close(), which every one has."""
        ...

    def close(self, client: Any) -> None: ...

    def check(self) -> None:
        """Raises ArchiveError if the place itself has gone."""
        ...

    def tidy(self) -> None:
        """Called after something was written."""
        ...

    def remove(self) -> None:
        """Leave nothing of the collection."""
        ...


class ChromaFolder:
    """In a folder of its own, which nobody else opens."""

    prefix = _COLLECTION

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.name = folder.name

    def client(self) -> Any:
        # Imported here: it takes a second, and commands that only read do not need it.
        import chromadb
        from chromadb.api.shared_system_client import SharedSystemClient
        from chromadb.config import Settings

        try:
            return chromadb.PersistentClient(
                path=str(self.folder), settings=Settings(anonymized_telemetry=False)
            )
        except BaseException:
            # Chroma keeps what failed to start under its path and would hand it out again.
            SharedSystemClient._identifier_to_system.pop(str(self.folder), None)
            raise

    def close(self, client: Any) -> None:
        client.close()

    def check(self) -> None:
        """Chroma would go on with files that were removed beneath it, as long as it runs."""
        if not (self.folder / "chroma.sqlite3").exists():
            raise ArchiveError("文件已被删除")

    def tidy(self) -> None:
        """Clear what Chroma has put into a new graph's files: memory as it found it, with scraps
        of whatever the program held before, also of reports that were forgotten since
        (chroma-core/chroma#7688). Until there is an index_metadata.pickle nobody reads them."""
        for graph in self.folder.glob("*/data_level0.bin"):
            if not graph.with_name("index_metadata.pickle").exists():
                for path in (graph, graph.with_name("length.bin")):
                    with path.open("r+b") as stream:
                        stream.write(bytes(path.stat().st_size))

    def remove(self) -> None:
        if self.folder.is_dir() and not self.folder.is_symlink():
            shutil.rmtree(self.folder)
        else:
            self.folder.unlink(missing_ok=True)


class ChromaServer:
    """On a server, in a collection of the archive's own."""

    def __init__(self, url: str, archive_id: str) -> None:
        address = urlsplit(url)
        if address.scheme not in ("http", "https") or not address.hostname:
            raise ArchiveError(f"NIGAO_CHROMA_URL 应为 http://主机:端口，现在是“{url}”")
        self._host, self._tls = address.hostname, address.scheme == "https"
        self._port = address.port or (443 if self._tls else 8000)
        self.name = f"Chroma 服务 {self._host}:{self._port}"
        self.prefix = f"nigao-{archive_id}"

    def client(self) -> Any:
        import chromadb
        from chromadb.config import Settings

        try:
            client = chromadb.HttpClient(
                self._host,
                self._port,
                ssl=self._tls,
                settings=Settings(anonymized_telemetry=False),
            )
        except Exception as error:
            raise ArchiveError(f"连接不上{self.name}，请检查它是否已启动（{error}）") from error
        for session in _sessions(client):
            session.timeout = _PATIENCE  # Chroma would wait for ever
        return client

    def close(self, client: Any) -> None:
        """Chroma's own `close` leaves the connections open."""
        client.close()
        for session in _sessions(client):
            session.close()

    def check(self) -> None:
        """Every call fails by itself when the server has gone."""

    def tidy(self) -> None:
        """What a server writes is its own business."""

    @_in_our_words()
    def remove(self) -> None:
        client = self.client()
        try:
            for collection in client.list_collections():
                if collection.name.startswith(f"{self.prefix}-"):
                    client.delete_collection(collection.name)
        finally:
            self.close(client)


def _sessions(client: Any) -> list[Any]:
    """The client's connections, and those of the one it has within for the database."""
    return [client._server._session, client._admin_client._server._session]


def collection_name(home: ChromaHome, identity: EmbeddingIdentity) -> str:
    """Another one for each model, so that a new one is made beside the one in use."""
    told = f"{identity.name}\n{identity.dimension}\n{identity.version}"
    return f"{home.prefix}-{hashlib.sha256(told.encode()).hexdigest()[:12]}"


class ChromaVectors:
    """A Chroma collection at `home`, made for one embedding model.

    Raises ArchiveError if it cannot be opened, is damaged or was made for another model; so does
    everything that is asked of it once it is broken.
    """

    def __init__(self, home: ChromaHome, identity: EmbeddingIdentity) -> None:
        self._home = home
        self._client: Any = None
        stamp = {
            "model": identity.name,
            "dimension": identity.dimension,
            "version": identity.version,
        }
        try:
            self._client = home.client()
            self._collection = self._client.get_or_create_collection(
                collection_name(home, identity),
                embedding_function=None,
                configuration={"hnsw": {"space": "cosine"}},
                metadata=stamp,
            )
            if (self._collection.metadata or {}) != stamp:
                raise ArchiveError("向量索引与当前向量模型不一致")
            self._probe(identity.dimension)
            home.tidy()
        except BaseException as error:
            if self._client is not None:
                home.close(self._client)
            if isinstance(error, ArchiveError) or not isinstance(error, Exception):
                raise
            raise ArchiveError(f"向量索引无法打开：{home.name}（{error}）") from error

    def _probe(self, dimension: int) -> None:
        """Whether the graph is there: its files are apart from the rows that `count` counts."""
        expected = min(self.count(), _PROBED)
        if expected:
            direction = np.full(dimension, dimension**-0.5, np.float32)
            if len(self.nearest(direction, expected)) < expected:
                raise ArchiveError("向量索引不完整")

    def close(self) -> None:
        self._home.close(self._client)

    def _ask(self, what: str, **arguments: Any) -> Any:
        """Of the collection, or of the one that another process has made anew in its place."""
        from chromadb.errors import NotFoundError

        try:
            return getattr(self._collection, what)(**arguments)
        except NotFoundError:
            name = self._collection.name
            self._collection = self._client.get_collection(name, embedding_function=None)
            return getattr(self._collection, what)(**arguments)

    @_in_our_words()
    def drop_others(self) -> None:
        """Remove the collections of the same home that are for other models."""
        for collection in self._client.list_collections():
            name = collection.name
            if name.startswith(f"{self._home.prefix}-") and name != self._collection.name:
                self._client.delete_collection(name)

    @_in_our_words()
    def count(self) -> int:
        return int(self._ask("count"))

    @_in_our_words()
    def upsert(self, rows: Sequence[VectorRow]) -> None:
        size = self._client.get_max_batch_size()
        for batch in chunked(rows, size):
            self._ask(
                "upsert",
                ids=[row.entry.paragraph_id for row in batch],
                embeddings=np.stack([row.vector for row in batch]),
            )
        self._home.tidy()  # the first rows of all make the files

    @_in_our_words()
    def delete(self, paragraph_ids: Sequence[str]) -> None:
        for batch in chunked(paragraph_ids, _IDS_PER_CALL):
            self._ask("delete", ids=list(batch))

    @_in_our_words()
    def holds(self, paragraph_ids: Sequence[str]) -> bool:
        """Whether every one of the paragraphs is there."""
        self._home.check()
        return all(
            len(self._ask("get", ids=list(batch), include=[])["ids"]) == len(batch)
            for batch in chunked(paragraph_ids, _IDS_PER_CALL)
        )

    def compare(self, rows: Sequence[VectorRow]) -> tuple[list[str], list[str], list[str]]:
        """Ids that are missing, that are there without a row, and that differ from their row.

        Raises ArchiveError if the collection cannot be read.
        """
        self._home.check()
        try:
            found = self._ask("get", include=["embeddings"])
        except Exception as error:
            raise ArchiveError(f"向量索引已损坏（{error}）") from error
        held = {i: n for n, i in enumerate(found["ids"])}
        expected = {row.entry.paragraph_id for row in rows}
        differing = [
            row.entry.paragraph_id
            for row in rows
            if (n := held.get(row.entry.paragraph_id)) is not None
            and (
                found["embeddings"][n].shape != row.vector.shape
                or not np.allclose(found["embeddings"][n], row.vector, atol=_ROUNDING)
            )
        ]
        return sorted(expected - held.keys()), sorted(held.keys() - expected), differing

    @_in_our_words()
    def nearest(self, vector: NDArray[np.float32], limit: int) -> Ranking:
        """``(paragraph_id, cosine similarity)``, best first."""
        self._home.check()
        found = self._ask(
            "query", query_embeddings=vector[None, :], n_results=limit, include=["distances"]
        )
        distances = (found["distances"] or [[]])[0]
        return [(i, 1.0 - d) for i, d in zip(found["ids"][0], distances, strict=True)]
