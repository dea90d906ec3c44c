"""Which section a message asks for: 存在的问题, 工作打算, or both."""

from __future__ import annotations

import re

from assistant.document import SectionName
from assistant.understanding.wording import NUM, normalise

_GAP = r"(?:问题|不足|短板|弱项|困难|差距)"
_SHORT_PLAN = r"(?:打算|计划|安排|思路|措施|举措)"
PROBLEMS = re.compile(
    rf"存在[的得地]?(?:哪些|几个|主要|突出|一些|什么|啥|几方面)?的?{_GAP}|{_GAP}[和与及、]?{_GAP}|(?:年度?|季度|月份?|[年月]期间)的?{_GAP}"
    rf"|薄弱环节|(?:主要|突出|面临的){_GAP}|方面的问题|问题(?:部分|这部分|一节|清单|这块)|查[摆找](?:问题|不足)|不足之处"
    rf"|工作(?:里|中|上)?面?的?(?:主要|突出)?{_GAP}|(?:哪些|什么|啥)(?:问题|不足|短板)(?=[，。？！]|$)"
    rf"|(?:写|写写|列|说说|拟|起草)(?:一?下|个|写)?{_GAP}(?=[，。；]|$|{NUM}|写|部分)|^{_GAP}(?:部分)?(?=[，：]|写?{NUM}(?:条|点))"
    rf"|(?<!个)问题(?:部分)?[要写列]?{NUM}(?:条|点|个)|的{_GAP}，?(?:请|帮我)?[写列]?{NUM}(?:条|点)|方面的?{_GAP}(?=，?(?:请|帮我)?(?:写|列|{NUM}))"
    rf"|(?:以来|半年|年初|期间)，?[^，。；]{{0,4}}{_GAP}|{_GAP}(?:还?不少|较多|有这些)|对照检查的?{_GAP}|^{_GAP}[^，。；]{{0,6}}第{NUM}[条点]|{_GAP}[那这](?:份|部分|块)"
    rf"|(?:整|弄|来|搞)个{_GAP}(?=[，。；]|$)|(?:哪些|哪里|哪儿|哪)(?:地方|工作|方面)?(?:还)?(?:没|不|未)(?:有)?(?:干|做|到|抓|落)[好位实]|还差在哪"
    rf"|(?<![a-z])problems?(?![a-z])",
    re.IGNORECASE,
)
_COMING = r"(?:下一?步|下半年|上半年|明年|来年|新的?一年|今后|下一?个?阶段|接下来|后续|20\d\d年|[一二三四下]个?季度|未来)"
PLAN = re.compile(
    rf"(?:工作|{_COMING})(?:的)?(?:主要|重点|总体|整改)?(?:工作)?(?:的)?"
    r"(?:打算|计划|安排|思路|举措|重点(?!写|突出|抓|是|围绕|放|讲|关注)|谋划|部署|措施|任务|要点|着力点|发力点|规划)(?!落实|执行|要求|推进|方面)"
    rf"|{_COMING}的?(?:主要|重点)工作|(?:整改|改进)(?:措施|打算|思路|方向|举措|方案)|努力方向|打算(?:部分|这部分|这块)"
    rf"|{_COMING}(?:工作)?(?:要|准备|该)?(?:怎么|如何)(?:干|做|办|抓|打算)|{_COMING}(?:要)?(?:干|做)(?:什么|啥|哪些)|(?:着力|发力)点|主攻方向"
    rf"|(?:写|列|拟|起草|整|来|弄)(?:一?[下份个])?(?:打算|工作计划|思路)|的打算(?=[，。；：写]|$|{NUM})|^打算(?:部分)?(?=[，：写也]|{NUM})|打算(?:部分)?[要写列]?[（(]?{NUM}(?:条|点|个)|{NUM}(?:条|点|个)(?:工作)?打算"
    rf"|{_COMING}?(?:工作)?(?:有|要|准备|想|该)?(?:怎么|如何|啥|什么|哪些)(?:打算|整改)|{_COMING}(?:要|准备|想|该)(?:怎么|如何)?[干做抓办](?:的事|哪些|什么|啥)?"
    rf"|写成(?:打算|计划)|(?:打算|计划|措施)[那这](?:份|部分|块)|{_COMING}?往哪(?:里|儿)?(?:使劲|发力)|{_COMING}怎么发力"
    rf"|工作(?:目标|重心)(?=[，。；：写]|$|{NUM})"
    r"|(?<![a-z])plans?(?![a-z])",
    re.IGNORECASE,
)
_COUNTED = r"(?:[（(][^（）()]{1,6}[）)])?"
_BOTH = re.compile(
    rf"两个?(?:部分|块|节)(?:内容)?(?:都|一起|一并|全|均)|{_GAP}(?:部分)?{_COUNTED}(?:以及|还有|[和与及、跟加+])[^，。；]{{0,10}}?{_SHORT_PLAN}"
    rf"|{_GAP}、?{_SHORT_PLAN}(?=各|都|一起|一并|均)"
    rf"|{_GAP}[^。；]{{0,8}}(?:也|还|又|并|连同|加上)[^。；]{{0,6}}{_SHORT_PLAN}"
    rf"|{_SHORT_PLAN}(?:部分)?(?:以及|还有|[和与及、跟加+])[^，。；]{{0,8}}?{_GAP}(?:部分)?(?=都|一起|一并|各|，|。|；|$)"
)
# The plan is to answer the problems; they are not asked for.
PLAN_ANSWERS = re.compile(
    rf"(?:针对|围绕|根据|对照|结合|按照|依据|聚焦)[^，。]{{0,10}}{_GAP}|(?:与|和|跟|同)[^，。；]{{0,6}}{_GAP}.{{0,6}}(?:对应|呼应|衔接|挂钩)"
)
_NOT_ASKED = re.compile(
    rf"(?:不要|不用|不必|别|无需|不)(?:再)?写(?:(?:存在)?的?{_GAP}|(?:下半年|下一?步)?(?:工作)?{_SHORT_PLAN})(?:部分|了)?"
)
_LIKE_PROBLEMS = ("存在的问题", "存在问题", "存在的不足", "主要问题")
_LIKE_PLAN = ("下一步打算", "下半年打算", "下步工作打算", "工作打算", "工作计划", "工作安排")
_ASKS = re.compile(r"起草|草拟|拟|撰写|写|整|弄|列")
# 回到打算, 看看问题那部分.
_OPENS = re.compile(
    r"(?:请|帮我|再)?(?:回到|切换?[到回]|转到|打开|看看|看一?下)(?:的|那份|下半年的?)?"
    r"(?:(?P<problems>存在的?问题|问题)|工作打算|打算|计划|措施)(?:那|这)?(?:部分|份|块|一节|稿)?"
)


