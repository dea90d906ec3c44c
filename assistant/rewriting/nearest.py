"""What is said where an instruction cannot be done without a language model: why, and what is near.

Pure. The examples name the item that the message names, and each of them can be sent as it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.understanding.targets import with_item

_NO_MODEL = "没有配置语言模型，"
_MOST = 4
# (what is asked, why not, what is near it), the first that fits counts.
_WAYS: Sequence[tuple[re.Pattern[str], str, tuple[str, ...]]] = tuple(
    (re.compile(pattern), why, chips)
    for pattern, why, chips in (
        (r"翻译|英文|英语|外文|繁体|拼音", "不能翻译", ("第一条换一种写法", "全文更正式一些")),
        (
            r"表格|图表|加粗|字体|字号|颜色|排版|行距|页眉|页码|居中|缩进",
            "版式不在这里改，导出 Word 时按公文格式排好",
            ("导出成Word", "序号改成（一）（二）", "小标题改为统一句式"),
        ),
        (
            r"诗|词牌|快板|对联|散文|顺口溜|歌|故事|小品|相声|脱口秀|问答|对话|口号",
            "不能改写成别的文体",
            ("第一条换一种写法", "小标题改为统一句式", "全文更正式一些"),
        ),
        (
            r"引用|名言|典故|古语|金句|讲话原文|成语",
            "不能自行引用没有出处的话；要引用的请作为素材提供",
            ("第一条加上：（要引用的原话）", "第一条换一种写法"),
        ),
        (
            r"数据|数字|例子|案例|实例|典型|事例|事实|依据|百分比|对比|同比",
            "数据和事例要由您提供，不能编写",
            ("第一条加上：（数据或事例）", "第一条展开写", "第一条换一种写法"),
        ),
        (
            r"汇报|请示|口吻|语气|口气|语调|态度|谦虚|自信|严厉|亲切",
            "只会改成上级、平级的口吻，或把语气放重、放缓",
            ("改为上级口吻", "改为平级口吻", "语气再重一些", "语气缓和一些"),
        ),
        (
            r"排比|对仗|文采|感染力|气势|生动|形象|优美|比喻|新颖|亮点|出彩|高度|站位|深刻|深度|新意|创新",
            "不能按文采重写，只能换用往年的其他写法",
            ("第一条换一种写法", "小标题改为统一句式", "语气再重一些"),
        ),
        (
            r"逻辑|层次|条理|衔接|过渡|连贯|通顺|流畅|顺一",
            "不能重新组织文字，可以调整条目和句子",
            ("第三条移到最前面", "第一条和第二条合并", "第一条拆成两条", "第一条换一种写法"),
        ),
        (
            r"原因|分析|成因|根源|剖析|意义|背景|影响|后果|举措|措施|办法|对策",
            "不能凭空分析，可以从往年的写法里补充",
            (
                "第一条展开写",
                "第一条换一种写法",
                "再加一条关于党员教育的",
                "第一条加上：（具体内容）",
            ),
        ),
        (
            r"结尾|总结|收尾|落款|结束语|号召|展望",
            "不写结束语",
            ("再加一条关于党员教育的", "导语换一种写法", "最后一条展开写"),
        ),
        (
            r"口语|土话|白话|大众|群众|老百姓|通俗|接地气",
            "不能改得通俗，可以把口语改成公文用语",
            ("全文更正式一些", "去掉套话", "把“抓好”换成“抓实”"),
        ),
        (
            r"重复|雷同|一样|照搬|去重",
            "不能自动去重，可以合并或换写",
            ("第一条和第二条合并", "第一条换一种写法", "删掉第三条"),
        ),
        (
            r"[删去减]|不要|别",
            "没有听懂要删哪里",
            ("删掉第一条", "第一条第一句删掉", "不要提巡察", "去掉套话"),
        ),
        (
            r"[加增补添]",
            "没有听懂要加什么",
            (
                "再加一条关于党员教育的",
                "第一条加一句关于党员教育的",
                "第一条加上：（素材）",
                "第一条展开写",
            ),
        ),
        (
            r"[移调挪放换]",
            "没有听懂要怎么调",
            ("第三条移到最前面", "第一条和第二条对调", "把“抓好”换成“抓实”", "第一条换一种写法"),
        ),
    )
)
_USUAL: tuple[str, ...] = (
    "第一条换一种写法",
    "第一条压缩到100字",
    "第一条展开写",
    "全文更正式一些",
)


def cannot(message: str, item: int | None = None) -> str:
    """Why the instruction is not done, with examples about `item` (from 1) if one is meant."""
    why, chips = "这个改法做不到", _USUAL
    for pattern, reason, near in _WAYS:
        if pattern.search(message):
            why, chips = reason, near
            break
    said = "".join(f"“{example(chip, item)}”" for chip in chips[:_MOST])
    return f"{_NO_MODEL}{why}。相近的可以说：{said}"


def example(chip: str, item: int | None) -> str:
    return with_item(chip, item) if item and "第二条" not in chip and "第三条" not in chip else chip


def examples() -> tuple[str, ...]:
    """Every example that is ever given."""
    return tuple(dict.fromkeys([*_USUAL, *(c for _, _, near in _WAYS for c in near)]))
