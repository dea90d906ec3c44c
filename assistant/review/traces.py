"""Where each figure, date, title and name of a sentence stands. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from assistant.checking.figures import supports
from assistant.document import FACTS_ID, Citation, Sentence
from corpus.report import Period

# In a cited span · in what the writer supplied · no more than the year that was asked for · said of
# something else in the source · in nothing that is cited.
Where = Literal["cited", "supplied", "asked", "elsewhere", "nowhere"]
WHERE_LABELS: dict[Where, str] = {
    "cited": "见于引文", "supplied": "见于素材", "asked": "所问期间", "elsewhere": "说的不是一回事",
    "nowhere": "哪里都没有",
}  # fmt: skip


@dataclass(frozen=True)
class Trace:
    """The token at ``text[start:end]`` and the citation it stands in, if there is one."""

    token: str
    start: int
    end: int
    where: Where
    citation: Citation | None = None


def traces_of(sentence: Sentence, period: Period) -> tuple[Trace, ...]:
    """In the order of the text."""
    return tuple(_traces(sentence, period))


def _traces(sentence: Sentence, period: Period) -> Iterator[Trace]:
    claims = supports(sentence, period)
    if not claims:
        return
    bare = _held(replace(sentence, citations=()), period)
    single = [(c, _held(replace(sentence, citations=(c,)), period)) for c in sentence.citations]
    for claim, support in claims:
        at = (claim.token, claim.start, claim.end)
        holder = next((c for c, held in single if claim.start in held), None)
        if support != "yes":
            yield Trace(*at, "elsewhere" if support == "other subject" else "nowhere")
        elif claim.start in bare:
            yield Trace(*at, "asked")
        else:  # held by several together if by no single one
            supplied = holder is not None and holder.report_id == FACTS_ID
            yield Trace(*at, "supplied" if supplied else "cited", holder)


def _held(sentence: Sentence, period: Period) -> frozenset[int]:
    return frozenset(c.start for c, support in supports(sentence, period) if support == "yes")
