"""Every operation on drafts of the sample archive, and what it must leave alone."""

from __future__ import annotations

from collections.abc import Collection

import pytest

from assistant.document import Draft, with_sentence_ids
from assistant.drafting import Drafting
from assistant.errors import DraftError
from assistant.rewriting.asking import understood
from assistant.rewriting.changes import Proposal
from assistant.rewriting.desk import Selection
from assistant.rewriting.differences import applied
from assistant.rewriting.operations import desk_of, propose
from assistant.rewriting.pasted import draft_of_text
from corpus.report import Period
from tests.evals.rewrites import OFFICE, TABLE, Case, Done, made, table, tried

TABLES = {path.stem: table(path) for path in (TABLE, OFFICE)}
SLICE = [
    (name, n)
    for name, (_, cases) in TABLES.items()
    for n in range(len(cases))
    if n % 10 in ((0, 3, 7) if name == "rewrites" else (1, 6))
]

PLAN = """下一步工作打算
一是壮大集体经济。提高政治站位，逐村制定增收方案，为乡村振兴提供坚强保障。选聘经济能人担任顾问。
二是建强党员队伍。严格发展党员程序，必须把好入口关。办好“三会一课”，老百姓反映的问题马上办。
三是抓好基层治理。完善社区“大党委”制度，年底前完成16个老旧小区党支部组建，久久为功。
"""


@pytest.fixture(scope="module")
def drafts(drafting: Drafting) -> dict[tuple[str, int], Draft]:
    wanted = sorted({(name, TABLES[name][1][n].draft) for name, n in SLICE})
    return {(name, n): made(TABLES[name][0][n], drafting) for name, n in wanted}


@pytest.fixture
def plan(drafting: Drafting) -> Draft:
    facts = ("年底前完成16个老旧小区党支部组建",)
    return draft_of_text(PLAN, "plan", Period.parse("2024H1"), drafting, facts=facts)


def proposed(
    drafting: Drafting,
    draft: Draft,
    said: str,
    locked: Collection[str] = (),
    selection: Selection | None = None,
) -> Proposal:
    brief = understood(said, draft, selection=selection)
    return propose(desk_of(drafting, locked=locked), draft, brief, said, selection)


@pytest.mark.parametrize(
    ("name", "number"), SLICE, ids=[f"{name}-{TABLES[name][1][n].said}" for name, n in SLICE]
)
def test_a_slice_of_the_tables(
    name: str, number: int, drafting: Drafting, drafts: dict[tuple[str, int], Draft]
) -> None:
    case: Case = TABLES[name][1][number]
    done: Done = tried(case, drafts[name, case.draft], drafting)
    assert done.result.obeyed == ""
    assert done.result.untouched
    assert done.result.citations
    assert done.result.nothing_new


def test_a_proposal_accepted_whole_is_its_new_draft(drafting: Drafting, plan: Draft) -> None:
    for said in ("第一条压缩到40字", "去掉套话", "第三条移到最前面", "第一条和第二条合并"):
        proposal = proposed(drafting, plan, said)
        every = {change.id for change in proposal.changes}
        assert applied(proposal.old, proposal.changes, every).text == proposal.new.text
        assert applied(proposal.old, proposal.changes, ()).text == plan.text


def test_a_swap_says_how_often_and_is_ticked(drafting: Drafting, plan: Draft) -> None:
    proposal = proposed(drafting, plan, "把“必须”换成“应当”")
    assert proposal.notices == ("“必须”换成“应当” 1 处",)
    assert [change.tick for change in proposal.changes] == ["语气变化：必须 → 应当"]


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("把“16个”换成“26个”", "没有出处"),
        ("把“会一”换成“回一”", "固定提法"),
        ("把“乡镇街道”换成“乡镇”", "没有“乡镇街道”"),
        ("第一条写成一首诗", "没有配置语言模型"),
        ("序号改成一是二是", "已经是这一种"),
        ("第三条压缩到90字", "已经不超过90字"),
        ("第一条前移一位", "不能移到第0条"),
        ("合并成三条", "不能合并成 3 条"),
    ],
)
def test_what_cannot_be_done_is_said_to_be_so(
    drafting: Drafting, plan: Draft, said: str, words: str
) -> None:
    with pytest.raises(DraftError, match=words):
        proposed(drafting, plan, said)


@pytest.mark.parametrize(
    "said", ["第二条换一种写法", "删掉第二条", "第一条和第二条合并", "第二条拆成两条"]
)
def test_a_locked_sentence_is_refused_by_name(drafting: Drafting, plan: Draft, said: str) -> None:
    with pytest.raises(DraftError, match=r"第二条.*已锁定"):
        proposed(drafting, plan, said, locked=("2.1", "2.h"))


@pytest.mark.parametrize("said", ["全文压缩到90字", "去掉套话", "全文更正式一些", "改为上级口吻"])
def test_what_is_about_all_goes_around_a_locked_sentence(
    drafting: Drafting, plan: Draft, said: str
) -> None:
    locked = ("1.1", "2.1") if "正式" not in said else ("1.1",)
    proposal = proposed(drafting, plan, said, locked=locked)
    texts = {s.text for s in proposal.new.sentences()}
    assert {s.text for s in plan.sentences() if s.id in locked} <= texts
    assert proposal.changes


def test_a_selection_is_all_that_changes(drafting: Drafting, plan: Draft) -> None:
    text = next(s.text for s in plan.sentences() if s.id == "2.2")
    start = text.index("老百姓")
    proposal = proposed(drafting, plan, "更正式", selection=Selection("2.2", start, start + 5))
    assert [c.after for c in proposal.changes] == [text.replace("老百姓", "群众")]
    cut = proposed(drafting, plan, "删掉", selection=Selection("2.2", 3, 6))
    assert [c.after for c in cut.changes] == [text.partition("，")[2]]  # “三会一课” is not cut into


def test_a_stale_selection_is_said_to_be_so(drafting: Drafting, plan: Draft) -> None:
    with pytest.raises(DraftError, match="重新选择"):
        proposed(drafting, plan, "删掉", selection=Selection("2.9"))
    with pytest.raises(DraftError, match="重新选择"):
        proposed(drafting, plan, "删掉", selection=Selection("2.1", 4, 400))


def test_facts_and_figures_survive_every_shortening(drafting: Drafting, plan: Draft) -> None:
    for said in ("全文压缩到70字", "第三条压缩到20字", "去掉套话"):
        assert plan.facts[0] in proposed(drafting, plan, said).new.text


def test_what_is_not_to_be_mentioned_is_named(drafting: Drafting, plan: Draft) -> None:
    proposal = proposed(drafting, plan, "不要提“三会一课”")
    assert "三会一课" not in proposal.new.text
    assert any("三会一课" in notice for notice in proposal.notices)
    gone = proposed(drafting, plan, "不要提基层治理")
    assert [i.heading.text for i in gone.new.items] == [i.heading.text for i in plan.items[:2]]


def test_a_fact_is_added_word_for_word_with_its_citation(drafting: Drafting, plan: Draft) -> None:
    proposal = proposed(drafting, plan, "第二条加上：流动党员还有21名没有参学")
    added = proposal.new.items[1].sentences[-1]
    (cited,) = added.citations
    assert added.text[cited.clause_start : cited.clause_end] == "流动党员还有21名没有参学"
    assert proposal.new.facts == (*plan.facts, "流动党员还有21名没有参学")
    assert with_sentence_ids(proposal.new) == proposal.new
