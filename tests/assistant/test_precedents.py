"""Long items of several paragraphs: each paragraph is a precedent of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.precedents import Precedent, items_and_leads
from corpus.archive import Archive
from corpus.embedding import EmbeddingModel
from corpus.report import Role

_MORE = "".join(
    f"推进第{n}类项目前期工作，落实用地用能保障，协调解决企业反映的具体困难。"
    for n in "甲乙丙丁戊己庚辛"
)
TEXT = f"""清溪县人民政府2024年工作报告
一、2023年工作回顾
全年实现平稳发展。
二、“十四五”时期的目标任务
（一）建设现代产业体系。培育新兴产业集群，推动传统产业升级，提升园区承载能力。
三、2024年工作安排
（一）聚焦产业发展，在壮大实体经济上出实招。
做强主导产业。实施链条延伸计划，引进配套企业，建设公共检测平台。{_MORE}
完善园区配套，盘活闲置厂房，健全项目全周期服务机制。{_MORE}
（二）增进民生福祉。扩大就业容量，开展技能培训，兜牢困难群众基本生活底线。
（三）必须坚持稳中求进。把稳定放在首位，处理好当前与长远的关系。
——生态建设取得重大进展。森林覆盖率稳步提高。
"""


@pytest.fixture(scope="module")
def precedents(
    tmp_path_factory: pytest.TempPathFactory, embedding: EmbeddingModel
) -> list[Precedent]:
    home: Path = tmp_path_factory.mktemp("long")
    with Archive.open(home, embedding) as archive:
        list(archive.ingest([("清溪县.txt", TEXT.encode())]))
        (summary,) = archive.reports()
        return items_and_leads(archive.report(summary.id), Role.PLAN)[0]


def test_a_paragraph_with_a_heading_of_its_own_is_a_part(precedents: list[Precedent]) -> None:
    part = next(p for p in precedents if p.heading == "做强主导产业")
    assert part.is_part
    assert part.units[0].text == "实施链条延伸计划"
    assert "园区" not in part.text


def test_a_paragraph_without_one_is_headed_by_its_item(precedents: list[Precedent]) -> None:
    part = next(p for p in precedents if "盘活闲置厂房" in p.text)
    assert part.heading.startswith("聚焦产业发展")
    assert not part.is_part


def test_a_heading_alone_lends_nothing(precedents: list[Precedent]) -> None:
    assert all(p.units for p in precedents)
    assert sum(p.heading.startswith("聚焦产业发展") for p in precedents) == 1


def test_an_item_of_one_paragraph_is_one_precedent(precedents: list[Precedent]) -> None:
    (item,) = [p for p in precedents if p.heading == "增进民生福祉"]
    assert not item.is_part
    assert not item.is_statement


def test_goals_and_principles_are_no_measures(precedents: list[Precedent]) -> None:
    assert not any("必须坚持" in p.heading or "重大进展" in p.heading for p in precedents)


def test_what_is_planned_for_years_is_not_this_years_work(precedents: list[Precedent]) -> None:
    assert not any("现代产业体系" in p.heading for p in precedents)
