"""Files that mean harm, built in memory: bombs, loops, labyrinths and lies."""

from __future__ import annotations

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/'
    'vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.'
    '{kind}.main+xml"/></Types>'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"


def relationships(**targets: str) -> str:
    """A .rels part: kind of relationship → target."""
    rows = "".join(
        f'<Relationship Id="{kind}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for kind, target in targets.items()
    )
    return f'<Relationships xmlns="{_RELATIONSHIPS}">{rows}</Relationships>'


def docx(body: str = "<w:p/>", prolog: str = "", **parts: str | bytes) -> bytes:
    """A Word file. `prolog` stands before the document; `styles="…"` adds word/styles.xml."""
    document = f"{prolog}<w:document {W}><w:body>{body}</w:body></w:document>"
    links = {name: f"{name}.xml" for name in parts if name != "vbaProject"}
    return zipped(
        {
            "[Content_Types].xml": _TYPES.format(kind="document"),
            "_rels/.rels": relationships(officeDocument="word/document.xml"),
            "word/document.xml": document,
            "word/_rels/document.xml.rels": relationships(**links),
            **{
                f"word/{name}.{'bin' if name == 'vbaProject' else 'xml'}": content
                for name, content in parts.items()
            },
        }
    )


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def zipped(parts: dict[str, str | bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


# --- zip files ------------------------------------------------------------------------------


def raw_zip(entries: list[tuple[str, bytes, int]], shared: bool = False) -> bytes:
    """A zip written by hand: (name, content, announced size). `shared`: all entries are the
    first one's bytes."""
    body, directory = b"", b""
    offset, packed = 0, b""
    for n, (name, content, size) in enumerate(entries):
        if not (shared and n):
            packer = zlib.compressobj(9, zlib.DEFLATED, -15)
            packed = packer.compress(content) + packer.flush()
        fields = struct.pack("<IIIHH", zlib.crc32(content), len(packed), size, len(name), 0)
        head = struct.pack("<HHHHH", 20, 0, 8, 0, 33) + fields
        if not (shared and n):
            offset = len(body)
            body += b"PK\x03\x04" + head + name.encode() + packed
        directory += b"PK\x01\x02" + struct.pack("<H", 20) + head
        directory += struct.pack("<HHHII", 0, 0, 0, 0, offset) + name.encode()
    count = min(len(entries), 0xFFFF)
    end = struct.pack("<HHHHIIH", 0, 0, count, count, len(directory), len(body), 0)
    return body + directory + b"PK\x05\x06" + end


def one_letter() -> bytes:
    return docx(paragraph("A" * 50_000_000))


def nested_zips() -> bytes:
    data = bytes(10_000_000)
    for level in range(4):
        data = zipped({f"{n}.zip": data for n in range(8)} if level else {"a.docx": data})
    return data


def shared_bytes() -> bytes:
    """Many entries, one content: the better zip bomb in its simplest form."""
    text = random.Random(1).randbytes(500_000).hex().encode()
    return raw_zip([(f"{n}.txt", text, len(text)) for n in range(250)], shared=True)


def many_entries(count: int = 100_000) -> bytes:
    entry = b"PK\x01\x02" + struct.pack("<HHHHHHIIIHHHHHII", *([0] * 9), 5, *([0] * 6))
    directory = b"".join(entry + b"%05d" % (n % 100_000) for n in range(count))
    end = struct.pack("<HHHHIIH", 0, 0, 0xFFFF, 0xFFFF, len(directory), 4, 0)
    return b"PK\x03\x04" + directory + b"PK\x05\x06" + end


def lying_size() -> bytes:
    content = f"<w:document {W}><w:body>{paragraph('甲' * 30_000_000)}</w:body></w:document>"
    types = _TYPES.format(kind="document").encode()
    rels = relationships(officeDocument="word/document.xml").encode()
    return raw_zip(
        [
            ("[Content_Types].xml", types, len(types)),
            ("_rels/.rels", rels, len(rels)),
            ("word/document.xml", content.encode(), 900_000),
        ]
    )


def lzma_zip() -> bytes:
    return zipped({"总结.txt": bytes(100_000_000)}, zipfile.ZIP_LZMA)


# --- Word -----------------------------------------------------------------------------------


def laughs() -> str:
    lines = ['<!ENTITY l0 "哈哈">']
    lines += [f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10)]
    return f"<!DOCTYPE d [{''.join(lines)}]>"


def quadratic() -> bytes:
    prolog = f'<!DOCTYPE d [<!ENTITY a "{"甲" * 50_000}">]>'
    return docx(paragraph("&a;" * 50_000), prolog)


def reaching_out(url: str) -> bytes:
    return docx(paragraph("&x;"), f'<!DOCTYPE d [<!ENTITY x SYSTEM "{url}">]>')


def many_paragraphs() -> bytes:
    numbers = random.Random(1)
    return docx("".join(paragraph(f"{numbers.getrandbits(40):x}") for _ in range(1_000_000)))


def deep_tables(depth: int) -> bytes:
    opening, closing = "<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"
    return docx(opening * depth + paragraph("深") + closing * depth)


def circular_styles() -> bytes:
    style = '<w:style w:type="paragraph" w:styleId="{0}"><w:basedOn w:val="{1}"/></w:style>'
    styles = f"<w:styles {W}>{style.format('a', 'b')}{style.format('b', 'a')}</w:styles>"
    return docx(
        '<w:p><w:pPr><w:pStyle w:val="a"/></w:pPr><w:r><w:t>甲</w:t></w:r></w:p>', styles=styles
    )


def endless_numbers() -> bytes:
    level = (
        '<w:lvl w:ilvl="0"><w:start w:val="99999999999999999999"/>'
        f'<w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="{"%1" * 5000}"/></w:lvl>'
    )
    numbering = (
        f'<w:numbering {W}><w:abstractNum w:abstractNumId="1">{level}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num></w:numbering>'
    )
    item = '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr></w:p>'
    return docx(item * 20_000, numbering=numbering)


# --- PDF ------------------------------------------------------------------------------------


def pdf(objects: dict[int, str | bytes], trailer: str = "") -> bytes:
    """A PDF of numbered objects; 1 is the catalogue."""
    out, places = bytearray(b"%PDF-1.7\n"), {}
    for number, content in objects.items():
        places[number] = len(out)
        content = content if isinstance(content, bytes) else content.encode()
        out += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    start = len(out)
    for number, place in places.items():
        out += (b"xref\n%d 1\n" if number == 1 else b"%d 1\n") % number
        out += b"%010d 00000 n \n" % place
    size = max(objects) + 1
    out += b"trailer\n<</Root 1 0 R/Size %d %b>>\n" % (size, trailer.encode())
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % start)


