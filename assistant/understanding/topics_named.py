"""Telling the name of a field of work from other words. Pure."""

from __future__ import annotations

import re

# What the name of a field ends in.
FIELD = (
    r"(?:建设|经济|教育|治理|培养|监督|培育|引进|引育|振兴|发展|管理|队伍|作风|党建|统战|改革|信访|服务|产业|环境|环保|安全|生产|引资|招商|"
    r"民生|保障|形态|武装|除恶|廉政|整改|人才|干部|党员|支部|组织|宣传|文化|创新|转型|治安|稳定|维稳|法治|巡察|选拔|减负|督查|执行力|投资|"
    r"消费|增收|就业|医疗|养老|污染|防治|防控|执法|执纪|审计|财政|税收|粮食|农业|工业|旅游|文旅|城建|交通|水利|档案|保密|责任制|制度|"
    r"学习|落实|能力|质量|活力|效能|融合|生活|活动|换届|反腐败|群团|工会|老干部|基层|项目|企业|乡村|社区|农村|帮扶|监管|热线|精神|生态|环境|绿化|城镇化|数字化|信息化|平安|应急|消防)"
)
_CONJUNCTION = re.compile(
    r"[，、]?[一另]条(?:是)?[写讲说]|以及|还有|[、和与及跟/；+＋&，\n]|同时(?=[一-鿿]{2})"
)
# Fields whose own name has a conjunction in it.
_COMPOUND = re.compile(
    r"党风廉政(?:建设)?和反腐败(?:斗争|工作)?|巩固拓展脱贫攻坚成果[同与和]乡村振兴有效衔接|疫情防控和经济社会发展|“[^”]{1,30}”(?:[^，。；、和与及\n]{0,10})|[^，。；、\n]{2,12}（[^（）\n]{2,20}）"
)
# Words in front of a name; not 从 in 从严治党, 就 in 就业, 以 in 以案促改.
_HEAD = re.compile(
    r"^(?:围绕|聚焦|(?:首先|其次|最后|先|再)(?=抓|讲)|一[份篇下]|的|了|是|这|写(?!作)|抓(?!手)|好(?!差|人|干|评|支)|在(?!职|编|建|校|线)|到(?!位|户|村)|过(?!渡|程|硬)|就(?!业|医|学|近|地)|从(?!严|业|优)|以(?!案|文|学|赛|工|商|旧)"
    r"|为(?!民|农|企|老|侨|基)|于|把|请(?!示)|要(?!素|害|点|案)|讲(?!政治|好|话|师|解)|谈(?!心|判)|放在|关于|有关|涉及|针对(?!性)|对于|说说|讲讲|一下|突出(?!问题)|重点(?!项目|工程|领域|人群|产业|行业|企业|村|改革|群)"
    r"|主要(?!领导|负责|指标)|体现|反映|我们|包括|：|以下|如下|个别|全县|全市|全区|我县|我市|目前|当前|一是|二是|三是|四是|五是|\d+[.．、]|[（(]?[一二三四五六七八九\d][）)])+"
)
_TAIL = re.compile(
    r"(?:方面的?|领域的?)?(?:(?:这|等|几|两|三|四|五|二)+大?[个块项件]?)?(?:方面|工作|内容|情况|问题|(?<=[的面])不足|领域|板块|这些|的)?"
    r"(?:来写|来展开|展开|为主|为重点|等等|等|都写|都要写|也写|都写上|写上|写进去|优先|吧|呢|了|存在)?$"
)
# Where an enumeration ends and the order goes on.
_CUT = re.compile(
    r"(?:等|这)?(?:几|两|三|四|五|六|[2-6])个?[大小]?(?:方面|角度|层面|问题|维度)|(?:方面|领域)?(?:中|上)?所?存在的?|来写|来谈|入手|各写?一?[条点]|(?:方面)?的?(?:问题|不足|短板|打算|工作打算)[，。；]?[写列]"
)
_NO_TOPIC = re.compile(
    r"\d|^第|^[几一二两三四五六七八九十]+(?:[点条项块]|个?方面|件事)$|写(?!作|字)|^[得个些点]|总结|报告|^(?:主要|突出|具体|实际|重点|一个|一些|其他|以上|上述|下面|这些|那些|下半年|上半年|今年|去年|明年)?(?:问题|不足|短板|内容|情况|工作|打算|任务|材料|措施|例子|细节|数据|东西|实例|方面)$"
    r"|[写条]$|字$|^(?:不(?!作为|担当|规范|平衡)|别|请|用(?![工地人电水能])|每|要(?![素点])|太(?!阳)|更(?!新)|再(?![就生造])|没|很|更加)|语气|序号|编号|标题|格式|起草|^[，。：；]|谢谢|一[些点]$|什么|怎么|具体一"
)
_ORDER = re.compile(
    r"[写拟改用删请]|条|字|语[气言]|序号|编号|不要|别|起草|年|月|谢|控制|正式|以内|左右|存在|打算|计划|安排|风格|[我你他]|帮|太|点$|吧$|得"
)


def topics_in(words: str) -> list[str]:
    """The fields of work in an enumeration: “村集体经济、党员教育和“两新”党建” → three."""
    words = _CUT.split(words, maxsplit=1)[0]
    if "（" not in words:
        words = words.partition("）")[0]
    kept: dict[str, str] = {}

    def keep(match: re.Match[str]) -> str:
        token = chr(0xE000 + len(kept))
        kept[token] = match.group()
        return token

    pieces = _CONJUNCTION.split(_COMPOUND.sub(keep, words))
    whole = ["".join(kept.get(c, c) for c in piece) for piece in pieces]
    topics = (cleaned(piece) for piece in whole)
    return [t for t in topics if 2 <= len(t) <= 20 and not _NO_TOPIC.search(t)]


def cleaned(topic: str) -> str:
    """The name without the words around it: “关于党员教育方面的问题” → 党员教育."""
    topic = topic.strip("\"'：:。. \n-*•·—").strip()
    topic = _HEAD.sub("", topic) or topic
    topic = re.sub(r"^[“\"']([^“”]*)[”\"']$", r"\1", topic)
    return _TAIL.sub("", topic, count=1) or topic


def is_field(words: str) -> bool:
    """Whether the words are nothing but the name of a field of work."""
    return (
        2 <= len(words) <= 12
        and bool(re.search(rf"{FIELD}(?:工作|方面)?$", words))
        and not _ORDER.search(words)
    )


def may_be_field(words: str) -> bool:
    """Whether the words can name a field of work, among others that do."""
    return 2 <= len(words) <= 12 and not _ORDER.search(words) and not _NO_TOPIC.search(words)
