"""The `nigao` command as other programs call it."""

from __future__ import annotations

import json
import os
import re
import socket
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from assistant.cli import frame
from assistant.document import (
    Draft,
    DraftItem,
    Sentence,
    draft_to_json,
    fact_citation,
    with_sentence_ids,
)
from assistant.storage import Storage
from corpus.archive import Archive
from corpus.embedding import EmbeddingModel

REPORT = """青岚县文化馆2023年上半年工作总结

上半年，县文化馆认真落实上级部署，各项工作有序推进。现将有关情况总结如下。
一、主要工作情况
（一）抓实阵地建设。改造提升分馆3个，开放时间延长。
（二）抓实群众活动。举办展演12场，参与群众踊跃。
二、存在的问题
对照群众期待，还存在一些不足。一是阵地管理不够精细。个别分馆设施维护不及时，开放登记不完整。二是骨干力量仍然薄弱。村级文艺辅导员年龄偏大，后备人才培养不够。
三、下半年工作打算
下半年，我们将聚焦短板，提升服务水平。
一是进一步规范阵地管理。健全分馆巡查制度，完善设施维护台账。
二是进一步壮大骨干队伍。开展辅导员轮训，引导青年参与志愿服务。
"""


@pytest.fixture(scope="module")
def home(
    embedding: EmbeddingModel, bundled_folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    home = tmp_path_factory.mktemp("cli-home")
    (home / "models").mkdir()
    (home / "models" / bundled_folder.name).symlink_to(bundled_folder)
    return home


@pytest.fixture
def opened_home(home: Path, embedding: EmbeddingModel) -> Path:
    """A home whose archive is there, if empty."""
    Archive.open(home, embedding).close()
    return home


def nigao(*arguments: str | Path, home: Path, code: int = 0, **env: str) -> str:
    """Standard output of a run that must exit with `code`."""
    run = subprocess.run(
        [sys.executable, "-m", "app", *map(str, arguments), "--home", str(home)],
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, **env},
        check=False,
    )
    assert run.returncode == code, run.stderr
    return run.stdout if code != 2 else run.stderr


def as_json(*arguments: str | Path, home: Path, code: int = 0) -> Any:
    return json.loads(nigao(*arguments, "--json", home=home, code=code))


def test_the_whole_way_from_file_to_checked_draft(home: Path, tmp_path: Path) -> None:
    folder = tmp_path / "往年"
    folder.mkdir()
    (folder / "文化馆2023上半年.txt").write_text(REPORT, encoding="utf-8")
    (folder / "空.txt").write_text("  \n", encoding="utf-8")
    (folder / "坏.docx").write_bytes(b"PK\x03\x04nonsense")

    results = as_json("ingest", folder, home=home, code=1)
    outcomes = {r["file_name"]: r["outcome"] for r in results}
    assert outcomes == {"文化馆2023上半年.txt": "added", "空.txt": "refused", "坏.docx": "refused"}
    assert all(r["reason"] for r in results if r["outcome"] == "refused")
    again = as_json("ingest", folder / "文化馆2023上半年.txt", home=home)
    assert again[0]["outcome"] == "unchanged"

    (listed,) = as_json("reports", home=home)
    assert (listed["organisation"], listed["period"]) == ("青岚县文化馆", "2023H1")

    hits = as_json("search", "文艺辅导员", "--role", "problems", "-k", "3", home=home)
    assert hits[0]["role"] == "problems"
    assert "辅导员" in hits[0]["text"]
    assert {"paragraph_id", "report_id", "section_path", "start", "end", "score"} <= set(hits[0])

    target = tmp_path / "draft.json"
    facts = tmp_path / "facts.txt"
    facts.write_text("- 分馆还有2个没有改造\n", encoding="utf-8")
    arguments: list[str | Path] = [
        "draft",
        "--section",
        "problems",
        "--period",
        "2024H1",
        "--facts",
        facts,
    ]
    nigao(*arguments, "-o", target, home=home)
    draft = json.loads(target.read_text(encoding="utf-8"))
    assert {
        "id",
        "section",
        "period",
        "writer",
        "heading",
        "text",
        "lead",
        "items",
        "findings",
    } <= set(draft)
    assert "分馆还有2个没有改造" in draft["text"]
    for item in draft["items"]:
        for sentence in [item["heading"], *item["sentences"]]:
            for citation in sentence["citations"]:
                if citation["report_id"] != "facts":
                    assert REPORT[citation["start"] : citation["end"]] == citation["quote"]

    assert as_json("check", target, home=home)["findings"] == draft["findings"]
    assert "阵地管理不够精细" in draft["text"]
    storage = Storage(home / "drafts.db")
    storage.turn_house_term("精细", "细致", on=True)
    storage.close()
    worded = as_json(*arguments, home=home)
    assert "阵地管理不够细致" in worded["text"]
    assert "已按本单位用语改：“精细”→“细致”1处" in worded["notices"]
    broken = target.read_text(encoding="utf-8").replace('"sha256": "', '"sha256": "0', 1)
    target.write_text(broken, encoding="utf-8")
    findings = as_json("check", target, home=home, code=1)["findings"]
    assert findings[0]["kind"] == "source_changed"

    forgotten = as_json("forget", listed["id"], home=home)
    assert forgotten["forgotten"] == listed["id"]
    assert as_json("reports", home=home) == []


