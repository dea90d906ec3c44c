"""Group 5: figures that cannot all be right."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import lru_cache

from assistant.checking.claims import Claim, claims_of
from assistant.checking.paper import Hit, Paper, Words
from assistant.checking.tables import Tables
from corpus.report import Role

_MONEY = {"元"}
_PAIRS = re.compile(
    r"(?P<given>受理|接收|收到|下达|交办|转办|承接)[^。；\d]{0,14}(?P<a>\d+)(?P<unit>件|个|项|起|条)[^。；\d]{0,14}?"
    r"(?P<done>(?:已)?(?:办结|完成|办理完毕|整改完成|落实))[^。；\d]{0,6}(?P<b>\d+)(?P=unit)"
)
_RATE = re.compile(
    r"(?P<a>\d+)(?P<unit>[个件户名项人家条起])[^。；\d]{0,16}[，、](?:其中)?[^。；\d，]{0,8}?(?:完成|办结|达标|整改|建成|合格)[^。；\d，]{0,4}"
    r"(?P<b>\d+)(?P=unit)[，、][^。；\d，]{0,6}(?:率|占比|占)(?:达到?|为|约)?(?P<p>\d+(?:\.\d+)?)[%％]"
)
_OF_THEM = re.compile(r"其中[：，]?")
_PART = re.compile(
    r"(?P<name>[\u4e00-\u9fff“”]{1,10}?)(?P<n>\d+(?:\.\d+)?)(?P<unit>万元|亿元|[\u4e00-\u9fff])"
)
_WHOLE = re.compile(r"(?P<n>\d+(?:\.\d+)?)(?P<unit>万元|亿元|[\u4e00-\u9fff])(?=[^\d。；]*$)")
# Things that happen again and again, each time with another number.
_EVENT = re.compile(
    "[是为]|新|建|改|完成|实施|召开|举办|开展|组织|投入|争取|安排|培训|查处|处置|引进|实现|发放|下达|签"
)
_NOT_COUNTED = {"倍", "条", "方面", "大", "类", "步", "字"}
_NAMED = 4  # characters of a subject that can only mean one thing
_QUALIFIED = re.compile(
    r"[\d同较比去前上]+年|每|平均|最|至少|不少于|以上|分别|其中|新增|再|又|第|增长|增加|下降|减少|以来|月|季度|全[省国]|目标|力争"
)


def check_numbers(paper: Paper, tables: Tables) -> Iterator[Hit]:
    for sentence in paper.sentences:
        if re.search(r"\d", sentence.text):
            yield from _done(sentence)
            yield from _rate(sentence)
            yield from _parts(sentence)
    yield from _conflicts(paper)


def _done(sentence: Words) -> Iterator[Hit]:
    for match in _PAIRS.finditer(sentence.text):
        if int(match["b"]) > int(match["a"]):
            said = f"{match['done']} {match['b']}{match['unit']}，多于{match['given']}的 {match['a']}{match['unit']}"
            yield _at(sentence, match.span("b"), "number.done", said)


def _rate(sentence: Words) -> Iterator[Hit]:
    for match in _RATE.finditer(sentence.text):
        whole, part, written = int(match["a"]), int(match["b"]), Fraction(match["p"])
        if not whole or part > whole:
            continue
        share = Fraction(100 * part, whole)
        places = len(match["p"].partition(".")[2])
        if abs(share - written) > Fraction(1, 10**places):
            said = f"{match['b']} 占 {match['a']} 的 {float(share):.1f}%，不是 {match['p']}%"
            yield _at(sentence, match.span("p"), "number.percent", said)


def _parts(sentence: Words) -> Iterator[Hit]:
    """共50件，其中甲20件、乙40件: no part above the whole, nor all of them together."""
    for of_them in _OF_THEM.finditer(sentence.text):
        whole = _WHOLE.search(sentence.text, max(0, of_them.start() - 24), of_them.start())
        grown = whole and re.search("[增减降升][^，]{0,6}$", sentence.text[: whole.start()])
        if whole is None or grown or "%" in sentence.text[whole.end() : of_them.start()]:
            continue
        end = sentence.text.find("；", of_them.end())
        clause = sentence.text[of_them.end() : end if end >= 0 else None]
        parts = [
            m
            for m in _PART.finditer(clause)
            if m["unit"] == whole["unit"]
            and not re.search("[增长降比多少过超]|竣工|开工", m["name"])
        ]
        total = Fraction(whole["n"])
        first = _PART.search(clause)
        for part in (p for p in parts[:1] if first and p.start() == first.start()):
            if Fraction(part["n"]) > total:
                said = f"其中的 {part['n']}{part['unit']} 大于总数 {whole['n']}{whole['unit']}"
                at = (of_them.end() + part.start("n"), of_them.end() + part.end("n"))
                yield _at(sentence, at, "number.part", said)
                break
        else:
            row = _row(clause, parts)
            summed = sum((Fraction(m["n"]) for m in row), Fraction(0))
            if len(row) > 1 and summed > total:
                said = f"分项之和 {float(summed):g}{whole['unit']} 大于总数 {whole['n']}{whole['unit']}"
                yield _at(sentence, whole.span(), "number.sum", said)


def _row(clause: str, parts: Sequence[re.Match[str]]) -> list[re.Match[str]]:
    """The parts that stand in one row with 、 or ， and nothing else between them."""
    row: list[re.Match[str]] = []
    for part in parts:
        if row and not re.fullmatch("[、和及]", clause[row[-1].end() : part.start()]):
            break
        row.append(part)
    return row


def _at(sentence: Words, place: tuple[int, int], rule: str, said: str) -> Hit:
    return Hit(rule, sentence.start + place[0], sentence.start + place[1], said)


# --- the same indicator twice -----------------------------------------------------------------------


def _conflicts(paper: Paper) -> Iterator[Hit]:
    """The same subject with another value, where nothing says that it is about another time."""
    if paper.is_delivered:
        return  # five years beside one, the country beside the county
    seen: dict[tuple[str, str], tuple[Claim, str]] = {}
    for sentence in paper.sentences:
        if sentence.line.role is Role.PLAN and paper.is_whole:
            continue  # aims are other figures than results
        if not re.search(r"\d", sentence.text):
            continue
        for claim in _claims(sentence.text):
            if not _comparable(sentence.text, claim):
                continue
            key = (claim.subject, "元" if claim.unit in _MONEY else claim.unit)
            known = seen.setdefault(key, (claim, sentence.text))
            if known[0].value == claim.value or known[1] == sentence.text:
                continue
            rule, said = (
                "number.conflict",
                f"“{claim.subject}”前面写的是 {known[0].token}，这里是 {claim.token}",
            )
            if claim.value in (known[0].value * 10_000, known[0].value / 10_000):
                rule, said = "number.unit", f"{said}：请核对是元还是万元"
            yield _at(sentence, (claim.start, claim.end), rule, said)


@lru_cache(maxsize=4096)
def _claims(text: str) -> tuple[Claim, ...]:
    """A draft is looked at every turn, and most of its sentences are as they were."""
    return tuple(claims_of(text))


def _comparable(text: str, claim: Claim) -> bool:
    if claim.kind != "figure" or claim.change or claim.approximate or len(claim.subject) < _NAMED:
        return False
    if _EVENT.match(claim.subject) or claim.unit in _NOT_COUNTED:
        return False
    start = max(text.rfind(mark, 0, claim.start) for mark in "，。；：、") + 1
    clause = text[start : claim.end + 4]
    return not _QUALIFIED.search(clause)
