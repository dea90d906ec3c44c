"""Files that were dropped on the archive's screen: looked at, put right by hand, then taken in."""

from __future__ import annotations

import logging
import secrets
import threading
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import Literal

from assistant.service import Assistant
from corpus.corrections import Corrections
from corpus.errors import CorpusError, ReadError
from corpus.ingesting import OUTCOME_LABELS, IngestResult, Progress, Watch
from corpus.intake import Preview
from corpus.report import Role, period_label

_log = logging.getLogger(__name__)
_WAIT = 0.3  # seconds between two looks at what the worker has done


@dataclass
class Pending:
    """One file of a session, with what the person has changed about it."""

    name: str
    data: bytes | ReadError
    preview: Preview
    title: str | None = None
    organisation: str | None = None
    period: str | None = None
    roles: dict[int, Role] = field(default_factory=dict)
    _typed: dict[str, float] = field(default_factory=dict)

    def type(self, name: Literal["title", "organisation"], value: str, at: float, was: str) -> None:
        """The box `name` said `value` at the time `at`; what it said before that is outdated, and
        what `was` recognised is no correction until something else was typed."""
        if at < self._typed.get(name, 0.0):
            return
        self._typed[name] = at
        if value != was or getattr(self, name) is not None:
            setattr(self, name, value)

    @property
    def can_come_in(self) -> bool:
        return self.preview.report is not None and not self.preview.known

    @property
    def corrections(self) -> Corrections:
        roles = tuple(sorted(self.roles.items()))
        return Corrections(self.title, self.organisation, self.period, roles)

    @property
    def label(self) -> str:
        """A line of the list of files."""
        report = self.preview.report
        if report is None:
            return f"✕ 不能入库　{self.name}"
        if self.preview.known:
            return f"＝ 已在库中　{self.name}"
        mark = "↻ 将更新" if self.preview.replaces else "＋ 可入库"
        return f"{mark}　{report.outline.title}　{period_label(report.outline.period)}"


def look_at(
    assistant: Assistant,
    files: Iterable[tuple[str, bytes | ReadError]],
    taken: Collection[str] = (),
) -> Iterator[Pending]:
    """Each file with its preview; nothing is stored. Files of one name, also of one that is
    `taken`, are told apart; of two with one content the second is refused."""
    names, contents = set(taken), set[bytes]()
    for given, data in files:
        name, number = given, 1
        while name in names:
            number += 1
            path = PurePosixPath(given)
            name = str(path.with_name(f"{path.stem}（{number}）{path.suffix}"))
        names.add(name)
        if isinstance(data, bytes) and data in contents:
            data = ReadError("与这次选的另一个文件完全相同")
        elif isinstance(data, bytes):
            contents.add(data)
        yield Pending(name, data, _preview(assistant, name, data))


def _preview(assistant: Assistant, name: str, data: bytes | ReadError) -> Preview:
    try:
        return assistant.preview(name, data)
    except Exception:  # noqa: BLE001 - logged with its traceback; the other files go on
        return Preview(name, reason=_fault("preview"))


def _fault(what: str) -> str:
    """What people are told of a fault of the program; its traceback is in the log."""
    number = secrets.token_hex(3)
    _log.exception("%s failed, reference %s", what, number)
    return f"程序出错了（编号 {number}），请把编号告诉管理员"


@dataclass(frozen=True)
class FileLine:
    """How far a file is: a state while under way, its outcome at the end."""

    file_name: str
    label: str = "等待"
    detail: str = ""
    done: int = 0
    total: int = 0
    outcome: str = ""

    @property
    def is_done(self) -> bool:
        return bool(self.outcome)

    @property
    def is_counting(self) -> bool:
        return not self.outcome and self.total > 0


class Intake:
    """Files on their way into the archive, in a thread of their own; `cancel` stops it."""

    def __init__(self, assistant: Assistant, files: Sequence[Pending]) -> None:
        self._assistant = assistant
        self._files = [f for f in files if f.can_come_in]
        self._lines = {f.name: FileLine(f.name) for f in self._files}
        self._guard = threading.Lock()
        self._cancelled = threading.Event()
        self._worker = threading.Thread(target=self._run, name="intake", daemon=True)

    def cancel(self) -> None:
        """Files not yet embedded are given up; those that are in stay in."""
        self._cancelled.set()

    def lines(self) -> Iterator[list[FileLine]]:
        """Start, and say again and again how far each file is, until all are done."""
        self._worker.start()
        while self._worker.is_alive():
            yield self._now()
            self._worker.join(_WAIT)
        yield self._now()

    def _now(self) -> list[FileLine]:
        with self._guard:
            return list(self._lines.values())

    def _run(self) -> None:
        files = [(f.name, f.data) for f in self._files]
        corrections = {f.name: f.corrections for f in self._files}
        watch = Watch(self._reached, self._cancelled.is_set)
        try:
            for result in self._assistant.ingest(files, watch, corrections):
                self._ended(result)
        except CorpusError as error:
            self._all_ended(str(error))
        except Exception:  # noqa: BLE001 - logged with its traceback
            self._all_ended(_fault("ingest"))

    def _all_ended(self, reason: str) -> None:
        """What was received stays received: it is finished at the next start."""
        with self._guard:
            for name, line in self._lines.items():
                if not line.is_done:
                    waits = line.label != FileLine(name).label
                    said = "已接收，未完成，下次打开时继续" if waits else "未入库"
                    self._lines[name] = FileLine(name, said, reason, outcome="refused")

    def _reached(self, progress: Progress) -> None:
        with self._guard:
            if progress.file_name not in self._lines:
                return  # a file of an earlier call, cut short and now finished
            line = self._lines[progress.file_name]
            label = progress.state.label
            if 0 <= progress.done < progress.total:
                label = f"计算向量 {progress.done} / {progress.total}"
            self._lines[progress.file_name] = replace(
                line, label=label, done=progress.done, total=progress.total
            )

    def _ended(self, result: IngestResult) -> None:
        detail = result.reason or "；".join(result.warnings)
        with self._guard:
            self._lines[result.file_name] = FileLine(
                result.file_name, OUTCOME_LABELS[result.outcome], detail, outcome=result.outcome
            )
