"""Automatic numbering stands in the text as Word shows it."""

from __future__ import annotations

import pytest

from corpus.readers import docx
from corpus.readers.docx_numerals import numeral
from tests.corpus.readers.docx_builder import abstract, level, listed, num, p, style, word

NUMERALS = [
    ("chineseCounting", {1: "一", 10: "十", 11: "十一", 20: "二十", 21: "二十一", 101: "一〇一"}),
    ("chineseCountingThousand", {9: "九", 12: "十二", 30: "三十", 99: "九十九", 101: "一百〇一"}),
    (
        "chineseCountingThousand",
        {110: "一百一十", 1000: "一千", 1010: "一千〇一十", 10_000: "10000"},
    ),
    ("japaneseCounting", {3: "三", 10: "十", 15: "十五", 20: "二十", 111: "百十一"}),
    ("taiwaneseCounting", {10: "十", 42: "四十二"}),
    ("taiwaneseCountingThousand", {200: "二百"}),
    ("ideographDigital", {9: "九", 10: "一〇", 21: "二一"}),
    ("ideographTraditional", {1: "甲", 3: "丙", 10: "癸", 11: "11"}),
    ("ideographZodiac", {1: "子", 12: "亥", 13: "13"}),
    ("ideographZodiacTraditional", {1: "甲子", 60: "癸亥", 61: "61"}),
    ("chineseLegalSimplified", {1: "壹", 3: "叁", 10: "壹拾", 21: "贰拾壹", 105: "壹佰零伍"}),
    ("ideographLegalTraditional", {2: "貳", 14: "壹拾肆"}),
    ("decimalEnclosedCircle", {1: "①", 20: "⑳", 21: "21"}),
    ("decimalEnclosedCircleChinese", {3: "③"}),
    ("decimalEnclosedParen", {1: "⑴", 20: "⒇"}),
    ("decimalEnclosedFullstop", {1: "⒈", 20: "⒛"}),
    ("ideographEnclosedCircle", {2: "㊁", 11: "11"}),
    ("decimal", {0: "0", 7: "7", 12: "12"}),
    ("decimalFullWidth", {12: "１２"}),
    ("decimalFullWidth2", {3: "３"}),
    ("decimalZero", {4: "04", 14: "14"}),
    ("upperLetter", {1: "A", 26: "Z", 27: "AA", 781: "781", 10**9: "1000000000"}),
    ("lowerLetter", {2: "b", 54: "bbb"}),
    ("upperRoman", {4: "IV", 1994: "MCMXCIV", 4000: "4000"}),
    ("lowerRoman", {9: "ix"}),
    ("chineseCounting", {0: "0", -1: "-1"}),
    ("someFutureForm", {5: "5"}),
    ("bullet", {1: ""}),
    ("none", {1: ""}),
]


@pytest.mark.parametrize(("form", "table"), NUMERALS)
def test_numerals_are_written_as_word_writes_them(form: str, table: dict[int, str]) -> None:
    assert {value: numeral(value, form) for value in table} == table


REPORT = abstract(
    1,
    level(0, "chineseCountingThousand", "%1、", '<w:suff w:val="nothing"/>'),
    level(1, "chineseCounting", "（%2）"),
    level(2, "decimal", "%3."),
    level(3, "decimal", "（%4）"),
) + num(1, 1)


def _lines(numbering: str, body: str, styles: str = "") -> list[str]:
    reading = docx.read(word(body, numbering=numbering, styles=styles), "总结.docx")
    return reading.text.split("\n")


def test_a_report_has_its_marks() -> None:
    body = [
        *((0, "工作开展情况"), (1, "坚定政治站位。"), (1, "抓实理论学习。"), (2, "办好读书班。")),
        *(
            (3, "研讨八次。"),
            (3, "调研三次。"),
            (0, "存在的问题"),
            (1, "学得不深。"),
            (2, "不系统。"),
        ),
    ]
    lines = _lines(REPORT, "".join(p(text, listed(1, depth)) for depth, text in body))
    assert lines == [
        *("一、工作开展情况", "（一）坚定政治站位。", "（二）抓实理论学习。", "1.办好读书班。"),
        *("（1）研讨八次。", "（2）调研三次。", "二、存在的问题", "（一）学得不深。", "1.不系统。"),
    ]


def test_marks_go_on_beyond_ten() -> None:
    lines = _lines(REPORT, p("甲", listed(1)) * 21)
    assert [lines[n] for n in (9, 10, 19, 20)] == ["十、甲", "十一、甲", "二十、甲", "二十一、甲"]


def _one(*levels: str, more: str = "") -> str:
    return abstract(1, *levels) + num(1, 1, more)


