"""Runs what is to be measured in processes of their own: ours and the baseline by turns."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from statistics import median
from typing import Any

from tests.bench.progress import say

_REPOSITORY = Path(__file__).resolve().parents[2]
_OFFLINE = {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1", "ANONYMIZED_TELEMETRY": "False"}
MEMORY = "memory_mb"  # what every task measures besides its own: peak of resident memory


class TaskFailedError(Exception):
    """A process ended without a result; what it said stands on stderr."""


@dataclass(frozen=True)
class Task:
    """A function ``module.function`` of this package that returns named figures."""

    function: str
    options: Mapping[str, Any]


def run(task: Task) -> dict[str, float]:
    """The figures of the task, run in a fresh process. Raises TaskFailedError."""
    command = [sys.executable, "-m", "tests.bench.processes", task.function]
    done = subprocess.run(
        command,
        input=json.dumps(task.options),
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        cwd=_REPOSITORY,
        env={**os.environ, **_OFFLINE, "PYTHONUTF8": "1"},
        check=False,
    )
    if done.returncode:
        raise TaskFailedError(f"{task.function} ended with code {done.returncode}")
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return figures


def by_turns(rounds: Sequence[Sequence[Task]]) -> list[dict[str, float]]:
    """Run each round's tasks one after the other (A B A B …); the medians, task by task.

    All rounds have the same tasks in the same order; their options may differ.
    """
    results: list[list[dict[str, float]]] = [[] for _ in rounds[0]]
    for number, tasks in enumerate(rounds, 1):
        for place, task in enumerate(tasks):
            load = os.getloadavg()[0]
            figures = run(task)
            results[place].append(figures)
            shown = " ".join(f"{name}={value:.4g}" for name, value in figures.items())
            say(f"{task.function} {number}/{len(rounds)} (load before {load:.1f}): {shown}")
    return [_medians(figures) for figures in results]


def _medians(results: Sequence[Mapping[str, float]]) -> dict[str, float]:
    return {name: median(result[name] for result in results) for name in results[0]}


def peak_memory() -> float:
    """Most resident memory of this process so far, in MB."""
    status = Path("/proc/self/status")
    if status.exists():  # getrusage would count what the parent had before this one began
        for line in status.read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    unit = 1024**2 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


def _main() -> None:
    module, _, function = sys.argv[1].rpartition(".")
    options = json.load(sys.stdin)
    out, sys.stdout = sys.stdout, sys.stderr  # libraries may print; the result stands alone
    figures = getattr(import_module(f"tests.bench.{module}"), function)(**options)
    out.write(json.dumps({**figures, MEMORY: peak_memory()}) + "\n")


if __name__ == "__main__":
    _main()
