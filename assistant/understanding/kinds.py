"""The kinds of request and of change, and what a change is about."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

Action = Literal["draft", "rewrite", "check", "explain", "ask", "export", "undo", "clarify"]
Operation = Literal[
    "shorten", "expand", "replace", "merge", "split", "delete", "move", "renumber", "formal",
    "restyle", "free",
]  # fmt: skip
# What a number of characters limits: each item, or the whole section.
CharsScope = Literal["item", "section"]


class Target(BaseModel):
    """The item (from 1) or the sentence id a request is about."""

    model_config = ConfigDict(frozen=True)
    item: int | None = None
    sentence: str | None = None
