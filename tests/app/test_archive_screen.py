"""Adding reports in the browser: look, put right, take in, stop, delete."""

from __future__ import annotations

import os
import shutil
import signal
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement

from corpus.archive import Archive
from corpus.embedding import EmbeddingModel
from corpus.query import Filter
from corpus.report import Role
from tests.app.conftest import copy_of, serve, stop
from tests.app.page import all_of, open_page, picture, text_of, wait

NAME = "档案工作小结.txt"
TEXT = """档案工作小结
一年来，档案工作有序推进，主要情况如下。
一、接收与利用
（一）抓好接收。完成接收任务。
（二）抓好利用。提供查档服务。
二、几点体会
一是库房条件有限。部分设备老化，更新不及时。
二是队伍力量薄弱。专业人员偏少，培训不够。
"""


@pytest.fixture
def home(sample_home: Path, bundled_folder: Path, tmp_path: Path) -> Path:
    return copy_of(sample_home, bundled_folder, tmp_path / "home")


@pytest.fixture
def url(home: Path) -> Iterator[str]:
    process, url = serve(home)
    yield url
    stop(process)


def open_archive(browser: webdriver.Chrome, url: str) -> None:
    open_page(browser, url)
    tabs = wait(browser).until(lambda b: all_of(b, "button[role=tab]"))
    next(tab for tab in tabs if tab.text == "资料库").click()
    wait(browser).until(lambda b: "共 20 份报告" in text_of(b, "#reports"))


def drop(browser: webdriver.Chrome, *files: Path) -> None:
    joined = "\n".join(str(file) for file in files)
    all_of(browser, "#upload input[type=file]")[0].send_keys(joined)
    wait(browser).until(lambda b: "份可以入库" in text_of(b, "#summary"))


def choose(browser: webdriver.Chrome, field: WebElement, words: str) -> None:
    """Pick from a drop-down list by typing."""
    field.click()
    field.send_keys(Keys.CONTROL, "a")
    field.send_keys(words)
    field.send_keys(Keys.ENTER)
    field.send_keys(Keys.TAB)


def test_what_was_recognised_is_put_right_and_then_taken_in(
    browser: webdriver.Chrome, url: str, home: Path, tmp_path: Path, embedding: EmbeddingModel
) -> None:
    (tmp_path / NAME).write_text(TEXT, encoding="utf-8")
    (tmp_path / "<b>空白.txt").write_text("\n", encoding="utf-8")
    (tmp_path / "密件.txt").write_text("机密★5年\n" + TEXT, encoding="utf-8")
    known = next(Path("corpus/samples").glob("*组织部2023年度*"))
    shutil.copy(known, tmp_path)
    open_archive(browser, url)
    drop(browser, *(tmp_path / n for n in (NAME, "<b>空白.txt", "密件.txt", known.name)))
    assert "1 份可以入库，1 份已在库中，2 份不能入库" in text_of(browser, "#summary")
    assert not all_of(browser, "#chosen b")
    wait(browser).until(lambda b: "几点体会" in text_of(b, "#detail"))
    picture(browser, "preview")
    refused = next(row for row in all_of(browser, "#chosen label") if "密件" in row.text)
    refused.click()
    wait(browser).until(lambda b: "机密" in text_of(b, "#standing"))
    picture(browser, "preview-refused")
    next(row for row in all_of(browser, "#chosen label") if "可入库" in row.text).click()
    wait(browser).until(lambda b: "几点体会" in text_of(b, "#detail"))
    for name, words in (
        ("title", "青岚县档案馆2023年度工作总结"),
        ("organisation", "青岚县档案馆"),
    ):
        field = wait(browser).until(partial(all_of, selector=f"#{name} textarea"))[0]
        field.send_keys(Keys.CONTROL, "a")
        field.send_keys(words)
    choose(browser, all_of(browser, "#period input")[0], "2023年度")
    choose(browser, all_of(browser, "#detail .section-row input")[-1], "存在的问题")
    picture(browser, "preview-corrected")
    all_of(browser, "#ingest")[0].click()
    wait(browser).until(lambda b: f"已入库\n{NAME}" in text_of(b, "#outcome"))
    wait(browser).until(lambda b: "青岚县档案馆2023年度工作总结" in text_of(b, "#reports"))
    picture(browser, "taken-in")
    with Archive.open(home, embedding, read_only=True) as archive:
        (report,) = [r for r in archive.reports() if r.organisation == "青岚县档案馆"]
        assert (report.title, report.period) == ("青岚县档案馆2023年度工作总结", "2023")
        wanted = Filter(roles=(Role.PROBLEMS,), organisations=("青岚县档案馆",))
        hits = archive.search("库房条件", wanted, 3, far=True).hits
        assert {hit.paragraph.report_id for hit in hits} == {report.id}
        assert any("库房条件有限" in hit.text for hit in hits)


