"""A draft as a value: its text, its numbering of citations, its JSON."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from pydantic import ValidationError

from assistant.document import (
    Adaptation,
    Citation,
    Draft,
    DraftItem,
    Finding,
    SectionName,
    Sentence,
    citation_key,
    draft_from_json,
    draft_to_json,
    fact_citation,
    numbered_citations,
    section_heading,
    with_sentence_ids,
)
from corpus.report import Period, sha256_of


def citation(paragraph: str, start: int, quote: str) -> Citation:
    end = start + len(quote)
    return Citation(
        citation_key(paragraph, start, end), "wording", "r1", "2022年总结", "2022",
        ("二、存在的问题", "一是"), paragraph, start, end, quote, sha256_of(quote), 0, len(quote),
    )  # fmt: skip


NARROW, WEAK = citation("r1:1", 5, "路子偏窄"), citation("r1:2", 30, "能力不强")
FACT = fact_citation(2, "薄弱村还有12个", 0, 8)
DRAFT = with_sentence_ids(
    Draft(
        "d1", "problems", "2024H1", "precedent", "青岚县委", "存在的问题", "一是",
        lead=(Sentence("", "还有不足。", (WEAK,)), Sentence("", "主要是：")),
        items=(
            DraftItem("一是", "村集体经济", Sentence("", "家底薄弱。", (NARROW,)), (
                Sentence("", "路子偏窄。", (NARROW, WEAK)),
                Sentence("", "薄弱村还有12个。", (FACT,), (Adaptation("今年", "上半年", "期间"),)),
            )),
            DraftItem("二是", "干部", Sentence("", "能力不强。", (WEAK,)), ()),
        ),
        item_limit=80,
        facts=("整改率92%", "薄弱村还有12个"),
        notices=("题目不足",),
        findings=(Finding("placeholder", "warning", "“XX”待填写", "1.1", 0, 2),),
    )
)  # fmt: skip


def test_the_text_is_one_paragraph_a_line() -> None:
    assert DRAFT.text.split("\n") == [
        "存在的问题",
        "还有不足。主要是：",
        "一是家底薄弱。路子偏窄。薄弱村还有12个。",
        "二是能力不强。",
    ]


def test_sentence_ids_say_where_a_sentence_stands() -> None:
    ids = [s.id for s in DRAFT.sentences()]
    assert ids == ["lead.1", "lead.2", "1.h", "1.1", "1.2", "2.h"]


def test_citations_are_numbered_in_reading_order_and_once() -> None:
    assert numbered_citations(DRAFT) == {WEAK.key: "1", NARROW.key: "2", FACT.key: "素材2"}


def test_a_draft_survives_json() -> None:
    assert draft_from_json(json.dumps(draft_to_json(DRAFT), ensure_ascii=False)) == DRAFT


def test_the_json_shape_is_the_promised_one() -> None:
    data = draft_to_json(DRAFT)
    sentence = data["items"][0]["sentences"][0]
    assert data["text"] == DRAFT.text
    assert {"id", "section", "period", "writer", "heading", "lead", "items", "findings"} <= set(
        data
    )
    assert {"marker", "theme", "heading", "sentences"} <= set(data["items"][0])
    assert {"id", "text", "citations", "adaptations"} <= set(sentence)
    assert {
        "key", "kind", "report_id", "report_title", "section_path", "paragraph_id", "start", "end",
        "quote", "sha256",
    } <= set(sentence["citations"][0])  # fmt: skip
    assert set(data["findings"][0]) == {
        "kind", "severity", "message", "sentence_id", "start", "end", "rule", "basis", "fix",
    }  # fmt: skip


@pytest.mark.parametrize(
    "data", ["", "[]", "{}", "null", '{"id": 1}', json.dumps({"id": "x", "section": "lead"})]
)
def test_what_is_no_draft_is_refused(data: str) -> None:
    with pytest.raises(ValidationError):
        draft_from_json(data)


@pytest.mark.parametrize(
    ("section", "period", "heading"),
    [
        ("problems", "2024H1", "存在的问题"),
        ("problems", "2024", "存在的问题"),
        ("plan", "2024H1", "下半年工作打算"),
        ("plan", "2024H2", "2025年工作打算"),
        ("plan", "2024", "2025年工作打算"),
    ],
)
def test_the_heading_names_the_coming_time(section: SectionName, period: str, heading: str) -> None:
    assert section_heading(section, Period.parse(period)) == heading


def test_a_key_is_the_same_for_the_same_span_only() -> None:
    assert citation_key("r1:1", 0, 4) == citation_key("r1:1", 0, 4)
    spans = [("r1:1", 0, 4), ("r1:1", 0, 5), ("r1:1", 1, 4), ("r1:2", 0, 4), ("r1:10", 4, 4)]
    assert len({citation_key(*span) for span in spans}) == len(spans)


def test_a_fact_citation_points_at_the_whole_fact() -> None:
    found = fact_citation(3, "整改率92%", 2, 8)
    assert (found.kind, found.paragraph_id, found.section_path) == ("fact", "facts:3", ("素材3",))
    assert (found.quote, found.start, found.end) == ("整改率92%", 0, 6)
    assert (found.clause_start, found.clause_end) == (2, 8)
    assert found.sha256 == sha256_of("整改率92%")


def test_a_draft_is_a_value() -> None:
    assert replace(DRAFT, id="d2") != DRAFT
    assert replace(DRAFT) == DRAFT


def test_a_draft_of_another_program_may_have_the_stable_keys_only() -> None:
    citation = {
        "key": "c1", "kind": "wording", "report_id": "r1", "report_title": "2022年总结",
        "section_path": ["二、存在的问题"], "paragraph_id": "r1:1", "start": 0, "end": 2,
        "quote": "偏窄", "sha256": sha256_of("偏窄"),
    }  # fmt: skip
    sentence = {"id": "1.1", "text": "路子偏窄。", "citations": [citation], "adaptations": []}
    heading = {"id": "1.h", "text": "家底薄弱。", "citations": [], "adaptations": []}
    item = {"marker": "一是", "theme": "集体经济", "heading": heading, "sentences": [sentence]}
    stable = {
        "id": "d1", "section": "problems", "period": "2024H1", "writer": "precedent",
        "heading": "存在的问题", "text": "", "lead": [], "items": [item], "findings": [],
    }  # fmt: skip
    draft = draft_from_json(json.dumps(stable))
    assert (draft.organisation, draft.numbering) == ("", "一是")
    assert draft.items[0].sentences[0].citations[0].period == ""
