"""A message as the rules want to read it: plain digits, Chinese marks, no blanks, usual slips mended."""

from __future__ import annotations

import re

from corpus.numbering import number_value

NUM = r"(?:\d{1,3}|[一二两三四五六七八九十]{1,3})"
RANGE = rf"{NUM}(?:\s*(?:[-—–~～至到、]|或者?)\s*{NUM})?"
_ENGLISH_MARKS = str.maketrans(";:!?", "；：！？")
_BLANK = "[ \t\u00a0\u3000]"
# Slips of the input method, each told from the same characters in their proper use.
_SLIPS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), right)
    for pattern, right in (
        (r"起早(?!贪黑|摸黑|晚)|其草|起操", "起草"),
        (r"(?:存再|[从村成存]在|存在)[得地](?=问题|不足|困难|主要|突出|一些|哪些|短板)", "存在的"),
        (r"存再|[从村](?=在[的得]?(?:问题|不足|主要问题))", "存"),
        (r"存(?=在的?(?:问|不足))", "存"),
        (r"存{2,}在", "存在"),
        (r"村级体经济|村集经济|村集体经挤|村级集体经挤", "村级集体经济"),
        (r"工做|工座", "工作"),
        (r"打[祘蒜]|大算", "打算"),
        (r"问提(?![出升高纲供示到])|问題|文题", "问题"),
        (r"计画|计化", "计划"),
        (r"按排", "安排"),
        (r"措失|错施", "措施"),
        (r"整该", "整改"),
        (r"重电(?=写|突出|抓|是|放|：)", "重点"),
        (r"([上下])办年", r"\1半年"),
        (r"下一部(?=工作|打算|计划|安排)", "下一步"),
        (r"总节", "总结"),
        (r"压[宿所]", "压缩"),
        (r"导处", "导出"),
        (r"检察(?=一下|一遍|下|全文|有没有)", "检查"),
        (r"较对", "校对"),
        (r"撤消|撒销", "撤销"),
        (r"恢覆", "恢复"),
        (r"合拼", "合并"),
        (r"山除|删处", "删除"),
        (r"标提", "标题"),
        (r"序好", "序号"),
        (r"语汽", "语气"),
        (r"两步分", "两部分"),
        (r"换一?中(?=写法|说法|表述)", "换种"),
        (r"写发(?=$|，|。)", "写法"),
        (rf"(第{NUM})跳", r"\1条"),
    )
)
_COUNT = rf"{NUM}(?:条|点|个方面)"
# Said and corrected in one breath (五条哦不六条), and counts without a measure (问题3打算5).
_SAID_ANEW = (
    (re.compile(rf"{_COUNT}[，。]?(?:哦|啊|呃|额|嗯)?(?:不对?|不是|错了)[，。]?(?={_COUNT})"), ""),
    (re.compile(r"(?<=[题算])仨(?=[，。；]|$)"), "三条"),
    (re.compile(r"(问题|打算)(\d{1,2})(?=$|[，。；]|打算|问题)"), r"\1\2条"),
)
_LONE = re.compile(rf"(?<=[一-鿿])({_BLANK}+)(?=[一-鿿“”])")


def normalise(message: str) -> str:
    """Full-width digits plain, English marks Chinese (not those in 1,200 or 1.), no blanks."""
    text = re.sub(rf"{_BLANK}+", "", _marks(message)).strip()
    for slip, right in (*_SLIPS, *_SAID_ANEW):
        text = slip.sub(right, text)
    return text


def with_pauses(message: str) -> str:
    """As `normalise`, but a blank between two words is a comma: 重点 党员教育 作风建设."""
    words = re.split(rf"{_BLANK}+", message.strip())
    if sum(len(word) > 1 for word in words) < len(words) / 2:
        return normalise(message)  # every character stands apart
    return normalise(_LONE.sub("，", message))


def _marks(message: str) -> str:
    text = message.translate({c: c - 0xFEE0 for c in range(0xFF10, 0xFF1A)})
    return re.sub(r"(?<!\d)[,，]|[,，](?!\d)", "，", text.translate(_ENGLISH_MARKS))


def value_of(numeral: str) -> int:
    """The number meant: 两 → 2; of two in a row or a range (三四, 3-5, 三到五) the larger one."""
    last = re.split(r"[-—–~～至到、或者\s]+", numeral)[-1].replace("两", "二")
    return number_value(last[-1] if re.fullmatch(r"[一二三四五六七八九]{2}", last) else last)
