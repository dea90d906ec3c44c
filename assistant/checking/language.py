"""Placeholders left, sentences said twice."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.document import Draft, Finding
from assistant.placeholders import PLACEHOLDER


def check_language(draft: Draft) -> Iterator[Finding]:
    seen: dict[str, str] = {}
    for sentence in draft.sentences():
        for match in PLACEHOLDER.finditer(sentence.text):
            message = f"“{match.group()}”待填写或核实"
            yield Finding(
                "placeholder", "warning", message, sentence.id, match.start(), match.end()
            )
        if sentence.text in seen:
            message = f"与“{seen[sentence.text]}”处的句子重复"
            yield Finding("repeated", "error", message, sentence.id, 0, len(sentence.text))
        seen.setdefault(sentence.text, sentence.id)
