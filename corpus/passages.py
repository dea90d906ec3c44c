"""Passages that play a role without a heading: the problems in a review, the plan after it.

Nearly every government work report hides its problems in a paragraph that closes the review.
Three things give it away: an opening that turns from praise (“我们也清醒地看到”), a statement that
problems exist, and a density of mild negative verdicts that no other passage has.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.normal import View
from corpus.numbering import block_marker, match_marker

Line = tuple[int, int]

SURE = 0.8  # a score that needs no other evidence
_HEAD = 180  # characters in which a paragraph shows what it is about
_LONGEST_LIST = 30  # lines
_WEIGHED = 1500  # characters of a paragraph whose verdicts are counted
_NOUN = "(?:问题|困难|不足|挑战|矛盾|差距|短板|缺点|薄弱|弱项|缺陷|隐忧|压力|制约|障碍|欠缺|局限)"
_AWARE = re.compile(
    r"(?:清醒|清楚|深刻|冷静|客观|充分|理性|深切|真切|深深|明显)地?(?:的?认识|看|意识|感|认清)"
    r"|[也更还必须应要]{1,3}(?:认识|看|意识)到|正视|直面|清醒头脑|(?:看|认识|意识)到.{0,6}成绩|谨记|认清(?:差距|不足|问题)"
    r"|(?:问题|困难|差距|不足|挑战)[^，。]{0,8}(?:不容忽视|警醒|不找|亟待|并存|相伴)|面对(?:问题|困难|差距)"
)
_EXIST = re.compile(
    rf"(?:存在|面临|面对|遇到|出现|有|仍|还|依然|突出|是)[^。；！？]{{0,40}}?{_NOUN}|{_NOUN}[^。；！？，]{{0,12}}(?:突出|存在|不少|较多|明显|凸显)"
)
_TURN = re.compile(
    r"成绩的同时|与此同时|同时[，、]|虽然|尽管|但是?[，我也还仍]|不过|然而|不足之处|主要(?:表现|体现)?[是有在为]|一些(?:困难|问题|不足)"
)
_VERDICT = re.compile(
    r"不(?:[够足强高深实细宽力严紧优大快多稳牢新佳畅灵顺浓均良旺精齐硬]|到位|平衡|充分|扎实|明显|完善|健全|协调|合理|适应|容乐观|景气|理想|彻底)"
    r"|[没未]有?(?:得到)?(?:根本|完全|真正)?(?:改变|解决|完成|实现|达到|形成|消除|好转|缓解|到位)|有(?:待|差距|欠缺|短板)"
    r"|[仍还尚亟](?:需|待|不|未|没|较|处|有|存)|薄弱|滞后|缺乏|欠缺|弱化|虚化|淡化|偏[低小弱重少慢高短散差软]|[较比]?[较低][弱慢差小低]"
    r"|压力|乏力|困难|突出问题|问题|艰巨|繁重|难度|制约|短缺|短板|矛盾|瓶颈|隐患|缺点|不如人意|下滑|回落|放缓|任重道远|差距|[太过]于?[多少]|不作为|腐败|欠发达|(?:差|薄|弱)(?=[、，；])"
)
_CLAUSE = re.compile(r"[，。；、：！？]")
_PROSPECT = re.compile(
    r"^(?:各位代表[，！])?[^。]{0,60}?(?:机遇|有利条件|有利因素|信心|关键(?:之年|一年|时期|期)|开局之年|起步之年|第一年)"
)
_VOW = re.compile(
    r"^(?:各位代表[，！])?(?:对此|对(?:于)?(?:这些|以上|上述|存在)|针对(?:这些|以上|上述|存在)|这些(?:困难|问题)|我们(?:一定|将|要|必须|决心))"
)
_LIST_FAMILIES = ("一是", "一要", "第一，", "首先", "一方面")
_BLOCK_FAMILIES = ("（一）", "1.", "（1）", "①")
_AHEAD = r"下半年|下一?步|下一?阶段|下一?年度?|明年|来年|今后|未来|新的?一年|后一阶段|面向未来|展望"
_PERIOD_AHEAD = (
    r"\d{4}\s*年|“?十[一二三四五六七八]五”?|今年|做好(?:今年|明年|\d{4}年)|本届政府|我们将"
)
_PLAN_OPENING = re.compile(
    rf"^(?:各位代表[，！]|同志们[，！])?(?:为此[，,])?(?:针对[^，。]{{2,20}}[，,])?(?:在?(?:{_AHEAD}))"
)
_PLAN_WORDS = re.compile(
    r"总体要求|指导思想|总体思路|总的要求|基本思路|工作思路|发展思路|奋斗目标|预期[^，。]{0,4}目标|主要目标|目标任务|主要任务|重点任务|工作重点"
    r"|总目标|发展目标|目标[是为：]|我们[将要]|将(?:以|坚持|围绕|按照|重点|继续|进一步|紧|严格|深入)|重点(?:抓好|做好|推进|工作)|继续|进一步|努力|着力|计划|打算"
)
_PLAN_TURN = re.compile(
    rf"针对(?:这些|以上|上述|存在)|(?:{_PERIOD_AHEAD})[^。；]{{0,40}}?(?:我们|将|要)"
)
_LATER_OPENING = re.compile(
    rf"^(?:各位代表[，！]|同志们[，！])?(?:[^。；]{{0,12}}?(?:{_PERIOD_AHEAD})|综合(?:考虑|分析|研判)|(?:根据|按照)[^。；]{{0,60}}(?:部署|建议|要求|精神))"
)
_STRONG_PLAN_WORDS = re.compile(
    r"总体要求|指导思想|总体思路|总的要求|基本思路|奋斗目标|预期[^，。]{0,4}目标|主要目标|目标任务|主要任务|重点任务|工作重点|总目标|发展目标"
)


def problems_score(text: str) -> float:
    """How much a paragraph looks like the opening of a problems passage; above 0 is one."""
    head, body = text[:_HEAD], text[:_WEIGHED]
    aware, exists = bool(_AWARE.search(head)), bool(_EXIST.search(head))
    verdicts = len(_VERDICT.findall(body))
    density = verdicts / max(4, len(_CLAUSE.findall(body)))
    if verdicts < 2 or not (exists or aware) or _PLAN_OPENING.match(head):
        return 0.0
    score = 1.5 * aware + 1.0 * exists + 0.5 * bool(_TURN.search(head)) + 4.0 * min(density, 0.5)
    score -= 1.0 * bool(_PROSPECT.match(head)) + 1.0 * bool(_VOW.match(head))
    return max(0.0, score - 2.6)


@dataclass(frozen=True)
class Found:
    """The passage ``[start, end)`` and how sure it is that it is what was looked for."""

    start: int
    end: int
    score: float


def find_problems(view: View, lines: Sequence[Line], closing: bool = False) -> Found | None:
    """The problems passage: of the paragraphs that look like one the surest; None.

    `closing` if a plan follows the lines: then the last three are where it is expected.
    """
    listed = [_is_list_line(view, line) for line in lines]
    near = len(lines) - 3 if closing else len(lines)
    scores = [_score_of_line(view, lines, listed, n, n >= near) for n in range(len(lines))]
    best = max(range(len(lines)), key=lambda n: (scores[n], n), default=None)
    if best is None or scores[best] <= 0:
        return None
    first, stop = best, _end_of_passage(view, lines, listed, best)
    while first and (scores[first - 1] > SURE or listed[first]):
        first -= 1
    while stop < len(lines) and scores[stop] > SURE:
        stop = _end_of_passage(view, lines, listed, stop)
    start = _turn_in(view.text[slice(*lines[first])]) + lines[first][0]
    return Found(start, lines[stop - 1][1], scores[best])


def _score_of_line(
    view: View, lines: Sequence[Line], listed: Sequence[bool], n: int, near: bool
) -> float:
    start, end = lines[n]
    marker = block_marker(view.text, start, end)
    if marker and marker.family != "——":
        return 0.0  # a numbered theme may tell of troubles overcome
    text = view.text[start : min(end, start + 4 * _WEIGHED)]
    if end - start < _HEAD and (_AWARE.search(text) or _EXIST.search(text)):
        # The verdicts may all stand in the list that the paragraph announces.
        stop = _end_of_passage(view, lines, listed, n)
        text = view.text[start : min(lines[stop - 1][1], start + _WEIGHED)]
    turn = _turn_in(text)
    score = problems_score(text[turn:])
    if not near:
        return score
    body = text[turn : turn + _WEIGHED]
    verdicts = len(_VERDICT.findall(body))
    dense = verdicts >= 5 and verdicts >= 0.3 * len(_CLAUSE.findall(body))
    return score + 0.7 * (score > 0 or dense)


def _turn_in(text: str) -> int:
    """Where a paragraph that begins otherwise turns to the problems, or 0: thanks and insights
    may share a paragraph with them."""
    if _AWARE.search(text, 0, _HEAD):
        return 0
    for match in re.compile(r"[。！]").finditer(text, _HEAD, 3 * _WEIGHED):
        turn = match.end()
        head = text[turn : turn + _HEAD]
        first = head[: head.find("。") + 1 or _HEAD]
        if _AWARE.search(first) and _EXIST.search(first) and problems_score(text[turn:]) > 0:
            begun = _EXIST.search(text, 0, _HEAD) is not None and _is_negative(text[:turn])
            return 0 if begun else turn
    return 0


def find_plan(view: View, lines: Sequence[Line], early: bool, aims: bool) -> int | None:
    """The first line that opens a plan: “下一步，我们将…”, in the last two thirds or, if `early`,
    anywhere; with `aims`, also a period's name and what is meant to be reached in it."""
    for n, (start, end) in enumerate(lines):
        text = view.text[start : min(end, start + 3 * _HEAD)]
        later = aims and _LATER_OPENING.match(text) is not None
        aimed = later and (_STRONG_PLAN_WORDS.search(text) or _PROSPECT.match(text))
        if aimed or (opens_plan(text) and (early or 3 * n >= len(lines))):
            return n - _heads_above(view, lines[:n])
    return None


