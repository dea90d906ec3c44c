"""Inputs for fuzzing, each made from its target and number alone, so that any can be made again."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Callable
from copy import deepcopy
from functools import cache

from lxml import etree

from tests.corpus.disguised_files import FILES, SUITE_FILES
from tests.corpus.disguises import VARIANTS, lines_of
from tests.corpus.hostile import MAGIC, junk
from tests.evals.senseless import OUTLINE, TEXT_MUTATIONS

_KINDS = {
    "docx": (
        "docx",
        "numbered",
        "numbered by styles",
        "lists that share",
        "text box",
        "old text boxes",
        "layout table",
        "numbers in a column",
        "content controls",
        "tracked changes",
        "soft breaks",
        "hidden junk",
    ),
    "pdf": ("PDF", "PDF of short pages"),
    "ofd": ("OFD",),
    "html": ("web page", "web lists", "saved by Word"),
    "markdown": ("Markdown", "Markdown lists"),
    "text": ("text", "GB18030", "UTF-16", "cut at 35", "cut at 35, indented"),
    "office": ("one XML file", "Word 2003 XML", "RTF", "ODT"),
    "zip": ("zip",),
}
_MAGIC = {
    **dict.fromkeys(("docx", "ofd", "zip"), (MAGIC["docx"], MAGIC["zip"])),
    "pdf": (MAGIC["pdf"], b"%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n"),
    "html": (MAGIC["html"], MAGIC["mhtml"], b"<!doctype html><p>"),
    "markdown": (b"# ", b"---\n", b"| a | b |\n|---|---|\n", b"```\n"),
    "text": (MAGIC["utf8"], MAGIC["utf16"], b"", "一、".encode("gb18030")),
    "office": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"{\\rtf1", b'<?xml version="1.0"?>'),
    "picture": (MAGIC["png"], MAGIC["jpg"], MAGIC["tif"], MAGIC["gif"], b"BM"),
}
READERS = (*_KINDS, "picture")
TARGETS = (*READERS, *OUTLINE)


def case(target: str, number: int) -> tuple[bytes, str]:
    """The content and name of an input for a reader."""
    chance = random.Random(f"{target} {number}")
    name = f"a.{ {'markdown': 'md', 'text': 'txt', 'office': 'doc', 'picture': 'png'}.get(target, target) }"
    if target == "picture" or chance.random() < 0.15:
        size = chance.choice((0, 1, 5, 60, 3000))
        return junk(chance.choice(_MAGIC[target]), chance.getrandbits(32), size), name
    content, name = chance.choice(_seeds(target))
    for _ in range(chance.choice((1, 1, 2, 4))):
        content = chance.choice(_MUTATIONS[target])(chance, content)
    return content, name


# --- seeds ----------------------------------------------------------------------------------


@cache
def _seeds(target: str) -> list[tuple[bytes, str]]:
    variants = ("as written", "digits", "all sorts")
    writers = [(FILES | SUITE_FILES)[kind] for kind in _KINDS[target]]
    return [write(lines_of(VARIANTS[variant])) for variant in variants for write in writers]


# --- bytes ----------------------------------------------------------------------------------


def _span(chance: random.Random, length: int, most: int = 200) -> tuple[int, int]:
    start = chance.randrange(length + 1)
    return start, min(length, start + chance.randrange(most))


def _flipped(chance: random.Random, content: bytes) -> bytes:
    changed = bytearray(content)
    for _ in range(chance.randint(1, 20) if changed else 0):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def _cut(chance: random.Random, content: bytes) -> bytes:
    start, end = _span(chance, len(content), 5000)
    return chance.choice((content[:start], content[start:], content[:start] + content[end:]))


def _doubled(chance: random.Random, content: bytes) -> bytes:
    start, end = _span(chance, len(content), 2000)
    at = chance.randrange(len(content) + 1)
    return content[:at] + content[start:end] * chance.choice((1, 2, 30)) + content[at:]


def _sown(chance: random.Random, content: bytes) -> bytes:
    at = chance.randrange(len(content) + 1)
    return content[:at] + chance.randbytes(chance.randint(1, 40)) + content[at:]


_BYTES = (_flipped, _cut, _doubled, _sown)


def _any_bytes(chance: random.Random, content: bytes) -> bytes:
    return chance.choice(_BYTES)(chance, content)


# --- XML and HTML ---------------------------------------------------------------------------

_ODD = (
    *("", "0", "-1", "1e30", "99999999999999999999", "NaN", "%1%9%10", "true", "restart"),
    *("\u202e一", "&#0;", "&lt;", "x" * 3000, "0 0 0 0", "chineseCounting", "none", "FFFFFF"),
)
_TAGS = (
    *("<w:p>", "</w:p>", "<w:tbl>", "<w:tc>", "<w:vMerge/>", "<w:ins>", "</w:del>", "<w:vanish/>"),
    *("<mc:AlternateContent>", "<w:txbxContent>", '<w:fldChar w:fldCharType="begin"/>', "<ol>"),
    *("<table>", "<td>", "</div>", "<li value='-5'>", "<pre>", "<!--", "]]>", "<![CDATA[", "&x;"),
    *("<ofd:TextCode DeltaX='g 9999999 1'>", "<ofd:PageBlock>", "<script>", "<p hidden>", "<br/>"),
)


def _tokens(chance: random.Random, content: bytes) -> bytes:
    text = content.decode("utf-8", "surrogateescape")
    tokens = re.findall(r"<[^>]*>|[^<]+", text)
    if not tokens:
        return content
    for _ in range(chance.choice((1, 3, 12))):
        n = chance.randrange(len(tokens))
        other = chance.choice(tokens)
        tokens[n] = chance.choice(
            (
                "",
                other,
                tokens[n][:500] * chance.choice((2, 300)),
                tokens[n] + chance.choice(_TAGS),
                other + tokens[n],
                re.sub(r'(?<==["\'])[^"\']*', lambda _: chance.choice(_ODD), tokens[n]),
                re.sub(r'(?<==["\'])[^"\']*', lambda _: chance.choice(_ODD), tokens[n], count=1),
            )
        )
    start = chance.randrange(len(tokens))
    if chance.random() < 0.1:  # the same elements inside each other
        tokens[start : start + 2] = tokens[start : start + 2] * 60
    return "".join(tokens).encode("utf-8", "surrogateescape")


def _grafted(chance: random.Random, content: bytes) -> bytes:
    """Sound XML still: elements lost, doubled, moved into others, nested; attributes changed."""
    try:
        root = etree.fromstring(content)
    except (etree.XMLSyntaxError, ValueError):
        return _tokens(chance, content)
    for _ in range(chance.choice((1, 3, 12))):
        elements = [each for each in root.iter() if isinstance(each.tag, str)]
        if len(elements) > 5_000:
            break
        one, other = chance.choice(elements), chance.choice(elements)
        action = chance.randrange(6)
        parent = one.getparent()
        if action == 0 and parent is not None:
            parent.remove(one)
        elif action == 1:
            other.append(deepcopy(one))
        elif action == 2:
            other.insert(0, etree.fromstring(f"<a>{'<b>' * 40}一{'</b>' * 40}</a>"))
            other[0].tag, other[0][0].tag = one.tag, other.tag
        elif action == 3:
            one.tag = other.tag
        elif action == 4:
            one.text, other.tail = chance.choice(_SAYINGS), chance.choice(_SAYINGS)
        for name in list(one.attrib)[: action + 1]:
            one.set(name, chance.choice((*_NUMBERS, one.get(name) or "")))
    return bytes(etree.tostring(root))


_NUMBERS = (
    *("", "0", "-1", "1e30", "7", "99999999999999999999", "NaN", "%1%9%10", "true", "restart"),
    *("x" * 300, "0 0 0 0", "g 99999999 1", "chineseCounting", "none", "FFFFFF", "一"),
)
_SAYINGS = (
    "",
    " ",
    "一、存在的问题",
    "\n",
    "PAGE",
    "三是抓学习。",
    "x" * 5000,
    "\u202e\u200b",
    "1",
)

# --- zip files ------------------------------------------------------------------------------


def _repacked(chance: random.Random, content: bytes) -> bytes:
    """Entries changed, renamed, lost or twice there, with sums that are right again."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            entries = [(name, package.read(name)) for name in package.namelist()]
    except Exception:  # noqa: BLE001 - it was broken by another mutation; zipfile raises anything
        return _flipped(chance, content)
    for _ in range(chance.choice((1, 1, 2))):
        if not entries:
            break
        n = chance.randrange(len(entries))
        name, data = entries[n]
        mutation = chance.choice((_grafted, _grafted, _grafted, _tokens, chance.choice(_BYTES)))
        name = name if chance.random() < 0.95 else chance.choice(("../", "/", "x")) + name
        entries[n] = (name, mutation(chance, data))
        if chance.random() < 0.1:
            del entries[n]
        elif chance.random() < 0.1:
            entries.append((f"{n}{name}", data))
    stream = io.BytesIO()
    with zipfile.ZipFile(
        stream, "w", chance.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))
    ) as out:
        for name, data in dict(entries).items():
            out.writestr(name, data)
    return stream.getvalue()


