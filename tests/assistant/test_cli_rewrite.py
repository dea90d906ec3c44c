"""`nigao rewrite` as other programs call it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from assistant.document import Draft, DraftItem, Sentence, draft_to_json, with_sentence_ids
from assistant.storage import Storage
from corpus.archive import Archive
from corpus.embedding import EmbeddingModel


@pytest.fixture(scope="module")
def home(
    embedding: EmbeddingModel, bundled_folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    home = tmp_path_factory.mktemp("rewrite-home")
    (home / "models").mkdir()
    (home / "models" / bundled_folder.name).symlink_to(bundled_folder)
    Archive.open(home, embedding).close()
    return home


@pytest.fixture(scope="module")
def file(home: Path) -> Path:
    items = (
        DraftItem("一是", "作风", Sentence("", "作风不实。"),
                  (Sentence("", "老百姓意见不少，办法不多。"), Sentence("", "必须抓紧改。"))),
        DraftItem("二是", "学习", Sentence("", "学习不深。"), (Sentence("", "学得太少。"),)),
    )  # fmt: skip
    made = Draft("d", "problems", "2024H1", "precedent", "县委", "存在的问题", "一是", (), items)
    path = home / "draft.json"
    path.write_text(json.dumps(draft_to_json(with_sentence_ids(made))), encoding="utf-8")
    return path


def nigao(*arguments: str | Path, home: Path, code: int = 0) -> str:
    run = subprocess.run(
        [sys.executable, "-m", "app", "rewrite", *map(str, arguments), "--home", str(home)],
        capture_output=True,
        text=True,
        timeout=120,
        env=os.environ,
        check=False,
    )
    assert run.returncode == code, run.stderr
    return run.stdout if code != 2 else run.stderr


def as_json(*arguments: str | Path, home: Path) -> Any:
    return json.loads(nigao(*arguments, "--json", home=home))


def test_a_proposal_and_what_is_accepted_of_it(home: Path, file: Path, tmp_path: Path) -> None:
    given = as_json(file, "全文更正式一些", home=home)
    assert given["operation"] == "formal"
    first, second = given["changes"]
    assert (first["kind"], first["sentence_id"]) == ("replace", "1.1")
    assert (first["before"], first["after"]) == (
        "老百姓意见不少，办法不多。", "群众意见不少，办法不多。",
    )  # fmt: skip
    assert given["draft"]["items"][1]["sentences"][0]["text"] == "学得偏少。"
    assert "老百姓" in file.read_text(encoding="utf-8").encode().decode("unicode_escape")

    out = tmp_path / "new.json"
    nigao(file, "全文更正式一些", "--accept", second["id"], "-o", out, home=home)
    written = json.loads(out.read_text(encoding="utf-8"))
    assert written["items"][0]["sentences"][0]["text"] == "老百姓意见不少，办法不多。"
    assert written["items"][1]["sentences"][0]["text"] == "学得偏少。"
    nigao(file, "全文更正式一些", "--accept", "all", "-o", out, home=home)
    assert "老百姓" not in json.loads(out.read_text(encoding="utf-8"))["text"]


def test_house_terms_that_are_on_are_used(
    home: Path, file: Path, tmp_path: Path, bundled_folder: Path
) -> None:
    assert not (home / "drafts.db").exists()  # and no command has made it
    office = tmp_path / "office"
    (office / "models").mkdir(parents=True)
    (office / "models" / bundled_folder.name).symlink_to(bundled_folder)
    shutil.copy(home / "catalogue.db", office)
    storage = Storage(office / "drafts.db")
    storage.turn_house_term("群众", "人民群众", on=True)
    storage.turn_house_term("办法", "举措", on=True)  # not in words that were there before
    storage.close()
    given = as_json(file, "全文更正式一些", home=office)
    assert given["changes"][0]["after"] == "人民群众意见不少，办法不多。"
    assert given["notices"][-1:] == ["已按本单位用语改：“群众”→“人民群众”1处"]


def test_an_item_and_a_sentence_can_be_named(home: Path, file: Path) -> None:
    item = as_json(file, "更正式", "--item", "2", home=home)
    assert [c["sentence_id"] for c in item["changes"]] == ["2.1"]
    sentence = as_json(file, "把“必须”换成“应当”", "--sentence", "1.2", home=home)
    assert [(c["sentence_id"], c["tick"]) for c in sentence["changes"]] == [
        ("1.2", "语气变化：必须 → 应当")
    ]
    assert "1.2" in nigao(file, "删掉", "--sentence", "1.2", home=home)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["写成一首诗"], "没有配置语言模型"),
        (["删掉", "--sentence", "9.9"], "没有“9.9”这一句"),
        (["更正式", "--item", "9"], "没有第9条"),
        (["更正式", "--accept", "c9"], "没有编号为 c9 的修改"),
        (["更正式", "-o", "x.json"], "--accept"),
    ],
)
def test_what_cannot_be_done(home: Path, file: Path, arguments: list[str], words: str) -> None:
    assert words in nigao(file, *arguments, home=home, code=2)


def test_a_section_from_elsewhere_is_rewritten(home: Path, tmp_path: Path) -> None:
    from docx import Document

    document = Document()
    for line in (
        "2024年工作打算",
        "（一）抓学习。学深学透，入脑入心。",
        "（二）抓作风。少开会，多下村。",
    ):
        document.add_paragraph(line)
    word, text = tmp_path / "稿.docx", tmp_path / "稿.txt"
    document.save(str(word))
    text.write_text(
        "存在的问题\n一是作风不实。办法不多。\n二是学习不深。学得太少。", encoding="gbk"
    )
    made = as_json(word, "删掉第一条", home=home)
    assert (made["draft"]["section"], made["draft"]["period"]) == ("plan", "2023")
    assert [i["heading"]["text"] for i in made["draft"]["items"]] == ["抓作风。"]
    made = as_json(text, "把“办法”换成“招数”", "--period", "2024H1", home=home)
    assert (made["draft"]["section"], made["draft"]["period"]) == ("problems", "2024H1")
    assert [c["after"] for c in made["changes"]] == ["招数不多。"]
    assert "--section" in nigao(text, "删掉第一条", "--section", "没有", home=home, code=2)
    assert "文件里没有文字" in nigao(_blank(tmp_path), "删掉第一条", home=home, code=2)


def _blank(folder: Path) -> Path:
    path = folder / "空.txt"
    path.write_text("\n", encoding="utf-8")
    return path
