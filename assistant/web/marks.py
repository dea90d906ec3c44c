"""What the checks have to say of each sentence, in the form the paper shows it. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from assistant.checking.copying import copied_of_sentence
from assistant.document import VERDICT_LABELS, Draft, Finding, Sentence

# From this share on a sentence is more one past paragraph's than ours.
COPIED = 0.6

Tag = Literal[
    "supported", "partial", "unsupported", "placeholder", "expired", "figure", "noted", "copied"
]
# Finding kind → how its words are drawn; every other warning or error is "noted".
_SPOTS: dict[str, Tag] = {
    "weak_support": "partial",
    "unsupported_sentence": "unsupported",
    "uncited": "unsupported",
    "placeholder": "placeholder",
    "expired_term": "expired",
    "unsupported_figure": "figure",
}


@dataclass(frozen=True)
class Mark:
    """`tags` are what the counts below the paper step through; `said` is a line each; `paint`
    has for each character of the sentence the tag it is drawn with, or ""."""

    tags: frozenset[Tag]
    said: tuple[str, ...]
    paint: tuple[Tag | Literal[""], ...]

    @property
    def is_calm(self) -> bool:
        return self.tags <= {"supported"}

    def runs(self, start: int, end: int) -> Iterator[tuple[Tag | Literal[""], int, int]]:
        """``[start, end)`` cut where the paint changes."""
        while start < end:
            stop = start + 1
            while stop < end and self.paint[stop] == self.paint[start]:
                stop += 1
            yield self.paint[start], start, stop
            start = stop


def marks_of(draft: Draft) -> dict[str, Mark]:
    """Sentence id → its mark. Headings are common property: their 照搬率 is not counted."""
    headings = {item.heading.id for item in draft.items}
    found: dict[str, list[Finding]] = {}
    for finding in draft.findings:
        found.setdefault(finding.sentence_id, []).append(finding)
    return {s.id: _mark(s, found.get(s.id, []), s.id in headings) for s in draft.sentences()}


def _mark(sentence: Sentence, findings: list[Finding], is_heading: bool) -> Mark:
    length = len(sentence.text)
    paint: list[Tag | Literal[""]] = [""] * length
    tags: set[Tag] = set()
    if sentence.verdict:
        tags.add(sentence.verdict)
    spots = [(f, *_span(f, length)) for f in findings if f.severity != "info"]
    # What is about a few words is drawn over what is about the whole sentence.
    for finding, start, end in sorted(spots, key=lambda spot: spot[1] - spot[2]):
        tag = _SPOTS.get(finding.kind, "noted")
        tags.add(tag)
        paint[start:end] = [tag] * (end - start)
    share = 0.0 if is_heading else copied_of_sentence(sentence).share
    if share >= COPIED:
        tags.add("copied")
    return Mark(frozenset(tags), tuple(_said(sentence, findings, share)), tuple(paint))


def _span(finding: Finding, length: int) -> tuple[int, int]:
    start, end = max(0, finding.start), min(finding.end, length)
    return (start, end) if start < end else (0, length)


def _said(sentence: Sentence, findings: list[Finding], share: float) -> Iterator[str]:
    messages = [f.message for f in findings]
    label = VERDICT_LABELS[sentence.verdict]
    if sentence.verdict and not any(message.startswith(label) for message in messages):
        yield label
    yield from messages
    if share:
        yield f"照搬率 {share:.0%}"
    yield from (f"借用时改动：“{a.before}”→“{a.after}”" for a in sentence.adaptations)
