"""What was begun once is not begun again."""

from __future__ import annotations

import pytest

from assistant.periods.begun import begins, is_begun, is_long_done, same_place


@pytest.mark.parametrize(
    ("clause", "names"),
    [
        ("启动“青竹计划”", ["青竹计划"]),
        ("成立乡镇“红色物业”联盟", ["红色物业"]),
        ("出台《年轻干部培养办法》", ["年轻干部培养办法"]),
        ("启动并实施“项目建设年”活动", ["项目建设年"]),
        ("启动新一轮“四减四增”行动", []),  # another round is another beginning
        ("推出“青竹计划”2.0版", []),
        ("深化“青竹计划”", []),
        ("开展“四不两直”下乡调研", []),  # may be said every year
        ("建立健全长效机制，用好“茶桌议事”", []),
    ],
)
def test_a_beginning_names_what_it_begins(clause: str, names: list[str]) -> None:
    assert begins(clause) == names


@pytest.mark.parametrize(
    ("later", "begun"),
    [(["升级“青竹计划”，分类培养。"], True), (["培养年轻干部。"], False), ([], False)],
)
def test_it_is_begun_when_a_later_report_has_it(later: list[str], begun: bool) -> None:
    assert is_begun("启动“青竹计划”", later) is begun


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("中共青岚县委", "青岚县委组织部", True),
        ("青岚县纪委监委", "中国共产党青岚县委员会", True),
        ("青岚县委组织部", "白石县委组织部", False),
        ("", "青岚县委", False),
    ],
)
def test_offices_of_one_place(one: str, other: str, same: bool) -> None:
    assert same_place(one, other) is same


@pytest.mark.parametrize(
    ("clause", "years", "done"),
    [
        ("启动东部城区提质改造", 3, True),
        ("完成村级建制调整", 8, True),
        ("启动东部城区提质改造", 2, False),  # it may well still be going on
        ("完成年度目标任务", 8, False),  # every year has its own
        ("推进城市精细化管理", 8, False),
        ("实施第四期学前教育行动计划", 2, True),
        ("实施第四期学前教育行动计划", 1, False),
        ("高水平办好第八届茶文化节", 1, True),
        ("高水平办好第八届茶文化节", 0, False),
        ("迎接第十四届全国人大代表视察", 2, False),
        ("实施环境整治提升三年行动", 3, False),
        ("实施环境整治提升三年行动", 4, True),
        ("稳妥推进第二轮土地承包到期延包", 5, False),
    ],
)
def test_a_deed_of_one_time_is_done_with_after_some_years(
    clause: str, years: int, done: bool
) -> None:
    assert is_long_done(clause, years) is done
