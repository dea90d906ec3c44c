"""Themes over the years: which came up every year, which are new, which are written no more. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.topics import same_theme

_SHOWN = 12
_NAMED = 3  # themes a sentence names
_ENOUGH = 3  # years with reports before anything can be said to be new or gone


@dataclass(frozen=True)
class Heading:
    """The theme of one item of the report `report` of a year."""

    theme: str
    year: int
    report: str


@dataclass(frozen=True)
class ThemeRow:
    """A theme; `items` by year, as `ThemeHistory.years`, and the words it was seen in."""

    theme: str
    items: tuple[int, ...]
    spellings: tuple[str, ...]

    @property
    def years(self) -> int:
        return sum(count > 0 for count in self.items)


@dataclass(frozen=True)
class ThemeHistory:
    """Themes × years, the most lasting first; ``reported`` are the years with such a part."""

    years: tuple[int, ...]
    reported: tuple[bool, ...]
    rows: tuple[ThemeRow, ...]
    once: int  # further themes, not among `rows`
    sentence: str


def theme_history(
    headings: Iterable[Heading], years: Sequence[int], reported: Iterable[int]
) -> ThemeHistory:
    """The themes of `headings` by year. `reported` are the years that have such a part at all."""
    here = set(reported)
    groups = _grouped(headings)
    rows = [_row(group, years) for group in groups]
    rows.sort(key=lambda r: (-r.years, -sum(r.items), _last(r) * -1, r.theme))
    flags = tuple(year in here for year in years)
    return ThemeHistory(
        years=tuple(years),
        reported=flags,
        rows=tuple(rows[:_SHOWN]),
        once=max(0, len(rows) - _SHOWN),
        sentence=_sentence(rows, years, flags),
    )


def _grouped(headings: Iterable[Heading]) -> list[list[Heading]]:
    """Headings with the same theme, as planning sees it; the newest of a group stands for it."""
    groups: list[list[Heading]] = []
    # Themes without a pair of characters in common are never the same; the rest is compared.
    with_pair: dict[str, list[int]] = {}
    for heading in sorted(headings, key=lambda h: -h.year):
        if not heading.theme:
            continue
        pairs = {a + b for a, b in pairwise(heading.theme)}
        candidates = sorted({n for pair in pairs for n in with_pair.get(pair, ())})
        near = next((n for n in candidates if same_theme(heading.theme, groups[n][0].theme)), None)
        if near is not None:
            groups[near].append(heading)
            continue
        for pair in pairs:
            with_pair.setdefault(pair, []).append(len(groups))
        groups.append([heading])
    return groups


def _row(group: Sequence[Heading], years: Sequence[int]) -> ThemeRow:
    spelled = Counter(h.theme for h in group)
    # Used most often, else the shortest: it is the one that says no more than all of them.
    name = min(spelled, key=lambda theme: (-spelled[theme], len(theme), theme))
    by_year = Counter(h.year for h in group)
    return ThemeRow(name, tuple(by_year[y] for y in years), tuple(dict.fromkeys(spelled)))


def _last(row: ThemeRow) -> int:
    return max((n for n, count in enumerate(row.items) if count), default=-1)


def _sentence(rows: Sequence[ThemeRow], years: Sequence[int], reported: Sequence[bool]) -> str:
    """What lasted, what is new, what is gone; years without such a part count for nothing."""
    at = [n for n, flag in enumerate(reported) if flag]
    if not at or not rows:
        return ""
    if len(at) < _ENOUGH:
        return f"只有 {len(at)} 年写过这一部分，还看不出变化。"
    said = []
    constant = [r.theme for r in rows if all(r.items[n] for n in at)]
    if constant:
        said.append(f"每年都写：{_named(constant)}")
    else:
        most = rows[0]
        said.append(f"没有每年都写的；写得最多的是{most.theme}（{len(at)} 年中 {most.years} 年）")
    newest = at[-1]
    new = [r.theme for r in rows if r.items[newest] and r.years == 1]
    if new:
        said.append(f"{years[newest]}年新出现：{_named(new)}")
    recent = at[-2:]
    gone = [r for r in rows if r.years >= 2 and not any(r.items[n] for n in recent)]
    if gone:
        named = [f"{r.theme}（最后一次 {years[_last(r)]}年）" for r in gone]
        said.append(f"近两次没有再写：{_named(named)}")
    return "；".join(said) + "。"


def _named(themes: Sequence[str]) -> str:
    more = f"等 {len(themes)} 个" if len(themes) > _NAMED else ""
    return "、".join(themes[:_NAMED]) + more
