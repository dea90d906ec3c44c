"""What people say in place of numbers, spelled out by the items and sentences of the draft."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.brief import understand
from assistant.document import Draft, DraftItem, Sentence
from assistant.rewriting.asking import decides_a_part, decision_of
from assistant.understanding.questions import answer_meant
from assistant.understanding.spelled import spelled_out

HEADINGS = ("强化政治建设", "夯实基层基础", "壮大村集体经济", "建强干部队伍", "压实党风廉政责任")
BODY = "健全工作机制，推动各项任务落地见效，补齐短板。"  # 23 characters


def draft() -> Draft:
    items = tuple(
        DraftItem(
            "一是",
            heading,
            Sentence(f"{n}.h", f"{heading}。"),
            tuple(Sentence(f"{n}.{k}", BODY) for k in (1, 2, 3)),
        )
        for n, heading in enumerate(HEADINGS, 1)
    )
    lead = (Sentence("lead.1", "下半年，重点抓好以下工作。"),)
    return Draft(
        "d1", "plan", "2024H1", "precedent", "青岚县委组织部", "下半年工作打算", "一是", lead, items
    )


@pytest.mark.parametrize(
    ("message", "plain"),
    [
        # what is to stay
        ("除了第三条其他都删掉", "第一条、第二条、第四条、第五条都删掉"),
        ("除第二条外都再短一点", "第一条、第三条、第四条、第五条都再短一点"),
        ("除最后一条外都压缩", "第一条、第二条、第三条、第四条都压缩"),
        ("除了第一条，其他都压到60字", "第二条、第三条、第四条、第五条都压到60字"),
        ("第一条不动，其余压缩一半", "第二条、第三条、第四条、第五条压缩一半"),
        ("第三条别动，其他的语气重一点", "第一条、第二条、第四条、第五条语气重一点"),
        ("前三条保留，其他删掉", "第四条、第五条删掉"),
        ("第四条留着，别删，第五条删", "第五条删"),
        ("不要动第一条，把第二条删了", "把第二条删了"),
        ("第三条不要压缩，第四条压缩一半", "第四条压缩一半"),
        ("第一条挺好，第二条重写", "第二条重写"),
        ("除了村集体经济和干部队伍，其余的都去掉", "第一条、第二条、第五条都去掉"),
        ("村集体经济不动，其他都短点", "第一条、第二条、第四条、第五条都短点"),
        ("党风廉政以外的都删掉", "第一条、第二条、第三条、第四条都删掉"),
        ("第三条之前的都不动，后面的换个写法", "第三条换个写法，第四条换个写法，第五条换个写法"),
        ("留下2、4、5条，其余删", "第一条、第三条删"),
        ("只要第二条和第四条", "只留第二条和第四条"),
        ("保留前四条", "只留前四条"),
        # ranges and lists
        ("第二条以后的都删了", "第三条、第四条、第五条都删了"),
        ("一三五都再压压", "第一条、第三条、第五条都再压压"),
        ("把一三条合了", "把第一条、第三条合了"),
        ("只保留一、三、五条", "只保留第一条、第三条、第五条"),
        ("第二到四条都精简一下", "第二条、第三条、第四条都精简一下"),
        ("第1-3条压一压", "第一条、第二条、第三条压一压"),
        ("2到4条每条压到60字", "第二条、第三条、第四条每条压到60字"),
        ("1、3、5条各压到60字", "第一条、第三条、第五条各压到60字"),
        ("1和3都短一点", "第一条、第三条都短一点"),
        ("2短点", "第二条短点"),
        ("3删了", "第三条删了"),
        ("去掉3", "去掉第三条"),
        ("二四合并", "第二条和第四条合并"),
        # amounts: items are 75 to 78 characters long, all of it 406
        ("第一条再压20字", "第一条压到56字"),
        (
            "每条减20字",
            "第一条压到56字，第二条压到56字，第三条压到57字，第四条压到56字，第五条压到58字",
        ),
        ("全文再加200字", "全文扩到606字"),
        ("第二条加一倍", "第二条扩到152字"),
        # parts of items
        ("第二条只留第一句", "删掉第二条第三句，删掉第二条第二句"),
        ("第三条前半部分删掉", "删掉第三条第一句"),
        ("第三条删除后半段", "删掉第三条第三句"),
        ("第二条第二句和第三句删掉", "第二条第三句删掉，第二条第二句删掉"),
        ("第五条删几个字", "第五条压短一点"),
        # one at a time
        ("第二条和第四条都换个说法", "第二条换个说法，第四条换个说法"),
        ("第二条、第三条各加一句关于人才的", "第二条加一句关于人才的，第三条加一句关于人才的"),
        ("第四条不写干部了，改写人才", "第四条改写人才"),
        ("多写点集体经济", "第三条展开写"),
        ("多写点招商引资", "再加一条关于招商引资的"),
    ],
)
def test_other_ways_of_naming_items(message: str, plain: str) -> None:
    assert spelled_out(message, draft()).text == plain
    assert spelled_out(plain, draft()).text == plain  # once is enough


@pytest.mark.parametrize(
    "message",
    [
        "第二条压缩到60字", "删掉第三条，第二条压缩到60字", "第三条太长", "第一条不错", "第三条不要了",
        "三和四合并", "只留前三条", "压缩成三到四条", "写3到5条", "留三条就行", "第二条不要写空话",
        "第三条压缩60字左右", "删除第2条", "编号改成1、2、3", "第二条加上：新建3到5个站点，压减20字",
        "除了压缩第二条，还要加一条关于人才的", "把“第一条不动”删掉", "你好", "第六到八条删掉",
    ],
)  # fmt: skip
def test_plain_words_are_left_as_they_are(message: str) -> None:
    assert spelled_out(message, draft()).text == message
    assert spelled_out(message, draft()).question is None


@pytest.mark.parametrize("message", ["别删第二条", "第三条不动", "第一条和第二条都不要动"])
def test_what_only_stays_changes_nothing(message: str) -> None:
    brief = understand(message, draft(), (), date(2024, 7, 10))
    assert brief.action == "clarify"
    assert "不动" in brief.question


@pytest.mark.parametrize("message", ["其他的都删掉", "除了乡村旅游，其他都压缩"])
def test_others_of_nothing_are_asked_about(message: str) -> None:
    brief = understand(message, draft(), (), date(2024, 7, 10))
    assert brief.action == "clarify"
    assert "哪几条" in brief.question


@pytest.mark.parametrize("message", ["第二条后半句删掉", "第二条删掉一句", "删掉第二条里的一句"])
def test_which_sentence_is_asked(message: str) -> None:
    brief = understand(message, draft(), (), date(2024, 7, 10))
    assert brief.answers == ("删掉第二条第一句", "删掉第二条第二句", "删掉第二条第三句")


@pytest.mark.parametrize(
    ("message", "decision"),
    [
        ("好", True), ("可以", True), ("行，就这样改", True), ("好的，接受", True), ("改吧", True),
        ("嗯，改", True), ("嗯嗯", True), ("那就这么定", True), ("挺好用这个", True), ("都改了吧", True),
        ("没意见", True), ("可以的谢谢", True), ("还是算了", False), ("不满意", False), ("改回原来的", False),
        ("不用改了谢谢", False), ("原来的好", False), ("不同意", False), ("谢谢", None), ("没问题，就这样", True),
        ("确认", True), ("就按这个改", True),
        ("算了不改了", False), ("取消", False), ("不行", False), ("不好，不改", False),
        ("保持原样", False), ("不用了", False), ("撤销", False),
        ("第二条可以短一点", None), ("好的，第二条再压一下", None), ("不要第二条", None), ("", None),
    ],
)  # fmt: skip
def test_everyday_words_decide_on_an_open_proposal(message: str, decision: bool | None) -> None:
    assert decision_of(message, is_open=True) is decision


def test_everyday_words_decide_nothing_where_nothing_is_proposed() -> None:
    assert decision_of("好的") is None
    assert decision_of("取消") is None
    assert decision_of("全部接受") is True
    assert decides_a_part("第一处不要")
    assert not decides_a_part("第一条不要")


SECTIONS = ("起草2024年上半年存在的问题，四条", "起草2024年下半年工作打算，四条")
COUNTS = ("起草2024年上半年存在的问题，三条", "起草2024年上半年存在的问题，五条")
ITEMS = ("删掉第二条", "删掉第四条")


@pytest.mark.parametrize(
    ("message", "answers", "meant"),
    [
        ("问题吧", SECTIONS, SECTIONS[0]),
        ("打算", SECTIONS, SECTIONS[1]),
        ("第一个", SECTIONS, SECTIONS[0]),
        ("2", SECTIONS, SECTIONS[1]),
        ("后者", SECTIONS, SECTIONS[1]),
        ("两个都要", SECTIONS, "起草2024年上半年存在的问题和下一步工作打算，四条"),
        ("五条", COUNTS, COUNTS[1]),
        ("5", COUNTS, COUNTS[1]),
        ("第四条", ITEMS, ITEMS[1]),
        ("第七个", ITEMS, ""),
        ("你好", SECTIONS, ""),
        ("要问题，五条", SECTIONS, "起草2024年上半年存在的问题，五条"),
        ("写打算，突出招商", SECTIONS, "起草2024年下半年工作打算，四条，突出招商"),
        ("起草2024年上半年存在的问题，写三条", SECTIONS, ""),  # an order of its own
        ("第一个", (), ""),
    ],
)
def test_a_short_answer_means_one_of_those_offered(
    message: str, answers: tuple[str, ...], meant: str
) -> None:
    assert answer_meant(message, answers) == meant
