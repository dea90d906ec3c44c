"""A small part of `tests.evals.fuzz`: nothing but readings, refusals and sound trees, in time."""

from __future__ import annotations

import multiprocessing
import time

import pytest

from corpus.report import Outline, Role, Section, Span
from tests.evals import fuzz, mutations, senseless

INPUTS = 3000


def test_whatever_is_sent_is_read_or_refused() -> None:
    rows = fuzz.run(fuzz.shares(INPUTS))
    assert set(rows) == set(mutations.TARGETS)
    assert [failure for row in rows.values() for failure in row.failures] == []
    assert all(row.inputs == row.readings + row.refusals > 50 for row in rows.values())
    read = {target for target, row in rows.items() if row.readings >= 10}
    assert read >= set(mutations.TARGETS) - {"picture"}  # mutations that nobody reads test nothing


def test_an_input_can_be_made_again() -> None:
    for target in mutations.READERS:
        assert mutations.case(target, 17) == mutations.case(target, 17)
    assert senseless.text_case("words", 3) != senseless.text_case("words", 4)


def _section(start: int, end: int, lead: Span | None) -> Section:
    return Section(Role.OTHER, "", "", 0, start, end, lead)


@pytest.mark.parametrize(
    ("sections", "fault"),
    [
        ((_section(0, 4, Span(0, 4)), _section(2, 6, Span(4, 6))), "sections"),
        ((_section(0, 9, Span(0, 9)),), "sections"),
        ((_section(0, 2, Span(0, 2)),), "lost"),
    ],
    ids=["overlap", "beyond the end", "a word lost"],
)
def test_a_faulty_tree_would_be_seen(
    monkeypatch: pytest.MonkeyPatch, sections: tuple[Section, ...], fault: str
) -> None:
    monkeypatch.setattr(fuzz, "parse_outline", lambda text, _: Outline("", "", "", text, sections))
    assert fault in " ".join(fuzz.faults("抓学习改作风"))


def test_a_dead_worker_would_be_seen() -> None:
    here, there = multiprocessing.Pipe(duplex=False)
    there.send(("", 0.1))
    there.send((None, 0.3))
    there.close()
    row = fuzz.Row()
    assert fuzz._listen(here, row, 5, 9) == (7, "died")
    assert (row.inputs, row.readings, row.refusals, row.slowest) == (2, 1, 1, (0.3, 6))


def _sleep(content: bytes, name: str) -> str:
    time.sleep(60)
    return ""


@pytest.mark.parametrize(("act", "words"), [(_sleep, "too slow"), (None, "TypeError")])
def test_a_slow_or_failing_reader_would_be_seen(
    monkeypatch: pytest.MonkeyPatch, act: object, words: str
) -> None:
    monkeypatch.setattr(fuzz, "_read", act)
    monkeypatch.setattr(fuzz, "_ALARM", 0.1)
    failure, _ = fuzz.outcome("text", 1)
    assert failure is not None
    assert words in failure
