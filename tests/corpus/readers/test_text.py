"""Bytes become exactly the text that was written, or a refusal; cut lines become paragraphs."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import readers
from corpus.errors import ReadError
from corpus.readers import text
from corpus.readers.reading import Reading

TEXT = "临江县委工作总结\n\n一、存在的问题\n镕基同志讲话，㐂庆丰收。"
TRADITIONAL = "臨江縣委工作總結\n\n一、存在的問題\n學習還不夠深，作風還不夠實。"
JAPANESE = "きょうはいいてんきですね、ほんとうに"


def decoded(data: bytes) -> str:
    return text.decode(data)


@pytest.mark.parametrize(
    ("encoding", "written"),
    [
        ("utf-8", TEXT),
        ("utf-8-sig", TEXT),
        ("utf-16", TEXT),
        ("utf-16-le", TEXT),
        ("utf-16-be", TEXT),
        ("utf-32", TEXT),
        ("gb18030", TEXT),
        ("gb18030", TRADITIONAL),
        ("big5", TRADITIONAL),
        ("cp950", TRADITIONAL),
        ("big5hkscs", TRADITIONAL + "㗎"),
        ("utf-16-le", TRADITIONAL),
        ("utf-16-be", "县委常委会会议强调："),  # ends in a byte that ends files under DOS
        ("utf-16-le", "没有换行和数字的一句话，全是汉字。"),
    ],
)
def test_the_encoding_is_found(encoding: str, written: str) -> None:
    assert decoded(written.encode(encoding)) == written


@pytest.mark.parametrize("mark", [b"\xff\xfe", b"\xfe\xff"])
def test_a_mark_decides(mark: bytes) -> None:
    encoding = "utf-16-le" if mark[0] == 0xFF else "utf-16-be"
    assert decoded(mark + TEXT.encode(encoding)) == TEXT


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028", "\x0b", "\x85"])
def test_every_line_end_is_one(end: str) -> None:
    assert decoded(TEXT.replace("\n", end).encode("gb18030" if end == "\r\n" else "utf-8")) == TEXT


def test_line_ends_may_be_mixed() -> None:
    assert decoded("甲。\r\n乙。\r丙。\n丁。".encode()) == "甲。\n乙。\n丙。\n丁。"


def test_the_end_of_a_dos_file_is_no_text() -> None:
    assert decoded(TEXT.encode("gb18030") + b"\x1a") == TEXT


@pytest.mark.parametrize(
    "data",
    [
        b"\x00\x01\x02\x03" * 50,
        TEXT.encode() + b"\x00",
        TEXT.encode() + b"\xff",
        TEXT.encode("gb18030")[:-3],
        b"\xff\xfe" + TEXT.encode("utf-16-le") + b"\x00",
        JAPANESE.encode("shift_jis"),
        "Größe und Übersicht über die Straße".encode("latin-1"),
        bytes(range(128, 256)) * 20,
    ],
    ids=["binary", "zero", "half utf8", "half gb", "half 16", "japanese", "german", "noise"],
)
def test_what_is_no_chinese_text_is_refused(data: bytes) -> None:
    with pytest.raises(ReadError, match="编码不是"):
        decoded(data)


def test_a_page_may_say_what_it_is_in() -> None:
    word = "龘靐齉爩"  # too rare to be told apart
    with pytest.raises(ReadError):
        decoded(word.encode("gb18030"))
    assert text.decode(TRADITIONAL.encode("big5"), "big5") == TRADITIONAL
    assert text.decode(TEXT.encode("gb18030"), "big5") == TEXT, "the page is wrong"
    assert text.decode(TEXT.encode("gb18030"), "no-such-encoding") == TEXT


@given(st.binary(max_size=300))
def test_any_bytes_are_text_or_refused(data: bytes) -> None:
    with suppress(ReadError):
        assert isinstance(text.read(data, "a.txt"), Reading)


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=60))
def test_no_character_of_utf8_is_changed(written: str) -> None:
    expected = written.replace("\u2028", "\n").replace("\u2029", "\n").removeprefix("\ufeff")
    assert decoded(written.encode()) == expected


# --- lines cut at one width -----------------------------------------------------------------

PARAGRAPHS = [
    "一、主要工作",
    "今年以来，临江县委坚持以党的政治建设为统领，全面落实管党治党主体责任，组织各乡镇党委、县直机关"
    "党组开展理论学习中心组学习，推动各项决策部署在基层落地见效，党员干部的精神面貌有了新的变化。",
    "（一）抓实理论学习。全县各级党组织围绕中心工作开展专题研讨，县级领导带头到联系点宣讲，带动党员"
    "干部学在经常、用在日常，累计举办各类培训班42期，培训党员干部3800余人次，覆盖面达到98%以上。",
    "（二）建强基层组织。选优配强村“两委”班子，整顿软弱涣散村党组织12个，新建联合党支部6个，村级"
    "集体经济收入全部超过10万元，基层党组织的凝聚力和战斗力进一步增强，群众满意度持续提升。",
    "二、存在的问题",
    "对照上级要求和群众期盼，我们的工作还有不少差距，主要表现在理论学习结合实际不够紧密，少数基层党"
    "组织作用发挥不够充分，一些干部担当作为的劲头不足，作风建设还需要持续用力、久久为功。",
]


def cut(paragraphs: list[str], columns: int) -> list[str]:
    """Each paragraph's lines, none wider than `columns`."""
    lines = []
    for paragraph in paragraphs:
        line = ""
        for character in paragraph:
            if len((line + character).encode("gbk")) > columns and character not in "，。、；":
                lines.append(line)
                line = ""
            line += character
        lines.append(line)
    return lines


