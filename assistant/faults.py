"""Clauses of a section on problems that find fault without a word of judgement. Pure.

“机制不够健全” judges; “督查检查重台账轻实效”, “整改台账销号标准不统一”, “批评提醒蜻蜓点水” say what is
wrong by telling it. Outside such a section the same words may be neutral, so they are asked for only
in it.
"""

from __future__ import annotations

import re

from assistant.clauses import has_verdict

_UNEVEN = (
    r"重[^，]{1,10}?、?轻(?!装|松|车)|轻[^，]{1,8}?、?重(?!视|点|要|大|新)|[^，]多、[^，]{1,10}少"
)
_STOPS_SHORT = (
    r"停留(?:在|于)|流于|浮于|止步于|局限于|满足于|习惯(?:于|用|沿用)|等同于|热衷于|(?<!不)代替|包办|照搬|照抄|照转"
    r"|大同小异|千篇一律|蜻蜓点水|走过场|一阵风|好人主义|变相|走样|变形|打折扣|应付|敷衍|推诿|观望|刚刚起步|一家之事"
)
_THERE_IS = (
    r"存在.{0,14}(?:现象|倾向|心态|问题|出入|主义|情况|隐患|漏洞|风险|偏差|误区|盲区|空白)"
    r"|(?:现象|倾向|情况|问题|苗头|隐患).{0,6}(?:存在|发生|显现|抬头|未根除|突出)|反弹|衰减|漏洞|疏漏|死角|盲区|梗阻|堵点"
)
_NOT = (
    r"不(?:统一|一致|固定|明确|相适应|相匹配|牢固|理想|完整)|有距离|不[一明牢]$|(?:跟|接|用|赶)不上|[留坐沉]不[住下]"
    r"|没有(?:理顺|形成|建立|得到|真正|完全|充分|跟上|打通|做到|发挥|起到|落到)"
    r"|未(?:及时|能|有效|完全|真正|充分|形成|建立|得到|全面|根本|理顺|做到|从根本)"
)
_STRAINED = (
    r"身兼[数多]职|兼职(?:较|过|偏)?多|多为(?:兼职|短期)|[企各].{0,8}兼任|各(?:自为|唱各)|分散|青黄不接|时断时续"
    r"|冷热不均|力不从心|人气不旺|老龄化|同质化|单调|多头|一刀切|层层加码|流动(?:较快|频繁|性大|性强)|受限"
    r"|起伏较?大|(?:吸引力|凝聚力|战斗力|积极性|热情|效果)下降"
)
_LEANS_ON = r"(?:主要|较多|过多|过于|过度|严重)依[靠赖]|仍以.{2,20}为主|以.{2,20}为主$|多(?:停留|集中|放|靠)"
_FAULT = re.compile("|".join((_UNEVEN, _STOPS_SHORT, _THERE_IS, _NOT, _STRAINED, _LEANS_ON)))
# Half a sentence, whose other half judges: 文件会议数量虽有下降.
_CONCEDES = re.compile(r"虽|尽管")

# What will be done about it has words of difficulty, too: 直面挑战、迎难而上.
_RESOLVES = re.compile(
    r"(?<![不未没])(?<!不敢)(?<!不愿)(?<!不善)(?:^直面|迎难而上$|知难而进$|攻坚克难$)"
)


def tells_fault(clause: str) -> bool:
    """Whether a clause of a section on problems tells what is wrong."""
    return bool(_FAULT.search(clause)) and not _CONCEDES.search(clause)


def finds_fault(clause: str) -> bool:
    """Whether it says what is wrong, by judging or by telling."""
    return (has_verdict(clause) or tells_fault(clause)) and not _RESOLVES.search(clause)
