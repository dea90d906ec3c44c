"""The conversation as a LangGraph StateGraph: known steps, not a free agent.

understand → retrieve → plan → write → check → answer, once for each section asked for; other
requests take their own node and meet again at check or answer. The state holds ids and plain
values, never text of reports.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from langchain_core.messages import AIMessage
from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.config import get_stream_writer
from langgraph.graph import END, START, StateGraph
from langgraph.graph.state import CompiledStateGraph
from langgraph.runtime import Runtime

from assistant import answer
from assistant.brief import Brief, complete, one_each, understand
from assistant.document import SECTIONS, Draft, SectionName
from assistant.errors import DraftError
from assistant.outline import mode_of
from assistant.planning.stored import plan_from_state, plan_to_state
from assistant.replies import reply
from assistant.rewriting.asking import ONE_BY_ONE, decides_a_part, decision_of
from assistant.rewriting.house_words import in_house_words
from assistant.storage import Storage
from assistant.toning import toned
from assistant.turn import Checked, Desk, State, last_message, order_of
from assistant.understanding.asked_section import section_to_open
from assistant.understanding.by_model import restated
from assistant.understanding.questions import answer_meant
from corpus.report import Role

STEPS = {
    "understand": "理解要求",
    "retrieve": "查找往年段落",
    "plan": "拟定条目",
    "write": "起草",
    "revise": "修改",
    "check": "核验出处",
    "answer": "完成",
}


_Route = Literal["retrieve", "revise", "check", "answer"]


def build_graph(saver: BaseCheckpointSaver[Any]) -> CompiledStateGraph[State, Desk, State, State]:
    graph = StateGraph(State, context_schema=Desk)
    graph.add_node("understand", _understand)
    graph.add_node("retrieve", _retrieve)
    graph.add_node("plan", _plan)
    graph.add_node("write", _write)
    graph.add_node("revise", _revise)
    graph.add_node("check", _check)
    graph.add_node("next", _next)
    graph.add_node("answer", _answer)
    graph.add_edge(START, "understand")
    graph.add_conditional_edges("understand", _route)
    graph.add_conditional_edges("retrieve", _unless_told("plan"))
    graph.add_conditional_edges("plan", _after_plan)
    graph.add_edge("write", "check")
    graph.add_conditional_edges("revise", _unless_told("check"))
    graph.add_conditional_edges("check", _unless_done)
    graph.add_edge("next", "retrieve")
    graph.add_edge("answer", END)
    return graph.compile(checkpointer=saver)


def _route(state: State) -> _Route:
    if state.get("told"):
        return "answer"
    routes: dict[str, _Route] = {
        "draft": "retrieve",
        "rewrite": "revise",
        "undo": "revise",
        "check": "check",
    }
    return routes.get(state["brief"]["action"], "answer")


def _unless_told(node: str) -> Any:
    def route(state: State) -> str:
        return "answer" if state.get("told") else node

    route.__annotations__["return"] = Literal[node, "answer"]
    return route


def _after_plan(state: State) -> Literal["write", "next", "answer"]:
    if state.get("told"):
        return "answer"
    return _unless_done(state) if state.get("mode") == "show" else "write"


def _unless_done(state: State) -> Literal["next", "answer"]:
    return "next" if state.get("todo") else "answer"


# --- nodes ----------------------------------------------------------------------------------


def _understand(state: State, runtime: Runtime[Desk]) -> State:
    desk, message = runtime.context, last_message(state)
    asked_before = Brief.model_validate(state.get("brief") or {"action": "clarify"})
    chosen = answer_meant(message, asked_before.answers)
    message = chosen or message
    mode = mode_of(message)
    is_open = _is_proposed(desk)
    decision = decision_of(message, is_open)
    fresh: State = {
        "said": "", "told": "", "mode": mode, "done": [], "todo": [], "decision": decision,
        "restated": "", "chosen": chosen,
    }  # fmt: skip
    if decision is not None:
        return {**fresh, "brief": Brief(action="rewrite").model_dump()}
    if is_open and decides_a_part(message):
        return {**fresh, "brief": Brief(action="rewrite").model_dump(), "told": ONE_BY_ONE}
    outlines = state.get("outlines") or {}
    if mode == "use":
        briefs = [outlines[section]["brief"] for section in SECTIONS if section in outlines]
        if not briefs:
            unclear = Brief(action="clarify").model_dump()
            return {**fresh, "brief": unclear, "told": answer.NO_OUTLINE}
    else:
        if opened := _section_to_open(message, desk):
            desk.storage.open_section(desk.conversation_id, opened)
            told = f"已打开“{Role(opened).label}”。"
            return {**fresh, "brief": Brief(action="clarify").model_dump(), "told": told}
        asked, fresh["restated"] = _asked(message, desk)
        asked = _for_the_same_report(asked, desk)
        given = desk.facts if asked.action == "draft" else ()
        facts = tuple(dict.fromkeys((*asked.facts, *given)))
        wanted = one_each(asked.model_copy(update={"facts": facts}))
        briefs = [complete(brief, desk.today).model_dump() for brief in wanted]
    return {**fresh, "brief": briefs[0], "todo": briefs[1:]}


def _section_to_open(message: str, desk: Desk) -> SectionName | None:
    """The section of the conversation that the message asks no more than to see."""
    if (wanted := section_to_open(message)) is None:
        return None
    drafts = desk.storage.sections(desk.conversation_id)
    return wanted if any(draft.section == wanted for draft in drafts) else None


def _for_the_same_report(brief: Brief, desk: Desk) -> Brief:
    """The other section of what is open is of the same report, where the message names none."""
    opened = desk.storage.current(desk.conversation_id)
    if (
        brief.action != "draft"
        or brief.period
        or opened is None
        or opened.section in brief.sections
    ):
        return brief
    organisation = brief.organisation or opened.organisation or None
    return brief.model_copy(update={"period": opened.period, "organisation": organisation})


def _is_proposed(desk: Desk) -> bool:
    return desk.storage.open_proposal(desk.conversation_id) is not None


def _asked(message: str, desk: Desk) -> tuple[Brief, str]:
    """What the message asks for; and where only the model could tell, how it puts it."""
    brief = _brief(message, desk)
    draft = desk.storage.current(desk.conversation_id)
    again = restated(message, brief, draft, desk.drafting.model, desk.stop, desk.today)
    return (again.brief, again.order) if again else (brief, "")


def _brief(message: str, desk: Desk) -> Brief:
    """What the message asks for; a change in a section that is not open opens it first."""
    organisations = sorted({r.organisation for r in desk.archive.reports() if r.organisation})
    draft = desk.storage.current(desk.conversation_id)
    focus = _changed_last(desk.storage.history(desk.conversation_id))
    brief = understand(message, draft, organisations, desk.today, focus)
    if (
        brief.action in ("rewrite", "explain")
        and draft
        and brief.section not in (None, draft.section)
    ):
        assert brief.section
        opened = desk.storage.open_section(desk.conversation_id, brief.section)
        brief = understand(message, opened, organisations, desk.today)
    return brief


def _changed_last(history: Sequence[Draft]) -> int | None:
    """The item (from 1) that the last change was about, if it was about one: 这条, 刚才那条."""
    if len(history) < 2:
        return None
    new, old = ([item.text for item in draft.items] for draft in history[:2])
    changed = [n for n, text in enumerate(new, 1) if text not in old]
    return changed[0] if len(changed) == 1 else None


def _retrieve(state: State, runtime: Runtime[Desk]) -> State:
    desk, brief = runtime.context, Brief.model_validate(state["brief"])
    try:
        material = desk.drafting.material_for(brief, desk.choices)
    except DraftError as error:
        return {"told": str(error)}
    organisation = brief.organisation or material.evidence.organisation
    return {"brief": brief.model_copy(update={"organisation": organisation}).model_dump()}


def _plan(state: State, runtime: Runtime[Desk]) -> State:
    desk, brief = runtime.context, Brief.model_validate(state["brief"])
    outlines = dict(state.get("outlines") or {})
    section = brief.section or ""
    done = [*state.get("done", []), section]
    if state.get("mode") == "use":
        entry = outlines[section]
        if new := [fact for fact in desk.facts if fact not in brief.facts]:
            entry = desk.drafting.with_facts(entry, new, desk.choices)
        outlines[section] = entry
        return {"brief": entry["brief"], "plan": entry["plan"], "outlines": outlines, "done": done}
    try:
        material = desk.drafting.material_for(brief, desk.choices)
        planned = desk.drafting.plan(
            brief, material, problems_for(desk.storage, desk.conversation_id, brief)
        )
    except DraftError as error:
        return {"told": str(error)}
    plan = plan_to_state(planned)
    outlines[section] = {"brief": brief.model_dump(), "plan": plan, "kept": []}
    if not state.get("done"):  # an outline of another turn is of another order
        outlines = {section: outlines[section]}
    return {"plan": plan, "outlines": outlines, "done": done}


def problems_for(storage: Storage, conversation_id: str, brief: Brief) -> tuple[str, ...]:
    """The headings of the problems that the conversation has drafted for the same report."""
    problems = storage.current(conversation_id, "problems")
    if brief.section != "plan" or problems is None:
        return ()
    same = (problems.period, problems.organisation) == (brief.period, brief.organisation)
    return tuple(item.heading.text for item in problems.items) if same else ()


def _next(state: State, runtime: Runtime[Desk]) -> State:
    return {"brief": state["todo"][0], "todo": state["todo"][1:]}


def _write(state: State, runtime: Runtime[Desk]) -> State:
    desk, brief = runtime.context, Brief.model_validate(state["brief"])
    material = desk.drafting.material_for(brief, desk.choices)
    plan = plan_from_state(state["plan"], material.evidence)
    emit = get_stream_writer()
    draft: Draft | None = None
    for draft in desk.drafting.write(brief, material, plan, desk.stop):
        emit(draft)
    assert draft is not None  # the lead is always yielded
    draft = in_house_words(toned(desk.drafting, draft, brief), desk.storage.house_terms())
    desk.storage.save(desk.conversation_id, draft, last_message(state), author=desk.author)
    return {"said": "已起草"}


def _revise(state: State, runtime: Runtime[Desk]) -> State:
    """Make a proposal, decide on the open one, or go a version back."""
    desk, brief = runtime.context, Brief.model_validate(state["brief"])
    if desk.storage.current(desk.conversation_id) is None:
        return {"told": "还没有打开的稿子。" + answer.greeting().removeprefix("您好！")}
    if brief.action == "undo":
        if desk.storage.undo(desk.conversation_id) is None:
            return {"told": "已经是最早的一稿，没有可以撤销的修改了。"}
        return {"said": "已恢复到上一稿"}
    decision = state.get("decision")
    try:
        if decision is None:
            return {"told": answer.proposed(desk.propose(brief, order_of(state)))}
        left = desk.decide(decision)
    except DraftError as error:
        return {"told": str(error)}
    if left is None:
        return {"told": answer.NOTHING_PROPOSED}
    if waiting := answer.waiting(left):
        return {"told": waiting}
    return {"said": "已修改"} if decision else {"told": answer.REJECTED}


def _check(state: State, runtime: Runtime[Desk]) -> State:
    """Cut every quote out of the archive again and show what the checks find."""
    desk = runtime.context
    draft = desk.storage.current(desk.conversation_id)
    if draft is None:
        return {"told": "还没有可以核验的稿子，请先起草一份。"}
    get_stream_writer()(Checked(desk.check(draft)))
    return {}


def _answer(state: State, runtime: Runtime[Desk]) -> State:
    said = answer.as_restated(state.get("restated", "")) + reply(state, runtime.context)
    return {"messages": [AIMessage(said)]}
