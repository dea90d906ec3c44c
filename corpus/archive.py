"""The face of the archive: open, ingest, list, forget, search.

The catalogue is written first and marks a report as indexed, or drops its row, last: what was
cut short is finished at the next start, and an index that differs is made anew. One process owns
an archive; read-only openers stand beside it, scan the catalogue's vectors exactly and leave
Chroma alone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
from filelock import FileLock, Timeout
from numpy.typing import NDArray

from corpus import readers
from corpus.catalogue import Catalogue, ReportSummary
from corpus.embedding import EmbeddingIdentity, EmbeddingModel
from corpus.errors import (
    ArchiveError,
    ArchiveLocked,
    EmbeddingError,
    ReadError,
    UnknownReport,
)
from corpus.files import file_bytes as file_bytes
from corpus.fusion import fuse
from corpus.indexes import LEXICAL, Indexes, embedded_text
from corpus.lexical import LexicalIndex
from corpus.outline import paragraphs_of, parse_outline
from corpus.query import Filter
from corpus.report import Paragraph, Report
from corpus.vectors import ExactVectors, VectorIndex

# Measured on real Chinese retrieval sets: the dense leg is the better one on hard questions.
_DENSE_WEIGHT, _LEXICAL_WEIGHT = 1.0, 0.7
_POOL = 50
_KEPT_REPORTS = 500
_SAME_REPORT = 0.4

Outcome = Literal["added", "unchanged", "replaced", "refused"]
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class IngestResult:
    """What became of one file; `reason` is for users and set when it was refused."""

    file_name: str
    outcome: Outcome
    report_id: str = ""
    title: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Hit:
    """A found paragraph with its report's names and its fused score (0–1)."""

    paragraph: Paragraph
    report_title: str
    period: str
    organisation: str
    text: str
    score: float


