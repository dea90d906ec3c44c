"""The files as they came in, each stored once under its SHA-256; a file's name is never a path."""

from __future__ import annotations

import hashlib
import os
import re
from pathlib import Path

from corpus.errors import ArchiveError

_NAME = re.compile(r"[0-9a-f]{64}")


class Originals:
    """The folder of originals. What a killed writer left half is cleared away at opening."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        for half in folder.glob("*.part"):
            half.unlink()

    def store(self, data: bytes) -> str:
        """Keep the file, in the place of one that was damaged; it is on the disk when this
        returns its SHA-256. Raises ArchiveError if the disk is full or may not be written."""
        sha256 = hashlib.sha256(data).hexdigest()
        path = self._folder / sha256
        if not path.exists() or path.read_bytes() != data:
            half = path.with_suffix(".part")
            try:
                with half.open("wb") as stream:
                    stream.write(data)
                    stream.flush()
                    os.fsync(stream.fileno())
                half.replace(path)
                sync_folder(self._folder)
            except OSError as error:
                half.unlink(missing_ok=True)
                raise ArchiveError(
                    f"文件没有存下（{error.strerror}），请检查磁盘空间和 {self._folder} 的权限"
                ) from error
        return sha256

    def read(self, sha256: str) -> bytes:
        """Raises ArchiveError if the file is gone or is not what it was, OSError if it is only
        not to be had at the moment."""
        try:
            data = (self._folder / sha256).read_bytes()
        except FileNotFoundError as error:
            raise ArchiveError("原始文件已不在资料库中，请重新入库") from error
        if hashlib.sha256(data).hexdigest() != sha256:
            raise ArchiveError("原始文件已损坏，请重新入库")
        return data

    def remove(self, sha256: str) -> None:
        (self._folder / sha256).unlink(missing_ok=True)

    def names(self) -> set[str]:
        """The SHA-256 of every stored file."""
        return {p.name for p in self._folder.iterdir() if is_original(p.name)}


def is_original(name: str) -> bool:
    return _NAME.fullmatch(name) is not None


def sync_folder(folder: Path) -> None:
    """Make renames in the folder durable, where the system knows how."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
