"""What is made sure of before an archive is opened: who may write to it, that it is whole, and with
which model its vectors were made."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from corpus.catalogue import Catalogue
from corpus.embedding import EmbeddingModel
from corpus.errors import ArchiveError, ArchiveLocked, EmbeddingError
from corpus.indexes import CHROMA
from corpus.reembedding import Embedded, read_embedded, write_embedded
from corpus.search import Reranker
from corpus.vectors import ChromaFolder, ChromaHome, ChromaServer

CATALOGUE, ORIGINALS, LOCK = "catalogue.db", "originals", "archive.lock"
_PATIENCE = 600.0  # seconds for another process that shares the archive to finish what it writes


@dataclass(frozen=True)
class Setup:
    """How an archive is to be opened, beyond its folder and its embedding model.

    `setting` is what the model was opened with; `reopen` opens the one of another setting, so that
    searches go on while an archive moves to a new model. With `chroma_url` several processes may
    share the archive.
    """

    setting: str = ""
    reopen: Callable[[str], EmbeddingModel] | None = None
    chroma_url: str = ""
    reranker: Reranker | None = None


class WriteLock:
    """Held while something is written: by one thread; where processes share an archive, by one
    process, and otherwise by its owner as long as it is open. Raises ArchiveLocked."""

    def __init__(self, home: Path, shared: bool) -> None:
        self._home = home
        self.threads = threading.RLock()  # alone, for what only this process is concerned with
        self._depth = 0
        self.shared = shared
        self._file = FileLock(home / LOCK, thread_local=False)  # any thread may close the archive
        if not shared:
            self._acquire(0)

    def __enter__(self) -> WriteLock:
        self.threads.acquire()
        try:
            if self.shared and self._depth == 0:
                self._acquire(_PATIENCE)
            self._depth += 1
        except BaseException:
            self.threads.release()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._depth -= 1
        if self.shared and self._depth == 0:
            self._file.release()
        self.threads.release()

    @property
    def is_outermost(self) -> bool:
        """Whether the lock goes when the block at hand ends."""
        return self._depth == 1

    def try_now(self) -> bool:
        """Take it as `with` does, unless another process has it."""
        try:
            if self.shared:
                self._acquire(0)
        except ArchiveLocked:
            return False
        self.threads.acquire()
        self._depth += 1
        return True

    def release(self) -> None:
        self._file.release(force=True)

    def _acquire(self, seconds: float) -> None:
        try:
            self._file.acquire(timeout=seconds)
        except Timeout as error:
            raise ArchiveLocked(
                f"资料库正被另一个拟稿程序使用（{self._home}），请先关闭它再试"
            ) from error


@contextmanager
def lock_archive(home: Path) -> Iterator[None]:
    """Own the archive without opening it. Raises ArchiveLocked if another process has it."""
    lock = WriteLock(home, shared=False)
    try:
        yield
    finally:
        lock.release()


def check_catalogue_is_there(home: Path) -> None:
    """Raises ArchiveError where a lost catalogue would make the kept files look superfluous."""
    folder = home / ORIGINALS
    if not (home / CATALOGUE).exists() and folder.exists() and any(folder.iterdir()):
        raise ArchiveError(
            f"资料库的目录文件 {CATALOGUE} 不见了，但原始文件还在 {folder}。请用 nigao restore 恢复备份，"
            "或把整个数据文件夹移到别处后重新入库"
        )


def chroma_home(home: Path, catalogue: Catalogue, url: str) -> ChromaHome:
    """The archive's own folder, or its own collection on a server."""
    if not url:
        return ChromaFolder(home / CHROMA)
    return ChromaServer(url, catalogue.meta_once("archive", secrets.token_hex(8)))


@dataclass(frozen=True)
class Models:
    """`embedded` tells how the vectors in use were made; `serving` is that model, None if it cannot
    be had; `coming` is how they are to be made, None if they are so already."""

    embedded: Embedded
    serving: EmbeddingModel | None
    coming: Embedded | None

    @property
    def problem(self) -> str:
        """For users; nothing if there is none."""
        if self.coming is None:
            return ""
        how = "仍用原来的模型" if self.serving else "暂时只按词句"
        return f"正在换用向量模型“{self.coming}”，完成之前检索{how}"


def models_of(
    catalogue: Catalogue, embedding: EmbeddingModel, setup: Setup, read_only: bool = False
) -> Models:
    """Raises EmbeddingError if the model at hand cannot be had."""
    wanted = Embedded.by(embedding, setup.setting)
    embedded = read_embedded(catalogue)
    if embedded is None:
        if not read_only:
            write_embedded(catalogue, wanted)
        return Models(wanted, embedding, None)
    if embedded.identity == wanted.identity:
        return Models(embedded, embedding, None)
    same_model = embedded.is_by(embedding)
    serving = embedding if same_model else _former(embedded, setup)
    return Models(embedded, serving, wanted)


def _former(embedded: Embedded, setup: Setup) -> EmbeddingModel | None:
    if setup.reopen is None or not embedded.setting:
        return None
    try:
        former = setup.reopen(embedded.setting)
        return former if embedded.is_by(former) else None
    except EmbeddingError:
        return None  # it has been removed since
