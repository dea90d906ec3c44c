"""A turn of a conversation: what its nodes work with, and what they leave behind."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, TypedDict

from langchain_core.messages import AnyMessage, HumanMessage
from langgraph.graph import add_messages

from assistant.brief import Brief
from assistant.choices import NO_CHOICES, Choices
from assistant.document import Draft
from assistant.drafting import Drafting
from assistant.outline import Mode
from assistant.rewriting.changes import Left, Proposal
from assistant.storage import Storage
from assistant.writing.stopping import StopSignal
from corpus.archive import Archive


@dataclass(frozen=True)
class Desk:
    """What the nodes work with: the same for a whole run, never stored. `check` gives a draft of
    the conversation its findings; `propose` keeps a proposal open; `decide` accepts or rejects all
    of the open one and says what of it still waits (None: none was open)."""

    conversation_id: str
    archive: Archive
    drafting: Drafting
    storage: Storage
    today: date
    check: Callable[[Draft], Draft]
    propose: Callable[[Brief, str], Proposal]
    decide: Callable[[bool], Left | None]
    stop: StopSignal
    facts: tuple[str, ...] = ()
    choices: Choices = NO_CHOICES
    author: str = ""  # of what is written


@dataclass(frozen=True)
class Checked:
    """Sent when the draft is written and checked; a bare Draft is one still being written."""

    draft: Draft


class State(TypedDict, total=False):
    messages: Annotated[list[AnyMessage], add_messages]
    brief: dict[str, Any]
    plan: dict[str, Any]
    todo: list[dict[str, Any]]  # briefs of sections still to come in this turn
    done: list[str]  # sections planned or written in this turn
    mode: Mode | None
    restated: str  # the order as the model puts it, where the rules could not read it
    chosen: str  # the answer that was meant to the question before
    decision: bool | None  # about the open proposal: accept or reject all of it
    outlines: dict[str, Any]  # by section: brief, plan, kept themes; stays between turns
    said: str  # how the answer begins, set by the node that changed the draft
    told: str  # what ends the turn at once: a refusal, a question, a proposal


def order_of(state: State) -> str:
    """The words that this turn obeys."""
    return state.get("restated") or state.get("chosen") or last_message(state)


def last_message(state: State) -> str:
    messages: Sequence[AnyMessage] = state["messages"]
    return next(m.text for m in reversed(messages) if isinstance(m, HumanMessage))
