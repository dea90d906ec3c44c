"""The lines of a report as files of every kind; see `disguises`. Each is (content, file name)."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from itertools import groupby
from xml.sax.saxutils import escape

from tests.corpus.disguised_word import NAME, WORD_FILES, File, typed, word_file
from tests.corpus.disguises import INVISIBLE, Kind, Lines
from tests.corpus.readers import test_ofd as ofd
from tests.corpus.readers import test_pdf as pdf

# --- plain text -----------------------------------------------------------------------------


def text(encoding: str = "utf-8", between: str = "\n") -> Callable[[Lines], File]:
    """A text file."""
    return lambda lines: (between.join(line.text for line in lines).encode(encoding), f"{NAME}.txt")


def wrapped(indent: str) -> Callable[[Lines], File]:
    """A text file of lines that end after 35 characters; no line begins with a closing mark."""

    def write(lines: Lines) -> File:
        written = []
        for line in lines:
            rest = indent * (line.kind is not Kind.TITLE) + line.text.strip()
            while rest:
                end = 35 - (rest[35:36] in tuple("，。、；：！？）”》"))
                written.append(rest[:end])
                rest = rest[end:].lstrip()
        return "\r\n".join(written).encode("gb18030"), f"{NAME}.txt"

    return write


# --- what only LibreOffice opens ------------------------------------------------------------


def rtf(lines: Lines) -> File:
    """Rich text."""
    coded = (
        "".join(f"\\u{ord(c)}?" if ord(c) > 126 else c for c in line.text) + "\\par"
        for line in lines
    )
    return ("{\\rtf1\\ansi\\uc1 " + "\n".join(coded) + "}").encode(), f"{NAME}.rtf"


def odt(lines: Lines) -> File:
    """OpenDocument."""
    spaces = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "text", "manifest")
    )
    body = "".join(f"<text:p>{escape(line.text)}</text:p>" for line in lines)
    kind = "application/vnd.oasis.opendocument.text"
    parts = {
        "mimetype": kind,
        "content.xml": f'<office:document-content{spaces} office:version="1.2"><office:body>'
        f"<office:text>{body}</office:text></office:body></office:document-content>",
        "META-INF/manifest.xml": f'<manifest:manifest{spaces} manifest:version="1.2">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
        "</manifest:manifest>",
    }
    return _zipped({name: part.encode() for name, part in parts.items()}), f"{NAME}.odt"


# --- pages ----------------------------------------------------------------------------------


def _set(lines: Lines, lines_a_page: int) -> list[list[tuple[str, float, float]]]:
    """Pages of (words, em from the left, line from the top): 28 em a line, 22 lines a page; a title
    in the middle, first lines indented by two, a signature at the right. What cannot be seen is not
    drawn."""
    pages: list[list[tuple[str, float, float]]] = [[]]
    at = 0
    for line in lines:
        whole = rest = re.sub(f"[{INVISIBLE}]", "", line.text).strip()
        while rest:
            if at == lines_a_page:
                pages.append([])
                at = 0
            left = 2.0 * (rest == whole) if line.kind not in (Kind.TITLE, Kind.SIGNATURE) else 0.0
            end = _fitting(rest, 28 - left)
            if line.kind is Kind.TITLE:
                left = (28 - _width(rest)) / 2
            if line.kind is Kind.SIGNATURE:
                left = 26 - _width(rest)
            pages[-1].append((rest[:end].rstrip(), left, at))
            rest = rest[end:].lstrip()
            at += 1
    return pages


def _width(words: str) -> float:
    return sum(0.5 if character.isascii() else 1.0 for character in words)


def _fitting(words: str, room: float) -> int:
    end = next((n for n in range(len(words)) if _width(words[: n + 1]) > room), len(words))
    return end - (words[end : end + 1] in tuple("，。、；：！？）”》")) if end < len(words) else end


def pdf_file(lines_a_page: int = 22, running: bool = True) -> Callable[[Lines], File]:
    """Pages as GB/T 9704 wants them, with a running head and page numbers."""

    def write(lines: Lines) -> File:
        pages = []
        for n, placed in enumerate(_set(lines, lines_a_page), 1):
            page = "".join(
                pdf.text(words, pdf.LEFT + left * pdf.EM, pdf.TOP - at * pdf.PITCH)
                for words, left, at in placed
            )
            head = pdf.text("栖川县委文件汇编", 230, 790, 10) if running else ""
            pages.append(head + page + pdf.text(f"— {n} —", 270, 50, 14))
        return pdf.file_of(*pages), f"{NAME}.pdf"

    return write


def ofd_file(lines: Lines) -> File:
    """The same pages as OFD."""
    pages = []
    for n, placed in enumerate(_set(lines, 22), 1):
        page = "".join(
            _ofd_line(words, ofd.LEFT + left * ofd.SIZE, ofd.TOP + at * ofd.PITCH)
            for words, left, at in placed
        )
        pages.append(page + ofd.text(f"—{n}—", 100, 285, 5))
    return ofd.package(*pages), f"{NAME}.ofd"


def _ofd_line(words: str, x: float, y: float) -> str:
    """A text object with digits and letters half as wide as Chinese."""
    steps = " ".join(str(_width(character) * ofd.SIZE) for character in words[:-1])
    whole = ofd.text(escape(words), x, y)
    return re.sub('DeltaX="[^"]*"', f'DeltaX="{steps}"', whole)


# --- the web and Markdown -------------------------------------------------------------------

_PAGE = (
    "<!DOCTYPE html><html><head><meta charset='{charset}'><title>{title}_栖川县人民政府</title>"
    "<script>var a = '一、';</script></head><body>{before}{body}{after}</body></html>"
)


def _web(body: str, title: str, charset: str = "utf-8", before: str = "", after: str = "") -> File:
    page = _PAGE.format(charset=charset, title=title, before=before, body=body, after=after)
    return page.encode(charset), f"{NAME}.html"


def page(lines: Lines) -> File:
    """A page of a site with its menus and buttons."""
    title = "".join(line.text for line in lines if line.kind is Kind.TITLE)
    before = (
        "<div class='nav'><ul><li><a href='/'>首页</a></li><li><a href='/a'>政务公开</a></li>"
        "<li><a href='/b'>办事服务</a></li></ul></div><div>当前位置：<a href='/'>首页</a> &gt; "
        "<a href='/c'>工作总结</a></div>"
    )
    meta = (
        "<div>发布时间：2023-07-08　来源：县委办　字号：<a href='#'>大</a> <a href='#'>小</a></div>"
    )
    paragraphs = [
        f"<p style='text-indent:2em'>{escape(line.text)}</p>"
        for line in lines
        if line.kind is not Kind.TITLE
    ]
    after = (
        "<div><a href='#'>【打印】</a><a href='#'>【关闭】</a></div><div>上一篇：<a href='/1'>简报</a></div>"
        "<div class='footer'><p>版权所有：栖川县人民政府办公室</p><p>京ICP备00000000号</p></div>"
    )
    body = f"<h1>{escape(title)}</h1>{meta}<div class='content'>{''.join(paragraphs)}</div>"
    return _web(body, title, before=before, after=after)


def web_lists(lines: Lines) -> File:
    """A page that lets the browser number what it numbers as reports do: 一、 and 1."""
    body, open_lists = "", 0
    for family, group in groupby(lines, key=lambda line: line.family if line.mark else ""):
        members = list(group)
        if family not in ("一、", "1."):
            body += "".join(f"<p>{escape(line.text)}</p>" for line in members)
            continue
        kind = "decimal" if family == "1." else "cjk-ideographic"
        start = members[0].ordinal
        items = "".join(f"<li>{escape(line.words.strip())}</li>" for line in members)
        body += f"<ol style='list-style-type:{kind}' start='{start}'>{items}</ol>"
        open_lists += 1
    return _web(body, "总结")


def saved_by_word(lines: Lines) -> File:
    """A page that Word has saved, in GB2312, with its own way of numbering."""
    body = ""
    for line in lines:
        mark = (
            f"<![if !supportLists]><span lang=EN-US><span style='mso-list:Ignore'>{line.mark}<span "
            "style='font:7.0pt \"Times New Roman\"'>&nbsp;&nbsp; </span></span></span><![endif]>"
        )
        words = escape(line.words)
        half = len(words) // 2 if words.isalnum() else 0
        body += (
            f"<p class=MsoNormal style='text-indent:32.0pt'>{mark if line.mark else ''}<span"
            f"\nstyle='font-family:仿宋_GB2312'>{words[:half]}</span><span lang=EN-US>{words[half:]}"
            "<o:p></o:p></span></p>\n"
        )
    before = "<!--[if gte mso 9]><xml><w:WordDocument>二、</w:WordDocument></xml><![endif]-->"
    return _web(f"<div class=Section1>{body}</div>", "总结", "gb18030", before)


def markdown(lines: Lines) -> File:
    """Headings with hashes, bold first sentences, a blank line between paragraphs."""
    marks = {Kind.TITLE: "# {}", Kind.HEADING: "## {}"}
    written = []
    for line in lines:
        words = marks.get(line.kind, "{}").format(line.text.lstrip())
        if line.kind is Kind.ITEM:
            heading, stop, body = words.partition("。")
            words = f"**{heading}{stop}**{body}"
        written.append(words)
    return "\n\n".join(written).encode(), f"{NAME}.md"


def markdown_lists(lines: Lines) -> File:
    """Lists with dashes."""
    marks = {Kind.TITLE: "# {}\n", Kind.HEADING: "\n### {}\n", Kind.ITEM: "- {}"}
    marks[Kind.SIGNATURE] = "\n{}"
    written = [marks.get(line.kind, "{}\n").format(line.text.lstrip()) for line in lines]
    return "\n".join(written).encode(), f"{NAME}.md"


# --- collections ----------------------------------------------------------------------------


def collected(lines: Lines) -> File:
    """A .zip with the report and files of no interest."""
    content, name = word_file(typed)(lines)
    return _zipped({f"往年/{name}": content, "往年/~$.docx": b"", "图.png": b"x"}), f"{NAME}.zip"


def _zipped(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return stream.getvalue()


FILES: dict[str, Callable[[Lines], File]] = {
    "text": text(),
    "GB18030": text("gb18030", "\r\n"),
    "UTF-16": text("utf-16"),
    "blank lines": text(between="\n\n"),
    "without line ends": text(between=""),
    "cut at 35": wrapped(""),
    "cut at 35, indented": wrapped("　　"),
    **WORD_FILES,
    "PDF": pdf_file(),
    "PDF of short pages": pdf_file(9, running=False),
    "OFD": ofd_file,
    "web page": page,
    "web lists": web_lists,
    "saved by Word": saved_by_word,
    "Markdown": markdown,
    "Markdown lists": markdown_lists,
    "zip": collected,
}
SUITE_FILES: dict[str, Callable[[Lines], File]] = {"RTF": rtf, "ODT": odt}
