"""Whatever a file does to its reader, the program gets a reading or a reason, and soon."""

from __future__ import annotations

import ast
import logging
import re
import resource
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.errors import ReadError
from corpus.outline import paragraphs_of, parse_outline
from corpus.readers import sandbox
from corpus.readers.limits import ORDINARY, Limits
from corpus.readers.reading import Note, NoteKind, Reading
from corpus.readers.sandbox import Cancelled, read_safely
from tests.corpus import hostile

TEXT = "清河县工作总结\n一、存在的问题\n学得不深。"
QUICK = Limits(memory=1024, cpu=1, cpu_at_most=1, wall=2, file_size=1)


def _reader(monkeypatch: pytest.MonkeyPatch, body: str) -> None:
    """Children read with this body of a function; their limits are tight."""
    code = (
        "import sys, os, time\n"
        "from corpus import readers\n"
        "from corpus.readers import child\n"
        "from corpus.readers.reading import Note, NoteKind, Reading\n"
        "def read(data, file_name):\n"
        + "".join(f"    {line}\n" for line in body.split("\n"))
        + "readers.read = read\n"
        "child.main(sys.argv[1:])\n"
    )
    monkeypatch.setattr(sandbox, "_COMMAND", (sys.executable, "-P", "-c", code))
    monkeypatch.setattr(sandbox, "ORDINARY", QUICK)


def _reason(data: bytes, name: str = "a.txt") -> str:
    with pytest.raises(ReadError) as caught:
        read_safely(data, name)
    return str(caught.value)


def test_a_reading_crosses_the_border_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    assert read_safely(TEXT.encode(), "总结\udc80.txt") == Reading(TEXT)
    _reader(
        monkeypatch,
        "return Reading(file_name + data.decode(), (Note(NoteKind.HIDDEN, '“密”\\n'),), (0, 3))",
    )
    note = Note(NoteKind.HIDDEN, "“密”\n")
    assert read_safely("正文。".encode(), "总结") == Reading("总结正文。", (note,), (0, 3))


def test_a_refusal_crosses_the_border_as_it_is() -> None:
    assert _reason(b"PK\x03\x04", "a.docx") == _reason(b"PK\x03\x04", "b.docx")
    assert "万字" in _reason(b"a" * 6_000_000)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("while True: pass", "解析超时"),
        ("time.sleep(60)", "解析超时"),
        ("import signal; signal.signal(signal.SIGXCPU, signal.SIG_IGN)\nwhile True: pass", "解析"),
        ("x = bytearray(3 << 30)", "占用内存过大"),
        ("os.kill(os.getpid(), 9)", "占用内存过大"),
        ("x = []\nwhile True: x.append(bytes(1 << 20))", "占用内存过大"),
        ("os.abort()", "异常退出"),
        ("os.kill(os.getpid(), 11)", "异常退出"),
        ("os._exit(0)", "异常退出"),
        ("os._exit(3)", "异常退出"),
        ("raise SystemExit(0)", "异常退出"),
        ("raise KeyboardInterrupt", "异常退出"),
        ("raise ZeroDivisionError('机密')", "格式异常"),
        ("return read(data, file_name)", "格式异常"),
        ("return None", "异常退出"),
        ("return Reading('\\ud800')", "异常退出"),
        ("return Reading('x' * 1_100_000)", "异常退出"),  # 1 MiB may be written here
        ("return Reading('x', (), ('y',))", "格式异常"),
        ("open('a', 'wb').write(bytes(2_000_000))", "格式异常"),
        ("x = [open(os.devnull) for _ in range(70)]", "格式异常"),
    ],
)
def test_every_ending_has_its_reason(
    monkeypatch: pytest.MonkeyPatch, body: str, reason: str
) -> None:
    _reader(monkeypatch, body)
    assert reason in _reason(b"a")


