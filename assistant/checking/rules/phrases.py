"""Group 9: what must stand word for word, in its order, with its quotation marks and its office."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from assistant.checking.lists import CheckLists, Fixed, Order
from assistant.checking.paper import Hit, Paper
from assistant.checking.tables import Tables

_LONG = 8  # characters from which a phrase is searched for with slips in it
_PER_SLIP = 6  # characters of a phrase for each slip that still lets it be recognised
_MOST_SLIPS = 3
_NUMERALS = "一二两三四五六七八九十"


def check_phrases(paper: Paper, tables: Tables) -> Iterator[Hit]:
    text, lists = paper.text, tables.lists
    exact = _exact(text, lists)
    for fixed in lists.fixed:
        if fixed.quoted:
            yield from _unquoted(text, fixed)
        elif len(fixed.say) >= _LONG:
            yield from _slips(text, fixed, exact)
    yield from _numbers(text, lists)
    for order in lists.orders:
        yield from _disorder(text, order)
    yield from _people(text, lists.people)


def _exact(text: str, lists: CheckLists) -> list[tuple[int, int]]:
    """Where a phrase or a variant of one stands as it should."""
    return [
        match.span()
        for fixed in lists.fixed
        for say in (fixed.say, *fixed.variants)
        if say in text
        for match in re.finditer(re.escape(say), text)
    ]


# --- slips ----------------------------------------------------------------------------------------


def _slips(text: str, fixed: Fixed, exact: Sequence[tuple[int, int]]) -> Iterator[Hit]:
    """Places within a few edits of the phrase. One of its pieces must stand there unharmed."""
    say = fixed.say
    slips = min(_MOST_SLIPS, len(say) // _PER_SLIP)
    found: dict[int, tuple[int, int, int]] = {}
    for offset, piece in _pieces(say, slips + 1):
        at = text.find(piece)
        while at >= 0:
            if not any(start <= at < end for start, end in exact):
                spot = _nearest(text, say, at - offset, slips)
                if spot and not any(s < spot[1] and spot[0] < e for s, e in exact):
                    known = found.get(at - offset)
                    found[at - offset] = min(known, spot, key=lambda s: s[2]) if known else spot
            at = text.find(piece, at + 1)
    last = -1
    for start, end, _ in sorted(found.values()):
        if start >= last:
            last = end
            said = f"“{text[start:end]}”与固定表述“{say}”有出入"
            yield Hit("phrase.wording", start, end, said, say)


@lru_cache(maxsize=256)
def _pieces(say: str, count: int) -> tuple[tuple[int, str], ...]:
    size = len(say) // count
    starts = [n * size for n in range(count)]
    return tuple((s, say[s : (s + size) if s != starts[-1] else None]) for s in starts)


def _nearest(text: str, say: str, start: int, slips: int) -> tuple[int, int, int] | None:
    """The span near `start` that takes the fewest edits to be the phrase; None beyond `slips`."""
    best: tuple[int, int, int] | None = None
    for begin in range(max(0, start - slips), min(len(text), start + slips) + 1):
        if begin < len(text) and text[begin] != say[0]:
            continue  # a phrase is told by its ends, or half a sentence would be taken in
        for size in range(len(say) - slips, len(say) + slips + 1):
            end = begin + size
            if end > len(text) or size < 2 or text[end - 1] != say[-1]:
                continue
            window = text[begin:end]
            if re.search("[。；：！？\n]", window):
                break
            edits = _distance(window, say, slips)
            if 0 < edits <= slips and (best is None or edits < best[2]):
                best = (begin, end, edits)
    return best


def _distance(one: str, other: str, most: int) -> int:
    """Edits between two words, or `most` + 1."""
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        above, row = row, [i]
        for j, b in enumerate(other, 1):
            row.append(min(above[j] + 1, row[-1] + 1, above[j - 1] + (a != b)))
        if min(row) > most:
            return most + 1
    return row[-1]


# --- quotation marks, numerals --------------------------------------------------------------------


def _unquoted(text: str, fixed: Fixed) -> Iterator[Hit]:
    bare = fixed.say.strip("“”")
    if bare not in text:
        return
    for match in re.finditer(re.escape(bare), text):
        line = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
        # Inside other quotation marks it is part of something longer.
        if line.rfind("“") > line.rfind("”") or line.endswith("‘"):
            continue
        after = text[match.end() : match.end() + 20]
        if any(bare + after[: len(w) - len(bare)] == w for w in fixed.unquoted):
            continue
        yield Hit("phrase.quotes", *match.span(), f"“{bare}”通常加引号", fixed.say)


def _numbers(text: str, lists: CheckLists) -> Iterator[Hit]:
    """“五个意识”: the quoted phrase with another number, unless that is a phrase of its own."""
    known = {fixed.say for fixed in lists.fixed if fixed.quoted}
    for fixed in lists.fixed:
        if fixed.quoted and (shape := _shape(fixed.say)):
            for match in shape.finditer(text):
                if match.group() not in known:
                    said = f"{match.group()}应为{fixed.say}"
                    yield Hit("phrase.wording", *match.span(), said, fixed.say)


@lru_cache(maxsize=256)
def _shape(say: str) -> re.Pattern[str] | None:
    """四个意识 with any numeral; None for phrases with several numerals or none."""
    places = [n for n, c in enumerate(say) if c in _NUMERALS]
    if len(places) != 1 or len(say) < 6:
        return None
    at = places[0]
    return re.compile(re.escape(say[:at]) + f"[{_NUMERALS}]" + re.escape(say[at + 1 :]))


# --- order, offices -------------------------------------------------------------------------------


def _disorder(text: str, order: Order) -> Iterator[Hit]:
    for match in order.pattern.finditer(text):
        words = re.split("[、和及与]", match.group())
        ranks = [order.words.index(w) for w in words]
        if len(words) >= order.least and ranks != sorted(ranks):
            right = "、".join(sorted(words, key=order.words.index))
            said = f"“{match.group()}”的次序应为“{right}”"
            yield Hit("phrase.order", *match.span(), said)


def _people(text: str, people: Sequence[tuple[str, str]]) -> Iterator[Hit]:
    """A name behind an office of the list that is not this person's."""
    offices = sorted({office for _, office in people}, key=len, reverse=True)
    for name in dict.fromkeys(name for name, _ in people):
        own = {office for other, office in people if other == name}
        for match in re.finditer(re.escape(name), text):
            before = text[: match.start()]
            office = next((o for o in offices if before.endswith((o, f"{o}、"))), None)
            if office and office not in own:
                start = match.start() - len(office)
                said = f"{name}的职务是“{'、'.join(sorted(own))}”，这里写的是“{office}”"
                yield Hit("phrase.office", start, match.end(), said)
