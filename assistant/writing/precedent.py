"""The writer that needs no language model: new items out of the clauses of past ones.

For each theme the heading of one precedent, then units of several others, composed so that no item
is copied whole and no sentence appears twice. Every unit keeps the citation of the exact span it
came from.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from dataclasses import replace

from assistant.clauses import overlap
from assistant.document import DraftItem, Origin, Sentence
from assistant.plan import PlannedItem
from assistant.text_vectors import TextVectors
from assistant.writing.composing import Composer
from assistant.writing.item_heading import write_heading
from assistant.writing.job import Job
from assistant.writing.lead import write_lead
from assistant.writing.pieces import Supplied, assemble
from assistant.writing.pool import CHOSEN_OTHERS, Pool, make_pool
from assistant.writing.theme_heading import ASKED
from assistant.writing.used import Used
from assistant.writing.weaving import TOGETHER, own_sentence, weave, woven_chars
from corpus.numbering import render_marker

_SHORT_SENTENCE = 28  # two clauses are a sentence; a house of shorter ones is not followed
_MORE_THAN_ITS_SHARE, _MUCH_MORE = 1.3, 2.0
_SAME_FIELD = 0.5  # 推进两新党建 is about 两新组织党建
_NEARLY = 0.9  # of an asked length


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
        written: list[int] = []
        for item in self._items(job) if job.items_limit is None else self._shared_out(job):
            written.append(len(item.text))
            yield item
        self.notices += [] if job.is_ceiling else _too_short(job, written)

    def _items(self, job: Job) -> Iterator[DraftItem]:
        for ordinal, planned in enumerate(job.items, 1):
            yield self._item(job, planned, ordinal)

    def _shared_out(self, job: Job) -> list[DraftItem]:
        """The items of a section whose length was asked. Where they do not reach it they are
        written once more, and those that have more to say have what the others cannot fill."""
        before = deepcopy(self._used), list(self.notices)
        items = self._sharing(job, [None] * len(job.items), _MORE_THAN_ITS_SHARE)
        if job.is_ceiling or _chars(items) >= _NEARLY * (job.items_limit or 0):
            return items
        first = self._used, self.notices
        self._used, self.notices = before
        share = (job.items_limit or 0) / len(job.items)
        needs = [chars if (chars := _chars([item])) < _NEARLY * share else None for item in items]
        again = self._sharing(job, needs, _MUCH_MORE)
        if _chars(again) > _chars(items):
            return again
        self._used, self.notices = first
        return items

    def _sharing(self, job: Job, needs: Sequence[int | None], most: float) -> list[DraftItem]:
        """`needs`: the characters that items are known not to exceed; the others share what is
        left, each at `most` so many times an even share."""
        left, items = job.items_limit or 0, list[DraftItem]()
        even = left / len(job.items)
        for ordinal, planned in enumerate(job.items, 1):
            later = needs[ordinal:]
            free = left - sum(chars for chars in later if chars is not None)
            share = min(free // (1 + later.count(None)), int(most * even))
            items.append(self._item(job.with_left(share, 1), planned, ordinal))
            left -= _chars(items[-1:])
        return items

    def _item(self, job: Job, planned: PlannedItem, ordinal: int) -> DraftItem:
        used = self._used
        used.owed = set(planned.pinned)
        heading, head_source = write_heading(job, planned, used, self._vectors)
        is_asked = any(a.reason == ASKED for a in heading.adaptations)
        if is_asked and overlap(planned.theme, head_source.heading) < _SAME_FIELD:
            self.notices.append(_no_heading(planned.theme, head_source.heading))
        used.headings.append(heading.text)
        used.sources = {head_source.report.id}
        pool = make_pool(job, planned, head_source, used, self._vectors)
        # Those about the theme first: they are woven in, the others told apart.
        facts = [
            Supplied(n, job.facts[n - 1], near=n not in planned.apart)
            for n in sorted(planned.facts, key=lambda n: n in planned.apart)
        ]
        sentences = self._body(job, pool, facts, heading)
        written = DraftItem(
            marker=render_marker(job.numbering, ordinal),
            theme=planned.theme,
            heading=heading,
            sentences=tuple(sentences),
            answers=tuple(job.problems[n - 1] for n in planned.answers),
        )
        return replace(written, origin=_origin(planned, pool, written))

    def _body(
        self, job: Job, pool: Pool, facts: Sequence[Supplied], heading: Sentence
    ) -> list[Sentence]:
        heading_from = heading.citations[0].paragraph_id if heading.citations else ""
        composer = Composer(pool, self._used, job.section == "plan", heading_from, heading.text)
        taken = len(heading.text) + woven_chars(job.section, facts)
        chosen = composer.compose(job.length, taken, max(_SHORT_SENTENCE, job.style.sentence_chars))
        sentences: list[Sentence] = []
        left = list(facts)
        for indexes in chosen:
            pieces = [pool.candidates[n].piece for n in indexes]
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


def _no_heading(theme: str, near: str) -> str:
    return (
        f"往年没有以“{theme}”为题的条目：这一条的小标题按您的题目拟写，"
        f"内容取自相近的“{near}”等条，请核对"
    )


def _too_short(job: Job, written: Sequence[int]) -> list[str]:
    """What was asked for and is not there for want of words on the theme; `written` are the
    characters of each item."""
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


def _origin(planned: PlannedItem, pool: Pool, item: DraftItem) -> Origin:
    cited = {c.paragraph_id for s in item.all_sentences for c in s.citations}
    refused = dict(pool.refused)
    passed_over = tuple(
        (i, refused.get(i, CHOSEN_OTHERS))
        for r in planned.precedents
        if (i := r.precedent.paragraph.id) not in cited
    )
    near = tuple((r.precedent.paragraph.id, round(r.score, 3)) for r in planned.precedents)
    return Origin(planned.why, planned.because, near, passed_over)
