"""Page furniture goes, all of it and nothing else, and it is told what went."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.readers.clutter import declutter, is_footer
from corpus.readers.reading import NoteKind

REPORT = [
    "2026年临江县政府工作报告",
    "——2026年1月20日在临江县第十七届人民代表大会第五次会议上",
    "临江县人民政府县长 李志远",
    "各位代表：",
    "现在，我代表县人民政府向大会报告工作，请予审议，并请县政协委员和列席人员提出意见。",
    "一、2025年工作回顾",
    "过去一年，我们坚持稳中求进工作总基调，地区生产总值增长6.1%，城镇新增就业4200人。",
    "二、2026年重点工作",
    "政务公开",
    "我们将加强政务公开，打印和发布各类便民手册，欢迎群众下载、收藏、分享，主动接受监督。",
    "各位代表！让我们更加紧密地团结起来，为建设美丽临江而努力奋斗！",
    "附件：1.2026年重点项目表",
    "临江县人民政府",
    "2026年1月20日",
]
BODY = "\n".join(REPORT)


def test_a_report_is_left_as_it_is() -> None:
    assert declutter(BODY).text == BODY
    assert declutter(BODY).notes == ()


HEADS = [
    "下载\n打印\n全屏\n收藏\n【字号：\n加大\n还原\n减小\n】",
    "【字体：\n大\n中\n小\n】\n分享：",
    "来源：临江日报\n时间：2026-02-02",
    "来源:\n临江日报\n责任编辑：\n王小明",
    "发布日期：2026-02-10 09:30　　来源：临江县人民政府办公室　　浏览次数：1234次　【字体：大 中 小】　打印　分享",
    "2026年02月10日 07时41分\n来源：临江日报",
    "2026-02-10 07:41:30 来源： 临江日报 作者： 李 明 字号：[大 中 小]",
    "索 引 号：\n00123456/2026-00012\n发文机关：临江县人民政府\n发文字号：临政发〔2026〕3号\n公开方式：主动公开",
    "A+ A A-\n无障碍阅读\n长者模式\nEnglish",
    "李志远作政府工作报告。本报记者 王小明 摄",
    "1月20日，县长李志远在临江县人民代表大会上作政府工作报告。记者 王小明 报道",
    "分享到：\n微信\nQQ空间\n朋友圈",
    "e4c29f31c6964493a14c4ddf6b160169:",
    "点击数：88\n收藏本页\n语音播报",
]


ABOVE = [  # the title stands below the path to the page, and its menus above
    "首页 > 政务公开 > 政府工作报告",
    "当前位置： 首页 » 政府信息公开 » 正文",
    "走进临江\n招商引资\n首页 > 政务公开 > 正文",
]


@pytest.mark.parametrize(
    ("head", "titles"),
    [*((head, 0) for head in ABOVE), *((head, n) for head in HEADS for n in (0, 1, 3))],
)
def test_furniture_before_the_text_goes(head: str, titles: int) -> None:
    page = "\n".join([*REPORT[:titles], head, *REPORT[titles:]])
    reading = declutter(page)
    assert reading.text == BODY
    assert [note.kind for note in reading.notes] == [NoteKind.CLUTTER]
    assert "".join(reading.notes[0].text.split()) == "".join(head.split())


TAILS = [
    "相关报道：",
    "责任编辑：\n王小明\n扫一扫在手机打开当前页\n打印本页\n关闭窗口",
    "（责任编辑：王小明）",
    "编辑：王小明 审核：李明",
    "来源：临江日报",
    "（本稿来源：临江日报）",
    "上一篇：县长调研重点项目\n下一篇：没有了",
    "相关附件>>\n关于政府工作报告的决议\n相关链接>>\n一图读懂政府工作报告",
    "延伸阅读\n临江县召开经济工作会议\n县委全会公报\nbe341a59f1dd422394845dcb3fce09dc:\n解读政府工作报告",
    "版权所有：临江县人民政府 琼ICP备05000041号\n网站标识码：4600000001",
    "主办：临江县人民政府办公室\n建议使用谷歌浏览器访问\n网站地图",
    "打印本页\n关闭窗口\n2026年临江县政府工作报告\n各位代表：现在，我代表县人民政府向大会报告工作，请予审议，"
    "并请县政协委员和列席人员提出意见。",
]


@pytest.mark.parametrize("tail", TAILS)
def test_furniture_after_the_text_goes(tail: str) -> None:
    reading = declutter(f"{BODY}\n{tail}")
    assert reading.text == BODY
    assert [note.text for note in reading.notes] == [tail]


KEPT = [
    ("下载", "县委\n下载\n中心组学习。"),  # no running text: nothing is certain
    ("date", "临江县工作总结\n2026年7月10日\n" + "\n".join(REPORT[4:])),
    ("organ", "中共临江县委\n" + BODY),
    ("upright title", "工\n作\n总\n结\n中\n" + "\n".join(REPORT[3:])),
    (
        "attachment after a mark",
        f"{BODY}\n责任编辑：王小明\n名词解释\n“一件事”：把需要到多个部门办理的事项集成为一件事，一次办好。",
    ),
    ("quoted", BODY.replace("政务公开\n", "打印本页\n关闭窗口\n首页\n")),
    (
        "signature",
        f"{BODY}\n抄送：县人大常委会办公室，县政协办公室\n（联系人：王小明，电话：0898-1234567）",
    ),
    ("last sentence", f"{BODY}\n依法打击侵犯版权所有者权益的行为，维护良好市场秩序，保护创新。"),
    ("signed for", "签发人：李志远\n" + BODY),
]


@pytest.mark.parametrize("page", [page for _, page in KEPT], ids=[name for name, _ in KEPT])
def test_what_could_be_the_report_stays(page: str) -> None:
    assert declutter(page).text == page


def test_a_date_without_a_label_is_furniture_only_behind_furniture() -> None:
    typed = f"{REPORT[0]}\n2026-02-10\n" + "\n".join(REPORT[3:])
    assert declutter(typed).text == typed
    page = f"来源：临江日报\n2026-02-10\n{BODY}"
    assert declutter(page).text == BODY


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("版权所有：临江县人民政府 未经许可不得转载、使用。", True),
        ("琼公网安备 46010602000002号", True),
        ("Copyright © 2026", True),
        ("依法保护版权所有者权益。", False),
        ("未经批准不得使用公车。", False),
    ],
)
def test_footers_are_known(line: str, expected: bool) -> None:
    assert is_footer(line) is expected


@given(
    st.lists(st.sampled_from([*REPORT, *HEADS, *TAILS, "", "大", "】", "2026-02-10"]), max_size=12)
)
def test_every_line_is_kept_or_told(lines: list[str]) -> None:
    page = "\n".join(lines)
    reading = declutter(page)
    told = "\n".join([reading.text, *(note.text for note in reading.notes)])
    assert sorted("".join(told.split())) == sorted("".join(page.split()))
