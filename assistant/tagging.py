"""Words with their classes, as the dictionary has them. Owns that use of rjieba."""

from __future__ import annotations

from functools import lru_cache

import rjieba

_REMEMBERED = 20_000


@lru_cache(maxsize=_REMEMBERED)
def tagged(text: str) -> tuple[tuple[str, str], ...]:
    """Each word with its class: n a name, v a verb, ns a place, x a mark …. The dictionary errs."""
    return tuple(rjieba.tag(text))
