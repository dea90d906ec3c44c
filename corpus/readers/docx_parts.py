"""The parts of a Word file, found through its relationships, and the names of their elements."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from contextlib import contextmanager

from lxml import etree

from corpus.errors import ReadError
from corpus.readers.package import Package, parse_xml

Element = etree._Element

_OFFICE = "http://schemas.openxmlformats.org/"
_SPACES = {
    "w": _OFFICE + "wordprocessingml/2006/main",
    "r": _OFFICE + "officeDocument/2006/relationships",
    "m": _OFFICE + "officeDocument/2006/math",
    "a": _OFFICE + "drawingml/2006/main",
    "c": _OFFICE + "drawingml/2006/chart",
    "dgm": _OFFICE + "drawingml/2006/diagram",
    "pic": _OFFICE + "drawingml/2006/picture",
    "mc": _OFFICE + "markup-compatibility/2006",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "v": "urn:schemas-microsoft-com:vml",
}
# ISO 29500 Strict has namespaces of its own for what is otherwise the same.
_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/")
_WORD_MAIN = "word/document.xml"


def name(short: str) -> str:
    """``w:p`` → the name lxml knows the element by."""
    prefix, _, local = short.partition(":")
    return f"{{{_SPACES[prefix]}}}{local}"


def names(short: str) -> frozenset[str]:
    """Several of them, given in one string."""
    return frozenset(map(name, short.split()))


_VAL, _REQUIRES = name("w:val"), "Requires"
_CHOICE, _FALLBACK = name("mc:Choice"), name("mc:Fallback")


def value(element: Element | None, attribute: str = _VAL) -> str | None:
    """An attribute of an element that may not be there."""
    return None if element is None else element.get(attribute)


def number(text: str | None) -> int | None:
    """A number from a stranger's file: None if it is none, or longer than any honest one."""
    return int(text) if text is not None and re.fullmatch(r"-?\d{1,9}", text) else None


def is_on(element: Element | None) -> bool | None:
    """A property that is on or off; None if it is not given."""
    return None if element is None else element.get(_VAL) not in ("0", "false", "off")


def chosen(alternatives: Element) -> Element | None:
    """The one of the alternatives that Word shows: they hold the same thing, told twice."""
    for choice in alternatives.iterchildren(_CHOICE):
        needed = [choice.nsmap.get(p) or "" for p in choice.get(_REQUIRES, "").split()]
        if all(space.startswith(("http://schemas.microsoft.com/", "urn:")) for space in needed):
            return choice
    return alternatives.find(_FALLBACK)


@contextmanager
def told_of_word() -> Iterator[None]:
    """Says of the Word file what the package says of its zip file and its XML.

    Only damage has another error as its cause; a bomb or a password is refused in its own words.
    """
    try:
        yield
    except ReadError as error:
        if error.__cause__ is None:
            raise
        reason = "Word 文档已损坏，无法打开；请在 Word 或 WPS 中打开修复，另存为 .docx 再入库"
        raise ReadError(reason) from error


class Parts:
    """The XML parts. Raises ReadError if the file is damaged; only the main part must be there."""

    def __init__(self, data: bytes) -> None:
        self._package = Package(data)
        self._top = dict(self._relationships("").values())
        main = self._top.get("officeDocument", "")
        self._main = main if main in self._package else _WORD_MAIN
        self._targets = self._relationships(self._main)

    def main(self) -> Element:
        """The document's own text."""
        return self._xml(self._main)

    def first(self, kind: str) -> Element | None:
        """The part of that kind, such as ``styles``, if there is one."""
        return next(self.all(kind), None)

    def all(self, kind: str) -> Iterator[Element]:
        """The parts of that kind, such as ``header``, in the order of their names."""
        for target in sorted({target for found, target in self._targets.values() if found == kind}):
            if target in self._package:
                yield self._xml(target)

    def related(self, identifier: str) -> Element | None:
        """The part that the main part calls so."""
        _, target = self._targets.get(identifier, ("", ""))
        return self._xml(target) if target in self._package else None

    def about(self) -> Iterator[Element]:
        """The properties of the file, those that every file has and those of its own."""
        for kind in ("core-properties", "custom-properties"):
            target = self._top.get(kind, "")
            if target in self._package:
                yield self._xml(target)

    def has_macros(self) -> bool:
        """Whether the file carries a program."""
        return any(entry.endswith("vbaProject.bin") for entry in self._package.entries)

    def _relationships(self, source: str) -> dict[str, tuple[str, str]]:
        """Identifier → (kind, file name) of what a part refers to inside the package."""
        folder, file = posixpath.split(source)
        path = posixpath.join(folder, "_rels", f"{file}.rels")
        if path not in self._package:
            return {}
        return {
            link.get("Id", ""): (
                posixpath.basename(link.get("Type", "")),
                posixpath.normpath(posixpath.join("/", folder, link.get("Target", ""))).lstrip("/"),
            )
            for link in self._xml(path)
            if link.get("TargetMode") != "External"
        }

    def _xml(self, part: str) -> Element:
        content = self._package.read(part)
        return parse_xml(_STRICT.sub(rb"http://schemas.openxmlformats.org/\1/2006/", content))
