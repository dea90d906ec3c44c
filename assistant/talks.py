"""What was said in conversations, and the graph that answers: kept between starts."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from langchain_core.messages import AIMessage, HumanMessage
from langgraph.checkpoint.sqlite import SqliteSaver

from assistant.brief import Brief
from assistant.document import Draft
from assistant.graph import STEPS, build_graph
from assistant.turn import Checked, Desk


@dataclass(frozen=True)
class Step:
    """A node of the graph finished; `label` says what was done."""

    label: str


@dataclass(frozen=True)
class Partial:
    """The draft as far as it is; `writing` until it has been checked."""

    draft: Draft
    writing: bool = True


@dataclass(frozen=True)
class Reply:
    """The end of a turn: what is said, and the checked draft that is open now. Where a question
    was asked, each of `answers` is a message that answers it."""

    text: str
    draft: Draft | None
    answers: tuple[str, ...] = ()


Event = Step | Partial | Reply


@dataclass(frozen=True)
class Message:
    """One message of a conversation, from the user or from the assistant."""

    from_user: bool
    text: str


class Talks:
    """Over the database `checkpoints`; a conversation is known by its id."""

    def __init__(self, checkpoints: sqlite3.Connection) -> None:
        self._checkpoints = checkpoints
        self._graph = build_graph(SqliteSaver(checkpoints))

    def close(self) -> None:
        self._checkpoints.close()

    def messages(self, conversation_id: str) -> list[Message]:
        stored = self._state(conversation_id).get("messages", [])
        return [Message(isinstance(m, HumanMessage), m.text) for m in stored]

    def answers(self, conversation_id: str) -> tuple[str, ...]:
        """The messages that answer the question asked last; () if none is open."""
        brief = self._state(conversation_id).get("brief")
        return Brief.model_validate(brief).answers if brief else ()

    def outlines(self, conversation_id: str) -> dict[str, Any]:
        """By section: brief, plan and kept themes, as plain values."""
        return dict(self._state(conversation_id).get("outlines") or {})

    def keep_outlines(self, conversation_id: str, outlines: dict[str, Any]) -> None:
        self._update(conversation_id, {"outlines": outlines})

    def say(self, conversation_id: str, text: str) -> None:
        """Answer the last message with `text`."""
        self._update(conversation_id, {"messages": [AIMessage(text)]})

    def run(self, text: str, desk: Desk) -> Iterator[Event]:
        """A turn: steps and partial drafts as they come; the answer is the last message then."""
        stream = self._graph.stream(
            {"messages": [HumanMessage(text)]},
            _config(desk.conversation_id),
            context=desk,
            stream_mode=["updates", "custom"],
        )
        for mode, data in stream:
            if isinstance(data, Checked):
                yield Partial(data.draft, writing=False)
            elif isinstance(data, Draft):
                yield Partial(data)
            elif mode == "updates":
                yield from (Step(STEPS[node]) for node in data if node in STEPS)

    def _state(self, conversation_id: str) -> dict[str, Any]:
        values: dict[str, Any] = self._graph.get_state(_config(conversation_id)).values
        return values

    def _update(self, conversation_id: str, changes: dict[str, Any]) -> None:
        self._graph.update_state(_config(conversation_id), changes, as_node="answer")


def _config(conversation_id: str) -> Any:
    return {"configurable": {"thread_id": conversation_id}}
