"""引用核查表: every sentence with its sources, verdict and decision, a row a source."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from docx.document import Document
from docx.oxml.ns import qn

from assistant.document import KIND_LABELS, VERDICT_LABELS, Draft, Sentence
from assistant.exporting.notes import place_of, quote_of
from assistant.exporting.styles import CELL, HASH, HEADER_CELL, TABLE, TITLE
from assistant.exporting.xml import Element, element, properties, put, writable
from assistant.review.decision import DECISION_LABELS, Decision
from assistant.rewriting.desk import name_of
from corpus.report import Period

FORM = "引用核查表"
_HASH = "校验码"
# Of the 14,570 twips of A4 laid across.
_COLUMNS = {"位置": 1180, "句子": 3350, "类别": 700, "来源": 2250, "原文": 3340, "核验": 900,
            "核稿": 1500, _HASH: 1350}  # fmt: skip
_OF_SENTENCE = frozenset({"位置", "句子", "核验", "核稿"})  # the same for all sources of one
_HASH_LINE = 16  # of 64 characters


@dataclass(frozen=True)
class Row:
    """`first` opens a sentence; the others are further sources of it."""

    cells: Mapping[str, str]
    first: bool


def rows_of(draft: Draft, decisions: Mapping[str, Decision]) -> Iterator[Row]:
    """A row a citation, one for a sentence without; `decisions` by sentence id."""
    for sentence in draft.sentences():
        own = {
            "位置": name_of(sentence.id),
            "句子": sentence.text,
            "核验": VERDICT_LABELS[sentence.verdict],
            "核稿": _decided(decisions.get(sentence.id)),
        }
        for n, cells in enumerate(_sources(sentence)):
            yield Row({**own, **cells}, n == 0)


def _sources(sentence: Sentence) -> Iterator[dict[str, str]]:
    if not sentence.citations:
        yield {"类别": "无", "来源": "无出处", "原文": "—", _HASH: "—"}
    for citation in sentence.citations:
        digest = citation.sha256
        lines = [digest[n : n + _HASH_LINE] for n in range(0, len(digest), _HASH_LINE)]
        yield {
            "类别": KIND_LABELS[citation.kind],
            "来源": place_of(citation),
            "原文": quote_of(citation),
            _HASH: "\n".join(lines),
        }


def _decided(decision: Decision | None) -> str:
    if decision is None:
        return "未核"
    at = datetime.fromisoformat(decision.at).astimezone()
    lines = [DECISION_LABELS[decision.verb], f"{decision.by} {at:%Y-%m-%d %H:%M}", decision.note]
    return "\n".join(filter(None, lines))


def write_evidence(
    document: Document,
    drafts: Sequence[Draft],
    decisions: Sequence[Mapping[str, Decision]],
    at: datetime,
) -> None:
    """The table of each draft under a line that counts; `decisions` in the order of the drafts."""
    _line(document, TITLE, FORM)
    for draft, decided in zip(drafts, decisions, strict=True):
        rows = list(rows_of(draft, decided))
        _line(document, CELL, _summary(draft, decided, at))
        table = _table(document)
        table.append(_row(Row({name: name for name in _COLUMNS}, True), is_header=True))
        for row in rows:
            table.append(_row(row))
        _line(document, CELL, "")


def _summary(draft: Draft, decisions: Mapping[str, Decision], at: datetime) -> str:
    sentences = list(draft.sentences())
    cited = sum(bool(s.citations) for s in sentences)
    supported = sum(s.verdict == "supported" for s in sentences)
    decided = sum(s.id in decisions for s in sentences)
    about = f"{draft.organisation}{Period.parse(draft.period).label}“{draft.heading}”"
    return (
        f"{about}：共 {len(sentences)} 句，有出处 {cited} 句，核验支持 {supported} 句，已核稿 {decided} 句。"
        f"导出时间 {at.astimezone():%Y-%m-%d %H:%M}。依据：句子的事实出自来源；体例：只参照写法，不证明事实。"
        "校验码是原文的 SHA-256。"
    )


def _table(document: Document) -> Element:
    table = element("w:tbl")
    form = properties(table, "w:tblPr")
    put(form, "w:tblStyle", val=TABLE)
    put(form, "w:tblW", w=sum(_COLUMNS.values()), type="dxa")
    put(form, "w:tblLayout", type="fixed")
    grid = element("w:tblGrid")
    for width in _COLUMNS.values():
        grid.append(element("w:gridCol", w=width))
    table.append(grid)
    # Before the properties of the page, which come last.
    document.element.body.insert_element_before(table, "w:sectPr")
    return table


def _row(row: Row, is_header: bool = False) -> Element:
    made = element("w:tr")
    form = properties(made, "w:trPr")
    put(form, "w:cantSplit")
    if is_header:
        put(form, "w:tblHeader")
    for name, width in _COLUMNS.items():
        cell = element("w:tc")
        about = properties(cell, "w:tcPr")
        put(about, "w:tcW", w=width, type="dxa")
        spans = name in _OF_SENTENCE and not is_header
        if spans:
            put(about, "w:vMerge", val="restart" if row.first else "continue")
        if is_header:
            put(about, "w:vAlign", val="center")
        text = "" if spans and not row.first else row.cells[name]
        style = HEADER_CELL if is_header else HASH if name == _HASH else CELL
        cell.append(_paragraph(style, text))
        made.append(cell)
    return made


def _line(document: Document, style: str, text: str) -> None:
    document.element.body.insert_element_before(_paragraph(style, text), "w:sectPr")


def _form(style: str) -> Element:
    form = element("w:pPr")
    put(form, "w:pStyle", val=style)
    return form


def _paragraph(style: str, text: str) -> Element:
    paragraph = element("w:p")
    paragraph.append(_form(style))
    for n, line in enumerate(writable(text).split("\n")):
        run = element("w:r")
        put(properties(run, "w:rPr"), "w:rFonts", hint="eastAsia")
        if n:
            run.append(element("w:br"))
        words = element("w:t")
        words.text = line
        words.set(qn("xml:space"), "preserve")
        run.append(words)
        paragraph.append(run)
    return paragraph
