"""The parts of the benchmark that measure nothing: numbers, table, paragraphs, made-up reports."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from corpus.report import Role
from tests.bench.__main__ import main
from tests.bench.figures import Row, percentile, table
from tests.bench.filling import ORGANISATIONS, PER_REPORT, report_of
from tests.bench.paragraphs import blocks, lines_of, moved, noisy, queries
from tests.bench.processes import MEMORY, Task, TaskFailedError, run

LINES = [
    f"第{n}条村级集体经济家底仍然偏薄，带头人经营能力还要提高，薄弱村还有{n}个需要帮扶。"
    for n in range(40)
]


def unit_vectors(count: int) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    vectors = np.random.default_rng(1).standard_normal((count, 384), np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors


@pytest.mark.parametrize(
    ("values", "percent", "expected"),
    [([7.0], 95, 7.0), ([1.0, 2.0, 3.0], 50, 2.0), ([float(n) for n in range(101)], 95, 95.0)],
)
def test_a_percentile_lies_between_the_nearest_values(
    values: list[float], percent: int, expected: float
) -> None:
    assert percentile(values, percent) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("row", "met"),
    [
        (Row("speed", "1/s", 8, 2, ">=", 4), True),
        (Row("speed", "1/s", 7, 2, ">=", 4), False),
        (Row("time", "ms", 13, 10, "<=", 1.3), True),
        (Row("time", "ms", 14, 10, "<=", 1.3), False),
        (Row("start", "s", 4, 1, "<=", 5, absolute=True), True),
        (Row("start", "s", 6, 9, "<=", 5, absolute=True), False),
        (Row("time", "ms", 1, None, "<=", 1.3), None),
        (Row("memory", "MB", 1, 2), None),
    ],
)
def test_a_target_is_met_or_missed_by_the_ratio_or_by_our_figure(row: Row, met: bool) -> None:
    assert row.met is met


def test_a_table_has_a_row_a_figure_in_columns() -> None:
    rows = [
        Row("ingest", "characters/s", 6100, 1220, ">=", 4),
        Row("查询", "ms", 14.04, 10, "<=", 1.3),
        Row("growth", "times", 0.5),
    ]
    assert table(rows) == (
        "what is measured       ours  baseline  ratio  target\n"
        "--------------------  -----  --------  -----  -------------\n"
        "ingest, characters/s  6,100     1,220  5.00×  ≥ 4× met\n"
        "查询, ms               14.0      10.0  1.40×  ≤ 1.3× MISSED\n"
        "growth, times          0.50         –      –\n"
    )


def test_paragraphs_are_long_different_and_in_an_order_of_their_own() -> None:
    lines = lines_of(["标题\n" + "\n".join(LINES), LINES[3] + "\n  " + LINES[4]])
    assert sorted(lines) == sorted(LINES)
    assert lines == lines_of(["\n".join(reversed(LINES))]) != LINES
    assert set(lines_of(["\n".join(LINES[:20])])) < set(lines)


def test_beyond_the_real_paragraphs_come_noisy_copies() -> None:
    vectors = unit_vectors(len(LINES))
    made = list(blocks(LINES, vectors, 100))
    assert [len(block.texts) for block in made] == [40, 40, 20]
    assert list(made[0].texts) == LINES
    assert np.array_equal(made[0].vectors, vectors)
    for block in made[1:]:
        alike = np.sum(block.vectors * vectors[: len(block.texts)], axis=1)
        assert alike.min() > 0.97
        assert alike.max() < 0.9999
        assert sum(a != b for a, b in zip(block.texts, LINES, strict=False)) > 15
    assert made[1].texts != made[2].texts
    assert [b.texts for b in blocks(LINES, vectors, 100)] == [b.texts for b in made]


def test_fewer_paragraphs_than_there_are_need_no_copies() -> None:
    (block,) = blocks(LINES, unit_vectors(len(LINES)), 10)
    assert block.texts == LINES[:10]
    assert block.vectors.shape == (10, 384)


def test_noise_keeps_most_of_a_text_and_uses_its_letters() -> None:
    text = "".join(LINES)
    chance = np.random.default_rng(2)
    letters = np.frombuffer("甲乙丙".encode("utf-32-le"), np.uint32)
    changed = noisy(text, letters, chance)
    assert 0.95 * len(text) < len(changed) < len(text)
    assert set(changed) <= set(text) | set("甲乙丙")
    assert 0.01 * len(text) < sum(changed.count(letter) for letter in "甲乙丙") < 0.05 * len(text)


def test_moved_vectors_have_unit_length() -> None:
    vectors = moved(unit_vectors(5), np.random.default_rng(3))
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(5), abs=1e-5)


def test_queries_are_clauses_and_others_for_another_seed() -> None:
    asked = queries(LINES, 15, seed=0)
    assert len(set(asked)) == 15
    assert all(any(query in line for line in LINES) for query in asked)
    assert asked == queries(LINES, 15, seed=0) != queries(LINES, 15, seed=1)
    with pytest.raises(ValueError, match="of 1000 queries"):
        queries(LINES, 1000, seed=0)


def test_a_made_up_report_holds_its_paragraphs_in_parts() -> None:
    texts = [f"{line}{n}" for n in range(2) for line in LINES]
    assert len(texts) == PER_REPORT
    report = report_of(61, texts)
    assert [report.quote(p.start, p.end) for p in report.paragraphs] == texts
    assert report.outline.organisation == ORGANISATIONS[1]
    assert report.outline.period == "2005H2"
    assert {p.role for p in report.paragraphs} == set(Role) - {Role.OTHER}
    for section in report.outline.sections:
        inside = [p for p in report.paragraphs if section.start <= p.start < section.end]
        assert {p.role for p in inside} == {section.role}
    assert report.id != report_of(62, texts).id
    assert len(report_of(0, texts[:3]).paragraphs) == 3


def test_a_task_runs_in_a_process_of_its_own_and_reports_its_memory(tmp_path: Path) -> None:
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "总结.txt").write_text("标题\n" + "\n".join(LINES), encoding="utf-8")
    lines = tmp_path / "lines.json"
    options = {"reports": [str(tmp_path / "reports")], "lines": str(lines)}
    figures = run(Task("filling.collect", options))
    assert (figures["reports"], figures["paragraphs"]) == (1, len(LINES))
    assert figures[MEMORY] > 5
    assert json.loads(lines.read_text(encoding="utf-8")) == lines_of(["\n".join(LINES)])


def test_a_task_that_fails_is_named(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(TaskFailedError, match=r"figures\.table ended with code 1"):
        run(Task("figures.table", {"rows": [1]}))
    assert "Traceback" in capfd.readouterr().err


def test_a_folder_that_is_not_there_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["query", "--reports", "没有这个文件夹"])
    assert "没有这个文件夹 is no folder" in capsys.readouterr().err
