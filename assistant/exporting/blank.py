"""An empty document in the national layout, made from python-docx's, of which nothing is left."""

from __future__ import annotations

import docx
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE as KIND

from assistant.exporting.fonts import FONTS, FontProfile
from assistant.exporting.page import lay_out, number_pages
from assistant.exporting.styles import write_styles
from assistant.exporting.template import Template
from assistant.exporting.xml import element, put

_KEPT = {KIND.STYLES, KIND.SETTINGS}
_MODERN = 15  # Word 2013 and later: no compatibility mode in the title bar
_WORD = "http://schemas.microsoft.com/office/word"


def blank(
    profile: FontProfile = "gb2312", template: Template | None = None, across: bool = False
) -> Document:
    """A document with our styles, or the template's where it has them; `across` turns the paper."""
    document = docx.Document()
    part = document.part
    # Themes, other styles, a thumbnail: fonts and colours that would show up somewhere.
    for identifier in [i for i, link in part.rels.items() if link.reltype not in _KEPT]:
        del part.rels[identifier]
    package = part.package
    for identifier, link in list(package.rels.items()):
        if link.reltype not in (KIND.OFFICE_DOCUMENT, KIND.CORE_PROPERTIES):
            del package.rels[identifier]
    write_styles(document.styles.element, FONTS[profile])
    _write_settings(document)
    lay_out(document, across)
    number_pages(document)
    if template is not None:
        template.lay_over(document, with_page=not across)
    return document


def _write_settings(document: Document) -> None:
    settings = document.settings.element
    for child in list(settings):
        settings.remove(child)
    put(settings, "w:zoom", percent=100)
    put(settings, "w:defaultTabStop", val=420)
    put(settings, "w:characterSpacingControl", val="doNotCompress")
    compatibility = put(settings, "w:compat")
    compatibility.append(
        element("w:compatSetting", name="compatibilityMode", uri=_WORD, val=_MODERN)
    )
