"""The leaves of a tree: what is embedded, retrieved and cited, each word in exactly one."""

from __future__ import annotations

import re

from corpus.normal import View
from corpus.report import Item, Outline, Paragraph, Role, Section

_MAX_PARAGRAPH = 600  # characters; about the 512 tokens an embedding model reads
_MAX_LINE = 1500  # a longer line has lost its line ends and is cut between sentences
_SENTENCE = re.compile(r"[^。！？；]*[。！？；]*[”’）]*\s*")

_Leaf = tuple[tuple[str, ...], int, int]


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
        body = _body_start(outline.text, section)
        covered += [(path, s, e) for s, e in _uncovered(outline.text, body, section.end, covered)]
        for own_path, start, end in sorted(covered, key=lambda leaf: leaf[1]):
            spans = _pieces(outline.text, start, end)
            leaves += [(section.role, own_path, s, e) for s, e in spans]
    return tuple(
        Paragraph(f"{report_id}:{n}", report_id, n, role, path, start, end)
        for n, (role, path, start, end) in enumerate(leaves)
    )


def _pieces(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The leaf, or its lines if it is long, and an endless line in pieces of whole sentences."""
    if end - start <= _MAX_PARAGRAPH:
        return [(start, end)]
    pieces: list[tuple[int, int]] = []
    for line_start, line_end in _lines(text, start, end):
        if line_end - line_start <= _MAX_LINE:
            pieces.append((line_start, line_end))
            continue
        position = line_start
        for match in _SENTENCE.finditer(text, line_start, line_end):
            if match.end() - position > _MAX_PARAGRAPH and match.start() > position:
                pieces += _lines(text, position, match.start())
                position = match.start()
        pieces += _lines(text, position, line_end)
    return pieces


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
    if not section.heading:
        return section.start
    heading_at = text.index(section.heading, section.start + len(section.marker))
    return heading_at + len(section.heading)


def _uncovered(text: str, start: int, end: int, covered: list[_Leaf]) -> list[tuple[int, int]]:
    """Lines of ``text[start:end]`` that no leaf holds, so that nothing of a report is lost."""
    gaps, position = [], start
    for _, leaf_start, leaf_end in sorted(covered, key=lambda leaf: leaf[1]):
        gaps.append((position, leaf_start))
        position = max(position, leaf_end)
    gaps.append((position, end))
    return [
        (line_start, line_end)
        for gap_start, gap_end in gaps
        for line_start, line_end in _lines(text, gap_start, gap_end)
        if re.search(r"\w", text[line_start:line_end])
    ]


def _lines(text: str, start: int, end: int) -> list[tuple[int, int]]:
    view = View.of(text[start:end])
    return [(start + view.start(s), start + view.end(e)) for s, e in view.lines()]
