"""What a reader hands over: the text, and an account of what it did not take."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from enum import StrEnum


class NoteKind(StrEnum):
    """Why some words of a file are not in its text, or what to look at before it is used."""

    HIDDEN = "hidden"
    DELETED = "deleted"
    COMMENT = "comment"
    FURNITURE = "furniture"
    CLUTTER = "clutter"
    IGNORED = "ignored"
    WARNING = "warning"

    @property
    def label(self) -> str:
        return _LABELS[self]

    @property
    def is_worth_telling(self) -> bool:
        """Page numbers and buttons of a page are left out of every file; the rest is news."""
        return self not in (NoteKind.FURNITURE, NoteKind.CLUTTER)


_LABELS = {
    NoteKind.HIDDEN: "隐藏文字",  # invisible to whoever reads the page: vanished, white, 1 pt
    NoteKind.DELETED: "修订中删去的文字",
    NoteKind.COMMENT: "批注",
    NoteKind.FURNITURE: "页眉页脚和页码",
    NoteKind.CLUTTER: "网页杂项",
    NoteKind.IGNORED: "未读取的内容",  # pictures, macros, embedded files: `text` names them
    NoteKind.WARNING: "注意",
}


@dataclass(frozen=True)
class Note:
    """Words that were left out, or what else was; nothing is dropped without one."""

    kind: NoteKind
    text: str


@dataclass(frozen=True)
class Reading:
    """The text of a file, lines separated by ``\\n``, as a person would see it.

    ``pages`` are the offsets at which pages begin (the first is 0), () where a format has none.
    """

    text: str
    notes: tuple[Note, ...] = ()
    pages: tuple[int, ...] = ()


def page_at(pages: tuple[int, ...], offset: int) -> int:
    """The number of the page, from 1, that holds `offset`; 0 if there are no pages."""
    return bisect_right(pages, offset)