class Archive:
    """An archive in the folder `home`. Use `open`; close it when done."""

    def __init__(
        self,
        catalogue: Catalogue,
        embedding: EmbeddingModel,
        lexical: LexicalIndex | None = None,
        indexes: Indexes | None = None,
        lock: FileLock | None = None,
    ) -> None:
        self._catalogue = catalogue
        self._embedding = embedding
        self._lexical = lexical  # a reader's own; the owner's is among its indexes
        self._indexes = indexes
        self._lock = lock
        self._exact: ExactVectors | None = None
        self._revision = 0
        self._read: dict[str, Report] = {}

    @classmethod
    def open(cls, home: Path, embedding: EmbeddingModel, read_only: bool = False) -> Archive:
        """Raises ArchiveLocked if another process owns it, EmbeddingError on a model mix."""
        if read_only:
            return cls._open_read_only(home, embedding)
        home.mkdir(parents=True, exist_ok=True)
        lock = FileLock(home / "archive.lock")
        try:
            lock.acquire(timeout=0)
        except Timeout as error:
            raise ArchiveLocked(
                f"资料库正被另一个拟稿程序使用（{home}），请先关闭它再试"
            ) from error
        with ExitStack() as undo:
            undo.callback(lock.release)
            catalogue = undo.enter_context(closing(Catalogue(home / "catalogue.db")))
            identity = _check_model(catalogue, embedding)
            indexes = undo.enter_context(closing(Indexes(home, catalogue, identity)))
            archive = cls(catalogue, embedding, None, indexes, lock)
            archive._finish_what_was_cut_short()
            indexes.repair()
            undo.pop_all()
        return archive

    @classmethod
    def _open_read_only(cls, home: Path, embedding: EmbeddingModel) -> Archive:
        if not (home / "catalogue.db").exists():
            raise ArchiveError("资料库还是空的，请先用 nigao ingest 文件或文件夹 入库往年报告")
        catalogue = Catalogue(home / "catalogue.db", read_only=True)
        _check_model(catalogue, embedding)
        try:
            lexical = LexicalIndex(home / LEXICAL, read_only=True)
        except ArchiveError:
            lexical = None  # a reader can repair nothing, but the vectors alone answer as well
        return cls(catalogue, embedding, lexical)

    def close(self) -> None:
        self._catalogue.close()
        if self._lexical:
            self._lexical.close()
        if self._indexes:
            self._indexes.close()
        if self._lock:
            self._lock.release()

    def __enter__(self) -> Archive:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # --- reports ---------------------------------------------------------------------------

    def reports(self) -> list[ReportSummary]:
        return self._catalogue.summaries()

    def report(self, report_id: str) -> Report:
        """Raises UnknownReport. The owner keeps what it has read: a page shows each report often."""
        if self._indexes is None:
            return self._catalogue.report(report_id)
        report = self._read.get(report_id)
        if report is None:
            report = self._catalogue.report(report_id)
            if len(self._read) >= _KEPT_REPORTS:
                self._read.clear()
            self._read[report_id] = report
        return report

    @property
    def revision(self) -> int:
        """Grows with every change made through this archive."""
        return self._revision

    def _changed(self) -> None:
        self._revision += 1
        self._read.clear()

    def quote(self, report_id: str, start: int, end: int) -> str | None:
        """The words that stand at the span now; None if the report is gone."""
        try:
            return self.report(report_id).quote(start, end)
        except UnknownReport:
            return None

    def count(self) -> tuple[int, int]:
        """Numbers of reports and paragraphs."""
        return self._catalogue.count()

    def ingest(
        self,
        files: Iterable[tuple[str, bytes | ReadError]],
        on_progress: Progress | None = None,
    ) -> Iterator[IngestResult]:
        """Read, parse, embed and index files one by one; a file seen before costs nothing.

        No file replaces a report that another file of the same call stands for.
        `on_progress` gets (file name, embedded paragraphs, paragraphs of that file).
        """
        self._writable_indexes()
        self._finish_what_was_cut_short()
        seen: set[str] = set()
        for name, data in files:
            try:
                if isinstance(data, ReadError):
                    raise data
                result = self._ingest_one(name, data, seen, on_progress)
            except ReadError as error:
                result = IngestResult(name, "refused", reason=str(error))
            seen.add(result.report_id)
            yield result

    def forget(self, report_id: str) -> Report:
        """Remove a report, its vectors and its index rows. Raises UnknownReport."""
        self._writable_indexes()
        report = self._catalogue.report(report_id)
        self._catalogue.mark_leaving(report_id)
        self._changed()
        self._finish_leaving()
        return report

    # --- search ----------------------------------------------------------------------------

    def search(self, query: str, wanted: Filter | None = None, limit: int = 10) -> list[Hit]:
        """Paragraphs near the query in words and in meaning, best first."""
        wanted = wanted or Filter()
        if not query.strip() or not self.count()[1]:
            return []
        pool = max(_POOL, limit)
        dense = self._vector_index().nearest(self._embedding.encode_query(query), pool, wanted)
        words = self._indexes.lexical if self._indexes else self._lexical
        lexical = words.nearest(query, pool, wanted) if words else []
        ranking = fuse(
            [[key for key, _ in dense], [key for key, _ in lexical]],
            [_DENSE_WEIGHT, _LEXICAL_WEIGHT],
        )
        return self._hits(ranking[:limit])

    def vectors_of(self, paragraph_ids: Sequence[str]) -> NDArray[np.float32]:
        """Stored unit vectors of the given paragraphs, (n, dimension)."""
        report_ids = list(dict.fromkeys(report_id_of(i) for i in paragraph_ids))
        rows = {r.paragraph_id: r.vector for r in self._catalogue.vectors(report_ids)}
        if not paragraph_ids:
            return np.zeros((0, self._embedding.identity.dimension), np.float32)
        return np.stack([rows[i] for i in paragraph_ids])

    def _hits(self, ranking: Sequence[tuple[str, float]]) -> list[Hit]:
        reports: dict[str, Report] = {}
        hits = []
        for paragraph_id, score in ranking:
            report_id = report_id_of(paragraph_id)
            if report_id not in reports:
                try:
                    reports[report_id] = self._catalogue.report(report_id)
                except UnknownReport:
                    continue  # forgotten since this ranking, or since a reader loaded its vectors
            report = reports[report_id]
            paragraph = next(p for p in report.paragraphs if p.id == paragraph_id)
            hits.append(
                Hit(
                    paragraph,
                    report.outline.title,
                    report.outline.period,
                    report.outline.organisation,
                    report.quote(paragraph.start, paragraph.end),
                    score,
                )
            )
        return hits

    # --- inside ----------------------------------------------------------------------------

    def _ingest_one(
        self, name: str, data: bytes, seen: Collection[str], on_progress: Progress | None
    ) -> IngestResult:
        sha256 = hashlib.sha256(data).hexdigest()
        known = self._catalogue.find_by_file(sha256)
        if known:
            return IngestResult(name, "unchanged", known, self.report(known).outline.title)
        report = build_report(name, data)
        if self._catalogue.has(report.id):
            return IngestResult(name, "unchanged", report.id, report.outline.title)
        texts = [embedded_text(report, p) for p in report.paragraphs]
        vectors = self._embedding.encode_passages(
            texts, on_progress=on_progress and (lambda done, total: on_progress(name, done, total))
        )
        replaced = self._earlier_state(report, seen)
        self._catalogue.add(report, vectors, replaces=replaced)
        self._changed()
        self._index(report)
        self._finish_leaving()
        outcome: Outcome = "replaced" if replaced else "added"
        return IngestResult(name, outcome, report.id, report.outline.title)

    def _earlier_state(self, report: Report, seen: Collection[str]) -> str | None:
        """The one report not `seen` with the same file name, title and period that shares most
        of its lines; None if several could be meant. Two departments' reports may bear the same
        name, and one must never push out the other."""
        outline = report.outline
        same = [
            known.id
            for known in self.reports()
            if known.id not in seen
            and (known.file_name, known.title, known.period)
            == (report.file_name, outline.title, outline.period)
            and _share_of_lines(report.text, self.report(known.id).text) >= _SAME_REPORT
        ]
        return same[0] if len(same) == 1 else None

    def _index(self, report: Report) -> None:
        self._writable_indexes().add(report)
        self._catalogue.mark_indexed(report.id)
        self._changed()

    def _finish_leaving(self) -> None:
        for report_id, paragraph_ids in self._catalogue.leaving().items():
            self._writable_indexes().remove(paragraph_ids)
            self._catalogue.remove(report_id)
            self._changed()

    def _finish_what_was_cut_short(self) -> None:
        self._finish_leaving()
        for report_id in self._catalogue.not_indexed():
            self._index(self._catalogue.report(report_id))

    def _vector_index(self) -> VectorIndex:
        if self._indexes:
            return self._indexes.chroma
        if self._exact is None:
            self._exact = ExactVectors(self._catalogue.vectors())
        return self._exact

    def _writable_indexes(self) -> Indexes:
        if self._indexes is None:
            raise ArchiveError("资料库以只读方式打开，不能修改")
        return self._indexes