RESTART = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
OTHER_LEVEL = f'<w:lvlOverride w:ilvl="0">{level(0, "upperLetter", "%1）")}</w:lvlOverride>'
THREE = (level(0, "decimal", "%1."), level(1, "decimal", "%1.%2"), level(2, "decimal", "%1.%2.%3"))
LISTS = [
    # what it is, numbering, (list, level, text) of each paragraph, lines
    ("第一章", _one(level(0, "chineseCounting", "第%1章")), [(1, 0, "总则")], ["第一章 总则"]),
    (
        "nothing",
        _one(level(0, "decimal", "第%1条", '<w:suff w:val="nothing"/>')),
        [(1, 0, "甲")],
        ["第1条甲"],
    ),
    ("space", _one(level(0, "decimal", "%1", '<w:suff w:val="space"/>')), [(1, 0, "甲")], ["1 甲"]),
    ("a digit follows", _one(level(0, "decimal", "%1.")), [(1, 0, "5G基站")], ["1. 5G基站"]),
    ("circle", _one(level(0, "decimalEnclosedCircle", "%1")), [(1, 0, "甲")], ["①甲"]),
    ("literal", _one(level(0, "decimal", "一是")), [(1, 0, "抓学习")], ["一是 抓学习"]),
    ("no number, a word", _one(level(0, "none", "附件：")), [(1, 0, "名单")], ["附件：名单"]),
    ("bullet", _one(level(0, "bullet", "●")), [(1, 0, "甲"), (1, 0, "乙")], ["甲", "乙"]),
    (
        "starts at three",
        _one(level(0, "decimal", "%1.", start=3)),
        [(1, 0, "甲"), (1, 0, "乙")],
        ["3.甲", "4.乙"],
    ),
    (
        "several levels",
        _one(*THREE),
        [(1, 0, "甲"), (1, 1, "乙"), (1, 2, "丙")],
        ["1.甲", "1.1 乙", "1.1.1 丙"],
    ),
    ("an outer level not begun", _one(*THREE), [(1, 1, "乙"), (1, 0, "甲")], ["1.1 乙", "1.甲"]),
    (
        "legal",
        _one(level(0, "chineseCounting", "第%1章"), level(1, "decimal", "%1.%2", "<w:isLgl/>")),
        [(1, 0, "甲"), (1, 1, "乙")],
        ["第一章 甲", "1.1 乙"],
    ),
    (
        "never restarts",
        _one(
            level(0, "decimal", "%1."), level(1, "decimal", "（%2）", '<w:lvlRestart w:val="0"/>')
        ),
        [(1, 0, "甲"), (1, 1, "乙"), (1, 0, "丙"), (1, 1, "丁")],
        ["1.甲", "（1）乙", "2.丙", "（2）丁"],
    ),
    (
        "restarts after the outermost only",
        _one(*THREE[:2], level(2, "decimal", "（%3）", '<w:lvlRestart w:val="1"/>')),
        [
            (1, 0, "甲"),
            (1, 1, "乙"),
            (1, 2, "丙"),
            (1, 1, "丁"),
            (1, 2, "戊"),
            (1, 0, "己"),
            (1, 2, "庚"),
        ],
        ["1.甲", "1.1 乙", "（1）丙", "1.2 丁", "（2）戊", "2.己", "（1）庚"],
    ),
    (
        "two lists share a sequence",
        abstract(1, THREE[0]) + num(1, 1) + num(2, 1),
        [(1, 0, "甲"), (2, 0, "乙"), (1, 0, "丙")],
        ["1.甲", "2.乙", "3.丙"],
    ),
    (
        "two sequences",
        abstract(1, THREE[0]) + abstract(2, THREE[0]) + num(1, 1) + num(2, 2),
        [(1, 0, "甲"), (2, 0, "乙"), (1, 0, "丙")],
        ["1.甲", "1.乙", "2.丙"],
    ),
    (
        "starts anew once",
        abstract(1, THREE[0]) + num(1, 1) + num(2, 1, RESTART),
        [(1, 0, "甲"), (1, 0, "乙"), (2, 0, "丙"), (2, 0, "丁"), (1, 0, "戊")],
        ["1.甲", "2.乙", "1.丙", "2.丁", "3.戊"],
    ),
    (
        "another level in one list",
        abstract(1, THREE[0]) + num(1, 1) + num(2, 1, OTHER_LEVEL),
        [(1, 0, "甲"), (2, 0, "乙")],
        ["1.甲", "B）乙"],
    ),
    (
        "a list style",
        abstract(1, '<w:styleLink w:val="S"/>', THREE[0])
        + abstract(2, '<w:numStyleLink w:val="S"/>')
        + num(1, 1)
        + num(2, 2),
        [(2, 0, "甲"), (1, 0, "乙")],
        ["1.甲", "2.乙"],
    ),
    ("off", _one(THREE[0]), [(1, 0, "甲"), (0, 0, "乙"), (1, 0, "丙")], ["1.甲", "乙", "2.丙"]),
    ("a level only", _one(THREE[0]), [(None, 0, "甲")], ["甲"]),
    ("a list that is not there", _one(THREE[0]), [(9, 0, "甲")], ["甲"]),
    ("a level that is not there", _one(THREE[0]), [(1, 5, "甲")], ["甲"]),
    (
        "a start too large",
        _one(level(0, "upperLetter", "%1", start=10**30)),
        [(1, 0, "甲")],
        ["0 甲"],
    ),
    ("no text beside the number", _one(THREE[0]), [(1, 0, ""), (1, 0, "甲")], ["1.", "2.甲"]),
]


