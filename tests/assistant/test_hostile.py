"""What is written into reports, facts and answers to be obeyed or followed gets nowhere."""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from assistant.checking.hostile import is_hostile, is_instruction, plain
from assistant.clauses import clause_spans
from assistant.document import Draft, DraftItem, Sentence, with_sentence_ids
from assistant.errors import ModelError
from assistant.exporting.export import Order, export
from assistant.precedents import Precedent
from assistant.web.render import draft_html, sources_html
from assistant.writing.gate import pass_gate
from corpus.archive import Archive
from corpus.report import Outline, Paragraph, Period, Report, Role
from tests.assistant.injections import PAYLOADS, Payload

ORDERS = [p for p in PAYLOADS if p.is_order]
OBJECTS = [p for p in PAYLOADS if not p.is_order]
TEXT = "二、存在的问题\n一是发展路子偏窄，产业门类少。"
START = TEXT.index("一是")
PARAGRAPH = Paragraph("r1:1", "r1", 1, Role.PROBLEMS, ("二、存在的问题",), START, len(TEXT))
REPORT = Report(
    "r1", "0" * 64, "总结.docx", Outline("2022年度总结", "县委", "2022", TEXT, ()), (PARAGRAPH,)
)
PRECEDENTS = {"pa1b2c3": Precedent(REPORT, PARAGRAPH, "发展路子偏窄", START + 2, ())}


def passed(text: str, fact: str = "薄弱村还有7个") -> Sentence:
    return pass_gate(
        text, ["pa1b2c3", "fa1b2c3"], PRECEDENTS, {"fa1b2c3": (1, fact)}, Period(2024, 1)
    )


def around(payload: Payload) -> str:
    return f"发展路子偏窄，{payload.text}，产业门类少。"


def draft_with(*sentences: Sentence, theme: str = "村集体经济") -> Draft:
    item = DraftItem("一是", theme, sentences[0], sentences)
    return with_sentence_ids(
        Draft("d", "problems", "2024H1", "model", "县委", "存在的问题", "一是", (), (item,))
    )


def test_there_are_enough_of_them() -> None:
    assert len({p.text for p in PAYLOADS}) == len(PAYLOADS) >= 60
    assert min(len(ORDERS), len(OBJECTS)) >= 30


@pytest.mark.parametrize("payload", PAYLOADS, ids=lambda p: p.name)
def test_it_is_known_alone_and_inside_a_sentence(payload: Payload) -> None:
    assert is_hostile(payload.text)
    assert is_hostile(around(payload))
    if payload.is_order:
        assert is_instruction(payload.text)
        assert is_instruction(around(payload))


@pytest.mark.parametrize(
    "text",
    [
        "这是我们做好各项工作的根本遵循",
        "成功输出“青岚标准”",
        "必须回答好谁来种地这个问题",
        "无视纪律规矩的现象时有发生",
        "忽视群众合理要求",
        "按照上级指令开展应急演练",
        "密码管理和保密要求落实不够",
        "系统集成、协同高效的改革举措",
        "作为一名党员干部",
        "以下简称青岚县",
        "建成5G基站12个、4A级景区1处",
        "推广“党课+实践+服务”模式",
        "（一）突出政治建设，压紧责任链条",
        "《条例》第3条和〔2022〕12号文件",
        "薄弱村还有【待补】个，占XX%",
        "投入1,200万元，增长17.5％",
        "执行请示报告制度不严格",
        "打通“最后一公里”，好的做法未能推广",
    ],
)
def test_a_sentence_of_a_report_is_neither(text: str) -> None:
    assert not is_instruction(text)
    assert not is_hostile(text)
    assert plain(text) == text


def test_no_clause_of_the_sample_archive_is_taken_for_one(sample_archive: Archive) -> None:
    texts = [sample_archive.report(s.id).text for s in sample_archive.reports()]
    clauses = [t[a:b] for t in texts for a, b in clause_spans(t, 0, len(t))]
    assert len(clauses) > 1_000
    assert [c for c in clauses if is_hostile(c)] == []


@pytest.mark.parametrize("payload", ORDERS, ids=lambda p: p.name)
def test_a_model_that_speaks_to_a_program_or_as_one_is_refused(payload: Payload) -> None:
    for text in (payload.text, around(payload)):
        with pytest.raises(ModelError):
            passed(text, fact=payload.text)


@pytest.mark.parametrize("payload", OBJECTS, ids=lambda p: p.name)
def test_what_a_model_copies_out_of_a_document_is_taken_out(payload: Payload) -> None:
    sentence = passed(around(payload), fact=around(payload))
    assert sentence.text.startswith("发展路子偏窄")
    assert not is_hostile(sentence.text)
    for trace in payload.traces:
        assert trace not in sentence.text
        assert unicodedata.normalize("NFKC", trace) not in unicodedata.normalize(
            "NFKC", sentence.text
        )


@pytest.mark.parametrize("text", ["http://a.example", "<img src=x>", "**", "![图](x)。"])
def test_a_sentence_of_nothing_else_is_refused(text: str) -> None:
    with pytest.raises(ModelError):
        passed(text)


# --- rendered ---------------------------------------------------------------------------------------


class _Elements(HTMLParser):
    """The elements of a page with their attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


@pytest.mark.parametrize("payload", PAYLOADS, ids=lambda p: p.name)
def test_even_raw_it_is_text_on_the_page(payload: Payload) -> None:
    """As if it had come in by a door nobody knows: sentence, theme, notice, quote and path."""
    raw = Sentence("", around(payload), passed("发展路子偏窄。").citations)
    raw = replace(
        raw,
        citations=tuple(
            replace(c, quote=payload.text, section_path=(payload.text,), report_title=payload.text)
            for c in raw.citations
        ),
    )
    draft = replace(draft_with(raw, theme=payload.text), notices=(payload.text,))
    for page in (draft_html(draft), sources_html(draft, lambda _: None)):
        for tag, attributes in _Elements(page).found:
            assert tag not in {"script", "img", "svg", "iframe", "object", "style", "link"}
            assert not any(name.startswith("on") for name in attributes)
            assert (attributes.get("href") or "#").startswith("#")


@pytest.mark.parametrize("payload", OBJECTS, ids=lambda p: p.name)
def test_nothing_of_it_reaches_word(payload: Payload) -> None:
    draft = draft_with(passed(around(payload), fact=payload.text))
    data = export([draft], Order(allow_placeholders=True)).content
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        body = package.read("word/document.xml").decode()
        relations = package.read("word/_rels/document.xml.rels").decode()
    assert 'TargetMode="External"' not in relations
    assert "hyperlink" not in body
    assert "<w:drawing" not in body
    text = "".join(re.findall("<w:t[^>]*>([^<]*)", body))
    assert "发展路子偏窄" in text
    assert not is_hostile(text)
