"""Paths become named contents; nothing that could be a report is passed over in silence."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

import pytest

from corpus import readers
from corpus.errors import ReadError
from corpus.files import expand, file_bytes, reason_of
from tests.corpus import hostile
from tests.corpus.hostile import docx, zipped


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


def test_a_folder_gives_all_documents_but_no_other_files(tmp_path: Path) -> None:
    documents = [
        "a.doc",
        "b.wps",
        "c.PDF",
        "d.rtf",
        "e.odt",
        "f.ofd",
        "g.txt",
        "k.xlsx",
        "m.rar",
        "n.docm",
    ]
    others = [
        "h.jpg",
        "i.py",
        "j",
        "~$a.doc",
        ".b.pdf",
        ".回收站/a.doc",
        "__MACOSX/a.doc",
    ]
    _write(tmp_path, *documents, *others)
    (tmp_path / "l.txt").mkdir()
    assert [name for name, _ in file_bytes([tmp_path])] == documents


def test_a_name_without_extension_is_judged_by_the_content(tmp_path: Path) -> None:
    _write(tmp_path, "LICENSE", "配置.xml")
    for name in ("总结", "总结.docx.bak"):
        (tmp_path / name).write_bytes(docx())
    assert [name for name, _ in file_bytes([tmp_path])] == ["总结", "总结.docx.bak"]
    assert [name for name, _ in file_bytes([tmp_path / "LICENSE"])] == ["LICENSE"]


def test_names_are_made_fit_to_be_shown(tmp_path: Path) -> None:
    _write(tmp_path, "一/二/三/四/总结\u202excod.txt")
    assert [name for name, _ in file_bytes([tmp_path])] == ["一/…/四/总结xcod.txt"]
    file = tmp_path / "一/二/三/四/总结\u202excod.txt"
    assert [name for name, _ in file_bytes([file])] == ["总结xcod.txt"]
    assert [name for name, _ in expand("../../总结.txt", b"x")] == ["总结.txt"]


def test_a_missing_file_is_named_in_chinese(tmp_path: Path) -> None:
    _write(tmp_path, "a.txt")
    named = [*file_bytes([tmp_path / "无.txt", tmp_path / "a.txt" / "b.txt"])]
    assert [name for name, _ in named] == ["无.txt", "b.txt"]
    assert [_refusal(data) for _, data in named] == ["文件不存在"] * 2


def test_a_forbidden_file_does_not_stop_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _write(tmp_path, "a.txt", "b.txt", "乙/c.txt")
    opened, listed = Path.open, os.scandir

    def forbidden(path: Path, mode: str = "r") -> object:
        if path.name == "a.txt":
            raise PermissionError(13, "Permission denied")
        return opened(path, mode)

    def closed(path: str) -> object:
        if str(path).endswith("乙"):
            raise PermissionError(13, "Permission denied", str(path))
        return listed(path)

    monkeypatch.setattr(Path, "open", forbidden)
    monkeypatch.setattr(os, "scandir", closed)
    named = dict(file_bytes([tmp_path]))
    assert list(named) == ["a.txt", "b.txt", "乙"]
    assert _refusal(named["a.txt"]) == _refusal(named["乙"]) == "没有读取权限"
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


def test_links_do_not_lead_in_circles(tmp_path: Path) -> None:
    _write(tmp_path, "甲/a.txt")
    (tmp_path / "甲" / "loop").symlink_to(tmp_path)
    (tmp_path / "self.txt").symlink_to(tmp_path / "self.txt")
    (tmp_path / "link.txt").symlink_to(tmp_path / "甲" / "a.txt")
    named = dict(file_bytes([tmp_path]))
    assert list(named) == ["link.txt", "self.txt", "甲/a.txt"]
    assert named["link.txt"] == named["甲/a.txt"]
    assert _refusal(named["self.txt"]) == "文件无法读取"


def test_only_files_are_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    for path in (tmp_path, tmp_path / "a.txt", Path("/dev/zero")):
        assert [_refusal(data) for _, data in file_bytes([path])] == ["不是普通文件，无法读取"]


def test_a_huge_file_is_refused_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with (tmp_path / "a.txt").open("wb") as stream:
        stream.truncate(1 << 40)
    _write(tmp_path, "b.txt")
    (tmp_path / "空.txt").touch()
    named = dict(file_bytes([tmp_path]))
    assert "超过 50 MB" in _refusal(named["a.txt"])
    assert "是空的" in _refusal(named["空.txt"])
    assert named["b.txt"] == b"b.txt"


# --- collections ----------------------------------------------------------------------------


def test_a_collection_is_its_documents(tmp_path: Path) -> None:
    inside: dict[str, str | bytes] = {
        "县委/2023年总结.txt": "甲",
        "县委/2022年总结.txt": "乙",
        "a.docx": docx(),
        "照片.jpg": "x",
        "县委/": "",
        "县委/.隐藏.txt": "x",
        "县委/~$总结.docx": "x",
        "__MACOSX/县委/._2023年总结.txt": "x",
        "套娃.zip": zipped({"b.txt": "丙"}),
        "套娃.rar": b"Rar!\x1a\x07\x00",
        "是文档.zip": docx(),
        "是压缩包.docx": zipped({"b.txt": "丙"}),
        "空.txt": "",
        "../../出去.txt": "丁",
        "C:\\用户\\总结.txt": "戊",
    }
    (tmp_path / "往年.zip").write_bytes(zipped(inside))
    for paths in ([tmp_path], [tmp_path / "往年.zip"]):
        found = [(name.removeprefix("往年.zip/"), data) for name, data in file_bytes(paths)]
        read = {name: data for name, data in found if isinstance(data, bytes)}
        refused = {name: str(data) for name, data in found if isinstance(data, ReadError)}
        assert read == {
            "出去.txt": "丁".encode(),
            "用户/总结.txt": "戊".encode(),
            "a.docx": docx(),
            "县委/2022年总结.txt": "乙".encode(),
            "县委/2023年总结.txt": "甲".encode(),
            "是文档.zip": docx(),
        }
        assert list(read)[3:5] == ["县委/2022年总结.txt", "县委/2023年总结.txt"]
        assert set(refused) == {"套娃.zip", "套娃.rar", "是压缩包.docx", "空.txt"}
        assert "不能再套压缩包" in refused["套娃.zip"]
        assert refused["套娃.zip"] == refused["套娃.rar"] == refused["是压缩包.docx"]
        assert "是空的" in refused["空.txt"]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_names_without_the_mark_for_utf8(encoding: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def plainly(entry: zipfile.ZipInfo) -> tuple[bytes, int]:
        return entry.filename.encode(encoding), entry.flag_bits

    monkeypatch.setattr(zipfile.ZipInfo, "_encodeFilenameFlags", plainly)
    data = zipped({"纪委/二〇二三年总结.txt": "甲"})
    monkeypatch.undo()
    assert [*expand("往年.zip", data)] == [("往年.zip/纪委/二〇二三年总结.txt", "甲".encode())]


def test_a_document_may_be_named_like_a_collection() -> None:
    assert [*expand("总结.zip", docx())] == [("总结.zip", docx())]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (zipped({}), "没有可以入库的文件"),
        (zipped({"a.jpg": "x", "b/c.exe": "x"}), "没有可以入库的文件"),
        (zipped({"a.txt": "甲" * 1000})[:-40], "已损坏"),
        (zipped({"a.txt": bytes(10_000_000)}), "压缩炸弹"),
        (hostile.shared_bytes(), "压缩炸弹"),
        (hostile.many_entries(), "超过 5000 个"),
        (hostile.lzma_zip(), "压缩"),
    ],
)
def test_a_collection_that_cannot_be_opened_is_one_refusal(data: bytes, reason: str) -> None:
    [(name, content)] = expand("县委/往年.zip", data)
    assert name == "县委/往年.zip"
    assert reason in _refusal(content)


def test_zips_in_zips_are_not_opened() -> None:
    data = hostile.nested_zips()
    refused = [_refusal(content) for _, content in expand("a.zip", data)]
    assert set(refused) == {"压缩包里不能再套压缩包，请解压后再入库"}
    assert len(refused) == 8


def test_a_damaged_member_does_not_stop_the_others() -> None:
    data = zipped({"a.txt": "甲" * 50, "b.txt": "乙" * 50}, zipfile.ZIP_STORED)
    data = data.replace("甲甲甲".encode(), "丙丙丙".encode(), 1)
    named = dict(expand("往年.zip", data))
    assert "已损坏" in _refusal(named["往年.zip/a.txt"])
    assert named["往年.zip/b.txt"] == ("乙" * 50).encode()


def test_every_format_that_is_named_is_wanted() -> None:
    names = {f"总结{suffix}": "x" for suffix in readers.SUPPORTED if suffix != ".zip"}
    assert len([*expand("往年.zip", zipped(dict(names)))]) == len(names)
