"""What a reviewer decided about a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Verb = Literal["passed", "returned"]
DECISION_LABELS: dict[Verb, str] = {"passed": "通过", "returned": "退回"}


@dataclass(frozen=True)
class Decision:
    """Holds for the words and sources it was made on, not for the place they stand at.

    `stands_on` is the hash of the sentence's text and citations; `at` is ISO 8601, UTC.
    """

    sentence_id: str
    stands_on: str
    verb: Verb
    by: str
    at: str
    note: str = ""
