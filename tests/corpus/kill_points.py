"""Where a process is killed: at each named step, and at random moments."""

from __future__ import annotations

import random
import shutil
import time
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any

from corpus.backup import backup
from tests.corpus.kill_order import Cut, Order
from tests.corpus.killing import REFUSED, Killed, Truth, differences

Deeds = list[list[Any]]

BASE: Deeds = [
    ["ingest", [[n, 1] for n in range(1, 6)]],
    ["ingest", [[1, 2], [2, 2]]],
    ["ingest", [[1, 3], [9, REFUSED]]],
]
# A new one, a new version, an earlier version that comes back, one that is refused, a new one.
INGEST: Deeds = [
    ["ingest", [[6, 1]]],
    ["ingest", [[3, 2]]],
    ["ingest", [[2, 1], [7, REFUSED], [8, 1]]],
]
FORGET: Deeds = [["forget", 1, 3], ["forget", 2, 1], ["ingest", [[6, 1]]]]
REBUILD: Deeds = [["rebuild"], ["ingest", [[6, 1]]]]
# Opened with another embedding model, to which the archive then moves.
SWITCH: Deeds = [["open"], ["ingest", [[6, 1]]]]
_MODELS = {"switch": "coming"}

_SAVE, _ADD = "corpus.arrivals:Arrivals.save", "corpus.catalogue:Catalogue.add"
_ADVANCE = "corpus.catalogue:Catalogue.advance"
_CHROMA, _WORDS = "corpus.vectors:ChromaVectors", "corpus.lexical:LexicalIndex"
_INDEXES, _CATALOGUE = "corpus.indexes:Indexes", "corpus.catalogue:Catalogue"
_SWITCHING = "corpus.reembedding:Reembedding"
_STORE, _UNSTORE = "corpus.originals:Originals.store", "corpus.originals:Originals.remove"
_REPLACE, _REMOVE = "pathlib:Path.replace", "corpus.backup:_remove"


def _both(*cuts: Cut) -> list[Cut]:
    return [replace(cut, when=when) for cut in cuts for when in ("before", "after")]


# For each verb: the deeds, and the cuts. Calls 1–3 of `save` are received, read and outlined; so
# are 4–6, of a new version. `advance` is called for indexed, and for verified.
NAMED: dict[str, tuple[Deeds, list[Cut]]] = {
    "ingest": (
        INGEST,
        [
            *_both(Cut(_STORE), *(Cut(_SAVE, call=n) for n in range(1, 7))),
            *_both(Cut(_ADD), Cut(_ADD, call=2), Cut(_ADD, call=3)),
            *_both(*(Cut(_ADVANCE, call=n) for n in range(1, 5))),
            *_both(Cut(f"{_CHROMA}.upsert"), Cut(f"{_WORDS}.upsert")),
            *_both(Cut(f"{_CHROMA}.delete"), Cut(f"{_WORDS}.delete"), Cut(f"{_INDEXES}.remove")),
            *_both(Cut("corpus.arrivals:Arrivals.drop"), Cut(_UNSTORE)),
            Cut("corpus.originals:sync_folder"),
            Cut("corpus.catalogue:paragraph_row", call=2),
            Cut(f"{_CHROMA}.upsert", "during"),
            Cut(f"{_CHROMA}.upsert", "during", 2),
            Cut("corpus.lexical:_document", call=3),
            Cut("corpus.lexical:_document", call=7),
        ],
    ),
    "forget": (
        FORGET,
        [
            *_both(Cut(f"{_CATALOGUE}.mark_leaving"), Cut(f"{_CATALOGUE}.mark_leaving", call=2)),
            *_both(Cut(f"{_INDEXES}.remove"), Cut(f"{_INDEXES}.remove", call=2)),
            *_both(Cut(f"{_WORDS}.delete"), Cut(f"{_INDEXES}.rebuild"), Cut("shutil:rmtree")),
            *_both(Cut(f"{_CHROMA}.__init__"), Cut(f"{_CHROMA}.upsert")),
            *_both(Cut(_UNSTORE), Cut(_UNSTORE, call=2), Cut(f"{_CATALOGUE}.remove")),
            *_both(Cut("corpus.database:Database.wipe"), Cut(f"{_WORDS}.fill")),
            *_both(Cut("corpus.database:Database.truncate_log"), Cut(f"{_INDEXES}.wipe")),
            Cut("shutil:rmtree", "during"),
            Cut(f"{_CHROMA}.upsert", "during"),
        ],
    ),
    "rebuild": (
        REBUILD,
        [
            *_both(Cut("shutil:rmtree"), Cut(f"{_CHROMA}.__init__"), Cut(f"{_CHROMA}.upsert")),
            *_both(Cut(f"{_INDEXES}._delete", call=2), Cut(f"{_WORDS}.__init__")),
            *_both(Cut(f"{_WORDS}.fill"), Cut(f"{_WORDS}.upsert"), Cut(f"{_INDEXES}.rebuild")),
            Cut("shutil:rmtree", "during"),
            Cut(f"{_CHROMA}.upsert", "during"),
            Cut(f"{_WORDS}.fill", "during"),
            Cut("corpus.lexical:_document", call=5),
        ],
    ),
    "switch": (
        SWITCH,
        [
            *_both(Cut(f"{_SWITCHING}.__init__"), Cut("corpus.reembedding:embed_once", call=3)),
            *_both(Cut(f"{_SWITCHING}.embed"), Cut(f"{_INDEXES}.switch")),
            *_both(Cut(f"{_CHROMA}.__init__", call=2), Cut(f"{_CHROMA}.upsert")),
            *_both(Cut(f"{_SWITCHING}.adopt"), Cut("corpus.reembedding:seal", call=4)),
            *_both(Cut(f"{_INDEXES}._retire"), Cut(f"{_INDEXES}._put_to_use")),
            *_both(Cut(f"{_CHROMA}.drop_others"), Cut("corpus.database:Database.wipe")),
            Cut(f"{_CHROMA}.upsert", "during"),
            Cut(f"{_SWITCHING}.adopt", "during"),
        ],
    ),
    "restore": (
        [],
        [
            *_both(Cut("corpus.backup:_unpack"), Cut("corpus.backup:finish_restore", call=2)),
            *_both(*(Cut(_REMOVE, call=n) for n in range(1, 8))),
            *_both(*(Cut(_REPLACE, call=n) for n in range(1, 4))),
            *_both(*(Cut("corpus.backup:sync_folder", call=n) for n in range(1, 5))),
            Cut("corpus.backup:_unpack", "during"),
        ],
    ),
}


