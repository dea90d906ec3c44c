"""The derived indexes, by meaning and by words, kept in step with the catalogue.

Neither holds anything of its own: whatever is missing, damaged or of another model is thrown
away and made anew from the catalogue's texts and vectors. Nothing is embedded a second time.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from corpus.catalogue import Catalogue, VectorRow
from corpus.embedding import EmbeddingIdentity
from corpus.errors import ArchiveError
from corpus.lexical import LexicalIndex
from corpus.query import Entry
from corpus.report import Paragraph, Report
from corpus.vectors import ChromaVectors

LEXICAL, CHROMA = "lexical.db", "chroma"
_Index = TypeVar("_Index", ChromaVectors, LexicalIndex)


class Indexes:
    """Both indexes in the folder `home`, of the archive's owner. Unusable ones are emptied;
    `repair` fills them."""

    def __init__(self, home: Path, catalogue: Catalogue, identity: EmbeddingIdentity) -> None:
        self._home = home
        self._catalogue = catalogue
        self._identity = identity
        self.chroma = self._opened(CHROMA, self._open_chroma)
        try:
            self.lexical = self._opened(LEXICAL, self._open_lexical)
        except BaseException:
            self.chroma.close()
            raise

    def close(self) -> None:
        self.chroma.close()
        self.lexical.close()

    def add(self, report: Report) -> None:
        """Index a report of the catalogue; doing it twice changes nothing."""
        rows = self._catalogue.vectors([report.id])
        self.chroma.upsert(rows)
        self._add_words(report, rows)

    def remove(self, paragraph_ids: Sequence[str]) -> None:
        """Ids that are not there are none of our business."""
        self.chroma.delete(paragraph_ids)
        self.lexical.delete(paragraph_ids)

    def repair(self) -> None:
        """Make an index anew that does not hold as many paragraphs as the catalogue."""
        paragraphs = self._catalogue.count()[1]
        if self.chroma.count() != paragraphs:
            self.chroma.close()
            self._delete(CHROMA)
            self.chroma = self._open_chroma()
            self.chroma.upsert(self._catalogue.vectors())
        if self.lexical.count() != paragraphs:
            self.lexical.close()
            self._delete(LEXICAL)
            self.lexical = self._open_lexical()
            for summary in self._catalogue.summaries():
                rows = self._catalogue.vectors([summary.id])
                self._add_words(self._catalogue.report(summary.id), rows)

    def _add_words(self, report: Report, rows: Sequence[VectorRow]) -> None:
        entries = [
            Entry(r.paragraph_id, r.report_id, r.role, r.period, r.organisation) for r in rows
        ]
        self.lexical.upsert(entries, [embedded_text(report, p) for p in report.paragraphs])

    def _open_chroma(self) -> ChromaVectors:
        return ChromaVectors(self._home / CHROMA, self._identity)

    def _open_lexical(self) -> LexicalIndex:
        return LexicalIndex(self._home / LEXICAL)

    def _opened(self, name: str, open_index: Callable[[], _Index]) -> _Index:
        try:
            return open_index()
        except ArchiveError:
            self._delete(name)
            return open_index()

    def _delete(self, name: str) -> None:
        """Remove an index. Raises ArchiveError if the system does not allow it."""
        path = self._home / name
        try:
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
                return
            for end in ("", "-wal", "-shm"):  # the journals of SQLite
                path.with_name(name + end).unlink(missing_ok=True)
        except OSError as error:
            raise ArchiveError(
                f"索引已损坏，又无法删除重建：{path}，请检查文件夹权限或关闭占用它的程序"
            ) from error


def embedded_text(report: Report, paragraph: Paragraph) -> str:
    """What is embedded and indexed: the section's heading before the paragraph's words."""
    return f"{paragraph.section_path[0]}\n{report.quote(paragraph.start, paragraph.end)}"
