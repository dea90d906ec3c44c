"""The lines of a report as Word files, with every way in which Word keeps a paragraph or a number."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby
from xml.sax.saxutils import escape

from tests.corpus.disguises import Kind, Line, Lines
from tests.corpus.readers.docx_builder import (
    abstract,
    added,
    cell,
    level,
    listed,
    num,
    p,
    relationships,
    row,
    run,
    style,
    table,
    word,
)
from tests.corpus.readers.test_word_xml import flat, old

File = tuple[bytes, str]
NOTE = "“四下基层”指宣传党的路线方针政策下基层、调查研究下基层、信访接待下基层、现场办公下基层。"
NAME = "党建工作总结（定稿）"

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


def for_suite(content: bytes) -> bytes:
    """The same .docx with what LibreOffice needs to open it."""
    office = "application/vnd.openxmlformats-"
    main, part = f"{office}officedocument.wordprocessingml.", "/word/{}.xml"
    kinds = {"document": "document.main", "styles": "styles", "numbering": "numbering"}
    types = "".join(
        f'<Override PartName="{part.format(name)}" ContentType="{main}{kind}+xml"/>'
        for name, kind in kinds.items()
    )
    types += f'<Default Extension="rels" ContentType="{office}package.relationships+xml"/>'
    space = "http://schemas.openxmlformats.org"
    link = (
        f'<Relationship Id="a" Type="{space}/officeDocument/2006/relationships/officeDocument"'
        ' Target="word/document.xml"/>'
    )
    entries = {
        "[Content_Types].xml": f'<Types xmlns="{space}/package/2006/content-types">{types}</Types>',
        "_rels/.rels": relationships(link),
    }
    return added(content, {name: entry.encode() for name, entry in entries.items()})


def with_notes(lines: Lines) -> File:
    """A footnote to the opening."""
    reference = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    body = [p(run(escape(line.text)) + reference * (line.kind is Kind.LEAD)) for line in lines]
    note = f'<w:footnote w:id="2">{p(NOTE)}</w:footnote>'
    return word(bare(body), footnotes=note), f"{NAME}.docx"


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


PARAGRAPHS = (typed, numbered, styled, shared, revised, littered, broken, controlled)
FRAMES = (bare, in_box, in_old_boxes, in_frame, in_rows)
WORD_FILES: dict[str, Callable[[Lines], File]] = {
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
}
