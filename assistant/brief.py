"""What was asked: one typed message → Brief. Rules only; the same with and without a model."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict

from assistant.document import Draft, SectionName
from assistant.facts import facts_in
from corpus.numbering import number_value
from corpus.report import Period

Action = Literal["draft", "rewrite", "check", "explain", "ask", "export", "undo", "clarify"]
Operation = Literal[
    "shorten", "expand", "replace", "merge", "split", "delete", "move", "renumber", "formal",
    "restyle", "free",
]  # fmt: skip


class Target(BaseModel):
    """The item (from 1) or the sentence id a request is about."""

    model_config = ConfigDict(frozen=True)
    item: int | None = None
    sentence: str | None = None


class Brief(BaseModel):
    """A parsed request. ``period`` is that of the report the section belongs to."""

    model_config = ConfigDict(frozen=True)
    action: Action
    section: SectionName | None = None
    period: str | None = None
    organisation: str | None = None
    themes: tuple[str, ...] = ()
    items: int | None = None
    max_chars: int | None = None
    numbering: str | None = None
    target: Target | None = None
    operation: Operation | None = None
    facts: tuple[str, ...] = ()


_NUM = r"(?:\d{1,3}|[一二两三四五六七八九十]{1,3})"
_PROBLEMS = re.compile(
    r"存在的?(?:主要|突出|一些)?(?:的)?(?:问题|不足|短板|困难|差距)|(?:问题|困难|短板)[和与及](?:不足|短板|差距)"
    r"|薄弱环节|主要问题|方面的问题|问题(?:部分|这部分|一节)|查摆问题|不足之处"
)
_PLAN = re.compile(
    r"(?:工作|下一?步|下半年|明年|今后|下阶段)(?:的)?(?:主要|重点|总体)?(?:工作)?(?:的)?"
    r"(?:打算|计划|安排|思路|举措|重点|谋划|部署|措施)|整改措施|改进措施|努力方向|打算(?:部分|这部分)"
)
_ITEMS = re.compile(rf"(?<!第)(?<!\d)({_NUM})\s*(?:条|点|个?方面|项|个问题|大点)")
_NOT_ITEMS_BEFORE = re.compile(r"(?:第|每|再加|再来|加|增加|拆成|分成两|合并成|合成|补)\s*$")
_MAX_CHARS = re.compile(
    r"(?:不超过|不要超过|控制在|压缩到|压到|压缩至|缩到|缩短到|精简到|限|最多|不多于)\s*(\d{2,5})\s*个?字"
    r"|(\d{2,5})\s*个?字(?:以内|之内|以下|左右|内)|(\d{2,5})\s*个?字"
)
_NUMBERING = re.compile(
    r"(?:序号|编号|标号|用|改成|改为|按)[^，。]{0,4}?(?P<mark>[（(]一[）)]|一、|1[.．、]|[（(]1[）)]|①|一是|一要|第一)"
)
_NUMBERING_FAMILIES = {
    "（一）": "（一）", "(一)": "（一）", "一、": "一、", "（1）": "（1）", "(1)": "（1）",
    "①": "①", "一是": "一是", "一要": "一要", "第一": "第一，",
}  # fmt: skip
_THEMES = re.compile(
    r"(?:重点写|重点突出|着重写|着重|主要写|突出写|突出|先写|重点是|重点讲|围绕|聚焦|侧重写|侧重|要写|写上|写到"
    r"|体现|涵盖|包括|加上|结合)(?P<themes>[^，。；！？\n]{2,60})"
)
_ABOUT = re.compile(
    r"(?:关于|有关|涉及)(?P<theme>[^，。；的]{2,20}?)(?:方面)?(?:的|$|，|。)"
    r"|(?:写|抓|对)(?P<theme2>[^，。；写]{2,12}?)方面的?(?:问题|不足|打算|工作|表述|内容)"
)
_PLAN_ANSWERS = re.compile(r"(?:针对|围绕|根据|对照|结合)[^，。]{0,10}(?:问题|不足)")
_THEME_SPLIT = re.compile(r"[、和及与/]|以及|还有")
_THEME_TAIL = re.compile(
    r"(?:(?:这|等|几|两|三|四)+个?)?(?:方面|工作|内容|情况|问题|领域)?(?:来写|展开|为主|为重点|等等|等)?$"
)
_GREETING = re.compile(
    r"^(?:你好|您好|在吗|hi|hello|嗨|早上好|谢谢|好的)[。！!~，]*$", re.IGNORECASE
)
_ASK = re.compile(
    r"查一下|查查|查找|搜一下|搜索|找一下|有没有(?:写过|提过)|怎么(?:写|表述|提|说)的|如何表述|往年.{0,6}怎么|以前.{0,10}怎么|表述$"
)
_EXPLAIN = re.compile(
    r"为什么|为何|怎么来的|从哪|哪份|哪篇|哪个报告|出处|来源|依据是什么|根据是什么|参考了"
)
_CHECK = re.compile(r"检查|校对|核对|核验|核查|过时|过期|有没有(?:错|问题|毛病)|审一遍|把把关")
_EXPORT = re.compile(
    r"导出|下载|(?:生成|存成|保存为|转成).{0,4}(?:word|文档|docx)|word", re.IGNORECASE
)
_UNDO = re.compile(r"撤销|撤回|恢复到?上|恢复到?之前|回退|退回上|还原|上一版|不要刚才")
_DRAFT_VERB = re.compile(
    r"起草|草拟|拟写|拟一|撰写|写一|写个|重新写|重写一份|帮我写|写出|生成|来一份|拟稿|写"
)
_LAST = "最后一条", "末条", "最后那条", "最后一点"
_OPERATIONS: tuple[tuple[Operation, re.Pattern[str]], ...] = (
    ("merge", re.compile(r"合并|合成一|并成一|并为一")),
    ("split", re.compile(r"拆成|拆分|拆开|分成两")),
    ("renumber", re.compile(r"(?:序号|编号|标号).{0,6}(?:改|换|用|变)|改成[（(]一[）)]")),
    ("restyle", re.compile(r"小?标题.{0,8}(?:改|统一|换|句式|整齐|对仗)")),
    ("move", re.compile(r"(?:放|移|挪|调)(?:到|至|在)|提到第|调换|对调|提前|置顶|互换")),
    ("delete", re.compile(r"删|去掉第|不要第|拿掉|去除第")),
    ("shorten", re.compile(r"压缩|缩短|精简|简短|改短|短一[点些]|太长|写短|压到|再短|缩到|精炼|简洁")),
    ("expand", re.compile(r"展开|扩写|写长|具体一[点些]|详细|充实|丰富|太短|长一[点些]|再具体")),
    ("replace", re.compile(r"换一?[种个]?(?:写法|说法|表述|版本|样)|重写|重新写|改写|换掉|另写|再写一[遍版]|换一换")),
    ("formal", re.compile(r"正式|语气|口语|官方|公文化|规范一[点些]")),
    ("free", re.compile(r"不要提|不提|别提|去掉|再加|加一条|增加|补充|补一条|改成|改为|换成|替换|加上")),
)  # fmt: skip
_OTHER_GENRES = re.compile(
    r"请假条|检讨书|通知|邀请函|邮件|情书|诗|小说|代码|程序|简历|讲话稿|新闻稿|合同|作文|天气|翻译|笑话"
)


def understand(
    message: str,
    draft: Draft | None = None,
    organisations: Sequence[str] = (),
    today: date | None = None,
) -> Brief:
    """Parse a message, with the open draft if there is one.

    What the message leaves open stays None; `complete` fills it from the calendar.
    """
    text = _normalise(message)
    section = _section(text)
    brief = Brief(
        action="clarify",
        section=section,
        period=_period(text, section, today or date.today()),
        organisation=next((o for o in organisations if _names(text, o)), None),
        themes=_themes(text, section),
        items=_items(text),
        max_chars=_max_chars(text),
        numbering=_numbering(text),
        facts=facts_in(message),
    )
    action, operation = _action(text, brief, draft)
    target = _target(text, draft) if draft else None
    if action in ("rewrite", "explain") and draft and _item_missing(text, draft):
        action, operation = "clarify", None
    if action == "rewrite":
        brief = brief.model_copy(update={"items": None, "section": section})
    return brief.model_copy(update={"action": action, "operation": operation, "target": target})


def complete(brief: Brief, today: date) -> Brief:
    """The period filled in from the date of writing where the message named none."""
    if brief.period or brief.action != "draft":
        return brief
    return brief.model_copy(update={"period": str(current_period(today))})


def current_period(today: date) -> Period:
    """The period a report written today closes: last year's until March, H1 until September."""
    if today.month <= 3:
        return Period(today.year - 1)
    return Period(today.year, 1) if today.month <= 9 else Period(today.year)


