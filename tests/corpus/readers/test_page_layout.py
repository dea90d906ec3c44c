"""Lines at positions become the paragraphs that a reader of the paper would see."""

from __future__ import annotations

import pytest

from corpus.readers.page_layout import Page, reading
from corpus.readers.page_lines import Glyph, Line, Rule, joined, lines_of
from corpus.readers.reading import NoteKind, page_at

LEFT, EM, PITCH, TOP = 80.0, 16.0, 29.0, 110.0
WIDTH, HEIGHT = 595.0, 842.0

TITLE = "关于云溪县2023年度党建工作情况的报告"
OPENING = "今年以来，云溪县委坚持把党的政治建设摆在首位，压实管党治党责任，推动基层党建全面进步。"
HEADING = "一、主要做法"
RUN_IN = (
    "（一）强化理论武装。县委理论学习中心组集中学习12次，各级党组织开展专题研讨460余场，"
    "举办示范培训班8期，培训党员干部3,200人次，覆盖全部乡镇。"
)
EXACT = "全县建成标准化党支部示范点三十六个，整顿软弱涣散党组织五个。"[:28]
LONG = "坚持问题导向，开展“三查三改”，梳理问题清单214项。" * 12
BODY = [OPENING, HEADING, RUN_IN, LONG, "（二）夯实基层基础", OPENING, LONG, HEADING, OPENING]


def broken(text: str, room: list[int]) -> list[str]:
    """The lines of a paragraph: `room` characters on the first, then on all others; no line
    begins with a closing mark."""
    lines: list[str] = []
    left = text
    while left:
        end = room[0] if not lines else room[1]
        while end < len(left) and left[end] in "，。、；：！？）”":
            end -= 1
        lines.append(left[:end])
        left = left[end:]
    return lines


def typeset(
    paragraphs: list[str], indent: int = 2, gap: float = 0.0, lines_a_page: int = 22
) -> list[Page]:
    """Pages of 28 characters a line; a half-width character is set as wide as a Chinese one."""
    lines: list[list[Line]] = [[]]
    base = TOP
    for paragraph in paragraphs:
        for n, text in enumerate(broken(paragraph, [28 - indent, 28])):
            if len(lines[-1]) == lines_a_page:
                lines.append([])
                base = TOP
            left = LEFT + (indent * EM if n == 0 else 0)
            lines[-1].append(Line(text, left, left + len(text) * EM, base, EM))
            base += PITCH
        base += gap
    return [Page(WIDTH, HEIGHT, tuple(page)) for page in lines]


def line(text: str, left: float, base: float, size: float = EM) -> Line:
    return Line(text, left, left + len(text) * size, base, size)


def centred(text: str, base: float, size: float = 22.0) -> Line:
    return line(text, LEFT + (28 * EM - len(text) * size) / 2, base, size)


def with_lines(page: Page, *more: Line) -> Page:
    return Page(page.width, page.height, (*more, *page.lines))


@pytest.mark.parametrize(
    ("indent", "gap", "lines_a_page"),
    [(2, 0.0, 22), (2, 0.0, 5), (2, 0.0, 7), (2, 14.0, 22), (4, 0.0, 6), (0, 14.0, 22)],
)
def test_paragraphs_come_back_as_they_were_set(indent: int, gap: float, lines_a_page: int) -> None:
    text = reading(typeset(BODY, indent, gap, lines_a_page)).text
    assert text.split("\n") == BODY


def test_without_indents_a_page_that_ends_with_a_sentence_ends_the_paragraph() -> None:
    full = "坚持把纪律和规矩挺在前面，驰而不息纠治四风，县乡一体推进。"[:27] + "。"
    pages = typeset([full * 6], indent=0, lines_a_page=3)
    assert reading(pages).text.split("\n") == [full * 3, full * 3]


def test_a_paragraph_over_a_page_knows_where_the_new_page_begins() -> None:
    result = reading(typeset([OPENING, LONG], lines_a_page=5))
    assert result.text == f"{OPENING}\n{LONG}"
    assert len(result.pages) > 2
    first_of_second = typeset([OPENING, LONG], lines_a_page=5)[1].lines[0].text
    assert result.text[result.pages[1] :].startswith(first_of_second)
    assert page_at(result.pages, len(OPENING) + 1) == 1


def test_an_empty_page_begins_where_the_next_one_does() -> None:
    page = typeset([OPENING])[0]
    empty = Page(WIDTH, HEIGHT, ())
    result = reading([empty, page, empty, page, empty])
    end = len(OPENING)
    assert result.pages == (0, 0, end + 1, end + 1, 2 * end + 1)


