"""Drafts from the sample archive: what holds for every one of them."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from assistant.brief import Brief
from assistant.checking import checked
from assistant.checking.citations import holds
from assistant.checking.copying import COPIED_ITEM, repeated_of_source
from assistant.clauses import balanced
from assistant.document import FACTS_ID, Draft, SectionName, draft_from_json, draft_to_json
from assistant.drafting import Drafting
from assistant.errors import DraftError
from assistant.planning.stored import plan_from_state, plan_to_state
from assistant.staff import is_own_staff
from assistant.text_vectors import TextVectors
from corpus.archive import Archive
from corpus.embedding import EmbeddingModel
from corpus.report import Period

FACTS = ("薄弱村还有12个", "软弱涣散村还有3个没有销号", "新建非公党组织7个")


def brief(section: SectionName, period: str = "2024H1", **more: object) -> Brief:
    return Brief.model_validate({"action": "draft", "section": section, "period": period, **more})


def write(drafting: Drafting, wanted: Brief, archive: Archive) -> Draft:
    material = drafting.material_for(wanted)
    *_, draft = drafting.write(wanted, material, drafting.plan(wanted, material))
    return checked(draft, archive.quote)


BRIEFS = [
    brief("problems", themes=("村集体经济", "党员教育"), items=4),
    brief("plan", themes=("人才引进", "基层治理"), items=5),
    brief("problems", themes=("村集体经济",), items=3, facts=FACTS[:1]),
    brief("plan", items=5, facts=FACTS),
    brief("problems", items=4, facts=FACTS),
    brief("problems", "2023", organisation="青岚县委组织部"),
    brief("plan", "2023", organisation="青岚县委组织部", items=6),
    brief("problems", "2024", organisation="青岚县纪委监委", themes=("信访举报", "警示教育")),
    brief("plan", "2024", organisation="青岚县纪委监委", numbering="（一）"),
    brief("problems", "2022H1", organisation="青岚县委宣传部", items=3),
    brief("plan", "2024", organisation="青岚县委宣传部", items=4),
    brief("plan", "2025H1", themes=("意识形态", "年轻干部"), items=4),
    brief("problems", "2026", items=6, numbering="1."),
    brief("problems", themes=("作风建设",), items=3, max_chars=80),
]


@pytest.mark.parametrize("wanted", BRIEFS, ids=range(len(BRIEFS)))
class TestEveryDraft:
    def test_keeps_to_what_was_asked(
        self, drafting: Drafting, sample_archive: Archive, wanted: Brief
    ) -> None:
        draft = write(drafting, wanted, sample_archive)
        assert len(draft.items) == (wanted.items or len(draft.items)) >= 3
        assert [i.theme for i in draft.items][: len(wanted.themes)] == list(wanted.themes)
        if wanted.max_chars:
            assert all(len(item.text) <= wanted.max_chars for item in draft.items)
        if wanted.numbering == "（一）":
            assert [i.marker for i in draft.items][:2] == ["（一）", "（二）"]
        assert all(fact in draft.text for fact in wanted.facts)
        assert draft.lead

    def test_cites_every_sentence_with_quotes_that_hold(
        self, drafting: Drafting, sample_archive: Archive, wanted: Brief
    ) -> None:
        draft = write(drafting, wanted, sample_archive)
        for sentence in draft.sentences():
            assert sentence.citations, sentence.text
            for citation in sentence.citations:
                assert holds(citation, draft.facts, sample_archive.quote)
                assert citation.kind == ("fact" if citation.report_id == FACTS_ID else "wording")
                clause = sentence.text[citation.clause_start : citation.clause_end]
                assert clause
                if citation.report_id == FACTS_ID:
                    assert clause == citation.quote

    def test_changes_borrowed_words_only_as_recorded(
        self, drafting: Drafting, sample_archive: Archive, wanted: Brief
    ) -> None:
        for sentence in write(drafting, wanted, sample_archive).sentences():
            for citation in sentence.citations:
                clause = sentence.text[citation.clause_start : citation.clause_end]
                if not sentence.adaptations:
                    assert clause == citation.quote or citation.quote.endswith(clause)

    def test_copies_no_item_whole_and_says_nothing_twice(
        self, drafting: Drafting, sample_archive: Archive, wanted: Brief
    ) -> None:
        draft = write(drafting, wanted, sample_archive)
        past = {
            p.id: sample_archive.report(s.id).quote(p.start, p.end)
            for s in sample_archive.reports()
            for p in sample_archive.report(s.id).paragraphs
        }
        for item in draft.items:
            assert not any(item.text in paragraph for paragraph in past.values())
            sources = {
                c.report_id for s in item.all_sentences for c in s.citations if c.kind == "wording"
            }
            if is_own_staff(item.theme, draft.organisation) and len(sources) < 2:
                # Nobody else's words are about these people: then less of them comes back.
                assert repeated_of_source(item, past.get)[0] <= COPIED_ITEM, item.text
            else:
                assert len(sources) >= 2, item.text
        counts = Counter(s.text for s in draft.sentences())
        assert max(counts.values()) == 1

    def test_reads_without_broken_marks_or_foreign_figures(
        self, drafting: Drafting, sample_archive: Archive, wanted: Brief
    ) -> None:
        draft = write(drafting, wanted, sample_archive)
        assert [f for f in draft.findings if f.severity == "error"] == []
        assert [f for f in draft.findings if f.kind == "expired_term"] == []
        for sentence in draft.sentences():
            assert balanced(sentence.text)
            assert sentence.text.endswith("。")
            assert not any(
                pair in sentence.text for pair in ("，，", "。。", "，。", "；，", "但但", "  ")
            )

    def test_is_the_same_every_time(
        self, drafting: Drafting, sample_archive: Archive, wanted: Brief
    ) -> None:
        first, second = (write(drafting, wanted, sample_archive) for _ in range(2))
        assert first.text == second.text


def test_a_theme_nobody_wrote_about_is_said_by_name_with_the_nearest(
    drafting: Drafting, sample_archive: Archive
) -> None:
    wanted = brief("problems", themes=("海洋牧场", "村集体经济"), items=3)
    draft = write(drafting, wanted, sample_archive)
    (notice,) = [n for n in draft.notices if "海洋牧场" in n]
    assert "没有写过" in notice
    assert "可以写的题目有" in notice
    assert "海洋牧场" not in draft.text
    assert draft.items[0].theme == "村集体经济"
    assert len(draft.items) == 3


def test_no_report_of_a_later_period_is_used(drafting: Drafting, sample_archive: Archive) -> None:
    draft = write(drafting, brief("problems", "2020H1", items=3), sample_archive)
    periods = {c.period for s in draft.sentences() for c in s.citations}
    assert all(Period.parse(p) <= Period.parse("2020H1") for p in periods)


def test_the_report_being_written_is_not_its_own_precedent(
    drafting: Drafting, sample_archive: Archive
) -> None:
    wanted = brief("problems", "2024H1", organisation="青岚县委宣传部", items=4)
    draft = write(drafting, wanted, sample_archive)
    titles = {c.report_title for s in draft.sentences() for c in s.citations}
    assert "青岚县委宣传部2024年上半年工作总结" not in titles


def test_a_draft_for_an_office_without_reports_says_whose_it_follows(
    drafting: Drafting, sample_archive: Archive
) -> None:
    draft = write(drafting, brief("plan", items=3, unknown_organisation="统战部"), sample_archive)
    assert "“统战部”" in draft.notices[0]
    assert draft.organisation in draft.notices[0]


def test_a_draft_grows_item_by_item(drafting: Drafting) -> None:
    wanted = brief("problems", items=3)
    material = drafting.material_for(wanted)
    growing = list(drafting.write(wanted, material, drafting.plan(wanted, material)))
    assert [len(d.items) for d in growing] == [0, 1, 2, 3]
    assert growing[0].lead


def test_a_plan_survives_the_checkpoint(drafting: Drafting) -> None:
    wanted = brief("plan", items=4, facts=FACTS)
    material = drafting.material_for(wanted)
    plan = drafting.plan(wanted, material)
    assert plan_from_state(plan_to_state(plan), material.evidence) == plan


def test_a_draft_survives_json(drafting: Drafting, sample_archive: Archive) -> None:
    draft = write(drafting, BRIEFS[0], sample_archive)
    assert draft_from_json(json.dumps(draft_to_json(draft))) == draft


def test_nothing_to_work_from_is_said(drafting: Drafting) -> None:
    with pytest.raises(DraftError, match="2016年度及以前的“存在的问题”"):
        drafting.material_for(brief("problems", "2016"))


HEADLESS = """青岚县林业站2023年上半年工作总结
二、存在的问题
一是部分护林员年龄偏大，巡护装备更新不及时，山场巡查还有盲区。
二是林下经济规模偏小，品牌带动不强，农户参与面还不宽。
三是宣传引导不够深入，个别群众防火意识不强，野外用火管理难度较大。
"""


def test_items_without_a_heading_sentence_still_make_whole_items(
    embedding: EmbeddingModel, tmp_path: Path
) -> None:
    with Archive.open(tmp_path, embedding) as archive:
        list(archive.ingest([("林业站.txt", HEADLESS.encode())]))
        drafting = Drafting(archive, TextVectors(archive), None)
        draft = write(drafting, brief("problems", themes=("林下经济",), items=3), archive)
    assert [item.heading.text for item in draft.items] == [
        "林下经济规模偏小。",
        "部分护林员年龄偏大。",
        "宣传引导不够深入。",
    ]
    assert all(item.sentences for item in draft.items)
    assert any("只有一份报告" in notice for notice in draft.notices)
    assert [f for f in draft.findings if f.severity == "error"] == []


def test_a_clause_of_a_later_line_is_cited_in_its_own_paragraph(
    embedding: EmbeddingModel, tmp_path: Path
) -> None:
    filler = "有关单位按照职责分工抓好落实" * 40
    report = f"""青岚县水利站2023年上半年工作总结
二、存在的问题
一是河道管护不够经常。
{filler}。
部分河段巡查频次偏低，群众参与护河积极性不高。
二是灌区设施较为老旧。
{filler}。
个别渠道渗漏问题仍然突出，管护经费保障不够稳定。
"""
    with Archive.open(tmp_path, embedding) as archive:
        list(archive.ingest([("水利站.txt", report.encode())]))
        drafting = Drafting(archive, TextVectors(archive), None)
        draft = write(drafting, brief("problems", items=2), archive)
        paragraphs = {p.id: p for p in archive.report(archive.reports()[0].id).paragraphs}
    assert "巡查频次偏低" in draft.text or "群众参与护河" in draft.text
    for sentence in draft.sentences():
        for citation in sentence.citations:
            paragraph = paragraphs[citation.paragraph_id]
            assert paragraph.start <= citation.start < citation.end <= paragraph.end
