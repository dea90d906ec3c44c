"""The lines of a report as files of every kind; see `disguises`. Each is (content, file name)."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Sequence
from itertools import groupby
from xml.sax.saxutils import escape

from tests.corpus.disguises import Kind, Line, Lines
from tests.corpus.readers import test_ofd as ofd
from tests.corpus.readers import test_pdf as pdf
from tests.corpus.readers.docx_builder import (
    abstract,
    cell,
    level,
    listed,
    num,
    p,
    row,
    run,
    style,
    table,
    word,
)
from tests.corpus.readers.test_word_xml import flat, old

File = tuple[bytes, str]
NAME = "党建工作总结（定稿）"

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


# --- Word -----------------------------------------------------------------------------------

Paragraphs = Callable[[Lines], tuple[list[str], dict[str, str]]]  # and other parts of the file
_PATTERNS = {
    "第一章": ("chineseCounting", "第%{}部分"),
    "一、": ("chineseCountingThousand", "%{}、"),
    "（一）": ("chineseCounting", "（%{}）"),
    "1.": ("decimal", "%{}."),
    "（1）": ("decimal", "（%{}）"),
    "一是": ("japaneseCounting", "%{}是"),
    "一要": ("chineseCounting", "%{}要"),
    "第一，": ("chineseCounting", "第%{}，"),
}


def _typed(line: Line) -> str:
    return p(escape(line.text))


def _depths(lines: Lines) -> dict[str, int]:
    """Families of numbers in the order in which they come."""
    return {family: n for n, family in enumerate(dict.fromkeys(x.family for x in lines if x.mark))}


def _level(family: str, depth: int) -> str:
    form, pattern = _PATTERNS[family]
    return level(depth, form, pattern.format(depth + 1), '<w:suff w:val="nothing"/>')


def typed(lines: Lines) -> tuple[list[str], dict[str, str]]:
    """Paragraphs with their numbers typed."""
    return [_typed(line) for line in lines], {}


def numbered(lines: Lines) -> tuple[list[str], dict[str, str]]:
    """Numbers by properties of the paragraphs, all of one list."""
    depths = _depths(lines)
    body = [
        p(escape(line.words), listed(7, depths[line.family])) if line.mark else _typed(line)
        for line in lines
    ]
    numbering = abstract(3, *(_level(f, n) for f, n in depths.items())) + num(7, 3)
    return body, {"numbering": numbering}


def styled(lines: Lines) -> tuple[list[str], dict[str, str]]:
    """Numbers by styles, which inherit them from other styles."""
    depths = _depths(lines)
    inherited = "".join(
        style(f"Base{n}", f"<w:pPr>{listed(7, n)}</w:pPr>")
        + style(f"Middle{n}", base=f"Base{n}")
        + style(f"Own{n}", base=f"Middle{n}")
        for n in depths.values()
    )
    body = [
        p(escape(line.words), f'<w:pStyle w:val="Own{depths[line.family]}"/>')
        if line.mark
        else _typed(line)
        for line in lines
    ]
    numbering = abstract(3, *(_level(f, n) for f, n in depths.items())) + num(7, 3)
    return body, {"styles": inherited, "numbering": numbering}


def shared(lines: Lines) -> tuple[list[str], dict[str, str]]:
    """Numbers by two lists of one definition that count together; each run begins them anew."""
    numbers = abstract(1, _level("一、", 0)) + abstract(2, _level("（一）", 0))
    body: list[str] = []
    identifier = 10
    for family, group in groupby(lines, key=lambda line: line.family):
        members = list(group)
        definition = 1 if members[0].kind is Kind.HEADING else 2
        anew = (
            f'<w:startOverride w:val="{members[0].ordinal}"/>{_level(family, 0) if family else ""}'
        )
        numbers += num(identifier, definition, f'<w:lvlOverride w:ilvl="0">{anew}</w:lvlOverride>')
        own = f'<w:lvlOverride w:ilvl="0">{_level(family, 0)}</w:lvlOverride>' if family else ""
        numbers += num(identifier + 1, definition, own)
        for n, line in enumerate(members):
            properties = listed(identifier + (n >= 2)) if line.mark else ""
            body.append(p(escape(line.words if line.mark else line.text), properties))
        identifier += 2
    return body, {"numbering": numbers}


def revised(lines: Lines) -> tuple[list[str], dict[str, str]]:
    """Tracked changes: the middle of each line is new, something else was deleted; so was a line."""
    body = []
    for line in lines:
        words, third = line.text, len(line.text) // 3
        parts = [escape(part) for part in (words[:third], words[third:-3], words[-3:])]
        gone = '<w:del w:id="1"><w:r><w:delText>一是删去。二是旧话。</w:delText></w:r></w:del>'
        new = f'<w:ins w:id="2">{run(parts[1])}</w:ins>'
        body.append(p(run(parts[0]) + gone + new + run(parts[2])))
    mark = '<w:rPr><w:del w:id="3"/></w:rPr>'
    gone = '<w:del w:id="4"><w:r><w:delText>四、其他</w:delText></w:r></w:del>'
    return [*body[:-3], p(gone, mark), *body[-3:]], {}


def littered(lines: Lines) -> tuple[list[str], dict[str, str]]:
    """Words between those of the report that nobody sees: hidden, white, tiny."""
    junk = ("<w:vanish/>", '<w:color w:val="FFFFFF"/>', '<w:sz w:val="2"/>')
    body = []
    for n, line in enumerate(lines):
        third = len(line.text) // 3
        hidden = run("一是看不见的话。二是存在的问题。", junk[n % 3])
        body.append(p(run(escape(line.text[:third])) + hidden + run(escape(line.text[third:]))))
        if n % 4 == 1:
            body.append(p(run("二、下一步打算", junk[n % 3])))
    return body, {}


def broken(lines: Lines) -> tuple[list[str], dict[str, str]]:
    """One paragraph; its lines end softly."""
    return [p("<w:r><w:br/></w:r>".join(run(escape(line.text)) for line in lines))], {}


def controlled(lines: Lines) -> tuple[list[str], dict[str, str]]:
    """Content controls round paragraphs, inside them and inside each other."""
    body = []
    for n, line in enumerate(lines):
        inside = f"<w:sdt><w:sdtPr/><w:sdtContent>{run(escape(line.text))}</w:sdtContent></w:sdt>"
        inside = f'<w:smartTag w:uri="a" w:element="b">{inside}</w:smartTag>' if n % 2 else inside
        body.append(f"<w:sdt><w:sdtContent>{p(inside)}</w:sdtContent></w:sdt>")
    return [f"<w:sdt><w:sdtContent>{''.join(body)}</w:sdtContent></w:sdt>"], {}


Frame = Callable[[Sequence[str]], str]


def bare(blocks: Sequence[str]) -> str:
    """The paragraphs as they are."""
    return "".join(blocks)


def in_box(blocks: Sequence[str]) -> str:
    """A text box, given for new and for old programs."""
    box = f"<w:txbxContent>{bare(blocks)}</w:txbxContent>"
    return p(
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:wsp><wps:txbx>'
        f"{box}</wps:txbx></wps:wsp></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape>"
        f"<v:textbox>{box}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


def in_old_boxes(blocks: Sequence[str]) -> str:
    """Two text boxes of old programs."""
    half = len(blocks) // 2
    return "".join(
        p(
            "<w:r><w:pict><v:shape><v:textbox><w:txbxContent>"
            f"{bare(part)}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
        )
        for part in (blocks[:half], blocks[half:])
    )


def in_frame(blocks: Sequence[str]) -> str:
    """A table of one cell that holds everything, in another."""
    return table(row(cell(table(row(cell(bare(blocks)))) + p(""))))


def in_rows(blocks: Sequence[str]) -> str:
    """A table with a paragraph a row."""
    return table(*(row(cell(block)) for block in blocks))


def word_file(paragraphs: Paragraphs, frame: Frame = bare) -> Callable[[Lines], File]:
    """A .docx."""

    def write(lines: Lines) -> File:
        body, parts = paragraphs(lines)
        header = p("栖川县委文件汇编")
        return word(frame(body), **parts, header1=header, footer1=p("— 1 —")), f"{NAME}.docx"

    return write


def in_columns(lines: Lines) -> File:
    """A table with the numbers of items in a column of their own."""
    rows = [
        row(cell(p(line.mark)), cell(p(escape(line.words)))) if line.kind is Kind.ITEM else ""
        for line in lines
    ]
    body = [table(each) if each else _typed(x) for each, x in zip(rows, lines, strict=True)]
    return word("".join(body)), f"{NAME}.docx"


def one_file(lines: Lines) -> File:
    """Word's XML in one file, numbered."""
    return flat(word_file(numbered)(lines)[0]), f"{NAME}.xml"


