"""OFD (GB/T 33190-2016): a zip file of XML whose characters stand at positions."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from lxml import etree

from corpus.errors import ReadError
from corpus.readers import MAX_CHARACTERS, limits, page_layout
from corpus.readers.ofd_page import POINTS, Drawing, box_of, drawing
from corpus.readers.package import Package
from corpus.readers.page_layout import Page
from corpus.readers.page_lines import lines_of
from corpus.readers.reading import Note, NoteKind, Reading

MAX_PAGES = 2_000
_A4 = (0.0, 0.0, 210.0, 297.0)  # millimetres
_BROKEN = "OFD 文件已损坏，无法打开"
_GLYPHS_ONLY = "OFD 里的文字只有字形、没有文字编码，无法提取；请提供 Word 版或 PDF 版"
_SCAN = "这份 OFD 是扫描图片，没有文字层；请转为 PDF 后再入库，或提供 Word 版"


def read(data: bytes, file_name: str) -> Reading:
    """The visible text, one line a paragraph.

    Raises ReadError for a file that is damaged, encrypted or too long, and for one whose words
    are pictures or glyphs without character codes.
    """
    package = Package(data)
    names = {posixpath.basename(name).lower() for name in package.entries}
    if "encryptions.xml" in names:
        raise ReadError("OFD 文件已加密，请解密后再入库")
    pages: list[Page] = []
    notes: list[Note] = []
    pictured: list[int] = []
    total = nameless = 0
    for page, drawn in _pages(package):
        pages.append(page)
        total += sum(len(line.text) for line in page.lines)
        if total > MAX_CHARACTERS:
            raise ReadError(f"文字超过 {MAX_CHARACTERS // 10_000} 万字，请拆分后再入库")
        nameless += drawn.nameless
        if drawn.hidden:
            notes.append(Note(NoteKind.HIDDEN, drawn.hidden))
        if drawn.slanted:
            notes.append(Note(NoteKind.FURNITURE, drawn.slanted))
        if drawn.pictures:
            pictured.append(len(pages))
    if nameless * 5 > total:
        raise ReadError(_GLYPHS_ONLY)
    if pictured and not total:
        raise ReadError(_SCAN)
    if pictured:
        numbers = "、".join(map(str, pictured))
        notes.append(Note(NoteKind.IGNORED, f"图片（第 {numbers} 页）"))
    if nameless:
        notes.append(Note(NoteKind.IGNORED, f"没有文字编码的字 {nameless} 个"))
    if "attachments.xml" in names:
        notes.append(Note(NoteKind.IGNORED, "附件"))
    return page_layout.reading(pages, [*notes, *_annotations(package)])


def properties(data: bytes) -> str:
    """What the file says about itself (title, subject, keywords), a line each."""
    about = Package(data).xml("OFD.xml").iterfind("{*}DocBody/{*}DocInfo//*")
    return "\n".join(filter(None, ((element.text or "").strip() for element in about)))


def _pages(package: Package) -> Iterator[tuple[Page, Drawing]]:
    """The pages of all documents of the file in their order."""
    count = 0
    for root in package.xml("OFD.xml").iterfind("{*}DocBody/{*}DocRoot"):
        home = _entry(package, "", root.text)
        document = package.xml(home)
        folder = posixpath.dirname(home)
        usual = box_of(document.findtext("{*}CommonData/{*}PageArea/{*}PhysicalBox")) or _A4
        templates = {
            part.get("ID"): _entry(package, folder, part.get("BaseLoc"))
            for part in document.iterfind("{*}CommonData/{*}TemplatePage")
        }
        for part in document.iterfind("{*}Pages/{*}Page"):
            count += 1
            if count > MAX_PAGES:
                raise ReadError(f"OFD 超过 {MAX_PAGES} 页，请拆分后再入库")
            content = package.xml(_entry(package, folder, part.get("BaseLoc")))
            used = [ref.get("TemplateID") for ref in content.iterfind("{*}Template")]
            below = [package.xml(templates[name]) for name in used if name in templates]
            yield _page(content, below, usual)
            limits.go_on()
    if not count:
        raise ReadError(_BROKEN)


def _entry(package: Package, folder: str, location: str | None) -> str:
    """The entry that a location names, from the root or from a folder. It stays a name: it leads
    nowhere but into the package. Raises ReadError if there is none."""
    if not location or not location.strip():
        raise ReadError(_BROKEN)
    location = location.strip()
    for name in (posixpath.join(folder, location), location):
        inside = posixpath.normpath("/" + name).lstrip("/")
        if inside in package:
            return inside
    raise ReadError(f"OFD 文件不完整，缺少 {location}")


def _page(
    content: etree._Element, below: list[etree._Element], usual: tuple[float, ...]
) -> tuple[Page, Drawing]:
    area = box_of(content.findtext("{*}Area/{*}PhysicalBox")) or usual
    drawn = drawing([*below, content], area)
    width, height = area[2] * POINTS, area[3] * POINTS
    return Page(width, height, tuple(lines_of(drawn.glyphs, drawn.rules))), drawn


def _annotations(package: Package) -> Iterator[Note]:
    """The words of watermarks and of comments, which lie in files of their own."""
    for name in package.entries:
        if not posixpath.basename(name).lower().startswith("annot") or not name.endswith(".xml"):
            continue
        for annotation in package.xml(name).iterfind("{*}Annot"):
            text = "".join(code.text or "" for code in annotation.iter("{*}TextCode")).strip()
            mark = annotation.get("Type") == "Watermark"
            if text:
                yield Note(NoteKind.FURNITURE if mark else NoteKind.COMMENT, text)
