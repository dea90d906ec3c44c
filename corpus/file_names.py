"""Names of files as they are shown. They are never paths: originals are stored by their hash."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 120  # characters of a whole name, folders included
_DEEPEST = 4  # levels, the file's own among them
_LONGEST_FOLDER = 20  # where the whole is too long
_LONGEST_EXTENSION = 10
_UNNAMED = "未命名"
# Cannot be seen although Unicode calls them letters or marks.
_BLANK_LETTERS = "\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"
_DRIVES = re.compile(r"^(?:[A-Za-z]:\s*)+")
_DROPPED = re.compile(r"[.\s]+$")  # by Windows, at the end of a name
_DEVICE = re.compile(r"(?:CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|(?:COM|LPT)[0-9¹²³])(?:\.|$)", re.I)


def display_name(name: str) -> str:
    """A name that shows what it is: one line, nothing unseen, no way out of a folder, at most
    120 characters and four levels (“县委/2023年/总结.docx”). The extension stays.

    >>> display_name("C:\\\\用户\\\\..\\\\总结\\u202excod.exe")
    '用户/总结xcod.exe'
    """
    visible = unicodedata.normalize("NFC", "".join(map(_visible, _decoded(name))))
    parts = [part for piece in re.split(r"[/\\]", visible) if (part := _component(piece))]
    if not parts or re.search(r"[/\\]\s*$", visible):
        parts.append(_UNNAMED)
    if parts[-1].startswith(".") and "." not in parts[-1][1:]:
        parts[-1] = _UNNAMED + parts[-1]
    if len(parts) > _DEEPEST:
        parts = [parts[0], "…", *parts[2 - _DEEPEST :]]
    *folders, last = parts
    if len("/".join(parts)) > LONGEST:
        folders = [_cut(folder, _LONGEST_FOLDER) for folder in folders]
    room = LONGEST - sum(len(folder) + 1 for folder in folders)
    return "/".join([*folders, _shortened(last, room)])


def _decoded(name: str) -> str:
    """Names on old file servers are GBK; Python carries bytes that are no UTF-8 as surrogates."""
    if not re.search("[\udc80-\udcff]", name):
        return name
    return name.encode("utf-8", "surrogateescape").decode("gb18030", "replace")


def _visible(character: str) -> str:
    category = unicodedata.category(character)
    if character in "\t\n\r" or category in ("Zl", "Zp"):
        return " "
    # Co is for the rare characters of people's names.
    return "" if category in ("Cc", "Cf", "Cs") or character in _BLANK_LETTERS else character


def _component(piece: str) -> str:
    """One level without a drive and without what Windows drops or takes for a device."""
    piece = _DROPPED.sub("", _DRIVES.sub("", piece.strip()))
    if piece == "?":  # \\?\C:\…
        return ""
    return f"_{piece}" if _DEVICE.match(piece) else piece


def _shortened(name: str, room: int) -> str:
    stem, dot, extension = name.rpartition(".")
    if not stem or len(extension) > _LONGEST_EXTENSION:
        return _cut(name, room)
    return _cut(stem, room - len(extension) - 1) + dot + extension


def _cut(words: str, room: int) -> str:
    return words if len(words) <= room else _DROPPED.sub("", words[: room - 1]) + "…"