# --- action ---------------------------------------------------------------------------------


def _action(text: str, brief: Brief, draft: Draft | None) -> tuple[Action, Operation | None]:
    if _GREETING.match(text):
        return "clarify", None
    asks_section = brief.section is not None
    fresh = asks_section and re.search(
        r"重新写一份|另写一份|再写一份|起草|草拟|拟一份|写一[份下个]", text
    )
    if draft and not fresh:
        if _UNDO.search(text):
            return "undo", None
        if _EXPORT.search(text):
            return "export", None
        operation = _operation(text)
        asks = _EXPLAIN.search(text)
        if asks and operation in (None, "free"):
            return "explain", None
        if operation and not (asks_section and brief.items and not _mentions_item(text)):
            return "rewrite", operation
        if _CHECK.search(text):
            return "check", None
    elif (
        not draft
        and not asks_section
        and _operation(text) in ("delete", "replace", "merge", "split")
    ):
        return "clarify", None
    if _ASK.search(text) and not re.search(r"起草|草拟|拟写|撰写", text):
        return "ask", None
    if asks_section:
        return "draft", None
    return "clarify", None


def _operation(text: str) -> Operation | None:
    return next((name for name, pattern in _OPERATIONS if pattern.search(text)), None)


def names_other_genre(message: str) -> bool:
    """Whether the message asks for something that is not a section of a report."""
    return bool(_OTHER_GENRES.search(message))


