"""Plenums, congresses, plenums of the discipline commission, an office's own, inspection rounds. Pure.

Rules: what is not held yet may only be prepared for; a guiding line names the newest; an ordinal
that is in no table is wrong; who cites only the last term of office is out of date.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.periods.calendar import UNSURE, Calendar, Event, Moment, newest
from assistant.periods.calendar_words import (
    COMING,
    CONGRESS,
    DISCIPLINE_PLENUM,
    GUIDING,
    LOCAL_PLENUM,
    LOCAL_TERM,
    PLENUM,
    ROUND,
    SESSION,
    TOLD,
)
from assistant.phrases import Expired, clause_around, in_title, sentence_around

TO_BE_CHECKED = "届次、轮次需按当期核定"
_ORDINALS = re.compile(r"[一二三四五六七八九十]+(?=[中次])")
_AWAITED = re.compile("喜迎|迎接|迎来|迎庆|筹备|将[^，。；！？\n]{0,4}召开")
_SOON = re.compile("即?将[^，。；！？\n]{0,4}召开")
_TERM_OF_OFFICE = re.compile(r"[一二三四五六七八九十]+(?=届)")


def expired_meetings(text: str, now: Moment, calendar: Calendar) -> Iterator[Expired]:
    yield from _awaited(text, now, calendar)
    yield from _plenums(text, now, calendar)
    yield from _congresses(text, now, calendar)
    yield from _discipline_plenums(text, now, calendar)
    yield from _local_plenums(text, now, calendar)
    yield from _local_terms(text, now, calendar)
    yield from _rounds(text, now, calendar)


def _awaited(text: str, now: Moment, calendar: Calendar) -> Iterator[Expired]:
    """迎接 a meeting that was over before the time the text is about."""
    if not _AWAITED.search(text):
        return
    for event in (*calendar.plenums, *calendar.congresses):
        if event.start >= min(now.first, now.settled):
            continue
        name = re.escape(event.name)
        before = rf"(?P<before>{_AWAITED.pattern})[^，。；！？\n]{{0,14}}?{name}"
        for match in re.finditer(rf"{before}|{name}(?P<behind>{_SOON.pattern})", text):
            awaited = match["before"] or match["behind"]
            yield _found(match, f"{event.name}已经召开，不能再写“{awaited}”")


def _plenums(text: str, now: Moment, calendar: Calendar) -> Iterator[Expired]:
    events = calendar.plenums
    for match in PLENUM.finditer(text):
        office = match["term"]
        if not any(e.name.startswith(f"{office}届") for e in events):
            # A term of office before the first of the table is history, one after the last a slip.
            if _later_than_all(office, events) and not COMING.search(
                clause_around(text, match.span())
            ):
                yield _found(match, _not_in_table(match.group()))
            continue
        if match["all"]:
            yield from _all_of(text, match, now, calendar)
            continue
        last = match["formal"] or _ORDINALS.findall(match["list"] or "")[-1]
        reason = _judged(text, match, f"{office}届{last}中全会", events, now)
        if reason:
            yield _found(
                match, reason, _in_guiding_line(text, match, _plenum_list(match, now, events))
            )


def _all_of(text: str, match: re.Match[str], now: Moment, calendar: Calendar) -> Iterator[Expired]:
    """历次全会 names the newest too, unless a new term of office has begun."""
    last = newest(calendar.plenums, now.settled)
    if last is None or last.name.startswith(f"{match['term']}届") or _cited(text, match, last):
        return
    if _later_than_all(match["term"], [last]):
        yield _found(match, f"{now.label}时尚未召开")
        return
    term = last.name.partition("届")[0]
    # All plenums of a term of office are right whatever was only announced.
    several = not last.name.endswith("一中全会")
    successor = match.group().replace(match["term"], term, 1) if several else last.name
    yield _found(match, _held_since(last), _in_guiding_line(text, match, successor))


def _congresses(text: str, now: Moment, calendar: Calendar) -> Iterator[Expired]:
    events = calendar.congresses
    for match in CONGRESS.finditer(text):
        name = match.group()
        if not any(e.name == name for e in events):
            if _later_than_all(name[:-1], events) and not COMING.search(
                clause_around(text, match.span())
            ):
                yield _found(match, _not_in_table(name))
            continue
        if reason := _judged(text, match, name, events, now):
            last = newest(events, now.settled)
            successor = _sure(last, last.name) if last else None
            yield _found(match, reason, _in_guiding_line(text, match, successor))


def _discipline_plenums(text: str, now: Moment, calendar: Calendar) -> Iterator[Expired]:
    events = calendar.discipline_plenums
    last = newest(events, now.settled)
    for match in DISCIPLINE_PLENUM.finditer(text):
        office = match["before"] or match["after"]
        number = _ORDINALS.findall(match["list"])[-1]
        if office is None:
            # Without a term of office the newest of this number is meant.
            named = [e for e in events if e.name.endswith(f"中央纪委{number}次全会")]
            latest = newest(named, now.known) or (named[0] if named else None)
            name = latest.name if latest else match.group()
        else:
            name = f"{office}届中央纪委{number}次全会"
            if not any(e.name.startswith(f"{office}届") for e in events):
                continue
        if reason := _judged(text, match, name, events, now):
            successor = _sure(last, last.name) if last else None
            if successor and office is None:
                successor = successor.partition("届")[2]
            yield _found(match, reason, _in_guiding_line(text, match, successor))


def _local_plenums(text: str, now: Moment, calendar: Calendar) -> Iterator[Expired]:
    for match in LOCAL_PLENUM.finditer(text):
        organ = match["organ"]
        events = [
            e for e in calendar.local_plenums if e.name.startswith(f"{organ}{match['term']}届")
        ]
        others = [
            e
            for e in calendar.local_plenums
            if re.match(f"{organ}[一二三四五六七八九十]+届", e.name)
        ]
        if not others:
            yield _found(match, TO_BE_CHECKED, unknown=True)
            continue
        last = newest(others, now.settled)
        number = _ORDINALS.findall(match["list"])[-1]
        name = f"{organ}{match['term']}届{number}次全会"
        if reason := _judged(text, match, name, events or others, now, others):
            successor = _sure(last, last.name) if last else None
            yield _found(match, reason, _in_guiding_line(text, match, successor))


def _local_terms(text: str, now: Moment, calendar: Calendar) -> Iterator[Expired]:
    """十三届县委: the office's own plenums tell whether it is still in office."""
    for match in LOCAL_TERM.finditer(text):
        organ = match["organ"]
        last = newest((e for e in calendar.local_plenums if e.name.startswith(organ)), now.known)
        if last is None:
            yield _found(match, TO_BE_CHECKED, unknown=True)
        elif (term := _TERM_OF_OFFICE.search(last.name)) and term.group() != match["term"]:
            reason = f"此时为{term.group()}届{organ}{last.doubt}"
            yield _found(match, reason, _sure(last, f"{term.group()}届{organ}"))


