"""What keeps an archive whole: whatever was cut short is finished, whatever is not whole is made
anew, and a new embedding model is moved to. For whoever may write to the archive."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from corpus.arrivals import Arrival
from corpus.catalogue import Catalogue
from corpus.embedding import EmbeddingModel
from corpus.errors import ArchiveError, CorpusError
from corpus.indexes import CHROMA, LEXICAL, Indexes, OnRebuild
from corpus.ingesting import Ingesting, IngestResult, Watch
from corpus.opening import Models, WriteLock
from corpus.originals import Originals
from corpus.readers.sandbox import Cancelled
from corpus.reembedding import OnEmbedded, Reembedding, read_embedded
from corpus.search import Search
from corpus.states import State

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Stores:
    """What an archive is made of, for its owner."""

    catalogue: Catalogue
    originals: Originals
    indexes: Indexes
    ingesting: Ingesting
    search: Search
    embedding: EmbeddingModel
    writing: WriteLock


class Upkeep:
    """Of an archive's `stores`. `changed` is called after every change, so that nobody goes on
    with what was read before. The caller holds the write lock."""

    def __init__(self, stores: Stores, models: Models, changed: Callable[[], None]) -> None:
        self._stores = stores
        self._changed = changed
        self.models = models
        self.closing = threading.Event()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the write lock."""
        with self._stores.writing as lock:
            try:
                self._check_model()
                yield
            finally:
                if lock.shared and lock.is_outermost and not self.closing.is_set():
                    self._stores.indexes.release()

    def _check_model(self) -> None:
        """Raises ArchiveError if another process has moved the archive to another model."""
        now = read_embedded(self._stores.catalogue)
        if not self.closing.is_set() and now != self.models.embedded:
            raise ArchiveError(f"资料库已由另一个程序换用向量模型“{now}”，请重新打开本程序")

    def settle(self, repair: bool) -> None:
        """What is done first of all, by whoever is alone with the archive."""
        stores = self._stores
        for orphan in stores.originals.names() - stores.catalogue.originals().keys():
            stores.originals.remove(orphan)
        try:
            self.finish_leaving()
            self._finish_indexing()
        except (ArchiveError, OSError):
            if repair:
                raise
            _log.exception("unfinished business waits for repair")
        stores.indexes.check()

    def repair(
        self, on_rebuild: OnRebuild | None, watch: Watch, on_embedded: OnEmbedded | None
    ) -> list[IngestResult]:
        """See `Archive.repair`."""
        indexes = self._stores.indexes
        self.finish_leaving()
        indexes.look_again(CHROMA, LEXICAL)
        if indexes.problems:
            indexes.rebuild(tuple(indexes.problems), on_rebuild)
        self._finish_indexing()
        self._change_model(on_embedded)
        results: list[IngestResult] = []
        for arrival in self._stores.ingesting.arrivals.all():
            with self.noticing_changes():
                results.append(self._finished(arrival, watch))
        self._stores.catalogue.database.wipe()
        return results

    def finish_leaving(self) -> None:
        """The rows go last: until then a next start does all of this again."""
        catalogue, indexes = self._stores.catalogue, self._stores.indexes
        leaving = catalogue.in_state(State.LEAVING)
        if not leaving:
            return
        for report_id in leaving:
            indexes.remove(catalogue.paragraph_ids(report_id))
        indexes.wipe()
        for report_id in leaving:
            sha256 = catalogue.file_of(report_id)
            catalogue.remove(report_id)
            self._stores.originals.remove(sha256)
        catalogue.database.wipe()
        self._changed()

    @contextmanager
    def noticing_changes(self) -> Iterator[None]:
        """Also when what is done inside fails half-way."""
        database = self._stores.catalogue.database
        before = database.changes
        try:
            yield
        finally:
            if database.changes != before:
                self._changed()

    def _finish_indexing(self) -> None:
        catalogue = self._stores.catalogue
        for report_id in catalogue.in_state(State.EMBEDDED, State.INDEXED):
            if not self._stores.indexes.problems:
                self._stores.ingesting.index(catalogue.report(report_id))
                self._changed()

    def _finished(self, arrival: Arrival, watch: Watch) -> IngestResult:
        """Whoever cancels a file of now has not asked to lose one that was received before."""
        try:
            return self._stores.ingesting.finish(arrival, Watch(watch.on_progress))
        except (CorpusError, OSError) as error:
            reason = str(error)
        except Exception:  # noqa: BLE001 - logged; the other files must come in all the same
            _log.exception("%r could not be finished", arrival.file_name)
            reason = "程序出错了，详情见日志"
        kept = f"没有完成，文件已保留，下次打开时再试（{reason}）"
        return IngestResult(arrival.file_name, "refused", reason=kept)

    def _change_model(self, on_embedded: OnEmbedded | None) -> None:
        """Embed everything with the new model, beside what is in use, and put it in use at once."""
        coming = self.models.coming
        if coming is None:
            return

        def told(done: int, total: int) -> None:
            if self.closing.is_set():
                raise Cancelled("已取消")
            if on_embedded:
                on_embedded(done, total)

        stores = self._stores
        change = Reembedding(stores.catalogue, stores.embedding, coming)
        change.embed(told)
        stores.indexes.switch(change)
        self.models = Models(coming, stores.embedding, None)
        stores.search.use(stores.embedding)
        self._changed()
