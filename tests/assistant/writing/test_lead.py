"""The opening sentence of a plan whose past ones begin with the guiding line."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.brief import Brief
from assistant.checking.broken import broken_places
from assistant.document import Sentence
from assistant.drafting import Drafting
from assistant.text_vectors import TextVectors
from corpus.archive import Archive
from corpus.embedding import EmbeddingModel

REPORT = """{year}年{place}政府工作报告
一、{last}年工作回顾
过去一年，全市上下扎实工作，特色产业产值稳步增长。
二、{year}年工作安排
{lead}
（一）壮大特色产业。办好产销对接，培育一批加工企业，完善茶园水肥设施，延长茶叶加工链条。
（二）优化营商环境。推行一窗受理、限时办结，清理各类隐性门槛，畅通企业反映问题的渠道。
"""
GUIDED = "以习近平新时代中国特色社会主义思想为指导"
HELD = "坚持稳中求进工作总基调"
LEADS = {
    # What stands around the guiding line was of that year, or says how things stand.
    ("临江市", 2021): f"今年是新的开局之年，{GUIDED}，外部环境复杂多变，{HELD}，以特色产业为重点。",
    (
        "临江市",
        2022,
    ): f"做好今年政府工作，{GUIDED}，深入贯彻党的十九大精神，{HELD}，坚持新发展理念。",
    # What somebody else did and said is not the office's to say.
    ("茶山市", 2022): f"今年，总书记亲临茶山考察，在同乡亲们座谈时深情地说“一片叶子富了一方百姓”。"
    f"我们将深入学习贯彻总书记重要讲话精神，{HELD}，奋力开创茶山振兴新局面。",
    ("竹乡市", 2022): "我们将重点抓好以下工作，坚持绿色转型，奋力打造竹编之都。",
}


@pytest.fixture(scope="module")
def governments(
    tmp_path_factory: pytest.TempPathFactory, embedding: EmbeddingModel
) -> Iterator[Archive]:
    with Archive.open(tmp_path_factory.mktemp("governments"), embedding) as opened:
        files = [
            (f"{n}.txt", REPORT.format(place=place, year=year, last=year - 1, lead=lead).encode())
            for n, ((place, year), lead) in enumerate(LEADS.items())
        ]
        assert [r.outcome for r in opened.ingest(files)] == ["added"] * len(files)
        yield opened


def lead_of(archive: Archive, organisation: str, period: str) -> Sentence:
    drafting = Drafting(archive, TextVectors(archive), None)
    brief = Brief(action="draft", section="plan", period=period, organisation=organisation)
    material = drafting.material_for(brief)
    *_, draft = drafting.write(brief, material, drafting.plan(brief, material))
    (lead,) = draft.lead
    assert list(broken_places(lead.text, ())) == []
    return lead


def test_the_guiding_line_is_brought_up_to_date_and_announces_the_items(
    governments: Archive,
) -> None:
    lead = lead_of(governments, "临江市人民政府", "2023")
    assert lead.text == (
        f"2024年，{GUIDED}，深入贯彻党的二十大精神，{HELD}，坚持新发展理念，以特色产业为重点，"
        "我们将重点抓好以下工作。"
    )
    assert len({c.report_id for c in lead.citations}) == 3
    assert [(a.before, a.after) for a in lead.adaptations] == [("十九大", "二十大")]


def test_what_another_place_set_out_to_be_is_not_borrowed(governments: Archive) -> None:
    assert "竹编之都" not in lead_of(governments, "临江市人民政府", "2023").text
    assert lead_of(governments, "竹乡市人民政府", "2023").text.endswith(
        "，我们将重点抓好以下工作。"
    )


def test_an_opening_tells_nobody_elses_deeds(governments: Archive) -> None:
    lead = lead_of(governments, "茶山市人民政府", "2022").text
    assert "座谈" not in lead
    assert "地说" not in lead
    assert "考察" not in lead
    assert "学习贯彻总书记重要讲话精神" in lead or HELD in lead
