"""YAML files that an office may keep in the data folder, read again when they were changed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from assistant.errors import SettingsError

Stamp = tuple[int, int]


def stamp_of(path: Path, label: str, error: type[SettingsError]) -> Stamp | None:
    """What changes when the file is written; None if there is no file. `label` is what the file is
    called in messages."""
    try:
        status = path.stat()
    except FileNotFoundError:
        return None
    except OSError as reason:
        raise error(f"{label} {path} 无法读取，请检查读取权限") from reason
    return status.st_mtime_ns, status.st_size


def loaded(path: Path, label: str, error: type[SettingsError]) -> tuple[Any, yaml.Node | None]:
    """The values of the file, and its nodes, which know their lines. Raises `error` with what to
    do if the file cannot be read or is no YAML."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as reason:
        raise error(f"{label} {path} 无法读取，请检查读取权限，并存为 UTF-8 编码") from reason
    try:
        return yaml.safe_load(text), yaml.compose(text, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, ValueError) as reason:
        mark = getattr(reason, "problem_mark", None)
        where = f"第 {mark.line + 1} 行" if mark else ""
        raise error(
            f"{label} {path} {where}不是合法的 YAML：请检查缩进、冒号后的空格、成对的括号和日期"
        ) from reason
