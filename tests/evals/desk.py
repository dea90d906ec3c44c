"""Where a planted fault stands in the review desk's order of risk: how many keystrokes to find it.

``python -m tests.evals.desk [--count 100] [--size 20] [--seed 1] [--show] [FILE-or-FOLDER]…`` with
texts of reports; without any, the sample archive. Each draft has one faulty sentence among `size` - 1
sound ones, at a random place; the first in the order is on the screen when the desk opens, each
further one is a key away. Sound sentences over which the checks cry wolf push it down.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import mean

from assistant.checking import checked
from assistant.document import (
    FACTS_ID,
    Citation,
    Draft,
    DraftItem,
    Sentence,
    fact_citation,
    with_sentence_ids,
)
from assistant.review.entries import entries_of
from tests.evals.planted import SAMPLES, texts_of
from tests.evals.planted_cases import ASKED, PLANTS, Case, Passage, clean_cases, passages_of

_PATIENCE = 400  # cases looked at for each one wanted
_PER_ITEM = 5


@dataclass(frozen=True)
class Place:
    """`place` from 1 in the order of risk, `read` in reading order; `missed` where nothing is said
    of the fault."""

    place: int
    read: int
    missed: bool
    text: str


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("sources", nargs="*", type=Path)
    options.add_argument("--count", type=int, default=100)
    options.add_argument("--size", type=int, default=20)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--show", action="store_true", help="faults that are not first")
    asked = options.parse_args()
    passages = passages_of(list(texts_of(asked.sources or [SAMPLES])))
    sys.stdout.write(
        f"{asked.size} sentences a draft, one of them faulty\n"
        "  fault               drafts   first   in 3   mean   in reading order   nothing said\n"
    )
    everything: list[Place] = []
    for name, places in measure(passages, asked.count, asked.size, asked.seed).items():
        everything += places
        sys.stdout.write(_line(name, places))
        for place in [p for p in places if p.place > 1][:12] if asked.show else ():
            sys.stdout.write(f"      {place.place}: {place.text}\n")
    sys.stdout.write(_line("all", everything))


def measure(
    passages: Sequence[Passage], count: int, size: int, seed: int
) -> dict[str, list[Place]]:
    """For each kind of fault the places of its sentences."""
    chance = random.Random(seed)
    clean = clean_cases(passages, chance)
    pool = [next(clean) for _ in range(400)]
    found: dict[str, list[Place]] = {}
    for name, plant in PLANTS.items():
        found[name] = []
        for _ in range(count * _PATIENCE):
            if len(found[name]) == count:
                break
            if case := plant(next(clean), chance, pool):
                sound = _others(clean, case, size - 1)
                found[name].append(place_of(case, sound, chance))
    return found


def place_of(case: Case, sound: Sequence[Case], chance: random.Random) -> Place:
    """Where the faulty sentence stands when the desk opens on a draft of all of them."""
    cases = list(sound)
    cases.insert(chance.randrange(len(cases) + 1), case)
    draft, quotes = _draft([c.sentence for c in cases])
    faulty = [s.text for s in draft.sentences()].index(case.sentence.text)
    bad = list(draft.sentences())[faulty].id
    looked = checked(draft, lambda report, start, end: quotes.get((report, start, end)))
    entries = entries_of(looked)
    place = next(n for n, entry in enumerate(entries, 1) if entry.id == bad)
    entry = entries[place - 1]
    missed = entry.sentence.verdict == "supported" and not any(
        f.severity == "error" for f in entry.findings
    )
    return Place(place, faulty + 1, missed, case.sentence.text)


def _others(clean: Iterator[Case], case: Case, count: int) -> list[Case]:
    """Sound cases whose texts differ: a repeated sentence would be a fault of another kind."""
    texts, others = {case.sentence.text}, list[Case]()
    while len(others) < count:
        other = next(clean)
        if other.sentence.text not in texts:
            texts.add(other.sentence.text)
            others.append(other)
    return others


def _draft(sentences: Sequence[Sentence]) -> tuple[Draft, dict[tuple[str, int, int], str]]:
    """A draft of the sentences, and what stands where their citations point."""
    facts: list[str] = []
    quotes: dict[tuple[str, int, int], str] = {}

    def pointed(citation: Citation) -> Citation:
        if citation.report_id == FACTS_ID:
            facts.append(citation.quote)
            return fact_citation(
                len(facts), citation.quote, citation.clause_start, citation.clause_end
            )
        report = f"r{len(quotes)}"
        quotes[report, citation.start, citation.end] = citation.quote
        return replace(citation, report_id=report, paragraph_id=f"{report}:0", key=f"c{report}")

    made = [replace(s, citations=tuple(pointed(c) for c in s.citations)) for s in sentences]
    items = tuple(
        DraftItem(f"{n}.", "工作", made[at], tuple(made[at + 1 : at + _PER_ITEM]))
        for n, at in enumerate(range(0, len(made), _PER_ITEM), 1)
    )
    draft = Draft(
        "d", "problems", str(ASKED), "precedent", "县委", "存在的问题", "1.", (), items,
        facts=tuple(facts),
    )  # fmt: skip
    return with_sentence_ids(draft), quotes


def _line(name: str, places: Sequence[Place]) -> str:
    if not places:
        return f"  {name:<20}  none could be planted\n"
    first = sum(p.place == 1 for p in places)
    near = sum(p.place <= 3 for p in places)
    missed = sum(p.missed for p in places)
    return (
        f"  {name:<20}{len(places):>6}{first / len(places):>8.1%}{near / len(places):>7.1%}"
        f"{mean(p.place for p in places):>7.2f}{mean(p.read for p in places):>19.2f}{missed:>15}\n"
    )


if __name__ == "__main__":
    main()
