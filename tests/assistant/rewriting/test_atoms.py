"""Fixed phrases and everything in “ ” and 《 》 come through marks and cuts whole, or go whole."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.document import Sentence
from assistant.rewriting.lists import load_wording
from assistant.rewriting.sentences import atoms_in, parts_of, with_dependents, without
from assistant.rewriting.structure import cut_out
from assistant.rewriting.trimming import trimmed
from assistant.rewriting.words import marked
from tests.assistant.rewriting.strategies import texts

WORDING = load_wording()
_ENCLOSED = (
    "“三会一课”", "“学习强国”平台", "“两个维护”", "“不忘初心、牢记使命”主题教育", "“一抓双促，三级联动”机制",
    "《中国共产党章程》", "《关于加强〈条例〉学习的通知》", "《问责条例》", "“回头看”", "【待补】", "“四风”、“三农”问题",
)  # fmt: skip
_FIXED = (
    "不敢腐、不能腐、不想腐",
    "自治、法治、德治",
    "党的建设",
    "党管武装",
    "稳中求进",
    "学懂弄通做实",
)
_PLAIN = (
    "进一步加强", "切实抓好", "扎实推进", "部分村", "不够健全", "还存在短板", "以及", "资源、资产、资金",
    "办法不多、力度不够", "乡镇、村居和网格", "教育、管理、监督等", "能力偏弱",
    "，", "，", "，", "；", "、", "和", "把", "的",
)  # fmt: skip


@st.composite
def wordings(draw: st.DrawFn) -> str:
    """Text of which a good part may not be divided, in places where cuts are likely."""
    pieces = draw(
        st.lists(
            st.one_of(st.sampled_from(_ENCLOSED), st.sampled_from(_FIXED), st.sampled_from(_PLAIN)),
            min_size=2,
            max_size=9,
        )
    )
    return draw(st.one_of(texts(), st.just("".join(pieces).strip("，；、") + "。")))


def spans(text: str) -> list[tuple[int, int]]:
    return [*atoms_in(text), *WORDING.fixed_in(text)]


def words(text: str) -> set[str]:
    return {text[a:b] for a, b in atoms_in(text)}


def edges(before: str, after: str, kind: str) -> set[int]:
    """Where the marks divide the old wording, or the new one."""
    found, at = set(), 0
    for piece in marked(before, after):
        if piece.kind in ("same", kind):
            at += len(piece.text)
            found.add(at)
    return found


@settings(deadline=None)  # the dictionary is loaded at first use
@given(wordings(), wordings())
def test_no_mark_divides_an_atom(before: str, after: str) -> None:
    for text, kind in ((before, "gone"), (after, "new")):
        cuts = edges(before, after, kind)
        assert not [text[a:b] for a, b in spans(text) if any(a < cut < b for cut in cuts)]


@given(wordings(), st.integers(4, 60))
def test_trimming_leaves_atoms_whole(text: str, target: int) -> None:
    new = trimmed(Sentence("1.1", text), target, WORDING).text
    assert words(new) <= words(text)
    assert new.count("“") == new.count("”")
    kept = [text[a:b] for a, b in WORDING.fixed_in(text)]
    assert all(phrase in new for phrase in kept)


@given(wordings(), st.integers(0, 60), st.integers(1, 12))
def test_what_is_selected_goes_with_the_whole_atom(text: str, start: int, size: int) -> None:
    start = min(start, len(text) - 1)
    new = cut_out(Sentence("1.1", text), start, min(len(text), start + size))
    if new is not None:
        assert words(new.text) <= words(text)
        assert new.text.count("《") == new.text.count("》")
        assert new.text.count("“") == new.text.count("”")


@given(wordings(), st.sets(st.integers(0, 6), max_size=3))
def test_no_clause_ends_inside_an_atom(text: str, dropped: set[int]) -> None:
    sentence = Sentence("1.1", text)
    parts = parts_of(sentence)
    ends = {p.start for p in parts} | {p.end for p in parts}
    assert not [text[a:b] for a, b in atoms_in(text) if any(a < end < b for end in ends)]
    gone = with_dependents(parts, {n for n in dropped if n < len(parts)})
    if (new := without(sentence, gone)) is not None:
        assert words(new.text) <= words(text)
