"""What the face of the assistant offers of the archive."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from assistant.choices import paragraph_of
from assistant.document import SectionName
from assistant.overview import Overview, Overviews, organisations_of
from assistant.people.permission import Permitting, needs
from assistant.style.house import HouseStyle
from corpus.archive import Archive
from corpus.audit import Difference
from corpus.catalogue import Excerpt, ReportSummary
from corpus.corrections import Corrections
from corpus.errors import ReadError, UnknownReport
from corpus.files import file_bytes
from corpus.indexes import OnRebuild
from corpus.ingesting import UNWATCHED, IngestResult, OnProgress, Watch, ignored
from corpus.intake import Preview
from corpus.query import Boosts, Filter, report_id_of
from corpus.reembedding import OnEmbedded
from corpus.report import Period, Report
from corpus.search import Found

_SAMPLES = Path(__file__).parents[2] / "corpus" / "samples"


class ArchiveFace(Permitting):
    """The archive as web app and commands see it."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._overviews = Overviews(archive)

    def reports(self) -> list[ReportSummary]:
        return self._archive.reports()

    def report(self, report_id: str) -> Report | None:
        try:
            return self._archive.report(report_id)
        except UnknownReport:
            return None

    def replaced_by(self, report_id: str) -> str | None:
        """The id of the newer version that stands for the report now, if there is one."""
        return self._archive.replaced_by(report_id)

    def preview(self, name: str, data: bytes | ReadError) -> Preview:
        """What would become of a file; nothing is stored."""
        return self._archive.preview(name, data)

    @needs("archive")
    def ingest(
        self,
        files: Iterable[tuple[str, bytes | ReadError]],
        watch: Watch = UNWATCHED,
        corrections: Mapping[str, Corrections] | None = None,
    ) -> Iterator[IngestResult]:
        return self._archive.ingest(files, watch, corrections)

    @needs("archive")
    def ingest_samples(self, on_progress: OnProgress = ignored) -> Iterator[IngestResult]:
        """The made-up reports that come with the program, if the archive is empty."""
        files = file_bytes([_SAMPLES]) if not self.reports() else []
        return self.ingest(files, Watch(on_progress))

    def problems(self) -> tuple[str, ...]:
        """What is wrong with the archive's indexes, for users."""
        return self._archive.problems

    @needs("archive")
    def repair(
        self,
        on_rebuild: OnRebuild | None = None,
        on_progress: OnProgress = ignored,
        on_embedded: OnEmbedded | None = None,
    ) -> list[IngestResult]:
        """Make indexes whole again; move to a newly set embedding model; take in what was cut
        short on its way in."""
        return self._archive.repair(on_rebuild, Watch(on_progress), on_embedded)

    @needs("archive")
    def rebuild(self, on_rebuild: OnRebuild | None = None) -> None:
        self._archive.rebuild(on_rebuild)

    def audit(self) -> list[Difference]:
        return self._archive.audit()

    def count(self) -> tuple[int, int]:
        """Numbers of reports and paragraphs."""
        return self._archive.count()

    def search(
        self,
        text: str,
        wanted: Filter,
        limit: int,
        boosts: Boosts | None = None,
        far: bool = False,
    ) -> Found:
        """Past paragraphs near the text; see `corpus.search.Search.find`."""
        return self._archive.search(text, wanted, limit, boosts, far)

    def excerpt(self, paragraph_id: str) -> Excerpt | None:
        """A paragraph with its words; None if the archive has none of that id."""
        report = self.report(report_id_of(paragraph_id))
        paragraph = paragraph_of(report, paragraph_id) if report else None
        if report is None or paragraph is None:
            return None
        outline, (start, end) = report.outline, (paragraph.start, paragraph.end)
        names = outline.title, outline.period, outline.organisation
        return Excerpt(paragraph, *names, report.quote(start, end), report.page_of(start))

    def overview(self, organisation: str | None = None) -> Overview:
        """The archive at a glance; without `organisation` for the one with most reports."""
        return self._overviews.of(organisation)

    def house_style(
        self, section: SectionName, organisation: str | None = None, period: Period | None = None
    ) -> HouseStyle:
        """How an organisation writes a section — without one, that with most reports —, measured
        on what a draft for `period` may look back on."""
        if organisation is None:
            organisation = next((name for name, _ in organisations_of(self.reports())), "")
        return self._overviews.styles.of(section, organisation, period)

    @needs("archive")
    def forget(self, report_id: str) -> Report:
        return self._archive.forget(report_id)
