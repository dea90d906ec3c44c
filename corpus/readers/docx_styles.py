"""The styles of a Word file: which lends its properties to which."""

from __future__ import annotations

import re

from corpus.readers.docx_parts import Element, is_on, name, value

_DEEPEST = 20  # Word allows 11; a longer chain is a loop or an attack
_STYLE, _ID, _KIND = name("w:style"), name("w:styleId"), name("w:type")
_BASED_ON, _DEFAULT = name("w:basedOn"), name("w:default")
_DEFAULTS = "/".join(map(name, ("w:docDefaults", "w:rPrDefault", "w:rPr")))
_NAME = name("w:name")
_CONTENTS = re.compile(r"toc (?:\d|heading)|目录 ?\d?", re.IGNORECASE)
_PARAGRAPH_STYLE = f"{name('w:pPr')}/{name('w:pStyle')}"


class Styles:
    """The style sheet, empty if `root` is None."""

    def __init__(self, root: Element | None) -> None:
        found = [] if root is None else list(root.iterchildren(_STYLE))
        self._by_id = {style.get(_ID, ""): style for style in found}
        self._default = next(
            (
                style.get(_ID)
                for style in found
                if style.get(_KIND) == "paragraph" and style.get(_DEFAULT) in ("1", "true", "on")
            ),
            None,
        )
        self._chains: dict[tuple[str, str], tuple[Element, ...]] = {}
        self.defaults = None if root is None else root.find(_DEFAULTS)

    def of(self, paragraph: Element) -> str | None:
        """The id of a paragraph's style, the default one if it names none or none that exists."""
        given = value(paragraph.find(_PARAGRAPH_STYLE))
        return given if self._is_a(given, "paragraph") else self._default

    def is_contents(self, paragraph: Element) -> bool:
        """Whether a paragraph is a line of a table of contents, which repeats the headings."""
        chain = self.chain(self.of(paragraph))
        return bool(chain) and bool(_CONTENTS.fullmatch(value(chain[0].find(_NAME)) or ""))

    def chain(self, style: str | None, kind: str = "paragraph") -> tuple[Element, ...]:
        """The style and those it is based on, the nearest first; () for one that is not there."""
        if style is None or not self._is_a(style, kind):
            return ()
        if (style, kind) not in self._chains:
            found, following = [self._by_id[style]], value(self._by_id[style].find(_BASED_ON))
            while following and len(found) < _DEEPEST and self._is_a(following, kind):
                found.append(self._by_id[following])
                following = value(found[-1].find(_BASED_ON))
            self._chains[style, kind] = tuple(found)
        return self._chains[style, kind]

    def _is_a(self, style: str | None, kind: str) -> bool:
        element = self._by_id.get(style or "")
        return element is not None and element.get(_KIND, "paragraph") == kind


def inherited(chain: tuple[Element, ...], path: str) -> Element | None:
    """The nearest element at `path` in a chain of styles."""
    return next((found for style in chain if (found := style.find(path)) is not None), None)


def switched(chain: tuple[Element, ...], path: str) -> bool:
    """Whether a chain of styles switches a property on."""
    return bool(is_on(inherited(chain, path)))
