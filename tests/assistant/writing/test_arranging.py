"""The chosen units shared out among the sentences of an item."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.brief import Brief
from assistant.drafting import Drafting
from assistant.text_vectors import TextVectors
from assistant.writing.arranging import Arranger
from assistant.writing.composing import Composer
from assistant.writing.item_heading import write_heading
from assistant.writing.joining import Joined, Joining
from assistant.writing.pool import Pool, make_pool
from assistant.writing.used import Used
from corpus.archive import Archive
from corpus.embedding import EmbeddingModel


@pytest.fixture(scope="module")
def pool(sample_archive: Archive, embedding: EmbeddingModel) -> Pool:
    vectors = TextVectors(sample_archive)
    drafting = Drafting(sample_archive, vectors, None)
    brief = Brief.model_validate(
        {
            "action": "draft",
            "section": "plan",
            "period": "2024H1",
            "themes": ["集体经济"],
            "items": 1,
        }
    )
    material = drafting.material_for(brief)
    job = drafting.job(brief, material, drafting.plan(brief, material))
    used = Used()
    _, source = write_heading(job, job.items[0], used, vectors)
    return make_pool(job, job.items[0], source, used, vectors)


def two_of_each(pool: Pool) -> list[Joined]:
    """Two sentences, each of two units of one paragraph and not of the other's."""
    by_paragraph: dict[str, list[int]] = {}
    for n, candidate in enumerate(pool.candidates):
        if not (candidate.is_tail or candidate.shortens) and Joining(pool).opens[n]:
            by_paragraph.setdefault(candidate.paragraph_id, []).append(n)
    one, other = [units[:2] for units in by_paragraph.values() if len(units) > 1][:2]
    return [(one[0], one[1]), (other[0], other[1])]


def arranger(pool: Pool, owed: frozenset[str] = frozenset()) -> Arranger:
    return Arranger(Joining(pool), owed, taken=10, low=0, high=1000)


def test_no_sentence_stays_one_source_where_two_are_there(pool: Pool) -> None:
    before = two_of_each(pool)
    joining = Joining(pool)
    assert all(joining.repeated(s) > 0.9 for s in before)
    after = arranger(pool).arranged(before)
    assert all(joining.repeated(s) < 0.7 for s in after)


def test_nothing_is_added_and_nothing_lost_but_length(pool: Pool) -> None:
    before = two_of_each(pool)
    after = arranger(pool).arranged(before)
    wholes = [sorted(pool.candidates[n].whole for s in part for n in s) for part in (before, after)]
    assert wholes[0] == wholes[1]


def test_what_must_be_cited_still_is(pool: Pool) -> None:
    before = two_of_each(pool)
    owed = frozenset(pool.candidates[s[0]].paragraph_id for s in before)
    after = arranger(pool, owed).arranged(before)
    assert owed <= {pool.candidates[n].paragraph_id for s in after for n in s}


def test_bounds_of_the_length_are_kept(pool: Pool) -> None:
    before = two_of_each(pool)
    joining = Joining(pool)
    chars = 10 + sum(map(joining.chars, before))
    kept = replace(arranger(pool), low=chars - 4, high=chars + 4).arranged(before)
    assert abs(10 + sum(map(joining.chars, kept)) - chars) <= 4


def test_a_shorter_form_is_a_part_of_its_unit(pool: Pool) -> None:
    forms = [c for c in pool.candidates if c.shortens]
    for form in forms:
        whole = next(c for c in pool.candidates if c.whole == form.whole and not c.shortens)
        assert form.text in whole.text
        assert len(form.text) < len(whole.text)
        assert pool.redundant[pool.candidates.index(form)] >= {pool.candidates.index(whole)}


def test_a_purpose_alone_makes_no_sentence(pool: Pool) -> None:
    joining = Joining(pool)
    tails = [n for n, c in enumerate(pool.candidates) if c.is_tail]
    assert tails
    assert not any(joining.stands((n,)) for n in tails)
    assert Composer(pool, Used(), with_tails=True).joining.stands(two_of_each(pool)[0])
