"""Signing on the review desk: what is in the way, one by one, what was waived, and the seal. Every
word is escaped."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from assistant.review.blockers import KIND_LABELS, Blocker, Kind
from assistant.review.comments import LONGEST_REMARK
from assistant.review.sheet import ReviewSheet
from assistant.storage.seal_rows import Seal
from assistant.web.clock import day_of, hour_of

_FOLDED = 6  # blockers of a kind above which they are folded


def signing_html(sheet: ReviewSheet, seal: Seal | None) -> str:
    """Hidden until review.js shows it in the place of the cards."""
    body = _sealed_html(seal, sheet) if seal else _open_html(sheet)
    return f'<section class="signing" aria-label="定稿" hidden>{body}</section>'


def _sealed_html(seal: Seal, sheet: ReviewSheet) -> str:
    at = day_of(seal.at)
    return (
        f"<h3>已定稿</h3><p>{escape(seal.by)}于 {at} 定稿。文字、出处和核稿结论都已封存，"
        "现在不能修改、撤销或恢复旧版。</p>"
        f'<p class="log">签发日志第 {seal.seq} 条　<code>{seal.hash}</code><br>'
        "<small>请把这串哈希另记一处：以后用 nigao log verify --head 可查日志是否被整个换过</small></p>"
        f"{_waived_html(sheet)}"
        '<div class="reason"><label>要改就重新打开，谁、何时、为什么都会留痕：'
        f'<textarea rows="2" data-typed="reopen" maxlength="{LONGEST_REMARK}"></textarea></label>'
        '<button type="button" data-review="reopen">重新打开</button></div>'
    )


def _open_html(sheet: ReviewSheet) -> str:
    left = sheet.in_the_way
    back = '<button type="button" data-review="leave-signing">回到逐句核稿 <kbd>Esc</kbd></button>'
    if not left:
        waived = f"，其中 {len(sheet.waivers)} 项经豁免" if sheet.waivers else ""
        return (
            f"<h3>可以定稿</h3><p>{len(sheet.entries)} 句都有结论{waived}。定稿之后文字封存，"
            "并记入签发日志。</p>"
            f'<p class="go"><button type="button" class="seal" data-review="sign">定稿</button>{back}</p>'
            f"{_waived_html(sheet)}"
        )
    groups = "".join(_group_html(kind, [b for b in left if b.kind == kind]) for kind in KIND_LABELS)
    return (
        f"<h3>还不能定稿：有 {len(left)} 项没有处理</h3>"
        f"<p>逐项处理，或写明理由豁免；豁免只对现在的文字有效。{back}</p>{groups}"
        f"{_waived_html(sheet)}"
    )


def _group_html(kind: Kind, blockers: Sequence[Blocker]) -> str:
    if not blockers:
        return ""
    rows = "".join(_blocker_html(blocker) for blocker in blockers)
    unfolded = " open" if len(blockers) <= _FOLDED else ""
    return (
        f'<details class="blockers {kind}"{unfolded}><summary>{KIND_LABELS[kind]}'
        f" {len(blockers)} 项</summary><ul>{rows}</ul></details>"
    )


def _blocker_html(blocker: Blocker) -> str:
    i = escape(blocker.id, quote=True)
    go = ""
    if blocker.sentence_id:
        place = escape(blocker.sentence_id, quote=True)
        go = f'<button type="button" data-review="go" data-of="{place}">去看</button>'
    return (
        f'<li data-blocker="{i}"><b>{escape(blocker.place)}</b><span>{escape(blocker.message)}</span>'
        f'{go}<button type="button" data-review="waiving">豁免…</button>'
        f'<div class="reason" hidden><textarea rows="1" data-typed="waive-{i}"'
        f' maxlength="{LONGEST_REMARK}" placeholder="理由；谁、何时、为什么都会留痕" aria-label="豁免的理由">'
        '</textarea><button type="button" data-review="waive">豁免</button></div></li>'
    )


def _waived_html(sheet: ReviewSheet) -> str:
    if not sheet.waivers:
        return ""
    places = {blocker.id: blocker.place for blocker in sheet.blockers}
    rows = "".join(
        f"<li><b>{escape(places[w.blocker_id])}</b><span>{escape(w.message)}</span><small>{escape(w.by)} · "
        f"{hour_of(w.at)} · 理由：{escape(w.reason)}</small></li>"
        for w in sheet.waivers
    )
    return f'<div class="waived"><h4>已豁免 {len(sheet.waivers)} 项</h4><ul>{rows}</ul></div>'
