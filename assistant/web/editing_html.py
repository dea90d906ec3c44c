"""What surrounds the paper while people change it: the steps, what waits to be merged, the merge view.

Every word is escaped.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from assistant.faces.editing import Merging, Shown
from assistant.rewriting.changes import HEADING, NUMBERING, Change, Proposal
from assistant.rewriting.desk import name_of
from assistant.rewriting.merging import Conflict
from assistant.rewriting.transplanting import units_of
from assistant.web.proposal_html import Page, title_html, words_html
from assistant.web.proposal_html import units_of as units_shown
from assistant.web.render import time_label

_UNFOLDED = 4  # changes that are listed at once
_GONE = '<i class="void">（删去）</i>'


def steps_html(shown: Shown | None) -> str:
    """撤销 and 重做, as far as there is something to undo or redo."""
    if shown is None:
        return ""
    return (
        '<div class="steps" role="group" aria-label="撤销和重做">'
        f"{_step_html('undo', '撤销', 'Ctrl+Z', shown.can_undo)}"
        f"{_step_html('redo', '重做', 'Ctrl+Y', shown.can_redo)}</div>"
    )


def _step_html(deed: str, words: str, keys: str, is_possible: bool) -> str:
    off = "" if is_possible else " disabled"
    return (
        f'<button type="button" data-do="{deed}" title="{keys}"'
        f' aria-keyshortcuts="{keys.replace("Ctrl", "Control")}"{off}>{words}</button>'
    )


def held_html(inner: str, shown: Shown | None) -> str:
    """The paper with the version it shows, which whatever is done to it names; above it what was
    set aside and waits to be merged."""
    if shown is None:
        return inner
    waiting = "".join(
        f'<p class="waiting" role="status">有一处手工修改与别处的改动撞上了，还没有合并。'
        f'<button type="button" data-do="merge" data-aside="{aside}">现在合并</button></p>'
        for aside in shown.asides
    )
    return f'<div class="held" data-version="{shown.version.id}">{waiting}{inner}</div>'


# --- merging --------------------------------------------------------------------------------------


def merge_html(merging: Merging) -> str:
    """What both changed since the version they started from, what came together by itself, and a
    choice for every conflict."""
    conflicts, other = merging.merge.conflicts, _other(merging)
    told = "".join(
        (
            _conflicts_html(merging),
            _group_html("您的修改，已自动合上", merging.fitted),
            _group_html(f"{other}的修改，已保留", _kept(merging)),
        )
    )
    count = f"您改了 {_count(merging.my_changes)} 处，对方改了 {_count(merging.their_changes)} 处"
    left = (
        f"；{len(conflicts)} 处改到了同一个地方，请选定"
        if conflicts
        else "；没有冲突，可以直接合并"
    )
    off = " disabled" if conflicts else ""
    return (
        f'<div class="merging" data-aside="{merging.mine.id}" data-parent="{merging.theirs.id}"'
        ' role="region" aria-label="合并两个人的修改">'
        f'<div class="merge-bar"><span class="asked"><b>您改稿的时候，这份稿子'
        f"{time_label(merging.theirs.created_at)}已被{other}改过</b></span>"
        f'<span class="count">{count}{left}</span>'
        f'<button type="button" class="yes" data-do="save-merged"{off}>保存合并稿</button>'
        '<button type="button" data-do="to-paper" title="您的修改留在版本里，随时可以再合并">'
        "以后再说</button>"
        '<button type="button" data-do="drop-aside" title="稿子保持对方改后的样子">'
        "不要我的修改</button></div>"
        f'<div class="paper inline">{told}<h4>合并后的稿子（标出您的修改）</h4>'
        f"{title_html(merging.theirs.draft)}{_merged_html(merging)}</div></div>"
    )


def _other(merging: Merging) -> str:
    """Who made the other version: somebody else, or oneself in another window."""
    theirs, mine = merging.theirs.author, merging.mine.author
    return escape(theirs) if theirs and theirs != mine else "另一个窗口"


def _kept(merging: Merging) -> list[Change]:
    """Their changes but for those that a conflict is about."""
    disputed = {(c.base, c.theirs) for c in merging.merge.conflicts}
    return [c for c in merging.their_changes if (c.before, c.after) not in disputed]


def _count(changes: Sequence[Change]) -> int:
    return len(units_of(changes))


def _conflicts_html(merging: Merging) -> str:
    conflicts = merging.merge.conflicts
    if not conflicts:
        return ""
    rows = "".join(_conflict_html(conflict, merging) for conflict in conflicts)
    return f"<h4>改到了同一个地方，请逐处选定（{len(conflicts)} 处）</h4>{rows}"


def _conflict_html(conflict: Conflict, merging: Merging) -> str:
    name = escape(conflict.id, quote=True)
    base = (
        f'<p class="base"><small>原来</small>{escape(conflict.base)}</p>' if conflict.base else ""
    )
    sides = "".join(
        f'<label class="side"><span><input type="radio" name="{name}" value="{side}">'
        f"<b>{label}</b></span>{_side_html(conflict.base, text)}</label>"
        for side, label, text in (
            ("mine", "用我的", conflict.mine),
            ("theirs", f"用{_other(merging)}的", conflict.theirs),
        )
    )
    return (
        f'<fieldset class="conflict"><legend>{_place(conflict.sentence_id)}</legend>{base}'
        f'<div class="sides">{sides}</div></fieldset>'
    )


def _side_html(base: str, text: str) -> str:
    if not text:
        return _GONE
    change = Change("", "replace", "", base, text)
    return words_html(change, "inline" if base else "new")


def _place(sentence_id: str) -> str:
    wholes = {HEADING: "标题", NUMBERING: "序号", "": "对方删去的一处"}
    return wholes.get(sentence_id) or escape(name_of(sentence_id))


def _group_html(label: str, changes: Sequence[Change]) -> str:
    if not changes:
        return ""
    rows = "".join(f"<li>{words_html(change, 'inline')}</li>" for change in changes)
    unfolded = " open" if len(changes) <= _UNFOLDED else ""
    return f'<details class="merged"{unfolded}><summary>{label}（{_count(changes)} 处）</summary><ul>{rows}</ul></details>'


def _merged_html(merging: Merging) -> str:
    theirs, merged = merging.theirs.draft, merging.merge.draft
    proposal = Proposal("", "", "free", merging.fitted, theirs, merged)
    return Page(theirs, proposal, units_shown(merging.fitted), decides=False).inline()
