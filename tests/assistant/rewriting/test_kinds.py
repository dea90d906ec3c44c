"""Messages → operations, finer than the brief says it."""

from __future__ import annotations

import pytest

from assistant.document import Draft, DraftItem, Sentence, with_sentence_ids
from assistant.rewriting.asking import understood
from assistant.rewriting.desk import Selection, where_of
from assistant.rewriting.kinds import kind_of


@pytest.fixture
def draft() -> Draft:
    headings = ("村集体经济发展不均衡", "党员教育管理不够严实", "年轻干部培养力度不足")
    items = tuple(
        DraftItem(f"（{n}）", h, Sentence("", h + "。"), (Sentence("", "办法不多，力度不够。"),))
        for n, h in zip("一二三", headings, strict=True)
    )
    made = Draft("d", "problems", "2024H1", "precedent", "县委", "存在的问题", "（一）", (), items)
    return with_sentence_ids(made)


@pytest.mark.parametrize(
    ("said", "kind", "words"),
    [
        ("把“办法”换成“举措”", "swap", ("办法", "举措")),
        ("将“办法”一律改为“举措”", "swap", ("办法", "举措")),
        ("“办法”都改成“举措”吧", "swap", ("办法", "举措")),
        ("把办法换成举措", "swap", ("办法", "举措")),
        ("把全文的办法统一替换为举措", "swap", ("办法", "举措")),
        ("删掉“办法”二字", "swap", ("办法", "")),
        ("第二条换一种写法", "replace", ()),
        ("去掉套话", "set_phrases", ()),
        ("空话套话删一删", "set_phrases", ()),
        ("改成上级口吻", "upward", ()),
        ("语气改成平级商量", "level", ()),
        ("更正式一些", "formal", ()),
        ("不要提流动党员", "unmention", ("流动党员",)),
        ("别出现巡察", "unmention", ("巡察",)),
        ("再加一条关于党管武装的", "add_items", ()),
        ("第二条加上：薄弱村还有12个", "facts", ()),
        ("第二条加一句关于人才引进的", "add_sentence", ()),
        ("第三条压缩到50字", "shorten", ()),
        ("第三条扩到180字", "expand", ()),
        ("压缩成两条", "merge", ()),
        ("第二条下移一位", "move", ()),
        ("第一条置顶", "move", ()),
        ("序号改成（一）（二）", "renumber", ()),
        ("小标题改为统一句式", "restyle", ()),
        ("第一条写得像散文一样有文采", "free", ()),
        ("第二条拆成两条", "split", ()),
        ("第一条和第二条合并", "merge", ()),
        ("第一条和第二条合二为一", "merge", ()),
        ("第二条第一句换个说法", "replace", ()),
        ("第二条最后一句换个说法", "replace", ()),
        ("办法一律改成举措", "swap", ("办法", "举措")),
        ("第二条增加关于流动党员的内容", "add_sentence", ()),
        ("移动第三条到第一条", "move", ()),
        ("第二条写到200字", "shorten", ()),
        ("第二条写到200字以上", "expand", ()),
        ("第一条至少150字", "expand", ()),
        ("第一条砍掉一半", "shorten", ()),
        ("压减为两条", "merge", ()),
        ("只留两条", "merge", ()),
        ("只留前两条", "delete", ()),
        ("后两条并成一条", "merge", ()),
        ("第一条打头", "move", ()),
        ("第三条升到第一条", "move", ()),
        ("语气再重一点", "firmer", ()),
        ("换成更硬的口气", "firmer", ()),
        ("语气缓和一些", "softer", ()),
        ("用上级机关的口气写", "upward", ()),
        ("改成跟兄弟单位商量着来的语气", "level", ()),
        ("换成下级对上级汇报的口吻", "free", ()),
        ("办法改成举措", "swap", ("办法", "举措")),
        ("加一条关于人才的，放在第二条", "add_items", ()),
        ("年轻干部这块就不要写了", "unmention", ("年轻干部",)),
    ],
)
def test_what_is_to_be_done(draft: Draft, said: str, kind: str, words: tuple[str, ...]) -> None:
    brief = understood(said, draft)
    asked = kind_of(said, brief, where_of(draft, brief, None), draft.text)
    assert (asked.kind, asked.words) == (kind, words)


@pytest.mark.parametrize("said", ["压缩", "换一种写法", "更正式", "展开", "删掉"])
def test_a_chip_on_a_selection_asks_nothing_back(draft: Draft, said: str) -> None:
    selection = Selection("2.1", 0, 4)
    brief = understood(said, draft, selection=selection)
    assert brief.action == "rewrite"
    where = where_of(draft, brief, selection)
    assert (where.sentence, where.span, where.items) == ("2.1", (0, 4), (1,))
    assert kind_of(said, brief, where).kind != "free"
