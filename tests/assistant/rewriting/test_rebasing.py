"""A proposal on a draft that has moved on: what is left of it, exactly, and what was dropped."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.document import Draft, DraftItem, Sentence, fact_citation
from assistant.rewriting.changes import Proposal
from assistant.rewriting.differences import applied, changes_between
from assistant.rewriting.rebasing import REBASED, accepted_draft, rebased
from tests.assistant.rewriting.strategies import drafts, ordered, revised, two_drafts
from tests.assistant.rewriting.test_differences import ids_of, said


def proposed(old: Draft, new: Draft) -> Proposal:
    return Proposal("p1", "改一改", "free", changes_between(old, new), old, new)


@given(two_drafts(), st.data())
def test_one_after_another_is_both_at_once(pair: tuple[Draft, Draft], data: st.DataObject) -> None:
    proposal = proposed(*pair)
    ids = st.sampled_from(ids_of(proposal.changes) or ["c1"])
    first, second = data.draw(st.sets(ids)), data.draw(st.sets(ids))
    once = accepted_draft(proposal, first)
    left = rebased(proposal, once, first)
    twice = accepted_draft(left, second) if left else once
    assert said(twice) == said(accepted_draft(proposal, first | second))
    assert left is None or REBASED not in left.notices


@given(two_drafts(), st.data())
def test_what_was_accepted_is_seen_in_the_draft(
    pair: tuple[Draft, Draft], data: st.DataObject
) -> None:
    """After a restart, say: nobody remembers what was accepted, but the draft shows it."""
    proposal = proposed(*pair)
    ids = st.sampled_from(ids_of(proposal.changes) or ["c1"])
    once = accepted_draft(proposal, data.draw(st.sets(ids)))
    left = rebased(proposal, once)
    assert said(left.new if left else once) == said(pair[1])
    assert left is None or REBASED not in left.notices


@given(two_drafts())
def test_a_proposal_on_its_own_draft_is_as_it_was(pair: tuple[Draft, Draft]) -> None:
    proposal = proposed(*pair)
    assert rebased(proposal, pair[0]) == (proposal if proposal.changes else None)
    assert rebased(proposal, pair[1]) is None


@given(drafts().flatmap(lambda d: st.tuples(st.just(d), revised(d), revised(d))))
def test_what_others_changed_is_never_overwritten(three: tuple[Draft, Draft, Draft]) -> None:
    """Whatever is left of a proposal only takes out what it was about: what others brought in
    stays."""
    old, new, current = three
    left = rebased(proposed(old, new), current)
    if left is None:
        return
    made = accepted_draft(left, ids_of(left.changes))
    assert said(made) == said(left.new)
    known = {s.text for s in old.sentences()}
    brought = {s.text for s in current.sentences()} - known
    assert brought <= {s.text for s in made.sentences()}


def sentence(text: str) -> Sentence:
    return Sentence("", text)


def item(theme: str, *texts: str) -> DraftItem:
    return DraftItem("", theme, sentence(f"{theme}有差距。"), tuple(map(sentence, texts)))


ITEMS = (
    item("村集体经济", "发展路子偏窄。", "带头人能力不强。"),
    item("党员教育", "集中学习流于形式。"),
    item("干部作风", "个别干部搞形式走过场。"),
)
OLD = ordered(
    Draft("d", "problems", "2024H1", "precedent", "青岚县委", "存在的问题", "一是",
          (sentence("还存在一些不足。"),), ITEMS, facts=("薄弱村还有12个",))
)  # fmt: skip


def with_sentences(draft: Draft, index: int, *sentences: Sentence) -> Draft:
    items = list(draft.items)
    items[index] = replace(items[index], sentences=sentences)
    return ordered(replace(draft, items=tuple(items)))


REWORDED = with_sentences(OLD, 1, sentence("集中学习走了形式。"))


def test_a_change_follows_its_sentence() -> None:
    current = ordered(replace(OLD, items=(ITEMS[1], ITEMS[0], ITEMS[2])))
    left = rebased(proposed(OLD, REWORDED), current)
    assert left is not None
    assert [c.sentence_id for c in left.changes] == ["1.1"]
    assert left.notices == (REBASED,)
    assert [i.theme for i in left.new.items] == ["党员教育", "村集体经济", "干部作风"]
    assert left.new.items[0].sentences[0].text == "集中学习走了形式。"


def test_a_change_of_what_was_changed_is_dropped_and_named() -> None:
    both = with_sentences(REWORDED, 2, sentence("个别干部作风漂浮。"))
    current = with_sentences(OLD, 1, sentence("集中学习到课率低。"))
    left = rebased(proposed(OLD, both), current)
    assert left is not None
    assert [c.sentence_id for c in left.changes] == ["3.1"]
    assert left.notices == (REBASED, "“集中学习流于形式。”处的修改已不适用：这里的正文刚被改过")
    assert left.new.items[1].sentences[0].text == "集中学习到课率低。"
    assert rebased(proposed(OLD, REWORDED), current) is None


def test_facts_of_two_instructions_get_numbers_of_their_own() -> None:
    def told(fact: str, at: int) -> Draft:
        cited = Sentence("", f"{fact}。", (fact_citation(2, fact, 0, len(fact)),))
        grown = replace(OLD, facts=(*OLD.facts, fact))
        return with_sentences(grown, at, *ITEMS[at].sentences, cited)

    mine, theirs = told("整改率92%", 0), told("发展党员35名", 1)
    left = rebased(proposed(OLD, mine), theirs)
    assert left is not None
    assert left.new.facts == ("薄弱村还有12个", "发展党员35名", "整改率92%")
    cited = {s.text: c.paragraph_id for s in left.new.sentences() for c in s.citations}
    assert cited == {"整改率92%。": "facts:3", "发展党员35名。": "facts:2"}


@pytest.mark.parametrize("accepted", [["c1"], ["c2"], ["c1", "c2"]])
def test_the_whole_of_a_draft_follows_the_instruction(accepted: list[str]) -> None:
    new = replace(with_sentences(REWORDED, 2), item_limit=80, notices=("已压缩",), writer="model")
    made = accepted_draft(proposed(OLD, new), accepted)
    assert (made.item_limit, made.notices, made.writer) == (80, ("已压缩",), "model")
    assert applied(OLD, changes_between(OLD, new), accepted).text == made.text
