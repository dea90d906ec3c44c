"""One known report, written in the many ways in which offices write the same report.

A disguise is a `Known` (the same report with other headings, numbers or runs), a writing (what
typists do to its lines) and a kind of file, see `disguised_files`. Each must give the same tree.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import Enum

from corpus.numbering import match_marker, render_marker
from corpus.report import Item, Outline, Role, Section

# --- the report -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Part:
    """A headed part. `run_in`: its items stand in its lead's paragraph, else in their own."""

    role: Role
    heading: str
    lead: str
    family: str
    items: tuple[tuple[str, str], ...]
    run_in: bool = False


@dataclass(frozen=True)
class Known:
    """The report and its exact tree."""

    title: tuple[str, ...]
    lead: str
    parts: tuple[Part, ...]
    signature: tuple[str, str]
    family: str = "一、"

    def with_parts(self, **changes: tuple[object, ...]) -> Known:
        """The same report with one value a part for each of the fields named."""
        rows = (dict(zip(changes, row, strict=True)) for row in zip(*changes.values(), strict=True))
        parts = (replace(p, **row) for p, row in zip(self.parts, rows, strict=True))
        return replace(self, parts=tuple(parts))


KNOWN = Known(
    title=("栖川县委", "2023年上半年", "党建工作总结"),
    lead="2023年以来，栖川县委全面学习贯彻党的二十大精神，牢记“抓好党建是最大政绩”，以“四下基层”为抓手，"
    "推动各级党组织聚焦主责、担当作为，党建工作质量稳步提升。现将上半年工作情况总结如下。",
    parts=(
        Part(
            Role.ACHIEVEMENTS,
            "上半年工作开展情况",
            "",
            "（一）",
            (
                (
                    "筑牢思想根基",
                    "县委理论学习中心组集体学习9次，举办读书班3期，印发《应知应会手册》1.5万册，组建“板凳宣讲队”"
                    "进村入户286场，受众4.6万人次。",
                ),
                (
                    "建强基层堡垒",
                    "新建标准化党群服务中心21个，整顿软弱涣散党组织7个（含社区2个），选派第一书记38名，做到说一是一、"
                    "说二是二，村级集体经济收入全部超过10万元。",
                ),
                (
                    "锻造干部队伍",
                    "坚持在一线识别干部，调整乡镇班子14个，提拔年轻干部32名；开展“导师帮带”，结成对子120对。",
                ),
                (
                    "持续正风肃纪",
                    "紧盯元旦、春节等重要节点，开展明察暗访46次，查处违反中央八项规定精神问题11起，处理18人。",
                ),
                (
                    "凝聚统战力量",
                    "召开民主协商会4次，走访民营企业93家，帮助解决用工、融资等难题57个。积极回应社会关切，网上留言"
                    "办结率达98.7%。",
                ),
                (
                    "服务中心大局",
                    "组织党员突击队参与防汛、抗旱和森林防火，全县1.2万名党员在项目建设、乡村振兴中亮身份、作表率。",
                ),
            ),
        ),
        Part(
            Role.PROBLEMS,
            "存在的主要问题",
            "总结成绩的同时，我们也清醒地看到，对照群众期盼，工作中仍存在一些差距和不足，主要表现在：",
            "一是",
            (
                ("理论学习不够深入", "个别支部以读代学，联系实际不紧，学用转化不够有力。"),
                ("支部建设不够平衡", "边远村党员年龄偏大，后备力量不足，活动开展不够经常。"),
                ("作风建设还有差距", "少数干部主动担当不够，遇到难题习惯于等一等、看一看。"),
            ),
            run_in=True,
        ),
        Part(
            Role.PLAN,
            "下半年工作打算",
            "下半年，栖川县委将坚持问题导向，压实各级责任，重点抓好以下五个方面的工作。",
            "一是",
            (
                (
                    "进一步深化理论武装",
                    "办好主题教育读书班，完善述学评学制度，推动学习成果转化为破解难题的办法。",
                ),
                (
                    "进一步夯实基层基础",
                    "实施“堡垒提升”三年行动，年底前完成村级活动场所改造；培育示范点30个。",
                ),
                (
                    "进一步建强干部队伍",
                    "加大轮训力度，注重在项目一线考察识别干部。落实容错纠错机制，为担当者担当。",
                ),
                (
                    "进一步严明纪律规矩",
                    "开展警示教育月活动，深化运用监督执纪“四种形态”，一体推进不敢腐、不能腐、不想腐。",
                ),
                (
                    "进一步压实党建责任",
                    "健全季度点评、半年观摩、年终考核机制，对排名末位的3个党委进行约谈。",
                ),
            ),
        ),
    ),
    signature=("中共栖川县委", "2023年7月6日"),
)
ORGANISATION, PERIOD = "栖川县委", "2023H1"

