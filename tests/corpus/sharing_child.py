"""A process that shares an archive with others, and does what it is told.

``python -m tests.corpus.sharing_child`` reads orders, one in a line, and answers each in a line.
"""

from __future__ import annotations

import json
import subprocess
import sys
import traceback
from pathlib import Path
from typing import Any

from corpus import ingesting, intake, readers, search
from corpus.archive import Archive
from corpus.errors import CorpusError
from corpus.opening import Setup
from corpus.query import Filter, report_id_of
from corpus.readers.reading import Reading
from tests.corpus.counted import model_named

REPOSITORY = Path(__file__).resolve().parents[2]


class Sharer:
    """The other side: a process that has the archive in `home` open, on the server at `url`.

    ``do`` waits for the answer; ``order`` and ``answer`` apart let several work at once. Raises
    AssertionError if what was ordered failed.
    """

    def __init__(self, home: Path, url: str, **how: Any) -> None:
        command = [sys.executable, "-W", "ignore", "-m", "tests.corpus.sharing_child"]
        self._process = subprocess.Popen(
            command, cwd=REPOSITORY, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._to, self._from = self._process.stdin, self._process.stdout
        self.opening = {"home": str(home), "url": url, **how}
        self.do("open", **self.opening)

    def __enter__(self) -> Sharer:
        return self

    def __exit__(self, *_: object) -> None:
        self._to.close()
        self._process.wait(60)
        self._from.close()

    def order(self, verb: str, **arguments: Any) -> None:
        self._to.write(json.dumps({"verb": verb, **arguments}) + "\n")
        self._to.flush()

    def answer(self) -> Any:
        answer = json.loads(self._from.readline() or '{"failed": "the process has ended"}')
        assert "failed" not in answer, answer["failed"]
        return answer["done"]

    def do(self, verb: str, **arguments: Any) -> Any:
        self.order(verb, **arguments)
        return self.answer()

    def ingest(self, *files: tuple[str, str]) -> list[str]:
        outcomes: list[str] = self.do("ingest", files=files)
        return outcomes

    def found(self, query: str, since: int | None = None) -> list[list[Any]]:
        """``[report id, text, whether by meaning, whether by words]`` of each hit."""
        hits: list[list[Any]] = self.do("search", query=query, since=since)
        return hits


class _Child:
    archive: Archive

    def open(self, home: str, url: str, model: str = "counted", repair: bool = True) -> None:
        setup = Setup(setting=model, reopen=model_named, chroma_url=url)
        self.archive = Archive.open(Path(home), model_named(model), repair=repair, setup=setup)

    def ingest(self, files: list[tuple[str, str]]) -> list[str]:
        sent = [(name, text.encode()) for name, text in files]
        return [result.outcome for result in self.archive.ingest(sent)]

    def search(self, query: str, since: int | None = None) -> list[list[Any]]:
        found = self.archive.search(query, Filter(since=since), 50, far=True)
        rows = []
        for hit in found.hits:
            legs = [bool(hit.meaning), bool(hit.words)]
            rows.append([hit.paragraph.report_id, hit.text, *legs])
            for copy in hit.copies:  # which the places of these reports make of each other
                report = self.archive.report(report_id_of(copy))
                (paragraph,) = [p for p in report.paragraphs if p.id == copy]
                rows.append([report.id, report.quote(paragraph.start, paragraph.end), *legs])
        return rows

    def forget(self, report_id: str) -> None:
        self.archive.forget(report_id)

    def reports(self) -> dict[str, str]:
        return {report.file_name: report.id for report in self.archive.reports()}

    def audit(self) -> list[str]:
        return [difference.message for difference in self.archive.audit()]

    def problems(self) -> list[str]:
        return list(self.archive.problems)

    def repair(self) -> None:
        self.archive.repair()

    def rebuild(self) -> None:
        self.archive.rebuild()


def _read_here(data: bytes, name: str, cancelled: object = None) -> Reading:
    return readers.read(data, name)


def main() -> None:
    search.__dict__["_SCANNED"] = 0  # Chroma is asked, as in a large archive
    for module in (ingesting, intake):  # a process for each file would take most of the time
        module.__dict__["read_safely"] = _read_here
    child = _Child()
    for line in sys.stdin:
        order = json.loads(line)
        try:
            answer = {"done": getattr(child, order.pop("verb"))(**order)}
        except CorpusError as error:
            answer = {"failed": f"{type(error).__name__}: {error}"}
        except Exception:  # noqa: BLE001 - told to the test, which fails
            answer = {"failed": traceback.format_exc()}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()
    child.archive.close()


if __name__ == "__main__":
    main()
