"""How much is asked for: number of items, characters of what, and which numbering."""

from __future__ import annotations

import re
from typing import NamedTuple

from assistant.understanding.kinds import CharsScope
from assistant.understanding.wording import NUM, RANGE, value_of

_UNIT = (
    r"(?:[大小]?条(?!龙|红线|底线|禁令|线|主线|例|件)|[大小]?点(?![钟半前击名]|之前|以前|左右[交给要])|个?[大小]?方面|个(?:突出|主要|具体)?问题"
    r"|个[大小]?(?:部分|板块|点|层面)|块(?!钱)|类问题|项(?=[，。；、！？\s左以就内措举打工任重即吧]|$)|段(?=话|写|[，。；！？]|$)|个(?=[，。；！？吧]|$))"
)
_ITEMS = re.compile(rf"(?<![第\d.一二三四五六七八九十])(?!一点)({RANGE})\s*(?:来)?{_UNIT}")
_COUNTED = re.compile(r"(?:条数|条目数?|条目数量)(?:为|是|：|控制在)?(\d{1,2})")
_NOT_ITEMS_BEFORE = re.compile(
    rf"(?:第|第{NUM}[、和与]|每一?|[这那哪某同另]|最后|末尾|最末|再加|再来|再补|加|增加|拆成|分成两|拆为|合并成|合成|并成|补|补充|新增|删|删掉|每[条点]|每[条点](?:写|列|有)?|[前后头]|上午|下午|早上|晚上|中午|今晚|明早|有)\s*$"
)
_BOTH_PARTS = re.compile(r"(?<=[块分节])(?:内容)?(?:都|一起|一并|全)")
_EACH_ONE = re.compile(r"各[写来有要列]?\s*$")
_CN = "[一二两三四五六七八九]"
_COUNT = (
    rf"(?P<n>\d+(?:\.\d)?千|\d{{2,5}}|(?:{_CN}{{1,2}}千)?(?:零?{_CN}{{1,2}}百)?(?:零?{_CN}{{0,2}}十?{_CN}?))"
    r"(?P<whole>[百千])?(?:来|多|几)?个?字"
)
_CHARS = re.compile(
    rf"(?<![\d第])(?<!至少)(?<!不少于)(?<!不低于)(?<![^不]多于)"
    rf"(?:(?:\d{{2,5}}|{_CN}{{1,2}}百?{_CN}?十?)[-—–~～至到])?{_COUNT}(?!以上|符?段|样|眼)"
)
_LEAST = r"(?:至少|最少|不少于|不低于|(?<![不别])(?<!不要)多于|(?<![不别])(?<!不要)超过)(?:得|要|应)?(?:写|有|到|够|达到)*"
_AT_LEAST = re.compile(rf"{_LEAST}{_COUNT}")
_OR_MORE = re.compile(rf"(?<![\d第]){_COUNT}(?:以上|往上)")
NAMES_LEAST = re.compile(
    rf"{_LEAST}[\d{_CN[1:-1]}十百千]+个?字|[\d{_CN[1:-1]}十百千]+个?字(?:以上|往上)"
)
# 砍掉一半, 压缩三分之一, 缩到原来的80%.
_PART = (
    r"(?P<to>[到至成为]|剩)?(?:原来的?|原文的?|现在的?)?(?P<size>一半|[对减]半|(?P<n>[一二两三四五])分之(?P<m>[一二两三四])"
    r"|(?P<a>\d)/(?P<b>\d)|(?P<p>\d{2})[%％]|百分之(?P<q>\d{2})|(?P<t>[一二两三四五六七八九])成)"
)
NAMES_SHARE = re.compile(
    rf"(?:压|缩|减|精简|简|短|砍|删|去|瘦|[^扩]写)[一-鿿]{{0,4}}?{_PART}|字数{_PART.replace('?P<', '?P<x')}"
)
# 压到六百以内, 别超过八百: the word 字 is left out.
_BARE_CHARS = re.compile(
    rf"(?:不超过?|别超过?|不要超过|控制在|压缩?[到至]|缩到|限|字数(?:在|为|约|大约|是|：)?)(?P<n>\d{{3,4}}|{_CN}百(?:{_CN}十)?|{_CN}千)(?:以内|之内|左右|上下|吧)?(?=[，。；！？]|$)"
)
# A page of GB/T 9704 has 22 lines of 28 characters: 一页纸, 控制在两页以内.
_PAGE = 600
_PAGES = re.compile(
    r"(?<![第前后首末每上下\d])(?P<n>半|[一两二三四五1-5])(?:张)?(?:A4)?(?P<half>半)?页(?P<half2>半)?"
    r"(?:纸|(?=左右|上下|[以之]内|[，。；！？吧]|$))"
)
_NO_LIMIT_BEFORE = re.compile(
    r"(?:至少|不少于|不低于|(?<!不)多于|超出|(?<![不别])(?<!不要)超过|标题(?:(?!每)[^。；字]){0,12})$"
)
_CEILING_BEFORE = re.compile(
    r"(?:[≤<＜‹]|不超过?|别超过?|不要超过|不要?多于|不能超过|最多|至多|顶多|上限|限)[一-鿿]{0,3}$"
)
_CEILING_WITHIN = re.compile("超过?|限|[以之]内")  # of bare numbers: 别超过八百
_CEILING_AFTER = re.compile(r"[以之]?内|以下|封顶|为限")
_EACH = re.compile(
    r"每[一个]?[条点项段]?|各条|单条|各自|分别|一[条点](?=不超过|控制|大约|[约在不别])"
)
_PER_ITEM = re.compile(r"(?:左右|以内)?(?:/|每|一)(?:条|点|项)")
_ALL = re.compile(
    r"总共|一共|共计|合计|总计|总字数|总[长篇]|全文|全篇|整[体篇个]|总体|通篇|篇幅|总量|加起来|总的|全部|字数"
)
_MARK = (
    r"[（(]一[）)]|一、(?!二是)|1[.．、]|1[,，]2|[（(]1[）)]|①|一是|一要|首先"
    r"|第一(?![条点项段句书议季个批轮时产次])|阿拉伯数字|数字|带?圈|汉字|中文|大写"
)
_NUMBERING = re.compile(
    rf"(?:序号|编号|标号|标序|(?<![采使])用|采用(?=[（(][一1])|改成|改为|换成|按|统一为|统一成|以)[^，。；]{{0,5}}?(?P<mark>{_MARK})"
    rf"|(?P<mark2>{_MARK})[^。；]{{0,12}}?(?:序号|编号|标号|排序|格式|形式|样式|开头|分条|打头|这样)"
)
_CHANGED_TO = re.compile(
    rf"(?:改成|改为|换成|换为|变成|调整为|统一[为成用]|改用|换用)(?P<mark>{_MARK})"
)
_NO_NUMBERING = re.compile(r"(?:不要|不用|别)(?:再)?(?:编号|序号)?用[^，。；]+")
_UNNUMBERED = re.compile(
    r"(?:不|不要|不用|别|无需|不需要|不必)(?:再)?(?:加|带|写|标|列)?(?:编号|序号|标号)(?!用|改|错|乱|重|漏)"
    r"|(?:去掉|删掉|删去|取消)(?:所有|各条)?的?(?:编号|序号|标号)"
)
KEPT_NUMBERED = "各条都带序号，没有去掉：核验和改稿要按条进行；定稿后可在 Word 里删去"
_NEEDS_WORD = ("数字", "汉字", "中文", "大写", "圈", "首先")
_ABOUT_NUMBERS = re.compile(r"序号|编号|标号|分条|排序|依次|其次|[^一-鿿]|圈|形式|这种|带")
_FAMILIES = {
    "（一）": "（一）", "(一)": "（一）", "一、": "一、", "（1）": "（1）", "(1)": "（1）", "①": "①",
    "一是": "一是", "一要": "一要", "第一": "第一，", "首先": "首先", "汉字": "一、", "中文": "一、",
    "大写": "一、", "圈": "①", "带圈": "①",
}  # fmt: skip
_OF_PROBLEMS, _OF_PLAN = re.compile("问题|不足|短板"), re.compile("打算|计划|安排|思路|措施")
_BRACKETED = re.compile(r"带?(?:圆?括号|括弧)")