VARIANTS: dict[str, Known] = {
    "as written": KNOWN,
    "synonyms": KNOWN.with_parts(heading=("上半年主要工作及成效", "问题和不足", "下一步工作安排")),
    "other synonyms": KNOWN.with_parts(
        heading=("上半年工作回顾", "当前存在的困难和短板", "下半年重点工作思路")
    ),
    "digits": KNOWN.with_parts(family=("1.", "一是", "一是")),
    "lists in paragraphs": KNOWN.with_parts(run_in=(False, False, False)),
    "lists in their leads": KNOWN.with_parts(run_in=(False, True, True)),
    "numbered throughout": KNOWN.with_parts(
        family=("（一）", "（一）", "（一）"), run_in=(False, False, False)
    ),
    "chapters": replace(KNOWN.with_parts(family=("一、", "一是", "一要")), family="第一章"),
    "all sorts": KNOWN.with_parts(
        family=("（一）", "（1）", "第一，"), run_in=(False, False, False)
    ),
}

# --- its lines ------------------------------------------------------------------------------


class Kind(Enum):
    """What a line of the report is."""

    TITLE, LEAD, HEADING, ITEM, TEXT, SIGNATURE = range(6)


@dataclass(frozen=True)
class Line:
    """A paragraph: the mark that numbers it, if any, and its words."""

    kind: Kind
    words: str
    mark: str = ""
    family: str = ""
    ordinal: int = 0

    @property
    def text(self) -> str:
        return self.mark + self.words


Lines = tuple[Line, ...]


def lines_of(known: Known) -> Lines:
    """The report as GB/T 9704 has it, a line a paragraph."""
    return tuple(_lines(known))


def _lines(known: Known) -> Iterator[Line]:
    yield Line(Kind.TITLE, "".join(known.title))
    yield Line(Kind.LEAD, known.lead)
    for n, part in enumerate(known.parts, 1):
        yield Line(Kind.HEADING, part.heading, render_marker(known.family, n), known.family, n)
        items = [
            Line(Kind.ITEM, f"{heading}。{body}", render_marker(part.family, n), part.family, n)
            for n, (heading, body) in enumerate(part.items, 1)
        ]
        inside = "".join(item.text for item in items) if part.run_in else ""
        if part.lead or inside:
            yield Line(Kind.TEXT, part.lead + inside)
        if not part.run_in:
            yield from items
    for words in known.signature:
        yield Line(Kind.SIGNATURE, words)


# --- what typists do to them ----------------------------------------------------------------

Writing = Callable[[Lines], Lines]
INVISIBLE = "\u200b-\u200f\u2060\ufeff\u00ad"
_CHINESE_PAIR = re.compile(r"(?<=[\u4e00-\u9fff])(?=[\u4e00-\u9fff])")
_HALF = str.maketrans("，：；！？（）", ",:;!?()")


def _each(change: Callable[[Line, int], Line]) -> Writing:
    return lambda lines: tuple(change(line, n) for n, line in enumerate(lines))


def _words(change: Callable[[str], str]) -> Writing:
    return _each(lambda line, n: replace(line, words=change(line.words), mark=change(line.mark)))


def _spaced(blanks: str, every: int) -> Callable[[str], str]:
    """Blanks between Chinese characters, at every so many of their pairs."""

    def change(words: str) -> str:
        places = [match.start() for match in _CHINESE_PAIR.finditer(words)][every - 1 :: every]
        for n, place in reversed(list(enumerate(places))):
            words = words[:place] + blanks[n % len(blanks)] + words[place:]
        return words

    return change


def _bracketed(line: Line, n: int) -> Line:
    styles = ("（{}）", "({})", "﹙{}﹚", "〔{}〕", "（{})", "( {} )", "【{}】")
    inside = re.fullmatch("（(.+)）", line.mark)
    mark = styles[n % len(styles)].format(inside[1]) if inside else line.mark
    return replace(line, mark=mark.replace("、", "．" if n % 2 else "、 "))


def _dotted(line: Line, n: int) -> Line:
    stops = ("、", "．", ".", "． ", "、　")
    if line.family != "1.":
        return line
    digit = chr(ord("０") + line.ordinal) if n % 2 else str(line.ordinal)
    return replace(line, mark=digit + stops[n % len(stops)])


def _enclosed(line: Line, n: int) -> Line:
    first = {"（一）": "㈠", "（1）": "⑴"}.get(line.family)
    return replace(line, mark=chr(ord(first) + line.ordinal - 1)) if first else line


def _split_title(lines: Lines) -> Lines:
    title = (Line(Kind.TITLE, words) for words in KNOWN.title)
    return (*title, *(line for line in lines if line.kind is not Kind.TITLE))


