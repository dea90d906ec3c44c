"""The audit names everything that was tampered with, and nothing in an archive that is whole."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import tantivy
from typer.testing import CliRunner

from assistant.cli import commands
from corpus.archive import Archive
from corpus.embedded_text import indexed_text
from corpus.embedding import EmbeddingModel
from corpus.indexes import Indexes
from corpus.lexical import LexicalIndex, _document
from corpus.originals import Originals
from corpus.query import Entry
from corpus.vectors import ChromaVectors
from tests.corpus.counted import CountedCharacters

TEXT = """{organisation}2023年度工作总结
现将有关情况总结如下。
一、存在的问题
（一）{problem}。还需下更大气力。
（二）作风不够扎实。深入一线不多。
二、下一步工作打算
（一）改进工作作风。多到一线。
"""
ROADS = TEXT.format(organisation="白石县交通局", problem="农村公路养护不及时")
SCHOOLS = TEXT.format(organisation="白石县教育局", problem="乡村小规模学校师资偏紧")
NEWER = SCHOOLS.replace("多到一线", "多到校园")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with two reports, and an earlier version of the second."""
    home = tmp_path_factory.mktemp("whole")
    with Archive.open(home, CountedCharacters()) as archive:
        for name, text in (("交通.txt", ROADS), ("教育.txt", SCHOOLS), ("教育.txt", NEWER)):
            (result,) = archive.ingest([(name, text.encode())])
            assert result.outcome != "refused"
    return home


@pytest.fixture
def home(whole: Path, tmp_path: Path) -> Path:
    return shutil.copytree(whole, tmp_path / "home")


@pytest.fixture
def archive(home: Path) -> Iterator[Archive]:
    with Archive.open(home, CountedCharacters(), repair=False) as archive:
        yield archive


