"""Clean, review, evidence and Markdown: what is in each, and what is refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest
from docx.oxml.ns import qn

from assistant.document import Draft, Sentence
from assistant.errors import DraftError
from assistant.exporting.export import Form, LabelIn, Layout
from assistant.exporting.markdown import escaped
from assistant.review.decision import Decision
from corpus.readers import read
from tests.assistant.exporting.samples import (
    PLAN,
    PROBLEMS,
    QUOTE,
    anchored,
    body,
    comments,
    made,
    opened,
    parts,
    resolved,
    texts,
    value,
)

LABEL = "（本稿由拟稿辅助起草，内容由使用单位核定）"


def said(draft: Draft, text: str) -> Draft:
    """The draft with other words in its last sentence."""
    item = draft.items[-1]
    sentence = replace(item.sentences[-1], text=text)
    item = replace(item, sentences=(*item.sentences[:-1], sentence))
    return replace(draft, items=(*draft.items[:-1], item))


# --- clean ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "spots"),
    [
        ("落实率XX%。", ["XX"]), ("还有【待补】名，另有×个。", ["【待补】", "×"]),
        ("共〇〇个、____项。", ["〇〇", "____"]),
        ("共***个。", ["***"]), ("{{数字}}个。", ["{{数字}}"]), ("有[待填]个。", ["[待填]"]),
        ("抓好（此处补数据）。", ["（此处补数据）"]),
        ("拍了X光片。", []), ("用iOSX系统。", []), ("落实“三会一课”12次。", []), ("二〇二四年。", []),
    ],
)  # fmt: skip
def test_placeholders_are_refused_or_yellow(text: str, spots: list[str]) -> None:
    draft = said(PROBLEMS, text)
    if spots:
        message = f"还有 {len(spots)} 处待填写，不能出清稿：第二条第1句“{spots[0]}”"
        with pytest.raises(DraftError) as refusal:
            made(draft)
        assert str(refusal.value).startswith(message)
    file = made(draft, allow_placeholders=True)
    yellow = [
        "".join(t.text or "" for t in run.iter(qn("w:t")))
        for run in body(file).iter(qn("w:r"))
        if value(run, "w:rPr/w:highlight") == "yellow"
    ]
    assert yellow == spots
    assert texts(file)[-1] == "二是能力不强。" + text


def test_the_section_is_named_where_there_are_two() -> None:
    with pytest.raises(DraftError, match="“下半年工作打算”第一条第1句“XX”"):
        made(PROBLEMS, _blank_plan())


def _blank_plan() -> Draft:
    item = replace(PLAN.items[0], sentences=(Sentence("1.1", "抓好XX项目。"),))
    return replace(PLAN, items=(item,))


# --- review ---------------------------------------------------------------------------------------


def test_citations_and_findings_are_comments_on_their_sentence() -> None:
    file = made(form="review")
    covered = anchored(file)
    found = [(covered[i], author, lines) for i, (author, lines) in comments(file).items()]
    source = [
        "〔1〕体例 · 青岚县委2022年度党建工作总结（2022年度） › 二、存在的问题 › 第2条",
        f"“{QUOTE}”",
        "对应：发展路子偏窄",
    ]
    assert found == [
        ("存在的问题", "拟稿·核验", ["错误：只有两条"]),
        ("发展路子偏窄，办法不多。", "拟稿·出处", source),
        ("还有12个。", "拟稿·出处", ["〔素材1〕依据 · 拟稿人提供 › 素材1", "“薄弱村还有12个”"]),
        ("“三会一课”……不实<b>&amp;。", "拟稿·核验", ["提醒：这一句没有出处", "位置：“三会一课”", "依据：某条"]),
    ]  # fmt: skip
    references = body(file).iter(qn("w:commentReference"))
    assert [r.get(qn("w:id")) for r in references] == list(comments(file))


def test_a_quote_that_is_gone_is_said_to_be() -> None:
    item = PROBLEMS.items[0]
    lost = replace(item.sentences[0].citations[0], quote="")
    sentence = replace(item.sentences[0], citations=(lost,))
    file = made(replace(PROBLEMS, items=(replace(item, sentences=(sentence,)),)), form="review")
    lines = [line for _, told in comments(file).values() for line in told]
    assert "来源已变更：原文已不在资料库中的原处" in lines


def reordered(draft: Draft) -> Draft:
    a, b = draft.items
    return replace(draft, items=(replace(b, marker="一是"), replace(a, marker="二是")))


def cut(draft: Draft) -> Draft:
    return replace(draft, items=draft.items[:1])


def longer(draft: Draft) -> Draft:
    third = replace(
        draft.items[1], marker="三是", theme="作风", heading=Sentence("3.h", "作风不实。")
    )
    return replace(draft, items=(*draft.items, third))


def unheaded(draft: Draft) -> Draft:
    """The second item's sentences joined to the first."""
    a, b = draft.items
    return replace(draft, items=(replace(a, sentences=(*a.sentences, *b.sentences)),))


