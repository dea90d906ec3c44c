"""Texts for fuzzing the outline: numbers, headings and words at random, and samples gone wrong."""

from __future__ import annotations

import random
from functools import cache
from pathlib import Path

from corpus.numbering import BLOCK_FAMILIES, render_marker
from corpus.readers import read

SAMPLES = Path(__file__).resolve().parents[2] / "corpus" / "samples"
OUTLINE = ("words", "samples")


def text_case(target: str, number: int) -> str:
    """A text for the outline: numbers, headings and words at random, or a changed sample."""
    chance = random.Random(f"{target} {number}")
    if target == "words":
        return "".join(chance.choices(_PIECES, k=chance.randint(0, 70)))
    text = chance.choice(_samples())
    for _ in range(chance.choice((1, 1, 3, 10))):
        text = chance.choice(TEXT_MUTATIONS)(chance, text)
    return text


@cache
def _samples() -> list[str]:
    return [read(path.read_bytes(), path.name).text for path in sorted(SAMPLES.iterdir())]


_FAMILIES = (*BLOCK_FAMILIES, "一是", "一要", "一抓", "第一，", "首先", "一方面")
_PIECES = [
    *(render_marker(family, n) for family in _FAMILIES for n in (1, 2, 3, 10)),
    *(
        "工作情况",
        "存在的问题",
        "下一步工作打算",
        "2023年工作回顾",
        "问题及下半年计划",
        "主要表现：",
    ),
    *(
        "栖川县委2023年工作总结",
        "政府工作报告",
        "各位代表：",
        "附件：",
        "名词解释",
        "抄送：",
        "县长　甲",
    ),
    *(
        "2023年7月5日",
        "栖川县水利局",
        "我们也清醒地看到，还存在不少困难和问题，",
        "基础薄弱，能力不强，",
    ),
    *(
        "下半年，我们将继续抓好，",
        "抓学习。",
        "建园区",
        "1.5万名",
        "第一书记",
        "说一是一，",
        "学" * 45,
    ),
    *("㈠", "⑵", "❸", "（—）", "(", "）", "〔", "“", "”", "《", "**", "1", "２", "％", "x", "ab c"),
    *(
        "\n",
        "\n",
        "\n",
        "\n",
        "\r\n",
        "\r",
        "\u2028",
        "\x0b",
        "\x85",
        "。",
        "。",
        "；",
        "：",
        "，",
        "！",
    ),
    *(" ", "　", "\xa0", "\u200b", "\ufeff", "\t", "…", "——", "\U0001f600", "\u0301", "é", "\x00"),
]


def _without_line_ends(chance: random.Random, text: str) -> str:
    return text.replace("\n", chance.choice(("", "", " ", "\r\n", "\n\n", "\u2028")))


def _lines_shuffled(chance: random.Random, text: str) -> str:
    lines = text.split("\n")
    n, m = chance.randrange(len(lines)), chance.randrange(len(lines))
    lines[n], lines[m] = lines[m], lines[n]
    if chance.random() < 0.3:
        del lines[n]
    return "\n".join(lines)


def _pieces_sown(chance: random.Random, text: str) -> str:
    for _ in range(chance.choice((1, 5, 40))):
        at = chance.randrange(len(text) + 1)
        text = text[:at] + chance.choice(_PIECES) + text[at + chance.choice((0, 0, 1, 9)) :]
    return text


def _text_cut(chance: random.Random, text: str) -> str:
    start, end = _span(chance, len(text), 900)
    again = text[start:end] * chance.choice((2, 3, 20))
    return chance.choice(
        (text[:start], text[start:], text[:start] + text[end:], text[:start] + again)
    )


def _retyped(chance: random.Random, text: str) -> str:
    one, other = chance.choice(
        (
            ("（", "("),
            ("一", "—"),
            ("、", "．"),
            ("。", "｡"),
            ("，", ","),
            ("：", "\n"),
            ("是", "要"),
            ("。", ""),
        )
    )
    return text.replace(one, other, chance.choice((-1, 1, 5)))


TEXT_MUTATIONS = (_without_line_ends, _lines_shuffled, _pieces_sown, _text_cut, _retyped)


def _span(chance: random.Random, length: int, most: int) -> tuple[int, int]:
    start = chance.randrange(length + 1)
    return start, min(length, start + chance.randrange(most))
