"""The catalogue gives back what was stored, exactly, and says what it cannot open."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from corpus.catalogue import Catalogue
from corpus.errors import ArchiveError, UnknownReport
from corpus.intake import build_report
from corpus.report import Report
from corpus.states import State

TEXT = """{organisation}{period}工作总结
现将“四项”工作总结如下。
一、存在的问题
还有不足。一是学得不深。甲。二是做得不实。乙。
"""


def _report(organisation: str = "临江县委", period: str = "2022年度") -> Report:
    text = TEXT.format(organisation=organisation, period=period)
    return build_report(f"{organisation}{period}.txt", text.encode())


def _vectors(report: Report, seed: int = 0) -> NDArray[np.float32]:
    shape = (len(report.paragraphs), 8)
    return np.random.default_rng(seed).normal(size=shape).astype(np.float32)


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    catalogue = Catalogue(tmp_path / "catalogue.db")
    yield catalogue
    catalogue.close()


def test_a_report_comes_back_as_it_was(catalogue: Catalogue, tmp_path: Path) -> None:
    report = _report()
    catalogue.add(report, _vectors(report))
    again = Catalogue(tmp_path / "catalogue.db")
    assert again.report(report.id) == report
    assert again.has(report.id)
    assert again.find_by_file(report.sha256) == report.id
    assert again.count() == (1, 4)
    again.close()


def test_vectors_come_back_bit_for_bit(catalogue: Catalogue) -> None:
    reports = [_report(period=period) for period in ("2021年度", "2022年度")]
    for seed, report in enumerate(reports):
        catalogue.add(report, _vectors(report, seed))
    rows = catalogue.vectors([reports[1].id])
    assert [row.entry.paragraph_id for row in rows] == [p.id for p in reports[1].paragraphs]
    assert [row.entry.role for row in rows] == [p.role for p in reports[1].paragraphs]
    assert {
        (r.entry.report_id, r.entry.year, r.entry.organisation, r.entry.kind) for r in rows
    } == {(reports[1].id, 2022, "临江县委", "总结")}
    assert np.array_equal(np.stack([row.vector for row in rows]), _vectors(reports[1], 1))
    assert len(catalogue.vectors()) == 8
    assert catalogue.vectors([]) == []


def test_summaries_list_the_newest_period_first(catalogue: Catalogue) -> None:
    for period in ("2021年度", "2022年度", "2022年上半年"):
        report = _report(period=period)
        catalogue.add(report, _vectors(report))
    summaries = catalogue.summaries()
    assert [s.period for s in summaries] == ["2022H1", "2022", "2021"]
    newest = summaries[1]
    assert (newest.title, newest.organisation) == ("临江县委2022年度工作总结", "临江县委")
    assert (newest.file_name, newest.paragraphs) == ("临江县委2022年度.txt", 4)
    assert newest.characters == len(_report().text)


def test_a_report_advances_from_state_to_state(catalogue: Catalogue) -> None:
    reports = [_report(), _report("临江县纪委")]
    for report in reports:
        catalogue.add(report, _vectors(report))
    assert catalogue.in_state(State.EMBEDDED) == [report.id for report in reports]
    catalogue.advance(reports[0].id, State.VERIFIED)
    assert catalogue.in_state(State.EMBEDDED) == [reports[1].id]
    assert catalogue.in_state(State.VERIFIED, State.EMBEDDED) == [report.id for report in reports]


def test_a_removed_report_takes_its_paragraphs_along(catalogue: Catalogue, tmp_path: Path) -> None:
    kept, removed = _report(), _report("临江县纪委")
    for report in (kept, removed):
        catalogue.add(report, _vectors(report))
    catalogue.remove(removed.id)
    assert catalogue.count() == (1, 4)
    assert {row.entry.report_id for row in catalogue.vectors()} == {kept.id}
    with pytest.raises(UnknownReport, match=removed.id):
        catalogue.report(removed.id)
    catalogue.close()
    assert "临江县纪委".encode() not in (tmp_path / "catalogue.db").read_bytes()


def test_a_report_that_leaves_is_seen_by_nobody(catalogue: Catalogue) -> None:
    kept, leaving = _report(), _report("临江县纪委")
    for report in (kept, leaving):
        catalogue.add(report, _vectors(report))
    catalogue.mark_leaving(leaving.id)
    catalogue.advance(
        leaving.id, State.INDEXED
    )  # an indexing that was under way does not bring it back
    assert catalogue.in_state(State.LEAVING) == [leaving.id]
    assert catalogue.paragraph_ids(leaving.id) == [p.id for p in leaving.paragraphs]
    assert catalogue.count() == (1, 4)
    assert [s.id for s in catalogue.summaries()] == [kept.id]
    assert catalogue.in_state(State.EMBEDDED, State.INDEXED) == [kept.id]
    assert not catalogue.has(leaving.id)
    assert catalogue.find_by_file(leaving.sha256) is None
    assert catalogue.vectors([leaving.id]) == []
    assert {row.entry.report_id for row in catalogue.vectors()} == {kept.id}
    with pytest.raises(UnknownReport, match=leaving.id):
        catalogue.report(leaving.id)
    catalogue.remove(leaving.id)
    assert catalogue.in_state(State.LEAVING) == []


def test_a_replaced_report_can_be_read_but_is_not_retrieved(catalogue: Catalogue) -> None:
    old, new = _report(period="2021年度"), _report(period="2022年度")
    catalogue.add(old, _vectors(old))
    with pytest.raises(ValueError, match="zip"):
        catalogue.add(new, _vectors(new)[:-1], replaces=old.id)
    assert (catalogue.has(old.id), catalogue.has(new.id)) == (True, False)
    catalogue.add(new, _vectors(new), replaces=old.id)
    assert (catalogue.has(old.id), catalogue.has(new.id)) == (False, True)
    assert catalogue.report(old.id) == old
    assert catalogue.replaced_by(old.id) == new.id
    assert catalogue.replaced_with(new.id) == [old.id]
    assert [summary.id for summary in catalogue.summaries()] == [new.id]
    assert {row.entry.report_id for row in catalogue.vectors()} == {new.id}
    assert catalogue.find_by_file(old.sha256) is None
    # Brought back, it stands for the report again; forgotten, all its versions go.
    catalogue.add(old, _vectors(old), replaces=new.id)
    assert (catalogue.replaced_by(old.id), catalogue.replaced_by(new.id)) == (None, old.id)
    catalogue.mark_leaving(old.id)
    assert sorted(catalogue.in_state(State.LEAVING)) == sorted([old.id, new.id])


def test_a_report_is_stored_whole_or_not_at_all(catalogue: Catalogue) -> None:
    report = _report()
    with pytest.raises(ValueError, match="zip"):
        catalogue.add(report, _vectors(report)[:-1])
    assert catalogue.count() == (0, 0)
    catalogue.add(report, _vectors(report))
    with pytest.raises(sqlite3.IntegrityError):
        catalogue.add(report, _vectors(report))
    assert catalogue.count() == (1, 4)


def test_a_read_only_catalogue_reads_beside_the_writer(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    reader = Catalogue(tmp_path / "catalogue.db", read_only=True)
    assert reader.count() == (0, 0)
    report = _report()
    catalogue.add(report, _vectors(report))
    assert reader.report(report.id) == report
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        reader.remove(report.id)
    reader.close()


def test_notes_are_kept_and_overwritten(catalogue: Catalogue) -> None:
    assert catalogue.meta("embedding") is None
    catalogue.set_meta("embedding", "甲")
    catalogue.set_meta("embedding", "乙")
    assert catalogue.meta("embedding") == "乙"


def test_a_later_format_is_refused_by_its_number(catalogue: Catalogue, tmp_path: Path) -> None:
    catalogue.close()
    with closing(sqlite3.connect(tmp_path / "catalogue.db")) as db:
        db.execute("PRAGMA user_version=99")
    for read_only in (False, True):
        with pytest.raises(ArchiveError, match="格式 99"):
            Catalogue(tmp_path / "catalogue.db", read_only)


def test_a_file_that_is_no_catalogue_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.db"
    path.write_bytes("不是数据库".encode() * 500)
    with pytest.raises(ArchiveError, match=r"catalogue\.db"):
        Catalogue(path)


def test_a_missing_catalogue_is_not_created_by_reading(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match=r"catalogue\.db"):
        Catalogue(tmp_path / "catalogue.db", read_only=True)
    assert list(tmp_path.iterdir()) == []