def reworded(draft: Draft) -> Draft:
    return replace(
        said(draft, "“三会一课”仍不落实。"), heading="存在的主要问题", lead=draft.lead[:1]
    )


OTHERS = [PROBLEMS, reordered(PROBLEMS), cut(PROBLEMS), longer(PROBLEMS), unheaded(PROBLEMS),
          reworded(PROBLEMS), replace(PROBLEMS, lead=()), replace(PROBLEMS, items=())]  # fmt: skip


@pytest.mark.parametrize("other", OTHERS)
@pytest.mark.parametrize("forwards", [True, False])
@pytest.mark.parametrize("with_plan", [True, False])
def test_tracked_changes_lead_to_both_texts(other: Draft, forwards: bool, with_plan: bool) -> None:
    old, new = (PROBLEMS, other) if forwards else (other, PROBLEMS)
    drafts = [new, PLAN] if with_plan else [new]
    file = made(*drafts, form="review", since=[old], author="王<编>", layout=Layout(label="never"))
    marks = ("一、", "二、") if with_plan else ("", "")
    after = "\n".join(mark + d.text for mark, d in zip(marks, drafts, strict=False))
    before = "\n".join(mark + d.text for mark, d in zip(marks, [old, *drafts[1:]], strict=False))
    assert resolved(file, accept=True) == [line for line in after.split("\n") if line]
    assert resolved(file, accept=False) == [line for line in before.split("\n") if line]
    # What is accepted is what our own reader reads.
    assert [line for line in read(file.content, file.name).text.split("\n") if line] == [
        line for line in after.split("\n") if line
    ]
    changes = [e for tag in ("w:ins", "w:del") for e in body(file).iter(qn(tag))]
    assert bool(changes) == (old.text != new.text)
    assert {e.get(qn("w:author")) for e in changes} <= {"王<编>"}
    assert {e.get(qn("w:date")) for e in changes} <= {"2024-07-01T08:30:00Z"}
    ids = [e.get(qn("w:id")) for e in changes]
    assert len(ids) == len(set(ids))


def test_changes_are_marked_word_by_word() -> None:
    file = made(reworded(PROBLEMS), form="review", since=[PROBLEMS])
    marked = [
        (
            e.tag.rpartition("}")[2],
            "".join(t.text or "" for t in e.iter(qn("w:t"), qn("w:delText"))),
        )
        for e in body(file).iter(qn("w:ins"), qn("w:del"))
    ]
    assert ("ins", "主要") in marked
    assert ("del", "主要表现在：") in marked
    assert not any("三会一课" in words for _, words in marked)


# --- evidence -------------------------------------------------------------------------------------


def rows(draft: Draft, decisions: Mapping[str, Decision]) -> list[list[str]]:
    table = opened(made(draft, form="evidence", decisions={draft.section: decisions})).tables[0]
    return [
        ["".join("\n" if e.tag == qn("w:br") else e.text or "" for e in cell.iter(qn("w:t"), qn("w:br")))
         for cell in row._tr.iter(qn("w:tc"))]
        for row in table.rows
    ]  # fmt: skip


def test_the_evidence_table_has_a_row_a_source() -> None:
    decision = Decision("1.1", "h", "passed", "李核", "2024-07-01T08:30:00+00:00", "数字已对")
    header, *found = rows(PROBLEMS, {"1.1": decision})
    assert header == ["位置", "句子", "类别", "来源", "原文", "核验", "核稿", "校验码"]
    assert [row[:3] for row in found][:5] == [
        ["导语第1句", "上半年，还有不足。", "无"], ["导语第2句", "主要表现在：", "无"],
        ["第一条的小标题", "家底薄弱。", "无"],
        ["第一条第1句", "发展路子偏窄，办法不多。", "体例"], ["第一条第2句", "还有12个。", "依据"],
    ]  # fmt: skip
    cited = found[3]
    assert cited[4:6] == [f"“{QUOTE}”", "支持"]
    assert cited[6].startswith("通过\n李核 2024-07-0")
    assert cited[6].endswith("\n数字已对")
    assert cited[7].replace("\n", "") == PROBLEMS.items[0].sentences[0].citations[0].sha256
    assert found[4][5:7] == ["部分支持", "未核"]


def test_the_evidence_table_lies_across_and_repeats_its_header() -> None:
    file = made(PROBLEMS, PLAN, form="evidence")
    size = body(file).find(qn("w:sectPr")).find(qn("w:pgSz"))
    assert [size.get(qn(f"w:{name}")) for name in ("orient", "w", "h")] == [
        "landscape",
        "16838",
        "11906",
    ]
    tables = list(body(file).iter(qn("w:tbl")))
    assert len(tables) == 2
    for table in tables:
        first, *others = table.findall(qn("w:tr"))
        assert first.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
        assert not [r for r in others if r.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None]
        widths = [int(c.get(qn("w:w"))) for c in table.iter(qn("w:gridCol"))]
        assert sum(widths) <= 16838 - 2 * 1134
    assert "共 7 句，有出处 2 句，核验支持 1 句，已核稿 0 句" in texts(file)[1]


