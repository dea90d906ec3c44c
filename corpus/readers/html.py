"""Saved web pages (.html, .mht): the report on them, without menus, buttons and link lists."""

from __future__ import annotations

import email
import email.policy
import re
from collections import Counter
from email.message import Message

from lxml import etree

from corpus.errors import ReadError
from corpus.readers.clutter import declutter, is_footer
from corpus.readers.html_lines import Line, lines_of
from corpus.readers.reading import Note, NoteKind, Reading
from corpus.readers.text import decode

_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w-]{2,20})", re.I)
_HEAD = 4096  # bytes within which a page names its encoding
_MIME = re.compile(rb"^MIME-Version:|^Content-Type:\s*multipart/related", re.I | re.M)
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "x-gbk": "gb18030"}
_SENTENCE = re.compile("[。；！？，：]")
_CONTAINERS = ("body", "div", "section", "article", "main", "td", "center", "font", "form")
_SHARE = 0.85  # of the sentences of a page: what holds so many holds the report
_ASIDE = 100  # characters: as much running text beside the report belongs to it
_FIRST = 15  # lines, among which the title is
_TITLE_SEPARATOR = re.compile(r"\s*[|_–—]+\s*|\s+-\s+|(?<=[\u4e00-\u9fff])-(?=[\u4e00-\u9fff])")
_BLANK = re.compile("[\\s\u00ad\u200b-\u200f\u2060\ufeff]")
_GENRE = re.compile("报告|总结|汇报|计划|要点|方案|讲话|通报|公报|决议|意见|情况")
_TITLE = re.compile(f"[^，。；！？：:>]{{2,50}}(?:{_GENRE.pattern})(?:[（(].{{1,12}}[）)])?")
_ATTACHED = re.compile(r"附件.*|.*\.(?:docx?|xlsx?|pdf|wps|et|zip|rar|ofd)\s*(?:[（(].*)?")


def read(data: bytes, file_name: str) -> Reading:
    """The report on a web page. Raises ReadError if there is no text or no encoding fits."""
    body, names = _parse(data)
    lines, notes = lines_of(body)
    start, stop, holder = _region(lines, body)
    title, start = _title(lines, names, start)
    taken = _without_link_lists(lines, start, stop)
    reading = declutter("\n".join([*title, *(lines[n].text for n in taken)]))
    left = "\n".join(lines[n].text for n in sorted({*range(len(lines))} - {*taken}))
    clutter = [Note(NoteKind.CLUTTER, left)] if left else []
    return Reading(reading.text, (*notes, *clutter, *reading.notes, *_ignored(holder)))


def shown(content: str) -> tuple[str, list[Note]]:
    """All that a piece of HTML shows, and what it hides; the same for a page's whole body.

    Raises ReadError if it is nested too deep.
    """
    body = _tree(content).find("body")
    lines, notes = lines_of(body) if body is not None else ([], [])
    return "\n".join(line.text for line in lines), notes


def _parse(data: bytes) -> tuple[etree._Element, list[str]]:
    """The body of a page, and the names it gives to itself, the most reliable first."""
    declared = ""
    if _MIME.search(data[:_HEAD]):
        data, declared = _page_of_mhtml(data)
    if found := _CHARSET.search(data[:_HEAD]):
        declared = found.group(1).decode("ascii").lower()
    root = _tree(decode(data, _WIDER.get(declared, declared)))
    body = root.find("body")
    if body is None and root.find(".//frameset") is not None:
        raise ReadError("正文在网页的框架里，请单独打开正文页面后另存再入库")
    if body is None:
        raise ReadError("网页里没有文字")
    return body, _names(root)


