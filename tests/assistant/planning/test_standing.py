"""A plan follows the outline of the report before; its chapters are themes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from assistant.brief import Brief
from assistant.drafting import Drafting
from assistant.evidence import Evidence
from assistant.planning.near import like
from assistant.planning.standing import standing
from assistant.precedents import Precedent
from assistant.text_vectors import TextVectors
from corpus.archive import Archive
from corpus.embedding import EmbeddingModel
from corpus.report import Period

CHAPTERS = (
    ("做强产业支撑，夯实发展根基", "壮大主导产业", "培育市场主体", "盘活闲置厂房"),
    ("统筹城乡建设，提升宜居水平", "实施城市更新", "建设和美乡村", "完善公共交通"),
    ("保障改善民生，增进群众福祉", "促进稳定就业", "办好人民教育", "兜牢民生底线"),
    ("守住安全底线，维护社会稳定", "狠抓安全生产", "化解矛盾纠纷", "防范金融风险"),
)
WORDS = (
    "落实{0}责任，健全{0}机制，加大{0}投入，解决群众反映的具体困难。"
    "开展{0}专项行动，组织{0}业务培训，公开{0}办理结果，接受社会各方监督。"
)


def report(year: int, chapters: tuple[tuple[str, ...], ...], nested: bool) -> bytes:
    lines = [
        f"清溪县人民政府{year}年政府工作报告",
        f"一、{year - 1}年工作回顾",
        "全年实现平稳发展。",
    ]
    lines.append(f"二、{year}年工作安排")
    for n, (heading, *parts) in enumerate(chapters):
        lines.append(f"（{'一二三四五'[n]}）{heading}。")
        for m, part in enumerate(parts, 1):
            lines.append((f"{m}." if nested else "") + f"{part}。" + WORDS.format(part[2:]) * 4)
    return "\n".join(lines).encode()


@pytest.fixture(scope="module", params=[False, True], ids=["paragraphs", "items"])
def city(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    embedding: EmbeddingModel,
) -> Iterator[Drafting]:
    older = (
        ("推进招商引资，扩大对外开放", "创新招商方式", "建设开放平台", "优化营商环境"),
        *CHAPTERS,
    )
    with Archive.open(tmp_path_factory.mktemp("city"), embedding) as archive:
        texts = {2022: older, 2023: older, 2024: CHAPTERS}
        given = [(f"{y}.txt", report(y, chapters, request.param)) for y, chapters in texts.items()]
        assert not [e for e in archive.ingest(given) if getattr(e, "error", None)]
        yield Drafting(archive, TextVectors(archive), None, Path())


def evidence_for(drafting: Drafting, period: str, section: str = "plan") -> Evidence:
    wanted = {"action": "draft", "section": section, "period": period}
    return drafting.material_for(Brief.model_validate(wanted)).evidence


def rows(evidence: Evidence, period: str) -> list[Precedent]:
    strength = np.ones(len(evidence.precedents))
    found = standing(evidence, Period.parse(period), strength, lambda p: bool(p.heading))
    return [evidence.precedents[row] for row in found]


def test_each_chapter_of_the_newest_report_is_a_theme(city: Drafting) -> None:
    before = rows(evidence_for(city, "2024"), "2024")
    assert [p.heading for p in before] == [heading for heading, *_ in CHAPTERS]
    assert all(p.is_chapter for p in before)


def test_a_chapter_works_from_the_paragraphs_under_it(city: Drafting) -> None:
    evidence = evidence_for(city, "2024")
    chapter = rows(evidence, "2024")[2]
    near = like(evidence.place[id(chapter)], chapter.heading, evidence)
    under = {r.precedent.heading for r in near if r.precedent.is_in_chapter(chapter)}
    assert under == set(CHAPTERS[2][1:])


def test_a_draft_has_the_chapters_and_words_of_their_paragraphs(city: Drafting) -> None:
    brief = Brief(action="draft", section="plan", period="2024")
    material = city.material_for(brief)
    *_, draft = city.write(brief, material, city.plan(brief, material))
    headings = [item.heading.text for item in draft.items]
    for heading, *_ in CHAPTERS:
        assert any(clause in h for clause in heading.split("，") for h in headings), heading
    assert all(i.sentences for i in draft.items)


def test_what_is_not_wanted_gives_no_theme(city: Drafting) -> None:
    evidence = evidence_for(city, "2024")
    strength = np.ones(len(evidence.precedents))
    asked = Period.parse("2024")
    none = standing(evidence, asked, strength, lambda p: False)
    assert none == []
    first = CHAPTERS[0][0]
    others = standing(evidence, asked, strength, lambda p: p.heading != first)
    # Without its own heading one of its parts stands for it.
    assert evidence.precedents[others[0]].heading in CHAPTERS[0][1:]


@pytest.mark.parametrize(("asked", "before"), [("2024H1", "2023H1"), ("2023", "2022")])
def test_half_a_year_follows_the_same_half(drafting: Drafting, asked: str, before: str) -> None:
    found = rows(evidence_for(drafting, asked, "problems"), asked)
    assert found
    assert {str(p.period) for p in found} == {before}
