"""Elements of WordprocessingML in the order of its schema, which Word insists on.

ECMA-376 part 1, §17: CT_PPr, CT_RPr, CT_SectPr, CT_Style, CT_Settings, CT_TblPr, CT_TrPr, CT_TcPr;
only elements that are written here or may come from a template.
"""

from __future__ import annotations

import re
from typing import Any

from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement

Element = Any  # lxml's, which docx does not type
_ORDER = {
    "w:pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers"
    " pBdr shd tabs suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE"
    " autoSpaceDN bidi adjustRightInd snapToGrid spacing ind contextualSpacing mirrorIndents"
    " suppressOverlap jc textDirection textAlignment textboxTightWrap outlineLvl divId cnfStyle rPr"
    " sectPr pPrChange",
    "w:rPr": "ins del moveFrom moveTo rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline"
    " shadow emboss imprint noProof snapToGrid vanish webHidden color spacing w kern position sz szCs"
    " highlight u effect bdr shd fitText vertAlign rtl cs em lang eastAsianLayout specVanish oMath",
    "w:sectPr": "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc"
    " pgBorders lnNumType pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter"
    " docGrid printerSettings",
    "w:style": "name aliases basedOn next link autoRedefine hidden uiPriority semiHidden"
    " unhideWhenUsed qFormat locked personal personalCompose personalReply rsid pPr rPr tblPr trPr tcPr"
    " tblStylePr",
    "w:settings": "zoom trackRevisions defaultTabStop evenAndOddHeaders characterSpacingControl compat",
    "w:tblPr": "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc"
    " tblCellSpacing tblInd tblBorders shd tblLayout tblCellMar tblLook",
    "w:trPr": "cantSplit tblHeader",
    "w:tcPr": "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText"
    " vAlign hideMark",
}  # fmt: skip
ORDER = {
    parent: {qn(f"w:{name}"): place for place, name in enumerate(names.split())}
    for parent, names in _ORDER.items()
}
# XML has no way to write these, so a file with one of them could not be made.
_UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def writable(text: str) -> str:
    """The text without what XML cannot hold."""
    return _UNWRITABLE.sub("", text)


def element(tag: str, **attributes: str | int) -> Element:
    """``element("w:sz", val=32)``; attributes are of the same namespace."""
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    return made


def put(parent: Element, tag: str, **attributes: str | int) -> Element:
    """A child of `parent` in its place, instead of one of the same tag."""
    child = element(tag, **attributes)
    for old in parent.findall(child.tag):
        parent.remove(old)
    return add(parent, child)


def add(parent: Element, child: Element) -> Element:
    """`child` put into `parent` where the schema wants it."""
    order = ORDER[_prefixed(parent.tag)]
    place = order[child.tag]
    for index, other in enumerate(parent):
        if order.get(other.tag, -1) > place:
            parent.insert(index, child)
            return child
    parent.append(child)
    return child


def properties(parent: Element, tag: str) -> Element:
    """The ``w:pPr``, ``w:rPr`` … of an element; it comes first in it, and is made if missing."""
    found = parent.find(qn(tag))
    if found is None:
        found = element(tag)
        parent.insert(0, found)
    return found


def _prefixed(tag: str) -> str:
    return "w:" + tag.rpartition("}")[2]
