"""One report in many disguises is one tree: every way of writing it, every kind of file, and pairs."""

from __future__ import annotations

import random
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from corpus import files, readers
from corpus.errors import ReadError
from corpus.outline import parse_outline
from corpus.readers import office
from tests.corpus.disguised_files import FILES, SUITE_FILES
from tests.corpus.disguised_word import (
    FRAMES,
    NAME,
    NOTE,
    PARAGRAPHS,
    File,
    Frame,
    Paragraphs,
    for_suite,
    with_notes,
    word_file,
)
from tests.corpus.disguises import (
    KNOWN,
    VARIANTS,
    WRITINGS,
    Known,
    contradict,
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


@pytest.mark.parametrize("frame", FRAMES, ids=lambda frame: frame.__name__)
@pytest.mark.parametrize("paragraphs", PARAGRAPHS, ids=lambda paragraphs: paragraphs.__name__)
def test_disguises_of_word_combine(paragraphs: Paragraphs, frame: Frame) -> None:
    known = VARIANTS["all sorts"]
    check(word_file(paragraphs, frame)(lines_of(known)), known)


def _combinations() -> list[tuple[str, str, str, str]]:
    """Variant, two writings and kind of file, each often enough; always the same ones."""
    chance = random.Random(7)
    found: list[tuple[str, str, str, str]] = []
    while len(found) < COMBINATIONS:
        first, second = chance.sample(list(WRITINGS), 2)
        kind = list(FILES)[len(found) % len(FILES)]
        if not contradict(first, second, kind):
            found.append((chance.choice(list(VARIANTS)), first, second, kind))
    return found


@pytest.mark.parametrize(("variant", "first", "second", "kind"), _combinations())
def test_disguises_combine(variant: str, first: str, second: str, kind: str) -> None:
    known = VARIANTS[variant]
    check(FILES[kind](WRITINGS[second](WRITINGS[first](lines_of(known)))), known)


def test_a_footnote_is_told_where_it_stands() -> None:
    known = replace(KNOWN, lead=f"{KNOWN.lead}[注1]{NOTE}")
    check(with_notes(lines_of(KNOWN)), known)


@installed
@pytest.mark.parametrize("kind", SUITE_FILES)
def test_a_file_for_the_suite_is_the_same_tree(kind: str) -> None:
    check(SUITE_FILES[kind](lines_of(KNOWN)), KNOWN)


@installed
def test_a_doc_of_the_suite_keeps_automatic_numbers(tmp_path: Path) -> None:
    source = tmp_path / f"{NAME}.docx"
    source.write_bytes(for_suite(FILES["numbered"](lines_of(KNOWN))[0]))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    task = ("--headless", "--convert-to", "doc", "--outdir", str(tmp_path), str(source))
    subprocess.run([str(office.suite()), profile, *task], check=True, capture_output=True)
    check(((tmp_path / f"{NAME}.doc").read_bytes(), f"{NAME}.doc"), KNOWN)


def test_a_changed_word_would_be_seen() -> None:
    lines = lines_of(KNOWN)
    with pytest.raises(AssertionError):
        check(FILES["text"](lines[:5] + lines[6:]), KNOWN)
    assert plain("１．﹙甲 \u200b乙）") == "1.(甲乙)"
