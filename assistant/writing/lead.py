"""The opening sentence of a section, composed from the slots such openings have.

Problems: [time] [虽然… what was achieved] [但对照… the measure] [还存在… the verdict].
Plan: [time] [we will, by…] [insisting on…] [so that…]. Each slot may come from another report.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from assistant.clauses import Unit, clause_spans, leans_forward, overlap
from assistant.document import Sentence
from assistant.evidence import Evidence
from assistant.headings import starts_with_action
from assistant.periods.begun import is_long_done
from assistant.periods.period import coming_words, has_year_or_figure, own_words
from assistant.precedents import Precedent
from assistant.writing.foreign import LOCAL_NAME, is_foreign, names_department, names_other_place
from assistant.writing.guiding import Choice, guiding_slots
from assistant.writing.job import Job
from assistant.writing.pieces import Borrowed, Piece, assemble
from assistant.writing.refusing import speaks_for
from assistant.writing.times import Times

_TIME = re.compile(
    r"^(?:上半年|下半年|今年(?:以来)?|一年来|下一步|今后|\d{4}年(?:度)?(?:上半年|下半年)?|半年来|新的一年|明年)[里来]?$"
)
_WHOLE_PERIOD = re.compile(r"全年|一年来|半年来|今年以来")
_WHILE = re.compile(r"在(?:充分)?(?:总结|肯定|看到|取得)[^，]{0,12}(?:的同时|基础上|，)")
_CONCESSION = re.compile(r"虽|尽管|取得|在(?:总结|肯定)")
_CONCEDES = re.compile(r"虽|尽管|^(?!在).*(?:取得|较好|平稳|顺利|有序)")
_MEASURE = re.compile(r"对照|对标|对表|相比|[与同和][^，]{2,20}比较|比照|要求|期待|期盼|衡量|审视")
# Not 外部环境的不确定性仍然存在.
_VERDICT = re.compile(
    r"不足|差距|薄弱|短板|欠缺|弱项|(?:存在|面临|还有|仍有|许多|一些|不少)[^，]*(?:问题|困难|矛盾|挑战|环节|地方)"
)
_ANNOUNCE = re.compile(
    r"主要(?:表现|是|体现)|集中(?:表现|体现)|突出(?:表现|反映)|具体(?:表现|体现)"
)
# 又是…起步之年: true of one year only, and said after another clause about it.
_OF_THAT_YEAR = re.compile(
    r"任务(?:艰巨|繁?重)|挑战|之年|刚刚|即将|迎来|闭幕|(?:时期|期间|之际|以来)$|开局|起步|收官|周年|^(?:又|也|正|更)是|正值|恰逢|踏上|新征程|跨入|迈入|开启|[一二三四五六七八九十两\d]+(?:个|大)?(?:方面|项|点|件)"
)
_WILL = re.compile(r"(?<![并仍必定终])将(?!长期|近|来|要求|召开|举行)")
_ANNOUNCES = re.compile("以下|下列|如下")  # 我们将重点抓好以下工作 comes last
# What may follow 将 at once, and what a sentence ends in.
_VERBAL = re.compile(
    r"坚持|坚定|以|紧扣|紧盯|把|聚焦|深入|认真|牢牢|全面|锚定|围绕|落实|践行|立足|突出|始终|对准|巩固|强化|持续"
)
# 是…之年, 擘画了蓝图, 时代因奋斗而精彩, 总的要求是
_NO_MANNER = re.compile(r"^[是又也]|了|因.{1,8}而|[是为有]$")
_ACCORDING = re.compile("按照|根据|对照|对标|在|[^，]{0,6}抓")  # 按照…部署, 一级一级抓落实
_END = re.compile(r"推动|为|确保|促进|带动|以.+(?:服务|保障|推动|迎接)|努力|不断|奋力|助力|更好")
_RECENT = 5  # years
_ALONE = 14  # characters that an opening alone has at least
_LEAST_OPENING, _LONGEST_SUBJECT = 6, 14
# 总书记…座谈时深情地说: what another did or said, told in an opening; 贯彻其精神 is the office's own.
_ANOTHERS_DEED = re.compile(
    r"(?:总书记|主席|总理|书记)[^。]{0,60}?(?:主持|出席|考察|视察|调研|座谈|指出|强调|地说|寄语|批示|关怀)"
)
_OWN_ANSWER = re.compile(r"贯彻|落实|牢记|学习|践行|感恩")
_SENTENCE_ENDS = re.compile(r"[。！？\n]")
# Something stood before it: 这既有…影响，也反映出….
_GOES_ON = re.compile(r"^(?:也|这|既|又|反映出|但)")
_SEES_TOO = re.compile(r"^(?:我们)?(?:也|同时)?(?:还)?(?:应|要|必须)?(?:清醒|深刻)")
_BUT = re.compile(r"^(?:但是?|然而|可)")


def write_lead(job: Job) -> tuple[Sentence, ...]:
    """One opening sentence, cited slot by slot; () if the archive has no usable opening."""
    slots = _problem_slots(job) if job.section == "problems" else _plan_slots(job)
    if not slots:
        return ()
    sentence = assemble(_join(slots, job), job.times)
    time = own_words(job.period) if job.section == "problems" else coming_words(job.period)
    if _WHILE.match(sentence.text):  # 在总结成绩的同时 says that it is about the time told
        return (sentence,)
    if job.section == "problems" and _SEES_TOO.match(sentence.text):
        return (sentence,)
    if time in sentence.text[:12] or _WHOLE_PERIOD.search(sentence.text[:12]):
        return (sentence,)
    return (_prepend(sentence, f"{time}，"),)


def further_clauses(job: Job, said: str) -> list[Borrowed]:
    """Clauses of past openings that can stand before the last one of an opening that says `said`:
    of problems what is measured against, of a plan in what manner; no two alike."""
    pool = [c for lead in _clauses(job.evidence, job.times) for c in lead]
    found: list[Choice] = []
    for choice in pool:
        text = choice[1].text
        if job.section == "problems":
            fits = _MEASURE.search(text) and not _other_kind(text)
        else:
            fits = _is_manner(text, after_will=True)
        if fits and overlap(text, said) < 0.3 and _fits(choice, found):
            found.append(choice)
    return [Borrowed(precedent, unit, strip_link=True) for precedent, unit in found]


def _other_kind(text: str) -> bool:
    return any(p.search(text) for p in (_CONCESSION, _VERDICT, _ANNOUNCE))


def _prepend(sentence: Sentence, words: str) -> Sentence:
    shift = len(words)
    citations = tuple(
        replace(c, clause_start=c.clause_start + shift, clause_end=c.clause_end + shift)
        for c in sentence.citations
    )
    return replace(sentence, text=words + sentence.text, citations=citations)


def _join(slots: Sequence[Choice], job: Job) -> list[Piece]:
    """The concession takes a 但 after it; without a concession no 但 is left."""
    conceded = bool(slots) and bool(_CONCEDES.search(slots[0][1].text))
    pieces: list[Piece] = []
    for n, (precedent, unit) in enumerate(slots):
        before = ""
        if job.section == "problems" and conceded and n == 1 and not _BUT.match(unit.text):
            before = "但"
        strip = not conceded and job.section == "problems"
        pieces.append(Borrowed(precedent, unit, before, strip))
    return pieces


def _ordered(evidence: Evidence) -> list[Precedent]:
    """Leads: what the writer pinned, then the house's newest first."""
    dated = [lead for lead in evidence.leads if lead.period is not None]
    return sorted(
        dated,
        key=lambda p: (
            p.paragraph.id not in evidence.pinned,
            p.organisation != evidence.organisation,
        ),
    )


