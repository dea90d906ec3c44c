"""Whether a unit is on an item's theme, so that an item is rather shorter than beside its theme."""

from __future__ import annotations

import re
from enum import Enum
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from assistant.clauses import coverage
from assistant.evidence import Relevance, told
from assistant.headings import object_of, theme_of
from assistant.plan import PlannedItem
from assistant.planning.near import chance
from assistant.precedents import Precedent
from assistant.staff import is_own_staff
from assistant.writing.foreign import is_foreign
from assistant.writing.job import Job

# In meaning, and of the theme's words; what lies between them has to have some of both.
OFF_THEME, _HALF, SOME_WORDS, MORE_WORDS = 0.35, 0.2, 0.2, 0.34
_MEANT = 0.7
_OUTER = 0.55  # of the best precedent's nearness
_ABOUT = 0.45  # how probably a precedent is about the theme
_ALIKE = 0.5  # two items on one topic
_TOLD, _HARDLY_TOLD = 0.3, 0.1  # of what the theme's words tell
_NAMED = 0.5
_AND = re.compile(r"[和与及、]")
_LEAST_PART = 2


class Standing(Enum):
    """NEAR: on the theme. SPARE: its item is, for want of more. SECOND: may be, where an item would
    have a single source. BESIDE: no."""

    NEAR = "near"
    SPARE = "spare"
    SECOND = "second"
    BESIDE = "beside"


class Topical:
    """Judges the units of one planned item; `head_source` gave its heading, `theme` is the vector
    of its theme."""

    def __init__(
        self, job: Job, planned: PlannedItem, head_source: Precedent, theme: NDArray[np.float32]
    ) -> None:
        self._evidence = job.evidence
        self._planned = planned
        self._head_source = head_source
        self._is_plan = job.section == "plan"
        self._theme = theme
        self._about: dict[str, bool] = {}
        self._others: dict[str, tuple[str, ...]] = {}

    def standing(self, relevance: Relevance, text: str, meant: float, words: float) -> Standing:
        """`meant`: how near the text is to the theme in meaning, 0–1; `words`: the share of the
        theme's words that it has."""
        precedent = relevance.precedent
        if precedent.paragraph.id in self._planned.pinned:
            return Standing.NEAR
        tells = told(self._subject, text, self._evidence.rarity)
        if self._is_of_other_people(precedent) or self._is_on_the_other_part(
            precedent, text, tells
        ):
            return Standing.BESIDE
        # 生态环境保护压力较大，城乡收入差距较大: what stands beside the heading is about something else.
        own_rest = precedent is self._head_source and precedent.is_statement
        if own_rest and tells < _TOLD and meant < OFF_THEME:
            return Standing.BESIDE
        about = self._is_about(relevance)
        # Of another department's item what is near is not enough: 乡镇班子 under 宣传队伍.
        own = tells >= _TOLD or about or not is_foreign(precedent, self._evidence)
        if own and (self._is_of_its_item(precedent) or self._is_on_theme(relevance, meant, words)):
            return Standing.NEAR
        on_topic = self._is_of_the_topic(precedent)
        if about and (on_topic or tells >= _TOLD):
            return Standing.SPARE
        says = tells >= _TOLD or (tells >= _HARDLY_TOLD and meant >= _MEANT)
        return Standing.SECOND if on_topic or says else Standing.BESIDE

    @cached_property
    def _subject(self) -> str:
        return object_of(self._planned.theme)

    def _is_of_its_item(self, precedent: Precedent) -> bool:
        """Whether it gave the heading, or stands under it: of a plan's long items the paragraphs
        are on matters of their own."""
        source = self._head_source
        if precedent is source or self._is_plan:
            return precedent is source or any(precedent.is_in_chapter(c) for c in self._chapters)
        return precedent.is_of_item(source)

    @cached_property
    def _chapters(self) -> list[Precedent]:
        """Those on the item's topic, if its theme is a chapter's: their paragraphs are on it."""
        if not self._head_source.is_chapter or self._planned.asked:
            return []
        near = (r.precedent for r in self._planned.precedents if r.precedent.is_chapter)
        return [p for p in near if p is self._head_source or self._is_of_the_topic(p)]

    def _is_on_theme(self, relevance: Relevance, meant: float, words: float) -> bool:
        """A unit of a precedent that is only roughly on the theme has to be on it itself."""
        if relevance.score < _OUTER * self._planned.precedents[0].score:
            return meant >= OFF_THEME and words >= MORE_WORDS
        # A word in common is not yet the theme: 理论武装 and 党管武装.
        some = words >= SOME_WORDS and meant >= _HALF
        return meant >= OFF_THEME or words >= MORE_WORDS or some

    def _is_about(self, relevance: Relevance) -> bool:
        """Whether the precedent is about the theme, taken whole: what it says without its words is
        on it, too (举一反三做得不够 under 巡察整改落实不够扎实)."""
        name = relevance.precedent.paragraph.id
        if name not in self._about:
            self._about[name] = chance(relevance, self._theme, self._evidence) >= _ABOUT
        return self._about[name]

    def _is_of_the_topic(self, precedent: Precedent) -> bool:
        """Whether the archive takes the precedent and what the item starts from for one topic: not
        文旅融合 for 媒体融合, though both may be near."""
        evidence, row = self._evidence, self._evidence.place[id(precedent)]
        return any(
            (evidence.same_topic[n, row] or evidence.likeness[n, row] >= _ALIKE)
            and evidence.likeness[n, row] >= likest[precedent.report.id]
            for n, likest in self._starts.items()
        )

    @cached_property
    def _starts(self) -> dict[int, dict[str, float]]:
        """The rows of what the item starts from, and how alike to each is the likest item of every
        report: an office writes about a topic once a report, so that is the counterpart there."""
        evidence = self._evidence
        starts = (self._head_source, self._planned.precedents[0].precedent)
        found: dict[int, dict[str, float]] = {}
        for n in {evidence.place[id(p)] for p in starts if id(p) in evidence.place}:
            likest = found[n] = {}
            for precedent, likeness in zip(evidence.precedents, evidence.likeness[n], strict=True):
                report = precedent.report.id
                likest[report] = max(float(likeness), likest.get(report, 0.0))
        return found

    def _is_of_other_people(self, precedent: Precedent) -> bool:
        """Whether it is another office's word on its own staff, where this one speaks of its."""
        evidence = self._evidence
        if not is_foreign(precedent, evidence) or is_foreign(self._head_source, evidence):
            return False
        return is_own_staff(self._planned.theme, evidence.organisation)

    def _is_on_the_other_part(self, precedent: Precedent, text: str, tells: float) -> bool:
        """Whether the text is on what else the heading of its item names: on 干部培养 in an item on
        干部培养和作风建设, if the theme is 作风建设."""
        name = precedent.paragraph.id
        if name not in self._others:
            self._others[name] = self._unnamed_parts(precedent.heading)
        rarity = self._evidence.rarity
        return any(told(part, text, rarity) > tells for part in self._others[name])

    def _unnamed_parts(self, heading: str) -> tuple[str, ...]:
        """() if the theme names none or all of the heading's parts."""
        parts = [p for p in _AND.split(object_of(theme_of(heading))) if len(p) >= _LEAST_PART]
        named = [coverage(part, self._planned.theme) >= _NAMED for part in parts]
        if not any(named):
            return ()
        return tuple(part for part, is_named in zip(parts, named, strict=True) if not is_named)
