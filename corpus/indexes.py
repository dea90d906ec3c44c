"""The derived indexes, by meaning and by words, kept in step with the catalogue.

Neither holds anything of its own: one that is missing, damaged, incomplete or of another model is
left alone until `rebuild` makes it anew from the catalogue's texts and vectors. Nothing is
embedded a second time, and searches go on with the other index meanwhile.
"""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from corpus.catalogue import Catalogue, VectorRow
from corpus.embedded_text import indexed_text
from corpus.embedding import EmbeddingIdentity
from corpus.errors import ArchiveError
from corpus.lexical import LexicalIndex
from corpus.query import Entry, Filter, Ranking, chunked
from corpus.reembedding import Reembedding
from corpus.report import Report
from corpus.vectors import ChromaHome, ChromaVectors

LEXICAL, CHROMA = "lexical", "chroma"
_FORMER_LEXICAL = "lexical.db"  # of versions that kept words in SQLite
_BATCH = 1000
_WORDS_BATCH = 50  # reports

_Index = TypeVar("_Index", ChromaVectors, LexicalIndex)
OnRebuild = Callable[[int, int], None]  # paragraphs done, of how many


class Indexes:
    """Both indexes in the folder `home`, of the archive's owner.

    `problems` says, for users, what is wrong with an index that is not in use.
    """

    def __init__(
        self,
        home: Path,
        catalogue: Catalogue,
        identity: EmbeddingIdentity,
        chroma: ChromaHome,
        shared: bool = False,
    ) -> None:
        self._home = home
        self._catalogue = catalogue
        self.identity = identity
        self._chroma_home = chroma
        self._shared = shared  # with other processes
        self._swapping = threading.RLock()  # held while an index is asked, or taken out of use
        self.problems: dict[str, str] = {}
        _remove_database(home / _FORMER_LEXICAL)
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

    def by_meaning(self, vector: NDArray[np.float32], limit: int) -> Ranking | None:
        """Among all paragraphs; None if the index is not in use, or is for vectors of another length:
        the model may have been changed since the vector was made."""
        with self._swapping:
            if self.chroma is not None and len(vector) == self.identity.dimension:
                with self._retired_if_broken(CHROMA):
                    return self.chroma.nearest(vector, limit)
        return None

    def by_words(self, query: str, limit: int, wanted: Filter) -> Ranking:
        """Nothing if the index is not in use."""
        with self._swapping:
            self.look_again(LEXICAL)  # the other index goes on without being looked at
            if self.lexical is not None:
                with self._retired_if_broken(LEXICAL):
                    return self.lexical.nearest(query, limit, wanted)
        return []

    def rarities(self, terms: Sequence[str]) -> dict[str, float]:
        """See `LexicalIndex.rarities`; nothing if the index is not in use."""
        with self._swapping:
            if self.lexical is not None:
                with self._retired_if_broken(LEXICAL):
                    return self.lexical.rarities(terms)
        return {}

    def look_again(self, *names: str) -> None:
        """Put to use what is not: another process may have made it anew, or be done with it now."""
        for name in names if self._shared else ():
            if name in self.problems:
                open_index = self._open_chroma if name == CHROMA else self._open_lexical
                with self._swapping, self._retired_if_broken(name):
                    index = open_index()
                    if index.count() == self._catalogue.count()[1]:
                        self._put_to_use(name, index)
                    else:
                        index.close()

    # --- keeping in step -----------------------------------------------------------------------

    def add(self, report: Report) -> None:
        """Index a report of the catalogue; doing it twice changes nothing."""
        rows = self._catalogue.vectors([report.id])
        for name, index in self._in_use():
            with self._retired_if_broken(name):
                if isinstance(index, ChromaVectors):
                    index.upsert(rows)
                else:
                    index.upsert([row.entry for row in rows], _words(report))

    def remove(self, paragraph_ids: Sequence[str]) -> None:
        """Ids that are not there are none of our business."""
        for name, index in self._in_use():
            with self._retired_if_broken(name):
                index.delete(paragraph_ids)

    def wipe(self) -> None:
        """Leave no byte of what was removed. Both only mark it as deleted, and an index that is
        out of use could not be told: they are made anew."""
        self.rebuild((CHROMA, LEXICAL))

    def release(self) -> None:
        """Let another process write to what only one can write to at a time."""
        with self._swapping:
            if self.lexical is not None:
                with self._retired_if_broken(LEXICAL):
                    self.lexical.release()

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
            lexical.fill(self._words_of_all(advance))
            undo.pop_all()
        return lexical

    def _words_of_all(
        self, advance: Callable[[int], None]
    ) -> Iterator[tuple[list[Entry], list[str]]]:
        ids = [summary.id for summary in self._catalogue.summaries()]
        for batch in chunked(ids, _WORDS_BATCH):
            rows = self._catalogue.vectors(batch)
            words = dict[str, str]()
            for report_id in batch:
                report = self._catalogue.report(report_id)
                words.update(zip([p.id for p in report.paragraphs], _words(report), strict=True))
            entries = [row.entry for row in rows]
            yield entries, [words[entry.paragraph_id] for entry in entries]
            advance(len(rows))

    # --- another model ---------------------------------------------------------------------------

    def switch(self, coming: Reembedding, on_progress: OnRebuild | None = None) -> None:
        """Fill a collection for the other model's vectors, then put both in use at once.

        Until then everything stays as it is; killed between the two steps, the next start finds
        no collection for the catalogue's vectors and makes it anew.
        """
        identity = coming.wanted.identity
        rows = self._catalogue.vectors()
        with ExitStack() as undo:
            beside = undo.enter_context(closing(ChromaVectors(self._chroma_home, identity)))
            for i in range(0, len(rows), _BATCH):
                batch = rows[i : i + _BATCH]
                vectors = coming.vectors([row.entry.paragraph_id for row in batch])
                beside.upsert([VectorRow(r.entry, vectors[r.entry.paragraph_id]) for r in batch])
                if on_progress:
                    on_progress(min(i + _BATCH, len(rows)), len(rows))
            with self._swapping:
                coming.adopt()
                self._retire(CHROMA, "正在换用新的向量模型")
                self.identity = identity
                self._put_to_use(CHROMA, beside)
            undo.pop_all()
        beside.drop_others()

    # --- opening and taking out of use ---------------------------------------------------------

    def _open_chroma(self) -> ChromaVectors:
        return ChromaVectors(self._chroma_home, self.identity)

    def _open_lexical(self) -> LexicalIndex:
        return LexicalIndex(self._home / LEXICAL, shared=self._shared)

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
        except ArchiveError as error:
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
            if name == CHROMA:
                self._chroma_home.remove()
            elif path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)
        except OSError as error:
            raise ArchiveError(
                f"索引已损坏，又无法删除重建：{path}，请检查文件夹权限或关闭占用它的程序"
            ) from error


def _remove_database(path: Path) -> None:
    for end in ("", "-wal", "-shm"):  # the journals of SQLite
        path.with_name(path.name + end).unlink(missing_ok=True)


def _problem(name: str, reason: str) -> str:
    if name == CHROMA:
        return f"向量索引不可用：{reason}。检索改用目录中的向量，结果不受影响"
    return f"词句索引不可用：{reason}。检索暂时只按意思查找"


def _words(report: Report) -> list[str]:
    return [indexed_text(report, paragraph) for paragraph in report.paragraphs]
