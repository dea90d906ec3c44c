"""Instructions drawn by chance over the drafts of a table, the same for the same seed.

Every kind that has one right answer by arithmetic: lengths (of an item, of all, of a sentence, of
the lead), places, deletions, mergers, numbering.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from assistant.document import Draft, with_sentence_ids
from corpus.numbering import chinese_number
from tests.evals.rewrite_checks import section_chars

Row = dict[str, Any]
_FAMILIES = {
    "（一）": "（一）（二）",
    "1.": "1.2.3.",
    "一是": "一是二是",
    "①": "①②③",
    "（1）": "（1）（2）",
}


def drawn(drafts: Sequence[Draft], seed: int, each: int) -> Iterator[tuple[int, Row]]:
    """`each` instructions on every draft, with the number of the draft."""
    chance = random.Random(seed)
    for number, draft in enumerate(drafts):
        old = with_sentence_ids(draft)
        makers = [m for m in _MAKERS if m in (_each, _section) or len(old.items) > 2]
        for _ in range(each):
            if row := chance.choice(makers)(old, chance):
                yield number, row


def _nth(draft: Draft, chance: random.Random) -> tuple[int, str]:
    number = chance.randint(1, len(draft.items))
    return number, f"第{chinese_number(number)}条"


def _item(draft: Draft, chance: random.Random) -> Row:
    number, name = _nth(draft, chance)
    chars = round(len(draft.items[number - 1].text) * chance.uniform(0.4, 0.92))
    way = chance.choice(
        ("压缩到{}字", "缩短到{}字以内", "控制在{}字左右", "太长，压到{}字", "精简成{}字")
    )
    return {"say": name + way.format(chars), "item": number, "chars": chars}


def _longer(draft: Draft, chance: random.Random) -> Row:
    number, name = _nth(draft, chance)
    chars = round(len(draft.items[number - 1].text) * chance.uniform(1.12, 1.9))
    way = chance.choice(("扩写到{}字", "扩到{}字", "展开写，{}字左右", "充实到{}字"))
    return {"say": name + way.format(chars), "item": number, "chars": chars}


def _section(draft: Draft, chance: random.Random) -> Row:
    chars = round(section_chars(draft) * chance.uniform(0.45, 0.92))
    way = chance.choice(("全文压缩到{}字", "整篇控制在{}字以内", "压到{}字"))
    return {"say": way.format(chars), "section": chars}


def _grown(draft: Draft, chance: random.Random) -> Row:
    chars = round(section_chars(draft) * chance.uniform(1.1, 1.5))
    return {"say": f"全文扩写到{chars}字", "section": chars}


def _each(draft: Draft, chance: random.Random) -> Row | None:
    shortest = min(len(i.text) for i in draft.items)
    chars = round(shortest * chance.uniform(0.5, 0.9))
    return {"say": f"每条压缩到{chars}字", "each": chars} if chars >= 20 else None


def _sentence(draft: Draft, chance: random.Random) -> Row | None:
    long = [s for i in draft.items for s in i.sentences if len(s.text) >= 40]
    if not long:
        return None
    sentence = chance.choice(long)
    chars = round(len(sentence.text) * chance.uniform(0.5, 0.9))
    return {"say": f"压缩到{chars}字", "pick": sentence.id, "chars": chars}


def _lead(draft: Draft, chance: random.Random) -> Row | None:
    if len(draft.lead) != 1:
        return None
    chars = round(len(draft.lead[0].text) * chance.uniform(0.5, 0.9))
    return {"say": f"导语压缩到{chars}字", "sentence": "lead.1", "chars": chars}


def _moved(draft: Draft, chance: random.Random) -> Row:
    one, other = chance.sample(range(1, len(draft.items) + 1), 2)
    order = [n for n in range(1, len(draft.items) + 1) if n != one]
    order.insert(other - 1, one)
    way = chance.choice(("移到第{}条", "挪到第{}条的位置", "放到第{}条"))
    said = f"第{chinese_number(one)}条" + way.format(chinese_number(other))
    return {"say": said, "order": order}


def _swapped(draft: Draft, chance: random.Random) -> Row:
    one, other = chance.sample(range(1, len(draft.items) + 1), 2)
    order = list(range(1, len(draft.items) + 1))
    order[one - 1], order[other - 1] = other, one
    said = f"第{chinese_number(one)}条和第{chinese_number(other)}条"
    return {"say": said + chance.choice(("对调", "互换位置", "调换一下")), "order": order}


def _deleted(draft: Draft, chance: random.Random) -> Row:
    number, name = _nth(draft, chance)
    said = chance.choice(("删掉{}", "{}删了", "{}不要了")).format(name)
    return {"say": said, "delete": [number]}


def _merged(draft: Draft, chance: random.Random) -> Row:
    one, other = sorted(chance.sample(range(1, len(draft.items) + 1), 2))
    said = f"第{chinese_number(one)}条和第{chinese_number(other)}条合并"
    return {"say": said, "merge": [one, other]}


def _numbered(draft: Draft, chance: random.Random) -> Row | None:
    family = chance.choice([f for f in _FAMILIES if f != draft.numbering])
    return {"say": f"序号改成{_FAMILIES[family]}", "numbering": family}


# Lengths are what is hard: they are drawn three times as often.
_LENGTHS: tuple[Callable[[Draft, random.Random], Row | None], ...] = (
    _item, _item, _longer, _section, _grown, _each, _sentence, _lead,
)  # fmt: skip
_MAKERS = (*_LENGTHS, *_LENGTHS, _moved, _swapped, _deleted, _merged, _numbered)
