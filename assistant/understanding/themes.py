"""Which themes a message asks for, and which it wants left out. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.document import SectionName
from assistant.understanding.asked_section import PLAN, PLAN_ANSWERS, PROBLEMS
from assistant.understanding.topics_named import FIELD, cleaned, is_field, may_be_field, topics_in
from assistant.understanding.wording import NUM

_END = r"[，。；！？\n]"
# 三条，写党员教育和年轻干部; not 写问题和打算, 写得实一点.
_WRITE_LIST = (
    r"(?<=[，；])写(?!作|[^，。；]{0,6}(?:问题|不足|短板|打算|计划|措施|总结)|[上下]半?|得|完|全|清|好|[具实长短简详明]|[\d一二两三四五六七八九十几])"
    r"(?=[一-鿿“”]{2,12}(?:[、和与及][一-鿿“”]{2,12})+(?:[，。；！]|$))"
)
_LEADS = (
    r"重点(?:内容|任务)?(?:就?是|要?写写?|突出|抓|放在|围绕|关注|讲讲?|谈|说说?|提|反映|体现|聚焦|在于?|为|：)|(?<!的)重点，?(?=[一-鿿“]{2,12}[、和，])|着重于?(?:要?写写?|突出|讲|说|反映)?"
    r"|准备(?:抓|做)(?=[^，。；、]{2,12}、)|多写[点些]?(?:关于)?(?=[一-鿿])|主要(?:写写?|(?:问题)?是(?=[^，。；、]{2,12}、)|围绕|讲讲?|说说?|谈谈?|反映|聚焦|突出|集中在|体现在|就是)|突出写|(?:再|然后|其次|最后|接着|还要|另外|也要)写(?![一二两三四五六七八九十\d得个份]|下半年|打算|问题|存在|下一?步)|(?<!的)突出(?!的?问题|短板|不足)|先写|(?:重点|关键|核心|主题|主线|方向|内容)(?:就?是|：|为)"
    r"|围绕|聚焦于?|紧扣|侧重于?(?:写)?|要有(?![一二两三四五六七八九十\d]|小?标题|力度|具体|数字|深度|高度)|要写(?:上|到|清楚?)?|写上(?!半年)|写到|要?体现|要?涵盖|要?包[括含]|要?覆盖|要?提[到及](?!第|最|前|开头|末)|别[忘漏]了?(?:写|提)?|不要[忘漏]了?(?:写|提)?|不能[少漏]了?|记得(?:写|提|加)上?|必须(?:写|有|包括)"
    rf"|加上|结合|第{NUM}[条点]写(?![得短长细实具])|(?:[一另]|(?<=其中){NUM})条(?:是)?[写讲说](?!得)|(?<=[，、])[一另]条(?=[一-鿿]{{2,8}}(?:[，。；]|$))|(?:说说|讲讲|谈谈|提一下|写写)(?![这我])|[就只](?:写|要)(?!{NUM}|存在|问题|打算|[这我你])|分别(?:是|写|为|讲|从)|{_WRITE_LIST}|从(?=[^，。；]{{2,40}}(?:方面|角度|层面|入手|来写))"
)
_TRIGGERED = re.compile(
    rf"(?:{_LEADS})(?:以下|如下|下面)?(?:(?:几|{NUM})(?:个方面|方面|点|块|件事|条|项|项工作|个))?(?:内容|方面)?：?(?P<themes>[^，。；！？\n]{{2,80}}"
    rf"(?:[，；](?![第每请共分用写再还另然其最])[一-鿿“”]{{2,8}}{FIELD}(?:工作)?(?={_END}|$))*)"
    r"|(?<![一-鿿]如下)[：:](?P<themes6>(?:[^，。；：！？\n、\d]{2,14}、)+[^，。；：！？\n、\d]{2,14})"
    r"|(?:以|把|将)(?P<themes2>[^，。；！？\n]{2,40}?)(?:为|作为)(?:重点|主线|核心|主题|主要内容)"
    r"|(?:把|将)(?P<themes3>[^，。；！？\n]{2,30}?)(?:都|也)?(?:写进(?=[^，。；]{0,8}(?:打算|问题|计划|里))|写进去|写上|加进去|写进来|放进去|体现出来|放在?前面)"
    rf"|(?:{NUM}|[几])(?:[大小]?[条点块项]|个?方面|件事)[：:](?P<themes4>[^，。！？\n]{{2,60}})"
    rf"|(?:^|[，。；：\n])(?P<themes5>[^，。；：！？\n]{{2,40}}?)(?:这[几两三些]?[个块点项]?)?(?:都|也|一定|必须|务必|均)*(?:要)?(?:必写|写到|写进去|必须有|要有|都要写|要写|要突出|优先|打头|都写上|各[写来]?一条|必须写|必须提)(?={_END}|$)"
)
_ABOUT = re.compile(
    r"(?:关于|有关|涉及)(?P<theme>[^，。；的]{2,20}?)(?:方面)?(?:的|$|，|。|；|\n)"
    rf"|(?:写写?|抓|对|讲讲?|说说?|起草|拟|[份篇个条下年]|在|^|[，。；])(?P<theme2>[^，。；写\n]{{2,16}}?)(?:方面|领域)(?:所?存在)?的?(?:主要|突出)?(?:问题|不足|短板|打算|工作打算|表述|内容|下半年|下一?步|工作计划)"
    rf"|(?:加|来|补|补充|增|添|新增|增加|再写|多写|插)(?:一|第{NUM})[条点个]，?(?:是|关于|专门)?[写讲]?(?P<theme3>[^，。；的]{{2,20}}?)(?:的|$|，|。)"
    rf"|(?:写写?|起草|拟|[份篇]|^|，|关于)(?P<theme5>[^，。；的]{{2,12}}?)(?:中|上|里)?存在(?:的|哪些|什么)?(?:主要|突出)?(?:问题|不足|短板)"
    rf"|(?:写写?|围绕|针对|[份篇]|^|[，。；])(?!存在|工作|主要)(?P<theme6>[^，。；写的]{{3,14}}?)的(?:问题|不足|短板)，?(?:请|帮我)?(?:写|列)?{NUM}[条点]"
    rf"|(?:写写?|起草|拟|[份篇]|^|，)(?P<theme7>[^，。；的写]{{2,10}}?(?:创建|办理|攻坚|帮扶|培育|整治))(?:工作)?的?打算"
)
_ADDED = re.compile(
    r"(?:增加|补充|添加|加入|补上|加进|写进|新增|加[点些]?(?:关于)?|添点)(?!一?[条点句段]|第|[到至在进])(?P<theme>[^，。；！？\n]{2,20}?)(?:方面)?的?(?:内容|情况|表述|工作)?(?:吧|进去|上)?(?=[，。；！？\n]|$)"
    r"|(?:换成|改成|改写成|改为)(?:写|关于)?(?P<theme2>[^，。；！？\n“（(]{2,14}?)(?:的|方面的?|吧)?(?=[，。；！？\n]|$)"
)
_EACH_ITEM = re.compile(rf"第{NUM}[条点个](?:方面)?(?:是|：|，)?([^，。；、\n第]{{2,20}})")
_CLEAR_LIST = 3  # names between 、 that are a list, whatever they are
_NO_PART = re.compile(r"^应该是|(?:这[几一两三]?[个块点项条]?(?:方面)?|[几这]个(?:方面)?)$")
_NO_THEME = re.compile(
    r"(?:一个|中心(?:工作)?|.*(?:以来|到现在|至今)|试试|看看|现在|目前|当前|往年|去年|今年|前年|以前|针对性|实际|数据.*|情况|材料|内容|要求|[写改]+|这些)$"
)
_PLACED = re.compile(r"(?:重点|主要|要)?(?:放在|集中在|体现在|聚焦在)")
_FORM = re.compile(r"标题|序号|编号|句式|语气|格式")
_LIST_LINE = re.compile(
    r"(?:^|[\n：:，；。])[^\S\n]*(?P<mark>\d{1,2}[.．、)）](?!\d)|[（(][一二三四五六七八九十\d]{1,2}[）)]|[一二三四五六七八九十]{1,2}[、是]|[①-⑳]|[-*•·—]{1,2}(?!\d))"
    r"[^\S\n]*(?P<words>[^\n；。，\d①-⑳（(]{2,20}?)(?=[\n；。，①-⑳（(]|\d{1,2}[.．、]|[一二三四五六七八九]、|$)"
)
_LIST_MORE = re.compile(
    r"(?<=[一-鿿])(?=\d{1,2}[.．、)）][一-鿿]|[（(][一二三四五六七八九\d][）)][一-鿿]|[①-⑳][一-鿿])"
)
_NOT_LISTED = re.compile(
    rf"{PROBLEMS.pattern}|{PLAN.pattern}|起草|每[条点]|字|序号|语气|[条点]$|^[写用请要不别]|要求|要点",
    re.IGNORECASE,
)
_EXCLUDED = re.compile(
    rf"(?:不要|别|不用|不必|无需|不再|不需要|勿|避免|避开|先不|就不|请不要|不)(?:再)?(?:写|提|涉及|出现|谈|讲|包括|包含|触及)(?:到|及|有)?(?:任何)?(?:关于)?(?P<a>[^，。；！？\n]{{2,30}}?)(?:这块|方面)?(?:的?(?:内容|字样|提法|话题|事|事情))?了?(?={_END}|$)"
    rf"|(?:^|[，。；：\n])(?P<b>[^，。；：！？\n]{{2,20}}?)(?:这一?块|方面|部分)?(?:的?内容)?(?:就|先|都|则|也|可以|请)*(?:不要|不用|不必|别|不|无需|不需要)(?:再)?(?:写|提|涉及|讲|放|出现|体现|包括)(?:了|进去|到)?(?:了)?(?={_END}|$)"
    rf"|(?:避开|绕开|回避|不碰|别碰|不含|不包括|不包含|不涉及|不许出现|不能出现)(?P<d>[^，。；！？\n写提]{{2,20}}?)(?:这块|方面)?(?:的?(?:内容|字样|话题))?(?={_END}|$)"
    rf"|(?:^|[，。；：\n])(?P<e>[^，。；：！？\n]{{2,20}}?)这些(?:老话|话|内容|题目)?(?:都|就)?(?:不要|别写)(?={_END}|$)"
    rf"|少写(?:[点些])?(?P<f>[^，。；！？\n]{{2,16}}?)(?:方面)?的?(?={_END}|$)"
    rf"|除了?(?P<c>[^，。；！？\n]{{2,20}}?)(?:以外|之外|外|(?={_END}))"
)
_NOT_EXCLUDED = re.compile(
    r"^(?:太|得|过|那么|这么|很|一些|空|套|虚|废|具体|出|成|进|满|错|多|超|什么|任何|这)|[套空大废]话|[长短空细]$|字$|序号|编号|标题|导语|开头|结尾|数字|存在|打算|忘|漏|重复|引用|^[第最]|条$|[一二三四五六七八九]条"
)
# A question about the archive: what is left when the asking words are off.
_ASKED_BEFORE = re.compile(
    r"(?P<a>[^，。；？！]{2,40}?)(?:的)?(?:部分|方面|这块)?(?:都|是|一般|曾|曾经)*(?:怎么|如何|怎样|咋)(?:写|表述|提|说|讲|描述|概括)"
    r"|(?P<c>[^，。；？！]{2,40}?)(?:方面)?(?:都|是)*(?:写了|写过|提过|说过|讲过)(?:些|什么|啥|没|吗|哪些)"
)
_ASKED_BEHIND = re.compile(
    r"(?:怎么|如何|怎样|咋)(?:写|表述|提|说|讲)(?:过|到|的)?(?P<a>[^，。；？！]{2,20})"
    r"|有没有(?:写|提|讲|说)(?:过|到)?(?P<b>[^，。；？！]{2,20})"
)
_SEARCHED = re.compile(
    r"(?:检索|搜索?|查找?|找|翻)(?:一下|一?[搜查找翻]|下|出)?(?P<d>[^，。；？！]{2,40})"
)
_ASK_HEAD = re.compile(
    rf"^(?:一?[段些条句](?=以|关|往|有|写)|几[段句条]|写(?!作)|请问|请|麻烦|帮我|帮忙|给我|我想|想|看看|看一?下|看|找找|找一?下|找|搜一?下|搜搜|搜索|检索|查一?下|查查|查找|翻翻|翻一?下|咱们?|我们|我县|县里|以前|以往|过去|往年|历年|往期|去年|前年|今年|前几年|近几年|这几年|几年来?|这些年|近三年|上次|之前|"
    r"从前|20\d\d年?度?(?:上半年|下半年|以来|至今)?|(?:年度|半年|上半年|下半年)|党建(?=工作?的?(?:总结|报告|材料|里|中))|工作(?=总结|报告|材料|里|中)|总结|报告|材料|文件|稿子?|里面|里边|里|中(?!心|央|小)|的|一下|关于|有关|相关|针对|对于?|在|是|都|有没有|那些|是不是|和|，"
    rf"|{PROBLEMS.pattern}|{PLAN.pattern})+",
    re.IGNORECASE,
)
_NAMED_SECTION = re.compile(rf"的?(?:{PROBLEMS.pattern}|{PLAN.pattern})$", re.IGNORECASE)
_ASK_TAIL = re.compile(
    r"(?:的|相关|有关|方面|表述|提法|说法|写法|写作|段落|内容|句子|例子|工作|问题|不足|短板|是|都|部分|情况|过|了|吗|呢|么|没有|怎么写|范文|材料|先例|\?)+$"
)


def themes_of(
    text: str, pauses: str, sections: Sequence[SectionName], is_draft_open: bool
) -> tuple[str, ...]:
    """The themes of an order, in its order. `pauses` is the text with blanks as commas."""
    named = [t for words in _triggered(text) for t in topics_in(words)]
    named += _listed(text) if not named else []
    if not named and pauses != text:
        named = [t for words in _triggered(pauses) for t in topics_in(words)]
    if not named and not is_draft_open and len(each := _EACH_ITEM.findall(text)) > 1:
        named = [t for words in each for t in topics_in(words)]
    if not named and is_draft_open and not _FORM.search(text) and (added := _ADDED.search(text)):
        named = topics_in(next(g for g in added.groups() if g))
    if not named:
        named = _said_about(text) or _bare(pauses)
    named = [_NO_PART.sub("", theme) for theme in named]
    return tuple(
        dict.fromkeys(
            t for t in named if t and not _is_section(t, sections) and not _NO_THEME.match(t)
        )
    )


def _triggered(text: str) -> Iterator[str]:
    for match in _TRIGGERED.finditer(text):
        if not PLAN_ANSWERS.match(match.group()):
            words = next(g for g in match.groups() if g)
            # “重点放在招商和项目上”
            yield words.removesuffix("上") if _PLACED.match(match.group()) else words


def _listed(text: str) -> list[str]:
    """The members of a numbered or bulleted list of names, one a line or in one line."""
    lines = [m["words"] for m in _LIST_LINE.finditer(_LIST_MORE.sub("\n", text))]
    names = [words for words in lines if not _NOT_LISTED.search(words)]
    return [t for words in names for t in topics_in(words)] if len(names) > 1 else []


def _said_about(text: str) -> list[str]:
    for about in _ABOUT.finditer(text):
        words = _ASK_HEAD.sub("", next(g for g in about.groups() if g))
        topics = topics_in(re.sub(r"^(?:中共)?[一-鿿]{0,6}[县市区]委(?!员)", "", words))
        topics = [t for t in topics if not _is_the_body(t)]
        if about["theme5"]:  # “党建工作存在的问题” is about no theme
            topics = [t for t in topics if is_field(t) and t not in ("党建", "党的建设")]
        if topics:
            return topics
    return []


def _is_the_body(words: str) -> bool:
    """组织部, 县委办公室, 全县: whose report it is."""
    return bool(
        re.search(
            r"(?:(?<!干)部|委|局|办|办公室|院|校|镇|乡|县|市|区|公司|党委|党组|单位|政府|街道|工作中?)$",
            words,
        )
        or re.match(
            r"(?:目前|当前|近期|我们|咱们|你|帮|给|整|今|去|[上下]?半年|上一?年|本|20)", words
        )
    )


def _bare(pauses: str) -> list[str]:
    """Names of fields that stand alone between commas: 存在的问题 四条 党员教育 作风建设."""
    found: list[str] = []
    for clause in re.split(r"[，。；：！？\n]", pauses):
        pieces = re.split(r"[、和与及]", clause)
        fields = [piece for piece in pieces if is_field(piece)]
        enough = len(fields) * 2 >= len(pieces) or len(pieces) >= _CLEAR_LIST
        is_list = len(pieces) > 1 and "、" in clause and enough
        if len(fields) == len(pieces) or (is_list and all(map(may_be_field, pieces))):
            found += [cleaned(piece) for piece in pieces]
    return found


def _is_section(theme: str, sections: Sequence[SectionName]) -> bool:
    return bool(sections) and bool(PROBLEMS.fullmatch(theme) or PLAN.fullmatch(theme))


def excluded_of(text: str) -> tuple[tuple[str, ...], str]:
    """What is to be left out, and the text without the clauses that say so."""
    found: list[str] = []

    def take(match: re.Match[str]) -> str:
        words = next(g for g in match.groups() if g)
        topics = [t for t in topics_in(words) if not _NOT_EXCLUDED.search(t)]
        found.extend(topics)
        return "，" if topics else match.group()

    rest = _EXCLUDED.sub(take, re.sub("、(?=不含|不写|不要|别写|不提)", "，", text))
    return tuple(dict.fromkeys(found)), rest


def asked_about(text: str) -> tuple[str, ...]:
    """What a question about the archive is about."""
    about = re.search(
        r"(?:关于|有关|涉及)(?P<a>[^，。；？！]{2,20}?)(?:方面)?(?:的|$|，|。|？|怎么|如何|是)",
        text,
    )
    for match in (
        about,
        *_ASKED_BEFORE.finditer(text),
        *_ASKED_BEHIND.finditer(text),
        *_SEARCHED.finditer(text),
    ):
        if match:
            words = next(g for g in match.groups() if g)
            words = _NAMED_SECTION.sub("", _ASK_HEAD.sub("", words))
            words = _ASK_TAIL.sub("", words)
            if topics := [t for t in topics_in(words) if not _is_the_body(t)]:
                return tuple(dict.fromkeys(topics))
    return ()