def word_2003(lines: Lines) -> File:
    """Word 2003 in XML."""
    body = "".join(f"<w:p><w:r><w:t>{escape(line.text)}</w:t></w:r></w:p>" for line in lines)
    return old(body), f"{NAME}.doc"


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
    in the middle, first lines indented by two, a signature at the right."""
    pages: list[list[tuple[str, float, float]]] = [[]]
    at = 0
    for line in lines:
        rest = line.text.strip()
        while rest:
            if at == lines_a_page:
                pages.append([])
                at = 0
            first = rest is line.text.strip() or rest == line.text.strip()
            left = 2.0 * first if line.kind not in (Kind.TITLE, Kind.SIGNATURE) else 0.0
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
    "docx": word_file(typed),
    "numbered": word_file(numbered),
    "numbered by styles": word_file(styled),
    "lists that share": word_file(shared),
    "text box": word_file(typed, in_box),
    "old text boxes": word_file(numbered, in_old_boxes),
    "layout table": word_file(styled, in_frame),
    "a row a paragraph": word_file(typed, in_rows),
    "numbers in a column": in_columns,
    "content controls": word_file(controlled),
    "tracked changes": word_file(revised, in_frame),
    "soft breaks": word_file(broken),
    "hidden junk": word_file(littered),
    "one XML file": one_file,
    "Word 2003 XML": word_2003,
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
