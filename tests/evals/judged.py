"""Queries of writers over the sample archive with the paragraphs that answer them, judged by reading.

`queries.jsonl` holds one query a line: `query`, `kind`, an optional `role` to search in, and
`answers`: the report's `file`, a verbatim `snippet` that lies in the answering paragraph and stands
nowhere else in that report, and its `grade` (2: exactly what is wanted, 1: useful). A query without
answers is off the archive's topics: nothing in it should be found.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from corpus.intake import build_report
from corpus.report import Paragraph, Report, Role

KINDS = (
    "word",
    "phrase",
    "question",
    "sentence",
    "paraphrase",
    "named",
    "figure",
    "variant",
    "off",
)
QUERIES = Path(__file__).with_name("queries.jsonl")
SAMPLES = Path(__file__).resolve().parents[2] / "corpus" / "samples"


@dataclass(frozen=True)
class Answer:
    """A paragraph of the report in `file`, known by words that stand in it alone."""

    file: str
    snippet: str
    grade: int


@dataclass(frozen=True)
class Judged:
    """A query and all its answers, in any order; none if it is off topic."""

    query: str
    kind: str
    role: Role | None
    answers: tuple[Answer, ...]


@cache
def judged_queries() -> tuple[Judged, ...]:
    """Raises ValueError or KeyError on a line that is not as described above."""
    lines = QUERIES.read_text(encoding="utf-8").splitlines()
    return tuple(_judged(json.loads(line)) for line in lines)


@cache
def sample_reports() -> tuple[Report, ...]:
    """The samples as the archive would read them."""
    files = sorted(SAMPLES.iterdir())
    return tuple(build_report(file.name, file.read_bytes()) for file in files)


def paragraph_with(report: Report, snippet: str) -> Paragraph | None:
    """The paragraph the snippet lies in; None if it is not in exactly one."""
    found = [p for p in report.paragraphs if snippet in report.quote(p.start, p.end)]
    return found[0] if len(found) == 1 else None


def grades_of(judged: Judged) -> dict[str, int]:
    """Paragraph id → grade. Raises LookupError if an answer is not in the samples."""
    reports = {report.file_name: report for report in sample_reports()}
    grades = {}
    for answer in judged.answers:
        paragraph = paragraph_with(reports[answer.file], answer.snippet)
        if paragraph is None:
            raise LookupError(f"{judged.query}: {answer.file} {answer.snippet}")
        grades[paragraph.id] = answer.grade
    return grades


def _judged(line: dict[str, object]) -> Judged:
    answers = line["answers"]
    assert isinstance(answers, list)
    return Judged(
        str(line["query"]),
        str(line["kind"]),
        Role(str(line["role"])) if "role" in line else None,
        tuple(Answer(a["file"], a["snippet"], int(a["grade"])) for a in answers),
    )
