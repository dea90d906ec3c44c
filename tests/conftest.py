"""Fixtures shared by all tests."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from corpus import bundled_model
from corpus.archive import Archive
from corpus.embedding import EmbeddingModel, open_embedding
from corpus.files import file_bytes

# A deadline would make tests fail on a busy machine.
settings.register_profile("nigao", deadline=None)
settings.load_profile("nigao")

SAMPLES = Path(__file__).resolve().parents[1] / "corpus" / "samples"


@pytest.fixture(scope="session")
def bundled_folder() -> Path:
    """The unpacked bundled model; kept between runs, since unpacking takes a while."""
    cache = Path(__file__).resolve().parents[1] / ".cache" / "test-home" / "models"
    folder = Path(os.environ.get("TEST_MODEL_FOLDER") or cache / bundled_model.NAME)
    return bundled_model.unpack(folder)


@pytest.fixture(scope="session")
def embedding(bundled_folder: Path) -> EmbeddingModel:
    """The bundled model, loaded once."""
    return open_embedding("bundled", bundled_folder.parent.parent)


@pytest.fixture(scope="session")
def sample_home(embedding: EmbeddingModel, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the sample archive read in. Tests must not change it."""
    home = tmp_path_factory.mktemp("sample-home")
    with Archive.open(home, embedding) as archive:
        for result in archive.ingest(file_bytes([SAMPLES])):
            assert result.outcome == "added", result
    return home


@pytest.fixture(scope="session")
def sample_archive(sample_home: Path, embedding: EmbeddingModel) -> Iterator[Archive]:
    """The sample archive, opened read-only."""
    with Archive.open(sample_home, embedding, read_only=True) as archive:
        yield archive
