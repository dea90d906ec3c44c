"""Word's automatic numbering: 一、 and （一） are not in the text, only rules to make them.

A paragraph, or a style it has, names a list (``w:num``) and a level. Several lists may share one
definition (``w:abstractNum``) and then count on from each other, unless told to start anew.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from corpus.readers.docx_numerals import numeral
from corpus.readers.docx_parts import Element, is_on, name, number, value
from corpus.readers.docx_styles import Styles, inherited

_ABSTRACT, _NUM, _LEVEL = name("w:abstractNum"), name("w:num"), name("w:lvl")
_ABSTRACT_ID, _NUM_ID, _DEPTH = name("w:abstractNumId"), name("w:numId"), name("w:ilvl")
_STYLE_LINK, _NUM_STYLE_LINK = name("w:styleLink"), name("w:numStyleLink")
_OVERRIDE, _START_OVERRIDE = name("w:lvlOverride"), name("w:startOverride")
_START, _FORMAT, _TEXT, _SUFFIX = (
    name("w:start"),
    name("w:numFmt"),
    name("w:lvlText"),
    name("w:suff"),
)
_RESTART, _LEGAL, _LINKED = name("w:lvlRestart"), name("w:isLgl"), name("w:pStyle")
_PICTURE = name("w:lvlPicBulletId")
_LISTED = f"{name('w:pPr')}/{name('w:numPr')}"
_STYLE_ID = name("w:styleId")
_OFF = "0"  # the list that takes a paragraph out of its style's list
_DEEPEST = 8
_LONGEST = 100  # characters of a pattern; Word takes 31
_PLACEHOLDER = re.compile("%([1-9])")
_CLOSED = "、）)】〕》．，。：:"  # marks that need no blank after them


@dataclass(frozen=True)
class _Level:
    start: int
    form: str
    pattern: str
    suffix: str
    restart: int | None  # 0: never; n: when one of the outermost n levels counts on
    legal: bool
    style: str | None


@dataclass(frozen=True)
class _List:
    sequence: str  # the definition whose counters it shares
    levels: dict[int, _Level]
    starts: dict[int, int]  # levels that it starts anew
    tied: dict[str, int]  # style → the level that is tied to it


class Numbering:
    """The numbers of one text, to be asked for in reading order."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        found = [] if root is None else list(root)
        self._styles = styles
        self._abstracts = {e.get(_ABSTRACT_ID, ""): e for e in found if e.tag == _ABSTRACT}
        self._nums = {e.get(_NUM_ID, ""): e for e in found if e.tag == _NUM}
        self._linked = {
            link: identifier
            for identifier, e in self._abstracts.items()
            if (link := value(e.find(_STYLE_LINK)))
        }
        self._lists: dict[str, _List | None] = {}
        self._lent: dict[str | None, tuple[str | None, int]] = {}
        self._counters: dict[str, dict[int, int]] = {}
        self._restarted: set[tuple[str, int]] = set()

    def numbered(self, paragraph: Element, style: str | None, text: str) -> str:
        """`text` of the paragraph behind its number, if it has one; counts it."""
        direct = paragraph.find(_LISTED)
        lent_id, lent_depth = self._lends(style)
        list_id = _of(direct, _NUM_ID) or lent_id
        chosen = self._list(list_id or _OFF)
        if list_id is None or chosen is None:
            return text
        own_depth = number(_of(direct, _DEPTH))
        depth = lent_depth if own_depth is None else own_depth
        level = chosen.levels.get(depth)
        if level is None:
            return text
        counters = self._count(list_id, chosen, depth, level)
        return _put_before(_label(chosen, level, counters), level.suffix, text)

    def _lends(self, style: str | None) -> tuple[str | None, int]:
        """The list and the level that a style lends: one tied to the style, or the one it names."""
        if style not in self._lent:
            chain = self._styles.chain(style)
            list_id = value(inherited(chain, f"{_LISTED}/{_NUM_ID}"))
            chosen = self._list(list_id or _OFF)
            tied = {} if chosen is None else chosen.tied
            ids = (each.get(_STYLE_ID, "") for each in chain)
            named = number(value(inherited(chain, f"{_LISTED}/{_DEPTH}"))) or 0
            self._lent[style] = list_id, next((tied[each] for each in ids if each in tied), named)
        return self._lent[style]

    def _count(self, list_id: str, chosen: _List, depth: int, level: _Level) -> dict[int, int]:
        """The counters after one more paragraph of that level."""
        counters = self._counters.setdefault(chosen.sequence, {})
        anew = depth in chosen.starts and (list_id, depth) not in self._restarted
        if anew or depth not in counters:
            self._restarted.add((list_id, depth))
            counters[depth] = chosen.starts.get(depth, level.start)
        else:
            counters[depth] += 1
        for deeper in [each for each in counters if each > depth]:
            rules = chosen.levels.get(deeper)
            if rules is None or rules.restart is None or depth < rules.restart:
                del counters[deeper]
        return counters

    def _list(self, list_id: str) -> _List | None:
        if list_id not in self._lists:
            self._lists[list_id] = self._made(list_id)
        return self._lists[list_id]

    def _made(self, list_id: str) -> _List | None:
        num = self._nums.get(list_id)
        sequence = self._sequence(num)
        if num is None or list_id == _OFF or sequence not in self._abstracts:
            return None
        levels = _levels(self._abstracts[sequence])
        starts: dict[int, int] = {}
        for override in num.iterchildren(_OVERRIDE):
            levels |= _levels(override)
            depth, start = number(override.get(_DEPTH)), _of(override, _START_OVERRIDE)
            if depth is not None and number(start) is not None:
                starts[depth] = number(start) or 0
        tied = {level.style: depth for depth, level in levels.items() if level.style}
        return _List(sequence, levels, starts, tied)

    def _sequence(self, num: Element | None) -> str:
        """The definition of a list; one that stands for a list style leads to the style's own."""
        sequence = _of(num, _ABSTRACT_ID) or ""
        link = _of(self._abstracts.get(sequence), _NUM_STYLE_LINK)
        if link is None:
            return sequence
        if link in self._linked:
            return self._linked[link]
        style = self._styles.chain(link, "numbering")
        target = value(inherited(style, f"{_LISTED}/{_NUM_ID}"))
        return _of(self._nums.get(target or ""), _ABSTRACT_ID) or ""


