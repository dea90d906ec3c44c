"""An order that the rules cannot read, put by the language model into words that they can.

The model fills in a closed table; what of it was not said — a theme that is no word of the message,
a number that is not in it — is dropped. Of the rest an order is made in our words, and the rules
read that one: so the model decides nothing that a user could not have typed, and what the message
pastes can order nothing at all.
"""

from __future__ import annotations

import logging
import re
import secrets
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, get_args

from pydantic import BaseModel, ConfigDict, ValidationError, field_validator

from assistant.brief import Brief, understand
from assistant.document import Draft, SectionName
from assistant.errors import ModelError
from assistant.facts.statements import order_and_facts
from assistant.models import ChatModel
from assistant.numerals import value_of
from assistant.periods.asked import current_period
from assistant.understanding.operations import is_greeting, names_other_genre, operation_of
from assistant.understanding.questions import Wish, command
from assistant.understanding.sizes import item_counts
from assistant.understanding.wording import normalise
from assistant.writing.stopping import StopSignal
from corpus.report import Period
from prompts import load_prompt

_log = logging.getLogger(__name__)

PATIENCE = 5.0  # seconds that a question back may wait for the model
VARIABLES = ("opened", "today", "fence", "said")
_LONGEST = 1_000  # characters of an order that the model is shown
_YEARS_BACK = 5
_MOST_ITEMS = 12
_THEME = re.compile(r"[\u3400-\u9fffA-Za-z0-9“”]{2,20}")
_PERIOD = re.compile(r"20\d\d(?:H1)?")
_NUMERAL = re.compile(r"\d+|[一二两三四五六七八九十百千〇零]+")

_Asked = Literal["draft", "rewrite", "ask", "check", "explain", "unclear"]
_Section = Literal["problems", "plan", "both", "none"]
_Scope = Literal["item", "section", "none"]
_Numbering = Literal["一是", "（一）", "一、", "1.", "（1）", "①", "第一，", "none"]
_Tone = Literal["正式", "平实", "简洁", "有力度", "上级口吻", "平级口吻", "none"]
_Operation = Literal[
    "shorten", "expand", "replace", "split", "delete", "formal", "renumber", "none"
]  # fmt: skip
_OF_ALL = frozenset(("shorten", "expand", "formal"))


@dataclass(frozen=True)
class Restated:
    """The order in our words, and what the rules make of it."""

    order: str
    brief: Brief


class _Table(BaseModel):
    """What the model filled in; an entry that is none of its values counts as left open."""

    model_config = ConfigDict(frozen=True)
    action: _Asked = "unclear"
    section: _Section = "none"
    period: str = "none"
    items: int = 0
    themes: tuple[str, ...] = ()
    max_chars: int = 0
    chars_scope: _Scope = "none"
    numbering: _Numbering = "none"
    tone: _Tone = "none"
    operation: _Operation = "none"
    item: int = 0

    @field_validator("*", mode="wrap")
    @classmethod
    def _or_open(cls, value: Any, handler: Callable[[Any], Any], info: Any) -> Any:
        try:
            return handler(value)
        except ValidationError:
            return cls.model_fields[info.field_name].default


def restated(
    message: str,
    brief: Brief,
    draft: Draft | None,
    model: ChatModel | None,
    stop: StopSignal,
    today: date,
    seconds: float = PATIENCE,
) -> Restated | None:
    """The message as the model takes it; `brief` is what the rules made of it, `draft` the open
    one. None where the rules understood, there is no model, or it does not help within `seconds`.

    Raises Stopped.
    """
    said = normalise(order_and_facts(message)[0])[:_LONGEST]
    if model is None or not _may_be_unclear(said, message, brief, draft):
        return None
    fence = f"<<{secrets.token_hex(8)}>>"
    opened = "打开了一份稿子" if draft else "没有打开的稿子"
    messages = load_prompt("restate_order", VARIABLES).format_messages(
        opened=opened, today=today.isoformat(), fence=fence, said=said
    )
    deadline = time.monotonic() + seconds
    try:
        table = model.ask(messages, _schema(today), _read, stop, deadline, hurried=True)
    except ModelError as error:
        _log.info("asked back without the model: %s", error)
        return None
    order = _order(table, said, brief, draft, today)
    again = understand(order, draft, (), today)
    if not order or again.question or again.action != table.action:
        return None
    tone = None if table.tone == "none" else table.tone
    kept = {"facts": brief.facts, "organisation": brief.organisation, "tone": brief.tone or tone}
    return Restated(order, again.model_copy(update=kept))


def _may_be_unclear(said: str, message: str, brief: Brief, draft: Draft | None) -> bool:
    """Whether the rules did not understand. Which item is meant only the user can say."""
    if brief.action != "clarify" or not said or is_greeting(said) or names_other_genre(message):
        return False
    return not (draft and operation_of(said))


