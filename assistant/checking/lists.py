"""The lists the rules go by: those that come with the program, and an office's own laid over them.

``checks.yaml`` in the data folder replaces entries of the same name, adds new ones, switches
entries off (``disabled: true``) and sets how grave a rule is. It is read again when it was changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from assistant.checking.catalogue import RULES
from assistant.document import Severity
from assistant.errors import SettingsError
from assistant.office_file import Stamp, loaded, stamp_of
from corpus.report import Role

NAME = "checks.yaml"
_LABEL = "核验词表"
_SHIPPED = Path(__file__).with_name(NAME)
_BETWEEN = "[^，。；：、！？\n“”《》]{1,8}?"


class ChecksError(SettingsError):
    """A list of the checks cannot be read or used."""


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True, populate_by_name=True)

    disabled: bool = False


class _Fixed(_Entry):
    say: str = Field(min_length=4)
    variants: list[str] = []
    unquoted: list[str] = []


class _Order(_Entry):
    name: str
    words: list[str] = Field(default=[], max_length=30)
    least: int = Field(default=2, ge=2)


class _Person(_Entry):
    name: str = Field(min_length=2)
    office: str = Field(min_length=2)


class _Word(_Entry):
    """`say` may hold … for a few characters."""

    rule: str
    say: str = Field(min_length=1)
    instead: str = Field(alias="as", default="")
    fix: bool = False
    only_before: list[str] = []
    not_before: list[str] = []
    only_after: list[str] = []
    not_after: list[str] = []
    unless: list[str] = []
    within: list[Role] = Field(alias="in", default=[])

    @field_validator("only_before", "not_before", "only_after", "not_after", mode="before")
    @classmethod
    def _words(cls, value: object) -> object:
        """YAML reads digits as numbers."""
        return [str(v) for v in value] if isinstance(value, list) else value

    @field_validator("rule")
    @classmethod
    def _known(cls, value: str) -> str:
        if value not in RULES:
            raise ValueError(f"没有“{value}”这条规则")
        return value


class _Often(_Entry):
    word: str = Field(min_length=2)
    most: float = Field(default=8, gt=0)


class _Limits(BaseModel):
    model_config = ConfigDict(extra="forbid")

    total: int | None = Field(default=None, gt=0)
    special: int | None = Field(default=None, gt=0)
    sentence: int | None = Field(default=None, gt=0)


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")

    rules: dict[str, Literal["error", "warning", "info", "off"]] = {}
    limits: _Limits = _Limits()
    fixed: list[_Fixed] = []
    orders: list[_Order] = []
    people: list[_Person] = []
    words: list[_Word] = []
    often: list[_Often] = []

    @field_validator("rules", mode="before")
    @classmethod
    def _off(cls, value: object) -> object:
        """YAML reads a bare off as false."""
        if not isinstance(value, dict):
            return value
        return {k: "off" if v is False else v for k, v in value.items()}

    @field_validator("rules")
    @classmethod
    def _known(cls, value: dict[str, str]) -> dict[str, str]:
        if unknown := sorted(set(value) - set(RULES)):
            raise ValueError(f"没有“{'、'.join(unknown)}”这样的规则")
        return value


@dataclass(frozen=True)
class Fixed:
    """A phrase that must stand word for word; `quoted` if it stands in quotation marks."""

    say: str
    variants: tuple[str, ...]
    unquoted: tuple[str, ...]

    @property
    def quoted(self) -> bool:
        return self.say.startswith("“") and self.say.endswith("”") and self.say.count("“") == 1


@dataclass(frozen=True)
class Word:
    """An entry of a list of words: `pattern` finds what is said, `instead` is what to say."""

    rule: str
    say: str
    instead: str
    fix: bool
    pattern: re.Pattern[str]
    unless: tuple[str, ...]
    within: tuple[Role, ...]


@dataclass(frozen=True)
class Order:
    """Words that stand in this order wherever `least` of them stand in a row."""

    name: str
    words: tuple[str, ...]
    least: int
    pattern: re.Pattern[str]


@dataclass(frozen=True)
class CheckLists:
    """The lists as the office has them now. `severities`: rule → how grave, None if it is off."""

    severities: dict[str, Severity | None]
    fixed: tuple[Fixed, ...]
    orders: tuple[Order, ...]
    people: tuple[tuple[str, str], ...]
    words: tuple[Word, ...]
    often: tuple[tuple[str, float], ...]
    most_total: int
    most_special: int
    most_sentence: int


def load_lists(home: Path | None = None) -> CheckLists:
    """The shipped lists, with those of the data folder `home` laid over them if they are there.

    Raises ChecksError naming the file and what to do.
    """
    own = home / NAME if home else None
    stamp = stamp_of(own, _LABEL, ChecksError) if own else None
    return _lists(own if stamp else None, stamp)


@lru_cache(maxsize=8)
def _lists(own: Path | None, stamp: Stamp | None) -> CheckLists:
    """`stamp` is part of the key: a changed file is read anew."""
    base = _read(_SHIPPED)
    over = _read(own) if own else _File()
    chosen = {**base.rules, **over.rules}
    limits = {**base.limits.model_dump(), **over.limits.model_dump(exclude_none=True)}
    fixed = _merged([*base.fixed, *over.fixed], "say")
    words = _merged([*base.words, *over.words], "rule", "say")
    return CheckLists(
        severities={i: _severity(chosen.get(i), rule.severity) for i, rule in RULES.items()},
        fixed=tuple(Fixed(f.say, tuple(f.variants), tuple(f.unquoted)) for f in fixed),
        orders=tuple(
            Order(o.name, tuple(o.words), o.least, _in_a_row(o.words))
            for o in _merged([*base.orders, *over.orders], "name")
            if o.words
        ),
        people=tuple(
            (p.name, p.office) for p in _merged([*base.people, *over.people], "name", "office")
        ),
        words=tuple(
            Word(w.rule, w.say, w.instead, w.fix, _pattern(w), tuple(w.unless), tuple(w.within))
            for w in words
        ),
        often=tuple((o.word, o.most) for o in _merged([*base.often, *over.often], "word")),
        most_total=limits["total"],
        most_special=limits["special"],
        most_sentence=limits["sentence"],
    )


def _severity(chosen: str | None, own: Severity) -> Severity | None:
    if chosen is None:
        return own
    grades: dict[str, Severity] = {"error": "error", "warning": "warning", "info": "info"}
    return grades.get(chosen)


_E = TypeVar("_E", bound=_Entry)


def _merged(entries: Iterable[_E], *names: str) -> list[_E]:
    """Later entries of the same name in place of earlier ones."""
    kept: dict[tuple[object, ...], _E] = {}
    for entry in entries:
        name = tuple(getattr(entry, n) for n in names)
        kept.pop(name, None)
        if not entry.disabled:
            kept[name] = entry
    return list(kept.values())


def _pattern(word: _Word) -> re.Pattern[str]:
    before = "".join(f"(?<!{re.escape(w)})" for w in word.not_after)
    if word.only_after:
        before += "(?:" + "|".join(f"(?<={re.escape(w)})" for w in word.only_after) + ")"
    after = f"(?!{_any(word.not_before)})" if word.not_before else ""
    if word.only_before:
        after += f"(?={_any(word.only_before)})"
    return re.compile(before + _BETWEEN.join(map(re.escape, word.say.split("…"))) + after)


def _any(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, words))


def _in_a_row(words: Iterable[str]) -> re.Pattern[str]:
    """At least two of the words with nothing but joining marks between them."""
    one = f"(?:{_any(sorted(words, key=len, reverse=True))})"
    return re.compile(rf"{one}(?:[、和及与]{one})+")


def _read(path: Path) -> _File:
    data, _ = loaded(path, _LABEL, ChecksError)
    if data is None:
        return _File()
    if not isinstance(data, dict):
        raise ChecksError(f"核验词表 {path} 应由 rules、fixed、words 等栏目组成，请参照随附的词表")
    try:
        return _File.model_validate({k: v for k, v in data.items() if v is not None})
    except ValidationError as error:
        place = "；".join(_said(".".join(map(str, e["loc"])), e) for e in error.errors()[:5])
        raise ChecksError(
            f"核验词表 {path} 的 {place}，请参照随附的词表；改正后保存即可"
        ) from error


def _said(place: str, error: object) -> str:
    context = error.get("ctx", {}) if isinstance(error, dict) else {}
    reason = context.get("error")
    return f"{place}：{reason}" if isinstance(reason, ValueError) else f"{place} 写法不对"
