"""What is to be done: draft, change, check, explain, look up, export, undo. Pure."""

from __future__ import annotations

import re

from assistant.understanding.kinds import Action, Operation
from assistant.understanding.sizes import NAMES_LEAST, NAMES_SHARE, item_counts
from assistant.understanding.targets import ITEM, NEW_ORDER, mentions_item
from assistant.understanding.wording import NUM

_GREETING = re.compile(
    r"^(?:你好|您好|在吗|在么|在不在|hi|hello|hey|哈喽|哈啰|嗨|早上好|上午好|下午好|晚上好|早安|早|谢谢你?|多谢|感谢|辛苦了?|好的?|嗯+|收到|可以|行|的|不错|很好|挺好|ok|明白了?|知道了|没问题|再见|拜拜|啊|呀|吧|了|哈|呢|您|你|，|。|！|～|~|!)+$",
    re.IGNORECASE,
)
_ASK = re.compile(
    r"(?:看看|看一?下|给我看|列出|调出|翻出|看).{0,6}(?:以前|往年|过去|历年|去年|前年|之前)|^(?:帮我|请|麻烦)?查(?![摆找问重])|(?<!检)查一?下|查查|查找(?!不足|问题)|查询|搜一?下|搜搜|搜索|检索|找(?:一?[下段些个条句]|出|几[段句条])|找找|翻翻|翻一?下|有没有[^，。]{0,16}(?:先例|表述|写法|提法|段落|说法|例子|范文)|有没有(?:写过|提过|讲过|说过|写到过)|(?:怎么|如何|怎样|咋)(?:写|表述|提|说|讲|描述)(?:的|过)|如何表述|表述$"
    r"|(?:往年|以前|以往|过去|历年|前几年|近几年|这几年|之前|上次|往期).{0,16}(?:怎么|如何|怎样|咋|写法|提法|说法|写了|写过|提过)"
    r"|(?:往年|历年|以前|以往|过去|去年|前年|前几年|20\d\d年).{0,16}(?:有哪些|是什么|是哪些|有什么|有啥|都写了|怎么(?:写|表述|提|说))"
)
_DRAFTS = re.compile(
    rf"起草|草拟|拟写|拟一|撰写|代拟|写[出个]?{NUM}[条点]|写一[份下个稿篇段]|写个|帮我写(?![过的])|据此写|来写|照着写|照样写|重写"
)
_EXPLAIN = re.compile(
    r"引用?的(?:都)?是哪|为什么|为何|为啥|怎么来的|从哪|哪[来里儿]来?的?|哪一?[份篇]|哪个(?:报告|材料|文件|段落|总结)|哪一?年的|出处|来源|[依根]据(?:是|的是)?(?:什么|哪|啥|在哪|何在)|有(?:什么)?[依根]据|[依根]据呢|(?:什么|啥|哪些|有没有|有无)(?:的)?[依根]据|"
    r"参考(?:了|的)|出自|凭什么|[依根]据什么|引(?:自|的是)|理由(?:是|呢)|怎么得出"
)
_CHECK = re.compile(
    r"检查|查重|照抄|(?:没有?|缺)出处的?(?:有|句|吗)?|照搬(?:率|的|了)|重复(?:率|的)?(?:有)?多(?:不多|少)|还有(?:没有)?待补|多少(?:个)?字了?|几条了|一共几条|校对|核对|核验|核查|核一[遍下]|核实|过时|过期|有没有(?:错|什么?错|什么?硬伤|什么?毛病|什么?问题|问题|毛病|硬伤|病句|不妥|出处|无出处|.{0,8}(?:重复|雷同|照搬|矛盾))|审一[遍下]|审核|审校|审阅|把把关|把个关|把下关|查错|纠错|挑错|挑挑?毛病|错别字|语病|病句|有问题吗|对不对|准不准|合不合适|过一遍|自查"
)
_CHECKS_FIRST = re.compile(
    r"(?:没有?|缺)出处的?(?:有|句|吗)?|检查|校对|核对|核验|核查|核一[遍下]|核实|审一[遍下]|审核|审校|把把关|纠错|查错"
)
_EXPORT = re.compile(
    r"导出|下载|导成|(?:生成|存成|存为|保存[为成]?|转成|输出成?|另存|打印|做成|发我|给我|要个?|出个?).{0,6}(?:word|文档|docx|文件|wps)|保存一?下|打印|(?:生成|出)(?:终稿|定稿|送审稿|清稿)|保存一份|(?:发|给)我(?:一份|全文)?$|word|docx",
    re.IGNORECASE,
)
_UNDO = re.compile(
    r"撤销|撤回|恢复|回退|退回|还原(?!度)|上一版|上一稿|上一?个版本|前一[版稿]|不要刚才|刚才.{0,10}(?:不要|作废|取消|不算)|改回|变回|换回|回到(?!打算|问题|存在|计划|措施)|取消(?:修改|刚才|上一步|改动|这次)|原来(?:那|的)[版稿]|还是(?:用)?原来|退一步|后退|undo|ctrl\+?z",
    re.IGNORECASE,
)
_FRESH = re.compile(
    r"重新写一[份篇个]|重新起草|另写一[份篇]|再写一?[份篇个]|再[来出]一?份|起草|草拟|拟[一写]|撰写|写一[份下个稿篇]|写个|帮我写(?![短长得])|^请?写(?![短长得])|都写|都要写|一起写|一并写|也写|都起草|(?:另外|接着|再)写|整一个|来一份"
)
# 压缩成五条, 留三条就行: how many items there are to be.
DOWN_TO = re.compile(
    rf"(?:压缩|压减|精简|缩减|缩|减少?|合并|合|并|归并|整合|压)(?:成|为|到|至|作)(?:只剩)?({NUM})[条点项](?!第)|^(?:{NUM}[条点]|条数)?(?:改|变|调整?|减)(?:成|为|到)?({NUM})[条点]$|[只再]?(?:留|剩)下?({NUM})[条点项](?=就|即|吧|$|[，。；])"
)
_PLACED = r"(?:到|至|在|于|成)?(?:第|最|首|开头|前[面头]|后[面头]|末|结尾|上面|下面)"
_OPERATIONS: tuple[tuple[Operation, re.Pattern[str]], ...] = (
    ("merge", re.compile(
        rf"合并|合成|合了|合[为作]|合(?:二|而)为一|合一[条点]|并[成为作]|并[入到进]|合起来|[合归捏揉][到在成]?一[起块]|归[并到]|整合|揉|捏[合成]"
        rf"|{DOWN_TO.pattern}|第{NUM}{ITEM}?[和跟与同、]第?{NUM}{ITEM}.{{0,4}}(?:重复|雷同|差不多|重合)"
    )),
    ("split", re.compile(r"拆|分成[两二三]|分为[两二三]|一分为[二三]|分开写")),
    ("move", NEW_ORDER),
    ("renumber", re.compile(
        r"(?:去掉|不要|删掉|取消)(?:序号|编号)$|(?:序号|编号|标号).{0,8}(?:改|换|用|变|统一|采用)|(?:[改换变][成用为]|换)(?:[（(][一1][）)]|一是|一、|①|圈码|阿拉伯|1[.．、]|第一，|首先)|[用按].{1,12}(?:编号|序号|标号|排序)|[用按](?:[（(][一1][）)]|一是|一、|①)|^(?:用|按)(?:[（(][一1][）)]|一是|①|1[.．、])"
    )),
    ("replace", re.compile(
        rf"第{NUM}{ITEM}的?小?标题(?:再|要|得)?(?:换一?[个换下]|不[好妥行]|重新?[写拟起]|另[起拟])"
    )),
    ("restyle", re.compile(
        r"(?:小?标题|句式|首句|每条开头).{0,10}"
        r"(?:改|统一|换|句式|整齐|对仗|一致|开头|四字|工整|加[上“]|控制)"
    )),
    ("free", re.compile(
        r"(?:再|新|另)?[加增添补来插][加增上]?一[条点](?![措意])|再?多?[写加补添增](?:上|加)?[一二两三四五\d][条段](?!建议)"
    )),
    ("move", re.compile(
        rf"(?:放|移|挪|调|排|提|升|降|摆|换){_PLACED}|对调|调换|互换|[换调](?:个|下|一下)?位置|(?:换|调|提|挪|移)到(?:最?前|最?后)|提前|置顶|打头|排头|垫底|[上下前后]移|靠[前后]|往[前后上下](?:面)?(?:放|挪|移|提|调|排|走|靠)|顺序|次序|调个?个儿|颠倒|倒序|倒过来|(?:条|点)放?最[前后]|提上来|[顺次]序反|[弄搞写排]反|[移挪调提放升降](?:[上下前后][来去]?|{NUM}[位格])|[排作]为?首[条位]"
        rf"|第?{NUM}[条点]?[和跟与同、]第?{NUM}(?:条|点|两条)?(?:互|对)?[换调](?:换|一?下|个|$)(?!.{{0,3}}[写说表措])"
    )),
    ("free", re.compile(r"(?:删|去)[掉去除][^第条]{2,16}的?(?:提法|表述|说法|字样)")),
    ("free", re.compile(
        r"(?:删|去|拿|划)[掉去除]*“[^”]{1,30}”(?!的?[那这]?一?[条点句段])|“[^”]{1,30}”(?:(?:这|那)?[一二两三四几]?个?[字词]|的?[提说]法|的?表述|字样)?(?:都|全部|全|统统|给我)*(?:删|去|拿|划)[掉去除]?"
    )),
    ("formal", re.compile(
        r"(?:[套空废官]话|水分).{0,4}(?:[删去减挤]|不要)|[删去减挤].{0,4}(?:[套空废官]话|水分)"
    )),
    ("delete", re.compile(
        r"(?:开头|导语|引言|帽子|开场白)(?:那[段句]话?)?(?:都)?(?:不要|去掉|不用)了?$|^(?:不要|去掉|删掉?)(?:开头|导语|引言|帽子)"
    )),
    ("shorten", NAMES_SHARE),
    ("delete", re.compile(
        rf"删|去掉第|不要第|拿掉|去除第|砍掉|划掉|剔除|取消第|只(?:保)?留|[去拿划][掉除](?:这|那|该)?[一]?[句段]|{ITEM}.{{0,2}}(?:不要|不需要|不用|去掉|不留|不保留|取消)了?(?:吧)?$|[这那该]?[句段]话?(?:不要|去掉|拿掉)了?(?:吧)?$|^不要了?$|(?:不要|去掉|不需要)(?:最后|末尾|关于.{{2,12}}[那这])"
    )),
    ("expand", re.compile(rf"扩[写充展大]?[到至成为]|增加?[到至]|加[到至长](?!第)|拓展[到至]|{NAMES_LEAST.pattern}")),
    ("shorten", re.compile(
        r"压缩|压一?[压下]|缩一?缩|精减|再压|瘦身|缩短|精简|简短|改短|短一?[点些]|太长|写短|压[到成至]|再短|缩到|精炼|简练|凝练|简洁|啰[嗦唆]|罗嗦|冗长|砍.{0,2}一半|砍到|减到|缩减|删减|收一收|浓缩|(?:有点|过|偏|有些)长|太多字|字(?:数)?(?:太|偏|有点|过)?多|字数.{0,4}(?:减|压|少)|短点|简化|简单[点些]"
    )),
    ("expand", re.compile(
        rf"展开|丰满|往细里|扩写|扩充|扩展|写长|具体[一点些]|详细|细化|细一?[点些]|充实|丰富|太短|长一?[点些]|再具体|更具体|加(?:[点些个]|一些).{{0,2}}(?:内容|措施|例子|实例|案例|细节)|多写(?!{NUM}[条段])|太[虚空简]|空洞|空泛|笼统|太少|写[实满]|不够[具深细实]|深入[一点些]|偏短|单薄|有点空|[太有]点?空|[写弄]实"
    )),
    ("free", re.compile(r"[改换]成(?:写|关于)|改叫|把“[^”]{1,20}”[改换]成|“[^”]{1,20}”(?:改|换)[成为]?“")),
    ("replace", re.compile(
        r"换一?批|重做|再(?:给我?|来|出)一?个?版本?|[重另]拟|不妥|欠妥|换一?[种个]?(?:写法|说法|表述|提法|表达|角度|版本|样|措辞|讲法)|重[新]?写|重新(?:起草|来|组织|弄|拟)|改写|换掉|另[外]?写|再写一[遍版个]|换一?[版种](?!序|标|编)|换一换|换一条|换条|(?:不满意|不好|不行|(?<!对)不对|不太好)|改一?[下改](?!序|语|标)|修改一?下|改改|润色|优化|再改|换换|换个|(?:表述|说法|写法|提法|表达|措辞).{0,3}换|换一?下"
    )),
    ("formal", re.compile(
        r"正式|正规|语气|口语|官方|公文化|公文一?[点些]|规范[一点些]|力度|严厉|官腔|平和|[狠凶冲]|太[软硬弱]|有力[一点些]|硬[一点气些]|严[肃谨]|庄重|措辞|书面|口气|坚决|坚定|文[气采]|大白话|太随意|朴实[一点些]|平实[一点些]|官话|套话|通俗|接地气|通顺|流畅|顺一?[点些]"
    )),
    ("free", re.compile(
        r"不要(?:[提写]|出现|用|有|再)|不[提写]|别[提写用]|去掉|再加|再来|[再多]写一[条点段]|加一[条点]|增加|新增|添一?[条点加]|补充|补一条|补[到上进入]|[补加](?:[一几两]|个)?[句段]|写[进上入]|加[进入上到]|改成|改为|换成|替换|加[点些]|结合|融入|体现|突出|不要.{2,12}(?:内容|字样|提法|说法|的|了)$"
    )),
)  # fmt: skip
_TOO_FEW = re.compile(r"(?:不够|太少|少了)，?再(?:多)?[写加补来][一二两三四五\d][条点]")
_WHOLE = re.compile(
    r"全文|全篇|整[篇体个稿]|通篇|全部|所有|都|每一?条|各条|这[一]?[稿份篇]|稿子|重新(?:写|起草|来)一[遍份稿版]$|一个?版本|换一?批|重做"
)
_OTHER_GENRES = re.compile(
    r"请假条|检讨书|通知(?!精神|要求)|邀请函|邮件|情书|诗|小说|代码|程序(?!化|不|性)|简历|讲话稿?|发言稿?|演讲稿?|新闻稿?|通讯稿|合同|作文|天气|翻译|笑话|故事(?!村)|倡议书|感谢信|慰问信|心得体会|会议纪要|主持词|述职|请示|批复|函$"
)
_TASK = re.compile(
    r"起草|草拟|拟|撰写|写|整一?[份个]|弄|搞|来一?[份个]|出一?[份个]|材料|稿|[五四三二六七八九十两\d](?:条|点|个方面)|重点"
)


