"""The face of the archive: open, ingest, list, forget, search, audit, rebuild.

The catalogue is the truth and is written first; both indexes are derived from it. One process
owns an archive; read-only openers stand beside it, scan the catalogue's vectors exactly and
leave Chroma alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, nullcontext
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.arrivals import Arrivals
from corpus.audit import Difference, audit
from corpus.backup import finish_restore
from corpus.catalogue import Catalogue, ReportSummary
from corpus.corrections import Corrections
from corpus.embedding import EmbeddingModel
from corpus.errors import ArchiveError, EmbeddingError, ReadError, UnknownReport
from corpus.files import file_bytes as file_bytes
from corpus.indexes import CHROMA, LEXICAL, Indexes, OnRebuild
from corpus.ingesting import UNWATCHED, Ingesting, IngestResult, Watch
from corpus.intake import NO_CORRECTIONS, Preview, build_report
from corpus.lexical import LexicalIndex
from corpus.opening import (
    CATALOGUE,
    ORIGINALS,
    Models,
    Setup,
    WriteLock,
    check_catalogue_is_there,
    chroma_home,
    models_of,
)
from corpus.originals import Originals
from corpus.query import EVERYTHING, Boosts, Filter, report_id_of
from corpus.readers.sandbox import Cancelled
from corpus.reembedding import OnEmbedded, read_embedded
from corpus.report import Report
from corpus.search import Found, Search
from corpus.upkeep import Stores, Upkeep

_KEPT_REPORTS = 500
_SIMILAR = 0.8
_NOT_WIPED = (
    "已删除的文字还留在数据库文件里，因为另有程序正在读取，或磁盘空间不足；下次入库或打开时清除"
)
_PLAIN = Setup()


class Archive:
    """An archive in the folder `home`. Use `open`; close it when done."""

    def __init__(
        self, catalogue: Catalogue, models: Models, search: Search, notices: Sequence[str] = ()
    ) -> None:
        self._catalogue = catalogue
        self._opened_with = models
        self._search = search
        self._notices = tuple(notices)
        self._owned: Stores | None = None  # what only those have who may write
        self._upkeep: Upkeep | None = None
        self._revision = 0
        self._read: dict[str, Report] = {}

    @classmethod
    def open(
        cls,
        home: Path,
        embedding: EmbeddingModel,
        read_only: bool = False,
        repair: bool = True,
        setup: Setup = _PLAIN,
    ) -> Archive:
        """Raises ArchiveLocked if another process owns it, EmbeddingError without the model.

        Without `repair` an index that is not whole stays as it is (see `problems`), and files cut
        short on their way in wait, as does a change of the embedding model; call `repair` for all.
        """
        if read_only:
            return cls._open_read_only(home, embedding, setup)
        home.mkdir(parents=True, exist_ok=True)
        shared = bool(setup.chroma_url)
        with ExitStack() as undo:
            writing = WriteLock(home, shared)
            undo.callback(writing.release)
            # Who shares an archive leaves its state to whoever is writing to it at the moment.
            alone = writing.try_now()
            if alone:
                finish_restore(home)
                check_catalogue_is_there(home)
            catalogue = undo.enter_context(closing(Catalogue(home / CATALOGUE)))
            models = models_of(catalogue, embedding, setup)
            originals = Originals(home / ORIGINALS)
            chroma = chroma_home(home, catalogue, setup.chroma_url)
            identity = models.embedded.identity
            indexes = Indexes(home, catalogue, identity, chroma, shared)
            undo.enter_context(closing(indexes))
            ingesting = Ingesting(
                catalogue, Arrivals(catalogue.database), originals, indexes, embedding
            )
            search = Search(catalogue, models.serving, indexes, reranker=setup.reranker)
            archive = cls(catalogue, models, search)
            stores = Stores(catalogue, originals, indexes, ingesting, search, embedding, writing)
            archive._owned = stores
            archive._upkeep = Upkeep(stores, models, archive._changed)
            if alone:
                archive._upkeep.settle(repair)
                if repair:
                    archive.repair()
                if shared:
                    indexes.release()
                writing.__exit__()
            undo.pop_all()
        return archive

    @classmethod
    def _open_read_only(cls, home: Path, embedding: EmbeddingModel, setup: Setup) -> Archive:
        if not (home / CATALOGUE).exists():
            raise ArchiveError("资料库还是空的，请先用 nigao ingest 文件或文件夹 入库往年报告")
        with ExitStack() as undo:
            catalogue = undo.enter_context(closing(Catalogue(home / CATALOGUE, read_only=True)))
            models = models_of(catalogue, embedding, setup, read_only=True)
            undo.pop_all()
        lexical: LexicalIndex | None = None
        notices: tuple[str, ...] = ()
        try:
            lexical = LexicalIndex(home / LEXICAL, read_only=True)
        except ArchiveError as error:
            # A reader can repair nothing, but the vectors alone answer as well.
            notices = (f"{error}。检索暂时只按意思查找",)
        search = Search(catalogue, models.serving, lexical=lexical, reranker=setup.reranker)
        return cls(catalogue, models, search, notices)

    def close(self) -> None:
        if self._upkeep:
            self._upkeep.closing.set()
        owned = self._owned
        with owned.writing.threads if owned else nullcontext():
            self._search.close()
            if owned:
                owned.indexes.close()
            self._catalogue.close()
        if owned:
            owned.writing.release()

    def __enter__(self) -> Archive:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # --- reports ---------------------------------------------------------------------------

    def reports(self) -> list[ReportSummary]:
        return self._catalogue.summaries()

    def report(self, report_id: str) -> Report:
        """A report, also one that a newer version has replaced. Raises UnknownReport.

        The only owner keeps what it has read: a page shows each report often.
        """
        if self._owned is None or self._owned.writing.shared:
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
    def revision(self) -> tuple[int, int]:
        """Another one after every change, whoever made it."""
        return self._revision, self._catalogue.database.stamp()[0]

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
            upkeep = self._keeper()
            with upkeep.writing():
                if not upkeep.closing.is_set():
                    self._catalogue.database.wipe()

    def _taken(
        self,
        files: Iterable[tuple[str, bytes | ReadError]],
        watch: Watch,
        corrections: Mapping[str, Corrections],
    ) -> Iterator[IngestResult]:
        ingesting, upkeep = self._owner().ingesting, self._keeper()
        seen: set[str] = set()
        for name, data in files:
            if upkeep.closing.is_set():
                return
            try:
                if isinstance(data, ReadError):
                    raise data
                if watch.cancelled():
                    raise Cancelled("已取消")
                by_hand = corrections.get(name, NO_CORRECTIONS)
                with upkeep.writing(), upkeep.noticing_changes():
                    result = ingesting.take(name, data, by_hand, seen, watch)
            except (ReadError, Cancelled) as error:
                result = IngestResult(name, "refused", reason=str(error))
            seen.add(result.report_id)
            yield result

    def forget(self, report_id: str) -> Report:
        """Remove a report with its earlier versions, or an earlier version alone: text, vectors,
        index rows and files, so that no byte stays in the data folder. Raises UnknownReport."""
        upkeep = self._keeper()
        with upkeep.writing():
            report = self._catalogue.report(report_id)
            self._catalogue.mark_leaving(report_id)
            self._changed()
            upkeep.finish_leaving()
        return report

    # --- search ----------------------------------------------------------------------------

    def search(
        self,
        query: str,
        wanted: Filter = EVERYTHING,
        limit: int = 10,
        boosts: Boosts | None = None,
        far: bool = False,
    ) -> Found:
        """Paragraphs near the query in words and in meaning, best first; see `Search.find`."""
        models = self._models
        if self._search.embedding and read_embedded(self._catalogue) != models.embedded:
            self._search.use(None)  # another process moved to a model that is not at hand here
            if self._models is not models:  # it was this one, a moment ago
                self._search.use(self._models.serving)
        return self._search.find(query, wanted, limit, boosts, far)

    @property
    def serving(self) -> EmbeddingModel:
        """The model that the stored vectors were made with. Raises EmbeddingError while an archive
        moves to another model and the former cannot be had."""
        models = self._models
        if models.serving is None:
            raise EmbeddingError(f"{models.problem}，请稍候再起草")
        return models.serving

    @property
    def _models(self) -> Models:
        return self._upkeep.models if self._upkeep else self._opened_with

    def vectors_of(self, paragraph_ids: Sequence[str]) -> NDArray[np.float32]:
        """Stored unit vectors of the given paragraphs, (n, dimension). Raises UnknownReport."""
        report_ids = list(dict.fromkeys(report_id_of(i) for i in paragraph_ids))
        rows = {r.entry.paragraph_id: r.vector for r in self._catalogue.vectors(report_ids)}
        if not paragraph_ids:
            return np.zeros((0, self._models.embedded.dimension), np.float32)
        try:
            return np.stack([rows[i] for i in paragraph_ids])
        except KeyError as error:
            raise UnknownReport(f"段落 {error.args[0]} 所在的报告已从资料库中删除") from error

    # --- keeping whole ---------------------------------------------------------------------

    @property
    def problems(self) -> tuple[str, ...]:
        """What is wrong, for users; searches go on with what is whole."""
        moving = (self._models.problem,) if self._models.problem else ()
        if self._owned is None:
            return (*moving, *self._notices)
        wiped = self._catalogue.database.is_wiped
        wrong = self._owned.indexes.problems.values()
        return (*moving, *wrong, *(() if wiped else (_NOT_WIPED,)))

    def repair(
        self,
        on_rebuild: OnRebuild | None = None,
        watch: Watch = UNWATCHED,
        on_embedded: OnEmbedded | None = None,
    ) -> list[IngestResult]:
        """Make anew the indexes that are not whole, move to a new embedding model, and take in the
        files that were cut short; what became of those is returned. One that cannot be finished
        now is kept for later."""
        upkeep = self._keeper()
        with upkeep.writing():
            return upkeep.repair(on_rebuild, watch, on_embedded)

    def rebuild(
        self, on_rebuild: OnRebuild | None = None, names: Sequence[str] = (CHROMA, LEXICAL)
    ) -> None:
        """Make both indexes anew from the stored texts and vectors; nothing is embedded."""
        with self._keeper().writing():
            self._owner().indexes.rebuild(names, on_rebuild)

    def audit(self) -> list[Difference]:
        """Where catalogue, originals and indexes do not agree; nothing if all is well."""
        owned = self._owner()
        with self._keeper().writing():
            return audit(self._catalogue, owned.originals, owned.indexes)

    def _owner(self) -> Stores:
        if self._owned is None:
            raise ArchiveError("资料库以只读方式打开，不能修改")
        return self._owned

    def _keeper(self) -> Upkeep:
        self._owner()
        assert self._upkeep is not None
        return self._upkeep
