"""How reports name meetings and rounds, and the words around that tell what they say of them."""

from __future__ import annotations

import re

_ORDINAL = "[一二三四五六七八九十]{1,3}"
# The greedy 二十… first: 二十届 ends with 十届.
_TERM_OF_OFFICE = "(?P<term>二十[一二]?|十[一二三四五六七八九]?|[一二三四五六七八九])届"
_MANY = "(?:[、，和及与]|以及)?"

PLENUM = re.compile(
    _TERM_OF_OFFICE
    + rf"(?:(?P<list>[一二三四五六七八九]中(?:{_MANY}[一二三四五六七八九]中)*)全会"
    + r"|中央委员会第(?P<formal>[一二三四五六七八九])次全体会议|(?P<all>(?:中央)?历次)全会)"
)
# Not 十五大民生工程: without 党的 something must follow that is said of a congress.
CONGRESS = re.compile(
    r"(?<![一二三四五六七八九十])(?:二十[一二]?|十[一二三四五六七八九])大"
    r"(?:(?<=党的..大)|(?<=党的...大)|(?=$|[、，。；！？”）\n]|[和及与是为对]|精神|以来|以后|报告|召开|提出|作出|胜利|代表"
    r"|期间|关于|[开闭]幕|确[定立]|战略|要求|[总的]?部署|[之]?[前后]))"
)
DISCIPLINE_PLENUM = re.compile(
    rf"(?:(?P<before>二十[一二]?|十[一二三四五六七八九])届)?(?:中央纪委|中纪委|中央纪律检查委员会)"
    rf"(?:(?P<after>二十[一二]?|十[一二三四五六七八九])届)?"
    rf"(?P<list>第?{_ORDINAL}次(?:{_MANY}第?{_ORDINAL}次)*)(?:全会|全体会议)"
)
LOCAL_PLENUM = re.compile(
    r"(?P<organ>(?:自治区|自治州|兵团|[省市县区州盟旗乡镇])(?:纪委|党委|党工委|委)|党工委)"
    rf"(?P<term>{_ORDINAL})届(?P<list>{_ORDINAL}次(?:{_MANY}{_ORDINAL}次)*)(?:全会|全体会议)"
)
LOCAL_TERM = re.compile(
    rf"(?<![新上本这每下])(?P<term>{_ORDINAL})届(?P<organ>[省市县区州盟旗乡镇](?:纪委|委)|党委|党工委|工委)"
)
SESSION = re.compile(
    rf"(?:人大|人民代表大会|政协)第?{_ORDINAL}届(?:委员会)?第?{_ORDINAL}次(?:全体)?会议"
    rf"|{_ORDINAL}届(?:人大|人民代表大会|政协)第?{_ORDINAL}次(?:全体)?会议"
)
ROUND = re.compile(r"第(?P<number>[一二三四五六七八九十百XＸ\d]+)轮(?P<kind>巡察|巡视)")

# Section of the calendar → how its entries are named, and an example.
EVENT_NAMES: dict[str, tuple[re.Pattern[str], str]] = {
    "plenums": (re.compile(r"(?:二十[一二]?|十[一二三四五六七八九]?)届[一二三四五六七八九]中全会"),
                "二十届三中全会"),
    "congresses": (CONGRESS, "二十大"),
    "discipline_plenums": (
        re.compile(rf"(?:二十[一二]?|十[一二三四五六七八九])届中央纪委{_ORDINAL}次全会"),
        "二十届中央纪委四次全会",
    ),
    "local_plenums": (
        re.compile(LOCAL_PLENUM.pattern.replace(rf"(?:{_MANY}{_ORDINAL}次)*", "")),
        "县委十三届五次全会",
    ),
    "rounds": (re.compile(rf".*第{_ORDINAL}轮(?:巡察|巡视)"), "县委第十轮巡察"),
}  # fmt: skip

# Around a meeting still to be held.
COMING = re.compile(
    r"准备|筹备|即将|将(?:要|于|[^，。；！？\n]{0,4}召开)|迎接|喜迎|迎庆|献礼|召开(?:之年|[之以]?[前后])|待.{0,6}召开|保障党的|安保|维稳"
    r"|做好.{0,14}(?:宣传|宣讲|轮训|学习)"
)
# Around a plan or a campaign still to begin.
PREPARED = re.compile(r"谋划|编制|启动|前期|研究制[定订]|起草|课题|衔接|建议|开局|制[定订]")
# Behind a meeting that is spoken of as history: it is no guiding line, so it does not expire.
TOLD = re.compile(
    r"(?:以来|(?:胜利|隆重|成功)?召开|(?:首次|明确|就|把|将)?(?:提出|作出|做出|通过|审议|指出|强调|"
    r"系统?阐述|擘画|描绘|吹响|确立|选举|闭幕)|[之以]?后|上|期间|代表)"
)
# In a sentence that looks back on something finished lately, or on something long ago.
LOOKING_BACK = re.compile(
    r"以来|回顾|过去|去年|上年|[一三四五六两]年来|这[一五]年|完成|收官|圆满|胜利|取得|成就|成效|成果|荣获|战胜|建成"
    r"|累计|顺利|优化调整|经受|克服|面对|冲击|守住|时期|期间|决定性|转段|全部|摘帽|出列|全省前列|\d(?:%|％|万|亿|个|户|人|件|名|亩|公里)"
)
LONG_AGO = re.compile(
    r"过去五年|[五六]年来|世纪疫情|三年.{0,3}疫情|打赢了|历史性|如期|全部(?:脱贫|出列|摘帽)|胜利完成|摘帽"
)
# Behind a campaign whose fruits are kept up for some years.
FRUITS = re.compile(r"[^，。；\n]{0,4}(?:成果|常态化|长效)")
# In front of a time that something is measured by.
COMPARED = re.compile(
    r"(?:[比较是由与于从同为占]|超过|相当|对照|达到|实现|整个|以及|[、和])[“整个]*$"
)
# At which point of a plan one stands: the next plan is at another.
STAGE = re.compile(r"开局|开好局|收官|承上启下|关键|第.年|中期|最后一年")
# Several campaigns in a row are the story of some years.
CAMPAIGN = re.compile(r"(?:学习|主题|专题)教育|教育实践活动|教育整顿|两学一做|三严三实")
LOOKING_AHEAD = re.compile(
    r"将(?!军)|展望|突出|主要目标和|重点任务|力争|确保|努力|下一步|继续|(?<![重主需必])要(?![求素点闻件])|打赢|奋力"
)
# What may stand behind a guiding meeting, so that another can take its place.
GUIDING = re.compile(
    r"精神|部署|要求|战略部署|的(?:部署|要求|精神)|以及|[和及与、，。；！？”）]|(?:中央|省|市|县|区|全国)|$"
)
