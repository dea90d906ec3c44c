"""The file as LibreOffice sets it: 22 lines of 28 characters on a full page. Skipped without it."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]
import pytest

from assistant.document import Sentence
from tests.assistant.exporting.samples import PROBLEMS, made

_OFFICE = shutil.which("soffice")
_MILLIMETRE = 72 / 25.4
pytestmark = pytest.mark.skipif(_OFFICE is None, reason="LibreOffice is not installed")


def lines_of(page: pypdfium2.PdfPage) -> list[tuple[float, float, float, str]]:
    """(middle from the top, left, right, text) of every line, in millimetres."""
    text, height = page.get_textpage(), page.get_height()
    boxes = [
        (text.get_charbox(n, loose=True), text.get_text_range(n, 1))
        for n in range(text.count_chars())
    ]
    lines: list[list[tuple[tuple[float, ...], str]]] = []
    for box, character in boxes:
        if not character.strip():
            continue
        middle = (box[1] + box[3]) / 2
        if lines and abs(middle - (lines[-1][0][0][1] + lines[-1][0][0][3]) / 2) < 6:
            lines[-1].append((box, character))
        else:
            lines.append([(box, character)])
    return [
        (
            (height - (line[0][0][1] + line[0][0][3]) / 2) / _MILLIMETRE,
            min(box[0] for box, _ in line) / _MILLIMETRE,
            max(box[2] for box, _ in line) / _MILLIMETRE,
            "".join(character for _, character in line),
        )
        for line in lines
    ]


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[pypdfium2.PdfPage]]:
    assert _OFFICE
    folder: Path = tmp_path_factory.mktemp("rendering")
    lead = Sentence("lead.1", "字" * (26 + 28 * 70) + "。")
    (folder / "a.docx").write_bytes(made(replace(PROBLEMS, lead=(lead,))).content)
    profile = f"-env:UserInstallation=file://{folder / 'profile'}"
    subprocess.run(
        [
            _OFFICE,
            profile,
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            folder,
            folder / "a.docx",
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    document = pypdfium2.PdfDocument(folder / "a.pdf")
    yield [document[n] for n in range(len(document))]
    document.close()


def test_a_full_page_has_22_lines_of_28_characters(pages: list[pypdfium2.PdfPage]) -> None:
    *lines, number = lines_of(pages[1])
    assert [len(text) for *_, text in lines] == [28] * 22
    assert lines[0][0] - 37 == pytest.approx(225 / 22 / 2, abs=1.5)
    assert all(left == pytest.approx(28, abs=0.5) for _, left, _, _ in lines)
    assert all(183 < right <= 184.2 for _, _, right, _ in lines)
    assert number[3] == "—2—"


def test_a_paragraph_is_indented_by_two_characters(pages: list[pypdfium2.PdfPage]) -> None:
    heading, first, second, *_ = lines_of(pages[0])
    assert heading[1] == first[1] == pytest.approx(28 + 2 * 156 / 28, abs=0.6)
    assert (len(first[3]), len(second[3])) == (26, 28)


def test_page_numbers_stand_below_odd_right_and_even_left(pages: list[pypdfium2.PdfPage]) -> None:
    (odd, even), character = [lines_of(page)[-1] for page in pages[:2]], 156 / 28
    assert odd[2] == pytest.approx(184 - character, abs=0.7)
    assert even[1] == pytest.approx(28 + character, abs=0.7)
    assert all(line[0] - 262 == pytest.approx(7, abs=1.5) for line in (odd, even))
