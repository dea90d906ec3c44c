"""Placeholders left, sentences said twice."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.document import Draft, Finding

_PLACEHOLDER = re.compile(r"(?<![A-Za-z0-9])[XxＸ×]{1,4}(?![A-Za-z0-9])|【待[^】]{0,30}】")


def check_language(draft: Draft) -> Iterator[Finding]:
    seen: dict[str, str] = {}
    for sentence in draft.sentences():
        for match in _PLACEHOLDER.finditer(sentence.text):
            message = f"“{match.group()}”待填写或核实"
            yield Finding(
                "placeholder", "warning", message, sentence.id, match.start(), match.end()
            )
        if sentence.text in seen:
            message = f"与“{seen[sentence.text]}”处的句子重复"
            yield Finding("repeated", "error", message, sentence.id, 0, len(sentence.text))
        seen.setdefault(sentence.text, sentence.id)
