"""Rows of a table → statements: 青岚镇 × 薄弱村（个） × 12 → “青岚镇薄弱村12个”. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import zip_longest

from assistant.numerals import MEASURE

MOST_ROWS, MOST_COLUMNS = 2_000, 60
_MOST_STATEMENTS = 300
_LONG_CELL = 15  # characters; what is longer is a sentence, not a value
_LONG_NAME = 30  # of what a row is about
Row = Sequence[str]

_NUMBER = re.compile(r"[-+]?\d[\d,，]*(?:\.\d+)?")
_VALUE = re.compile(
    rf"(?:约|近|超|超过|达)?[-+]?\d[\d,，]*(?:\.\d+)?(?:余|多)?(?:万|亿)?(?:{MEASURE}|万?元|万?人|万?亩)?"
)
_UNIT_IN_HEADER = re.compile(
    r"^(?P<name>.*?)\s*[（(]\s*(?:单位[：:])?\s*(?P<unit>[^（）()]{1,6})\s*[）)]$"
)
_UNIT_LINE = re.compile(r"(?:计量)?单位[：:]\s*(?P<unit>[^\s，,、（）()]{1,4})")
_UNIT_HEADER = re.compile(r"(?:计量|数量)?单位")
_SERIAL_HEADER = re.compile(r"序号|编号|No\.?|#", re.IGNORECASE)
_VALUE_HEADER = re.compile(
    r"数值|数量|数据|完成数|完成情况|值|指标值|结果|合计数|备注|说明"
    r"|(?:20\d\d年)?(?:上半年|下半年|全年|度)?(?:完成|累计|合计|数)?|今年(?:以来)?|本[年期](?:度)?|[1-9]\d?[-—~～至][1-9]\d?月"
)
_EMPTY = re.compile(r"[-—–/\\\s]*")
_RULE = re.compile(r"\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*")
_IS_UNIT = re.compile(rf"(?:{MEASURE}|万元|亿元|万人|万亩)")


def table_blocks(text: str) -> tuple[str, list[list[list[str]]]]:
    """The text without its tables, and their rows: two lines or more with tabs, or with pipes."""
    kept: list[str] = []
    blocks: list[list[list[str]]] = []
    block: list[str] = []
    for line in [*text.split("\n"), ""]:
        if _is_row(line):
            block.append(line)
            continue
        if len(block) > 1:
            blocks.append([_cells(row) for row in block if not _RULE.fullmatch(row)])
        else:
            kept += block
        block = []
        kept.append(line)
    return "\n".join(kept[:-1]), blocks


def _is_row(line: str) -> bool:
    return "\t" in line.strip("\n ") or line.count("|") >= 2 or line.count("｜") >= 2


def _cells(line: str) -> list[str]:
    if "\t" in line:
        return [cell.strip() for cell in line.split("\t")]
    return [cell.strip() for cell in line.replace("｜", "|").strip().strip("|").split("|")]


def statements_of_rows(rows: Sequence[Row]) -> tuple[str, ...]:
    """One statement for every value of the table; text cells of some length are their own.

    The first row with values below it is the header, unless it holds values itself.
    """
    table = [[_tidy(c) for c in row[:MOST_COLUMNS]] for row in rows[:MOST_ROWS]]
    unit, table = _without_title(table)
    if not table:
        return ()
    is_header = len(table) > 1 and not any(map(_is_value, table[0]))
    header = table[0] if is_header else [""] * len(table[0])
    body = table[1:] if is_header else table
    serial = {n for n, name in enumerate(header) if _SERIAL_HEADER.fullmatch(name)}
    labels = _label_columns(header, body, serial)
    found: list[str] = []
    before: list[str] = []
    for row in body:
        named = [row[n] if n < len(row) else "" for n in labels]
        if named and not named[0] and before:
            named[0] = before[0]  # a merged cell
        before = named
        label, own = _name_and_unit("".join(named))
        found += _of_row(label, header, row, {*labels, *serial}, own or unit)
    return tuple(dict.fromkeys(found))[:_MOST_STATEMENTS]


def _name_and_unit(name: str) -> tuple[str, str]:
    """薄弱村（个） → 薄弱村, 个."""
    match = _UNIT_IN_HEADER.match(name)
    return (match["name"], match["unit"]) if match else (name, "")


def _tidy(cell: str) -> str:
    return re.sub(r"\s+", " ", cell.replace("**", "")).strip()


def _without_title(table: list[list[str]]) -> tuple[str, list[list[str]]]:
    """The unit that a line above the header gives for the whole table, and the rows from the header."""
    unit = ""
    rows = [row for row in table if any(row)]
    while rows and len([c for c in rows[0] if c]) < 2 and len(rows) > 1:
        match = _UNIT_LINE.search("".join(rows[0]))
        unit = match["unit"] if match else unit
        rows = rows[1:]
    return unit, rows


def _is_value(cell: str) -> bool:
    return bool(_VALUE.fullmatch(cell)) and not re.fullmatch(r"20\d\d", cell)


def _label_columns(header: Row, body: Sequence[Row], serial: set[int]) -> list[int]:
    """The leading columns that name what a row is about; two at most."""
    labels: list[int] = []
    for number in range(min(len(header), 4)):
        if number in serial:
            continue
        cells = [row[number] for row in body if number < len(row) and row[number]]
        if not cells or any(map(_is_value, cells)) or any(len(c) > _LONG_NAME for c in cells):
            break
        if labels and (_UNIT_HEADER.fullmatch(header[number]) or not _follows_name(header, number)):
            break
        labels.append(number)
        if len(labels) == 2:
            break
    return labels


def _follows_name(header: Row, number: int) -> bool:
    """Whether a second text column narrows the first: 乡镇, 村."""
    return bool(re.search(r"村|社区|单位|名称|项目|指标|内容|类别|支部", header[number]))


def _of_row(label: str, header: Row, row: Row, skipped: set[int], unit: str) -> list[str]:
    own = next(
        (
            cell
            for name, cell in zip_longest(header, row, fillvalue="")
            if _UNIT_HEADER.fullmatch(name) and _IS_UNIT.fullmatch(cell)
        ),
        "",
    )
    found: list[str] = []
    for number, (name, cell) in enumerate(zip_longest(header, row, fillvalue="")):
        if number in skipped or _EMPTY.fullmatch(cell) or _UNIT_HEADER.fullmatch(name):
            continue
        column, column_unit = _name_and_unit(name)
        if label and _VALUE_HEADER.fullmatch(column):
            column = ""
        if len(cell) > _LONG_CELL and not _is_value(cell):
            found.append(f"{label}：{cell}" if label else cell)
            continue
        if _NUMBER.fullmatch(cell):
            cell += own or column_unit or unit
        if label or column:
            found.append(f"{label}{column}{cell}")
    return found
