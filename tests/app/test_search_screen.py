"""Looking up past wording in the browser, and choosing from it for the draft."""

from __future__ import annotations

from functools import partial

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement

from tests.app.page import accept_all, all_of, in_view, open_page, picture, say, text_of, wait

QUERY = "村集体经济薄弱"
ASK = "起草2024年上半年存在的问题，三条，重点写村集体经济和党员教育"
# Read in one go: the list is drawn anew while one types. Another list may still be open.
_ACTIVE = "return [...document.querySelectorAll('[role=option].active')].map(o => o.innerText)"


def go(browser: webdriver.Chrome, name: str) -> None:
    next(tab for tab in all_of(browser, "button[role=tab]") if tab.text == name).click()


def search(browser: webdriver.Chrome, query: str) -> None:
    before = text_of(browser, "#hits")
    box = wait(browser).until(partial(all_of, selector="#query textarea"))[0]
    box.send_keys(Keys.CONTROL, "a")
    box.send_keys(query)
    box.send_keys(Keys.ENTER)
    wait(browser).until(lambda b: text_of(b, "#hits") not in (before, ""))


@pytest.fixture
def searched(browser: webdriver.Chrome, app_url: str) -> webdriver.Chrome:
    open_page(browser, app_url)
    go(browser, "查找")
    wait(browser).until(lambda b: "查往年怎么写" in text_of(b, "#hits"))
    search(browser, QUERY)
    wait(browser).until(lambda b: len(all_of(b, ".hit")) == 10)
    return browser


def press(element: WebElement, deed: str) -> None:
    element.find_element(By.CSS_SELECTOR, f"[data-do={deed}]").click()


def id_of(element: WebElement) -> str:
    return str(element.get_attribute("data-paragraph"))


def pick(browser: webdriver.Chrome, field: str, words: str) -> None:
    """Choose from a list, and wait for the hits to be found anew: a click on the old ones is lost."""
    before = text_of(browser, "#hits")
    box = all_of(browser, f"#{field} input")[0]
    box.click()
    box.send_keys(Keys.CONTROL, "a")
    box.send_keys(words)
    # Enter takes the option that is active; until the list is narrowed that is another one.
    wait(browser).until(lambda b: any(words in option for option in b.execute_script(_ACTIVE)))
    box.send_keys(Keys.ENTER)
    # Enter is handled a moment later: a list left before then has nothing chosen.
    wait(browser).until(lambda b: words in _chosen(b, field))
    box.send_keys(Keys.TAB)
    wait(browser).until(lambda b: text_of(b, "#hits") not in (before, ""))


def _chosen(browser: webdriver.Chrome, field: str) -> str:
    """What a list shows as chosen: beside its box, or, once it is closed, in it."""
    (box,) = all_of(browser, f"#{field} input")
    is_open = box.get_attribute("aria-expanded") == "true"
    return text_of(browser, f"#{field} .token") or (
        "" if is_open else str(box.get_attribute("value"))
    )


def test_hits_are_marked_explained_and_narrowed(searched: webdriver.Chrome) -> None:
    first = all_of(searched, ".hit")[0]
    marks = [m.text for m in first.find_elements(By.CSS_SELECTOR, "mark")]
    assert "村集体经济" in marks
    why = first.find_element(By.CSS_SELECTOR, ".why").text
    assert "相近度" in why
    assert "意思第" in why
    assert "词句第" in why
    picture(searched, "search")

    pick(searched, "role", "工作打算")
    wait(searched).until(
        lambda b: all(
            any(word in t.text for word in ("打算", "计划", "重点", "安排"))
            for t in all_of(b, ".hit .title")
        )
    )
    pick(searched, "organisations", "青岚县委组织部")
    wait(searched).until(
        lambda b: (
            all_of(b, ".hit") and all("青岚县委组织部" in t.text for t in all_of(b, ".hit .about"))
        )
    )
    pick(searched, "since", "2022")
    wait(searched).until(
        lambda b: (
            all_of(b, ".hit")
            and all(t.text[:4] in ("2022", "2023") for t in all_of(b, ".hit .about"))
        )
    )
    picture(searched, "search-narrowed")


def test_more_can_be_seen_and_a_boost_shows_in_the_explanation(searched: webdriver.Chrome) -> None:
    all_of(searched, "#more")[0].click()
    wait(searched).until(lambda b: len(all_of(b, ".hit")) > 10)
    all_of(searched, "#order button.label-wrap")[0].click()
    wait(searched).until(
        lambda b: all_of(b, "#own input") and all_of(b, "#own input")[0].is_displayed()
    )
    pick(searched, "own", "青岚县委组织部")
    wait(searched).until(lambda b: "本单位 +5%" in text_of(b, ".hit .why"))
    picture(searched, "search-order")


def test_what_nobody_wrote_about_is_said_and_the_nearest_shown_on_demand(
    searched: webdriver.Chrome,
) -> None:
    search(searched, "海洋牧场养殖网箱")
    wait(searched).until(lambda b: "没有找到足够相近的段落" in text_of(b, "#hits"))
    assert not all_of(searched, ".hit")
    far = wait(searched).until(partial(all_of, selector="#far"))[0]
    wait(searched).until(lambda _: far.is_displayed())
    assert far.text == "仍要看最接近的段落"
    far.click()
    wait(searched).until(partial(all_of, selector=".hit.far"))
    assert "不够相近" in text_of(searched, ".hit .why")
    picture(searched, "search-far")


