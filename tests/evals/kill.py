"""``kill -9`` at every step of taking in, forgetting, rebuilding and restoring: is anything lost?

``python -m tests.evals.kill [KILLS]`` kills at each named step once and, at random moments, as
often as is left of KILLS (400 if not said); after each the archive is opened again and compared
with what was acknowledged. Prints a table.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from pathlib import Path

from tests.corpus.kill_points import NAMED, Ground
from tests.corpus.killing import killed_process

_SEED = 9704
_ON_ONE_ARCHIVE = 20


def main() -> None:
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else 400
    chance = random.Random(_SEED)
    started = time.monotonic()
    total = wrong = 0
    with tempfile.TemporaryDirectory() as folder, killed_process() as killed:
        ground = Ground(Path(folder), killed)
        for verb, (_, cuts) in NAMED.items():
            for cut in cuts:
                found = ground.killed_at(verb, cut)
                total, wrong = total + 1, wrong + bool(found)
                _print(f"{verb}: {cut}", 1, found)
        while total < kills:
            number = min(_ON_ONE_ARCHIVE, kills - total)
            every = list(ground.killed_at_random(chance, number))
            total, wrong = total + number, wrong + sum(map(bool, every))
            _print("at random moments", number, [said for found in every for said in found])
    sys.stdout.write(
        f"{total} kills, {wrong} with differences, {time.monotonic() - started:.0f} s\n"
    )


def _print(what: str, kills: int, found: list[str]) -> None:
    sys.stdout.write(f"{what:<60}{kills:>5}{len(found):>5}\n")
    for said in found:
        sys.stdout.write(f"    {said}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
