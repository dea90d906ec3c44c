"""Sections that were not written here: items, sentences, and what they rest on."""

from __future__ import annotations

import pytest

from assistant.document import FACTS_ID
from assistant.drafting import Drafting
from assistant.errors import DraftError
from assistant.rewriting.pasted import draft_of_file, draft_of_text
from corpus.archive import Archive
from corpus.report import Period, Role
from tests.conftest import SAMPLES

PERIOD = Period.parse("2024")


@pytest.mark.parametrize(
    ("text", "marks", "headings"),
    [
        ("存在的问题\n（一）作风不实。办法不多。\n（二）学习不深。学得不够。", ["（一）", "（二）"],
         ["作风不实。", "学习不深。"]),
        ("对照要求，还有不足。一是作风不实。办法不多，力度不够。二是学习不深。学得不够。",
         ["一是", "二是"], ["作风不实。", "学习不深。"]),
        ("1.作风不实，办法不多。\n2.学习不深，学得不够。", ["1.", "2."], ["作风不实。", "学习不深。"]),
        ("作风不实。办法不多。\n学习不深。学得不够。", ["一是", "二是"], ["作风不实。", "学习不深。"]),
    ],
)  # fmt: skip
def test_items_are_recognised(
    drafting: Drafting, text: str, marks: list[str], headings: list[str]
) -> None:
    draft = draft_of_text(text, "problems", PERIOD, drafting)
    assert [i.marker for i in draft.items] == marks
    assert [i.heading.text for i in draft.items] == headings
    assert all(i.sentences for i in draft.items)


def test_clauses_of_the_archive_cite_exactly_what_they_are(
    drafting: Drafting, sample_archive: Archive
) -> None:
    reports = [sample_archive.report(s.id) for s in sample_archive.reports()]
    report = next(r for r in reports if r.outline.period == "2022")
    part = next(s for s in report.outline.sections if s.role is Role.PROBLEMS)
    draft = draft_of_text(report.quote(part.start, part.end), "problems", PERIOD, drafting)
    assert len(draft.items) == len(part.items)
    citations = [c for s in draft.sentences() for c in s.citations]
    assert len(citations) > 2 * len(draft.items)
    for citation in citations:
        assert sample_archive.quote(citation.report_id, citation.start, citation.end) == (
            citation.quote
        )


def test_facts_are_matched_and_what_is_unknown_stays_uncited(drafting: Drafting) -> None:
    text = "一是集体经济薄弱。目前薄弱村还有12个，火星基地选址困难。\n二是作风不实。办法不多。"
    draft = draft_of_text(text, "problems", PERIOD, drafting, facts=("薄弱村还有12个",))
    (cited,) = draft.items[0].sentences[0].citations
    assert cited.report_id == FACTS_ID
    words = draft.items[0].sentences[0].text[cited.clause_start : cited.clause_end]
    assert words == "薄弱村还有12个"
    other = draft_of_text(text, "problems", PERIOD, drafting, facts=("薄弱村还有13个",))
    assert other.items[0].sentences[0].citations == ()


def test_an_empty_text_is_said_to_be_so(drafting: Drafting) -> None:
    with pytest.raises(DraftError, match="没有认出条目"):
        draft_of_text("\n \n", "plan", PERIOD, drafting)


def test_an_uploaded_report_gives_its_section(drafting: Drafting) -> None:
    file = next(SAMPLES.glob("*2022年上半年*.docx"))
    draft = draft_of_file(file.read_bytes(), file.name, "problems", PERIOD, drafting)
    assert len(draft.items) > 2
    assert all(s.citations for i in draft.items for s in i.sentences)
