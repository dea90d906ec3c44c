"""Sentences of a draft that are said twice."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.document import Draft, Finding


def check_language(draft: Draft) -> Iterator[Finding]:
    """`repeated` for every sentence that stands in the draft already, word for word."""
    seen: dict[str, str] = {}
    for sentence in draft.sentences():
        if sentence.text in seen:
            message = f"与“{seen[sentence.text]}”处的句子重复"
            yield Finding("repeated", "error", message, sentence.id, 0, len(sentence.text))
        seen.setdefault(sentence.text, sentence.id)
