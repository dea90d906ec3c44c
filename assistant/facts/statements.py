"""What the writer supplies for this period: figures and statements, kept word for word. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.facts.tables import statements_of_rows, table_blocks
from assistant.numerals import MEASURE

MOST_FACTS = 300
LONG_FACT = 120  # characters of a statement
_LONG_LINE = 60  # characters; a longer line is cut into statements, as is one of several sentences
_TITLE = re.compile(
    r"[^，。；\d]{0,8}(?:情况|数据|素材|材料|事实|清单|如下)[：:]?|[^：:]{0,12}[：:]"
)
_SEVERAL = re.compile(r"[。；;！!？?].")
_FIGURE = re.compile(
    rf"(?<![\d.])(?:[\d.]{{1,15}}|[一二三四五六七八九十百千]{{1,9}})(?=\s*(?:余|多)?(?:万|亿)?{MEASURE})|百分之[一二三四五六七八九十]{{1,4}}"
)
_NUMERAL = re.compile(r"\d|百分之")
_SPAN = r"\d{1,6}(?:\s?[-—~～至到、]\s?\d{1,6})?"
# Figures that belong to the order itself, not to the county.
_ORDER = re.compile(
    r"(?:分|写|列|来|共|要|拟|改成|压缩到|不超过|控制在)?\s*(?:\d+|[一二两三四五六七八九十]+)\s*(?:条|点|个方面|项|个?字)"
    r"(?:以内|之内|就行|即可|左右)?$"
)
_ORDER_NUMBERS = re.compile(
    rf"20\d\d\s*(?:年(?:度)?(?:上半年|下半年)?|度|(?=[上下]半年)|(?!\d|\s*(?:余|多)?(?:万|亿)?{MEASURE}))|第\s?(?:\d{{1,3}}|[一二三四五六七八九十]{{1,3}})\s?[条点项]|{_SPAN}(?:\.\d+)?\s*[千百]?个?(?:来|多)?字"
    rf"|(?:^|[写列分共要来各拟出留提找题算划足施排板、，和与及成到（(前后头](?:了|出)?|思路|不[少多高低]于|不超过|至少|最多)\s*{_SPAN}\s*(?:大|小)?(?:条|点)(?!线)|1[.．、]|[（(]1[）)]|{_SPAN}\s*个(?:大)?(?:方面|部分|层面|板块)"
    rf"|(?:写|列|提|分|要|找){_SPAN}\s*(?:个|项|条|点|段)(?:主要|突出)?(?:问题|不足|措施|打算)?(?=左右|就行|即可|以内|吧|$)|(?:共|写|列|分|拟){_SPAN}\s*(?:项|个)$"
    rf"|^{_SPAN}\s*(?:个|项)$|前{_SPAN}个?月|{_SPAN}\s*月份?|{_SPAN}\s*季度"
)
# A date is what it tells: 深江铁路将于2024年6月铺轨.
_DATED_DEED = re.compile(
    r"20\d\d年(?:\d{1,2}月|[底初]|[上下]半年)[^，。；]{0,12}(?:开工|建成|投用|投运|投产|启用|启动|通车|通航|竣工|完工|铺轨|开通|运营|交付|挂牌|开园|开业|开诊|开馆|贯通|完成)"
)
_COMMAND = re.compile(
    r"起草|起早|草拟|帮我|写一[份下个稿篇段]|写[出个]?(?:存在|下半年|下一?步|工作打算|问题|打算)|请你|请?据此|请写|重点写|压缩[到至]|拆成|合并成|[序标编]号"
    r"|存[在再][的得]?(?:主要|突出)?(?:问题|不足)(?:$|部分|写|[三四五六两\d])|(?:工作|下半年|下一?步)(?:打算|计划|安排|思路)(?:$|写|[三四五六两\d])|每[条点项]|总字数|全文|删[掉去]第"
)
_ORDER_LABEL = re.compile(
    r"[^：:]{0,20}(?:写|打算|问题|不足|计划|思路|要求|条|点|已知|现状|补充|另外|还有|提供)(?:的|内容|部分)?[：:](?!\d)"
)
_OPENING = re.compile(
    r"^(?:其中[，,]?|上半年[，,]?(?:我们|我县|全县|我市|我区|我部)?|(?:素材|数据|情况|事实|材料|背景)(?:如下)?[：:]|今年(?:以来)?[，,]?(?:我们|我县|全县|我市|我区|我部)?|我们|目前[，,]?(?:我们|我县)?|截至目前[，,]?|据此"
    r"|(?:在|给|把|往|请)?(?:第\s*(?:\d+|[一二三四五六七八九十]+)\s*|[^，。；：\d]{2,14}?[那这]一?)[条点项](?:[里中]|末尾|最后|结尾|后面)?(?:再|要|应)?(?:加上|补上|写上|增加|补充|加进|补进|写进|加|补)(?:一句|一下|：)?|(?:再)?(?:加上|补上|补充)(?:一句|一下|：))"
)
_GIVEN = re.compile(r"以(?P<facts>[^。；\n]{4,200}?)(?:作为|为)(?:素材|依据|数据|事实)")
# What says that statements follow, with figures or without.
_MARKED = re.compile(
    r"(?:^|(?<=[，。；！？\n]))[^\S\n]*(?:(?:请|就)?(?:根据|按照|按|结合|引用|采用|使用|用|参考|以)?(?:以下|下面|下列|如下|这些)?(?:是|的)?(?:一些|几条)?|附|参考|相关|有关|基本|主要|具体|实际|今年的?|上半年的?|要写的?)?"
    r"(?:素材|事实|情况|数据|材料|背景)(?:如下|有|为)?(?P<order>[^：:\n，。；]{0,14}|(?<=如下)，[^：:\n。；]{2,24})(?:[：:]|(?<=如下)\n)"
)
_POINT_IN_LINE = re.compile(r"(?<=[^\s\d])[ \u3000]+(?=\d{1,2}[.．、](?![\d ]))")
_SPOKEN_MARK = re.compile(r"(?:(?<=[\s，。])|^)(素材|数据|事实)[ \u3000]+(?=\S)")
_POINT = re.compile(
    r"^\s*(?:[-*•·●▪]+|\d{1,2}[.、．)）](?!\d)|[（(][\d一二三四五六七八九十]{1,3}[）)]|[①-⑳]|[一二三四五六七八九十]{1,2}(?:[、]|是(?![一个否]))|——)\s*"
)
# Word's clipboard brings \x0b for a line end; what else cannot be seen has no place in a document.
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
# The comma of 1,200 ends no clause.
_CLAUSE = re.compile(r"(?:(?<!\d)[，,]|[，,](?!\d)|[。；;！!？?\n])+")
_SENTENCE = re.compile(r"[^。；;！!？?\n]+")
# Without a subject of its own.
_LEANS_BACK = re.compile(
    r"(?:同比|环比|较(?:上年|去年|年初)|比(?:上年|去年|年初)|占比?(?=[\d.]|总|全)|其中|(?:还|仍|尚)有\d+[个名户项条件起处人家]?(?:没有|未|没|待|需)"
    r"|已\S{2}[\d.]+[个件条项起次处人名户]$|(?:增长|下降|提高|减少|增加|提升|降低)[\d.])"
)
_AIMS = re.compile(r"(?:目标|计划|任务|力争|拟)(?:是|为)?[：:]?")  # what follows is aimed at, too
# A clause with a figure that is one with what stands before it: 其中…, 占…, 同比….
_LEANS = re.compile(
    r"(?:其中|分别|同比|环比|较|比|占|增长|下降|提高|降低|提升|减少|增加|达到?|累计|净|高于|低于|居|位居|排名|共计|平均|最[高低多少])"
)


def facts_in(message: str) -> tuple[str, ...]:
    """Statements with figures in a free message: “今年我们新建…12个，…还有3个没有销号，据此写…”;
    the rows of a pasted table; and whatever is marked as 素材, with figures or without."""
    return order_and_facts(message)[1]


def order_and_facts(message: str) -> tuple[str, tuple[str, ...]]:
    """The message without what it supplies, and what it supplies."""
    order, rows = table_blocks(_seen(message))
    facts = [fact for block in rows for fact in statements_of_rows(block)]
    order = order.replace("\t", " ")
    order, marked = _marked(order)
    facts += marked
    if given := _GIVEN.search(order):
        facts += [f for piece in re.split("[、，]", given["facts"]) if (f := tidy(piece))]
        order = order[: given.start()] + order[given.end() :]
    kept: list[str] = []
    last = 0
    for start, end in _clauses(order):
        if fact := _fact_of(order[start:end]):
            at = start + order[start:end].find(fact)
            kept.append(order[last:at])
            last = at + len(fact)
            facts.append(fact)
    kept.append(order[last:])
    return "".join(kept), tuple(dict.fromkeys(facts))[:MOST_FACTS]


def _clauses(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for mark in _CLAUSE.finditer(text):
        yield start, mark.start()
        start = mark.end()
    yield start, len(text)


def _fact_of(clause: str) -> str:
    """What a clause states with a figure; "" if its figures belong to the order."""
    clause = clause.strip(" 　“”")
    if (command := _COMMAND.search(clause)) and command.start():
        clause = clause[: command.start()].rstrip()
    if label := _ORDER_LABEL.match(clause):
        clause = clause[label.end() :]
    if _ORDER.fullmatch(clause) or _COMMAND.search(clause):
        return ""
    rest = _ORDER_NUMBERS.sub("", clause)
    has_figure = _NUMERAL.search(rest) and _FIGURE.search(rest)
    if not has_figure and not _DATED_DEED.search(clause):
        return ""
    fact = tidy(_POINT.sub("", clause))
    return fact if len(fact) >= 4 and _NUMERAL.search(fact) else ""


def _marked(text: str) -> tuple[str, list[str]]:
    """Text and the statements that a mark announces: 素材：…, up to a blank line or a command."""
    facts: list[str] = []
    while mark := _MARKED.search(text):
        end = mark.end()
        text = text[:end] + _POINT_IN_LINE.sub("\n", text[end:])  # 1.… 2.… in one line
        for piece in _SENTENCE.finditer(text, mark.end()):
            if "\n\n" in text[end : piece.start()] and facts:
                break
            statements, is_over = _statements(piece.group())
            facts += statements
            if is_over:
                end = (
                    piece.start() + piece.group().find(statements[-1]) + len(statements[-1])
                    if statements
                    else piece.start()
                )
                break
            end = piece.end()
        text = text[: mark.start()] + mark["order"] + "\n" + text[end:]
    return text, facts


def _statements(piece: str) -> tuple[list[str], bool]:
    """The statements of one marked sentence, and whether a command in it ends the material."""
    clauses = [piece[a:b] for a, b in _clauses(piece)]
    over = next((n for n, c in enumerate(clauses) if _COMMAND.search(c)), None)
    if over is not None:
        facts = [f for c in clauses[:over] if len(f := tidy(_POINT.sub("", c))) >= 4]
        return facts, True
    if len(clauses) > 1 and all(_FIGURE.search(c) and _NUMERAL.search(c) for c in clauses):
        return [f for c in clauses if (f := tidy(_POINT.sub("", c)))], False
    whole = tidy(_POINT.sub("", piece))
    return ([whole] if len(whole) >= 4 else []), False


def facts_of_text(text: str) -> tuple[str, ...]:
    """A supplied list, one fact a line; bullets and numbering in front are dropped, lines
    of several sentences are cut into statements, the rows of a table become statements."""
    rest, rows = table_blocks(_seen(text))
    facts = [fact for block in rows for fact in statements_of_rows(block)]
    for line in rest.replace("\t", " ").splitlines():
        line = _POINT.sub("", line).strip().rstrip("。；;")
        if _TITLE.fullmatch(line):
            continue
        is_one = len(line) <= _LONG_LINE and not _SEVERAL.search(line)
        facts += [line] if is_one else list(statements_in(line))
    return tuple(dict.fromkeys(fact for fact in facts if fact))[:MOST_FACTS]


def statements_in(text: str) -> Iterator[str]:
    """Running text cut into statements: a sentence, or of one with several figures each figure
    with its subject. Every statement is one exact piece of the text."""
    for sentence in _SENTENCE.finditer(text):
        for start, end in _groups(sentence.group()):
            statement = _POINT.sub("", sentence.group()[start:end]).strip(" 　，,：:")
            if len(statement) >= 4:
                yield statement


def _groups(sentence: str) -> list[tuple[int, int]]:
    """Spans of clauses that belong together: up to a figure, with what leans on it."""
    groups: list[tuple[int, int]] = []
    is_open = False
    for start, end in _clauses(sentence):
        clause = sentence[start:end].strip()
        has_figure = bool(_FIGURE.search(clause) and _NUMERAL.search(clause))
        is_long = bool(groups) and end - groups[-1][0] > LONG_FACT
        if groups and not is_long and (is_open or (has_figure and _LEANS.match(clause))):
            groups[-1] = (groups[-1][0], end)
        else:
            groups.append((start, end))
        is_open = not has_figure and (is_open or not groups[:-1] or groups[-1][0] == start)
    return groups


def _seen(text: str) -> str:
    """The text with ``\\n`` for every line end, without control characters besides the tab, and with
    the mark that a spoken 素材 wants."""
    lines = _UNSEEN.sub("", _LINE_ENDS.sub("\n", text))
    return _SPOKEN_MARK.sub(r"\1：", lines)


def with_what_leans(facts: Sequence[str]) -> tuple[str, ...]:
    """The statements, each that says nothing alone (同比增长8%, 还有3个没有转化) one with that before it."""
    whole: list[str] = []
    for fact in facts:
        leans = whole and (_LEANS_BACK.match(fact) or _AIMS.match(whole[-1]))
        if leans and len(whole[-1]) + len(fact) < LONG_FACT:
            whole[-1] = f"{whole[-1].rstrip('。；')}，{fact}"
        else:
            whole.append(fact)
    return tuple(whole)


def tidy(clause: str) -> str:
    """The statement without the words that only tie it to the order: 今年我们…, 素材：…."""
    return _OPENING.sub("", clause.strip()).strip("，,：: ")
