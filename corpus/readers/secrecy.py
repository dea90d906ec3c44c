"""Marks of secrecy (国家秘密标志). A file that bears one must not enter an archive.

A mark is known by its form, a star, brackets or a line of its own, never by the word alone:
保守国家秘密 and 涉密人员 are ordinary words of reports. GB/T 9704-2012 §7.2.2 puts the mark in
the first lines; headers, hidden words, properties and the file's name carry it too.
"""

from __future__ import annotations

import re
from itertools import islice

from corpus.readers.reading import NoteKind, Reading

_FIRST_LINES = 12
_LONGEST = 1000  # characters of a line that are looked at
_B = r"[ \t\xa0\u3000]*"
_MARK = rf"(?:绝{_B}密|机{_B}密|秘{_B}密)"
_OPEN, _CLOSE = r"[【〔（(\[［{＜]", r"[】〕）)\]］}＞]"
_STAR = "[★☆✭✮✯✰⭐]"
_PERIOD = r"(?:[0-9０-９一二三四五六七八九十]{1,3}个?[年月日]|长期|(?:启封|公布|发布|宣布|解密)前)"
_URGENCY = r"(?:特急|急件|加急|平急|特提|特别紧急)"
_NUMBER = r"(?:(?:份号|编号|№|NO\.?|第)?[：:]?[0-9０-９]{1,8}[份号]?)"

# A star behind the word, unless somebody quotes the mark: 按“机密★10年”标注.
_STARRED = re.compile(rf"(?<![“‘「『\"'])(?<!商业)(?<!工作){_MARK}{_B}[级件]?{_B}{_STAR}")
_LABELLED = re.compile(
    rf"(?:密{_B}级|保密[级等][别级]|涉密等级|秘密等级)(?:{_B}[：:]|[ \u3000]){_B}{_MARK}"
    rf"(?!{_B}[□☐○◯/／、|｜或和以的及])(?!级[^\s★☆])(?!文件|载体|信息|计算机)"
)
_TICKED = re.compile(rf"密{_B}级.{{0,40}}[☑☒■√✓✔]{_B}{_MARK}")
_BRACKETED = re.compile(rf"{_OPEN}(?:密级[：:])?{_MARK}[级件]?[*＊·\s★☆]*{_PERIOD}?{_CLOSE}")
# Of a line without its blanks.
_ALONE = re.compile(
    rf"(?:{_NUMBER}|{_URGENCY})?{_OPEN}?{_MARK}[级件]?{_CLOSE}?[*＊·★☆—-]?{_PERIOD}?"
    rf"(?:[·/、，]?(?:{_URGENCY}|{_NUMBER}))?{_CLOSE}?"
)
_IN_NAME = re.compile(rf"^{_MARK}[级件]?(?=[*＊\s_＿—－·.+-]|$)|[_＿—－·-]{_MARK}[级件]?$")
_PAGES = re.compile(r"（[0-9]+ ?页）$")
_CAUTION = re.compile(
    rf"{_OPEN}?(?P<words>(?:内部(?:资料|文件|材料|参考|使用|情况|刊物|事项)|工作秘密|商业秘密"
    rf"|(?:核心|普通)商密|注意保存)(?:{_STAR}{_PERIOD}?)?"
    r"(?:[，,、·]?(?:注意保存|妥善保管|注意保密|(?:不得|严禁|请勿)(?:外传|外泄|复印|翻印|公开)))*)"
    rf"[！!。]?{_CLOSE}?"
)


def classification(reading: Reading, file_name: str, properties: str = "") -> str:
    """The mark a file bears and where, “机密★10年，在正文开头”; "" if it bears none.

    `properties` are the document's own, one a line, with or without their names (“密级：机密”).
    """
    for name in re.split(r"[/\\]", file_name[-_LONGEST:]):
        stem = re.sub(r"\.\w{1,8}$", "", name.strip())
        if _BRACKETED.search(stem) or _IN_NAME.search(stem) or _STARRED.search(stem):
            return _found(stem, "文件名")
    for line in _first_lines(reading.text):
        if _is_mark(line):
            return _found(line, "正文开头")
    # What other files were pasted behind this one begins in the middle.
    for line in reading.text.split("\n") if "★" in reading.text else ():
        if "★" in line and _ALONE.fullmatch(_squeezed(line)):
            return _found(line, "正文")
    for note in reading.notes:
        for line in _pieces(note.text) if note.kind is not NoteKind.WARNING else ():
            if _is_mark(line):
                return _found(line, note.kind.label)
    for line in _pieces(properties):
        if _is_mark(line):
            return _found(line, "文档属性")
    return ""


def caution(reading: Reading) -> str:
    """内部资料 and the like, which are no state secrets, where they are a line; "" if none."""
    notes = [line for note in reading.notes for line in _pieces(note.text)]
    for line in (*_first_lines(reading.text), *notes):
        if found := _CAUTION.fullmatch(_squeezed(line)):
            return found["words"]
    return ""


def _is_mark(line: str) -> bool:
    return "密" in line and bool(
        _STARRED.search(line)
        or _LABELLED.search(line)
        or _TICKED.search(line)
        or _BRACKETED.match(line.strip())
        or _ALONE.fullmatch(_squeezed(line))
    )


def _first_lines(text: str) -> list[str]:
    lines = (line for line in text.split("\n") if line.strip())
    return [line.strip()[:_LONGEST] for line in islice(lines, _FIRST_LINES)]


def _pieces(text: str) -> list[str]:
    """Lines, and what stands in “页眉：机密（12 页）”; readers say first what they quote."""
    lines = [
        _PAGES.sub("", line.strip()[:_LONGEST])
        for line in text.split("\n")
        if "密" in line or "内部" in line or "注意" in line
    ]
    return lines + [re.split("[：:]", line, maxsplit=1)[-1] for line in lines]


def _squeezed(line: str) -> str:
    return "".join(line.split())


def _found(line: str, where: str) -> str:
    words = " ".join(line.split())
    return f"“{words if len(words) <= 40 else words[:40] + '…'}”，在{where}"
