"""What is pinned and excluded for the draft at hand: a strip above the screens, for all of them.

Buttons anywhere on the page (`data-do`, see page.js) send their choice through this one component,
and page.js reads from it how to show them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from typing import Any

import gradio as gr

from assistant.choices import CHOICES, NO_CHOICES, Choice, Choices
from assistant.document import Draft
from assistant.errors import AssistantError
from assistant.service import Assistant
from assistant.web.seat import seat
from corpus.catalogue import Excerpt
from corpus.errors import CorpusError
from corpus.report import period_label

_AT_ONCE = 50  # paragraphs a click may be about
_SHOWN = 60  # characters of a chosen paragraph
_ON_LOAD = """window.nigaoChoose = (choice) => trigger('click', choice);
watch('value', () => window.nigaoPaint?.());"""


def choices_strip() -> gr.HTML:
    """The strip, empty; `wire_choices` makes it work."""
    nothing = choices_html(NO_CHOICES, lambda _: None, None)
    return gr.HTML(nothing, elem_id="choices", js_on_load=_ON_LOAD)


def wire_choices(assistant: Assistant, strip: gr.HTML, conversation: gr.Textbox) -> None:
    """A click on a choice anywhere on the page is kept and shown."""

    def choose(conversation_id: str, request: gr.Request, event: gr.EventData) -> str:
        me = seat(assistant, request)
        choice, ids = asked(event._data)
        try:
            me.choose(conversation_id, choice, ids)
        except (AssistantError, CorpusError) as error:
            raise gr.Error(escape(str(error)), print_exception=False) from error
        return chosen_html(me, conversation_id, me.open_draft(conversation_id))

    strip.click(
        choose,
        [conversation],
        [strip],
        show_progress="hidden",
        concurrency_id="choose",
        concurrency_limit=4,
        trigger_mode="multiple",
        api_visibility="private",
    )


def asked(data: Any) -> tuple[Choice, list[str]]:
    """What a click asks for. Raises gr.Error: a browser can send anything."""
    sent = data if isinstance(data, dict) else {}
    choice, ids = next((c for c in CHOICES if c == sent.get("choice")), None), sent.get("ids")
    if (
        choice is None
        or not isinstance(ids, list)
        or not 0 < len(ids) <= _AT_ONCE
        or not all(isinstance(i, str) for i in ids)
    ):
        raise gr.Error("没有看懂这次点击，请刷新页面再试", print_exception=False)
    return choice, ids


def chosen_html(assistant: Assistant, conversation_id: str, draft: Draft | None) -> str:
    """The strip for a conversation and its open draft."""
    return choices_html(assistant.choices(conversation_id), assistant.excerpt, draft)


def choices_html(
    choices: Choices, excerpt_of: Callable[[str], Excerpt | None], draft: Draft | None
) -> str:
    """How many paragraphs are chosen, unfolded which, and what of the draft is against it."""
    chosen = (
        f'data-pinned="{escape(" ".join(choices.pinned), quote=True)}"'
        f' data-excluded="{escape(" ".join(choices.excluded), quote=True)}"'
    )
    if not choices.pinned and not choices.excluded:
        return f'<div class="choices" {chosen}></div>'
    counts = [
        f"{verb} {len(ids)} 段"
        for verb, ids in (("置顶", choices.pinned), ("不用", choices.excluded))
        if ids
    ]
    places = _still_cited_in(draft, choices.excluded)
    still = f"<b>现稿{'、'.join(places)}还引用着不用的段落</b>" if places else ""
    rows = "".join(
        _row_html(paragraph_id, label, excerpt_of(paragraph_id))
        for label, ids in (("置顶", choices.pinned), ("不用", choices.excluded))
        for paragraph_id in ids
    )
    return (
        f'<details class="choices" {chosen}><summary>本稿{" · ".join(counts)}{still}</summary>'
        f'<div class="chosen-list">{_advice_html(places)}<ul>{rows}</ul></div></details>'
    )


def _row_html(paragraph_id: str, label: str, excerpt: Excerpt | None) -> str:
    if excerpt is None:
        said = "这一段所在的报告已从资料库中删除"
    else:
        words = excerpt.text[:_SHOWN] + ("……" if len(excerpt.text) > _SHOWN else "")
        said = f"《{excerpt.report_title}》{period_label(excerpt.period)}　{words}"
    return (
        f'<li data-paragraph="{escape(paragraph_id, quote=True)}">'
        f'<i class="{"pin" if label == "置顶" else "out"}">{label}</i><span>{escape(said)}</span>'
        '<button type="button" data-do="none">取回</button></li>'
    )


def _advice_html(places: Sequence[str]) -> str:
    items = [place for place in places if place != "开头"]
    said = []
    if items:
        said.append(f"在对话里说“{items[0]}换一种写法”，就会换成别的来源")
    if "开头" in places:
        said.append("开头要换，请重新起草")
    if not said:
        said.append("起草和改写时照此办理：置顶的优先用上，不用的不再引用")
    return f"<p>{'；'.join(said)}。</p>"


def _still_cited_in(draft: Draft | None, excluded: Sequence[str]) -> list[str]:
    """开头, 第1条 …: where a draft that was written before cites what is excluded now."""
    if draft is None:
        return []
    places = [
        "开头" if sentence.id.startswith("lead") else f"第{sentence.id.partition('.')[0]}条"
        for sentence in draft.sentences()
        if any(citation.paragraph_id in excluded for citation in sentence.citations)
    ]
    return list(dict.fromkeys(places))
