"""The process that is killed: it does what it is ordered and acknowledges what it has done.

``python -m tests.corpus.kill_child`` reads orders, one in a line, and forks for each: loading the
libraries takes longer than everything else. See `killing` for the other side.
"""

from __future__ import annotations

import importlib
import json
import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from corpus.backup import restore
from corpus.opening import lock_archive
from corpus.readers import read
from tests.corpus.kill_order import Cut, Order, order_from
from tests.corpus.killing import file_of, id_of, opened

_SOON = 0.0005  # seconds


def main() -> None:
    import chromadb  # noqa: F401 - loaded once, before the forks

    while line := sys.stdin.readline():
        pid = os.fork()
        if pid == 0:
            os._exit(_child(order_from(line)))
        sys.stdout.write(f"{pid}\n")
        sys.stdout.flush()
        sys.stdin.readline()
        sys.stdout.write(f"{os.waitpid(pid, 0)[1]}\n")
        sys.stdout.flush()


def _child(order: Order) -> int:
    try:
        _obey(order)
    except Exception:  # noqa: BLE001 - a fork has nobody above it
        traceback.print_exc()
        return 1
    return 0


def _obey(order: Order) -> None:
    importlib.import_module("corpus.ingesting").__dict__["read_safely"] = _read_here
    home = Path(order.home)
    log = os.open(order.acknowledged, os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def acknowledge(*done: object) -> None:
        os.write(log, (json.dumps(done) + "\n").encode())

    if order.do[0][0] == "restore":
        _arm(order.cut)
        with lock_archive(home):
            restore(Path(order.do[0][1]), home, replace=True)
        acknowledge("restore", order.do[0][1])
        return
    if order.do[0][0] == "open":
        _arm(order.cut)
    with opened(order) as archive:
        _arm(order.cut)
        for verb, *arguments in order.do:
            if verb == "ingest":
                files = [file_of(n, version) for n, version in arguments[0]]
                results = archive.ingest(files)
                for (n, version), result in zip(arguments[0], results, strict=True):
                    acknowledge("ingest", n, version, result.outcome)
            elif verb == "forget":
                archive.forget(id_of(*arguments))
                acknowledge("forget", *arguments)
            elif verb == "rebuild":
                archive.rebuild()
                acknowledge("rebuild")
            elif verb == "open":  # which has been done
                acknowledge("open")


def _read_here(data: bytes, file_name: str, cancelled: object = None) -> object:
    return read(data, file_name)


_armed: list[Cut] = []


def _arm(cut: Cut | None) -> None:
    """Once. From here on the process dies at the cut."""
    if cut is None or _armed:
        return
    _armed.append(cut)
    module, _, path = cut.at.partition(":")
    owner: Any = importlib.import_module(module)
    *parents, name = path.split(".")
    for parent in parents:
        owner = getattr(owner, parent)
    setattr(owner, name, _deadly(getattr(owner, name), cut))


def _deadly(original: Callable[..., Any], cut: Cut) -> Callable[..., Any]:
    calls = 0

    def call(*args: Any, **kwargs: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == cut.call and cut.when == "before":
            _die()
        if calls == cut.call and cut.when == "during":
            threading.Timer(_SOON, _die).start()
        result = original(*args, **kwargs)
        if calls == cut.call:
            _die()
        return result

    return call


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main()
