"""Paths and uploads → named contents. A file that cannot be read is named with the reason, never
skipped. Names are for showing only (`display_name`)."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from corpus import readers
from corpus.errors import ReadError
from corpus.file_names import display_name
from corpus.readers import ocr
from corpus.readers.package import Package
from corpus.readers.sniff import Format, sniff

_REASONS: tuple[tuple[type[OSError], str], ...] = (
    (FileNotFoundError, "文件不存在"),
    (NotADirectoryError, "文件不存在"),
    (PermissionError, "没有读取权限"),
    (IsADirectoryError, "这是文件夹，不是文件"),
)
# What may hold a report; collections, sheets and slides are refused by name.
_WANTED = (
    *readers.SUPPORTED,
    *(".rar", ".7z", ".tar", ".gz", ".tgz", ".xls", ".xlsx", ".et", ".ppt", ".pptx", ".dps"),
)
_UNNAMED = ("", ".xml", ".bak")  # taken from folders only if the content is a document's
_DOCUMENTS = (Format.DOCX, Format.PDF, Format.OFFICE, Format.OFD)
_PICTURES = (".jpg", ".jpeg", ".png", ".tif", ".tiff", ".bmp")  # scans, if they can be recognised
_HIDDEN = re.compile(r"\.(?!\.?$)|~\$|__MACOSX$")  # by systems and editors
_NESTED = "压缩包里不能再套压缩包，请解压后再入库"


def file_bytes(paths: Iterable[Path]) -> Iterator[tuple[str, bytes | ReadError]]:
    """``(name, content)`` of files and of the documents in folders and .zip files, in name order.

    A document of a folder is named by its path inside the folder: departments give their
    reports the same file names. Documents of formats that are not read are among them, so that
    they are refused by name; other files (pictures, programs) are passed over.
    """
    for path in paths:
        inside: dict[Path, OSError | None]
        try:
            inside = _documents(path) if path.is_dir() else {path: None}
        except OSError as error:
            inside = {path: error}
        for file, problem in sorted(inside.items(), key=lambda one: one[0]):
            name = file.relative_to(path).as_posix() if file != path else path.name
            data = ReadError(reason_of(problem)) if problem else _content(file)
            if file == path or problem or not _is_something_else(name, data):
                yield from expand(name, data)


def expand(name: str, data: bytes | ReadError) -> Iterator[tuple[str, bytes | ReadError]]:
    """The file itself, or the documents of a collection in .zip, as “往年.zip/县委/总结.docx”.

    A document of which the name says that it is a .zip stays one. What cannot be opened is one
    ReadError.
    """
    if isinstance(data, ReadError) or sniff(data, name) is not Format.ZIP:
        yield display_name(name), data
        return
    try:
        package = Package(data)
    except ReadError as error:
        yield display_name(name), error
        return
    found = False
    for entry in sorted(filter(_is_wanted, package.entries)):
        member = _member(package, entry)
        if not _is_something_else(entry, member):
            found = True
            yield display_name(f"{name}/{entry}"), member
    if not found:
        formats = "、".join(suffix for suffix in readers.SUPPORTED if suffix != ".zip")
        yield display_name(name), ReadError(f"压缩包里没有可以入库的文件（{formats}）")


def reason_of(error: OSError) -> str:
    """Why a file could not be opened, for users; the system's own words are in English."""
    return next((words for kind, words in _REASONS if isinstance(error, kind)), "文件无法读取")


def _documents(folder: Path) -> dict[Path, OSError | None]:
    """The documents below a folder, and the folders that cannot be looked into.

    Links to folders are not followed: they may lead round in circles.
    """
    problems: list[OSError] = []
    found: dict[Path, OSError | None] = {
        file: None
        for parent, _, names in os.walk(folder, onerror=problems.append)
        for file in (Path(parent, name) for name in names)
        if _is_wanted(file.relative_to(folder).as_posix()) and not file.is_dir()
    }
    return found | {Path(problem.filename): problem for problem in problems}


def _is_wanted(name: str) -> bool:
    """Whether a name inside a folder or collection is that of a document, and nothing hidden."""
    path = PurePosixPath(name.replace("\\", "/"))
    return (
        (
            path.suffix.lower() in (*_WANTED, *_UNNAMED)
            or (path.suffix.lower() in _PICTURES and ocr.available())
        )
        and not name.endswith("/")
        and not any(_HIDDEN.match(part) for part in path.parts)
    )


def _is_something_else(name: str, data: bytes | ReadError) -> bool:
    """Whether a name that says nothing belongs to content that is no document either."""
    if PurePosixPath(name).suffix.lower() not in _UNNAMED:
        return False
    return isinstance(data, ReadError) or sniff(data, name) not in _DOCUMENTS


def _content(path: Path) -> bytes | ReadError:
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            return ReadError("不是普通文件，无法读取")
        readers.check_size(status.st_size)
        with path.open("rb") as stream:
            return stream.read(readers.MAX_BYTES + 1)  # it may grow; the reader looks again
    except OSError as error:
        return ReadError(reason_of(error))
    except ReadError as error:
        return error


def _member(package: Package, entry: str) -> bytes | ReadError:
    """The content of a member. An archive in an archive is refused unopened."""
    try:
        readers.check_size(package.entries[entry].file_size)
        data = package.read(entry)
    except ReadError as error:
        return error
    kind = sniff(data, entry)
    return ReadError(_NESTED) if kind in (Format.ZIP, Format.ARCHIVE) else data
