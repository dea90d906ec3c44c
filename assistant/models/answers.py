"""What a model says → what it answers: thoughts go, and the JSON in it is found. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

_TAG = re.compile(r"<(/?)(?:think(?:ing)?|thoughts?|reasoning|reflection)>", re.IGNORECASE)
_MAX_OBJECTS = 60
# Line breaks inside strings are a common slip and harmless.
_DECODER = json.JSONDecoder(strict=False)


def without_thoughts(text: str) -> str:
    """The text without <think>…</think>, also where only one of the tags is there: some templates
    put the opening one into the prompt, some answers end while still thinking.

    One walk along the tags, since what an endpoint sends may be long and made to be slow.
    """
    kept: list[str] = []
    position, thinking = 0, False
    for tag in _TAG.finditer(text):
        if not tag.group(1):
            kept += [] if thinking else [text[position : tag.start()]]
        elif not thinking:
            kept.clear()
        position, thinking = tag.end(), not tag.group(1)
    kept += [] if thinking else [text[position:]]
    return "".join(kept).strip()


def find_json(text: str, read: Callable[[object], T | None]) -> T | None:
    """The first JSON object of the text that `read` makes something of, whatever stands around it:
    prose, a code fence, an object that wraps it. None if there is no such object."""
    start = text.find("{")
    for _ in range(_MAX_OBJECTS):
        if start < 0:
            return None
        try:
            value, _ = _DECODER.raw_decode(text, start)
        except (ValueError, RecursionError):
            value = None
        if isinstance(value, dict) and (found := read(value)) is not None:
            return found
        start = text.find("{", start + 1)
    return None
