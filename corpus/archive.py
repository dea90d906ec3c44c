"""The face of the archive: open, ingest, list, forget, search, audit, rebuild.

The catalogue is the truth and is written first; both indexes are derived from it. One process
owns an archive; read-only openers stand beside it, scan the catalogue's vectors exactly and
leave Chroma alone.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from filelock import FileLock, Timeout
from numpy.typing import NDArray

from corpus.arrivals import Arrivals
from corpus.audit import Difference, audit
from corpus.backup import finish_restore
from corpus.catalogue import Catalogue, ReportSummary
from corpus.corrections import Corrections
from corpus.embedding import EmbeddingIdentity, EmbeddingModel
from corpus.errors import (
    ArchiveError,
    ArchiveLocked,
    EmbeddingError,
    ReadError,
    UnknownReport,
)
from corpus.files import file_bytes as file_bytes
from corpus.indexes import CHROMA, LEXICAL, Indexes, OnRebuild
from corpus.ingesting import UNWATCHED, Ingesting, IngestResult, Watch
from corpus.intake import NO_CORRECTIONS, Preview, build_report, share_of_lines
from corpus.lexical import LexicalIndex
from corpus.originals import Originals
from corpus.query import Filter
from corpus.readers.sandbox import Cancelled
from corpus.report import Report
from corpus.search import Hit, Search, report_id_of
from corpus.states import State

_KEPT_REPORTS = 500
_SIMILAR = 0.8

CATALOGUE, ORIGINALS, LOCK = "catalogue.db", "originals", "archive.lock"


@dataclass(frozen=True)
class _Owned:
    """What only the archive's owner has."""

    lock: FileLock
    indexes: Indexes
    originals: Originals
    ingesting: Ingesting


