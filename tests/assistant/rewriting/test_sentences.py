"""Words cut and replaced; citations move with their clauses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.document import Citation, Sentence, fact_citation
from assistant.rewriting.sentences import (
    Edit,
    atoms_in,
    can_stand,
    cuts_into,
    edited,
    joined,
    parted,
    parts_of,
    with_dependents,
    without,
)

CLAUSES = ("健全责任清单", "落实约谈制度", "推动责任落地")


def citation(start: int, end: int, source: str = "r1") -> Citation:
    return Citation(
        f"k{source}{start}", "wording", source, "往年总结", "2023", (), f"{source}:1",
        start, end, "原文", "0" * 64, start, end,
    )  # fmt: skip


def sentence(*clauses: str, text: str = "") -> Sentence:
    """A sentence of the clauses, each with a citation of its own source."""
    words = text or "，".join(clauses) + "。"
    places = [(words.index(c), words.index(c) + len(c)) for c in clauses]
    cited = tuple(citation(a, b, f"r{n}") for n, (a, b) in enumerate(places))
    return Sentence("1.1", words, cited)


def cited_words(found: Sentence) -> dict[str, str]:
    """Paragraph → the words of the sentence that cite it."""
    return {c.paragraph_id: found.text[c.clause_start : c.clause_end] for c in found.citations}


@pytest.mark.parametrize(
    ("edits", "text", "cited"),
    [
        ([Edit(0, 2, "建立")], "建立责任清单，落实约谈制度，推动责任落地。",
         {"r0:1": "建立责任清单", "r1:1": "落实约谈制度", "r2:1": "推动责任落地"}),
        ([Edit(0, 0, "要")], "要健全责任清单，落实约谈制度，推动责任落地。",
         {"r0:1": "健全责任清单", "r1:1": "落实约谈制度", "r2:1": "推动责任落地"}),
        ([Edit(7, 14)], "健全责任清单，推动责任落地。", {"r0:1": "健全责任清单", "r2:1": "推动责任落地"}),
        ([Edit(4, 9)], "健全责任约谈制度，推动责任落地。",
         {"r0:1": "健全责任", "r1:1": "约谈制度", "r2:1": "推动责任落地"}),
        ([Edit(13, 20)], "健全责任清单，落实约谈制度。", {"r0:1": "健全责任清单", "r1:1": "落实约谈制度"}),
    ],
)  # fmt: skip
def test_citations_move_with_their_words(
    edits: list[Edit], text: str, cited: dict[str, str]
) -> None:
    new = edited(sentence(*CLAUSES), edits)
    assert new.text == text
    assert cited_words(new) == cited


@given(
    st.sets(st.integers(0, 4)),
    st.lists(st.text("责任清单制度落实推动", min_size=5), min_size=5, max_size=5, unique=True),
)
def test_what_is_left_cites_what_it_cited(dropped: set[int], words: list[str]) -> None:
    clauses = [f"{n}号{w}" for n, w in zip("甲乙丙丁戊", words, strict=True)]
    new = without(sentence(*clauses), dropped)
    if len(dropped) == len(clauses):
        assert new is None
    else:
        kept = {f"r{n}:1": c for n, c in enumerate(clauses) if n not in dropped}
        assert new is not None
        assert cited_words(new) == kept
        assert new.text == "，".join(kept.values()) + "。"


def test_an_edit_with_a_reason_is_an_adaptation_of_borrowed_words_only() -> None:
    fact = "薄弱村还有12个"
    told = Sentence("1.1", f"目前{fact}。", (fact_citation(1, fact, 2, 2 + len(fact)),))
    assert edited(told, [Edit(0, 2, "现有", "换词")]).adaptations == ()
    new = edited(sentence(*CLAUSES), [Edit(0, 2, "建立", "换词")])
    assert [(a.before, a.after, a.reason) for a in new.adaptations] == [("健全", "建立", "换词")]


def test_parts_know_what_they_need() -> None:
    parts = parts_of(sentence(text="虽已培训党员12人次，但覆盖面不宽，学习形式单一。"))
    assert [p.fixed for p in parts] == [True, False, False]
    assert parts[1].needs_before
    assert parts[0].needs_after
    assert not can_stand(parts, (0, 2))
    assert can_stand(parts, (0, 1))
    assert with_dependents(parts, {1}) == {0, 1}


def test_two_sentences_become_one_and_one_two() -> None:
    first, second = parted(sentence(*CLAUSES), 1)
    assert (first.text, second.text) == ("健全责任清单。", "落实约谈制度，推动责任落地。")
    whole = joined(first, second)
    assert whole.text == sentence(*CLAUSES).text
    assert cited_words(whole) == cited_words(sentence(*CLAUSES))


@pytest.mark.parametrize(
    ("start", "end", "cuts"),
    [(0, 2, False), (3, 4, True), (2, 8, False), (1, 4, True), (6, 9, True)],
)
def test_fixed_phrases_are_atoms(start: int, end: int, cuts: bool) -> None:
    assert cuts_into(start, end, atoms_in("落实“三会一课”制度")) is cuts


def test_a_clause_keeps_the_subject_it_was_written_for() -> None:
    pasted = Sentence("1.1", "个别干部不上心，工作拖沓，办法不多。")
    assert with_dependents(parts_of(pasted), {0}) == {0, 1, 2}
    woven = sentence("个别干部不上心", "联系群众不够")  # of two sources
    assert with_dependents(parts_of(woven), {0}) == {0}
