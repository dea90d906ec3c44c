"""What is made sure of before an archive is opened: nobody else owns it, it is whole, and it was
made with the embedding model at hand."""

from __future__ import annotations

from pathlib import Path

from filelock import FileLock, Timeout

from corpus.catalogue import Catalogue
from corpus.embedding import EmbeddingIdentity, EmbeddingModel
from corpus.errors import ArchiveError, ArchiveLocked, EmbeddingError

CATALOGUE, ORIGINALS, LOCK = "catalogue.db", "originals", "archive.lock"


def lock_archive(home: Path) -> FileLock:
    """The lock of whoever owns the archive. Raises ArchiveLocked if another process has it."""
    lock = FileLock(home / LOCK, thread_local=False)  # any thread may close the archive
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise ArchiveLocked(f"资料库正被另一个拟稿程序使用（{home}），请先关闭它再试") from error
    return lock


def check_catalogue_is_there(home: Path) -> None:
    """Raises ArchiveError where a lost catalogue would make the kept files look superfluous."""
    folder = home / ORIGINALS
    if not (home / CATALOGUE).exists() and folder.exists() and any(folder.iterdir()):
        raise ArchiveError(
            f"资料库的目录文件 {CATALOGUE} 不见了，但原始文件还在 {folder}。请用 nigao restore 恢复备份，"
            "或把整个数据文件夹移到别处后重新入库"
        )


def check_model(
    catalogue: Catalogue, embedding: EmbeddingModel, read_only: bool = False
) -> EmbeddingIdentity:
    """The model's identity, stored at first use. Raises EmbeddingError on a mix."""
    identity = embedding.identity
    stamp = f"{identity.name} · {identity.dimension} 维 · {identity.version}"
    stored = catalogue.meta("embedding")
    if stored is None and not read_only:
        catalogue.set_meta("embedding", stamp)
    elif stored not in (None, stamp):
        raise EmbeddingError(
            f"资料库是用向量模型“{stored}”建立的，当前配置是“{stamp}”，两者不能混用。"
            "请把 NIGAO_EMBEDDING 改回原来的模型，或换一个 NIGAO_HOME 重新入库"
        )
    return identity
