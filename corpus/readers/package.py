"""Zip files from strangers (.docx, .ofd, collections of reports), opened within limits.

Sizes are those announced *and* those that come out: an entry that unpacks to more than it
announced is refused as well. XML may not declare a document type, so it has no entities.
"""

from __future__ import annotations

import io
import zipfile
import zlib

from lxml import etree

from corpus.errors import ReadError

_MAX_ENTRIES = 5_000
_MAX_UNPACKED = 300_000_000
_MAX_RATIO = 200  # the most repetitive real documents stay under 60
_SMALL = 1_000_000  # a small entry may be as repetitive as it likes
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError)


class Package:
    """The entries of a zip file. Raises ReadError if it is damaged, encrypted or a bomb."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            entries = self._zip.infolist()
        except _DAMAGED as error:
            raise ReadError("压缩包已损坏，无法打开") from error
        if len(entries) > _MAX_ENTRIES:
            raise ReadError(f"压缩包里的文件超过 {_MAX_ENTRIES} 个，已拒绝读取")
        if sum(entry.file_size for entry in entries) > _MAX_UNPACKED or any(
            entry.file_size > max(_SMALL, entry.compress_size * _MAX_RATIO) for entry in entries
        ):
            raise ReadError("解压后过大，疑似压缩炸弹，已拒绝读取")
        if any(entry.flag_bits & 1 for entry in entries):
            raise ReadError("文件有密码，请解除密码后再入库")
        self.entries = {entry.filename: entry for entry in entries}

    def __contains__(self, name: str) -> bool:
        return name in self.entries

    def read(self, name: str) -> bytes:
        """The content of an entry. Raises ReadError if it is missing or damaged."""
        try:
            entry = self.entries[name]
            with self._zip.open(entry) as stream:
                content = stream.read(entry.file_size + 1)
        except KeyError as error:
            raise ReadError(f"文件不完整，缺少 {name}") from error
        except _DAMAGED as error:
            raise ReadError("压缩包已损坏，无法打开") from error
        if len(content) > entry.file_size:
            raise ReadError("解压后过大，疑似压缩炸弹，已拒绝读取")
        return content

    def xml(self, name: str) -> etree._Element:
        """The root of an XML entry. Raises ReadError if it is damaged or declares entities."""
        return parse_xml(self.read(name))


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
