"""What a model's item can lose without a loss: markers, vows, what the draft has said before. Pure.

Clauses go by the unit (`assistant.clauses`), so that none is left that leaned on another.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from assistant.clauses import Unit, clause_spans, is_vow, overlap, shorter_units, units_of

_MARKER = re.compile(
    r"^(?:[（(][一二三四五六七八九十\d]{1,3}[）)]|[一二三四五六七八九十]{1,3}(?:[、.．]|[是要](?!在))|"
    r"\d{1,2}[.．、](?!\d)|第[一二三四五六七八九十]{1,3}[，、]|(?:小?标题|正文)[：:])\s*"
)
_CLOSES = re.compile(r"^(?:总之|总而言之|总的来[说看]|综上(?:所述)?|对此，?我们|为此，?我们)")
_MIN_CLAUSE, _SAME = 7, 0.75
_FIGURE = re.compile(r"\d+(?:\.\d+)?")


def bare(text: str) -> str:
    """The text without a number before it: the marker is the draft's."""
    return _MARKER.sub("", text.strip())


def closes(sentence: str) -> bool:
    """Whether a sentence only rounds the item off."""
    return bool(_CLOSES.match(sentence))


def said_in(text: str) -> list[str]:
    """Its clauses, long enough to be known again."""
    spans = clause_spans(text, 0, len(text))
    return [text[a:b] for a, b in spans if b - a >= _MIN_CLAUSE]


def is_said(clause: str, said: Iterable[str]) -> bool:
    """Whether one of the clauses is the same in other words; with another figure it is not."""
    if len(clause) < _MIN_CLAUSE:
        return False
    figures = _FIGURE.findall(clause)
    return any(overlap(clause, c) >= _SAME and figures == _FIGURE.findall(c) for c in said)


def fresh(text: str, said: Sequence[str]) -> str:
    """The sentence without vows and without clauses that were said before; "" if nothing is left."""
    return kept(text, lambda unit: _unsaid(text, unit, said))


def kept(text: str, keep: Callable[[Unit], Unit | None]) -> str:
    """The text of those units that `keep` leaves, as it leaves them; a purpose goes with the clause
    whose purpose it was. "" if nothing is left."""
    parts: list[str] = []
    stands = True  # whether the unit before was kept
    units = units_of(text, 0, len(text))
    for unit in units:
        left = keep(unit) if stands or unit.kind != "tail" else None
        stands = left is not None
        if left is not None:
            mark = text[unit.end : unit.end + 1]
            parts.append(left.text + (mark if mark in "，。；：！？" else "，"))
    joined = "".join(parts)
    whole = "".join(text.split()) == "".join(joined.split())
    return (
        text if whole else re.sub(r"[，；：、]*$", "", joined.rstrip("。")) + "。" if parts else ""
    )


def _unsaid(text: str, unit: Unit, said: Sequence[str]) -> Unit | None:
    """The unit, or its shorter form, where that says something new."""
    forms = () if is_vow(unit.text) else (unit, *shorter_units(text, unit))
    return next((f for f in forms if not any(is_said(c, said) for c in said_in(f.text))), None)
