"""How often the checker of broken sentences is silent on real ones, and speaks on broken ones.

``python -m tests.evals.breakage FOLDER [--more TAR] [--limit N] [--show N]``: FOLDER has real
reports (``*.txt``), TAR more of them, of which N (200) are taken. Two tables: of the sentences of
the problems and plan sections the share with an alarm, rule by rule; and of sentences that were
broken on purpose, in twelve ways (`tests.evals.breaking`), the share that is found.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import tarfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from assistant.checking.broken import RULES, Broken, broken_places
from corpus.outline import parse_outline
from corpus.report import Role
from tests.evals.breaking import BREAKAGES

_SENTENCE = re.compile(r"[^。！？]*[。！？]+[”’》）】]*|[^。！？]+")
_PLANTED_EACH = 400


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.evals.breakage")
    parser.add_argument("folder", type=Path, metavar="FOLDER")
    parser.add_argument("--more", type=Path, metavar="TAR")
    parser.add_argument("--limit", type=int, default=200, help="reports of TAR")
    parser.add_argument("--number", type=int, default=0, help="of the random source")
    parser.add_argument("--show", type=int, default=0, help="examples a row")
    given = parser.parse_args()
    lines = [
        line
        for text in _texts(given.folder, given.more, given.limit, given.number)
        for line in _lines(text)
    ]
    _print([*_precision(lines, given.show), "", *_recall(lines, given.show)])


def _texts(folder: Path, more: Path | None, limit: int, number: int) -> Iterator[str]:
    for path in sorted(folder.glob("*.txt")):
        yield path.read_text(encoding="utf-8")
    if more is None:
        return
    with tarfile.open(more) as packed:
        members = sorted(m.name for m in packed.getmembers() if m.name.endswith(".txt"))
        for name in random.Random(number).sample(members, min(limit, len(members))):
            file = packed.extractfile(name)
            assert file is not None, name
            yield file.read().decode("utf-8")


def _lines(text: str) -> Iterator[str]:
    """The paragraphs of the problems and plan sections."""
    outline = parse_outline(text, "report.txt")
    for section in outline.sections:
        if section.role in (Role.PROBLEMS, Role.PLAN):
            lines = outline.text[section.start : section.end].split("\n")
            yield from (line.strip() for line in lines if line.strip())


def _precision(lines: Sequence[str], show: int) -> list[str]:
    """An alarm counts for the sentence in which it begins; a paragraph is checked as a whole."""
    sentences = alarmed = 0
    hits: Counter[str] = Counter()
    examples: dict[str, list[str]] = defaultdict(list)
    for line in lines:
        ends = [m.end() for m in _SENTENCE.finditer(line)]
        sentences += len(ends)
        places = broken_places(line)
        alarmed += len({next(n for n, e in enumerate(ends) if p.start < e) for p in places})
        for place in places:
            hits[place.rule] += 1
            examples[place.rule].append(_example(line, place))
    rows = [f"real sentences {sentences}, with an alarm {alarmed}: {alarmed / sentences:.3%}"]
    for rule in RULES:
        rows.append(f"  {rule:<14}{hits[rule]:>6}  {hits[rule] / sentences:.3%}")
        rows += random.Random(1).sample(examples[rule], min(show, len(examples[rule])))
    return rows


def _example(line: str, place: Broken) -> str:
    return f"      {place.message}：…{line[max(0, place.start - 20) : place.end + 12]}…"


def _recall(lines: Sequence[str], show: int) -> list[str]:
    rng = random.Random(2)
    clean = [
        m.group()
        for line in lines
        for m in _SENTENCE.finditer(line)
        if 20 <= len(m.group()) <= 90 and not broken_places(m.group())
    ]
    rows, found_in_all, planted_in_all = [], 0, 0
    for name, plant in BREAKAGES.items():
        planted: list[str] = []
        for sentence in rng.sample(clean, len(clean)):
            broken = plant(rng, sentence)
            planted += [broken] if broken else []
            if len(planted) == _PLANTED_EACH:
                break
        missed = [text for text in planted if not broken_places(text)]
        found = len(planted) - len(missed)
        rows.append(f"  {name:<24}{found:>5} of {len(planted):<5}{found / len(planted):.1%}")
        rows += [f"      missed: {text}" for text in missed[:show]]
        found_in_all, planted_in_all = found_in_all + found, planted_in_all + len(planted)
    share = f"planted {planted_in_all}, found {found_in_all}: {found_in_all / planted_in_all:.1%}"
    return [share, *rows]


def _print(lines: Sequence[str]) -> None:
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
