"""The sign-off log: one record a line, each bound to the one before by its hash. Pure.

A line is the canonical JSON of its record; `hash` is the SHA-256 of the previous hash and of the
record without it. So no byte can change, no line be taken out, put in or exchanged without the
chain breaking. What is cut off at the end breaks no chain: for that the last hash is kept elsewhere.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import TypeAdapter

from assistant.review.canonical import canonical

Event = Literal["signed", "reopened"]
EVENT_LABELS: dict[Event, str] = {"signed": "定稿", "reopened": "重新打开"}
GENESIS = "0" * 64  # what the first record is bound to


@dataclass(frozen=True)
class Record:
    """`seq` counts from 1; `at` is ISO 8601, UTC; `body` has names and hashes, no text of a draft."""

    seq: int
    at: str
    by: str
    event: Event
    body: dict[str, Any]
    previous: str
    hash: str


_RECORD = TypeAdapter(Record)


@dataclass(frozen=True)
class Fault:
    """The first record that is not as it was written: its number, from 1, and what is wrong."""

    seq: int
    why: str

    def __str__(self) -> str:
        return f"第 {self.seq} 条记录{self.why}"


def bound(previous: Record | None, at: str, by: str, event: Event, body: dict[str, Any]) -> Record:
    """The record that follows `previous`, None = the first."""
    seq, before = (previous.seq + 1, previous.hash) if previous else (1, GENESIS)
    return Record(seq, at, by, event, body, before, _hash(seq, at, by, event, body, before))


def line_of(record: Record) -> bytes:
    """The line of the file, with its line break."""
    return canonical(vars(record)) + b"\n"


def read_log(data: bytes) -> tuple[tuple[Record, ...], Fault | None]:
    """The records up to the first bad one, and what is wrong with that; None if all are whole."""
    records: list[Record] = []
    *lines, rest = data.split(b"\n")
    for line in (*(line + b"\n" for line in lines), *([rest] if rest else [])):
        record, why = _read(line, records[-1] if records else None)
        if record is None:
            return tuple(records), Fault(len(records) + 1, why)
        records.append(record)
    return tuple(records), None


def _read(line: bytes, previous: Record | None) -> tuple[Record | None, str]:
    try:
        record = _RECORD.validate_python(json.loads(line.decode("utf-8")), strict=False)
    except (ValueError, RecursionError):  # pydantic's is a ValueError
        return None, "读不出来"
    seq, before = (previous.seq + 1, previous.hash) if previous else (1, GENESIS)
    if (record.seq, record.previous) != (seq, before):
        return None, "与前一条接不上"
    own = (record.seq, record.at, record.by, record.event, record.body, record.previous)
    if record.hash != _hash(*own):
        return None, "的内容与它的哈希不符"
    if line_of(record) != line:
        return None, "的写法被改动过"
    return record, ""


def _hash(seq: int, at: str, by: str, event: str, body: dict[str, Any], previous: str) -> str:
    said = canonical({"seq": seq, "at": at, "by": by, "event": event, "body": body})
    return hashlib.sha256(previous.encode("ascii") + said).hexdigest()
