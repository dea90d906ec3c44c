"""Headings of items: what they are about, and the verb and object a plan heading ends in. Pure."""

from __future__ import annotations

import re

ACTION_VERB = re.compile(
    r"压实|落实|筑牢|夯实|建强|建好|提升|提高|强化|加强|深化|突出|抓好|抓实|抓紧|优化|完善|健全|推进|推动|锻造|锤炼|淬炼|"
    r"涵养|激活|激发|壮大|培育|培养|集聚|汇聚|凝聚|拓展|拓宽|坚定|坚守|严格|严明|严肃|狠抓|做强|做优|做实|做细|做好|做活|做大|"
    r"巩固|净化|打造|守牢|扛牢|厚植|释放|增强|改进|扩大|繁荣|创新|规范|发展|用好|用活|守好|织密|织牢|整治|整顿|查处|纠治|纠正|"
    r"改善|引育|引进|建设|传承|丰富|开展|盘活|创建|延伸|管好|管住|护航|服务|守护|擦亮|转变|促进|统筹|引导|建立|制定|出台|"
    r"编制|推广|推行|组织|选派|选聘|选优|配强|实施|深入|举办|开设|搭建|畅通|梳理|清查|监督|督促|保障|关心|关爱|培优|教育|管理|从严|贯通|聚焦"
)
_ADVERBS = re.compile(
    r"^(?:进一步|着力|持续|切实|大力|全面|不断|深入|扎实|聚力|更加|坚持不懈|坚定不移|坚持|全力以赴|全力|奋力|必须|关于)+(?=\S{4})"
)
_UPON = re.compile(r"^在(?P<what>\S{2,12}?)(?:[上中]|方面)(?=\S)")
_FRAME = re.compile(r"^(?:以|用|把|围绕|聚焦|实施)")
_AFTER_NOUNS = ("，", "、", "的")
_CAMPAIGN = re.compile(r"[^，]{2,12}(?:行动|工程|计划)(?:，|$)")  # 实施环境提升攻坚行动，激发…
_ALSO_NOUNS = {"发展", "建设", "创新", "服务", "教育", "管理", "监督", "保障"}  # 以高质量发展推动…
# 以推动绿色发展为导向，大力建设美丽乡村 is one thing.
_WHOLE_FRAME = re.compile(r"^(?:以|把)[^，]{2,20}?(?:作为|为)[^，]{2,10}(?:，|$)")
_VERDICT = re.compile(
    r"(?:仍|还|尚|较|(?<![战策谋方])略|不|有待|亟|欠|缺乏|存在|薄弱|滞后|偏[低少弱慢])"
)
# What qualifies a field rather than being one: 村集体经济“发展思路”不宽, 党员教育“实效性”不强.
_ASPECT = re.compile(
    r"(?:工作)?(?:力度|水平|成效|实效性?|针对性|深度|思路|路子|质效|效能|质量|能力|基础|办法|举措)$"
)
# 县域经济“普遍”不强, “卡脖子”问题“依然”存在.
_DEGREE = re.compile(r"(?:普遍|总体|整体|依然|仍然|比较|相对|日益|日趋|均|都|有)+$")
_ALSO_ACTS = re.compile(
    r"加快|加大|加力|清除|广聚|严[纠查把管控惩防]|增进|打好|打赢|保持|支持|办好|办实|守住|兜牢|稳[住定]|惩治|整饬|扮靓|提质|扩容|降低|化解|防范|解决|减轻|密切"
)
_TWO_VERBS = re.compile("突出[抓做]")
_MIN_THEME = 4
_LEAST_OBJECT = 2


def theme_of(heading: str) -> str:
    """The field a heading is about: 村集体经济发展思路不宽 → 村集体经济发展, 进一步夯实党建基础 → 夯实党建基础."""
    core = plan_core(heading)
    verdict = next((m for m in _VERDICT.finditer(core) if m.start() >= _MIN_THEME), None)
    if verdict and not ACTION_VERB.match(core):
        field = _DEGREE.sub("", core[: verdict.start()])
        core = field if len(field) >= _MIN_THEME else core[: verdict.start()]
    shorter = _ASPECT.sub("", core)
    return shorter if len(shorter) > _MIN_THEME else core


def plan_core(heading: str) -> str:
    """The verb and its object: 以更实举措壮大集体经济 → 壮大集体经济. Always a tail of `heading`."""
    core = _ADVERBS.sub("", heading)
    if not _FRAME.match(core) or _WHOLE_FRAME.match(core):
        return core
    for match in ACTION_VERB.finditer(core, 2):
        # 实施集体经济倍增行动 holds no object behind its verb; 以…壮大集体经济 does.
        is_near = match.start() <= 8 and len(core) - match.end() >= 3
        if is_near and not _is_noun(core, match) and not _CAMPAIGN.match(core, match.start()):
            return core[match.start() :]
    return core


def _is_noun(heading: str, verb: re.Match[str]) -> bool:
    """聚焦民生改善，… and 以高质量发展推动…: what may be a verb is none here."""
    behind = heading[verb.end() : verb.end() + 1]
    two = verb.group() in _ALSO_NOUNS and ACTION_VERB.match(heading, verb.end())
    return behind in _AFTER_NOUNS or bool(two)


def object_of(theme: str) -> str:
    """What a theme is about, without the verb of a plan: 加快媒体融合 → 媒体融合, 在两新党建上再突破 →
    两新党建."""
    core = plan_core(theme)
    if upon := _UPON.match(core):
        return upon["what"]
    verb = ACTION_VERB.match(core)
    return core[verb.end() :] if verb and len(core) - verb.end() >= _LEAST_OBJECT else core


def starts_with_action(text: str) -> bool:
    return bool(ACTION_VERB.match(text))


def takes_prefix(core: str) -> bool:
    """Whether 进一步 or 着力 may stand before it: a verb and its object, be the verb one that hardly
    ever heads an item; not 着力突出抓好."""
    if _TWO_VERBS.match(core):
        return False
    return starts_with_action(core) or bool(_ALSO_ACTS.match(core))
