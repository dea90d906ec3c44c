"""A file of facts → statements: text, Word, PDF, and tables as .csv or .xlsx."""

from __future__ import annotations

import csv
import io
import re
from pathlib import PurePath

from assistant.facts import sheets
from assistant.facts.statements import MOST_FACTS, facts_of_text, statements_in
from assistant.facts.tables import MOST_ROWS, statements_of_rows, table_blocks
from corpus.errors import ReadError
from corpus.numbering import block_marker
from corpus.outline import parse_outline
from corpus.readers.sandbox import read_safely
from corpus.readers.text import decode
from corpus.report import Role

SUPPORTED = (".txt", ".md", ".docx", ".pdf", ".csv", ".tsv", ".xlsx")
_MAX_BYTES = 10_000_000
_SEPARATORS = ("\t", ",", ";", "，", "|")
_LONG_HEADING = 30  # characters
_SHORT_STATEMENT = 15
_OPEN_FIGURE = re.compile(r"(?<![A-Za-z])[XxＸ×]{1,4}(?![A-Za-z光])|【待补】")
_OLD_SHEETS = (".xls", ".et", ".ods")


def facts_of_file(name: str, data: bytes) -> tuple[str, ...]:
    """The facts in a file, without repetitions, 300 at most; each is one exact piece of it or
    a table's header and cell put together.

    Of a report the part about the work done is taken, not its problems or plans. Raises ReadError
    with a reason for users if the file cannot be read or holds no facts.
    """
    suffix = PurePath(name).suffix.lower()
    if not data:
        raise ReadError("文件是空的，没有素材")
    if len(data) > _MAX_BYTES:
        raise ReadError(f"素材文件超过 {_MAX_BYTES // 1_000_000} MB，请只留要用的部分")
    if suffix in _OLD_SHEETS:
        raise ReadError("旧格式的表格请另存为 .xlsx 或 .csv 后再上传")
    if suffix == ".xlsx":
        facts = tuple(f for rows in sheets.rows_of(data) for f in statements_of_rows(rows))
    elif suffix in (".csv", ".tsv"):
        facts = statements_of_rows(_csv_rows(decode(data)))
    else:
        facts = _of_document(text_of(name, data), name)
    if not facts:
        raise ReadError("文件里没有可用的素材")
    return tuple(dict.fromkeys(facts))[:MOST_FACTS]


def text_of(name: str, data: bytes) -> str:
    """What a person reads in an uploaded file. Raises ReadError with a reason for users."""
    try:
        return read_safely(data, name).text
    except ReadError as error:
        # The readers speak of reports that come into the archive.
        reason = str(error).replace("再入库", "再上传").replace("不得入库", "不得上传")
        raise ReadError(reason.replace("可以入库", "可以使用")) from error


def _csv_rows(text: str) -> list[list[str]]:
    head = text[:4_000]
    separator = max(_SEPARATORS, key=head.count)
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        return [row for row, _ in zip(reader, range(MOST_ROWS), strict=False)]
    except csv.Error as error:
        raise ReadError("表格内容无法识别，请另存为 .xlsx 后再上传") from error


def _of_document(text: str, name: str) -> tuple[str, ...]:
    """One fact a line; of a report, the statements of what was done."""
    outline = parse_outline(text, name)
    done = [s for s in outline.sections if s.role is Role.ACHIEVEMENTS]
    if not done or not any(s.heading for s in outline.sections):
        return facts_of_text(text)
    facts: list[str] = []
    for section in done:
        rest, rows = table_blocks(text[section.start : section.end])
        facts += [f for block in rows for f in statements_of_rows(block)]
        for line in rest.splitlines():
            if not _is_heading(line):
                facts += [s for s in statements_in(line) if _says_something(s)]
    return tuple(facts)


def _says_something(statement: str) -> bool:
    """No run-in heading, and no figure left open (XX个)."""
    is_long = len(statement) >= _SHORT_STATEMENT or bool(re.search(r"\d", statement))
    return is_long and not _OPEN_FIGURE.search(statement)


def _is_heading(line: str) -> bool:
    line = line.strip()
    short = len(line) <= _LONG_HEADING and not line.endswith(("。", "；"))
    return short and block_marker(line, 0, len(line)) is not None
