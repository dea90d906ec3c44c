"""Text that wants to be more than text: markup, addresses, orders to a program. Pure.

Reports and facts are data, but a model may obey what stands in them, and a browser may follow it.
`plain` takes out what no sentence of a report has; `is_instruction` knows sentences that speak to a
program, or as one; `is_hostile` is for text that somebody else wrote and that may be borrowed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from assistant.clauses import clause_spans
from assistant.document import Draft, Finding

# What cannot be seen: zero widths, bidi controls, tags, variation selectors, private use, marks that
# combine; controls but \n and \t.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\u3164\ufe00-\ufe0f\ufeff\ufff9-\ufffc\U000e0000-\U000e01ef\u0300-\u036f\u1ab0-\u1aff\u20d0-\u20ff\ufe20-\ufe2f"
    "\u180b-\u180d\u2800\ue000-\uf8ff\U000f0000-\U0010ffff]"
)
_ESCAPE = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[@-Z\\-_])")
# Full-width Latin is folded before this is looked for; 。 may stand for the dots of an address.
_ADDRESS = re.compile(
    r"(?:(?<![A-Za-z0-9])(?:https?|ftp|file|wss?|javascript|vbscript|blob|mailto|tel)\s*:\s*(?://)?|(?<![A-Za-z0-9])data\s*:\s*(?=[a-z]+/|;|,)|(?<![A-Za-z0-9])//(?=[a-z0-9-]+\.)|(?<![A-Za-z0-9])www[.。])"
    r"[!-~]*(?:(?<=www)。[!-~]+)?"
    # a scheme, a name with a dot and letters behind it, a share, numbers of a machine
    r"|(?<![A-Za-z])[A-Za-z][A-Za-z0-9+-]{1,15}\s*:\s*[/\\]{1,2}[!-~]*|\\\\[A-Za-z0-9][!-~]*"
    r"|(?<![A-Za-z0-9.])[A-Za-z0-9-]{2,}(?:\.|\[\.\])[A-Za-z]{2,}(?![A-Za-z0-9])(?:[:/][!-~]*)?"
    r"|(?<![A-Za-z0-9])[A-Za-z0-9-]{2,}[.。](?:中国|公司|网络)(?![\u4e00-\u9fff])|(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?(?![\d.])"
    r"|[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+\.[A-Za-z]{2,}"
    r"|(?<![A-Za-z0-9@.])(?:[a-z0-9-]+\.)+(?:com|cn|net|org|io|xyz|top|ru|info|example|test|dev|app)(?![a-z])(?:[:/][!-~]*)?",
    re.IGNORECASE,
)
_BLOCKS = re.compile(
    r"<!--.*?(?:-->|$)|<(?:script|style|iframe|svg|object)\b[^>]*>.*?(?:</(?:script|style|iframe|svg|object)\s*>|$)"
    r"|!?\[[^\]\n]*\]\([^)\n]*\)?|!?\[[^\]\n]*\]\[[^\]\n]*\]|^\s*\[[^\]\n]+\]:\s*\S+"
    r"|<\|[^|>]{1,40}\|>|<<[^<>\n]{0,60}>>|\[/?(?:INST|SYS)\]|\[(?=[a-z]*\d)[pfc][0-9a-z]{3,10}\]"
    r"|</?[A-Za-z!?][^<>]{0,400}>?|\{\{[^}\n]{0,80}\}\}|\$\{[^}\n]{0,80}\}"
    r"|&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,8});",
    re.IGNORECASE | re.DOTALL | re.MULTILINE,
)
_MARKS = re.compile(r"[*_`#~|\\]+|^\s*>+\s*|(?:^|(?<=\n))\s*[-+]\s+|-{3,}|={3,}", re.MULTILINE)
_SIGNS = re.compile(r"\|[^|\n]+\||#{2,}|`|\*\*")
_BASE64 = re.compile(
    r"(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{20,}={0,2}|(?:\\x[0-9a-f]{2}){4,}|(?:%[0-9a-f]{2}[a-z]*){3,}",
    re.I,
)

# Letters of other alphabets that look Latin.
_LOOK_ALIKE = str.maketrans(
    "аАвВеЕкКмМнНоОрРсСтТуУхХіІјЈѕЅԁһαΑβΒεΕικΙΚνΝοΟρΡτΤυΥχΧ",
    "aAbBeEkKmMhHoOpPcCtTyYxXiIjJsSdhaAbBeEikIKvNoOpPtTyYxX",
)
_EARLIER = (
    r"(?:以上|上述|之前|前面|先前|此前|前述|上面|上文|系统|所有|全部|一切|你的|原有|原来|任何)"
)
_ORDERS = r"(?:指令|指示|提示词?|规则|设定|对话|约束|prompt|命令|限制|要求|内容|说明)"
_ORDER_ZH = re.compile(
    rf"(?:忽略|无视|忘记|忘掉|忽视|不要理会|不必理会|不要遵守|不再遵守|跳过|绕过|推翻|清空)(?:掉|你)?.{{0,4}}{_EARLIER}.{{0,6}}{_ORDERS}"
    r"|(?:忽略|忘记|绕过|覆盖)(?:系统|安全)?(?:提示词|指令|审核机制)"
    r"|你(?:现在)?(?:是|不再是)(?:一[个名位]|没有限制|不受|[^，。]{0,10}(?:助手|模型|机器人|AI|专家|管理员|程序员|海盗|DAN))|你现在(?:是|要|必须|可以|处于)"
    r"|从现在(?:起|开始)，?(?:你|请|所有回答|不再)|请你?(?:扮演|假装|模拟)|扮演[^，。]{0,10}(?:助手|模型|AI)"
    r"|(?:作为|身为)(?:一[个名])?(?:AI|人工智能|大?语言模型|智能助手|大模型|聊天机器人)(?:语言)?(?:模型|助手)?(?:[，,]|我|，?不|$)"
    r"|我(?:只)?是(?:一[个名])?(?:AI|人工智能|大?语言模型|智能助手|大模型)"
    r"|(?:系统|开发者|隐藏|初始)(?:提示(?![音牌器信])|prompt|指令)|(?:开发者|越狱|调试|上帝|管理员|维护)模式(?:已|下|开|启|$)|越狱"
    r"|(?:请|务必|必须|直接|只|仅|原样|逐字|完整|首先|然后|并|立即|现在)?(?:打印|复述|回复|返回|回答)(?:以下|如下|下列|上述|下面|你的|系统|这句|：?[“\"‘'「]|：)|输出(?:以下|如下|下列|上述|下面|你的|系统提示|这句|：)"
    r"|(?:请|只|仅|直接|原样|逐字)(?:输出|打印|复述|返回|回复|回答)"
    r"|(?:执行|运行|遵守|遵从|服从)(?:以下|下列|下面|如下|这条|本条|本段)(?:的)?(?:新)?(?:指令|命令|代码|脚本|操作|语句)"
    r"|(?:以下|下面|本段|这段|本条|这)(?:内容|文字)?(?:是|为)(?:新的|最新|最高|最终)?(?:优先级?)?(?:的)?(?:系统)?(?:指令|命令|提示)"
    r"|优先级?(?:为|是)?最高的?(?:指令|命令)|新(?:的)?(?:系统)?(?:指令|任务)(?:如下)?[：:]|(?<![\u4e00-\u9fff])(?:系统|用户|助手|管理员|开发者)[：:]|【(?:系统|指令|系统提示|管理员)[^】]{0,8}】"
    r"|(?:不要|无需|不用|不必|禁止|停止)(?:再)?(?:引用|标注|注明|核验|检查|审核)(?:任何)?(?:出处|来源|编号|引用|数字)"
    r"|(?:在|把|将)(?:你的|本次|最终|生成的)?(?:回答|回复|输出|草稿|稿件|正文|结果)(?:的)?(?:中|里|末尾|开头|最后|结尾)(?:加入|插入|写入|写上|加上|附上|写|放)"
    r"|(?:把|将)(?:所有|全部|文中|上述|稿件|草稿)(?:的)?(?:数字|数据|单位|姓名|名称|日期)(?:都|全部|均)?(?:改|换|替换|删)"
    r"|(?:点击|打开|访问|下载|扫描)(?:以下|下方|此|该|这个|下面的?)(?:链接|网址|地址|二维码|图片)"
    r"|(?:发送|上传|泄露|提交|告诉我)(?:到|给|至)?.{0,8}(?:密钥|系统提示|提示词|API|环境变量|对话记录|聊天记录|全部资料库)"
    # officialese for programs
    r"|(?:请|由|要求|让)(?:AI|大模型|语言模型|智能助手|起草(?:助手|程序)|写作(?:助手|程序))(?:在|应|须|把|将|优先|生成|采用)"
    r"|(?:AI|大模型|语言模型|起草助手|写作助手|智能体)(?:在[^，。]{0,6}时)?(?:应当|应该|须|必须|务必|不得)"
    r"|起草助手|起草程序|写作程序|撰稿程序|以本[段条节款](?:内容)?为准|(?:本段|本条|该段)(?:内容)?(?:放在|置于|列为)(?:第一|首|最前)|采信本[段条]"
    r"|(?:此前|之前|先前|以往)所?(?:有|发|列|提)?[^，。]{0,8}(?:要求|规定|指令|提示)(?:同时|一律|全部|均)?(?:废止|作废|失效)|[無无]視[^，。]{0,4}(?:以上|所有)"
    r"|调用(?:工具|函数|接口|插件)|(?:隐藏|白色)文字[：:]|解码(?:以下|后|并)(?:内容|执行|文字)?|(?:读取|删除|清空)(?:资料库|数据库|所有报告|全部报告|文件系统)",
    re.IGNORECASE,
)
_ORDER_EN = re.compile(
    r"\b(?:ignore|disregard|forget|override|bypass)\b.{0,30}\b(?:instructions?|prompts?|rules?|above|previous|prior|everything)\b"
    r"|\byou\s+are\s+(?:now|a|an|no\s+longer)\b|\b(?:act|behave)\s+as\b|\bpretend\s+(?:to|you)\b|\bfrom\s+now\s+on\b"
    r"|\b(?:system|developer|hidden)\s*(?:prompt|message|override|instruction)|(?:^|[\s>\]|】,，。;；])(?:system|assistant|user|human)\s*[:：]"
    r"|\b(?:reveal|print|output|repeat|echo|return|say|write|respond|reply)\b.{0,24}\b(?:following|above|prompt|instructions?|only|exactly|with|verbatim)\b"
    r"|\bas\s+an?\s+(?:ai|large\s+language|language)\b|\bdo\s+anything\s+now\b|\bjailbreak|\bdeveloper\s+mode|\bi(?:'m|\s+am)\s+(?:sorry|an?\s+ai)\b"
    r"|\b(?:new|important)\s+(?:instructions?|task)\b|\b(?:click|visit|open|download)\s+(?:here|this|the\s+(?:link|url))|\bexecute\b|\bcurl\s+-|\brm\s+-rf|\bimport\s+os\b|\bdrop\s+table\b"
    r"|#{2,}\s*(?:instruction|system|response)|im_(?:start|end)|\bend\s+of\s+(?:document|context|data|report)s?\b",
    re.IGNORECASE,
)
# How a program talks around what it was asked for.
_TALK = re.compile(
    r"^(?:好的|当然|没问题|收到|明白了)[，,！!。]|(?:以下|下面|这)是(?:为您|根据您|按您|我(?:为|给|按|根据)|您要|修改后的|润色后的|改写后的)"
    r"|(?:根据|按照)您的?(?:要求|需求|指示|提示)|希望(?:以上|这些|这)(?:内容|回答|信息|文字)?能?(?:对您|有所)"
    r"|(?:很)?抱歉，?我|对不起，?我|我(?:无法|不能|没有办法)(?:提供|完成|协助|回答|生成|访问|满足|执行|继续)"
    r"|如果?您?(?:还)?(?:有|需)(?:要)?(?:其他|任何|进一步|更多)"
    r".{0,10}(?:告诉我|联系我|问题|帮助)"
    r"|请(?:告诉|提供给)我|我(?:已|将)(?:为您|按照您|遵照|忽略|执行)|作为您的(?:助手|秘书)"
    r"|(?:sure|certainly|of course)[,!]|here\s+(?:is|are)\s",
    re.IGNORECASE,
)


def check_hostile(draft: Draft) -> Iterator[Finding]:
    """`hostile` for every sentence, however it came into the draft, that is more than text."""
    for sentence in draft.sentences():
        if is_hostile(sentence.text):
            message = "这一句像是写给程序的指令，或带有链接、标记、看不见的字符，不能写进稿件"
            yield Finding("hostile", "error", message, sentence.id, 0, len(sentence.text))


def plain(text: str) -> str:
    """The text without markup, addresses, images, unseen characters and code; one line."""
    text = _seen(text)
    for pattern in (_BLOCKS, _ADDRESS, _BASE64):
        text = _cut(pattern, text)
    text = _MARKS.sub("", text.replace("\n", ""))
    return re.sub(r"[<>]+|\[\s*\]|\(\s*\)|（\s*）", "", text).strip()


def is_instruction(text: str) -> bool:
    """Whether the text speaks to a program, or as one: orders, roles, chatter. Meant never to
    be so of a sentence in a report."""
    folded = folded_form(text)
    tight = re.sub(r"(?<=[^\x00-\x7f])[ \t]+(?=[^\x00-\x7f])", "", folded)
    return bool(_ORDER_ZH.search(tight) or _ORDER_EN.search(folded) or _TALK.search(tight))


def is_hostile(text: str) -> bool:
    """Whether no sentence may borrow the text: an instruction, markup, an address, something
    that cannot be seen."""
    shown = unicodedata.normalize("NFKC", text)
    return (
        bool(_UNSEEN.search(text) or _ESCAPE.search(text))
        or any(p.search(shown) for p in (_BLOCKS, _ADDRESS, _BASE64, _SIGNS))
        or is_instruction(text)
    )


@lru_cache(maxsize=8_000)
def has_hostile_clause(text: str) -> bool:
    """Whether the text is hostile as a whole or in one of its clauses. Remembered, since every
    draft asks it of all past items."""
    clauses = clause_spans(text, 0, len(text))
    return is_hostile(text) or any(is_hostile(text[a:b]) for a, b in clauses)


def folded_form(text: str) -> str:
    """The text as it is meant to be read: nothing unseen, full-width and look-alike letters Latin."""
    return unicodedata.normalize("NFKC", _seen(text)).translate(_LOOK_ALIKE)


def _seen(text: str) -> str:
    return _UNSEEN.sub("", _ESCAPE.sub("", text))


def _cut(pattern: re.Pattern[str], text: str) -> str:
    """The text without what matches, be it written full-width or in look-alike letters."""
    folded = "".join(_folded(c) for c in text)
    pieces, position = [], 0
    for match in pattern.finditer(folded):
        pieces.append(text[position : match.start()])
        position = match.end()
    return "".join([*pieces, text[position:]])


def _folded(char: str) -> str:
    """One character for one, so that offsets stay."""
    if "\uff01" <= char <= "\uff5e" and (
        char.isalnum() or char in "：／．＠＜＞＃％（）［］！＝－＿？＆；"
    ):
        char = unicodedata.normalize("NFKC", char)
    return char.translate(_LOOK_ALIKE)