def stream(content: bytes, entries: str = "") -> bytes:
    """A deflated stream object."""
    packed = zlib.compress(content, 9)
    head = f"<</Length {len(packed)}/Filter/FlateDecode {entries}>>\nstream\n"
    return head.encode() + packed + b"\nendstream"


_CATALOGUE = "<</Type/Catalog/Pages 2 0 R>>"
_FONT = "/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>"
_ONE_PAGE = "<</Type/Pages/Kids[3 0 R]/Count 1>>"


def one_page(content: bytes, page: str = "", **objects: str | bytes) -> bytes:
    """A PDF of one page with `content`; keywords `o5=…` add objects, `page` entries."""
    entries = page or f"/MediaBox[0 0 595 842]/Resources<<{_FONT}>>"
    more = {int(name[1:]): value for name, value in objects.items()}
    kid = f"<</Type/Page/Parent 2 0 R/Contents 4 0 R {entries}>>"
    return pdf({1: _CATALOGUE, 2: _ONE_PAGE, 3: kid, 4: stream(content), **more})


def many_pages(count: int = 10_000) -> bytes:
    kids = " ".join(f"{n} 0 R" for n in range(5, 5 + count))
    page = f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<<{_FONT}>>>>"
    return pdf(
        {
            1: _CATALOGUE,
            2: f"<</Type/Pages/Kids[{kids}]/Count {count}>>",
            4: stream(b"BT /F 12 Tf 72 700 Td (work report) Tj ET"),
            **dict.fromkeys(range(5, 5 + count), page),
        }
    )


