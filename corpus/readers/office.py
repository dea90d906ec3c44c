"""What only an office suite opens (.doc .wps .rtf .odt): LibreOffice makes it .docx.

The suite gets a profile of its own for each file, in which macros, links and the network are off,
and decides itself what the file is: “.wps” is Kingsoft's as well as Microsoft Works'.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache
from pathlib import Path, PurePath

from corpus.errors import ReadError
from corpus.readers import docx
from corpus.readers.package import Package
from corpus.readers.reading import Note, NoteKind, Reading
from corpus.readers.word_xml import is_word_xml, to_docx

SECONDS = 60  # the first start on a slow disk takes ten
_NAMES = ("soffice", "libreoffice")
_PLACES = (  # where installers put it without telling PATH
    "/usr/lib*/libreoffice/program/soffice",
    "/opt/libreoffice*/program/soffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "/Program Files*/LibreOffice*/program/soffice.exe",
)
_KNOWN = (".doc", ".wps", ".rtf", ".odt", ".xml", ".dot", ".wpt")
_LOCKED = "文件有密码，请解除密码后再入库"
_OLE, _ROOT = b"\xd0\xcf\x11\xe0", "Root Entry".encode("utf-16-le")
_RTF_BINARY = re.compile(rb"\\bin(\d{1,12})")
_PLAIN_END = rb"\pard\plain\par}"
# Some programs write automatic numbers into .rtf in a Western code, which has no “、”.
_LOST_MARK = re.compile(r"^[一二三四五六七八九十\d]{1,3}\? ?(?=\S)", re.M)
_LOST = "编号后的标点在存成 .rtf 时已丢失，显示为“?”，请从原稿另存为 .docx 后再入库"
_WORD_FILE, _SECTOR = b"\xec\xa5", 512
_SETTINGS = (
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Writer/Content/Update", "Link", "2"),  # never
    ("Inet/Settings", "ooInetProxyType", "2"),  # by hand, to a port where nobody listens
    *(("Inet/Settings", f"ooInet{p}ProxyName", "127.0.0.1") for p in ("HTTP", "HTTPS", "FTP")),
    *(("Inet/Settings", f"ooInet{p}ProxyPort", "9") for p in ("HTTP", "HTTPS", "FTP")),
)


def read(data: bytes, file_name: str) -> Reading:
    """The visible text, as of the .docx that LibreOffice makes of the file.

    Raises ReadError if it has a password, is damaged, or LibreOffice is missing or takes too long.
    """
    made, notes = _as_docx(data, _name_of(data, file_name))
    reading = docx.read(made, file_name)
    if _LOST_MARK.search(reading.text) and _extension(data) == ".rtf":
        notes = (*notes, Note(NoteKind.WARNING, _LOST))
    return Reading(reading.text, (*reading.notes, *notes))


def properties(data: bytes) -> str:
    """The words in the properties of a document, a line each. Raises ReadError as `read` does."""
    return docx.properties(_as_docx(data, _name_of(data, ""))[0])


def suite() -> str | None:
    """The path of LibreOffice; None if it is not installed."""
    on_path = (shutil.which(name) for name in _NAMES)
    return next((path for path in (*on_path, *_installed()) if path), None)


def _installed() -> Iterator[str]:
    root = Path(Path.cwd().anchor)
    for place in _PLACES:
        yield from sorted(map(str, root.glob(place.lstrip("/"))), reverse=True)


def _name_of(data: bytes, file_name: str) -> str:
    """What users call the format."""
    extension = PurePath(file_name).suffix.lower()
    return extension if extension in _KNOWN else _extension(data)


def _extension(data: bytes) -> str:
    """The extension by content: a hint to the suite, which looks for itself."""
    if data.startswith(b"PK"):
        return ".odt"
    if data.startswith(_OLE):
        return ".doc" if "WordDocument".encode("utf-16-le") in data else ".wps"
    return ".rtf" if data.lstrip(b"\xef\xbb\xbf\r\n\t ").startswith(b"{\\rtf") else ".xml"


@lru_cache(maxsize=1)  # `read` and `properties` ask for the same file
def _as_docx(data: bytes, name: str) -> tuple[bytes, tuple[Note, ...]]:
    if is_word_xml(data):
        made, notes = to_docx(data)
        return made, tuple(notes)
    if _is_locked(data):
        raise ReadError(_LOCKED)
    program = suite()
    if program is None:
        raise ReadError(
            f"读取 {name} 文件需要安装 LibreOffice（Debian、麒麟、统信："
            "apt install libreoffice-writer），或在 WPS、Word 中另存为 .docx 后再入库"
        )
    broken = ReadError(
        f"LibreOffice 打不开这个 {name} 文件，可能已损坏或有密码，"
        "请用 WPS、Word 打开后另存为 .docx 再入库"
    )
    if _is_broken(data):
        raise broken
    with tempfile.TemporaryDirectory(prefix="nigao-office-", ignore_cleanup_errors=True) as folder:
        home = Path(folder)
        source = home / f"report{_extension(data)}"
        source.write_bytes(_finished(data) if source.suffix == ".rtf" else data)
        _write_profile(home / "profile" / "user")
        _run(program, source, home)
        result = home / "out" / "report.docx"
        if not result.is_file():
            raise broken
        return result.read_bytes(), ()


def _finished(rtf: bytes) -> bytes:
    """With a plain paragraph at its end: LibreOffice gives the last one another level of its list,
    or a number of its own to the empty one it adds."""
    text = rtf.rstrip(b"\0\r\n\t ")
    return text[:-1] + _PLAIN_END if text.endswith(b"}") else rtf


def _is_broken(data: bytes) -> bool:
    """Whether the container contradicts itself: the suite would search it for a minute."""
    if data.startswith(_OLE):
        is_little_endian = data[28:30] == b"\xfe\xff"
        return len(data) < 3 * _SECTOR or not is_little_endian or _ROOT not in data
    return any(int(length) > len(data) for length in _RTF_BINARY.findall(data))


def _is_locked(data: bytes) -> bool:
    if data.startswith(b"PK"):
        package = Package(data)  # which is also looked at for what unpacks to too much
        manifest = "META-INF/manifest.xml"
        return manifest in package and b"encryption-data" in package.read(manifest)
    # A Word file says so itself, at the beginning of some sector.
    heads = (data[n : n + 12] for n in range(0, len(data), _SECTOR))
    return data.startswith(b"\xd0\xcf\x11\xe0") and any(
        head.startswith(_WORD_FILE) and len(head) == 12 and head[11] & 1 for head in heads
    )


def _write_profile(folder: Path) -> None:
    items = "".join(
        f'<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>"
        for path, name, value in _SETTINGS
    )
    folder.mkdir(parents=True)
    (folder / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/'
        f'2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">{items}</oor:items>',
        encoding="utf-8",
    )


def _run(program: str, source: Path, home: Path) -> None:
    """Convert `source` into the folder `out`. Raises ReadError if that takes too long."""
    options = ("--headless", "--norestore", "--nolockcheck", "--nodefault", "--nologo")
    profile = f"-env:UserInstallation={(home / 'profile').as_uri()}"
    task = ("--convert-to", "docx", "--outdir", str(home / "out"), str(source))
    # In a sandbox the process group is the sandbox's, which ends it whatever happens.
    own_group = hasattr(os, "killpg") and "NIGAO_SANDBOX" not in os.environ
    process = subprocess.Popen(
        [program, profile, *options, *task],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=home,
        env=_environment(home),
        start_new_session=own_group,
    )
    try:
        process.wait(SECONDS)
    except subprocess.TimeoutExpired as error:
        raise ReadError(
            f"LibreOffice 转换超过 {SECONDS} 秒，请用 WPS、Word 另存为 .docx 后再入库"
        ) from error
    finally:
        if own_group:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)
        process.kill()
        process.wait()


def _environment(home: Path) -> dict[str, str]:
    passed_on = ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT")
    return {name: os.environ[name] for name in passed_on if name in os.environ} | {
        "HOME": str(home),
        "TMPDIR": str(home),
        "TEMP": str(home),
        "LANG": "C.UTF-8",
        "SAL_USE_VCLPLUGIN": "svp",  # no screen
    }
