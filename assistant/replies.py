"""What is said at the end of a turn."""

from __future__ import annotations

from assistant import answer
from assistant.brief import Brief, names_other_genre
from assistant.document import Draft
from assistant.evidence import said_in
from assistant.origins import explained
from assistant.outline import outline_of, outline_text
from assistant.planning.stored import plan_from_state
from assistant.turn import Desk, State, last_message
from assistant.understanding.operations import is_greeting
from assistant.understanding.wording import normalise
from corpus.query import Filter
from corpus.report import Role
from corpus.retriever import ArchiveRetriever

_ASK_HITS = 5


def reply(state: State, desk: Desk) -> str:
    if state.get("told"):
        return state["told"]
    if state.get("mode") == "show" and state.get("done"):
        return _outlines(state, desk)
    brief = Brief.model_validate(state["brief"])
    if state.get("said"):
        return "\n\n".join(answer.drafted(draft, state["said"]) for draft in _touched(state, desk))
    stored = desk.storage.current(desk.conversation_id)
    draft = desk.check(stored) if stored else None
    if draft and brief.action == "check":
        return answer.checked_report(draft)
    if draft and brief.action == "explain":
        return explained(draft, _item_of(brief), lambda i: said_in(desk.archive, i))
    if draft and brief.action == "export":
        return "请点稿件上方的“导出”，选清稿、送审稿或引用核查表。"
    if brief.action == "ask":
        return _look_up(last_message(state), brief, desk)
    if brief.question:
        return brief.question  # its answers are buttons beside the chat
    message = last_message(state)
    if draft and not names_other_genre(message):
        return answer.THANKED if is_greeting(normalise(message)) else answer.UNREAD
    return answer.greeting(named_other_genre=names_other_genre(message))


def _touched(state: State, desk: Desk) -> list[Draft]:
    """The drafts of this turn: both sections where both were asked for, else the open one."""
    sections = state.get("done", []) if len(state.get("done", [])) > 1 else []
    drafts = [d for d in desk.storage.sections(desk.conversation_id) if d.section in sections]
    opened = desk.storage.current(desk.conversation_id)
    return [desk.check(draft) for draft in drafts or filter(None, [opened])]


def _outlines(state: State, desk: Desk) -> str:
    said = []
    for section in state["done"]:
        stored = state["outlines"][section]
        brief = Brief.model_validate(stored["brief"])
        material = desk.drafting.material_for(brief, desk.choices)
        plan = plan_from_state(stored["plan"], material.evidence)
        said.append(outline_text(outline_of(brief, plan)))
    return "\n\n".join([*said, answer.OUTLINE_ADVICE])


def _item_of(brief: Brief) -> int | None:
    """The item a request is about, be it named or by one of its sentences (3.2)."""
    if brief.target is None:
        return None
    number = brief.target.item or (brief.target.sentence or "").partition(".")[0]
    return int(number) if str(number).isdigit() else None


def _look_up(message: str, brief: Brief, desk: Desk) -> str:
    query = "、".join(brief.themes) or message
    roles = (Role(brief.section),) if brief.section else ()
    retriever = ArchiveRetriever(archive=desk.archive, k=_ASK_HITS, wanted=Filter(roles=roles))
    return answer.found(retriever.invoke(query), query)
