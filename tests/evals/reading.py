"""How much of real files is read, and how well the roles of real reports are recognised.

``python -m tests.evals.reading FOLDER`` with, in FOLDER,

- ``reports/*.txt`` and ``reports/manifest.csv`` with the columns ``file``, ``problems_line`` and
  ``plan_line``: the lines, from 1, at which the problems passage and the plan begin ("" if none);
- ``originals/*.docx`` and ``originals/pairs.csv``: ``docx`` and ``paired_report_txt``, the same
  text as kept by somebody else;
- ``originals/gbk_txt/*.txt`` in GB18030;
- ``originals/web_noise_csv/*.csv`` with ``full_text`` and ``title``: pages copied with their
  buttons.
"""

from __future__ import annotations

import csv
import html
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from corpus.outline import parse_outline
from corpus.readers.sandbox import read_safely
from corpus.report import Outline, Role

_GRAM = 4
_WITHIN = 1  # paragraphs between where a part is found and where the label has it


def main() -> None:
    folder = Path(sys.argv[1])
    _print("roles", _roles(folder / "reports"))
    _print("characters", [*_word(folder / "originals"), *_gb18030(folder), *_pages(folder)])


def _print(name: str, rows: list[tuple[str, str]]) -> None:
    sys.stdout.write(f"\n{name}\n")
    for label, value in rows:
        sys.stdout.write(f"  {label:<48}{value}\n")


# --- roles ---------------------------------------------------------------------------------------


def _roles(folder: Path) -> list[tuple[str, str]]:
    hits: Counter[Role] = Counter()
    labelled: Counter[Role] = Counter()
    misses = []
    with (folder / "manifest.csv").open(encoding="utf-8-sig", newline="") as stream:
        for row in csv.DictReader(stream):
            text = read_safely((folder / row["file"]).read_bytes(), row["file"]).text
            outline = parse_outline(text, row["file"])
            for role, column in ((Role.PROBLEMS, "problems_line"), (Role.PLAN, "plan_line")):
                if not row[column]:
                    continue
                labelled[role] += 1
                found = _first_line(outline, role)
                if found is not None and _apart(text, found, int(row[column])) <= _WITHIN:
                    hits[role] += 1
                else:
                    misses.append((f"{role} missed", f"{row['file']} {found} ≠ {row[column]}"))
    shares = [
        (f"{role} found within {_WITHIN} paragraph", _share(hits[role], labelled[role]))
        for role in (Role.PROBLEMS, Role.PLAN)
    ]
    return shares + misses


def _first_line(outline: Outline, role: Role) -> int | None:
    """The line, from 1, at which the first part of the role begins."""
    starts = [section.start for section in outline.sections if section.role is role]
    return outline.text.count("\n", 0, starts[0]) + 1 if starts else None


def _apart(text: str, one: int, other: int) -> int:
    """Paragraphs between two lines; empty lines do not count."""
    first, last = sorted((one, other))
    return sum(1 for line in text.split("\n")[first:last] if line.strip())


# --- characters ----------------------------------------------------------------------------------


def _word(folder: Path) -> Iterator[tuple[str, str]]:
    with (folder / "pairs.csv").open(encoding="utf-8-sig", newline="") as stream:
        for row in csv.DictReader(stream):
            ours = read_safely((folder / row["docx"]).read_bytes(), row["docx"]).text
            pair = (folder / row["paired_report_txt"]).read_text(encoding="utf-8")
            yield row["docx"], f"{_coverage(pair, ours):.4f}"


def _gb18030(folder: Path) -> Iterator[tuple[str, str]]:
    for path in sorted((folder / "originals" / "gbk_txt").glob("*.txt")):
        text = path.read_bytes().decode("gb18030")
        yield path.name, f"{_coverage(text, read_safely(path.read_bytes(), path.name).text):.4f}"


def _pages(folder: Path) -> Iterator[tuple[str, str]]:
    """The text copied from a page, and the same lines as a page, against its running text."""
    for path in sorted((folder / "originals" / "web_noise_csv").glob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as stream:
            row = next(csv.DictReader(stream))
        lines = [line for line in row["full_text"].split("\n") if line.strip()]
        body = "\n".join(line for line in lines if len(line) > 12 and re.search("[，。：]", line))
        page = "".join(f"<p>{html.escape(line)}</p>" for line in lines)
        page = f"<html><head><title>{html.escape(row['title'])}</title></head><body>{page}</body>"
        for name, data in ((f"{path.stem}.txt", row["full_text"]), (f"{path.stem}.html", page)):
            read = read_safely(data.encode(), name)
            left = [line for line in lines if len(line) <= 12 and line in read.text.split("\n")]
            kept = _coverage(body, read.text)
            yield name, f"{kept:.4f}; short lines kept: {'、'.join(left[:12])}"


def _coverage(pair: str, ours: str) -> float:
    """The share of the pair's 4-grams, blanks and widths of characters apart, that are in ours."""
    wanted, found = _grams(pair), _grams(ours)
    return sum((wanted & found).values()) / max(1, wanted.total())


def _grams(text: str) -> Counter[str]:
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
    return Counter(plain[i : i + _GRAM] for i in range(len(plain) - _GRAM + 1))


def _share(part: int, whole: int) -> str:
    return f"{part}/{whole} = {part / max(1, whole):.1%}"


if __name__ == "__main__":
    main()
