"""One sentence on the review desk: left the sentence and all that is known of it, right its sources.
Every word is escaped."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from html import escape

from assistant.choices import paragraph_of
from assistant.document import (
    FACTS_ID,
    KIND_LABELS,
    VERDICT_LABELS,
    Citation,
    Draft,
    Finding,
    Sentence,
    numbered_citations,
)
from assistant.review.decision import DECISION_LABELS, Decision
from assistant.review.entries import Entry, uses_of
from assistant.review.places import place_words
from assistant.review.risk import BAND_LABELS, label_of
from assistant.review.sheet import ReviewSheet
from assistant.review.traces import WHERE_LABELS, Trace
from assistant.web.clock import hour_of
from assistant.web.marks import Mark, marks_of
from assistant.web.render import sentence_html
from assistant.web.threads_html import threads_html
from corpus.report import Paragraph, Report, period_label

_SEVERITIES = {"error": "须改", "warning": "留意", "info": "提示"}
_MEANINGS = {"fact": "事实出自来源", "wording": "写法参照往年，不证明事实"}


@dataclass(frozen=True)
class Shared:
    """What all cards of a section share."""

    draft: Draft
    is_signed: bool
    total: int
    labels: dict[str, str]
    marks: dict[str, Mark]
    uses: dict[str, tuple[str, ...]]
    report_of: Callable[[str], Report | None]
    replaced_by: Callable[[str], str | None]

    @classmethod
    def of(
        cls,
        sheet: ReviewSheet,
        is_signed: bool,
        report_of: Callable[[str], Report | None],
        replaced_by: Callable[[str], str | None],
    ) -> Shared:
        draft = sheet.draft
        return cls(
            draft, is_signed, len(sheet.entries), numbered_citations(draft), marks_of(draft),
            uses_of(draft), cache(report_of), cache(replaced_by),
        )  # fmt: skip


def card_html(place: int, entry: Entry, shared: Shared) -> str:
    """Hidden until review.js shows it."""
    i = escape(entry.id, quote=True)
    why = "、".join(entry.risk.reasons) or "没有疑点"
    return (
        f'<article class="card" data-sentence="{i}" data-on="{entry.stands_on}" hidden>'
        f'<div class="card-left"><p class="rank {entry.risk.band}"><b>第 {place} / {shared.total} 句</b>'
        f"<span>{escape(entry.place)}</span><em>{BAND_LABELS[entry.risk.band]}：{escape(why)}</em></p>"
        f"{_paragraph_html(entry, shared)}{_acts_html(entry, shared)}"
        f"{_known_html(entry, shared)}{threads_html(entry.threads, reviewing=True)}</div>"
        f'<div class="card-right">{_sources_html(entry, shared)}</div></article>'
    )


# --- left -------------------------------------------------------------------------------------


def _paragraph_html(entry: Entry, shared: Shared) -> str:
    """The sentence as the drafting paper draws it, the others of its paragraph as they read."""
    draft, block = shared.draft, entry.id.partition(".")[0]
    marker, members = "", draft.lead
    if block != "lead":
        item = draft.items[int(block) - 1]
        marker, members = item.marker, item.all_sentences
    words = "".join(_sentence_html(s, entry, shared) for s in members)
    return f'<p class="in-place">{escape(marker)}{words}</p>'


def _sentence_html(sentence: Sentence, entry: Entry, shared: Shared) -> str:
    if sentence.id == entry.id:
        words = sentence_html(sentence, shared.labels, shared.marks[sentence.id], prefix="r")
        return f'<span class="now">{words}</span>'
    i = escape(sentence.id, quote=True)
    return f'<span class="beside" data-review="go" data-of="{i}">{escape(sentence.text)}</span>'


def _acts_html(entry: Entry, shared: Shared) -> str:
    told = ""
    if entry.decision:
        told = f'<p class="decided {entry.decision.verb}">{_decision_words(entry.decision)}</p>'
    elif entry.fell:
        told = (
            f'<p class="decided fell">原来的结论“{_decision_words(entry.fell)}”已失效：'
            "之后这一句的文字或出处改过，请重新核</p>"
        )
    if shared.is_signed:
        return f'{told}<p class="frozen">已定稿，结论和文字都已封存</p>'
    verb = entry.decision.verb if entry.decision else ""
    buttons = [
        _act("passed", "1", "通过", verb == "passed"),
        _act("returned", "2", "退回", verb == "returned"),
        _act("comment", "3", "意见"),
    ]
    if entry.decision:
        buttons.append(_act("undecide", "0", "撤回结论"))
    if entry.lock:
        buttons.append(_act("unlock", "4", "解除锁定"))
    elif verb == "passed":
        buttons.append(_act("lock", "4", "锁定"))
    locked = (
        f'<p class="locked">已由{escape(entry.lock.by)}锁定，别人改不了</p>' if entry.lock else ""
    )
    return f'<div class="decide">{"".join(buttons)}</div>{told}{locked}'


def _act(deed: str, key: str, label: str, is_pressed: bool = False) -> str:
    return (
        f'<button type="button" class="{deed}" data-review="{deed}"'
        f' aria-pressed="{"true" if is_pressed else "false"}" aria-keyshortcuts="{key}">'
        f"<kbd>{key}</kbd> {label}</button>"
    )


def _decision_words(decision: Decision) -> str:
    at = hour_of(decision.at)
    note = f"：{decision.note}" if decision.note else ""
    return escape(f"{DECISION_LABELS[decision.verb]} · {decision.by} · {at}{note}")


def _known_html(entry: Entry, shared: Shared) -> str:
    sentence = entry.sentence
    rows = [
        f'<dt>核验</dt><dd><b class="verdict {sentence.verdict}">'
        f"{VERDICT_LABELS[sentence.verdict]}</b></dd>"
    ]
    if entry.traces:
        figures = "".join(_trace_html(trace, shared) for trace in entry.traces)
        rows.append(f'<dt>数字名称</dt><dd><ul class="traces">{figures}</ul></dd>')
    if entry.findings:
        found = "".join(_finding_html(finding) for finding in entry.findings)
        rows.append(f'<dt>核验项</dt><dd><ul class="found">{found}</ul></dd>')
    if sentence.adaptations:
        changes = "".join(
            f"<li><del>{escape(a.before)}</del> → <ins>{escape(a.after)}</ins>"
            f" <small>{escape(a.reason)}</small></li>"
            for a in sentence.adaptations
        )
        rows.append(f'<dt>借用时改动</dt><dd><ul class="changes">{changes}</ul></dd>')
    return f'<dl class="about-it">{"".join(rows)}</dl>'


def _trace_html(trace: Trace, shared: Shared) -> str:
    where = WHERE_LABELS[trace.where]
    if trace.citation is None:
        return f'<li class="{trace.where}"><b>{escape(trace.token)}</b> {where}</li>'
    key, label = escape(trace.citation.key, quote=True), escape(shared.labels[trace.citation.key])
    return (
        f'<li class="{trace.where}"><b>{escape(trace.token)}</b> {where}'
        f'<button type="button" data-review="cite" data-key="{key}">〔{label}〕</button></li>'
    )


def _finding_html(finding: Finding) -> str:
    about = [finding.rule or label_of(finding)]
    if finding.basis:
        about.append(finding.basis)
    return (
        f'<li class="{finding.severity}"><b>{_SEVERITIES[finding.severity]}</b>'
        f"{escape(finding.message)} <small>{escape(' · '.join(about))}</small></li>"
    )


# --- right ------------------------------------------------------------------------------------


def _sources_html(entry: Entry, shared: Shared) -> str:
    cited = {c.key: c for c in entry.sentence.citations}
    if not cited:
        return (
            '<div class="cited none"><h4>这一句没有出处</h4>'
            "<p>它不引往年报告，也不引拟稿人的素材：请按你所知核对，或退回。</p></div>"
        )
    tabs = "".join(
        f'<button type="button" class="{c.kind}" data-review="cite" data-key="{escape(key, quote=True)}"'
        f' aria-selected="false">〔{escape(shared.labels[key])}〕{KIND_LABELS[c.kind]}</button>'
        for key, c in cited.items()
    )
    switch = "<small><kbd>←</kbd> <kbd>→</kbd> 换一处</small>" if len(cited) > 1 else ""
    panels = "".join(_cited_html(c, entry, shared) for c in cited.values())
    return f'<nav class="cited-tabs" role="tablist" aria-label="出处">{tabs}{switch}</nav>{panels}'


def _cited_html(citation: Citation, entry: Entry, shared: Shared) -> str:
    key = escape(citation.key, quote=True)
    clause = entry.sentence.text[citation.clause_start : citation.clause_end]
    holds = f'<p class="holds">支撑：<q>{escape(clause)}</q></p>' if clause else ""
    head = (
        f'<header><span class="kind {citation.kind}">{KIND_LABELS[citation.kind]}</span>'
        f"<b>{escape(citation.report_title)}</b><small>{_MEANINGS[citation.kind]}</small></header>"
    )
    if citation.report_id == FACTS_ID:
        body = f'<blockquote class="words"><mark>{escape(citation.quote)}</mark></blockquote>'
        of = ""
    else:
        of = f' data-paragraph="{escape(citation.paragraph_id, quote=True)}"'
        body = _from_report_html(citation, shared)
    return (
        f'<section class="cited {citation.kind}" data-key="{key}"{of} hidden>{head}{holds}{body}'
        f"{_used_html(citation, entry, shared)}</section>"
    )


def _from_report_html(citation: Citation, shared: Shared) -> str:
    report = shared.report_of(citation.report_id)
    paragraph = paragraph_of(report, citation.paragraph_id) if report else None
    page = report.page_of(citation.start) if report else 0
    path = " › ".join((period_label(citation.period), *citation.section_path))
    place = f'<p class="path">{escape(path)}{f" · 第 {page} 页" if page else ""}</p>'
    if (
        report is None
        or paragraph is None
        or report.quote(citation.start, citation.end) != citation.quote
    ):
        return f'{place}<p class="changed">来源已变更：原文已不在资料库中的原处。</p>'
    old = ""
    if shared.replaced_by(citation.report_id) is not None:
        old = '<p class="changed">来源已变更：这份报告已有新版本，下面是旧版原文。</p>'
    before = report.quote(paragraph.start, citation.start)
    after = report.quote(citation.end, paragraph.end)
    return (
        f"{place}{old}{_neighbour_html(report, paragraph, -1)}"
        f'<blockquote class="words">{escape(before)}<mark>{escape(citation.quote)}</mark>'
        f"{escape(after)}</blockquote>{_neighbour_html(report, paragraph, 1)}"
    )


def _neighbour_html(report: Report, paragraph: Paragraph, step: int) -> str:
    index = paragraph.ordinal + step
    name = "前一段" if step < 0 else "后一段"
    if not 0 <= index < len(report.paragraphs):
        return f'<p class="neighbour"><b>{name}</b>（没有了）</p>'
    other = report.paragraphs[index]
    return (
        f'<p class="neighbour" data-review="unfold" title="点一下看全段"><b>{name}</b>'
        f"{escape(report.quote(other.start, other.end))}</p>"
    )


def _used_html(citation: Citation, entry: Entry, shared: Shared) -> str:
    """The other way round: which sentences of the draft use this paragraph."""
    places = "".join(
        f'<button type="button" data-review="go" data-of="{escape(i, quote=True)}"'
        f"{' disabled' if i == entry.id else ''}>{escape(place_words(i))}</button>"
        for i in shared.uses[citation.paragraph_id]
    )
    read = ""
    if citation.report_id != FACTS_ID:
        read = '<button type="button" data-do="read">在报告里看</button>'
    return f'<p class="used-by">这一段用在 {places}{read}</p>'
