"""Paths → named contents. A file that cannot be read is named with the reason, never skipped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from corpus import readers
from corpus.errors import ReadError

_REASONS: tuple[tuple[type[OSError], str], ...] = (
    (FileNotFoundError, "文件不存在"),
    (NotADirectoryError, "文件不存在"),
    (PermissionError, "没有读取权限"),
    (IsADirectoryError, "这是文件夹，不是文件"),
)


def file_bytes(paths: Iterable[Path]) -> Iterator[tuple[str, bytes | ReadError]]:
    """``(name, content)`` of files and of the documents in folders, in name order.

    A document of a folder is named by its path inside the folder: departments give their
    reports the same file names. Documents of formats that are not read are among them, so that
    they are refused by name; other files (pictures, programs) are passed over.
    """
    for path in paths:
        try:
            inside = _documents(path) if path.is_dir() else None
        except OSError as error:
            yield path.name, ReadError(reason_of(error))
            continue
        if inside is None:
            yield path.name, _content(path)
            continue
        for file in inside:
            yield file.relative_to(path).as_posix(), _content(file)


def reason_of(error: OSError) -> str:
    """Why a file could not be opened, for users; the system's own words are in English."""
    return next((words for kind, words in _REASONS if isinstance(error, kind)), "文件无法读取")


def _documents(folder: Path) -> list[Path]:
    known = readers.SUPPORTED
    return sorted(
        path
        for path in folder.rglob("*")
        if path.suffix.lower() in known
        and not path.name.startswith(("~$", "."))
        and not path.is_dir()
    )


def _content(path: Path) -> bytes | ReadError:
    try:
        return path.read_bytes()
    except OSError as error:
        return ReadError(reason_of(error))
