"""Lines of pages → paragraphs: what the paper shows by indents, gaps and short lines.

Values in, values out. A paragraph that runs over a page is one line of the text; where two might
be one, they stay apart. Running heads and page numbers are taken out and reported.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from corpus.readers.page_lines import Line, is_wide, joined
from corpus.readers.reading import Note, NoteKind, Reading

_ZONE = 0.15  # of the page's height, at its top and foot: where heads and numbers stand
_HEAD = 12  # characters by which running heads are told to be the same
_INDENT = 0.8  # em; less is jitter
_SLACK = 0.8  # em by which a full line may miss the margin
_SAME_SIZE = 0.08
_MEASURE = 0.7  # of the room between equal margins: lines that all end before it are short ones
_DASH = r"[-—–－―─·•~～]{1,2}"
_PAGE_NUMBER = re.compile(
    rf"{_DASH}\s*\d{{1,4}}\s*{_DASH}|第\s*\d{{1,4}}\s*页(?:\s*[,，/／]?\s*[(（]?共\s*\d{{1,4}}\s*页[)）]?)?"
    r"|\d{1,4}\s*[/／]\s*\d{1,4}|Page\s*\d{1,4}(?:\s*of\s*\d{1,4})?",
    re.I,
)
_BARE_NUMBER = re.compile(r"\d{1,4}")
_MARK = re.compile(
    r"[一二三四五六七八九十百]{1,4}\s*、|第[一二三四五六七八九十百]{1,4}(?:部分|章|节|编|条)"
    r"|[（(]\s*[一二三四五六七八九十百\d]{1,4}\s*[）)]|\d{1,2}\s*[.．、](?!\d)|[①-⑳]|附件\s*\d*\s*[：:]"
)
_FINAL = re.compile(r"[。！？!?][”’」』）)》]*$")
_PAUSE = re.compile(r"[。！？!?：；:;][”’」』）)》]*$")  # what a list or its next member may follow
_HANGING = "，。、；：！？”）》"  # may stand beyond the margin
# What no line break may part: a word or a character, with quotation marks on either side.
_WORD = r"(?:[\w.,%+-]+|.)"
_TOKEN = re.compile(
    rf"[（(《「【]*{_WORD}(?:[“”‘’]+{_WORD}?)*[，。、；：！？）)》」】%]*", re.ASCII
)


@dataclass(frozen=True)
class Page:
    """A page's size in points and its lines in reading order."""

    width: float
    height: float
    lines: tuple[Line, ...]


def reading(pages: Sequence[Page], notes: Sequence[Note] = ()) -> Reading:
    """The text of pages, one line a paragraph, and where each page begins."""
    furniture = _furniture(pages)
    bodies = [
        [line for n, line in enumerate(page.lines) if n not in furniture[p]]
        for p, page in enumerate(pages)
    ]
    taken = (pages[p].lines[n].text for p in range(len(pages)) for n in sorted(furniture[p]))
    width = max((page.width for page in pages), default=0.0)
    text, starts = _write(_paragraphs(bodies, width), len(pages))
    return Reading(text, (*notes, *_furniture_notes(taken)), starts)


def _write(paragraphs: Iterator[list[tuple[int, Line]]], count: int) -> tuple[str, tuple[int, ...]]:
    """Paragraphs of (page, line) → their text and the offsets of `count` pages."""
    starts: dict[int, int] = {}
    texts: list[str] = []
    offset = 0
    for paragraph in paragraphs:
        text = ""
        for page, line in paragraph:
            text = joined(text, line.text)
            starts.setdefault(page, offset + len(text) - len(line.text))
        texts.append(text)
        offset += len(text) + 1
    end = max(offset - 1, 0)
    offsets = [end] * count
    for page in range(count - 1, -1, -1):  # an empty page begins where the next one does
        later = offsets[page + 1] if page + 1 < count else end
        offsets[page] = starts.get(page, later)
    return "\n".join(texts), tuple([0, *offsets[1:]] if count else ())


# --- Running heads and page numbers ---------------------------------------------------------


