"""Locked sentences stay to the letter, wherever they go."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from assistant.document import Draft
from assistant.rewriting.differences import applied, changes_between
from assistant.rewriting.locks import Lock, blocked, carried, locked, locked_ids
from tests.assistant.rewriting.strategies import ordered, two_drafts
from tests.assistant.rewriting.test_rebasing import ITEMS, OLD, REWORDED, sentence, with_sentences


def lock(sentence_id: str, draft: Draft = OLD) -> Lock:
    (text,) = (s.text for s in draft.sentences() if s.id == sentence_id)
    return Lock(sentence_id, text, "核稿人", "2024-07-01T00:00:00+00:00", "已核准")


def test_a_lock_goes_with_its_sentence() -> None:
    moved = ordered(replace(OLD, items=(ITEMS[1], ITEMS[0], ITEMS[2])))
    (here,) = carried([lock("2.1")], OLD, moved)
    assert here == replace(lock("2.1"), sentence_id="1.1")
    assert locked_ids(moved, [here]) == {"1.1"}


def test_sentences_that_read_the_same_are_told_apart() -> None:
    twice = with_sentences(OLD, 2, *ITEMS[1].sentences, sentence("服务不主动。"))
    (here,) = carried([lock("3.1", twice)], twice, ordered(replace(twice, items=twice.items[2:])))
    assert here.sentence_id == "1.1"
    assert locked_ids(twice, [lock("3.1", twice)]) == {"3.1"}
    assert locked_ids(twice, [lock("2.1", twice), lock("3.1", twice)]) == {"2.1", "3.1"}


def test_a_lock_waits_for_a_sentence_that_was_undone() -> None:
    kept = carried([lock("2.1")], OLD, REWORDED)
    assert locked(REWORDED, kept) == {}
    assert kept == (lock("2.1"),)
    assert locked_ids(OLD, carried(kept, REWORDED, OLD)) == {"2.1"}


def test_what_touches_a_locked_sentence_is_blocked_with_its_group() -> None:
    held = frozenset({"2.1"})
    assert [c.id for c in blocked(changes_between(OLD, REWORDED), held)] == ["c1"]
    without = changes_between(OLD, ordered(replace(OLD, items=(ITEMS[0], ITEMS[2]))))
    assert [(c.sentence_id, c.group) for c in blocked(without, held)] == [
        ("2.h", "g1"),
        ("2.1", "g1"),
    ]
    elsewhere = changes_between(OLD, with_sentences(OLD, 0, sentence("路子窄。")))
    assert blocked(elsewhere, held) == ()


def test_a_locked_sentence_may_move_to_the_letter() -> None:
    moved = changes_between(OLD, ordered(replace(OLD, items=(*ITEMS[1:], ITEMS[0]))))
    assert {c.kind for c in moved} == {"insert", "delete"}
    assert blocked(moved, locked_ids(OLD, [lock("1.1")])) == ()


@given(two_drafts(), st.data())
def test_locked_words_survive_whatever_may_be_accepted(
    pair: tuple[Draft, Draft], data: st.DataObject
) -> None:
    old, new = pair
    ids = [s.id for s in old.sentences()]
    held = [lock(i, old) for i in data.draw(st.sets(st.sampled_from(ids)) if ids else st.just([]))]
    changes = changes_between(old, new)
    barred = blocked(changes, locked_ids(old, held))
    made = applied(old, changes, [c.id for c in changes if c not in barred])
    assert len(locked(made, carried(held, old, made))) == len(held)