@pytest.mark.skipif(os.name != "posix", reason="halts the server")
@pytest.mark.parametrize("then", ["take in", "look at another"])
def test_what_is_typed_while_the_server_is_busy_is_kept(
    browser: webdriver.Chrome, home: Path, tmp_path: Path, then: str
) -> None:
    (tmp_path / NAME).write_text(TEXT, encoding="utf-8")
    (tmp_path / "统计工作小结.txt").write_text(TEXT.replace("档案", "统计"), encoding="utf-8")
    process, url = serve(home)
    try:
        open_archive(browser, url)
        drop(browser, tmp_path / NAME, tmp_path / "统计工作小结.txt")
        field = wait(browser).until(lambda b: all_of(b, "#title textarea"))[0]
        field.send_keys(Keys.CONTROL, "a")
        process.send_signal(signal.SIGSTOP)
        for character in "青岚县档案馆工作总结":
            field.send_keys(character)
        if then == "look at another":
            all_of(browser, "#chosen label")[1].click()
        else:
            all_of(browser, "#ingest")[0].click()
        time.sleep(0.5)  # for the requests to be on their way
        process.send_signal(signal.SIGCONT)
        if then == "look at another":
            box = "#title textarea"
            wait(browser).until(lambda b: "统计" in str(all_of(b, box)[0].get_attribute("value")))
            all_of(browser, "#ingest")[0].click()
        wait(browser).until(lambda b: "2 / 2" in text_of(b, "#outcome"))
        wait(browser).until(lambda b: "共 22 份报告" in text_of(b, "#reports"))
        assert "青岚县档案馆工作总结" in text_of(browser, "#reports")
    finally:
        process.send_signal(signal.SIGCONT)
        stop(process)


def test_taking_in_can_be_stopped(
    browser: webdriver.Chrome, url: str, home: Path, tmp_path: Path, embedding: EmbeddingModel
) -> None:
    files = []
    for year in range(1990, 2006):
        body = "".join(
            f"（{n}）第{n}项工作{year}。" + f"抓好{year}年第{n}项任务的落实，" * 12 + "取得成效。\n"
            for n in "一二三四五六七八九"
        )
        files.append(tmp_path / f"青岚县水利局{year}年工作总结.txt")
        files[-1].write_text(
            f"青岚县水利局{year}年工作总结\n一、工作情况\n{body}", encoding="utf-8"
        )
    open_archive(browser, url)
    drop(browser, *files)
    wait(browser).until(lambda b: "16 份可以入库" in text_of(b, "#summary"))
    all_of(browser, "#ingest")[0].click()
    wait(browser).until(lambda b: "计算向量" in text_of(b, "#outcome"))
    picture(browser, "under-way")
    all_of(browser, "#cancel")[0].click()
    wait(browser).until(lambda b: "16 / 16" in text_of(b, "#outcome"))
    assert "已取消" in text_of(browser, "#outcome")
    stopped = sum(row.text.startswith("未入库") for row in all_of(browser, "#outcome li"))
    assert stopped > 0
    with Archive.open(home, embedding, read_only=True) as archive:
        assert archive.count()[0] == 20 + 16 - stopped
    assert len(list((home / "originals").iterdir())) == 20 + 16 - stopped


def test_a_report_is_deleted_for_good_after_a_question(
    browser: webdriver.Chrome, url: str, home: Path
) -> None:
    open_archive(browser, url)
    next(b for b in all_of(browser, "button.label-wrap") if "删除报告" in b.text).click()
    wait(browser).until(lambda b: all_of(b, "#doomed input")[0].is_displayed())
    choose(browser, all_of(browser, "#doomed input")[0], "青岚县纪委监委2022")
    all_of(browser, "#forget")[0].click()
    question = wait(browser).until(lambda b: b.switch_to.alert)
    assert "不能恢复" in question.text
    question.accept()
    wait(browser).until(lambda b: "共 19 份报告" in text_of(b, "#reports"))
    assert "青岚县纪委监委2022年度" not in text_of(browser, "#reports")
    picture(browser, "deleted")
    title = "青岚县纪委监委2022年度工作总结".encode()
    assert [f for f in home.rglob("*") if f.is_file() and title in f.read_bytes()] == []


def test_a_damaged_index_is_made_whole_behind_the_page(
    browser: webdriver.Chrome, home: Path
) -> None:
    shutil.rmtree(home / "chroma")
    process, url = serve(home)
    try:
        open_archive(browser, url)
        picture(browser, "damaged")

        def is_whole(_: object) -> bool:
            open_archive(browser, url)
            return not all_of(browser, ".problems")

        wait(browser).until(is_whole)  # made anew behind the page
    finally:
        stop(process)
