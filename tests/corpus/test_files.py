"""Paths become named contents; nothing that could be a report is passed over in silence."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus import readers
from corpus.errors import ReadError
from corpus.files import file_bytes, reason_of


def _write(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(name.encode())


def _refusal(data: bytes | ReadError) -> str:
    assert isinstance(data, ReadError)
    return str(data)


def test_a_file_is_named_by_itself_and_in_a_folder_by_its_path_there(tmp_path: Path) -> None:
    _write(tmp_path, "组织部/2023年/总结.docx", "b.txt", "a.MD", "~$b.docx", ".hidden.txt")
    named = [*file_bytes([tmp_path, tmp_path / "组织部" / "2023年", tmp_path / "b.txt"])]
    assert named == [
        ("a.MD", b"a.MD"),
        ("b.txt", b"b.txt"),
        ("组织部/2023年/总结.docx", "组织部/2023年/总结.docx".encode()),
        ("总结.docx", "组织部/2023年/总结.docx".encode()),
        ("b.txt", b"b.txt"),
    ]


def test_a_folder_gives_unreadable_documents_but_no_other_files(tmp_path: Path) -> None:
    documents = ["a.doc", "b.wps", "c.PDF", "d.rtf", "e.odt", "f.ofd", "g.txt"]
    _write(tmp_path, *documents, "h.jpg", "i.py", "j", "k.xlsx", "~$a.doc", ".b.pdf")
    (tmp_path / "l.txt").mkdir()
    named = dict(file_bytes([tmp_path]))
    assert list(named) == documents
    for name in documents[:-1]:
        data = named[name]
        assert isinstance(data, bytes)
        with pytest.raises(ReadError, match="不支持的格式"):
            readers.read(data, name)


def test_a_missing_file_is_named_in_chinese(tmp_path: Path) -> None:
    _write(tmp_path, "a.txt")
    named = [*file_bytes([tmp_path / "无.txt", tmp_path / "a.txt" / "b.txt"])]
    assert [name for name, _ in named] == ["无.txt", "b.txt"]
    assert [_refusal(data) for _, data in named] == ["文件不存在"] * 2


def test_a_forbidden_file_does_not_stop_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _write(tmp_path, "a.txt", "b.txt")
    read = Path.read_bytes

    def forbidden(path: Path) -> bytes:
        if path.name == "a.txt":
            raise PermissionError(13, "Permission denied")
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", forbidden)
    named = dict(file_bytes([tmp_path]))
    assert _refusal(named["a.txt"]) == "没有读取权限"
    assert named["b.txt"] == b"b.txt"


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (FileNotFoundError(2, "No such file or directory"), "文件不存在"),
        (PermissionError(13, "Permission denied"), "没有读取权限"),
        (IsADirectoryError(21, "Is a directory"), "这是文件夹，不是文件"),
        (OSError(5, "Input/output error"), "文件无法读取"),
    ],
)
def test_the_systems_english_reaches_nobody(error: OSError, reason: str) -> None:
    assert reason_of(error) == reason
