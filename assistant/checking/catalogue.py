"""The rules by id: what each is called, how grave a hit is, and the standard and clause it rests on.

Groups are those editors work by: 1 placeholders, 2 numbering, 3 period, 4 plenums and campaigns,
5 numbers, 6 GB/T 15835, 7 GB/T 15834, 8 repetition, 9 fixed phrases, 10 confusables, 11 tone,
12 coverage, 13 length, 14 genre. An office sets severities or switches rules off in ``checks.yaml``.
"""

from __future__ import annotations

from dataclasses import dataclass

from assistant.document import Severity

_LAYOUT, _MARKS, _DIGITS = "GB/T 9704-2012", "GB/T 15834-2011", "GB/T 15835-2011"
_USAGE = "惯例"
_ORDINALS = f"{_LAYOUT} 7.3.3；{_MARKS} 附录 B.3"
_REGULATION = "《党政机关公文处理工作条例》第十五条"

GROUPS = {
    1: "待填写", 2: "序号层次", 3: "期间时间", 4: "会议与提法", 5: "数字逻辑", 6: "数字用法", 7: "标点符号",
    8: "重复", 9: "固定表述", 10: "易错词", 11: "文风", 12: "问题与措施", 13: "篇幅", 14: "文种",
}  # fmt: skip


@dataclass(frozen=True)
class Rule:
    """`why` says in a sentence what the rule is about; it holds for every hit."""

    id: str
    group: int
    severity: Severity
    title: str
    basis: str
    why: str