def item_counts(text: str) -> list[int]:
    """Every total number of items the text names, in order; no ordinals, no 每条, no clock times,
    and of a number and its parts (五条，党建两条、经济三条) the number only."""
    whole, _, _ = text.partition("其中")
    counts = [value for _, value in counts_at(whole) or counts_at(text)]
    return counts[:1] if len(counts) > 1 and counts[0] == sum(counts[1:]) else counts


def counts_at(text: str) -> list[tuple[int, int]]:
    """Where each number of items stands, and the number."""
    counts = [(m.start(), int(m[1])) for m in _COUNTED.finditer(text)]
    for match in _ITEMS.finditer(text):
        before = text[max(0, match.start() - 8) : match.start()]
        if _NOT_ITEMS_BEFORE.search(before) or (value_of(match[1]) == 1 and _lone_one(match, text)):
            continue
        if _BOTH_PARTS.match(text, match.end()):
            continue
        if 1 <= (value := value_of(match[1])) <= 20:
            counts.append((match.start(), value))
    return counts


def counts_of_both(text: str) -> tuple[int | None, int | None]:
    """How many problems and how many measures, each by the section named last before the number
    (问题三条，打算五条); None where the text does not tell them apart."""
    problems: int | None = None
    plan: int | None = None
    for at, value in counts_at(text):
        before = text[:at]
        in_problems, in_plan = _last(_OF_PROBLEMS, before), _last(_OF_PLAN, before)
        if in_problems > in_plan:
            problems = problems or value
        elif in_plan >= 0:
            plan = plan or value
    return (problems, plan) if problems and plan else (None, None)