def _clauses(evidence: Evidence, times: Times) -> Iterable[list[Choice]]:
    """The usable clauses of each lead."""
    for precedent in _ordered(evidence):
        text, paragraph = precedent.report.text, precedent.paragraph
        foreign = [span for span in _sentences(text, paragraph.start, paragraph.end)
                   if _ANOTHERS_DEED.search(text, *span)]  # fmt: skip
        yield [
            (precedent, Unit(text[left:right], left, right, 0, "free"))
            for left, right in clause_spans(text, paragraph.start, paragraph.end)
            if _usable(text[left:right], precedent, times)
            and _is_own_voice(text[left:right], precedent, evidence)
            and (
                _OWN_ANSWER.search(text, left, right)
                or not any(start <= left < end for start, end in foreign)
            )
        ]


def _sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    ends = [m.end() for m in _SENTENCE_ENDS.finditer(text, start, end)]
    yield from pairwise(dict.fromkeys((start, *ends, end)))


def _usable(clause: str, precedent: Precedent, times: Times) -> bool:
    if times.cannot_use(clause, precedent.period) or has_year_or_figure(clause):
        return False
    age = times.asked.year - precedent.period.year if precedent.period else 0
    if is_long_done(clause, age):
        return False
    if speaks_for(clause):
        return False
    return not _TIME.match(clause) and not _OF_THAT_YEAR.search(clause)


def _is_own_voice(clause: str, precedent: Precedent, evidence: Evidence) -> bool:
    """Whether the organisation could say it. What another puts in quotation marks is its own."""
    if is_foreign(precedent, evidence) and (
        LOCAL_NAME.search(clause) or names_department(clause, precedent.organisation)
    ):
        return False
    return not names_other_place(clause, precedent, evidence)


def _first(
    pool: Sequence[Choice],
    pattern: re.Pattern[str],
    taken: Sequence[Choice],
    evidence: Evidence,
    *not_like: re.Pattern[str],
) -> Choice | None:
    """The first clause of the wanted kind; the house's own, and from a report not used yet, if it
    can be."""
    fitting = [
        c
        for c in pool
        if pattern.search(c[1].text) and not any(n.search(c[1].text) for n in not_like)
    ]
    used = {precedent.report.id for precedent, _ in taken}
    own = [c for c in fitting if not is_foreign(c[0], evidence)] or fitting
    # “宣传思想工作虽…，宣传思想工作还…” says who twice.
    own = [c for c in own if not any(overlap(c[1].text, u.text) > 0.3 for _, u in taken)] or own
    return next((c for c in own if c[0].report.id not in used), next(iter(own), None))


