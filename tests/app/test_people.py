"""Accounts as people meet them: the first administrator, signing in, handing a draft over."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.webdriver.common.alert import Alert
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from tests.app.conftest import copy_of, serve, stop
from tests.app.page import all_of, open_page, picture, say, text_of, wait

ADMIN, WRITER, REVIEWER = "周管理", "王拟稿", "李核稿"
SECRETS = {ADMIN: "三棵老槐树在村口", WRITER: "河水清清向东流去", REVIEWER: "晴天里晒的麦子香"}
SECRETS = {name: f"{secret}-2024" for name, secret in SECRETS.items()}


@pytest.fixture
def url(sample_home: Path, bundled_folder: Path, tmp_path: Path) -> Iterator[str]:
    process, url = serve(copy_of(sample_home, bundled_folder, tmp_path / "home"))
    yield url
    stop(process)


def sign_in(browser: webdriver.Chrome, name: str, password: str) -> None:
    wait(browser).until(lambda b: all_of(b, "#password"))
    all_of(browser, "#name")[0].clear()
    all_of(browser, "#name")[0].send_keys(name)
    all_of(browser, "#password")[0].send_keys(password + Keys.ENTER)


def sign_out(browser: webdriver.Chrome) -> None:
    # Right after a deed the message that it is done lies over the button.
    browser.execute_script("arguments[0].click()", all_of(browser, ".who button")[0])
    wait(browser).until(lambda b: all_of(b, "#password"))


def open_tab(browser: webdriver.Chrome, name: str) -> None:
    wait(browser).until(lambda b: any(t.text == name for t in all_of(b, "button[role=tab]")))
    next(t for t in all_of(browser, "button[role=tab]") if t.text == name).click()


def add(browser: webdriver.Chrome, name: str, role: str | None) -> None:
    wait(browser).until(lambda b: all_of(b, ".people .person [name=name]"))
    all_of(browser, ".person [name=name]")[0].send_keys(name)
    if role:
        all_of(browser, ".person [name=role]")[0].send_keys(role)
    all_of(browser, ".person [name=password]")[0].send_keys(SECRETS[name] + Keys.ENTER)


def hand(browser: webdriver.Chrome, label: str, said: str) -> None:
    buttons = all_of(browser, ".handing button")
    next(button for button in buttons if button.text == label).click()
    wait(browser).until(lambda b: said in text_of(b, ".handing"))


def test_from_one_person_to_an_office(browser: webdriver.Chrome, url: str) -> None:
    # One person at the machine: no login, nothing of people above the screens.
    open_page(browser, url)
    assert text_of(browser, "#who") == ""
    assert all_of(browser, ".handing") == []
    open_tab(browser, "人员")
    wait(browser).until(lambda b: "现在是单人使用" in text_of(b, "#people"))
    picture(browser, "people-begin")
    add(browser, ADMIN, None)
    wait(browser).until(lambda b: "已建立管理员账号" in text_of(b, "#people"))
    all_of(browser, "#people .go")[0].click()

    # Wrong, then right.
    wait(browser).until(lambda b: all_of(b, "#password"))
    picture(browser, "login")
    sign_in(browser, ADMIN, "不是这个密码-0000")
    wait(browser).until(lambda b: "姓名或密码不对" in text_of(b, ".said"))
    picture(browser, "login-wrong")
    sign_in(browser, ADMIN, SECRETS[ADMIN])
    wait(browser).until(lambda b: ADMIN in text_of(b, ".who"))

    open_tab(browser, "人员")
    add(browser, WRITER, "拟稿人")
    wait(browser).until(lambda b: WRITER in text_of(b, ".people table"))
    add(browser, REVIEWER, "核稿人")
    wait(browser).until(lambda b: len(all_of(b, ".people tbody tr")) == 3)
    picture(browser, "people")
    row = f"tr[data-name='{ADMIN}']"
    all_of(browser, f"{row} [data-do=disable]")[0].click()
    Alert(browser).accept()
    wait(browser).until(lambda b: "最后一个管理员" in text_of(b, "body"))
    sign_out(browser)

    # The writer drafts and sends it to be reviewed; of people and the archive nothing is offered.
    sign_in(browser, WRITER, SECRETS[WRITER])
    wait(browser).until(lambda b: WRITER in text_of(b, ".who") and "c=" in b.current_url)
    assert "人员" not in [t.text for t in all_of(browser, "button[role=tab]")]
    kept = browser.current_url
    say(browser, "起草2024年上半年存在的问题，三条")
    wait(browser).until(lambda b: len(all_of(b, ".paper .item")) == 3)
    picture(browser, "writer")
    hand(browser, "送审", "已交核稿")
    picture(browser, "handed")
    open_page(browser, url)
    say(browser, "起草2024年下半年工作打算，三条")
    private = browser.current_url
    assert private != kept
    sign_out(browser)

    # The reviewer sees the one, not the other, and may read it only.
    sign_in(browser, REVIEWER, SECRETS[REVIEWER])
    wait(browser).until(lambda b: REVIEWER in text_of(b, ".who"))
    wait(browser).until(lambda b: "交我核 1" in text_of(b, "#earlier button"))
    wait(browser).until(lambda b: WRITER in text_of(b, "#earlier .history"))
    assert len(all_of(browser, "#earlier .history a")) == 1
    picture(browser, "earlier")
    browser.get(private)
    wait(browser).until(lambda b: "c=" in b.current_url and b.current_url != private)
    browser.get(kept)
    wait(browser).until(lambda b: len(all_of(b, ".paper .item")) == 3)
    assert browser.current_url == kept
    assert f"{WRITER}交来核稿" in text_of(browser, ".handing")
    box = all_of(browser, "#message textarea")[0]
    box.send_keys("删掉第三条" + Keys.ENTER)
    wait(browser).until(lambda b: "您只能查看" in text_of(b, "body"))
    assert len(all_of(browser, ".paper .item")) == 3
    picture(browser, "reviewer")
    hand(browser, "退给拟稿人", "已不在您手里")

    # After signing out nothing of it answers; a page that was left open leads back here.
    browser.get(kept)
    wait(browser).until(lambda b: REVIEWER in text_of(b, ".who"))
    browser.delete_cookie("nigao_session")
    all_of(browser, "#message textarea")[0].send_keys("起草" + Keys.ENTER)
    wait(browser).until(lambda b: "登录已到期" in text_of(b, ".said"))
    assert str(all_of(browser, "[name=back]")[0].get_attribute("value")).startswith("/?c=")
    browser.get(kept)
    wait(browser).until(lambda b: all_of(b, "#password"))
    assert browser.find_elements(By.CSS_SELECTOR, ".paper") == []