def _lone_one(match: re.Match[str], text: str) -> bool:
    """一条 that counts nothing: 一条写…，一条写…; 各一条; 一个问题."""
    return not re.match(r"[大小]?[条点]", text[match.end(1) :]) or bool(
        _EACH_ONE.search(text[: match.start()])
        or re.match(r"一?[条点个]", text[match.end() :])
        or text.count(match.group()) > 1
        or re.match(r"[讲写说]", text[match.end() :])
    )


def items_of(text: str) -> int | None:
    """The number of items asked for; of a limit and a least number (三条以上，不超过五条) the limit."""
    counts = item_counts(text)
    if len(counts) > 1 and re.search(r"不超过|最多|不要超过|至多|以内|不[多高]于|封顶", text):
        return max(counts)
    return counts[0] if counts else None


class Chars(NamedTuple):
    """The most characters, and of what: of each item, of the section; None where it is not said.

    A ceiling (150字以内) may be kept by far; what is none (150字, 150字左右) is a length to reach.
    """

    most: int | None = None
    scope: CharsScope | None = None
    is_ceiling: bool = False


def chars_of(text: str) -> Chars:
    found = [chars for _, chars in _chars_at(text)]
    return next((f for f in found if f.scope == "item"), found[0] if found else Chars())


def chars_of_both(text: str) -> tuple[Chars, Chars] | None:
    """The length of the problems and that of the plan, each by the section named last before it
    (问题每条60字，打算每条100字); None where the text does not tell them apart."""
    problems, plan = None, None
    for at, chars in _chars_at(text):
        in_problems, in_plan = _last(_OF_PROBLEMS, text[:at]), _last(_OF_PLAN, text[:at])
        if in_problems > in_plan:
            problems = problems or chars
        elif in_plan >= 0:
            plan = plan or chars
    return (problems, plan) if problems and plan else None