def test_what_parsers_say_is_for_the_log_only(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    _reader(monkeypatch, "print('{}')\nos.write(1, b'{}')\nraise ZeroDivisionError('inside')")
    with caplog.at_level(logging.WARNING):
        assert "ZeroDivisionError" not in _reason(b"a")
    assert "ZeroDivisionError: inside" in caplog.text


def test_what_parsers_print_is_no_part_of_the_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    _reader(monkeypatch, "print('x')\nos.write(1, b'y')\nreturn Reading('z')")
    assert read_safely(b"a", "a.txt") == Reading("z")


def test_a_child_sees_nothing_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NIGAO_API_KEY", "secret")
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy")
    _reader(monkeypatch, "return Reading(repr([os.listdir(), os.getcwd(), dict(os.environ)]))")
    files, folder, environment = ast.literal_eval(read_safely(b"a", "a.txt").text)
    assert files == []
    assert folder != str(Path.cwd())
    assert environment["HOME"] == environment["TMPDIR"] == folder
    assert not {"NIGAO_API_KEY", "HTTPS_PROXY", "PYTEST_CURRENT_TEST"} & set(environment)


def test_what_a_child_starts_ends_with_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "pid"
    _reader(
        monkeypatch,
        "import subprocess\n"
        "process = subprocess.Popen(['sleep', '60'])\n"
        f"open({str(file)!r}, 'w').write(str(process.pid))\n"
        "time.sleep(60)",
    )
    assert "解析超时" in _reason(b"a")
    status = Path(f"/proc/{file.read_text()}/status")
    for _ in range(50):  # until the system has taken it away
        if not status.exists() or "State:\tZ" in status.read_text():
            return
        time.sleep(0.1)
    pytest.fail("still there")


def test_nothing_is_left_in_the_temporary_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    _reader(monkeypatch, "open('left', 'w').write('x')\nos.abort()")
    _reason(b"a")
    assert [*tmp_path.iterdir()] == []


def test_reading_can_be_cancelled(monkeypatch: pytest.MonkeyPatch) -> None:
    _reader(monkeypatch, "time.sleep(60)")
    stop = threading.Event()
    threading.Timer(0.3, stop.set).start()
    begun = time.monotonic()
    with pytest.raises(Cancelled, match="已取消"):
        read_safely(b"a", "a.txt", stop.is_set)
    assert time.monotonic() - begun < 1.5


def test_without_limits_the_clock_remains(monkeypatch: pytest.MonkeyPatch) -> None:
    _reader(monkeypatch, "return Reading(str(len(data)))")
    code = sandbox._COMMAND[-1]
    hidden = "import sys; sys.modules['resource'] = None\n"
    monkeypatch.setattr(sandbox, "_COMMAND", (*sandbox._COMMAND[:-1], hidden + code))
    assert read_safely(b"a" * 200_000, "a.txt").text == "200000"
    spinning = hidden + code.replace("return Reading", "while True: str")
    monkeypatch.setattr(sandbox, "_COMMAND", (*sandbox._COMMAND[:-1], spinning))
    assert "解析超时" in _reason(b"a")


SPIN = "end = time.process_time() + 0.6\nwhile time.process_time() < end: pass\n"


@pytest.mark.parametrize(
    ("body", "within", "read"),
    [
        (SPIN * 3, 9, False),  # one step may take a second here
        (f"limits.more_time()\n{SPIN * 3}", 9, True),
        (f"limits.more_time()\n{SPIN * 3}", 1, False),
        (f"limits.ORDINARY = limits.Limits(1, 1, 1, 1)\n{SPIN}limits.go_on()\n{SPIN}", 9, True),
        (
            f"limits.ORDINARY = limits.Limits(1, 1, 1, 1)\n{SPIN}limits.go_on()\n{SPIN * 3}",
            9,
            False,
        ),
        ("for _ in range(9): limits.go_on()\n" + SPIN * 3, 1, False),
    ],
)
def test_time_is_earned_or_asked_for(
    monkeypatch: pytest.MonkeyPatch, body: str, within: int, read: bool
) -> None:
    _reader(monkeypatch, f"from corpus.readers import limits\n{body}return Reading('x')")
    monkeypatch.setattr(sandbox, "ORDINARY", Limits(1024, cpu=1, cpu_at_most=within, wall=20))
    if read:
        assert read_safely(b"a", "a.txt").text == "x"
    else:
        assert "解析超时" in _reason(b"a")


def test_many_files_may_be_read_at_once() -> None:
    texts = [f"清河县工作总结{n}" for n in range(4)]
    found: dict[int, str] = {}

    def one(n: int) -> None:
        found[n] = read_safely(texts[n].encode(), "a.txt").text

    threads = [threading.Thread(target=one, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [found[n] for n in range(4)] == texts


@pytest.mark.parametrize("size", [0, 50_000_001])
def test_no_child_is_started_for_what_cannot_be(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "_COMMAND", ("no such program",))
    assert ("超过 50 MB" if size else "文件是空的") in _reason(bytes(size))


# --- files that mean harm -------------------------------------------------------------------


def _children_time() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


@pytest.mark.parametrize("case", hostile.CASES)
def test_hostile_files_are_refused_or_neutralised(
    case: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sandbox, "_limits_for", lambda _: replace(ORDINARY, cpu=2, cpu_at_most=2))
    name, build, reason = hostile.CASES[case]
    data = build()
    used = _children_time()
    try:
        words = read_safely(data, name).text
    except ReadError as error:
        words = str(error)
        assert re.search(reason, words)
        assert re.match(r"(?:Word |PDF |是 |不是)?[\u4e00-\u9fff]", words)
        assert not set(words) & set("<>{}")
    else:
        assert not reason
    assert _children_time() - used < 3.5  # of the processor: the machine may be busy


def test_no_entity_reaches_out(tmp_path: Path) -> None:
    (tmp_path / "canary.txt").write_text("金丝雀")
    for url in ((tmp_path / "canary.txt").as_uri(), "http://127.0.0.1:9/x"):
        assert "实体声明" in _reason(hostile.reaching_out(url), "a.docx")


def test_macros_are_not_read_but_named() -> None:
    name, build, _ = hostile.CASES["macros"]
    reading = read_safely(build(), name)
    assert reading.text == "正文。"
    assert any("宏" in note.text for note in reading.notes if note.kind is NoteKind.IGNORED)


PATTERNS = [
    *(
        "一是",
        "一是学，",
        "（（（",
        "（一）",
        " ",
        "\u3000",
        "（ ",
        "\n",
        " \n",
        "一、",
        "。",
        "：",
        "。 ",
    ),
    *(
        "1.",
        "①",
        "第一章 ",
        "首先，其次，再次，最后，",
        "一是抓学习。\n",
        "一、工作情况\n",
        "2024年",
    ),
    *(
        "（一）存在的问题\n一是甲。\n",
        "工作",
        "一一一一、",
        "主要工作的重点工作\n",
        "2024年1月1日\n",
    ),
    *(
        "一是甲。二是乙。",
        "；1.甲",
        "：首先，甲",
        "！①甲",
        "？（1）甲",
        "甲\n",
        "一是甲\n二是乙\n",
        "\t",
    ),
    *(
        "一、甲\n（一）乙\n1.丙\n（1）丁\n①戊\n一是己。二是庚。\n",
        "“”《》",
        "关于2024年",
        "存在的问题\n",
    ),
]


@pytest.mark.parametrize("pattern", PATTERNS)
def test_the_tree_is_parsed_in_time_for_any_pattern(pattern: str) -> None:
    def seconds(size: int) -> float:
        text = (pattern * size)[:size]
        begun = time.process_time()
        paragraphs_of(parse_outline(text, "a.txt"), "r")
        return time.process_time() - begun

    seconds(5_000)  # first use of the patterns
    short = seconds(15_000)
    assert short < 10
    long = seconds(120_000)  # eight times as long
    assert long < 2 or long < 24 * short, (short, long)


def test_starting_a_child_costs_little() -> None:
    code = "import sys, corpus.readers.child, corpus.readers; print(*sys.modules)"
    loaded = subprocess.check_output([sys.executable, "-c", code], text=True).split()
    assert "corpus.readers.sniff" in loaded
    assert not {"numpy", "lxml", "docx", "markdown_it", "pypdfium2", "logging"} & set(loaded)
