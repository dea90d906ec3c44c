"""The writer that needs no language model: new items out of the clauses of past ones.

For each theme the heading of one precedent, then units of several others, composed so that no item
is copied whole and no sentence appears twice. Every unit keeps the citation of the exact span it
came from.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace

from assistant.clauses import overlap
from assistant.document import FACTS_ID, DraftItem, Origin, Sentence
from assistant.plan import PlannedItem
from assistant.precedents import Precedent
from assistant.text_vectors import TextVectors
from assistant.writing.composing import Composer
from assistant.writing.item_heading import write_heading
from assistant.writing.job import Job
from assistant.writing.joining import Joined
from assistant.writing.lead import write_lead
from assistant.writing.pieces import Supplied, assemble
from assistant.writing.pool import CHOSEN_OTHERS, Pool, make_pool
from assistant.writing.theme_heading import ASKED
from assistant.writing.used import Used
from assistant.writing.weaving import TOGETHER, own_sentence, to_come, weave, woven_chars
from corpus.numbering import render_marker

_SHORT_SENTENCE = 28  # two clauses are a sentence; a house of shorter ones is not followed
_SAME_FIELD = 0.5  # 推进两新党建 is about 两新组织党建
_NEARLY = 0.9  # of an asked length


@dataclass(frozen=True)
class _Body:
    """Sentences as candidates of the pool, and how many characters the item has with them."""

    pool: Pool
    chosen: list[Joined]
    chars: int


class PrecedentWriter:
    """Composes from precedents; one instance a draft, for it remembers what it has used.

    `avoid` holds (report, start) of further spans not to use again.
    """

    name = "precedent"

    def __init__(self, vectors: TextVectors, avoid: Iterable[tuple[str, int]] = ()) -> None:
        self._vectors = vectors
        self._used = Used(set(avoid))
        self.notices: list[str] = []

    def lead(self, job: Job) -> tuple[Sentence, ...]:
        return write_lead(job)

    def items(self, job: Job) -> Iterator[DraftItem]:
        made = self._items(job) if job.items_limit is None else self._shared_out(job)
        written: list[DraftItem] = []
        for item in made:
            written.append(item)
            yield item
        self.notices += shortfalls(job, written)

    def _items(self, job: Job, needs: Sequence[int | None] = ()) -> Iterator[DraftItem]:
        written: list[DraftItem] = []
        for planned in job.items:
            item = self.item(job.after(written, needs), planned, len(written) + 1)
            if not item.sentences and job.section == "plan" and not planned.asked and written:
                self.notices.append(f"“{planned.theme}”往年的句子都不能再用，这一条没有写")
                self._used.headings.pop()
                continue
            written.append(item)
            yield item

    def _shared_out(self, job: Job) -> list[DraftItem]:
        """The items of a section whose length was asked. Where they do not reach it they are
        written once more, and those that have more to say have what the others cannot fill."""
        before = deepcopy(self._used), list(self.notices)
        items = list(self._items(job))
        if job.is_ceiling or _chars(items) >= _NEARLY * (job.items_limit or 0):
            return items
        first = self._used, self.notices
        self._used, self.notices = before
        share = (job.items_limit or 0) / len(job.items)
        needs = [chars if (chars := _chars([item])) < _NEARLY * share else None for item in items]
        again = list(self._items(job, needs))
        if _chars(again) > _chars(items):
            return again
        self._used, self.notices = first
        return items

    def item(self, job: Job, planned: PlannedItem, ordinal: int) -> DraftItem:
        used = self._used
        used.owed = set(planned.pinned)
        heading, head_source = write_heading(job, planned, used, self._vectors)
        self._headed(heading, planned, head_source)
        used.sources = {head_source.report.id}
        coming = to_come(job.facts, job.period.year, job.target.year)
        # Those about the theme first: they are woven in, the others told apart.
        facts = [
            Supplied(
                n,
                job.facts[n - 1],
                near=n not in planned.apart,
                coming=job.facts[n - 1] in coming,
            )
            for n in sorted(planned.facts, key=lambda n: n in planned.apart)
        ]
        body = self._body(job, planned, head_source, facts, heading)
        written = new_item(job, planned, ordinal, heading, self._written(job, body, facts))
        return replace(written, origin=_origin(planned, written, dict(body.pool.refused)))

    def _headed(self, heading: Sentence, planned: PlannedItem, source: Precedent) -> None:
        """Takes note of the heading, and tells where no past one has the asked theme."""
        used = self._used
        used.headings.append(heading.text)
        if all(a.reason != ASKED for a in heading.adaptations):
            used.units |= {(c.report_id, c.start) for c in heading.citations}
        elif overlap(planned.theme, source.heading) < _SAME_FIELD:
            self.notices.append(_no_heading(planned.theme, source.heading))

    # --- for items that another writer began ------------------------------------------------------

    def heading(self, job: Job, planned: PlannedItem) -> Sentence:
        """The heading that the item would have; nothing is taken as used."""
        return write_heading(job, planned, self._used, self._vectors)[0]

    def has_headed(self, text: str, share: float) -> bool:
        """Whether a heading before is as alike as `share`."""
        return any(overlap(text, heading) > share for heading in self._used.headings)

    def completed(self, item: DraftItem, job: Job, planned: PlannedItem) -> DraftItem:
        """The item, noted as written; with further sentences where it is far too short."""
        used, length = self._used, job.length
        source = write_heading(job, planned, used, self._vectors)[1]
        self._headed(item.heading, planned, source)
        used.note(item.sentences)
        if len(item.text) < (length.low if length.is_asked else length.enough):
            body = self._body(job, planned, source, (), item.heading, len(item.text))
            more = self._written(job, body, ())
            own = [s for s in item.sentences if not _is_fact(s)]
            facts = [s for s in item.sentences if _is_fact(s)]
            item = replace(item, sentences=(*own, *more, *facts))
        return replace(item, origin=_origin(planned, item, {}))

    # --- the body -----------------------------------------------------------------------------------

    def _body(
        self,
        job: Job,
        planned: PlannedItem,
        source: Precedent,
        facts: Sequence[Supplied],
        heading: Sentence,
        taken: int | None = None,
    ) -> _Body:
        """What to borrow; `taken` characters are written already, by default the heading's. Where
        an asked length is not reached, once more out of all that the archive has on the theme."""
        taken = (len(heading.text) if taken is None else taken) + woven_chars(job.section, facts)
        body = self._composed(job, planned, source, heading, taken)
        if not job.length.is_asked or body.chars >= job.length.low:
            return body
        fuller = self._composed(job, planned, source, heading, taken, wide=True)
        return fuller if fuller.chars > body.chars else body

    def _composed(
        self,
        job: Job,
        planned: PlannedItem,
        source: Precedent,
        heading: Sentence,
        taken: int,
        wide: bool = False,
    ) -> _Body:
        pool = make_pool(job, planned, source, self._used, self._vectors, wide)
        heading_from = heading.citations[0].paragraph_id if heading.citations else ""
        composer = Composer(pool, self._used, job.section == "plan", heading_from, heading.text)
        chosen = composer.compose(job.length, taken, max(_SHORT_SENTENCE, job.style.sentence_chars))
        return _Body(pool, chosen, taken + sum(map(composer.chars, chosen)))

    def _written(self, job: Job, body: _Body, facts: Sequence[Supplied]) -> list[Sentence]:
        """The sentences; what they borrow is taken as used."""
        sentences: list[Sentence] = []
        left = list(facts)
        for indexes in body.chosen:
            pieces = [body.pool.candidates[n].piece for n in indexes]
            for piece in pieces:
                self._used.take(piece)
            woven = weave(job.section, pieces, left[0]) if left and left[0].near else None
            if woven is not None:
                left = left[1:]
            sentences.append(assemble(woven or pieces, job.times))
        for start in range(0, len(left), TOGETHER):
            together = own_sentence(left[start : start + TOGETHER])
            sentences.append(assemble(together, job.times))
        return sentences


def _chars(items: Sequence[DraftItem]) -> int:
    """With their markers."""
    return sum(len(item.marker + item.text) for item in items)


def _is_fact(sentence: Sentence) -> bool:
    return all(c.report_id == FACTS_ID for c in sentence.citations)


def _no_heading(theme: str, near: str) -> str:
    return (
        f"往年没有以“{theme}”为题的条目：这一条的小标题按您的题目拟写，"
        f"内容取自相近的“{near}”等条，请核对"
    )


def new_item(
    job: Job, planned: PlannedItem, ordinal: int, heading: Sentence, body: Iterable[Sentence]
) -> DraftItem:
    """The planned item with its marker and the problems it answers."""
    return DraftItem(
        marker=render_marker(job.numbering, ordinal),
        theme=planned.theme,
        heading=heading,
        sentences=tuple(body),
        answers=tuple(job.problems[n - 1] for n in planned.answers),
    )


def shortfalls(job: Job, items: Sequence[DraftItem]) -> list[str]:
    """What was asked for and is not there for want of words on the theme."""
    if job.is_ceiling:
        return []
    written = [len(item.text) for item in items]
    advice = "往年写得不多，没有凑字数；可以补充素材，或把要求放宽"
    if job.items_limit is not None:
        marks = len(written) * len(render_marker(job.numbering, 1))
        if (total := sum(written) + marks) < _NEARLY * job.items_limit:
            return [f"各条共 {total} 字，不足 {job.items_limit} 字：这些题目{advice}"]
        return []
    limit = job.item_limit
    short = [(n, chars) for n, chars in enumerate(written, 1) if chars < _NEARLY * (limit or 0)]
    if not short:
        return []
    named = "、".join(f"第{n}条 {chars} 字" for n, chars in short)
    return [f"{named}，不足要求的 {limit} 字：往年这样的题目{advice.removeprefix('往年')}"]


def _origin(planned: PlannedItem, item: DraftItem, refused: Mapping[str, str]) -> Origin:
    cited = {c.paragraph_id for s in item.all_sentences for c in s.citations}
    passed_over = tuple(
        (i, refused.get(i, CHOSEN_OTHERS))
        for r in planned.precedents
        if (i := r.precedent.paragraph.id) not in cited
    )
    near = tuple((r.precedent.paragraph.id, round(r.score, 3)) for r in planned.precedents)
    return Origin(planned.why, planned.because, near, passed_over)
