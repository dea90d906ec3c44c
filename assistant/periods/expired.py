"""What no longer, or not yet, belongs to a period: meetings, rounds, campaigns, plans. Pure.

A guiding line must name the newest meeting; what is told as history may name any. A meeting to
come may be prepared for, a campaign that ended last year may be looked back on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache

from assistant.document import Adaptation
from assistant.periods.calendar import Calendar, Moment, Term, phrase
from assistant.periods.calendar_file import load_calendar
from assistant.periods.calendar_words import (
    CAMPAIGN,
    COMING,
    COMPARED,
    FRUITS,
    LONG_AGO,
    LOOKING_AHEAD,
    LOOKING_BACK,
    PREPARED,
    STAGE,
)
from assistant.periods.meetings import borrowed_sessions, expired_meetings
from assistant.phrases import Expired, Spot, clause_around, in_title, inside, sentence_around
from corpus.report import Period

# What begins within this time may be prepared for, what ended within the other be looked back on.
_HORIZON = timedelta(days=400)
_REVIEWED = timedelta(days=365)
_KEPT_UP = timedelta(days=3 * 365)
_PLAN = re.compile("“十.?五”$")
_PUNCTUATION = re.compile(r"$|[，。；：、！？”）\n]")


def expired_terms(
    text: str,
    period: Period,
    calendar: Calendar | None = None,
    *,
    report: Period | None = None,
    borrowed: bool = False,
) -> list[Expired]:
    """Terms of `text` that words about `period` cannot use as they stand, in text order.

    `report` is the period of the report the words stand in, if they are about a later one (a
    plan): a meeting it could not know of need not be named. In `borrowed` words looking back on a
    finished campaign is out of place, since it was another period that finished it.
    """
    calendar = calendar or load_calendar()
    now = Moment.of(period, report)
    found = [*expired_meetings(text, now, calendar), *_campaigns(text, now, calendar, borrowed)]
    found += borrowed_sessions(text) if borrowed else ()
    kept: list[Expired] = []
    for expired in sorted(found, key=lambda e: (e.start, -e.end)):
        if not kept or expired.start >= kept[-1].end:
            kept.append(expired)
    return [_once(text, expired, kept) for expired in kept]


def _once(text: str, expired: Expired, others: list[Expired]) -> Expired:
    """十七大、十八大 would both become 二十大: then neither is replaced."""
    sentence = sentence_around(text, (expired.start, expired.end))
    same = {o.term for o in others if o.successor == expired.successor and o.term in sentence}
    return replace(expired, successor=None) if expired.successor and len(same) > 1 else expired


def renewed(
    text: str,
    period: Period,
    calendar: Calendar | None = None,
    *,
    report: Period | None = None,
) -> tuple[str, tuple[Adaptation, ...]]:
    """Borrowed words with each expired term replaced by its successor where that reads well."""
    changes: list[Adaptation] = []
    for expired in reversed(expired_terms(text, period, calendar, report=report, borrowed=True)):
        if expired.successor:
            text = text[: expired.start] + expired.successor + text[expired.end :]
            reason = f"改为本期的提法：{expired.reason}"
            changes.append(Adaptation(expired.term, expired.successor, reason))
    return text, tuple(reversed(changes))


@lru_cache(maxsize=64)
def _not_current(
    calendar: Calendar, first: date, last: date
) -> tuple[list[tuple[Term, list[str]]], re.Pattern[str]]:
    """The terms that are over or still to come, with the spellings that no current one has, and
    what finds any of these: most texts have none."""
    current = {s for t in calendar.terms if t.covers(first, last) for s in t.all_spellings}
    terms = [
        (term, [s for s in spellings if s not in current])
        for term in calendar.terms
        if not term.covers(first, last)
        for spellings in (term.all_spellings if term.start <= last else term.spellings,)
    ]
    words = [re.escape(s) for _, spellings in terms for s in spellings]
    return terms, re.compile("|".join(words) if words else r"(?!)")


def _campaigns(text: str, now: Moment, calendar: Calendar, borrowed: bool) -> Iterator[Expired]:
    terms, any_of_them = _not_current(calendar, now.first, now.last)
    for term, spellings in terms if any_of_them.search(text) else ():
        over = term.start <= now.last
        for spot in _places(text, spellings, term):
            if not over:
                fine = _prepared(text, spot, term, now)
            else:
                fine = _kept_up(text, spot, term, now) or (
                    not borrowed and _looked_back_on(text, spot, term, now)
                )
            if not fine:
                yield _expired(text, spot, term, now, calendar)


def _places(text: str, spellings: list[str], term: Term) -> list[Spot]:
    """Where it stands, the longest spelling first, outside the phrases in which it never expires."""
    if not any(s in text for s in spellings):
        return []
    longest_first = sorted(spellings, key=len, reverse=True)
    exempt = [m.span() for p in term.unless for m in re.finditer(phrase(p), text)]
    places = (m.span() for m in re.finditer("|".join(map(re.escape, longest_first)), text))
    return [spot for spot in places if not inside(spot, exempt)]


def _kept_up(text: str, spot: Spot, term: Term, now: Moment) -> bool:
    """巩固拓展党纪学习教育成果: what a campaign achieved outlasts it for some years."""
    if term.end is None or now.first > term.end + _KEPT_UP:
        return False
    return bool(CAMPAIGN.search(term.name) and FRUITS.match(text, spot[1]))


def _looked_back_on(text: str, spot: Spot, term: Term, now: Moment) -> bool:
    """Told as finished in the year after its end, as history, or with a year of its own."""
    if term.end is None:
        return False
    # 巩固拓展脱贫攻坚成果 has 成果 in its own name.
    sentence = sentence_around(text, spot).replace(text[spot[0] : spot[1]], "")
    if LONG_AGO.search(sentence) or _is_a_measure(text, spot, term):
        return True
    # “疫情要防住、经济要稳住” is a watchword, not a plan.
    if LOOKING_AHEAD.search(re.sub("“[^”]*”", "", sentence)):
        return False
    years = [int(y) for y in re.findall(r"(?<!\d)((?:19|20)\d\d)年", sentence)]
    if any(term.start.year <= year <= term.end.year for year in years):
        return True
    if len(CAMPAIGN.findall(clause_around(text, spot))) > 1 and now.first <= term.end + _KEPT_UP:
        return True
    return now.first <= term.end + _REVIEWED and bool(LOOKING_BACK.search(sentence))


def _is_a_measure(text: str, spot: Spot, term: Term) -> bool:
    """比“十三五”末增长: a plan that only gives the figure to compare with."""
    if not _PLAN.match(term.name):
        return False
    behind = text[spot[1] :].removeprefix("”")
    return bool(COMPARED.search(text[: spot[0]])) and behind.startswith(("末", "时", "期", "的"))


def _prepared(text: str, spot: Spot, term: Term, now: Moment) -> bool:
    clause = clause_around(text, spot)
    near = term.start - now.last <= _HORIZON
    return near and bool(COMING.search(clause) or PREPARED.search(clause))


def _expired(text: str, spot: Spot, term: Term, now: Moment, calendar: Calendar) -> Expired:
    word = text[spot[0] : spot[1]]
    if term.start > now.last:
        reason = f"“{_bare(term.name)}”在{now.label}尚未提出{term.doubt}"
        return Expired(word, reason, *spot)
    reason = f"“{_bare(term.name)}”限于{term.span}{term.doubt}"
    name = calendar.successor(term, now.first, now.last)
    successor = _fitting(text, spot, term, name) if name else None
    if name and not successor:
        reason += f"，此后为“{_bare(name)}”"
    return Expired(word, reason, *spot, successor)


def _bare(name: str) -> str:
    """Without the quotation marks around the whole; “两学一做”学习教育 keeps its own."""
    return name[1:-1] if name.startswith("“") and name.endswith("”") else name


def _fitting(text: str, spot: Spot, term: Term, name: str) -> str | None:
    """The successor as it can stand in the very place, or None."""
    start, end = spot
    word, before, after = text[start:end], text[:start], text[end:]
    if word not in term.same or in_title(text, spot):
        return None
    if any(after.startswith(fixed) for fixed in term.fixed_before):
        return None
    if any(re.match(phrase(fixed), after.removeprefix("”")) for fixed in term.fixed_before):
        return None
    if _PLAN.match(term.name) and _is_past(text, spot):
        return None
    if term.reads_after and not before.rstrip("“").endswith(term.reads_after):
        return None
    if term.reads_before and not (after.startswith(term.reads_before) or _PUNCTUATION.match(after)):
        return None
    successor = name if word.startswith("“") or word == term.name else _bare(name)
    return None if _bare(name) in sentence_around(text, spot) else successor


def _is_past(text: str, spot: Spot) -> bool:
    """A plan that is measured by, finished, or at a stage of its own: 比“十三五”增长, 开局之年."""
    clause = clause_around(text, spot).replace(text[spot[0] : spot[1]], "")
    return bool(
        COMPARED.search(text[: spot[0]])
        or STAGE.search(clause)
        or LOOKING_BACK.search(re.sub("时期|期间", "", clause))
    )
