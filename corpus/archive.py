"""The face of the archive: open, ingest, list, forget, search, audit, rebuild.

The catalogue is the truth and is written first; both indexes are derived from it. One process
owns an archive; read-only openers stand beside it, scan the catalogue's vectors exactly and
leave Chroma alone.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from filelock import FileLock
from numpy.typing import NDArray

from corpus.arrivals import Arrival, Arrivals
from corpus.audit import Difference, audit
from corpus.backup import finish_restore
from corpus.catalogue import Catalogue, ReportSummary
from corpus.corrections import Corrections
from corpus.embedding import EmbeddingModel
from corpus.errors import (
    ArchiveError,
    CorpusError,
    ReadError,
    UnknownReport,
)
from corpus.files import file_bytes as file_bytes
from corpus.indexes import CHROMA, LEXICAL, Indexes, OnRebuild
from corpus.ingesting import UNWATCHED, Ingesting, IngestResult, Watch
from corpus.intake import NO_CORRECTIONS, Preview, build_report
from corpus.lexical import LexicalIndex
from corpus.opening import (
    CATALOGUE,
    ORIGINALS,
    check_catalogue_is_there,
    check_model,
    lock_archive,
)
from corpus.originals import Originals
from corpus.query import Filter
from corpus.readers.sandbox import Cancelled
from corpus.report import Report
from corpus.search import Hit, Search, report_id_of
from corpus.states import State

_KEPT_REPORTS = 500
_SIMILAR = 0.8
_NOT_WIPED = (
    "已删除的文字还留在数据库文件里，因为另有程序正在读取，或磁盘空间不足；下次入库或打开时清除"
)
_log = logging.getLogger(__name__)


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
        self._closing = threading.Event()
        self._notices: tuple[str, ...] = ()
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
            check_catalogue_is_there(home)
            catalogue = undo.enter_context(closing(Catalogue(home / CATALOGUE)))
            identity = check_model(catalogue, embedding)
            originals = Originals(home / ORIGINALS)
            indexes = undo.enter_context(closing(Indexes(home, catalogue, identity)))
            arrivals = Arrivals(catalogue.database)
            ingesting = Ingesting(catalogue, arrivals, originals, indexes, embedding)
            archive = cls(catalogue, embedding, _Owned(lock, indexes, originals, ingesting))
            for orphan in originals.names() - catalogue.originals().keys():
                originals.remove(orphan)
            try:
                archive._finish_leaving()
                archive._finish_indexing()
            except (ArchiveError, OSError):
                if repair:
                    raise
                _log.exception("unfinished business waits for repair")
            indexes.check()
            if repair:
                archive.repair()
            undo.pop_all()
        return archive

    @classmethod
    def _open_read_only(cls, home: Path, embedding: EmbeddingModel) -> Archive:
        if not (home / CATALOGUE).exists():
            raise ArchiveError("资料库还是空的，请先用 nigao ingest 文件或文件夹 入库往年报告")
        with ExitStack() as undo:
            catalogue = undo.enter_context(closing(Catalogue(home / CATALOGUE, read_only=True)))
            check_model(catalogue, embedding, read_only=True)
            undo.pop_all()
        try:
            return cls(catalogue, embedding, None, LexicalIndex(home / LEXICAL, read_only=True))
        except ArchiveError as error:
            # A reader can repair nothing, but the vectors alone answer as well.
            archive = cls(catalogue, embedding)
            archive._notices = (f"{error}。检索暂时只按意思查找",)
            return archive

    def close(self) -> None:
        self._closing.set()
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
        kept = self._read  # if it is put aside meanwhile, what is read now is kept for nobody
        report = kept.get(report_id)
        if report is None:
            report = self._catalogue.report(report_id)
            if len(kept) >= _KEPT_REPORTS:
                kept.clear()
            kept[report_id] = report
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
        self._read = {}

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
            known
            for known in self._catalogue.of_period(report.outline.period)
            if known not in but and self._owner().ingesting.shared(report, known) >= _SIMILAR
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
        self.repair(watch=watch)
        try:
            yield from self._taken(files, watch, corrections or {})
        finally:  # what was refused or cancelled leaves nothing behind
            with self._writing:
                if not self._closing.is_set():
                    self._catalogue.database.wipe()

    def _taken(
        self,
        files: Iterable[tuple[str, bytes | ReadError]],
        watch: Watch,
        corrections: Mapping[str, Corrections],
    ) -> Iterator[IngestResult]:
        ingesting = self._owner().ingesting
        seen: set[str] = set()
        for name, data in files:
            if self._closing.is_set():
                return
            try:
                if isinstance(data, ReadError):
                    raise data
                if watch.cancelled():
                    raise Cancelled("已取消")
                by_hand = corrections.get(name, NO_CORRECTIONS)
                with self._writing, self._noticing_changes():
                    result = ingesting.take(name, data, by_hand, seen, watch)
            except (ReadError, Cancelled) as error:
                result = IngestResult(name, "refused", reason=str(error))
            seen.add(result.report_id)
            yield result

    def forget(self, report_id: str) -> Report:
        """Remove a report with its earlier versions, or an earlier version alone: text, vectors,
        index rows and files, so that no byte stays in the data folder. Raises UnknownReport."""
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
        """Stored unit vectors of the given paragraphs, (n, dimension). Raises UnknownReport."""
        report_ids = list(dict.fromkeys(report_id_of(i) for i in paragraph_ids))
        rows = {r.paragraph_id: r.vector for r in self._catalogue.vectors(report_ids)}
        if not paragraph_ids:
            return np.zeros((0, self._embedding.identity.dimension), np.float32)
        try:
            return np.stack([rows[i] for i in paragraph_ids])
        except KeyError as error:
            raise UnknownReport(f"段落 {error.args[0]} 所在的报告已从资料库中删除") from error

    # --- keeping whole ---------------------------------------------------------------------

    @property
    def problems(self) -> tuple[str, ...]:
        """What is wrong, for users; searches go on with what is whole."""
        if self._owned is None:
            return self._notices
        wiped = self._catalogue.database.is_wiped
        return (*self._owned.indexes.problems.values(), *(() if wiped else (_NOT_WIPED,)))

    def repair(
        self, on_rebuild: OnRebuild | None = None, watch: Watch = UNWATCHED
    ) -> list[IngestResult]:
        """Make anew the indexes that are not whole, and take in the files that were cut short;
        what became of those is returned. One that cannot be finished now is kept for later."""
        owned = self._owner()
        with self._writing:
            self._finish_leaving()
            if owned.indexes.problems:
                self.rebuild(on_rebuild, tuple(owned.indexes.problems))
            self._finish_indexing()
            results: list[IngestResult] = []
            for arrival in owned.ingesting.arrivals.all():
                with self._noticing_changes():
                    results.append(self._finished(arrival, watch))
            self._catalogue.database.wipe()
        return results

    def _finished(self, arrival: Arrival, watch: Watch) -> IngestResult:
        """Whoever cancels a file of now has not asked to lose one that was received before."""
        try:
            return self._owner().ingesting.finish(arrival, Watch(watch.on_progress))
        except (CorpusError, OSError) as error:
            reason = str(error)
        except Exception:  # noqa: BLE001 - logged; the other files must come in all the same
            _log.exception("%r could not be finished", arrival.file_name)
            reason = "程序出错了，详情见日志"
        kept = f"没有完成，文件已保留，下次打开时再试（{reason}）"
        return IngestResult(arrival.file_name, "refused", reason=kept)

    @contextmanager
    def _noticing_changes(self) -> Iterator[None]:
        """Also when what is done inside fails half-way."""
        before = self._catalogue.database.changes
        try:
            yield
        finally:
            if self._catalogue.database.changes != before:
                self._changed()

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
        owned.indexes.wipe()
        for report_id in leaving:
            sha256 = self._catalogue.file_of(report_id)
            self._catalogue.remove(report_id)
            owned.originals.remove(sha256)
        self._catalogue.database.wipe()
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