def test_outline_prints_the_tree(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "报告.txt"
    file.write_text(REPORT, encoding="gb18030")
    tree = as_json("outline", file, home=home)
    assert [s["role"] for s in tree["sections"]] == ["lead", "achievements", "problems", "plan"]
    problems = tree["sections"][2]
    assert [i["marker"] for i in problems["items"]] == ["一是", "二是"]
    lead = problems["lead"]
    assert tree["text"][lead["start"] : lead["end"]] == "对照群众期待，还存在一些不足。"


def test_understand_prints_the_brief(home: Path) -> None:
    brief = as_json("understand", "起草2024年上半年存在的问题，三条，重点写阵地管理", home=home)
    assert brief["action"] == "draft"
    assert (brief["section"], brief["period"], brief["items"]) == ("problems", "2024H1", 3)
    assert brief["themes"] == ["阵地管理"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["draft", "--section", "plan", "--period", "2024H3"], "2024H1"),
        (["draft", "--section", "speech", "--period", "2024H1"], "problems"),
        (["draft", "--section", "plan", "--period", "2024H1", "--writer", "model"], "NIGAO_MODEL"),
        (["search", "x", "--role", "nothing"], "problems"),
        (["check", "missing.json"], "missing.json"),
        (["forget", "nothing"], "没有编号"),
        (["serve", "--host", "0.0.0.0"], "本机"),
        (["outline", "missing.txt"], "missing.txt"),
    ],
)
def test_wrong_usage_says_what_to_do_and_exits_with_2(
    home: Path, arguments: list[str], said: str
) -> None:
    said_by_command = nigao(*arguments, home=home, code=2)
    assert said in said_by_command
    assert "Traceback" not in said_by_command


@pytest.fixture
def draft_file(tmp_path: Path) -> Path:
    sentence = Sentence("", "薄弱村还有12个。", (fact_citation(1, "薄弱村还有12个", 0, 8),))
    draft = Draft(
        "d1", "problems", "2024H1", "precedent", "青岚县委", "存在的问题", "一是", (),
        (DraftItem("一是", "村集体经济", sentence, ()),), facts=("薄弱村还有12个",),
    )  # fmt: skip
    file = tmp_path / "draft.json"
    content = json.dumps(draft_to_json(with_sentence_ids(draft)), ensure_ascii=False)
    file.write_text(content, encoding="utf-8")
    return file


def test_a_draft_is_checked_for_another_period(opened_home: Path, draft_file: Path) -> None:
    assert as_json("check", draft_file, "--period", "2025", home=opened_home)["draft_id"] == "d1"
    said = nigao("check", draft_file, "--period", "2024年", home=opened_home, code=2)
    assert "期间写法应为" in said
    assert "Traceback" not in said


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('"2024H1"', '"2024年"'),
        ('"2024H1"', '""'),
        ('"facts:1"', '"facts:x"'),
        ('"facts:1"', '"facts"'),
        ('"problems"', '"speech"'),
        ("{", ""),
    ],
)
def test_a_draft_file_spoilt_by_hand_is_refused(
    opened_home: Path, draft_file: Path, before: str, after: str
) -> None:
    assert as_json("check", draft_file, home=opened_home)["findings"] == []
    content = draft_file.read_text(encoding="utf-8")
    draft_file.write_text(content.replace(before, after, 1), encoding="utf-8")
    said = nigao("check", draft_file, home=opened_home, code=2)
    assert said == "错误：draft.json 不是拟稿的稿件文件（nigao draft -o 写出的 JSON）\n"


def test_a_folder_of_departments_is_read_whole(home: Path, tmp_path: Path) -> None:
    folder = tmp_path / "往年"
    for department in ("宣传部", "组织部"):
        (folder / department).mkdir(parents=True)
        text = REPORT.replace("分馆3个", f"{department}分馆3个")
        (folder / department / "总结.txt").write_text(text, encoding="utf-8")
    (folder / "旧.doc").write_bytes(bytes.fromhex("d0cf11e0a1b11ae1"))
    (folder / "图.jpg").write_bytes(b"x")
    results = as_json("ingest", folder, tmp_path / "无.txt", home=home, code=1)
    assert [(r["file_name"], r["outcome"]) for r in results] == [
        ("宣传部/总结.txt", "added"), ("旧.doc", "refused"), ("组织部/总结.txt", "added"),
        ("无.txt", "refused"),
    ]  # fmt: skip
    assert results[1]["reason"]
    assert results[3]["reason"] == "文件不存在"
    for result in (results[0], results[2]):
        nigao("forget", result["report_id"], home=home)