def _of(element: Element | None, child: str) -> str | None:
    """The value of a child of an element, either of which may not be there."""
    return None if element is None else value(element.find(child))


def _levels(parent: Element) -> dict[int, _Level]:
    return {
        depth: _Level(
            start=number(_of(level, _START)) or 0,
            form="bullet" if level.find(_PICTURE) is not None else _of(level, _FORMAT) or "decimal",
            pattern=(_of(level, _TEXT) or "")[:_LONGEST],
            suffix=_of(level, _SUFFIX) or "tab",
            restart=number(_of(level, _RESTART)),
            legal=bool(is_on(level.find(_LEGAL))),
            style=_of(level, _LINKED),
        )
        for level in parent.iterchildren(_LEVEL)
        if 0 <= (depth := number(level.get(_DEPTH)) or 0) <= _DEEPEST
    }


def _label(chosen: _List, level: _Level, counters: dict[int, int]) -> str:
    if level.form == "bullet":
        return ""

    def counted(match: re.Match[str]) -> str:
        depth = int(match[1]) - 1
        of = chosen.levels.get(depth)
        if of is None:
            return ""
        return numeral(counters.get(depth, of.start), "decimal" if level.legal else of.form)

    return _PLACEHOLDER.sub(counted, level.pattern)


def _put_before(label: str, suffix: str, text: str) -> str:
    """A blank only where the mark and the text would run into each other."""
    label = label.strip()
    if not label or not text:
        return label + text
    closed = label[-1] in _CLOSED or unicodedata.category(label[-1]) == "No"
    low_dot = label[-1] == "." and not (text[0].isascii() and text[0].isalnum())
    tight = suffix == "nothing" or closed or low_dot or text[0].isspace()
    return label + text if tight else f"{label} {text}"
