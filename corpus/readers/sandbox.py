"""Files from strangers are read in a process of their own, within limits.

A parser that loops, swallows memory or crashes takes nothing with it: every ending is a
`Reading` or a ReadError. What crosses the border is bytes one way and JSON the other.
"""

from __future__ import annotations

import json
import logging
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import astuple
from importlib.util import find_spec
from pathlib import Path
from typing import IO

from corpus.errors import CorpusError, ReadError
from corpus.readers import check_size
from corpus.readers.child import DAMAGED, TOO_MUCH_MEMORY
from corpus.readers.limits import OFFICE, ORDINARY, PAGES, SCANS, Limits
from corpus.readers.reading import Note, NoteKind, Reading
from corpus.readers.sniff import Format, sniff

_MAX_ANSWER = 60_000_000  # bytes of JSON
_POLL = 0.1  # seconds between looks at `cancelled`
_TIMED_OUT = "解析超时，文件可能过大或内容异常，请拆分或另存为 .docx 后再入库"
_TOO_LONG = "文字和批注过多，请拆分文件后再入库"
_CRASHED = "解析程序异常退出，文件可能已损坏，请用 WPS 或 Word 打开后另存再入库"
_COMMAND = (sys.executable, "-P", "-m", "corpus.readers.child")
_PASSED_ON = ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT")
_log = logging.getLogger(__name__)


class Cancelled(CorpusError):  # noqa: N818 - what the user asked for, not a fault of the file
    """Reading was stopped on request."""


def read_safely(
    data: bytes, file_name: str, cancelled: Callable[[], bool] | None = None
) -> Reading:
    """`readers.read` in a child process. Raises ReadError, or Cancelled soon after
    `cancelled` says so."""
    check_size(len(data))
    limits = _limits_for(sniff(data, file_name))
    name = file_name.encode("utf-8", "replace")
    with (
        tempfile.TemporaryDirectory(prefix="nigao-", ignore_cleanup_errors=True) as folder,
        # Files without a name, not pipes: nobody waits for the other, and their size is limited.
        tempfile.TemporaryFile() as message,
        tempfile.TemporaryFile() as out,
        tempfile.TemporaryFile() as errors,
    ):
        message.writelines((len(name).to_bytes(4, "big"), name, data))
        message.seek(0)
        code = _run(limits, Path(folder), (message, out, errors), cancelled or (lambda: False))
        try:
            return _reading(code, out)
        except ReadError as error:
            if words := _last_words(errors):
                _log.warning("%r: %s (exit code %s)\n%s", file_name, error, code, words)
            raise


def _limits_for(kind: Format) -> Limits:
    if kind is Format.OFFICE:
        return OFFICE
    if kind not in (Format.PDF, Format.OFD, Format.PICTURE):
        return ORDINARY
    return SCANS if find_spec("rapidocr") is not None else PAGES


def _run(
    limits: Limits,
    folder: Path,
    streams: tuple[IO[bytes], IO[bytes], IO[bytes]],
    cancelled: Callable[[], bool],
) -> int | None:
    """The exit code of a child with these standard streams; None if its time was up."""
    stdin, stdout, stderr = streams
    process = subprocess.Popen(
        [*_COMMAND, *map(str, astuple(limits))],
        stdin=stdin,
        stdout=stdout,
        stderr=stderr,
        cwd=folder,
        env=_environment(folder),
        start_new_session=True,  # so that what the child starts can be ended with it
    )
    deadline = time.monotonic() + limits.wall
    try:
        while time.monotonic() < deadline:
            if cancelled():
                raise Cancelled("已取消")
            with suppress(subprocess.TimeoutExpired):
                return process.wait(_POLL)
        return None
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the child and whatever it has started."""
    if hasattr(os, "killpg"):
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()
    process.wait()


def _environment(folder: Path) -> dict[str, str]:
    """Nothing of ours: no keys, no proxies, no settings."""
    import corpus

    home = Path(corpus.__file__).parents[1]
    return {name: os.environ[name] for name in _PASSED_ON if name in os.environ} | {
        "PYTHONPATH": str(home),
        "PYTHONUTF8": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "LANG": "C.UTF-8",
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "TEMP": str(folder),
        "MALLOC_ARENA_MAX": "2",  # address space is counted, and every arena takes 64 MB of it
        "NIGAO_SANDBOX": "1",
    }


def _reading(code: int | None, out: IO[bytes]) -> Reading:
    """What the child answered. Raises ReadError if it refused, or ended otherwise."""
    xcpu = getattr(signal, "SIGXCPU", None)
    if code is None or (xcpu and code == -xcpu):
        raise ReadError(_TIMED_OUT)
    if code == -getattr(signal, "SIGKILL", 9):  # not by us: the system was out of memory
        raise ReadError(TOO_MUCH_MEMORY)
    size = out.seek(0, os.SEEK_END)
    out.seek(0)
    if size > _MAX_ANSWER:
        raise ReadError(_TOO_LONG)
    if code != 0 or not size:
        raise ReadError(_CRASHED)
    try:
        answer = json.load(out)
        if "error" in answer:
            raise ReadError(str(answer["error"]))
        notes = tuple(Note(NoteKind(kind), str(text)) for kind, text in answer["notes"])
        return Reading(str(answer["text"]), notes, tuple(map(int, answer["pages"])))
    except (ValueError, KeyError, TypeError) as error:
        raise ReadError(DAMAGED) from error


def _last_words(errors: IO[bytes]) -> str:
    """The end of what the child wrote for us, not for users."""
    size = errors.seek(0, os.SEEK_END)
    errors.seek(max(0, size - 4000))
    return errors.read().decode("utf-8", "replace").strip()
