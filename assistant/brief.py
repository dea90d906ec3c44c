"""What was asked: one typed message → Brief. Rules only; the same with and without a model."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from pydantic import BaseModel, ConfigDict

from assistant.document import Draft, SectionName
from assistant.facts.statements import order_and_facts, with_what_leans
from assistant.periods.asked import asked_period, current_period
from assistant.understanding.asked_section import sections_of
from assistant.understanding.corrected import Corrected, corrected
from assistant.understanding.kinds import Action, CharsScope, Operation, Target
from assistant.understanding.operations import (
    action_on_draft,
    action_without_draft,
    asks_for_work,
    is_about_all,
    is_greeting,
    names_other_genre,
)
from assistant.understanding.orders import orders_in
from assistant.understanding.organisations import organisation_of, unknown_organisation
from assistant.understanding.questions import (
    Question,
    Wish,
    how_many,
    which_item,
    which_section,
)
from assistant.understanding.sizes import (
    Chars,
    chars_of,
    chars_of_both,
    counts_of_both,
    is_unnumbered,
    item_counts,
    items_of,
    least_chars_of,
    least_scope_of,
    numbering_of,
)
from assistant.understanding.spelled import spelled_out
from assistant.understanding.targets import Meant, meant_in, names_by
from assistant.understanding.themes import asked_about, excluded_of, themes_of
from assistant.understanding.wording import NUM, normalise, value_of, with_pauses

__all__ = [
    "Action", "Brief", "Operation", "Target", "complete", "names_other_genre", "one_each",
    "understand",
]  # fmt: skip

_MOST_CHARACTERS = 6_000  # of an order; what is longer is material, not an order
_EITHER = re.compile(
    rf"{NUM}\s*[条点个].{{0,3}}(?:或|到|至|不|也|都|即可|改成|以上)|不超过|最多|至少|各"
)
_EACH_THEME = re.compile(rf"各(?:写|来|列)?({NUM})[条点]")
# 按这五个方面写, but not 这两条一定要有, beside which there may be others.
_THESE = re.compile(
    rf"(?:按照?|就|从|围绕|写|分)这({NUM})(?:个?方面|[条点项块]|个?部分)(?!.{{0,3}}(?:必须|一定|都要有))"
)
_TONE = re.compile(
    r"[上平]级(?:机关)?的?(?:口吻|口气|语气)|正式|严谨|严肃|平实|朴实|实事求是|简洁|精炼|有力度|书面|规范|通俗|接地气|庄重|口语化?"
)
_NO_TONE = re.compile(r"(?:太|不要|别|过于|不够)\s*$")


class Brief(BaseModel):
    """A parsed request. ``period`` is that of the report the section belongs to.

    ``sections`` has both where both are asked for, ``section`` is the first. ``targets`` are all
    items a change names, in order; ``place`` the position (from 1) an item is moved to.
    ``question`` is asked where the message is unclear; each of ``answers`` can be sent as it is.
    """

    model_config = ConfigDict(frozen=True)
    action: Action
    section: SectionName | None = None
    sections: tuple[SectionName, ...] = ()
    period: str | None = None
    organisation: str | None = None
    unknown_organisation: str | None = None  # named, but the archive has nothing of it
    themes: tuple[str, ...] = ()
    excluded_themes: tuple[str, ...] = ()
    items: int | None = None
    plan_items: int | None = None  # of the plan, where both sections are asked for
    max_chars: int | None = None
    chars_scope: CharsScope | None = None
    plan_max_chars: int | None = None  # of the plan, where both sections are asked for
    plan_chars_scope: CharsScope | None = None
    min_chars: int | None = None  # the least, of what `min_scope` says
    min_scope: CharsScope | None = None
    is_ceiling: bool = False  # 以内, 不超过: `max_chars` need not be reached
    numbering: str | None = None
    is_unnumbered: bool = False  # no marks are wanted; a section always has them
    tone: str | None = None
    target: Target | None = None
    targets: tuple[int, ...] = ()
    place: int | None = None
    operation: Operation | None = None
    facts: tuple[str, ...] = ()
    question: str = ""
    answers: tuple[str, ...] = ()


def understand(
    message: str,
    draft: Draft | None = None,
    organisations: Sequence[str] = (),
    today: date | None = None,
    focus: int | None = None,
) -> Brief:
    """Parse a message, with the open draft if there is one.

    `focus` is the number of the item that was changed last or is selected (这条, 刚才那条). What
    the message leaves open stays None; `complete` fills it from the calendar. Of several orders on
    a draft the brief is that of the first; `rewriting.several` does them all.
    """
    today = today or date.today()
    if draft and (other := corrected(message, draft, organisations, today)):
        return _drafted_anew(draft, other)
    spelled = spelled_out(message, draft)
    if spelled.question:
        return _with_question(Brief(action="clarify"), spelled.question)
    message = spelled.text
    order, facts = order_and_facts(message)  # “完成任务12项” asks for no twelve items
    order = order[:_MOST_CHARACTERS]
    text, pauses = normalise(order), with_pauses(order)
    brief = _order(text, pauses, draft, organisations, today)
    brief = brief.model_copy(update={"facts": facts})
    if draft and draft.items:
        of_all = _on_draft(text, brief, draft, focus, today)
        if facts and of_all.action == "clarify" and not of_all.question:
            return of_all.model_copy(update={"action": "rewrite", "operation": "free"})
        first, *others = orders_in(text)
        if others and of_all.action in ("rewrite", "clarify"):
            brief = _order(first, first, draft, organisations, today)
            return _on_draft(first, brief, draft, focus, today)
        return of_all
    action = action_without_draft(text, brief.section is not None)
    brief = brief.model_copy(update={"action": action})
    return _with_question(brief, _unclear_order(text, brief, today))


def _drafted_anew(draft: Draft, other: Corrected) -> Brief:
    """The order that the draft came of, as far as it shows, with what is another in it."""
    section = other.section or draft.section
    asked = tuple(i.theme for i in draft.items if i.origin and i.origin.why == "asked")
    same = section == draft.section
    return Brief(
        action="draft",
        section=section,
        sections=(section,),
        period=other.period or draft.period,
        organisation=other.organisation
        or (None if other.unknown_organisation else draft.organisation or None),
        unknown_organisation=other.unknown_organisation,
        themes=asked if same else (),
        items=len(draft.items) if same else None,
        numbering=draft.numbering,
        facts=draft.facts if same else (),
    )


def complete(brief: Brief, today: date) -> Brief:
    """The period filled in from the date of writing where the message named none, and facts that say
    nothing alone one with those before them."""
    if brief.action != "draft":
        return brief
    period = brief.period or str(current_period(today))
    return brief.model_copy(update={"period": period, "facts": with_what_leans(brief.facts)})


def one_each(brief: Brief) -> tuple[Brief, ...]:
    """A brief for each section asked for, in order."""
    if len(brief.sections) < 2:
        return (brief,)
    both = {"plan_items": None, "plan_max_chars": None, "plan_chars_scope": None}
    of_plan: dict[str, object] = {"items": brief.plan_items or brief.items}
    if brief.plan_max_chars:
        of_plan |= {"max_chars": brief.plan_max_chars, "chars_scope": brief.plan_chars_scope}
    return tuple(
        brief.model_copy(
            update={"section": s, "sections": (s,), **both, **(of_plan if s == "plan" else {})}
        )
        for s in brief.sections
    )


def _order(
    text: str, pauses: str, draft: Draft | None, organisations: Sequence[str], today: date
) -> Brief:
    """What the words of the order say, whatever is to be done."""
    excluded, wanted = excluded_of(text)
    _, wanted_pauses = excluded_of(pauses)
    sections = sections_of(text)
    closing = "plan" if "plan" in sections else next(iter(sections), None)
    of_each = chars_of_both(text) if len(sections) > 1 else None
    chars, plan_chars = of_each or (chars_of(text), Chars())
    of_problems, of_plan = counts_of_both(text) if len(sections) > 1 else (None, None)
    action = action_without_draft(text, bool(sections))
    themes = asked_about(text) if action == "ask" else ()
    wanted_themes = themes or themes_of(wanted, wanted_pauses, sections, draft is not None)
    items = of_problems or items_of(text)
    if (each := _EACH_THEME.search(text)) and len(wanted_themes) > 1 and len(sections) < 2:
        items = len(wanted_themes) * value_of(each[1])
    if items is None and (these := _THESE.search(text)):
        items = len(wanted_themes) if value_of(these[1]) == len(wanted_themes) else None
    organisation = organisation_of(text, organisations)
    return Brief(
        action="clarify",
        section=next(iter(sections), None),
        sections=sections,
        period=asked_period(text, closing, today),
        organisation=organisation,
        unknown_organisation=None if organisation else unknown_organisation(text, organisations),
        themes=wanted_themes,
        excluded_themes=excluded,
        items=items,
        plan_items=of_plan,
        max_chars=chars.most,
        chars_scope=chars.scope,
        is_ceiling=chars.is_ceiling,
        plan_max_chars=plan_chars.most,
        plan_chars_scope=plan_chars.scope,
        min_chars=least_chars_of(text),
        min_scope=least_scope_of(text),
        numbering=numbering_of(text),
        is_unnumbered=is_unnumbered(text),
        tone=_tone_of(text),
    )


def _tone_of(text: str) -> str | None:
    return next(
        (m.group() for m in _TONE.finditer(text) if not _NO_TONE.search(text[: m.start()])), None
    )


def _on_draft(text: str, brief: Brief, draft: Draft, focus: int | None, today: date) -> Brief:
    asks_section = brief.section is not None
    action, operation = action_on_draft(text, asks_section, brief.items, brief.max_chars)
    is_change = action in ("rewrite", "explain")
    meant = meant_in(text, draft, operation, focus) if action != "draft" else Meant()
    question: Question | None = None
    if action == "explain" and meant.unknown:
        meant = Meant()  # the whole draft is explained
    if is_change or action == "clarify":
        question = which_item(text, draft, meant, operation, is_about_all(text))
    if question:
        action, operation = "clarify", None
    brief = brief.model_copy(
        update={
            "action": action,
            "operation": operation,
            "target": meant.target,
            "targets": meant.items,
            "place": meant.place,
            "themes": tuple(t for t in brief.themes if not names_by(t, text)),
        }
    )
    if action == "rewrite":
        scope = brief.chars_scope or ("item" if meant.target and brief.max_chars else None)
        brief = brief.model_copy(update={"items": None, "chars_scope": scope})
    if action == "draft":
        question = _unclear_order(text, brief, today)
    return _with_question(brief, question)


def _unclear_order(text: str, brief: Brief, today: date) -> Question | None:
    """What to ask about an order for a new section."""
    wish = Wish(
        period=brief.period or str(current_period(today)),
        items=brief.items,
        themes=brief.themes,
        excluded=brief.excluded_themes,
        max_chars=brief.max_chars,
        scope=brief.chars_scope,
        is_ceiling=brief.is_ceiling,
        numbering=brief.numbering,
    )
    if brief.action == "clarify":
        is_work = asks_for_work(text) or bool(brief.facts and not is_greeting(text))
        return which_section(wish) if is_work else None
    counts = set(item_counts(text))
    is_one = brief.action == "draft" and len(brief.sections) == 1
    if is_one and brief.section and len(counts) > 1 and not _EITHER.search(text):
        return how_many(wish, brief.section, sorted(counts))
    return None


def _with_question(brief: Brief, question: Question | None) -> Brief:
    if question is None:
        return brief
    return brief.model_copy(
        update={"action": "clarify", "question": question.text, "answers": question.answers}
    )
