"""The derived indexes, by meaning and by words, kept in step with the catalogue.

Neither holds anything of its own: one that is missing, damaged, incomplete or of another model is
left alone until `rebuild` makes it anew from the catalogue's texts and vectors. Nothing is
embedded a second time, and searches go on with the other index meanwhile.
"""

from __future__ import annotations

import shutil
import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from corpus.catalogue import Catalogue, VectorRow
from corpus.embedding import EmbeddingIdentity
from corpus.errors import ArchiveError
from corpus.lexical import LexicalIndex
from corpus.query import Entry, Filter
from corpus.report import Paragraph, Report
from corpus.vectors import ChromaVectors

LEXICAL, CHROMA = "lexical.db", "chroma"
_BATCH = 1000

_Index = TypeVar("_Index", ChromaVectors, LexicalIndex)
Ranking = list[tuple[str, float]]
OnRebuild = Callable[[int, int], None]  # paragraphs done, of how many


class Indexes:
    """Both indexes in the folder `home`, of the archive's owner.

    `problems` says, for users, what is wrong with an index that is not in use.
    """

    def __init__(self, home: Path, catalogue: Catalogue, identity: EmbeddingIdentity) -> None:
        self._home = home
        self._catalogue = catalogue
        self.identity = identity
        self._swapping = threading.RLock()  # held while an index is asked, or taken out of use
        self.problems: dict[str, str] = {}
        self.chroma = self._opened(CHROMA, self._open_chroma)
        self.lexical = self._opened(LEXICAL, self._open_lexical)

    def close(self) -> None:
        with self._swapping:
            for index in (self.chroma, self.lexical):
                if index is not None:
                    index.close()

    def check(self) -> None:
        """Take an index out of use that does not hold as many paragraphs as the catalogue."""
        paragraphs = self._catalogue.count()[1]
        for name, index in self._in_use():
            with self._retired_if_broken(name):
                if index.count() != paragraphs:
                    self._retire(name, "与目录不一致")

    # --- searching ---------------------------------------------------------------------------

    def by_meaning(self, vector: NDArray[np.float32], limit: int, wanted: Filter) -> Ranking | None:
        """None if the index is not in use."""
        with self._swapping:
            if self.chroma is not None:
                with self._retired_if_broken(CHROMA):
                    return self.chroma.nearest(vector, limit, wanted)
        return None

    def by_words(self, query: str, limit: int, wanted: Filter) -> Ranking:
        """Nothing if the index is not in use."""
        with self._swapping:
            if self.lexical is not None:
                with self._retired_if_broken(LEXICAL):
                    return self.lexical.nearest(query, limit, wanted)
        return []

    # --- keeping in step -----------------------------------------------------------------------

    def add(self, report: Report) -> None:
        """Index a report of the catalogue; doing it twice changes nothing."""
        rows = self._catalogue.vectors([report.id])
        for name, index in self._in_use():
            with self._retired_if_broken(name):
                if isinstance(index, ChromaVectors):
                    index.upsert(rows)
                else:
                    self._add_words(index, report, rows)

    def remove(self, paragraph_ids: Sequence[str]) -> None:
        """Ids that are not there are none of our business."""
        for name, index in self._in_use():
            with self._retired_if_broken(name):
                index.delete(paragraph_ids)

    def wipe(self) -> None:
        """Leave no byte of what was removed. Chroma only marks vectors as deleted, and an index
        that is out of use could not be told: these are made anew."""
        if self.lexical is not None:
            with self._retired_if_broken(LEXICAL):
                self.lexical.wipe()
        self.rebuild(tuple(dict.fromkeys((CHROMA, *self.problems))))

    def holds(self, paragraph_ids: Sequence[str]) -> bool:
        """Whether both indexes are in use and have each of the paragraphs."""
        holding = set[str]()
        for name, index in self._in_use():
            with self._retired_if_broken(name):
                if index.holds(paragraph_ids):
                    holding.add(name)
        return holding == {CHROMA, LEXICAL}

    def rebuild(self, names: Sequence[str], on_progress: OnRebuild | None = None) -> None:
        """Make the named indexes anew. Raises ArchiveError if the system does not allow it."""
        total = self._catalogue.count()[1] * len(names)
        done = 0

        def advance(paragraphs: int) -> None:
            nonlocal done
            done += paragraphs
            if on_progress:
                on_progress(done, total)

        for name in names:
            self._retire(name, "正在重建")
            self._delete(name)
            if name == CHROMA:
                self._put_to_use(name, self._filled_chroma(advance))
            else:
                self._put_to_use(name, self._filled_lexical(advance))

    def _filled_chroma(self, advance: Callable[[int], None]) -> ChromaVectors:
        with ExitStack() as undo:
            chroma = undo.enter_context(closing(self._open_chroma()))
            rows = self._catalogue.vectors()
            for i in range(0, len(rows), _BATCH):
                chroma.upsert(rows[i : i + _BATCH])
                advance(len(rows[i : i + _BATCH]))
            undo.pop_all()
        return chroma

    def _filled_lexical(self, advance: Callable[[int], None]) -> LexicalIndex:
        with ExitStack() as undo:
            lexical = undo.enter_context(closing(self._open_lexical()))
            for summary in self._catalogue.summaries():
                rows = self._catalogue.vectors([summary.id])
                self._add_words(lexical, self._catalogue.report(summary.id), rows)
                advance(len(rows))
            undo.pop_all()
        return lexical

    def _add_words(self, lexical: LexicalIndex, report: Report, rows: Sequence[VectorRow]) -> None:
        texts = [embedded_text(report, p) for p in report.paragraphs]
        lexical.upsert([entry_of(row) for row in rows], texts)

    # --- opening and taking out of use ---------------------------------------------------------

    def _open_chroma(self) -> ChromaVectors:
        return ChromaVectors(self._home / CHROMA, self.identity)

    def _open_lexical(self) -> LexicalIndex:
        return LexicalIndex(self._home / LEXICAL)

    def _opened(self, name: str, open_index: Callable[[], _Index]) -> _Index | None:
        try:
            return open_index()
        except ArchiveError as error:
            self.problems[name] = _problem(name, str(error))
            return None

    def _in_use(self) -> list[tuple[str, ChromaVectors | LexicalIndex]]:
        both = ((CHROMA, self.chroma), (LEXICAL, self.lexical))
        return [(name, index) for name, index in both if index is not None]

    @contextmanager
    def _retired_if_broken(self, name: str) -> Iterator[None]:
        """Asking an index may fail; whatever it holds is in the catalogue, too."""
        try:
            yield
        except (ArchiveError, sqlite3.Error) as error:
            self._retire(name, f"使用时出错（{error}）")

    def _put_to_use(self, name: str, index: ChromaVectors | LexicalIndex) -> None:
        with self._swapping:  # whoever finds it broken at once must not see an older problem go
            if isinstance(index, ChromaVectors):
                self.chroma = index
            else:
                self.lexical = index
            self.problems.pop(name, None)

    def _retire(self, name: str, reason: str) -> None:
        with self._swapping:
            index = self.chroma if name == CHROMA else self.lexical
            if name == CHROMA:
                self.chroma = None
            else:
                self.lexical = None
            if index is not None:
                index.close()
            self.problems[name] = _problem(name, reason)

    def _delete(self, name: str) -> None:
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


def _problem(name: str, reason: str) -> str:
    if name == CHROMA:
        return f"向量索引不可用：{reason}。检索改用目录中的向量，结果不受影响"
    return f"词句索引不可用：{reason}。检索暂时只按意思查找"


def entry_of(row: VectorRow) -> Entry:
    return Entry(row.paragraph_id, row.report_id, row.role, row.period, row.organisation)


def embedded_text(report: Report, paragraph: Paragraph) -> str:
    """What is embedded and indexed: the section's heading before the paragraph's words."""
    return f"{paragraph.section_path[0]}\n{report.quote(paragraph.start, paragraph.end)}"
