"""Values → SVG: nothing collides, nothing escapes its picture, no word is markup."""

from __future__ import annotations

import re
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from assistant.web.charts import (
    Cell,
    Piece,
    Row,
    Series,
    Stack,
    bars,
    columns,
    fitted,
    grid,
    legend,
    lines,
    text_width,
)

EVIL = "<script>alert('x')</script>\"&"
PICTURES = {
    "columns": columns(EVIL, [Stack(EVIL, (Piece(1, "c1", EVIL),), EVIL)], 300),
    "bars": bars(EVIL, [Stack(EVIL, (Piece(1, "c1", EVIL),), EVIL)], 900),
    "lines": lines(EVIL, [EVIL, "b"], [Series(EVIL, "plan", (1.0, 2.0))], 900, unit=EVIL),
    "grid": grid(EVIL, [EVIL], [Row(EVIL, (Cell("c1", EVIL, EVIL),), EVIL)], 900, 20),
    "legend": f"<div>{legend([('c1', EVIL)])}</div>",
}


def texts(picture: str) -> list[tuple[float, float, str]]:
    found = re.findall(r'<text class="[^"]*" x="([^"]+)" y="([^"]+)"[^>]*>([^<]*)', picture)
    return [(float(x), float(y), words) for x, y, words in found]


@pytest.mark.parametrize("name", PICTURES)
def test_every_word_is_escaped(name: str) -> None:
    tree = ElementTree.fromstring(PICTURES[name])
    assert "script" not in {element.tag for element in tree.iter()}
    assert any(EVIL in "".join(element.itertext()) for element in tree.iter())


@pytest.mark.parametrize("name", [n for n in PICTURES if n != "legend"])
def test_a_picture_says_what_it_shows(name: str) -> None:
    tree = ElementTree.fromstring(PICTURES[name])
    assert (tree.get("role"), tree.get("aria-label")) == ("img", EVIL)


@pytest.mark.parametrize(
    "picture", [columns("", [], 300), bars("", [], 300), grid("", [], [], 9, 9)]
)
def test_nothing_makes_an_empty_picture(picture: str) -> None:
    assert ElementTree.fromstring(picture).findall("rect") == []
    assert lines("", [], [], 300) == ""


def test_stacks_stand_on_each_other() -> None:
    stack = Stack("2020", (Piece(1, "c1", ""), Piece(3, "c2", "")))
    found = re.findall(r'y="([\d.]+)" width="[\d.]+" height="([\d.]+)"', columns("", [stack], 200))
    (low, low_tall), (high, high_tall) = [(float(y), float(h)) for y, h in found]
    assert high + high_tall == pytest.approx(low, abs=0.2)
    assert high_tall == pytest.approx(3 * low_tall, abs=0.3)


@pytest.mark.parametrize("count", [1, 5, 12, 40])
def test_labels_of_an_axis_do_not_touch(count: int) -> None:
    stacks = [Stack(str(1990 + n), (Piece(1, "c1", ""),), " ") for n in range(count)]
    shown = [(x, words) for x, y, words in texts(columns("", stacks, 560, 190)) if y > 170]
    assert shown[-1][1] == str(1990 + count - 1)
    for (x, words), (next_x, _) in pairwise(shown):
        assert next_x - x >= text_width(words)


@pytest.mark.parametrize("values", [(5, 5, 5), (5, 5.01, 5.02), (0, 0, 0), (1, 50, 100)])
def test_names_of_lines_stand_apart(values: tuple[float, ...]) -> None:
    series = [Series(f"线{n}", "plan", (1.0, float(v))) for n, v in enumerate(values)]
    picture = lines("", ["2020", "2021"], series, 400, 190)
    heights = sorted(y for _, y, words in texts(picture) if words.startswith("线"))
    assert len(heights) == 3
    assert min(b - a for a, b in pairwise(heights)) >= 16.9
    assert 0 < heights[0] < heights[-1] < 190


def test_a_missing_value_is_passed_over() -> None:
    picture = lines("", ["a", "b", "c"], [Series("x", "plan", (1.0, None, 3.0))], 400)
    assert picture.count("<circle") == 2
    assert "b：" not in picture
    assert "x　c：3" in picture


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("村集体经济", 60, "村集体经济"),
        ("村集体经济", 48, "村集体…"),
        ("2024", 27, "2024"),
        ("村", 5, "…"),
    ],
)
def test_a_label_fits_its_place(text: str, width: float, expected: str) -> None:
    assert fitted(text, width) == expected