def build_report(file_name: str, data: bytes) -> Report:
    """Bytes → Report, not stored. Raises ReadError."""
    text = readers.read(data, file_name).text
    outline = parse_outline(text, file_name)
    report_id = hashlib.sha256(text.encode("utf-8")).hexdigest()[:12]
    paragraphs = paragraphs_of(outline, report_id)
    if not paragraphs:
        raise ReadError("除标题外没有正文")
    return Report(report_id, hashlib.sha256(data).hexdigest(), file_name, outline, paragraphs)


def _share_of_lines(one: str, other: str) -> float:
    """Characters in lines that both texts have, as a share of the shorter text."""
    a, b = ({line.strip() for line in text.split("\n")} for text in (one, other))
    sizes = [sum(map(len, lines)) for lines in (a & b, a, b)]
    return sizes[0] / max(1, min(sizes[1:]))


def report_id_of(paragraph_id: str) -> str:
    return paragraph_id.partition(":")[0]


def _check_model(catalogue: Catalogue, embedding: EmbeddingModel) -> EmbeddingIdentity:
    """The model's identity, stored at first use. Raises EmbeddingError on a mix."""
    identity = embedding.identity
    stamp = f"{identity.name} · {identity.dimension} 维 · {identity.version}"
    stored = catalogue.meta("embedding")
    if stored is None:
        catalogue.set_meta("embedding", stamp)
    elif stored != stamp:
        raise EmbeddingError(
            f"资料库是用向量模型“{stored}”建立的，当前配置是“{stamp}”，两者不能混用。"
            "请把 NIGAO_EMBEDDING 改回原来的模型，或换一个 NIGAO_HOME 重新入库"
        )
    return identity