def test_a_report_opens_at_the_spot_and_escape_closes_it(searched: webdriver.Chrome) -> None:
    second, third = all_of(searched, ".hit")[1:3]
    press(second, "open")
    wait(searched).until(
        lambda b: [id_of(p) for p in all_of(b, ".passage.here")] == [id_of(second)]
    )
    (here,) = all_of(searched, ".passage.here")
    assert in_view(searched, here, ".reader .reading")
    title = second.find_element(By.CSS_SELECTOR, ".title").text.partition(" › ")[0]
    assert text_of(searched, ".reader header b") == title
    picture(searched, "search-reader")

    passages = all_of(searched, ".reader .passage")
    all_of(searched, ".reader nav [data-goto]")[0].click()
    wait(searched).until(lambda b: id_of(all_of(b, ".passage.here")[0]) == id_of(passages[0]))
    assert in_view(searched, passages[0], ".reader .reading")
    press(all_of(searched, ".acts.here")[0], "pinned")  # a neighbour can be chosen as well
    wait(searched).until(
        lambda b: [id_of(p) for p in all_of(b, ".passage.pinned")] == [id_of(passages[0])]
    )

    press(third, "open")
    wait(searched).until(lambda b: [id_of(p) for p in all_of(b, ".passage.here")] == [id_of(third)])
    searched.find_element(By.TAG_NAME, "body").send_keys(Keys.ESCAPE)
    wait(searched).until(lambda b: not all_of(b, ".reader")[0].is_displayed())


def test_a_paragraph_is_copied(searched: webdriver.Chrome) -> None:
    searched.execute_script(
        "window.copied = null; navigator.clipboard.writeText = async (t) => { window.copied = t; }"
    )
    first = all_of(searched, ".hit")[0]
    press(first, "copy")
    wait(searched).until(lambda b: "已复制这一段" in text_of(b, ".toast-note"))
    copied = searched.execute_script("return window.copied")
    assert copied == first.find_element(By.CSS_SELECTOR, ".words").text


def test_choices_outlive_a_reload_and_the_draft_obeys(searched: webdriver.Chrome) -> None:
    pick(searched, "role", "存在的问题")
    wait(searched).until(
        lambda b: (
            all_of(b, ".hit") and all("问题" in t.text or "不足" in t.text or "短板" in t.text
                                      for t in all_of(b, ".hit .title"))
        )
    )  # fmt: skip
    cards = all_of(searched, ".hit")
    usable = [c for c in cards if "2024" not in c.find_element(By.CSS_SELECTOR, ".about").text]
    pinned, excluded = id_of(usable[-1]), id_of(usable[0])
    press(usable[-1], "pinned")
    press(usable[0], "excluded")
    wait(searched).until(lambda b: "本稿置顶 1 段 · 不用 1 段" in text_of(b, "#choices"))
    wait(searched).until(lambda b: [id_of(c) for c in all_of(b, ".hit.excluded")] == [excluded])
    assert usable[-1].find_element(By.CSS_SELECTOR, "[data-do=pinned]").text == "取消置顶"
    picture(searched, "search-chosen")

    searched.refresh()
    wait(searched).until(lambda b: "本稿置顶 1 段 · 不用 1 段" in text_of(b, "#choices"))
    say(searched, ASK)
    wait(searched).until(
        lambda b: len(all_of(b, ".paper .item")) == 3 and not all_of(b, ".paper .writing")
    )
    cited = {id_of(s) for s in all_of(searched, ".source")}
    assert pinned in cited
    assert excluded not in cited
    picture(searched, "search-drafted")

    source = next(s for s in all_of(searched, ".source") if "第1条" in s.text)
    swapped = id_of(source)
    press(source, "swap")
    wait(searched).until(lambda b: "现稿第1条还引用着不用的段落" in text_of(b, "#choices"))
    say(searched, "第一条换一种写法")
    accept_all(searched)
    wait(searched).until(lambda b: "还引用着" not in text_of(b, "#choices"))
    assert swapped not in {id_of(s) for s in all_of(searched, ".source")}

    all_of(searched, "#choices summary")[0].click()
    wait(searched).until(lambda b: len(all_of(b, "#choices li")) == 3)
    picture(searched, "search-strip")
    for left in (2, 1, 0):
        press(all_of(searched, "#choices li")[0], "none")
        wait(searched).until(lambda b, n=left: len(all_of(b, "#choices li")) == n)  # type: ignore[misc]
    assert text_of(searched, "#choices").strip() == ""


def test_words_of_a_query_are_no_markup(searched: webdriver.Chrome) -> None:
    search(searched, "<img src=x onerror=\"document.title='owned'\">村集体经济")
    wait(searched).until(partial(all_of, selector=".hit mark"))
    assert searched.title == "拟稿"
    assert not all_of(searched, "#hits img")


def test_what_a_browser_makes_up_is_refused(searched: webdriver.Chrome) -> None:
    searched.execute_script("window.nigaoChoose({choice: 'pinned', ids: ['nowhere:1']})")
    wait(searched).until(lambda b: "资料库里没有这个段落" in text_of(b, "body"))
    assert text_of(searched, "#choices").strip() == ""
    searched.execute_script(
        "document.body.classList.add('is-reading'); window.nigaoOpen('nowhere:1')"
    )
    wait(searched).until(lambda b: "这份报告已不在资料库中" in text_of(b, "#reader"))