@pytest.mark.parametrize(
    ("lines", "texts"),
    [
        # a title of two lines, then the name of the organ
        (
            [centred("中共云溪县委组织部", 60), centred("2023年工作总结和2024年打算", 95)],
            ["中共云溪县委组织部", "2023年工作总结和2024年打算"],
        ),
        # its first line as wide as the page
        (
            [
                centred("中共云溪县委关于全县基层党组织建设情况的总结", 60, 20),
                centred("和计划", 95),
            ],
            ["中共云溪县委关于全县基层党组织建设情况的总结", "和计划"],
        ),
        # whom the report is for, flush left
        ([line("市委组织部：", LEFT, 80)], ["市委组织部："]),
        # a signature on the right
        (
            [line("中共云溪县委", 380, 60), line("2024年1月8日", 372, 89)],
            ["中共云溪县委", "2024年1月8日"],
        ),
    ],
    ids=["title", "wide title", "addressee", "signature"],
)
def test_lines_before_the_text_stay_apart(lines: list[Line], texts: list[str]) -> None:
    page = with_lines(typeset(BODY[:3])[0], *lines)
    assert reading([page]).text.split("\n") == [*texts, *BODY[:3]]


def test_the_names_of_attachments_are_joined_under_their_mark() -> None:
    page = typeset([OPENING, RUN_IN])[0]
    base = page.lines[-1].base + 2 * PITCH
    first = line("附件：1.云溪县基层党组织标准化规范化建设任务", LEFT + 2 * EM, base)
    first = Line(first.text, first.left, LEFT + 28 * EM, base, EM)
    second = line("分解表", LEFT + 6 * EM, base + PITCH)
    third = line("2.问题清单", LEFT + 5 * EM, base + 2 * PITCH)
    text = reading([Page(WIDTH, HEIGHT, (*page.lines, first, second, third))]).text
    assert text.split("\n")[2:] == [first.text + second.text, third.text]


def test_a_full_line_that_ends_a_paragraph_is_parted_by_the_indent() -> None:
    page = typeset([OPENING, EXACT[:26], OPENING])[0]
    assert reading([page]).text.split("\n") == [OPENING, EXACT[:26], OPENING]


def test_a_full_line_before_a_list_is_parted_by_the_next_mark() -> None:
    opening = EXACT[:27] + "："
    page = typeset([opening, HEADING, EXACT[:27] + "；", "（二）夯实基层基础", LONG], indent=0)[0]
    texts = [opening, HEADING, EXACT[:27] + "；", "（二）夯实基层基础", LONG]
    assert reading([page]).text.split("\n") == texts


@pytest.mark.parametrize("indent", [0, 2])
def test_lines_that_are_all_short_are_paragraphs(indent: int) -> None:
    texts = [
        "云溪县2023年工作要点",
        HEADING,
        "（一）抓好理论学习",
        "（二）抓好队伍建设",
        "二、打算",
    ]
    assert reading(typeset(texts, indent)).text.split("\n") == texts


@pytest.mark.parametrize(
    "numbers",
    [
        ["— 1 —", "— 2 —", "— 3 —"],
        ["- 1 -", "- 2 -", "- 3 -"],
        ["第 1 页 共 3 页", "第 2 页 共 3 页", "第 3 页 共 3 页"],
        ["1", "2", "3"],
        ["11", "12", "13"],
        ["1/3", "2/3", "3/3"],
    ],
)
def test_page_numbers_are_taken_out_and_reported(numbers: list[str]) -> None:
    pages = typeset(BODY)[:1] * 3
    numbered = [
        with_lines(page, line(number, 280, 790, 14.0))
        for page, number in zip(pages, numbers, strict=True)
    ]
    result = reading(numbered)
    assert result.text == reading(pages).text
    assert [(note.kind, note.text) for note in result.notes] == [
        (NoteKind.FURNITURE, f"{numbers[0]}（3 页）")
    ]


def test_running_heads_are_taken_out_the_title_is_not() -> None:
    pages = typeset(BODY, lines_a_page=8)
    headed = [
        with_lines(p, line(TITLE, 100, 60, 9.0), line("内部材料", 100, 800, 9)) for p in pages
    ]
    headed[0] = with_lines(headed[0], centred(TITLE, 90, 20))
    result = reading(headed)
    assert result.text.split("\n") == [TITLE, *BODY]
    assert {note.text for note in result.notes} == {
        f"{TITLE}（{len(pages)} 页）",
        f"内部材料（{len(pages)} 页）",
    }


@pytest.mark.parametrize("number", ["2024", "36"])
def test_a_lone_number_at_the_foot_that_counts_no_pages_is_text(number: str) -> None:
    pages = [with_lines(page) for page in typeset([LONG], lines_a_page=6)]
    pages[0] = Page(WIDTH, HEIGHT, (*pages[0].lines, line(number, LEFT, 790)))
    assert number in reading(pages).text.split("\n")


