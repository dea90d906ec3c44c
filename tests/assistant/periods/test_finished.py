"""What is finished is not promised again."""

from __future__ import annotations

import pytest

from assistant.periods.finished import finished_names, is_finished


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("城东茶香大桥、环湖观光公路建成通车。", {"城东茶香大桥", "环湖观光公路"}),
        ("建成县全民健身中心，开通城乡公交。", {"县全民健身中心"}),
        ("我县成功创建全省首批“茶旅融合示范县”。", {"茶旅融合示范县"}),
        ("青石镇污水处理厂建设项目投入运行。", {"青石镇污水处理厂"}),
        ("临江机场T2航站楼建成投用。", {"临江机场T2航站楼"}),
        # many of a kind, or too common a name
        ("建成高标准农田XX万亩，12个社区服务中心投用。", set()),
        ("一批重点项目竣工，新桥通车。", set()),
        ("加快建设城东茶香大桥。", set()),
    ],
)
def test_names_told_as_finished_or_won(text: str, names: set[str]) -> None:
    assert finished_names(text) == names


NAMES = frozenset({"城东茶香大桥", "茶旅融合示范县"})


@pytest.mark.parametrize(
    ("clause", "finished"),
    [
        ("加快城东茶香大桥、城西隧道建设", True),
        ("争创“茶旅融合”示范县", True),
        ("巩固茶旅融合示范县创建成果", False),
        ("启动城东茶香大桥二期工程", False),
        ("加快建设城北大桥", False),
        ("沿城东茶香大桥布置夜景", False),
    ],
)
def test_what_would_build_or_win_it_is_overtaken(clause: str, finished: bool) -> None:
    assert is_finished(clause, NAMES) is finished


def test_without_later_reports_nothing_is_finished() -> None:
    assert not is_finished("加快城东茶香大桥建设", frozenset())
