"""Where what was said of a sentence belongs after the draft has changed. Pure.

Decisions and comments know their sentence by its words; the place only tells apart sentences that
read the same, and leads to what became of one that was reworded.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.document import Draft
from assistant.rewriting.transplanting import Meanwhile


def nearest(draft: Draft, sentence_id: str, fitting: Sequence[str]) -> str:
    """Of the ids that fit the one that stands nearest to where `sentence_id` is; "" if none does."""
    ids = [sentence.id for sentence in draft.sentences()]
    place = ids.index(sentence_id) if sentence_id in ids else len(ids)
    return min(fitting, default="", key=lambda i: (i != sentence_id, abs(ids.index(i) - place)))


class Followed:
    """Old sentence id → its id in the new draft, reworded or not; "" if it is gone."""

    def __init__(self, old: Draft, new: Draft) -> None:
        self._meanwhile = Meanwhile(old, new)

    def __call__(self, sentence_id: str) -> str:
        return (self._meanwhile.now(sentence_id) or "") if sentence_id else ""


def place_words(sentence_id: str) -> str:
    """lead.1 → 开头第1句, 2.h → 第2条小标题, 2.1 → 第2条第1句."""
    first, _, second = sentence_id.partition(".")
    if first == "lead":
        return f"开头第{second}句"
    return f"第{first}条" + ("小标题" if second == "h" else f"第{second}句")
