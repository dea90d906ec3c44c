"""Files → text. One reader a format; the format is decided by content (`sniff`).

`read` works in this process; what comes from outside goes through `sandbox.read_safely`.
"""

from __future__ import annotations

import re
from importlib import import_module
from itertools import accumulate, pairwise

from corpus.errors import ReadError
from corpus.readers.reading import Note, NoteKind, Reading
from corpus.readers.secrecy import caution, classification
from corpus.readers.sniff import Format, sniff

MAX_BYTES = 50_000_000
MAX_CHARACTERS = 500_000
SUPPORTED = (
    *(".docx", ".pdf", ".html", ".htm", ".md", ".markdown", ".txt"),
    *(".doc", ".wps", ".rtf", ".odt", ".ofd", ".docm", ".mht", ".mhtml", ".zip"),
)
_REFUSED = {
    Format.SHEET: "是表格，不是报告；请把文字部分另存为 .docx 后再入库",
    Format.SLIDES: "是演示文稿，不是报告；请把文字部分另存为 .docx 后再入库",
    Format.LOCKED: "文件有密码，请解除密码后再入库",
    Format.ZIP: "压缩包里不能再套压缩包，请解压后再入库",
    Format.ARCHIVE: "是 .rar、.7z 等压缩包，请改用 .zip 或解压后再入库",
    Format.UNKNOWN: "无法识别文件格式，请另存为 .docx 后再入库",
}
# Left by web pages and editors, or by those who want a name or a mark not to be recognised.
# Lone surrogates and control characters besides tab and line feed cannot be seen or stored.
_INVISIBLE = re.compile(
    "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufffe\uffff"
    "\x00-\x08\x0e-\x1f\x7f\ud800-\udfff]"
)
# What comes of binary data or of fonts without names: letters nobody writes reports in.
_JUNK = re.compile("[\u00a8-\u036f\ue000-\uf8ff\ufffd]")
_MAX_NOTES, _MAX_NOTE = 200, 2_000  # a page of them, and characters of one
_LITTLE_JUNK, _MOST_JUNK = 4, 0.05  # characters; share of the text


def read(data: bytes, file_name: str) -> Reading:
    """What a person would read in the file. Raises ReadError with a reason for users."""
    check_size(len(data))
    kind = sniff(data, file_name)
    if kind in _REFUSED:
        raise ReadError(_REFUSED[kind])
    # One module a format, imported when it is needed: a sandbox loads nothing else.
    module = import_module(f"corpus.readers.{kind.value}")
    reading = _without_invisible(module.read(data, file_name))
    properties = module.properties(data) if hasattr(module, "properties") else ""
    if mark := classification(reading, _INVISIBLE.sub("", file_name), properties):
        raise ReadError(f"文件标有密级（{mark}），涉密文件不得入库；如系误标，请去掉标志后再试")
    if not reading.text.strip():
        raise ReadError("文件里没有文字")
    if len(reading.text) > MAX_CHARACTERS:
        raise ReadError(f"文字超过 {MAX_CHARACTERS // 10_000} 万字，请拆分后再入库")
    if len(_JUNK.findall(reading.text)) > max(_LITTLE_JUNK, _MOST_JUNK * len(reading.text)):
        raise ReadError("读出的是乱码，请在 WPS 或 Word 中打开核对，另存为 .docx 后再入库")
    notes = _within_reason(reading.notes)
    if words := caution(reading):
        notes.append(Note(NoteKind.WARNING, f"文件标有“{words}”，请确认可以入库"))
    return Reading(reading.text, tuple(notes), reading.pages)


def check_size(size: int) -> None:
    """Raises ReadError for a file of `size` bytes that is empty or too large to be read."""
    if not size:
        raise ReadError("文件是空的，没有文字")
    if size > MAX_BYTES:
        raise ReadError(f"文件超过 {MAX_BYTES // 1_000_000} MB，请拆分后再入库")


def _without_invisible(reading: Reading) -> Reading:
    edges = [*(reading.pages or (0,)), len(reading.text)]
    pieces = [_INVISIBLE.sub("", reading.text[a:b]) for a, b in pairwise(edges)]
    starts = accumulate(map(len, pieces[:-1]), initial=0) if reading.pages else ()
    notes = tuple(Note(note.kind, _INVISIBLE.sub("", note.text)) for note in reading.notes)
    return Reading("".join(pieces), notes, tuple(starts))


def _within_reason(notes: tuple[Note, ...]) -> list[Note]:
    """The notes, cut where nobody would read on; how many more there are is said."""
    kept = [
        note if len(note.text) <= _MAX_NOTE else Note(note.kind, note.text[:_MAX_NOTE] + "……")
        for note in notes[:_MAX_NOTES]
    ]
    if len(notes) > _MAX_NOTES:
        kept.append(Note(notes[-1].kind, f"另有 {len(notes) - _MAX_NOTES} 处没有采用的内容"))
    return kept
