"""The archive in numbers: counts, gaps, roles, curves, themes, style and a draft's sources."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.document import Citation, Draft, DraftItem, Sentence, fact_citation
from assistant.leaning import Borrowed, leaning
from assistant.overview import (
    EVERYONE,
    Measured,
    Overview,
    Overviews,
    Part,
    axis,
    make_overview,
    measure_report,
    organisations_of,
    to_measure,
)
from assistant.overview_themes import Heading, theme_history
from corpus.archive import Archive
from corpus.catalogue import ReportSummary
from corpus.report import Period, Role

HOUSE, OTHER = "青岚县委", "青岚县委组织部"


@pytest.fixture(scope="module")
def summaries(sample_archive: Archive) -> list[ReportSummary]:
    """One real summary, made into many: its other fields are of no concern here."""
    (first, *_) = sample_archive.reports()
    rows = [
        ("a", HOUSE, "2020"),
        ("b", HOUSE, "2021H1"),
        ("c", HOUSE, "2023"),
        ("d", OTHER, "2021"),
        ("e", OTHER, ""),
        ("f", "", "2023"),
    ]
    return [replace(first, id=i, organisation=o, period=p) for i, o, p in rows]


def measured(report_id: str, organisation: str, period: str, *parts: Part) -> Measured:
    known = Period.parse(period) if period else None
    return Measured(report_id, f"《{report_id}》", organisation, known, 1000, parts)


def problems(*lengths: int, characters: int = 200) -> Part:
    return Part(Role.PROBLEMS, characters, lengths, tuple("村集体经济" for _ in lengths))


def overview(summaries: list[ReportSummary], house: str = HOUSE) -> Overview:
    return make_overview(
        summaries,
        [
            measured("a", HOUSE, "2020", problems(90, 110), Part(Role.PLAN, 300, (140,), ("x",))),
            measured("b", HOUSE, "2021H1", problems(100, 100, 130)),
            measured("c", HOUSE, "2023", Part(Role.ACHIEVEMENTS, 600)),
            measured("d", OTHER, "2021", problems(50, 50, 50, 50, 50, characters=400)),
            measured("f", "", "2023"),
        ],
        house,
    )


def test_reports_are_counted_by_year_and_organisation(summaries: list[ReportSummary]) -> None:
    by_year = overview(summaries).by_year
    assert by_year.years == (2020, 2021, 2022, 2023)
    assert by_year.organisations == (HOUSE, OTHER, "单位不详")
    assert by_year.counts == ((1, 0, 0), (1, 1, 0), (0, 0, 0), (1, 0, 1))
    assert (overview(summaries).reports, overview(summaries).undated) == (6, 1)


def test_small_organisations_stand_together(summaries: list[ReportSummary]) -> None:
    many = [replace(summaries[0], id=str(n), organisation=f"单位{n}") for n in range(9)]
    by_year = make_overview([*summaries, *many], [], HOUSE).by_year
    assert by_year.organisations[0] == HOUSE
    assert by_year.organisations[-1] == "其他单位"
    assert len(by_year.organisations) == 7
    assert sum(by_year.counts[0]) == 10


def test_gaps_are_those_between_the_first_and_the_last_year(
    summaries: list[ReportSummary],
) -> None:
    made = overview(summaries)
    assert [str(p) for p in made.missing] == [
        "2020H1",
        "2021",
        "2022H1",
        "2022",
        "2023H1",
    ]
    assert [(p.half, p.there) for p in made.presence] == [
        (1, (False, True, False, False)),
        (0, (True, False, False, True)),
    ]
    assert overview(summaries, EVERYONE).presence == ()


def test_the_matrix_shows_which_part_is_where(summaries: list[ReportSummary]) -> None:
    made = overview(summaries)
    assert [str(p) for p in made.periods] == ["2020", "2021H1", "2021", "2023"]
    assert [row.organisation for row in made.matrix] == [HOUSE, OTHER, "单位不详"]
    house = made.matrix[0].reports
    assert [[m.id for m in reports] for reports in house] == [["a"], ["b"], [], ["c"]]
    assert [m.part(Role.PROBLEMS) is None for (m, *_) in (house[0], house[3])] == [False, True]


def test_curves_compare_the_house_with_everyone(summaries: list[ReportSummary]) -> None:
    made = overview(summaries)
    counts, lengths, shares = made.item_counts[0], made.item_lengths[0], made.shares[1]
    assert {c.role for c in (counts, lengths, shares)} == {Role.PROBLEMS}
    assert counts.house == (2, 3, None, None)
    assert counts.everyone == (2, 4, None, None)
    assert lengths.house == (100, 100, None, None)
    assert lengths.everyone == (100, 50, None, None)
    assert shares.house == (20, 20, None, None)
    assert shares.everyone == (20, 30, None, None)


@pytest.mark.parametrize(
    ("years", "expected"),
    [
        ([], ()),
        ([2020], (2020,)),
        ([2023, 2020, 2023], (2020, 2021, 2022, 2023)),
        ([1954, 2020, 2022], (1954, 2020, 2022)),  # too long to show every year
    ],
)
def test_the_axis_shows_gaps(years: list[int], expected: tuple[int, ...]) -> None:
    assert axis(years) == expected


def test_of_a_large_archive_the_house_and_the_largest_are_measured(
    summaries: list[ReportSummary],
) -> None:
    assert organisations_of(summaries) == ((HOUSE, 3), (OTHER, 2), ("", 1))
    assert [s.id for s in to_measure(summaries, OTHER, 4)] == ["d", "e", "c", "b"]
    assert [s.id for s in to_measure(summaries, HOUSE, 4)] == ["c", "b", "a", "d"]


# --- themes ---------------------------------------------------------------------------------------

LASTING = [Heading("村集体经济", year, "r") for year in (2019, 2020, 2022, 2023)]
GONE = [Heading("两新组织党建", 2019, "r"), Heading("两新组织党建", 2020, "r")]
NEW = [Heading("巡察整改", 2023, "r")]
THEMES = [
    (
        [*LASTING, *GONE, *NEW],
        "每年都写：村集体经济；2023年新出现：巡察整改；近两次没有再写：两新组织党建（最后一次 2020年）。",
    ),
    (
        [*LASTING[1:], *NEW],
        "没有每年都写的；写得最多的是村集体经济（4 年中 3 年）；2023年新出现：巡察整改。",
    ),
    ([], ""),
]


@pytest.mark.parametrize(("headings", "sentence"), THEMES)
def test_what_lasted_what_is_new_and_what_is_gone(headings: list[Heading], sentence: str) -> None:
    history = theme_history(headings, range(2019, 2024), {2019, 2020, 2022, 2023})
    assert history.reported == (True, True, False, True, True)
    assert history.sentence == sentence


def test_the_same_theme_in_other_words_is_one_row() -> None:
    headings = [
        Heading("集体经济发展", 2020, "a"),
        Heading("村集体经济", 2019, "b"),
        Heading("村集体经济", 2021, "c"),
        Heading("村集体经济", 2021, "c"),
        Heading("干部作风转变", 2021, "c"),
        Heading("", 2021, "c"),
    ]
    history = theme_history(headings, (2019, 2020, 2021), {2019, 2020, 2021})
    assert [(row.theme, row.items) for row in history.rows] == [
        ("村集体经济", (1, 1, 2)),
        ("干部作风转变", (0, 0, 1)),
    ]
    assert set(history.rows[0].spellings) == {"村集体经济", "集体经济发展"}


def test_two_years_say_nothing_about_change() -> None:
    history = theme_history(NEW, (2022, 2023), {2022, 2023})
    assert history.sentence == "只有 2 年写过这一部分，还看不出变化。"


# --- over the sample archive ----------------------------------------------------------------------


def test_a_report_is_measured_as_drafting_reads_it(sample_archive: Archive) -> None:
    (summary,) = [s for s in sample_archive.reports() if s.title.endswith("组织部2023年度工作总结")]
    report = measure_report(sample_archive.report(summary.id))
    assert (report.organisation, report.period) == (OTHER, Period(2023))
    part = report.part(Role.PROBLEMS)
    assert part is not None
    assert (len(part.lengths), part.themes[1]) == (6, "年轻干部实践锻炼")
    assert sum(p.characters for p in report.parts) <= report.characters
    assert sum(part.lengths) < part.characters


def test_the_house_style_is_the_houses(sample_archive: Archive) -> None:
    made = Overviews(sample_archive).of()
    assert (made.house, made.reports, made.measured) == ("中共青岚县委", 20, 20)
    for card in made.styles:
        assert card is not None
        assert card.basis.said == "据中共青岚县委 7 份报告统计"
    (problems_card, _) = made.styles
    assert problems_card is not None
    assert "通常 5 条（多在 5–6 条）" in [trait.said for trait in problems_card.traits]
    everyone = Overviews(sample_archive).of(EVERYONE).styles[0]
    assert everyone is not None
    assert everyone.basis.said == "据全部单位 20 份报告统计"


def test_an_overview_is_kept_until_the_archive_changes(sample_archive: Archive) -> None:
    overviews = Overviews(sample_archive)
    first = overviews.of()
    assert overviews.of() is first
    assert overviews.of("没有的单位") is first
    assert overviews.of(OTHER).house == OTHER
    everyone = overviews.of(EVERYONE)
    assert everyone.house == EVERYONE
    assert everyone.item_counts[0].house == everyone.item_counts[0].everyone


# --- what a draft leans on ------------------------------------------------------------------------


def cited(report_id: str, period: str, start: int, end: int) -> Citation:
    quote = "字" * (end - start)
    return Citation(
        key=f"{report_id}{start}",
        kind="wording",
        report_id=report_id,
        report_title=f"{report_id}总结",
        period=period,
        section_path=(),
        paragraph_id=report_id,
        start=start,
        end=end,
        quote=quote,
        sha256="",
    )


def draft_of(*citations: Citation) -> Draft:
    sentence = Sentence("1.1", "句子。", citations)
    item = DraftItem("一是", "", Sentence("1.h", "标题。"), (sentence, sentence))
    return Draft("d", "problems", "2024H1", "precedent", HOUSE, "存在的问题", "一是", (), (item,))


def test_a_span_cited_twice_is_borrowed_once() -> None:
    lean = leaning(
        draft_of(
            cited("甲", "2023", 0, 30),
            cited("甲", "2023", 40, 50),
            cited("乙", "2018H1", 0, 60),
            fact_citation(1, "薄弱村还有12个", 0, 3),
        )
    )
    assert [(s.title, s.spans, s.characters) for s in lean.sources] == [
        ("乙总结", 1, 60),
        ("甲总结", 2, 40),
        ("拟稿人提供", 1, 8),
    ]
    assert [(y.year, y.wording, y.fact) for y in lean.years] == [
        (2018, Borrowed(1, 60), Borrowed(0, 0)),
        (2023, Borrowed(2, 40), Borrowed(0, 0)),
        (None, Borrowed(0, 0), Borrowed(1, 8)),
    ]
    assert lean.sentence == (
        "引用 2 份报告 3 处、100 字；借得最多的是《乙总结》，占 60%；"
        "40% 出自 2021年及以后，最早的出自2018年上半年。"
    )


def test_a_draft_without_sources_says_so() -> None:
    assert leaning(draft_of()).sentence == "这份稿子没有引用往年报告。"
