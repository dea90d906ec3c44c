"""OFD files, written by hand below, become what a reader of their pages would see."""

from __future__ import annotations

import io
import zipfile

import pytest

from corpus.errors import ReadError
from corpus.readers import ofd
from corpus.readers.reading import NoteKind, Reading

SPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
LEFT, TOP, SIZE, PITCH = 28.0, 40.0, 5.6, 10.2  # millimetres
TITLE = "云溪县2023年工作总结"
FIRST = "今年以来，云溪县委坚持把党的政治建设摆在首位，压实管党治党责任，推动基层党建全面进步。"
SECOND = "全县建成标准化党支部示范点三十六个，整顿软弱涣散党组织五个，群众满意度明显提高。" * 3


def text(
    words: str, x: float = LEFT, y: float = TOP, size: float = SIZE, more: str = "", inner: str = ""
) -> str:
    """A text object with every character as wide as its font is high."""
    steps = f'DeltaX="g {len(words) - 1} {size}"' if len(words) > 1 else ""
    return (
        f'<ofd:TextObject ID="9" Boundary="{x} {y - size} 200 12" Font="1" Size="{size}" {more}>'
        f'{inner}<ofd:TextCode X="0" Y="{size}" {steps}>{words}</ofd:TextCode></ofd:TextObject>'
    )


def typeset(*paragraphs: str, lines_a_page: int = 22) -> list[str]:
    """Pages of 28 characters a line, first lines indented by two."""
    pages, y = [""], TOP
    for paragraph in paragraphs:
        rest, room = paragraph, 26
        while rest:
            if y >= TOP + PITCH * lines_a_page:
                pages.append("")
                y = TOP
            end = room - (rest[room : room + 1] in tuple("，。、"))
            pages[-1] += text(rest[:end], LEFT + (28 - room) * SIZE, y)
            rest, room = rest[end:], 28
            y += PITCH
    return pages


def content(objects: str, head: str = "") -> str:
    layer = f'<ofd:Layer ID="2">{objects}</ofd:Layer>'
    return f"<ofd:Page {SPACE}>{head}<ofd:Content>{layer}</ofd:Content></ofd:Page>"


def package(
    *pages: str,
    template: str = "",
    place: str = "Pages/Page_{}/Content.xml",
    more: dict[str, str] | None = None,
) -> bytes:
    """An OFD file of page objects; `place` is how the document names its pages."""
    used = '<ofd:Template TemplateID="70" ZOrder="Background"/>' if template else ""
    tree = f'<ofd:TemplatePage ID="70" BaseLoc="{place.format("T")}"/>' if template else ""
    listed = "".join(f'<ofd:Page ID="{n}" BaseLoc="{place.format(n)}"/>' for n in range(len(pages)))
    parts = {
        "OFD.xml": f"<ofd:OFD {SPACE}><ofd:DocBody><ofd:DocInfo><ofd:Title>年度总结</ofd:Title>"
        "</ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {SPACE}><ofd:CommonData><ofd:PageArea>"
        f"<ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>{tree}</ofd:CommonData>"
        f"<ofd:Pages>{listed}</ofd:Pages></ofd:Document>",
        "Doc_0/Pages/Page_T/Content.xml": content(template),
    }
    for n, objects in enumerate(pages):
        parts[f"Doc_0/Pages/Page_{n}/Content.xml"] = content(objects, used)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, part in (parts | (more or {})).items():
            archive.writestr(name, part)
    return stream.getvalue()


def read(*pages: str, template: str = "") -> Reading:
    return ofd.read(package(*pages, template=template), "总结.ofd")


def noted(reading: Reading, kind: NoteKind) -> list[str]:
    return [note.text for note in reading.notes if note.kind == kind]


def test_a_report_is_read_paragraph_by_paragraph() -> None:
    pages = typeset(FIRST, SECOND, FIRST, lines_a_page=4)
    pages[0] = text(TITLE, 60, 25, 7.8) + pages[0]
    numbered = [page + text(f"—{n}—", 100, 280, 5) for n, page in enumerate(pages, 1)]
    result = read(*numbered, template=text("云溪县委办公室印", 30, 12, 3.2))
    assert result.text.split("\n") == [TITLE, FIRST, SECOND, FIRST]
    assert len(result.pages) == len(pages)
    assert set(noted(result, NoteKind.FURNITURE)) == {
        f"—1—（{len(pages)} 页）",
        f"云溪县委办公室印（{len(pages)} 页）",
    }


WHITE = '<ofd:FillColor Value="255 255 255"/>'
BAR = (
    '<ofd:PathObject ID="5" Boundary="20 30 150 15" Fill="true">{}'
    "<ofd:AbbreviatedData>M 0 0 L 150 0 L 150 15 L 0 15 C</ofd:AbbreviatedData></ofd:PathObject>"
)
BLUE = BAR.format('<ofd:FillColor Value="0 0 200"/>')
HIDDEN = [
    ("invisible", text("密语", more='Visible="false"')),
    ("in an invisible block", f'<ofd:PageBlock Visible="false">{text("密语")}</ofd:PageBlock>'),
    ("white", text("密语", inner=WHITE)),
    ("white, in hexadecimal", text("密语", inner='<ofd:FillColor Value="#FF #FF #FF"/>')),
    ("sheer", text("密语", more='Alpha="0"')),
    ("sheer colour", text("密语", inner='<ofd:FillColor Value="0 0 0" Alpha="0"/>')),
    ("not filled", text("密语", more='Fill="false"')),
    ("tiny", text("密语", size=0.3)),
    ("off the page", text("密语", x=230)),
    ("covered", text("密语") + BLUE),
]


