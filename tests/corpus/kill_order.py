"""What the process that is killed is told."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Cut:
    """Where the process kills itself: before, during or after the `call`-th call of
    ``module:Class.method``."""

    at: str
    when: str = "before"
    call: int = 1

    def __str__(self) -> str:
        times = f", call {self.call}" if self.call > 1 else ""
        return f"{self.when} {self.at.partition(':')[2]}{times}"


@dataclass(frozen=True)
class Order:
    """``do`` has verbs with their arguments: ``["ingest", [[n, version], …]]``,
    ``["forget", n, version]``, ``["rebuild"]``, ``["restore", file]``, ``["open"]``.

    What is done is written to the file `acknowledged`, a line a report. The archive is opened with
    the embedding model that is called `model`.
    """

    home: str
    acknowledged: str
    do: list[list[Any]]
    cut: Cut | None = None
    model: str = "counted"

    def line(self) -> str:
        return json.dumps(asdict(self)) + "\n"


def order_from(line: str) -> Order:
    known = json.loads(line)
    return Order(**known | {"cut": Cut(**known["cut"]) if known["cut"] else None})
