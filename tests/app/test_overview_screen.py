"""The overview in the browser: pictures of the archive and of the open draft."""

from __future__ import annotations

from functools import partial

import pytest
from selenium import webdriver
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.remote.webelement import WebElement

from tests.app.page import all_of, open_page, picture, say, text_of, wait

# Words of one picture that lie on each other, or reach out of it.
_COLLISIONS = """
  const found = [];
  document.querySelectorAll('.overview svg.chart').forEach((svg) => {
    const frame = svg.getBoundingClientRect();
    const texts = [...svg.querySelectorAll('text')].filter((t) => t.textContent.trim())
      .map((t) => [t.firstChild.textContent, t.getBoundingClientRect()]);
    texts.forEach(([words, a], n) => {
      if (a.left < frame.left - 1 || a.right > frame.right + 1) { found.push(words); }
      texts.slice(n + 1).forEach(([other, b]) => {
        const apart = a.right < b.left + 2 || b.right < a.left + 2
          || a.bottom < b.top + 3 || b.bottom < a.top + 3;
        if (!apart) { found.push(words + ' × ' + other); }
      });
    });
  });
  return found;
"""


def open_overview(browser: webdriver.Chrome) -> None:
    tabs = wait(browser).until(lambda b: all_of(b, "button[role=tab]"))
    next(tab for tab in tabs if tab.text == "概览").click()
    wait(browser).until(lambda b: all_of(b, "[data-card=years] svg.chart rect"))


def is_said(browser: webdriver.Chrome, words: str) -> bool:
    return words in text_of(browser, "[data-card=years]")


def test_the_archive_is_seen_at_a_glance(browser: webdriver.Chrome, app_url: str) -> None:
    open_page(browser, app_url)
    open_overview(browser)
    assert "20 份报告" in text_of(browser, "#overview-summary")
    years = text_of(browser, "[data-card=years]")
    assert "中共青岚县委缺 2018年上半年、2020年上半年、2021年度" in years
    assert len(all_of(browser, "[data-card=matrix] rect.problems.l3")) == 20 + 1  # and the key
    style = text_of(browser, "[data-card=style]")
    assert "通常 5 条" in style
    assert "据中共青岚县委 7 份报告统计" in style
    assert "打开报告" not in style  # examples are folded
    assert "写得最多的是村集体经济" in text_of(browser, "[data-card=themes-problems]")
    assert len(all_of(browser, "[data-card=curves]")) == 3
    assert "还没有打开的稿件" in text_of(browser, "[data-card=leaning]")


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (1920, 1080), (800, 900)])
def test_no_words_collide(browser: webdriver.Chrome, app_url: str, width: int, height: int) -> None:
    browser.set_window_size(width, height)
    open_page(browser, app_url)
    open_overview(browser)
    picture(browser, f"overview-{width}")
    assert browser.execute_script(_COLLISIONS) == []
    wide = "return document.documentElement.scrollWidth > window.innerWidth"
    assert not browser.execute_script(wide)


def offered(browser: webdriver.Chrome, words: str) -> list[WebElement]:
    options = all_of(browser, "#house [role=option]")
    return [o for o in options if o.is_displayed() and words in o.text]


def test_another_house_is_looked_at(browser: webdriver.Chrome, app_url: str) -> None:
    open_page(browser, app_url)
    open_overview(browser)
    for words, said in (("组织部", "青岚县委组织部缺"), ("全部单位", "选一个单位")):
        all_of(browser, "#house input")[0].click()
        wait(browser).until(partial(offered, words=words))
        # Gradio listens for the press, not for the click.
        (option,) = offered(browser, words)
        ActionChains(browser).move_to_element(option).click_and_hold().release().perform()
        wait(browser).until(partial(is_said, words=said))
    assert not all_of(browser, "#overview polyline.all")


def test_the_sources_of_the_open_draft_are_drawn(browser: webdriver.Chrome, app_url: str) -> None:
    open_page(browser, app_url)
    say(browser, "起草2024年上半年存在的问题，三条，先写村集体经济，今年薄弱村还有12个")
    wait(browser).until(lambda b: len(all_of(b, ".paper .item")) == 3)
    wait(browser).until(lambda b: not all_of(b, ".paper .writing"))
    cited = {e.text for e in all_of(browser, ".source .title")} - {"拟稿人提供"}
    open_overview(browser)
    wait(browser).until(lambda b: all_of(b, "[data-card=leaning] rect.wording"))
    drawn = text_of(browser, "[data-card=leaning]")
    assert f"引用 {len(cited)} 份报告" in drawn
    assert "拟稿人提供的素材" in drawn
    assert all(title in drawn for title in cited)
    assert "素材" in text_of(browser, "[data-card=leaning-years]")
    picture(browser, "overview-draft")
