"""`nigao export` and `nigao import` as other programs call them."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import docx
import pytest

from assistant.document import Draft, DraftItem, Sentence, draft_to_json, with_sentence_ids
from corpus.archive import Archive
from corpus.embedding import EmbeddingModel
from corpus.readers import read


@pytest.fixture(scope="module")
def home(
    embedding: EmbeddingModel, bundled_folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    home = tmp_path_factory.mktemp("exporting-home")
    (home / "models").mkdir()
    (home / "models" / bundled_folder.name).symlink_to(bundled_folder)
    Archive.open(home, embedding).close()
    return home


def written(folder: Path, name: str, draft: Draft) -> Path:
    path = folder / name
    path.write_text(json.dumps(draft_to_json(with_sentence_ids(draft))), encoding="utf-8")
    return path


PROBLEMS = Draft(
    "d", "problems", "2024H1", "precedent", "县委", "存在的问题", "一是", (),
    (DraftItem("一是", "作风", Sentence("", "作风不实。"), (Sentence("", "办法不多，还有XX个村没有销号。"),)),),
)  # fmt: skip
PLAN = replace(
    PROBLEMS, id="e", section="plan", heading="下半年工作打算",
    items=(DraftItem("一是", "作风", Sentence("", "改进作风。"), (Sentence("", "抓好整改。"),)),),
)  # fmt: skip


def nigao(*arguments: str | Path, home: Path, code: int = 0) -> tuple[str, str]:
    run = subprocess.run(
        [sys.executable, "-m", "app", *map(str, arguments), "--home", str(home)],
        capture_output=True, text=True, timeout=120, env=os.environ, check=False,
    )  # fmt: skip
    assert run.returncode == code, run.stderr
    return run.stdout, run.stderr


def test_both_sections_go_out_and_one_comes_back(home: Path, tmp_path: Path) -> None:
    problems, plan = written(tmp_path, "p.json", PROBLEMS), written(tmp_path, "q.json", PLAN)
    out = tmp_path / "报告.docx"
    _, told = nigao("export", problems, "-o", out, home=home, code=2)
    assert "还有 1 处待填写，不能出清稿：第一条第1句“XX”" in told
    assert not out.exists()
    nigao(
        "export", plan, problems, "-o", out, "--allow-placeholders", "--title", "党建工作总结",
        "--profile", "windows", home=home,
    )  # fmt: skip
    lines = read(out.read_bytes(), out.name).text.split("\n")
    assert [line for line in lines if line] == [
        "党建工作总结", "一、存在的问题", "一是作风不实。办法不多，还有XX个村没有销号。",
        "二、下半年工作打算", "一是改进作风。抓好整改。",
    ]  # fmt: skip

    document = docx.Document(io.BytesIO(out.read_bytes()))
    document.paragraphs[-1].runs[-1].text = "抓实抓好整改。"
    document.save(str(out))
    result, _ = nigao("import", plan, out, "-o", tmp_path / "new.json", "--json", home=home)
    answer = json.loads(result)
    assert [(c["kind"], c["before"], c["after"]) for c in answer["changes"]] == [
        ("replace", "抓好整改。", "抓实抓好整改。")
    ]
    new = json.loads((tmp_path / "new.json").read_text(encoding="utf-8"))
    assert (
        new["text"] == answer["draft"]["text"] == "下半年工作打算\n\n一是改进作风。抓实抓好整改。"
    )
    _, told = nigao("import", problems, out, home=home)
    assert "与稿件一致，没有改动" in told


def test_wrong_usage_is_said(home: Path, tmp_path: Path) -> None:
    problems = written(tmp_path, "p.json", PROBLEMS)
    template = tmp_path / "模板.docx"
    template.write_bytes(b"no zip")
    for arguments, said in (
        (["-o", "a.pdf"], "应以 .docx 或 .md 结尾"),
        (["-o", "a.docx", "--form", "final"], "form 可用"),
        (["-o", "a.docx", "--profile", "mac"], "profile 可用"),
        (["-o", "a.docx", "--since", str(problems)], "--form review"),
        (["-o", "a.docx", "--template", str(template)], "不是能打开的 Word 文档"),
        ([str(problems), "-o", "a.docx"], "同一部分"),
    ):
        _, told = nigao("export", problems, *arguments, home=home, code=2)
        assert said in told.replace("\n│ ", "").replace("│", ""), (arguments, told)
