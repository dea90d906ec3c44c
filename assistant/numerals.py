"""Figures as reports write them, in Arabic digits and in Chinese numerals. Pure patterns."""

from __future__ import annotations

MEASURE = (
    r"(?:%|％|个百分点|名|人次|人|次|个|件|起|场次|场|支|户|期|元|家|批|项|份|篇|条|所|处|村|亩|吨|公里|岁|天|小时|成|轮|类|"
    r"间|台|辆|座|倍|位|套|栋|册|堂|例|宗|组|班|站|公顷|平方米|课时|学时|万|亿)"
)
# Two numerals or more with 十百千万 among them and a measure behind: 十二个村, 三千余人. A single
# one is mostly part of a phrase: 一把手, 两个责任, 三会一课, 四种形态.
CHINESE_FIGURE = (
    r"(?<![第“一二三四五六七八九十百千])(?=[一二三四五六七八九两]?[十百千万])"
    r"[一二三四五六七八九十百千万两〇零]{2,}(?:余|多)?(?=" + MEASURE + ")"
)
PERCENT_IN_WORDS = r"百分之[一二三四五六七八九十百点〇零]+"
CHINESE_YEAR = r"二[〇○零][〇○零一二三四五六七八九]{2}年(?:[一二三四五六七八九十]{1,2}月(?:[一二三四五六七八九十]{1,3}日)?)?"
