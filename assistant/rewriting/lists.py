"""The lists of words: those that come with the program, and an office's own laid over them.

``wording.yaml`` in the data folder replaces entries of the same name, adds new ones and switches
entries off (``disabled: true``). It is read again when it was changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.errors import SettingsError
from assistant.office_file import Stamp, loaded, stamp_of

NAME = "wording.yaml"
_LABEL = "用词表"
_SHIPPED = Path(__file__).with_name(NAME)
_ANY = "[^，。；：！？\n“”《》]{0,24}?"
Tone = Literal["upward", "level", "firmer", "softer"]
TONES: tuple[Tone, ...] = ("upward", "level", "firmer", "softer")


class WordingError(SettingsError):
    """A list of words cannot be read or used."""


class _Entry(BaseModel):
    """`say` may hold … for a few words; `unless` are longer words in which it means other things."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True, populate_by_name=True)

    say: str = Field(min_length=1)
    instead: str = Field(alias="as", default="")
    unless: list[str] = []
    disabled: bool = False


class _Tone(BaseModel):
    model_config = ConfigDict(extra="forbid")

    words: list[_Entry] = []
    before_action: str = ""
    verbs: list[str] = []
    not_before: list[str] = []


class _Force(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: str
    classes: list[list[str]] = []
    unless: list[str] = []
    disabled: bool = False


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")

    formal: list[_Entry] = []
    set_phrases: list[_Entry] = []
    upward: _Tone = _Tone()
    level: _Tone = _Tone()
    firmer: _Tone = _Tone()
    softer: _Tone = _Tone()
    force: list[_Force] = []
    adverbs: list[_Entry] = []
    shorter: list[_Entry] = []
    fixed: list[_Entry] = []


@dataclass(frozen=True)
class Replacement:
    """`pattern` matches what is said; `instead` stands in its place."""

    say: str
    instead: str
    pattern: re.Pattern[str]
    unless: tuple[str, ...] = ()

    def spots(self, text: str) -> Iterator[tuple[int, int]]:
        """Where it is said, and is no part of one of the longer words."""
        for match in self.pattern.finditer(text):
            if not _inside(text, *match.span(), self.unless):
                yield match.span()


@dataclass(frozen=True)
class ForceScale:
    """Words of different force: each class of `classes` is one degree."""

    name: str
    classes: tuple[tuple[str, ...], ...]
    unless: tuple[str, ...]


@dataclass(frozen=True)
class ToneWords:
    """`before_action` goes before the verb that opens a sentence of a plan; `verbs` are further
    verbs besides those every heading may begin with, before those of `not_before` it cannot go."""

    replacements: tuple[Replacement, ...] = ()
    before_action: str = ""
    verbs: tuple[str, ...] = ()
    not_before: tuple[str, ...] = ()


@dataclass(frozen=True)
class Wording:
    """The lists as the office has them now."""

    formal: tuple[Replacement, ...] = ()
    set_phrases: tuple[Replacement, ...] = ()
    upward: ToneWords = field(default_factory=ToneWords)
    level: ToneWords = field(default_factory=ToneWords)
    firmer: ToneWords = field(default_factory=ToneWords)
    softer: ToneWords = field(default_factory=ToneWords)
    force: tuple[ForceScale, ...] = ()
    adverbs: tuple[Replacement, ...] = ()
    shorter: tuple[Replacement, ...] = ()
    fixed: tuple[Replacement, ...] = ()

    def tone(self, which: Tone) -> ToneWords:
        words: ToneWords = getattr(self, which)
        return words

    def fixed_in(self, text: str) -> list[tuple[int, int]]:
        """Where fixed phrases stand, which are not cut into."""
        return [spot for entry in self.fixed for spot in entry.spots(text)]


NO_WORDING = Wording()


def load_wording(home: Path | None = None) -> Wording:
    """The shipped lists, with those of the data folder `home` laid over them if they are there.

    Raises WordingError naming the file and what to do.
    """
    own = home / NAME if home else None
    stamp = stamp_of(own, _LABEL, WordingError) if own else None
    return _wording(own if stamp else None, stamp)


@lru_cache(maxsize=8)
def _wording(own: Path | None, stamp: Stamp | None) -> Wording:
    """`stamp` is part of the key: a changed file is read anew."""
    base = _read(_SHIPPED)
    over = _read(own) if own else _File()
    return Wording(
        formal=_merged(base.formal, over.formal),
        set_phrases=_merged(base.set_phrases, over.set_phrases),
        upward=_tone(base.upward, over.upward),
        level=_tone(base.level, over.level),
        firmer=_tone(base.firmer, over.firmer),
        softer=_tone(base.softer, over.softer),
        force=_forces([*base.force, *over.force]),
        adverbs=_merged(base.adverbs, over.adverbs),
        shorter=_merged(base.shorter, over.shorter),
        fixed=_merged(base.fixed, over.fixed),
    )


def _read(path: Path) -> _File:
    data, _ = loaded(path, _LABEL, WordingError)
    if data is None:
        return _File()
    if not isinstance(data, dict):
        raise WordingError(f"用词表 {path} 应由 formal、set_phrases 等栏目组成，请参照随附的用词表")
    try:
        return _File.model_validate({k: v for k, v in data.items() if v is not None})
    except ValidationError as error:
        place = "、".join(".".join(map(str, e["loc"])) for e in error.errors()[:5])
        raise WordingError(
            f"用词表 {path} 的 {place} 写法不对，请参照随附的用词表；改正后保存即可"
        ) from error


def _merged(*lists: Iterable[_Entry]) -> tuple[Replacement, ...]:
    """Later entries of the same name in place of earlier ones; the longest first."""
    entries: dict[str, _Entry] = {}
    for entry in (e for given in lists for e in given):
        entries.pop(entry.say, None)
        if not entry.disabled:
            entries[entry.say] = entry
    made = [
        Replacement(e.say, e.instead, _pattern(e.say), tuple(e.unless)) for e in entries.values()
    ]
    return tuple(sorted(made, key=lambda r: -len(r.say)))


def _pattern(say: str) -> re.Pattern[str]:
    return re.compile(_ANY.join(map(re.escape, say.split("…"))))


def _tone(base: _Tone, over: _Tone) -> ToneWords:
    return ToneWords(
        _merged(base.words, over.words),
        over.before_action or base.before_action,
        tuple(dict.fromkeys([*base.verbs, *over.verbs])),
        tuple(dict.fromkeys([*base.not_before, *over.not_before])),
    )


def _forces(given: Iterable[_Force]) -> tuple[ForceScale, ...]:
    scales: dict[str, ForceScale] = {}
    for one in given:
        scales.pop(one.name, None)
        if not one.disabled:
            classes = tuple(map(tuple, one.classes))
            scales[one.name] = ForceScale(one.name, classes, tuple(one.unless))
    return tuple(scales.values())


def _inside(text: str, start: int, end: int, longer: Iterable[str]) -> bool:
    for word in longer:
        at = text.find(word, max(0, start - len(word)), end + len(word))
        while at >= 0:
            if at <= start and end <= at + len(word):
                return True
            at = text.find(word, at + 1, end + len(word))
    return False


def stands_alone(text: str, start: int, end: int, longer: Iterable[str]) -> bool:
    """Whether ``text[start:end]`` is no part of one of the longer words."""
    return not _inside(text, start, end, longer)
