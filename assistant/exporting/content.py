"""Drafts as paragraphs of a report: values that every form of file is written from. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from assistant.document import Draft
from assistant.exporting.tracked import Pair, paired
from assistant.rewriting.words import PieceKind, marked, words_of
from corpus.numbering import block_marker, markers_in, render_marker

Part = Literal["title", "blank", "heading", "body", "label"]
# GB/T 9704-2012 §7.3.3; families inside a paragraph (一是) are set as the second level is.
_LEVELS = {"第一章": 0, "一、": 0, "（一）": 1, "1.": 2, "（1）": 3, "①": 3}
_RUN_IN_LEVEL = 1
TITLE_WIDTH = 20  # characters of 22 pt in a line of 442 pt


@dataclass(frozen=True)
class Piece:
    """Words of one kind. `key` names the sentence they are of, as `key_of` does ("" = none);
    `level` is that of the heading they are part of (0 = 一、), None for others."""

    text: str
    kind: PieceKind = "same"
    key: str = ""
    level: int | None = None


@dataclass(frozen=True)
class Block:
    """A paragraph; `end` tells whether its end came or went, too, which joins or splits paragraphs."""

    part: Part
    pieces: tuple[Piece, ...] = ()
    end: PieceKind = "same"

    def is_all(self, kind: PieceKind) -> bool:
        return all(piece.kind == kind for piece in self.pieces)


def key_of(draft: Draft, sentence_id: str) -> str:
    """Tells a sentence from those of the other section; "" names the section's heading."""
    return f"{draft.section}/{sentence_id}"


def content(
    drafts: Sequence[Draft], since: Sequence[Draft] = (), title: str = "", label: str = ""
) -> list[Block]:
    """The paragraphs of a report. `since` are earlier versions, by their section."""
    before = {draft.section: draft for draft in since}
    marks = section_marks(drafts)
    blocks = [Block("title", (Piece(line),)) for line in title_lines(title)]
    blocks += [Block("blank")] if blocks else []
    for mark, draft in zip(marks, drafts, strict=True):
        is_last = draft is drafts[-1] and not label
        blocks += _section(draft, before.get(draft.section), mark, is_last)
    return [*blocks, *([Block("label", (Piece(label),))] if label else [])]


def section_marks(drafts: Sequence[Draft]) -> list[str]:
    """一、 and 二、 for the sections of a report, none for one section alone or where the headings
    or the items are numbered so already."""
    own = any(block_marker(d.heading, 0, len(d.heading)) for d in drafts)
    if len(drafts) < 2 or own or any(d.numbering == "一、" for d in drafts):
        return [""] * len(drafts)
    return [render_marker("一、", n) for n in range(1, len(drafts) + 1)]


def _section(draft: Draft, old: Draft | None, mark: str, is_last: bool) -> list[Block]:
    was = old.heading if old else draft.heading
    key = key_of(draft, "")
    heading = [Piece(mark)] if mark else []
    heading += [replace(piece, key=key) for piece in _words(was, draft.heading)]
    blocks = [Block("heading", tuple(heading))]
    starts: list[PieceKind] = ["same"]  # whether the start of each paragraph came or went
    for group, start in _paragraphs(list(paired(draft, old))):
        level = _level(draft, group[0])
        pieces = tuple(piece for pair in group for piece in _pieces(draft, pair, level))
        if pieces:
            blocks.append(Block("body", pieces))
            starts.append(start)
    return _with_ends(blocks, starts, is_last)


def _paragraphs(pairs: Sequence[Pair]) -> Iterator[tuple[list[Pair], PieceKind]]:
    """The sentences of each paragraph, and whether it began in both drafts or in one."""
    group: list[Pair] = []
    start: PieceKind = "same"
    for pair in pairs:
        if pair.opens_old or pair.opens_new:
            if group:
                yield group, start
            both = pair.opens_old and pair.opens_new
            group, start = [], "same" if both else "gone" if pair.opens_old else "new"
        group.append(pair)
    if group:
        yield group, start


def _with_ends(blocks: list[Block], starts: list[PieceKind], is_last: bool) -> list[Block]:
    """A paragraph that came or went whole takes its own end along, so that refusing the change
    leaves none empty; one that was split off or joined takes the end before it."""
    ends: list[PieceKind] = ["same"] * len(blocks)
    for n in range(1, len(blocks)):
        if starts[n] == "same":
            continue
        # The last end of a file cannot go.
        to_the_end = is_last and all(block.is_all(starts[n]) for block in blocks[n:])
        ends[n if blocks[n].is_all(starts[n]) and not to_the_end else n - 1] = starts[n]
    return [replace(block, end=end) for block, end in zip(blocks, ends, strict=True)]


def _pieces(draft: Draft, pair: Pair, level: int) -> Iterator[Piece]:
    is_heading = pair.opens_new if pair.new else pair.opens_old
    at = level if is_heading else None
    # Its words as it is now, or as it was where it went.
    key = key_of(draft, pair.new.id) if pair.new else ""
    old = pair.old.text if pair.old else ""
    new = pair.new.text if pair.new else ""
    for was, now, of in ((pair.old_marker, pair.new_marker, ""), (old, new, key)):
        for piece in _words(was, now):
            yield replace(piece, key=of, level=at)


def _words(was: str, now: str) -> list[Piece]:
    """Word by word where a text was reworded."""
    if was == now:
        return [Piece(now)] if now else []
    if not was or not now:
        return [Piece(now, "new") if now else Piece(was, "gone")]
    return [Piece(piece.text, piece.kind) for piece in marked(was, now)]


def _level(draft: Draft, first: Pair) -> int:
    mark = first.new_marker or first.old_marker
    family = next((m.family for m in markers_in(mark, 0, len(mark))), draft.numbering)
    return _LEVELS.get(family, _RUN_IN_LEVEL)


def title_lines(title: str) -> list[str]:
    """A title in lines of like length that end between words (§7.3.1)."""
    title = " ".join(title.split())
    if not title:
        return []
    count = -(-len(title) // TITLE_WIDTH)
    lines, aim = [""], len(title) / count
    for word in words_of(title):
        full = len(lines[-1]) + len(word) / 2 > aim and len(lines) < count
        if lines[-1] and (full or len(lines[-1]) + len(word) > TITLE_WIDTH):
            lines.append("")
        lines[-1] += word
    return [line.strip() for line in lines]
