"""Messages with several orders: which they are, and that each is done on the items it names."""

from __future__ import annotations

import pytest

from assistant.document import Draft
from assistant.drafting import Drafting
from assistant.errors import DraftError
from assistant.rewriting.asking import understood
from assistant.rewriting.changes import Proposal
from assistant.rewriting.desk import Selection
from assistant.rewriting.operations import desk_of, propose
from assistant.rewriting.pasted import draft_of_text
from assistant.understanding.orders import orders_in
from corpus.report import Period

TEXT = """存在的问题
今年以来，工作虽有进步，但对照上级要求，仍存在一些短板。
一是村集体经济薄弱。咱们县好多村产业单一，带头人能力不足，销售渠道偏窄。村干部经营本领不强。
二是党员教育不严。有的支部老是走过场，学习计划不细，流动党员管理薄弱。党课内容单调，形式不活。
三是干部作风不实。有的干部深入一线不够，调查研究不深，解决问题不力。
"""


@pytest.fixture(scope="module")
def draft(drafting: Drafting) -> Draft:
    return draft_of_text(TEXT, "problems", Period.parse("2024H1"), drafting)


def proposed(
    drafting: Drafting, draft: Draft, said: str, item: int | None = None,
    selection: Selection | None = None, locked: tuple[str, ...] = (),
) -> Proposal:  # fmt: skip
    brief = understood(said, draft, item, selection)
    return propose(desk_of(drafting, locked=locked), draft, brief, said, selection)


@pytest.mark.parametrize(
    ("said", "orders"),
    [
        ("第二条太长了，压缩到60字以内", 1),
        ("把第三条展开写，再具体一点", 1),
        ("第三条不好，太空洞，写具体点", 1),
        ("第一条重写，重点写村集体经济", 1),
        ("再加一条关于党管武装的，放在第二条", 1),
        ("不要一是二是，改成（一）（二）", 1),
        ("小标题统一句式，都用“扎实”打头", 1),
        ("顺序调一下，把第四条提到最前面", 1),
        ("第二条加上：已建站点3个，第三条删掉", 1),  # what stands behind ： is material
        ("把“甲，乙”改成“丙”", 1),
        ("删掉第三条，第二条压缩到60字", 2),
        ("把第三条删了再把第五条放到第一条", 2),
        ("第一条压到90字，然后挪到最后", 2),
        ("把“健全”换成“完善”，把“抓好”换成“抓实”", 2),
        ("全文更正式，序号改成1.2.3.，第三条删掉", 3),
    ],
)
def test_what_is_an_order_of_its_own(said: str, orders: int) -> None:
    assert len(orders_in(said)) == orders


def test_an_order_without_a_subject_has_that_of_the_one_before() -> None:
    assert orders_in("第一条压到90字，然后挪到最后") == ("第一条压到90字", "第一条挪到最后")
    assert orders_in("第二条压缩到90字，不要提疫情")[1] == "不要提疫情"


def test_numbers_are_those_of_the_draft_that_was_spoken_of(
    drafting: Drafting, draft: Draft
) -> None:
    proposal = proposed(drafting, draft, "删掉第一条，第三条压缩到25字，第二条更正式一些")
    kept = [i.heading.text for i in proposal.new.items]
    assert kept == [i.heading.text for i in draft.items[1:]]
    assert 23 <= len(proposal.new.items[1].text) <= 27
    assert "老是" not in proposal.new.items[0].text
    assert "咱们" not in proposal.new.text  # it went with the first item
    assert proposal.notices[0] == (
        "一次做了 3 件：“删掉第一条”、“第三条压缩到25字”、“第二条更正式一些”"
    )


def test_what_cannot_be_done_is_said_and_the_rest_is_done(drafting: Drafting, draft: Draft) -> None:
    proposal = proposed(drafting, draft, "删掉第三条，第七条压缩到60字")
    assert len(proposal.new.items) == 2
    assert proposal.notices[0] == "一次做了 1 件：“删掉第三条”"
    assert proposal.notices[1].startswith("“第七条压缩到60字”没有做：现在共 3 条，没有第七条")
    with pytest.raises(DraftError, match="已经删去"):
        raise DraftError("；".join(proposed(drafting, draft, "删掉第三条，第三条压到20字").notices))


def test_orders_on_a_chosen_item_or_sentence(drafting: Drafting, draft: Draft) -> None:
    changed = proposed(drafting, draft, "更正式一些，压缩到35字", item=2).new
    assert "老是" not in changed.items[1].text
    assert len(changed.items[1].text) <= 38
    assert (changed.items[0], changed.lead) == (draft.items[0], draft.lead)
    part = proposed(drafting, draft, "更正式，压缩到10字", selection=Selection("2.1", 0, 8))
    assert any("选中文字时一次改一处" in notice for notice in part.notices)


def test_a_lock_goes_with_its_sentence(drafting: Drafting, draft: Draft) -> None:
    locked = ("2.1",)
    proposal = proposed(drafting, draft, "删掉第一条，第二条压缩到40字", locked=locked)
    fixed = next(s.text for s in draft.sentences() if s.id == "2.1")
    assert fixed in proposal.new.items[0].text


@pytest.mark.parametrize(
    ("said", "chars", "has", "gone"),
    [
        ("导语压缩到20字", 20, "仍存在一些短板", "工作虽有进步"),
        ("开头精简一下", 0, "仍存在一些短板", "工作虽有进步"),
        ("导语扩写到45字", 45, "今年以来，工作虽有进步，但", ""),
        ("帽子换一种写法", 0, "", "对照上级要求"),
        ("导语里的“一些”去掉", 0, "存在短板", "一些"),
    ],
)
def test_the_opening_alone_changes(
    drafting: Drafting, draft: Draft, said: str, chars: int, has: str, gone: str
) -> None:
    proposal = proposed(drafting, draft, said)
    lead = proposal.new.lead[0].text
    assert proposal.new.items == draft.items
    assert has in lead
    assert not gone or gone not in lead
    assert not chars or abs(len(lead) - chars) <= 0.1 * chars
    assert {c.sentence_id for c in proposal.changes} == {"lead.1"}


def test_a_draft_without_an_opening_says_so(drafting: Drafting, draft: Draft) -> None:
    bare = draft_of_text(
        TEXT.replace(TEXT.splitlines()[1], ""), "problems", Period.parse("2024H1"), drafting
    )
    assert not bare.lead
    with pytest.raises(DraftError, match="没有导语"):
        proposed(drafting, bare, "导语压缩到20字")
