"""What reads badly side by side."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from assistant.clauses import Unit
from assistant.evidence import gather
from assistant.writing.joining import Joining
from assistant.writing.pieces import Borrowed
from assistant.writing.pool import Candidate, Pool
from corpus.archive import Archive
from corpus.report import Period, Role

TEXTS = (
    "经过急难险重岗位历练的干部偏少",
    "年轻干部经受急难险重任务淬炼的机会不多",
    "优秀年轻干部发现渠道偏窄",
    "年轻干部递进式培养计划不够系统",
    "部分单位对年轻干部压担子不够",
    "跟踪培养措施连贯性欠缺",
    "女干部的梯次结构还不尽合理",
    "优秀年轻干部外出挂职批次较少",
)


@pytest.fixture(scope="module")
def joining(sample_archive: Archive) -> Joining:
    precedent = gather(sample_archive, Role.PROBLEMS, Period(2024), None).precedents[0]
    candidates = [
        Candidate(Borrowed(precedent, Unit(text, 100 * n, 100 * n + len(text), n, "free")), 1.0)
        for n, text in enumerate(TEXTS)
    ]
    return Joining(Pool(tuple(candidates), np.zeros((len(TEXTS), 2), np.float32), ()))


def test_the_same_idiom_twice_reads_badly(joining: Joining) -> None:
    clashes = joining.clashes
    assert clashes[0][1] == clashes[1][0]
    assert clashes[0][1] > max(clashes[0][n] for n in range(2, len(TEXTS)))


def test_what_many_say_is_the_theme_and_no_echo(joining: Joining) -> None:
    alone = joining.clashes[2][4]  # 年轻干部 in both, and in half of all
    assert alone < joining.clashes[0][1]
    few = Joining(replace(joining.pool, candidates=joining.pool.candidates[:2]))
    assert few.clashes[0][1] < joining.clashes[0][1]  # of two candidates both: the theme


def test_sentences_follow_upon_each_other_as_in_past_items(sample_archive: Archive) -> None:
    precedent = gather(sample_archive, Role.PLAN, Period(2024), None).precedents[0]
    units = precedent.units
    free = [unit for unit in units if unit.kind != "tail"]
    shuffled = (free[-1], free[0], free[1], free[-2])
    candidates = tuple(Candidate(Borrowed(precedent, unit), 1.0) for unit in shuffled)
    joining = Joining(Pool(candidates, np.zeros((len(candidates), 2), np.float32), ()))
    assert joining.in_order([(0,), (3,), (1, 2)]) == [(1, 2), (3,), (0,)]
    assert all(0 < place < 1 for place in joining.places)
