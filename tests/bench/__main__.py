"""``python -m tests.bench [ingest|query|start|filter|all] [--reports FOLDER]… [--sizes 1000,10000]
[--real N] [--work DIR] [--rounds N]``; without a part: ingest and query.

The reports are the product's own samples unless real ones are given. Vectors, models and archives
are kept in the work folder, so that only the first run of a size takes long; embedding is most of
it, and `--real` bounds how many paragraphs have to be embedded.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import platformdirs

from tests.bench import filtering, ingest, querying
from tests.bench.figures import Row, table
from tests.bench.filling import home_of
from tests.bench.processes import Task, run
from tests.bench.progress import say

_REPOSITORY = Path(__file__).resolve().parents[2]
_SAMPLES = _REPOSITORY / "corpus" / "samples"
_PARTS = ("ingest", "query", "start", "filter")
_DEFAULT = ("ingest", "query")
_LINES = "paragraphs.json"


def main(arguments: Sequence[str] | None = None) -> None:
    options = _parser().parse_args(arguments)
    parts = {"all": _PARTS, None: _DEFAULT}.get(options.part, (options.part,))
    reports = options.reports or [_SAMPLES]
    options.work.mkdir(parents=True, exist_ok=True)
    before = os.getloadavg()
    rows: list[Row] = []
    if "ingest" in parts:
        rows += ingest.rows(reports, options.work, options.rounds)
    if set(parts) - {"ingest"}:
        rows += _searches(parts, options, reports)
    loads = " → ".join(f"{load:.1f}" for load in (before[0], os.getloadavg()[0]))
    sys.stdout.write(
        table(rows) + f"\n{os.cpu_count()} cores, load {loads}; medians of {options.rounds} rounds,"
        " ours and baseline by turns, each in a process of its own\n"
    )


def _searches(
    parts: Sequence[str], options: argparse.Namespace, reports: Sequence[Path]
) -> list[Row]:
    work, rounds = options.work, options.rounds
    lines = {"lines": str(work / _LINES), "most": options.real}
    run(Task("filling.collect", {"reports": [str(p) for p in reports], **lines}))
    real: list[str] = json.loads((work / _LINES).read_text(encoding="utf-8"))
    say(f"{len(real):,} real paragraphs")
    rows: list[Row] = []
    if "query" in parts:
        homes = {size: _built(work, real, size) for size in options.sizes}
        rows += querying.rows(homes, real, work, rounds)
    if "start" in parts:
        size = options.start_size
        rows += querying.start_rows(_built(work, real, size), size, real, work, rounds)
    if "filter" in parts:
        size = options.filter_size
        home = _built(work, real, size)
        rows += filtering.rows(home, size, work / _LINES, work, rounds)
    return rows


def _built(work: Path, real: Sequence[str], size: int) -> Path:
    run(Task("filling.build", {"work": str(work), "lines": str(work / _LINES), "size": size}))
    return home_of(work, real, size)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("part", nargs="?", choices=(*_PARTS, "all"))
    parser.add_argument("--reports", type=_folder, action="append", metavar="FOLDER")
    parser.add_argument("--sizes", type=_sizes, default=(1_000, 10_000), metavar="N,N,…")
    parser.add_argument("--real", type=int, metavar="N", help="use at most N real paragraphs")
    parser.add_argument("--start-size", type=int, default=100_000, metavar="N")
    parser.add_argument("--filter-size", type=int, default=200_000, metavar="N")
    parser.add_argument("--rounds", type=int, default=3, metavar="N")
    work = Path(platformdirs.user_cache_dir("nigao")) / "bench"
    parser.add_argument("--work", type=Path, default=work, metavar="DIR")
    return parser


def _folder(text: str) -> Path:
    folder = Path(text).resolve()
    if not folder.is_dir():
        raise argparse.ArgumentTypeError(f"{text} is no folder")
    return folder


def _sizes(text: str) -> tuple[int, ...]:
    return tuple(sorted(int(size) for size in text.split(",")))


if __name__ == "__main__":
    main()