# --- parts ----------------------------------------------------------------------------------


def _normalise(message: str) -> str:
    full_width = {c: c - 0xFEE0 for c in range(0xFF10, 0xFF1A)}
    return re.sub(r"[ \t\u3000]+", "", message.translate(full_width)).strip()


def _section(text: str) -> SectionName | None:
    problems, plan = _PROBLEMS.search(text), _PLAN.search(text)
    if problems and plan:
        if _PLAN_ANSWERS.search(text):
            return "plan"
        return "problems" if problems.start() < plan.start() else "plan"
    if plan:
        return "plan"
    return "problems" if problems else None


def _period(text: str, section: SectionName | None, today: date) -> str | None:
    match = re.search(
        r"(?P<year>20\d\d|二[〇○零][一二三四五六七八九〇零]{2})年?(?:度)?(?P<half>上半年|下半年)?",
        text,
    )
    year = None
    half = ""
    if match and (match["year"].isdigit() or "年" in match.group()):
        digits = match["year"].translate(str.maketrans("〇○零一二三四五六七八九", "000123456789"))
        year, half = int(digits), match["half"] or ""
        if re.match(r"以来|至今|到", text[match.end() :]):
            return None
    elif word := re.search(r"(今年|本年度?|去年|上年度?|前年)(上半年|下半年)?", text):
        year = today.year - {"去": 1, "上": 1, "前": 2}.get(word[1][0], 0)
        half = word[2] or ""
        if not half and word[1][0] in "今本" and "下半年" not in text and not _whole_year(text):
            return str(current_period(today)) if today.month > 3 else str(Period(year))
    elif section == "plan" and re.search(r"明年|来年|新的一年", text):
        return str(Period(today.year))
    if year is None:
        if "上半年" in text:
            return str(Period(today.year, 1))
        if section == "plan" and "下半年" in text:
            return str(Period(today.year, 1))
        return None
    if half == "下半年" and section == "plan":
        return str(Period(year, 1))  # the plan for the second half closes the first half's report
    if not half and section == "plan" and "下半年" in text:
        return str(Period(year, 1))
    return str(Period(year, {"上半年": 1, "下半年": 2}.get(half, 0)))


