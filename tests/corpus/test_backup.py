"""A backup brings everything back, and what is no backup changes nothing."""

from __future__ import annotations

import hashlib
import json
import random
import shutil
import sqlite3
import threading
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from corpus import backup as module
from corpus.archive import Archive
from corpus.backup import backup, finish_restore, restore
from corpus.errors import ArchiveError
from tests.corpus.counted import CountedCharacters

TEXT = """{place}2023年度工作总结
现将有关情况总结如下。
一、存在的问题
（一）{place}沟渠清淤不及时。还需下更大气力。
二、下一步工作打算
（一）{place}按月清淤。逐段抓好落实。
"""
DRAFT = "一份稿件"


def _file(place: str) -> tuple[str, bytes]:
    return f"{place}.txt", TEXT.format(place=place).encode()


def _open(home: Path) -> Archive:
    return Archive.open(home, CountedCharacters())


def _make(home: Path, *places: str, drafts: bool = True) -> Path:
    with _open(home) as archive:
        for result in archive.ingest([_file(place) for place in places]):
            assert result.outcome == "added"
    for name in ("drafts.db", "conversations.db") if drafts else ():
        with closing(sqlite3.connect(home / name)) as db:
            db.execute("PRAGMA journal_mode=WAL")
            db.execute("CREATE TABLE kept (text TEXT)")
            db.execute("INSERT INTO kept VALUES (?)", [f"{DRAFT}：{name}，{places[0]}"])
            db.commit()
    return home


def _places(home: Path) -> set[str]:
    """The reports of the archive, which must be whole."""
    with _open(home) as archive:
        assert archive.audit() == []
        return {report.file_name.removesuffix(".txt") for report in archive.reports()}


def _drafts(home: Path) -> list[str]:
    kept = []
    for name in ("drafts.db", "conversations.db"):
        if (home / name).exists():
            with closing(sqlite3.connect(home / name)) as db:
                kept += [row[0] for row in db.execute("SELECT text FROM kept")]
    return kept


def _content(home: Path) -> dict[str, str]:
    """The databases' rows and the originals, as sums."""
    content = {}
    for path in sorted(home.rglob("*")):
        if path.is_file() and path.parent.name == "originals":
            content[path.name] = hashlib.sha256(path.read_bytes()).hexdigest()
    for name in ("catalogue.db", "drafts.db", "conversations.db"):
        if (home / name).exists():
            with closing(sqlite3.connect(home / name)) as db:
                dump = "\n".join(db.iterdump())
            content[name] = hashlib.sha256(dump.encode()).hexdigest()
    return content


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A data folder and its backup. Tests must not change them."""
    home = _make(tmp_path_factory.mktemp("made") / "home", "西塘镇", "东坝乡")
    target = home.parent / "backup.zip"
    backup(home, target)
    return home, target


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Another data folder, that a backup may take the place of. Tests must not change it."""
    return _make(tmp_path_factory.mktemp("old") / "home", "旧港镇")


@pytest.fixture
def other(old: Path, tmp_path: Path) -> Path:
    return shutil.copytree(old, tmp_path / "other")


# --- there and back -------------------------------------------------------------------------


def test_everything_comes_back(made: tuple[Path, Path], tmp_path: Path) -> None:
    home, target = made
    restored = tmp_path / "restored"
    restored.mkdir()
    assert restore(target, restored) == 5
    assert _content(restored) == _content(home)
    assert _places(restored) == {"西塘镇", "东坝乡"}
    assert _drafts(restored) == _drafts(home) != []
    with _open(restored) as archive:
        assert "清淤" in archive.search("沟渠清淤", far=True).hits[0].text
    assert not (restored / "restoring").exists()
    assert not (restored / "restoring.ready").exists()


def test_a_backup_takes_the_place_of_what_is_there(made: tuple[Path, Path], other: Path) -> None:
    restore(made[1], other, replace=True)
    assert _content(other) == _content(made[0])
    assert _places(other) == {"西塘镇", "东坝乡"}


