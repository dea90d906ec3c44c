"""The lines below the paper: counts that step through their sentences, then what was found."""

from __future__ import annotations

from collections import Counter
from html import escape

from assistant.checking.copying import copied_share
from assistant.document import Draft, Finding, numbered_citations
from assistant.style.fit import Fit
from assistant.web.marks import COPIED, marks_of

WRITER_LABELS = {"precedent": "先例写法", "model": "模型写法", "pasted": "导入的稿子"}
# Tag → label and what its mark means, as the line and its tool tips say them.
_COUNTED = {
    "supported": ("支持", "句中所说都在引用的原文里"),
    "partial": ("部分支持", "点线处在引用的原文里找不到全部依据"),
    "unsupported": ("无依据", "波浪线处没有出处，或出处不支持"),
    "placeholder": ("待补", "有待填写或核实的空"),
    "expired": ("过期提法", "提法可能不属于这个期间"),
}
_RARE = {
    "figure": ("无依据数字", "数字、日期或名称在出处里找不到"),
    "noted": ("其他提示", "见下面的核验意见"),
}


def checks_html(draft: Draft, fit: Fit | None = None) -> str:
    """The line of counts, a line for the sentence that is looked at, and the findings folded."""
    return (
        f'<div class="checks">{_counts_html(draft, fit)}'
        '<p class="told" role="status"></p>'
        f"{_notices_html(draft)}{_findings_html(draft)}</div>"
    )


def _counts_html(draft: Draft, fit: Fit | None) -> str:
    marks = marks_of(draft)
    counts: Counter[str] = Counter(tag for mark in marks.values() for tag in mark.tags)
    sources = sum(1 for label in numbered_citations(draft).values() if label.isdigit())
    parts = [f"<span>引用 {sources} 处</span>"]
    for tag, (label, meaning) in _COUNTED.items():
        parts.append(_count_html(tag, label, meaning, counts[tag]))
    for tag, (label, meaning) in _RARE.items():
        if counts[tag]:
            parts.append(_count_html(tag, label, meaning, counts[tag]))
    meaning = f"平均每句照搬一段原文的比例；底色标出 {COPIED:.0%} 以上的 {counts['copied']} 句"
    share = f"照搬率 {copied_share(draft):.0%}"
    parts.append(_step_html("copied", share, meaning, counts["copied"]))
    if fit is not None and fit.scores:
        parts.append(
            '<button type="button" data-do="style" title="与本单位往年同一部分的写法相比；点开看详情">'
            f"像往年 {fit.total:.0f} 分</button>"
        )
    return f'<p class="counts">{"".join(parts)}</p>'


def _count_html(tag: str, label: str, meaning: str, count: int) -> str:
    return _step_html(tag, f"{label} {count}", meaning, count)


def _step_html(tag: str, words: str, meaning: str, count: int) -> str:
    """A button if there is something to step to; the label is drawn as its sentences are."""
    label, _, number = words.rpartition(" ")
    shown = f'<u class="spot {tag}">{label}</u> {number}'
    if not count:
        return f'<span title="{meaning}">{label} {number}</span>'
    return (
        f'<button type="button" data-do="step" data-mark="{tag}"'
        f' title="{meaning}；点一下，逐句看">{shown}</button>'
    )


def _notices_html(draft: Draft) -> str:
    """One notice as it is; several behind the first."""
    if not draft.notices:
        return ""
    first, *others = (escape(notice) for notice in draft.notices)
    if not others:
        return f'<p class="notice">{first}</p>'
    rest = "".join(f"<li>{notice}</li>" for notice in others)
    return (
        f'<details class="notice"><summary>{first}（另有 {len(others)} 条说明）</summary>'
        f"<ul>{rest}</ul></details>"
    )


def _findings_html(draft: Draft) -> str:
    """Errors unfold the list; a click on a line leads to its sentence."""
    if not draft.findings:
        return ""
    errors = sum(finding.severity == "error" for finding in draft.findings)
    said = f"核验意见 {len(draft.findings)} 条" + (f"，其中 {errors} 条须改" if errors else "")
    rows = "".join(_finding_html(finding) for finding in draft.findings)
    unfolded = " open" if errors else ""
    return f'<details class="findings"{unfolded}><summary>{said}</summary><ul>{rows}</ul></details>'


def _finding_html(finding: Finding) -> str:
    message = escape(finding.message)
    place = escape(finding.sentence_id, quote=True)
    if finding.sentence_id:
        message = f'<button type="button" data-do="sentence" data-of="{place}">{message}</button>'
    basis = f'<small class="basis">{escape(finding.basis)}</small>' if finding.basis else ""
    fix = ""
    if finding.sentence_id and finding.fix is not None:
        label = f"改为“{escape(finding.fix)}”" if finding.fix else "删去"
        fix = (
            f'<button type="button" data-do="fix" data-rule="{escape(finding.rule, quote=True)}"'
            f' data-of="{place}" data-start="{finding.start}">{label}</button>'
        )
    return f'<li class="{finding.severity}">{message}{basis}{fix}</li>'
