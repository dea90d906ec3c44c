"""What a process that reads a stranger's file may use. Limits are set once and never widened,
except the time, which a reader earns a page at a time (`go_on`) or asks for (`more_time`)."""

from __future__ import annotations

import ctypes
import math
import os
import signal
import sys
import time
from dataclasses import dataclass

try:
    import resource
except ImportError:  # Windows: the parent's clock is the only limit there
    resource = None  # type: ignore[assignment]

_NO_NEW_PRIVS, _PARENT_DEATH_SIGNAL = 38, 1  # prctl(2)


@dataclass(frozen=True)
class Limits:
    """`memory` in MiB of address space, `file_size` in MiB a written file; times in seconds.

    `cpu` is what a process may use for each step, `cpu_at_most` for all; `wall` is the parent's
    clock, above both because the machine may be busy.
    """

    memory: int
    cpu: int
    cpu_at_most: int
    wall: int
    files: int = 64
    file_size: int = 60


ORDINARY = Limits(memory=2048, cpu=4, cpu_at_most=4, wall=10)
# LibreOffice and its fonts, profile and libraries are children of the reader.
OFFICE = Limits(memory=8192, cpu=60, cpu_at_most=60, wall=90, files=1024, file_size=300)
# A page takes some 50 ms, three times that on a slow machine, and there may be hundreds.
PAGES = Limits(memory=2048, cpu=4, cpu_at_most=60, wall=90)
# With a recogniser; the pages that are pictures take seconds each.
SCANS = Limits(memory=6144, cpu=4, cpu_at_most=300, wall=600, files=256)


def apply(limits: Limits) -> None:
    """Bind this process, and those it starts, to the limits; nothing where there are none."""
    if resource is None:
        return
    mebibyte = 1 << 20
    for kind, soft, hard in (
        (resource.RLIMIT_CORE, 0, 0),
        (resource.RLIMIT_AS, limits.memory * mebibyte, limits.memory * mebibyte),
        # At the soft limit SIGXCPU says what happened, a second later SIGKILL makes sure.
        (resource.RLIMIT_CPU, limits.cpu, limits.cpu_at_most + 1),
        (resource.RLIMIT_FSIZE, limits.file_size * mebibyte, limits.file_size * mebibyte),
        (resource.RLIMIT_NOFILE, limits.files, limits.files),
    ):
        _, ceiling = resource.getrlimit(kind)
        if ceiling != resource.RLIM_INFINITY:  # a service manager may allow less
            soft, hard = min(soft, ceiling), min(hard, ceiling)
        resource.setrlimit(kind, (soft, hard))
    if sys.platform == "linux":
        libc = ctypes.CDLL(None)
        libc.prctl(_NO_NEW_PRIVS, 1, 0, 0, 0)
        libc.prctl(_PARENT_DEATH_SIGNAL, signal.SIGKILL, 0, 0, 0)


def go_on() -> None:
    """For a reader that is done with a page: a step's time for the next one."""
    _allow(math.ceil(time.process_time()) + ORDINARY.cpu)


def more_time() -> None:
    """For a reader that turns to recognising scans: all the time its format may have."""
    _allow(SCANS.cpu_at_most)


def _allow(seconds: int) -> None:
    """Seconds of CPU since the start, within the whole. Outside a sandbox nothing happens."""
    if resource is not None and "NIGAO_SANDBOX" in os.environ:
        soft, hard = resource.getrlimit(resource.RLIMIT_CPU)
        resource.setrlimit(resource.RLIMIT_CPU, (max(soft, min(seconds, hard - 1)), hard))
