"""Zip files from strangers (.docx, .ofd, collections of reports), opened within limits.

Sizes are those announced *and* those that come out: nothing is unpacked further than announced,
and what does not end there is refused as well. XML may not declare a document type, so it has no entities.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from itertools import pairwise

from lxml import etree

from corpus.errors import ReadError
from corpus.readers.sniff import MAX_ENTRIES, too_many_entries

_MAX_UNPACKED = 300_000_000
_MAX_RATIO = 200  # the most repetitive real documents stay under 60
_SMALL = 1_000_000  # a small entry may be as repetitive as it likes
_LOCAL_HEADER = 30  # bytes before the name of an entry
_UTF8_NAME, _ENCRYPTED = 0x800, 0x1
_BROKEN = "压缩包已损坏，无法打开"
_BOMB = "解压后过大，疑似压缩炸弹，已拒绝读取"
_DAMAGED = (
    *(zipfile.BadZipFile, zlib.error, EOFError, OSError, struct.error),
    *(ValueError, OverflowError, RuntimeError),  # NotImplementedError is a RuntimeError
)


class Package:
    """The entries of a zip file, by name in its order.

    Raises ReadError if it is damaged, encrypted or a bomb.
    """

    def __init__(self, data: bytes) -> None:
        if too_many_entries(data):
            raise ReadError(f"压缩包里的文件超过 {MAX_ENTRIES} 个，已拒绝读取")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            entries = self._zip.infolist()
        except _DAMAGED as error:
            raise ReadError(_BROKEN) from error
        _check(entries)
        self.entries = {name_of(entry): entry for entry in entries}
        if len(self.entries) < len(entries):  # programs differ in which of the two they open
            raise ReadError("压缩包里有同名文件，已拒绝读取")

    def __contains__(self, name: str) -> bool:
        return name in self.entries

    def read(self, name: str) -> bytes:
        """The content of an entry. Raises ReadError if it is missing or damaged."""
        try:
            entry = self.entries[name]
            with self._zip.open(entry) as stream:
                content = stream.read(entry.file_size + 1)  # no more than is announced
        except KeyError as error:
            raise ReadError(f"文件不完整，缺少 {name}") from error
        except _DAMAGED as error:
            raise ReadError(_BROKEN) from error
        if len(content) != entry.file_size:
            raise ReadError(_BROKEN)
        return content

    def xml(self, name: str) -> etree._Element:
        """The root of an XML entry. Raises ReadError if it is damaged or declares entities."""
        return parse_xml(self.read(name))


def name_of(entry: zipfile.ZipInfo) -> str:
    """An entry's name. Without the mark for UTF-8, Chinese programs write GBK, a few UTF-8."""
    raw = entry.orig_filename
    if entry.flag_bits & _UTF8_NAME or raw.isascii():
        return raw
    try:
        encoded = raw.encode("cp437")  # which Python has taken it for
        name = encoded.decode("utf-8")
        # Two Chinese characters in GBK may be valid UTF-8, but then of Greek or Arabic ones.
        if any("\x80" <= character < "\u0800" for character in name):
            raise ValueError
    except ValueError:
        try:
            name = raw.encode("cp437").decode("gb18030")
        except UnicodeError:
            name = raw
    return name


def parse_xml(content: bytes) -> etree._Element:
    """Raises ReadError for XML that is damaged or declares a document type."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ReadError("文件内容已损坏，无法打开") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise ReadError("文件里有不应出现的实体声明，已拒绝读取")
    return root


def _check(entries: list[zipfile.ZipInfo]) -> None:
    """Raises ReadError for a directory that no honest program writes, or that needs a password."""
    if len(entries) > MAX_ENTRIES:
        raise ReadError(f"压缩包里的文件超过 {MAX_ENTRIES} 个，已拒绝读取")
    if sum(entry.file_size for entry in entries) > _MAX_UNPACKED or any(
        entry.file_size > max(_SMALL, entry.compress_size * _MAX_RATIO) for entry in entries
    ):
        raise ReadError(_BOMB)
    in_order = sorted(entries, key=lambda entry: entry.header_offset)
    if any(
        one.header_offset + _LOCAL_HEADER + one.compress_size > other.header_offset
        for one, other in pairwise(in_order)
    ):
        raise ReadError(_BOMB)  # entries that share their bytes
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise ReadError("文件有密码，请解除密码后再入库")
    # Only these two unpack no further than they are asked to.
    if any(e.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for e in entries):
        raise ReadError("压缩方式不受支持，请用普通 .zip 重新压缩，或解压后再入库")
