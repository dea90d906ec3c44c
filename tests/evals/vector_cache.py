"""Vectors of passages and queries, kept from one measurement to the next.

One SQLite file a folder; a vector's key is the model's identity, whether it stands for a passage or
for a query, and the hash of its text. So a second run, or another collection with the same texts,
computes nothing.
"""

from __future__ import annotations

import hashlib
import sqlite3
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.embedding import EmbeddingModel

Matrix = NDArray[np.float32]

_FILE = "vectors.db"
_AT_ONCE = 512  # texts between two commits: what a run that is cut short may lose


class VectorCache:
    """Encodes with `model`; keeps what it computed in `folder`, or in memory if there is none."""

    def __init__(self, model: EmbeddingModel, folder: Path | None = None) -> None:
        self._model = model
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(folder / _FILE if folder else ":memory:", isolation_level=None)
        self._db.execute("CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, vector BLOB)")

    def close(self) -> None:
        self._db.close()

    def passages(self, texts: Sequence[str]) -> Matrix:
        """Unit vectors, shape (len(texts), dimension)."""
        return self._vectors(texts, "passage")

    def queries(self, texts: Sequence[str]) -> Matrix:
        """Unit vectors, shape (len(texts), dimension)."""
        return self._vectors(texts, "query")

    def _vectors(self, texts: Sequence[str], kind: str) -> Matrix:
        keys = [self._key(kind, text) for text in texts]
        missing = {key: text for key, text in zip(keys, texts, strict=True) if not self._has(key)}
        waiting = list(missing)
        for start in range(0, len(waiting), _AT_ONCE):
            part = waiting[start : start + _AT_ONCE]
            sys.stderr.write(f"\r{kind}: {start}/{len(waiting)} computed ")
            self._keep(part, self._encode([missing[key] for key in part], kind))
        if waiting:
            sys.stderr.write(f"\r{kind}: {len(waiting)}/{len(waiting)} computed\n")
        return np.stack([self._kept(key) for key in keys])

    def _encode(self, texts: Sequence[str], kind: str) -> Matrix:
        if kind == "passage":
            return self._model.encode_passages(texts)
        return np.stack([self._model.encode_query(text) for text in texts])

    def _key(self, kind: str, text: str) -> bytes:
        identity = self._model.identity
        parts = (identity.name, str(identity.dimension), identity.version, kind, text)
        return hashlib.sha256("\0".join(parts).encode()).digest()

    def _has(self, key: bytes) -> bool:
        return bool(self._db.execute("SELECT 1 FROM vectors WHERE key = ?", [key]).fetchone())

    def _keep(self, keys: Sequence[bytes], vectors: Matrix) -> None:
        rows = [(key, vector.tobytes()) for key, vector in zip(keys, vectors, strict=True)]
        self._db.execute("BEGIN")
        self._db.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?)", rows)
        self._db.execute("COMMIT")

    def _kept(self, key: bytes) -> Matrix:
        (blob,) = self._db.execute("SELECT vector FROM vectors WHERE key = ?", [key]).fetchone()
        return np.frombuffer(blob, np.float32)
