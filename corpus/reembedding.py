"""The vectors of another model, made beside those in use and put in their place when whole.

They are kept report by report, so that a switch that was cut short goes on where it was. Until
then searches use the model and the vectors there have been.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import NDArray

from corpus.catalogue import Catalogue
from corpus.embedded_text import RECIPE, digest_of, embedded_text
from corpus.embedding import EmbeddingIdentity, EmbeddingModel
from corpus.query import chunked
from corpus.rows import seal

_CURRENT, _COMING = "embedding", "embedding_coming"
_MAX_VARIABLES = 500
OnEmbedded = Callable[[int, int], None]  # paragraphs embedded, of how many


@dataclass(frozen=True)
class Embedded:
    """How the vectors of an archive were made: by which model, set how, from which texts."""

    name: str
    dimension: int
    version: str
    setting: str = ""
    recipe: int = 1

    @classmethod
    def by(cls, embedding: EmbeddingModel, setting: str) -> Embedded:
        known = embedding.identity
        return cls(known.name, known.dimension, known.version, setting, RECIPE)

    @property
    def identity(self) -> EmbeddingIdentity:
        """For the index; another recipe is as good as another model."""
        return EmbeddingIdentity(self.name, self.dimension, f"{self.version}-{self.recipe}")

    def is_by(self, embedding: EmbeddingModel) -> bool:
        """Whether the model is the same, wherever it is set to lie."""
        known = embedding.identity
        return (self.name, self.dimension, self.version) == (
            known.name,
            known.dimension,
            known.version,
        )

    def __str__(self) -> str:
        return f"{self.name}（{self.dimension} 维）"


def read_embedded(catalogue: Catalogue) -> Embedded | None:
    """How the vectors in use were made; None in a new archive."""
    stored = catalogue.meta(_CURRENT)
    if stored is None:
        return None
    if stored.startswith("{"):
        return Embedded(**json.loads(stored))
    name, dimension, version = stored.split(" · ")  # as the first versions wrote it
    return Embedded(name, int(dimension.removesuffix(" 维")), version)


def write_embedded(catalogue: Catalogue, embedded: Embedded) -> None:
    catalogue.set_meta(_CURRENT, _told(embedded))


def _told(embedded: Embedded) -> str:
    return json.dumps(asdict(embedded), ensure_ascii=False)


class Reembedding:
    """A switch of the catalogue's vectors to those of `embedding`, which is `wanted`."""

    def __init__(self, catalogue: Catalogue, embedding: EmbeddingModel, wanted: Embedded) -> None:
        self._catalogue = catalogue
        self._embedding = embedding
        self._database = catalogue.database
        self.wanted = wanted
        told = _told(wanted)
        if catalogue.meta(_COMING) != told:  # what is there was meant for yet another model
            with self._database.transaction() as db:
                db.execute("DELETE FROM reembedded")
                db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", [_COMING, told])

    def embed(self, on_embedded: OnEmbedded) -> None:
        """Embed what has no new vector yet. May raise whatever `on_embedded` does, to stop."""
        done, total = self._count()
        for report_id in self._waiting():
            report = self._catalogue.report(report_id)
            texts = [embedded_text(report, p) for p in report.paragraphs]
            digests = [digest_of(text) for text in texts]
            vectors = embed_once(
                self._embedding,
                texts,
                self._catalogue.known_vectors(digests, "reembedded"),
                lambda n, _, done=done: on_embedded(done + n, total),  # type: ignore[misc]
            )
            done += len(texts)
            ids = [p.id for p in report.paragraphs]
            rows = [(i, d, v.tobytes()) for i, d, v in zip(ids, digests, vectors, strict=True)]
            with self._database.transaction() as db:
                db.executemany("INSERT OR REPLACE INTO reembedded VALUES (?, ?, ?)", rows)
            on_embedded(done, total)

    def adopt(self) -> None:
        """Put the new vectors in the place of the old ones, all in one transaction."""
        with self._database.transaction() as db:
            db.execute(
                "UPDATE paragraphs SET vector = n.vector, digest = n.digest"
                " FROM reembedded n WHERE n.paragraph_id = paragraphs.id"
            )
            db.execute("DELETE FROM reembedded")
            db.execute("DELETE FROM meta WHERE key = ?", [_COMING])
            told = _told(self.wanted)
            db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", [_CURRENT, told])
            for (report_id,) in db.execute("SELECT id FROM reports").fetchall():
                seal(db, report_id)

    def vectors(self, paragraph_ids: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        """The new vectors, by paragraph."""
        found: dict[str, NDArray[np.float32]] = {}
        for batch in chunked(paragraph_ids, _MAX_VARIABLES):
            marks = ",".join("?" * len(batch))
            sql = f"SELECT paragraph_id, vector FROM reembedded WHERE paragraph_id IN ({marks})"
            for paragraph_id, vector in self._database.all(sql, *batch):
                found[paragraph_id] = np.frombuffer(vector, "<f4")
        return found

    def _waiting(self) -> list[str]:
        rows = self._database.all(
            "SELECT DISTINCT p.report_id FROM paragraphs p LEFT JOIN reembedded n"
            " ON n.paragraph_id = p.id WHERE n.paragraph_id IS NULL ORDER BY p.report_id"
        )
        return [row[0] for row in rows]

    def _count(self) -> tuple[int, int]:
        row = self._database.one(
            "SELECT (SELECT count(*) FROM reembedded), (SELECT count(*) FROM paragraphs)"
        )
        assert row is not None
        return row[0], row[1]


def embed_once(
    embedding: EmbeddingModel,
    texts: Sequence[str],
    known: dict[bytes, NDArray[np.float32]],
    on_embedded: OnEmbedded,
) -> NDArray[np.float32]:
    """A vector a text, (n, dimension); those in `known`, by digest, and repeated texts cost
    nothing. `on_embedded` counts all texts."""
    digests = [digest_of(text) for text in texts]
    missing = {d: t for d, t in zip(digests, texts, strict=True) if d not in known}
    there = len(texts) - len(missing)
    made = (
        embedding.encode_passages(
            list(missing.values()), lambda done, _: on_embedded(there + done, len(texts))
        )
        if missing
        else ()
    )
    vectors = {**known, **dict(zip(missing, made, strict=True))}
    return np.stack([vectors[d] for d in digests]).astype(np.float32, copy=False)