def _whole_year(text: str) -> bool:
    return bool(re.search(r"年度|全年|今年总结|年终", text))


def _items(text: str) -> int | None:
    for match in _ITEMS.finditer(text):
        if not _NOT_ITEMS_BEFORE.search(text[: match.start()]):
            value = number_value(match[1].replace("两", "二"))
            if 1 <= value <= 20:
                return value
    return None


def _max_chars(text: str) -> int | None:
    match = _MAX_CHARS.search(text)
    return int(next(g for g in match.groups() if g)) if match else None


def _numbering(text: str) -> str | None:
    match = _NUMBERING.search(text)
    if match is None:
        return None
    return _NUMBERING_FAMILIES.get(match["mark"], "1.")


def _themes(text: str, section: SectionName | None) -> tuple[str, ...]:
    themes: list[str] = []
    for match in _THEMES.finditer(text):
        if not _PLAN_ANSWERS.match(match.group()):
            themes += [_clean_theme(t) for t in _THEME_SPLIT.split(match["themes"])]
    if not themes and (about := _ABOUT.search(text)):
        themes = [_clean_theme(t) for t in _THEME_SPLIT.split(about["theme"] or about["theme2"])]
    kept = [
        t
        for t in themes
        if 2 <= len(t) <= 20 and not (section and (_PROBLEMS.fullmatch(t) or _PLAN.fullmatch(t)))
    ]
    return tuple(dict.fromkeys(t for t in kept if not re.search(r"\d|^第|总结|报告", t)))


def _clean_theme(theme: str) -> str:
    theme = re.sub(r"^(?:好|的|在|写|到|一下|是|抓)+", "", theme.strip("“”\"'：: "))
    return _THEME_TAIL.sub("", theme) or theme


def _target(text: str, draft: Draft) -> Target | None:
    if any(word in text for word in _LAST):
        return Target(item=len(draft.items))
    if re.search(rf"第{_NUM}[条点项]?(?:和|与|、)第?{_NUM}[条点项]", text):
        return None
    match = re.search(rf"第({_NUM})[条点项]", text)
    if match:
        return Target(item=number_value(match[1]))
    return None


def _mentions_item(text: str) -> bool:
    return bool(re.search(rf"第{_NUM}[条点项]", text)) or any(word in text for word in _LAST)


def _item_missing(text: str, draft: Draft) -> bool:
    numbers = [number_value(n) for n in re.findall(rf"第({_NUM})[条点项]", text)]
    return any(not 1 <= n <= len(draft.items) for n in numbers)


def _names(text: str, organisation: str) -> bool:
    """Whether the text names the organisation, in full or as people say it: 组织部, 纪委, 县委."""
    if organisation in text:
        return True
    department = re.search(r"(?:[县市省区]委?)([^县市省区]{2,8})$", organisation)
    if department:
        return department[1].removesuffix("监委") in text
    committee = re.search(r"[县市省区]委$", organisation)
    return bool(committee and re.search(rf"{committee.group()}(?!.{{0,3}}[部办校])", text))