def circular_pages() -> bytes:
    loop = "<</Type/Pages/Parent 2 0 R/Kids[2 0 R 3 0 R]/Count 1000000000>>"
    return pdf({1: _CATALOGUE, 2: loop, 3: loop})


def circular_forms() -> bytes:
    resources = "/Resources<</XObject<</X 5 0 R/Y 6 0 R>>>>"
    form = stream(b"/X Do /Y Do " * 20, f"/Type/XObject/Subtype/Form/BBox[0 0 9 9]{resources}")
    return one_page(b"/X Do /Y Do", f"/MediaBox[0 0 595 842]{resources}", o5=form, o6=form)


def forms_within_forms(depth: int = 12, fan: int = 10) -> bytes:
    """10¹² drawings without any circle: the billion laughs of PDF."""
    forms = {
        f"o{n}": stream(
            b"/X Do " * fan if n < 4 + depth else b"0 0 9 9 re f",
            f"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X {n + 1} 0 R>>>>",
        )
        for n in range(5, 5 + depth)
    }
    return one_page(b"/X Do", "/MediaBox[0 0 9 9]/Resources<</XObject<</X 5 0 R>>>>", **forms)


def huge_picture() -> bytes:
    picture = stream(
        bytes(1000),
        "/Type/XObject/Subtype/Image/Width 2000000000/Height 2000000000"
        "/BitsPerComponent 8/ColorSpace/DeviceRGB",
    )
    return one_page(
        b"595 0 0 842 0 0 cm /X Do",
        "/MediaBox[0 0 595 842]/Resources<</XObject<</X 5 0 R>>>>",
        o5=picture,
    )


def twice_deflated() -> bytes:
    packed = zlib.compress(zlib.compress(bytes(200_000_000), 9), 9)
    content = (
        f"<</Length {len(packed)}/Filter[/FlateDecode/FlateDecode]>>\nstream\n".encode()
        + packed
        + b"\nendstream"
    )
    page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>"
    return pdf({1: _CATALOGUE, 2: _ONE_PAGE, 3: page, 4: content})


def many_words() -> bytes:
    """A page with two million glyphs, each placed on its own."""
    return one_page(b"BT /F 1 Tf " + b"1 0 0 1 9 9 Tm (ab) Tj " * 1_000_000 + b"ET")


# --- others ---------------------------------------------------------------------------------


