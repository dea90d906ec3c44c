"""Sentences of units: to the length asked, from several items, saying nothing twice."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pytest

from assistant.brief import Brief
from assistant.clauses import overlap
from assistant.document import Draft, DraftItem
from assistant.drafting import Drafting
from assistant.text_vectors import TextVectors
from assistant.writing.composing import Composer
from assistant.writing.item_heading import write_heading
from assistant.writing.job import Job, Length
from assistant.writing.pool import Pool, make_pool
from assistant.writing.used import Used


def job_for(drafting: Drafting, **wanted: object) -> Job:
    brief = Brief.model_validate({"action": "draft", "period": "2025", **wanted})
    material = drafting.material_for(brief)
    return drafting.job(brief, material, drafting.plan(brief, material))


def pools(drafting: Drafting, vectors: TextVectors, section: str) -> list[tuple[Pool, Used]]:
    job = job_for(drafting, section=section, items=5)
    found = []
    for planned in job.items:
        used = Used()
        _, source = write_heading(job, planned, used, vectors)
        used.sources = {source.report.id}
        found.append((make_pool(job, planned, source, used, vectors), used))
    return found


@pytest.mark.parametrize("section", ["problems", "plan"])
@pytest.mark.parametrize("aim", [60, 90, 120, 160])
def test_an_item_is_as_long_as_asked(
    drafting: Drafting, vectors: TextVectors, section: str, aim: int
) -> None:
    length = Length(aim, round(0.9 * aim), round(1.1 * aim), round(0.9 * aim))
    for pool, used in pools(drafting, vectors, section):
        composer = Composer(pool, used, with_tails=section == "plan")
        sentences = composer.compose(length, taken=10, sentence_chars=40)
        chars = 10 + sum(map(composer.chars, sentences))
        everything = sum(len(c.text) for c in pool.candidates)
        assert chars <= length.high
        assert chars >= length.low or everything < 2 * aim


@pytest.mark.parametrize("section", ["problems", "plan"])
def test_no_unit_is_used_twice_and_none_says_what_another_says(
    drafting: Drafting, vectors: TextVectors, section: str
) -> None:
    for pool, used in pools(drafting, vectors, section):
        composer = Composer(pool, used, with_tails=section == "plan")
        chosen = [n for s in composer.compose(Length(140, 126, 154, 126), 10, 40) for n in s]
        assert len(set(chosen)) == len(chosen)
        texts = [pool.candidates[n].text for n in chosen]
        for n, text in enumerate(texts):
            assert all(overlap(text, other) <= 0.34 for other in texts[:n])


@pytest.mark.parametrize("section", ["problems", "plan"])
def test_a_purpose_follows_the_clause_whose_purpose_it_was(
    drafting: Drafting, vectors: TextVectors, section: str
) -> None:
    for pool, used in pools(drafting, vectors, section):
        composer = Composer(pool, used, with_tails=True)
        for sentence in composer.compose(Length(140, 126, 154, 126), 10, 50):
            candidates = [pool.candidates[n] for n in sentence]
            assert not candidates[0].is_tail
            for before, candidate in pairwise(candidates):
                if candidate.is_tail:
                    assert before.paragraph_id == candidate.paragraph_id
                    assert before.piece.unit.sentence == candidate.piece.unit.sentence


def copied_most(item: DraftItem) -> list[float]:
    shares = []
    for sentence in item.sentences:
        taken: dict[str, int] = {}
        for c in sentence.citations:
            taken[c.paragraph_id] = taken.get(c.paragraph_id, 0) + c.clause_end - c.clause_start
        shares.append(max(taken.values()) / len(sentence.text))
    return shares


@pytest.mark.parametrize("section", ["problems", "plan"])
def test_where_the_archive_has_enough_no_sentence_is_mostly_one_source(
    drafting: Drafting, section: str
) -> None:
    brief = Brief.model_validate({"action": "draft", "section": section, "period": "2024H1"})
    material = drafting.material_for(brief)
    *_, draft = drafting.write(brief, material, drafting.plan(brief, material))
    shares = [share for item in draft.items for share in copied_most(item)]
    assert float(np.median(shares)) < 0.6
    assert sum(share < 0.62 for share in shares) / len(shares) >= 0.8


def drafts(drafting: Drafting, briefs: Sequence[dict[str, object]]) -> list[Draft]:
    written = []
    for wanted in briefs:
        brief = Brief.model_validate({"action": "draft", "period": "2024H1", **wanted})
        material = drafting.material_for(brief)
        *_, draft = drafting.write(brief, material, drafting.plan(brief, material))
        written.append(draft)
    return written


def test_a_ceiling_of_the_section_is_kept_to_within_a_tenth(drafting: Drafting) -> None:
    asked: list[dict[str, object]] = [
        {"section": section, "items": items, "max_chars": chars}
        for section in ("problems", "plan")
        for items, chars in ((4, 400), (5, 600), (3, 300))
    ]
    for draft, wanted in zip(drafts(drafting, asked), asked, strict=True):
        body = sum(len(s.text) for s in draft.lead) + sum(
            len(i.marker) + len(i.text) for i in draft.items
        )
        assert 0.9 * int(str(wanted["max_chars"])) <= body <= int(str(wanted["max_chars"])), wanted


def test_a_ceiling_of_each_item_is_kept_to_within_a_tenth(drafting: Drafting) -> None:
    asked: list[dict[str, object]] = [
        {"section": section, "items": 4, "max_chars": chars}
        for section in ("problems", "plan")
        for chars in (60, 80, 100, 120)
    ]
    for draft, wanted in zip(drafts(drafting, asked), asked, strict=True):
        most = int(str(wanted["max_chars"]))
        assert all(0.9 * most <= len(i.text) <= most for i in draft.items), (
            wanted, [len(i.text) for i in draft.items],
        )  # fmt: skip
