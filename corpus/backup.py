"""Backup and restoring of a data folder: databases and originals, never the derived indexes.

A backup is a zip file with a manifest of SHA-256 sums. Each database goes in as a consistent
snapshot, so a backup may be made while the program runs. Restoring first unpacks and checks
everything beside the live files; then a marker is set and the files change places, so that a kill
leaves either the old archive or the new one (`finish_restore` runs at every start).
"""

from __future__ import annotations

import hashlib
import lzma
import os
import shutil
import sqlite3
import struct
import tempfile
import zipfile
import zlib
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from pydantic import TypeAdapter

from corpus.catalogue import Catalogue
from corpus.database import snapshot
from corpus.errors import ArchiveError
from corpus.originals import is_original, sync_folder

# Drafts before the catalogue: every report a draft cites is then in the later snapshot.
DATABASES = ("drafts.db", "conversations.db", "catalogue.db")
ORIGINALS = "originals"
# The log of signatures is written anew from the drafts: one of other drafts would not fit them.
_DERIVED = ("chroma", "lexical", "lexical.db", "signoff.jsonl")
_MANIFEST, _FORMAT = "manifest.json", 1
_INCOMING, _READY = "restoring", "restoring.ready"
_CHUNK = 1 << 20
# What `zipfile` raises on damaged files: also compressions and encryption that we never use.
_UNREADABLE = (
    *(OSError, zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error),
    *(EOFError, ValueError, KeyError, RuntimeError),
)


@dataclass(frozen=True)
class _Manifest:
    """``sha256`` has the sum of every file of the backup, by name."""

    format: int
    made_at: str
    sha256: dict[str, str]


_MANIFESTS = TypeAdapter(_Manifest)


def backup(home: Path, target: Path) -> int:
    """Write the backup of `home` to the new file `target`; the number of files in it.

    Raises ArchiveError if there is nothing to back up, the target exists or lies within `home`
    (a forgotten report would live on there), or cannot be written.
    """
    if not (home / "catalogue.db").exists():
        raise ArchiveError(f"{home} 里没有资料库，无可备份")
    if target.exists():
        raise ArchiveError(f"{target} 已存在，请换一个文件名")
    if target.resolve().is_relative_to(home.resolve()):
        raise ArchiveError("备份文件不能放在数据文件夹里，请换一个位置")
    try:
        # Beside the target, not in the system's folder for passing files.
        with tempfile.TemporaryDirectory(prefix=".nigao-", dir=target.parent) as scratch:
            part = Path(scratch) / "backup.zip"
            missing: set[str] | None = None
            while missing != set():
                before, (count, missing) = missing, _write_zip(part, home)
                if missing == before:
                    break  # lost in the archive, too, as its audit says; not forgotten meanwhile
            part.replace(target)
            sync_folder(target.parent)
    except (OSError, sqlite3.Error) as error:
        raise ArchiveError(f"备份没有写成：{target}（{error}）") from error
    return count


def restore(source: Path, home: Path, replace: bool = False) -> int:
    """Put the backup's files in the place of those in `home`; the number of files.

    The caller holds the archive's lock. Raises ArchiveError if the backup is damaged, or if
    `home` holds an archive already and `replace` is not set; then nothing has changed.
    """
    if (home / "catalogue.db").exists() and not replace:
        raise ArchiveError(f"{home} 里已有资料库；确定要用备份代替它，请加 --replace")
    finish_restore(home)  # one that was cut short; until then `home` is neither old nor new
    incoming = home / _INCOMING
    try:
        with zipfile.ZipFile(source) as archive:
            count = _unpack(archive, incoming)
        with closing(Catalogue(incoming / "catalogue.db")):
            pass  # raises ArchiveError if it is of a later program, or no catalogue at all
    except (*_UNREADABLE, ArchiveError) as error:
        shutil.rmtree(incoming, ignore_errors=True)
        raise ArchiveError(
            f"{source.name} 不是完好的备份文件（{error}），原有数据没有改动"
        ) from error
    gone = [*_DERIVED, *(name for name in DATABASES if not (incoming / name).exists())]
    with (incoming / _READY).open("w", encoding="utf-8") as stream:
        stream.write("\n".join(gone))
        stream.flush()
        os.fsync(stream.fileno())
    sync_folder(incoming / ORIGINALS)
    sync_folder(incoming)
    (incoming / _READY).replace(home / _READY)
    sync_folder(home)
    finish_restore(home)
    return count


