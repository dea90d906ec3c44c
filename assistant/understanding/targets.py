"""Which items or sentence of the open draft a message is about. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from assistant.clauses import coverage
from assistant.document import Draft
from assistant.understanding.kinds import Operation, Target
from assistant.understanding.wording import NUM, value_of
from corpus.numbering import chinese_number, number_value

ITEM = r"(?:条|点|项|段|个方面|个问题|小点)"
_NTH = re.compile(rf"(倒数)?第({NUM}(?:[、和与及跟同](?:第)?{NUM})*){ITEM}")
# 第二条、第四条; 前两条; 最后一条.
ITEMS_NAMED = re.compile(
    rf"(?:(?:倒数)?第{NUM}(?:{ITEM}?[、和与及跟同]第?{NUM})*{ITEM}|(?<![目之])[前头后]{NUM}{ITEM}|最后一?{ITEM})"
)
# 三和四合并, 二三条并成一条: several items without 第.
_PAIR = re.compile(
    rf"(?<![第\d到])(?P<a>{NUM})(?:条|点)?[、和与跟同及](?P<b>{NUM})(?:两?[条点])?(?=.{{0,3}}(?:合|并|对调|互换|换|调|颠倒))"
    r"|(?<![第一-鿿])(?:把|将)?(?P<c>[一二三四五六七八九])[、]?(?P<d>[一二三四五六七八九])两?[条点](?!左右|就行|即可|吧)"
)
_JOINED = re.compile(rf"第{NUM}{ITEM}?[、和与及跟同]第?{NUM}{ITEM}")
_SENTENCE = re.compile(
    rf"第({NUM}){ITEM}(?:的|里|中|里面)?(?:的)?(?:第({NUM})|(最后|末尾|末)一?)句"
)
# Of a heading only: 第三条标题太长, 第二条的标题换一个.
_HEADING_OF = re.compile(rf"第({NUM}){ITEM}的?小?标题")
# 后两条, 前三条, 头两条, 首尾两条.
_ENDS = re.compile(
    rf"(?P<first>(?<![目之])[前头])({NUM}){ITEM}|(?P<last>最?[后末]尾?)({NUM}){ITEM}|(?P<both>首尾)"
)
_KEEP = re.compile(r"(?:只|就)(?:保)?留|保留.*其[余他].*(?:删|不要|去掉)")
_LEAD = re.compile(
    r"导语|导言|引言|引语|开场白|帽子|(?:^|[把将请，。；]|全文|文章|稿子)的?(?:最?开头|开篇|首段)(?:那|这)?(?:一)?[段句个]?(?:话|部分)?(?!.{0,4}(?:统一|一致|打头))"
)
_NO_LEAD: frozenset[Operation] = frozenset({"move", "restyle", "renumber", "merge"})
# 第二条“四风”那句, 讲流动党员的那一句.
_NAMED_SENTENCE = re.compile(
    r"(?:“(?P<quoted>[^”]{2,30})”|(?:讲|写|说|提到?|关于|有关|涉及|把|将|删掉|[的里中条，]|^)(?P<words>[^，。；“”第条]{2,14}?))的?[那这](?:一)?句"
)
_LAST = re.compile(r"(?<!倒数第)(?:最后|末尾|最末|末)(?:的?[那这一])*[条点项段](?![前后])")
_NAMED = re.compile(
    r"(?:把|将|删掉|删去|删除|关于|有关|讲|写|，|^)(?P<about>[^，。；第]{2,14}?)的?[那这](?:一)?[条点项段块]"
    r"|^(?:把|将)?(?P<about2>[^，。；第]{2,14}?)(?:的?[那这]?[条点项段])?(?:放|挪|移|提到|提前|排|摆|升到|调到|往[前后上下])"
    r"|(?:关于|有关)(?P<about3>[^，。；第那这]{2,14}?)的(?:内容)?(?:[条点项段])?(?=删|去掉|拿掉|重写|展开|压缩|换)"
)
_NO_SUBJECT = re.compile(
    r"^(?:刚才|上面|下面|前面|后面|最后|末尾|这样|其中|里面|最|再|顺序)|改的|写的$|加的$"
)
_FOCUS = re.compile(
    r"(?<![一-鿿])(?:这|那|刚才那|刚才这|刚刚那|上面这|上面那|刚改的那|刚才改的那?|刚加的那)(?:一)?[条点段](?!建议|意见)|[把将让给](?:这|那|刚才那)(?:一)?[条点段]|刚才那?(?:一)?[条点段]|该条|本条"
)
_PLACE = re.compile(
    rf"(?:放|移|挪|调|排|提前?|换|升|降|摆|插)(?:到|在|至|成|为)?(?:第(?P<n>{NUM})(?:[条点个]|位)?|(?P<first>最?前[面头]|最前|第一位|开头|首[位条]|最上面|头一[个条])|(?P<last>最后|末尾|最末|最下面|结尾))(?P<side>的?(?:前|后)[面头边]?|之前|之后)?"
)
# 按3、1、2、4、5重新排: every item in its new place.
NEW_ORDER = re.compile(
    rf"(?:按照?|排成|调成|[顺次]序[改调换排]?[为成]?)：?(?P<list>第?{NUM}{ITEM}?(?:[、，]第?{NUM}{ITEM}?){{2,}})(?:的?[顺次]序)?(?:来|重新?)?(?=排|调|$|，|。|来|放)"
)
_SAME_SUBJECT = 0.6


@dataclass(frozen=True)
class Meant:
    """What of the draft is meant: every item number named, in order; those it does not have are
    `missing`; `unknown` are words for an item that none or several of its items fit."""

    target: Target | None = None
    items: tuple[int, ...] = ()
    missing: tuple[int, ...] = ()
    unknown: str = ""
    near: tuple[int, ...] = ()
    place: int | None = None
    is_sentence_missing: bool = False
    unknown_sentence: str = ""


def meant_in(text: str, draft: Draft, operation: Operation | None, focus: int | None) -> Meant:
    """`focus` is the item that was last changed or is selected: 这条, 刚才那条."""
    if sentence := _SENTENCE.search(text):
        return _sentence(sentence, draft)
    heading = _HEADING_OF.search(text) if operation in ("replace", "shorten") else None
    if heading and 1 <= (number := number_value(heading[1])) <= len(draft.items):
        return Meant(Target(sentence=f"{number}.h"), (number,))
    if operation not in _NO_LEAD and _LEAD.search(text) and not numbers_in(text, draft):
        return Meant(Target(sentence="lead.1" if len(draft.lead) == 1 else "lead"))
    if named := _NAMED_SENTENCE.search(text):
        return _by_its_words(named, numbers_in(text[: named.start()], draft), draft)
    place = _place(text, draft) if operation == "move" else None
    before_place = text[: _start_of_place(text)] if place else text
    numbers = numbers_in(before_place, draft) or (numbers_in(text, draft) if not place else [])
    count = len(draft.items)
    if operation == "delete" and numbers and _KEEP.search(text):
        numbers = [n for n in range(1, count + 1) if n not in numbers]
    limit = count + (operation == "free")  # “再加第六条” names the one to come
    missing = tuple(n for n in numbers if not 1 <= n <= limit)
    if not numbers:
        return _by_words(text, before_place, draft, focus, place)
    several = (_JOINED, _PAIR, _ENDS, _KEEP)
    is_joined = len(numbers) > 1 and any(p.search(text) for p in several)
    target = Target(item=numbers[0]) if not is_joined and not missing else None
    return Meant(target, tuple(numbers), missing, place=place)


def _sentence(match: re.Match[str], draft: Draft) -> Meant:
    item = number_value(match[1])
    ids = [s.id for s in draft.sentences() if s.id.startswith(f"{item}.") and s.id[-1] != "h"]
    number = number_value(match[2]) if match[2] else len(ids)
    name = f"{item}.{number}"
    if name not in ids:
        missing = () if 1 <= item <= len(draft.items) else (item,)
        return Meant(missing=missing, items=(item,), is_sentence_missing=True)
    return Meant(Target(sentence=name), (item,))


def _by_its_words(match: re.Match[str], items: list[int], draft: Draft) -> Meant:
    """The sentence that says the words, in the item that is named before them if one is."""
    words = match["quoted"] or re.sub(
        r"^(?:讲|写|说|提到?|关于|有关|的|里|中)+", "", match["words"]
    )
    found = [
        s.id
        for s in draft.sentences()
        if words in s.text
        and s.id[-1] != "h"
        and (not items or s.id.partition(".")[0] == str(items[0]))
    ]
    number = int(found[0].partition(".")[0]) if found and found[0][0].isdigit() else 0
    if not found:
        return Meant(items=tuple(items[:1]), unknown_sentence=words)
    return Meant(Target(sentence=found[0]), (number,) if number else ())


def _by_words(
    text: str, before_place: str, draft: Draft, focus: int | None, place: int | None
) -> Meant:
    if _LAST.search(before_place):
        return Meant(Target(item=len(draft.items)), (len(draft.items),), place=place)
    words = ""
    if named := _NAMED.search(text):
        words = re.sub(
            r"^(?:为什么|为啥|为何|关于|有关|讲|写|把|将|请|帮我|是)+|(?:方面|的|工作)+$",
            "",
            next(g for g in named.groups() if g),
        )
        if len(words) >= 2 and not _NO_SUBJECT.search(words):
            near = items_about(words, draft)
            if len(near) == 1:
                return Meant(Target(item=near[0]), near, place=place)
            if named["about"]:
                return Meant(unknown=words, near=near, place=place)
        else:
            words = ""
    if _FOCUS.search(text):
        number = focus if focus else (1 if len(draft.items) == 1 else None)
        if number is not None and 1 <= number <= len(draft.items):
            return Meant(Target(item=number), (number,), place=place)
        return Meant(unknown="这条", place=place)
    # 把党风廉政放到第一条 means an item as 党风廉政那条 does.
    return Meant(unknown=words if place else "", place=place)


def items_about(words: str, draft: Draft) -> tuple[int, ...]:
    """The items whose heading or theme has most of the words."""
    return tuple(
        n
        for n, item in enumerate(draft.items, 1)
        if max(coverage(words, item.heading.text), coverage(words, item.theme)) >= _SAME_SUBJECT
    )


def numbers_in(text: str, draft: Draft) -> list[int]:
    """Every item the text names by number, in order: 第二条, 第3、4条, 倒数第二条, 三和四."""
    found: list[tuple[int, int]] = []
    for match in _NTH.finditer(text):
        for numeral in re.findall(NUM, match[2]):
            value = number_value(numeral)
            found.append((match.start(), len(draft.items) + 1 - value if match[1] else value))
    for match in _PAIR.finditer(text):
        pair = [number_value(g) for g in match.groups() if g]
        found += [(match.start(), value) for value in pair]
    for match in _ENDS.finditer(text):
        found += [(match.start(), value) for value in _ends(match, len(draft.items))]
    return [value for _, value in sorted(found, key=lambda each: each[0])]


def items_in(text: str, draft: Draft) -> list[int]:
    """As `numbers_in`, with the last item by that name."""
    last = [len(draft.items)] if _LAST.search(text) else []
    return numbers_in(text, draft) or last


def named_items(numbers: Iterable[int]) -> str:
    """第二条、第四条."""
    return "、".join(f"第{chinese_number(n)}条" for n in numbers)


def _ends(match: re.Match[str], count: int) -> list[int]:
    if match["both"]:
        return [1, count]
    size = value_of(match[2] or match[4])
    if size < 2:  # 前一条 is the one before
        return []
    return list(
        range(1, size + 1) if match["first"] else range(max(1, count - size + 1), count + 1)
    )


def order_named(text: str) -> list[int]:
    """The items in the order that the text asks for; [] if it asks for none."""
    match = NEW_ORDER.search(text)
    return [number_value(n) for n in re.findall(NUM, match["list"])] if match else []


def mentions_item(text: str) -> bool:
    return any(pattern.search(text) for pattern in (_NTH, _LAST, _ENDS))


def names_lead(text: str) -> bool:
    return bool(_LEAD.search(text))


def names_by(topic: str, text: str) -> bool:
    """Whether the topic only says which item is meant: 党风廉政那条."""
    return bool(re.search(rf"{re.escape(topic)}(?:方面|工作)?的?[那这]", text))


def _start_of_place(text: str) -> int:
    match = _PLACE.search(text)
    return match.start() if match else len(text)


def _place(text: str, draft: Draft) -> int | None:
    """The position (from 1) an item is to be moved to."""
    match = _PLACE.search(text)
    if match is None:
        return None
    if match["first"]:
        return 1
    if match["last"]:
        return len(draft.items)
    number = number_value(match["n"])
    moved = numbers_in(text[: match.start()], draft)
    behind = bool(match["side"]) and "后" in match["side"]
    # Counted after the item has left its old place.
    above = bool(moved) and moved[0] < number
    if not match["side"]:
        return number
    return number + behind - above


def by_number(text: str, words: str, number: int) -> str:
    """The message with item `number` in place of the words it is meant by; "" if it has not these
    words."""
    means = rf"{re.escape(words)}(?:方面|工作)?(?:的?[那这]一?[条点项段块])?"
    said, count = re.subn(means, named_items([number]), text, count=1)
    return said if count else ""


def with_item(text: str, number: int) -> str:
    """The message with its first mention of an item replaced by item `number`."""
    return _NTH.sub(named_items([number]), text, count=1)
