"""A text is pasted or uploaded, read with its findings marked, put right by clicks, taken away."""

from __future__ import annotations

from pathlib import Path

from selenium import webdriver

from tests.app.page import all_of, in_view, open_page, picture, say, text_of, wait

TEXT = "\n".join(
    [
        "青岚县文化馆2024年度上半年工作总结",
        "一、上半年工作情况",
        "（一）抓实阵地建设。改造分馆XX个，受理来信12件，已办结15件，完善台帐。",
        "(二)抓实群众活动。举办展演12场,参与踊跃<b>有序</b>。",
        "（四）抓实队伍建设。增强“五个意识”。",
        *(f"第{n}场展演在县文化馆举办，干部群众踊跃参加，现场秩序良好。" for n in range(20)),
        "二、上半年工作打算",
        "一是进一步规范阵地管理。增长5-8%。",
    ]
)


def open_checking(browser: webdriver.Chrome, url: str) -> None:
    open_page(browser, url)
    tabs = wait(browser).until(lambda b: all_of(b, "button[role=tab]"))
    next(tab for tab in tabs if tab.text == "核验").click()
    wait(browser).until(lambda b: "核验任何一份文稿" in text_of(b, "#checked"))


def test_a_pasted_text_is_checked_and_put_right(browser: webdriver.Chrome, app_url: str) -> None:
    browser.set_window_size(1366, 768)
    open_checking(browser, app_url)
    all_of(browser, "#check")[0].click()
    wait(browser).until(lambda b: "没有文字" in text_of(b, "#checked"))
    fill = """const box = document.querySelector('#check-text textarea');
      box.value = arguments[0]; box.dispatchEvent(new Event('input', { bubbles: true }));"""
    browser.execute_script(fill, TEXT)
    all_of(browser, "#check")[0].click()
    wait(browser).until(lambda b: all_of(b, "#checked mark"))
    assert "须改 1" in text_of(browser, ".checked-list .found")
    assert "<b>有序</b>" in text_of(browser, "#checked .paper")
    assert "GB/T 9704-2012 7.3.3" in text_of(browser, ".checked-list")
    picture(browser, "checking-1366")

    last = all_of(browser, ".checked-list .warning li [data-do=finding]")[-1]
    browser.execute_script("arguments[0].click()", last)
    wait(browser).until(lambda b: all_of(b, "#checked mark.here"))
    mark = all_of(browser, "#checked mark.here")[0]
    wait(browser).until(lambda b: in_view(b, mark, "#checked .paper"))
    browser.execute_script("document.querySelector('#checked mark.error').click()")
    wait(browser).until(lambda b: "办结 15件" in text_of(b, "#checked li.here"))

    found = len(all_of(browser, "#checked li"))
    for row in all_of(browser, "#checked li"):
        if "台账" in row.text:
            browser.execute_script("arguments[0].querySelector('[data-do=mend]').click()", row)
    wait(browser).until(lambda b: "已改 1 处" in text_of(b, ".checked-bar"))
    assert "完善台账" in text_of(browser, "#checked .paper")
    assert len(all_of(browser, "#checked li")) == found - 1
    shown = browser.execute_script("return document.querySelector('.checked').dataset.text")
    assert shown == TEXT.replace("台帐", "台账")
    browser.set_window_size(1920, 1080)
    picture(browser, "checking-1920")
    all_of(browser, "[data-do=unmend]")[0].click()
    wait(browser).until(lambda b: "完善台帐" in text_of(b, "#checked .paper"))
    wide = "return document.documentElement.scrollWidth > window.innerWidth"
    assert not browser.execute_script(wide)


def test_a_file_is_checked_and_a_refused_one_told(
    browser: webdriver.Chrome, app_url: str, tmp_path: Path
) -> None:
    open_checking(browser, app_url)
    report = tmp_path / "稿.txt"
    report.write_text(TEXT, encoding="utf-8")
    all_of(browser, ".checking-head input[type=file]")[0].send_keys(str(report))
    wait(browser).until(lambda b: all_of(b, "#checked mark"))
    name = browser.execute_script("return document.querySelector('.checked').dataset.name")
    assert name == "稿（改后）.txt"
    assert report.read_text(encoding="utf-8") == TEXT
    secret = tmp_path / "机密.txt"
    secret.write_text("机密★1年\n" + TEXT, encoding="utf-8")
    all_of(browser, ".checking-head input[type=file]")[0].send_keys(str(secret))
    wait(browser).until(lambda b: "涉密" in text_of(b, "#checked"))


def test_a_finding_of_the_draft_shows_its_basis(browser: webdriver.Chrome, app_url: str) -> None:
    open_page(browser, app_url)
    say(browser, "起草2024年上半年存在的问题，三条，薄弱村还有12个，台帐管理不规范的村有3个")
    wait(browser).until(lambda b: all_of(b, ".checks .findings"))
    browser.execute_script("document.querySelector('.checks .findings').open = true")
    fixes = all_of(browser, ".checks [data-do=fix]")
    assert "台账" in "".join(fix.text for fix in fixes)
    assert "checks.yaml" in text_of(browser, ".checks .basis")
    picture(browser, "checking-draft")
    browser.execute_script("arguments[0].click()", fixes[0])
    wait(browser).until(lambda b: all_of(b, "#paper .proposal"))
    assert "台账" in text_of(browser, "#paper .proposal ins")
