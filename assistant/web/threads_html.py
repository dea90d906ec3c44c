"""Comments on sentences, as the review desk and the drafting screen show them. Every word is
escaped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from assistant.document import SectionName
from assistant.review.comments import LONGEST_REMARK, STATE_LABELS, Thread
from assistant.review.places import place_words
from assistant.storage.seal_rows import Seal
from assistant.web.clock import day_of, hour_of


def threads_html(threads: Sequence[Thread], reviewing: bool) -> str:
    """The comments on one sentence; on the desk with a box for a new one, which review.js opens."""
    shown = "".join(_thread_html(thread, reviewing) for thread in threads)
    if not reviewing:
        return shown
    box = (
        '<div class="say new" hidden><textarea rows="2" data-typed="new"'
        f' maxlength="{LONGEST_REMARK}" placeholder="给拟稿人的意见" aria-label="意见"></textarea>'
        '<button type="button" data-review="send-comment">发出 <kbd>Ctrl+Enter</kbd></button>'
        '<button type="button" data-review="leave">取消</button></div>'
    )
    return f'<div class="talk">{shown}{box}</div>'


def talk_html(
    section: SectionName,
    threads: Mapping[str, Sequence[Thread]],
    words: Mapping[str, str],
    seal: Seal | None,
) -> str:
    """For the writer: whether the section is signed, and the comments that are not settled; ""
    if there is neither. `words` are the sentences by id."""
    parts = []
    if seal:
        parts.append(
            f'<p class="sealed"><b>已定稿</b>{escape(seal.by)} · {day_of(seal.at)}　'
            "文字已封存；要改，请在“核稿”页上重新打开</p>"
        )
    unsettled = [
        (place, thread)
        for place, members in threads.items()
        for thread in members
        if thread.state != "resolved"
    ]
    if unsettled:
        parts.append(_unsettled_html(unsettled, words))
    if not parts:
        return ""
    return f'<div class="writer-talk" data-section="{section}">{"".join(parts)}</div>'


def _unsettled_html(unsettled: Sequence[tuple[str, Thread]], words: Mapping[str, str]) -> str:
    waiting = sum(thread.state == "open" for _, thread in unsettled)
    said = f"核稿意见 {len(unsettled)} 条" + (f"，{waiting} 条待答复" if waiting else "，都已答复")
    rows = "".join(
        f'<li data-commented="{escape(place, quote=True)}">{_about_html(place, thread, words)}'
        f"{_thread_html(thread, reviewing=False)}</li>"
        for place, thread in unsettled
    )
    unfolded = " open" if waiting else ""
    return f"<details{unfolded}><summary>{said}</summary><ul>{rows}</ul></details>"


def _about_html(place: str, thread: Thread, words: Mapping[str, str]) -> str:
    if not place:
        return f'<p class="about">原句已不在稿子里：<q>{escape(thread.text)}</q></p>'
    i = escape(place, quote=True)
    changed = "" if words.get(place) == thread.text else "<i>（提意见后改过）</i>"
    return (
        f'<p class="about"><button type="button" data-do="sentence" data-of="{i}">'
        f"{escape(place_words(place))}</button> <q>{escape(words.get(place, ''))}</q>{changed}</p>"
    )


def _thread_html(thread: Thread, reviewing: bool) -> str:
    remarks = "".join(
        f"<p><b>{escape(r.by)}</b><small>{hour_of(r.at)}</small>{escape(r.text)}</p>"
        for r in thread.remarks
    )
    acts = ""
    if thread.state != "resolved":
        send, label = ("ask", "追问") if reviewing else ("answer", "答复")
        settle = '<button type="button" data-review="resolve">已解决</button>' if reviewing else ""
        acts = (
            f'<div class="say"><textarea rows="1" data-typed="{thread.id}"'
            f' maxlength="{LONGEST_REMARK}" placeholder="{label}" aria-label="{label}"></textarea>'
            f'<button type="button" data-review="{send}">{label}</button>{settle}</div>'
        )
    return (
        f'<div class="thread {thread.state}" data-thread="{thread.id}">'
        f"<em>{STATE_LABELS[thread.state]}</em>{remarks}{acts}</div>"
    )
