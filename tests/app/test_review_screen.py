"""A draft is reviewed by keys, commented on, returned, waived, signed and reopened, in a real Chromium."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement

from assistant.document import Sentence, with_sentence_ids
from assistant.storage import Storage
from tests.app.page import all_of, in_view, open_page, picture, say, text_of, wait

ASK = "起草2024年上半年存在的问题，三条，今年薄弱村还有12个"
BAD = "全年建成网箱35个。"


def shown(browser: webdriver.Chrome, selector: str) -> list[WebElement]:
    return [element for element in all_of(browser, selector) if element.is_displayed()]


def until(browser: webdriver.Chrome, holds: Callable[[webdriver.Chrome], object]) -> None:
    wait(browser).until(holds)


def tab(browser: webdriver.Chrome, name: str) -> None:
    next(t for t in shown(browser, "button[role=tab]") if t.text.strip() == name).click()


def press(browser: webdriver.Chrome, *keys: str) -> None:
    for key in keys:
        ActionChains(browser).send_keys(key).perform()


def send_with_control_enter(browser: webdriver.Chrome) -> None:
    chain = ActionChains(browser).key_down(Keys.CONTROL).send_keys(Keys.ENTER)
    chain.key_up(Keys.CONTROL).perform()


def here(browser: webdriver.Chrome) -> str:
    """The id of the sentence on the desk."""
    # The page may be drawn anew at this moment.
    (card,) = wait(browser).until(lambda b: shown(b, "#review .card"))
    return str(card.get_attribute("data-sentence"))


def words(browser: webdriver.Chrome) -> str:
    (now,) = shown(browser, "#review .card .now")
    return now.text


def verbs(browser: webdriver.Chrome) -> dict[str, str]:
    return {
        str(li.get_attribute("data-sentence")): str(li.get_attribute("data-verb"))
        for li in all_of(browser, "#review .queue li[data-sentence]")
    }


def waive_the_first(browser: webdriver.Chrome) -> None:
    buttons = shown(browser, ".signing [data-review=waiving]")
    buttons[0].click()
    press(browser, "台账已核")
    send_with_control_enter(browser)
    left = len(buttons) - 1
    until(browser, lambda b: len(all_of(b, ".signing [data-review=waiving]")) == left)


@pytest.fixture
def desk(browser: webdriver.Chrome, app_url: str, app_home: Path) -> webdriver.Chrome:
    """The desk, opened on a draft with a figure that somebody put in."""
    browser.set_window_size(1366, 900)
    open_page(browser, app_url)
    say(browser, ASK)
    until(browser, lambda b: len(all_of(b, ".paper .item")) == 3 and all_of(b, ".counts"))
    storage = Storage(app_home / "drafts.db")
    conversation = browser.current_url.partition("c=")[2]
    made = storage.current(conversation)
    assert made
    last = replace(made.items[2], sentences=(*made.items[2].sentences, Sentence("", BAD)))
    changed = with_sentence_ids(replace(made, items=(*made.items[:2], last)))
    storage.save(conversation, changed, "添了一句")
    storage.close()
    browser.refresh()
    until(browser, lambda b: BAD in text_of(b, "#paper"))
    tab(browser, "核稿")
    until(browser, lambda b: shown(b, "#review .card"))
    return browser


def test_from_the_riskiest_sentence_to_a_signed_section(desk: webdriver.Chrome) -> None:
    # The riskiest is there at once; the desk fits the window.
    assert words(desk) == BAD
    bad = here(desk)
    assert "无依据数字（须改）" in text_of(desk, "#review .card:not([hidden]) .rank")
    assert "这一句没有出处" in text_of(desk, "#review .card:not([hidden]) .card-right")
    picture(desk, "review")

    # 3 opens the box; keys are letters while typing; Ctrl+Enter sends.
    press(desk, "3")
    press(desk, "台账上没有，1是1，2是2")
    assert here(desk) == bad
    picture(desk, "review-commenting")
    send_with_control_enter(desk)
    until(desk, lambda b: "台账上没有，1是1，2是2" in text_of(b, "#review .thread"))
    assert set(verbs(desk).values()) == {""}

    # 2 returns it, and the next undecided one comes by itself.
    press(desk, "2")
    until(desk, lambda b: here(b) != bad)
    until(desk, lambda b: verbs(b)[bad] == "returned")
    until(desk, lambda b: here(b) != bad)

    # Sources of a sentence are a key away; the cited span is marked and in sight.
    press(desk, Keys.ARROW_DOWN)
    while len(shown(desk, "#review .cited-tabs button")) < 2:
        passed_by = here(desk)
        press(desk, Keys.ARROW_DOWN)
        assert here(desk) != passed_by
    first = str(shown(desk, "#review .cited")[0].get_attribute("data-key"))
    press(desk, Keys.ARROW_RIGHT)
    (cited,) = shown(desk, "#review .cited")
    assert cited.get_attribute("data-key") != first
    (mark,) = shown(desk, "#review .cited mark")
    assert in_view(desk, mark, "#review .card:not([hidden]) .card-right")
    assert len(shown(desk, "#review .cited .neighbour")) == 2
    picture(desk, "review-source")

    # Signing is refused, each thing in the way is a click away.
    press(desk, "9")
    assert "还不能定稿" in text_of(desk, "#review .signing")
    picture(desk, "review-refused")
    shown(desk, ".blockers.error [data-review=go]")[0].click()
    assert here(desk) == bad

    # Everything else is passed, a key each.
    shown(desk, ".review-filters [data-of=open]")[0].click()
    for _ in range(len(verbs(desk)) - 1):
        press(desk, "1")
    until(desk, lambda b: list(verbs(b).values()).count("passed") == len(verbs(b)) - 1)
    assert verbs(desk)[bad] == "returned"
    until(
        desk,
        lambda b: "还有 2 项" in text_of(b, "#review .to-sign"),
    )

    # The writer answers beside the paper.
    tab(desk, "起草")
    until(desk, lambda b: shown(b, ".writer-talk textarea"))
    assert "1 条待答复" in text_of(desk, ".writer-talk")
    assert all_of(desk, f"#paper [id='s-{bad}'][data-comments]")
    picture(desk, "review-writer")
    shown(desk, ".writer-talk textarea")[0].send_keys("已核对，确有其事")
    shown(desk, ".writer-talk [data-review=answer]")[0].click()
    until(desk, lambda b: "都已答复" in text_of(b, ".writer-talk"))

    # What is left is waived one by one, with a reason.
    tab(desk, "核稿")
    until(desk, lambda b: "已核对，确有其事" in str(b.page_source))
    press(desk, "9")
    waive_the_first(desk)
    waive_the_first(desk)
    picture(desk, "review-ready")
    shown(desk, ".signing [data-review=sign]")[0].click()
    until(desk, lambda b: shown(b, ".signing .log code"))
    assert "已豁免 2 项" in text_of(desk, ".signing")
    assert not shown(desk, "#review .decide")
    picture(desk, "review-signed")

    # A signed section stands still.
    tab(desk, "起草")
    until(desk, lambda b: "已定稿" in text_of(b, ".writer-talk"))
    before = str(all_of(desk, ".paper[data-text]")[0].get_attribute("data-text"))
    for order in ("第二条压缩到60字", "撤销"):
        say(desk, order)
        assert "不能再改" in all_of(desk, "#chat .bot")[-1].text
    assert all_of(desk, ".paper[data-text]")[0].get_attribute("data-text") == before

    # Until it is reopened.
    tab(desk, "核稿")
    until(desk, lambda b: shown(b, "#review .to-sign"))
    if not shown(desk, "#review .signing"):
        press(desk, "9")
    shown(desk, ".signing textarea")[0].send_keys("数字有误")
    shown(desk, "[data-review=reopen]")[0].click()
    until(desk, lambda b: not all_of(b, "#review .is-signed"))
    tab(desk, "起草")
    say(desk, "撤销")
    until(desk, lambda b: BAD not in text_of(b, "#paper"))


def test_filters_and_what_a_browser_makes_up(desk: webdriver.Chrome) -> None:
    count = len(shown(desk, "#review .queue li[data-sentence]"))
    shown(desk, ".review-filters [data-of=figures]")[0].click()
    assert 0 < len(shown(desk, "#review .queue li[data-sentence]")) < count
    shown(desk, ".coverage [data-of=wording]")[0].click()
    assert "只看：只引体例" in text_of(desk, ".review-filters")
    picture(desk, "review-filter")
    shown(desk, ".review-filters .shared")[0].click()
    assert len(shown(desk, "#review .queue li[data-sentence]")) == count
    for wish in ("{do: 'passed', section: 'problems', of: '1.1', on: 'x'}", "{do: 'sign'}", "[1]"):
        desk.execute_script(f"window.nigaoReview({wish})")
    until(desk, lambda b: "没有看懂这次点击" in text_of(b, ".toast-body"))
    desk.execute_script("window.nigaoReview({do: 'sign', section: 'problems'})")
    until(desk, lambda b: "还不能定稿" in text_of(b, "body"))
    assert set(verbs(desk).values()) == {""}
