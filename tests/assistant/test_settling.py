"""What reaches the user of what a model writes: whole drafts by models made of rules.

One writes well, one has every bad habit; each behind an endpoint that takes another form of answer.
"""

from __future__ import annotations

import pytest

from assistant.checking.broken import check_broken
from assistant.document import Draft
from assistant.writing.cleaning import bare, fresh
from corpus.archive import Archive
from tests.assistant.composing_model import FORMS, MODELS, playing
from tests.assistant.model_endpoint import serving
from tests.assistant.test_model_writer import FACT, draft_with, model_at
from tests.evals.draft_measures import clauses_twice, is_vow, parallel, unflagged


def drafted(name: str, form: str, archive: Archive, **asked: object) -> Draft:
    with serving() as endpoint:
        endpoint.answer = playing(MODELS[name], form)
        return draft_with(model_at(endpoint.url), archive, **{"items": 4, **asked})  # type: ignore[arg-type]


@pytest.mark.parametrize("name", MODELS)
@pytest.mark.parametrize(
    ("form", "section"), [*zip(FORMS, ("problems", "plan", "plan"), strict=True)]
)
def test_what_reaches_the_user_is_clean(
    sample_archive: Archive, name: str, form: str, section: str
) -> None:
    draft = drafted(name, form, sample_archive, section=section, max_chars=120)
    assert any(s.by_model for s in draft.sentences())
    assert len(draft.items) == 4
    assert "集体经济" in draft.items[0].heading.text
    assert all(s.citations for s in draft.sentences())
    assert not [f for f in draft.findings if f.kind == "unsupported_figure"]
    assert "【待补】" not in draft.text
    assert not list(check_broken(draft))
    assert not list(clauses_twice(draft))
    assert not [s for s in draft.sentences() if is_vow(draft, s) or unflagged(draft, s)]
    assert "总之" not in draft.text
    assert "*" not in draft.text
    assert draft.text.count(FACT) == 1
    assert all(len(item.text) <= 120 for item in draft.items)
    assert all(item.origin and item.origin.precedents for item in draft.items)
    if section == "plan":
        headings = [i.heading.text.rstrip("。") for i in draft.items]
        assert parallel(headings)["plan headings with one prefix"].good


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("有的村路子不宽，经营人才偏少。", "有的村路子不宽，经营人才偏少。"),
        ("村集体经济发展不够平衡，有的村路子不宽，确保增收。", "有的村路子不宽，确保增收。"),
        ("对照高质量发展要求，有的村路子不宽。", "有的村路子不宽。"),
        ("有的村路子不宽，我们一定认真加以解决。", "有的村路子不宽。"),
        ("有的村路子不宽，导致增收乏力明显。", "有的村路子不宽。"),
        ("目前薄弱村还有12个。", ""),
        ("目前薄弱村还有13个。", "目前薄弱村还有13个。"),
    ],
)
def test_what_was_said_goes_with_what_leans_on_it(text: str, left: str) -> None:
    said = [
        "村集体经济发展不够平衡", "对照高质量发展要求", "导致增收乏力明显", "薄弱村还有12个",
    ]  # fmt: skip
    assert fresh(text, said) == left


@pytest.mark.parametrize(
    ("text", "left"),
    [("一是村集体经济", "村集体经济"), ("1. 抓好党建", "抓好党建"), ("1.5万亩茶园", "1.5万亩茶园"),
     ("（二）抓好党建", "抓好党建"), ("党建抓得不紧", "党建抓得不紧")],
)  # fmt: skip
def test_the_marker_is_the_drafts(text: str, left: str) -> None:
    assert bare(text) == left