def _heads_above(view: View, lines: Sequence[Line]) -> int:
    """How many short lines without a stop, a heading by their looks, end `lines`."""
    for count, (start, end) in enumerate(reversed(lines)):
        if end - start > 30 or view.text[end - 1] in "。！？；，：" or count == 3:
            return count
    return len(lines)


def opens_plan(text: str) -> bool:
    """Whether a sentence begins with a time ahead or a transition to what will be done."""
    return _PLAN_OPENING.match(text) is not None and _PLAN_WORDS.search(text) is not None


def opens_passage(text: str) -> bool:
    """Whether a sentence inside an overlong line begins a passage of its own."""
    first = text[: text.find("。") + 1 or len(text)]
    if _PLAN_OPENING.match(first):
        return opens_plan(first)
    return _AWARE.search(first, 0, 60) is not None and problems_score(text) > 0


def plan_sentence(view: View, start: int, end: int) -> int | None:
    """Where in ``[start, end)``, after its first sentence, a sentence turns to the plan."""
    for match in re.compile(r"(?:[。！；]|\n)\s*").finditer(view.text, start, end):
        head = view.text[match.end() : min(end, match.end() + _HEAD)]
        if _PLAN_OPENING.match(head) or _PLAN_TURN.match(head):
            return match.end()
    return None


def _end_of_passage(view: View, lines: Sequence[Line], listed: Sequence[bool], n: int) -> int:
    """The line after the list that the paragraph announces, or after the paragraph itself."""
    stop, limit = n + 1, min(len(lines), n + _LONGEST_LIST)
    while stop < limit and listed[stop]:
        stop += 1
    if stop == n + 1 and view.text[lines[n][1] - 1] == "：":
        while stop < limit and _is_negative(view.text[slice(*lines[stop])]):
            stop += 1
    return stop


def _is_list_line(view: View, line: Line) -> bool:
    start, end = line
    marker = block_marker(view.text, start, end)
    if marker is not None:
        if marker.family == "——":
            return True
        return marker.family in _BLOCK_FAMILIES and _is_negative(view.text[start:end])
    return any(match_marker(view.text, family, start, end) for family in _LIST_FAMILIES)


def _is_negative(text: str) -> bool:
    body = text[:_WEIGHED]
    return len(_VERDICT.findall(body)) >= max(1, 0.15 * len(_CLAUSE.findall(body)))
