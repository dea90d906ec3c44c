"""What later reports of the same place have overtaken."""

from __future__ import annotations

import pytest

from assistant.clauses import units_of
from assistant.overtaken import Later
from corpus.intake import outlined
from corpus.readers.reading import Reading
from corpus.report import Report

REPORT = """{year}年{place}政府工作报告
一、{last}年工作回顾
过去一年，{done}，特色产业产值稳步增长。
二、{year}年工作安排
（一）建设美丽城市。{planned}，完善街巷照明。
"""


def report(place: str, year: int, done: str, planned: str) -> Report:
    text = REPORT.format(place=place, year=year, last=year - 1, done=done, planned=planned)
    return outlined("", f"{year}.txt", Reading(text))


PROMISED = "加快城东茶香大桥建设"
OLD = report("临江市", 2022, "各项工作有序推进", PROMISED)


def overtaken(clause: str, *later: Report) -> bool:
    (unit,) = units_of(clause, 0, len(clause))
    return Later([OLD, *later]).overtakes(unit, OLD)


@pytest.mark.parametrize(
    ("clause", "later", "expected"),
    [
        (PROMISED, report("临江市", 2023, "城东茶香大桥建成通车", "养护道路"), True),
        # what is only promised once more is not done; another place has its own bridges
        (PROMISED, report("临江市", 2023, "道路得到养护", "确保城东茶香大桥建成通车"), False),
        (PROMISED, report("竹乡市", 2023, "城东茶香大桥建成通车", "养护道路"), False),
        (PROMISED, report("临江市", 2021, "城东茶香大桥建成通车", "养护道路"), False),
        ("启动“青竹计划”", report("临江市", 2023, "“青竹计划”选出骨干", "养护道路"), True),
    ],
)
def test_what_a_later_report_of_the_place_has_is_overtaken(
    clause: str, later: Report, expected: bool
) -> None:
    assert overtaken(clause, later) is expected
