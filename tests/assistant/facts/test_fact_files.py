"""Facts from files: text, Word, and tables; every statement can be cited as it stands."""

from __future__ import annotations

import io
import zipfile

import pytest
from docx import Document
from openpyxl import Workbook

from assistant.facts.files import facts_of_file
from assistant.facts.statements import facts_in, order_and_facts, statements_in
from assistant.facts.tables import statements_of_rows, table_blocks
from corpus.errors import ReadError

REPORT = """青岚县文化馆2023年上半年工作总结

一、主要工作情况
（一）抓实阵地建设。改造提升分馆3个，新增阅览座位120个，其中乡镇分馆80个。
（二）抓实群众活动。举办展演XX场。
二、存在的问题
一是骨干力量薄弱。村级辅导员只有8人。
三、下半年工作打算
一是壮大骨干队伍。开展轮训4期。
"""


def workbook(*rows: list[object], formats: dict[str, str] | None = None) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    for cell, number_format in (formats or {}).items():
        sheet[cell].number_format = number_format
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("rows", "statements"),
    [
        ([["乡镇", "薄弱村（个）"], ["青岚镇", "12"], ["白水乡", "3"]], ("青岚镇薄弱村12个", "白水乡薄弱村3个")),
        ([["序号", "乡镇", "整改率"], ["1", "青岚镇", "92%"]], ("青岚镇整改率92%",)),
        ([["指标", "数值", "单位"], ["薄弱村", "12", "个"], ["整改率", "92%", ""]], ("薄弱村12个", "整改率92%")),
        ([["薄弱村", "12个"], ["整改率", "92%"]], ("薄弱村12个", "整改率92%")),
        ([["统计表", ""], ["单位：户", ""], ["乡镇", "脱贫户"], ["青岚镇", "36"]], ("青岚镇脱贫户36户",)),
        ([["乡镇", "村", "收入（万元）"], ["青岚镇", "上河村", "5.2"], ["", "下河村", "3"]],
         ("青岚镇上河村收入5.2万元", "青岚镇下河村收入3万元")),
        ([["乡镇", "薄弱村"], ["青岚镇", "-"], ["白水乡", ""]], ()),
        ([["乡镇", "情况"], ["青岚镇", "村级组织活动场所仍未建成，群众办事不便"]],
         ("青岚镇：村级组织活动场所仍未建成，群众办事不便",)),
        ([], ()),
    ],
)  # fmt: skip
def test_a_table_becomes_statements(rows: list[list[str]], statements: tuple[str, ...]) -> None:
    assert statements_of_rows(rows) == statements


def test_pipes_and_tabs_are_tables_and_one_line_is_none() -> None:
    text, blocks = table_blocks("前\n| 指标 | 数 |\n|---|---|\n| 村 | 3 |\n后\na\tb")
    assert (text, blocks) == ("前\n后\na\tb", [[["指标", "数"], ["村", "3"]]])


@pytest.mark.parametrize(
    ("text", "statements"),
    [
        ("全县办班12期，培训干部1,200人次，其中村干部620人次，同比增长12%；建成中心3个。",
         ["全县办班12期", "培训干部1,200人次，其中村干部620人次，同比增长12%", "建成中心3个"]),
        ("针对薄弱村，选派第一书记，帮扶36个村", ["针对薄弱村，选派第一书记，帮扶36个村"]),
        ("（一）抓实阵地。改造分馆3个。", ["抓实阵地", "改造分馆3个"]),
    ],
)  # fmt: skip
def test_running_text_is_cut_at_figures_with_their_subjects(
    text: str, statements: list[str]
) -> None:
    assert list(statements_in(text)) == statements
    assert all(statement in text for statement in statements)


@pytest.mark.parametrize(
    ("message", "order", "facts"),
    [
        ("素材：村干部老龄化严重；后备力量不足。起草存在的问题", "起草存在的问题", ("村干部老龄化严重", "后备力量不足")),
        ("根据以下情况写存在的问题：\n年龄偏大\n有4个村没有后备干部", "写存在的问题", ("年龄偏大", "有4个村没有后备干部")),
        ("薄弱村12个，起草存在的问题", "起草存在的问题", ("薄弱村12个",)),
        ("写5个方面", "写5个方面", ()),
        ("乡镇\t薄弱村（个）\n青岚镇\t12\n起草存在的问题", "起草存在的问题", ("青岚镇薄弱村12个",)),
    ],
)  # fmt: skip
def test_material_is_told_from_the_order(message: str, order: str, facts: tuple[str, ...]) -> None:
    rest, found = order_and_facts(message)
    assert (rest.strip("\n，。"), found) == (order, facts)
    assert facts_in(message) == facts


def test_of_a_report_only_what_was_done_is_taken() -> None:
    facts = facts_of_file("总结.txt", REPORT.encode())
    assert facts == ("改造提升分馆3个", "新增阅览座位120个，其中乡镇分馆80个")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_tables_as_text_are_read_in_every_usual_encoding(encoding: str) -> None:
    data = "指标,数值,单位\n薄弱村,12,个\n".encode(encoding)
    assert facts_of_file("数据.csv", data) == ("薄弱村12个",)


def test_a_list_in_word_and_its_tables_are_read() -> None:
    document = Document()
    document.add_paragraph("全县有3个村没有活动场所。")
    table = document.add_table(2, 2)
    for n, row in enumerate((("乡镇", "薄弱村（个）"), ("青岚镇", "12"))):
        for k, words in enumerate(row):
            table.cell(n, k).text = words
    out = io.BytesIO()
    document.save(out)
    facts = facts_of_file("素材.docx", out.getvalue())
    assert set(facts) == {"全县有3个村没有活动场所", "青岚镇薄弱村12个"}


def test_a_sheet_is_read_as_it_is_shown() -> None:
    data = workbook(
        ["乡镇", "整改率", "收入（万元）", "合计"],
        ["青岚镇", 0.925, 12.0, "=B2+C2"],
        formats={"B2": "0.0%"},
    )
    # A formula nobody has calculated has no value to be shown.
    assert facts_of_file("表.xlsx", data) == ("青岚镇整改率92.5%", "青岚镇收入12万元")


def test_there_is_an_end_to_facts() -> None:
    rows: list[list[object]] = [["村", "党员（名）"], *([f"第{n}村", n] for n in range(1, 900))]
    assert len(facts_of_file("表.xlsx", workbook(*rows))) == 300


def with_entry(data: bytes, name: str, content: bytes) -> bytes:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for entry in old.namelist():
            new.writestr(entry, content if entry == name else old.read(entry))
    return out.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
ENTITIES = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><worksheet/>'


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.txt", b"", "空的"),
        ("a.xls", b"\xd0\xcf\x11\xe0", "另存为 .xlsx"),
        ("a.xlsx", b"PK\x03\x04junk", "损坏"),
        ("a.xlsx", b"no zip at all", "损坏"),
        ("a.xlsx", with_entry(workbook(["a"]), SHEET, ENTITIES), "实体声明"),
        ("a.xlsx", with_entry(workbook(["a"]), SHEET, b"<worksheet>"), "损坏"),
        ("a.xlsx", with_entry(workbook(["a"]), SHEET, b"0" * 50_000_000), "过大"),
        ("a.xlsx", workbook([None]), "没有可用的素材"),
        ("a.csv", b"\xff\xfe\x00", "编码"),
        ("a.exe", b"MZ\x90\x00", "无法识别"),
        ("a.txt", b"x" * 10_000_001, "超过 10 MB"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_with_the_reason(
    name: str, data: bytes, said: str
) -> None:
    with pytest.raises(ReadError, match=said):
        facts_of_file(name, data)
