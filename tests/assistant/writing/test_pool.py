"""What an item may borrow, and why not the rest."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.brief import Brief
from assistant.checking import checked
from assistant.drafting import Drafting
from assistant.text_vectors import TextVectors
from corpus.archive import Archive
from corpus.embedding import EmbeddingModel

COUNTED = ("推动竹制品产业产值再翻一番", "力争用3年时间建成茶叶交易中心", "确保游客接待量翻番")
REPORT = """青云县{year}年度工作总结
一年来，全县上下扎实工作。现将有关情况总结如下。
一、主要工作
（一）抓产业。建成一批项目。
（二）抓环境。办事更加方便。
二、{next}年工作打算
{next}年，将围绕中心任务，补短板、强弱项。
（一）进一步壮大特色产业。{first}，培育一批加工企业，完善茶园水肥设施。{second}，延长竹产品加工链条，{third}。
（二）进一步优化营商环境。推行一窗受理、限时办结，{third}，畅通企业反映问题的渠道。
"""


@pytest.fixture(scope="module")
def archive(
    tmp_path_factory: pytest.TempPathFactory, embedding: EmbeddingModel
) -> Iterator[Archive]:
    """Reports whose plans count."""
    first, second, third = COUNTED
    texts = [
        REPORT.format(year=2020, next=2021, first=first, second=second, third=third),
        REPORT.format(
            year=2021, next=2022, first="办好产销对接活动", second="建设一批标准化基地",
            third="清理各类隐性门槛",
        ),
    ]  # fmt: skip
    with Archive.open(tmp_path_factory.mktemp("counted"), embedding) as opened:
        files = [(f"{n}.txt", text.encode()) for n, text in enumerate(texts)]
        assert [r.outcome for r in opened.ingest(files)] == ["added"] * len(texts)
        yield opened


def test_a_clause_that_keeps_a_figure_of_its_time_is_not_borrowed(archive: Archive) -> None:
    drafting = Drafting(archive, TextVectors(archive), None)
    brief = Brief(action="draft", section="plan", period="2023", items=2, max_chars=120)
    material = drafting.material_for(brief)
    assert all(any(text in p.text for p in material.evidence.precedents) for text in COUNTED)
    *_, draft = drafting.write(brief, material, drafting.plan(brief, material))
    draft = checked(draft, archive.quote)
    assert not any(text in draft.text for text in COUNTED)
    assert [f for f in draft.findings if f.kind == "unsupported_figure"] == []
    assert len(draft.items) == 2
    assert all(item.sentences for item in draft.items)


REFERRING = "做好上述各项工作"
# A district, the seat of the other place, a zone of its own.
ELSEWHERE = ("推广秀洲区试点经验", "打响竹乡品牌", "做强云岭高新区")
GOVERNMENT = """{year}年{place}政府工作报告
一、{last}年工作回顾
过去一年，全市上下扎实工作，特色产业产值稳步增长。
同时，我们也清醒地看到，发展还存在不少困难和问题：产业链条偏短，龙头企业带动力不强；财政收支矛盾突出；少数干部担当精神不足。对此，我们将认真加以解决。
二、{year}年工作安排
（一）壮大特色产业。{first}，培育一批加工企业，完善茶园水肥设施。{second}，延长竹产品加工链条。
（二）优化营商环境。推行一窗受理、限时办结，清理各类隐性门槛，做好上述各项工作，畅通企业反映问题的渠道。
"""


@pytest.fixture(scope="module")
def two_places(
    tmp_path_factory: pytest.TempPathFactory, embedding: EmbeddingModel
) -> Iterator[Archive]:
    """Work reports of two governments."""
    first, second, third = ELSEWHERE
    texts = [
        GOVERNMENT.format(place="临江市", year=2022, last=2021, first="办好产销对接", second="建好基地", third="打响品牌"),
        GOVERNMENT.format(place="竹乡市", year=2022, last=2021, first=first, second=second, third=third),
        GOVERNMENT.format(place="竹乡市", year=2023, last=2022, first=first, second=second, third=third),
    ]  # fmt: skip
    with Archive.open(tmp_path_factory.mktemp("places"), embedding) as opened:
        files = [(f"{n}.txt", text.encode()) for n, text in enumerate(texts)]
        assert [r.outcome for r in opened.ingest(files)] == ["added"] * len(texts)
        yield opened


def test_what_names_another_place_is_not_borrowed(two_places: Archive) -> None:
    drafting = Drafting(two_places, TextVectors(two_places), None)
    for house, there in (("临江市人民政府", False), ("竹乡市人民政府", True)):
        # 2024's is not written yet; what was given in 2023 tells of 2022.
        brief = Brief(
            action="draft", section="plan", period="2023", organisation=house, max_chars=200
        )
        material = drafting.material_for(brief)
        assert {str(p.period) for p in material.evidence.precedents} == {"2021", "2022"}
        *_, draft = drafting.write(brief, material, drafting.plan(brief, material))
        assert draft.heading == "2024年工作打算"
        assert REFERRING not in draft.text
        assert any(text in draft.text for text in ELSEWHERE) is there


def test_problems_told_in_one_paragraph_are_taken_apart(two_places: Archive) -> None:
    drafting = Drafting(two_places, TextVectors(two_places), None)
    brief = Brief(action="draft", section="problems", period="2023", items=3)
    material = drafting.material_for(brief)
    headings = {p.heading for p in material.evidence.precedents}
    assert headings == {"产业链条偏短", "财政收支矛盾突出", "少数干部担当精神不足"}
    *_, draft = drafting.write(brief, material, drafting.plan(brief, material))
    assert len(draft.items) == 3
    assert "解决" not in draft.text
