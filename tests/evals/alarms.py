"""How often each rule of the checks raises its voice on real reports.

``python -m tests.evals.alarms FOLDER [RULE]`` prints, for the .txt files of FOLDER, hits per 1,000
characters by rule and how many files have one; with RULE every hit of it, to be read.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from pathlib import Path

from assistant.checking.catalogue import RULES
from assistant.checking.report import CheckedText, checked_text
from assistant.checking.tables import load_tables
from corpus.readers import read

_AROUND = 24  # characters shown on each side of a hit


def main() -> None:
    folder, rules = Path(sys.argv[1]), sys.argv[2:]
    tables = load_tables()
    checked, seconds = [], 0.0
    for path in sorted(folder.rglob("*.txt")):
        text = read(path.read_bytes(), path.name).text
        start = time.perf_counter()
        checked.append(checked_text(text, path.name, tables))
        seconds += time.perf_counter() - start
    if rules:
        _print_hits(checked, set(rules))
    else:
        _print_table(checked, seconds)


def _print_table(checked: list[CheckedText], seconds: float) -> None:
    characters = sum(len(c.text) for c in checked)
    counts = Counter(f.rule for c in checked for f in c.findings)
    files = Counter(rule for c in checked for rule in {f.rule for f in c.findings})
    out = sys.stdout.write
    out(f"{len(checked)} files, {characters:,} characters, {seconds:.1f} s\n")
    out(f"{'rule':<26}{'severity':<10}{'hits':>7}{'per 1,000':>11}{'files':>7}\n")
    for rule, count in counts.most_common():
        per = 1000 * count / max(1, characters)
        out(f"{rule:<26}{RULES[rule].severity:<10}{count:>7}{per:>11.4f}{files[rule]:>7}\n")
    for severity in ("error", "warning", "info"):
        count = sum(n for rule, n in counts.items() if RULES[rule].severity == severity)
        out(f"{severity:<36}{count:>7}{1000 * count / max(1, characters):>11.4f}\n")


def _print_hits(checked: list[CheckedText], rules: set[str]) -> None:
    for c in checked:
        for f in c.findings:
            if f.rule in rules:
                before = c.text[max(0, f.start - _AROUND) : f.start]
                after = c.text[f.end : f.end + _AROUND]
                words = f"{before}⟦{c.text[f.start : f.end]}⟧{after}".replace("\n", "⏎")
                sys.stdout.write(f"{c.name}\t{f.message}\t{words}\n")


if __name__ == "__main__":
    main()
