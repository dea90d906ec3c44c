"""The archive's screen as HTML. Every word of a file, its name included, passes `escape`."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from assistant.web.pending import FileLine, Pending
from corpus.catalogue import ReportSummary
from corpus.readers.reading import Note, NoteKind
from corpus.report import Item, Report, Section, period_label

_NOTE_CHARACTERS = 400
_SHOWN_ITEMS = 12
_SHOWN_NOTES = 50
_START = 26  # characters that stand for a part without a heading


def reports_html(reports: Sequence[ReportSummary]) -> str:
    """The archive's table of contents, or how to fill it."""
    if not reports:
        return (
            '<div class="empty"><h3>资料库还是空的</h3>'
            "<p>把往年的工作总结（Word、PDF、网页、文本，或打包成 .zip）拖到上面的方框里；"
            "也可以在命令行运行 <code>nigao ingest 文件夹</code>。</p></div>"
        )
    rows = "".join(
        f"<tr><td>{escape(period_label(r.period))}</td><td>{escape(r.organisation or '—')}</td>"
        f"<td>{escape(r.title)}</td><td>{r.paragraphs}</td><td>{r.characters}</td>"
        f"<td>{escape(r.file_name)}</td></tr>"
        for r in reports
    )
    return (
        f"<p>共 {len(reports)} 份报告。</p><table class='reports'><thead><tr><th>期间</th><th>单位</th>"
        f"<th>标题</th><th>段落</th><th>字数</th><th>文件</th></tr></thead><tbody>{rows}</tbody></table>"
    )


def problems_html(problems: Sequence[str]) -> str:
    """What is wrong with the indexes; nothing if all is well."""
    rows = "".join(
        f"<p>{escape(problem)}。程序打开后会在后台重建，也可运行 nigao rebuild。</p>"
        for problem in problems
    )
    return f'<div class="problems" role="alert">{rows}</div>' if rows else ""


def lines_html(lines: Sequence[FileLine]) -> str:
    """How far each file is, or what became of it."""
    if not lines:
        return ""
    done = sum(line.is_done for line in lines)
    rows = "".join(
        f'<li class="{line.outcome or "under-way"}"><b>{escape(line.label)}</b>'
        f"{escape(line.file_name)}"
        + (f"<em>{escape(line.detail)}</em>" if line.detail else "")
        + (
            f'<progress max="{line.total}" value="{line.done}"></progress>'
            if line.is_counting
            else ""
        )
        + "</li>"
        for line in lines
    )
    return f"<p>{done} / {len(lines)}</p><ul class='ingest'>{rows}</ul>"


def standing_html(pending: Pending, title_of: dict[str, str]) -> str:
    """Whether a file can come in, and what of the archive it repeats or replaces."""
    preview = pending.preview
    if preview.report is None:
        return f'<p class="refused">不能入库：{escape(preview.reason)}</p>'
    if preview.known:
        said = f"资料库里已有同样的内容：《{title_of.get(preview.known, '')}》，不会重复入库。"
        return f'<p class="known">{escape(said)}</p>'
    said = ""
    if preview.replaces:
        old = title_of.get(preview.replaces, "")
        said += f"入库后将代替旧版《{old}》；引用旧版的稿件仍能看到原文，并标“来源已变更”。"
    if preview.similar:
        others = "、".join(f"《{title_of.get(i, '')}》" for i in preview.similar)
        said += f"与{others}内容大部分相同，请确认不是同一份报告。"
    return f'<p class="known">{escape(said)}</p>' if said else ""


def section_html(report: Report, section: Section) -> str:
    """A part of the report: its heading or first words, and its items."""
    heading = section.marker + section.heading
    if not heading:
        first = report.text[section.start : section.end].strip()
        heading = f"（无标题）{first[:_START]}" + ("……" if len(first) > _START else "")
    items = "".join(_item_html(report, item) for item in section.items[:_SHOWN_ITEMS])
    more = len(section.items) - _SHOWN_ITEMS
    rest = f"<li>……另有 {more} 条</li>" if more > 0 else ""
    count = f"{len(section.items)} 条 · " if section.items else ""
    size = section.end - section.start
    return (
        f'<div class="part"><b>{escape(heading)}</b><small>{count}{size} 字</small>'
        + (f"<ul>{items}{rest}</ul>" if items else "")
        + "</div>"
    )


def _item_html(report: Report, item: Item) -> str:
    words = item.heading or report.text[item.start + len(item.marker) : item.end][:_START]
    inner = f"（{len(item.items)} 点）" if item.items else ""
    return f"<li>{escape(item.marker + words)}{inner}</li>"


def notes_html(notes: Sequence[Note]) -> str:
    """What to look at before the file is used, and what of it is not in its text."""
    cautions = "".join(
        f'<p class="warned">{escape(note.text)}</p>'
        for note in notes
        if note.kind is NoteKind.WARNING
    )
    left_out = [note for note in notes if note.kind is not NoteKind.WARNING]
    if not left_out:
        return f'<div class="notes">{cautions}<p>文件里的文字全部采用。</p></div>'
    rows = "".join(
        f'<li class="{"warned" if n.kind.is_worth_telling else ""}"><b>{n.kind.label}</b>'
        f"{escape(n.text[:_NOTE_CHARACTERS])}{'……' if len(n.text) > _NOTE_CHARACTERS else ''}</li>"
        for n in left_out[:_SHOWN_NOTES]
    )
    more = len(left_out) - _SHOWN_NOTES
    rest = f"<li>……另有 {more} 处</li>" if more > 0 else ""
    shown = " open" if any(note.kind.is_worth_telling for note in left_out) else ""
    return (
        f'<div class="notes">{cautions}<details{shown}><summary>有 {len(left_out)} 处内容没有采用'
        f"</summary><ul>{rows}{rest}</ul></details></div>"
    )