@pytest.mark.parametrize(
    ("numbering", "paragraphs", "lines"),
    [case[1:] for case in LISTS],
    ids=[case[0] for case in LISTS],
)
def test_lists_count_as_word_counts(
    numbering: str, paragraphs: list[tuple[int | None, int, str]], lines: list[str]
) -> None:
    body = "".join(p(text, listed(which, depth)) for which, depth, text in paragraphs)
    assert _lines(numbering, body) == lines


HEADINGS = (
    style("H1", f"<w:pPr>{listed(1, None)}</w:pPr>")
    + style("H2", f"<w:pPr>{listed(1, 0)}</w:pPr>", base="H1")  # its level is the one tied to it
    + style("H2b", base="H2")
    + style("Off", f"<w:pPr>{listed(0, None)}</w:pPr>", base="H1")
    + style("Loop", base="Pool")
    + style("Pool", base="Loop")
)
TIED = _one(
    level(0, "chineseCounting", "%1、", '<w:pStyle w:val="H1"/>'),
    level(1, "chineseCounting", "（%2）", '<w:pStyle w:val="H2"/>'),
)


@pytest.mark.parametrize(
    ("properties", "line"),
    [
        ('<w:pStyle w:val="H1"/>', "一、甲"),
        ('<w:pStyle w:val="H2"/>', "（一）甲"),
        ('<w:pStyle w:val="H2b"/>', "（一）甲"),
        ('<w:pStyle w:val="Off"/>', "甲"),
        ('<w:pStyle w:val="H1"/>' + listed(0, None), "甲"),
        ('<w:pStyle w:val="H1"/>' + listed(None, 1), "（一）甲"),
        ('<w:pStyle w:val="Off"/>' + listed(1, 0), "一、甲"),
        ('<w:pStyle w:val="Loop"/>', "甲"),
        ('<w:pStyle w:val="Unheard"/>', "甲"),
    ],
)
def test_a_style_lends_its_number(properties: str, line: str) -> None:
    assert _lines(TIED, p("甲", properties), HEADINGS) == [line]


def test_a_list_style_found_through_the_style_sheet() -> None:
    numbering = (
        abstract(1, THREE[0]) + abstract(2, '<w:numStyleLink w:val="S"/>') + num(1, 1) + num(2, 2)
    )
    styles = style("S", f"<w:pPr>{listed(1, None)}</w:pPr>", kind="numbering")
    assert _lines(numbering, p("甲", listed(2)), styles) == ["1.甲"]


@pytest.mark.parametrize(
    "unseen",
    [
        p("密", f"{listed(1)}<w:rPr><w:vanish/></w:rPr>").replace(
            "<w:rPr></w:rPr>", "<w:rPr><w:vanish/></w:rPr>"
        ),
        f"<w:p><w:pPr>{listed(1)}<w:rPr><w:del w:id='1'/></w:rPr></w:pPr>"
        "<w:del w:id='2'><w:r><w:delText>删</w:delText></w:r></w:del></w:p>",
    ],
    ids=["hidden", "deleted"],
)
def test_what_cannot_be_seen_is_not_counted(unseen: str) -> None:
    body = p("甲", listed(1)) + unseen + p("乙", listed(1))
    assert _lines(REPORT, body) == ["一、甲", "二、乙"]


def test_a_number_stands_before_the_first_of_paragraphs_run_together() -> None:
    runs_on = "<w:rPr><w:del w:id='1'/></w:rPr>"
    body = [p(" ", runs_on), p("坚定", listed(1) + runs_on), p("政治", listed(1) + runs_on)]
    body += [p("立场", listed(1)), p("抓学习", listed(1))]
    assert _lines(REPORT, "".join(body)) == [" 一、坚定政治立场", "二、抓学习"]


def test_a_column_of_numbers_in_a_table() -> None:
    def filled(text: str) -> str:
        return f"<w:tr><w:tc>{p('', listed(1, 2))}</w:tc><w:tc>{p(text)}</w:tc></w:tr>"

    body = f"<w:tbl>{filled('修路')}{filled('架桥')}</w:tbl>"
    assert _lines(REPORT, body) == ["1.\t修路", "2.\t架桥"]
