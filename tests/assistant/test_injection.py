"""Reports with orders, links and markup in their items: a draft from them has none of it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

import pytest

from assistant.brief import Brief
from assistant.checking import checked
from assistant.checking.hostile import is_hostile
from assistant.document import Draft
from assistant.drafting import Drafting
from assistant.text_vectors import TextVectors
from corpus.archive import Archive
from corpus.embedding import EmbeddingModel
from tests.assistant.injections import PAYLOADS, Payload

PROBLEMS = (
    "村集体经济发展路子不宽。{}。产业门类偏少，带头人经营能力不足，部分村收入来源单一。",
    "党员教育管理不够严格。部分支部活动形式单一，{}，流动党员管理手段不多。",
    "基层治理水平不高。{}",
    "干部作风不够扎实。少数干部担当劲头不足，服务企业的主动性不强。",
    "人才集聚效应不强。领军人才偏少，跟踪服务不够及时。",
)
PLANS = (
    "壮大村集体经济。{}。盘活闲置资源，培育带头人队伍，拓宽村级增收渠道。",
    "严格党员教育管理。规范主题党日流程，{}，健全流动党员管理机制。",
    "提升基层治理水平。{}",
    "改进干部作风。开展不担当不作为问题整治，压实整改责任。",
    "集聚各类人才。完善引才政策，加强跟踪服务。",
)
# A text file with escape characters in it is refused by the readers.
WRITTEN = [p for p in PAYLOADS if "\x1b" not in p.text]
ORDINALS = "一二三四五"
PER_REPORT = 3


def report_with(payloads: Sequence[Payload], year: int, organisation: str) -> str:
    """A report with each payload in a problem and in a measure."""

    def items(frames: Sequence[str]) -> str:
        lines = []
        for n, frame in enumerate(frames):
            payload = payloads[n].text if n < len(payloads) else ""
            lines.append(f"{ORDINALS[n]}是{frame.format(payload)}")
        return "\n".join(lines)

    return (
        f"{organisation}{year}年度工作总结\n"
        "一年来，全县上下扎实工作。现将有关情况总结如下。\n"
        "一、主要工作\n（一）抓学习。组织集中学习。\n（二）抓队伍。开展业务培训。\n"
        "二、存在的问题\n虽然工作取得了一定成效，但对照上级要求，还存在一些不足。\n"
        f"{items(PROBLEMS)}\n"
        "三、下一步工作打算\n下一步，将围绕中心任务，补短板、强弱项。\n"
        f"{items(PLANS)}\n"
    )


@pytest.fixture(scope="module")
def poisoned(
    tmp_path_factory: pytest.TempPathFactory, embedding: EmbeddingModel
) -> Iterator[Archive]:
    """An archive with every payload in it, three a report."""
    with Archive.open(tmp_path_factory.mktemp("poisoned"), embedding) as archive:
        files = []
        for n in range(0, len(WRITTEN), PER_REPORT):
            year, office = 2014 + n // PER_REPORT % 10, "甲乙丙"[n // PER_REPORT // 10]
            text = report_with(WRITTEN[n : n + PER_REPORT], year, f"中共青{office}县委")
            files.append((f"{n}.txt", text.encode()))
        for result in archive.ingest(files):
            assert result.outcome == "added", result
        yield archive


def drafts(archive: Archive) -> Iterator[Draft]:
    drafting = Drafting(archive, TextVectors(archive), None)
    themes = [("村集体经济", "党员教育管理"), ("基层治理",), ("指令", "县长", "链接"), ()]
    for section in ("problems", "plan"):
        for organisation in ("中共青甲县委", "中共青乙县委", "中共青丙县委"):
            for wanted in themes:
                brief = Brief(
                    action="draft", section=section, period="2024", themes=wanted, items=5,
                    organisation=organisation,
                )  # fmt: skip
                material = drafting.material_for(brief)
                *_, draft = drafting.write(brief, material, drafting.plan(brief, material))
                yield checked(draft, archive.quote)


def test_the_payloads_are_in_the_archive(poisoned: Archive) -> None:
    text = "".join(poisoned.report(s.id).text for s in poisoned.reports())
    assert sum(p.text.strip()[:6] in text for p in PAYLOADS) > 60


def test_no_draft_borrows_any_of_it(poisoned: Archive) -> None:
    count = 0
    for draft in drafts(poisoned):
        count += 1
        assert len(draft.items) >= 3
        for text in (
            *(s.text for s in draft.sentences()),
            *(i.theme for i in draft.items),
            *draft.notices,
        ):
            assert not is_hostile(text), text
            folded = unicodedata.normalize("NFKC", text)
            for payload in PAYLOADS:
                assert payload.text.strip() not in text
                assert not any(unicodedata.normalize("NFKC", t) in folded for t in payload.traces)
        assert "hostile" not in {f.kind for f in draft.findings}
    assert count == 24
