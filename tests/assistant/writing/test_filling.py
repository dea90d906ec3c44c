"""Units for an asked length: the best set of all, and nothing of a past item too much."""

from __future__ import annotations

from itertools import combinations
from random import Random

import pytest

from assistant.brief import Brief
from assistant.checking.copying import (
    COPIED_ITEM,
    repeated_of_source,
    repeated_places,
    without_marks,
)
from assistant.document import Draft
from assistant.drafting import Drafting
from assistant.writing.filling import Block, Filler, Search
from assistant.writing.item_heading import write_heading
from assistant.writing.joining import Joining
from assistant.writing.pool import Pool, make_pool
from assistant.writing.used import Used
from corpus.archive import Archive

_SIZES = (90, 60, 100)


def blocks_of(rng: Random, count: int) -> list[Block]:
    """Blocks that are clauses of three past items, one after the other; some bar each other."""
    made, ends = [], [0] * len(_SIZES)
    for n in range(count):
        words = rng.randint(7, 20)
        source = rng.choice([s for s, size in enumerate(_SIZES) if ends[s] + words <= size])
        repeats = [0] * len(_SIZES)
        repeats[source] = ((1 << words) - 1) << ends[source]
        ends[source] += words
        bars = 1 << n | sum(1 << m for m in range(count) if rng.random() < 0.15)
        chars = words + rng.randint(1, 3)
        made.append(Block((n,), ("", n), source, chars, rng.random() * 9, bars, "", tuple(repeats)))
    # What bars one is barred by it, as with any two that say the same.
    return [
        Block(b.units, b.whole, b.source, b.chars, b.cost, bars, b.subject, b.repeats)
        for n, b in enumerate(made)
        for bars in (b.bars | sum(1 << m for m, o in enumerate(made) if o.bars >> n & 1),)
    ]


def rank(blocks: tuple[Block, ...], low: int, high: int) -> tuple[int, float] | None:
    """How good a set is; None if it may not be."""
    for a, b in combinations(blocks, 2):
        if a.bars & b.bit:
            return None
    back = [0] * len(_SIZES)
    for block in blocks:
        back = [a | b for a, b in zip(back, block.repeats, strict=True)]
    chars = sum(b.chars for b in blocks)
    over = any(p.bit_count() > COPIED_ITEM * s for p, s in zip(back, _SIZES, strict=True))
    return None if over or chars > high else (min(chars, low), -sum(b.cost for b in blocks))


@pytest.mark.parametrize("number", range(60))
def test_the_search_finds_the_best_of_all_sets(number: int) -> None:
    rng = Random(number)
    blocks = blocks_of(rng, 9)
    low = rng.choice((40, 60, 90))
    search = Search(blocks, _SIZES, low, low + 14, (0,) * len(_SIZES))
    search.run()
    ranks = [rank(s, low, low + 14) for n in range(10) for s in combinations(blocks, n)]
    best = max(r for r in ranks if r is not None)
    found = rank(search.best, low, low + 14)
    assert found is not None
    assert found == pytest.approx(best)


def pools(drafting: Drafting, section: str, **wanted: object) -> list[tuple[Pool, str]]:
    brief = Brief.model_validate(
        {"action": "draft", "section": section, "period": "2024", "items": 4, **wanted}
    )
    material = drafting.material_for(brief)
    job = drafting.job(brief, material, drafting.plan(brief, material))
    found = []
    for planned in job.items:
        used = Used()
        heading, source = write_heading(job, planned, used, drafting.vectors)
        found.append((make_pool(job, planned, source, used, drafting.vectors), heading.text))
    return found


@pytest.mark.parametrize("section", ["problems", "plan"])
@pytest.mark.parametrize("low", [60, 110, 1000])
def test_sentences_stand_and_no_past_item_comes_back(
    drafting: Drafting, section: str, low: int
) -> None:
    for pool, heading in pools(drafting, section, max_chars=150):
        joining = Joining(pool)
        sentences = Filler(joining, heading, section == "plan").filled(low, low + 15, 40)
        assert sum(map(joining.chars, sentences)) <= low + 15
        assert all(map(joining.stands, sentences))
        units = [n for s in sentences for n in s]
        assert not any(b in pool.redundant[a] for a, b in combinations(units, 2))
        texts = [heading, *(pool.candidates[n].text for n in units)]
        for precedent in {c.paragraph_id: c.piece.precedent for c in pool.candidates}.values():
            size = len(without_marks(precedent.text))
            back = set[int]().union(*(repeated_places(precedent.text, t) for t in texts))
            assert len(back) <= COPIED_ITEM * size


def written(drafting: Drafting, **wanted: object) -> Draft:
    brief = Brief.model_validate({"action": "draft", "section": "problems", **wanted})
    material = drafting.material_for(brief)
    *_, draft = drafting.write(brief, material, drafting.plan(brief, material))
    return draft


def test_what_the_archive_has_not_is_said_and_not_made_up(drafting: Drafting) -> None:
    draft = written(drafting, period="2019H1", themes=("意识形态",), items=1, max_chars=900)
    assert sum(len(s.text) for s in draft.sentences()) < 0.9 * 900
    assert any("没有凑字数" in notice for notice in draft.notices)


def test_clauses_from_items_on_other_things_have_more_words_of_the_theme(
    drafting: Drafting,
) -> None:
    wanted = {"organisation": "青岚县委宣传部", "themes": ("意识形态责任传导",), "items": 1}
    brief = Brief.model_validate(
        {"action": "draft", "section": "problems", "period": "2020H1", "max_chars": 120, **wanted}
    )
    material = drafting.material_for(brief)
    job = drafting.job(brief, material, drafting.plan(brief, material))
    planned = job.items[0]
    near = {r.precedent.paragraph.id for r in planned.precedents}
    for asked, there in ((120, True), (None, False)):
        used = Used()
        job = drafting.job(
            brief.model_copy(update={"max_chars": asked}), material, drafting.plan(brief, material)
        )
        _, source = write_heading(job, planned, used, drafting.vectors)
        pool = make_pool(job, planned, source, used, drafting.vectors)
        others = [c.text for c in pool.candidates if c.paragraph_id not in near]
        assert bool(others) is there
        assert all("意识形态" in text for text in others)


def test_a_past_item_does_not_come_back_for_an_asked_length(
    drafting: Drafting, sample_archive: Archive
) -> None:
    for section in ("problems", "plan"):
        draft = written(drafting, section=section, period="2024", items=5, max_chars=150)

        def text_of(paragraph_id: str) -> str | None:
            report = sample_archive.report(paragraph_id.split(":")[0])
            found = [p for p in report.paragraphs if p.id == paragraph_id]
            return report.quote(found[0].start, found[0].end) if found else None

        assert all(repeated_of_source(i, text_of)[0] <= COPIED_ITEM for i in draft.items)
