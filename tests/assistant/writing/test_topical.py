"""What stands under an item's theme: rather too little than beside it."""

from __future__ import annotations

import pytest

from assistant.brief import Brief
from assistant.clauses import coverage
from assistant.drafting import Drafting
from assistant.evidence import Relevance
from assistant.text_vectors import TextVectors
from assistant.writing.item_heading import write_heading
from assistant.writing.topical import Standing, Topical
from assistant.writing.used import Used

_HALF = 0.5


def standing(
    drafting: Drafting, vectors: TextVectors, wanted: dict[str, object], text: str
) -> Standing:
    """Of a clause somewhere in the archive under the first item of the wanted draft."""
    brief = Brief.model_validate({"action": "draft", "items": 1, **wanted})
    material = drafting.material_for(brief)
    job = drafting.job(brief, material, drafting.plan(brief, material))
    planned = job.items[0]
    _, head_source = write_heading(job, planned, Used(), vectors)
    precedent = next(p for p in job.evidence.precedents if text in p.text)
    words = coverage(planned.theme, precedent.text)
    known = next((r for r in planned.precedents if r.precedent is precedent), None)
    relevance = known or Relevance(precedent, 0.0, words)
    judge = Topical(job, planned, head_source, vectors.query(planned.theme))
    return judge.standing(relevance, text, _HALF, coverage(planned.theme, text))


PROBLEMS = {"section": "problems", "period": "2024"}
PLAN = {"section": "plan", "period": "2024H1"}


@pytest.mark.parametrize(
    ("wanted", "text", "expected"),
    [
        (  # its own item
            PROBLEMS | {"organisation": "青岚县委宣传部", "themes": ("宣传队伍专业化程度",)},
            "基层宣传干部流动较快",
            Standing.NEAR,
        ),
        (  # another department on its own people
            PROBLEMS | {"organisation": "青岚县委宣传部", "themes": ("宣传队伍专业化程度",)},
            "熟悉农业产业化的干部占比偏低",
            Standing.BESIDE,
        ),
        (  # cadres are the committee's business
            PROBLEMS | {"organisation": "中共青岚县委", "themes": ("年轻干部培养",)},
            "优秀年轻干部发现渠道偏窄",
            Standing.NEAR,
        ),
        (  # of an item on two things the part on the other one
            PROBLEMS | {"organisation": "青岚县纪委监委", "themes": ("作风建设",)},
            "年轻干部储备数量和结构有待优化",
            Standing.BESIDE,
        ),
        (
            PROBLEMS | {"organisation": "青岚县纪委监委", "themes": ("作风建设",)},
            "靠前破解难题的劲头不足",
            Standing.NEAR,
        ),
        (  # 融合 both, but of two things
            PLAN | {"organisation": "中共青岚县委", "themes": ("加快媒体融合",)},
            "推出一批研学、康养、采摘主题线路",
            Standing.BESIDE,
        ),
        (  # without a word of the theme, in an item that is on it
            PROBLEMS | {"organisation": "中共青岚县委", "themes": ("网格治理",)},
            "资源、需求、服务“三张清单”对接不够精准",
            Standing.NEAR,
        ),
    ],
)
def test_standing_under_a_theme(
    drafting: Drafting,
    vectors: TextVectors,
    wanted: dict[str, object],
    text: str,
    expected: Standing,
) -> None:
    assert standing(drafting, vectors, wanted, text) is expected
