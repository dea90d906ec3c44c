"""What the file says of itself: which tool made it, whether a model wrote, who answers for it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from importlib.metadata import version
from xml.sax.saxutils import escape, quoteattr

from docx.document import Document
from docx.opc.constants import CONTENT_TYPE as TYPE
from docx.opc.constants import RELATIONSHIP_TYPE as KIND
from docx.opc.packuri import PackURI
from docx.opc.part import Part

from assistant.document import Draft
from assistant.exporting.xml import writable

LABEL = "由拟稿辅助起草，内容由使用单位核定"
_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_CUSTOM = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_EXTENDED = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
_FORMAT = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def is_model_written(draft: Draft) -> bool:
    """Whether a language model wrote any sentence of it."""
    return draft.writer == "model" or any(s.by_model for s in draft.sentences())


def label_of(drafts: Sequence[Draft]) -> str:
    """The line that tells readers; it names a model where one wrote."""
    by = "（含语言模型生成的文字）" if any(map(is_model_written, drafts)) else ""
    return f"（本稿{LABEL}{by}）"


def write_properties(
    document: Document, drafts: Sequence[Draft], title: str, form: str, at: datetime
) -> None:
    """Core and custom properties, and the name of the program in place of python-docx's."""
    core = document.core_properties
    core.title, core.author, core.last_modified_by = writable(title), "", ""
    core.comments, core.keywords, core.subject = LABEL, "", ""
    core.language, core.revision = "zh-CN", 1
    core.created = core.modified = at
    custom = {
        "拟稿工具": f"拟稿 Nigao {version('nigao')}",
        "文件形式": form,
        "语言模型参与": "是" if any(map(is_model_written, drafts)) else "否",
        "语言模型写的句子": "、".join(_by_model(drafts)) or "无",
        "责任": "辅助起草，内容由使用人核定",
        "稿件编号": "、".join(draft.id for draft in drafts),
    }
    members = "".join(
        f'<property fmtid="{_FORMAT}" pid="{n}" name={quoteattr(name)}>'
        f"<vt:lpwstr>{escape(writable(value))}</vt:lpwstr></property>"
        for n, (name, value) in enumerate(custom.items(), 2)
    )
    _attach(
        document, "/docProps/custom.xml", TYPE.OFC_CUSTOM_PROPERTIES, KIND.CUSTOM_PROPERTIES,
        f'<Properties xmlns="{_CUSTOM}" xmlns:vt="{_TYPES}">{members}</Properties>',
    )  # fmt: skip
    _attach(
        document, "/docProps/app.xml", TYPE.OFC_EXTENDED_PROPERTIES, KIND.EXTENDED_PROPERTIES,
        f'<Properties xmlns="{_EXTENDED}"><Application>Nigao</Application></Properties>',
    )  # fmt: skip


def _by_model(drafts: Sequence[Draft]) -> list[str]:
    several = len(drafts) > 1
    return [
        f"{draft.heading} {s.id}" if several else s.id
        for draft in drafts
        for s in draft.sentences()
        if s.by_model
    ]


def _attach(document: Document, name: str, content_type: str, kind: str, xml: str) -> None:
    package = document.part.package
    part = Part(PackURI(name), content_type, (_HEAD + xml).encode(), package)
    package.relate_to(part, kind)
