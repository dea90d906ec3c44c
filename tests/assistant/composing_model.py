"""Language models for the loopback endpoint that read the prompt and write from it, by rule.

`good` cuts clauses out of the evidence, joins them anew and cites what it used, as a large model
would. `mediocre` has every bad habit of a small one in turn. Neither knows the product: what they
are told is in the prompt, or they do not know it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from assistant.clauses import has_verdict, leans_forward, overlap, shorter_units, units_of
from assistant.headings import starts_with_action
from tests.assistant.model_endpoint import Asked, Play, says, status

_SOURCE = re.compile(r"^\[([pf][0-9a-f]{6})\] (.+)$", re.MULTILINE)
_DATED = re.compile(
    r"[\d《》〔〕“”]|[〇一二三四五六七八九十两]+(?:个|大|届|是|要|次)|今年|上半年|下半年|全年|主题教育"
)
# What a writer says otherwise without thinking.
_OTHERWISE = (
    ("有的", "一些"), ("部分", "少数"), ("不够", "还不够"), ("加强", "强化"), ("完善", "健全"), ("推动", "促进"),
    ("开展", "组织开展"), ("较少", "偏少"), ("不足", "仍显不足"), ("提升", "提高"),
)  # fmt: skip
_VERDICTS = ("还不够扎实", "仍有差距", "有待加强", "推进不够平衡")
_VERBS = ("抓实", "推进", "加强", "深化")
_ALIKE = 0.34

Said = dict[str, Any]
Write = Callable[["Order"], "Said | str"]


@dataclass(frozen=True)
class Order:
    """What can be read in a prompt. `nth` counts the requests from 0, repairs too."""

    prompt: str
    nth: int
    is_repair: bool

    def _found(self, pattern: str) -> tuple[str, ...]:
        match = re.search(pattern, self.prompt)
        assert match, pattern
        return match.groups()

    @property
    def is_problem(self) -> bool:
        return self._found("起草“(.+?)”部分")[0] == "存在的问题"

    @property
    def theme(self) -> str:
        return self._found("本条主题：\n<<[0-9a-f]+>>\n(.+)")[0]

    @property
    def chars(self) -> tuple[int, int]:
        least, most = self._found(r"小标题加正文）(\d+)至(\d+)字")
        return int(least), int(most)

    @property
    def sentences(self) -> int:
        return int(self._found(r"(\d+)句正文组成")[0])

    @property
    def sources(self) -> dict[str, str]:
        return dict(_SOURCE.findall(self.prompt))

    @property
    def heading_words(self) -> str:
        """The heading that the prompt proposes."""
        return self._found(r"可用的小标题.*\n<<.+>>\n(.+)\n")[0]


@dataclass(frozen=True)
class Piece:
    key: str
    text: str


def good(order: Order) -> Said:
    """An item of the asked length in sentences of two or three clauses, each from several sources."""
    least, most = order.chars
    heading = _heading(order)
    left = (least + most) // 2 - len(heading) - 1
    facts = [Piece(k, t) for k, t in order.sources.items() if k.startswith("f")]
    left -= sum(len(f.text) + 3 for f in facts)
    pieces: list[Piece] = []
    for piece in _pieces(order, heading):
        if left - len(piece.text) - 1 >= -(most - least) // 2:
            pieces.append(piece)
            left -= len(piece.text) + 1
    keys = [k for k in order.sources if k.startswith("p")]
    count = max(1, min(order.sentences, len(pieces) // 2))
    groups = [pieces[n::count] for n in range(count)]
    sentences = [_sentence(g) for g in groups if g]
    sentences += [{"text": f"目前{f.text}。", "sources": [f.key]} for f in facts]
    return {"heading": {"text": heading, "sources": keys[:1]}, "sentences": sentences}


def _heading(order: Order) -> str:
    if order.nth % 3:
        return order.heading_words
    theme, nth = order.theme, order.nth % 4
    if order.is_problem:
        return theme if has_verdict(theme) else theme + _VERDICTS[nth]
    prefix = re.search("以“(.+?)”开头", order.prompt)
    core = theme if starts_with_action(theme) else _VERBS[nth] + theme
    return core if prefix is None or core.startswith(prefix[1]) else prefix[1] + core


def _pieces(order: Order, heading: str) -> Iterator[Piece]:
    """Clauses that can stand in the item, of each source in turn, none like another."""
    taken = [heading]
    sources = list(order.sources.items())
    # Told that it copied, it begins elsewhere.
    sources = sources[1:] + sources[:1] if order.is_repair else sources
    columns = [[Piece(k, c) for c in _clauses(t, order)] for k, t in sources]
    for row in zip_longest(*columns):
        for piece in filter(None, row):
            if all(overlap(piece.text, other) <= _ALIKE for other in taken):
                taken.append(piece.text)
                yield Piece(piece.key, _otherwise(piece.text, len(taken)))


def _clauses(text: str, order: Order) -> list[str]:
    body = text.partition("。")[2] or text
    units = [u.text for u in units_of(body, 0, len(body))]
    shorter = [s.text for u in units_of(body, 0, len(body)) for s in shorter_units(body, u)]
    fits = has_verdict if order.is_problem else starts_with_action
    return [
        c
        for c in (*units, *shorter)
        if 7 <= len(c) <= 40 and fits(c) and not _DATED.search(c) and not leans_forward(c)
    ]


def _otherwise(text: str, nth: int) -> str:
    """The clause with one word put in another way, where it has one."""
    for n in range(len(_OTHERWISE)):
        old, new = _OTHERWISE[(n + nth) % len(_OTHERWISE)]
        if old in text and new not in text and "还" not in text and "仍" not in text:
            return text.replace(old, new, 1)
    return text


def _sentence(pieces: list[Piece]) -> Said:
    text = "，".join(p.text for p in pieces) + "。"
    return {"text": text, "sources": list(dict.fromkeys(p.key for p in pieces))}


# --- bad habits -----------------------------------------------------------------------------------


def mediocre(order: Order) -> Said | str:
    """As `good`, with two of the habits; which, changes from item to item. A repair helps with one."""
    said = good(order)
    habits = _HABITS[order.nth % len(_HABITS) :] + _HABITS[: order.nth % len(_HABITS)]
    said["sentences"][0]["text"] = "对照高质量发展要求，" + said["sentences"][0]["text"]
    for habit in habits[: 1 if order.is_repair else 2]:
        said = habit(said, order)
    text = json.dumps(said, ensure_ascii=False)
    return f"好的，这一条如下：\n```json\n{text}\n```" if order.nth % 2 else said


def _own_figures(said: Said, order: Order) -> Said:
    first = said["sentences"][0]
    first["text"] = first["text"].removesuffix("。") + "，占比达到37.5%，涉及46个单位。"
    return said


def _far_too_long(said: Said, order: Order) -> Said:
    longer = [
        {
            "text": f"{p.text}，在具体工作中表现得比较明显，需要引起各级各部门的高度关注。",
            "sources": [p.key],
        }
        for p in list(_pieces(order, ""))[-3:]
    ]
    return {**said, "sentences": [*said["sentences"], *longer]}


def _heading_again(said: Said, order: Order) -> Said:
    first = said["sentences"][0]
    first["text"] = f"{said['heading']['text']}，{first['text']}"
    return said


def _markdown(said: Said, order: Order) -> Said:
    said["heading"]["text"] = f"**{said['heading']['text']}**"
    for sentence in said["sentences"]:
        sentence["text"] = f"- **{sentence['text'][:4]}**{sentence['text'][4:]}"
    return said


def _wrong_key(said: Said, order: Order) -> Said:
    said["heading"]["sources"] = ["p000000"]
    said["sentences"][-1]["sources"] = ["p999999"]
    return said


def _vow(said: Said, order: Order) -> Said:
    vow = (
        "对此，我们一定高度重视，采取有力措施认真加以解决。"
        if order.is_problem
        else "总之，我们将以更大的决心推动各项工作再上新台阶。"
    )
    last = dict(said["sentences"][-1])
    return {**said, "sentences": [*said["sentences"], {**last, "text": vow}]}


def _other_heading(said: Said, order: Order) -> Said:
    said["heading"]["text"] = f"一是要在新的起点上，紧紧围绕{order.theme}这个主题做好各方面工作"
    return said


def _twice(said: Said, order: Order) -> Said:
    return {**said, "sentences": [*said["sentences"], said["sentences"][0]]}


def _too_short(said: Said, order: Order) -> Said:
    return {**said, "sentences": said["sentences"][:1]}


def _broken(said: Said, order: Order) -> Said:
    last = said["sentences"][-1]
    last["text"] = last["text"].removesuffix("。") + "，从而进一步，并并促进发展的。"
    return said


_HABITS = (
    _own_figures, _far_too_long, _heading_again, _markdown, _wrong_key, _vow, _other_heading, _twice,
    _too_short, _broken,
)  # fmt: skip

FORMS = ("json_schema", "json_object", "none")
MODELS: dict[str, Write] = {"good": good, "mediocre": mediocre}


def playing(write: Write, form: str = "json_schema") -> Callable[[Asked], Play]:
    """An endpoint that answers with `write` and takes an answer's `form` or a looser one."""
    count = iter(range(10**9))

    def answer(asked: Asked) -> Play:
        wanted = asked.body.get("response_format", {}).get("type", "none")
        if FORMS.index(wanted) < FORMS.index(form):
            return status(400, f"response_format {wanted} is not supported")
        is_repair = any(m["role"] == "assistant" for m in asked.body["messages"])
        return says(write(Order(asked.prompt, next(count), is_repair)))

    return answer
