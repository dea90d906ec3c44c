"""The paper is changed by hand, in one window and in two; versions, locks and terms, in Chromium."""

from __future__ import annotations

import pytest
from selenium import webdriver
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement

from tests.app.page import accept_all, all_of, open_page, picture, say, text_of, wait
from tests.app.test_proposal_screen import ASK, items, shown, text_now, until

PASTED = """存在的问题
对照上级要求，还有一些不足。
（一）月球基地建设滞后。月壤运输线路尚未打通，骨干人手不够。
（二）党员教育管理针对性不强。有的支部对不合格党员教育转化办法不多，年老体弱党员送学上门做得不够。"""


@pytest.fixture
def drafted(browser: webdriver.Chrome, app_url: str) -> webdriver.Chrome:
    browser.set_window_size(1366, 768)
    open_page(browser, app_url)
    say(browser, ASK)
    wait(browser).until(lambda b: len(items(b)) == 4 and all_of(b, ".counts"))
    return browser


def sentence(browser: webdriver.Chrome, sentence_id: str) -> WebElement:
    script = "return document.getElementById(arguments[0])"
    found = browser.execute_script(script, f"s-{sentence_id}")
    assert isinstance(found, WebElement)
    browser.execute_script("arguments[0].scrollIntoView({ block: 'center' })", found)
    return found


def words_of(browser: webdriver.Chrome, sentence_id: str) -> str:
    script = """const copy = document.getElementById(arguments[0]).cloneNode(true);
      copy.querySelectorAll('.cite').forEach((cite) => cite.remove());
      return copy.textContent;"""
    return str(browser.execute_script(script, f"s-{sentence_id}"))


def press(browser: webdriver.Chrome, selector: str, words: str = "") -> None:
    """Click the first shown element there that says so."""

    def pressed(b: webdriver.Chrome) -> bool:
        found = next((e for e in shown(b, selector) if words in e.text), None)
        if found is not None:
            found.click()
        return found is not None

    until(browser, pressed)


def bar_of(browser: webdriver.Chrome, sentence_id: str) -> None:
    place = sentence(browser, sentence_id)
    # Scrolling closes the bar: let its events be over.
    browser.execute_async_script(
        "const [done] = arguments; requestAnimationFrame(() => requestAnimationFrame(done));"
    )
    place.click()
    until(browser, lambda b: shown(b, ".selection-bar"))


def write(browser: webdriver.Chrome, sentence_id: str, words: str) -> None:
    bar_of(browser, sentence_id)
    press(browser, ".selection-bar [data-do]", "手工改")
    (box,) = shown(browser, ".hand textarea")
    box.clear()
    box.send_keys(words, Keys.ENTER)


def keys(browser: webdriver.Chrome, key: str) -> None:
    browser.execute_script("document.activeElement.blur()")
    ActionChains(browser).key_down(Keys.CONTROL).send_keys(key).key_up(Keys.CONTROL).perform()


def turn_to(browser: webdriver.Chrome, name: str) -> None:
    press(browser, "#side button[role=tab]", name)


def test_a_sentence_is_changed_by_hand_and_every_step_is_a_version(
    drafted: webdriver.Chrome,
) -> None:
    before, old = text_now(drafted), words_of(drafted, "2.1")
    bar_of(drafted, "2.1")
    assert "锁定" in text_of(drafted, ".selection-bar")
    picture(drafted, "sentence-bar")
    ActionChains(drafted).double_click(sentence(drafted, "2.1")).perform()
    until(drafted, lambda b: shown(b, ".hand textarea"))
    assert not all_of(drafted, ".selection-bar")
    (box,) = shown(drafted, ".hand textarea")
    assert box.get_attribute("value") == old
    picture(drafted, "by-hand")
    box.send_keys("不要的话", Keys.ESCAPE)
    assert not all_of(drafted, ".hand")
    assert words_of(drafted, "2.1") == old

    write(drafted, "2.1", "这一句是<b>手工</b>写的。")
    changed = before.replace(old, "这一句是<b>手工</b>写的。")
    until(drafted, lambda b: text_now(b) == changed)
    keys(drafted, "z")
    until(drafted, lambda b: text_now(b) == before)
    keys(drafted, "y")
    until(drafted, lambda b: text_now(b) == changed)

    turn_to(drafted, "版本")
    until(drafted, lambda b: len(shown(b, ".version")) == 2)
    newest, first = shown(drafted, ".version")
    assert "手工修改" in newest.text
    assert "现稿" in newest.text
    assert ASK in first.text
    picture(drafted, "versions")
    press(drafted, ".version:last-child [data-do=name-version]")
    (box,) = shown(drafted, ".naming input")
    box.send_keys("初稿", Keys.ENTER)
    until(drafted, lambda b: "初稿" in text_of(b, ".version .name"))
    for pick in shown(drafted, ".version .pick"):
        pick.click()
    press(drafted, "[data-do=compare-two]")
    until(drafted, lambda b: shown(b, ".compared .paper.inline"))
    assert "手工" in text_of(drafted, ".compared .inline ins")
    assert "比较：初稿" in text_of(drafted, ".compared .proposal-bar")
    assert not all_of(drafted, ".compared [data-do=accept]")
    picture(drafted, "versions-compared")
    press(drafted, "[data-do=beside]")
    until(drafted, lambda b: shown(b, ".compared .beside") and not shown(b, ".compared .inline"))
    picture(drafted, "versions-beside")
    press(drafted, "[data-do=to-paper]")
    until(drafted, lambda b: all_of(b, ".held") and text_now(b) == changed)
    press(drafted, ".version:last-child [data-do=restore]")
    until(drafted, lambda b: text_now(b) == before and len(all_of(b, ".version")) == 3)