class Archive:
    """An archive in the folder `home`. Use `open`; close it when done."""

    def __init__(
        self,
        catalogue: Catalogue,
        embedding: EmbeddingModel,
        owned: _Owned | None = None,
        lexical: LexicalIndex | None = None,
    ) -> None:
        self._catalogue = catalogue
        self._embedding = embedding
        self._owned = owned
        self._lexical = lexical  # a reader's own; the owner's is among its indexes
        indexes = owned.indexes if owned else None
        self._search = Search(catalogue, embedding, self.report, indexes, lexical)
        self._writing = threading.RLock()
        self._revision = 0
        self._read: dict[str, Report] = {}

    @classmethod
    def open(
        cls, home: Path, embedding: EmbeddingModel, read_only: bool = False, repair: bool = True
    ) -> Archive:
        """Raises ArchiveLocked if another process owns it, EmbeddingError on a model mix.

        Without `repair` an index that is not whole stays as it is (see `problems`), and files cut
        short on their way in wait; call `repair` for both.
        """
        if read_only:
            return cls._open_read_only(home, embedding)
        home.mkdir(parents=True, exist_ok=True)
        with ExitStack() as undo:
            lock = lock_archive(home)
            undo.callback(lock.release)
            finish_restore(home)
            catalogue = undo.enter_context(closing(Catalogue(home / CATALOGUE)))
            identity = _check_model(catalogue, embedding)
            originals = Originals(home / ORIGINALS)
            indexes = undo.enter_context(closing(Indexes(home, catalogue, identity)))
            arrivals = Arrivals(catalogue.database)
            ingesting = Ingesting(catalogue, arrivals, originals, indexes, embedding)
            archive = cls(catalogue, embedding, _Owned(lock, indexes, originals, ingesting))
            archive._finish_leaving()
            archive._finish_indexing()
            for orphan in originals.names() - catalogue.originals().keys():
                originals.remove(orphan)
            indexes.check()
            if repair:
                archive.repair()
            undo.pop_all()
        return archive

    @classmethod
    def _open_read_only(cls, home: Path, embedding: EmbeddingModel) -> Archive:
        if not (home / CATALOGUE).exists():
            raise ArchiveError("资料库还是空的，请先用 nigao ingest 文件或文件夹 入库往年报告")
        catalogue = Catalogue(home / CATALOGUE, read_only=True)
        _check_model(catalogue, embedding)
        try:
            lexical = LexicalIndex(home / LEXICAL, read_only=True)
        except ArchiveError:
            lexical = None  # a reader can repair nothing, but the vectors alone answer as well
        return cls(catalogue, embedding, None, lexical)

    def close(self) -> None:
        with self._writing:
            self._catalogue.close()
            if self._lexical:
                self._lexical.close()
            if self._owned:
                self._owned.indexes.close()
                self._owned.lock.release()

    def __enter__(self) -> Archive:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # --- reports ---------------------------------------------------------------------------

    def reports(self) -> list[ReportSummary]:
        return self._catalogue.summaries()

    def report(self, report_id: str) -> Report:
        """A report, also one that a newer version has replaced. Raises UnknownReport.

        The owner keeps what it has read: a page shows each report often.
        """
        if self._owned is None:
            return self._catalogue.report(report_id)
        report = self._read.get(report_id)
        if report is None:
            report = self._catalogue.report(report_id)
            if len(self._read) >= _KEPT_REPORTS:
                self._read.clear()
            self._read[report_id] = report
        return report

    def replaced_by(self, report_id: str) -> str | None:
        """The id of the newer version that stands for the report now, if there is one."""
        return self._catalogue.replaced_by(report_id)

    @property
    def revision(self) -> int:
        """Grows with every change made through this archive."""
        return self._revision

    def _changed(self) -> None:
        self._revision += 1
        self._read.clear()
        self._search.catalogue_changed()

    def quote(self, report_id: str, start: int, end: int) -> str | None:
        """The words that stand at the span now; None if the report is gone."""
        try:
            return self.report(report_id).quote(start, end)
        except UnknownReport:
            return None

    def count(self) -> tuple[int, int]:
        """Numbers of reports and paragraphs."""
        return self._catalogue.count()

    # --- taking in and forgetting --------------------------------------------------------------

    def preview(self, name: str, data: bytes | ReadError) -> Preview:
        """What would become of a file; nothing is stored."""
        try:
            if isinstance(data, ReadError):
                raise data
            report = build_report(name, data)
        except ReadError as error:
            return Preview(name, reason=str(error))
        known = self._catalogue.find_by_file(report.sha256)
        known = known or (report.id if self._catalogue.has(report.id) else None)
        replaces = None if known else self._owner().ingesting.earlier_version(report)
        return Preview(name, report, "", known, replaces, self._similar(report, known, replaces))

    def _similar(self, report: Report, *but: str | None) -> tuple[str, ...]:
        """Ids of reports of the same period that share most of its lines."""
        return tuple(
            known.id
            for known in self.reports()
            if known.period == report.outline.period
            and known.id not in but
            and share_of_lines(report.text, self.report(known.id).text) >= _SIMILAR
        )

    def ingest(
        self,
        files: Iterable[tuple[str, bytes | ReadError]],
        watch: Watch = UNWATCHED,
        corrections: Mapping[str, Corrections] | None = None,
    ) -> Iterator[IngestResult]:
        """Read, parse, embed and index files one by one; a file seen before costs nothing.

        No file replaces a report that another file of the same call stands for. `corrections`
        are by file name.
        """
        ingesting = self._owner().ingesting
        self.repair(watch=watch)
        seen: set[str] = set()
        for name, data in files:
            try:
                if isinstance(data, ReadError):
                    raise data
                if watch.cancelled():
                    raise Cancelled("已取消")
                by_hand = (corrections or {}).get(name, NO_CORRECTIONS)
                with self._writing:
                    result = ingesting.take(name, data, by_hand, seen, watch)
                    if result.outcome != "unchanged":
                        self._changed()
            except (ReadError, Cancelled) as error:
                result = IngestResult(name, "refused", reason=str(error))
            seen.add(result.report_id)
            yield result

    def forget(self, report_id: str) -> Report:
        """Remove a report with its earlier versions: text, vectors, index rows and files, so
        that no byte of them stays in the data folder. Raises UnknownReport."""
        self._owner()
        with self._writing:
            report = self._catalogue.report(report_id)
            self._catalogue.mark_leaving(report_id)
            self._changed()
            self._finish_leaving()
        return report

    # --- search ----------------------------------------------------------------------------

    def search(self, query: str, wanted: Filter | None = None, limit: int = 10) -> list[Hit]:
        """Paragraphs near the query in words and in meaning, best first."""
        return self._search.find(query, wanted or Filter(), limit)

    def vectors_of(self, paragraph_ids: Sequence[str]) -> NDArray[np.float32]:
        """Stored unit vectors of the given paragraphs, (n, dimension)."""
        report_ids = list(dict.fromkeys(report_id_of(i) for i in paragraph_ids))
        rows = {r.paragraph_id: r.vector for r in self._catalogue.vectors(report_ids)}
        if not paragraph_ids:
            return np.zeros((0, self._embedding.identity.dimension), np.float32)
        return np.stack([rows[i] for i in paragraph_ids])

    # --- keeping whole ---------------------------------------------------------------------

    @property
    def problems(self) -> tuple[str, ...]:
        """What is wrong with the indexes, for users; searches go on with what is whole."""
        return tuple(self._owned.indexes.problems.values()) if self._owned else ()

    def repair(
        self, on_rebuild: OnRebuild | None = None, watch: Watch = UNWATCHED
    ) -> list[IngestResult]:
        """Make anew the indexes that are not whole, and take in the files that were cut short;
        what became of those is returned."""
        owned = self._owner()
        with self._writing:
            self._finish_leaving()
            if owned.indexes.problems:
                self.rebuild(on_rebuild, tuple(owned.indexes.problems))
            self._finish_indexing()
            results: list[IngestResult] = []
            for arrival in owned.ingesting.arrivals.all():
                seen = [result.report_id for result in results]
                results.append(owned.ingesting.finish(arrival, seen, watch))
                self._changed()
        return results

    def rebuild(
        self, on_rebuild: OnRebuild | None = None, names: Sequence[str] = (CHROMA, LEXICAL)
    ) -> None:
        """Make both indexes anew from the stored texts and vectors; nothing is embedded."""
        with self._writing:
            self._owner().indexes.rebuild(names, on_rebuild)

    def audit(self) -> list[Difference]:
        """Where catalogue, originals and indexes do not agree; nothing if all is well."""
        owned = self._owner()
        with self._writing:
            return audit(self._catalogue, owned.originals, owned.indexes)

    def _finish_leaving(self) -> None:
        """The rows go last: until then a next start does all of this again."""
        owned = self._owner()
        leaving = self._catalogue.in_state(State.LEAVING)
        if not leaving:
            return
        for report_id in leaving:
            owned.indexes.remove(self._catalogue.paragraph_ids(report_id))
        # Chroma only marks vectors as deleted; making it anew is what removes them.
        owned.indexes.rebuild((CHROMA,))
        for report_id in leaving:
            sha256 = self._catalogue.file_of(report_id)
            self._catalogue.remove(report_id)
            owned.originals.remove(sha256)
        self._changed()

    def _finish_indexing(self) -> None:
        owned = self._owner()
        for report_id in self._catalogue.in_state(State.EMBEDDED, State.INDEXED):
            if not owned.indexes.problems:
                owned.ingesting.index(self._catalogue.report(report_id))
                self._changed()

    def _owner(self) -> _Owned:
        if self._owned is None:
            raise ArchiveError("资料库以只读方式打开，不能修改")
        return self._owned


def lock_archive(home: Path) -> FileLock:
    """The lock of whoever owns the archive. Raises ArchiveLocked if another process has it."""
    lock = FileLock(home / LOCK)
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise ArchiveLocked(f"资料库正被另一个拟稿程序使用（{home}），请先关闭它再试") from error
    return lock


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
