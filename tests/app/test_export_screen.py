"""A draft is taken away as a file, edited, and comes back as a proposal, in a real Chromium."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement

from tests.app.page import accept_all, all_of, open_page, picture, say, text_of, wait

ASK = "起草2024年上半年存在的问题，四条，重点写村集体经济和党员教育"
PLACED = "，已整改XX个"


@pytest.fixture
def drafted(browser: webdriver.Chrome, app_url: str, tmp_path: Path) -> webdriver.Chrome:
    browser.set_window_size(1366, 768)
    browser.execute_cdp_cmd(
        "Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(tmp_path)}
    )
    open_page(browser, app_url)
    say(browser, ASK)
    wait(browser).until(lambda b: len(all_of(b, ".paper .item")) == 4 and all_of(b, ".counts"))
    return browser


def opened_menu(browser: webdriver.Chrome) -> list[WebElement]:
    wait(browser).until(lambda b: all_of(b, "#word summary"))
    all_of(browser, "#word summary")[0].click()
    wait(browser).until(lambda b: all_of(b, "#word [data-form=clean]")[0].is_displayed())
    return all_of(browser, "#word [data-form]")


def take(browser: webdriver.Chrome, form: str, file: Path, option: str = "") -> bytes:
    """Choose the form, after a click on the `option` in the menu, and wait for the file."""
    file.unlink(missing_ok=True)
    opened_menu(browser)
    if option:
        all_of(browser, option)[0].click()
    all_of(browser, f"#word [data-form={form}]")[0].click()
    wait(browser).until(lambda _: file.exists() and file.stat().st_size)
    return file.read_bytes()


def bring_back(browser: webdriver.Chrome, file: Path) -> None:
    beside = "//*[@id='word-back']/preceding-sibling::input | //*[@id='word-back']//input"
    browser.find_element(By.XPATH, beside).send_keys(str(file))


def test_a_draft_goes_out_in_every_form_and_comes_back(
    drafted: webdriver.Chrome, tmp_path: Path
) -> None:
    forms = opened_menu(drafted)
    assert [f.get_attribute("data-form") for f in forms] == [
        "review",
        "clean",
        "evidence",
        "markdown",
    ]
    picture(drafted, "export-menu-1366")
    drafted.set_window_size(1920, 1080)
    picture(drafted, "export-menu-1920")
    drafted.set_window_size(1366, 768)
    all_of(drafted, "#chat")[0].click()
    wait(drafted).until(lambda b: not all_of(b, "#word [data-form=clean]")[0].is_displayed())

    name = "2024年上半年存在的问题"
    clean = take(drafted, "clean", tmp_path / f"{name}.docx")
    review = take(drafted, "review", tmp_path / f"{name}（送审稿）.docx")
    take(drafted, "evidence", tmp_path / f"{name}（引用核查表）.docx")
    assert "[^1]: 体例" in take(drafted, "markdown", tmp_path / f"{name}.md").decode()
    assert len(list(docx.Document(io.BytesIO(review)).comments)) > 4

    # Untouched it is no change; edited it is a proposal on the paper.
    bring_back(drafted, tmp_path / f"{name}.docx")
    wait(drafted).until(lambda b: "没有改动" in text_of(b, ".toast-body"))
    document = docx.Document(io.BytesIO(clean))
    run = document.paragraphs[2].runs[-1]
    run.text = run.text.removesuffix("。") + PLACED + "。"
    edited = tmp_path / "改过的.docx"
    document.save(str(edited))
    bring_back(drafted, edited)
    wait(drafted).until(lambda b: "从 Word 读回：改过的.docx" in text_of(b, ".proposal-bar"))
    assert PLACED in text_of(drafted, ".paper.inline ins")
    picture(drafted, "word-back-1366")
    accept_all(drafted)
    wait(drafted).until(lambda b: PLACED in text_of(b, ".paper") and not all_of(b, ".proposal"))

    # A placeholder keeps the clean file back; the page stays where it is.
    opened_menu(drafted)
    all_of(drafted, "#word [data-form=clean]")[0].click()
    wait(drafted).until(lambda b: "处待填写，不能出清稿" in text_of(b, ".toast-body"))
    picture(drafted, "export-refused-1366")
    marked = take(drafted, "clean", tmp_path / f"{name}.docx", "#word [data-yellow]")
    assert '<w:highlight w:val="yellow"/>' in docx.Document(io.BytesIO(marked)).element.xml
    # What has changed since the first version is tracked.
    options = [
        o.get_attribute("textContent") or "" for o in all_of(drafted, "#word [data-since] option")
    ]
    assert len(options) == 2
    assert "起草2024年上半年" in options[1]
    chosen = "#word [data-since] option:last-child"
    tracked = take(drafted, "review", tmp_path / f"{name}（送审稿）.docx", chosen)
    body = docx.Document(io.BytesIO(tracked)).element.xml
    assert "<w:ins " in body
    assert PLACED.partition("XX")[0] in body.partition("<w:ins ")[2].partition("</w:ins>")[0]