def _tree(content: str) -> etree._Element:
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=True)
    try:
        root = etree.fromstring(content.encode("utf-8"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ReadError("网页内容已损坏，无法打开") from error
    if any("depth" in entry.message for entry in parser.error_log):
        raise ReadError("网页嵌套过深，请用浏览器打开后把正文复制到 Word，另存为 .docx 再入库")
    return etree.Element("html") if root is None else root


def _page_of_mhtml(data: bytes) -> tuple[bytes, str]:
    """The longest page of a web archive, and its encoding."""
    message = email.message_from_bytes(data, policy=email.policy.compat32)
    pages = [part for part in message.walk() if part.get_content_type() == "text/html"]
    contents = [(_payload(part), part.get_content_charset() or "") for part in pages]
    if not any(content for content, _ in contents):
        raise ReadError("网页存档里没有网页，请用浏览器打开后另存为 .html 再入库")
    return max(contents, key=lambda page: len(page[0]))


def _payload(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _names(root: etree._Element) -> list[str]:
    """The title that government sites put into a meta tag, or that of the window."""
    metas = [
        meta.get("content", "") for meta in root.iter("meta") if meta.get("name") == "ArticleTitle"
    ]
    window = " ".join("".join(root.findtext(".//title") or "").split())
    parts = [part for part in _TITLE_SEPARATOR.split(window) if part]
    named = [part for part in parts if _GENRE.search(_tight(part))]
    return [" ".join(name.split()) for name in (*metas, *named[:1]) if name.strip()]


# --- which lines are the report -------------------------------------------------------------


def _weight(line: Line) -> int:
    """The characters of running text in a line; 0 for names, links and buttons."""
    length = len(line.text)
    if line.is_furniture or line.linked_share > 0.3 or length < 20 or is_footer(line.text):
        return 0
    return length if _SENTENCE.search(line.text) else 0


def _region(lines: list[Line], body: etree._Element) -> tuple[int, int, etree._Element]:
    """The first line of the report, the line after its last, and the element that holds it.

    The holder is the innermost box with nearly all running text; what else there is of running
    text behind it (an attachment, a second half) is taken as well.
    """
    characters: Counter[etree._Element] = Counter()
    sentences: Counter[etree._Element] = Counter()
    unlinked: Counter[etree._Element] = Counter()
    for line in lines:
        weight = _weight(line)
        for box in (line.block, *line.block.iterancestors()):
            characters[box] += weight
            sentences[box] += weight > 0
            unlinked[box] += not line.linked
    holder = body
    for box in characters:
        if (
            box.tag in _CONTAINERS
            and characters[box] >= _SHARE * characters[body]
            and sentences[box] >= _SHARE * sentences[body]
            and unlinked[box] > 1  # a box around one line is a paragraph: a signature may follow
            and sum(1 for _ in box.iterancestors()) > sum(1 for _ in holder.iterancestors())
        ):
            holder = box
    inside = [n for n, line in enumerate(lines) if _is_in(line.block, holder)]
    if not characters[body] or not inside:
        return 0, len(lines), body
    beyond = 0
    stop = inside[-1] + 1
    for n in range(stop, len(lines)):
        beyond += _weight(lines[n])
        if beyond >= _ASIDE and _weight(lines[n]):
            stop = n + 1
    return inside[0], stop, holder


def _is_in(element: etree._Element, holder: etree._Element) -> bool:
    return element is holder or any(one is holder for one in element.iterancestors())


def _title(lines: list[Line], names: list[str], start: int) -> tuple[list[str], int]:
    """A title to put before the report, if it lacks one, and the line at which to begin."""
    first = [_tight(line.text) for line in lines[: start + _FIRST]]
    for name in names:
        wanted = _tight(name)
        if wanted in "".join(first[start:]):
            return [], start
        for n, text in reversed(list(enumerate(first))):
            if not lines[n].linked and text in wanted and _names_report(text, wanted):
                return [], min(n, start)
    if names or any(map(_TITLE.fullmatch, first[start : start + 3])):
        return names[:1], start
    above = (n for n in reversed(range(start)) if not lines[n].linked and not lines[n].is_furniture)
    return [], next((n for n in above if _TITLE.fullmatch(first[n])), start)


def _tight(text: str) -> str:
    """Without blanks: titles are spread with all kinds of them, some of no width."""
    return _BLANK.sub("", text)


def _names_report(text: str, name: str) -> bool:
    """Whether a part of the window's title is a title; “政府工作报告” does not say whose."""
    return text == name or (len(text) >= 8 and _GENRE.search(text) is not None)


def _without_link_lists(lines: list[Line], start: int, stop: int) -> list[int]:
    """Without furniture, and without the links before and after the running text."""
    running = [n for n in range(start, stop) if _weight(lines[n])]
    first, last = (running[0], running[-1]) if running else (stop, start)
    return [
        n
        for n in range(start, stop)
        if not lines[n].is_furniture
        and (first <= n <= last or lines[n].linked_share < 0.6 or _ATTACHED.match(lines[n].text))
    ]


def _ignored(holder: etree._Element) -> list[Note]:
    pictures = sum(1 for picture in holder.iter("img") if picture.get("src"))
    frames = sum(1 for _ in holder.iter("iframe"))
    named = ((pictures, f"图片 {pictures} 张"), (frames, f"内嵌网页 {frames} 个"))
    return [Note(NoteKind.IGNORED, text) for count, text in named if count]