def _before(blanks: str) -> Writing:
    def change(line: Line, n: int) -> Line:
        body = line.kind is not Kind.TITLE
        if line.mark:
            return replace(line, mark=blanks * body + line.mark)
        return replace(line, words=blanks * body + line.words)

    return _each(change)


def _headings_end_in(end: str) -> Writing:
    return _each(
        lambda line, n: replace(line, words=line.words + end * (line.kind is Kind.HEADING))
    )


WRITINGS: dict[str, Writing] = {
    "as written": lambda lines: lines,
    "mixed brackets": _each(_bracketed),
    "mixed digits": _each(_dotted),
    "enclosed numbers": _each(_enclosed),
    "half-width marks": _words(lambda words: words.translate(_HALF)),
    "half-width stops": _words(lambda words: words.replace("。", "｡").replace("、", "､")),
    "full-width digits": _words(
        lambda words: re.sub("[0-9]", lambda digit: chr(ord(digit[0]) - 48 + 0xFF10), words)
    ),
    "spaced headings": _each(
        lambda line, n: (
            replace(line, words=_spaced(" ", 1)(line.words))
            if line.kind in (Kind.TITLE, Kind.HEADING)
            else line
        )
    ),
    "odd blanks": _words(_spaced("\u00a0\u3000 \u2002", 9)),
    "zero width": _words(_spaced("\u200b\ufeff\u2060\u00ad", 5)),
    "title in three lines": _split_title,
    "indents": _before("\u3000\u3000"),
    "headings with colons": _headings_end_in("："),
    "headings with stops": _headings_end_in("。"),
}


def contradict(first: str, second: str, kind: str) -> bool:
    """Whether nobody could write so: two ends of a heading, a width of what has none."""
    ends = {"headings with colons", "headings with stops"}
    return {first, second} == ends or (kind.startswith("cut") and "zero width" in (first, second))


# --- the tree -------------------------------------------------------------------------------


def plain(words: str) -> str:
    """Words without blanks, invisible characters and differences of width."""
    return re.sub(rf"[\s{INVISIBLE}]", "", unicodedata.normalize("NFKC", words))


def expected(known: Known) -> list[str]:
    """The tree of the known report, a line a node; `drawn` draws that of an outline."""
    rows = [f"{plain(''.join(known.title))} {ORGANISATION} {PERIOD}", f"lead: {plain(known.lead)}"]
    for n, part in enumerate(known.parts, 1):
        rows.append(f"{part.role} {known.family}{n} {plain(part.heading)}: {plain(part.lead)}")
        for ordinal, (heading, body) in enumerate(part.items, 1):
            rows.append(f"- {part.family}{ordinal} {heading}。{plain(body)}")
    return [*rows, f"other: {plain(''.join(known.signature))}"]


def drawn(outline: Outline, known: Known) -> list[str]:
    """The tree of an outline, each node by the words at its own offsets."""
    rows = [f"{plain(outline.title)} {outline.organisation} {outline.period}"]
    parts = {part.role: part for part in known.parts}
    for section in outline.sections:
        lead = outline.text[section.lead.start : section.lead.end] if section.lead else ""
        numbered = f" {_sign(section.marker, known.family)} {plain(section.heading)}"
        rows.append(f"{section.role}{numbered * bool(section.heading)}: {plain(lead)}")
        family = parts[section.role].family if section.role in parts else ""
        rows += [_drawn_item(outline.text, item, family) for item in section.items]
    return rows


def _drawn_item(text: str, item: Item, family: str) -> str:
    inside = f" with {len(item.items)} items of its own" if item.items else ""
    body = plain(text[item.body_start : item.end])
    return f"- {_sign(item.marker, family)} {plain(item.heading)}。{body}{inside}"


def _sign(marker: str, family: str) -> str:
    """The family and number of a mark, however it is written; the mark itself if it is no such."""
    mark = plain(marker)
    found = match_marker(mark, family, 0, len(mark)) if family else None
    return f"{family}{found.ordinal}" if found and found.text == mark else marker


def misplaced(outline: Outline) -> list[str]:
    """The nodes whose span does not begin and end with their own words, in reading order."""
    text, wrong = outline.text, []
    for section in outline.sections:
        nodes: list[tuple[Section | Item, str]] = [(section, section.marker + section.heading)]
        nodes += [(item, item.marker + item.heading) for item in section.items]
        position = section.start
        for node, head in nodes:
            if node.start < position or not plain(text[node.start : node.end]).startswith(
                plain(head)
            ):
                wrong.append(text[node.start : node.end])
            position = node.end if isinstance(node, Item) else node.start
        last = section.items[-1].end if section.items else section.lead and section.lead.end
        if last != section.end:
            wrong.append(text[section.start : section.end])
    return wrong
