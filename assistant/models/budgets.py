"""How long a model is waited for, and how much of its talk is taken."""

from __future__ import annotations

from dataclasses import dataclass

# One item may take this share of a draft's time, so that a slow one does not starve the others.
_ITEM_SHARE = 0.5


@dataclass(frozen=True)
class Budgets:
    """Seconds and characters.

    `connect` until the connection stands, `first_token` until the answer begins, `between_tokens`
    for each pause in it, `draft` for all answers of a draft. `answer_chars` is the longest answer,
    `raw_bytes` the most that one request may send, thoughts and wrapping included.
    """

    connect: float = 5.0
    first_token: float = 30.0
    between_tokens: float = 10.0
    draft: float = 90.0
    answer_chars: int = 6_000
    raw_bytes: int = 4 << 20

    @property
    def item(self) -> float:
        """Seconds for one item, its repair included."""
        return _ITEM_SHARE * self.draft
