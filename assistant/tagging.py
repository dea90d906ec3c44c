"""Words with their classes, as the dictionary has them. Owns that use of rjieba."""

from __future__ import annotations

import re
from functools import lru_cache

import rjieba

_REMEMBERED = 20_000
_OFFICE = re.compile(
    "支书|书记|主任|部长|局长|县长|市长|镇长|乡长|院长|校长|站长|组长|带头人|同志|干事"
)
_LONGEST_NAME = 4


@lru_cache(maxsize=_REMEMBERED)
def tagged(text: str) -> tuple[tuple[str, str], ...]:
    """Each word with its class: n a name, v a verb, ns a place, x a mark …. The dictionary errs."""
    return tuple(rjieba.tag(text))


def names_person(text: str) -> bool:
    """Whether a person is named beside an office: 村支书王大柱, 李明同志."""
    if not _OFFICE.search(text):
        return False
    words = tagged(text)
    for (before, _), (word, mark), (after, _) in zip(
        (("", ""), *words), words, (*words[1:], ("", "")), strict=False
    ):
        beside = _OFFICE.search(before) or _OFFICE.match(after)
        if mark == "nr" and len(word) <= _LONGEST_NAME and beside:
            return True
    return False
