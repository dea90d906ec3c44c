"""Which operation a message asks for, finer than the brief says it. Pure.

The brief knows 更正式, 去套话 and 口吻 as one, and 换词, 不要提, 加一条 and 素材 as another.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from assistant.brief import Brief
from assistant.rewriting.desk import Where
from assistant.understanding.operations import DOWN_TO, operation_of
from assistant.understanding.wording import normalise

Kind = Literal[
    "shorten", "expand", "replace", "merge", "split", "delete", "move", "renumber", "restyle",
    "formal", "set_phrases", "upward", "level", "firmer", "softer", "swap", "unmention", "facts", "add_items",
    "add_sentence", "given", "free",
]  # fmt: skip

_OPEN, _CLOSE = "“\"「『‘'", "”\"」』’'"
_WORD = rf"[{_OPEN}](?P<{{0}}>[^\n]{{{{1,40}}}}?)[{_CLOSE}]"
_TO = (
    r"(?:都|全|全部|一律|统一|一概|通通)*(?:换成|改成|改为|换为|替换成|替换为|替换|改作|换做|改做|换作|改叫|统一为|统一成|写成"
    r"|[改换](?=“))"
)
_QUOTED_SWAP = re.compile(
    rf"{_WORD.format('a')}(?:这个词|一词|的?[提说]法|字样|这几个字)?{_TO}{_WORD.format('b')}(?=[^{_CLOSE}]*$|[，。；])"
)
_BARE_SWAP = re.compile(
    rf"(?:把|将)(?P<where>(?:全文|文中|稿子|稿件|全稿|通篇|第[\d一二三四五六七八九十]+[条点]|这[条句])?(?:[里中]?的)?(?:所有)?(?:的)?)(?P<a>[^，。；“”\"]{{1,20}}?){_TO}(?P<b>[^，。；“”\"]{{1,20}}?)(?:吧|就行|即可)?(?=[，。；]|$)"
)
_ALL_SWAP = re.compile(
    r"^(?:全文|文中|稿子里)?的?(?P<a>[^，。；“”\"把将]{2,12}?)(?:一律|统一|全部|全都|都)(?:换成|改成|改为|换为|替换为|替换成)(?P<b>[^，。；“”\"]{1,20}?)(?:吧)?(?=[，。；]|$)"
)
# 碰头会改成调度会: only where the word stands in the draft.
_PLAIN_SWAP = re.compile(rf"^(?P<a>[^，。；“”\"把将]{{2,12}}?){_TO}(?P<b>[^，。；“”\"]{{1,12}})$")
_NOT_WORDS = re.compile(
    r"^(?:(?:小?标题|主题|题目|数字|数据|时间|日期|单位|名称|内容|条数|序号|编号|语气|口吻|口气|语言|措辞|句式|顺序|字数|内容|它|这|那)|第[\d一二三四五六七八九十]+[条点句段]?|全文|全稿|稿子)"
)
_NOT_INSTEAD = re.compile(
    r"写法|说法|角度|口吻|语气|^关于|^写|[（(]一[）)]|一是|更|[\d一二三四五六七八九十两]+[条点句]|正式|书面"
)
_DROP_WORD = re.compile(
    rf"(?:删|去|拿|划)[掉去除]*{_WORD.format('a')}(?:这个词|一词|的?[提说]法|字样|的?表述|这几个字)?"
    rf"|{_WORD.format('b')}(?:这个词|一词|的?[提说]法|字样|的?表述|这几个字)?(?:都|全部|全|统统)?(?:删|去|拿|划)[掉去除]"
)
_UNMENTION = re.compile(
    r"(?:不要|不用|别|勿|不必|不再|不|避免|避开|(?<![至最])少)(?:再)?(?:提|出现|涉及|讲到?|谈到?|写到?|说到?)(?:到|及|有)?(?:任何)?(?:关于)?(?P<a>[^，。；！？]{2,24}?)(?:这块|方面)?(?:的?(?:内容|字样|提法|话题|事情|事|表述))?了?(?=[，。；！？]|$)"
    r"|(?:删|去|拿)[掉去除](?:所有|全部)?(?:关于|有关|涉及|提到)?(?P<b>[^，。；！？第]{2,20}?)的?(?:提法|表述|说法|字样|内容|部分)(?=[，。；！？]|$)"
    r"|(?:关于|有关|涉及|提到)?(?P<c>[^，。；！？第把将]{2,20}?)的?(?:提法|表述|说法|字样|内容)(?:都|全部|全|统统)?(?:删|去|拿)(?:掉|去|除)?(?=[，。；！？]|$)"
)
_SET_PHRASES = re.compile(r"[套官空虚废]话|水分|假大空|空泛的话|虚的")
_AWAY = re.compile(r"去|删|减|少|不要|没有|挤|拿掉|精简|清|别")
_UPWARD = re.compile(
    r"上级(?:机关|部门|单位|领导)?(?:的|对下级的?)?(?:口吻|语气|口气)|对下(?:级)?(?:的)?(?:口吻|语气|口气)|(?:命令|指示|部署|要求)(?:式|性)?(?:的)?(?:口吻|语气|口气)|居高临下"
)
_LEVEL = re.compile(
    r"平级|同级|平行|不相隶属|兄弟单位|商量着|商量(?:的|式)?(?:口吻|语气|口气)|协商(?:的|式)?(?:口吻|语气|口气)|商洽"
)
# 别那么硬 asks for the opposite of 硬, and so does 太软.
_TOO_FIRM = re.compile(
    r"(?:别|不要|不用|不必|太|过于|偏|有点)(?:写得)?(?:这么|那么|太|过于|再)?(?:强?硬|生硬|重(?![复点要视])|狠|严厉|严肃|凶|冲|绝对)"
)
_TOO_SOFT = re.compile(
    r"(?:太|过于|偏|有点|别|不要)(?:写得)?(?:这么|那么|太)?(?:软|轻(?!重)|弱|温和|客气|缓)(?!弱)"
)
_FIRMER = re.compile(
    r"硬气|(?:再|要|更)有?(?:点|些)?力度|(?:语气|口气|口吻|措辞|力度|调子).{0,6}(?:硬|重|强(?!调)|坚决|坚定|严厉|狠|有力|刚性|加大|大[一点些])|(?:加重|加强|强化)(?:语气|口气)"
    r"|(?:更|再|要)(?:加)?(?:强?硬|坚决|坚定|有力度|有力|严厉|狠)[的气]?(?:一?[点些])?|(?:强?硬|重|坚决|坚定|严厉|有力)[气的]?一?[点些]?的?(?:口气|语气|口吻)"
)
_SOFTER = re.compile(
    r"(?:语气|口气|口吻|措辞|调子).{0,6}(?:软|(?<!年)轻|弱|缓|柔|委婉|温和|平和|客气)|(?:委婉|缓和|温和|婉转|柔和|客气|平和)(?:一?[点些])|别太(?:硬|重|严厉)|(?:放|减)缓(?:语气|口气)"
)
_TONE = re.compile(r"语气|口气|口吻|措辞|调子|^(?:写得|还是|再|别|不要|有点|太|说得)")
_MOVES = re.compile(
    r"[上下前后]移|置顶|打头|垫底|往[前后上下]|(?:挪|移|调|升|降|摆)(?:到|至)|靠[前后]|位置|移动"
)
_MOVE_VERB = re.compile(
    r"放|移|挪|调|提|排|升|降|摆|[对互]?换(?!.{0,3}[写说表措角])|置顶|打头|垫底|首[条位]|颠倒|倒过来|倒序|顺序|次序|位置|往[前后上下]|靠[前后]|到最?[前后]"
)
_LAST = re.compile(r"最后|末尾|最末")
_AS_ONE = re.compile(r"合二为一|合而为一|[合并归]到一[起块]")
_LONGER = re.compile(r"扩|加长|写长|拉长|增加到|增写|充实|写够|补到|展开")
_FORMAL = re.compile(
    r"正式|正规|口语|官方|公文|规范|书面|大白话|随意|严谨|庄重|严肃|措辞|土|俗|白话|机关|官样"
)
_ADDS = re.compile(
    r"(?:再|增|新|补|多|另).{0,3}(?:加|写|来|补|增)?.{0,2}(?:[一二两三四五六\d]条|点)|(?:加|添|补|增|来|插)[上入]?[一二两三四五六\d]条"
)
_MORE_ITEMS = re.compile(
    r"^(?:请|帮我|能不能)?(?:再|另外?|还)?(?:多|新)?(?:写|加|补|添|增|来)(?:上|加|写)?[一二两三四五\d][条点](?:吧|看看|就行)?$"
)
_ADDS_SENTENCE = re.compile(r"(?:加|补|添|写|增)[上写]?(?:[一1两几]?句|一段话)")
# 第三条标题改成“…”: the words are the writer's own.
_HEADING = re.compile(
    r"(?P<of>小标题|大标题|总标题|标题)(?:就)?(?:改成|改为|换成|换为|写成|定为|叫做?|用)[：:]?[“\"]?(?P<words>[^“”\"，。；：]{3,30})[”\"]?(?:吧|即可|就行)?$"
)
_GIVEN_SENTENCE = re.compile(
    r"句(?:话)?(?:改成|改为|换成|换为|写成)[：“]+(?P<words>[^“”]{4,120}?)”?(?:吧|即可|就行)?$"
)
_NO_HEADING = re.compile(
    r"句式|格式|四字|[一二三四五六七八九十\d]+(?:个)?字|对仗|统一|更|一致|整齐|开头|[短长]一?[点些]|[（(]一|一是|祈使"
)
_DROP_THIS = re.compile(r"^(?:把|将)?这?[一]?[句段处]?话?(?:给我)?(?:去掉|去除|拿掉|不要了?|删)")
_OTHER_THEME = re.compile(r"改成|改为|换成|换为|改写成|[条点]写(?!成|得)")
_GIVES = re.compile(r"加上|补上|写上|写进|加进|补充|加入|添上|补进|写入|素材|数据|加一句|补一句|加")


@dataclass(frozen=True)
class Asked:
    """What to do, and with which words: (X, Y) of a swap, what is not to be mentioned."""

    kind: Kind
    words: tuple[str, ...] = ()


def kind_of(message: str, brief: Brief, where: Where, draft_text: str = "") -> Asked:
    """The operation the message asks for; `free` for none that is known. `draft_text` tells a word
    of the draft from the name of something."""
    text = normalise(message)
    if given := _given(text, where):
        return Asked("given", (given,))
    if words := _swap(text, draft_text):
        return Asked("swap", words)
    if _SET_PHRASES.search(text) and _AWAY.search(text):
        return Asked("set_phrases")
    if _UPWARD.search(text):
        return Asked("upward")
    if _LEVEL.search(text):
        return Asked("level")
    is_tone = _TONE.search(text) and brief.operation in (None, "free", "formal", "replace")
    if is_tone and _TOO_FIRM.search(text):
        return Asked("softer")
    if is_tone and _TOO_SOFT.search(text):
        return Asked("firmer")
    if _SOFTER.search(text):
        return Asked("softer")
    if _FIRMER.search(text) and brief.operation in (None, "free", "formal", "replace"):
        return Asked("firmer")
    if DOWN_TO.search(text) and not where.sentence and len(where.items) < 2:
        return Asked("merge")
    if _AS_ONE.search(text):
        return Asked("merge")
    if where.items and _MOVES.search(text) and brief.operation in (None, "free", "replace"):
        return Asked("move")
    if brief.operation == "move" and not _MOVE_VERB.search(text):
        # 最后一句换个说法: 最后 is where it stands, not where it goes
        return Asked(operation_of(_LAST.sub("", text)) or "free")
    if brief.operation == "shorten" and _LONGER.search(text):
        return Asked("expand")
    if brief.facts and _is_about_facts(text, brief, where):
        return Asked("facts")
    if unwanted := _unwanted(text, brief):
        return Asked("unmention", unwanted)
    if where.sentence and brief.operation in ("free", None) and _DROP_THIS.search(text):
        return Asked("delete")
    if brief.operation in ("free", "move", None) and _ADDS.search(text) and brief.themes:
        return Asked(_open(text, brief, where))
    if brief.operation == "free" or brief.operation is None:
        return Asked(_open(text, brief, where))
    if brief.operation == "replace" and brief.themes and _ADDS.search(text) and not where.items:
        return Asked("add_items")
    if brief.operation == "formal" and not _FORMAL.search(text):
        return Asked("free")
    return Asked(brief.operation)


def _given(text: str, where: Where) -> str:
    """The writer's own words for a heading or a sentence."""
    heading = _HEADING.search(text)
    if heading and not _NO_HEADING.search(heading["words"]):
        return heading["words"]
    sentence = _GIVEN_SENTENCE.search(text) if where.sentence else None
    return sentence["words"] if sentence else ""


