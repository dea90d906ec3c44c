"""Reports to be taken in by a process that is killed, and what must be true afterwards."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from corpus.archive import Archive
from corpus.arrivals import Arrival, Arrivals
from corpus.embedded_text import embedded_text
from corpus.errors import UnknownReport
from corpus.opening import Setup
from tests.corpus.counted import model_named
from tests.corpus.kill_order import Order

REPOSITORY = Path(__file__).resolve().parents[2]
REFUSED = 0  # the version of a report that has a title only


def mark_of(n: int, version: int) -> str:
    """A word that stands in one version of one report only."""
    return f"zhuque{n:04d}v{version}"


def text_of(n: int, version: int) -> str:
    title = f"白鹭县{n}号联络点2023年度工作总结\n"
    if version == REFUSED:
        return f"{mark_of(n, version)}{title}"
    return (
        f"{title}一、存在的问题\n（一）{mark_of(n, version)}行动进展偏慢。人手不足。\n"
        f"（二）第{n}号联络点阵地建设滞后。经费没有全部到位。\n"
        f"二、下一步工作打算\n（一）加快第{n}号联络点建设。逐项抓好落实。\n"
    )


def file_of(n: int, version: int) -> tuple[str, bytes]:
    return f"联络点{n}.txt", text_of(n, version).encode()


def id_of(n: int, version: int) -> str:
    return hashlib.sha256(text_of(n, version).encode()).hexdigest()[:12]


def opened(order: Order) -> Archive:
    setup = Setup(setting=order.model, reopen=model_named)
    return Archive.open(Path(order.home), model_named(order.model), setup=setup)


# --- the process that is killed ------------------------------------------------------------------


class Killed:
    """A process that obeys an order in a fork of its own, which is killed."""

    def __init__(self) -> None:
        command = [sys.executable, "-W", "ignore", "-m", "tests.corpus.kill_child"]
        self._process = subprocess.Popen(
            command, cwd=REPOSITORY, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._to, self._from = self._process.stdin, self._process.stdout

    def close(self) -> None:
        self._to.close()
        self._process.wait(60)
        self._from.close()

    def obey(self, order: Order, after: float | None = None) -> bool:
        """Whether the fork was killed, by itself or `after` so many seconds, before its end.

        Raises AssertionError if it failed.
        """
        self._tell(order.line())
        pid = int(self._from.readline())
        if after is not None:
            time.sleep(after)
            os.kill(pid, signal.SIGKILL)
        # Only now it is waited for: until then its number cannot be another's.
        self._tell("\n")
        status = int(self._from.readline())
        killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
        assert killed or status == 0, f"the child failed with status {status}"
        return killed

    def _tell(self, line: str) -> None:
        self._to.write(line)
        self._to.flush()


@contextmanager
def killed_process() -> Iterator[Killed]:
    process = Killed()
    try:
        yield process
    finally:
        process.close()


# --- what must be true -----------------------------------------------------------------------------


@dataclass
class Truth:
    """Versions of each report in the order in which they came, and what may be nowhere."""

    versions: dict[int, tuple[int, ...]] = field(default_factory=dict)
    refused: set[tuple[int, int]] = field(default_factory=set)
    forgotten: set[tuple[int, int]] = field(default_factory=set)

    def take_over(self, verb: str, *arguments: Any) -> None:
        """What a deed makes true."""
        if verb not in ("ingest", "forget"):
            return
        n, version = arguments
        versions = self.versions.get(n, ())
        if verb == "forget":
            gone = versions if version == versions[-1] else (version,)
            self.forgotten |= {(n, v) for v in gone}
            self.versions[n] = tuple(v for v in versions if v not in gone)
        elif version == REFUSED:
            self.refused.add((n, version))
        elif version not in versions[-1:]:
            self.versions[n] = (*(v for v in versions if v != version), version)
            self.forgotten.discard((n, version))


def deeds_of(order: Order) -> Iterator[tuple[Any, ...]]:
    """One by one, in the order in which they are acknowledged."""
    for verb, *arguments in order.do:
        if verb == "ingest":
            yield from ((verb, n, version) for n, version in arguments[0])
        else:
            yield (verb, *arguments)


def differences(order: Order, truth: Truth) -> list[str]:
    """What is not as it must be at the next start. The truth grows by what was acknowledged;
    and by the first deed that was not, if it was done."""
    path, home = Path(order.acknowledged), Path(order.home)
    done = len(path.read_text().splitlines()) if path.exists() else 0
    deeds = list(deeds_of(order))
    for deed in deeds[:done]:
        truth.take_over(*deed)
    with opened(order) as archive:
        for deed in deeds[done : done + 1]:
            if _happened(deed, archive):
                truth.take_over(*deed)
        return [
            *(difference.message for difference in archive.audit()),
            *archive.problems,
            *_of_model(archive, order.model),
            *(f"{a.file_name} is still under way" for a in _arrivals(archive)),
            *_of_listing(archive, truth),
            *(said for n in truth.versions for said in _of_versions(archive, n, truth)),
            *_of_bytes(home, truth),
        ]


def _arrivals(archive: Archive) -> list[Arrival]:
    return Arrivals(archive._catalogue.database).all()


def _happened(deed: tuple[Any, ...], archive: Archive) -> bool:
    verb, *arguments = deed
    if verb not in ("ingest", "forget"):
        return False
    there = archive.quote(id_of(*arguments), 0, 1) is not None
    if verb == "forget":
        return not there
    listed = id_of(*arguments) in {report.id for report in archive.reports()}
    return listed or arguments[1] == REFUSED  # of a refused file nothing may be there in any case


def _of_model(archive: Archive, name: str) -> Iterator[str]:
    model = model_named(name)
    if archive.serving.identity != model.identity:
        yield f"searches use {archive.serving.identity.name}"
    for listed in archive.reports():
        report = archive.report(listed.id)
        stored = archive.vectors_of([p.id for p in report.paragraphs])
        made = [model.vector(embedded_text(report, p)) for p in report.paragraphs]
        if stored.shape != (len(made), len(made[0])) or not np.allclose(stored, made, atol=1e-6):
            yield f"{report.file_name} has vectors of another model"


def _of_listing(archive: Archive, truth: Truth) -> Iterator[str]:
    listed = sorted(report.id for report in archive.reports())
    expected = sorted(id_of(n, versions[-1]) for n, versions in truth.versions.items() if versions)
    if listed != expected:
        yield f"{len(listed)} reports are listed, {len(expected)} are to be"
    for n, version in truth.forgotten | truth.refused:
        if archive.quote(id_of(n, version), 0, 1) is not None:
            yield f"{n}v{version} can still be read"


def _of_versions(archive: Archive, n: int, truth: Truth) -> Iterator[str]:
    versions = truth.versions[n]
    for version in versions:
        name, report_id, mark = f"{n}v{version}", id_of(n, version), mark_of(n, version)
        try:
            report = archive.report(report_id)
        except UnknownReport:
            yield f"{name} is lost"
            continue
        newest = version == versions[-1]
        if report.text != text_of(n, version):
            yield f"{name} has another text"
        if archive.replaced_by(report_id) != (None if newest else id_of(n, versions[-1])):
            yield f"{name} has another successor"
        hits = [hit for hit in archive.search(mark, limit=5, far=True).hits if mark in hit.text]
        if [hit.paragraph.report_id for hit in hits] != ([report_id] if newest else []):
            yield f"{name} is found {len(hits)} times"
        for hit in hits:
            if report.quote(hit.paragraph.start, hit.paragraph.end) != hit.text:
                yield f"{name} is cited with another span"


def _of_bytes(home: Path, truth: Truth) -> Iterator[str]:
    gone = {mark_of(*key).encode(): key for key in truth.forgotten | truth.refused}
    for path in home.rglob("*"):
        data = path.read_bytes() if path.is_file() else b""
        for mark, (n, version) in gone.items():
            if mark in data:
                yield f"{n}v{version} is gone, but its words are in {path.name}"