def sections_of(text: str) -> tuple[SectionName, ...]:
    """The sections asked for, the main one first; () if none is named."""
    text = _NOT_ASKED.sub("", text)
    problems, plan = PROBLEMS.search(text), PLAN.search(text)
    if PLAN_ANSWERS.search(text) and (plan or "打算" in text or "措施" in text):
        return ("plan",)
    if _BOTH.search(text) or (problems and plan and _apart(problems, plan)):
        return ("problems", "plan")
    if problems or plan:
        return ("problems",) if problems else ("plan",)
    return _nearly_named(text)


def section_to_open(message: str) -> SectionName | None:
    """The section a message asks to see, and nothing else."""
    match = _OPENS.fullmatch(normalise(message))
    if match is None:
        return None
    return "problems" if match["problems"] else "plan"


def _apart(problems: re.Match[str], plan: re.Match[str]) -> bool:
    """Whether two names stand side by side, and are not one inside the other."""
    return problems.end() <= plan.start() or plan.end() <= problems.start()


def _nearly_named(text: str) -> tuple[SectionName, ...]:
    """The section whose name stands there with one character mistyped."""
    if not _ASKS.search(text[:200]):
        return ()
    if any(_has_nearly(text[:200], name) for name in _LIKE_PROBLEMS):
        return ("problems",)
    return ("plan",) if any(_has_nearly(text[:200], name) for name in _LIKE_PLAN) else ()


def _has_nearly(text: str, name: str) -> bool:
    size = len(name)
    return any(
        sum(a == b for a, b in zip(text[i : i + size], name, strict=False)) >= size - 1
        for i in range(len(text) - size + 1)
    )