@pytest.mark.parametrize(
    ("a", "b", "whole"),
    [
        ("坚持党的", "领导", "坚持党的领导"),
        ("the party", "branch", "the party branch"),
        ("organi-", "sation", "organisation"),
        ("COVID-", "19", "COVID-19"),
        ("完成20", "24年", "完成2024年"),
        ("引进ABC", "公司", "引进ABC公司"),
        ("", "甲", "甲"),
    ],
)
def test_joining_lines(a: str, b: str, whole: str) -> None:
    assert joined(a, b) == whole


# --- Characters to lines ---------------------------------------------------------------------


def glyphs(text: str, left: float, base: float, size: float = EM, pace: float = 1.0) -> list[Glyph]:
    found, x = [], left
    for character in text:
        width = size if ord(character) > 0x2E7F else size / 2
        found.append(Glyph(character, x, x + width, base, size))
        x += width * pace
    return found


@pytest.mark.parametrize(
    ("drawn", "texts"),
    [
        (glyphs("加强作风建设", 80, 100), ["加强作风建设"]),
        (glyphs("加强作风建设", 80, 100, pace=1.4), ["加强作风建设"]),
        (glyphs("工作总结", 80, 100, pace=3.0), ["工作总结"]),
        (glyphs("加强 作风", 80, 100), ["加强作风"]),
        (glyphs("party branch", 80, 100), ["party branch"]),
        (glyphs("party", 80, 100) + glyphs("branch", 126, 100), ["party branch"]),
        (glyphs("增长", 80, 100) + glyphs("5%", 115, 100), ["增长5%"]),
        (glyphs("增长", 80, 100) + glyphs("①", 112, 94, 9), ["增长①"]),
        (glyphs("第二行", 80, 130) + glyphs("第一行", 80, 100), ["第一行", "第二行"]),
        (glyphs("加强建设", 80, 100) + glyphs("加强建设", 80.4, 100.2), ["加强建设"]),
        (glyphs("天天向上", 80, 100), ["天天向上"]),
        (glyphs("all ill", 80, 100), ["all ill"]),
        (glyphs("王小明", 80, 100) + glyphs("李小华", 148, 100), ["王小明 李小华"]),
        (glyphs("项目", 80, 100) + glyphs("进度", 200, 100), ["项目\t进度"]),
    ],
    ids=lambda value: "/".join(value) if value and isinstance(value[0], str) else "",
)
def test_characters_become_lines(drawn: list[Glyph], texts: list[str]) -> None:
    assert [found.text for found in lines_of(drawn)] == texts


def test_two_columns_are_read_one_after_the_other() -> None:
    left = broken(LONG, [14, 14])[:12]
    right = broken(OPENING * 5, [14, 14])[:12]
    drawn = glyphs(TITLE, 150, 60)
    for n, (a, b) in enumerate(zip(left, right, strict=True)):
        drawn += glyphs(a, 60, 120 + n * 24) + glyphs(b, 60 + 16 * EM, 128 + n * 24)
    assert [found.text for found in lines_of(drawn)] == [TITLE, *left, *right]


def grid(xs: list[float], ys: list[float]) -> list[Rule]:
    level = [Rule(xs[0], y, xs[-1], y) for y in ys]
    return level + [Rule(x, ys[0], x, ys[-1]) for x in xs]


def test_a_ruled_table_is_read_row_by_row() -> None:
    places = [("任务台账", 80, 60), ("事项", 105, 120), ("进度", 305, 120), ("以上", 80, 230)]
    places += [("建设党群", 105, 150), ("服务中心", 105, 170), ("完成", 305, 160)]
    drawn = [glyph for place in places for glyph in glyphs(*place)]
    lines = lines_of(drawn, grid([100, 300, 400], [100, 130, 180]))
    assert [found.text for found in lines] == [
        "任务台账",
        "事项\t进度",
        "建设党群服务中心\t完成",
        "以上",
    ]


def test_a_cell_over_several_rows_is_read_once() -> None:
    rules = grid([100, 200, 300], [100, 190])
    rules += [Rule(200, 130, 300, 130), Rule(200, 160, 300, 160)]
    drawn = glyphs("责任", 110, 140) + glyphs("单位", 110, 158)
    for n, office in enumerate(("组织部", "宣传部", "县委办")):
        drawn += glyphs(office, 210, 120 + 30 * n)
    assert [found.text for found in lines_of(drawn, rules)] == [
        "责任单位\t组织部",
        "宣传部",
        "县委办",
    ]


def test_a_frame_around_the_page_is_no_table() -> None:
    drawn = [
        g
        for n, text in enumerate((OPENING[:20], RUN_IN[:20]))
        for g in glyphs(text, 100, 130 + 30 * n)
    ]
    plain = [found.text for found in lines_of(drawn)]
    assert [found.text for found in lines_of(drawn, grid([60, 540], [90, 700]))] == plain
