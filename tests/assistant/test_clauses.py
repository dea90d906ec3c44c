"""A unit is one exact span of its source, whole enough to stand in another sentence."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from assistant.clauses import (
    Unit,
    balanced,
    clause_spans,
    coverage,
    has_verdict,
    leans_forward,
    overlap,
    shorter_units,
    subject_word,
    units_of,
)

# source → (unit, kind) in order
UNITS: list[tuple[str, list[tuple[str, str]]]] = [
    ("发展路子偏窄，带头人能力不足。", [("发展路子偏窄", "head"), ("带头人能力不足", "free")]),
    # what introduces a clause stays with it
    ("对照新要求，体系尚不完善。", [("对照新要求，体系尚不完善", "head")]),
    ("面对新形势，有的干部办法不多，创新意识不强。",
     [("面对新形势，有的干部办法不多", "head"), ("创新意识不强", "free")]),
    ("与先进地区相比，差距明显", [("与先进地区相比，差距明显", "head")]),
    ("对基层治理工作，研究不深。", [("对基层治理工作，研究不深", "head")]),
    # … a clause about a field that has its verdict already introduces nothing
    ("对基层治理研究不深，措施少。", [("对基层治理研究不深", "head"), ("措施少", "free")]),
    # what leans back stays too
    ("工作有推进，但成效不够明显，导致群众意见较多。",
     [("工作有推进，但成效不够明显，导致群众意见较多", "head")]),
    ("制度虽已建立，执行却不到位。", [("制度虽已建立", "head"), ("执行却不到位", "free")]),
    ("部分村经济薄弱，缺乏带头人。", [("部分村经济薄弱，缺乏带头人", "head")]),
    # a purpose that closes the sentence
    ("健全制度，强化督查，确保任务落地。",
     [("健全制度", "head"), ("强化督查", "free"), ("确保任务落地", "tail")]),
    ("确保任务落地。", [("确保任务落地", "head")]),
    ("健全制度，推动工作，强化督查。",
     [("健全制度", "head"), ("推动工作", "free"), ("强化督查", "free")]),
    # vows and ways of introducing a list are not wording to borrow
    ("服务意识不强。对这些问题，我们将认真加以解决。", [("服务意识不强", "head")]),
    ("还存在一些不足，主要表现在：能力不强。",
     [("还存在一些不足", "head"), ("能力不强", "free")]),
    # nothing is cut inside quotation marks, titles and brackets
    ("落实“学习好，宣传好”要求，抓好《意见，办法》（试行，暂行）落实。",
     [("落实“学习好，宣传好”要求", "head"), ("抓好《意见，办法》（试行，暂行）落实", "free")]),
    ("他说：“好。行！”工作推进慢。", [("他说", "head"), ("“好。行！”工作推进慢", "free")]),
    # a narrow colon is one; what must be done is what will be done
    ("问题不少:能力不强，8:30办不了事。", [("问题不少", "head"), ("能力不强", "free"),
                                          ("8:30办不了事", "free")]),
    ("要强化督查，必须健全制度，要素保障不足。",
     [("强化督查", "head"), ("健全制度", "free"), ("要素保障不足", "free")]),
    # half a pair is worse than no unit
    ("落实“三会一课制度，能力不强。", []),
    ("措施不实）。能力不强。", [("能力不强", "head")]),
    (" 　能力不强 ；\n措施不实\n", [("能力不强", "head"), ("措施不实", "head")]),
    ("", []),
    ("，。；", []),
]  # fmt: skip

CLAUSE_CHARACTERS = "对照新要求，但能力不强；确保“”《》（）。我们将：\n 　下一步主要是X1与"


@pytest.mark.parametrize(("text", "expected"), UNITS)
def test_units_can_stand_alone(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(u.text, u.kind) for u in units_of(text, 0, len(text))] == expected


def test_units_count_their_sentence() -> None:
    text = "能力不强，办法不多。作风不实；服务不优。"
    assert [u.sentence for u in units_of(text, 0, len(text))] == [0, 0, 1, 2]


def test_units_are_taken_from_the_asked_span_only() -> None:
    text = "前文偏少。能力不强，办法不多。后文偏少。"
    start, end = text.index("能力"), text.index("后文")
    units = units_of(text, start, end)
    assert [(u.text, u.start) for u in units] == [("能力不强", 5), ("办法不多", 10)]


@given(st.text(CLAUSE_CHARACTERS, max_size=80), st.data())
@example("“，”。（“", None)
def test_a_unit_is_an_exact_span_and_no_two_overlap(text: str, data: st.DataObject | None) -> None:
    start = data.draw(st.integers(0, len(text))) if data else 0
    end = data.draw(st.integers(start, len(text))) if data else len(text)
    units = units_of(text, start, end)
    position = start
    for unit in units:
        assert unit.text == text[unit.start : unit.end]
        assert unit.text == unit.text.strip() != ""
        assert position <= unit.start < unit.end <= end
        assert balanced(unit.text)
        position = unit.end
    assert [u.sentence for u in units] == sorted(u.sentence for u in units)


@given(st.text(CLAUSE_CHARACTERS, max_size=80))
def test_clauses_are_exact_spans_and_lose_only_marks_and_blanks(text: str) -> None:
    spans = clause_spans(text, 0, len(text))
    position = 0
    for start, end in spans:
        assert not text[position:start].strip(" 　\n，,：。！？；;")
        position = end
    assert not text[position:].strip(" 　\n，,：。！？；;")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("落实“三会一课”和《条例》（试行）", True),
        ("“《》”（）", True),
        ("", True),
        ("“三会一课", False),
        ("三会一课”", False),
        ("“《”》", False),
        ("（一", False),
    ],
)
def test_every_mark_needs_its_partner_in_order(text: str, expected: bool) -> None:
    assert balanced(text) is expected


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        ("面对新形势", True),
        ("按照上级部署", True),
        ("以党建引领为抓手", True),
        ("围绕中心工作健全落实机制", False),
        ("对基层治理工作", True),
        ("对基层治理研究不深", False),
        ("发展路子偏窄", False),
        ("从业党员底数不够清晰", False),
        ("与产业项目、技术攻关结合不够紧密", False),
        ("虽然力度不够", True),
    ],
)
def test_an_introduction_is_told_from_a_statement(clause: str, expected: bool) -> None:
    assert leans_forward(clause) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("能力不强", True), ("仍有差距", True), ("成效显著", False), ("亟待加强", True), ("", False)],
)
def test_a_verdict_finds_fault(text: str, expected: bool) -> None:
    assert has_verdict(text) is expected


@pytest.mark.parametrize(
    ("text", "word"),
    [("个别干部不担当", "个别"), ("有的村偏弱", "有的"), ("干部不担当", ""), ("村里部分人", "")],
)
def test_a_softening_subject_is_seen_at_the_start_only(text: str, word: str) -> None:
    assert subject_word(text) == word


@pytest.mark.parametrize(
    ("a", "b", "shared", "covered"),
    [
        ("村集体经济", "村集体经济", 1.0, 1.0),
        ("村集体经济", "壮大村集体经济发展", 1.0, 1.0),
        ("村集体经济发展", "集体经济", 1.0, 0.5),
        ("干部队伍", "村集体经济", 0.0, 0.0),
        ("", "村集体经济", 0.0, 0.0),
    ],
)
def test_likeness_counts_shared_pairs_of_characters(
    a: str, b: str, shared: float, covered: float
) -> None:
    assert (overlap(a, b), coverage(a, b)) == (shared, covered)


@pytest.mark.parametrize(
    ("text", "shorter"),
    [
        ("对照新时代要求，体系尚不完善", ["体系尚不完善"]),
        ("常态化活动偏少，导致阵地作用不明显", ["常态化活动偏少"]),
        ("虽有制度安排，但落实不够到位", []),  # half a sentence
        ("想了不少办法，但与群众期待相比还有差距", []),  # not what is meant
        ("以党建为引领，推动产业发展", []),  # a purpose without what it is for
        ("对基层治理工作，研究得不够", []),  # what the fault is in
        ("党员活动不够经常", []),
    ],
)
def test_a_unit_has_a_shorter_form_where_the_rest_stands(text: str, shorter: list[str]) -> None:
    unit = Unit(text, 0, len(text), 0, "head")
    forms = list(shorter_units(text, unit))
    assert [form.text for form in forms] == shorter
    assert all(text[form.start : form.end] == form.text for form in forms)
