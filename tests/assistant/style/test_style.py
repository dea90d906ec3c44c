"""The house style: the form of a section, what is measured of it, and what a house shares."""

from __future__ import annotations

import pytest

from assistant.document import Draft, DraftItem, Sentence
from assistant.style.archive import HouseStyles
from assistant.style.form import Form, form_of, form_of_draft
from assistant.style.house import HouseStyle, style_of
from assistant.style.measures import (
    broken,
    closings,
    connectives,
    figures,
    habits_of,
    measures_of,
    openers,
    purposes,
    shape_of,
    verdict_of,
)
from assistant.style.phrases import Lexicon
from corpus.archive import Archive
from corpus.outline import paragraphs_of, parse_outline
from corpus.report import Period, Report, Role

HOUSE, OTHER = "青岚县委组织部", "青岚县委宣传部"
PLAN = (
    "下半年，我们将紧扣中心工作，推动组织工作提质增效。\n"
    "一是进一步夯实党建基础。完善制度办法，推动责任落实；同时，健全考核机制，确保取得实效。\n"
    "二是进一步建强干部队伍。选派XX名干部，为乡村振兴提供人才支撑。"
)


def report_of(
    plan: str = PLAN, title: str = "某县委2023年上半年工作总结", organisation: str = ""
) -> Report:
    text = f"{title}\n上半年，各项工作有序推进，现将情况总结如下。\n一、工作情况\n开展了培训。\n二、下半年工作打算\n{plan}\n"
    outline = parse_outline(text, f"{organisation}{title}.txt")
    return Report(title, "", title, outline, paragraphs_of(outline, title))


def form(plan: str = PLAN) -> Form:
    made = form_of(report_of(plan), Role.PLAN)
    assert made is not None
    return made


# --- the form -------------------------------------------------------------------------------------


def test_a_section_is_lead_items_and_sentences() -> None:
    made = form()
    assert [made.quote(span) for span in made.lead] == [PLAN.split("\n", maxsplit=1)[0]]
    assert made.headings == ["进一步夯实党建基础", "进一步建强干部队伍"]
    assert [item.heading_end for item in made.items] == ["sentence", "sentence"]
    assert [len(item.sentences) for item in made.items] == [1, 1]
    assert not made.run_in
    assert habits_of(made)["numbering"] == "一是"


def test_items_in_one_paragraph_are_run_in() -> None:
    made = form(PLAN.replace("\n", ""))
    assert made.headings == form().headings
    assert made.run_in


def test_a_section_without_items_is_loose_sentences() -> None:
    made = form("下半年继续抓好培训。做好考核。")
    assert made.items == ()
    assert [made.quote(span) for span in made.sentences] == ["下半年继续抓好培训。", "做好考核。"]
    assert habits_of(made) == {"itemised": "不分条"}
    assert form_of(report_of(), Role.PROBLEMS) is None


def test_a_draft_has_the_form_of_the_section_it_says_the_same_as() -> None:
    lines = [line[2:].split("。") for line in PLAN.split("\n")[1:]]
    items = tuple(
        DraftItem(mark, "", Sentence("h", f"{heading}。"), (Sentence("s", f"{body}。"),))
        for mark, (heading, body, _) in zip(("一是", "二是"), lines, strict=True)
    )
    lead = (Sentence("l", PLAN.split("\n", maxsplit=1)[0]),)
    draft = Draft("d", "plan", "2023H1", "precedent", HOUSE, "工作打算", "一是", lead, items)
    drafted, real = form_of_draft(draft), form()
    assert measures_of(drafted, "plan") == measures_of(real, "plan")
    assert habits_of(drafted) == habits_of(real)


# --- measures -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("section", "heading", "shape"),
    [
        ("plan", "进一步夯实党建基础", "V2+N4"),
        ("plan", "建强乡村振兴头雁队伍", "V2+N8"),
        ("plan", "以更实举措壮大集体经济", "V2+N4"),
        ("plan", "责任压实", ""),
        ("problems", "理论学习深度不够", "N6+判断2"),
        ("problems", "人才引进仍显不足", "N4+判断4"),
        ("problems", "夯实党建基础", ""),
    ],
)
def test_the_shape_of_a_heading(section: str, heading: str, shape: str) -> None:
    assert shape_of(heading, "plan" if section == "plan" else "problems") == shape


@pytest.mark.parametrize(
    ("heading", "verdict"),
    [
        ("主体责任意识还不够强", "不够……"),
        ("党员教育管理精细度不够", "不够"),
        ("高层次人才引进仍显不足", "不足"),
        ("党管武装工作抓得不够实", "不够……"),
        ("干部履职本领仍有差距", "有差距"),
        ("新闻宣传融合步伐滞后", "滞后"),
        ("夯实党建基础", ""),
    ],
)
def test_the_verdict_of_a_heading(heading: str, verdict: str) -> None:
    assert verdict_of(heading) == verdict


