"""A report's text becomes its tree, however the office numbered and broke it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from corpus.numbering import BLOCK_FAMILIES, render_marker
from corpus.outline import find_items, paragraphs_of, parse_outline
from corpus.readers import read
from corpus.report import Item, Outline, Paragraph, Role

# --- 1. a whole report ----------------------------------------------------------------------

SEVEN = ["把准航向", "凝聚共识", "建强支部", "选优干部", "纠治作风", "抓实武装", "应对汛情"]
WORK = "全年开列清单，逐项交账，各乡镇按月报送进度，办结XX件。"
PROBLEMS_LEAD = "半年来，各项任务虽已过半，但同群众期盼相比，仍有几处短板。"
PROBLEMS = [
    ("统筹谋划还不够周全", "部门之间各管一段，议事协调不够经常。"),
    ("基层力量仍显单薄", "人手偏少，身兼数职，精力难以集中。"),
    ("产业带动作用不强", "合作社规模偏小，增收渠道不多。"),
]
PLAN_LEAD = "下半年，我们将对照年初目标，盯住短板弱项，逐条逐项抓好落实。"
PLAN = [
    ("进一步拧紧责任链条", "完善清单，季度点评。把结果用于年终考核。"),
    ("进一步深化理论武装", "办好轮训班。"),
    ("进一步建强基层堡垒", "整顿后进支部，选派驻村干部。"),
    ("进一步锻造过硬队伍", "开展岗位练兵，注重一线历练。"),
    ("进一步涵养清风正气", "紧盯节点，抓早抓小。"),
]
REPORT = "\n".join(
    [
        "",
        "临江县委2021年度上半年党建工作总结",
        "",
        "2021年，临江县委围绕中心、服务大局，扎实推进各项工作，现将上半年情况总结如下。",
        "一、上半年党建工作落实情况",
        *(
            (f"({mark})" if mark == "五" else f"（{mark}）") + f"{heading}。{WORK}"
            for mark, heading in zip("一二三四五六七", SEVEN, strict=True)
        ),
        "二、存在的问题",
        PROBLEMS_LEAD
        + "".join(
            f"{mark}是{heading}。{body}"
            for mark, (heading, body) in zip("一二三", PROBLEMS, strict=True)
        )
        + "\xa0",
        "三、下半年工作打算",
        PLAN_LEAD,
        *(
            f"{mark}是{heading}。{body}"
            for mark, (heading, body) in zip("一二三四五", PLAN, strict=True)
        ),
        "",
    ]
).replace("交账，各", "交账， 各")


def test_a_whole_report_becomes_its_exact_tree() -> None:
    outline = parse_outline(REPORT)
    assert outline.text == REPORT
    assert outline.title == "临江县委2021年度上半年党建工作总结"
    assert (outline.organisation, outline.period) == ("临江县委", "2021H1")
    assert [(s.role, s.marker, s.heading, s.level) for s in outline.sections] == [
        (Role.LEAD, "", "", 0),
        (Role.ACHIEVEMENTS, "一、", "上半年党建工作落实情况", 1),
        (Role.PROBLEMS, "二、", "存在的问题", 1),
        (Role.PLAN, "三、", "下半年工作打算", 1),
    ]
    lead, achievements, problems, plan = outline.sections
    assert _lead(outline, 0).startswith("2021年，临江县委")
    assert _lead(outline, 0).endswith("总结如下。")
    assert (lead.items, achievements.lead) == ((), None)
    assert (_lead(outline, 2), _lead(outline, 3)) == (PROBLEMS_LEAD, PLAN_LEAD)
    assert (len(_lead(outline, 2)), len(_lead(outline, 3))) == (29, 30)
    marks = ["（一）", "（二）", "（三）", "（四）", "(五)", "（六）", "（七）"]
    assert [(i.marker, i.ordinal, i.heading) for i in achievements.items] == [
        (mark, n, heading) for n, (mark, heading) in enumerate(zip(marks, SEVEN, strict=True), 1)
    ]
    assert [_body(item) for item in achievements.items] == [WORK.replace("，各", "， 各")] * 7
    assert [(i.marker, i.heading, _body(i)) for i in problems.items] == [
        (f"{mark}是", *problem) for mark, problem in zip("一二三", PROBLEMS, strict=True)
    ]
    assert [(i.marker, i.heading, _body(i)) for i in plan.items] == [
        (f"{mark}是", *measure) for mark, measure in zip("一二三四五", PLAN, strict=True)
    ]


def test_its_paragraphs_are_leads_and_items_in_reading_order() -> None:
    paragraphs = paragraphs_of(parse_outline(REPORT), "r")
    assert [p.id for p in paragraphs] == [f"r:{n}" for n in range(len(paragraphs))]
    assert [p.role for p in paragraphs] == (
        [Role.LEAD] + [Role.ACHIEVEMENTS] * 7 + [Role.PROBLEMS] * 4 + [Role.PLAN] * 6
    )
    assert paragraphs[0].section_path == ("导语",)
    assert paragraphs[5].section_path == ("一、上半年党建工作落实情况", "第5条 纠治作风")
    assert REPORT[paragraphs[5].start : paragraphs[5].end].startswith("(五)纠治作风。")
    assert paragraphs[8].section_path == ("二、存在的问题",)
    assert REPORT[paragraphs[8].start : paragraphs[8].end] == PROBLEMS_LEAD


def _lead(outline: Outline, section: int) -> str:
    lead = outline.sections[section].lead
    return outline.text[lead.start : lead.end] if lead else ""


def _body(item: Item) -> str:
    return REPORT[item.body_start : item.end]


# --- 2. one known tree, written in many ways ------------------------------------------------

TITLE = "临江县教育局2022年工作总结"
OPENING = "一年来，全局上下齐心协力，现将情况报告如下。"
DONE = [("学校建设提速", "新建校舍三处。"), ("教师队伍壮大", "招录教师一批。")]
WEAK = [("城乡差距仍大", "优质学校不多。"), ("师资结构不优", "年轻教师偏少。")]
NEXT = [
    ("进一步均衡资源", "推进集团办学。"),
    ("进一步配强师资", "扩大定向培养。"),
    ("进一步减轻负担", "规范校外培训。"),
]
WEAK_LEAD = "对照群众期盼，还有不足。"
NEXT_LEAD = "明年，重点做好以下工作。"
HEADINGS = ("主要工作情况", "存在的问题", "下一步工作打算")


def _items(family: str, items: Sequence[tuple[str, str]], between: str = "\n") -> str:
    marks = (render_marker(family, n) for n in range(1, len(items) + 1))
    return between.join(
        f"{mark}{heading}。{body}" for mark, (heading, body) in zip(marks, items, strict=True)
    )


def _write(
    sections: str = "一、",
    done: str = "（一）",
    weak: str = "一是",
    following: str = "一是",
    weak_break: str = "",
    next_break: str = "\n",
) -> str:
    """The known tree with the given numbering families and breaks between items."""
    marks = [render_marker(sections, n) if sections else "" for n in (1, 2, 3)]
    first, second, third = (mark + name for mark, name in zip(marks, HEADINGS, strict=True))
    return "\n".join(
        [
            TITLE,
            OPENING,
            first,
            _items(done, DONE),
            second,
            WEAK_LEAD + weak_break + _items(weak, WEAK, weak_break),
            third,
            NEXT_LEAD + next_break + _items(following, NEXT, next_break),
        ]
    )


PLAIN = _write()


@dataclass(frozen=True)
class Variant:
    """A way to write the known tree and where its outline may differ."""

    text: str
    title: str = TITLE
    headings: tuple[str, ...] = HEADINGS
    tail: bool = False
    lead: str = OPENING
    next_ordinals: tuple[int, ...] = (1, 2, 3)


def _swap(*pairs: tuple[str, str]) -> str:
    text = PLAIN
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    return text


VARIANTS = {
    "as offices write it": Variant(PLAIN),
    "1. under 一、": Variant(_write(done="1.")),
    "（一） for problems and plan": Variant(
        _write(weak="（一）", following="（一）", weak_break="\n")
    ),
    "（1） for problems": Variant(_write(weak="（1）", weak_break="\n")),
    "① in the line": Variant(_write(weak="①", following="①", next_break="")),
    "一要": Variant(_write(following="一要")),
    "一抓": Variant(_write(following="一抓")),
    "第一，": Variant(_write(weak="第一，", following="第一，")),
    "首先": Variant(_write(weak="首先", following="首先")),
    "首先 and 最后": Variant(
        _write(following="首先").replace("再次，", "最后，"),
    ),
    "every list in its lead's line": Variant(_write(next_break="")),
    "every list in lines": Variant(_write(weak_break="\n")),
    "第一部分": Variant(_write(sections="第一章", done="一、")),
    "（一） for sections": Variant(_write(sections="（一）", done="1.")),
    "1. for sections": Variant(_write(sections="1.", done="（1）")),
    "headings without marks": Variant(_write(sections="")),
    "headings ending in ：": Variant(
        _swap(*((f"{name}\n", f"{name}：\n") for name in HEADINGS)),
    ),
    "headings ending in 。": Variant(
        _swap(*((f"{name}\n", f"{name}。\n") for name in HEADINGS)),
    ),
    "a heading run into its text": Variant(_swap(("存在的问题\n", "存在的问题。"))),
    "full-width digits": Variant(_write(done="1.").replace("1.", "１．").replace("2.", "２．")),
    "brackets mixed": Variant(_swap(("（一）", "(一）"), ("（二）", "（二)"))),
    "half-width brackets": Variant(_swap(("（一）", "(一)"), ("（二）", "(二)"))),
    "a blank after the mark": Variant(_swap(("（一）", "（一） "), ("一、", "一、　"))),
    "enclosed numbers": Variant(_swap(("（一）", "㈠"), ("（二）", "㈡"))),
    "leading indents": Variant("\n".join(f"　　{line}" for line in PLAIN.split("\n"))),
    "trailing blanks": Variant("\n".join(f"{line} \xa0" for line in PLAIN.split("\n"))),
    "empty lines": Variant(PLAIN.replace("\n", "\n\n")),
    "line ends of Windows": Variant(read(PLAIN.replace("\n", "\r\n").encode(), "a.txt").text),
    "a title over two lines": Variant(
        _swap((TITLE, "临江县教育局2022年\n教育教学工作总结")),
        title="临江县教育局2022年教育教学工作总结",
    ),
    "no title": Variant(_swap((TITLE + "\n", "")), title="临江县教育局2022年度材料"),
    "no 导语": Variant(_swap((OPENING + "\n", "")), lead=""),
    "a 导语 over two lines": Variant(
        _swap(("协力，现", "协力。\n现")), lead=OPENING.replace("协力，", "协力。\n")
    ),
    "signed and dated": Variant(PLAIN + "\n\n临江县教育局\n2022年12月28日", tail=True),
    "dated in Chinese": Variant(PLAIN + "\n\n临江县教育局\n二〇二二年十二月二十八日", tail=True),
    "a number twice": Variant(
        _write(following="（一）").replace("（三）", "（二）"), next_ordinals=(1, 2, 2)
    ),
    "a number missing": Variant(
        _write(following="（一）").replace("（三）", "（四）"), next_ordinals=(1, 2, 4)
    ),
    "an item over two lines": Variant(
        _swap(("推进集团办学。", "推进集团办学。\n支持薄弱学校。")),
    ),
    "a year in a heading": Variant(
        _swap(("下一步工作打算", "2023年工作打算")), headings=(*HEADINGS[:2], "2023年工作打算")
    ),
    "说一是一 inside an item": Variant(_swap(("年轻教师偏少", "缺少说一是一、说二是二的劲头"))),
    "第一书记 inside an item": Variant(_swap(("推进集团办学。", "推进集团办学。第一书记进校。"))),
    "a figure that starts a line": Variant(
        _swap(("推进集团办学。", "推进集团办学。\n1.5万名学生受益。")),
    ),
}


@pytest.mark.parametrize("variant", VARIANTS.values(), ids=VARIANTS.keys())
def test_the_tree_is_the_same_however_it_is_written(variant: Variant) -> None:
    text = variant.text
    outline = parse_outline(text, "临江县教育局2022年度材料.txt")
    assert outline.title == variant.title
    assert (outline.organisation, outline.period) == ("临江县教育局", "2022")
    roles = [Role.ACHIEVEMENTS, Role.PROBLEMS, Role.PLAN]
    before, after = [Role.LEAD] * bool(variant.lead), [Role.OTHER] * variant.tail
    assert [section.role for section in outline.sections] == before + roles + after
    first = len(before)
    done, weak, following = outline.sections[first : first + 3]
    assert (done.heading, weak.heading, following.heading) == variant.headings
    if variant.lead:
        assert _lead(outline, 0).replace(" \xa0\n", "\n") == variant.lead
    leads = [_lead(outline, first + n) for n in range(3)]
    assert leads == ["", WEAK_LEAD, NEXT_LEAD]
    for section, items in ((done, DONE), (weak, WEAK), (following, NEXT)):
        assert [item.heading for item in section.items] == [heading for heading, _ in items]
        assert [item.items for item in section.items] == [()] * len(items)
        for item in section.items:
            assert text[item.heading_start :].startswith(item.heading)
    assert tuple(item.ordinal for item in following.items) == variant.next_ordinals
    assert text[following.items[0].start : following.items[0].end].count("推进集团办学") == 1
    assert text[following.items[-1].start : following.items[-1].end].endswith("规范校外培训。")


def test_lists_nest() -> None:
    text = (
        "一抓学习。一是学理论。制定计划。二是学业务。开展比武。"
        "二抓作风。一是严纪律。紧盯节点。二是提效能。简化流程。三是树典型。"
    )
    first, second = find_items(text, 0, len(text))
    assert [(first.marker, first.heading), (second.marker, second.heading)] == [
        ("一抓", "学习"),
        ("二抓", "作风"),
    ]
    assert [(i.marker, i.heading) for i in first.items] == [("一是", "学理论"), ("二是", "学业务")]
    assert [(i.ordinal, i.heading) for i in second.items] == [(1, "严纪律"), (2, "提效能"), (3, "")]
    assert text[first.items[-1].start : first.items[-1].end] == "二是学业务。开展比武。"


def test_a_nested_list_gives_a_head_and_its_members_as_paragraphs() -> None:
    text = "二、存在的问题\n（一）学得不深。表现如下：\n1.计划不细。甲。\n2.检查不严。乙。\n（二）做得不实。丙。"
    paragraphs = paragraphs_of(parse_outline(text), "r")
    assert [text[p.start : p.end] for p in paragraphs] == [
        "（一）学得不深。表现如下：",
        "1.计划不细。甲。",
        "2.检查不严。乙。",
        "（二）做得不实。丙。",
    ]
    assert paragraphs[1].section_path == (
        "二、存在的问题",
        "第1条 学得不深",
        "第1条 计划不细",
    )


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("坚持说一是一、说二是二。", []),
        ("要求严。一是一、二是二，绝不含糊。", []),
        ("第一书记到岗。第二书记待定。", []),
        ("还有不足。一是学得不深。", []),  # one member is no list
        ("二是学得不深。\n三是做得不实。", []),  # nor what does not start at one
        ("一是甲。二要乙。", []),
        ("一是甲。三是丙。", []),
        ("一是甲。三是丙。二是乙。", ["一是", "二是"]),
        ("如下：一是甲；二是乙；三是丙。", ["一是", "二是", "三是"]),
        ("1.5万人受益。2.3万人增收。", []),
        ("首先甲。最后乙。", ["首先", "最后"]),
        ("", []),
    ],
)
def test_only_an_ascending_list_is_a_list(text: str, marks: list[str]) -> None:
    assert [item.marker for item in find_items(text, 0, len(text))] == marks


@pytest.mark.parametrize(
    ("item", "heading", "body"),
    [
        ("一是抓学习。学原文。", "抓学习", "学原文。"),
        ("一是抓学习，学原文。", "", "抓学习，学原文。"),
        ("一是抓学习", "", "抓学习"),
        ("一是抓学习\n学原文。", "抓学习", "学原文。"),
        ("一是抓学习 \n　　学原文。", "抓学习", "　　学原文。"),
        ("一是" + "学" * 40 + "。写。", "学" * 40, "写。"),
        ("一是" + "学" * 41 + "。写。", "", "学" * 41 + "。写。"),
    ],
)
def test_a_short_first_sentence_is_an_items_heading(item: str, heading: str, body: str) -> None:
    text = item + "\n二是抓作风。改作风。"
    first = find_items(text, 0, len(text))[0]
    assert (first.heading, text[first.body_start : first.end]) == (heading, body)
    if heading:
        assert text[first.heading_start :].startswith(heading)
    else:
        assert first.body_start == first.start + len("一是")


def test_without_headings_every_line_is_a_paragraph() -> None:
    text = "临江县教育局工作总结\n全年建校三处。\n招录教师一批。"
    outline = parse_outline(text)
    assert [(s.role, s.lead) for s in outline.sections] == [(Role.OTHER, None)]
    paragraphs = paragraphs_of(outline, "r")
    assert [text[p.start : p.end] for p in paragraphs] == ["全年建校三处。", "招录教师一批。"]


@pytest.mark.parametrize(
    ("text", "file_name", "expected"),
    [
        ("全年建校三处。", "临江县教育局2022年度工作总结.txt", ("临江县教育局", "2022")),
        ("工作总结\n建校三处。", "临江县委2021年上半年.docx", ("临江县委", "2021H1")),
        ("县委工作总结\n建校三处。\n2020年7月3日", "a.txt", ("县委", "2020H1")),
        ("工作总结\n建校三处。", "a.txt", ("", "")),
    ],
)
def test_the_file_name_and_the_date_fill_what_the_title_lacks(
    text: str, file_name: str, expected: tuple[str, str]
) -> None:
    outline = parse_outline(text, file_name)
    assert (outline.organisation, outline.period) == expected


# --- 3. properties --------------------------------------------------------------------------

PIECES = [
    *(render_marker(f, n) for f in (*BLOCK_FAMILIES, "一是", "一要", "第一，") for n in (1, 2, 3)),
    *(f"{mark}{heading}" for mark in ("一、", "二、", "") for heading in HEADINGS),
    *("抓学习", "加强作风建设。", "XX名；", "说一是一，", "主要表现：", "1.5万名", "学" * 45),
    *("首先，", "其次，", "最后，", "2022年12月28日", "临江县教育局", TITLE, "第一书记", "㈠", "❷"),
    *("\n", "\n", "\n", "\n\n", "。", "：", "，", " ", "　", "\xa0", "a1", "“", "”"),
]
COMPOSED = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)
ARBITRARY = st.text(max_size=120)


@given(st.one_of(COMPOSED, COMPOSED, ARBITRARY))
@example("标题\n：\n正文。")
@example("一、一\n二、二\n正文。")
@example("一、存在的问题\n1.\n一是\n1.\n2.")
@settings(max_examples=700, deadline=None)
def test_any_text_becomes_a_sound_tree(text: str) -> None:
    outline = parse_outline(text, "a.txt")
    assert outline.text == text
    for section in outline.sections:
        assert 0 <= section.start < section.end <= len(text)
        position = section.start
        if section.lead:
            assert section.start <= section.lead.start < section.lead.end <= section.end
            position = section.lead.end
        _assert_items_nest(text, section.items, position, section.end)
    for one, following in pairwise(outline.sections):
        assert one.end <= following.start


@given(st.one_of(COMPOSED, COMPOSED, ARBITRARY))
@example("一、一\n二、二\n正文。")
@example("工作总结\n1.甲。\n2.乙。\n其余事项。")
@settings(max_examples=700, deadline=None)
def test_every_word_is_in_exactly_one_paragraph(text: str) -> None:
    outline = parse_outline(text, "a.txt")
    paragraphs = paragraphs_of(outline, "r")
    assert [p.ordinal for p in paragraphs] == list(range(len(paragraphs)))
    for paragraph in paragraphs:
        quote = text[paragraph.start : paragraph.end]
        assert quote == quote.strip() != ""
        assert paragraph.section_path
    for one, following in pairwise(paragraphs):
        assert one.end <= following.start
    assert _words_outside(outline, paragraphs) == ""


def _assert_items_nest(text: str, items: Sequence[Item], start: int, end: int) -> None:
    position = start
    for item in items:
        assert position <= item.start
        assert item.start + len(item.marker) <= item.heading_start <= item.body_start <= end
        assert bool(item.marker) is (item.start < item.heading_start)
        assert item.start < item.end <= end
        assert text[item.start :].startswith(item.marker)
        assert text[item.heading_start :].startswith(item.heading)
        assert item.body_start <= item.end or text[item.end : item.body_start].isspace()
        _assert_items_nest(text, item.items, item.body_start, item.end)
        position = item.end
    assert len(items) != 1


def _words_outside(outline: Outline, paragraphs: Sequence[Paragraph]) -> str:
    """Word characters that are neither in a paragraph nor in the title or a heading."""
    text = list(outline.text)
    for paragraph in paragraphs:
        text[paragraph.start : paragraph.end] = " " * (paragraph.end - paragraph.start)
    for section in outline.sections:
        stop = section.start + len(section.marker)
        text[section.start : stop] = " " * len(section.marker)
        at = outline.text.index(section.heading, stop)
        assert not outline.text[stop:at].strip()
        text[at : at + len(section.heading)] = " " * len(section.heading)
    # The title stands before all sections; a text of title and signature alone has none.
    body = outline.sections[0].start if outline.sections else len(text)
    for character in outline.title:
        if character in text[:body]:
            text[text.index(character)] = " "
    rest = "".join(text)
    if not outline.sections:
        rest = re.sub(r"[^\n]{0,25}\n+[^\n]*\d年[^\n]*月[^\n]*$", "", rest)
    return "".join(re.findall(r"\w", rest))


def test_a_long_item_of_several_lines_is_one_paragraph_a_line() -> None:
    lines = [
        f"{word}，" + "持续用力久久为功" * 30 + "。" for word in ("抓学习", "抓组织", "抓作风")
    ]
    text = (
        "县委2023年工作总结\n一、工作情况\n（一）抓党建。\n"
        + "\n".join(lines)
        + "\n（二）抓队伍。效果好。"
    )
    parts = [text[p.start : p.end] for p in paragraphs_of(parse_outline(text), "r")]
    assert parts == ["（一）抓党建。", *lines, "（二）抓队伍。效果好。"]
    short = "县委2023年工作总结\n一、工作情况\n（一）抓党建。\n认真学。\n认真做。\n（二）抓队伍。效果好。"
    parts = [short[p.start : p.end] for p in paragraphs_of(parse_outline(short), "r")]
    assert parts == ["（一）抓党建。\n认真学。\n认真做。", "（二）抓队伍。效果好。"]
