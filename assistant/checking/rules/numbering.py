"""Group 2: the marks that number paragraphs and the lists run into them (GB/T 9704-2012 7.3.3)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from assistant.checking.paper import Hit, Line, Paper
from assistant.checking.tables import Tables
from corpus.numbering import Marker, markers_in, number_value, render_marker
from corpus.report import Role

# Outermost first; a mark begins the deeper ones anew.
_LEVELS = ("第一章", "一、", "（一）", "1.", "（1）", "①")
_PLAIN = {"一、", "（一）", "1.", "（1）"}
_RUN_IN = ("一是", "一要", "一抓", "第一，", "（一）", "（1）", "①")
_HALF = re.compile(r"[()\[\]［］【】]")
_LAST_MARK = re.compile(r"[；。;]\s*$")
_PROMISE = re.compile(
    r"(?:以下|下列|如下)(?P<n>[一二两三四五六七八九十]|\d)(?:个方面|方面|个问题|点|条|项|个)[^。；：:\n]{0,14}[：:。]\s*"
    r"|(?:表现在|体现在|做到|抓好|做好|是|有)(?P<m>[一二两三四五六七八九十]|\d)(?:个方面|点|个问题|个“?[\u4e00-\u9fff]{0,4}”?)[：:。]\s*"
)
_MAX_MEMBERS = 30


def check_numbering(paper: Paper, tables: Tables) -> Iterator[Hit]:
    """Marks as they are written, in their order, and the lists they make."""
    marked = [(line, line.marker) for line in paper.lines if line.marker]
    yield from _written(marked)
    yield from _ordered(marked)
    yield from _levels(paper, marked)
    for line in paper.lines:
        chains = _chains(paper.text, line)
        yield from _gaps(chains)
        yield from _ends(paper.text, line, chains)
    yield from _promises(paper)
    if paper.is_whole:
        yield from _heading_stops(paper)


# --- how a mark is written ----------------------------------------------------------------------


def _written(marked: Sequence[tuple[Line, Marker]]) -> Iterator[Hit]:
    dotted = {m.text[-1] for _, m in marked if m.family == "1."}
    for line, marker in marked:
        if marker.family not in _PLAIN or marker.ordinal == 0:
            continue
        right = render_marker(marker.family, marker.ordinal)
        written = re.sub(r"\s", "", marker.text)
        place = (marker.start, marker.start + len(marker.text))
        if written == right or re.search(r"[㈠-㈩⑴-⒇]", written):
            continue
        if _HALF.search(written):
            yield Hit("numbering.bracket", *place, f"“{marker.text}”应写作“{right}”", right)
        elif marker.family != "1.":
            if marker.text[0] not in "—－─ー" and not _is_sentence(line, marker):
                yield Hit("numbering.mark", *place, f"“{marker.text}”应写作“{right}”", right)
        elif len(dotted) > 1 and written[-1] != ".":
            said = f"“{marker.text}”与文中“1.”的写法不一，应写作“{right}”"
            yield Hit("numbering.mixed", *place, said, right)
    wide = [(m, line) for line, m in marked if m.family == "1." and m.text.rstrip()[-1] != "."]
    if wide and len(dotted) == 1:
        # One way throughout is a habit of the house: said once.
        first = wide[0][0]
        right = render_marker("1.", first.ordinal)
        said = f"“{first.text}”一类序号共 {len(wide)} 处，应写作“{right}”"
        yield Hit("numbering.mark", first.start, first.start + len(first.text), said, right)


def _is_sentence(line: Line, marker: Marker) -> bool:
    """一，…… may open a sentence that is no item at all."""
    return marker.text[-1] in "，," and len(line.text) > 60


# --- their order ----------------------------------------------------------------------------------


def _ordered(marked: Sequence[tuple[Line, Marker]]) -> Iterator[Hit]:
    """Gaps and repetitions at each level; a list may begin anew at 1 anywhere."""
    last: dict[str, int] = {}
    for _, marker in marked:
        if marker.family not in _LEVELS or not marker.ordinal:
            continue
        before = last.get(marker.family, 0)
        for deeper in _LEVELS[_LEVELS.index(marker.family) + 1 :]:
            last.pop(deeper, None)
        last[marker.family] = marker.ordinal
        if marker.ordinal == 1 or marker.ordinal == before + 1:
            continue
        yield from _out_of_order(marker, before)


def _out_of_order(marker: Marker, before: int) -> Iterator[Hit]:
    place = (marker.start, marker.start + len(marker.text))
    if marker.ordinal == before:
        yield Hit("numbering.duplicate", *place, f"序号“{marker.text}”重复")
    elif before:
        missing = _name(marker, before + 1)
        yield Hit("numbering.gap", *place, f"“{_name(marker, before)}”之后应为“{missing}”")


def _name(marker: Marker, ordinal: int) -> str:
    return render_marker(marker.family, ordinal).strip()


def _levels(paper: Paper, marked: Sequence[tuple[Line, Marker]]) -> Iterator[Hit]:
    """1. right below 一、 where the same text has （一） between them elsewhere."""
    families = [m.family for _, m in marked]
    if not {"一、", "（一）", "1."} <= set(families):
        return
    for (_, above), (line, marker) in pairwise(marked):
        if (
            above.family == "一、"
            and marker.family == "1."
            and marker.ordinal == 1
            and above.ordinal
        ):
            if line.role is Role.OTHER:
                continue
            place = (marker.start, marker.start + len(marker.text))
            yield Hit(
                "numbering.level",
                *place,
                f"“{above.text}”之下直接用“{marker.text}”，其他部分用的是“（一）”",
            )


# --- lists run into a paragraph -------------------------------------------------------------------


def _chains(text: str, line: Line) -> list[list[Marker]]:
    """Lists of two or more in a paragraph, each from its first member on."""
    chains: dict[str, list[list[Marker]]] = {}
    for marker in markers_in(text, line.start, line.end):
        if marker.family not in _RUN_IN or not marker.ordinal:
            continue
        own = chains.setdefault(marker.family, [])
        if marker.ordinal == 1:
            own.append([marker])
        elif own and len(own[-1]) < _MAX_MEMBERS:
            own[-1].append(marker)
    return [chain for own in chains.values() for chain in own if len(chain) > 1]


def _gaps(chains: Sequence[Sequence[Marker]]) -> Iterator[Hit]:
    for chain in chains:
        for before, marker in pairwise(chain):
            if marker.at_line_start or marker.ordinal == before.ordinal + 1:
                continue
            if 0 <= marker.ordinal - before.ordinal <= 2:
                yield from _out_of_order(marker, before.ordinal)


def _ends(text: str, line: Line, chains: Sequence[Sequence[Marker]]) -> Iterator[Hit]:
    """Both ； and 。 at the ends of the members of one list, the last not counted."""
    for chain in chains:
        stops = []
        for marker in chain[1:]:
            if stop := _LAST_MARK.search(text, max(line.start, marker.start - 3), marker.start):
                stops.append((stop.group().strip(), stop.start()))
        kinds = {kind for kind, _ in stops}
        if len(chain) > 2 and {"；", "。"} <= kinds:
            fewer = min(kinds, key=lambda k: sum(kind == k for kind, _ in stops))
            place = next(at for kind, at in stops if kind == fewer)
            said = f"这一组“{chain[0].text}”各条的末尾，有的用“；”，有的用“。”"
            yield Hit("numbering.ends", place, place + 1, said)


def _promises(paper: Paper) -> Iterator[Hit]:
    """以下三个方面： followed by a list that has not three members."""
    for match in _PROMISE.finditer(paper.text):
        number = number_value((match["n"] or match["m"]).replace("两", "二"))
        first = next(markers_in(paper.text, match.end(), len(paper.text)), None)
        if first is None or first.ordinal != 1 or first.start != match.end() or number < 2:
            continue
        count = _members(paper, first)
        if count > 1 and count != number:
            said = f"前面说的是 {number} 个（条），实际列了 {count} 条"
            yield Hit("numbering.count", match.start(), match.end(), said)


def _members(paper: Paper, first: Marker) -> int:
    """How many a list has that goes on from `first` till its next mark is not the expected one."""
    count = 1
    stop = len(paper.text)
    section = next((s for s in paper.outline.sections if s.start <= first.start < s.end), None)
    if section:
        stop = section.end
    for marker in markers_in(paper.text, first.end, stop):
        if marker.family == first.family:
            if marker.ordinal != count + 1:
                break
            count += 1
    return count


def _heading_stops(paper: Paper) -> Iterator[Hit]:
    """一、 and （一） on a line of their own that ends in 。, with a body below."""
    for line, below in pairwise(paper.lines):
        marker = line.marker
        if (
            marker is None
            or marker.family not in ("一、", "（一）")
            or below.section != line.section
        ):
            continue
        words = line.text[marker.end - line.start :]
        is_alone = words.endswith("。") and words.count("。") == 1 and len(words) <= 24
        if (
            is_alone
            and "，" not in words
            and (below.marker is None or _deeper(marker, below.marker))
        ):
            yield Hit(
                "numbering.heading_stop", line.end - 1, line.end, "独立成行的标题末尾不用句号", ""
            )


def _deeper(marker: Marker, below: Marker) -> bool:
    levels = [_LEVELS.index(m.family) if m.family in _LEVELS else -1 for m in (marker, below)]
    return levels[0] < levels[1]
