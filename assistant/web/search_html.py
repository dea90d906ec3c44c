"""The search page as HTML: hits, and a report to read. Every word passes `escape`.

What is pinned or excluded is painted by page.js; here a paragraph only carries its id.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from html import escape

from assistant.explaining import copies_line, reasons
from corpus.catalogue import Excerpt
from corpus.ranking import Hit
from corpus.relevance import LEAST
from corpus.report import Item, Paragraph, Report, Span, period_label
from corpus.search import NOTHING_NEAR, Found

_WORDY = re.compile(r"\w")
_START = 22  # characters that stand for an item or a part without a heading
_ACTS = (
    '<button type="button" data-do="pinned">置顶</button>'
    '<button type="button" data-do="excluded">不用</button>'
)
_OPEN = '<button type="button" data-do="open">打开报告</button>'
_COPY = '<button type="button" data-do="copy">复制</button>'


def welcome_html() -> str:
    return (
        '<div class="empty"><h3>查往年怎么写</h3><p>输入几个词或一句话，按意思和词句一起找，例如：'
        "村集体经济薄弱、年轻干部能力不足、党员教育针对性不强。</p>"
        "<p>每一段都可以置顶（起草时优先用上）或不用（起草时不再引用）。</p></div>"
    )


def found_html(found: Found, excerpt_of: Callable[[str], Excerpt | None]) -> str:
    """The hits as cards, best first, below what the search has to say."""
    notices = [notice for notice in found.notices if notice != NOTHING_NEAR]
    said = "".join(f'<p class="notice">{escape(notice)}</p>' for notice in notices)
    if NOTHING_NEAR in found.notices:
        below = "，下面是最接近的" if found.hits else ""
        said += f'<p class="nothing">{NOTHING_NEAR}{below}</p>'
    elif not found.hits:
        said += '<p class="nothing">没有找到段落，请换个说法，或放宽上面的条件</p>'
    cards = "".join(_hit_html(n, hit, excerpt_of) for n, hit in enumerate(found.hits, 1))
    return f'<div class="hits">{said}{cards}</div>'


def _hit_html(number: int, hit: Hit, excerpt_of: Callable[[str], Excerpt | None]) -> str:
    is_far = hit.relevance < LEAST
    why = " · ".join(reasons(hit))
    return (
        f'<article class="hit{" far" if is_far else ""}" {_id(hit.paragraph)}>'
        f'<header><span class="number">{number}</span>{_title_html(hit.excerpt)}</header>'
        f'<p class="words" title="点一下看全文">{_marked_html(hit.text, hit.marks)}</p>'
        f'<p class="why"><b>为什么在这里</b><span class="near" style="--near:{hit.relevance:.2f}"></span>'
        f"{escape(why)}{' · 不够相近' if is_far else ''}</p>"
        f'<div class="acts">{_ACTS}{_OPEN}{_COPY}</div>{_copies_html(hit, excerpt_of)}</article>'
    )


def _title_html(excerpt: Excerpt) -> str:
    path = " › ".join((excerpt.report_title, *excerpt.paragraph.section_path))
    page = f"第 {excerpt.page} 页" if excerpt.page else ""
    about = " · ".join(filter(None, (period_label(excerpt.period), excerpt.organisation, page)))
    return f'<span class="title">{escape(path)}</span><span class="about">{escape(about)}</span>'


def _marked_html(text: str, marks: Sequence[Span]) -> str:
    pieces, position = [], 0
    for mark in marks:
        pieces.append(escape(text[position : mark.start]))
        pieces.append(f"<mark>{escape(text[mark.start : mark.end])}</mark>")
        position = mark.end
    return "".join((*pieces, escape(text[position:])))


def _copies_html(hit: Hit, excerpt_of: Callable[[str], Excerpt | None]) -> str:
    """The paragraphs that say nearly the same; one forgotten meanwhile is left out."""
    if not hit.copies:
        return ""
    rows = "".join(
        f'<div class="copy" {_id(copy.paragraph)}>{_title_html(copy)}'
        f'<p class="words">{escape(copy.text)}</p>'
        f'<div class="acts">{_ACTS}{_OPEN}{_COPY}</div></div>'
        for copy in map(excerpt_of, hit.copies)
        if copy
    )
    all_of_them = escape(" ".join((hit.paragraph.id, *hit.copies)), quote=True)
    return (
        f'<details class="copies"><summary>{copies_line(hit)}</summary>{rows}'
        f'<button type="button" data-do="excluded" data-ids="{all_of_them}">这几段都不用</button>'
        "</details>"
    )


def _id(paragraph: Paragraph) -> str:
    return f'data-paragraph="{escape(paragraph.id, quote=True)}"'


# --- a report to read ---------------------------------------------------------------------------


def reader_html(report: Report, here: str) -> str:
    """The whole report with its tree; `here` is the id of the paragraph to show."""
    outline = report.outline
    about = " · ".join(filter(None, (period_label(outline.period), outline.organisation)))
    where = f'data-report="{escape(report.id, quote=True)}" data-here="{escape(here, quote=True)}"'
    return (
        f'<div class="reader" {where}><header><div><b>{escape(outline.title)}</b>'
        f"<small>{escape(about)}</small></div>"
        '<button type="button" data-do="close" title="关闭（Esc）">关闭 Esc</button></header>'
        f'<div class="acts here" data-paragraph=""><span>选中的这一段</span>{_ACTS}{_COPY}</div>'
        f'<div class="reader-body"><nav>{_tree_html(report)}</nav>'
        f'<div class="reading">{"".join(_text_html(report))}</div></div></div>'
    )


def gone_html() -> str:
    return '<div class="reader"><p class="nothing">这份报告已不在资料库中。</p></div>'


def _tree_html(report: Report) -> str:
    rows = ""
    for section in report.outline.sections:
        heading = section.marker + section.heading or section.role.label
        items = "".join(_branch_html(report, item) for item in section.items)
        rows += (
            f"<li>{_goto_html(report, section.start, section.end, heading)}"
            + (f"<ul>{items}</ul>" if items else "")
            + "</li>"
        )
    return f"<ul>{rows}</ul>"


def _branch_html(report: Report, item: Item) -> str:
    words = item.heading or report.text[item.start + len(item.marker) : item.end].strip()
    inner = "".join(_branch_html(report, own) for own in item.items)
    return (
        f"<li>{_goto_html(report, item.start, item.end, item.marker + words)}"
        + (f"<ul>{inner}</ul>" if inner else "")
        + "</li>"
    )


def _goto_html(report: Report, start: int, end: int, words: str) -> str:
    """A way to the first paragraph of a part; words alone if it has none."""
    first = next((p for p in report.paragraphs if p.end > start and p.start < end), None)
    said = escape(words[:_START] + ("……" if len(words) > _START else ""))
    if first is None:
        return f"<span>{said}</span>"
    goto = escape(first.id, quote=True)
    return f'<button type="button" data-goto="{goto}">{said}</button>'


def _text_html(report: Report) -> Iterator[str]:
    """Every line of the report in order, the paragraphs with their ids."""
    position, page = 0, 0
    for paragraph in sorted(report.paragraphs, key=lambda p: p.start):
        yield _between_html(report.text[position : paragraph.start])
        now = report.page_of(paragraph.start)
        label = f'<i class="page">第 {now} 页</i>' if now != page else ""
        page = now
        words = report.quote(paragraph.start, paragraph.end)
        lines = "".join(f"<p>{escape(line)}</p>" for line in words.split("\n") if line.strip())
        yield f'{label}<div class="passage" {_id(paragraph)}>{lines}</div>'
        position = max(position, paragraph.end)
    yield _between_html(report.text[position:])


def _between_html(text: str) -> str:
    """Titles and headings: what belongs to no paragraph."""
    return "".join(
        f'<p class="between">{escape(line.strip())}</p>'
        for line in text.split("\n")
        if _WORDY.search(line)
    )
