"""How fast a long piece of work goes, and how long it will still take (pure)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

_OVERHEAD = 16  # characters: what a passage costs beyond its own, by measurement
_TOO_EARLY = 1.0  # seconds: before that, anything said would be a guess


@dataclass(frozen=True)
class Estimate:
    """Passages and characters a second, over the whole work; seconds that are left.

    Zeros and None while nothing can be said yet.
    """

    passages_per_second: float
    characters_per_second: float
    remaining: float | None

    @property
    def label(self) -> str:
        """For users: 每秒 48 段，约剩 2 分钟."""
        if self.remaining is None:
            return "正在估算时间"
        if self.remaining == 0:
            return f"已完成，{_rate(self.passages_per_second)}"
        return f"{_rate(self.passages_per_second)}，{_duration(self.remaining)}"


class Pace:
    """The pace of work on passages of `lengths` characters.

    `EmbeddingModel.encode_passages` takes the longest first: counting passages, it would seem slow
    at the beginning and never be on time. `longest_first=False` is for those done in their order.
    """

    def __init__(self, lengths: Sequence[int], longest_first: bool = True) -> None:
        ordered = sorted(lengths, reverse=True) if longest_first else lengths
        self._characters = [0, *accumulate(ordered)]

    def after(self, done: int, elapsed: float) -> Estimate:
        """The estimate when `done` passages have taken `elapsed` seconds."""
        total = len(self._characters) - 1
        done = min(max(done, 0), total)
        if done == 0 or elapsed <= 0 or (elapsed < _TOO_EARLY and done < total):
            return Estimate(0.0, 0.0, None)
        whole = elapsed * self._cost(total) / self._cost(done)
        return Estimate(total / whole, self._characters[done] / elapsed, whole - elapsed)

    def _cost(self, count: int) -> int:
        return self._characters[count] + _OVERHEAD * count


def _rate(per_second: float) -> str:
    if per_second >= 10:
        return f"每秒 {per_second:.0f} 段"
    if per_second >= 1:
        return f"每秒 {per_second:.1f} 段"
    return f"每分钟 {max(1, round(per_second * 60))} 段"


def _duration(seconds: float) -> str:
    if seconds < 10:
        return "剩不到 10 秒"
    if seconds < 55:
        return f"约剩 {5 * round(seconds / 5)} 秒"
    minutes = max(1, round(seconds / 60))
    if minutes < 60:
        return f"约剩 {minutes} 分钟"
    hours, minutes = divmod(minutes, 60)
    return f"约剩 {hours} 小时 {minutes} 分钟" if minutes else f"约剩 {hours} 小时"