class Tampering:
    """An archive's inner parts, for a hand that should not be there."""

    def __init__(self, archive: Archive) -> None:
        owned = archive._owned
        assert owned is not None
        self.indexes: Indexes = owned.indexes
        self.originals: Originals = owned.originals
        self.catalogue = archive._catalogue
        (self.report,) = [r.id for r in archive.reports() if r.file_name == "交通.txt"]
        (self.newer,) = [r.id for r in archive.reports() if r.file_name == "教育.txt"]
        (self.older,) = self.catalogue.replaced_with(self.newer)
        self.paragraph = f"{self.report}:1"

    def sql(self, statement: str, *arguments: object) -> None:
        with self.catalogue.database.transaction() as db:
            db.execute("PRAGMA foreign_keys=OFF")
            assert db.execute(statement, arguments).rowcount != 0

    @property
    def lexical(self) -> LexicalIndex:
        assert self.indexes.lexical is not None
        return self.indexes.lexical

    def own_words(self) -> tuple[Entry, str]:
        """What the lexical index was given for the paragraph."""
        report = self.catalogue.report(self.report)
        (row,) = [
            r.entry
            for r in self.catalogue.vectors([self.report])
            if r.entry.paragraph_id == self.paragraph
        ]
        return row, indexed_text(report, report.paragraphs[1])

    def other_words(self, **changes: Any) -> None:
        entry, text = self.own_words()
        self.lexical.upsert([replace(entry, **changes)], [text])

    def add_document(self, entry: Entry, text: str, terms: str = "") -> None:
        """Beside what is there; with other `terms` than those of the text if they are given."""
        document = _document(entry, text)
        if terms:
            made = {name: document.get_first(name) for name in ("key", "digest")}
            document = tantivy.Document()
            document.add_text("terms", terms)
            for name, value in {
                **made,
                "role": entry.role,
                "organisation": entry.organisation,
                "kind": entry.kind,
            }.items():
                document.add_text(name, value)
            document.add_integer("year", entry.year)
        with self.lexical._writing() as writer:
            writer.add_document(document)

    def swap_words(self, terms: str) -> None:
        self.lexical.delete([self.paragraph])
        self.add_document(*self.own_words(), terms=terms)

    def spoil(self, ending: str) -> None:
        """Zeros in the middle of the largest file of the kind."""
        path = max((self.lexical._path).glob(f"*{ending}"), key=lambda found: found.stat().st_size)
        size = path.stat().st_size
        with path.open("r+b") as stream:
            stream.seek(size // 4)
            stream.write(bytes(size // 3))

    @property
    def collection(self) -> ChromaVectors:
        assert self.indexes.chroma is not None
        return self.indexes.chroma

    def vector(self, paragraph_id: str, change: Callable[[bytearray], object]) -> None:
        found = self.catalogue.database.one(
            "SELECT vector FROM paragraphs WHERE id = ?", paragraph_id
        )
        assert found is not None
        data = bytearray(found[0])
        change(data)
        self.sql("UPDATE paragraphs SET vector = ? WHERE id = ?", bytes(data), paragraph_id)

    def outline(self, report_id: str, old: str, new: str) -> None:
        self.sql(
            "UPDATE reports SET outline = replace(outline, ?, ?) WHERE id = ?", old, new, report_id
        )

    def text(self, report_id: str, old: str, new: str) -> None:
        self.sql("UPDATE reports SET text = replace(text, ?, ?) WHERE id = ?", old, new, report_id)

    def file(self, report_id: str) -> Path:
        return self.originals._folder / self.catalogue.file_of(report_id)


def _turned(dimension: int = 64) -> list[float]:
    return [1.0] + [0.0] * (dimension - 1)


# What is done → where the audit must name it, what it must name.
Case = tuple[str, Callable[[Tampering], object], str, Callable[[Tampering], str]]


def _paragraph(t: Tampering) -> str:
    return t.paragraph


def _report(t: Tampering) -> str:
    return t.report


def _flip(data: bytearray, at: int = 3) -> None:
    data[at] ^= 0x40


CHROMA: list[Case] = [
    ("row gone", lambda t: t.collection.delete([t.paragraph]), "chroma", _paragraph),
    (
        "row more",
        lambda t: t.collection._collection.add(ids=["f00:0"], embeddings=[_turned()]),
        "chroma",
        lambda _: "f00:0",
    ),
    (
        "other vector",
        lambda t: t.collection._collection.update(ids=[t.paragraph], embeddings=[_turned()]),
        "chroma",
        _paragraph,
    ),
]
LEXICAL: list[Case] = [
    ("row gone", lambda t: t.lexical.delete([t.paragraph]), "lexical", _paragraph),
    (
        "row more",
        lambda t: t.lexical.upsert([replace(t.own_words()[0], paragraph_id="f00:0")], ["公路养护"]),
        "lexical",
        lambda _: "f00:0",
    ),
    ("words twice", lambda t: t.add_document(*t.own_words()), "lexical", _paragraph),
    (
        "other words",
        lambda t: t.lexical.upsert([t.own_words()[0]], ["别的话"]),
        "lexical",
        _paragraph,
    ),
    *[
        (
            f"other {name}",
            lambda t, name=name, value=value: t.other_words(**{name: value}),
            "lexical",
            _paragraph,
        )
        for name, value in (
            ("role", "plan"),
            ("year", 1999),
            ("organisation", "别处"),
            ("kind", "计划"),
        )
    ],
    (
        "words that are not those it was given",
        lambda t: t.swap_words("别的 的话"),
        "lexical",
        lambda _: "",
    ),
    *[
        (f"{ending} damaged", lambda t, ending=ending: t.spoil(ending), "lexical", lambda _: "")
        for ending in (".idx", ".term", ".store")
    ],
]
ORIGINALS: list[Case] = [
    ("gone", lambda t: t.file(t.report).unlink(), "originals", _report),
    ("gone, of the older version", lambda t: t.file(t.older).unlink(), "originals",
     lambda t: t.older),
    ("altered", lambda t: t.file(t.report).write_bytes(b"x" + t.file(t.report).read_bytes()),
     "originals", _report),
    ("empty", lambda t: t.file(t.report).write_bytes(b""), "originals", _report),
    ("more", lambda t: t.originals.store(b"more"), "originals",
     lambda t: next(iter(t.originals.names() - t.catalogue.originals().keys()))),
]  # fmt: skip
CATALOGUE: list[Case] = [
    ("text", lambda t: t.text(t.report, "农村公路", "城市公路"), "catalogue", _report),
    ("text of the older version", lambda t: t.text(t.older, "师资", "校车"), "catalogue",
     lambda t: t.older),
    ("tree unreadable", lambda t: t.outline(t.report, '"sections"', '"sectionz"'), "catalogue",
     _report),
    ("tree no JSON", lambda t: t.sql("UPDATE reports SET outline = '{' WHERE id = ?", t.report),
     "catalogue", _report),
    ("title", lambda t: t.sql("UPDATE reports SET title = '另题' WHERE id = ?", t.report),
     "catalogue", _report),
    ("organisation",
     lambda t: t.sql("UPDATE reports SET organisation = '别处' WHERE id = ?", t.report),
     "catalogue", _report),
    ("period", lambda t: t.sql("UPDATE reports SET period = '1999' WHERE id = ?", t.report),
     "catalogue", _report),
    ("sha256", lambda t: t.sql("UPDATE reports SET sha256 = ? WHERE id = ?", "0" * 64, t.report),
     "originals", _report),
    ("paragraph gone", lambda t: t.sql("DELETE FROM paragraphs WHERE id = ?", t.paragraph),
     "chroma", _paragraph),
    ("start before the one above",
     lambda t: t.sql('UPDATE paragraphs SET "start" = 0 WHERE id = ?', t.paragraph),
     "catalogue", _paragraph),
    ("start further on",
     lambda t: t.sql('UPDATE paragraphs SET "start" = "start" + 2 WHERE id = ?', t.paragraph),
     "lexical", _paragraph),
    ("end beyond the text",
     lambda t: t.sql('UPDATE paragraphs SET "end" = 99999 WHERE id = ?', t.paragraph),
     "catalogue", _paragraph),
    ("ordinal", lambda t: t.sql("UPDATE paragraphs SET ordinal = 77 WHERE id = ?", t.paragraph),
     "catalogue", _paragraph),
    ("role", lambda t: t.sql("UPDATE paragraphs SET role = 'plan' WHERE id = ?", t.paragraph),
     "lexical", _paragraph),
    ("role unknown", lambda t: t.sql("UPDATE paragraphs SET role = '?' WHERE id = ?", t.paragraph),
     "catalogue", _report),
    ("path", lambda t: t.sql("UPDATE paragraphs SET section_path = ? WHERE id = ?",
                             json.dumps(["三、其他"]), t.paragraph), "lexical", _paragraph),
    ("its words beside it", lambda t: t.sql("UPDATE paragraphs SET text = '另一段' WHERE id = ?",
                                            t.paragraph), "catalogue", _report),
    ("path empty", lambda t: t.sql("UPDATE paragraphs SET section_path = '[]' WHERE id = ?",
                                   t.paragraph), "catalogue", _report),
    ("vector, another length", lambda t: t.vector(t.paragraph, _flip), "catalogue", _paragraph),
    ("vector, a small change",
     lambda t: t.vector(t.paragraph, lambda data: _flip(data, 2)), "chroma", _paragraph),
    ("vector, not a number",
     lambda t: t.vector(t.paragraph, lambda d: d.__setitem__(slice(0, 4), b"\x00\x00\xc0\x7f")),
     "catalogue", _paragraph),
    ("vector cut", lambda t: t.vector(t.paragraph, lambda data: data.__delitem__(slice(128, None))),
     "catalogue", _paragraph),
    ("vector cut within a number", lambda t: t.vector(t.paragraph, lambda data: data.pop()),
     "catalogue", _report),
    ("vector longer", lambda t: t.vector(t.paragraph, lambda data: data.extend(bytes(8))),
     "catalogue", _paragraph),
    *[
        (f"state {state}",
         lambda t, state=state: t.sql(
             "UPDATE reports SET state = ? WHERE id = ?", state, t.report),
         "catalogue", _report)
        for state in ("embedded", "indexed", "replaced", "leaving", "received", "?")
    ],
    ("an older version retrieved again",
     lambda t: t.sql("UPDATE reports SET state = 'verified' WHERE id = ?", t.older),
     "chroma", lambda t: f"{t.older}:0"),
    ("replaced by nothing",
     lambda t: t.sql("UPDATE reports SET replaced_by = 'f00' WHERE id = ?", t.older),
     "catalogue", lambda t: t.older),
    ("report gone", lambda t: t.sql("DELETE FROM reports WHERE id = ?", t.newer),
     "catalogue", lambda t: t.older),
]  # fmt: skip


def _named(cases: list[Case]) -> list[object]:
    return [pytest.param(*case[1:], id=case[0]) for case in cases]


def test_an_archive_that_is_whole_has_no_differences(archive: Archive) -> None:
    assert archive.audit() == []


@pytest.mark.parametrize(("tamper", "where", "subject"), _named([*CATALOGUE, *ORIGINALS]))
def test_the_truth_is_not_what_it_was(
    archive: Archive,
    tamper: Callable[[Tampering], object],
    where: str,
    subject: Callable[[Tampering], str],
) -> None:
    hand = Tampering(archive)
    tamper(hand)
    differences = archive.audit()
    assert (where, subject(hand)) in {(d.where, d.subject) for d in differences}
    assert all(d.message for d in differences)


@pytest.mark.parametrize(("tamper", "where", "subject"), _named([*CHROMA, *LEXICAL]))
def test_an_index_that_differs_is_named_and_healed_by_rebuilding(
    archive: Archive,
    tamper: Callable[[Tampering], object],
    where: str,
    subject: Callable[[Tampering], str],
) -> None:
    hand = Tampering(archive)
    tamper(hand)
    differences = archive.audit()
    assert (where, subject(hand)) in {(d.where, d.subject) for d in differences}
    assert {d.where for d in differences} == {where}
    archive.rebuild()
    assert archive.audit() == []


@pytest.mark.parametrize("of_older", [False, True])
def test_a_vector_that_was_altered_is_still_named_after_rebuilding(
    archive: Archive, of_older: bool
) -> None:
    """The indexes then agree with it, and it is as long as it should be."""
    hand = Tampering(archive)
    report = hand.older if of_older else hand.report
    hand.vector(f"{report}:1", lambda data: data.__setitem__(3, data[3] ^ 0x80))
    archive.rebuild()
    assert [(d.where, d.kind, d.subject) for d in archive.audit()] == [
        ("catalogue", "damaged", report)
    ]


@pytest.mark.parametrize(
    ("file", "where"),
    [("chroma/chroma.sqlite3", "chroma"), ("lexical/meta.json", "lexical")],
)
@pytest.mark.parametrize("share", [0.0, 0.5])
def test_an_index_cut_while_closed_is_named_and_healed(
    home: Path, file: str, where: str, share: float
) -> None:
    data = (home / file).read_bytes()
    (home / file).write_bytes(data[: int(len(data) * share)])
    with Archive.open(home, CountedCharacters(), repair=False) as archive:
        assert {d.where for d in archive.audit()} == {where}
        archive.rebuild()
        assert archive.audit() == []


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM embeddings WHERE id = 1",
        "DELETE FROM embeddings_queue",
        "UPDATE embeddings_queue SET vector = zeroblob(length(vector)) WHERE vector IS NOT NULL",
        "DELETE FROM segments",
    ],
)
def test_rows_of_chroma_altered_while_closed_are_named_and_healed(
    home: Path, statement: str
) -> None:
    with closing(sqlite3.connect(home / "chroma" / "chroma.sqlite3")) as db:
        assert db.execute(statement).rowcount > 0
        db.commit()
    with Archive.open(home, CountedCharacters(), repair=False) as archive:
        assert {d.where for d in archive.audit()} == {"chroma"}
        archive.rebuild()
        assert archive.audit() == []


def test_a_catalogue_with_a_damaged_page_is_said_to_be_damaged(archive: Archive) -> None:
    hand = Tampering(archive)
    for statement in (
        "PRAGMA writable_schema=ON",
        "UPDATE sqlite_master SET rootpage = rootpage + 1 WHERE name = 'paragraphs_by_report'",
    ):
        hand.catalogue.database.all(statement)
    hand.catalogue.database.all("PRAGMA writable_schema=RESET")
    differences = archive.audit()
    assert ("catalogue", "damaged", "") in {(d.where, d.kind, d.subject) for d in differences}


def test_the_audit_changes_nothing(archive: Archive, home: Path) -> None:
    hand = Tampering(archive)
    hand.file(hand.report).unlink()
    hand.collection.delete([hand.paragraph])
    first = archive.audit()
    assert len(first) == 2
    assert archive.audit() == first


def test_vectors_that_were_rounded_by_chroma_are_no_difference(archive: Archive) -> None:
    hand = Tampering(archive)
    rows = hand.catalogue.vectors()
    assert np.allclose([np.linalg.norm(row.vector) for row in rows], 1, atol=1e-6)
    assert hand.collection.compare(rows) == ([], [], [])


def test_the_command_says_what_differs_and_what_to_do(
    tmp_path: Path, embedding: EmbeddingModel, bundled_folder: Path
) -> None:
    home = tmp_path / "home"
    (home / "models").mkdir(parents=True)
    (home / "models" / bundled_folder.name).symlink_to(bundled_folder)
    with Archive.open(home, embedding) as archive:
        list(archive.ingest([("交通.txt", ROADS.encode())]))

    def audited(code: int, command: str = "audit") -> str:
        run = CliRunner().invoke(commands, [command, "--home", str(home)])
        assert run.exit_code == code, run.output
        return run.stdout

    assert "完全一致" in audited(0)
    shutil.rmtree(home / "lexical")
    assert "词句索引不可用" in audited(1)
    assert "词句索引不可用" in audited(1)  # looking at it does not mend it
    audited(0, "rebuild")
    assert "完全一致" in audited(0)
    (original,) = (home / "originals").iterdir()
    original.unlink()
    assert "请重新入库" in audited(1)
