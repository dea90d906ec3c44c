"""Markdown files → ChatPromptTemplate.

A file holds ``# system`` and ``# human`` parts, with variables in single braces. Templates are
constants of the product; text of users and documents only ever enters as a variable's value.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path

from langchain_core.prompts import ChatPromptTemplate

_FOLDER = Path(__file__).parent
_PART = re.compile(r"^# (system|human)\s*$", re.MULTILINE)


class PromptError(Exception):
    """A prompt file is missing, has no parts or does not use the variables it is given."""


def load_prompt(
    name: str, variables: Collection[str], folder: Path = _FOLDER
) -> ChatPromptTemplate:
    """The template in ``<name>.md``. Raises PromptError unless it uses exactly `variables`."""
    path = folder / f"{name}.md"
    if not path.is_file():
        raise PromptError(f"提示词文件不存在：{path.name}")
    pieces = _PART.split(path.read_text(encoding="utf-8"))
    if len(pieces) < 3:
        raise PromptError(f"提示词文件 {path.name} 里没有“# system”或“# human”部分")
    messages = [(pieces[i], pieces[i + 1].strip()) for i in range(1, len(pieces), 2)]
    template = ChatPromptTemplate.from_messages(messages)
    missing = sorted(set(variables) - set(template.input_variables))
    unknown = sorted(set(template.input_variables) - set(variables))
    if missing or unknown:
        raise PromptError(
            f"提示词文件 {path.name} 的变量不对：缺少 {missing or '无'}，多出 {unknown or '无'}"
        )
    return template
