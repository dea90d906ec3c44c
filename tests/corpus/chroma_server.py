"""A real Chroma server (``chroma run``) in a process of its own."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

_CHROMA = Path(sys.executable).with_name("chroma")
_PATIENCE = 120  # seconds for it to answer


@contextmanager
def chroma_server(folder: Path, port: int = 0) -> Iterator[str]:
    """Its address, ``http://127.0.0.1:port``; it keeps its files in `folder` until it is stopped.

    Raises AssertionError with what it said if it does not come up.
    """
    port = port or free_port()
    log = folder.with_name(f"{folder.name}.log")
    with log.open("ab") as said:
        process = subprocess.Popen(
            [_CHROMA, "run", "--path", folder, "--host", "127.0.0.1", "--port", str(port)],
            stdout=said,
            stderr=subprocess.STDOUT,
            cwd=folder,
            env={**os.environ, "ANONYMIZED_TELEMETRY": "False"},
        )
    try:
        _wait_for(process, port, log)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(30)


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_for(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        assert process.poll() is None, log.read_text(errors="replace")
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"no answer: {log.read_text(errors='replace')}")
