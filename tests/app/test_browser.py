"""The web app as a writer uses it, in a real Chromium."""

from __future__ import annotations

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By

from tests.app.page import accept_all, all_of, in_view, open_page, picture, say, text_of, wait

ASK = "起草2024年上半年存在的问题，四条，重点写村集体经济和党员教育，今年薄弱村还有12个"


@pytest.fixture
def drafted(browser: webdriver.Chrome, app_url: str) -> webdriver.Chrome:
    open_page(browser, app_url)
    say(browser, ASK)
    wait(browser).until(lambda b: len(all_of(b, ".paper .item")) == 4)
    wait(browser).until(lambda b: not all_of(b, ".paper .writing"))
    return browser


def test_a_stranger_sees_what_to_click(browser: webdriver.Chrome, app_url: str) -> None:
    open_page(browser, app_url)
    wait(browser).until(lambda b: "稿件会出现在这里" in text_of(b, "#paper"))
    picture(browser, "start")
    assert "起草2024年上半年存在的问题" in text_of(browser, "#chat")
    all_of(browser, "#chat .example")[0].click()
    wait(browser).until(lambda b: len(all_of(b, ".paper .item")) == 4)


def test_a_marker_opens_its_source_and_a_source_its_sentence(drafted: webdriver.Chrome) -> None:
    assert "目前薄弱村还有12个" in text_of(drafted, ".paper").replace("〔素材1〕", "")
    markers = all_of(drafted, ".cite")
    assert len(markers) >= 15
    marker = markers[-1]
    drafted.execute_script("arguments[0].scrollIntoView()", marker)
    key = marker.get_attribute("data-key")
    marker.click()
    (source,) = all_of(drafted, ".source.lit")
    assert source.get_attribute("data-key") == key
    wait(drafted).until(lambda b: in_view(b, all_of(b, ".source.lit")[0], ".sources"))
    (clause,) = all_of(drafted, ".clause.lit")
    marked = source.find_element(By.CSS_SELECTOR, "mark").text
    assert clause.text == marked + marker.text
    picture(drafted, "marker")

    first = all_of(drafted, ".source")[0]
    drafted.execute_script("document.querySelector('.sources').scrollTo(0, 0)")
    first.find_element(By.CSS_SELECTOR, ".number").click()
    (lit,) = all_of(drafted, ".clause.lit")
    assert lit.get_attribute("data-key") == first.get_attribute("data-key")
    wait(drafted).until(lambda b: in_view(b, all_of(b, ".clause.lit")[0], ".paper"))

    assert {e.text for e in all_of(drafted, ".source .kind")} == {"体例", "依据"}
    first.find_element(By.CSS_SELECTOR, "summary").click()
    assert "一段" in first.find_element(By.CSS_SELECTOR, ".neighbour").text


def test_follow_ups_change_the_draft_and_a_reload_shows_it_again(
    drafted: webdriver.Chrome,
) -> None:
    items = [e.text for e in all_of(drafted, ".paper .item")]
    say(drafted, "第二条换一种写法")
    accept_all(drafted)
    wait(drafted).until(lambda b: all_of(b, ".paper .item")[1].text != items[1])
    assert all_of(drafted, ".paper .item")[3].text.startswith(items[3][:8])
    say(drafted, "删掉第三条")
    accept_all(drafted)
    wait(drafted).until(lambda b: len(all_of(b, ".paper .item")) == 3)
    paper, address = text_of(drafted, ".paper"), drafted.current_url
    drafted.refresh()
    wait(drafted).until(lambda b: text_of(b, ".paper") == paper)
    assert drafted.current_url == address
    wait(drafted).until(lambda b: "删掉第三条" in text_of(b, "#chat"))
    picture(drafted, "reloaded")


def test_two_windows_never_mix(drafted: webdriver.Chrome, app_url: str) -> None:
    first, paper = drafted.current_window_handle, text_of(drafted, ".paper")
    drafted.switch_to.new_window("window")
    open_page(drafted, app_url)
    wait(drafted).until(lambda b: "稿件会出现在这里" in text_of(b, "#paper"))
    assert ASK not in text_of(drafted, "#chat")
    say(drafted, "起草2024年下半年工作打算，五条")
    wait(drafted).until(lambda b: len(all_of(b, ".paper .item")) == 5)
    drafted.switch_to.window(first)
    assert text_of(drafted, ".paper") == paper


def test_markup_is_shown_as_text(browser: webdriver.Chrome, app_url: str) -> None:
    open_page(browser, app_url)
    payload = (
        "<img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script>"
    )
    say(browser, payload)
    assert "<img src=x" in text_of(browser, "#chat")
    say(browser, f"起草2024年上半年存在的问题，三条，重点写村集体经济，{payload}还有12个")
    wait(browser).until(lambda b: len(all_of(b, ".paper .item")) == 3)
    assert browser.title == "拟稿"
    assert not all_of(browser, ".paper img, .sources img, .paper script, #chat img[src='x']")


def test_the_whole_text_can_be_copied(drafted: webdriver.Chrome) -> None:
    drafted.execute_script(
        "window.copied = null; navigator.clipboard.writeText = async (t) => { window.copied = t; }"
    )
    all_of(drafted, "#copy")[0].click()
    wait(drafted).until(lambda b: "已复制全文" in text_of(b, ".toast-note"))
    copied = str(drafted.execute_script("return window.copied"))
    assert copied.startswith("存在的问题\n")
    assert "〔" not in copied
    assert copied.count("\n") == 5
