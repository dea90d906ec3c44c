"""The house style of a section, measured on the organisation's own past sections."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from assistant.evidence import Evidence, Precedent
from corpus.numbering import block_marker, markers_in

_DEFAULT_ITEMS = {"problems": 3, "plan": 5}
_MIN_CHARS, _MAX_CHARS = 60, 150
_PREFIXES = ("进一步", "着力", "持续", "切实", "大力", "全面", "不断", "深入")


@dataclass(frozen=True)
class HouseStyle:
    """Numbering family, usual number of items, usual characters an item, heading prefix."""

    numbering: str
    items: int
    item_chars: int
    heading_prefix: str


def measure(evidence: Evidence, section: str) -> HouseStyle:
    """From the organisation's own items, or everyone's if it has none."""
    own = [p for p in evidence.precedents if p.organisation == evidence.organisation]
    sections = _by_report(own or evidence.precedents)
    if not sections:
        return HouseStyle("一是", _DEFAULT_ITEMS[section], 90, "")
    newest = sections[0]
    lengths = [len(p.text) for items in sections for p in items]
    return HouseStyle(
        numbering=_family(newest[0]),
        items=round(median(len(items) for items in sections)),
        item_chars=min(_MAX_CHARS, max(_MIN_CHARS, round(median(lengths)))),
        heading_prefix=_usual_prefix(sections),
    )


def _by_report(precedents: Sequence[Precedent]) -> list[list[Precedent]]:
    groups: dict[str, list[Precedent]] = {}
    for precedent in precedents:
        groups.setdefault(precedent.report.id, []).append(precedent)
    return list(groups.values())


def _family(precedent: Precedent) -> str:
    text = precedent.report.text
    start, end = precedent.paragraph.start, precedent.paragraph.end
    marker = block_marker(text, start, end) or next(markers_in(text, start, end), None)
    return marker.family if marker else "一是"


def _usual_prefix(sections: Sequence[Sequence[Precedent]]) -> str:
    """A word all headings of a past section begin with, if it is one of the usual ones.

    The newest section that has one decides: “以更实举措…” frames of one year are not repeated.
    """
    for items in sections:
        for prefix in _PREFIXES:
            if len(items) > 1 and all(p.heading.startswith(prefix) for p in items):
                return prefix
    return ""