def _read(value: object) -> _Table | None:
    if not isinstance(value, dict) or "action" not in value:
        return None
    return _Table.model_validate(value)


def _schema(today: date) -> dict[str, object]:
    """The table as a JSON schema, with nothing but closed sets, numbers and themes."""
    years = range(today.year - _YEARS_BACK, today.year + 1)
    periods = [str(p) for year in years for p in (Period(year, 1), Period(year))]
    number = {"type": "integer"}
    few = {"type": "integer", "enum": list(range(_MOST_ITEMS + 1))}
    table: dict[str, object] = {
        name: {"type": "string", "enum": list(get_args(kind))}
        for name, kind in (
            ("action", _Asked), ("section", _Section), ("chars_scope", _Scope),
            ("numbering", _Numbering), ("tone", _Tone), ("operation", _Operation),
        )
    }  # fmt: skip
    table |= {"items": few, "max_chars": number, "item": few}
    table["period"] = {"type": "string", "enum": [*periods, "none"]}
    table["themes"] = {"type": "array", "items": {"type": "string"}, "maxItems": 6}
    return {
        "type": "object",
        "properties": table,
        "required": list(table),
        "additionalProperties": False,
    }


# --- the order in our words ---------------------------------------------------------------------


def _order(table: _Table, said: str, brief: Brief, draft: Draft | None, today: date) -> str:
    """What was said of the table, as an order; "" if it comes to none."""
    numbers = _numbers_in(said)
    item = table.item if table.item in numbers else 0
    if table.action == "draft":
        return _new_section(table, said, numbers, brief, today)
    if table.action == "ask":
        themes = _themes(table.themes, said, brief)
        return f"往年关于{themes[0]}怎么写" if themes else ""
    if draft is None:
        return ""
    if table.action == "check":
        return "检查一下"
    if table.action == "explain":
        return command("explain", item)
    if table.action != "rewrite" or table.operation == "none":
        return ""
    if table.operation == "renumber":
        return "" if table.numbering == "none" else f"序号改成{table.numbering}"
    if not item and table.operation not in _OF_ALL:
        return ""
    return command(table.operation, item)


def _new_section(table: _Table, said: str, numbers: set[int], brief: Brief, today: date) -> str:
    """What the rules have read stays; the model fills what they left open."""
    sections: Sequence[SectionName] = brief.sections
    if not sections and table.section != "none":
        sections = ("problems", "plan") if table.section == "both" else (table.section,)
    if not sections:
        return ""
    counts = {table.items} & numbers
    open_count = brief.items is None or len(item_counts(said)) > 1
    scope = None if table.chars_scope == "none" else table.chars_scope
    wish = Wish(
        period=_period(table.period, said, brief, today),
        items=next(iter(counts), brief.items) if open_count else brief.items,
        themes=_themes(table.themes, said, brief),
        excluded=brief.excluded_themes,
        max_chars=brief.max_chars or (table.max_chars if table.max_chars in numbers else None),
        scope=brief.chars_scope or scope,
        is_ceiling=brief.is_ceiling,
        numbering=brief.numbering or (None if table.numbering == "none" else table.numbering),
    )
    order = wish.order(sections[0])
    return order.replace("存在的问题", "存在的问题和工作打算", 1) if len(sections) > 1 else order


def _themes(named: Sequence[str], said: str, brief: Brief) -> tuple[str, ...]:
    """Those of the rules, and words of the message that the model takes for themes: it may also
    cut one of theirs to what is meant (村集体经济那摊子事 → 村集体经济)."""
    words = [t for t in named if _THEME.fullmatch(t) and t in said]
    words = [t for t in words if not any(t in x or x in t for x in brief.excluded_themes)]
    known: list[str] = []
    for theme in brief.themes:
        known += [t for t in words if t in theme] or [theme]
    return tuple(dict.fromkeys(known + [t for t in words if not any(k in t for k in known)]))


def _period(code: str, said: str, brief: Brief, today: date) -> str:
    """Whose year stands in the message, in full or as 24年: that of the rules, of the model; else
    what the rules take, or the period at hand."""
    digits = said.translate(str.maketrans("〇○零一二三四五六七八九", "000123456789"))
    for period in (brief.period or "", code):
        year = period[:4]
        if _PERIOD.fullmatch(period) and (year in digits or f"{year[2:]}年" in digits):
            return period
    return brief.period or str(current_period(today))


def _numbers_in(said: str) -> set[int]:
    """Every number of the message, in digits or in words; of 三四 also each."""
    found: set[int] = set()
    for match in _NUMERAL.finditer(said):
        words = match.group()
        for numeral in (words, *(words if not words.isdecimal() else ())):
            value = value_of(numeral)
            if value is not None and value > 0:
                found.add(int(value))
    return found