def is_greeting(text: str) -> bool:
    return bool(_GREETING.match(text))


def names_other_genre(message: str) -> bool:
    """Whether the message asks for something that is not a section of a report."""
    return bool(_OTHER_GENRES.search(message))


def asks_for_work(text: str) -> bool:
    """Whether something is to be written, though it is not said which section."""
    return bool(_TASK.search(text)) and not names_other_genre(text)


def is_about_all(text: str) -> bool:
    """Whether a change is meant for the whole draft."""
    return bool(_WHOLE.search(text))


def operation_of(text: str) -> Operation | None:
    return next((name for name, pattern in _OPERATIONS if pattern.search(text)), None)


def action_without_draft(text: str, asks_section: bool) -> Action:
    if is_greeting(text):
        return "clarify"
    if not asks_section and operation_of(text) in ("delete", "merge", "split"):
        return "clarify"
    if _ASK.search(text) and not _DRAFTS.search(text) and not (asks_section and item_counts(text)):
        return "ask"
    return "draft" if asks_section else "clarify"


def action_on_draft(
    text: str, asks_section: bool, items: int | None, max_chars: int | None
) -> tuple[Action, Operation | None]:
    """With a draft open: a new one is asked for only in so many words."""
    if is_greeting(text):
        return "clarify", None
    if re.match(r"(?:请问|那)?(?:为什么|为啥|为何)", text):
        return "explain", None
    if asks_section and _FRESH.search(text) and not _TOO_FEW.search(text):
        return "draft", None
    for action, pattern in (("undo", _UNDO), ("export", _EXPORT)):
        if pattern.search(text):
            return action, None  # type: ignore[return-value]
    operation = operation_of(text)
    changes = operation not in (None, "free", "formal") or (
        operation == "formal" and mentions_item(text)
    )
    if _CHECKS_FIRST.search(text) and not changes:
        return "check", None
    if _EXPLAIN.search(text) and not changes:
        return "explain", None
    if _looks_back(text):
        return "ask", None
    if operation and not (asks_section and items and not mentions_item(text)):
        return "rewrite", operation
    if _CHECK.search(text):
        return "check", None
    if max_chars and not asks_section:
        return "rewrite", "shorten"
    if _ASK.search(text) and not _DRAFTS.search(text):
        return "ask", None
    if mentions_item(text) and not asks_section:
        return "rewrite", "free"  # something is to be done to that item
    return ("draft", None) if asks_section else ("clarify", None)


def _looks_back(text: str) -> bool:
    """Whether past reports are asked about, so that 怎么写 is no instruction."""
    past = re.search(r"往年|以前|以往|过去|历年|前几年|近几年|去年|之前的?(?:报告|总结)|上次", text)
    how = re.search(r"(?:怎么|如何|怎样|咋)(?:写|表述|提|说|讲)|有哪些|写法|提法", text)
    return bool(past and how and not mentions_item(text))
