"""One report in many disguises is one tree: every way of writing it, every kind of file, and pairs."""

from __future__ import annotations

import random

import pytest

from corpus import files, readers
from corpus.errors import ReadError
from corpus.outline import parse_outline
from corpus.readers import office
from tests.corpus.disguised_files import FILES, SUITE_FILES, File
from tests.corpus.disguises import (
    KNOWN,
    VARIANTS,
    WRITINGS,
    Known,
    drawn,
    expected,
    lines_of,
    misplaced,
    plain,
)

installed = pytest.mark.skipif(office.suite() is None, reason="LibreOffice is not installed")
COMBINATIONS = 150


def check(file: File, known: Known) -> None:
    """Read a file and compare its tree."""
    ((name, data),) = files.expand(file[1], file[0])
    assert not isinstance(data, ReadError)
    outline = parse_outline(readers.read(data, name).text, name)
    assert drawn(outline, known) == expected(known)
    assert misplaced(outline) == []


@pytest.mark.parametrize("variant", VARIANTS)
def test_a_variant_is_the_same_tree(variant: str) -> None:
    known = VARIANTS[variant]
    check(FILES["text"](lines_of(known)), known)


@pytest.mark.parametrize("writing", WRITINGS)
def test_a_writing_is_the_same_tree(writing: str) -> None:
    known = VARIANTS["digits"] if writing == "mixed digits" else KNOWN
    check(FILES["text"](WRITINGS[writing](lines_of(known))), known)


@pytest.mark.parametrize("kind", FILES)
def test_a_file_is_the_same_tree(kind: str) -> None:
    known = VARIANTS["digits"] if kind == "web lists" else KNOWN
    check(FILES[kind](lines_of(known)), known)


def _combinations() -> list[tuple[str, str, str, str]]:
    """Variant, two writings and kind of file, each often enough; always the same ones."""
    chance = random.Random(7)
    return [
        (
            chance.choice(list(VARIANTS)),
            *chance.sample(list(WRITINGS), 2),
            list(FILES)[n % len(FILES)],
        )
        for n in range(COMBINATIONS)
    ]


@pytest.mark.parametrize(("variant", "first", "second", "kind"), _combinations())
def test_disguises_combine(variant: str, first: str, second: str, kind: str) -> None:
    known = VARIANTS[variant]
    check(FILES[kind](WRITINGS[second](WRITINGS[first](lines_of(known)))), known)


@installed
@pytest.mark.parametrize("kind", SUITE_FILES)
def test_a_file_for_the_suite_is_the_same_tree(kind: str) -> None:
    check(SUITE_FILES[kind](lines_of(KNOWN)), KNOWN)


def test_a_changed_word_would_be_seen() -> None:
    lines = lines_of(KNOWN)
    with pytest.raises(AssertionError):
        check(FILES["text"](lines[:5] + lines[6:]), KNOWN)
    assert plain("１．﹙甲 \u200b乙）") == "1.(甲乙)"
