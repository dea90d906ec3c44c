"""Text → the tree of a report. Pure; offsets always index the text as given.

Levels are decided by the *family* of a mark, then by context: the family that starts first is
the outermost, and each item is searched again with the families left. A run-in family counts
only if it ascends by one from 一, so “说一是一” and “第一书记” never split a sentence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from pathlib import PurePath

from corpus.heading import (
    is_date_line,
    organisation_of_title,
    period_of_date,
    period_of_title,
    role_of_heading,
)
from corpus.numbering import BLOCK_FAMILIES, Marker, block_marker, markers_in
from corpus.report import Item, Outline, Paragraph, Role, Section, Span

_MAX_HEADING_LINE = 40  # a line longer than this is not a heading alone
_MAX_RUN_IN_HEADING = 40  # a longer first sentence of an item is not its heading
_MAX_PARAGRAPH = 600  # characters; about the 512 tokens an embedding model reads
_SECTION_FAMILIES = ("第一章", "一、", "（一）", "1.")
_GENRE_WORD = re.compile(r"(?:总结|报告|汇报|计划|要点|打算|方案|通报|情况)$")
_SENTENCE_END = "。！？；，：,.;:"


@dataclass(frozen=True)
class _Heading:
    marker: str
    heading: str
    start: int
    body: int  # where the section's text begins
    role: Role


def parse_outline(text: str, file_name: str = "") -> Outline:
    """Parse a report. `file_name` helps when the text names no title, period or organisation."""
    lines = _lines(text)
    stem = PurePath(file_name).stem
    title_lines = _title_lines(text, lines)
    title = "".join(text[s:e] for s, e in title_lines) or stem
    after_title = len(title_lines)
    tail = _tail_start(text, lines, after_title)
    headings = _section_headings(text, lines[after_title:tail])
    tail_text = [text[s:e] for s, e in lines[tail:]]
    period = (
        period_of_title(title)
        or period_of_title(stem)
        or next((p for line in tail_text if (p := period_of_date(line))), None)
    )
    return Outline(
        title=title,
        organisation=organisation_of_title(title) or organisation_of_title(stem),
        period=str(period) if period else "",
        text=text,
        sections=tuple(_sections(text, lines, after_title, tail, headings)),
    )


def paragraphs_of(outline: Outline, report_id: str) -> tuple[Paragraph, ...]:
    """The leaves of the tree in reading order: leads, items, plain lines; nothing twice.

    A leaf of several lines that is longer than a model reads is one paragraph a line.
    """
    leaves: list[tuple[Role, tuple[str, ...], int, int]] = []
    for section in outline.sections:
        path = (section.marker + section.heading,) if section.heading else (section.role.label,)
        covered = _leaves_of_items(outline.text, section.items, path)
        if section.lead:
            covered.insert(0, (path, section.lead.start, section.lead.end))
        body = section.start if not section.heading else _body_start(outline.text, section)
        covered += [(path, s, e) for s, e in _uncovered(outline.text, body, section.end, covered)]
        for own_path, start, end in sorted(covered, key=lambda leaf: leaf[1]):
            lines = _lines(outline.text[start:end]) if end - start > _MAX_PARAGRAPH else []
            spans = [(start + s, start + e) for s, e in lines] or [(start, end)]
            leaves += [(section.role, own_path, s, e) for s, e in spans]
    return tuple(
        Paragraph(f"{report_id}:{n}", report_id, n, role, path, start, end)
        for n, (role, path, start, end) in enumerate(leaves)
    )


def find_items(text: str, start: int, end: int) -> tuple[Item, ...]:
    """The outermost list in ``text[start:end]`` with its nested lists, or ()."""
    return _find_items(text, start, end, frozenset())


# --- lines, title, tail ---------------------------------------------------------------------


def _lines(text: str) -> list[tuple[int, int]]:
    """Spans of the non-empty lines, without the blanks at their edges."""
    spans = []
    for match in re.finditer(r"[^\n]+", text):
        line = match.group()
        if stripped := line.strip():
            start = match.start() + line.index(stripped)
            spans.append((start, start + len(stripped)))
    return spans


def _title_lines(text: str, lines: list[tuple[int, int]]) -> list[tuple[int, int]]:
    taken: list[tuple[int, int]] = []
    for start, end in lines[:3]:
        line = text[start:end]
        if len(line) > _MAX_HEADING_LINE or line[-1] in _SENTENCE_END:
            break
        if block_marker(text, start, end) or role_of_heading(line) in (Role.PROBLEMS, Role.PLAN):
            if not taken and _GENRE_WORD.search(line) and period_of_title(line):
                return [(start, end)]
            break
        taken.append((start, end))
        if _GENRE_WORD.search(line):
            return taken
    # Without a 文种 word only the first line can be trusted to be the title.
    return taken[:1]


def _tail_start(text: str, lines: list[tuple[int, int]], after_title: int) -> int:
    """Index of the first line of the signature: organ names, then a date, at the very end."""
    if not lines or not is_date_line(text[slice(*lines[-1])]):
        return len(lines)
    first = len(lines) - 1
    while first > after_title and len(lines) - first < 4:
        line = text[slice(*lines[first - 1])]
        short = len(line) <= 25 and line[-1] not in _SENTENCE_END and not re.search(r"\d", line)
        if not short or block_marker(text, *lines[first - 1]):
            break
        first -= 1
    return first


# --- sections -------------------------------------------------------------------------------


def _section_headings(text: str, lines: list[tuple[int, int]]) -> list[_Heading]:
    marked: dict[str, list[_Heading]] = {}
    unmarked: list[_Heading] = []
    for start, end in lines:
        marker = block_marker(text, start, end)
        if marker is None:
            line = text[start:end].rstrip("：:")
            if 0 < len(line) <= 25 and line[-1] not in _SENTENCE_END:
                role = role_of_heading(line)
                if role is not Role.OTHER:
                    unmarked.append(_Heading("", line, start, end, role))
        elif heading := _marked_heading(text, marker, end):
            marked.setdefault(marker.family, []).append(heading)
    for family in _SECTION_FAMILIES:
        found = marked.get(family, [])
        if any(h.role is not Role.OTHER for h in found) or (
            family in ("第一章", "一、") and len(found) >= 2
        ):
            return sorted(found + unmarked, key=lambda h: h.start)
    return unmarked


def _marked_heading(text: str, marker: Marker, line_end: int) -> _Heading | None:
    rest = text[marker.end : line_end]
    if len(rest) <= _MAX_HEADING_LINE and "。" not in rest.rstrip("。"):
        heading = rest.rstrip("。：:")
        if "，" in heading and len(heading) > 25:
            return None
        return _Heading(marker.text, heading, marker.start, line_end, role_of_heading(heading))
    heading, stop, _ = rest.partition("。")
    role = role_of_heading(heading)
    # A heading run into its text is believed only where it names a role.
    if stop and len(heading) <= 30 and "，" not in heading and role is not Role.OTHER:
        body = marker.end + len(heading) + 1
        return _Heading(marker.text, heading, marker.start, body, role)
    return None


def _sections(
    text: str, lines: list[tuple[int, int]], after_title: int, tail: int, headings: list[_Heading]
) -> list[Section]:
    body_lines = lines[after_title:tail]
    if not body_lines:
        return []
    sections = []
    body_end = body_lines[-1][1]
    first = headings[0].start if headings else body_end + 1
    before = [line for line in body_lines if line[0] < first]
    if before:
        # Without any heading nothing tells a 导语 from the rest.
        role = Role.LEAD if headings else Role.OTHER
        sections.append(_section(text, role, None, before[0][0], before[-1][1]))
    for n, heading in enumerate(headings):
        limit = headings[n + 1].start if n + 1 < len(headings) else body_end
        end = heading.start + len(text[heading.start : limit].rstrip())
        sections.append(_section(text, heading.role, heading, heading.start, end))
    if tail < len(lines):
        start, end = lines[tail][0], lines[-1][1]
        sections.append(Section(Role.OTHER, "", "", 0, start, end, Span(start, end)))
    return sections


def _section(text: str, role: Role, heading: _Heading | None, start: int, end: int) -> Section:
    if heading is None:
        items = () if role is Role.LEAD else find_items(text, start, end)
        # Without headings or a list, every line is a paragraph of its own.
        stop = items[0].start if items else (end if role is Role.LEAD else start)
        return Section(role, "", "", 0, start, end, _trim(text, Span(start, stop)), items)
    body = min(heading.body, end)
    items = find_items(text, body, end)
    lead_span = _trim(text, Span(body, items[0].start)) if items else None
    return Section(role, heading.marker, heading.heading, 1, start, end, lead_span, items)


def _trim(text: str, span: Span) -> Span | None:
    """The span without blanks at its edges; None if nothing is left."""
    piece = text[span.start : span.end]
    if not piece.strip():
        return None
    left = len(piece) - len(piece.lstrip())
    return Span(span.start + left, span.start + len(piece.rstrip()))


# --- items ----------------------------------------------------------------------------------


def _find_items(text: str, start: int, end: int, used: frozenset[str]) -> tuple[Item, ...]:
    chain = _outermost_chain(text, start, end, used)
    if not chain:
        return ()
    used |= {chain[0].family}
    items = []
    for n, marker in enumerate(chain):
        limit = chain[n + 1].start if n + 1 < len(chain) else _end_of_last(text, chain, end)
        item_end = marker.start + len(text[marker.start : limit].rstrip())
        heading_end, body = _item_heading(text, marker.end, item_end)
        items.append(
            Item(
                marker=marker.text,
                ordinal=marker.ordinal or n + 1,
                heading=text[marker.end : heading_end],
                start=marker.start,
                end=item_end,
                heading_start=marker.end,
                body_start=body,
                items=_find_items(text, body, item_end, used),
            )
        )
    return tuple(items)


def _outermost_chain(text: str, start: int, end: int, used: frozenset[str]) -> list[Marker]:
    """The ascending marks of the family that starts first; marked lines go before run-ins."""
    by_family: dict[str, list[Marker]] = {}
    for marker in markers_in(text, start, end):
        if marker.family in used:
            continue
        chain = by_family.setdefault(marker.family, [])
        expected = len(chain) + 1 if not chain else (chain[-1].ordinal or len(chain)) + 1
        # A whole line may carry a mistyped number (（三） twice, （五） after （三）); a run-in may not.
        slack = marker.at_line_start and bool(chain) and marker.family in BLOCK_FAMILIES
        fits = marker.ordinal == expected or (marker.ordinal == 0 and len(chain) >= 1)
        if fits or (slack and expected - 1 <= marker.ordinal <= expected + 1):
            chain.append(marker)
    chains = [chain for chain in by_family.values() if len(chain) >= 2]
    return min(chains, key=lambda c: (not c[0].at_line_start, c[0].start), default=[])


def _end_of_last(text: str, chain: list[Marker], end: int) -> int:
    """Where the last item ends: with its line, unless an earlier item spans several lines."""
    spans = pairwise(chain)
    if any("\n" in text[a.start : b.start].strip() for a, b in spans):
        return end
    line_end = text.find("\n", chain[-1].start, end)
    return end if line_end < 0 else line_end


def _item_heading(text: str, start: int, end: int) -> tuple[int, int]:
    """End of the heading sentence and start of the body, both `start` if there is no heading."""
    line_end = text.find("\n", start, end)
    line_end = end if line_end < 0 else line_end
    stop = text.find("。", start, line_end)
    if stop < 0:
        if line_end < end and line_end - start <= _MAX_HEADING_LINE:
            return start + len(text[start:line_end].rstrip()), line_end + 1
        return start, start
    if stop - start <= _MAX_RUN_IN_HEADING and stop + 1 < end:
        return stop, stop + 1
    return start, start


# --- leaves ---------------------------------------------------------------------------------

_Leaf = tuple[tuple[str, ...], int, int]


def _leaves_of_items(text: str, items: tuple[Item, ...], path: tuple[str, ...]) -> list[_Leaf]:
    """An item is one leaf, unless it holds a list of its own: then its head and each member."""
    leaves: list[_Leaf] = []
    for n, item in enumerate(items, 1):
        own = (*path, f"第{n}条" + (f" {item.heading}" if item.heading else ""))
        if item.items:
            head = text[item.start : item.items[0].start].rstrip()
            leaves.append((own, item.start, item.start + len(head)))
            leaves += _leaves_of_items(text, item.items, own)
        else:
            leaves.append((own, item.start, item.end))
    return leaves


def _body_start(text: str, section: Section) -> int:
    heading_at = text.index(section.heading, section.start + len(section.marker))
    return heading_at + len(section.heading)


def _uncovered(text: str, start: int, end: int, covered: list[_Leaf]) -> list[tuple[int, int]]:
    """Lines of ``text[start:end]`` that no leaf holds, so that nothing of a report is lost."""
    gaps, position = [], start
    for _, leaf_start, leaf_end in sorted(covered, key=lambda leaf: leaf[1]):
        gaps.append((position, leaf_start))
        position = max(position, leaf_end)
    gaps.append((position, end))
    lines = []
    for gap_start, gap_end in gaps:
        for line_start, line_end in _lines(text[gap_start:gap_end]):
            if re.search(r"\w", text[gap_start + line_start : gap_start + line_end]):
                lines.append((gap_start + line_start, gap_start + line_end))
    return lines
