"""A mark of secrecy is found wherever it may stand; the ordinary words of reports are none."""

from __future__ import annotations

import time

import pytest

from corpus import readers
from corpus.errors import ReadError
from corpus.readers.reading import Note, NoteKind, Reading
from corpus.readers.secrecy import caution, classification

TITLE = "清河县保密工作总结\n"


@pytest.mark.parametrize(
    "line",
    [
        "机密★10年",
        "绝密★启封前",
        "秘密★长期",
        "秘  密 ★ 1年",
        "机密☆",
        "000123    机密★1年    特急",
        "秘密★5年　　清委〔2024〕3号",
        "机密",
        "机　密",
        "绝密件",
        "秘密级",
        "【机密】",
        "（秘密）",
        "〔绝密〕",
        "机密 10年",
        "机密·特急",
        "特急 秘密",
        "秘密 编号：0012",
        "【秘密】关于清河县防汛工作的报告",
        "密级：机密",
        "密 级： 秘 密",
        "密级 绝密",
        "密级：机密★3年  份号：000001",
        "密级：机密级",
        "密级：机密 保密期限：10年",
        "密级：机密保密期限：10年",
        "保密等级：秘密",
        "密级：□绝密 ☑机密 □秘密",
        "** 机密★10年 **",
    ],
)
def test_a_mark_in_the_first_lines(line: str) -> None:
    for text in (line, line + "\n" + TITLE, TITLE + line, "\n\n　\n" * 9 + line):
        assert "正文开头" in classification(Reading(text + "\n正文。"), "总结.docx")


ORDINARY = [
    "保守国家秘密工作总结",
    "加强商业秘密保护",
    "商业秘密",
    "工作秘密",
    "商业秘密★3年",
    "工作秘密★3年",
    "涉密人员管理",
    "秘密战线英雄事迹",
    "机密级计算机管理不到位",
    "机密文件清退情况",
    "无密级",
    "密级：无",
    "密级：公开",
    "密级：内部",
    "密级：绝密□ 机密□ 秘密□",
    "密级：□绝密 □机密 □秘密",
    "密级：绝密/机密/秘密",
    "密级、保密期限标注不规范",
    "不得标注密级",
    "国家秘密的密级分为绝密、机密、秘密三级",
    "按照“机密★10年”的格式规范标注",
    "按密级 机密以上的标准保管",
    "一是泄露秘密。",
    "《秘密》读书分享会",
    "秘密、机密级文件127份",
    "机密性、完整性、可用性",
    "（三）秘密载体管理",
    "严守秘密",
]


@pytest.mark.parametrize("line", ORDINARY)
def test_ordinary_words_are_no_mark(line: str) -> None:
    notes = tuple(Note(kind, line) for kind in NoteKind)
    reading = Reading(f"{line}\n{TITLE}{line}\n正文。", notes)
    assert classification(reading, f"{line.replace('/', '／')}.docx", line) == ""


@pytest.mark.parametrize(
    ("name", "marked"),
    [
        ("【机密】清河县总结.docx", True),
        ("清河县总结（秘密）.docx", True),
        ("[绝密] 总结.pdf", True),
        ("【密级：机密】总结.doc", True),
        ("（机密★10年）总结.doc", True),
        ("机密★清河县总结.docx", True),
        ("机密_清河县总结.docx", True),
        ("机密 清河县总结.docx", True),
        ("机密.docx", True),
        ("清河县总结-机密.docx", True),
        ("往年.zip/【秘密】县委/总结.docx", True),
        ("机密\\总结.docx", True),
        ("保守国家秘密工作总结.docx", False),
        ("秘密战线.docx", False),
        ("机密级计算机台账.docx", False),
        ("涉密人员/总结.docx", False),
        ("商业秘密保护（试行）.docx", False),
        ("总结_保守商业秘密.docx", False),
        ("解密.docx", False),
    ],
)
def test_a_mark_in_the_name(name: str, marked: bool) -> None:
    found = classification(Reading("正文。"), name)
    assert found.endswith("在文件名") == marked
    assert bool(found) == marked


@pytest.mark.parametrize("kind", [k for k in NoteKind if k is not NoteKind.WARNING])
@pytest.mark.parametrize(
    "words", ["机密★10年", "秘密", "页眉：机密★10年", "机密（12 页）", "第 1 页\n绝 密"]
)
def test_a_mark_in_what_was_left_out(kind: NoteKind, words: str) -> None:
    assert kind.label in classification(Reading("正文。", (Note(kind, words),)), "a.docx")


@pytest.mark.parametrize("words", ["机密", "密级：机密", "标题：【秘密】总结", "关键词: 绝密"])
def test_a_mark_in_the_properties(words: str) -> None:
    assert "文档属性" in classification(Reading("正文。"), "a.docx", f"作者：甲\n{words}\n")


def test_a_mark_of_a_second_document_stands_further_down() -> None:
    text = "\n".join([TITLE + "正文。"] * 20)
    assert classification(Reading(f"{text}\n机密★10年\n{TITLE}"), "a.txt")
    assert not classification(Reading(f"{text}\n机密\n{TITLE}"), "a.txt")  # a cell of a table
    assert not classification(Reading(f"{text}\n按机密★10年标注。"), "a.txt")


def test_it_says_what_and_where_in_a_few_words() -> None:
    mark = classification(Reading("机密★10年　　" + "编" * 500), "a.txt")
    assert mark == f"“机密★10年 {'编' * 33}…”，在正文开头"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("内部资料", "内部资料"),
        ("【内部资料　注意保存】", "内部资料注意保存"),
        ("（内部文件，不得外传）", "内部文件，不得外传"),
        ("工 作 秘 密", "工作秘密"),
        ("工作秘密★3年", "工作秘密★3年"),
        ("商业秘密", "商业秘密"),
        ("注意保存", "注意保存"),
        ("内部资料管理制度", ""),
        ("印发内部资料12期。", ""),
        ("加强工作秘密管理", ""),
    ],
)
def test_inner_papers_are_read_with_a_warning(line: str, words: str) -> None:
    assert caution(Reading(f"{line}\n{TITLE}")) == words
    assert caution(Reading(TITLE, (Note(NoteKind.FURNITURE, line),))) == words
    notes = readers.read(f"{line}\n{TITLE}".encode(), "总结.txt").notes
    expected = Note(NoteKind.WARNING, f"文件标有“{words}”，请确认可以入库")
    assert notes == ((expected,) if words else ())


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("机密★10年\n清河县总结", "总结.txt"),
        ("机\u200b密★10年\n清河县总结", "总结.txt"),
        ("清河县总结", "【机\u200b密】总结.txt"),
    ],
)
def test_a_marked_file_is_refused(text: str, name: str) -> None:
    with pytest.raises(ReadError, match="涉密文件不得入库"):
        readers.read(text.encode(), name)


@pytest.mark.parametrize("piece", ["机密", "密级", "秘 ", "（", "密级：", "内部资料，", "★", " "])
def test_long_lines_take_no_time(piece: str) -> None:
    text = piece * (2_000_000 // len(piece))
    begun = time.perf_counter()
    classification(Reading(text, (Note(NoteKind.HIDDEN, text),)), text, text)
    caution(Reading(text, (Note(NoteKind.HIDDEN, text),)))
    assert time.perf_counter() - begun < 30