def test_what_a_backup_does_not_have_does_not_stay(other: Path, tmp_path: Path) -> None:
    home = _make(tmp_path / "without drafts", "西塘镇", drafts=False)
    backup(home, tmp_path / "b.zip")
    restore(tmp_path / "b.zip", other, replace=True)
    assert _drafts(other) == []
    assert _places(other) == {"西塘镇"}


def test_a_backup_may_be_made_while_reports_come_in(tmp_path: Path) -> None:
    home = tmp_path / "home"
    places = [f"第{n}河段" for n in range(12)]
    acknowledged: list[str] = []
    backups: list[tuple[Path, set[str]]] = []
    failures: list[BaseException] = []
    with _open(home) as archive:
        list(archive.ingest([_file("头一个")]))

        def work() -> None:
            try:
                for n, place in enumerate(places):
                    (result,) = archive.ingest([_file(place)])
                    if n % 4 == 3:  # in a backup or not, which is whole in both cases
                        archive.forget(result.report_id)
                    else:
                        acknowledged.append(place)
            except BaseException as error:  # noqa: BLE001 - raised again by the test
                failures.append(error)

        thread = threading.Thread(target=work)
        thread.start()
        while thread.is_alive():
            sure = set(acknowledged)
            target = tmp_path / f"{len(backups)}.zip"
            backup(home, target)
            backups.append((target, sure))
        thread.join()
    assert failures == []
    assert len(backups) > 3
    for n in {0, len(backups) // 3, len(backups) // 2, len(backups) - 1}:
        target, sure = backups[n]
        restored = tmp_path / f"restored {n}"
        restored.mkdir()
        restore(target, restored)
        assert sure | {"头一个"} <= _places(restored)


# --- what is refused ------------------------------------------------------------------------


def test_a_backup_never_overwrites(made: tuple[Path, Path], tmp_path: Path) -> None:
    target = tmp_path / "there.zip"
    target.write_bytes("别人的文件".encode())
    with pytest.raises(ArchiveError, match="已存在"):
        backup(made[0], target)
    assert target.read_bytes() == "别人的文件".encode()
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize("inside", ["b.zip", "originals/b.zip", "../home/b.zip"])
def test_a_backup_is_not_kept_in_the_data_folder(made: tuple[Path, Path], inside: str) -> None:
    with pytest.raises(ArchiveError, match="不能放在数据文件夹里"):
        backup(made[0], made[0] / inside)
    assert not (made[0] / inside).exists()


def test_there_must_be_something_to_back_up(tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    with pytest.raises(ArchiveError, match="无可备份"):
        backup(tmp_path / "home", tmp_path / "b.zip")
    assert [path.name for path in tmp_path.iterdir()] == ["home"]


def test_a_backup_that_cannot_be_written_is_said_so(
    made: tuple[Path, Path], tmp_path: Path
) -> None:
    with pytest.raises(ArchiveError, match="没有写成"):
        backup(made[0], tmp_path / "no such folder" / "b.zip")


def test_an_archive_is_replaced_only_on_request(made: tuple[Path, Path], other: Path) -> None:
    before = _content(other)
    with pytest.raises(ArchiveError, match="--replace"):
        restore(made[1], other)
    assert _content(other) == before


def _rewritten(source: Path, target: Path, change: Callable[[dict[str, bytes]], object]) -> Path:
    """The backup with its files changed; the manifest is what `change` leaves of it."""
    with zipfile.ZipFile(source) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    change(files)
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return target


def _manifest(change: Callable[[dict[str, object]], object]) -> Callable[[dict[str, bytes]], None]:
    def rewrite(files: dict[str, bytes]) -> None:
        manifest = json.loads(files["manifest.json"])
        change(manifest)
        files["manifest.json"] = json.dumps(manifest).encode()

    return rewrite


def _with_file(name: str) -> Callable[[dict[str, bytes]], None]:
    data = "外来的文件".encode()

    def rewrite(files: dict[str, bytes]) -> None:
        files[name] = data
        sums = json.loads(files["manifest.json"])
        sums["sha256"][name] = hashlib.sha256(data).hexdigest()
        files["manifest.json"] = json.dumps(sums).encode()

    return rewrite


def _later_catalogue(files: dict[str, bytes]) -> None:
    data = bytearray(files["catalogue.db"])
    data[60:64] = (99).to_bytes(4, "big")  # PRAGMA user_version
    files["catalogue.db"] = bytes(data)
    _manifest(
        lambda m: m["sha256"].update(  # type: ignore[attr-defined]
            {"catalogue.db": hashlib.sha256(bytes(data)).hexdigest()}
        )
    )(files)


REFUSED: dict[str, Callable[[dict[str, bytes]], object]] = {
    "up": _with_file("../x"),
    "up from the originals": _with_file("originals/../../x"),
    "absolute": _with_file("/tmp/x"),
    "drive": _with_file("C:\\x"),
    "unlisted": _with_file("x.db"),
    "a lock": _with_file("archive.lock"),
    "the marker": _with_file("restoring.ready"),
    "an index": _with_file("lexical.db"),
    "an original by another name": _with_file("originals/report.docx"),
    "a folder in the originals": _with_file(f"originals/a/{'0' * 64}"),
    "no manifest": lambda files: files.pop("manifest.json"),
    "manifest no JSON": lambda files: files.update({"manifest.json": b"{"}),
    "manifest a list": lambda files: files.update({"manifest.json": b"[]"}),
    "manifest no text": lambda files: files.update({"manifest.json": b"\xff\xfe"}),
    "manifest of nested lists": lambda files: files.update({"manifest.json": b"[" * 100_000}),
    "other format": _manifest(lambda m: m.update(format=2)),
    "no format": _manifest(lambda m: m.pop("format")),
    "sums a list": _manifest(lambda m: m.update(sha256=["catalogue.db"])),
    "sums a text": _manifest(lambda m: m.update(sha256="catalogue.db")),
    "sums of nothing": _manifest(lambda m: m.update(sha256={})),
    "a sum that is none": _manifest(lambda m: m.update(sha256={"catalogue.db": None})),
    "catalogue gone": lambda files: files.pop("catalogue.db"),
    "catalogue other": lambda files: files.update({"catalogue.db": b"x"}),
    "catalogue of a later program": _later_catalogue,
    "an original gone": lambda files: files.pop(next(n for n in files if n[:4] == "orig")),
    "an original other": lambda files: files.update(
        {next(n for n in files if n[:4] == "orig"): b"x"}
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_backup_of_ours_is_refused(
    made: tuple[Path, Path], other: Path, tmp_path: Path, name: str
) -> None:
    source = _rewritten(made[1], tmp_path / "changed.zip", REFUSED[name])
    before = _content(other)
    with pytest.raises(ArchiveError, match="原有数据没有改动") as refused:
        restore(source, other, replace=True)
    assert "changed.zip" in str(refused.value)
    assert _content(other) == before
    assert not (other / "restoring").exists()
    assert {path.name for path in tmp_path.iterdir()} == {"other", "changed.zip"}
    assert _places(other) == {"旧港镇"}


def test_what_the_manifest_does_not_name_is_not_unpacked(
    made: tuple[Path, Path], tmp_path: Path
) -> None:
    def add(files: dict[str, bytes]) -> None:
        files |= {"../x": b"x", "nigao.log": b"x"}

    home = tmp_path / "home"
    home.mkdir()
    source = _rewritten(made[1], tmp_path / "more.zip", add)
    restore(source, home)
    assert {path.name for path in tmp_path.iterdir()} == {"home", "more.zip"}
    assert not (home / "nigao.log").exists()


def _damages(data: bytes, times: int) -> Iterator[tuple[str, bytes]]:
    chance = random.Random(20240517)
    for _ in range(times):
        kind = chance.choice(["flip", "byte", "cut", "hole", "end"])
        at = chance.randrange(len(data))
        if kind == "end":  # where the directory is
            at = len(data) - 1 - chance.randrange(min(len(data), 700))
        changed = bytearray(data)
        if kind == "cut":
            del changed[at:]
        elif kind == "hole":
            del changed[at : at + chance.randrange(1, 2000)]
        elif kind == "flip":
            changed[at] ^= 1 << chance.randrange(8)
        else:
            changed[at] = chance.randrange(256)
        yield f"{kind} at {at}", bytes(changed)


def test_a_damaged_backup_is_refused_or_is_as_good_as_whole(
    made: tuple[Path, Path], old: Path, tmp_path: Path
) -> None:
    """After each of many damages the data are the old ones, or all of the new ones."""
    source, home = tmp_path / "damaged.zip", tmp_path / "home"
    before, after = _content(old), _content(made[0])
    refused = 0
    shutil.copytree(old, home)
    for what, data in _damages(made[1].read_bytes(), 250):
        source.write_bytes(data)
        try:
            restore(source, home, replace=True)
        except ArchiveError:
            refused += 1
            assert _content(home) == before, what
        else:
            assert _content(home) == after, what
            shutil.rmtree(home)
            shutil.copytree(old, home)
    assert refused > 150


# --- a swap cut short -----------------------------------------------------------------------


OPERATIONS = [(Path, "replace"), (Path, "unlink"), (shutil, "rmtree"), (module, "sync_folder")]


class PowerCut(Exception):  # noqa: N818
    """Nothing of ours; so nobody catches it."""


def _cut(broken: pytest.MonkeyPatch, at: int) -> list[int]:
    """Raise at the `at`-th file operation, before it; the operations are counted in the list."""
    count = [0]

    def guarded(operation: Callable[..., object]) -> Callable[..., object]:
        def run(*arguments: object, **options: object) -> object:
            count[0] += 1
            if count[0] == at:
                raise PowerCut
            return operation(*arguments, **options)

        return run

    for owner, name in OPERATIONS:
        broken.setattr(owner, name, guarded(getattr(owner, name)))
    return count


def _restored_with_a_cut(source: Path, home: Path, at: int) -> bool:
    """Whether the power was cut."""
    with pytest.MonkeyPatch.context() as broken:
        _cut(broken, at)
        try:
            restore(source, home, replace=True)
        except PowerCut:
            return True
        return False


def _cut_within_the_swap(source: Path, home: Path) -> None:
    """Cut at each operation in turn, from the first on, until the swap has begun."""
    for at in range(1, 100):
        assert _restored_with_a_cut(source, home, at)
        if (home / "restoring.ready").exists():
            break
    assert (home / "catalogue.db").exists()


def test_a_restoring_cut_short_leaves_the_old_archive_or_the_new(
    made: tuple[Path, Path], old: Path, tmp_path: Path
) -> None:
    before, after = _content(old), _content(made[0])
    seen = []
    for at in range(1, 100):
        home = shutil.copytree(old, tmp_path / f"home {at}")
        if not _restored_with_a_cut(made[1], home, at):
            break
        finish_restore(home)
        content = _content(home)
        assert content in (before, after), at
        assert not (home / "restoring").exists()
        seen.append(content == after)
    assert len(seen) > 12
    assert seen == sorted(seen)  # once it is the new one, it stays the new one
    assert set(seen) == {False, True}


def test_a_swap_is_finished_however_often_it_is_cut(made: tuple[Path, Path], other: Path) -> None:
    """Each start comes one file operation further than the one before."""
    _cut_within_the_swap(made[1], other)
    for at in range(1, 100):
        with pytest.MonkeyPatch.context() as broken:
            _cut(broken, at)
            try:
                finish_restore(other)
            except PowerCut:
                continue
        break
    assert at > 5
    assert _content(other) == _content(made[0])


def test_the_next_start_finishes_the_swap(made: tuple[Path, Path], other: Path) -> None:
    _cut_within_the_swap(made[1], other)
    assert _places(other) == {"西塘镇", "东坝乡"}
    assert not (other / "restoring.ready").exists()


@pytest.mark.parametrize("marker", ["", "\n", "..", "../precious", "chroma\n."])
def test_a_marker_that_is_not_whole_removes_nothing_else(other: Path, marker: str) -> None:
    precious = other.parent / "precious"
    precious.write_text("别动")
    (other / "restoring.ready").write_text(marker, encoding="utf-8")
    finish_restore(other)
    assert precious.read_text() == "别动"
    assert _places(other) == {"旧港镇"}
