"""Chroma without the product around it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import chromadb
from chromadb.config import Settings

_NAME = "baseline"


def new_collection(folder: Path) -> Any:
    """An empty collection in a new folder, compared by cosine."""
    return _client(folder).create_collection(
        _NAME, embedding_function=None, configuration={"hnsw": {"space": "cosine"}}
    )


def largest_collection(folder: Path) -> Any:
    """The collection with most vectors in any Chroma folder below one that nobody has open."""
    found = [
        collection
        for file in sorted(folder.rglob("chroma.sqlite3"))
        for collection in _client(file.parent).list_collections()
    ]
    return max(found, key=lambda collection: collection.count())


def _client(folder: Path) -> Any:
    return chromadb.PersistentClient(str(folder), Settings(anonymized_telemetry=False))
