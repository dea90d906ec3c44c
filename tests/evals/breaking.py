"""Twelve ways to break a sound sentence, each as it happens when borrowed clauses are joined.

A way takes a random source and a sentence, and returns the broken text, or "" where the sentence
has no place for it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

Breakage = Callable[[Random, str], str]

_HANGING = ["的", "了", "和", "与", "及", "在", "对", "以", "将", "把", "被"]
_DOUBLED = ["但", "并", "和", "同时", "进一步", "而", "及", "持续", "与", "的", "在"]
_LEANING = ["但", "而", "并", "从而", "导致", "致使", "并且", "因此"]
_FRAMES = (
    "在县委的坚强领导下", "以高质量发展为主线", "在全面推进乡村振兴的过程中", "随着改革的不断深入",
    "围绕中心工作任务", "面对新的形势和任务", "按照上级党组织的部署", "坚持以党的政治建设为统领",
    "对照新时代党的建设总要求", "在抓落实中",
)  # fmt: skip
_WEAK = ("力量偏弱", "办法不多", "落实不够到位", "重视程度不够", "机制还不健全", "效果不明显")
_WHERE = ("支部", "单位", "乡镇", "村", "党员干部", "部门")


def _joints(sentence: str, marks: str = "，") -> list[int]:
    return [n for n, char in enumerate(sentence) if char in marks]


def _lost_mark(rng: Random, sentence: str) -> str:
    places = _joints(sentence, "“”《》（）")
    return _without(sentence, rng.choice(places)) if places else ""


def _without(text: str, position: int) -> str:
    return text[:position] + text[position + 1 :]


def _doubled_word(rng: Random, sentence: str) -> str:
    word = rng.choice(_DOUBLED)
    if word in sentence and rng.random() < 0.5:
        return sentence.replace(word, word * 2, 1)
    places = _joints(sentence)
    return _put(sentence, rng.choice(places) + 1, word * 2) if places else ""


def _put(text: str, position: int, words: str) -> str:
    return text[:position] + words + text[position:]


def _doubled_mark(rng: Random, sentence: str) -> str:
    places = _joints(sentence, "，。；、")
    return _put(sentence, rng.choice(places), rng.choice("，。、；")) if places else ""


def _hanging(rng: Random, sentence: str) -> str:
    word = rng.choice(_HANGING)
    places = _joints(sentence, "。" if word in "的了" else "，。")
    return _put(sentence, rng.choice(places), word) if places else ""


def _mark_first(rng: Random, sentence: str) -> str:
    return rng.choice("，。、；）”") + sentence


def _leaning_first(rng: Random, sentence: str) -> str:
    return rng.choice(_LEANING) + sentence


def _clauses(sentence: str) -> list[str]:
    return [c for c in re.split(r"[，；。]", sentence) if len(c) >= 7 and not re.search(r"\d", c)]


def _repeated(rng: Random, sentence: str) -> str:
    clauses = _clauses(sentence)
    if len(clauses) < 2:
        return ""
    again = rng.choice(clauses)
    if len(again) >= 12 and rng.random() < 0.5:  # nearly the same: a word lost at an end
        again = again[2:] if rng.random() < 0.5 else again[:-2]
    return f"{sentence[:-1]}，{again}。"


def _frame_only(rng: Random, _: str) -> str:
    return rng.choice(_FRAMES) + "。"


def _frame_last(rng: Random, sentence: str) -> str:
    return f"{sentence[:-1]}，{rng.choice(_FRAMES)}。"


def _although_alone(rng: Random, sentence: str) -> str:
    lone = re.sub(
        r"但|却|仍|还|也|可|然而|依[然旧]|不过|只是|而|都|总|始终|更|离|距|与", "", sentence
    )
    return rng.choice(("虽然", "尽管", "虽")) + lone


def _not_only_alone(_: Random, sentence: str) -> str:
    return "不仅" + re.sub(r"而且|还|也|更|又|且|同时|都|并|甚至|反而", "", sentence)


def _openers(rng: Random, _: str) -> str:
    word = rng.choice(("个别", "有的", "部分", "一些"))
    where, weak = rng.sample(_WHERE, 4), rng.sample(_WEAK, 4)
    return "，".join(f"{word}{a}{b}" for a, b in zip(where, weak, strict=True)) + "。"


def _no_verb(rng: Random, sentence: str) -> str:
    """我们将 with the verb behind it lost: a stop, or another connective, in its place."""
    places = _joints(sentence)
    if not places:
        return ""
    lost = rng.choice(("我们将，", "我们要，", "将并", "将但", "必须要，", "将更加有力的举措，"))
    return _put(sentence, rng.choice(places) + 1, lost)


BREAKAGES: dict[str, Breakage] = {
    "a mark lost": _lost_mark,
    "a word doubled": _doubled_word,
    "a stop doubled": _doubled_mark,
    "a word left hanging": _hanging,
    "a mark first": _mark_first,
    "a leaning word first": _leaning_first,
    "a clause repeated": _repeated,
    "only a frame": _frame_only,
    "ends in a frame": _frame_last,
    "虽 without 但": _although_alone,
    "不仅 without 而且": _not_only_alone,
    "the same opener, 4 times": _openers,
    "no verb after 将": _no_verb,
}
