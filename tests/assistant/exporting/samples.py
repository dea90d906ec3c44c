"""A small report and ways to look into the files made of it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import docx
from docx.document import Document
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml

from assistant.document import Citation, Draft, DraftItem, Finding, Sentence, fact_citation
from assistant.exporting.export import Exported, Form, Layout, Order, export
from corpus.report import sha256_of

FACT = fact_citation(1, "薄弱村还有12个", 0, 8)
QUOTE = "发展路子偏窄"
WORDING = Citation(
    "c1", "wording", "r1", "青岚县委2022年度党建工作总结", "2022", ("二、存在的问题", "第2条"), "r1:7",
    10, 16, QUOTE, sha256_of(QUOTE), 0, 6,
)  # fmt: skip
PROBLEMS = Draft(
    "d1", "problems", "2024H1", "precedent", "青岚县委", "存在的问题", "一是",
    (Sentence("lead.1", "上半年，还有不足。"), Sentence("lead.2", "主要表现在：")),
    (
        DraftItem("一是", "村集体经济", Sentence("1.h", "家底薄弱。"), (
            Sentence("1.1", "发展路子偏窄，办法不多。", (WORDING,), verdict="supported"),
            Sentence("1.2", "还有12个。", (FACT,), verdict="partial"),
        )),
        DraftItem("二是", "干部", Sentence("2.h", "能力不强。"), (
            Sentence("2.1", "“三会一课”……不实<b>&amp;。"),
        )),
    ),
    facts=("薄弱村还有12个",), notices=("题目不足",),
    findings=(
        Finding("uncited", "warning", "这一句没有出处", "2.1", 0, 6, basis="某条"),
        Finding("copying", "info", "照搬率不高", "1.1"),
        Finding("count", "error", "只有两条", ""),
    ),
)  # fmt: skip
PLAN = replace(
    PROBLEMS, id="d2", section="plan", heading="下半年工作打算", numbering="（一）", lead=(), findings=(),
    items=(
        DraftItem("（一）", "集体经济", Sentence("1.h", "壮大集体经济。"), (Sentence("1.1", "抓好项目。"),)),
        DraftItem("（二）", "干部", Sentence("2.h", "建强干部队伍。"), ()),
    ),
)  # fmt: skip
AT = datetime(2024, 7, 1, 8, 30, tzinfo=UTC)


def made(
    *drafts: Draft, form: Form = "clean", layout: Layout | None = None, **order: Any
) -> Exported:
    """The file of the drafts, of PROBLEMS if none is given."""
    return export(drafts or (PROBLEMS,), Order(form, at=AT, **order), layout)


def opened(file: Exported) -> Document:
    return docx.Document(io.BytesIO(file.content))


def parts(file: Exported) -> dict[str, Any]:
    """Name → root of every XML part of the package."""
    with zipfile.ZipFile(io.BytesIO(file.content)) as package:
        return {
            name: parse_xml(package.read(name))
            for name in package.namelist()
            if name.endswith((".xml", ".rels"))
        }


def body(file: Exported) -> Any:
    return parts(file)["word/document.xml"].find(qn("w:body"))


def styles(file: Exported) -> dict[str, Any]:
    """Style id → element."""
    found = parts(file)["word/styles.xml"].findall(qn("w:style"))
    return {style.get(qn("w:styleId")): style for style in found}


def value(element: Any, path: str, attribute: str = "val") -> str | None:
    """An attribute of a descendant, given as ``w:pPr/w:jc``; None if there is none."""
    found = element.find("/".join(map(qn, path.split("/"))))
    return None if found is None else found.get(qn(f"w:{attribute}"))


def inherited(file: Exported, style_id: str, path: str, attribute: str = "val") -> str | None:
    """What a style has of itself, of what it is based on, or by default."""
    known = styles(file)
    while style_id in known:
        if (own := value(known[style_id], path, attribute)) is not None:
            return own
        style_id = value(known[style_id], "w:basedOn") or ""
    defaults = parts(file)["word/styles.xml"].find(qn("w:docDefaults"))
    kind = path.partition("/")[0]
    return value(defaults, f"{kind}Default/{path}", attribute)


def texts(file: Exported) -> list[str]:
    return ["".join(t.text or "" for t in p.iter(qn("w:t"))) for p in body(file).iter(qn("w:p"))]


def runs(file: Exported) -> Iterator[tuple[str, str | None]]:
    """(words, character style) of every run with words."""
    for run in body(file).iter(qn("w:r")):
        words = "".join(t.text or "" for t in run.iter(qn("w:t")))
        if words:
            yield words, value(run, "w:rPr/w:rStyle")


def comments(file: Exported) -> dict[str, tuple[str | None, list[str]]]:
    """Id → (author, lines)."""
    root = parts(file)["word/comments.xml"]
    return {
        comment.get(qn("w:id")): (
            comment.get(qn("w:author")),
            ["".join(t.text or "" for t in p.iter(qn("w:t"))) for p in comment.iter(qn("w:p"))],
        )
        for comment in root.iter(qn("w:comment"))
    }


def anchored(file: Exported) -> dict[str, str]:
    """Comment id → the words its range covers, deleted ones not counted."""
    covered: dict[str, str] = {}
    open_ids: list[str] = []
    for element in body(file).iter():
        if element.tag == qn("w:commentRangeStart"):
            open_ids.append(element.get(qn("w:id")))
            covered[open_ids[-1]] = ""
        elif element.tag == qn("w:commentRangeEnd"):
            open_ids.remove(element.get(qn("w:id")))
        elif element.tag == qn("w:t"):
            for identifier in open_ids:
                covered[identifier] += element.text or ""
    assert not open_ids
    return covered


def resolved(file: Exported, accept: bool) -> list[str]:
    """The paragraphs with every tracked change accepted or refused."""
    gone = "w:del" if accept else "w:ins"
    lines, line = [], ""
    for paragraph in body(file).iter(qn("w:p")):
        for words in paragraph.iter(qn("w:t"), qn("w:delText")):
            if words.getparent().getparent().tag != qn(gone):
                line += words.text or ""
        if paragraph.find("/".join(map(qn, ("w:pPr", "w:rPr", gone)))) is None:
            lines.append(line)
            line = ""
    return [text for text in (*lines, line) if text]
