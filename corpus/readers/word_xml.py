"""Word documents in a single XML file → .docx, without an office suite.

There are two: the “flat” file, whose parts are those of a .docx, and that of Word 2003, which old
WPS writes under “.doc” too. LibreOffice takes the first for plain text and loses numbers,
insertions and table cells of the second, and shows what is hidden.
"""

from __future__ import annotations

import base64
import binascii
import io
import zipfile
from collections.abc import Iterator

from lxml import etree

from corpus.errors import ReadError
from corpus.readers.package import parse_xml
from corpus.readers.reading import Note, NoteKind

_FLAT = "{http://schemas.microsoft.com/office/2006/xmlPackage}"
_OLD = "{http://schemas.microsoft.com/office/word/2003/wordml}"
_HINT = "{http://schemas.microsoft.com/office/word/2003/auxHint}"
_ANNOTATION = "{http://schemas.microsoft.com/aml/2001/core}"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CHANGES = {"Word.Insertion": "ins", "Word.Deletion": "del"}
_RENAMED = {"hlink": "hyperlink"}
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def is_word_xml(data: bytes) -> bool:
    """Whether the file is one of the two."""
    head = data[:4096].replace(b"\x00", b"")
    return head.lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t").startswith(b"<") and (
        b"<pkg:package" in head or b"<w:wordDocument" in head
    )


def to_docx(data: bytes) -> tuple[bytes, list[Note]]:
    """A .docx with the same words, and what is not in it. Raises ReadError if it is damaged."""
    root = parse_xml(data)
    if root.tag == f"{_FLAT}package":
        return _zipped(dict(_flat_parts(root))), []
    if root.tag != f"{_OLD}wordDocument":
        raise ReadError("不是 Word 文档，请用 WPS、Word 打开后另存为 .docx 再入库")
    return _from_2003(root)


def _zipped(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return stream.getvalue()


def _flat_parts(root: etree._Element) -> Iterator[tuple[str, bytes]]:
    types = etree.XML(f'<Types xmlns="{_TYPES}"/>')
    for part in root.iter(f"{_FLAT}part"):
        name = part.get(f"{_FLAT}name", "")
        etree.SubElement(
            types,
            f"{{{_TYPES}}}Override",
            PartName=name,
            ContentType=part.get(f"{_FLAT}contentType", ""),
        )
        content = part.find(f"{_FLAT}xmlData")
        if content is not None and len(content):
            yield name.lstrip("/"), etree.tostring(content[0], encoding="utf-8", with_tail=False)
        else:
            yield name.lstrip("/"), _binary(part.findtext(f"{_FLAT}binaryData") or "")
    yield "[Content_Types].xml", etree.tostring(types, encoding="utf-8")


def _binary(text: str) -> bytes:
    try:
        return base64.b64decode(text)
    except binascii.Error as error:
        raise ReadError("文件内容已损坏，无法打开") from error


def _from_2003(root: etree._Element) -> tuple[bytes, list[Note]]:
    body = root.find(f"{_OLD}body")
    if body is None:
        raise ReadError("Word 文档里没有正文部分，可能已损坏，请在 Word 中打开并另存后再入库")
    notes = [*_without(body, f"{_OLD}hdr", f"{_OLD}ftr", kind=NoteKind.FURNITURE)]
    _write_numbers(body)
    _settle_annotations(body, notes)
    for note in list(body.iter(f"{_OLD}footnote", f"{_OLD}endnote")):  # they stand in the sentence
        body.extend(list(note))
    etree.strip_tags(body, f"{_HINT}*")
    document = etree.Element(f"{_W}document")
    document.append(body)
    styles = root.find(f"{_OLD}styles")
    parts = {"document": document, "styles": etree.Element(f"{_W}styles")}
    if styles is not None:
        parts["styles"] = styles
    for part in parts.values():
        _renew(part)
    return _zipped(_around(parts)), notes


def _without(body: etree._Element, *tags: str, kind: NoteKind) -> Iterator[Note]:
    for element in list(body.iter(*tags)):
        words = "".join(text.text or "" for text in element.iter(f"{_OLD}t", f"{_OLD}delText"))
        if words.strip():
            yield Note(kind, words.strip())
        _remove(element)


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _write_numbers(body: etree._Element) -> None:
    """Automatic numbers become text: the file holds what Word has shown."""
    for listed in list(body.iter(f"{_OLD}listPr")):
        shown = listed.find(f"{_HINT}t")
        paragraph = next(listed.iterancestors(f"{_OLD}p"), None)
        number = "" if shown is None else shown.get(f"{_HINT}val", "")
        if paragraph is not None and any(character.isalnum() for character in number):
            run = etree.Element(f"{_OLD}r")
            etree.SubElement(run, f"{_OLD}t").text = number
            properties = paragraph.find(f"{_OLD}pPr")
            paragraph.insert(0 if properties is None else 1, run)
        _remove(listed)


def _settle_annotations(body: etree._Element, notes: list[Note]) -> None:
    """Tracked changes get their later names; comments leave the text."""
    for one in list(body.iter(f"{_ANNOTATION}annotation")):
        kind: str = one.get(f"{_OLD}type", "")
        if kind == "Word.Comment":
            words = "".join(text.text or "" for text in one.iter(f"{_OLD}t"))
            notes.extend([Note(NoteKind.COMMENT, words)] if words.strip() else [])
            _remove(one)
        elif kind in _CHANGES and one.find(f"{_ANNOTATION}content") is not None:
            one.tag = f"{_W}{_CHANGES[kind]}"
    etree.strip_tags(body, f"{_ANNOTATION}content", f"{_ANNOTATION}annotation")


def _renew(part: etree._Element) -> None:
    """The names of 2003 → those of 2006."""
    for element in part.iter(f"{_OLD}*", f"{_W}*"):
        if element.tag.startswith(_OLD):
            name = element.tag.removeprefix(_OLD)
            element.tag = _W + _RENAMED.get(name, name)
        for key, value in list(element.attrib.items()):
            if str(key).startswith(_OLD):
                del element.attrib[key]
                element.set(_W + str(key).removeprefix(_OLD), value)


def _around(parts: dict[str, etree._Element]) -> dict[str, bytes]:
    """The least that makes parts a package."""
    main = f"{_WORD_TYPE}.document.main+xml"
    return {
        "[Content_Types].xml": (
            f'<Types xmlns="{_TYPES}"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{main}"/><Override PartName='
            f'"/word/styles.xml" ContentType="{_WORD_TYPE}.styles+xml"/></Types>'
        ).encode(),
        "_rels/.rels": _relation("officeDocument", "word/document.xml"),
        "word/_rels/document.xml.rels": _relation("styles", "styles.xml"),
        **{
            f"word/{name}.xml": etree.tostring(part, encoding="utf-8")
            for name, part in parts.items()
        },
    }


def _relation(kind: str, target: str) -> bytes:
    return (
        f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/{kind}" Target="{target}"/></Relationships>'
    ).encode()