def test_further_sources_of_a_sentence_share_its_cells() -> None:
    item = PROBLEMS.items[0]
    both = replace(
        item.sentences[0], citations=(*item.sentences[0].citations, *item.sentences[1].citations)
    )
    file = made(replace(PROBLEMS, items=(replace(item, sentences=(both,)),)), form="evidence")
    merges = [m.get(qn("w:val")) for m in body(file).iter(qn("w:vMerge"))]
    assert merges[-8:] == ["restart"] * 4 + ["continue"] * 4


# --- Markdown -------------------------------------------------------------------------------------


def test_markdown_has_footnotes() -> None:
    file = made(PROBLEMS, PLAN, form="markdown", title="总结")
    assert (file.name, file.media_type) == (
        "2024年上半年存在的问题和下半年工作打算.md", "text/markdown; charset=utf-8",
    )  # fmt: skip
    assert file.content.decode() == (
        "# 总结\n\n## 一、存在的问题\n\n上半年，还有不足。主要表现在：\n\n"
        "一是家底薄弱。发展路子偏窄，办法不多。[^1]还有12个。[^2]\n\n"
        "二是能力不强。“三会一课”……不实\\<b\\>\\&amp;。\n\n## 二、下半年工作打算\n\n"
        "（一）壮大集体经济。抓好项目。\n\n（二）建强干部队伍。\n\n" + LABEL + "\n\n"
        "[^1]: 体例 · 青岚县委2022年度党建工作总结（2022年度） › 二、存在的问题 › 第2条：“发展路子偏窄”\n\n"
        "[^2]: 依据 · 拟稿人提供 › 素材1：“薄弱村还有12个”\n"
    )


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("1.加强学习", "1\\.加强学习"), ("- 项", "\\- 项"), ("+1", "\\+1"), ("> 引", "\\> 引"), ("# 题", "\\# 题"),
        ("a*b_c`d", "a\\*b\\_c\\`d"), ("[^1] [a](b) ![c]", "\\[\\^1\\] \\[a\\](b) \\!\\[c\\]"),
        ("<script>&lt;", "\\<script\\>\\&lt;"), ("一\n# 二", "一 \\# 二"),
        ("\\|~$", "\\\\\\|\\~\\$"), ("（一）抓", "（一）抓"),
    ],
)  # fmt: skip
def test_markdown_is_escaped(text: str, written: str) -> None:
    assert escaped(text) == written


def test_markdown_read_as_markdown_gives_the_words_again() -> None:
    strange = said(PROBLEMS, "1.*重点*_工作_`x`<b>[链接](http://x)#号|表|~删~&amp;\\。")
    strange = replace(strange, lead=(Sentence("lead.1", "- 不是列表。"),))
    read_again = read(
        made(strange, form="markdown", layout=Layout(label="never")).content, "a.md"
    ).text
    assert [line for line in read_again.split("\n") if "：“" not in line and line] == [
        line.replace("办法不多。", "办法不多。[^1]").replace("还有12个。", "还有12个。[^2]")
        for line in strange.text.split("\n")
    ]


# --- labels ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("form", "label", "shown"),
    [
        ("clean", "review", False), ("clean", "always", True), ("clean", "never", False),
        ("review", "review", True), ("review", "never", False), ("markdown", "review", True),
    ],
)  # fmt: skip
def test_a_line_in_the_text_is_a_setting(form: Form, label: LabelIn, shown: bool) -> None:
    file = made(form=form, layout=Layout(label=label))
    text = file.content.decode() if form == "markdown" else "\n".join(texts(file))
    assert (LABEL in text) == shown


def custom(draft: Draft) -> dict[str, str]:
    root = parts(made(draft))["docProps/custom.xml"]
    return {p.get("name"): p[0].text for p in root}


def test_the_properties_say_how_it_was_made() -> None:
    properties = opened(made()).core_properties
    assert (properties.title, properties.author, properties.last_modified_by) == (
        "存在的问题",
        "",
        "",
    )
    assert properties.comments == "由拟稿辅助起草，内容由使用单位核定"
    found = custom(PROBLEMS)
    assert found.pop("拟稿工具").startswith("拟稿 Nigao ")
    assert found == {
        "文件形式": "清稿", "语言模型参与": "否", "语言模型写的句子": "无",
        "责任": "辅助起草，内容由使用人核定", "稿件编号": "d1",
    }  # fmt: skip
    assert "python-docx" not in str(made().content)


def test_what_a_model_wrote_is_in_the_properties() -> None:
    item = PROBLEMS.items[0]
    sentence = replace(item.sentences[1], by_model=True)
    draft = replace(PROBLEMS, items=(replace(item, sentences=(item.sentences[0], sentence)),))
    found = custom(draft)
    assert (found["语言模型参与"], found["语言模型写的句子"]) == ("是", "1.2")
    text = "\n".join(texts(made(draft, form="review")))
    assert "（本稿由拟稿辅助起草，内容由使用单位核定（含语言模型生成的文字））" in text
