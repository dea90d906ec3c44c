"""What no honest office sends: damaged files for every reader, senseless texts for the outline.

``python -m tests.evals.fuzz [N [TARGET…]]`` reads N inputs (100,000), the same ones every time, and
prints a table. A reader gives a reading or a `ReadError`, the outline a sound tree, all in time;
whatever else happens is listed with the target and number that make it again (`mutations.case`).
"""

from __future__ import annotations

import multiprocessing
import resource
import signal
import sys
import time
import traceback
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import pairwise
from multiprocessing.connection import Connection

from corpus import files, readers
from corpus.errors import ReadError
from corpus.outline import paragraphs_of, parse_outline
from corpus.readers import office
from corpus.report import Item, Outline
from tests.evals.mutations import READERS, TARGETS, case
from tests.evals.senseless import OUTLINE, text_case

_SLOW = 2.0  # seconds for a text
_ALARM = 10  # seconds for a file, as in a sandbox
_STUCK = 60.0  # seconds without an answer: native code that no alarm reaches
_MEMORY = 4 << 30  # bytes of a worker
_CHUNK = 500


@dataclass
class Row:
    """What became of the inputs of a target."""

    inputs: int = 0
    readings: int = 0
    refusals: int = 0
    slowest: tuple[float, int] = (0.0, 0)  # seconds, and the input that took them
    failures: list[str] = field(default_factory=list)

    def __add__(self, other: Row) -> Row:
        return Row(
            self.inputs + other.inputs,
            self.readings + other.readings,
            self.refusals + other.refusals,
            max(self.slowest, other.slowest),
            self.failures + other.failures,
        )


def main() -> None:
    total = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    targets = sys.argv[2:] or TARGETS
    rows = run(shares(total, targets))
    sys.stdout.write(
        f"{'':10}{'inputs':>9}{'readings':>10}{'refusals':>10}{'slowest':>9}  failures\n"
    )
    for target, row in rows.items():
        sys.stdout.write(
            f"{target:10}{row.inputs:9}{row.readings:10}{row.refusals:10}{row.slowest[0]:8.2f}s"
            f"{len(row.failures):10}  slowest: {row.slowest[1]}\n"
        )
    for row in rows.values():
        sys.stdout.writelines(failure + "\n" for failure in row.failures[:20])


