"""The tone asked for, by the lists of words, and said."""

from __future__ import annotations

import pytest

from assistant.brief import Brief
from assistant.document import Draft
from assistant.drafting import Drafting
from assistant.toning import toned


@pytest.fixture(scope="module")
def plan(drafting: Drafting) -> Draft:
    brief = Brief(action="draft", section="plan", period="2024H1", items=3)
    material = drafting.material_for(brief)
    *_, draft = drafting.write(brief, material, drafting.plan(brief, material))
    return draft


def brief(tone: str | None) -> Brief:
    return Brief(action="draft", section="plan", period="2024H1", tone=tone)


@pytest.mark.parametrize(("tone", "word"), [("上级口吻", "要"), ("平级语气", "共同")])
def test_the_tone_stands_before_what_is_to_be_done(
    drafting: Drafting, plan: Draft, tone: str, word: str
) -> None:
    new = toned(drafting, plan, brief(tone))
    opened = [s for i in new.items for s in i.sentences if s.text.startswith(word)]
    assert opened
    assert all(a.reason.startswith("改为") for s in opened for a in s.adaptations[-1:])
    assert [i.heading.text for i in new.items] == [i.heading.text for i in plan.items]
    assert tone in new.notices[-1]


@pytest.mark.parametrize("tone", ["平实", "正式", "口语化"])
def test_a_wish_without_words_for_it_changes_nothing_and_is_said(
    drafting: Drafting, plan: Draft, tone: str
) -> None:
    bare = Draft(**{**plan.__dict__, "lead": ()})
    new = toned(drafting, bare, brief(tone))
    assert tone in new.notices[-1]
    assert len(new.text) <= len(bare.text)


def test_without_a_wish_the_draft_is_the_same(drafting: Drafting, plan: Draft) -> None:
    assert toned(drafting, plan, brief(None)) is plan