# --- serving ----------------------------------------------------------------------------------


def test_an_occupied_port_is_one_clear_line(home: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        said = nigao("serve", "--port", port, home=home, code=2)
    assert said == f"错误：端口 {port} 已被占用，请用 --port 换一个\n"


def test_the_address_that_is_printed_answers(home: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "app", "serve", "--port", "0", "--home", str(home)],
        stderr=subprocess.PIPE,
        text=True,
    )
    with process:
        assert process.stderr is not None
        try:
            line = process.stderr.readline()
            address = re.search(r"拟稿已打开：http://127\.0\.0\.1:(\d+)　", line)
            assert address, line
            with socket.create_connection(("127.0.0.1", int(address[1])), timeout=30) as client:
                host = f"127.0.0.1:{address[1]}"
                client.sendall(f"GET /word?c=x HTTP/1.0\r\nHost: {host}\r\n\r\n".encode())
                assert client.recv(12) == b"HTTP/1.1 404"
        finally:
            process.terminate()


def test_any_text_is_checked_without_an_archive(tmp_path: Path) -> None:
    report = tmp_path / "总结.txt"
    report.write_text(REPORT.replace("3个", "3-5个").replace("（二）", "(二)"), encoding="utf-8")
    checked = as_json("check", report, home=tmp_path / "none")
    assert (checked["title"], checked["period"]) == ("青岚县文化馆2023年上半年工作总结", "2023H1")
    found = {f["rule"]: f for f in checked["findings"]}
    assert {"numbering.bracket", "punct.range"} <= set(found)
    bracket = found["numbering.bracket"]
    assert (bracket["line"], bracket["quote"], bracket["fix"]) == (6, "(二)", "（二）")
    assert report.read_text(encoding="utf-8")[bracket["start"] : bracket["end"]] == "(二)"
    assert not (tmp_path / "none").exists()
    said = nigao("check", report, "--period", "2024H1", home=tmp_path / "none")
    assert "GB/T 9704-2012" in said
    report.write_text(REPORT.replace("开放时间", "“开放时间"), encoding="utf-8")
    assert "error" in nigao("check", report, home=tmp_path / "none", code=1)
    assert "2024X" in nigao("check", report, "--period", "2024X", home=tmp_path / "none", code=2)
    assert "文件不存在" in nigao("check", tmp_path / "x.txt", home=tmp_path, code=2)


# --- what nobody foresaw ----------------------------------------------------------------------


def test_an_unforeseen_error_is_one_line_with_a_number(tmp_path: Path, home: Path) -> None:
    own = tmp_path / "home"
    own.mkdir()
    (own / "models").symlink_to(home / "models")
    report = tmp_path / "总结.txt"
    report.write_text(REPORT, encoding="utf-8")
    nigao("ingest", report, home=own)
    with closing(sqlite3.connect(own / "catalogue.db")) as db:
        db.execute("UPDATE reports SET period = 'x'")
        db.commit()
    said = nigao("reports", home=own, code=2)
    (line,) = said.splitlines()
    number = re.search(r"编号 ([0-9a-f]{6})，", line)
    assert number
    assert str(own / "nigao.log") in line
    log = (own / "nigao.log").read_text(encoding="utf-8")
    assert f"编号 {number[1]}\nTraceback" in log
    assert "ValueError" in log


def test_without_a_home_the_traceback_goes_to_stderr(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    def fail(**_: object) -> None:
        raise KeyError("unforeseen")

    monkeypatch.setattr(frame, "commands", fail)
    for home in (None, tmp_path / "missing"):
        monkeypatch.setattr(frame, "_home", home)
        with pytest.raises(SystemExit) as caught:
            frame.run()
        assert caught.value.code == 2
        said = capsys.readouterr().err
        assert "KeyError: 'unforeseen'" in said
        assert re.search("编号 [0-9a-f]{6}，详情见以上输出", said)
    assert list(tmp_path.iterdir()) == []


def test_an_empty_archive_says_how_to_fill_it(tmp_path: Path) -> None:
    assert "nigao ingest" in nigao("search", "工作", home=tmp_path, code=2)


def test_an_unknown_setting_is_named(home: Path) -> None:
    assert "NIGAO_MODLE" in nigao("reports", home=home, code=2, NIGAO_MODLE="x")


def test_a_second_process_gets_one_clear_line(home: Path, embedding: EmbeddingModel) -> None:
    with Archive.open(home, embedding):
        said = nigao("ingest", "whatever.txt", home=home, code=2)
    assert "正被另一个拟稿程序使用" in said
    assert len(said.strip().splitlines()) == 1
