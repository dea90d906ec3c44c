"""Whether a message with two orders did both: what each of them wants of items of the old draft.

Items are found again by their headings, since the other order may have moved them. Keys of a part:
``gone_of`` (item), ``item`` with ``chars``, ``other``, ``at`` ([item, place]), ``same_item`` (its
sentences in another order), ``items`` (how many), ``lead_shorter``. Pure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from assistant.document import Draft, DraftItem

_OFF = 0.1


def faults_of_both(parts: list[Mapping[str, Any]], old: Draft, new: Draft) -> Iterator[str]:
    for part in parts:
        yield from _faults(part, old, new)


def touched_by(parts: list[Mapping[str, Any]], name: str) -> bool:
    """Whether one of the parts may change the sentence with this id."""
    block = name.partition(".")[0]
    numbers = [p.get(key) for p in parts for key in ("gone_of", "item", "same_item")]
    if any("items" in p for p in parts):
        return True
    if block == "lead":
        return any("lead_shorter" in p for p in parts)
    return int(block) in numbers


def _faults(part: Mapping[str, Any], old: Draft, new: Draft) -> Iterator[str]:
    if "gone_of" in part and _now(part["gone_of"], old, new):
        yield f"item {part['gone_of']} still there"
    if "at" in part:
        number, place = part["at"]
        if new.items[place - 1].heading.text != old.items[number - 1].heading.text:
            yield f"item {number} is not at {place}"
    if "items" in part and len(new.items) != part["items"]:
        yield f"{len(new.items)} items"
    if part.get("lead_shorter") and _lead(new) >= _lead(old):
        yield "the lead is no shorter"
    if "same_item" in part:
        before, after = (d.items[part["same_item"] - 1] for d in (old, new))
        texts = [[s.text for s in i.sentences] for i in (before, after)]
        if texts[0] == texts[1] or Counter(texts[0]) != Counter(texts[1]):
            yield "sentences not in another order"
    if "item" in part:
        yield from _item(part, old, new)


def _item(part: Mapping[str, Any], old: Draft, new: Draft) -> Iterator[str]:
    before = old.items[part["item"] - 1]
    if part.get("other") and any(i.text == before.text for i in new.items):
        yield f"item {part['item']} is the same"
    if "chars" in part:
        now = _now(part["item"], old, new)
        chars = len(now.text) if now else 0
        if abs(chars - part["chars"]) > _OFF * part["chars"] + 0.5:
            yield f"item {part['item']} has {chars} for {part['chars']}"


def _now(number: int, old: Draft, new: Draft) -> DraftItem | None:
    heading = old.items[number - 1].heading.text
    return next((i for i in new.items if i.heading.text == heading), None)


def _lead(draft: Draft) -> int:
    return sum(len(s.text) for s in draft.lead)
