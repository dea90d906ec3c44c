"""A checked text as a page, and what was found beside it. Every word passes `escape`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from itertools import pairwise

from assistant.checking.catalogue import GROUPS, RULES
from assistant.checking.report import CheckedText, place_of
from assistant.document import Finding, Severity
from corpus.report import period_label

GRADES: dict[Severity, str] = {"error": "须改", "warning": "提醒", "info": "提示"}
_GRAVEST: tuple[Severity, ...] = ("error", "warning", "info")
_UNFOLDED = 6  # findings of a rule that are shown at once
_LONGEST_FIX = 16
_WELCOME = (
    '<div class="empty"><h3>核验任何一份文稿</h3><p>上传 Word、PDF、WPS 或文本，或把文字贴在上面，点“核验”。</p>'
    "<p>逐处指出序号、期间、数字、标点、固定表述等问题，注明依据的标准和条款；有把握的可以一键改。</p>"
    "<p>文稿不入库，改动只在这里显示的文字上，不动上传的文件。</p></div>"
)


def welcome_html() -> str:
    return _WELCOME


def refused_html(reason: str) -> str:
    return f'<div class="refused-facts" role="alert">{escape(reason)}</div>'


def checked_html(checked: CheckedText, made: int = 0) -> str:
    """The page and the list; `made` is how many fixes were made in the text that is shown."""
    return (
        f'<div class="checked" data-text="{escape(checked.text, quote=True)}"'
        f' data-name="{escape(_file_name(checked.name), quote=True)}">'
        f'<div class="checked-page">{_bar_html(checked, made)}'
        f'<div class="paper read">{"".join(_lines_html(checked))}</div></div>'
        f'<div class="checked-list">{_list_html(checked.findings, checked)}</div></div>'
    )


def _file_name(name: str) -> str:
    stem = name.rpartition(".")[0] or name or "核验的文稿"
    return f"{stem}（改后）.txt"


def _bar_html(checked: CheckedText, made: int) -> str:
    title = checked.outline.title or checked.name or "粘贴的文字"
    about = f"{period_label(checked.outline.period)} · {len(checked.text)} 字"
    undo = (
        f'<span>已改 {made} 处</span><button type="button" data-do="unmend">恢复原文</button>'
        if made
        else ""
    )
    return (
        f'<div class="checked-bar"><b>{escape(title)}</b><small>{escape(about)}</small>{undo}'
        '<button type="button" data-do="copy-checked">复制全文</button>'
        '<button type="button" data-do="save-checked">下载 .txt</button></div>'
    )


# --- the page -----------------------------------------------------------------------------------


def _lines_html(checked: CheckedText) -> Iterator[str]:
    """A paragraph a line, cut wherever a finding begins or ends."""
    placed = sorted(enumerate(checked.findings), key=lambda pair: pair[1].start)
    position, first = 0, 0
    title = checked.outline.title
    for line in checked.text.split("\n"):
        start, end = position, position + len(line)
        position = end + 1
        while first < len(placed) and placed[first][1].end <= start:
            first += 1
        here = _within(placed[first:], start, end)
        if not line.strip() and not here:
            continue
        centred = ' class="title"' if line.strip() == title else ""
        yield f"<p{centred}>{_line_html(checked.text, start, end, here)}</p>"


def _within(
    placed: Sequence[tuple[int, Finding]], start: int, end: int
) -> list[tuple[int, Finding]]:
    """Those that reach into ``[start, end)``; they come in the order of their places."""
    here = []
    for number, finding in placed:
        if finding.start >= end:
            break
        if finding.end > start:
            here.append((number, finding))
    return here


def _line_html(text: str, start: int, end: int, here: Sequence[tuple[int, Finding]]) -> str:
    """The blanks a paragraph begins with are left out: the page indents it."""
    begin = end - len(text[start:end].lstrip())
    cuts = {begin, end}
    cuts |= {min(max(place, begin), end) for _, f in here for place in (f.start, f.end)}
    edges = sorted(cuts)
    pieces = []
    for left, right in pairwise(edges):
        over = [(n, f) for n, f in here if f.start <= left and right <= f.end]
        words = escape(text[left:right])
        if over:
            grade = min((f.severity for _, f in over), key=_GRAVEST.index)
            numbers = " ".join(str(n) for n, _ in over)
            said = escape("；".join(f.message for _, f in over), quote=True)
            blank = " blank" if not text[left:right].strip() else ""
            words = f'<mark class="{grade}{blank}" data-findings="{numbers}" title="{said}">{words}</mark>'
        pieces.append(words)
    return "".join(pieces)


# --- the list -----------------------------------------------------------------------------------


def _list_html(findings: Sequence[Finding], checked: CheckedText) -> str:
    if not findings:
        return '<div class="empty"><h3>没有发现问题</h3><p>规则查不出的，仍请通读一遍。</p></div>'
    counts = {g: sum(f.severity == g for f in findings) for g in _GRAVEST}
    said = "　".join(f'<b class="{g}">{GRADES[g]} {n}</b>' for g, n in counts.items() if n)
    grades = "".join(_grade_html(g, checked) for g in _GRAVEST if counts[g])
    return f'<p class="found">{said}</p>{grades}'


def _grade_html(grade: Severity, checked: CheckedText) -> str:
    """The rules of one severity in the order of their groups, each with its places."""
    by_rule: dict[str, list[int]] = {}
    for number, finding in enumerate(checked.findings):
        if finding.severity == grade:
            by_rule.setdefault(finding.rule, []).append(number)
    ordered = sorted(by_rule, key=list(RULES).index)
    rules = "".join(_rule_html(rule, by_rule[rule], checked) for rule in ordered)
    return f'<section class="{grade}"><h4>{GRADES[grade]}</h4>{rules}</section>'


def _rule_html(rule_id: str, numbers: Sequence[int], checked: CheckedText) -> str:
    rule = RULES[rule_id]
    fixes = [n for n in numbers if checked.findings[n].fix is not None]
    all_of_them = ""
    if len(fixes) > 1:
        of = " ".join(map(str, fixes))
        all_of_them = f'<button type="button" data-do="mend" data-findings="{of}">{len(fixes)} 处全部改</button>'
    rows = "".join(_finding_html(n, checked) for n in numbers)
    unfolded = " open" if len(numbers) <= _UNFOLDED else ""
    return (
        f'<details{unfolded}><summary><span class="name">{escape(rule.title)}</span>'
        f"<i>{len(numbers)}</i><small>{GROUPS[rule.group]}</small></summary>"
        f'<p class="why">{escape(rule.why)}</p><p class="basis">依据：{escape(rule.basis)}'
        f"<code>{rule.id}</code>{all_of_them}</p><ul>{rows}</ul></details>"
    )


def _finding_html(number: int, checked: CheckedText) -> str:
    finding = checked.findings[number]
    at = place_of(checked, finding)
    place = (f"第 {at.page} 页 " if at.page else "") + f"第 {at.paragraph} 段"
    fix = ""
    if finding.fix is not None:
        words = finding.fix[:_LONGEST_FIX] + ("……" if len(finding.fix) > _LONGEST_FIX else "")
        label = f"改为“{escape(words)}”" if words else "删去"
        fix = f'<button type="button" data-do="mend" data-findings="{number}">{label}</button>'
    return (
        f'<li data-finding="{number}"><button type="button" data-do="finding" data-of="{number}">'
        f"{escape(finding.message)}</button><small>{place}</small>{fix}</li>"
    )
