"""Two people on one draft: everything of both is there, or in a conflict for somebody to see."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from assistant.document import Draft
from assistant.rewriting.merging import merged
from tests.assistant.rewriting.strategies import drafts, ordered, revised
from tests.assistant.rewriting.test_differences import said
from tests.assistant.rewriting.test_rebasing import (
    ITEMS,
    OLD,
    REWORDED,
    item,
    sentence,
    with_sentences,
)


def three_drafts() -> st.SearchStrategy[tuple[Draft, Draft, Draft]]:
    """A draft and what two people made of it."""
    return drafts().flatmap(lambda d: st.tuples(st.just(d), revised(d), revised(d)))


def texts(draft: Draft) -> set[str]:
    return {s.text for s in draft.sentences()}


@given(drafts().flatmap(lambda d: st.tuples(st.just(d), revised(d))))
def test_what_one_did_alone_is_what_comes_out(pair: tuple[Draft, Draft]) -> None:
    base, changed = pair
    assert said(merged(base, changed, base).draft) == said(changed)
    assert said(merged(base, base, changed).draft) == said(changed)
    both = merged(base, changed, changed)
    assert both.conflicts == ()


@given(three_drafts())
def test_nothing_is_lost(three: tuple[Draft, Draft, Draft]) -> None:
    base, mine, theirs = three
    merge = merged(base, mine, theirs)
    known = texts(base)
    shown = "".join(c.mine for c in merge.conflicts)
    assert texts(theirs) - known <= texts(merge.draft)
    assert all(t in texts(merge.draft) or t in shown for t in texts(mine) - known)
    assert [c.id for c in merge.conflicts] == [f"k{n}" for n in range(1, len(merge.conflicts) + 1)]
    assert merge.with_mine(()) == merge.draft


@given(three_drafts())
def test_every_conflict_can_be_had_my_way(three: tuple[Draft, Draft, Draft]) -> None:
    base, mine, theirs = three
    merge = merged(base, mine, theirs)
    settled = merge.with_mine([c.id for c in merge.conflicts])
    assert texts(mine) - texts(base) <= texts(settled)
    # What either of us took out and the other let be does not come back.
    assert (texts(base) - texts(mine)) & texts(settled) <= texts(theirs)


def test_changes_in_two_places_go_together() -> None:
    theirs = with_sentences(OLD, 2, sentence("个别干部作风漂浮。"), sentence("服务不主动。"))
    merge = merged(OLD, ordered(replace(REWORDED, numbering="（一）")), theirs)
    assert merge.conflicts == ()
    assert merge.draft.text == (
        "存在的问题\n还存在一些不足。\n（一）村集体经济有差距。发展路子偏窄。带头人能力不强。\n"
        "（二）党员教育有差距。集中学习走了形式。\n（三）干部作风有差距。个别干部作风漂浮。服务不主动。"
    )


def test_one_sentence_changed_by_both_is_a_pair() -> None:
    merge = merged(OLD, REWORDED, with_sentences(OLD, 1, sentence("集中学习到课率低。")))
    (conflict,) = merge.conflicts
    assert (conflict.sentence_id, conflict.base) == ("2.1", "集中学习流于形式。")
    assert (conflict.mine, conflict.theirs) == ("集中学习走了形式。", "集中学习到课率低。")
    assert merge.draft.items[1].sentences[0].text == "集中学习到课率低。"
    assert merge.with_mine(["k1"]).items[1].sentences[0].text == "集中学习走了形式。"


def test_an_item_changed_here_and_deleted_there_can_be_had_back() -> None:
    merge = merged(OLD, REWORDED, ordered(replace(OLD, items=(ITEMS[0], ITEMS[2]))))
    (conflict,) = merge.conflicts
    assert (conflict.mine, conflict.theirs) == ("党员教育有差距。集中学习走了形式。", "")
    themes = [i.theme for i in merge.with_mine(["k1"]).items]
    assert themes == ["村集体经济", "党员教育", "干部作风"]
    assert [i.theme for i in merge.draft.items] == ["村集体经济", "干部作风"]


def test_an_item_deleted_here_and_changed_there_stays_until_it_is_decided() -> None:
    mine = ordered(replace(OLD, items=(ITEMS[0], ITEMS[2])))
    theirs = with_sentences(OLD, 1, *ITEMS[1].sentences, sentence("学用脱节。"))
    merge = merged(OLD, mine, theirs)
    (conflict,) = merge.conflicts
    assert (conflict.mine, conflict.sentence_id) == ("", "2.h")
    assert conflict.theirs == "党员教育有差距。集中学习流于形式。学用脱节。"
    assert merge.draft.text == theirs.text
    assert merge.with_mine(["k1"]).text == mine.text


def test_a_sentence_follows_its_item_to_another_place() -> None:
    moved = ordered(replace(OLD, items=(ITEMS[2], ITEMS[0], ITEMS[1])))
    merge = merged(OLD, REWORDED, moved)
    assert merge.conflicts == ()
    assert merge.draft.items[2].sentences[0].text == "集中学习走了形式。"


def test_items_both_added_stand_side_by_side() -> None:
    def more(theme: str) -> Draft:
        return ordered(replace(OLD, items=(*ITEMS, item(theme, f"{theme}抓得不紧。"))))

    merge = merged(OLD, more("基层治理"), more("宣传思想"))
    assert merge.conflicts == ()
    assert {i.theme for i in merge.draft.items[3:]} == {"基层治理", "宣传思想"}


def test_two_families_of_numbering_are_a_conflict() -> None:
    merge = merged(
        OLD, ordered(replace(OLD, numbering="1.")), ordered(replace(OLD, numbering="（一）"))
    )
    (conflict,) = merge.conflicts
    assert (conflict.base, conflict.mine, conflict.theirs) == ("一是", "1.", "（一）")
    assert [i.marker for i in merge.with_mine(["k1"]).items] == ["1.", "2.", "3."]
