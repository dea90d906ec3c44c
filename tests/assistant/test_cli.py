"""The `nigao` command as other programs call it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

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


def test_an_empty_archive_says_how_to_fill_it(tmp_path: Path) -> None:
    assert "nigao ingest" in nigao("search", "工作", home=tmp_path, code=2)


def test_an_unknown_setting_is_named(home: Path) -> None:
    assert "NIGAO_MODLE" in nigao("reports", home=home, code=2, NIGAO_MODLE="x")


def test_a_second_process_gets_one_clear_line(home: Path, embedding: EmbeddingModel) -> None:
    with Archive.open(home, embedding):
        said = nigao("ingest", "whatever.txt", home=home, code=2)
    assert "正被另一个拟稿程序使用" in said
    assert len(said.strip().splitlines()) == 1
