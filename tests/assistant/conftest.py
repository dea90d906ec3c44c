"""Fixtures shared by the tests of the assistant: drafting over the sample archive."""

from __future__ import annotations

import pytest

from assistant.drafting import Drafting
from assistant.text_vectors import TextVectors
from corpus.archive import Archive


@pytest.fixture(scope="module")
def vectors(sample_archive: Archive) -> TextVectors:
    return TextVectors(sample_archive)


@pytest.fixture(scope="module")
def drafting(sample_archive: Archive, vectors: TextVectors) -> Drafting:
    """Without a model."""
    return Drafting(sample_archive, vectors, None)