def _problem_slots(job: Job) -> list[Choice]:
    pool = [c for lead in _clauses(job.evidence, job.times) for c in lead]
    same_half = [c for c in pool if _half(c[0]) == bool(job.period.half)] or pool
    slots: list[Choice] = []
    concession = next(
        (c for c in same_half if _CONCESSION.search(c[1].text) and not _MEASURE.search(c[1].text)),
        None,
    )
    if concession:
        slots.append(concession)
    measure = _first(pool, _MEASURE, slots, job.evidence, _CONCESSION, _VERDICT, _ANNOUNCE)
    if measure:
        slots.append(measure)
    not_like = (_CONCESSION, _ANNOUNCE, _MEASURE, _GOES_ON)
    verdict = _first(pool, _VERDICT, slots, job.evidence, *not_like)
    return [*slots, verdict] if verdict else []


def _half(precedent: Precedent) -> bool:
    return bool(precedent.period and precedent.period.half)


def _plan_slots(job: Job) -> list[Choice]:
    """Who will do what, in what manner, to what end: the second from another lead if it can be. A
    house whose openings say no such thing opens with the guiding line; what announces comes last."""
    leads = [lead for lead in _clauses(job.evidence, job.times) if lead]
    openings = _openings(job)
    own = [lead for lead in leads if not is_foreign(lead[0][0], job.evidence)]
    last = next((o for o in openings if _ANNOUNCES.search(o[1].text)), None)
    if last is not None or all(is_foreign(precedent, job.evidence) for precedent, _ in openings):
        recent = [lead for lead in own if job.years_since(lead[0][0]) <= _RECENT]
        if guided := guiding_slots(recent or own, last):
            return guided
    for opening in openings:
        if slots := _told_by(opening, leads):
            return slots
    return guiding_slots(leads)


def _told_by(opening: Choice, leads: Sequence[Sequence[Choice]]) -> list[Choice]:
    """The opening with a manner and an end; [] if it has neither and says little."""
    bare = opening[1].text.endswith("将")
    own = [lead for lead in leads if lead[0][0] is opening[0]]
    others = [lead for lead in leads if lead[0][0] is not opening[0]]
    manners = [c for lead in (*others, *own) for c in lead if _is_manner(c[1].text, bare)]
    slots = [opening]
    manner = next((c for c in manners if _fits(c, slots)), None)
    if _ANNOUNCES.search(opening[1].text):
        return [manner, opening] if manner else slots
    if manner is not None:
        slots.append(manner)
    elif bare:
        return []
    ends = (lead[-1] for lead in (*own, *others) if _END.match(lead[-1][1].text))
    if end := next((c for c in ends if _fits(c, slots)), None):
        slots.append(end)
    if leans_forward(slots[-1][1].text):  # 围绕目标任务 wants to be followed
        slots.pop()
    says_enough = len(slots) > 1 or (slots and not bare and len(opening[1].text) >= _ALONE)
    return slots if says_enough else []


def _is_manner(text: str, after_will: bool) -> bool:
    """Whether it says how: after “县委将” in a verb, elsewhere also 按照…部署."""
    if _WILL.search(text) or _END.match(text) or _NO_MANNER.search(text):
        return False
    if _VERBAL.match(text):
        return True
    return starts_with_action(text) if after_will else bool(_ACCORDING.match(text))


def _openings(job: Job) -> list[Choice]:
    """“县委将坚持…” of past leads, the house's own newest first; where what it goes on with was of
    that year only, “县委将” alone."""
    whole: list[Choice] = []
    bare: list[Choice] = []
    for precedent in _ordered(job.evidence):
        text, paragraph = precedent.report.text, precedent.paragraph
        for left, right in clause_spans(text, paragraph.start, paragraph.end)[:3]:
            will = _WILL.search(text, left, right)
            if will is None or not _is_own_voice(text[left:right], precedent, job.evidence):
                continue
            if _usable(text[left:right], precedent, job.times) and right - left >= _LEAST_OPENING:
                whole.append((precedent, Unit(text[left:right], left, right, 0, "free")))
            elif will.end() - left <= _LONGEST_SUBJECT and _usable(
                text[left : will.end()], precedent, job.times
            ):
                head = Unit(text[left : will.end()], left, will.end(), 0, "head")
                bare.append((precedent, head))
    own = [[c for c in choices if not is_foreign(c[0], job.evidence)] for choices in (whole, bare)]
    return [*own[0], *own[1], *(c for c in whole if c not in own[0])]


def _fits(choice: Choice, slots: Sequence[Choice]) -> bool:
    text = choice[1].text
    apart = all(overlap(text, u.text) < 0.3 and text[:2] not in u.text for _, u in slots)
    return apart and 6 <= len(text) <= 40
