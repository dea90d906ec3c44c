"""Rules that are a pattern each: every match is a hit."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from assistant.checking.paper import Hit


def _no_fix(_: re.Match[str]) -> None:
    """Where a person must decide."""


@dataclass(frozen=True)
class Pattern:
    """`said` is what to do, behind the words found; `fix` makes of a match what should stand in its
    place, "" to leave it out, None if a person must decide."""

    rule: str
    pattern: re.Pattern[str]
    said: str
    fix: Callable[[re.Match[str]], str | None] = _no_fix

    def hits(self, text: str) -> Iterator[Hit]:
        for match in self.pattern.finditer(text):
            fix = self.fix(match)
            right = f"，应为“{fix}”" if fix and len(match.group()) > 1 else ""
            said = f"“{match.group()}”：{self.said}{right}"
            yield Hit(self.rule, *match.span(), said, fix)