def _rounds(text: str, now: Moment, calendar: Calendar) -> Iterator[Expired]:
    for match in ROUND.finditer(text):
        events = [e for e in calendar.rounds if e.name.endswith(match["kind"])]
        last = newest(events, now.settled)
        if last is None:
            yield _found(match, TO_BE_CHECKED, unknown=True)
            continue
        meant = [e for e in events if e.name.endswith(match.group())]
        if any(last.start <= e.start <= now.known for e in meant):
            continue
        coming = any(e.start > now.known for e in meant)
        if coming and re.search(r"启动|准备|谋划|开展", clause_around(text, match.span())):
            continue
        current = re.search(ROUND, last.name)
        successor = current.group() if current else None
        reason = f"{now.label}时尚未开展" if coming else f"此时为{last.name}"
        yield _found(match, reason + last.doubt, _sure(last, successor))


def borrowed_sessions(text: str) -> Iterator[Expired]:
    """市十二届人大三次会议: a session of one year; which one follows it no table knows."""
    for match in SESSION.finditer(text):
        yield _found(match, TO_BE_CHECKED, unknown=True)


def _judged(
    text: str,
    match: re.Match[str],
    name: str,
    events: Sequence[Event],
    now: Moment,
    all_events: Sequence[Event] = (),
) -> str:
    """Why a meeting cannot be named as it is, or ""."""
    events = all_events or events
    event = next((e for e in events if e.name == name), None)
    if event is None:
        return _not_in_table(name)
    if event.start > now.known:
        if _prepared_for(text, match, event, now):
            return ""
        return f"{now.label}时尚未召开{event.doubt}"
    last = newest(events, now.settled)
    if last is None or event.start >= last.start:
        return ""
    if _told(text, match) or _cited(text, match, last):
        return ""
    return _held_since(last)