def test_habits_are_seen_where_they_stand() -> None:
    made = form()
    assert [word for word, _ in openers(made)] == ["下半年"]
    assert [word for word, _ in connectives(made)] == ["同时"]
    assert [(w, made.quote(s)) for w, s in purposes(made)] == [
        ("推动", "推动组织工作提质增效"),
        ("确保", "确保取得实效"),
        ("为……提供", "为乡村振兴提供人才支撑"),
    ]
    assert ["XX名" in made.quote(span) for _, span in figures(made)] == [True]
    assert [mark for mark, _ in closings(made)] == ["。"]
    assert list(broken(made)) == []


@pytest.mark.parametrize("sentence", ["但成效不明显。", "对照上级要求，面对新的形势。"])
def test_half_sentences_are_seen(sentence: str) -> None:
    made = form(f"{PLAN}\n三是进一步改进作风。{sentence}")
    assert [made.quote(span) for _, span in broken(made)] == [sentence]


@pytest.mark.parametrize(
    "sentence",
    [
        "少数干部面对新情况，面对新问题习惯沿用老办法。",
        "融合不够深入，在执纪执法方面各有所短、还有欠缺。",
    ],
)
def test_a_clause_that_tells_a_fault_is_no_half(sentence: str) -> None:
    made = form(f"{PLAN}\n三是进一步改进作风。{sentence}")
    assert list(broken(made)) == []


# --- set phrases ----------------------------------------------------------------------------------


def test_set_phrases_are_the_longest_runs_that_recur() -> None:
    said = ("甲乡", "乙镇", "丙村", "丁县")
    forms = [
        form(f"{who}要坚持稳中求进工作总基调，抓{who}的事。") for who in (*said[:3], "戊局某些")
    ]
    other = form("与众不同的一句话，没有共同之处。")
    lexicon = Lexicon([*forms[:3], other])
    assert [(p.text, p.reports) for p in lexicon.phrases] == [("要坚持稳中求进工作总基调", 3)]
    assert lexicon.phrase_share(forms[0]) == pytest.approx(12 / 19)
    assert lexicon.phrase_share(forms[0], known=True) == 0.0  # two others are not enough
    assert lexicon.phrase_share(other) == 0.0
    assert lexicon.word_share(forms[0]) == 1.0
    assert 0 < lexicon.word_share(forms[0], known=True) < 1
    ((where, span), *_) = lexicon.spots(lexicon.phrases[0])
    assert where.quote(span) == lexicon.phrases[0].text


# --- the house ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def styles(sample_archive: Archive) -> HouseStyles:
    return HouseStyles(sample_archive)


def test_the_style_of_a_plan(styles: HouseStyles) -> None:
    style = styles.of("plan", HOUSE)
    assert (style.numbering, style.items, style.heading_prefix) == ("一是", 7, "进一步")
    assert (style.heading_chars, style.heading_shape, style.heading_end) == (
        10,
        "V2+N8",
        "sentence",
    )
    assert (style.sentences, style.run_in, style.closing) == (3, False, "。")
    assert 130 <= style.item_chars <= 150
    assert style.basis.own
    assert style.basis.said == "据青岚县委组织部 5 份报告统计"
    assert style.verdicts == ()


def test_problems_have_verdicts(styles: HouseStyles) -> None:
    verdicts = dict(styles.of("problems", HOUSE).verdicts)
    assert verdicts["不够……"] > verdicts["不足"] > 1


def test_run_in_houses_are_known(sample_archive: Archive) -> None:
    reports = [sample_archive.report(s.id) for s in sample_archive.reports()]
    (one,) = [r for r in reports if r.outline.title == "青岚县委宣传部2018年度工作总结"]
    assert style_of("problems", None, [one]).run_in


def test_what_is_later_or_the_same_report_is_left_out(styles: HouseStyles) -> None:
    periods = [p for _, _, p in styles.of("plan", HOUSE, Period(2022, 1)).basis.reports]
    assert periods == ["2021", "2019", "2018H1"]


@pytest.mark.parametrize(
    ("organisation", "period", "said"),
    [
        (OTHER, Period(2020, 1), "青岚县委宣传部只有 1 份写过这一部分的报告，据各单位 7 份统计"),
        ("没有的单位", None, "没有的单位没有写过这一部分的报告，据各单位 20 份统计"),
        (None, None, "据全部单位 20 份报告统计"),
    ],
)
def test_a_house_with_too_little_takes_everyones(
    styles: HouseStyles, organisation: str | None, period: Period | None, said: str
) -> None:
    style = styles.of("plan", organisation, period)
    assert style.basis.own == (organisation is None)
    assert style.basis.said == said
    assert len(style.forms) == len(style.basis.reports)


def test_without_reports_there_is_a_default() -> None:
    style = style_of("plan", HOUSE, [])
    assert style == HouseStyle("一是", 5, 90, "", section="plan", basis=style.basis)
    assert style.basis.said == "资料库里没有这一部分，按一般写法"


def test_a_style_is_kept_until_the_archive_changes(styles: HouseStyles) -> None:
    assert styles.of("plan", HOUSE) is styles.of("plan", HOUSE)
    assert styles.of("plan", HOUSE) is not styles.of("problems", HOUSE)
