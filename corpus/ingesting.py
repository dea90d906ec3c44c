"""Files become reports, step by step: received → read → outlined → embedded → indexed → verified.

Every step is durable before the next begins and may be done again; so whatever was cut short,
by a kill or a power cut, is taken up at the next start from the state it had (`corpus.states`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from typing import Literal

from corpus.arrivals import Arrival, Arrivals
from corpus.catalogue import Catalogue
from corpus.corrections import Corrections
from corpus.embedded_text import digest_of, embedded_text
from corpus.embedding import EmbeddingModel
from corpus.errors import ArchiveError, ReadError, UnknownReport
from corpus.indexes import CHROMA, LEXICAL, Indexes
from corpus.intake import NO_CORRECTIONS, outlined, share_of_lines
from corpus.originals import Originals
from corpus.readers.sandbox import Cancelled, read_safely
from corpus.reembedding import embed_once
from corpus.report import Report
from corpus.states import State

_SAME_REPORT = 0.4
_TOLD = 200  # characters of a note in a warning

Outcome = Literal["added", "unchanged", "replaced", "refused"]
OUTCOME_LABELS: dict[Outcome, str] = {
    "added": "已入库",
    "unchanged": "已在库中",
    "replaced": "已更新",
    "refused": "未入库",
}


@dataclass(frozen=True)
class IngestResult:
    """What became of one file; `reason` is for users and set when it was refused."""

    file_name: str
    outcome: Outcome
    report_id: str = ""
    title: str = ""
    reason: str = ""
    warnings: tuple[str, ...] = ()

    @property
    def line(self) -> str:
        """The result as people read it."""
        reason = f"：{self.reason}" if self.reason else ""
        return f"{OUTCOME_LABELS[self.outcome]}　{self.file_name}{reason}"


@dataclass(frozen=True)
class Progress:
    """A file has come as far as `state`; of its `total` paragraphs `done` are embedded."""

    file_name: str
    state: State
    done: int = 0
    total: int = 0


OnProgress = Callable[[Progress], None]


def ignored(_: Progress) -> None:
    """For whoever does not look on."""


@dataclass(frozen=True)
class Watch:
    """Who looks on: told how far a file is, asked whether to go on."""

    on_progress: OnProgress = ignored
    cancelled: Callable[[], bool] = lambda: False

    def reached(self, file_name: str, state: State, done: int = 0, total: int = 0) -> None:
        """Raises Cancelled if nobody wants the file any more."""
        self.on_progress(Progress(file_name, state, done, total))
        if self.cancelled():
            raise Cancelled("已取消")


UNWATCHED = Watch()


@dataclass(frozen=True)
class Ingesting:
    """The steps, over the stores that an archive is made of."""

    catalogue: Catalogue
    arrivals: Arrivals
    originals: Originals
    indexes: Indexes
    embedding: EmbeddingModel

    def take(
        self,
        name: str,
        data: bytes,
        corrections: Corrections = NO_CORRECTIONS,
        seen: Collection[str] = (),
        watch: Watch = UNWATCHED,
    ) -> IngestResult:
        """All steps for one file; it never replaces a report that is among `seen`."""
        sha256 = hashlib.sha256(data).hexdigest()
        known = self.catalogue.find_by_file(sha256)
        if known:
            if sha256 in self.catalogue.originals():
                self.originals.store(data)  # as we ask for where it is lost or damaged
            return self._unchanged(name, known)
        beside = tuple(i for i in self.catalogue.named(name) if i in seen)
        arrival = Arrival(self.originals.store(data), name, corrections, beside=beside)
        self.arrivals.save(arrival)
        return self.finish(arrival, watch)

    def finish(self, arrival: Arrival, watch: Watch = UNWATCHED) -> IngestResult:
        """The steps that are left. A file that is refused or cancelled leaves nothing behind."""
        name = arrival.file_name
        try:
            watch.reached(name, arrival.state)
            report = self._outlined(arrival, watch)
            if self.catalogue.has(report.id):
                self._give_up(arrival)
                return self._unchanged(name, report.id)
            replaced = self._embedded(report, arrival.beside, watch)
        except (ReadError, Cancelled) as error:
            self._give_up(arrival)
            return IngestResult(name, "refused", reason=str(error))
        self.index(report, watch)
        return IngestResult(
            name,
            "replaced" if replaced else "added",
            report.id,
            report.outline.title,
            warnings=warnings_of(report),
        )

    def index(self, report: Report, watch: Watch = UNWATCHED) -> None:
        """Into both indexes, its earlier versions out of them; then ask whether it is there."""
        self.indexes.add(report)
        for earlier in self.catalogue.replaced_with(report.id):
            self.indexes.remove(self.catalogue.paragraph_ids(earlier))
        self.catalogue.advance(report.id, State.INDEXED)
        watch.on_progress(Progress(report.file_name, State.INDEXED))
        self.verify(report)
        watch.on_progress(Progress(report.file_name, State.VERIFIED))

    def verify(self, report: Report) -> None:
        """An index that did not keep what it was given is made anew once."""
        ids = [paragraph.id for paragraph in report.paragraphs]
        if not self.indexes.holds(ids):
            self.indexes.rebuild((CHROMA, LEXICAL))
            if not self.indexes.holds(ids):
                raise ArchiveError("索引没有保存下新入库的段落，请检查磁盘空间后运行 nigao rebuild")
        self.catalogue.advance(report.id, State.VERIFIED)

    def earlier_version(self, report: Report, beside: Collection[str] = ()) -> str | None:
        """The one report not `beside` it with the same file name, title and period that shares most
        of its lines; None if several could be meant. Two departments' reports may bear the same
        name, and one must never push out the other."""
        same = [
            known
            for known in self.catalogue.called_like(report)
            if known not in beside and self.shared(report, known) >= _SAME_REPORT
        ]
        return same[0] if len(same) == 1 else None

    def shared(self, report: Report, known: str) -> float:
        """The share of lines that it has in common with another; 0 if that is forgotten by now."""
        try:
            return share_of_lines(report.text, self.catalogue.report(known).text)
        except UnknownReport:
            return 0.0

    # --- the single steps ----------------------------------------------------------------------

    def _outlined(self, arrival: Arrival, watch: Watch) -> Report:
        name = arrival.file_name
        if arrival.reading is None:
            data = self._original(arrival.sha256)
            reading = read_safely(data, name, cancelled=watch.cancelled)
            arrival = replace(arrival, reading=reading, state=State.READ)
            self.arrivals.save(arrival)
            watch.reached(name, State.READ)
        if arrival.report is None:
            assert arrival.reading is not None
            report = outlined(arrival.sha256, name, arrival.reading, arrival.corrections)
            arrival = replace(arrival, report=report, state=State.OUTLINED)
            self.arrivals.save(arrival)
            watch.reached(name, State.OUTLINED, 0, len(report.paragraphs))
        assert arrival.report is not None
        return arrival.report

    def _original(self, sha256: str) -> bytes:
        """Raises ReadError if it is gone, so that this file is given up and the others go on."""
        try:
            return self.originals.read(sha256)
        except ArchiveError as error:
            raise ReadError(str(error)) from error

    def _embedded(self, report: Report, beside: Collection[str], watch: Watch) -> str | None:
        """The id of the earlier version that the report replaces, if there is one."""
        name = report.file_name
        texts = [embedded_text(report, p) for p in report.paragraphs]
        digests = [digest_of(text) for text in texts]
        vectors = embed_once(
            self.embedding,
            texts,
            self.catalogue.known_vectors(digests),
            lambda done, total: watch.reached(name, State.OUTLINED, done, total),
        )
        replaced = self.earlier_version(report, beside)
        former = self.catalogue.file_of(report.id)  # if a version that was replaced comes back
        self.catalogue.add(report, vectors, replaced, has_original=True, digests=digests)
        if former and former != report.sha256:
            self.originals.remove(former)
        count = len(report.paragraphs)
        watch.on_progress(Progress(name, State.EMBEDDED, count, count))
        return replaced

    def _give_up(self, arrival: Arrival) -> None:
        self.arrivals.drop(arrival.sha256)
        if arrival.sha256 not in self.catalogue.originals():
            self.originals.remove(arrival.sha256)

    def _unchanged(self, name: str, report_id: str) -> IngestResult:
        title = self.catalogue.report(report_id).outline.title
        return IngestResult(name, "unchanged", report_id, title)


def warnings_of(report: Report) -> tuple[str, ...]:
    """What of its file the report leaves out and a person should know about."""
    return tuple(
        f"{note.kind.label}：{note.text[:_TOLD]}"
        for note in report.notes
        if note.kind.is_worth_telling
    )
