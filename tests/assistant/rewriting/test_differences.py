"""Changes between drafts: any of them can be made, in any order, and all of them make the other."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.document import Draft, DraftItem, Sentence
from assistant.errors import DraftError
from assistant.rewriting.changes import Change
from assistant.rewriting.differences import applied, changes_between, places, remaining
from tests.assistant.rewriting.strategies import drafts, ordered, revised, two_drafts


def said(draft: Draft) -> list[object]:
    """Everything that a reader sees or may look up; not verdicts, which a check makes anew."""
    kept = [replace(s, verdict="") for s in draft.sentences()]
    frames = [(i.marker, i.theme, i.answers, i.origin) for i in draft.items]
    return [draft.text, kept, frames]


def ids_of(changes: tuple[Change, ...]) -> list[str]:
    return [change.id for change in changes]


@given(two_drafts())
def test_all_changes_make_the_new_draft_and_none_the_old(pair: tuple[Draft, Draft]) -> None:
    old, new = pair
    changes = changes_between(old, new)
    made = applied(old, changes, ids_of(changes))
    assert said(made) == said(new)
    assert not changes or made.facts == new.facts
    assert applied(old, changes, ()) is old
    assert ids_of(changes) == [f"c{n}" for n in range(1, len(changes) + 1)]
    assert changes_between(old, new) == changes


@given(drafts())
def test_a_draft_does_not_differ_from_itself(draft: Draft) -> None:
    assert changes_between(draft, draft) == ()


@given(two_drafts(), st.data())
def test_what_was_accepted_can_be_taken_back(
    pair: tuple[Draft, Draft], data: st.DataObject
) -> None:
    old, new = pair
    changes = changes_between(old, new)
    made = applied(old, changes, data.draw(st.sets(st.sampled_from(ids_of(changes) or ["c1"]))))
    back = changes_between(made, old)
    assert said(applied(made, back, ids_of(back))) == said(old)


@given(two_drafts(), st.data())
def test_the_order_of_accepting_does_not_matter(
    pair: tuple[Draft, Draft], data: st.DataObject
) -> None:
    old, new = pair
    changes = changes_between(old, new)
    accepted = data.draw(st.lists(st.sampled_from(ids_of(changes) or ["c1"]), unique=True))
    draft, left = old, changes
    for change_id in accepted:
        draft, left = applied(draft, left, [change_id]), remaining(draft, left, [change_id])
    assert said(draft) == said(applied(old, changes, accepted))
    assert said(applied(draft, left, ids_of(left))) == said(new)


@given(two_drafts(), st.data())
def test_what_is_not_accepted_stays_to_the_letter(
    pair: tuple[Draft, Draft], data: st.DataObject
) -> None:
    old, new = pair
    changes = changes_between(old, new)
    accepted = data.draw(st.sets(st.sampled_from(ids_of(changes) or ["c1"])))
    groups = {c.group for c in changes if c.id in accepted and c.group}
    edited = {
        c.sentence_id
        for c in changes
        if c.kind != "insert" and (c.id in accepted or c.group in groups)
    }
    made = {s.id: s for s in applied(old, changes, accepted).sentences()}
    at = places(old, changes, accepted)
    for sentence in old.sentences():
        if sentence.id not in edited:
            assert replace(made[at[sentence.id]], id=sentence.id) == sentence


def sentence(text: str) -> Sentence:
    return Sentence("", text)


def item(theme: str, heading: str, *texts: str) -> DraftItem:
    return DraftItem("", theme, sentence(heading), tuple(map(sentence, texts)))


ECONOMY = item("村集体经济", "村集体经济家底薄。", "发展路子偏窄，带头人少。", "薄弱村还有12个。")
SCHOOL = item("党员教育", "党员教育不经常。", "集中学习流于形式，到课率不高。")
STYLE = item("干部作风", "干部作风不够实。", "个别干部搞形式走过场。", "服务群众主动性不强。")
OLD = ordered(
    Draft("d", "problems", "2024H1", "precedent", "青岚县委", "存在的问题", "一是",
          (sentence("上半年还存在一些不足。"),), (ECONOMY, SCHOOL, STYLE))
)  # fmt: skip


def with_items(*items: DraftItem) -> Draft:
    return ordered(replace(OLD, items=items))


def shape(new: Draft) -> list[tuple[str, str, str]]:
    return [(c.kind, c.sentence_id, c.group) for c in changes_between(OLD, new)]


SPLIT = replace(SCHOOL, sentences=(sentence("集中学习流于形式。"), sentence("到课率不高。")))
MERGED = item(
    "村集体经济", "村集体经济和党员教育有差距。", "发展路子偏窄，带头人少。", "薄弱村还有12个。",
    "集中学习流于形式，到课率不高。",
)  # fmt: skip
NEW_THEME = item("基层治理", "网格运转不畅。", "议事协商机制还没有建立。")
EXPECTED: dict[str, tuple[Draft, list[tuple[str, str, str]]]] = {
    "a sentence reworded": (
        with_items(ECONOMY, replace(SCHOOL, sentences=(sentence("集中学习走形式，到课率低。"),)), STYLE),
        [("replace", "2.1", "")],
    ),
    "a sentence added": (
        with_items(ECONOMY, replace(SCHOOL, sentences=(*SCHOOL.sentences, sentence("学用脱节。"))), STYLE),
        [("insert", "2.1", "")],
    ),
    "a sentence deleted": (
        with_items(replace(ECONOMY, sentences=ECONOMY.sentences[1:]), SCHOOL, STYLE),
        [("delete", "1.1", "")],
    ),
    "an item deleted": (
        with_items(ECONOMY, STYLE),
        [("delete", "2.h", "g1"), ("delete", "2.1", "g1")],
    ),
    "an item added": (
        with_items(ECONOMY, SCHOOL, STYLE, NEW_THEME),
        [("insert", "3.2", "g1"), ("insert", "3.2", "g1")],
    ),
    "an item in another's place": (
        with_items(ECONOMY, NEW_THEME, STYLE),
        [("delete", "2.h", "g1"), ("delete", "2.1", "g1"),
         ("insert", "2.1", "g1"), ("insert", "2.1", "g1")],
    ),
    "an item moved": (
        with_items(STYLE, ECONOMY, SCHOOL),
        [("insert", "lead.1", "g1")] * 3 + [("delete", f"3.{n}", "g1") for n in "h12"],
    ),
    "items merged": (
        with_items(MERGED, STYLE),
        [("replace", "1.h", "g1"), ("insert", "1.2", "g1"),
         ("delete", "2.h", "g1"), ("delete", "2.1", "g1")],
    ),
    "an item split": (
        with_items(replace(ECONOMY, sentences=ECONOMY.sentences[:1]),
                   item("薄弱村", "薄弱村转化慢。", "薄弱村还有12个。"), SCHOOL, STYLE),
        [("delete", "1.2", "g1"), ("insert", "1.2", "g1"), ("insert", "1.2", "g1")],
    ),
    "a sentence split": (
        with_items(ECONOMY, SPLIT, STYLE),
        [("replace", "2.1", "g1"), ("insert", "2.1", "g1")],
    ),
    "another family of numbering": (
        ordered(replace(OLD, numbering="（一）")),
        [("replace", "numbering", "")],
    ),
    "another heading and lead": (
        ordered(replace(OLD, heading="存在的主要问题", lead=())),
        [("replace", "heading", ""), ("delete", "lead.1", "")],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("new", "changes"), EXPECTED.values(), ids=EXPECTED)
def test_a_revision_reads_as_what_it_was(new: Draft, changes: list[tuple[str, str, str]]) -> None:
    assert shape(new) == changes


def test_moving_an_item_keeps_its_words_and_citations() -> None:
    changes = changes_between(OLD, with_items(STYLE, ECONOMY, SCHOOL))
    made = applied(OLD, changes, ["c1"])
    assert [i.theme for i in made.items] == ["干部作风", "村集体经济", "党员教育"]
    assert [i.marker for i in made.items] == ["一是", "二是", "三是"]


def test_a_change_that_does_not_fit_is_refused() -> None:
    changes = changes_between(OLD, EXPECTED["a sentence reworded"][0])
    moved_on = with_items(ECONOMY, replace(SCHOOL, sentences=(sentence("已经改过了。"),)), STYLE)
    with pytest.raises(DraftError, match="已经变了"):
        applied(moved_on, changes, ids_of(changes))


def test_a_family_that_nobody_knows_keeps_its_markers() -> None:
    odd = replace(OLD, numbering="甲", items=tuple(replace(i, marker="甲、") for i in OLD.items))
    changes = changes_between(odd, replace(odd, lead=()))
    assert [i.marker for i in applied(odd, changes, ["c1"]).items] == ["甲、"] * 3


@given(drafts().flatmap(lambda d: st.tuples(st.just(d), revised(d))))
def test_facts_of_both_are_kept_apart(pair: tuple[Draft, Draft]) -> None:
    """A version from before a fact was supplied, or with others, cites what it cited."""
    old, new = pair
    fewer = changes_between(new, old)
    back = applied(new, fewer, ids_of(fewer))
    quoted = [[c.quote for c in s.citations] for s in back.sentences()]
    assert quoted == [[c.quote for c in s.citations] for s in old.sentences()]
    for cited in (c for s in back.sentences() for c in s.citations if c.report_id == "facts"):
        assert back.facts[int(cited.paragraph_id.removeprefix("facts:")) - 1] == cited.quote
