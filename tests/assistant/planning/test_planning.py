"""Which items a plan holds, in which order, and why: over the sample archive."""

from __future__ import annotations

from itertools import combinations

import pytest

from assistant.brief import Brief
from assistant.drafting import Drafting, Material
from assistant.plan import Plan, Wish
from assistant.planning import make_plan
from assistant.planning.answering import field_of
from assistant.planning.near import top
from assistant.planning.stored import plan_from_state, plan_to_state
from assistant.text_vectors import TextVectors


def material(drafting: Drafting, section: str = "plan", period: str = "2025") -> Material:
    wanted = {"action": "draft", "section": section, "period": period}
    return drafting.material_for(Brief.model_validate(wanted))


def planned(
    drafting: Drafting, vectors: TextVectors, section: str = "plan", **wish: object
) -> Plan:
    given = material(drafting, section)
    return make_plan(given.evidence, vectors, given.period, Wish(**wish))  # type: ignore[arg-type]


@pytest.mark.parametrize("section", ["problems", "plan"])
@pytest.mark.parametrize("organisation", ["中共青岚县委", "青岚县委组织部", "青岚县纪委监委"])
def test_no_two_items_are_about_one_topic(
    drafting: Drafting, vectors: TextVectors, section: str, organisation: str
) -> None:
    wanted = {"action": "draft", "section": section, "period": "2025", "organisation": organisation}
    given = drafting.material_for(Brief.model_validate(wanted))
    plan = make_plan(given.evidence, vectors, given.period, Wish(count=6))
    assert len(plan.items) == 6
    place, same = given.evidence.place, given.evidence.same_topic
    for one, other in combinations(plan.items, 2):
        nearest = [i.precedents[0].precedent for i in (one, other)]
        assert not same[place[id(nearest[0])], place[id(nearest[1])]], (one.theme, other.theme)
    assert {i.why for i in plan.items} == {"established"}


def test_an_item_works_from_one_item_of_each_report(
    drafting: Drafting, vectors: TextVectors
) -> None:
    for item in planned(drafting, vectors, count=5).items:
        surest = [r.precedent.report.id for r in top(item)]
        assert len(set(surest)) == len(surest)


def test_asked_themes_come_first_and_excluded_ones_never(
    drafting: Drafting, vectors: TextVectors
) -> None:
    plan = planned(
        drafting, vectors, themes=("基层治理", "人才引进"), excluded=("集体经济",), count=6
    )
    assert [i.theme for i in plan.items[:2]] == ["基层治理", "人才引进"]
    assert [i.why for i in plan.items[:2]] == ["asked", "asked"]
    assert not any("集体经济" in i.theme for i in plan.items)


PROBLEMS = (
    "村级集体经济发展不均衡。个别村合作社与农户利益联结不紧。",
    "年轻干部培养力度不足。",
    "量子计算产业布局滞后。",
)


def test_every_problem_is_answered_or_named_as_an_orphan(
    drafting: Drafting, vectors: TextVectors
) -> None:
    plan = planned(drafting, vectors, problems=PROBLEMS, count=5)
    answered = {n: item for item in plan.items for n in item.answers}
    assert "集体经济" in answered[1].theme
    assert "年轻干部" in answered[2].theme
    assert answered[1].why == answered[2].why == "problem"
    assert answered[1].because == "针对问题“村级集体经济发展不均衡”"
    assert plan.orphans == (3,)
    assert any("量子计算产业布局滞后" in n and "没有对应的措施" in n for n in plan.notices)
    spare = next(n for n in plan.notices if "不对应所列问题" in n)
    assert all(i.theme in spare for i in plan.items if not i.answers)


def test_an_asked_theme_may_answer_a_problem(drafting: Drafting, vectors: TextVectors) -> None:
    plan = planned(drafting, vectors, themes=("集体经济",), problems=PROBLEMS[:1], count=3)
    assert plan.items[0].why == "asked"
    assert plan.items[0].answers == (1,)
    assert plan.orphans == ()


