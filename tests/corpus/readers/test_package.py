"""Zip files are opened within limits, whatever their directories say."""

from __future__ import annotations

import io
import random
import struct
import time
import zipfile

import pytest

from corpus.errors import ReadError
from corpus.readers.package import Package, parse_xml
from tests.corpus import hostile
from tests.corpus.hostile import raw_zip, zipped


def _reason(data: bytes, *read: str) -> str:
    try:
        package = Package(data)
        for name in read:
            package.read(name)
    except ReadError as error:
        return str(error)
    return ""


def test_an_honest_package_is_read() -> None:
    package = Package(zipped({"a.xml": "<a>甲</a>", "空.txt": "", "b/c.txt": b"\x00" * 900_000}))
    assert list(package.entries) == ["a.xml", "空.txt", "b/c.txt"]
    assert package.xml("a.xml").text == "甲"
    assert package.read("空.txt") == b""
    assert len(package.read("b/c.txt")) == 900_000
    assert "a.xml" in package
    assert "b" not in package


def _encrypted() -> bytes:
    data = bytearray(zipped({"a.txt": "甲"}))
    data[6] |= 1
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def _with_wrong_sum() -> bytes:
    data = bytearray(zipped({"a.txt": "甲" * 100}, zipfile.ZIP_STORED))
    data[50] ^= 1
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "损坏"),
        (b"PK\x03\x04" + bytes(100), "损坏"),
        (zipped({"a.txt": "甲" * 1000})[:-30], "损坏"),
        (_with_wrong_sum(), "损坏"),
        (_encrypted(), "有密码"),
        (zipped({"a.txt": bytes(2_000_000)}), "压缩炸弹"),
        (zipped({f"{n}.txt": bytes(999_000) for n in range(301)}), "压缩炸弹"),
        (hostile.shared_bytes(), "压缩炸弹"),
        (raw_zip([("a.txt", b"x" * 500, 900_000)]), "损坏"),
        (raw_zip([("a.txt", bytes(1_000_000_000 // 50), 900_000)]), "损坏"),
        (raw_zip([("a.txt", b"x", 1), ("a.txt", b"y", 1)]), "同名"),
        (hostile.many_entries(5_001), "超过 5000 个"),
        (hostile.many_entries(), "超过 5000 个"),
        (hostile.lzma_zip(), "压缩"),
        (zipped({"a.txt": "甲"}, zipfile.ZIP_BZIP2), "压缩方式"),
        (zipped({"b.txt": "甲"}), "缺少 a.txt"),
    ],
)
def test_a_dishonest_package_is_refused_at_once(data: bytes, reason: str) -> None:
    begun = time.process_time()
    assert reason in _reason(data, "a.txt")
    assert time.process_time() - begun < 10


def _named(raw: bytes, flags: int = 0) -> bytes:
    data = bytearray(zipped({"x" * len(raw): "甲"}))
    for mark, flag_at, name_at in ((b"PK\x03\x04", 6, 30), (b"PK\x01\x02", 8, 46)):
        start = data.index(mark)
        struct.pack_into("<H", data, start + flag_at, flags)
        data[start + name_at : start + name_at + len(raw)] = raw
    return bytes(data)


@pytest.mark.parametrize(
    ("raw", "flags", "name"),
    [
        ("县委/总结.docx".encode(), 0x800, "县委/总结.docx"),
        ("县委/总结.docx".encode("gb18030"), 0, "县委/总结.docx"),
        ("县委/总结.docx".encode(), 0, "县委/总结.docx"),
        ("联通.txt".encode("gb18030"), 0, "联通.txt"),
        ("模板.txt".encode("gb18030"), 0, "模板.txt"),
        ("镕\\总结.txt".encode("gb18030"), 0, "镕\\总结.txt"),
        (b"report.txt", 0, "report.txt"),
        (b"\xff\xff.txt", 0, b"\xff\xff.txt".decode("cp437")),
    ],
)
def test_names_are_read_in_the_encoding_they_were_written_in(
    raw: bytes, flags: int, name: str
) -> None:
    package = Package(_named(raw, flags))
    assert list(package.entries) == [name]
    assert package.read(name) == "甲".encode()


def test_a_package_with_flipped_bytes_is_read_or_refused() -> None:
    whole = zipped({"[Content_Types].xml": "<a/>", "word/document.xml": "甲" * 300, "b.txt": "乙"})
    chance = random.Random(1)
    refused = 0
    for _ in range(3000):
        data = bytearray(whole)
        for _ in range(chance.choice([1, 2, 8])):
            data[chance.randrange(len(data))] = chance.choice([0, 1, 0x7F, 0x80, 0xFF])
        try:
            package = Package(bytes(data))
            for name in package.entries:
                package.read(name)
        except ReadError:
            refused += 1
    assert 1000 < refused < 3000


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("<a>", "损坏"),
        ("", "损坏"),
        ("<a>\x00</a>", "损坏"),
        ('<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', "实体声明"),
        ('<!DOCTYPE a [<!ENTITY % x SYSTEM "file:///etc/hostname">%x;]><a/>', "实体声明"),
        ('<!DOCTYPE a SYSTEM "file:///etc/hostname"><a/>', "实体声明"),
        (f"{hostile.laughs()}<a>&l9;</a>", "实体声明|损坏"),
        ("<a>" * 300 + "</a>" * 300, "损坏"),
    ],
)
def test_xml_that_declares_or_breaks_something_is_refused(content: str, reason: str) -> None:
    with pytest.raises(ReadError, match=reason):
        parse_xml(content.encode())


def test_xml_in_any_encoding_is_parsed() -> None:
    declared = '<?xml version="1.0" encoding="{}"?><a>甲</a>'
    for encoding in ("utf-8", "utf-16", "gb18030"):
        assert parse_xml(declared.format(encoding).encode(encoding)).text == "甲"


def test_an_entry_is_unpacked_no_further_than_announced(monkeypatch: pytest.MonkeyPatch) -> None:
    data = raw_zip([("a.txt", b"x" * 500, 100)])
    unpacked: list[int] = []
    read = zipfile.ZipExtFile.read

    def counted(stream: zipfile.ZipExtFile, n: int | None = -1) -> bytes:
        content = read(stream, n)
        unpacked.append(len(content))
        return content

    monkeypatch.setattr(zipfile.ZipExtFile, "read", counted)
    assert "损坏" in _reason(data, "a.txt")
    assert sum(unpacked) <= 100
    assert zipfile.ZipFile(io.BytesIO(data)).namelist() == ["a.txt"]