def _swap(text: str, draft_text: str) -> tuple[str, str] | None:
    if match := _QUOTED_SWAP.search(text):
        return match["a"], match["b"]
    plain = _PLAIN_SWAP.search(text)
    if plain and plain["a"] not in draft_text:
        plain = None
    if match := _BARE_SWAP.search(text) or _ALL_SWAP.search(text) or plain:
        word, instead = match["a"], match["b"]
        if not _NOT_WORDS.search(word) and not _NOT_INSTEAD.search(instead):
            return word, instead
    if match := _DROP_WORD.search(text):
        return match["a"] or match["b"], ""
    return None


def _unwanted(text: str, brief: Brief) -> tuple[str, ...]:
    match = _UNMENTION.search(text)
    if match is None:
        return brief.excluded_themes if brief.operation in (None, "free") else ()
    words = next((g for g in match.groups() if g), "")
    named = brief.excluded_themes or tuple(re.split("[、和与及]", words))
    return tuple(w.strip("“”\"'") for w in named if len(w.strip("“”\"'")) > 1)


def _is_about_facts(text: str, brief: Brief, where: Where) -> bool:
    if brief.operation in (None, "free"):
        return not _ADDS.search(text)
    return brief.operation == "expand" and bool(_GIVES.search(text))


def _open(text: str, brief: Brief, where: Where) -> Kind:
    if brief.themes:
        if _ADDS.search(text) and not _ADDS_SENTENCE.search(text):
            return "add_items"
        if where.items and _OTHER_THEME.search(text):
            return "replace"
        if where.items and re.search("加|增|补|添", text):
            return "add_sentence"
        if not where.items and re.search(r"加|增|补|添", text):
            return "add_items"
    if not where.items and not where.sentence and _MORE_ITEMS.search(text):
        return "add_items"  # on what past reports write about besides
    return "free"
