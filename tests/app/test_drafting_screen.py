"""Planning, supplying facts, and checking on the drafting screen, in a real Chromium."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement

from assistant.document import Sentence, with_sentence_ids
from assistant.storage import Storage
from tests.app.conftest import copy_of, serve, stop
from tests.app.page import all_of, in_view, open_page, picture, say, text_of, wait
from tests.assistant.model_endpoint import serving, silent_before_the_first_token

BOTH = "起草2024年上半年存在的问题和下半年工作打算，各四条"


def click(browser: webdriver.Chrome, selector: str, place: int = 0) -> None:
    wait(browser).until(lambda b: all_of(b, selector)[place].is_displayed())
    all_of(browser, selector)[place].click()


def side(browser: webdriver.Chrome) -> str:
    return text_of(browser, "#side button[role=tab][aria-selected=true]")


def themes(browser: webdriver.Chrome) -> list[str]:
    return [str(e.get_attribute("data-theme")) for e in all_of(browser, "#outline .theme")]


def theme(browser: webdriver.Chrome, name: str) -> WebElement:
    return next(e for e in all_of(browser, ".theme") if e.get_attribute("data-theme") == name)


def press(browser: webdriver.Chrome, name: str, deed: str) -> None:
    theme(browser, name).find_element(By.CSS_SELECTOR, f"[data-do={deed}]").click()


@contextmanager
def redrawn(browser: webdriver.Chrome) -> Iterator[None]:
    """What is done inside changes the panel, which is then drawn anew from what was stored."""
    browser.execute_script("document.querySelector('.outlines').dataset.old = 'yes'")
    yield
    wait(browser).until(lambda b: all_of(b, ".outlines:not([data-old])"))


def written(browser: webdriver.Chrome, count: int) -> list[str]:
    """The items of the draft when its turn is over."""
    wait(browser).until(
        lambda b: (
            len(all_of(b, ".paper .item")) == count
            and all_of(b, ".counts")
            and all_of(b, ".says:not(.answers)")
        )
    )
    return [item.text for item in all_of(browser, ".paper .item")]


def test_a_question_is_answered_with_a_click(browser: webdriver.Chrome, app_url: str) -> None:
    open_page(browser, app_url)
    assert not all_of(browser, ".says")
    say(browser, "写一份2024年上半年的材料，三条")
    wait(browser).until(lambda b: len(all_of(b, ".says.answers button")) == 2)
    picture(browser, "question")
    browser.refresh()
    wait(browser).until(lambda b: len(all_of(b, ".says.answers button")) == 2)
    answer = all_of(browser, ".says.answers button")[0].text
    click(browser, ".says.answers button")
    written(browser, 3)
    assert answer in text_of(browser, "#chat")
    assert not all_of(browser, ".says.answers")
    assert "第一条换一种写法" in text_of(browser, ".says")
    assert not all_of(browser, "#stop")
    assert side(browser) == "出处"


def test_both_sections_are_turned_like_pages(browser: webdriver.Chrome, app_url: str) -> None:
    open_page(browser, app_url)
    say(browser, BOTH)
    wait(browser).until(lambda b: len(all_of(b, ".section-tabs button")) == 2)
    plan = written(browser, 4)
    assert text_of(browser, ".section-tabs [aria-selected=true]") == "下半年工作打算"
    click(browser, ".section-tabs button")
    wait(browser).until(lambda b: text_of(b, ".paper h2") == "存在的问题")
    assert text_of(browser, ".section-tabs [aria-selected=true]") == "存在的问题"
    problems = written(browser, 4)
    assert not set(problems) & set(plan)

    click(browser, ".counts [data-do=style]")
    wait(browser).until(lambda b: all_of(b, ".fit")[0].is_displayed())
    assert side(browser) == "文风"
    assert all_of(browser, ".style-panel .house-style dl")
    picture(browser, "style")
    marker = all_of(browser, ".cite")[0]
    marker.click()
    wait(browser).until(lambda b: side(b) == "出处" and all_of(b, ".source.lit")[0].is_displayed())
    click(browser, ".section-tabs button", 1)
    wait(browser).until(lambda b: text_of(b, ".paper h2") == "下半年工作打算")
    assert written(browser, 4) == plan


def test_the_draft_follows_the_outline_as_it_was_arranged(
    browser: webdriver.Chrome, app_url: str
) -> None:
    open_page(browser, app_url)
    click(browser, "#outline-first input")
    say(browser, "2024年下半年工作打算，五条")
    wait(browser).until(lambda b: len(themes(b)) == 5 and side(b) == "提纲")
    assert not all_of(browser, ".paper .item")
    assert "提纲已列好" in text_of(browser, "#paper")
    assert not all_of(browser, "#outline-first input:checked")
    picture(browser, "outline")
    first, second, third, fourth, fifth = themes(browser)

    with redrawn(browser):
        press(browser, third, "up")
        assert themes(browser) == [first, third, second, fourth, fifth]  # at once
    with redrawn(browser):  # the focus went along
        focused = browser.switch_to.active_element
        assert focused.get_attribute("aria-label") == f"上移：{third}"
        focused.send_keys(Keys.ENTER)
    assert themes(browser) == [third, first, second, fourth, fifth]
    with redrawn(browser):
        press(browser, second, "drop")
    for name in (third, fourth):
        with redrawn(browser):
            press(browser, name, "keep")
    pressed = all_of(browser, ".theme [aria-pressed=true]")
    assert [e.get_attribute("aria-label") for e in pressed] == [f"固定：{third}", f"固定：{fourth}"]
    with redrawn(browser):
        click(browser, "[data-do=others]")
    changed = themes(browser)
    assert len(changed) == 4
    assert [name for name in changed if name in (third, first, fourth, fifth)] == [third, fourth]

    with redrawn(browser):
        all_of(browser, ".growing input")[0].send_keys("党管武装", Keys.ENTER)
    assert "党管武装" in themes(browser)
    arranged = themes(browser)
    browser.refresh()
    wait(browser).until(lambda b: themes(b) == arranged and side(b) == "提纲")
    picture(browser, "outline-arranged")

    click(browser, ".outlines .primary")
    items = written(browser, 5)
    wait(browser).until(lambda b: side(b) == "出处")
    for item, name in zip(items, arranged, strict=True):
        heading = item.partition("。")[0]
        assert any(name[n : n + 2] in heading for n in range(len(name) - 1)), (name, heading)


def test_files_of_facts_go_along_with_an_order(
    browser: webdriver.Chrome, app_url: str, tmp_path: Path
) -> None:
    table, broken = tmp_path / "数据.csv", tmp_path / "坏.xlsx"
    table.write_text("指标,数量,单位\n薄弱村,12,个\n培训党员,3200,人次\n", encoding="utf-8")
    broken.write_bytes(b"PK\x03\x04 no archive")
    open_page(browser, app_url)
    all_of(browser, "input[type=file]")[0].send_keys(f"{table}\n{broken}")
    wait(browser).until(lambda b: len(all_of(b, "#facts-list label")) == 2)
    assert "没有读入“坏.xlsx”" in text_of(browser, "#facts-told")
    assert "勾选的 2 条" in text_of(browser, "#facts")
    picture(browser, "facts")
    click(browser, "#facts-list label", 1)
    wait(browser).until(lambda b: "素材 2 条，勾选的 1 条" in text_of(b, "#facts"))
    say(browser, "起草2024年上半年存在的问题，三条，重点写村集体经济和党员教育")
    written(browser, 3)
    paper = text_of(browser, ".paper")
    assert "薄弱村12个" in paper.replace("〔素材1〕", "")
    assert "3200" not in paper
    assert [e.text for e in all_of(browser, ".cite.fact")] == ["〔素材1〕"]
    assert "薄弱村12个" in text_of(browser, ".source .fact + .title, .source blockquote")


@pytest.fixture
def doubtful(browser: webdriver.Chrome, app_url: str, app_home: Path) -> webdriver.Chrome:
    """A draft with two clauses added that rest on nothing, and a figure nobody supplied."""
    open_page(browser, app_url)
    say(browser, "起草2024年上半年存在的问题，四条")
    written(browser, 4)
    storage = Storage(app_home / "drafts.db")
    made = storage.current(browser.current_url.partition("c=")[2])
    assert made is not None
    items = [
        replace(
            item,
            sentences=(
                replace(
                    item.sentences[0], text=f"{item.sentences[0].text[:-1]}，牧场网箱不断减少。"
                ),
                *item.sentences[1:],
            ),
        )
        if n in (0, 3)
        else item
        for n, item in enumerate(made.items)
    ]
    items[1] = replace(items[1], sentences=(Sentence("", "全年建成网箱35个。"),))
    opened = storage.new_conversation()
    storage.save(opened, with_sentence_ids(replace(made, items=tuple(items))), "起草")
    storage.close()
    browser.get(f"{app_url}/?c={opened}")
    written(browser, 4)
    return browser


def test_doubtful_sentences_are_drawn_and_stepped_through(doubtful: webdriver.Chrome) -> None:
    spots = [e.text for e in all_of(doubtful, ".paper .spot.partial")]
    assert [s.strip("，。") for s in spots] == ["牧场网箱不断减少"] * 2
    assert "部分支持 2" in text_of(doubtful, ".counts")
    picture(doubtful, "doubtful")
    for number, place in ((1, "s-1.1"), (2, "s-4.1"), (1, "s-1.1")):
        click(doubtful, ".counts [data-mark=partial]")
        (here,) = all_of(doubtful, ".sentence.here")
        assert here.get_attribute("id") == place
        assert f"第 {number} / 2 句" in text_of(doubtful, ".told")
        assert "没有标注出处" in text_of(doubtful, ".told")
        wait(doubtful).until(lambda b: in_view(b, all_of(b, ".sentence.here")[0], ".paper"))
    click(doubtful, ".counts [data-mark=unsupported]")
    (here,) = all_of(doubtful, ".sentence.here")
    assert here.text == "全年建成网箱35个。"
    assert here.get_attribute("tabindex") == "0"
    picture(doubtful, "stepped")
    finding = next(b for b in all_of(doubtful, ".findings button") if "35" in b.text)
    finding.click()
    assert all_of(doubtful, ".sentence.here")[0].get_attribute("id") == "s-2.1"


def test_what_a_browser_makes_up_changes_no_outline(
    browser: webdriver.Chrome, app_url: str
) -> None:
    open_page(browser, app_url)
    say(browser, "先列提纲：2024年上半年存在的问题，三条")
    wait(browser).until(lambda b: len(themes(b)) == 3)
    before = themes(browser)
    browser.execute_script("window.nigaoOutline({do: 'arrange', section: 'problems', themes: []})")
    wait(browser).until(lambda b: "没有看懂这次点击" in text_of(b, "body"))
    browser.execute_script("window.nigaoSection('lead')")
    wait(browser).until(lambda b: text_of(b, "body").count("没有看懂这次点击") >= 2)
    assert themes(browser) == before
    assert not all_of(browser, ".paper .item")


def test_a_turn_that_takes_long_can_be_stopped(
    browser: webdriver.Chrome,
    sample_home: Path,
    bundled_folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with serving() as model:
        model.answer = lambda asked: silent_before_the_first_token
        monkeypatch.setenv("NIGAO_MODEL", "openai:silent")
        monkeypatch.setenv("NIGAO_MODEL_BASE_URL", model.url)
        monkeypatch.setenv("NIGAO_MODEL_API_KEY", "none")
        process, url = serve(copy_of(sample_home, bundled_folder, tmp_path / "home"))
        try:
            open_page(browser, url)
            box = all_of(browser, "#message textarea")[0]
            box.send_keys("起草2024年上半年存在的问题，三条", Keys.ENTER)
            assert model.reached.wait(60)
            assert text_of(browser, "#stop") == "停止"
            picture(browser, "running")
            click(browser, "#stop")
            wait(browser).until(lambda b: "已停止起草" in text_of(b, "#chat"))
            assert model.hung_up.wait(10)
            assert not all_of(browser, "#stop")
            assert not all_of(browser, ".paper .item")
        finally:
            stop(process)
