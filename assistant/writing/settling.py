"""What stands of a model's item after the last round: clause by clause and sentence by sentence.

What cannot stay goes, and no more than that; what is then missing the precedent writer adds. So a
slip costs a clause and not the item. Pure but for the fallback's choice of words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from assistant.checking.broken import broken_places
from assistant.clauses import Unit, clause_spans, coverage, overlap, shorter_units, units_of
from assistant.document import FACTS_ID, Citation, DraftItem, Sentence
from assistant.faults import finds_fault
from assistant.headings import object_of, plan_core, starts_with_action, theme_of
from assistant.models import ModelFailure
from assistant.periods.period import has_year_or_figure
from assistant.plan import PlannedItem
from assistant.writing.cleaning import bare, closes, fresh, kept, said_in
from assistant.writing.defects import is_copy, most_chars, unstated
from assistant.writing.gate import PLACEHOLDER, pass_gate
from assistant.writing.job import Job
from assistant.writing.pieces import Supplied, assemble
from assistant.writing.precedent import PrecedentWriter
from assistant.writing.prompting import Request, longest_heading
from assistant.writing.theme_heading import names
from assistant.writing.weaving import TOGETHER, own_sentence

_SHORTEST_HEADING, _HEADING_MARKS = 4, "，：；、。"
_OFF_THEME, _SAME_HEADING = 0.25, 0.6


@dataclass(frozen=True)
class Settling:
    """Settles items of one planned item with the words of its request and, where they do not do,
    those of `fallback`."""

    job: Job
    planned: PlannedItem
    request: Request
    fallback: PrecedentWriter

    def cleaned(self, item: DraftItem, said: Sequence[str]) -> DraftItem:
        """The item without what any item can lose; `said` are clauses of the draft before it."""
        heading = item.heading
        if (words := bare(heading.text)) != heading.text:
            heading = self._again(heading, words)
        known = [*said, *said_in(heading.text)]
        sentences: list[Sentence] = []
        for sentence in item.sentences:
            text = "" if closes(sentence.text) else fresh(sentence.text, known)
            if text:
                again = text != sentence.text
                sentences.append(self._again(sentence, text) if again else sentence)
                known += said_in(text)
        return replace(item, heading=heading, sentences=tuple(sentences))

    def settled(self, item: DraftItem) -> DraftItem:
        """The item as it may stand in the draft, every fact in it. Raises ModelFailure where
        nothing of the model's can stay."""
        said = item.sentences
        stand = [self._standing(s, is_first=n == 0) for n, s in enumerate(said)]
        item = replace(item, sentences=tuple(filter(None, stand)))
        if not item.sentences:
            again = all(s.text.rstrip("。") in self.job.present for s in said)
            raise ModelFailure("unusable", "和现在的写法一样" if again else "没有一句能用")
        house = self.request.heading
        if item.heading.text == house.text or not self._heads(item.heading):
            item = self.cleaned(replace(item, heading=house), ())
        item = replace(item, sentences=(*item.sentences, *self._untold(item)))
        return self.fallback.completed(self._within(item), self.job, self.planned)

    def _untold(self, item: DraftItem) -> Iterator[Sentence]:
        """What the writer supplied is never left out: facts that the model dropped."""
        numbers = unstated(item, self.job, self.planned.facts)
        facts = [Supplied(n, self.job.facts[n - 1]) for n in numbers]
        for start in range(0, len(facts), TOGETHER):
            yield assemble(own_sentence(facts[start : start + TOGETHER]), self.job.times)

    # --- sentences ------------------------------------------------------------------------------

    def _standing(self, sentence: Sentence, is_first: bool) -> Sentence | None:
        """The sentence without what nobody supplied and what has expired; None if it must go."""
        text = kept(sentence.text, partial(self._usable, sentence))
        if text and text != sentence.text:
            sentence = self._again(sentence, text)
        if not sentence.citations or PLACEHOLDER in sentence.text or not text:
            return None
        if any(
            b.severity == "error" for b in broken_places(sentence.text, (0,) if is_first else ())
        ):
            return None
        is_present = text.rstrip("。") in self.job.present  # which was to be worded otherwise
        return None if is_present or is_copy(sentence) else sentence

    def _usable(self, sentence: Sentence, unit: Unit) -> Unit | None:
        """The unit, or its shorter form, where it rests on a source; a clause that follows none is
        the model's own. None if it is not to stand at all."""
        if PLACEHOLDER in unit.text or self.job.times.expired(unit.text):
            return None
        if not any(_covers(c, unit.start, unit.end) for c in sentence.citations):
            return None
        forms = (unit, *shorter_units(sentence.text, unit))
        return next((f for f in forms if _rests(f, sentence)), unit)

    def _again(self, sentence: Sentence, text: str) -> Sentence:
        """The shorter sentence through the gate, with those sources it still follows."""
        request = self.request
        cited = {c.paragraph_id for c in sentence.citations}
        keys = [k for k, p in request.precedents.items() if p.paragraph.id in cited]
        keys += [k for k, (n, fact) in request.facts.items() if overlap(fact, text) >= 0.5]
        shorter = pass_gate(text, keys, request.precedents, request.facts, self.job.period)
        gone = PLACEHOLDER not in text
        told = [r.replace(f"改为{PLACEHOLDER}", "删去") if gone else r for r in sentence.rejected]
        return replace(shorter, rejected=tuple(told))

    # --- the heading ----------------------------------------------------------------------------

    def _heads(self, heading: Sentence) -> bool:
        """Whether the heading is on the theme and of the house's kind."""
        text = heading.text.rstrip("。")
        job, core, theme = self.job, plan_core(text), self.planned.theme
        if not heading.citations or heading.rejected or any(m in text for m in _HEADING_MARKS):
            return False
        if not _SHORTEST_HEADING <= len(text) <= longest_heading(job) or has_year_or_figure(text):
            return False
        is_on = (
            names(theme, text)
            if self.planned.asked
            else coverage(object_of(theme), text) > _OFF_THEME
        )
        if not is_on or job.times.expired(text) or self.fallback.has_headed(text, _SAME_HEADING):
            return False
        if job.section == "problems":
            return finds_fault(text) and theme_of(text) != text
        return text.startswith(job.style.heading_prefix) and starts_with_action(core)

    # --- the length -----------------------------------------------------------------------------

    def _within(self, item: DraftItem) -> DraftItem:
        """The item without the clauses, from the last, that make it longer than asked."""
        most, aim = most_chars(self.job, self.request.chars), self.job.length.aim
        while len(item.text) > most:
            shorter = [s for s in self._shorter(item) if len(s.text) < len(item.text)]
            if not shorter:
                if self.job.item_limit:
                    raise ModelFailure("unusable", "超过了要求的字数")
                break
            item = min(shorter, key=lambda s: abs(len(s.text) - aim))
        return item

    def _shorter(self, item: DraftItem) -> Iterator[DraftItem]:
        """The item with one sentence, or the end of one, less; nothing of a fact goes."""
        for n, sentence in enumerate(item.sentences):
            before, after = item.sentences[:n], item.sentences[n + 1 :]
            told = [c.clause_end for c in sentence.citations if c.report_id == FACTS_ID]
            if (before or after) and not told:
                yield replace(item, sentences=(*before, *after))
            units = units_of(sentence.text, 0, len(sentence.text))
            if len(units) > 1 and units[-1].start >= max(told, default=0):
                text = kept(sentence.text, partial(_other, units[-1]))
                yield replace(item, sentences=(*before, self._again(sentence, text), *after))


def _other(than: Unit, unit: Unit) -> Unit | None:
    return None if unit == than else unit


def _rests(unit: Unit, sentence: Sentence) -> bool:
    """Whether every clause of the unit is cited."""
    clauses = clause_spans(sentence.text, unit.start, unit.end)
    return all(any(_covers(c, a, b) for c in sentence.citations) for a, b in clauses)


def _covers(citation: Citation, start: int, end: int) -> bool:
    return citation.clause_start < end and start < citation.clause_end