# --- PDF ------------------------------------------------------------------------------------

_PDF_TOKEN = re.compile(rb"/[A-Za-z0-9]+|-?\d+(?:\.\d+)?|<[0-9a-f]+>|\b[A-Za-z]{1,9}\b")
_PDF_ODD = (
    *(b"0", b"-1", b"1e30", b"2147483648", b"99999999999999999999", b"3 0 R", b"2 0 R", b"null"),
    *(b"[[[[[[", b"<<", b">>", b"endobj", b"stream\n", b"/Kids", b"/FlateDecode", b"/Identity-H"),
    *(b"<00>", b"Do", b"Tj", b"TJ", b"q " * 500, b"Q", b"cm", b"0 0 0 0 0 0 cm", b"Tr", b"BI"),
)


def _objects(chance: random.Random, content: bytes) -> bytes:
    tokens = list(_PDF_TOKEN.finditer(content))
    if not tokens:
        return content
    found = chance.sample(tokens, min(len(tokens), chance.choice((1, 3, 10))))
    for match in sorted(found, key=lambda match: -match.start()):
        other = chance.choice((*_PDF_ODD, chance.choice(tokens).group(), b""))
        content = content[: match.start()] + other + content[match.end() :]
    if chance.random() < 0.2:
        parts = re.findall(rb"\d+ 0 obj.*?endobj\n", content, re.S)
        if parts:
            content = content.replace(chance.choice(parts), chance.choice(parts), 1)
    return content