def shares(total: int, targets: tuple[str, ...] | list[str] = TARGETS) -> dict[str, int]:
    """Inputs a target: texts are quick, so files get a third altogether."""
    weights = {target: 3 if target in READERS else 36 for target in targets}
    return {target: total * weight // sum(weights.values()) for target, weight in weights.items()}


def run(counts: dict[str, int]) -> dict[str, Row]:
    """Reads so many inputs of each target on two processors."""
    chunks = [
        (target, start, min(start + _CHUNK, count))
        for target, count in counts.items()
        for start in range(0, count, _CHUNK)
    ]
    with ThreadPoolExecutor(2) as pool:
        rows = list(pool.map(lambda chunk: _survived(*chunk), chunks))
    found = {target: Row() for target in counts}
    for (target, _, _), row in zip(chunks, rows, strict=True):
        found[target] += row
    return found


# --- workers, which may die -----------------------------------------------------------------


def _survived(target: str, start: int, stop: int) -> Row:
    """The row of a chunk, whatever its inputs do to the workers that read it."""
    row = Row()
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    while start < stop:
        here, there = context.Pipe(duplex=False)
        worker = context.Process(target=_work, args=(there, target, start, stop), daemon=True)
        worker.start()
        there.close()
        start, why = _listen(here, row, start, stop)
        worker.kill()
        worker.join()
        if start < stop:
            row += Row(inputs=1, failures=[f"{target} {start}: worker {why} {worker.exitcode}"])
            start += 1
    return row


def _listen(pipe: Connection, row: Row, start: int, stop: int) -> tuple[int, str]:
    """Adds what a worker answers to `row`. Returns the input it has not answered, and why."""
    while start < stop:
        try:
            if not pipe.poll(_STUCK):
                return start, "stuck"
            outcome, seconds = pipe.recv()
        except EOFError:
            return start, "died"
        row.inputs += 1
        row.readings += outcome == ""
        row.refusals += outcome is None
        row.slowest = max(row.slowest, (seconds, start))
        if outcome:
            row.failures.append(outcome)
        start += 1
    return start, ""


def _work(pipe: Connection, target: str, start: int, stop: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    for number in range(start, stop):
        pipe.send(outcome(target, number))


def _ring(number: int, frame: object) -> None:
    raise TimeoutError("too slow")


def outcome(target: str, number: int) -> tuple[str | None, float]:
    """ "" for a reading, None for a refusal, else what went wrong; and the seconds it took."""
    started = time.perf_counter()
    found: str | None = ""
    try:
        if target in OUTLINE:
            text = text_case(target, number)
            started = time.perf_counter()
            found = "; ".join(faults(text))
        else:
            content, name = case(target, number)
            started = time.perf_counter()
            signal.signal(signal.SIGALRM, _ring)
            signal.setitimer(signal.ITIMER_REAL, _ALARM)
            found = _read(content, name)
    except Exception as error:  # noqa: BLE001 - anything at all is what is looked for
        signal.setitimer(signal.ITIMER_REAL, 0)
        place = traceback.extract_tb(error.__traceback__)[-1]
        found = (
            f"{type(error).__name__}: {error} ({place.filename.rsplit('/', 1)[-1]}:{place.lineno})"
        )
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    seconds = time.perf_counter() - started
    if not found and target in OUTLINE and seconds > _SLOW:
        found = f"{seconds:.1f} s"
    return (f"{target} {number}: {found}" if found else found), seconds


def _read(content: bytes, name: str) -> str | None:
    """Reads as the archive does, without starting LibreOffice."""
    office.suite = lambda: None
    readings = 0
    for inner, data in files.expand(name, content):
        try:
            if isinstance(data, ReadError):
                raise data
            readers.read(data, inner)
        except (ReadError, MemoryError):  # a sandbox refuses what takes too much memory
            continue
        readings += 1
    return "" if readings else None


# --- what a tree must be --------------------------------------------------------------------


def faults(text: str) -> Iterator[str]:
    """What is wrong with the tree of a text, nothing if it is sound."""
    outline = parse_outline(text, "材料.txt")
    paragraphs = paragraphs_of(outline, "r")
    if outline != parse_outline(text, "材料.txt") or outline.text != text:
        yield "another tree the second time"
    spans = [(section.start, section.end) for section in outline.sections]
    if not _in_order(spans, 0, len(text)):
        yield f"sections {spans}"
    for section in outline.sections:
        start = section.lead.end if section.lead else section.start
        if section.lead and not section.start <= section.lead.start < start <= section.end:
            yield f"lead {section.lead}"
        yield from _faults_of_items(text, section.items, start, section.end)
    spans = [(paragraph.start, paragraph.end) for paragraph in paragraphs]
    if not _in_order(spans, 0, len(text)) or any(not text[s:e].strip() for s, e in spans):
        yield f"paragraphs {spans}"
    if lost := _lost(outline, spans):
        yield f"lost {lost[:40]!r}"


def _faults_of_items(text: str, items: tuple[Item, ...], start: int, end: int) -> Iterator[str]:
    spans = [(item.start, item.end) for item in items]
    if not _in_order(spans, start, end):
        yield f"items {spans} not in {start}–{end}"
    for item in items:
        marked = text.startswith(item.marker, item.start)
        if not (marked and text.startswith(item.heading, item.heading_start)):
            yield f"item {item.marker!r} {item.heading!r}"
        told = item.start + len(item.marker) <= item.heading_start <= item.body_start
        if not told or bool(item.marker) is not (item.start < item.heading_start):
            yield f"body of {item.marker!r}"
        yield from _faults_of_items(text, item.items, item.body_start, item.end)


def _in_order(spans: list[tuple[int, int]], start: int, end: int) -> bool:
    apart = all(one[1] <= other[0] for one, other in pairwise(spans))
    return apart and all(start <= first < last <= end for first, last in spans)


def _lost(outline: Outline, spans: list[tuple[int, int]]) -> str:
    """The word characters in no paragraph, heading or title."""
    left = list(outline.text)
    for start, end in spans:
        left[start:end] = " " * (end - start)
    for section in outline.sections:
        heading = outline.text.index(section.heading, section.start + len(section.marker))
        end = heading + len(section.heading)
        left[section.start : end] = " " * (end - section.start)
    title = iter(outline.title)
    wanted = next(title, None)
    for n, character in enumerate(left):
        if wanted and character.translate(_WIDTHS) == wanted.translate(_WIDTHS):
            left[n] = " "
            wanted = next(title, None)
    return "".join(character for character in left if character.isalnum())


_WIDTHS = str.maketrans("０１２３４５６７８９", "0123456789")

if __name__ == "__main__":
    main()
