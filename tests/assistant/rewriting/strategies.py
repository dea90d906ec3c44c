"""Drafts as hypothesis makes them: few words, so that sentences repeat, move and nearly agree."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from assistant.document import (
    Adaptation,
    Citation,
    Draft,
    DraftItem,
    Origin,
    Sentence,
    citation_key,
    fact_citation,
    with_sentence_ids,
)
from corpus.numbering import render_marker
from corpus.report import sha256_of

THEMES = ("村集体经济", "党员教育", "干部作风", "基层治理")
FACTS = ("薄弱村还有12个", "整改完成率92%", "新发展党员35名", "走访群众1200户")
NUMBERINGS = ("一是", "（一）", "1.", "一要", "首先")
_SUBJECTS = ("部分村", "个别干部", "基层党组织", "党员队伍", "“三会一课”")
_STATES = ("发展路子偏窄", "能力还不够强", "抓落实不够有力", "教育管理不够经常", "作用发挥不充分")
_ENDS = ("", "，薄弱村还有12个", "，整改完成率92%", "，亟需按《条例》改进")
_REPORTS = ("r1", "r2")


def texts() -> st.SearchStrategy[str]:
    """Sentences of which two are often alike, sometimes the same."""
    every = [a + b + c + "。" for a in _SUBJECTS for b in _STATES for c in _ENDS]
    return st.sampled_from(every)


@st.composite
def citations(draw: st.DrawFn, text: str, facts: tuple[str, ...]) -> Citation:
    start = draw(st.integers(0, max(0, len(text) - 2)))
    end = draw(st.integers(start + 1, len(text)))
    cites_fact = draw(st.booleans())
    if facts and cites_fact:
        number = draw(st.integers(1, len(facts)))
        return fact_citation(number, facts[number - 1], start, end)
    report, place = draw(st.sampled_from(_REPORTS)), draw(st.integers(0, 20))
    quote = text[start:end]
    paragraph = f"{report}:{place}"
    return Citation(
        citation_key(paragraph, place, place + len(quote)), "wording", report, "2022年总结", "2022",
        ("二、存在的问题",), paragraph, place, place + len(quote), quote, sha256_of(quote), start, end,
    )  # fmt: skip


@st.composite
def sentences(draw: st.DrawFn, facts: tuple[str, ...] = ()) -> Sentence:
    text = draw(texts())
    cited = tuple(draw(st.lists(citations(text, facts), max_size=2)))
    adapted = draw(st.lists(st.just(Adaptation("今年", "上半年", "期间")), max_size=1))
    return Sentence(
        "", text, cited, tuple(adapted), verdict=draw(st.sampled_from(("", "supported")))
    )


@st.composite
def items(draw: st.DrawFn, facts: tuple[str, ...] = ()) -> DraftItem:
    theme = draw(st.sampled_from(THEMES))
    return DraftItem(
        "", theme, replace(draw(sentences(facts)), text=f"{theme}有差距。", citations=()),
        tuple(draw(st.lists(sentences(facts), max_size=4))),
        draw(st.sampled_from([(), ("家底薄弱",)])),
        draw(st.sampled_from([None, Origin("asked"), Origin("fact", "素材1")])),
    )  # fmt: skip


@st.composite
def drafts(draw: st.DrawFn, facts: tuple[str, ...] = FACTS[:2]) -> Draft:
    """A draft whose ids and markers are in order."""
    made = Draft(
        "d", "problems", "2024H1", "precedent", "青岚县委",
        draw(st.sampled_from(("存在的问题", "存在的主要问题"))),
        draw(st.sampled_from(NUMBERINGS)),
        tuple(draw(st.lists(sentences(facts), max_size=2))),
        tuple(draw(st.lists(items(facts), max_size=5))),
        facts=facts,
    )  # fmt: skip
    return ordered(made)


def ordered(draft: Draft) -> Draft:
    """The draft with ids and markers by place."""
    marked = tuple(
        replace(item, marker=render_marker(draft.numbering, n))
        for n, item in enumerate(draft.items, 1)
    )
    return with_sentence_ids(replace(draft, items=marked))


@st.composite
def revised(draw: st.DrawFn, draft: Draft) -> Draft:
    """The draft after a few of the things that happen to one."""
    lead, inside = list(draft.lead), list(draft.items)
    facts = draft.facts + tuple(draw(st.sampled_from([(), FACTS[2:3], FACTS[2:]])))
    numbering = draft.numbering
    for _ in range(draw(st.integers(0, 4))):
        what = draw(st.sampled_from(
            ("lead", "add", "remove", "move", "merge", "split", "sentence", "drop", "numbering")
        ))  # fmt: skip
        at = draw(st.integers(0, max(0, len(inside) - 1)))
        if what == "lead":
            lead = draw(st.lists(sentences(facts), max_size=2))
        elif what == "add":
            inside.insert(at, draw(items(facts)))
        elif what == "numbering":
            numbering = draw(st.sampled_from(NUMBERINGS))
        elif inside:
            inside = draw(_touched(what, inside, at, facts))
    changed = replace(
        draft, lead=tuple(lead), items=tuple(inside), facts=facts, numbering=numbering
    )
    return ordered(changed)


@st.composite
def _touched(
    draw: st.DrawFn, what: str, inside: list[DraftItem], at: int, facts: tuple[str, ...]
) -> list[DraftItem]:
    item, rest = inside[at], [*inside[:at], *inside[at + 1 :]]
    if what == "remove":
        return rest
    if what == "move":
        to = draw(st.integers(0, len(rest)))
        return [*rest[:to], item, *rest[to:]]
    if what == "merge" and at:
        before = inside[at - 1]
        joined = replace(before, sentences=(*before.sentences, *item.sentences))
        return [*inside[: at - 1], joined, *inside[at + 1 :]]
    if what == "split" and len(item.sentences) > 1:
        halves = (
            replace(item, sentences=item.sentences[:1]),
            replace(item, heading=draw(sentences(facts)), sentences=item.sentences[1:]),
        )
        return [*inside[:at], *halves, *inside[at + 1 :]]
    said = list(item.sentences)
    place = draw(st.integers(0, len(said)))
    if what == "drop":
        said = said[:place]
    else:
        said[place : place + draw(st.integers(0, 1))] = [draw(sentences(facts))]
    return [*inside[:at], replace(item, sentences=tuple(said)), *inside[at + 1 :]]


@st.composite
def two_drafts(draw: st.DrawFn) -> tuple[Draft, Draft]:
    """A draft and another: revised from it, or quite different."""
    old = draw(drafts())
    return old, draw(st.one_of(revised(old), revised(old), drafts()))
