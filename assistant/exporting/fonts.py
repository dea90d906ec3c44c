"""Which fonts a file names. A .docx stores names only: nothing is bundled, nothing downloaded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

FontProfile = Literal["gb2312", "windows"]
LATIN = "Times New Roman"  # GB/T 9704 is silent on digits and Latin letters; offices use this


@dataclass(frozen=True)
class Fonts:
    """A typeface for each use of GB/T 9704-2012 §5.2.2, §7.3 and §7.5."""

    title: str  # 小标宋
    body: str  # 仿宋
    heading: str  # 黑体: 一、
    run_in: str  # 楷体: （一）, 一是
    page: str  # 宋体: page numbers


# The names of the typefaces that offices license, and of those that every Windows has.
FONTS: dict[FontProfile, Fonts] = {
    "gb2312": Fonts("方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312", "宋体"),
    "windows": Fonts("华文中宋", "仿宋", "黑体", "楷体", "宋体"),
}
