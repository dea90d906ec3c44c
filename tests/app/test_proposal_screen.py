"""A rewrite is proposed, looked at and decided on change by change, in a real Chromium."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from selenium import webdriver
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement

from tests.app.page import all_of, open_page, picture, say, text_of, wait

ASK = "起草2024年上半年存在的问题，四条，重点写村集体经济和党员教育"
SELECT = """
  const sentence = document.getElementById(arguments[0]);
  const texts = [];
  const walker = document.createTreeWalker(sentence, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    if (!walker.currentNode.parentElement.closest('.cite')) { texts.push(walker.currentNode); }
  }
  const last = texts[texts.length - 1];
  const range = document.createRange();
  range.setStart(arguments[1] ? last : texts[0], 0);
  range.setEnd(last, last.data.length);
  getSelection().removeAllRanges();
  getSelection().addRange(range);
  sentence.dispatchEvent(new MouseEvent('mouseup', { bubbles: true }));
  return texts.map((text) => text.data).join('');
"""


@pytest.fixture
def drafted(browser: webdriver.Chrome, app_url: str) -> webdriver.Chrome:
    browser.set_window_size(1366, 768)
    open_page(browser, app_url)
    say(browser, ASK)
    wait(browser).until(lambda b: len(items(b)) == 4 and all_of(b, ".counts"))
    return browser


def items(browser: webdriver.Chrome) -> list[str]:
    return [element.text for element in all_of(browser, ".paper .item")]


def shown(browser: webdriver.Chrome, selector: str) -> list[WebElement]:
    return [element for element in all_of(browser, selector) if element.is_displayed()]


def until(browser: webdriver.Chrome, holds: Callable[[webdriver.Chrome], object]) -> None:
    wait(browser).until(holds)


def text_now(browser: webdriver.Chrome) -> str:
    """The draft as it would be copied: what is proposed is none of it."""
    return str(all_of(browser, ".paper[data-text]")[0].get_attribute("data-text"))


def test_one_change_is_accepted_and_the_others_are_not(drafted: webdriver.Chrome) -> None:
    before = text_now(drafted)
    say(drafted, "第二条压缩到60字")
    until(drafted, lambda b: len(shown(b, ".proposal [data-do=accept]")) > 1)
    assert text_now(drafted) == before
    assert all_of(drafted, ".paper.inline del")
    assert "修改建议：第二条压缩到60字" in text_of(drafted, ".proposal-bar")
    picture(drafted, "proposal")
    shown(drafted, "[data-do=beside]")[0].click()
    until(drafted, lambda b: shown(b, ".paper.beside") and not shown(b, ".paper.inline"))
    assert "行内看" in text_of(drafted, ".proposal-bar")
    picture(drafted, "proposal-beside")
    shown(drafted, "[data-do=beside]")[0].click()

    buttons = shown(drafted, ".proposal [data-do=accept]")
    count = len(buttons)
    buttons[0].click()
    until(drafted, lambda b: len(shown(b, ".proposal [data-do=accept]")) == count - 1)
    changed = text_now(drafted)
    assert changed != before
    drafted.refresh()
    until(drafted, lambda b: len(shown(b, ".proposal [data-do=accept]")) == count - 1)
    assert text_now(drafted) == changed
    all_of(drafted, ".paper.inline .period")[0].click()
    ActionChains(drafted).send_keys(Keys.ESCAPE).perform()
    until(drafted, lambda b: not all_of(b, ".proposal"))
    assert text_now(drafted) == changed

    say(drafted, "撤销")
    until(drafted, lambda b: text_now(b) == before)
    drafted.refresh()
    until(drafted, lambda b: all_of(b, ".counts") and text_now(b) == before)
    assert not all_of(drafted, ".proposal")
    until(drafted, lambda b: shown(b, "[data-do=redo]"))
    shown(drafted, "[data-do=redo]")[0].click()
    until(drafted, lambda b: text_now(b) == changed)


def test_all_is_accepted_with_the_keyboard_after_a_change_was_reworded(
    drafted: webdriver.Chrome,
) -> None:
    say(drafted, "第二条压缩到60字")
    until(drafted, lambda b: shown(b, ".proposal [data-do=reword]"))
    shown(drafted, ".proposal [data-do=reword]")[0].click()
    (box,) = shown(drafted, ".rewording textarea")
    assert drafted.switch_to.active_element == box
    picture(drafted, "proposal-reworded")
    words = str(box.get_attribute("value"))
    box.clear()
    box.send_keys(f"现在看来，{words}")
    box.send_keys(Keys.CONTROL, Keys.ENTER)
    until(drafted, lambda b: "现在看来" in text_of(b, ".proposal .paper.inline ins"))
    assert "现在看来" not in text_now(drafted)
    message = all_of(drafted, "#message textarea")[0]
    message.click()
    message.send_keys(Keys.CONTROL, Keys.ENTER)
    until(drafted, lambda b: not all_of(b, ".proposal") and "现在看来" in text_now(b))


def test_selected_characters_offer_what_can_be_done(drafted: webdriver.Chrome) -> None:
    before = text_now(drafted)
    number, place = next(
        (n, s)
        for n, item in enumerate(all_of(drafted, ".paper .item"), 1)
        for s in item.find_elements(By.CSS_SELECTOR, ".sentence")
        if s.get_attribute("id") == f"s-{n}.1"
    )
    identity = str(place.get_attribute("id"))
    whole = str(drafted.execute_script(SELECT, identity, False))
    assert whole in before
    until(drafted, lambda b: shown(b, ".selection-bar"))
    assert "整句" in text_of(drafted, ".selection-bar")
    picture(drafted, "selection")
    ActionChains(drafted).send_keys(Keys.ESCAPE).perform()
    assert not all_of(drafted, ".selection-bar")
    drafted.execute_script(SELECT, identity, False)
    until(drafted, lambda b: shown(b, ".selection-bar"))
    next(b for b in shown(drafted, ".selection-bar button") if b.text == "删去").click()
    until(drafted, lambda b: shown(b, ".proposal [data-do=accept]"))
    assert not all_of(drafted, ".selection-bar")
    assert text_of(drafted, ".paper.inline del") == whole
    assert text_now(drafted) == before
    shown(drafted, "[data-do=accept-all]")[0].click()
    until(drafted, lambda b: not all_of(b, ".proposal"))
    assert whole not in text_now(drafted)
    assert number <= len(items(drafted))


def test_a_selected_part_is_counted_without_its_markers(drafted: webdriver.Chrome) -> None:
    sent = "window.asked = null; window.nigaoRewrite = (wish) => { window.asked = wish; };"
    drafted.execute_script(sent)
    cited = next(
        str(e.get_attribute("id"))
        for e in all_of(drafted, ".paper .sentence")
        if len(e.find_elements(By.CSS_SELECTOR, ".cite")) > 1
    )
    whole = str(drafted.execute_script(SELECT, cited, True))
    until(drafted, lambda b: shown(b, ".selection-bar"))
    assert "选中的文字" in text_of(drafted, ".selection-bar")
    chosen = str(drafted.execute_script("return String(getSelection())"))
    shown(drafted, ".selection-bar button")[0].click()
    asked = drafted.execute_script("return window.asked")
    assert (asked["do"], asked["text"], asked["sentence"]) == ("propose", "压缩", cited[2:])
    assert whole[asked["start"] : asked["end"]] == chosen
    assert asked["end"] == len(whole)


def test_a_change_of_force_is_confirmed_by_hand(drafted: webdriver.Chrome) -> None:
    before = text_now(drafted)
    say(drafted, "把“有的”换成“多数”")
    until(drafted, lambda b: shown(b, ".proposal .tick"))
    accept = shown(drafted, ".proposal [data-do=accept]")
    assert not accept[0].is_enabled()
    assert "语气变化：有的 → 多数" in text_of(drafted, ".paper.inline .tick")
    picture(drafted, "proposal-tick")
    for button in shown(drafted, "[data-do=accept-all]"):
        button.click()
    until(drafted, lambda b: "请逐处勾选后再接受" in text_of(b, ".toast-note"))
    assert text_now(drafted) == before
    for box in shown(drafted, ".proposal [data-tick]"):
        box.click()
    assert all(button.is_enabled() for button in accept)
    shown(drafted, "[data-do=accept-all]")[0].click()
    until(drafted, lambda b: not all_of(b, ".proposal"))
    assert text_now(drafted) == before.replace("有的", "多数")


def test_a_moved_item_is_one_decision(drafted: webdriver.Chrome) -> None:
    before = items(drafted)
    say(drafted, "第三条移到最前面")
    until(drafted, lambda b: shown(b, ".proposal [data-do=accept]"))
    (accept,) = shown(drafted, ".proposal [data-do=accept]")
    assert "整条移动" in accept.text
    assert "1 处" in text_of(drafted, ".proposal-bar")
    picture(drafted, "proposal-moved")
    accept.click()
    until(drafted, lambda b: not all_of(b, ".proposal") and len(items(b)) == 4)
    assert items(drafted)[0][2:8] == before[2][2:8]


def test_what_cannot_be_done_is_told(drafted: webdriver.Chrome) -> None:
    before = text_now(drafted)
    drafted.execute_script(
        "window.nigaoRewrite({ do: 'accept', proposal: '<b>', changes: ['c1'], ticked: [] })"
    )
    until(drafted, lambda b: "修改建议已有变化" in text_of(b, ".toast-body"))
    assert text_now(drafted) == before