def finish_restore(home: Path) -> None:
    """Let a backup that was unpacked and checked take the place of what is there."""
    incoming, ready = home / _INCOMING, home / _READY
    if not ready.exists():
        _remove(incoming)  # what a restore left that was cut short before it was checked
        return
    # The marker names what has no successor; all of this may be done a second time.
    for name in ready.read_text(encoding="utf-8").split("\n"):
        if name in (*_DERIVED, *DATABASES):
            _remove(home / name)
    for path in sorted(incoming.iterdir()) if incoming.exists() else []:
        _remove(home / path.name)
        path.replace(home / path.name)
    sync_folder(home)
    shutil.rmtree(incoming, ignore_errors=True)
    ready.unlink()


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
        return
    for end in ("", "-wal", "-shm"):
        path.with_name(path.name + end).unlink(missing_ok=True)


def _write_zip(part: Path, home: Path) -> tuple[int, set[str]]:
    """The number of files, and the originals that the catalogue's snapshot names but that are
    not there: a report was forgotten meanwhile, or its file is lost."""
    sums: dict[str, str] = {}
    missing: set[str] = set()
    copy = part.with_name("snapshot.db")
    with part.open("wb") as stream:
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            wanted: list[str] = []
            for name in DATABASES:
                if (home / name).exists():
                    _remove(copy)
                    snapshot(home / name, copy)
                    if name == "catalogue.db":
                        with closing(Catalogue(copy)) as catalogue:
                            wanted = sorted(catalogue.originals())
                    sums[name] = _sum(copy)
                    archive.write(copy, name)
            for sha256 in wanted:
                try:
                    data = (home / ORIGINALS / sha256).read_bytes()
                except FileNotFoundError:
                    missing.add(sha256)
                    continue
                archive.writestr(f"{ORIGINALS}/{sha256}", data)
                # Of a damaged file, too: the rest must come back in any case.
                sums[f"{ORIGINALS}/{sha256}"] = hashlib.sha256(data).hexdigest()
            made_at = datetime.now(UTC).isoformat(timespec="seconds")
            manifest = _Manifest(_FORMAT, made_at, sums)
            archive.writestr(_MANIFEST, _MANIFESTS.dump_json(manifest, indent=1))
        stream.flush()
        os.fsync(stream.fileno())
    return len(sums), missing


def _unpack(archive: zipfile.ZipFile, incoming: Path) -> int:
    """Every file of the manifest, checked. Raises ValueError or KeyError for anything else."""
    manifest = _MANIFESTS.validate_json(archive.read(_MANIFEST))
    if manifest.format != _FORMAT:
        raise ValueError(f"格式 {manifest.format} 不认识")
    sums = manifest.sha256
    if "catalogue.db" not in sums:
        raise ValueError("缺少目录数据库")
    (incoming / ORIGINALS).mkdir(parents=True)
    for name, expected in sums.items():
        folder, _, file = name.rpartition("/")
        if name not in DATABASES and not (folder == ORIGINALS and is_original(file)):
            raise ValueError(f"不应有的文件 {name[:80]!r}")
        path = incoming / name
        with archive.open(name) as source, path.open("wb") as target:
            shutil.copyfileobj(source, target, _CHUNK)
            target.flush()
            os.fsync(target.fileno())
        if _sum(path) != expected:
            raise ValueError(f"{name} 与校验和不符")
    return len(sums)


def _sum(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
