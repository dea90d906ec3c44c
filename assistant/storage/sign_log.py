"""The sign-off log on disk: a file of lines, and a copy of every line in the database.

A line is first committed with what it is about, then appended to the file and flushed to the disk,
then marked as written. After a kill the file lacks the last line at most, and gets it with the next
one; anything else that is missing was taken away. The copy keeps the last hash, so that a tail cut
off the file is found; whoever changes both is found by the hash that was shown at signing.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from assistant.errors import DraftError
from assistant.review.log import GENESIS, Event, Fault, Record, bound, line_of, read_log
from assistant.storage.opened import Opened, now
from assistant.storage.tables import LogRow

LOG_NAME = "signoff.jsonl"
_MISSING = f"刚恢复过备份的话，用 nigao log export 把它写回数据文件夹里的 {LOG_NAME}"


@dataclass(frozen=True)
class Verification:
    """How many records are whole from the start, the hash of the last of these, and the first thing
    that is wrong, "" if nothing is."""

    records: int
    head: str
    fault: str = ""


class SignLog(Opened):
    """Nothing is ever taken out of the log."""

    @property
    def log_path(self) -> Path:
        return self._path.with_name(LOG_NAME)

    def log_records(self) -> tuple[Record, ...]:
        """All records, oldest first, from the database. Raises DraftError at one that was changed."""
        with self._reading() as session:
            records, fault = read_log(_data(_rows(session)))
        if fault:
            raise DraftError(f"稿件库里签发日志的{fault}，请运行 nigao log verify")
        return records

    def verify_file(self) -> Verification:
        """The file by itself, then against its copy in the database."""
        with self._alone() as session:
            try:
                data = self.log_path.read_bytes() if self.log_path.exists() else b""
            except OSError as error:
                return _bad((), f"日志文件 {LOG_NAME} 读不出来：{error.strerror}")
            return _compared(data, _rows(session))

    def export_log(self, target: Path) -> int:
        """Write the database's copy to a new file; the number of lines. Raises DraftError if there
        is such a file already."""
        with self._reading() as session:
            rows = _rows(session)
        try:
            with target.open("xb") as stream:
                stream.write(_data(rows))
                stream.flush()
                os.fsync(stream.fileno())
        except FileExistsError as error:
            raise DraftError(f"{target} 已存在，请换一个文件名") from error
        except OSError as error:
            raise DraftError(f"{target} 写不进去：{error.strerror}") from error
        return len(rows)

    def _log(self, session: Session, by: str, event: Event, body: dict[str, Any]) -> Record:
        """Add a record to a transaction that has the write lock; `_write_out` after it."""
        last = session.scalars(select(LogRow).order_by(LogRow.seq.desc())).first()
        previous = read_log(_data(_rows(session)))[0][-1] if last else None
        record = bound(previous, now(), by, event, body)
        session.add(
            LogRow(
                seq=record.seq, hash=record.hash, line=line_of(record).decode(), is_written=False
            )
        )
        session.flush()
        return record

    def _write_out(self) -> None:
        """Append to the file what the database has committed and the file has not."""
        with self._alone() as session:
            rows = _rows(session)
            waiting = [row for row in rows if not row.is_written]
            if not waiting:
                return
            try:
                size = self.log_path.stat().st_size if self.log_path.exists() else 0
                safe = len(_data(row for row in rows if row.is_written))
                _append(self.log_path, _data(waiting)[max(0, size - safe) :])
            except OSError as error:
                raise DraftError(
                    f"已记入稿件库，但日志文件 {LOG_NAME} 写不进去：{error.strerror}；"
                    "请腾出空间或检查权限，下次签发时会补写"
                ) from error
            for row in waiting:
                row.is_written = True

    @contextmanager
    def _alone(self) -> Iterator[Session]:
        """A transaction with the write lock: file and database belong together in it, and no other
        program appends meanwhile."""
        with self._writing() as session:
            waiting = LogRow.is_written.is_(False)
            session.execute(update(LogRow).where(waiting).values(is_written=False))
            yield session


def _rows(session: Session) -> list[LogRow]:
    return list(session.scalars(select(LogRow).order_by(LogRow.seq)))


def _compared(data: bytes, rows: list[LogRow]) -> Verification:
    records, fault = read_log(data)
    if fault is not None and not _is_begun(data, rows):
        return _bad(records, f"日志文件的{fault}")
    copies, copy_fault = read_log(_data(rows))
    if copy_fault is not None:
        return _bad(copies, f"稿件库里的{copy_fault}")
    if len(copies) != len(rows):
        return _bad((), "稿件库里的签发日志不是一行一条了")
    safe = sum(row.is_written for row in rows)
    for n, (row, copy) in enumerate(zip(rows, copies, strict=True), 1):
        if (row.seq, row.hash) != (copy.seq, copy.hash):
            return _bad(copies[: n - 1], f"稿件库里的第 {n} 条记录的编号或哈希被改动过")
        if n <= len(records) and records[n - 1] != copy:
            return _bad(records[: n - 1], f"第 {n} 条记录在日志文件和稿件库里不一样")
    if not data and safe:
        return _bad((), f"日志文件 {LOG_NAME} 不见了（{_MISSING}）")
    if len(records) < safe:
        why = f"第 {len(records) + 1} 条起，日志文件里没有，稿件库里有（末尾被截去）"
        return _bad(records, why)
    if len(records) > len(rows):
        why = f"第 {len(rows) + 1} 条起，稿件库里没有，日志文件里有"
        return _bad(records[: len(rows)], why)
    return Verification(len(copies), copies[-1].hash if copies else GENESIS)


def _data(rows: Iterable[LogRow]) -> bytes:
    # Whoever tampers with the database may put anything in the place of a text.
    return "".join(str(row.line) for row in rows).encode("utf-8", "replace")


def _is_begun(data: bytes, rows: list[LogRow]) -> bool:
    """Whether the file ends within the line that a kill cut short."""
    safe = _data(row for row in rows if row.is_written)
    return len(data) > len(safe) and _data(rows).startswith(data)


def _append(path: Path, data: bytes) -> None:
    with path.open("ab") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    if os.name == "posix":  # the name of a new file must be safe, too
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _bad(records: tuple[Record, ...], fault: str | Fault) -> Verification:
    return Verification(len(records), records[-1].hash if records else GENESIS, str(fault))
