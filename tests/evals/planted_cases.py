"""Clean sentences with their citations, and the faults that `tests.evals.planted` plants in them.

A sentence is cut out of a report and cites it as a fact (of one clause, or of its whole paragraph),
as a fact the writer supplied, or for its wording, as the two writers do it. Half of the clean ones
write their figures in another form: 全角, 中文数字, 万 and 亿, 百分之, thousands separators.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.checking.claims import figures_of
from assistant.clauses import clause_spans, overlap
from assistant.document import (
    Adaptation,
    Citation,
    CitationKind,
    Sentence,
    citation_key,
    fact_citation,
)
from assistant.headings import ACTION_VERB
from assistant.periods.period import adapt, expired_terms
from corpus.report import Period, sha256_of

ASKED = Period(2024, 1)
_SOURCE = Period(2023)
_SENTENCE = re.compile(r"[^。！？；\n]+[。！？；]")
_FIGURE = re.compile(r"(?<![\dA-Za-z.,第《〔])\d+(?:\.\d+)?(?![\dA-Za-z.,年月日号])")
_COUNTED = re.compile(
    _FIGURE.pattern
    + r"(?P<scale>万|亿)?(?P<unit>个百分点|%|人次|人|名|户|个|元|亩|公里|件|家|项|吨|起|场)"
)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?=年)")
_TITLE = re.compile(r"《[^》]{2,30}》")
_PLACE = re.compile(
    r"(?<=[，、在对与和至到赴])(?P<name>[一-鿿]{2,3})(?=县|镇|高速|水库|大桥|机场|集团|公司|大学|医院)"
)
_NEGATED = re.compile(
    r"(?:不(?![断仅但少同得论管过足仅忘可懈折渝法良动稳便])|没有|未(?!来|成|必)|尚未)(?=[一-鿿]{2})"
)
_VERBLESS = re.compile(r"[不未没无非难缺]")
FORMS = ("full width", "Chinese numerals", "万 and 亿", "百分之", "thousands")
# What an editor changes without changing what is said.
_SMALL_WORDS = (
    ("还有", "仍有"), ("达到", "达"), ("同比", ""), ("累计", ""), ("全县", ""), ("全市", ""), ("全省", ""),
    ("完成", "共完成"), ("共", ""), ("进一步", ""), ("不断", "持续"), ("已", ""), ("着力", "大力"),
    ("以及", "和"), ("，", "、"), ("比上年", "较上年"), ("左右", "上下"), ("切实", "扎实"), ("；", "。"),
)  # fmt: skip


@dataclass(frozen=True)
class Case:
    """A sentence; `kind` is how it cites, `note` what was done to it."""

    sentence: Sentence
    kind: str
    note: str = ""


@dataclass(frozen=True)
class Passage:
    """A sentence of a report with the paragraph it stands in."""

    text: str
    paragraph: str
    report: int


def passages_of(texts: Sequence[str]) -> list[Passage]:
    """All sentences of two clauses at most three, in the order of the texts."""
    found = []
    for number, text in enumerate(texts):
        for line in text.split("\n"):
            for match in _SENTENCE.finditer(line):
                words = match.group().strip()
                if 12 <= len(words) <= 90 and len(clause_spans(words, 0, len(words))) <= 4:
                    found.append(Passage(words, line.strip(), number))
    return found


def clean_cases(passages: Sequence[Passage], chance: random.Random) -> Iterator[Case]:
    """Endless sentences whose citations support them."""
    counted = [p for p in passages if _COUNTED.search(p.text)]
    while True:
        roll = chance.random()
        if roll < 0.45:
            yield _reported(chance.choice(counted if roll < 0.3 else passages), chance)
        elif roll < 0.7:
            yield _supplied(chance.choice(counted if roll < 0.6 else passages), chance)
        elif case := _worded(chance.choice(passages)):
            yield case


def _reported(passage: Passage, chance: random.Random) -> Case:
    wide = chance.random() < 0.3
    citations = tuple(
        _cite("fact", passage.paragraph if wide else passage.text[a:b], a, b, passage)
        for a, b in clause_spans(passage.text, 0, len(passage.text))
    )
    sentence = Sentence("1.1", passage.text, citations)
    return _in_other_form(Case(sentence, "paragraph" if wide else "clause"), chance)


def _supplied(passage: Passage, chance: random.Random) -> Case:
    """In the frames the writers put around a fact."""
    spans = clause_spans(passage.text, 0, len(passage.text))
    with_figure = [s for s in spans if _COUNTED.search(passage.text[slice(*s)])] or spans
    start, end = chance.choice(with_figure)
    fact = passage.text[start:end]
    before, after = chance.choice(
        (("目前", ""), ("虽", ""), ("在", "的基础上"), ("针对", "的实际"), ("", ""))
    )
    citation = fact_citation(1, fact, len(before), len(before + fact))
    case = Case(Sentence("1.1", f"{before}{fact}{after}。", (citation,)), "supplied")
    return _in_other_form(case, chance)


def _worded(passage: Passage) -> Case | None:
    """Borrowed wording, moved to the asked period; None if the writers would not borrow it."""
    if expired_terms(passage.text, ASKED) or _YEAR.search(passage.text):
        return None
    text = ""
    citations: list[Citation] = []
    changes: list[Adaptation] = []
    for a, b in clause_spans(passage.text, 0, len(passage.text)):
        words, adaptations = adapt(passage.text[a:b], _SOURCE, ASKED)
        start = len(text) + bool(text)
        text += ("，" if text else "") + words
        changes += adaptations
        citations.append(_cite("wording", passage.text[a:b], start, len(text), passage))
    if any(True for _ in figures_of(text)):  # a figure the adapting left: not sound
        return None
    return Case(Sentence("1.1", text + "。", tuple(citations), tuple(changes)), "wording")


def _cite(kind: CitationKind, quote: str, start: int, end: int, passage: Passage) -> Citation:
    return Citation(
        citation_key(f"r{passage.report}:{quote}", 0, len(quote)), kind, f"r{passage.report}",
        f"报告{passage.report}", str(_SOURCE), ("一、工作情况",), f"r{passage.report}:0", 0,
        len(quote), quote, sha256_of(quote), start, end,
    )  # fmt: skip


# --- other forms of the same figure -----------------------------------------------------------------


def _in_other_form(case: Case, chance: random.Random) -> Case:
    """Half of the cases with one figure in another form, some with another small word."""
    small = [w for w in _SMALL_WORDS if w[0] in case.sentence.text]
    if small and chance.random() < 0.3:
        old, new = chance.choice(small)
        at = case.sentence.text.index(old)
        return Case(spliced(case.sentence, at, at + len(old), new), case.kind, "small words")
    places = list(_COUNTED.finditer(case.sentence.text))
    if not places or chance.random() < 0.5:
        return case
    place = chance.choice(places)
    forms = {form: _form(form, place) for form in FORMS}
    possible = [(f, w) for f, w in forms.items() if w and w != place.group()]
    if not possible:
        return case
    form, words = chance.choice(possible)
    return Case(spliced(case.sentence, place.start(), place.end(), words), case.kind, form)


def _form(form: str, place: re.Match[str]) -> str:
    scale, unit = place["scale"] or "", place["unit"]
    number = place.group()[: len(place.group()) - len(scale + unit)]
    if form == "full width":
        return number.translate({ord(str(n)): 0xFF10 + n for n in range(10)}) + scale + unit
    if form == "百分之":
        return f"百分之{chinese(number)}" if unit == "%" and not scale else ""
    if form == "Chinese numerals":
        small = scale or float(number) < 10 or unit in ("个百分点", "%", "项")
        return "" if small or "." in number else chinese(number) + unit
    if form == "thousands":
        return f"{int(number):,}{scale}{unit}" if number.isdigit() and int(number) > 999 else ""
    if scale == "亿":
        return f"{round(float(number) * 10_000, 4):.10g}万{unit}"
    if scale == "万":
        exact = round(float(number) * 10_000, 2)
        return f"{exact:.0f}{unit}" if exact == int(exact) else ""
    large = number.isdigit() and int(number) >= 10_000 and unit not in ("个百分点", "%")
    return f"{int(number) / 10_000:.10g}万{unit}" if large else ""


def chinese(number: str) -> str:
    """12 → 十二, 3050 → 三千零五十, 12.5 → 十二点五; up to 9,999 and larger with 万."""
    digits = "零一二三四五六七八九"
    whole, point, rest = number.partition(".")
    value = int(whole)
    if value >= 10_000:
        low = value % 10_000
        words = chinese(str(value // 10_000)) + "万"
        words += (("零" if low < 1_000 else "") + chinese(str(low))) if low else ""
    else:
        words, gap = "", False
        for size, name in ((1_000, "千"), (100, "百"), (10, "十"), (1, "")):
            digit = value // size % 10
            if digit:
                words += ("零" if gap and words else "") + digits[digit] + name
            gap = not digit
        words = (words or "零").removeprefix("一") if 10 <= value < 20 else words or "零"
    return words + ("点" + "".join(digits[int(d)] for d in rest) if point else "")


def spliced(sentence: Sentence, start: int, end: int, words: str) -> Sentence:
    """The sentence with other words at a place, its citations moved along."""
    shift = len(words) - (end - start)

    def moved(at: int) -> int:
        return at if at <= start else max(start, at + shift)

    return replace(
        sentence,
        text=sentence.text[:start] + words + sentence.text[end:],
        citations=tuple(
            replace(c, clause_start=moved(c.clause_start), clause_end=moved(c.clause_end))
            for c in sentence.citations
        ),
    )


# --- faults -----------------------------------------------------------------------------------------

Plant = Callable[[Case, random.Random, Sequence[Case]], Case | None]


def figure_changed(case: Case, chance: random.Random, _: Sequence[Case]) -> Case | None:
    places = list(_COUNTED.finditer(case.sentence.text))
    if not places or case.kind == "wording":
        return None
    place = chance.choice(places)
    found = _FIGURE.match(place.group())
    number = found.group() if found else ""
    value = float(number)
    decimals = len(number.partition(".")[2])
    change = chance.choice((1, -1, 2, 10, 0.1 * value, -0.1 * value, 9 * value, value))
    other = f"{max(0.0, value + change):.{decimals}f}"
    if float(other) == value:
        other = f"{value + 1:.{decimals}f}"
    start = place.start()
    return _planted(case, start, start + len(number), other)


_OTHER_UNITS = {
    "个百分点": "%", "%": "个百分点", "人次": "人", "人": "户", "名": "户", "户": "人", "个": "户", "元": "亿元",
    "亩": "公顷", "公里": "米", "件": "个", "家": "个", "项": "个", "吨": "公斤", "起": "人", "场": "人次",
}  # fmt: skip


def unit_changed(case: Case, chance: random.Random, _: Sequence[Case]) -> Case | None:
    places = list(_COUNTED.finditer(case.sentence.text))
    if not places or case.kind == "wording":
        return None
    place = chance.choice(places)
    unit, scale = place["unit"], place["scale"] or ""
    start = place.end() - len(unit)
    if scale and chance.random() < 0.5:
        other = "亿" if scale == "万" else "万"
        return _planted(case, start - 1, start, other)
    other = "户" if unit == "元" and scale == "亿" else _OTHER_UNITS[unit]
    return _planted(case, start, place.end(), other)


def year_changed(case: Case, chance: random.Random, _: Sequence[Case]) -> Case | None:
    places = list(_YEAR.finditer(case.sentence.text))
    if not places:
        return None
    place = chance.choice(places)
    year = int(place.group())
    other = chance.choice([y for y in range(year - 5, year + 6) if y != year])
    return _planted(case, *place.span(), str(other))


def name_changed(case: Case, chance: random.Random, others: Sequence[Case]) -> Case | None:
    """A title or a proper name in front of 县, 公司 …, for another one of the same kind."""
    kinds = [("title", _TITLE), ("place", _PLACE)]
    chance.shuffle(kinds)
    for note, pattern in kinds:
        places = list(pattern.finditer(case.sentence.text))
        if not places:
            continue
        place = chance.choice(places)
        pool = [
            m.group() for o in chance.sample(others, 200) for m in pattern.finditer(o.sentence.text)
        ]
        pool = [name for name in pool if name not in case.sentence.text]
        if pool:
            return _planted(case, *place.span(), chance.choice(pool), note)
    return None


def negation_changed(case: Case, chance: random.Random, _: Sequence[Case]) -> Case | None:
    text = case.sentence.text
    negated = list(_NEGATED.finditer(text))
    if negated and chance.random() < 0.7:
        place = chance.choice(negated)
        return _planted(case, *place.span(), "", "dropped")
    verbs = [
        m
        for m in ACTION_VERB.finditer(text)
        if m.start() and not _VERBLESS.search(text[m.start() - 1])
    ]
    if not verbs:
        return None
    place = chance.choice(verbs)
    return _planted(
        case, place.start(), place.start(), chance.choice(("不", "未", "没有")), "added"
    )


def citation_swapped(case: Case, chance: random.Random, others: Sequence[Case]) -> Case | None:
    """Every clause points where another sentence points: any one, or the likest of many."""
    near = chance.random() < 0.5
    own = {c.quote for c in case.sentence.citations}
    pool = [
        o
        for o in chance.sample(others, 100)
        if own.isdisjoint(c.quote for c in o.sentence.citations)
    ]
    if not pool or not own:
        return None
    other = (
        max(pool, key=lambda o: overlap(o.sentence.text, case.sentence.text)) if near else pool[0]
    )
    if any(q in c.quote or c.quote in q for q in own for c in other.sentence.citations):
        return None
    citations = tuple(
        replace(
            chance.choice(other.sentence.citations),
            clause_start=c.clause_start,
            clause_end=c.clause_end,
        )
        for c in case.sentence.citations
    )
    return Case(replace(case.sentence, citations=citations), case.kind, "near" if near else "any")


def _planted(case: Case, start: int, end: int, words: str, note: str = "") -> Case:
    return Case(spliced(case.sentence, start, end, words), case.kind, note)


PLANTS: dict[str, Plant] = {
    "figure changed": figure_changed,
    "unit changed": unit_changed,
    "year changed": year_changed,
    "name changed": name_changed,
    "negation": negation_changed,
    "swapped paragraph": citation_swapped,
}
