"""The remaining time is true from the beginning, however the lengths differ."""

from __future__ import annotations

import pytest

from corpus.pace import Estimate, Pace


def test_equal_passages_are_counted() -> None:
    estimate = Pace([100] * 480).after(done=240, elapsed=5.0)
    assert estimate.passages_per_second == pytest.approx(48)
    assert estimate.characters_per_second == pytest.approx(4800)
    assert estimate.remaining == pytest.approx(5.0)


def test_the_long_ones_come_first() -> None:
    """One long passage that takes as long as the ten short ones: half of the time is over."""
    cost_of_short = 34 + 16
    pace = Pace([34] * 10 + [10 * cost_of_short - 16])
    estimate = pace.after(done=1, elapsed=60.0)
    assert estimate.remaining == pytest.approx(60.0)
    assert estimate.passages_per_second == pytest.approx(11 / 120)


def test_in_order_the_first_are_the_first() -> None:
    pace = Pace([34, 84], longest_first=False)
    assert pace.after(done=1, elapsed=10.0).remaining == pytest.approx(20.0)


def test_steady_work_is_estimated_the_same_all_the_time() -> None:
    lengths = [600 - n for n in range(500)]
    costs = [length + 16 for length in lengths]
    pace = Pace(lengths[::-1])
    wholes = [
        (estimate.remaining or 0.0) + sum(costs[:done]) / 1000
        for done in (10, 50, 250, 499)
        for estimate in [pace.after(done, sum(costs[:done]) / 1000)]
    ]
    assert wholes == pytest.approx([sum(costs) / 1000] * 4)


@pytest.mark.parametrize(
    ("done", "elapsed", "label"),
    [
        (0, 30.0, "正在估算时间"),
        (10, 0.0, "正在估算时间"),
        (10, 0.5, "正在估算时间"),
        (1000, 0.5, "已完成，每秒 2000 段"),
        (1000, 100.0, "已完成，每秒 10 段"),
        (2000, 100.0, "已完成，每秒 10 段"),
        (48, 1.0, "每秒 48 段，约剩 20 秒"),
        (960, 20.0, "每秒 48 段，剩不到 10 秒"),
        (100, 13.0, "每秒 7.7 段，约剩 2 分钟"),
        (10, 50.0, "每分钟 12 段，约剩 1 小时 22 分钟"),
        (500, 7200.0, "每分钟 4 段，约剩 2 小时"),
        (1, 7200.0, "每分钟 1 段，约剩 1998 小时"),
    ],
)
def test_labels(done: int, elapsed: float, label: str) -> None:
    assert Pace([100] * 1000).after(done, elapsed).label == label


def test_no_passages_take_no_time() -> None:
    assert Pace([]).after(0, 1.0) == Estimate(0.0, 0.0, None)
