"""Decisions and comments go with their words; a change of words or sources undoes a decision."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given

from assistant.document import Citation, Draft, Sentence, with_sentence_ids
from assistant.review.comments import Remark, Thread, followed_threads, threads_at
from assistant.review.decision import Decision
from assistant.review.standing import fallen, followed, holding, stands_on
from tests.assistant.rewriting.strategies import ordered, two_drafts
from tests.assistant.rewriting.test_rebasing import ITEMS, OLD, REWORDED, sentence, with_sentences
from tests.assistant.test_render import citation

AT = "2024-07-01T00:00:00+00:00"
SWAPPED = ordered(replace(OLD, items=(ITEMS[1], ITEMS[0], ITEMS[2])))
CITED = Sentence("1.1", "发展路子偏窄。", (citation(),))


def decision(place: str, draft: Draft = OLD, at: str = AT) -> Decision:
    (found,) = (s for s in draft.sentences() if s.id == place)
    return Decision(place, stands_on(found), "passed", "核稿人", at)


def thread(place: str, draft: Draft = OLD) -> Thread:
    (text,) = (s.text for s in draft.sentences() if s.id == place)
    return Thread(1, place, text, "open", (Remark("核稿人", AT, "请核实"),))


def with_one(cited: Citation, text: str = CITED.text) -> str:
    return stands_on(replace(CITED, text=text, citations=(cited,)))


@pytest.mark.parametrize(
    ("changed", "stays"),
    [
        (stands_on(replace(CITED, id="3.2", verdict="partial")), True),
        (with_one(citation(report_title="另一个名字")), True),
        (with_one(citation(), "发展路子很窄。"), False),
        (with_one(citation(kind="fact")), False),
        (with_one(citation(report_id="r2")), False),
        (with_one(citation(quote="产业门类少")), False),
        # The source is gone, or reads otherwise now: its quote is cut anew.
        (with_one(replace(citation(), quote="")), False),
        (with_one(replace(citation(), quote="发展路子偏宽")), False),
        (stands_on(replace(CITED, citations=())), False),
    ],
)
def test_a_decision_stands_on_words_and_sources(changed: str, stays: bool) -> None:
    assert (changed == stands_on(CITED)) is stays


def test_the_order_of_citations_is_no_matter() -> None:
    two = (citation(), citation(quote="产业门类少", clause=(6, 11)))
    assert stands_on(replace(CITED, citations=two)) == stands_on(
        replace(CITED, citations=two[::-1])
    )


def test_a_decision_goes_with_a_sentence_that_moves() -> None:
    (moved,) = followed([decision("2.1")], OLD, SWAPPED)
    assert moved == replace(decision("2.1"), sentence_id="1.1")
    assert list(holding(SWAPPED, [moved])) == ["1.1"]
    assert fallen(SWAPPED, [moved]) == {}


def test_a_reworded_sentence_shows_the_decision_that_fell() -> None:
    kept = followed([decision("2.1"), decision("1.1")], OLD, REWORDED)
    assert list(holding(REWORDED, kept)) == ["1.1"]
    assert fallen(REWORDED, kept) == {"2.1": decision("2.1")}
    again = followed(kept, REWORDED, OLD)
    assert set(holding(OLD, again)) == {"1.1", "2.1"}
    assert fallen(OLD, again) == {}


def test_what_fell_is_forgotten_with_its_sentence_and_comes_back_with_it() -> None:
    without = ordered(replace(OLD, items=(ITEMS[0], ITEMS[2])))
    kept = followed([decision("2.1")], OLD, without)
    assert holding(without, kept) == fallen(without, kept) == {}
    assert list(holding(OLD, followed(kept, without, OLD))) == ["2.1"]


def test_sentences_that_read_the_same_are_decided_on_one_by_one() -> None:
    twice = with_sentences(OLD, 2, *ITEMS[1].sentences, sentence("服务不主动。"))
    assert list(holding(twice, [decision("3.1", twice)])) == ["3.1"]
    assert set(holding(twice, [decision("2.1", twice), decision("3.1", twice)])) == {"2.1", "3.1"}


def test_the_last_decision_counts() -> None:
    later = replace(decision("2.1"), verb="returned", at="2024-07-02T00:00:00+00:00")
    assert holding(OLD, [later, decision("2.1")]) == {"2.1": later}


@given(two_drafts())
def test_no_decision_holds_for_words_it_was_not_made_on(pair: tuple[Draft, Draft]) -> None:
    old, new = (with_sentence_ids(draft) for draft in pair)
    made = [decision(s.id, old) for s in old.sentences()]
    held = holding(new, followed(made, old, new))
    hashes = {s.id: stands_on(s) for s in new.sentences()}
    assert all(hashes[place] == d.stands_on for place, d in held.items())
    # … and every sentence that is there as it was keeps one.
    same = Counter(stands_on(s) for s in old.sentences()) & Counter(hashes.values())
    assert len(held) == same.total()


@pytest.mark.parametrize(
    ("new", "place"),
    [
        (OLD, "2.1"),
        (SWAPPED, "1.1"),
        (REWORDED, "2.1"),  # that is what it asked for
        (ordered(replace(OLD, items=(ITEMS[0], ITEMS[2]))), ""),
    ],
)
def test_a_comment_goes_with_its_sentence(new: Draft, place: str) -> None:
    (gone,) = followed_threads([thread("2.1")], OLD, new)
    assert threads_at(new, [gone]) == {place: (gone,)}
    assert gone.text == thread("2.1").text