def picture(width: int, height: int) -> bytes:
    """A PNG that announces its size and holds nothing like it."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        crc = struct.pack(">I", zlib.crc32(kind + content))
        return struct.pack(">I", len(content)) + kind + content + crc

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress(bytes(10_000_000), 9)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    )


MAGIC = {
    "docx": b"PK\x03\x04",
    "zip": b"PK\x05\x06",
    "pdf": b"%PDF-1.7\n",
    "rar": b"Rar!\x1a\x07\x01\x00",
    "7z": b"7z\xbc\xaf\x27\x1c",
    "gz": b"\x1f\x8b\x08",
    "png": b"\x89PNG\r\n\x1a\n",
    "jpg": b"\xff\xd8\xff\xe0",
    "tif": b"II*\x00",
    "gif": b"GIF89a",
    "exe": b"MZ\x90\x00",
    "html": b"<html><body>",
    "utf16": b"\xff\xfe",
    "utf8": b"\xef\xbb\xbf",
    "mhtml": b"MIME-Version: 1.0\r\n",
    "none": b"",
}


def junk(magic: bytes, seed: int, size: int = 50_000) -> bytes:
    return magic + random.Random(seed).randbytes(size)


# Case → its file name and builder, and a word of the reason; "" if it may be read as well.
CASES: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "one letter": ("a.docx", one_letter, "压缩炸弹"),
    "nested zips": ("a.docx", nested_zips, "压缩包"),
    "shared bytes": ("a.zip", shared_bytes, "压缩包"),
    "100,000 entries": ("a.zip", many_entries, "压缩包"),
    "lying size": ("a.docx", lying_size, "损坏"),
    "billion laughs": ("a.docx", lambda: docx(paragraph("&l9;"), laughs()), "实体声明|损坏"),
    "laughs in styles": ("a.docx", lambda: docx(styles=f"{laughs()}<d>&l9;</d>"), "实体声明|损坏"),
    "quadratic entities": ("a.docx", quadratic, "实体声明|损坏"),
    "deep XML": ("a.docx", lambda: docx("<w:p>" * 100_000 + "</w:p>" * 100_000), "压缩炸弹"),
    "deep tables": ("a.docx", lambda: deep_tables(80), ""),
    "deeper tables": ("a.docx", lambda: deep_tables(1000), "损坏"),
    "huge attribute": (
        "a.docx",
        lambda: docx(f'<w:p w:x="{random.Random(1).randbytes(12_000_000).hex()}"/>'),
        "",
    ),
    "a million attributes": (
        "a.docx",
        lambda: docx("<w:p " + " ".join(f"a{n}='{n}'" for n in range(1_000_000)) + "/>"),
        "",
    ),
    "a million paragraphs": ("a.docx", many_paragraphs, ""),
    "circular styles": ("a.docx", circular_styles, ""),
    "endless numbers": ("a.docx", endless_numbers, ""),
    "macros": ("a.docm", lambda: docx(paragraph("正文。"), vbaProject=bytes(1000)), ""),
    "10,000 pages": ("a.pdf", many_pages, ""),
    "circular pages": ("a.pdf", circular_pages, ""),
    "circular forms": ("a.pdf", circular_forms, ""),
    "forms within forms": ("a.pdf", forms_within_forms, ""),
    "huge picture in a PDF": ("a.pdf", huge_picture, ""),
    "huge page": ("a.pdf", lambda: one_page(b"", "/MediaBox[-1e30 -1e30 1e30 1e30]"), ""),
    "deflated bomb": ("a.pdf", lambda: one_page(b" " * 200_000_000), ""),
    "twice deflated": ("a.pdf", twice_deflated, ""),
    "a million words on a page": ("a.pdf", many_words, ""),
    "deep arrays": ("a.pdf", lambda: one_page(b"", "/A " + "[" * 500_000), ""),
    "endless references": ("a.pdf", lambda: pdf({1: _CATALOGUE, 2: "2 0 R"}, "/Prev 9"), ""),
    "huge picture": ("a.png", lambda: picture(2_000_000_000, 2_000_000_000), ""),
    "deep HTML": ("a.html", lambda: b"<html>" + b"<div>" * 200_000 + "深".encode(), ""),
    "deep tables in HTML": ("a.html", lambda: b"<table><tr><td>" * 50_000 + b"x", ""),
    "open tags": ("a.html", lambda: b"<html>" + b"<" * 2_000_000, ""),
    "HTML attributes": ("a.html", lambda: b"<html><p " + b"a=b " * 2_000_000, ""),
    "Markdown brackets": ("a.md", lambda: b"[" * 200_000, ""),
    "Markdown quotes": ("a.md", lambda: b">" * 200_000 + b"x", ""),
    "Markdown emphasis": ("a.md", lambda: b"*a_ " * 200_000, ""),
    "Markdown lists": ("a.md", lambda: b"\n".join(b"  " * n + b"- a" for n in range(2000)), ""),
    "one character": ("a.txt", lambda: "甲".encode() * 16_000_000, "万字"),
    "binary as text": ("a.txt", lambda: bytes(range(32)) * 1000, "文本文件"),
} | {
    f"junk behind {name}": (f"a.{name}", lambda magic=magic: junk(magic, 1), "")
    for name, magic in MAGIC.items()
}
