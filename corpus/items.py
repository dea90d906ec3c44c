"""Lists: the numbered members of a section, in paragraphs or run into one, nested or in a row.

A list is a chain of marks of one family that ascends by one from its first, so “说一是一” and
“第一书记” never split a sentence. The outermost list is the one that starts first; each of its
members is searched again with the other families. A chain that starts anew is a second list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from corpus.numbering import BLOCK_FAMILIES, Marker, markers_in
from corpus.report import Item

_MAX_HEADING = 40  # characters; a longer first sentence or line is not an item's heading
_SHORTEST_LIST = 4  # characters: two marks
_DEEPEST = 4  # chains of one family that may be open inside each other
_RANKS = {family: rank for rank, family in enumerate(BLOCK_FAMILIES)}
_BRACKETED = ("（一）", "（1）")
_ADDRESS = re.compile(r"\n\s*(?:各位代表|各位委员|各位领导|同志们)[，,！!：:]")

_Chain = list[Marker]


def find_items(text: str, start: int, end: int) -> tuple[Item, ...]:
    """The lists in ``text[start:end]``, outermost first, one after the other; () if none."""
    return _find_items(text, start, end, frozenset())


def _find_items(text: str, start: int, end: int, used: frozenset[str]) -> tuple[Item, ...]:
    if end - start < _SHORTEST_LIST:
        return ()
    items: list[Item] = []
    for chain, list_end in _lists(text, start, end, used):
        limits = [marker.start for marker in chain[1:]] + [list_end]
        for n, (marker, limit) in enumerate(zip(chain, limits, strict=True), 1):
            item_end = _trimmed(text, marker.start, limit)
            # A mark takes the blank behind it along; where nothing follows, the item ends before.
            heading_start = min(marker.end, item_end)
            heading_end, body = _heading(text, heading_start, item_end)
            items.append(
                Item(
                    marker=marker.text,
                    ordinal=marker.ordinal or n,
                    heading=text[heading_start:heading_end],
                    start=marker.start,
                    end=item_end,
                    heading_start=heading_start,
                    body_start=body,
                    items=_find_items(text, body, item_end, used | {marker.family}),
                )
            )
    return tuple(items)


def _lists(text: str, start: int, end: int, used: frozenset[str]) -> Iterator[tuple[_Chain, int]]:
    """The outermost chains in reading order, each with where its last member ends."""
    by_family: dict[str, list[Marker]] = {}
    for marker in markers_in(text, start, end):
        if marker.family not in used:
            by_family.setdefault(marker.family, []).append(marker)
    bounded: list[tuple[_Chain, int]] = []
    for markers in by_family.values():
        chains = _chains(markers)
        # The next list of the same family ends this one, even in the same line.
        bounds = [chain[0].start for chain in chains[1:]] + [end]
        bounded += zip(chains, bounds, strict=False)
    bounded.sort(key=lambda pair: pair[0][0].start)
    # Paragraphs with marks go before marks run into one that stands above them.
    heads = [chain[0] for chain, _ in bounded]
    first = min(heads, key=lambda head: (not head.at_line_start, head.start), default=None)
    position = first.start if first else end
    for n, (chain, bound) in enumerate(bounded):
        if chain[0].start >= position:
            position = _end_of_last(text, chain, heads, n, bound)
            yield chain, position


def _chains(markers: list[Marker]) -> list[_Chain]:
    """The ascending chains of one family; what a member of an outer chain holds is left out."""
    open_: list[_Chain] = []
    closed: list[_Chain] = []
    for marker in markers:
        depth = next(
            (d for d in range(len(open_) - 1, -1, -1) if _continues(open_[d], marker)), None
        )
        if depth is not None:
            del open_[depth + 1 :]
            open_[depth].append(marker)
        elif marker.ordinal == 1 or marker.family == "——":
            if open_ and len(open_[-1]) == 1:
                open_.pop()
            open_.append([marker])
            closed += open_[:-_DEEPEST]
            del open_[:-_DEEPEST]
    return [chain for chain in closed + open_ if len(chain) >= 2]


def _continues(chain: _Chain, marker: Marker) -> bool:
    last = chain[-1].ordinal
    if marker.ordinal == 0:
        return last != 0 or marker.family == "——"
    expected = (last or len(chain)) + 1
    if marker.ordinal == expected:
        return True
    if marker.ordinal == 1 and len(chain) > 1:
        return False
    # A paragraph may carry a mistyped number (（三） twice, （五） after （三）), and a number in
    # brackets is one wherever it stands; words run into a paragraph must not.
    sure = marker.family in _BRACKETED or (marker.at_line_start and chain[0].at_line_start)
    return sure and expected - 1 <= marker.ordinal <= expected + 1


def _end_of_last(text: str, chain: _Chain, heads: list[Marker], n: int, bound: int) -> int:
    """Where the last member of the n-th chain ends, not after `bound`: with its line, unless an
    earlier member spans several lines; then before the next outer list or address."""
    last = chain[-1].start
    line_end = text.find("\n", last, bound)
    if line_end < 0:
        return bound
    if not any("\n" in text[a.start : b.start].strip() for a, b in pairwise(chain)):
        return line_end
    rank = _RANKS.get(chain[0].family, len(_RANKS))
    for later in range(n + 1, len(heads)):
        head = heads[later]
        if head.start >= bound:
            break
        if head.start > line_end and head.at_line_start and _RANKS.get(head.family, 99) < rank:
            bound = head.start
    address = _ADDRESS.search(text, line_end, bound)
    return address.start() if address else bound


def _heading(text: str, start: int, end: int) -> tuple[int, int]:
    """End of the heading sentence and start of the body, both `start` if there is no heading."""
    line_end = text.find("\n", start, end)
    line_end = end if line_end < 0 else line_end
    stop = text.find("。", start, min(line_end, start + _MAX_HEADING + 1))
    if stop >= 0:
        return (stop, stop + 1) if start < stop and stop + 1 < end else (start, start)
    if line_end < end and 0 < line_end - start <= _MAX_HEADING:
        return _trimmed(text, start, line_end), line_end + 1
    return start, start


def _trimmed(text: str, start: int, end: int) -> int:
    """`end` without the blanks before it."""
    while end > start and text[end - 1].isspace():
        end -= 1
    return end
