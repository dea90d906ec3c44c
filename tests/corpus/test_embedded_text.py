"""What is embedded folds figures and carries the path; what is indexed and quoted is verbatim."""

from __future__ import annotations

import pytest

from corpus.embedded_text import digest_of, embedded_text, folded, indexed_text
from corpus.intake import build_report
from corpus.report import Report

TEXT = """临江县委2023年上半年工作总结
上半年新建产业基地12处，共3家企业。
一、存在的问题
（一）集体经济薄弱。薄弱村还有XX个，占3.5％。
（二）作风不够扎实。深入一线不多。
"""
FIGURES = [
    ("薄弱村还有12个", "薄弱村还有XX个"),
    ("薄弱村还有XX个", "薄弱村还有XX个"),
    ("薄弱村还有×个", "薄弱村还有XX个"),
    ("薄弱村还有＊＊个", "薄弱村还有＊＊个"),
    ("占3.5%", "占XX%"),
    ("收入1,200万元", "收入XX万元"),
    ("１２．５万元", "XX万元"),
    ("2023年", "XX年"),
    ("〇〇镇、***镇、____镇", "XX镇、XX镇、XX镇"),
    ("按GB9704排版", "按GB9704排版"),
    ("5G基站", "5G基站"),
    ("15G内存", "15G内存"),
    ("每袋2.5kg", "每袋2.5kg"),
    ("20XX年", "XX年"),
    ("１２XX户", "XX户"),
    ("三是百分之十", "三是百分之十"),  # a numeral may be a marker as well as a figure
]


@pytest.fixture(scope="module")
def report() -> Report:
    return build_report("总结.txt", TEXT.encode())


@pytest.mark.parametrize(("text", "expected"), FIGURES)
def test_figures_and_placeholders_are_one_token(text: str, expected: str) -> None:
    assert folded(text) == expected
    assert folded(expected) == expected


def test_the_words_come_first_then_title_and_path(report: Report) -> None:
    lead, problem, _ = report.paragraphs
    assert embedded_text(report, lead) == (
        "上半年新建产业基地XX处，共XX家企业。\n临江县委XX年上半年工作总结 › 导语"
    )
    assert embedded_text(report, problem) == (
        "（一）集体经济薄弱。薄弱村还有XX个，占XX％。\n"
        "临江县委XX年上半年工作总结 › 存在的问题 › 集体经济薄弱"
    )


def test_figures_and_years_can_be_looked_for(report: Report) -> None:
    lead, problem, _ = report.paragraphs
    assert indexed_text(report, lead) == (
        "临江县委2023年上半年工作总结 › 导语\n上半年新建产业基地12处，共3家企业。"
    )
    assert indexed_text(report, problem).endswith("（一）集体经济薄弱。薄弱村还有XX个，占3.5％。")


def test_last_years_words_with_other_figures_are_embedded_once() -> None:
    newer = TEXT.replace("2023", "2024").replace("12处", "15处").replace("XX个", "7个")
    one, other = build_report("旧.txt", TEXT.encode()), build_report("新.txt", newer.encode())
    assert [digest_of(embedded_text(one, p)) for p in one.paragraphs] == [
        digest_of(embedded_text(other, p)) for p in other.paragraphs
    ]
    assert [indexed_text(one, p) for p in one.paragraphs] != [
        indexed_text(other, p) for p in other.paragraphs
    ]


def test_a_digest_tells_texts_apart() -> None:
    assert len(digest_of("甲")) == 16
    assert digest_of("甲") == digest_of("甲") != digest_of("乙")
