"""What an official types, in every manner of typing it, is understood the same way."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from assistant.brief import Brief, Target, complete, names_other_genre, understand
from assistant.document import Draft, DraftItem, Sentence
from assistant.periods.asked import current_period

TODAY = date(2024, 7, 10)
ORGANISATIONS = ("中共青岚县委", "青岚县委宣传部", "青岚县委组织部", "青岚县纪委监委")
HEADINGS = ("强化政治建设", "夯实基层基础", "壮大村集体经济", "建强干部队伍", "压实党风廉政责任")

# What a message leaves open must stay open, so a row names every key that is not empty.
Expected = dict[str, Any]
KEYS = (
    "action", "section", "period", "organisation", "themes", "items", "max_chars", "numbering",
    "target", "operation", "facts",
)  # fmt: skip
OPEN: Expected = {key: getattr(Brief(action="clarify"), key) for key in KEYS[1:]}


def five_items() -> Draft:
    items = tuple(
        DraftItem(
            marker=f"{marker}是",
            theme=heading,
            heading=Sentence(f"{number}.h", f"{heading}。"),
            sentences=(Sentence(f"{number}.1", f"{heading}，推动工作落实。"),),
        )
        for number, (marker, heading) in enumerate(zip("一二三四五", HEADINGS, strict=True), 1)
    )
    lead = (Sentence("lead.1", "下半年，抓好以下工作。"),)
    return Draft("d1", "plan", "2024H1", "precedent", "青岚县委组织部", "下半年工作打算", "一是",
                 lead, items)  # fmt: skip


def said(brief: Brief) -> Expected:
    return {key: value for key, value in brief.model_dump().items() if key in KEYS}


def understood(message: str, draft: Draft | None = None) -> Brief:
    return understand(message, draft, ORGANISATIONS, TODAY)


def problems(**more: Any) -> Expected:
    return {"action": "draft", "section": "problems", **more}


def plan(**more: Any) -> Expected:
    return {"action": "draft", "section": "plan", **more}


def change(operation: str, item: int | None = None, **more: Any) -> Expected:
    target = {"item": item, "sentence": None} if item else None
    return {"action": "rewrite", "operation": operation, "target": target, **more}


REQUESTS: list[tuple[str, Expected]] = [
    # sections, in the words people have for them
    ("存在的不足之处帮我拟一下", problems()),
    ("查摆问题这一节，写四条", problems(items=4)),
    ("上半年我们存在哪些问题，写三条", problems(period="2024H1", items=3)),
    ("存在的主要困难和问题  写4条  每条100字以内", problems(items=4, max_chars=100)),
    ("起草2024上半年的问题与不足 四条", problems(period="2024H1", items=4)),
    ("存在得问题 写三点", problems(items=3)),
    ("下一阶段重点工作，列六项", plan(items=6)),
    ("努力方向写三条", plan(items=3)),
    ("接下来的工作安排拟一份", plan()),
    ("针对查出的问题，谋划下一步工作打算，四条", plan(items=4)),
    ("请你把今年下半年的重点工作安排拟出来，六条左右", plan(period="2024H1", items=6)),
    ("县委工作部署落实方面存在的问题，三条", problems(organisation="中共青岚县委", items=3,
              themes=("工作部署落实",))),
    # themes
    ("拟一份今年上半年党建工作存在的突出问题，写三条，着重写党员教育管理、村级集体经济",
     problems(period="2024H1", items=3, themes=("党员教育管理", "村级集体经济"))),
    ("下步工作打算，分四个方面，重点抓基层党建和人才引育",
     plan(items=4, themes=("基层党建", "人才引育"))),
    ("以基层治理、乡村振兴为重点，写下半年工作打算",
     plan(period="2024H1", themes=("基层治理", "乡村振兴"))),
    ("下半年工作打算 重点:项目建设、招商引资",
     plan(period="2024H1", themes=("项目建设", "招商引资"))),
    ("存在的问题四条，第一条写村集体经济，第二条写党员教育",
     problems(items=4, themes=("村集体经济", "党员教育"))),
    ("存在的问题，三条，主要写信访工作以及干部作风", problems(items=3, themes=("信访", "干部作风"))),
    ("写抓意识形态方面的不足，存在的问题一共写两条",
     problems(items=2, themes=("意识形态",))),
    ("起草存在的问题,四条,重点写村集体经济,党员教育,语气正式些",
     problems(items=4, themes=("村集体经济", "党员教育"))),
    ("重点写基层党组织部分功能弱化，存在的问题三条",
     problems(items=3, themes=("基层党组织部分功能弱化",))),
    # organisations in full and in short
    ("青岚县委组织部2023年度存在的问题", problems(period="2023", organisation="青岚县委组织部")),
    ("请以组织部名义写2023年度工作打算,分5条,重点突出人才工作,干部培养",
     plan(period="2023", items=5, organisation="青岚县委组织部", themes=("人才", "干部培养"))),
    ("中共青岚县委组织部2024年上半年存在的问题",
     problems(period="2024H1", organisation="青岚县委组织部")),
    ("纪委上半年存在的问题，4条，先写作风建设",
     problems(period="2024H1", items=4, organisation="青岚县纪委监委", themes=("作风建设",))),
    ("纪委监委去年的工作打算", plan(period="2023", organisation="青岚县纪委监委")),
    ("县委下半年工作安排,五条,围绕产业发展、项目建设",
     plan(period="2024H1", items=5, organisation="中共青岚县委", themes=("产业发展", "项目建设"))),
    ("宣传部的下一阶段工作计划", plan(organisation="青岚县委宣传部")),
    ("县委办公室存在的问题", problems()),
    # lengths and numbering
    ("起草存在问题三条每条不超过一百字", problems(items=3, max_chars=100)),
    ("存在的问题，共300到400字", problems(max_chars=400)),
    ("存在的问题，控制在二百五十字", problems(max_chars=250)),
    ("存在的问题，不少于500字", problems()),
    ("写3-4条存在问题", problems(items=4)),
    ("存在的问题三四条", problems(items=4)),
    ("存在的问题，分十二条", problems(items=12)),
    ("写存在的问题（2024年上半年），（一）（二）（三）这种序号",
     problems(period="2024H1", numbering="（一）")),
    ("按照1. 2. 3.的序号写下半年打算，5条", plan(period="2024H1", items=5, numbering="1.")),
    ("用一是二是三是写存在问题", problems(numbering="一是")),
    ("存在的问题,分三条,每条80字左右,序号用1,2,3",
     problems(items=3, max_chars=80, numbering="1.")),
    ("存在的问题四条，用①②③编号", problems(items=4, numbering="①")),
    # facts: kept word for word, and their numbers order nothing
    ("完成改革任务12项，起草下半年打算，五条",
     plan(period="2024H1", items=5, facts=("完成改革任务12项",))),
    ("素材：软弱涣散村3个，薄弱村12个。起草存在的问题，三条",
     problems(items=3, facts=("软弱涣散村3个", "薄弱村12个"))),
    ("培训党员1,200人次,还有3个村没有达标,写存在的问题",
     problems(facts=("培训党员1,200人次", "还有3个村没有达标"))),
    ("截至2023年底集体经济薄弱村还有9个，起草上半年存在的问题，三条",
     problems(period="2024H1", items=3, facts=("截至2023年底集体经济薄弱村还有9个",))),
    ("压缩会议23个，起草存在的问题三条", problems(items=3, facts=("压缩会议23个",))),
    # questions about the archive
    ("往年报告怎么表述意识形态工作的", {"action": "ask", "themes": ("意识形态",)}),
    ("以前有没有写过“两新”组织党建方面的不足", {"action": "ask", "themes": ("“两新”组织党建",)}),
    ("查查2022年宣传部的工作打算",
     {"action": "ask", "section": "plan", "period": "2022", "organisation": "青岚县委宣传部"}),
    ("往年存在的问题有哪些", {"action": "ask", "section": "problems"}),
    # nothing to work on
    ("早上好！", {"action": "clarify"}),
    ("？", {"action": "clarify"}),
    ("你能做什么", {"action": "clarify"}),
    ("写一篇讲话稿", {"action": "clarify"}),
    ("总结一下", {"action": "clarify"}),
    ("第二条换个说法", {"action": "clarify"}),
    ("", {"action": "clarify"}),
]  # fmt: skip

CHANGES: list[tuple[str, Expected]] = [
    ("第2条太啰嗦了 压到80字", change("shorten", 2, max_chars=80)),
    ("第２条压缩到８０字", change("shorten", 2, max_chars=80)),
    ("第二条太长了,缩到六十字左右吧", change("shorten", 2, max_chars=60)),
    ("整体压缩到500字以内", change("shorten", max_chars=500)),
    ("控制在800字以内", change("shorten", max_chars=800)),
    ("最后一条太长", change("shorten", 5)),
    ("给第二条加点内容", change("expand", 2)),
    ("第三条再长一点，不少于120字", change("expand", 3)),
    ("倒数第二条写得太虚", change("expand", 4)),
    ("干部队伍那一条太短了,充实一下", change("expand", 4)),
    ("第 一 条 换 个 说 法", change("replace", 1)),
    ("重写第四点", change("replace", 4)),
    ("村集体经济那条换一种写法", change("replace", 3)),
    ("把第三点删了", change("delete", 3)),
    ("第三条不要了", change("delete", 3)),
    ("末尾那条删掉", change("delete", 5)),
    ("第3、4条合并", change("merge")),
    ("把第二条并入第一条", change("merge", 2)),
    ("第五条一分为二", change("split", 5)),
    ("第一条和第二条对调", change("move")),
    ("把第5条放到第2条前面", change("move", 5)),
    ("把党风廉政那条排到第一", change("move", 5)),
    ("编号改用一是、二是", change("renumber", numbering="一是")),
    ("把序号统一成阿拉伯数字", change("renumber", numbering="1.")),
    ("换成(一)(二)的编号", change("renumber", numbering="（一）")),
    ("语气太随意了，公文一些", change("formal")),
    ("标题统一用“进一步”开头", change("restyle")),
    ("再来一条，写党外人士工作", change("free", themes=("党外人士",))),
    ("增加一条,关于信访工作的", change("free", themes=("信访",))),
    ("补充一条人才工作", change("free", themes=("人才",))),
    ("再加第六条，写老干部工作", change("free", 6, themes=("老干部",))),
    ("删去精准扶贫的表述", change("free")),
    ("不要出现“攻坚”这样的字眼", change("free")),
    ("薄弱村还有12个，补到第三条里", change("free", 3, facts=("薄弱村还有12个",))),
    ("第四条的出处是哪里?", {"action": "explain", "target": {"item": 4, "sentence": None}}),
    ("这几句根据什么写的", {"action": "explain"}),
    ("核对一下引用", {"action": "check"}),
    ("有没有过期的说法", {"action": "check"}),
    ("保存成docx", {"action": "export"}),
    ("退回上一稿", {"action": "undo"}),
    ("还是恢复原来的吧", {"action": "undo"}),
    ("刚才那个改动不要了", {"action": "undo"}),
    ("另起草一份2023年度存在的问题，三条", problems(period="2023", items=3)),
    ("帮我写一份存在的问题，精炼一些，三条", problems(items=3)),
    ("换成写存在的问题，四条", problems(items=4)),
    ("把存在的问题写短一点", change("shorten", section="problems")),
    ("往年怎么写干部监督的", {"action": "ask", "themes": ("干部监督",)}),
    ("谢谢！", {"action": "clarify"}),
    ("好的", {"action": "clarify"}),
]

MISSING = [
    "第七条删掉",
    "第0条删除",
    "第10条换个写法",
    "把第六条压缩一下",
    "第3、9条合并",
    "第三条和第八条合并",
    "倒数第六条重写",
    "第六条是从哪份报告来的",
    "第二条第九句删掉",
    "再加第八条，写老干部工作",
]

# (what is typed, period of the report it belongs to, as seen on TODAY)
PERIODS: list[tuple[str, str | None]] = [
    ("2024年上半年存在的问题", "2024H1"),
    ("2024 年度上半年存在的问题", "2024H1"),
    ("２０２４年上半年存在的问题", "2024H1"),
    ("24年上半年存在的问题", "2024H1"),
    ("二〇二四年上半年的不足", "2024H1"),
    ("二○二四年上半年存在问题", "2024H1"),
    ("二零二四年上半年存在问题", "2024H1"),
    ("2024年1-6月存在的问题", "2024H1"),
    ("2024年1月至6月存在的问题", "2024H1"),
    ("2024年年中总结，存在的问题部分", "2024H1"),
    ("2024年半年工作总结的存在问题", "2024H1"),
    ("2024H1存在的问题", "2024H1"),
    ("存在的问题（2024年上半年）", "2024H1"),
    ("半年总结，存在问题部分", "2024H1"),
    ("上半年存在的问题", "2024H1"),
    ("今年存在的问题", "2024H1"),
    ("今年年底总结，存在的问题部分", "2024"),
    ("今年全年存在的问题", "2024"),
    ("2023年下半年存在的问题", "2023H2"),
    ("2023年7-12月存在的问题", "2023H2"),
    ("去年下半年存在的不足", "2023H2"),
    ("去年存在的问题", "2023"),
    ("上一年度存在的主要问题", "2023"),
    ("前年存在的问题", "2022"),
    ("2023年度存在的问题", "2023"),
    ("2022年以来存在的问题", None),
    ("存在的问题，三条", None),
    # a plan belongs to the report that ends with it
    ("下半年工作打算", "2024H1"),
    ("2024年下半年工作打算", "2024H1"),
    ("今年的下半年工作打算", "2024H1"),
    ("明年的工作打算", "2024"),
    ("2025年工作打算", "2024"),
    ("2024年度总结里的2025年工作打算", "2024"),
    ("2023年度工作计划", "2023"),
    ("下一步工作打算", None),
]


@pytest.mark.parametrize(("message", "expected"), REQUESTS)
def test_a_request_is_understood(message: str, expected: Expected) -> None:
    assert said(understood(message)) == {**OPEN, **expected}


@pytest.mark.parametrize(("message", "expected"), CHANGES)
def test_an_instruction_for_the_open_draft_is_understood(message: str, expected: Expected) -> None:
    got = said(understood(message, five_items()))
    assert got == {**OPEN, **expected}


@pytest.mark.parametrize("message", MISSING)
def test_an_item_that_is_not_there_is_asked_about(message: str) -> None:
    brief = understood(message, five_items())
    assert (brief.action, brief.operation) == ("clarify", None)


@pytest.mark.parametrize(("message", "period"), PERIODS)
def test_a_period_is_read_in_every_spelling(message: str, period: str | None) -> None:
    assert understood(message).period == period


def test_a_sentence_is_no_item() -> None:
    """Deleting one sentence must never be taken for deleting the item it stands in."""
    brief = understood("第二条第一句删掉", five_items())
    assert (brief.operation, brief.target) == ("delete", Target(sentence="2.1"))


def test_an_item_is_named_by_its_subject_only_if_just_one_has_it() -> None:
    brief = understood("把建设那条删掉", five_items())
    assert (brief.operation, brief.target) == ("delete", Target(item=1))
    draft = five_items()
    doubled = replace(draft, items=draft.items[:1] * 2)
    twice = understood("把强化那条删掉", doubled)
    assert (twice.action, twice.answers) == ("clarify", ("把第一条删掉", "把第二条删掉"))


@pytest.mark.parametrize(
    ("message", "is_other"),
    [("写个请假条", True), ("帮我写首诗", True), ("起草存在的问题", False), ("总结一下", False)],
)
def test_other_genres_are_known_by_name(message: str, is_other: bool) -> None:
    assert names_other_genre(message) is is_other


@pytest.mark.parametrize(
    ("today", "period"),
    [
        (date(2024, 1, 1), "2023"),
        (date(2024, 3, 31), "2023"),
        (date(2024, 4, 1), "2024H1"),
        (date(2024, 9, 30), "2024H1"),
        (date(2024, 10, 1), "2024"),
        (date(2024, 12, 31), "2024"),
    ],
)
def test_the_period_left_open_is_the_one_that_closes_now(today: date, period: str) -> None:
    assert str(current_period(today)) == period
    assert complete(understood("存在的问题，三条"), today).period == period


@pytest.mark.parametrize("message", ["2022年度存在的问题", "往年怎么写作风建设的", "你好"])
def test_nothing_else_is_filled_in(message: str) -> None:
    brief = understood(message)
    assert complete(brief, date(2030, 5, 1)) == brief


@pytest.mark.parametrize(
    ("message", "organisation"),
    [
        ("写临江市2024年存在的问题", "临江市人民政府"),
        ("写清溪2024年存在的问题", "清溪县人民政府"),
        ("起草清溪县人民政府的工作打算", "清溪县人民政府"),
        ("起草清溪镇的工作打算", None),  # another place
        ("起草清溪县委的工作打算", None),
        ("起草工作打算", None),
    ],
)
def test_a_government_is_named_by_its_place(message: str, organisation: str | None) -> None:
    governments = ("临江市人民政府", "清溪县人民政府")
    assert understand(message, None, governments, TODAY).organisation == organisation


def test_the_report_of_a_government_is_of_the_year_before() -> None:
    for message in ("起草2024年政府工作报告里的工作安排", "写2024年工作安排"):
        assert understand(message, None, ("临江市人民政府",), TODAY).period == "2023"


def test_organisations_that_are_not_in_the_archive_are_not_made_up() -> None:
    assert understand("组织部上半年存在的问题", None, (), TODAY).organisation is None


COMMITTEE = ("中共青岚县委", "青岚县委组织部", "青岚县纪委监委")
GOVERNMENT = ("临江市人民政府",)


@pytest.mark.parametrize(
    ("message", "organisations", "unknown"),
    [
        ("写统战部2025年工作打算，五条", COMMITTEE, "统战部"),
        ("写县委办2024年度存在的问题，4条", COMMITTEE, "县委办"),
        ("写财政局下半年工作打算", COMMITTEE, "财政局"),
        ("帮我给区委写2024年上半年存在的问题", COMMITTEE, "区委"),
        ("写平江市2025年工作打算", GOVERNMENT, "平江市"),
        ("写组织部2024年度存在的问题", COMMITTEE, None),
        ("写市政府2024年存在的问题", GOVERNMENT, None),
        ("写我市2024年存在的问题", GOVERNMENT, None),
        ("写全县2024年上半年存在的问题", COMMITTEE, None),
        ("写乡镇存在的问题", COMMITTEE, None),
        ("写组织部分党员2024年存在的问题", COMMITTEE[:1], None),
        ("写村集体经济发展大格局2024年的问题", COMMITTEE, None),
        ("写统战部2025年工作打算", (), None),  # an empty archive says so itself
    ],
)
def test_an_office_without_reports_is_known_as_such(
    message: str, organisations: tuple[str, ...], unknown: str | None
) -> None:
    assert understand(message, None, organisations, TODAY).unknown_organisation == unknown


@pytest.mark.parametrize(
    ("message", "is_ceiling"),
    [
        ("存在的问题，四条，每条150字以内", True),
        ("存在的问题，每条不超过80字", True),
        ("存在的问题，每条八十字封顶", True),
        ("下半年打算，总字数别超过八百", True),
        ("下半年打算，限300字", True),
        ("每条不少于100字，总共不超过800字，写存在的问题", True),
        ("存在的问题，每条150字", False),
        ("存在的问题，每条120字左右", False),
        ("存在的问题，三四百字", False),
        ("下半年打算写两三百字就够", False),
    ],
)
def test_a_ceiling_is_no_length_to_reach(message: str, is_ceiling: bool) -> None:
    brief = understand(message, today=date(2024, 7, 1))
    assert brief.max_chars
    assert brief.is_ceiling is is_ceiling
