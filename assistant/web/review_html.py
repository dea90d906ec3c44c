"""The review desk as HTML: what is done and what is left, the filters, the sentences in order of
risk. Every word is escaped.

Everything is in the page, since going from sentence to sentence and from source to source is the
browser's affair (review.js); what is decided goes to the server and comes back drawn anew.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from html import escape

from assistant.checking.citations import none_replaced
from assistant.document import SectionName
from assistant.review.decision import DECISION_LABELS
from assistant.review.entries import FILTERS, SHARES, Entry, counted
from assistant.review.risk import BAND_LABELS
from assistant.review.sheet import ReviewSheet
from assistant.storage.seal_rows import Seal
from assistant.web.review_card_html import Shared, card_html
from assistant.web.review_sign_html import signing_html
from corpus.report import Period, Report, Role

_KEYS = (
    ("1", "通过"), ("2", "退回"), ("3", "写意见"), ("↓", "下一句"), ("↑", "上一句"), ("→", "下一处出处"),
    ("←", "上一处"), ("0", "撤回结论"), ("4", "锁定"), ("9", "定稿"),
)  # fmt: skip
_EMPTY = (
    '<div class="empty"><h3>还没有可以核的稿子</h3>'
    "<p>先在“起草”页上起草一部分；核稿时，最该看的句子排在最前面，出处就在旁边。</p></div>"
)


def review_html(
    sheet: ReviewSheet | None,
    sections: Sequence[SectionName] = (),
    seal: Seal | None = None,
    report_of: Callable[[str], Report | None] = lambda _: None,
    replaced_by: Callable[[str], str | None] = none_replaced,
) -> str:
    """The whole desk; `sections` are those that can be turned to."""
    if sheet is None:
        return _EMPTY
    shared = Shared.of(sheet, seal is not None, report_of, replaced_by)
    counts = counted(sheet.entries)
    queue = "".join(_line_html(n, entry) for n, entry in enumerate(sheet.entries, 1))
    cards = "".join(card_html(n, entry, shared) for n, entry in enumerate(sheet.entries, 1))
    signed = " is-signed" if seal else ""
    return (
        f'<div class="review{signed}" data-section="{sheet.draft.section}">'
        f"{_head_html(sheet, sections, seal, counts)}{_filters_html(counts)}"
        f'<div class="review-body"><ol class="queue" aria-label="句子，按风险排列">{queue}'
        '<li class="none" hidden>没有这样的句子</li></ol>'
        f'<div class="cards">{cards}</div>{signing_html(sheet, seal)}</div>{_keys_html()}</div>'
    )


def _head_html(
    sheet: ReviewSheet,
    sections: Sequence[SectionName],
    seal: Seal | None,
    counts: Mapping[str, int],
) -> str:
    draft = sheet.draft
    tabs = "".join(
        f'<button type="button" data-review="section" data-of="{name}"'
        f' aria-selected="{"true" if name == draft.section else "false"}">{Role(name).label}</button>'
        for name in sections
    )
    left = len(sheet.in_the_way)
    if seal:
        said, state = "已定稿", "done"
    else:
        said, state = (f"定稿（还有 {left} 项）", "") if left else ("可以定稿了", "ready")
    return (
        f'<header class="review-head"><div class="about"><span class="section-tabs">{tabs}</span>'
        f"<small>{escape(Period.parse(draft.period).label)}　{escape(draft.organisation)}</small></div>"
        f"{_coverage_html(sheet, counts)}"
        f'<button type="button" class="to-sign {state}" data-review="signing">{said}'
        " <kbd>9</kbd></button></header>"
    )


def _coverage_html(sheet: ReviewSheet, counts: Mapping[str, int]) -> str:
    """How much is decided, cited and of which kind, and proven; each part leads to its sentences."""
    total = len(sheet.entries)
    both = counts["fact"] + counts["wording"] + counts["uncited"]
    assert both == total, "every sentence cites a fact, wording only, or nothing"
    bars = (
        ("核定", f"{sheet.decided} / {total} 句", ("passed", "returned", "open")),
        ("出处", f"依据 {counts['fact']} · 体例 {counts['wording']} · 无 {counts['uncited']}",
         ("fact", "wording", "uncited")),
        ("事实有据", f"{counts['proven']} 句", ("proven",)),
    )  # fmt: skip
    parts = []
    for name, said, shares in bars:
        pieces = "".join(_share_html(share, counts[share], total) for share in shares)
        parts.append(f'<div class="bar"><b>{name}</b><span>{pieces}</span><i>{said}</i></div>')
    return f'<div class="coverage">{"".join(parts)}</div>'


def _share_html(name: str, count: int, total: int) -> str:
    if not count:
        return ""
    label = {**FILTERS, **SHARES}[name].label
    return (
        f'<button type="button" class="{name}" style="flex-basis:{count / total:.1%}"'
        f' data-review="filter" data-of="{name}" data-label="{label}"'
        f' title="{label} {count} 句，点一下只看这些"></button>'
    )


def _filters_html(counts: Mapping[str, int]) -> str:
    chips = "".join(
        f'<button type="button" data-review="filter" data-of="{name}" aria-pressed="false"'
        f"{'' if counts[name] else ' disabled'}>{f.label} <b>{counts[name]}</b></button>"
        for name, f in FILTERS.items()
    )
    return (
        f'<nav class="review-filters" aria-label="筛选">{chips}'
        '<button type="button" class="shared" data-review="filter" data-of="all" hidden></button>'
        '<span class="rank-note">排列：没有结论的在前；其中须改的最前，其次无依据、部分支持、'
        "待补或过期，再次带数字的</span></nav>"
    )


def _line_html(place: int, entry: Entry) -> str:
    holds = " ".join(n for n, f in {**FILTERS, **SHARES}.items() if f.holds(entry))
    verb = entry.decision.verb if entry.decision else ""
    marks = []
    if entry.decision:
        marks.append(f'<em class="{verb}">{DECISION_LABELS[entry.decision.verb]}</em>')
    elif entry.fell:
        marks.append('<em class="fell">改过，须重核</em>')
    if entry.open_threads:
        marks.append(f'<em class="said">意见 {len(entry.open_threads)}</em>')
    if entry.lock:
        marks.append("<em>已锁定</em>")
    why = escape("、".join(entry.risk.reasons[:3]) or "没有疑点")
    i = escape(entry.id, quote=True)
    return (
        f'<li class="{entry.risk.band}" data-sentence="{i}" data-holds="{holds}" data-verb="{verb}">'
        f'<button type="button" data-review="go" data-of="{i}"><span class="line-head">'
        f"<b>{place}</b><small>{escape(entry.place)}</small>{''.join(marks)}</span>"
        f'<span class="words">{escape(entry.sentence.text)}</span>'
        f'<span class="why"><i>{BAND_LABELS[entry.risk.band]}</i>{why}</span></button></li>'
    )


def _keys_html() -> str:
    keys = "".join(f"<span><kbd>{key}</kbd>{said}</span>" for key, said in _KEYS)
    return (
        f'<footer class="review-keys">{keys}'
        "<small>打字时按键不起作用；写完意见按 Ctrl+Enter 发出，Esc 离开</small></footer>"
    )
