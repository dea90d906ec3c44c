"""Files as they came in: kept once, under their sum, and never mistaken for one another."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.errors import ArchiveError
from corpus.originals import Originals, is_original

DATA = "桐梓县水务局2023年度工作总结".encode()
SUM = hashlib.sha256(DATA).hexdigest()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "originals"


@pytest.mark.parametrize("data", [DATA, b"", bytes(range(256)) * 5000])
def test_a_file_comes_back_byte_for_byte(folder: Path, data: bytes) -> None:
    originals = Originals(folder)
    sha256 = originals.store(data)
    assert sha256 == hashlib.sha256(data).hexdigest()
    assert Originals(folder).read(sha256) == data
    assert originals.names() == {sha256}


def test_the_same_file_is_kept_once(folder: Path) -> None:
    originals = Originals(folder)
    assert originals.store(DATA) == originals.store(DATA) == SUM
    assert [path.name for path in folder.iterdir()] == [SUM]


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (Path.unlink, "已不在资料库中"),
        (lambda path: path.write_bytes(DATA[:-1]), "已损坏"),
        (lambda path: path.write_bytes(b""), "已损坏"),
        (lambda path: path.write_bytes(DATA[:5] + b"x" + DATA[6:]), "已损坏"),
    ],
)
def test_a_file_that_is_not_what_it_was_is_not_handed_out(
    folder: Path, damage: Callable[[Path], object], said: str
) -> None:
    originals = Originals(folder)
    originals.store(DATA)
    damage(folder / SUM)
    with pytest.raises(ArchiveError, match=f"{said}.*请重新入库"):
        originals.read(SUM)


def test_a_damaged_file_is_mended_when_it_comes_again(folder: Path) -> None:
    originals = Originals(folder)
    originals.store(DATA)
    (folder / SUM).write_bytes(b"x")
    originals.store(DATA)
    assert originals.read(SUM) == DATA


def test_what_was_removed_is_gone(folder: Path) -> None:
    originals = Originals(folder)
    originals.store(DATA)
    originals.remove(SUM)
    originals.remove(SUM)  # twice does no harm
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("step", [(os, "fsync"), (Path, "replace")])
def test_a_full_disk_is_told_and_leaves_nothing_half(
    folder: Path, monkeypatch: pytest.MonkeyPatch, step: tuple[object, str]
) -> None:
    originals = Originals(folder)

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(*step, fail)
    with pytest.raises(ArchiveError, match="检查磁盘空间"):
        originals.store(DATA)
    monkeypatch.undo()
    assert originals.names() == set()
    assert list(folder.glob("*.part")) == []


def test_what_a_killed_writer_left_is_cleared_at_the_next_start(folder: Path) -> None:
    Originals(folder)
    (folder / f"{SUM}.part").write_bytes(DATA[:3])
    Originals(folder)
    assert list(folder.iterdir()) == []


def test_what_others_put_there_is_left_alone(folder: Path) -> None:
    originals = Originals(folder)
    (folder / "说明.txt").write_text("别人的")
    assert originals.names() == set()
    assert (folder / "说明.txt").exists()


@pytest.mark.parametrize(
    ("name", "is_one"),
    [(SUM, True), (SUM.upper(), False), (SUM[:-1], False), (f"{SUM}\n", False), ("../x", False)],
)
def test_only_a_sum_is_the_name_of_an_original(name: str, is_one: bool) -> None:
    assert is_original(name) == is_one
