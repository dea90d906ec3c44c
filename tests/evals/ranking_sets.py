"""What is ranked: passages, and queries whose answers among them are known."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.embedded_text import embedded_text, folded, indexed_text
from corpus.query import Entry, Filter, year_of
from corpus.report import Paragraph, Report, Role
from tests.evals.judged import grades_of, judged_queries, sample_reports

Recipe = Callable[[Report, Paragraph], str]


@dataclass(frozen=True)
class Asked:
    """A query; `grades` of its answers by passage id (none: off topic). The passage `itself`, if the
    query is one, is no hit; `role` is all there is to search in, if it is set."""

    text: str
    grades: Mapping[str, int]
    kind: str = ""
    itself: str = ""
    role: Role | None = None

    @property
    def wanted(self) -> Filter:
        return Filter((self.role,)) if self.role else Filter()


@dataclass(frozen=True)
class RankingSet:
    """`quoted` is what a hit shows of each passage, `embedded` and `indexed` what the legs are given."""

    name: str
    entries: Sequence[Entry]
    quoted: Sequence[str]
    embedded: Sequence[str]
    indexed: Sequence[str]
    asked: Sequence[Asked]


def cmrc2018(folder: Path) -> RankingSet:
    """Questions and the paragraphs they were asked about: corpus.jsonl and queries.jsonl with
    `_id` and `text`, qrels.tsv with query-id, corpus-id and score."""
    passages = {row["_id"]: row["text"] for row in _lines(folder / "corpus.jsonl")}
    grades: dict[str, dict[str, int]] = defaultdict(dict)
    with (folder / "qrels.tsv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream, delimiter="\t"):
            grades[row["query-id"]][row["corpus-id"]] = int(row["score"])
    asked = [Asked(row["text"], grades[row["_id"]]) for row in _lines(folder / "queries.jsonl")]
    return _of_texts("CMRC2018", passages, asked)


def problem_paragraphs(path: Path) -> RankingSet:
    """Problem passages with `organisation` and `text_org_masked`: the right answers to one are
    those of the same organisation's other years."""
    rows = _lines(path)
    keys = [f"p{n}" for n in range(len(rows))]
    of_one: dict[str, list[str]] = defaultdict(list)
    for key, row in zip(keys, rows, strict=True):
        of_one[row["organisation"]].append(key)
    passages = {key: row["text_org_masked"] for key, row in zip(keys, rows, strict=True)}
    asked = [
        Asked(
            passages[key],
            {other: 1 for other in of_one[row["organisation"]] if other != key},
            itself=key,
        )
        for key, row in zip(keys, rows, strict=True)
        if len(of_one[row["organisation"]]) > 1
    ]
    return _of_texts("problems", passages, asked)


def judged_samples(embedded: Recipe = embedded_text, indexed: Recipe = indexed_text) -> RankingSet:
    """The judged queries over the sample archive, off-topic ones among them."""
    pairs = [(report, p) for report in sample_reports() for p in report.paragraphs]
    asked = [Asked(j.query, grades_of(j), j.kind, role=j.role) for j in judged_queries()]
    return RankingSet(
        "judged",
        [_entry(report, p) for report, p in pairs],
        [report.quote(p.start, p.end) for report, p in pairs],
        [embedded(report, p) for report, p in pairs],
        [indexed(report, p) for report, p in pairs],
        asked,
    )


def _of_texts(name: str, passages: Mapping[str, str], asked: Sequence[Asked]) -> RankingSet:
    texts = list(passages.values())
    entries = [Entry(key, key, Role.OTHER, 0, "", "") for key in passages]
    return RankingSet(name, entries, texts, [folded(text) for text in texts], texts, asked)


def _entry(report: Report, paragraph: Paragraph) -> Entry:
    outline = report.outline
    year = year_of(outline.period)
    return Entry(paragraph.id, report.id, paragraph.role, year, outline.organisation, "")


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
