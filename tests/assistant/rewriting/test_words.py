"""Word-level marks: nothing is lost, nothing is torn apart, nothing is confetti."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.rewriting.words import marked, words_of
from tests.assistant.rewriting.strategies import texts

LETTERS = st.text(
    st.sampled_from("村集体经济发展不够强还有12个％.5，。“”《》【】\n XX年月的是\x00𠀀a")
)
WORDINGS = st.one_of(texts(), LETTERS, st.text(max_size=30))


def shown(before: str, after: str) -> str:
    forms = {"same": "{}", "gone": "[-{}]", "new": "[+{}]"}
    return "".join(forms[piece.kind].format(piece.text) for piece in marked(before, after))


@given(WORDINGS, WORDINGS)
def test_the_pieces_make_both_wordings(before: str, after: str) -> None:
    pieces = marked(before, after)
    assert "".join(p.text for p in pieces if p.kind != "new") == before
    assert "".join(p.text for p in pieces if p.kind != "gone") == after
    assert all(piece.text for piece in pieces)
    assert all(a.kind != b.kind for a, b in pairwise(pieces))


@given(WORDINGS)
def test_words_make_the_text(text: str) -> None:
    assert "".join(words_of(text)) == text
    assert [p.kind for p in marked(text, text)] == ["same"] * bool(text)


@pytest.mark.parametrize(
    ("before", "after", "marks"),
    [
        (
            "目前薄弱村还有12个，占比8.5%。",
            "目前薄弱村还有10个，占比7.1%。",
            "目前薄弱村还有[-12个][+10个]，占比[-8.5%][+7.1%]。",
        ),
        (
            "必须严格落实“三会一课”制度，发展党员35名。",
            "必须严格落实“主题党日”制度，发展党员135名。",
            "必须严格落实[-“三会一课”][+“主题党日”]制度，发展党员[-35名][+135名]。",
        ),
        ("加强《条例》学习。", "加强《党章》和《条例》学习。", "加强[+《党章》和]《条例》学习。"),
        ("要抓好党员教育。", "拟抓好党员教育。", "[-要][+拟]抓好党员教育。"),
        ("做到“两个维护”。", "做到“两个确立”。", "做到[-“两个维护”][+“两个确立”]。"),
        ("整改率为【待补】。", "整改率为92%。", "整改率为[-【待补】][+92%]。"),
        (
            "基层党组织标准化建设有待加强。",
            "基层党组织规范化建设亟待加强。",
            "基层党组织[-标准化][+规范化]建设[-有待][+亟待]加强。",
        ),
        ("", "能力不够强。", "[+能力不够强。]"),
    ],
)
def test_marks_keep_words_figures_and_phrases_whole(before: str, after: str, marks: str) -> None:
    assert shown(before, after) == marks


def test_short_stretches_between_changes_are_not_left_standing() -> None:
    before = "着力解决形式主义、官僚主义问题，压紧压实全面从严治党主体责任。"
    after = "坚决整治形式主义、官僚主义，层层压实管党治党责任。"
    same = [p.text for p in marked(before, after) if p.kind == "same"]
    assert same == ["形式主义、官僚主义", "责任。"]


def test_a_named_phrase_is_not_divided() -> None:
    before, after = "推进书记领航工程建设。", "推进书记领头工程建设。"
    whole = marked(before, after, ["书记领航工程", "书记领头工程"])
    assert [p.text for p in whole if p.kind == "gone"] == ["书记领航工程"]
    assert [p.text for p in marked(before, after) if p.kind == "gone"] != ["书记领航工程"]
