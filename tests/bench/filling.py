"""Archives of any number of paragraphs, filled without reading or embedding a file.

The one place of the benchmark that knows how the archive stores things: reports go straight into
the catalogue, the indexes are derived from it by the archive's own ``rebuild``.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from corpus.archive import Archive
from corpus.catalogue import Catalogue
from corpus.embedding import BUNDLED, EmbeddingModel, open_embedding
from corpus.errors import ReadError
from corpus.files import file_bytes
from corpus.opening import CATALOGUE
from corpus.query import EVERYTHING, Filter
from corpus.readers import read
from corpus.report import Outline, Paragraph, Period, Report, Role, Section
from corpus.states import State
from tests.bench.paragraphs import Matrix, blocks, lines_of
from tests.bench.progress import say
from tests.evals.vector_cache import VectorCache

ORGANISATIONS = tuple(f"第{n}单位" for n in range(1, 61))
_FIRST_YEAR, _YEARS = 2005, 20
# Parts of a report with the paragraphs in them: 80 together, about as many as a real one has.
_PARTS = ((Role.LEAD, 4), (Role.ACHIEVEMENTS, 40), (Role.PROBLEMS, 12), (Role.PLAN, 24))
PER_REPORT = sum(count for _, count in _PARTS)
_FORMAT = 1  # of what is made here: archives of another one are made anew
_WHOLE = "whole.json"  # written last
_TOLD = 50_000  # paragraphs between two messages


@dataclass(frozen=True)
class Made:
    """A report with the unit vectors of its paragraphs, (n, dimension)."""

    report: Report
    vectors: Matrix


def home_of(work: Path, real: Sequence[str], size: int) -> Path:
    """Where the archive of `size` paragraphs made from the `real` ones is kept."""
    digest = hashlib.sha256(f"{_FORMAT}".encode())
    for text in real[:size]:
        digest.update(hashlib.sha256(text.encode()).digest())
    return work / "archives" / f"{size}-{digest.hexdigest()[:12]}"


def is_whole(home: Path) -> bool:
    return (home / _WHOLE).exists()


def collect(reports: Sequence[str], lines: str, most: int | None = None) -> dict[str, float]:
    """Write the different paragraphs of all reports that can be read, or `most` of them, to the
    JSON file `lines`."""
    texts = []
    for name, data in file_bytes(map(Path, reports)):
        try:
            if isinstance(data, ReadError):
                raise data
            texts.append(read(data, name).text)
        except ReadError as error:
            say(f"left out: {name} ({error})")
    real = lines_of(texts)[:most]
    Path(lines).write_text(json.dumps(real, ensure_ascii=False), encoding="utf-8")
    return {"reports": len(texts), "paragraphs": len(real)}


def build(work: str, lines: str, size: int) -> dict[str, float]:
    """Make the archive unless it is there whole; `lines` is a JSON file of the real paragraphs."""
    real = json.loads(Path(lines).read_text(encoding="utf-8"))
    home = home_of(Path(work), real, size)
    embedding = open_embedding(BUNDLED, Path(work))
    if not is_whole(home):
        shutil.rmtree(home, ignore_errors=True)
        _fill(home, embedding, made(work, real, size))
        (home / _WHOLE).write_text(json.dumps({"paragraphs": size}), encoding="utf-8")
    with Archive.open(home, embedding) as archive:  # whatever has to be brought up to date
        paragraphs = archive.count()[1]
    if paragraphs != size:
        raise ValueError(f"{paragraphs} paragraphs instead of {size}: remove {home}")
    return {"paragraphs": paragraphs}


def made(work: str, real: Sequence[str], size: int) -> Iterator[Made]:
    """Reports of `size` paragraphs in all; the same each time."""
    used = real[:size]
    with closing(VectorCache(open_embedding(BUNDLED, Path(work)), Path(work))) as cache:
        vectors = cache.passages(used)
    number = 0
    for block in blocks(used, vectors, size):
        for start in range(0, len(block.texts), PER_REPORT):
            end = start + PER_REPORT
            yield Made(report_of(number, block.texts[start:end]), block.vectors[start:end])
            number += 1


def report_of(number: int, texts: Sequence[str]) -> Report:
    """A report with the texts as its paragraphs, at most PER_REPORT of them.

    Numbers count through the organisations first, then through the half-years.
    """
    organisation = ORGANISATIONS[number % len(ORGANISATIONS)]
    halves = number // len(ORGANISATIONS) % (2 * _YEARS)
    period = Period(_FIRST_YEAR + halves // 2, halves % 2 + 1)
    title = f"{organisation}{period.label}工作总结（{number}）"
    text, sections, places = f"{title}\n", list[Section](), list[tuple[Role, int, int]]()
    rest = list(texts)
    for role, count in _PARTS:
        part, rest = rest[:count], rest[count:]
        if not part:
            break
        start = len(text)
        text += f"{role.label}\n"
        for words in part:
            places.append((role, len(text), len(text) + len(words)))
            text += f"{words}\n"
        sections.append(Section(role, "", role.label, 1, start, len(text), None))
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    report_id = sha256[:12]
    paragraphs = tuple(
        Paragraph(f"{report_id}:{n}", report_id, n, role, (role.label,), start, end)
        for n, (role, start, end) in enumerate(places)
    )
    outline = Outline(title, organisation, str(period), text, tuple(sections))
    return Report(report_id, sha256, f"{title}.txt", outline, paragraphs)


def search(archive: Archive, query: str, hits: int, wanted: Filter = EVERYTHING) -> None:
    """Ask the archive. Raises ValueError if it finds nothing, not even something far."""
    found = archive.search(query, wanted, limit=hits)
    if not found.hits and not found.far:
        raise ValueError(f"nothing found for {query}: {'; '.join(found.notices)}")


def _fill(home: Path, embedding: EmbeddingModel, reports: Iterator[Made]) -> None:
    with Archive.open(home, embedding):
        say(f"filling {home.name}")
    done = 0
    with closing(Catalogue(home / CATALOGUE)) as catalogue:
        for one in reports:
            catalogue.add(one.report, one.vectors)
            catalogue.advance(one.report.id, State.VERIFIED)
            done = _advanced(done, len(one.vectors), "in the catalogue")
    # Neither index holds anything yet: opening would make both without a word of progress.
    with Archive.open(home, embedding, repair=False) as archive:
        told = 0

        def tell(now: int, total: int) -> None:
            nonlocal told
            told = _advanced(told, now - told, f"of {total} in the indexes")

        archive.rebuild(tell)


def _advanced(done: int, more: int, where: str) -> int:
    """`done` + `more`, told from time to time."""
    if (done + more) // _TOLD > done // _TOLD:
        say(f"{done + more} {where}")
    return done + more
