"""Fixtures shared by the tests of the archive."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from corpus import search
from tests.corpus.chroma_server import chroma_server


@pytest.fixture(scope="session")
def chroma_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a real Chroma server, started once."""
    with chroma_server(tmp_path_factory.mktemp("chroma-server")) as url:
        yield url


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Archives are searched as if they were large: Chroma is asked."""
    monkeypatch.setattr(search, "_SCANNED", 0)