class Ground:
    """Archives to kill a process on, all alike, in `folder`."""

    def __init__(self, folder: Path, killed: Killed) -> None:
        self._folder, self._killed, self._runs = folder, killed, 0
        self._truth, self._later = Truth(), Truth()
        self._base = self._made("base", BASE, self._truth)
        self._backup = folder / "backup.zip"
        backup(self._base, self._backup)
        self._grown = Path(shutil.copytree(self._base, folder / "grown"))
        self._later = deepcopy(self._truth)
        self._made("grown", [*INGEST, *FORGET[:1]], self._later)

    def _made(self, name: str, do: Deeds, truth: Truth) -> Path:
        order = Order(str(self._folder / name), str(self._folder / f"{name}.done"), do)
        assert not self._killed.obey(order)
        assert differences(order, truth) == []
        return self._folder / name

    def killed_at(self, verb: str, cut: Cut) -> list[str]:
        """What is wrong at the next start. Raises AssertionError if the cut was not reached."""
        do = NAMED[verb][0] or [["restore", str(self._backup)]]
        home = self._grown if verb == "restore" else self._base
        order = self._order(do, home, cut, _MODELS.get(verb, "counted"))
        assert self._killed.obey(order), f"{cut} was not reached"
        if verb == "restore":
            return self._neither_old_nor_new(order)
        truth = deepcopy(self._truth)
        return [*differences(order, truth), *self._goes_on(order, truth)]

    def _neither_old_nor_new(self, order: Order) -> list[str]:
        old = differences(replace(order, do=[]), deepcopy(self._later))
        new = differences(replace(order, do=[]), deepcopy(self._truth))
        if Path(order.acknowledged).read_text():
            return new
        return [*old, *new] if old and new else []

    def _goes_on(self, order: Order, truth: Truth) -> list[str]:
        """The same once more: what came in is known, everything else comes in now."""
        deeds = [do for do in order.do if do[0] == "ingest"]
        again = self._order(deeds, Path(order.home), model=order.model)
        assert not self._killed.obey(again)
        return differences(again, truth)

    def killed_at_random(self, chance: random.Random, kills: int) -> Iterator[list[str]]:
        """What is wrong after each of so many kills, on one archive that grows."""
        home = shutil.copytree(self._base, self._folder / f"grows{self._runs}")
        truth = deepcopy(self._truth)
        whole = 0.5  # seconds; what a run took that nobody killed in time
        while kills:
            order = self._order(_at_random(truth, chance), home)
            started = time.monotonic()
            killed = self._killed.obey(order, after=chance.uniform(0, whole))
            if not killed:
                whole = time.monotonic() - started
            found = differences(order, truth)
            if killed or found:
                kills -= 1
                yield found

    def _order(
        self, do: Deeds, home: Path, cut: Cut | None = None, model: str = "counted"
    ) -> Order:
        self._runs += 1
        run = str(self._folder / f"run{self._runs}")
        if home in (self._base, self._grown):
            home = Path(shutil.copytree(home, run))
        return Order(str(home), f"{run}.done", do, cut, model)


def _at_random(truth: Truth, chance: random.Random) -> Deeds:
    """Something of everything, in any order, each report in one deed only."""
    there = [n for n, versions in truth.versions.items() if versions]
    known = chance.sample(there, min(4, len(there)))
    fresh = max([*truth.versions, 0]) + 1
    do: Deeds = [
        ["ingest", [[fresh, 1], [fresh + 1, REFUSED], [fresh + 2, 1]]],
        ["ingest", [[fresh + 3, 1]]],
        *(["ingest", [[n, chance.randint(1, 4)]]] for n in known[:2]),
        *(["forget", n, chance.choice(truth.versions[n])] for n in known[2:]),
        *([["rebuild"]] if chance.random() < 0.3 else []),
    ]
    chance.shuffle(do)
    return do
