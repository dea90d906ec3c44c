"""Word files made of raw XML, for what no library writes."""

from __future__ import annotations

import io
import zipfile

_OFFICE = "http://schemas.openxmlformats.org"
_KINDS = f"{_OFFICE}/officeDocument/2006/relationships"
SPACES = (
    f'xmlns:w="{_OFFICE}/wordprocessingml/2006/main" xmlns:r="{_KINDS}"'
    f' xmlns:a="{_OFFICE}/drawingml/2006/main" xmlns:pic="{_OFFICE}/drawingml/2006/picture"'
    f' xmlns:dgm="{_OFFICE}/drawingml/2006/diagram" xmlns:c="{_OFFICE}/drawingml/2006/chart"'
    f' xmlns:mc="{_OFFICE}/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml"'
    f' xmlns:m="{_OFFICE}/officeDocument/2006/math"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:odd="http://example.com/unheard-of"'
)
_ROOTS = {"document": "document", "styles": "styles", "numbering": "numbering"} | {
    "footnotes": "footnotes",
    "endnotes": "endnotes",
    "comments": "comments",
    "settings": "settings",
    "header": "hdr",
    "footer": "ftr",
    "diagramData": "p",
}


def word(body: str, *, background: str = "", **parts: str) -> bytes:
    """A .docx of that body; `parts` are the insides of others: ``styles=…``, ``header2=…``."""
    links, files = [], {}
    for part, inside in parts.items():
        kind = part.rstrip("0123456789")
        links.append(f'<Relationship Id="{part}" Type="{_KINDS}/{kind}" Target="{part}.xml"/>')
        files[f"word/{part}.xml"] = _part(_ROOTS[kind], inside)
    files["word/document.xml"] = _part("document", f"{background}<w:body>{body}</w:body>")
    files["word/_rels/document.xml.rels"] = relationships("".join(links))
    return packed({name: text.encode() for name, text in files.items()})


def added(data: bytes, entries: dict[str, bytes], compression: int = zipfile.ZIP_STORED) -> bytes:
    """The same file with entries added or replaced."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        old = {name: archive.read(name) for name in archive.namelist()}
    return packed(old | entries, compression)


def packed(entries: dict[str, bytes], compression: int = zipfile.ZIP_STORED) -> bytes:
    """A zip file; what repeats itself much is a bomb if it is compressed."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", compression) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return stream.getvalue()


def relationships(links: str) -> str:
    """The XML of a part that names other parts."""
    return f'<Relationships xmlns="{_OFFICE}/package/2006/relationships">{links}</Relationships>'


def run(text: str, properties: str = "") -> str:
    """A run with properties."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def p(inside: str, properties: str = "") -> str:
    """A paragraph; plain words become a run."""
    content = inside if inside.startswith("<") or not inside else run(inside)
    return f"<w:p><w:pPr>{properties}</w:pPr>{content}</w:p>"


def table(*rows: str, properties: str = "") -> str:
    """A table of rows."""
    return f"<w:tbl><w:tblPr>{properties}</w:tblPr>{''.join(rows)}</w:tbl>"


def row(*cells: str, properties: str = "") -> str:
    """A row of cells, each of which is XML or plain words."""
    inside = "".join(each if each.startswith("<w:tc>") else cell(each) for each in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{inside}</w:tr>"


def cell(inside: str, properties: str = "") -> str:
    """A cell of a table."""
    content = inside if inside.startswith("<") else p(inside)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"


def style(identifier: str, inside: str = "", *, kind: str = "paragraph", base: str = "") -> str:
    """A style, perhaps based on another."""
    based = f'<w:basedOn w:val="{base}"/>' if base else ""
    return f'<w:style w:type="{kind}" w:styleId="{identifier}">{based}{inside}</w:style>'


def level(depth: int, form: str, pattern: str, more: str = "", *, start: int = 1) -> str:
    """A level of a list."""
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>'
        f'{more}<w:lvlText w:val="{pattern}"/></w:lvl>'
    )


def abstract(identifier: int, *levels: str) -> str:
    """The definition of a list."""
    return f'<w:abstractNum w:abstractNumId="{identifier}">{"".join(levels)}</w:abstractNum>'


def num(identifier: int, definition: int, more: str = "") -> str:
    """A list of that definition."""
    return f'<w:num w:numId="{identifier}"><w:abstractNumId w:val="{definition}"/>{more}</w:num>'


def listed(identifier: int | None, depth: int | None = 0) -> str:
    """The property that makes a paragraph, or a style, one of a list."""
    ilvl = "" if depth is None else f'<w:ilvl w:val="{depth}"/>'
    num_id = "" if identifier is None else f'<w:numId w:val="{identifier}"/>'
    return f"<w:numPr>{ilvl}{num_id}</w:numPr>"


def _part(root: str, inside: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{root} {SPACES}>{inside}</w:{root}>'