def test_select_see_accept_one_undo_reload(drafted: webdriver.Chrome) -> None:
    before = text_now(drafted)
    bar_of(drafted, "2.1")
    press(drafted, ".selection-bar [data-do]", "换一种写法")
    until(drafted, lambda b: shown(b, ".proposal [data-do=accept]"))
    assert shown(drafted, ".paper.inline ins")
    assert text_now(drafted) == before
    bar_of(
        drafted, "1.h"
    )  # with a proposal open a sentence beside it can still be locked or edited
    assert "压缩" not in text_of(drafted, ".selection-bar")
    ActionChains(drafted).send_keys(Keys.ESCAPE).perform()
    turn_to(drafted, "版本")  # what Escape leaves first is not the proposal
    press(drafted, ".version [data-do=name-version]")
    shown(drafted, ".naming input")[0].send_keys(Keys.ESCAPE)
    assert not shown(drafted, ".naming input")
    press(drafted, ".export summary")
    assert all_of(drafted, ".export[open]")
    ActionChains(drafted).send_keys(Keys.ESCAPE).perform()
    assert not all_of(drafted, ".export[open]")
    press(drafted, ".proposal [data-do=accept]")
    until(drafted, lambda b: text_now(b) != before)
    after = text_now(drafted)
    drafted.refresh()
    until(drafted, lambda b: all_of(b, ".held") and text_now(b) == after)
    press(drafted, "#steps [data-do=undo]")
    until(drafted, lambda b: text_now(b) == before)
    drafted.refresh()
    until(drafted, lambda b: all_of(b, ".held") and text_now(b) == before)
    assert all_of(drafted, "#steps [data-do=redo]")[0].is_enabled()


def test_a_locked_sentence_says_so_and_stays(drafted: webdriver.Chrome) -> None:
    before = text_now(drafted)
    bar_of(drafted, "2.1")
    press(drafted, ".selection-bar [data-do]", "锁定")
    (reason,) = shown(drafted, ".selection-bar input")
    reason.send_keys("书记改定", Keys.ENTER)
    until(drafted, lambda b: all_of(b, ".sentence[data-lock]"))
    (locked,) = all_of(drafted, ".sentence[data-lock]")
    assert locked.get_attribute("id") == "s-2.1"
    assert "锁定：书记改定" in str(locked.get_attribute("title"))
    assert "书记改定" in str(locked.get_attribute("title"))
    picture(drafted, "locked")
    bar_of(drafted, "2.1")
    assert "手工改" not in text_of(drafted, ".selection-bar")
    picture(drafted, "locked-bar")
    say(drafted, "第二条换一种写法")
    assert "锁定" in all_of(drafted, "#chat .bot")[-1].text
    assert text_now(drafted) == before
    bar_of(drafted, "2.1")
    press(drafted, ".selection-bar [data-do]", "解除锁定")
    until(drafted, lambda b: not all_of(b, ".sentence[data-lock]"))


