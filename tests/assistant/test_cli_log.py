"""`nigao log` as an auditor calls it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.storage import Storage
from assistant.storage.sign_log import LOG_NAME
from tests.assistant.test_signing import drafted, sign


@pytest.fixture(scope="module")
def signed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("log-home")
    storage = Storage(home / "drafts.db")
    conversation = drafted(storage)
    sign(storage, conversation)
    storage.reopen(conversation, "problems", "李主任", "数字有误")
    storage.close()
    return home


def nigao(*arguments: str, home: Path) -> tuple[int, str, str]:
    run = subprocess.run(
        [sys.executable, "-m", "app", "log", *arguments, "--home", str(home)],
        capture_output=True,
        text=True,
        timeout=120,
        env=os.environ,
        check=False,
    )
    return run.returncode, run.stdout, run.stderr


def test_a_whole_log_is_listed_verified_and_exported(signed: Path, tmp_path: Path) -> None:
    code, out, _ = nigao("list", home=signed)
    assert code == 0
    first, second = out.splitlines()
    assert "王核稿　定稿" in first
    assert "李主任　重新打开" in second
    code, out, _ = nigao("verify", "--json", home=signed)
    found = json.loads(out)
    assert (code, found["whole"], found["records"]) == (0, True, 2)
    code, out, _ = nigao("verify", "--head", found["head"], home=signed)
    assert (code, "日志完整，共 2 条" in out) == (0, True)
    code, out, _ = nigao("verify", "--head", "0" * 64, home=signed)
    assert (code, "日志里没有哈希为" in out) == (1, True)
    target = tmp_path / "log.jsonl"
    code, _, said = nigao("export", "-o", str(target), home=signed)
    assert (code, "共 2 条" in said) == (0, True)
    assert target.read_bytes() == (signed / LOG_NAME).read_bytes()


def test_the_first_bad_record_is_named(signed: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(signed, home)
    data = (home / LOG_NAME).read_bytes()
    (home / LOG_NAME).write_bytes(data.replace("李主任".encode(), "李主席".encode()))
    code, out, _ = nigao("verify", home=home)
    assert code == 1
    assert "日志不完整：日志文件的第 2 条记录" in out
    assert "此前 1 条完好" in out


def test_without_drafts_there_is_no_log(tmp_path: Path) -> None:
    code, _, said = nigao("verify", home=tmp_path)
    assert code == 2
    assert "没有稿件库" in said
    assert not (tmp_path / "drafts.db").exists()