_RULES = (
    Rule("placeholder.mark", 1, "warning", "有待填写的空", _USAGE, "定稿前应把留空和占位符填实"),
    Rule("placeholder.count", 1, "info", "本部分待填数量", _USAGE, "便于逐部分收集数据"),
    Rule("numbering.bracket", 2, "warning", "序号用了半角括号", _ORDINALS, "层次序号用全角括号：（一）（1）"),
    Rule("numbering.mark", 2, "warning", "序号后的标点不对", _ORDINALS,
         "“一”后用顿号，“1”后用下脚点，带括号的序号后不加标点"),
    Rule("numbering.mixed", 2, "warning", "序号写法不一", _ORDINALS,
         "同一层次用一种写法：不混用“1、”和“1.”"),
    Rule("numbering.gap", 2, "warning", "序号不连续", f"{_LAYOUT} 7.3.3", "同一层次的序号应当连续"),
    Rule("numbering.duplicate", 2, "warning", "序号重复", f"{_LAYOUT} 7.3.3", "同一层次的序号不应重复"),
    Rule("numbering.level", 2, "info", "跳过一级层次", f"{_LAYOUT} 7.3.3",
         "层次依次用“一、”“（一）”“1.”“（1）”，同一篇里不宜有的隔级、有的不隔"),
    Rule("numbering.ends", 2, "info", "各条末尾标点不一", f"{_MARKS} 4.6",
         "并列的各条，末尾统一用分号或句号，最后一条用句号"),
    Rule("numbering.count", 2, "warning", "说的条数与实际不符", _USAGE, "“以下三个方面”之后应当有三条"),
    Rule("numbering.heading_stop", 2, "info", "单独成行的标题带句号", f"{_LAYOUT} 7.3.3；{_USAGE}",
         "独立成行的小标题末尾不用句号"),
    Rule("period.year", 3, "warning", "年份与本文期间不符", _USAGE,
         "标题和导语中的年份应是报告的期间，多为沿用旧稿"),
    Rule("period.half", 3, "warning", "上半年、下半年用反", _USAGE,
         "半年报告里总结与打算所说的半年不同，改期时易漏"),
    Rule("period.future", 3, "warning", "日期晚于本文期间", _USAGE, "总结所说的事应发生在报告期间之内"),
    Rule("period.relative", 3, "info", "用了相对的年份", _USAGE,
         "“今年”“去年”离开成文日期便不清楚，存档文稿宜写明年份"),
    Rule("period.vague", 3, "info", "时间含糊", _USAGE, "“日前”“近日”宜写明日期"),
    Rule("period.redundant", 3, "warning", "“年度”与半年重复", _USAGE,
         "“2020年度上半年”应为“2020年上半年”"),
    Rule("term.expired", 4, "warning", "提法可能不属于本期", "日历文件 calendar.yaml",
         "会议、专项行动和规划有起止时间，以日历为准"),
    Rule("term.unknown", 4, "info", "届次、轮次须核对", "日历文件 calendar.yaml",
         "日历里没有本单位的届次和轮次，无法判断"),
    Rule("number.conflict", 5, "warning", "同一指标前后数值不同", _USAGE, "同一期间的同一指标，全文应当一致"),
    Rule("number.unit", 5, "warning", "元与万元可能用错", _USAGE, "同一指标数字相同而单位不同"),
    Rule("number.part", 5, "warning", "其中数大于总数", _USAGE, "“其中”各项不应大于总数"),
    Rule("number.sum", 5, "warning", "各分项之和大于总数", _USAGE, "分项相加应不大于总数；有交叉的请写明"),
    Rule("number.done", 5, "error", "办结数大于受理数", _USAGE, "办结、完成的不应多于受理、下达的"),
    Rule("number.percent", 5, "warning", "百分比与数量不符", _USAGE, "按所给数量计算，与所写的百分比不一致"),
    Rule("numeral.range_percent", 6, "warning", "百分数范围少写％", f"{_DIGITS} 5.1.3",
         "前一个数的百分号不能省略：5%～8%"),
    Rule("numeral.range_unit", 6, "warning", "数值范围少写万、亿", f"{_DIGITS} 5.1.3",
         "前一个数的万、亿不能省略：3万～5万"),
    Rule("numeral.short_year", 6, "warning", "年份简写", f"{_DIGITS} 5.1.4", "年份写四位数字"),
    Rule("numeral.zero_padded", 6, "warning", "月、日补零", f"{_LAYOUT} 7.3.5.4", "月、日不编虚位：7月1日"),
    Rule("numeral.full_width", 6, "info", "全角数字", f"{_DIGITS} 5.1.7", "阿拉伯数字用半角"),
    Rule("numeral.day", 6, "info", "日期用了“号”", f"{_DIGITS} 5.1.4；{_USAGE}", "公文里日期用“日”"),
    Rule("numeral.mixed_date", 6, "info", "日期里两种数字混用", f"{_DIGITS} 5.1.4", "同一日期用一种数字"),
    Rule("numeral.zero", 6, "info", "年份里的“零”“○”", f"{_DIGITS} 5.2.5",
         "汉字年份用“〇”：二〇二〇年"),
    Rule("numeral.idiom", 6, "warning", "固定词语里用了阿拉伯数字", f"{_DIGITS} 4.2.3",
         "已定型的词语用汉字数字"),
    Rule("numeral.about", 6, "warning", "概数之间用了顿号", f"{_DIGITS} 5.2.1；{_MARKS} 4.5.3.4",
         "相邻两数表示概数，中间不用顿号：三四个"),
    Rule("numeral.twice_about", 6, "info", "概数重复", _USAGE, "“约”“近”与“余”“左右”只用一个"),
    Rule("punct.between_quotes", 7, "info", "引号、书名号之间的顿号", f"{_MARKS} 4.5.3.5",
         "并列的引号、书名号之间通常不用顿号；只是提示，可从本单位习惯"),
    Rule("punct.before_deng", 7, "info", "“等”前的顿号", f"{_MARKS} 4.5；{_USAGE}",
         "并列词语后的“等”之前不用顿号"),
    Rule("punct.half_width", 7, "warning", "中文里的半角标点", f"{_MARKS} 5.1", "中文用全角标点"),
    Rule("punct.ellipsis", 7, "warning", "省略号写法", f"{_MARKS} 4.11.2", "省略号是六个连点：……"),
    Rule("punct.years", 7, "info", "起止年份的连接号", f"{_MARKS} 4.13.3.2",
         "起止时间用一字线：2016—2020年"),
    Rule("punct.range", 7, "info", "数值范围的连接号", f"{_MARKS} 4.13.3.3", "数值范围用浪纹线：10～15人"),
    Rule("punct.ordinal", 7, "warning", "“第一”“首先”后的标点", f"{_MARKS} 4.4.3.3",
         "这类序次语后用逗号"),
    Rule("punct.document_number", 7, "warning", "发文字号写法", f"{_LAYOUT} 7.2.5",
         "年份用六角括号〔〕，序号不加“第”、不编虚位"),
    Rule("punct.space", 7, "warning", "多余的空格", f"{_MARKS} 5.1", "中文字之间、段末不留空格"),
    Rule("punct.unbalanced", 7, "error", "标点不成对", f"{_MARKS} 4.8、4.9、4.15",
         "引号、括号、书名号应成对"),
    Rule("punct.doubled", 7, "error", "标点重复", f"{_MARKS} 5.1", "点号不连用"),
    Rule("punct.nested", 7, "info", "引号里的引号", f"{_MARKS} 4.8.3",
         "引号里再用引号，外面用双引号，里面用单引号"),
    Rule("repeat.word", 8, "error", "字词重复", _USAGE, "多为粘贴或改稿时留下"),
    Rule("repeat.sentence", 8, "warning", "句子重复", _USAGE, "同一篇里不宜有两个几乎相同的句子"),
    Rule("repeat.heading", 8, "warning", "小标题重复", _USAGE, "同一部分的小标题不应相同"),
    Rule("phrase.wording", 9, "warning", "固定表述有出入", "固定表述表 checks.yaml",
         "固定表述须一字不差，以本单位的表为准"),
    Rule("phrase.quotes", 9, "info", "固定表述缺引号", "固定表述表 checks.yaml", "这一表述通常加引号"),
    Rule("phrase.order", 9, "warning", "并列次序有误", "次序表 checks.yaml", "固定的并列次序不能颠倒"),
    Rule("phrase.office", 9, "error", "姓名与职务不符", "姓名职务表 checks.yaml", "以本单位的姓名职务表为准"),
    Rule("word.confusable", 10, "warning", "易错词", "易错词表 checks.yaml", "同音、近形或意思相近而误用"),
    Rule("word.doubled_about", 10, "warning", "“关于”重复", f"{_USAGE}；{_LAYOUT} 7.3.1",
         "书名号前已有“关于”，引用标题时不再重复"),
    Rule("word.collocation", 10, "warning", "搭配不当", "易错词表 checks.yaml", "动词与宾语或量词不相配"),
    Rule("word.no_verb", 10, "warning", "可能漏了动词", _USAGE, "分句以名词直接带人，多为漏字"),
    Rule("tone.colloquial", 11, "info", "口语", "用词表 wording.yaml", "公文宜用书面语"),
    Rule("tone.superlative", 11, "info", "绝对化、夸大", "文风词表 checks.yaml",
         "没有依据的极端说法宜改为事实"),
    Rule("tone.harsh", 11, "info", "问题说得过重", "文风词表 checks.yaml",
         "查摆问题宜实事求是，慎用全称否定"),
    Rule("tone.praise", 11, "info", "问题里有表扬", "文风词表 checks.yaml",
         "成绩写在工作情况里，问题部分只写问题"),
    Rule("tone.done", 11, "info", "打算里写了已完成的事", _USAGE, "打算写将要做的，完成的数字写在工作情况里"),
    Rule("tone.first_person", 11, "info", "用了“我”", _USAGE, "以集体名义行文，不用第一人称单数"),
    Rule("tone.long", 11, "info", "句子过长", _USAGE, "一句超过上限，宜断开"),
    Rule("tone.often", 11, "info", "套话过密", "文风词表 checks.yaml", "同一词语在一部分里用得过多"),
    Rule("tone.parallel", 11, "info", "小标题不整齐", _USAGE, "同一部分的小标题宜字数相近、结构一致"),
    Rule("cover.unanswered", 12, "warning", "问题没有对应的措施", _USAGE, "每个问题在打算里应有措施回应"),
    Rule("cover.spare", 12, "info", "措施不对应问题", _USAGE, "请确认这条措施是否需要"),
    Rule("length.total", 13, "info", "全文过长", "惯例：综合性 5000 字、专项 4000 字以内",
         "各地对文稿篇幅多有上限"),
    Rule("genre.request", 14, "warning", "总结里夹带请示", _REGULATION,
         "不得在报告等非请示性公文中夹带请示事项"),
    Rule("genre.title", 14, "info", "标题没有文种", f"{_LAYOUT} 7.3.1；{_USAGE}",
         "标题由单位、时间、事由和文种组成"),
    Rule("genre.mismatch", 14, "info", "文种前后不一", _USAGE, "标题与“现将……如下”所说的文种应一致"),
    Rule("genre.signature", 14, "info", "没有署名或日期", f"{_LAYOUT} 7.3.5",
         "内部材料可以不署；正式报送时请补上"),
)  # fmt: skip
RULES = {rule.id: rule for rule in _RULES}

# The checks that draft findings of before these rules come from: kind (or kind.rule) → rule.
OF_KIND = {
    "placeholder": "placeholder.mark",
    "repeated": "repeat.sentence",
    "expired_term": "term.expired",
    "unanswered_problem": "cover.unanswered",
    "spare_measure": "cover.spare",
    "broken.unbalanced": "punct.unbalanced",
    "broken.doubled_mark": "punct.doubled",
    "broken.doubled_word": "repeat.word",
    "broken.repeated": "repeat.sentence",
}
