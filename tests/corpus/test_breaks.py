"""Text that has lost its line ends gives the same tree as the text it was."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from corpus.outline import paragraphs_of, parse_outline
from corpus.readers import read
from corpus.report import Item, Outline

SAMPLES = sorted((Path(__file__).resolve().parents[2] / "corpus" / "samples").iterdir())
TITLE = "临江县教育局2022年工作总结"
LEAD = "一年来，全局上下齐心协力，现将情况报告如下。"


def tree(outline: Outline) -> list[object]:
    return [(s.role, s.marker, s.heading, _items(s.items)) for s in outline.sections]


def _items(items: Sequence[Item]) -> list[object]:
    return [(i.marker, i.ordinal, i.heading, _items(i.items)) for i in items]


def words(outline: Outline) -> list[str]:
    paragraphs = paragraphs_of(outline, "r")
    return ["".join(outline.text[p.start : p.end].split()) for p in paragraphs]


@pytest.mark.parametrize("file", SAMPLES, ids=[file.name for file in SAMPLES])
def test_a_sample_in_one_line_keeps_its_tree(file: Path) -> None:
    text = read(file.read_bytes(), file.name).text
    broken, glued = (parse_outline(t, file.name) for t in (text, text.replace("\n", "")))
    assert glued.title == broken.title
    assert tree(glued) == tree(broken)
    assert words(glued) == words(broken)


WAYS = {
    "headings of several nouns": (
        "一、主要工作及成效",
        "（一）抓教研。听课百节。（二）抓安全。排查十次。",
        "二、存在的问题和不足",
        "回顾全年工作，仍有短板。一是师资偏弱。年轻教师少。二是经费偏紧。渠道单一。",
        "三、2023年工作思路和重点任务",
        "2023年，将抓好以下工作。一是强师资。开展轮训。二是筹经费。争取项目。",
    ),
    "parts in words": (
        "第一部分 工作开展情况",
        "一、抓教研。听课百节。二、抓安全。排查十次。",
        "第二部分 存在的困难和问题",
        "在肯定成绩的同时，仍有不足。一是师资偏弱。年轻教师少。二是经费偏紧。渠道单一。",
        "第三部分 下一步工作打算",
        "今后，将补齐短板。首先，强师资。开展轮训。其次，筹经费。争取项目。",
    ),
    "parts in brackets": (
        "（一）工作完成情况",
        "1.抓教研。听课百节。2.抓安全。排查十次。",
        "（二）存在的问题",
        "半年来的工作仍有不足。①师资偏弱。年轻教师少。②经费偏紧。渠道单一。",
        "（三）下半年工作安排",
        "下半年，将补齐短板。一是强师资。开展轮训。二是筹经费。争取项目。",
    ),
    "a theme among the parts": (
        "一、2022年工作回顾",
        "新建校舍三处。",
        "二、2023年工作安排",
        "按照部署，抓好落实。（一）强师资。开展轮训。（二）筹经费。争取项目。",
        "三、全面加强自身建设",
        "坚持勤政廉政。",
    ),
}


@pytest.mark.parametrize("lines", WAYS.values(), ids=WAYS.keys())
@pytest.mark.parametrize("tail", ["", "\n临江县教育局\n2022年12月28日"])
def test_every_break_is_restored(lines: tuple[str, ...], tail: str) -> None:
    text = "\n".join([TITLE, LEAD, *lines]) + tail
    broken, glued = parse_outline(text), parse_outline(text.replace("\n", ""))
    assert [s.marker + s.heading for s in broken.sections if s.marker] == [
        line.replace("部分 ", "部分") for line in lines[::2]
    ]
    assert (glued.title, tree(glued)) == (TITLE, tree(broken))
    assert words(glued) == words(broken)


@pytest.mark.parametrize("lost", range(7))
def test_a_single_lost_break_changes_nothing(lost: int) -> None:
    lines = [TITLE, LEAD, *WAYS["headings of several nouns"]]
    text = "\n".join(lines)
    glued = "\n".join([*lines[:lost], lines[lost] + lines[lost + 1], *lines[lost + 2 :]])
    assert tree(parse_outline(glued)) == tree(parse_outline(text))


@pytest.mark.parametrize(
    "line",
    [
        "三是抓好三件事：一、工作情况周报。二、问题台账。三、整改打算。",
        "会议强调，一、要落实任务；二、要完成计划。",
        "第一部分学生已经返校。第二部分学生存在困难问题。",
    ],
)
def test_a_list_inside_a_paragraph_makes_no_parts(line: str) -> None:
    text = f"{TITLE}\n{LEAD}\n一、工作情况\n{line}\n新建校舍三处。\n二、工作打算\n招录教师。"
    assert [s.heading for s in parse_outline(text).sections] == ["", "工作情况", "工作打算"]


def test_an_endless_line_is_read_in_sentences_and_passages() -> None:
    done = "全年新建校舍三处，招录教师一百名，群众满意度稳步提升。" * 60
    weak = "在总结成绩的同时，我们也清醒地看到，教育发展还存在不少困难和问题：师资不强，投入不足，管理滞后。"
    plan = "下一步，我们将补齐短板，努力办好人民满意的教育。"
    outline = parse_outline(done + weak + plan, "临江县教育局2022年工作总结.txt")
    starts = [outline.text[s.start :][:5] for s in outline.sections]
    assert starts == ["全年新建校", "在总结成绩", "下一步，我"]
    paragraphs = paragraphs_of(outline, "r")
    assert len(paragraphs) > 4
    assert all(p.end - p.start <= 600 for p in paragraphs)
    assert all(outline.text[p.end - 1] == "。" for p in paragraphs)
