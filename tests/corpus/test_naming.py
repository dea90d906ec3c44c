"""Which organisation and which period titles, dates and file names name."""

from __future__ import annotations

import pytest

from corpus.naming import (
    is_date_line,
    organisation_of_lines,
    organisation_of_title,
    period_of_date,
    period_of_session,
    period_of_title,
)


@pytest.mark.parametrize(
    ("title", "period"),
    [
        ("县委2020年度上半年党建工作总结", "2020H1"),
        ("县委2021年上半年党建工作总结", "2021H1"),
        ("县纪委2022年下半年工作总结", "2022H2"),
        ("县委组织部2023年度工作总结", "2023"),
        ("县委组织部2023年工作总结", "2023"),
        ("二〇二三年度工作总结", "2023"),
        ("二○二四年上半年工作总结", "2024H1"),
        ("二零二四年上半年工作情况汇报", "2024H1"),
        ("关于2019年上半年意识形态工作情况的报告", "2019H1"),
        ("2024年 上半年工作总结", "2024H1"),
        ("党建工作总结（2022年）", "2022"),
    ],
)
def test_a_title_names_its_period(title: str, period: str) -> None:
    assert str(period_of_title(title)) == period


@pytest.mark.parametrize("title", ["党建工作总结", "", "上半年工作总结", "扶持资金1200万元的报告"])
def test_a_title_without_a_year_names_none(title: str) -> None:
    assert period_of_title(title) is None


@pytest.mark.parametrize(
    ("title", "organisation"),
    [
        ("县委2020年度上半年党建工作总结", "县委"),
        ("中共临江县委2021年度党建工作总结", "中共临江县委"),
        ("临江县委组织部2022年上半年工作总结", "临江县委组织部"),
        ("临江县纪委监委关于2022年工作情况的报告", "临江县纪委监委"),
        ("城关街道二〇二三年工作总结", "城关街道"),
        ("临江县教育局工作总结", "临江县教育局"),
        ("关于2019年党建工作情况的报告", ""),
        ("2019年党建工作总结", ""),
        ("", ""),
    ],
)
def test_a_title_begins_with_its_organisation(title: str, organisation: str) -> None:
    assert organisation_of_title(title) == organisation


@pytest.mark.parametrize(
    ("line", "period"),
    [
        ("2020年7月3日", "2020H1"),
        ("2020年6月", "2020H1"),
        ("（2020年8月1日）", "2020H1"),
        ("2021年1月10日", "2020"),
        ("2021年3月", "2020"),
        ("2020年12月31日", "2020"),
        ("二〇二〇年七月三日", "2020H1"),
        ("二〇二一年一月十日", "2020"),
        ("二○二○年十二月二十八日", "2020"),
    ],
)
def test_a_date_closes_the_period_before_it(line: str, period: str) -> None:
    assert is_date_line(line)
    assert str(period_of_date(line)) == period


@pytest.mark.parametrize("line", ["", "2020年", "2020年7月3日前完成", "7月3日", "于2020年7月3日"])
def test_any_other_line_is_no_date(line: str) -> None:
    assert not is_date_line(line)
    assert period_of_date(line) is None


@pytest.mark.parametrize(
    ("title", "period"),
    [
        ("2023年半年工作总结", "2023H1"),
        ("2023年1-6月工作情况", "2023H1"),
        ("2023年第一季度工作汇报", "2023"),
        ("2021—2023年工作总结", "2023"),
        ("２０２３年工作总结", "2023"),
        ("一九八二年工作报告", "1982"),
        ("20230705半年材料", "2023H1"),
        ("2024-01-15汇报材料", "2023"),
        ("争取2000万元资金情况2022年报告", "2022"),
    ],
)
def test_a_period_is_read_however_it_is_written(title: str, period: str) -> None:
    assert str(period_of_title(title)) == period


@pytest.mark.parametrize(
    ("line", "title", "period"),
    [
        ("——2024年1月23日在临江县第九届人民代表大会第三次会议上", "政府工作报告", "2024"),
        ("——2021年12月30日在临江县第九届人民代表大会第一次会议上", "政府工作报告", "2022"),
        ("（2024年1月23日在县委全会上）", "县委工作总结", "2023"),
        ("（2024年7月3日）", "县委工作总结", "2024H1"),
        ("县长 某某", "政府工作报告", "None"),
    ],
)
def test_a_government_report_is_of_the_year_it_is_given_for(
    line: str, title: str, period: str
) -> None:
    assert str(period_of_session(line, title)) == period


@pytest.mark.parametrize(
    ("title", "organisation"),
    [
        ("2024年临江市政府工作报告", "临江市人民政府"),
        ("临江县人民政府工作报告", "临江县人民政府"),
        ("2008年国务院政府工作报告", "国务院"),
        ("政府工作报告", ""),
        ("2023年全县干部教育工作总结", ""),
        ("在中共临江县委2023年全会上的报告", "中共临江县委"),
        ("report-2023", ""),
    ],
)
def test_the_government_is_the_organisation_of_its_report(title: str, organisation: str) -> None:
    assert organisation_of_title(title) == organisation


@pytest.mark.parametrize(
    ("lines", "title", "organisation"),
    [
        (["临江县人民政府代县长 某某"], "政府工作报告", "临江县人民政府"),
        (["在临江县第九届人民代表大会第三次会议上"], "政府工作报告", "临江县人民政府"),
        (["在临江县第九届人民代表大会第三次会议上"], "工作总结", ""),
        (["临江县水利局", "2023年7月5日"], "工作总结", "临江县水利局"),
        (["某某"], "工作总结", ""),
    ],
)
def test_the_lines_around_a_report_name_its_organisation(
    lines: list[str], title: str, organisation: str
) -> None:
    assert organisation_of_lines(lines, title) == organisation