# --- text and Markdown --------------------------------------------------------------------


def _words(chance: random.Random, content: bytes) -> bytes:
    text = content.decode("utf-8", "surrogateescape")
    return chance.choice(TEXT_MUTATIONS)(chance, text).encode("utf-8", "surrogateescape")


def _marks(chance: random.Random, content: bytes) -> bytes:
    """Marks of Markdown at random places."""
    text = content.decode("utf-8", "surrogateescape")
    for _ in range(chance.randint(1, 60)):
        at = chance.randrange(len(text) + 1)
        text = text[:at] + chance.choice(_MARKS) * chance.choice((1, 1, 7)) + text[at:]
    return text.encode("utf-8", "surrogateescape")


_MARKS = (
    "*",
    "**",
    "_",
    "`",
    "[",
    "](",
    "![",
    "> ",
    "- ",
    "1) ",
    "|",
    "\n\n",
    "<b>",
    "\n```\n",
    "\n# ",
)
_Mutation = Callable[[random.Random, bytes], bytes]
_MUTATIONS: dict[str, tuple[_Mutation, ...]] = {
    **{kind: (_any_bytes, *[_repacked] * 11) for kind in ("docx", "ofd", "zip")},
    "pdf": (*_BYTES, *[_objects] * 6),
    "html": (_any_bytes, _words, *[_tokens] * 5),
    "markdown": (_any_bytes, *[_words] * 3, *[_marks] * 3),
    "text": (_any_bytes, *[_words] * 4),
    "office": (_any_bytes, _tokens, *[_grafted] * 5),
}
