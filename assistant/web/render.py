"""Values → HTML. Every word of a report, a model or a user passes `escape` on its way out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape

from assistant.checking.citations import none_replaced
from assistant.document import (
    FACTS_ID,
    KIND_LABELS,
    Citation,
    Draft,
    DraftItem,
    Sentence,
    numbered_citations,
)
from assistant.people.roles import LOCAL, STAGE_LABELS, Group, User, standing
from assistant.review.places import place_words
from assistant.rewriting.locks import Lock
from assistant.storage import ConversationSummary
from assistant.style.fit import Fit
from assistant.web.checks_html import WRITER_LABELS, checks_html
from assistant.web.marks import Mark, marks_of
from corpus.report import Paragraph, Period, Report, period_label

_EMPTY = (
    '<div class="paper empty"><h3>稿件会出现在这里</h3>'
    "<p>在左边说明要写哪一部分、哪个期间、几条、重点写什么。</p>"
    "<p>每一句后面都有出处序号，点一下就能在右边看到往年报告里的原文。</p>"
    '<p>手上已经有稿子？<button type="button" data-do="import">改一份现成的稿子</button></p></div>'
)
NO_LOCKS: Mapping[str, Lock] = {}
_PLANNED = (
    '<div class="paper empty"><h3>提纲已列好，还没有起草</h3>'
    "<p>在“提纲”里调整次序，去掉、固定或添加题目；</p><p>满意了，点“按提纲起草”。</p></div>"
)


@dataclass(frozen=True)
class _Use:
    """A citation with the places of the draft that rest on it."""

    citation: Citation
    places: tuple[str, ...]


def draft_html(
    draft: Draft | None,
    writing: bool = False,
    fit: Fit | None = None,
    planned: bool = False,
    locks: Mapping[str, Lock] = NO_LOCKS,
) -> str:
    """The draft as a page of paper: a marker after each borrowed clause, what the checks doubt
    drawn in, and the counts below; `fit` is how far it reads like past years, `locks` by sentence.
    """
    if draft is None:
        return _PLANNED if planned else _EMPTY
    labels = numbered_citations(draft)
    marks = marks_of(draft)

    def shown(sentence: Sentence) -> str:
        return sentence_html(sentence, labels, marks[sentence.id], locks.get(sentence.id))

    lead = "".join(map(shown, draft.lead))
    items = "".join(_item_html(item, shown) for item in draft.items)
    waiting = '<p class="writing">正在起草……</p>' if writing else ""
    checks = "" if writing else checks_html(draft, fit)
    writer = WRITER_LABELS.get(draft.writer, draft.writer)
    return (
        f'<div class="paper" data-text="{escape(draft.text, quote=True)}">'
        f'<p class="period">{escape(Period.parse(draft.period).label)}'
        f'　{escape(draft.organisation)}<i class="writer">{escape(writer)}</i></p>'
        f"<h2>{escape(draft.heading)}</h2><p>{lead}</p>{items}{waiting}</div>{checks}"
    )


def sources_html(
    draft: Draft | None,
    report_of: Callable[[str], Report | None],
    replaced_by: Callable[[str], str | None] = none_replaced,
) -> str:
    """A card for each cited source, in the order of the markers."""
    if draft is None:
        return '<div class="sources empty"><p>起草之后，这里逐条列出引用的往年段落。</p></div>'
    labels = numbered_citations(draft)
    uses = _uses(draft)
    cards = "".join(
        _card_html(
            labels[key],
            use,
            report_of(use.citation.report_id),
            is_old=replaced_by(use.citation.report_id) is not None,
        )
        for key, use in uses.items()
    )
    legend = (
        '<p class="legend"><span class="kind wording">体例</span>写法参照往年，不证明事实　'
        '<span class="kind fact">依据</span>事实出自来源</p>'
    )
    return f'<div class="sources">{legend}{cards}</div>'


_GROUPS: dict[Group, str] = {
    "mine": "我的", "editing": "交我改", "review": "交我核", "others": "其他人的",
}  # fmt: skip


def history_html(conversations: Sequence[ConversationSummary], user: User = LOCAL) -> str:
    """Earlier conversations as links, grouped by how they concern the user; the address of a page
    is its conversation."""
    grouped: dict[Group, list[str]] = {group: [] for group in _GROUPS}
    for c in conversations:
        group = standing(user, c.owner, c.handed).group
        notes = [c.owner] if group != "mine" else []
        notes += (
            [f"已交{STAGE_LABELS[c.handed]}"] if c.handed and group in ("mine", "others") else []
        )
        note = f"<small>{escape(' · '.join(notes))}</small>" if notes else ""
        grouped[group].append(
            f'<li><a href="/?c={escape(c.id, quote=True)}">{escape(c.title)}</a>{note}</li>'
        )
    filled = [group for group, links in grouped.items() if links]
    lists = "".join(
        (f"<h5>{_GROUPS[group]}</h5>" if filled != ["mine"] else "")
        + f'<ul class="history">{"".join(grouped[group])}</ul>'
        for group in filled
    )
    return lists or '<ul class="history"><li>还没有以前的会话</li></ul>'


def waiting_of(user: User, conversations: Sequence[ConversationSummary]) -> str:
    """What others have handed to the user, in numbers: " · 交我核 2"; "" if nothing."""
    groups = [standing(user, c.owner, c.handed).group for c in conversations]
    handed: tuple[Group, ...] = ("editing", "review")
    return "".join(f" · {_GROUPS[g]} {groups.count(g)}" for g in handed if g in groups)


# --- draft ------------------------------------------------------------------------------------


def _item_html(item: DraftItem, shown: Callable[[Sentence], str]) -> str:
    body = "".join(map(shown, item.sentences))
    heading = f"<strong>{escape(item.marker)}{shown(item.heading)}</strong>"
    return f'<p class="item">{heading}{body}{by_model_html(item.all_sentences)}</p>'


def by_model_html(sentences: Iterable[Sentence]) -> str:
    """A label on an item that a language model wrote."""
    count = sum(s.by_model for s in sentences)
    said = f"这一条有 {count} 句由语言模型写成，请逐句核对"
    return f'<i class="by-model" title="{said}">模型起草</i>' if count else ""


def sentence_html(
    sentence: Sentence,
    labels: dict[str, str],
    mark: Mark,
    lock: Lock | None = None,
    prefix: str = "s",
) -> str:
    """The sentence with each cited clause in a span of its own and its marker behind it; a locked
    one with a sign, and who locked it when and why in its tool tip. `prefix` keeps its id apart
    from that on another screen."""
    pieces: list[str] = []
    position = 0
    for citation in sorted(sentence.citations, key=lambda c: (c.clause_start, c.clause_end)):
        start, end = max(position, citation.clause_start), max(position, citation.clause_end)
        pieces.append(_words_html(sentence, mark, position, start))
        key, label = escape(citation.key, quote=True), escape(labels[citation.key])
        # The last character keeps its marker: a line never begins with one.
        cut = max(start, end - 1)
        clause, last = (_words_html(sentence, mark, *s) for s in ((start, cut), (cut, end)))
        pieces.append(
            f'<span class="clause" data-key="{key}">{clause}<span class="keep">{last}'
            f'<a class="cite {citation.kind}" data-key="{key}" href="#src-{key}"'
            f' title="{KIND_LABELS[citation.kind]}">〔{label}〕</a></span></span>'
        )
        position = end
    pieces.append(_words_html(sentence, mark, position, len(sentence.text)))
    held = lock_words(lock) if lock else ""
    said = escape("；".join(filter(None, (held, *mark.said))), quote=True)
    told = f' title="{said}" data-said="{said}"' if said else ""
    if held:
        told += f' data-lock="{escape(held, quote=True)}"'
    copied = " copied" if "copied" in mark.tags else ""
    # A calm sentence is no stop of the Tab key.
    stop = "" if mark.is_calm else ' tabindex="0"'
    return (
        f'<span class="sentence{copied}" id="{prefix}-{escape(sentence.id, quote=True)}"'
        f' data-marks="{" ".join(sorted(mark.tags))}"{told}{stop}>{"".join(pieces)}</span>'
    )


def lock_words(lock: Lock) -> str:
    """王改稿 10:32 锁定：书记改定."""
    why = f"：{lock.why}" if lock.why else ""
    return f"{lock.by}{time_label(lock.at)}锁定{why}"


def time_label(at: str) -> str:
    """A stored moment as people here read it, without what goes without saying."""
    moment, today = datetime.fromisoformat(at).astimezone(), datetime.now().astimezone()
    if moment.date() == today.date():
        return f"今天{moment:%H:%M}"
    if moment.year == today.year:
        return f"{moment.month}月{moment.day}日{moment:%H:%M}"
    return f"{moment.year}年{moment.month}月{moment.day}日"


def _words_html(sentence: Sentence, mark: Mark, start: int, end: int) -> str:
    """Words of the sentence, those the checks doubt in a mark of their own."""
    end = min(end, len(sentence.text))
    return "".join(
        f'<u class="spot {tag}">{escape(sentence.text[first:last])}</u>'
        if tag
        else escape(sentence.text[first:last])
        for tag, first, last in mark.runs(start, end)
    )


# --- sources ----------------------------------------------------------------------------------


def _uses(draft: Draft) -> dict[str, _Use]:
    uses: dict[str, _Use] = {}
    for sentence in draft.sentences():
        for citation in sentence.citations:
            places = uses[citation.key].places if citation.key in uses else ()
            uses[citation.key] = _Use(citation, (*places, _place(sentence.id)))
    return uses


def _place(sentence_id: str) -> str:
    return "开头" if sentence_id.startswith("lead.") else place_words(sentence_id)


def _card_html(label: str, use: _Use, report: Report | None, is_old: bool) -> str:
    citation = use.citation
    key = escape(citation.key, quote=True)
    head = (
        f'<header><span class="number">〔{escape(label)}〕</span>'
        f'<span class="kind {citation.kind}">{KIND_LABELS[citation.kind]}</span>'
        f'<span class="title">{escape(citation.report_title)}</span></header>'
    )
    if citation.report_id == FACTS_ID:
        body = f"<blockquote><mark>{escape(citation.quote)}</mark></blockquote>"
    else:
        path = " › ".join(citation.section_path)
        period = escape(period_label(citation.period))
        page = report.page_of(citation.start) if report else 0
        place = f"{period} · {escape(path)}" + (f" · 第 {page} 页" if page else "")
        body = f'<p class="path">{place}</p>' + _quote_html(citation, report)
        if is_old:
            body = f'<p class="changed">来源已变更：这份报告已有新版本，下面是旧版原文。</p>{body}'
    used = escape("、".join(dict.fromkeys(use.places)))
    swap, of_paragraph = "", ""
    if citation.report_id != FACTS_ID:
        of_paragraph = f' data-paragraph="{escape(citation.paragraph_id, quote=True)}"'
        swap = '<button type="button" data-do="swap">换掉这个来源</button>'
    return (
        f'<article class="source" id="src-{key}" data-key="{key}"{of_paragraph} tabindex="0">'
        f'{head}{body}<p class="used">用于 {used}{swap}</p></article>'
    )


def _quote_html(citation: Citation, report: Report | None) -> str:
    """The paragraph with the cited span marked, cut out of the stored report now."""
    paragraph = _paragraph(report, citation.paragraph_id)
    if (
        report is None
        or paragraph is None
        or report.quote(citation.start, citation.end) != citation.quote
    ):
        return '<p class="changed">来源已变更：原文已不在资料库中的原处。</p>'
    before = report.quote(paragraph.start, citation.start)
    after = report.quote(citation.end, paragraph.end)
    quote = f"<blockquote>{escape(before)}<mark>{escape(citation.quote)}</mark>{escape(after)}</blockquote>"
    neighbours = "".join(
        f'<p class="neighbour"><b>{name}</b>{escape(report.quote(p.start, p.end))}</p>'
        for name, p in (
            ("前一段　", _neighbour(report, paragraph, -1)),
            ("后一段　", _neighbour(report, paragraph, 1)),
        )
        if p
    )
    return f"{quote}<details><summary>看前后段落</summary>{neighbours}</details>"


def _paragraph(report: Report | None, paragraph_id: str) -> Paragraph | None:
    return next((p for p in report.paragraphs if p.id == paragraph_id), None) if report else None


def _neighbour(report: Report, paragraph: Paragraph, step: int) -> Paragraph | None:
    index = paragraph.ordinal + step
    return report.paragraphs[index] if 0 <= index < len(report.paragraphs) else None
