"""House terms that are on come into new words only, are recorded, and are told."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.document import Adaptation, Citation, Draft, fact_citation
from assistant.rewriting.house_terms import HouseTerm, TermState, house_edits, with_house_terms
from assistant.rewriting.house_words import in_house_words
from assistant.rewriting.locks import Lock, locked_ids
from corpus.report import sha256_of
from tests.assistant.rewriting.test_rebasing import OLD, sentence, with_sentences


def term(before: str, after: str, state: TermState = "on") -> HouseTerm:
    return HouseTerm(before, after, 3, state)


TERMS = (term("推进", "推动"), term("抓好", "抓实"), term("督促", "督导", "offered"))


def said(draft: Draft) -> list[str]:
    return [s.text for s in draft.items[1].sentences]


@pytest.mark.parametrize(
    ("before", "after", "worded"),
    [
        ("", "推进党员教育，督促整改。", "推动党员教育，督促整改。"),  # a new sentence
        ("推进整改。", "推进整改，抓好学习。", "推进整改，抓实学习。"),  # what stood there stays
        ("", "按“推进标准化”和《推进方案》推进。", "按“推进标准化”和《推进方案》推动。"),
        ("推进整改。", "推进整改。", "推进整改。"),
    ],
)  # fmt: skip
def test_only_new_words_are_put_right(before: str, after: str, worded: str) -> None:
    old = with_sentences(OLD, 1, *([sentence(before)] if before else []))
    new = in_house_words(with_sentences(OLD, 1, sentence(after)), TERMS, old)
    assert said(new) == [worded]
    changed = worded != after
    assert [n.startswith("已按本单位用语改：") for n in new.notices] == [True] * changed


def test_a_term_the_instruction_names_is_left_alone() -> None:
    new = with_sentences(OLD, 1, sentence("推进整改，抓好学习。"))
    worded = in_house_words(new, TERMS, with_sentences(OLD, 1), "把“推动”换成“推进”")
    assert said(worded) == ["推进整改，抓实学习。"]
    assert worded.notices == ("已按本单位用语改：“抓好”→“抓实”1处",)


def test_a_whole_draft_is_new_but_what_was_supplied_stays() -> None:
    quote = "推进标准化"
    borrowed = Citation("c1", "wording", "r1", "总结", "2022", (), "r1:0", 0, 5, quote,
                        sha256_of(quote), 0, 5)  # fmt: skip
    fact = "推进项目9个"
    text = f"{quote}，{fact}。"
    cited = replace(sentence(text), citations=(borrowed, fact_citation(1, fact, 6, 6 + len(fact))))
    new = in_house_words(replace(with_sentences(OLD, 1, cited), facts=(fact,)), TERMS)
    (made,) = new.items[1].sentences
    assert made.text == f"推动标准化，{fact}。"
    assert made.adaptations == (Adaptation("推进", "推动", "本单位用语"),)
    assert [(c.clause_start, c.clause_end) for c in made.citations] == [(0, 5), (6, 6 + len(fact))]


def test_nothing_happens_while_nothing_is_on() -> None:
    new = with_sentences(OLD, 1, sentence("督促整改。"))
    assert in_house_words(new, TERMS) == new
    assert in_house_words(new, ()) is new


def test_the_edits_are_those_of_the_text() -> None:
    text = "推进整改，抓好学习，推进“推进”。"
    edits = house_edits(text, TERMS)
    assert [text[e.start : e.end] for e in edits] == ["推进", "抓好", "推进"]
    assert with_house_terms(text, TERMS) == "推动整改，抓实学习，推动“推进”。"


def test_a_locked_sentence_is_none_that_changes() -> None:
    old = with_sentences(OLD, 1, sentence("推进整改。"))
    lock = Lock("2.1", "推进整改。", "王", "2024-01-01T00:00:00+00:00")
    new = in_house_words(old, TERMS, old)
    assert locked_ids(new, [lock]) == {"2.1"}