def test_with_too_little_room_the_problems_left_are_named(
    drafting: Drafting, vectors: TextVectors
) -> None:
    plan = planned(drafting, vectors, problems=PROBLEMS[:2], count=1)
    assert len(plan.items) == 1
    assert plan.orphans == (2,)
    open_plan = planned(drafting, vectors, problems=PROBLEMS[:2], count=1, open_count=True)
    assert len(open_plan.items) == 2
    assert open_plan.orphans == ()


@pytest.mark.parametrize(
    ("problem", "field"),
    [
        ("村级集体经济发展不均衡。个别村…", "村级集体经济发展"),
        ("党员教育管理不够精细，载体单一；", "党员教育管理"),
        ("人才", "人才"),
    ],
)
def test_a_problem_is_about_a_field(problem: str, field: str) -> None:
    assert field_of(problem) == field


# --- what the last plan announced -------------------------------------------------------------


def announced(drafting: Drafting, vectors: TextVectors) -> tuple[Material, Plan]:
    """A plan of 2023H1: the last plan of the organisation is in its report of 2022."""
    given = material(drafting, period="2023H1")
    return given, make_plan(given.evidence, vectors, given.period, Wish(count=5))


def test_the_last_plan_is_what_was_announced(drafting: Drafting, vectors: TextVectors) -> None:
    given, plan = announced(drafting, vectors)
    assert plan.promises
    assert {p.report_title for p in plan.promises} == {"中共青岚县委2022年度党建工作总结"}
    ids = {p.paragraph.id for p in given.evidence.precedents}
    assert all(p.paragraph_id in ids for p in plan.promises)
    # Without facts nothing is known to be unreported.
    assert {i.why for i in plan.items} == {"established"}


def test_what_was_announced_and_is_not_reported_on_goes_on(
    drafting: Drafting, vectors: TextVectors
) -> None:
    given, before = announced(drafting, vectors)
    told = before.promises[0].heading + "，建成产业项目12个"
    plan = make_plan(given.evidence, vectors, given.period, Wish(facts=(told,), count=8))
    assert plan.promises[0].kept == told
    continued = [i for i in plan.items if i.why == "promise"]
    assert continued
    kept = {p.heading for p in plan.promises if p.kept}
    assert all(i.precedents[0].precedent.heading not in kept for i in continued)
    assert all("素材中未见兑现情况" in i.because for i in continued)


def test_an_old_plan_is_no_promise(drafting: Drafting, vectors: TextVectors) -> None:
    plan = planned(drafting, vectors, count=3)  # 2025: the last report is of 2023
    assert plan.promises == ()


# --- facts --------------------------------------------------------------------------------------


def test_few_facts_are_all_used_many_only_where_they_belong(
    drafting: Drafting, vectors: TextVectors
) -> None:
    few = ("薄弱村还有12个", "召开运动会3场")
    plan = planned(drafting, vectors, "problems", facts=few, count=4)
    assert sorted(n for i in plan.items for n in i.facts) == [1, 2]
    many = ("集体经济薄弱村还有12个", *(f"第{n}届运动会参赛选手{n}00人" for n in range(1, 25)))
    plan = planned(drafting, vectors, "problems", facts=many, themes=("集体经济",), count=4)
    assert all(len(i.facts) <= 2 for i in plan.items)
    assert 1 in {n for i in plan.items for n in i.facts}
    used = sum(len(i.facts) for i in plan.items)
    assert any(f"素材共 25 条，其中 {25 - used} 条" in notice for notice in plan.notices)


def test_a_plan_survives_being_stored(drafting: Drafting, vectors: TextVectors) -> None:
    given = material(drafting)
    wish = Wish(problems=PROBLEMS, facts=("薄弱村还有12个",), count=5)
    plan = make_plan(given.evidence, vectors, given.period, wish)
    assert plan_from_state(plan_to_state(plan), given.evidence) == plan
