"""What to ask back, in one short question with answers that can be sent as they are. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.document import Draft, SectionName, section_heading
from assistant.understanding.kinds import CharsScope, Operation
from assistant.understanding.sizes import item_counts
from assistant.understanding.targets import Meant, by_number, named_items, with_item
from assistant.understanding.wording import NUM, normalise, value_of
from corpus.numbering import chinese_number
from corpus.report import Period

_MOST_ANSWERS = 12  # as many as there are items at most
_NAME_CHARS = 14
_LONGEST_ANSWER = 16
_PROBLEMS_IN = re.compile("(?:存在的?)?(?:问题|不足|短板)")
_PLAN_IN = re.compile("打算|计划|安排|措施|思路|下一?步")
_BOTH = re.compile("(?:两个?|两部分|全|都)?(?:部分)?(?:都|全)?(?:要|写|起草)?|一起写?|全部")
_NEEDS_ITEM: frozenset[Operation] = frozenset({"delete", "replace", "split"})


@dataclass(frozen=True)
class Question:
    """`answers` are whole messages."""

    text: str
    answers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Wish:
    """What an order has said so far."""

    period: str
    items: int | None = None
    themes: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    max_chars: int | None = None
    scope: CharsScope | None = None
    is_ceiling: bool = False
    numbering: str | None = None

    def order(self, section: SectionName, items: int | None = None) -> str:
        """The order as one message."""
        period = Period.parse(self.period)
        # A plan's heading names the period it is for, which says whose report it closes.
        name = section_heading(section, period)
        if section == "plan" and period.next.half == 2:
            name = f"{period.year}年{name}"
        words = [f"起草{name}" if section == "plan" else f"起草{period.label}{name}"]
        if count := items or self.items:
            words.append(f"{chinese_number(count)}条")
        if self.themes:
            words.append("重点写" + "、".join(self.themes))
        words += [f"不要写{theme}" for theme in self.excluded]
        if self.max_chars:
            scope = {"item": "每条", "section": "总共", None: ""}[self.scope]
            words.append(f"{scope}{'不超过' if self.is_ceiling else ''}{self.max_chars}字")
        if self.numbering:
            words.append(f"序号用{self.numbering}")
        return "，".join(words)


def which_section(wish: Wish) -> Question:
    answers = (wish.order("problems"), wish.order("plan"))
    return Question("您要起草哪一部分？", answers)


def how_many(wish: Wish, section: SectionName, counts: Sequence[int]) -> Question:
    numbers = sorted(set(counts))
    said = "、".join(f"{n}条" for n in numbers)
    return Question(
        f"条数说法不一（{said}），您要几条？", tuple(wish.order(section, n) for n in numbers)
    )


def which_item(
    message: str, draft: Draft, meant: Meant, operation: Operation | None, is_about_all: bool
) -> Question | None:
    """Asked if an item is named that is not there, or none where one is needed."""
    count = len(draft.items)
    everyone = range(1, count + 1)
    if meant.is_sentence_missing and not meant.missing:
        return Question(f"{named_items(meant.items[:1])}没有这一句，您指的是哪一句？")
    if meant.unknown_sentence:
        return Question(f"没有提到“{meant.unknown_sentence}”的句子，您指的是哪一句？")
    if meant.missing:
        wrong = named_items(meant.missing[:1]) if meant.missing[0] > 0 else "这一条"
        said = f"现在共 {count} 条，没有{wrong}。您指的是哪一条？"
        is_alone = len(meant.items) == 1 and not meant.is_sentence_missing
        return Question(said, _each(message, everyone) if is_alone else ())
    if meant.unknown:
        return _unknown_item(message, draft, meant, operation)
    if operation in _NEEDS_ITEM and not meant.items and not meant.target and not is_about_all:
        if count == 1:
            return None
        return Question(
            f"现在共 {count} 条，您指的是哪一条？", _each(_as_command(operation), everyone)
        )
    return None


def answer_meant(message: str, answers: Sequence[str]) -> str:
    """The one of the `answers` to the question before that a short message means (第一个, 问题吧,
    五条, 两个都要); "" if it means none of them."""
    said = re.sub(r"[吧呀啊呢嘛哈的了。！，]+$|^(?:就|要|写|选|那就?|先)+", "", normalise(message))
    if not said or len(said) > _LONGEST_ANSWER or not answers:
        return ""
    sections = [bool(_PROBLEMS_IN.search(a)) for a in answers]
    if len(answers) == 2 and sections == [True, False]:  # which section
        if _BOTH.fullmatch(said):
            return answers[0].replace("存在的问题", "存在的问题和下一步工作打算", 1)
        named = _PROBLEMS_IN.search(said) or _PLAN_IN.search(said)
        if named:
            answer = answers[0 if _PROBLEMS_IN.search(said) else 1]
            return _with_more(answer, said[named.end() :])
    if counted := re.fullmatch(rf"({NUM})[条点个]?", said):
        of_items = [a for a in answers if value_of(counted[1]) in item_counts(a)]
        if len(of_items) == 1:
            return of_items[0]
    if ordinal := re.fullmatch(rf"第?({NUM})[个条项]?", said):
        number = value_of(ordinal[1])
        of_item = [a for a in answers if named_items([number]) in a]
        if len(of_item) == 1:
            return of_item[0]
        return answers[number - 1] if 1 <= number <= len(answers) else ""
    if said in ("前者", "后者"):
        return answers[0 if said == "前者" else -1]
    having = [a for a in answers if said in a]
    return having[0] if len(having) == 1 else ""


def _with_more(answer: str, more: str) -> str:
    """The answer with what the message says besides: 要问题，四条."""
    more = re.sub(r"^(?:部分|那部分|那个|这块)?[，、]?", "", more)
    if not more:
        return answer
    if item_counts(more):
        answer = re.sub(rf"，{NUM}条", "", answer)
    return f"{answer}，{more}"


def _unknown_item(
    message: str, draft: Draft, meant: Meant, operation: Operation | None
) -> Question:
    """Words that no item fits, or several do: the question names the items there are."""
    numbers = [
        n
        for n in meant.near or range(1, len(draft.items) + 1)
        if not (operation == "move" and n == meant.place)
    ]
    asked = "您指的是哪一条？"
    if meant.unknown != "这条" and not meant.near:
        names = "、".join(
            f"{named_items([n])}“{_short(item.heading.text)}”"
            for n, item in enumerate(draft.items, 1)
        )
        asked = f"没有关于“{meant.unknown}”的条目，现在有{names}。{asked}"
    own = [by_number(message, meant.unknown, n) for n in numbers[:_MOST_ANSWERS]]
    names_it = meant.unknown != "这条" and "“" not in meant.unknown
    if operation and names_it and all(own):
        return Question(asked, tuple(own))
    return Question(asked, _each(_as_command(operation), numbers))


def _short(heading: str) -> str:
    heading = heading.rstrip("。；")
    return heading if len(heading) <= _NAME_CHARS else f"{heading[: _NAME_CHARS - 1]}…"


def command(operation: Operation | Literal["explain"], item: int) -> str:
    """The usual words for an operation on an item (from 1), 0 for the whole draft."""
    if operation == "explain":
        return with_item("第一条为什么这么写", item) if item else "为什么这么写"
    words = _as_command(operation)
    return with_item(words, item) if item else words.replace("第一条", "全文")


def _as_command(operation: Operation | None) -> str:
    """The usual words for an operation on item 一; `_each` puts the number in."""
    words: dict[Operation, str] = {
        "delete": "删掉第一条", "replace": "第一条换一种写法", "split": "第一条拆成两条",
        "shorten": "第一条压缩一下", "expand": "第一条展开写", "formal": "第一条语气正式一些",
    }  # fmt: skip
    return words.get(operation, "") if operation else ""


def _each(message: str, numbers: Sequence[int]) -> tuple[str, ...]:
    return tuple(with_item(message, n) for n in numbers[:_MOST_ANSWERS]) if message else ()