@pytest.mark.parametrize("objects", [case[1] for case in HIDDEN], ids=[c[0] for c in HIDDEN])
def test_what_cannot_be_seen_is_left_out_and_reported(objects: str) -> None:
    result = read(objects + text("公开报告", y=200))
    assert result.text == "公开报告"
    assert noted(result, NoteKind.HIDDEN) == ["密语"]


@pytest.mark.parametrize(
    "objects",
    [
        BLUE + text("可见", inner=WHITE),
        text("可见", inner='<ofd:FillColor Value="200 0 0"/>'),
        f"<ofd:PageBlock><ofd:PageBlock>{text('可见')}</ofd:PageBlock></ofd:PageBlock>",
        text("可见", more='Fill="false" Stroke="true"'),
        text("可见", more='CTM="1 0 0 1 3 2"'),
    ],
    ids=["white on blue", "red", "in blocks", "outlined", "moved"],
)
def test_what_can_be_seen_is_taken(objects: str) -> None:
    result = read(objects)
    assert (result.text, result.notes) == ("可见", ())


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ('X="0" Y="5" DeltaX="g 3 5.6"', "党建工作"),
        ('X="0" Y="5" DeltaX="5.6 g 2 5.6"', "党建工作"),
        ('X="0" Y="5" DeltaX="g 999999999 5.6"', "党建工作"),
        ('X="0" Y="5" DeltaX="g x y"', "党建工作"),
        ('X="0" Y="5"', "党建工作"),
        ('X="nan" Y="5" DeltaX="5.6"', "党建工作"),
    ],
)
def test_distances_are_read_as_the_standard_writes_them(code: str, words: str) -> None:
    one = f'<ofd:TextObject ID="1" Boundary="30 40 90 9" Font="1" Size="5.6"><ofd:TextCode {code}>'
    assert read(f"{one}{words}</ofd:TextCode></ofd:TextObject>").text == words


def test_watermarks_are_furniture() -> None:
    slanted = text("内部使用", 60, 120, 12, more='CTM="0.7 0.7 -0.7 0.7 0 0"')
    result = read(typeset(FIRST)[0] + slanted)
    assert result.text == FIRST
    assert noted(result, NoteKind.FURNITURE) == ["内部使用"]


def test_pictures_comments_and_attachments_are_reported() -> None:
    image = '<ofd:ImageObject ID="6" Boundary="30 200 40 40" ResourceID="1"/>'
    note = f'<ofd:PageAnnot {SPACE}><ofd:Annot Type="{{}}"><ofd:Appearance>{{}}</ofd:Appearance>'
    more = {
        "Doc_0/Annots/Page_0/Annotation.xml": note.format("Stamp", text("请核实"))
        + "</ofd:Annot></ofd:PageAnnot>",
        "Doc_0/Annots/Page_1/Annotation.xml": note.format("Watermark", text("内部使用"))
        + "</ofd:Annot></ofd:PageAnnot>",
        "Doc_0/Attachs/Attachments.xml": f"<ofd:Attachments {SPACE}/>",
    }
    result = ofd.read(package(typeset(FIRST)[0] + image, more=more), "a.ofd")
    assert result.text == FIRST
    assert noted(result, NoteKind.IGNORED) == ["图片（第 1 页）", "附件"]
    assert noted(result, NoteKind.COMMENT) == ["请核实"]
    assert noted(result, NoteKind.FURNITURE) == ["内部使用"]


@pytest.mark.parametrize(
    "place",
    ["/Doc_0/Pages/Page_{}/Content.xml", "./Pages/Page_{}/Content.xml", "../Doc_0/Pages/Page_{}/"
     "Content.xml", "../../../Doc_0/Pages/Page_{}/Content.xml"],
)  # fmt: skip
def test_locations_are_names_inside_the_package(place: str) -> None:
    assert ofd.read(package(*typeset(FIRST), place=place), "a.ofd").text == FIRST


GLYPHS = (
    '<ofd:TextObject ID="1" Boundary="30 40 90 9" Font="1" Size="5.6"><ofd:CGTransform'
    ' CodePosition="0" CodeCount="20" GlyphCount="20"><ofd:Glyphs>1 2 3</ofd:Glyphs>'
    '</ofd:CGTransform><ofd:TextCode X="0" Y="5"></ofd:TextCode></ofd:TextObject>'
)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (package(*typeset(FIRST))[:-300], "损坏"),
        (package(), "损坏"),
        (package("<broken"), "损坏"),
        (package(*typeset(FIRST), more={"OFD.xml": "<!DOCTYPE a []><a/>"}), "实体声明"),
        (package(*typeset(FIRST), place="../../etc/passwd"), "缺少 ../../etc/passwd"),
        (package(*typeset(FIRST), more={"Encryptions.xml": "<a/>"}), "已加密"),
        (package(GLYPHS), "只有字形"),
        (package(text("\ue123\ue124\ue125" * 9) + text("共")), "只有字形"),
        (package('<ofd:ImageObject ID="6" Boundary="0 0 210 297" ResourceID="1"/>'), "扫描图片"),
    ],
    ids=["cut", "empty", "broken", "doctype", "missing", "locked", "glyphs", "private", "scan"],
)
def test_what_cannot_be_read_is_refused_with_a_reason(data: bytes, reason: str) -> None:
    with pytest.raises(ReadError, match=reason):
        ofd.read(data, "a.ofd")


def test_limits_stop_the_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ofd, "MAX_PAGES", 1)
    with pytest.raises(ReadError, match="超过 1 页"):
        read(*typeset(FIRST), *typeset(FIRST))
    monkeypatch.setattr(ofd, "MAX_CHARACTERS", 20)
    with pytest.raises(ReadError, match="请拆分后再入库"):
        read(*typeset(FIRST))


def test_properties_are_told() -> None:
    assert ofd.properties(package(*typeset(FIRST))) == "年度总结"
