"""Files on their way into the archive: received, read or outlined, but not yet reports.

They are rows of the catalogue's database, so that a file becomes a report, or is given up, in
one transaction.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Any

from pydantic import TypeAdapter

from corpus.corrections import Corrections
from corpus.database import Database
from corpus.readers.reading import Reading
from corpus.report import Report
from corpus.states import State

_READING = TypeAdapter(Reading)
_REPORT = TypeAdapter(Report)
_CORRECTIONS = TypeAdapter(Corrections)


@dataclass(frozen=True)
class Arrival:
    """A file under way. ``reading`` is there from READ on, ``report`` from OUTLINED on.

    It is never a new version of the reports `beside` it, which other files of its call stand for.
    """

    sha256: str
    file_name: str
    corrections: Corrections
    state: State = State.RECEIVED
    reading: Reading | None = None
    report: Report | None = None
    beside: tuple[str, ...] = ()


class Arrivals:
    """The table of arrivals in the catalogue's database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def save(self, arrival: Arrival) -> None:
        """Keep the arrival as it is now."""
        reading, report = arrival.reading, arrival.report
        with self._database.transaction() as db:
            db.execute(
                "INSERT INTO arrivals"
                " (sha256, file_name, corrections, state, reading, report, beside)"
                " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (sha256) DO UPDATE SET"
                " file_name = excluded.file_name, corrections = excluded.corrections,"
                " state = excluded.state, reading = excluded.reading, report = excluded.report,"
                " beside = excluded.beside",
                [
                    arrival.sha256,
                    arrival.file_name,
                    _CORRECTIONS.dump_json(arrival.corrections).decode(),
                    arrival.state,
                    _READING.dump_json(reading).decode() if reading else None,
                    _REPORT.dump_json(report).decode() if report else None,
                    json.dumps(arrival.beside),
                ],
            )

    def drop(self, sha256: str) -> None:
        """The file is not to come in after all; `Database.wipe` removes the traces of its text."""
        with self._database.deletion() as db:
            db.execute("DELETE FROM arrivals WHERE sha256 = ?", [sha256])

    def all(self) -> list[Arrival]:
        """Those cut short, in the order in which they came."""
        rows = self._database.all(
            "SELECT sha256, file_name, corrections, state, reading, report, beside FROM arrivals"
            " ORDER BY rowid"
        )
        return [_arrival(row) for row in rows]


def _arrival(row: tuple[Any, ...]) -> Arrival:
    sha256, name, corrections, state, reading, report, beside = row
    fresh = Arrival(
        sha256, name, _CORRECTIONS.validate_json(corrections), beside=tuple(json.loads(beside))
    )
    try:
        return replace(
            fresh,
            state=State(state),
            reading=_READING.validate_json(reading) if reading else None,
            report=_REPORT.validate_json(report) if report else None,
        )
    except ValueError:  # kept by another version of the program; the file itself is still there
        return fresh