@pytest.mark.parametrize("columns", [56, 70, 76])
@pytest.mark.parametrize("indent", ["　　", "    "])
def test_cut_lines_become_paragraphs(indent: str, columns: int) -> None:
    lines = cut([indent + paragraph for paragraph in PARAGRAPHS], columns)
    joined = text.unwrap("\n".join(lines))
    assert [line.strip() for line in joined.split("\n")] == PARAGRAPHS


def test_lines_cut_by_characters_become_paragraphs() -> None:
    whole = ["　　" + paragraph.replace("，", ", ") for paragraph in PARAGRAPHS]
    lines = [line[n : n + 35] for line in whole for n in range(0, len(line), 35)]
    assert "".join(text.unwrap("\n".join(lines)).split()) == "".join("".join(whole).split())
    assert text.unwrap("\n".join(lines)).count("\n") == len(whole) - 1


def test_short_paragraphs_may_have_as_many_last_lines_as_full_ones() -> None:
    whole = [f"　　{n}是抓好{'各项重点工作落实' * 4}见效。" for n in "一二三四五六七八九"]
    lines = [part for line in whole for part in ("　　主要情况", line[:35], line[35:])]
    assert text.unwrap("\n".join(lines)).split("\n")[1::2] == whole


def test_blank_lines_part_paragraphs() -> None:
    blocks = ("\n".join(cut([paragraph], 70)) for paragraph in PARAGRAPHS)
    assert text.unwrap("\n\n".join(blocks)).split("\n\n") == PARAGRAPHS


def test_english_words_keep_their_gap() -> None:
    lines = [*cut(PARAGRAPHS, 70), "使用" + "甲" * 28 + "OFFICE SYSTEM", "VERSION 2办理业务。"]
    assert "SYSTEM VERSION 2" in text.unwrap("\n".join(lines))


@pytest.mark.parametrize(
    "written",
    [
        "\n".join(PARAGRAPHS),  # a paragraph a line
        "\n".join(cut(PARAGRAPHS[1:2], 70)),  # too few lines to tell
        "\n".join(
            f"（{n}）推进产业强县战略，加快构建现代化产业体系，提升质量"
            for n in "一二三四五六七八九十"
        ),
        "\n".join(
            f"{n}乡党委落实主体责任、加强组织建设、推动乡村振兴情况总结。" for n in "东南西北" * 3
        ),
        "\n".join(["城镇新增就业五千人", "农民人均收入增长一成"] * 8),  # too narrow
        "\n\n\n",
        "",
    ],
    ids=["natural", "few", "numbered", "sentences", "narrow", "blank", "empty"],
)
def test_other_lines_are_left_alone(written: str) -> None:
    assert text.unwrap(written) == written


@given(st.text("县委，。一、 \n　a1", max_size=400))
def test_joining_loses_no_character(written: str) -> None:
    assert "".join(text.unwrap(written).split()) == "".join(written.split())


def test_a_text_file_is_read_without_what_cannot_be_seen() -> None:
    written = TEXT.replace("存", "\u200b存").replace("一、", "\ufeff一、")
    assert readers.read(written.encode(), "总结.txt").text == TEXT
