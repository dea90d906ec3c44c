"""What a person put right by hand holds in what is stored and in what is found."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.archive import Archive
from corpus.corrections import Corrections, corrected
from corpus.errors import EmbeddingError
from corpus.ingesting import Progress, Watch
from corpus.outline import parse_outline
from corpus.query import Filter
from corpus.report import Outline, Role
from corpus.states import State
from tests.corpus.counted import CountedCharacters

TEXT = """红旗渠管理处2023年度工作总结
现将有关情况总结如下。
一、存在的问题
（一）分水口计量不准。还需下更大气力。
二、其他需要说明的情况
（一）灌区群众用水矛盾较多。调处不够及时。
"""
NAME = "渠道.txt"
OUTLINE = parse_outline(TEXT, NAME)
OTHER = next(section for section in OUTLINE.sections if "其他" in section.heading)
BY_HAND = Corrections(
    title="红旗渠灌区2022年下半年工作总结",
    organisation="红旗渠灌区",
    period="2022H2",
    roles=((OTHER.start, Role.PROBLEMS),),
)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path / "home", CountedCharacters()) as archive:
        yield archive


def _ingest(archive: Archive, watch: Watch | None = None) -> None:
    (result,) = archive.ingest([(NAME, TEXT.encode())], watch or Watch(), {NAME: BY_HAND})
    assert (result.outcome, result.title) == ("added", BY_HAND.title)


def _holds(archive: Archive) -> None:
    """In the list, in the report, and in whatever a search filters by."""
    (summary,) = archive.reports()
    assert (summary.title, summary.organisation, summary.period) == (
        BY_HAND.title, BY_HAND.organisation, BY_HAND.period,
    )  # fmt: skip
    report = archive.report(summary.id)
    assert report.text == TEXT  # no word of it is changed
    outline = report.outline
    assert (outline.title, outline.organisation, outline.period) == (
        BY_HAND.title, BY_HAND.organisation, BY_HAND.period,
    )  # fmt: skip
    roles = {section.heading: section.role for section in outline.sections}
    assert roles[OTHER.heading] == Role.PROBLEMS
    assert {p.role for p in report.paragraphs if p.start >= OTHER.start} == {Role.PROBLEMS}
    for wanted, found in (
        (Filter(roles=(Role.PROBLEMS,)), True),
        (Filter(roles=(OTHER.role,)), False),
        (Filter(organisations=("红旗渠灌区",)), True),
        (Filter(organisations=("红旗渠管理处",)), False),
        (Filter(since=2022, until=2022), True),
        (Filter(since=2023), False),
    ):
        hits = archive.search("灌区群众用水矛盾", wanted, 50, far=True).hits
        assert any("用水矛盾" in hit.text for hit in hits) == found, wanted
        assert {(hit.report_title, hit.organisation, hit.period) for hit in hits} <= {
            (BY_HAND.title, BY_HAND.organisation, BY_HAND.period)
        }


def test_without_corrections_the_outline_is_the_recognised_one() -> None:
    assert corrected(OUTLINE, Corrections()) == OUTLINE
    assert (OUTLINE.title, OUTLINE.organisation, OUTLINE.period) == (
        "红旗渠管理处2023年度工作总结", "红旗渠管理处", "2023",
    )  # fmt: skip
    assert OTHER.role not in (Role.PROBLEMS, Role.PLAN)


@pytest.mark.parametrize(
    ("by_hand", "changed"),
    [
        (Corrections(title="另题"), {"title": "另题"}),
        (Corrections(title=""), {"title": ""}),
        (Corrections(organisation="另处"), {"organisation": "另处"}),
        (Corrections(period=""), {"period": ""}),
        (Corrections(period="2021H1"), {"period": "2021H1"}),
        (Corrections(roles=((99_999, Role.PLAN),)), {}),  # no section starts there
    ],
)
def test_only_what_was_put_right_changes(by_hand: Corrections, changed: dict[str, str]) -> None:
    outline = corrected(OUTLINE, by_hand)
    assert outline == Outline(**{**vars(OUTLINE), **changed})


def test_one_role_leaves_the_others() -> None:
    outline = corrected(OUTLINE, Corrections(roles=((OTHER.start, Role.PLAN),)))
    assert [s.role for s in outline.sections] == [
        Role.PLAN if s == OTHER else s.role for s in OUTLINE.sections
    ]


def test_corrections_hold_for_owner_and_reader(archive: Archive, tmp_path: Path) -> None:
    _ingest(archive)
    _holds(archive)
    with Archive.open(tmp_path / "home", CountedCharacters(), read_only=True) as reader:
        _holds(reader)
    assert archive.audit() == []
    archive.rebuild()
    _holds(archive)


def test_corrections_are_for_the_file_they_name(archive: Archive) -> None:
    files = [(name, TEXT.replace("计量", word).encode()) for name, word in
             ((NAME, "闸门"), ("另一份.txt", "渗漏"))]  # fmt: skip
    titles = [r.title for r in archive.ingest(files, corrections={NAME: BY_HAND})]
    assert titles == [BY_HAND.title, OUTLINE.title]


@pytest.mark.parametrize("state", [State.RECEIVED, State.READ, State.OUTLINED, State.EMBEDDED])
def test_corrections_survive_a_cut(tmp_path: Path, state: State) -> None:
    def cut(progress: Progress) -> None:
        if progress.state == state:
            raise EmbeddingError("断电")

    home = tmp_path / "home"
    with Archive.open(home, CountedCharacters()) as archive:
        with pytest.raises(EmbeddingError, match="断电"):
            _ingest(archive, Watch(cut))
        assert len(archive.reports()) == (1 if state == State.EMBEDDED else 0)
    with Archive.open(home, CountedCharacters()) as archive:
        _holds(archive)
        assert archive.audit() == []


def test_a_corrected_title_makes_it_a_version_of_the_report_that_bears_it(
    archive: Archive,
) -> None:
    (old,) = archive.ingest([(NAME, TEXT.encode())])
    changed = TEXT.replace("2023", "2032").replace("计量", "闸门").encode()
    by_hand = Corrections(title=OUTLINE.title, period="2023")
    (new,) = archive.ingest([(NAME, changed)], corrections={NAME: by_hand})
    assert new.outcome == "replaced"
    assert archive.replaced_by(old.report_id) == new.report_id


@pytest.mark.parametrize("period", ["去年", "2024H3", "24", "2024年"])
def test_a_period_that_is_none_is_refused(archive: Archive, period: str) -> None:
    """Stored, it would bar the archive from being searched or opened."""
    (result,) = archive.ingest(
        [(NAME, TEXT.encode())], corrections={NAME: Corrections(period=period)}
    )
    assert (result.outcome, period in result.reason) == ("refused", True)
    assert archive.count() == (0, 0)
    assert archive.audit() == []