def _furniture(pages: Sequence[Page]) -> list[set[int]]:
    """For each page the indexes of its lines that are no part of the text."""
    zones = [_zone_lines(page) for page in pages]
    pitch = _lower_mode([step for page in pages for step in _steps(page)]) or 0.0
    repeated: dict[tuple[str, bool], list[tuple[int, int, float]]] = defaultdict(list)
    numbers: Counter[int] = Counter()
    for p, zone in enumerate(zones):
        for n in zone:
            line = pages[p].lines[n]
            at = line.base / pages[p].height
            key = re.sub(r"\d+", "#", re.sub(r"\s", "", line.text))[:_HEAD]
            repeated[key, at < 0.5].append((p, n, at))
            if _BARE_NUMBER.fullmatch(line.text):
                numbers[int(line.text) - p] += 1
    found: list[set[int]] = [set() for _ in pages]
    for p, zone in enumerate(zones):
        for n in zone:
            text = pages[p].lines[n].text
            bare = _BARE_NUMBER.fullmatch(text) and numbers[int(text) - p] >= min(2, len(pages))
            if _PAGE_NUMBER.fullmatch(text) or (bare and (len(pages) > 1 or text == "1")):
                found[p].add(n)
    for places in repeated.values():
        for p, n, at in places:
            same = {q for q, _, other in places if abs(other - at) < 0.012}
            often = len(same) >= max(2, 0.4 * len(pages))
            if often and not pages[p].lines[n].ruled and not _follows(pages[p], n, pitch):
                found[p].add(n)
    return found


def _steps(page: Page) -> Iterator[float]:
    bases = sorted({round(line.base) for line in page.lines})
    return (float(b - a) for a, b in pairwise(bases))


def _follows(page: Page, n: int, pitch: float) -> bool:
    """Whether a line is one pitch from another of its size: so stands text, but no head."""
    line = page.lines[n]
    return any(
        abs(abs(other.base - line.base) - pitch) < 0.15 * pitch
        and abs(other.size - line.size) <= _SAME_SIZE * line.size
        for other in page.lines
    )


def _zone_lines(page: Page) -> list[int]:
    """Indexes of the two outermost rows at the top and at the foot, if they are near the edge."""
    bases = sorted({round(line.base) for line in page.lines})
    outer = {*bases[:2], *bases[-2:]}
    edges = page.height * _ZONE, page.height * (1 - _ZONE)
    return [
        n
        for n, line in enumerate(page.lines)
        if round(line.base) in outer and not edges[0] < line.base < edges[1]
    ]


def _furniture_notes(texts: Iterator[str]) -> list[Note]:
    """One note for what differs by numbers only."""
    groups: dict[str, list[str]] = defaultdict(list)
    for text in texts:
        groups[re.sub(r"\d+", "#", text)].append(text)
    return [
        Note(NoteKind.FURNITURE, same[0] if len(same) == 1 else f"{same[0]}（{len(same)} 页）")
        for same in groups.values()
    ]


# --- Paragraphs -----------------------------------------------------------------------------


@dataclass
class _Style:
    """What is usual in the document: font size, line pitch, margins of pages and columns."""

    em: float
    pitch: float = 0.0
    indented: bool = False
    margins: dict[tuple[int, int], tuple[float, float]] = field(default_factory=dict)


def _paragraphs(bodies: Sequence[Sequence[Line]], width: float) -> Iterator[list[tuple[int, Line]]]:
    style = _style(bodies, width)
    paragraph: list[tuple[int, Line]] = []
    hang: float | None = None
    for page, line in ((p, line) for p, lines in enumerate(bodies) for line in lines):
        if paragraph:
            hang = _hang(style, paragraph, (page, line), hang)
            if hang is None and _apart(style, paragraph[-1], (page, line)):
                yield paragraph
                paragraph = []
        paragraph.append((page, line))
    if paragraph:
        yield paragraph


def _apart(style: _Style, before: tuple[int, Line], after: tuple[int, Line]) -> bool:
    """Whether a paragraph ends between two lines that follow each other."""
    (_, a), (_, b) = before, after
    if a.row or b.row or abs(a.size - b.size) > _SAME_SIZE * max(a.size, b.size):
        return True
    if any(_centred(style, *place) for place in (before, after)) or _short(style, before, b):
        return True
    if b.left - _margins(style, *after)[0] > _INDENT * style.em:
        return True
    if not _below(before, after):  # over a page or a column
        return not style.indented and bool(_FINAL.search(a.text))
    gap = (b.base - a.base) / (style.pitch * max(a.size / style.em, 1))
    if gap > (1.6 if style.indented else 1.25):
        return True
    return not style.indented and bool(_PAUSE.search(a.text) and _MARK.match(b.text))


def _hang(
    style: _Style,
    paragraph: Sequence[tuple[int, Line]],
    after: tuple[int, Line],
    hang: float | None,
) -> float | None:
    """The left edge that the lines after a marked one share (附件：1. …), None if they do not."""
    (_, a), (_, b) = paragraph[-1], after
    if a.row or b.row or _MARK.match(b.text) or _short(style, paragraph[-1], b):
        return None
    if abs(a.size - b.size) > _SAME_SIZE * a.size or not _below(paragraph[-1], after):
        return None
    if hang is not None:
        return hang if abs(b.left - hang) < 0.4 * style.em else None
    started = len(paragraph) == 1 and _MARK.match(a.text) and not _FINAL.search(a.text)
    deeper = _INDENT * style.em < b.left - a.left < 6 * style.em
    return b.left if started and deeper else None


