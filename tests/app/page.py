"""What the tests of all screens do with a page."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Literal, TypeVar

from selenium import webdriver
from selenium.common.exceptions import StaleElementReferenceException, TimeoutException
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait

_T = TypeVar("_T")


class _Wait(WebDriverWait[webdriver.Chrome]):
    """A wait that tells, when it ends in vain, what the page showed."""

    def until(
        self, method: Callable[[webdriver.Chrome], Literal[False] | _T], message: str = ""
    ) -> _T:
        try:
            return super().until(method, message)
        except TimeoutException as error:
            raise AssertionError(f"waited in vain {message}\n{_state(self._driver)}") from error


def _state(browser: webdriver.Chrome) -> str:
    """What can be read on the page, what its fields hold, and what its console said."""
    fields = browser.execute_script(
        "return [...document.querySelectorAll('input, textarea')]"
        ".filter(f => f.offsetParent).map(f => f.ariaLabel + ': ' + f.value)"
    )
    said = browser.get_log("browser")  # type: ignore[no-untyped-call]
    return f"{text_of(browser, 'body')}\n{fields}\n{said}"


def wait(browser: webdriver.Chrome) -> _Wait:
    return _Wait(browser, 60, ignored_exceptions=[StaleElementReferenceException, IndexError])


def all_of(browser: webdriver.Chrome, selector: str) -> list[WebElement]:
    return browser.find_elements(By.CSS_SELECTOR, selector)


def text_of(browser: webdriver.Chrome, selector: str) -> str:
    return "\n".join(element.text for element in all_of(browser, selector))


def picture(browser: webdriver.Chrome, name: str) -> None:
    """Keep a screenshot where TEST_PICTURES says, for people to look at."""
    if folder := os.environ.get("TEST_PICTURES"):
        browser.save_screenshot(str(Path(folder) / f"{name}.png"))


def open_page(browser: webdriver.Chrome, url: str) -> None:
    browser.get(url)
    wait(browser).until(lambda b: "c=" in b.current_url and all_of(b, "#message textarea"))


def say(browser: webdriver.Chrome, text: str) -> None:
    """Send a message and wait until its answer is complete."""
    before = len(all_of(browser, "#chat .bot"))
    box = all_of(browser, "#message textarea")[0]
    box.send_keys(text)
    box.send_keys(Keys.ENTER)
    wait(browser).until(
        lambda b: (
            len(all_of(b, "#chat .bot")) > before
            and not all_of(b, "#chat .bot")[-1].text.strip().endswith("……")
        )
    )


def accept_all(browser: webdriver.Chrome) -> None:
    """Accept every change of the proposal on the paper."""
    wait(browser).until(lambda b: all_of(b, "[data-do=accept-all]"))
    say(browser, "全部接受")


def in_view(browser: webdriver.Chrome, element: WebElement, pane: str) -> bool:
    script = """const e = arguments[0].getBoundingClientRect();
      const p = document.querySelector(arguments[1]).getBoundingClientRect();
      return e.top >= p.top - 2 && e.top < p.bottom;"""
    return bool(browser.execute_script(script, element, pane))