def test_two_windows_lose_nothing(drafted: webdriver.Chrome) -> None:
    before, first = text_now(drafted), words_of(drafted, "1.1")
    other = words_of(drafted, "3.1")
    here = drafted.current_window_handle
    address = drafted.current_url
    drafted.switch_to.new_window("tab")
    drafted.get(address)
    until(drafted, lambda b: all_of(b, ".held") and text_now(b) == before)
    there = drafted.current_window_handle
    write(drafted, "1.1", "那个窗口改了第一句。")
    until(drafted, lambda b: "那个窗口改了第一句" in text_now(b))

    drafted.switch_to.window(here)  # which still shows the old text
    write(drafted, "1.1", "这个窗口也改了第一句。")
    until(drafted, lambda b: shown(b, ".merging .conflict"))
    assert not shown(drafted, "[data-do=save-merged]")[0].is_enabled()
    said = text_of(drafted, ".conflict")
    assert "这个窗口也改了第一句" in said
    assert "那个窗口改了第一句" in said
    assert first in said
    picture(drafted, "merging")
    drafted.refresh()  # nothing is lost: it still waits
    until(drafted, lambda b: shown(b, ".waiting [data-do=merge]"))
    assert "那个窗口改了第一句" in text_now(drafted)
    picture(drafted, "merge-waits")
    press(drafted, ".waiting [data-do=merge]")
    press(drafted, ".conflict input[value=mine]")
    press(drafted, "[data-do=save-merged]")
    until(drafted, lambda b: all_of(b, ".held") and "这个窗口也改了第一句" in text_now(b))
    assert not all_of(drafted, ".waiting")

    drafted.switch_to.window(there)  # now this one is behind: another sentence merges by itself
    write(drafted, "3.1", "那个窗口还改了第三条。")
    until(drafted, lambda b: shown(b, ".merging"))
    assert not all_of(drafted, ".conflict")
    assert "没有冲突" in text_of(drafted, ".merge-bar")
    picture(drafted, "merging-alone")
    press(drafted, "[data-do=save-merged]")
    both = before.replace(first, "这个窗口也改了第一句。").replace(other, "那个窗口还改了第三条。")
    until(drafted, lambda b: all_of(b, ".held") and text_now(b) == both)

    drafted.switch_to.window(here)
    press(drafted, "#steps [data-do=undo]")  # of what this window has not seen
    until(drafted, lambda b: "没有照做" in text_of(b, ".toast-body"))
    until(drafted, lambda b: text_now(b) == both)
    say(drafted, "把“不够”换成“还不够”")
    until(drafted, lambda b: shown(b, ".proposal [data-do=accept]"))
    count = len(shown(drafted, ".proposal [data-do=accept]"))
    drafted.switch_to.window(there)
    drafted.refresh()
    until(drafted, lambda b: len(shown(b, ".proposal [data-do=accept]")) == count)
    press(drafted, ".proposal [data-do=accept]")
    until(drafted, lambda b: len(shown(b, ".proposal [data-do=accept]")) == count - 1)
    once = text_now(drafted)
    drafted.switch_to.window(here)
    last = shown(drafted, ".proposal [data-do=accept]")[-1]
    after = "return arguments[0].closest('.change').querySelector('textarea').value"
    words = str(drafted.execute_script(after, last))
    last.click()
    until(drafted, lambda b: len(shown(b, ".proposal [data-do=accept]")) == count - 2)
    assert words in text_now(drafted)
    gained = text_now(drafted).count("还不够") - once.count("还不够")
    assert gained == words.count("还不够") > 0


def test_a_section_from_elsewhere_is_opened_and_changed(
    browser: webdriver.Chrome, app_url: str
) -> None:
    browser.set_window_size(1366, 768)
    open_page(browser, app_url)
    press(browser, "[data-do=import]")
    until(browser, lambda b: shown(b, "#import-text textarea"))
    (box,) = shown(browser, "#import-text textarea")
    box.send_keys(PASTED)
    browser.execute_script(
        "arguments[0].scrollIntoView({ block: 'center' })", all_of(browser, "#import-open")[0]
    )
    picture(browser, "import")
    press(browser, "#import-open")
    until(browser, lambda b: len(items(b)) == 2 and all_of(b, ".held"))
    assert "月壤运输线路" in text_now(browser)
    assert "unsupported" in str(sentence(browser, "1.1").get_attribute("data-marks"))
    assert sentence(browser, "2.1").find_elements("css selector", ".cite")
    picture(browser, "imported")
    say(browser, "删掉第一条")
    accept_all(browser)
    until(browser, lambda b: not all_of(b, ".proposal") and len(items(b)) == 1)
    assert "月壤" not in text_now(browser)
    turn_to(browser, "版本")
    until(browser, lambda b: "导入" in text_of(b, ".version"))


def test_house_terms_are_offered_and_turned_on(drafted: webdriver.Chrome) -> None:
    before = text_now(drafted)
    for _ in range(2):
        say(drafted, "把“不够”换成“欠缺”")
        accept_all(drafted)
        until(drafted, lambda b: not all_of(b, ".proposal") and text_now(b) != before)
        press(drafted, "#steps [data-do=undo]")
        until(drafted, lambda b: text_now(b) == before)
    turn_to(drafted, "用语")
    until(drafted, lambda b: shown(b, ".term [data-do=term-on]"))
    picture(drafted, "terms-offered")
    press(drafted, ".term [data-do=term-on]", "启用")
    until(drafted, lambda b: "正在使用" in text_of(b, ".terms"))
    picture(drafted, "terms-on")
    press(drafted, ".term [data-do=term-off]", "停用")
    until(drafted, lambda b: "正在使用" not in text_of(b, ".terms"))
