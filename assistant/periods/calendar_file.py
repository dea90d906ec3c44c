"""The calendar's file: the one that comes with the program, and an office's own laid over it.

An office's ``calendar.yaml`` in the data folder replaces entries of the same name, adds new ones and
switches entries off (``disabled: true``). It is read again when it was changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from assistant.errors import SettingsError
from assistant.office_file import Stamp, loaded, stamp_of
from assistant.periods.calendar import Calendar, Event, Term
from assistant.periods.calendar_words import EVENT_NAMES

NAME = "calendar.yaml"
_LABEL = "日历文件"
_SHIPPED = Path(__file__).with_name(NAME)
_SECTIONS = ("plenums", "congresses", "discipline_plenums", "local_plenums", "rounds")


class CalendarError(SettingsError):
    """A calendar file cannot be read or used."""


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True, populate_by_name=True)

    disabled: bool = False
    confirmed: bool = False
    source: str = ""


class _EventEntry(_Entry):
    name: str = Field(min_length=2)
    start: date | None = None
    end: date | None = None
    announced: bool = False

    @model_validator(mode="after")
    def _in_order(self) -> _EventEntry:
        if not self.disabled and self.start is None:
            raise ValueError("缺少 start（开始日期）")
        if self.start and self.end and self.end < self.start:
            raise ValueError("end（结束日期）早于 start（开始日期）")
        return self


class _TermEntry(_Entry):
    name: str = Field(alias="term", min_length=2)
    start: date | None = Field(alias="from", default=None)
    end: date | None = Field(alias="to", default=None)
    match: list[str] = []
    later: list[str] = []
    unless: list[str] = []
    successor: str | None = None
    same: list[str] = []
    reads_after: list[str] = []
    reads_before: list[str] = []
    fixed_before: list[str] = []

    @model_validator(mode="after")
    def _in_order(self) -> _TermEntry:
        if not self.disabled and self.start is None:
            raise ValueError("缺少 from（开始日期）")
        if self.start and self.end and self.end < self.start:
            raise ValueError("to（结束日期）早于 from（开始日期）")
        if any(len(words) < 2 for words in (*self.match, *self.later, *self.same)):
            raise ValueError("match、later、same 里的词至少要有两个字")
        return self


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")

    plenums: list[_EventEntry] = []
    congresses: list[_EventEntry] = []
    discipline_plenums: list[_EventEntry] = []
    local_plenums: list[_EventEntry] = []
    rounds: list[_EventEntry] = []
    terms: list[_TermEntry] = []


def load_calendar(home: Path | None = None) -> Calendar:
    """The shipped calendar, with the file of the data folder `home` laid over it if it is there.

    Raises CalendarError naming the file, the line and the entry, and what to do.
    """
    shipped = _read(_SHIPPED, stamp_of(_SHIPPED, _LABEL, CalendarError))
    own = home / NAME if home else None
    if own is None or (stamp := stamp_of(own, _LABEL, CalendarError)) is None:
        return shipped
    return _read(own, stamp)


@lru_cache(maxsize=16)
def _read(path: Path, stamp: Stamp | None) -> Calendar:
    """`stamp` is part of the key: a changed file is read anew."""
    base = Calendar((), (), (), (), (), ()) if path == _SHIPPED else load_calendar()
    return _laid_over(base, _parsed(path))


def _parsed(path: Path) -> _File:
    data, root = loaded(path, _LABEL, CalendarError)
    if data is None or root is None:
        return _File()
    if not isinstance(data, dict):
        raise CalendarError(f"日历文件 {path} 应由 plenums、terms 等栏目组成，请参照随附的日历")
    if twice := next(_twice(root), None):
        raise CalendarError(
            f"日历文件 {path} 第 {twice.start_mark.line + 1} 行，“{twice.value}”写了两次，请合并为一处"
        )
    try:
        file = _File.model_validate({k: v for k, v in data.items() if v is not None})
    except ValidationError as error:
        problems = "；".join(_said(e, data, root) for e in error.errors()[:5])
        raise CalendarError(f"日历文件 {path} {problems}。改正后保存即可，不必重新启动") from error
    for section, entry, place in _misnamed(file):
        raise CalendarError(
            f"日历文件 {path} 第 {_line(root, place)} 行，“{entry.name}”不能归入 {section}："
            f"名称应像“{EVENT_NAMES[section][1]}”这样写"
        )
    return file


def _twice(node: yaml.Node) -> Iterator[yaml.ScalarNode]:
    """Keys that stand a second time in their mapping: YAML would drop what stood first."""
    if isinstance(node, yaml.SequenceNode):
        for child in node.value:
            yield from _twice(child)
    elif isinstance(node, yaml.MappingNode):
        seen = set()
        for key, value in node.value:
            if key.value in seen:
                yield key
            seen.add(key.value)
            yield from _twice(value)


def _misnamed(file: _File) -> Iterator[tuple[str, _EventEntry, tuple[str, int]]]:
    """Events that would never be found, since nothing in a text is read as their name."""
    for section in _SECTIONS:
        for number, entry in enumerate(getattr(file, section)):
            if not EVENT_NAMES[section][0].fullmatch(entry.name):
                yield section, entry, (section, number)


_WHAT = {
    "extra_forbidden": "没有这个栏目或字段，请检查拼写",
    "missing": "缺少这个字段",
    "list_type": "应为列表，每条以 - 开头",
    "model_type": "应为一条记录，如 {name: …, start: 2024-07-15}",
    "string_too_short": "太短",
    "string_type": "应为文字，请加引号",
    "bool_parsing": "只能写 true 或 false",
    "bool_type": "只能写 true 或 false",
}


def _said(error: Mapping[str, Any], data: Any, root: yaml.Node) -> str:
    """One problem in Chinese: line, entry, field, what to do."""
    place = tuple(error["loc"])
    kind = error["type"]
    entry = data
    for step in place[:2]:
        entry = entry[step] if isinstance(entry, list | dict) and step in _keys(entry) else None
    name = (entry.get("name") or entry.get("term")) if isinstance(entry, dict) else None
    field = str(place[-1]) if len(place) > 2 or kind == "extra_forbidden" else ""
    what = _WHAT.get(kind) or ("日期应写成 2024-07-15" if "date" in kind else "写法不对")
    if kind == "value_error":
        what = str(error["ctx"]["error"])
    subject = (f"，“{name}”" if name else "") + (f"的 {field}" if name and field else field)
    return f"第 {_line(root, place)} 行{subject}：{what}"


def _keys(value: list[Any] | dict[Any, Any]) -> Sequence[Any]:
    return range(len(value)) if isinstance(value, list) else list(value)


def _line(root: yaml.Node, place: Sequence[Any]) -> int:
    """The line, from 1, of the innermost part of `place` that is in the file."""
    node, line = root, root.start_mark.line
    for step in place:
        if isinstance(node, yaml.SequenceNode) and isinstance(step, int):
            node = node.value[step]
            line = node.start_mark.line
        elif isinstance(node, yaml.MappingNode):
            found = next(((k, v) for k, v in node.value if k.value == step), None)
            if found is None:
                break
            line, node = found[0].start_mark.line, found[1]
    return line + 1


def _laid_over(base: Calendar, file: _File) -> Calendar:
    changes: dict[str, Any] = {}
    for section in _SECTIONS:
        merged: dict[str, Event] = {e.name: e for e in getattr(base, section)}
        for entry in getattr(file, section):
            merged.pop(entry.name, None)
            if not entry.disabled and entry.start:
                merged[entry.name] = _event(entry, entry.start)
        changes[section] = tuple(sorted(merged.values(), key=lambda e: e.start))
    terms = {t.name: t for t in base.terms}
    for written in file.terms:
        terms.pop(written.name, None)
        if not written.disabled and written.start:
            terms[written.name] = _term(written, written.start)
    return replace(base, terms=tuple(terms.values()), **changes)


def _event(entry: _EventEntry, start: date) -> Event:
    end = entry.end or start
    return Event(entry.name, start, end, entry.confirmed, entry.source, entry.announced)


def _term(entry: _TermEntry, start: date) -> Term:
    bare = entry.name.strip("“”")
    names = dict.fromkeys([entry.name, bare])
    return Term(
        name=entry.name,
        start=start,
        end=entry.end,
        spellings=tuple(dict.fromkeys([*names, *entry.same, *entry.match])),
        later=tuple(entry.later),
        unless=tuple(entry.unless),
        successor=entry.successor,
        same=tuple(dict.fromkeys([*names, *entry.same])),
        reads_after=tuple(entry.reads_after),
        reads_before=tuple(entry.reads_before),
        fixed_before=tuple(entry.fixed_before),
        confirmed=entry.confirmed,
        source=entry.source,
    )
