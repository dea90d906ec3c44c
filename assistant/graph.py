"""The conversation as a LangGraph StateGraph: known steps, not a free agent.

understand → retrieve → plan → write → check → answer; other requests take their own node and
meet again at check or answer. The state holds ids and plain values, never text of reports.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal, TypedDict

from langchain_core.messages import AIMessage, AnyMessage, HumanMessage
from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.config import get_stream_writer
from langgraph.graph import END, START, StateGraph, add_messages
from langgraph.graph.state import CompiledStateGraph
from langgraph.runtime import Runtime

from assistant import answer
from assistant.brief import Brief, complete, names_other_genre, understand
from assistant.checking import checked
from assistant.choices import NO_CHOICES, Choices
from assistant.document import Draft
from assistant.drafting import Drafting, plan_from_state, plan_to_state
from assistant.errors import DraftError
from assistant.evidence import said_in
from assistant.origins import explained
from assistant.rewriting.operations import rewrite
from assistant.storage import Storage
from corpus.archive import Archive
from corpus.query import Filter
from corpus.report import Role
from corpus.retriever import ArchiveRetriever

STEPS = {
    "understand": "理解要求",
    "retrieve": "查找往年段落",
    "plan": "拟定条目",
    "write": "起草",
    "revise": "修改",
    "check": "核验出处",
    "answer": "完成",
}
_ASK_HITS = 5


@dataclass(frozen=True)
class Desk:
    """What the nodes work with: the same for a whole run, never stored."""

    conversation_id: str
    archive: Archive
    drafting: Drafting
    storage: Storage
    today: date
    choices: Choices = NO_CHOICES

    def quote(self, report_id: str, start: int, end: int) -> str | None:
        return self.archive.quote(report_id, start, end)


@dataclass(frozen=True)
class Checked:
    """Sent when the draft is written and checked; a bare Draft is one still being written."""

    draft: Draft


class State(TypedDict, total=False):
    messages: Annotated[list[AnyMessage], add_messages]
    brief: dict[str, Any]
    plan: dict[str, Any]
    said: str  # how the answer begins, set by the node that changed the draft
    refusal: str


_Route = Literal["retrieve", "revise", "check", "answer"]


def build_graph(saver: BaseCheckpointSaver[Any]) -> CompiledStateGraph[State, Desk, State, State]:
    graph = StateGraph(State, context_schema=Desk)
    graph.add_node("understand", _understand)
    graph.add_node("retrieve", _retrieve)
    graph.add_node("plan", _plan)
    graph.add_node("write", _write)
    graph.add_node("revise", _revise)
    graph.add_node("check", _check)
    graph.add_node("answer", _answer)
    graph.add_edge(START, "understand")
    graph.add_conditional_edges("understand", _route)
    graph.add_conditional_edges("retrieve", _unless_refused("plan"))
    graph.add_conditional_edges("plan", _unless_refused("write"))
    graph.add_edge("write", "check")
    graph.add_conditional_edges("revise", _unless_refused("check"))
    graph.add_edge("check", "answer")
    graph.add_edge("answer", END)
    return graph.compile(checkpointer=saver)


def _route(state: State) -> _Route:
    routes: dict[str, _Route] = {
        "draft": "retrieve",
        "rewrite": "revise",
        "undo": "revise",
        "check": "check",
    }
    return routes.get(state["brief"]["action"], "answer")


def _unless_refused(node: str) -> Any:
    def route(state: State) -> str:
        return "answer" if state.get("refusal") else node

    route.__annotations__["return"] = Literal[node, "answer"]
    return route


# --- nodes ----------------------------------------------------------------------------------


def _understand(state: State, runtime: Runtime[Desk]) -> State:
    desk = runtime.context
    organisations = sorted({r.organisation for r in desk.archive.reports() if r.organisation})
    draft = desk.storage.current(desk.conversation_id)
    brief = understand(_last_message(state), draft, organisations, desk.today)
    return {"brief": complete(brief, desk.today).model_dump(), "said": "", "refusal": ""}


def _retrieve(state: State, runtime: Runtime[Desk]) -> State:
    desk, brief = runtime.context, Brief.model_validate(state["brief"])
    try:
        material = desk.drafting.material_for(brief, desk.choices)
    except DraftError as error:
        return {"refusal": str(error)}
    organisation = brief.organisation or material.evidence.organisation
    return {"brief": brief.model_copy(update={"organisation": organisation}).model_dump()}


def _plan(state: State, runtime: Runtime[Desk]) -> State:
    desk, brief = runtime.context, Brief.model_validate(state["brief"])
    try:
        material = desk.drafting.material_for(brief, desk.choices)
        return {"plan": plan_to_state(desk.drafting.plan(brief, material))}
    except DraftError as error:
        return {"refusal": str(error)}


def _write(state: State, runtime: Runtime[Desk]) -> State:
    desk, brief = runtime.context, Brief.model_validate(state["brief"])
    material = desk.drafting.material_for(brief, desk.choices)
    plan = plan_from_state(state["plan"], material.evidence)
    emit = get_stream_writer()
    draft: Draft | None = None
    for draft in desk.drafting.write(brief, material, plan):
        emit(draft)
    assert draft is not None  # the lead is always yielded
    desk.storage.save(desk.conversation_id, draft, _last_message(state))
    return {"said": "已起草"}


def _revise(state: State, runtime: Runtime[Desk]) -> State:
    desk, brief = runtime.context, Brief.model_validate(state["brief"])
    history = desk.storage.history(desk.conversation_id)
    if not history:
        return {"refusal": "还没有打开的稿子。" + answer.greeting().removeprefix("您好！")}
    if brief.action == "undo":
        if desk.storage.undo(desk.conversation_id) is None:
            return {"refusal": "已经是最早的一稿，没有可以撤销的修改了。"}
        return {"said": "已恢复到上一稿"}
    try:
        message = _last_message(state)
        changed = rewrite(desk.drafting, history[0], brief, message, history[1:], desk.choices)
    except DraftError as error:
        return {"refusal": str(error)}
    desk.storage.save(desk.conversation_id, changed, _last_message(state))
    return {"said": "已修改"}


def _check(state: State, runtime: Runtime[Desk]) -> State:
    """Cut every quote out of the archive again and show what the checks find."""
    desk = runtime.context
    draft = desk.storage.current(desk.conversation_id)
    if draft is None:
        return {"refusal": "还没有可以核验的稿子，请先起草一份。"}
    get_stream_writer()(Checked(checked(draft, desk.quote, desk.archive.replaced_by)))
    return {}


def _answer(state: State, runtime: Runtime[Desk]) -> State:
    return {"messages": [AIMessage(_reply(state, runtime.context))]}


def _reply(state: State, desk: Desk) -> str:
    if state.get("refusal"):
        return state["refusal"]
    brief = Brief.model_validate(state["brief"])
    stored = desk.storage.current(desk.conversation_id)
    draft = checked(stored, desk.quote, desk.archive.replaced_by) if stored else None
    if draft and state.get("said"):
        return answer.drafted(draft, state["said"])
    if draft and brief.action == "check":
        return answer.checked_report(draft)
    if draft and brief.action == "explain":
        item = _item_of(brief)
        return explained(draft, item, lambda i: said_in(desk.archive, i))
    if draft and brief.action == "export":
        return "请点稿件上方的“下载 Word”。"
    if brief.action == "ask":
        return _look_up(_last_message(state), brief, desk)
    message = _last_message(state)
    if names_other_genre(message):
        return answer.greeting(named_other_genre=True)
    if draft and re.search(r"第.{1,3}[条点]", message):
        return answer.no_such_item(len(draft.items))
    return answer.greeting()


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


def _last_message(state: State) -> str:
    messages: Sequence[AnyMessage] = state["messages"]
    return next(m.text for m in reversed(messages) if isinstance(m, HumanMessage))
