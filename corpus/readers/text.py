"""Plain text. Encodings are decided strictly: no character is ever replaced."""

from __future__ import annotations

import codecs
import re
from itertools import islice, pairwise

from corpus.errors import ReadError
from corpus.readers.clutter import declutter
from corpus.readers.reading import Reading

_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f]")
_MARKS = (  # UTF-32 first: its little-endian mark begins with that of UTF-16
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_GUESSED = ("gb18030", "cp950", "big5hkscs", "utf-16-le", "utf-16-be")

# GB18030 and Big5 both decode most bytes: the right one is full of what every report is full of.
_COMMON = frozenset(
    "，、。；：！？（）“”《》—·　％十一二三四五六七八九百万亿年月日上中下大小多人的了在是和有不为以我们"
    "这个也要对于与及等并就都其被把将而或之到从由向出来去说时可能会自本各国家党政府省市县区乡镇村民委"
    "社会主义代表议员干部群众组织领导机关单位企业工农商学生经济建设发展改革开放推进加强实施全面深化"
    "提高创新项目投资产活动力量质城安态环境保护文教育服务障体系制度管理基础重点问题情况完成增长标任"
    "务计划总结报告过今后作风纪律责必须坚持步落促得取绩存水平着支科技公共优准同志思想习方"
    "為這個們對於與並將從來說時會國黨縣區鄉鎮議員幹眾組織領導機關單業農經濟設發開進強實創項"
    "資產動質環護務體係點問題況長標計劃總結報過後風紀責須堅續優準學習萬億醫療聯網團統籌"
)
_LEAST = 0.12  # of all characters beyond ASCII; real reports have 0.5, wrong decodings under 0.05
_SAMPLE = 100_000  # characters


def read(data: bytes, file_name: str) -> Reading:
    """The text without the furniture of a web page. Raises ReadError if no encoding fits."""
    return declutter(unwrap(decode(data)))


def decode(data: bytes, declared: str = "") -> str:
    """Bytes → text with ``\\n`` line ends; Unicode with and without a mark, GB18030, Big5.

    `declared` is the encoding that a web page claims; it is believed if the text looks Chinese.
    Raises ReadError if no encoding fits every byte, or none gives plausible Chinese.
    """
    marked = next((encoding for mark, encoding in _MARKS if data.startswith(mark)), "")
    text = _decoded(data, marked or "utf-8")
    if text is None and not marked:
        text = _likeliest(data, declared)
    if text is None:
        raise ReadError(
            "不是文本文件，或编码不是 UTF-8、UTF-16、GB18030、Big5，请用记事本另存为 UTF-8"
        )
    return _LINE_ENDS.sub("\n", text)


def _likeliest(data: bytes, declared: str) -> str | None:
    claimed = _decoded(data, declared) if declared else None
    if claimed and _commonness(claimed) >= _LEAST:
        return claimed
    guesses = [text for encoding in _GUESSED if (text := _decoded(data, encoding))]
    text = max(guesses, key=_commonness, default="")
    return text if _commonness(text) >= _LEAST else None


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        text = data.decode(encoding, errors="strict").rstrip("\x1a")  # the end of a DOS file
    except (UnicodeError, LookupError):
        return None
    # GB18030 accepts almost any bytes; a text of controls is a binary file in disguise.
    return None if _CONTROLS.search(text) else text


def _commonness(text: str) -> float:
    """The share of very common Chinese characters and marks among those beyond ASCII, 0 to 1."""
    counted = list(islice((character for character in text if character > "\x7f"), _SAMPLE))
    return sum(character in _COMMON for character in counted) / max(1, len(counted))


# --- text whose lines were all cut at one width (e-mail, old systems) -----------------------

_FEWEST = 8  # lines; fewer of one width may be chance
_NARROWEST = 48  # columns, two to a Chinese character; shorter lines of one width are lists
_SLACK = 4  # columns: a mark or a number that did not fit any more
_SENTENCE_ENDS = "。！？"
_ENDS = _SENTENCE_ENDS + "：；…”）.!?:;"
_HEADING = re.compile(r"[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]")
_MARK = re.compile(  # at the start of a paragraph only if the line before it ends a clause
    r"[一二三四五六七八九十]{1,3}[．.是要]|[（(]\d{1,2}[）)]|第[一二三四五六七八九十百\d]{1,4}[，、部章节条]"
    r"|\d{1,2}[.．、](?!\d)|[①-⑳●■◆·*—-]"
)


def unwrap(text: str) -> str:
    """Joins lines that were cut at one width into paragraphs; other text stays as it is."""
    lines = [line.rstrip() for line in text.split("\n")]
    # Most programs cut by columns, some by characters.
    measures = list(map(_width, lines)), [2 * len(line) for line in lines]
    cut = max((_cut(lines, widths) for widths in measures), key=len)
    if not cut:
        return text
    marked = _starts_are_marked(lines)
    return _join(lines, {n for n in cut if marked or lines[n][-1] not in _SENTENCE_ENDS})


def _cut(lines: list[str], widths: list[int]) -> list[int]:
    """The lines that end where there was no more room; [] if that is not what ends most lines."""
    written = sorted(width for width in widths if width)
    # Some lines may stick out, such as web addresses.
    widest = written[-1 - len(written) // 50] if written else 0
    full = [widest - _SLACK <= width <= widest + 2 for width in widths]
    if widest < _NARROWEST or sum(full) < _FEWEST:
        return []
    running = [n for n, line in enumerate(lines[:-1]) if line and not _starts(line, lines[n + 1])]
    inner = [n for n in running if full[n]]
    # Short paragraphs have as many last lines as full ones, but nearly all others are full.
    if sum(full) < len(written) * 0.45 and len(inner) < len(running) * 0.75:
        return []
    unfinished = sum(lines[n][-1] not in _ENDS for n in inner)
    return inner if unfinished >= max(_FEWEST // 2, len(inner) * 0.75) else []


def _starts(before: str, line: str) -> bool:
    """Whether `line` begins a paragraph, as its indent or its number says."""
    if not line or line[0].isspace() or _HEADING.match(line):
        return True
    return before[-1] in _ENDS and _MARK.match(line) is not None


def _starts_are_marked(lines: list[str]) -> bool:
    """Whether paragraphs begin with an indent or after a blank line throughout."""
    starts = sum(line[:1].isspace() for line in lines)
    starts += sum(not before and bool(line) for before, line in pairwise(lines))
    return starts >= 0.6 * sum(line[-1:] in tuple(_SENTENCE_ENDS) for line in lines)


def _join(lines: list[str], joined: set[int]) -> str:
    text = [lines[0]]
    for n, (before, line) in enumerate(pairwise(lines)):
        if n not in joined:
            text.append("\n")
        elif (before[-1] + line[0]).isascii() and (before[-1] + line[0]).isalpha():
            text.append(" ")  # between words; Chinese has none
        text.append(line)
    return "".join(text)


def _width(line: str) -> int:
    """Columns of a terminal: as many as bytes in GBK."""
    return len(line.encode("gbk", "replace"))
