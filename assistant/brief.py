"""What was asked: one typed message → Brief. Rules only; the same with and without a model."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict

from assistant.asked_period import asked_period, current_period
from assistant.clauses import coverage
from assistant.document import Draft, SectionName
from assistant.facts import facts_in
from corpus.numbering import number_value

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


_ENGLISH_MARKS = str.maketrans(";:!?", "；：！？")
_NUM = r"(?:\d{1,3}|[一二两三四五六七八九十]{1,3})"
_GAP = r"(?:问题|不足|短板|弱项|困难|差距)"
_PROBLEMS = re.compile(
    rf"存在[的得地]?(?:哪些|几个|主要|突出|一些)?的?{_GAP}|{_GAP}[和与及、]?{_GAP}|年度?的?{_GAP}"
    r"|薄弱环节|主要问题|方面的问题|问题(?:部分|这部分|一节)|查[摆找](?:问题|不足)|不足之处"
)
_COMING = r"(?:下一?步|下半年|明年|来年|新的一年|今后|下一?阶段|接下来|20\d\d年)"
_PLAN = re.compile(
    rf"(?:工作|{_COMING})(?:的)?(?:主要|重点|总体)?(?:工作)?(?:的)?"
    r"(?:打算|计划|安排|思路|举措|重点|谋划|部署|措施|任务|要点)(?!落实|执行|要求|推进|方面)"
    rf"|{_COMING}的?(?:主要|重点)工作|整改措施|改进措施|努力方向|打算(?:部分|这部分)"
)
_ITEMS = re.compile(rf"(?<!第)(?<!\d)(?!一点)({_NUM})\s*(?:条|大?点|个?方面|项|个问题)")
_NOT_ITEMS_BEFORE = re.compile(
    rf"(?:第|第{_NUM}[、和与]|每|再加|再来|加|增加|拆成|分成两|合并成|合成|补|补充|新增)\s*$"
)
_CHARS = (
    r"(\d{2,5}|[一二两三四五六七八九]百(?:[一二三四五六七八九]十)?|[二三四五六七八九]十)\s*个?字"
)
_MAX_CHARS = re.compile(rf"(?<!\d)(?<!至少)(?<!不少于)(?<!不低于){_CHARS}(?!以上)")
_MARK = r"[（(]一[）)]|一、|1[.．、]|1[,，]2|[（(]1[）)]|①|一是|一要|第一(?![条点项段句书议季个])|阿拉伯数字"
_NUMBERING = re.compile(
    rf"(?:序号|编号|标号|用|改成|改为|换成|按)[^，。]{{0,4}}?(?P<mark>{_MARK})"
    rf"|(?P<mark2>{_MARK})[^，。]{{0,12}}?(?:序号|编号|标号|排序|格式|形式)"
)
_NUMBERING_FAMILIES = {
    "（一）": "（一）", "(一)": "（一）", "一、": "一、", "（1）": "（1）", "(1)": "（1）",
    "①": "①", "一是": "一是", "一要": "一要", "第一": "第一，",
}  # fmt: skip
# What the name of a field ends in: a comma may stand between two of them.
_FIELD = r"(?:建设|经济|教育|治理|培养|监督|培育|引进|引育|振兴|发展|管理|队伍|作风|党建|统战|改革|信访|服务|产业)"
_THEMES = re.compile(
    r"(?:重点写|重点突出|重点抓|重点放在|着重写|着重|主要写|突出写|(?<!的)突出|先写|重点是|重点讲|重点[：:]|围绕|聚焦|侧重写|侧重"
    rf"|要写|写上|写到|体现|涵盖|包括|加上|结合|第{_NUM}[条点]写(?![得短长细实具]))(?P<themes>[^，。；！？\n]{{2,60}}"
    rf"(?:，(?![第每请共分用写])[一-鿿“”]{{2,8}}{_FIELD}(?=[，。；！？\n]|$))*)"
    r"|(?:以|把)(?P<themes2>[^，。；！？\n]{2,30}?)(?:为|作为)重点"
)
_ABOUT = re.compile(
    r"(?:关于|有关|涉及)(?P<theme>[^，。；的]{2,20}?)(?:方面)?(?:的|$|，|。)"
    r"|(?:写|抓|对)(?P<theme2>[^，。；写]{2,12}?)方面的?(?:问题|不足|打算|工作|表述|内容)"
    rf"|(?:加|来|补|补充|增|添)(?:一|第{_NUM})[条点]，?写?(?P<theme3>[^，。；的]{{2,20}}?)(?:的|$|，|。)"
    r"|(?:怎么|如何)(?:写|表述|提|说)过?(?P<theme4>[^，。；？的写]{2,16})"
)
_PLAN_ANSWERS = re.compile(r"(?:针对|围绕|根据|对照|结合)[^，。]{0,10}(?:问题|不足|短板)")
_THEME_SPLIT = re.compile(r"以及|还有|[、和及与/，]")
_THEME_TAIL = re.compile(
    r"(?:方面的?)?(?:(?:这|等|几|两|三|四)+个?)?(?:方面|工作|内容|情况|问题|不足|领域)?(?:来写|展开|为主|为重点|等等|等)?$"
)
_NO_THEME = re.compile(
    r"\d|^第|总结|报告|^(?:主要|突出|具体|实际|重点|一个|一些)?(?:问题|不足|短板|内容|情况|工作)$"
)
_GREETING = re.compile(
    r"^(?:你好|您好|在吗|hi|hello|嗨|早上好|谢谢|好的)[。！!~，]*$", re.IGNORECASE
)
_ASK = re.compile(
    r"(?<!检)查一下|查查|查找(?!不足|问题)|搜一下|搜索|找一下|有没有(?:写过|提过)|怎么(?:写|表述|提|说)的|如何表述|往年.{0,6}怎么|以前.{0,10}怎么|表述$"
    r"|(?:往年|历年|以前|过去|去年|前年).{0,16}(?:有哪些|是什么|是哪些|有什么)"
)
_EXPLAIN = re.compile(
    r"为什么|为何|怎么来的|从哪|哪份|哪篇|哪个报告|哪一?年的|出处|来源|[依根]据(?:是|的是)?(?:什么|哪)|参考了"
)
_CHECK = re.compile(r"检查|校对|核对|核验|核查|过时|过期|有没有(?:错|问题|毛病)|审一遍|把把关")
_EXPORT = re.compile(
    r"导出|下载|(?:生成|存成|保存为|保存成|转成).{0,4}(?:word|文档|docx)|word", re.IGNORECASE
)
_UNDO = re.compile(
    r"撤销|撤回|恢复到?上|恢复到?之前|恢复.{0,3}原|回退|退回上|还原|上一版|上一稿|不要刚才|刚才.{0,8}(?:不要|作废|取消)|改回"
)
_FRESH = re.compile(
    r"重新写一份|另写一份|再写一份|起草|草拟|拟[一写]|撰写|写一[份下个稿]|写个|帮我写(?![短长])|^请?写(?![短长])"
)
_ITEM = r"(?:条|点|项|段|个方面|个问题)"
_NTH = re.compile(rf"(倒数)?第({_NUM}(?:[、和与及](?:第)?{_NUM})*){_ITEM}")
_JOINED = re.compile(rf"第{_NUM}{_ITEM}?[、和与及]第?{_NUM}{_ITEM}")
_SENTENCE = re.compile(rf"第({_NUM}){_ITEM}的?第({_NUM})句")
_LAST = re.compile(r"(?:最后|末尾|最末)(?:的?[那这一])*[条点项段]|末条")
_NAMED = re.compile(
    r"(?:把|将|删掉|删去|关于|，|^)(?P<about>[^，。；第]{2,14}?)的?[那这]一?[条点项段]"
)
_OPERATIONS: tuple[tuple[Operation, re.Pattern[str]], ...] = (
    ("merge", re.compile(r"合并|合成一|并成一|并为一|并[入到]|合起来")),
    ("split", re.compile(r"拆成|拆分|拆开|分成两|一分为二")),
    ("renumber", re.compile(
        r"(?:序号|编号|标号).{0,6}(?:改|换|用|变|统一)|[改换][成用为](?:[（(]一[）)]|一是|①|阿拉伯)|用.{1,12}编号"
    )),
    ("restyle", re.compile(r"小?标题.{0,8}(?:改|统一|换|句式|整齐|对仗)")),
    ("move", re.compile(
        r"(?:放|移|挪|调|排)(?:到|至|在)|提到(?:第|最|开头)|调换|对调|提前|置顶|互换|调整.{0,8}[顺次]序"
    )),
    ("free", re.compile(r"(?:删|去)[掉去除][^第条]{2,16}的?(?:提法|表述|说法|字样)")),
    ("delete", re.compile(rf"删|去掉第|不要第|拿掉|去除第|{_ITEM}.{{0,2}}不要了?$")),
    ("shorten", re.compile(
        r"压缩|缩短|精简|简短|改短|短一[点些]|太长|写短|压到|再短|缩到|精炼|简练|凝练|简洁|啰嗦|冗长"
    )),
    ("expand", re.compile(
        r"展开|扩写|写长|具体一?[点些]|详细|充实|丰富|太短|长一[点些]|再具体|加[点些]内容|多写[点些几]|太[虚空]|空洞|笼统"
    )),
    ("replace", re.compile(
        r"换一?[种个]?(?:写法|说法|表述|提法|表达|角度|版本|样)|重写|重新写|改写|换掉|另写|再写一[遍版]|换一换|换一条"
    )),
    ("formal", re.compile(r"正式|语气|口语|官方|公文化|公文一[点些]|规范一[点些]")),
    ("free", re.compile(
        r"不要(?:[提写]|出现|用)|不[提写]|别[提写]|去掉|再加|再来一|加一条|增加|新增|添一条|补充|补一条|补到|写进|加进|改成|改为|换成|替换|加上"
    )),
)  # fmt: skip
# After 县委: not the committee itself but a department of it.
_NO_DEPARTMENT = r"(?!.{0,3}(?:部(?![分署])|办|校))"
_SAME_SUBJECT = 0.6
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
    for fact in facts_in(text):  # “完成任务12项” asks for no twelve items
        text = text.replace(fact, "")
    section = _section(text)
    brief = Brief(
        action="clarify",
        section=section,
        period=asked_period(text, section, today or date.today()),
        organisation=_organisation(text, organisations),
        themes=_themes(text, section),
        items=_items(text),
        max_chars=_max_chars(text),
        numbering=_numbering(text),
        facts=facts_in(message),
    )
    action, operation = _action(text, brief, draft)
    target = _target(text, draft) if draft else None
    if action in ("rewrite", "explain") and draft and _missing(text, draft, operation):
        action, operation = "clarify", None
    if action == "rewrite":
        brief = brief.model_copy(update={"items": None, "section": section})
    return brief.model_copy(update={"action": action, "operation": operation, "target": target})


def complete(brief: Brief, today: date) -> Brief:
    """The period filled in from the date of writing where the message named none."""
    if brief.period or brief.action != "draft":
        return brief
    return brief.model_copy(update={"period": str(current_period(today))})


# --- action ---------------------------------------------------------------------------------


def _action(text: str, brief: Brief, draft: Draft | None) -> tuple[Action, Operation | None]:
    if _GREETING.match(text):
        return "clarify", None
    asks_section = brief.section is not None
    if draft and not (asks_section and _FRESH.search(text)):
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
        if brief.max_chars and not asks_section:
            return "rewrite", "shorten"
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
    """Full-width digits plain, English marks Chinese (not those in 1,200 or 1.), no blanks."""
    text = message.translate({c: c - 0xFEE0 for c in range(0xFF10, 0xFF1A)})
    text = re.sub(r"(?<!\d)[,，]|[,，](?!\d)", "，", text.translate(_ENGLISH_MARKS))
    return re.sub(r"[ \t\u00a0\u3000]+", "", text).strip()


def _section(text: str) -> SectionName | None:
    problems, plan = _PROBLEMS.search(text), _PLAN.search(text)
    if problems and plan:
        if _PLAN_ANSWERS.search(text):
            return "plan"
        return "problems" if problems.start() < plan.start() else "plan"
    if plan:
        return "plan"
    return "problems" if problems else None


def _items(text: str) -> int | None:
    for match in _ITEMS.finditer(text):
        if not _NOT_ITEMS_BEFORE.search(text[: match.start()]):
            value = number_value(_numeral(match[1]))
            if 1 <= value <= 20:
                return value
    return None


def _numeral(text: str) -> str:
    """两 → 二; of two numbers in a row (三四条) the larger one."""
    text = text.replace("两", "二")
    return text[-1] if re.fullmatch(r"[一二三四五六七八九]{2}", text) else text


def _max_chars(text: str) -> int | None:
    match = _MAX_CHARS.search(text)
    if match is None:
        return None
    hundreds, is_chinese, rest = match[1].partition("百")
    if not is_chinese:
        return number_value(hundreds)
    return number_value(_numeral(hundreds)) * 100 + (number_value(rest) if rest else 0)


def _numbering(text: str) -> str | None:
    match = _NUMBERING.search(text)
    if match is None:
        return None
    return _NUMBERING_FAMILIES.get(match["mark"] or match["mark2"], "1.")


def _themes(text: str, section: SectionName | None) -> tuple[str, ...]:
    themes: list[str] = []
    for match in _THEMES.finditer(text):
        if not _PLAN_ANSWERS.match(match.group()):
            named = match["themes"] or match["themes2"]
            themes += [_clean_theme(t) for t in _THEME_SPLIT.split(named)]
    if not themes and (about := _ABOUT.search(text)):
        named = next(g for g in about.groups() if g)
        themes = [_clean_theme(t) for t in _THEME_SPLIT.split(named)]
    kept = [
        t
        for t in themes
        if 2 <= len(t) <= 20 and not (section and (_PROBLEMS.fullmatch(t) or _PLAN.fullmatch(t)))
    ]
    return tuple(dict.fromkeys(t for t in kept if not _NO_THEME.search(t)))


def _clean_theme(theme: str) -> str:
    theme = re.sub(r"^(?:好|的|在|写|到|一下|是|抓|过|了|关于|有关)+", "", theme.strip("\"'：: "))
    theme = re.sub(r"^“([^“”]*)”$", r"\1", theme)
    return _THEME_TAIL.sub("", theme) or theme


# --- which item -----------------------------------------------------------------------------


def _target(text: str, draft: Draft) -> Target | None:
    if sentence := _SENTENCE.search(text):
        return Target(sentence=".".join(str(number_value(n)) for n in sentence.groups()))
    if (named := _NAMED.search(text)) and (item := _item_about(named["about"], draft)):
        return Target(item=item)
    if _LAST.search(text):
        return Target(item=len(draft.items))
    numbers = _item_numbers(text, draft)
    return Target(item=numbers[0]) if numbers and not _JOINED.search(text) else None


def _item_about(words: str, draft: Draft) -> int | None:
    """The one item whose heading or theme has most of the words; None if none or several do."""
    near = [
        n
        for n, item in enumerate(draft.items, 1)
        if max(coverage(words, item.heading.text), coverage(words, item.theme)) >= _SAME_SUBJECT
    ]
    return near[0] if len(near) == 1 else None


def _item_numbers(text: str, draft: Draft) -> list[int]:
    """Every item the text names by number, in order: 第二条, 第3、4条, 倒数第二条."""
    numbers = []
    for match in _NTH.finditer(text):
        for numeral in re.findall(_NUM, match[2]):
            value = number_value(numeral)
            numbers.append(len(draft.items) + 1 - value if match[1] else value)
    return numbers


def _mentions_item(text: str) -> bool:
    return bool(_NTH.search(text) or _LAST.search(text))


def _missing(text: str, draft: Draft, operation: Operation | None) -> bool:
    """Whether the text names an item or a sentence that the draft does not have."""
    if sentence := _SENTENCE.search(text):
        wanted = ".".join(str(number_value(n)) for n in sentence.groups())
        return wanted not in {s.id for s in draft.sentences()}
    last = len(draft.items) + (operation == "free")  # “再加第六条” names the one to come
    return any(not 1 <= n <= last for n in _item_numbers(text, draft))


# --- whose report ---------------------------------------------------------------------------


def _organisation(text: str, organisations: Sequence[str]) -> str | None:
    """The organisation the text names; of two names, one inside the other, the longer."""
    in_full = [o for o in organisations if re.search(re.escape(o) + _NO_DEPARTMENT, text)]
    if in_full:
        return max(in_full, key=len)
    return next((o for o in organisations if _named_short(text, o)), None)


def _named_short(text: str, organisation: str) -> bool:
    """Whether the text names the organisation as people say it: 组织部, 纪委, 县委."""
    department = re.search(r"(?:[县市省区]委?)([^县市省区]{2,8})$", organisation)
    if department:
        # 组织部分党员 and 宣传部署 name no department.
        return bool(re.search(re.escape(department[1].removesuffix("监委")) + "(?![分署])", text))
    committee = re.search(r"[县市省区]委$", organisation)
    return bool(committee and re.search(committee.group() + _NO_DEPARTMENT, text))