def _chars_at(text: str) -> list[tuple[int, Chars]]:
    """Where each length stands, and the length."""
    found: list[tuple[int, Chars]] = []
    for match in _PAGES.finditer(text):
        halves = 1 if match["n"] == "半" else 2 * value_of(match["n"])
        halves += bool(match["half"] or match["half2"])
        is_within = _CEILING_AFTER.match(text, match.end()) or _CEILING_BEFORE.search(
            re.split("[，。；！？\n]", text[: match.start()])[-1]
        )
        found.append((match.start(), Chars(halves * _PAGE // 2, "section", bool(is_within))))
    for match in (*_CHARS.finditer(text), *_BARE_CHARS.finditer(text)):
        before = text[: match.start()]
        value = _characters(match)
        if value < 10 or _NO_LIMIT_BEFORE.search(before[-14:]):
            continue
        clause = re.split("[，。；！？\n]", before)[-1]
        per_item = _PER_ITEM.match(text, match.end()) is not None
        is_ceiling = (
            _CEILING_BEFORE.search(clause)
            or _CEILING_WITHIN.search(match[0])
            or _CEILING_AFTER.match(text, match.end())
        )
        scope = "item" if per_item else _scope(clause, before)
        found.append((match.start(), Chars(value, scope, is_ceiling is not None)))
    return found


def least_chars_of(text: str) -> int | None:
    """The least characters: 至少200字, 两百字以上."""
    match = _AT_LEAST.search(text) or _OR_MORE.search(text)
    return (_characters(match) or None) if match else None


def least_scope_of(text: str) -> CharsScope | None:
    """Of what it is the least: of each item, of the section."""
    match = _AT_LEAST.search(text) or _OR_MORE.search(text)
    before = text[: match.start()] if match else ""
    return _scope(re.split("[，。；！？\n]", before)[-1], before)


def share_of(text: str) -> float | None:
    """What is to be left of the present length, as a share of it: 砍掉一半 → 0.5, 压缩三分之一 →
    0.67, 缩到三分之一 → 0.33; None where none is named."""
    match = NAMES_SHARE.search(text)
    if match is None:
        return None
    parts = {k.removeprefix("x"): v for k, v in match.groupdict().items() if v}
    size = parts["size"]
    if "n" in parts:
        share = value_of(parts["m"]) / value_of(parts["n"])
    elif "a" in parts:
        share = int(parts["a"]) / max(1, int(parts["b"]))
    elif percent := parts.get("p") or parts.get("q"):
        share = int(percent) / 100
    else:
        share = 0.5 if "半" in size else value_of(parts["t"]) / 10
    left = share if "to" in parts else 1 - share
    return left if 0.05 <= left <= 0.95 else None


def _scope(clause: str, before: str) -> CharsScope | None:
    each, whole = _last(_EACH, clause), _last(_ALL, clause)
    if each >= 0 and re.search(r"(?:字数|篇幅)[^，。；]{0,6}$", clause):
        return "item"  # 各条字数砍到
    if each < 0 and whole < 0 and re.fullmatch(r"(?:控制在|不超过|大?约|大概|在)?", clause):
        # “每条都要精炼，80字以内”: said in the clause before
        each, whole = _last(_EACH, before[-20:]), -1
    if each < 0 and whole < 0:
        return None
    return "item" if each > whole else "section"


def _last(pattern: re.Pattern[str], text: str) -> int:
    return max((m.start() for m in pattern.finditer(text)), default=-1)


def _characters(match: re.Match[str]) -> int:
    words, whole = match["n"], match.groupdict().get("whole")
    scale = {"百": 100, "千": 1000}.get(whole or "", 1)
    if not words:  # 百字以内, 千字左右
        return scale if whole else 0
    if words[0].isdigit():
        factor = 1000 if words.endswith("千") else 1
        return round(float(words.removesuffix("千")) * factor) * scale
    return _spelled(words) * scale


def _spelled(words: str) -> int:
    """一千二百五 · 三四百 · 八十 → the number; of two digits in a row the larger one."""
    total = 0
    for unit, size in (("千", 1000), ("百", 100)):
        head, found, rest = words.partition(unit)
        if found:
            total += value_of(head.lstrip("零")) * size
            words = rest
    words = words.lstrip("零")
    if total and re.fullmatch(_CN, words):  # 一百五
        return total + value_of(words) * (10 if total % 1000 else 100)
    if re.fullmatch(rf"{_CN}{{2}}十", words):  # 七八十
        return total + value_of(words[1:])
    return total + (value_of(words) if words else 0)


def is_unnumbered(text: str) -> bool:
    """Whether items without marks are asked for: 不编号, 不要序号."""
    return bool(_UNNUMBERED.search(text))


def numbering_of(text: str) -> str | None:
    """The family of `corpus.numbering` asked for."""
    text = _NO_NUMBERING.sub("", text)
    match = next(_CHANGED_TO.finditer(text), None) or _NUMBERING.search(text)
    if match is None:
        return None
    mark = match["mark"] or match.groupdict().get("mark2") or ""
    if mark in _NEEDS_WORD and not _ABOUT_NUMBERS.search(text[match.end() : match.end() + 8]):
        about = text[max(0, match.start() - 4) : match.end() + 6]
        if not re.search(r"序号|编号|标号", about):
            return None
    if _BRACKETED.search(match.group() + text[max(0, match.start() - 6) : match.start()]):
        return "（1）" if "数字" in mark or "1" in mark else "（一）"
    return _FAMILIES.get(mark, "1.")
