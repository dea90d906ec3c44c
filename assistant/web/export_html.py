"""The menu of forms a draft can be taken away in. Every word of a version passes `escape`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from html import escape

from assistant.document import Draft
from assistant.exporting.export import Form
from assistant.storage.versions import VersionSummary

_FORMS: tuple[tuple[Form, str, str], ...] = (
    ("review", "送审稿", "Word：逐句的出处和核验意见作批注"),
    ("clean", "清稿", "Word：公文格式，不带批注；有待补处时先要补上"),
    ("evidence", "引用核查表", "Word：逐句列出来源、原文、核验和核稿结论"),
    ("markdown", "Markdown", "文字，出处作脚注"),
)
_MOST_VERSIONS, _LONGEST = 30, 24


def export_html(draft: Draft | None, versions: Sequence[VersionSummary]) -> str:
    """The menu; `versions` of the open section, newest first, can be compared with."""
    if draft is None:
        return '<span class="export none">导出</span>'
    return (
        '<details class="export"><summary>导出</summary><div class="forms">'
        f"{''.join(_form_html(*form, versions) for form in _FORMS)}</div></details>"
    )


def _form_html(form: Form, name: str, what: str, versions: Sequence[VersionSummary]) -> str:
    button = (
        f'<button type="button" data-do="export" data-form="{form}">'
        f"<b>{escape(name)}</b><small>{escape(what)}</small></button>"
    )
    if form == "review":
        return f'<div class="form">{button}{_since_html(versions)}</div>'
    if form == "clean":
        tick = '<label><input type="checkbox" data-yellow>有待补处也导出，标成黄色</label>'
        return f'<div class="form">{button}{tick}</div>'
    return f'<div class="form">{button}</div>'


def _since_html(versions: Sequence[VersionSummary]) -> str:
    earlier = [version for version in versions if not version.current][:_MOST_VERSIONS]
    if not earlier:
        return ""
    options = "".join(f'<option value="{v.id}">{escape(_said(v))}</option>' for v in earlier)
    return (
        '<label>以修订标出改动：<select data-since><option value="">不标</option>'
        f"{options}</select></label>"
    )


def _said(version: VersionSummary) -> str:
    name = version.name or version.instruction
    short = name if len(name) <= _LONGEST else name[:_LONGEST] + "…"
    at = datetime.fromisoformat(version.created_at).astimezone()
    return f"自 {at:%m-%d %H:%M}“{short}”以来"
