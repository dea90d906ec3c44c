"""Fields of a Word file: an instruction, which is not text, and its result, which is.

A field runs over many runs and paragraphs, from one ``w:fldChar`` to another, and may hold others.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.readers.docx_parts import Element, is_on, name, number, value

_MARK, _KIND, _INSTRUCTION = name("w:fldChar"), name("w:fldCharType"), name("w:instr")
_PAGE_NUMBER = re.compile(r"\s*(?:PAGE|NUMPAGES|SECTIONPAGES)\b", re.I)
_ENOUGH = 50  # characters of an instruction tell what it is
_FORM = name("w:ffData")
_BOX, _CHECKED, _DEFAULT = name("w:checkBox"), name("w:checked"), name("w:default")
_LIST, _ENTRY, _RESULT = name("w:ddList"), name("w:listEntry"), name("w:result")


@dataclass
class _Field:
    instruction: str = ""
    in_result: bool = False


class Fields:
    """The fields that are open at a place in a text.

    A field of `root` that is never ended is none, so that nothing after it is lost.
    """

    def __init__(self, root: Element | None = None) -> None:
        self._open: list[_Field] = []
        self._instructing = self._counting = 0  # how many of them; to add them up is too slow
        begun: list[Element] = []
        for mark in () if root is None else root.iter(_MARK):
            kind = mark.get(_KIND)
            if kind == "begin":
                begun.append(mark)
            elif kind == "end" and begun:
                begun.pop()
        self._endless = set(begun)

    def mark(self, element: Element) -> None:
        """The begin of a field, of its result, or its end."""
        kind = element.get(_KIND)
        if kind == "begin" and element not in self._endless:
            self._open.append(_Field())
            self._instructing += 1
        elif kind == "separate" and self._open and not self._open[-1].in_result:
            self._begin_result()
        elif kind == "end":
            self.end()

    def begin_simple(self, element: Element) -> None:
        """A field that is an element of its own; `end` ends it."""
        self._open.append(_Field(element.get(_INSTRUCTION, "")))
        self._instructing += 1
        self._begin_result()

    def end(self) -> None:
        """The innermost field is over."""
        if not self._open:
            return
        ended = self._open.pop()
        if ended.in_result:
            self._counting -= _is_page_number(ended)
        else:
            self._instructing -= 1

    def instruct(self, text: str) -> None:
        """A piece of the innermost field's instruction."""
        if self._open and not self._open[-1].in_result:
            field = self._open[-1]
            field.instruction = (field.instruction + text)[:_ENOUGH]

    @property
    def instructing(self) -> bool:
        """Whether what stands here is part of an instruction."""
        return self._instructing > 0

    @property
    def counting_pages(self) -> bool:
        """Whether what stands here is a page number."""
        return self._counting > 0

    def _begin_result(self) -> None:
        self._open[-1].in_result = True
        self._instructing -= 1
        self._counting += _is_page_number(self._open[-1])


def form_value(mark: Element) -> str:
    """What an old form field shows: its box, or the entry picked; "" if it is none of these."""
    form = mark.find(_FORM)
    if form is None:
        return ""
    box, entries = form.find(_BOX), form.find(_LIST)
    if box is not None:
        ticked = box.find(_CHECKED)
        return "☑" if is_on(ticked if ticked is not None else box.find(_DEFAULT)) else "☐"
    if entries is None:
        return ""
    picked = entries.find(_RESULT)
    index = number(value(picked if picked is not None else entries.find(_DEFAULT))) or 0
    words = [value(entry) or "" for entry in entries.iterchildren(_ENTRY)]
    return words[index] if 0 <= index < len(words) else ""


def _is_page_number(field: _Field) -> bool:
    return _PAGE_NUMBER.match(field.instruction) is not None