def _below(before: tuple[int, Line], after: tuple[int, Line]) -> bool:
    (p, a), (q, b) = before, after
    return p == q and a.column == b.column and b.base > a.base


def _centred(style: _Style, page: int, line: Line) -> bool:
    left, right = _margins(style, page, line)
    inset, rest = line.left - left, right - line.right
    least = 2.6 * style.em if line.size < 1.15 * style.em else 0.5 * line.size
    return inset > least and abs(inset - rest) < line.size


def _short(style: _Style, place: tuple[int, Line], after: Line) -> bool:
    """Whether the first word of the next line would still have had room."""
    _, line = place
    token = _TOKEN.match(after.text)
    width = sum(1 if is_wide(c) else 0.55 for c in token.group()) if token else 1
    room = _margins(style, *place)[1] - line.right
    return room > min(width, 12) * line.size + _SLACK * style.em


def _margins(style: _Style, page: int, line: Line) -> tuple[float, float]:
    return style.margins.get((page, line.column), (line.left, line.right))


def _style(bodies: Sequence[Sequence[Line]], page_width: float) -> _Style:
    sizes: Counter[float] = Counter()
    for line in (line for lines in bodies for line in lines):
        sizes[round(line.size, 1)] += len(line.text)
    if not sizes:
        return _Style(1.0)
    style = _Style(max(sizes, key=lambda size: (sizes[size], size)))
    groups: dict[tuple[int, int], list[Line]] = defaultdict(list)
    for p, lines in enumerate(bodies):
        for line in lines:
            groups[p, line.column].append(line)
    for column in {column for _, column in groups}:
        own = {key: lines for key, lines in groups.items() if key[1] == column}
        _set_margins(style, own, page_width if column == 0 else 0.0)
    body = [(p, line) for p, lines in enumerate(bodies) for line in lines if _is_body(style, line)]
    steps = [b.base - a.base for (p, a), (q, b) in pairwise(body) if _below((p, a), (q, b))]
    style.pitch = _lower_mode([step for step in steps if step < 3 * style.em]) or 1.5 * style.em
    starts = [b for a, b in pairwise(body) if _short(style, a, b[1])] or body[:1]
    insets = [(line.left - _margins(style, p, line)[0]) / style.em for p, line in starts]
    style.indented = sum(1.4 < inset < 4.6 for inset in insets) * 2 > len(insets)
    return style


def _is_body(style: _Style, line: Line) -> bool:
    return not line.row and abs(line.size - style.em) <= 2 * _SAME_SIZE * style.em


def _set_margins(
    style: _Style, groups: dict[tuple[int, int], list[Line]], page_width: float
) -> None:
    """Margins of the pages of one column: a page may be shifted, but not by an indent. Where all
    lines are short the right margin is taken to be as wide as the left (`page_width` 0: never)."""
    body = {key: [line for line in lines if _is_body(style, line)] for key, lines in groups.items()}
    everywhere = [line for lines in body.values() for line in lines]
    usual = _left_edge(everywhere, style.em, max(2, int(0.08 * len(everywhere))))
    if usual is None:
        usual = min(line.left for lines in groups.values() for line in lines)
    lefts = {}
    for key, lines in body.items():
        own = _left_edge(lines, style.em, 3)
        lefts[key] = own if own is not None and abs(own - usual) < 1.2 * style.em else usual
    widths = sorted(
        line.right - lefts[key]
        for key, lines in body.items()
        for line in lines
        if line.text[-1] not in _HANGING
    ) or [max(line.right for lines in groups.values() for line in lines) - usual]
    width = widths[min(int(len(widths) * 0.9), len(widths) - 1)]
    room = page_width - 2 * usual
    if width < _MEASURE * room and not _run_on(everywhere, usual + width, style.em):
        width = room
    style.margins.update({key: (left, left + width) for key, left in lefts.items()})


def _run_on(lines: Sequence[Line], right: float, em: float) -> bool:
    """Whether several lines end at `right`, one of them in the middle of a sentence."""
    full = [line for line in lines if abs(line.right - right) < em]
    return len(full) > 1 and any(not _PAUSE.search(line.text) for line in full[:-1])


def _left_edge(lines: Sequence[Line], em: float, least: int) -> float | None:
    """The leftmost `x` at which `least` lines begin."""
    lefts = sorted(line.left for line in lines)
    for n, left in enumerate(lefts):
        if n + least <= len(lefts) and lefts[n + least - 1] - left <= 0.5 * em:
            return left
    return None


def _lower_mode(values: Sequence[float]) -> float | None:
    """The least value that is about as frequent as any."""
    counts = Counter(round(value) for value in values)
    most = max(counts.values(), default=0)
    return min((value for value, n in counts.items() if n >= most / 4), default=None)
