"""Whose draft this is and where it lies, with the buttons that hand it over, as HTML."""

from __future__ import annotations

from html import escape

from assistant.people.roles import LOCAL, STAGE_LABELS, Stage, Standing, User
from assistant.service import Assistant

READING_ONLY = "这份稿子您只能查看；要改，请让它的主人交给您"


def handing_html(assistant: Assistant, conversation_id: str) -> str:
    """The strip above the draft, as the person at hand sees it."""
    if not assistant.sections(conversation_id):
        return ""  # there is nothing yet that anybody could be handed
    return strip_html(assistant.user, assistant.standing(conversation_id))


def strip_html(user: User, found: Standing) -> str:
    """ "" where there is nobody to hand over to."""
    if user == LOCAL:
        return ""
    return f'<div class="handing"><span>{_said(found)}</span>{_buttons(found)}</div>'


def _said(found: Standing) -> str:
    if found.group == "mine":
        if not found.stage:
            return "我的稿子"
        return f"我的稿子 · <b>已交{STAGE_LABELS[found.stage]}</b>"
    owner = escape(found.owner or "本机")
    doing = {"editing": "交来<b>改稿</b>", "review": "交来<b>核稿</b>", "others": ""}[found.group]
    only = "" if "rewrite" in found.may or found.group == "review" else " · 只能查看"
    return f"{owner}{doing or '的稿子'}{only}"


def _buttons(found: Standing) -> str:
    if "hand" not in found.may:
        return ""
    back = "收回" if found.group == "mine" else "退给拟稿人"
    offers: list[tuple[Stage, str]] = [("editing", "交改稿"), ("review", "送审"), ("", back)]
    return "".join(
        f'<button type="button" data-stage="{stage}">{label}</button>'
        for stage, label in offers
        if stage != found.stage
    )