def _prepared_for(text: str, match: re.Match[str], event: Event, now: Moment) -> bool:
    near = (event.start - now.known).days <= 540
    return near and bool(COMING.search(clause_around(text, match.span())))


def _told(text: str, match: re.Match[str]) -> bool:
    """Spoken of as history. 《十九届四中全会决定》 is a document's title, which stays."""
    return bool(TOLD.match(text, match.end())) or in_title(text, match.span())


def _cited(text: str, match: re.Match[str], last: Event) -> bool:
    """Whether the sentence names the newest one, or all of its term of office, beside this one."""
    sentence = sentence_around(text, match.span())
    # What it only looks forward to is no line to follow.
    places = re.finditer(re.escape(last.name), sentence)
    if any(not COMING.search(clause_around(sentence, place.span())) for place in places):
        return True
    office, _, rest = last.name.partition("届")
    if not rest:
        return f"{office[:-1]}届" in sentence
    if not PLENUM.fullmatch(last.name):
        return False
    return any(
        m["term"] == office and (m["all"] or m["formal"] == rest[0] or rest[:2] in m.group())
        for m in PLENUM.finditer(sentence)
    )


def _plenum_list(match: re.Match[str], now: Moment, events: Sequence[Event]) -> str | None:
    """The newest plenum known to have been held; for a list all of its term of office, which by custom begin with 二中."""
    last = newest((e for e in events if not e.announced), now.settled)
    if last is None:
        return None
    office, _, rest = last.name.partition("届")
    ordinals = "一二三四五六七八九"
    count = ordinals.index(rest[0]) + 1
    if match["formal"] or count < 3 or len(_ORDINALS.findall(match["list"] or "")) < 2:
        return last.name
    return f"{office}届{'、'.join(f'{n}中' for n in ordinals[1:count])}全会"


def _in_guiding_line(text: str, match: re.Match[str], successor: str | None) -> str | None:
    """The successor if it reads well there: in no title, and not where what the old one said follows."""
    if successor is None or in_title(text, match.span()):
        return None
    if not GUIDING.match(text, match.end()) or successor in sentence_around(text, match.span()):
        return None
    if _AWAITED.search(clause_around(text, match.span())):
        return None  # 将召开党的二十大 is no line to follow
    return successor


def _sure(last: Event | None, successor: str | None) -> str | None:
    """Nothing is moved to a meeting that was only announced."""
    return None if last is None or last.announced else successor


def _later_than_all(office: str, events: Sequence[Event]) -> bool:
    order = "一二三四五六七八九"
    ranks = {f"{tens}{one}": 10 * n + i for n, tens in ((1, "十"), (2, "二十"))
             for i, one in enumerate(["", *order])}  # fmt: skip
    offices = [re.split("届|大", e.name)[0] for e in events]
    return ranks.get(office, 0) > max((ranks.get(o, 0) for o in offices), default=99)


def _not_in_table(name: str) -> str:
    return f"会议表中没有“{name}”，请核对届次"


def _held_since(last: Event) -> str:
    if last.announced:
        return f"{last.name}预告于{last.start.year}年{last.start.month}月召开{UNSURE}"
    return f"此后已召开{last.name}{last.doubt}"


def _found(
    match: re.Match[str], reason: str, successor: str | None = None, unknown: bool = False
) -> Expired:
    return Expired(match.group(), reason, match.start(), match.end(), successor, unknown)
