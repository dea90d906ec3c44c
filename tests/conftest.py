"""Fixtures shared by all tests."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from corpus import bundled_model


@pytest.fixture(scope="session")
def bundled_folder() -> Path:
    """The unpacked bundled model; kept between runs, since unpacking takes a while."""
    cache = Path(__file__).resolve().parents[1] / ".cache" / "test-home" / "models"
    folder = Path(os.environ.get("NIGAO_TEST_MODELS") or cache / bundled_model.NAME)
    return bundled_model.unpack(folder)
