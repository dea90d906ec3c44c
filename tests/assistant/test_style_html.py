"""The style's card: every line is cited in the report's own words, and all of it is escaped."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest

from assistant.cli import run
from assistant.document import SectionName
from assistant.style.archive import HouseStyles
from assistant.style.card import StyleCard, style_card
from assistant.style.fit import Fit, Score, fit_of_section
from assistant.style.house import style_of
from assistant.web.style_html import fit_html, style_html, styles_html
from corpus.archive import Archive
from corpus.report import Role
from tests.assistant.test_search_html import ATTACK, tags

HOUSE = "青岚县委组织部"
SECTIONS: tuple[SectionName, ...] = ("problems", "plan")


def card_of(archive: Archive, section: SectionName, organisation: str | None = HOUSE) -> StyleCard:
    card = style_card(HouseStyles(archive).of(section, organisation))
    assert card is not None
    return card


@pytest.mark.parametrize("section", SECTIONS)
@pytest.mark.parametrize("organisation", [HOUSE, "中共青岚县委", None])
def test_examples_are_cut_out_of_reports(
    sample_archive: Archive, section: SectionName, organisation: str | None
) -> None:
    for trait in card_of(sample_archive, section, organisation).traits:
        nothing = trait.said in ("不写数字", "几乎不用连接词；不用分号")
        assert bool(trait.examples) != nothing, trait
        for seen in trait.examples:
            report = sample_archive.report(seen.report_id)
            assert report.quote(seen.start, seen.end) == seen.quote
            assert seen.quote
            (paragraph,) = [p for p in report.paragraphs if p.id == seen.paragraph_id]
            assert paragraph.start <= seen.start < seen.end <= paragraph.end
            assert paragraph.section_path == seen.section_path
            assert paragraph.role.value == section
            assert organisation in (None, report.outline.organisation)


def test_rows_say_what_was_measured(sample_archive: Archive) -> None:
    said = {t.name: t.said for t in card_of(sample_archive, "plan").traits}
    assert list(said) == [
        "开头", "序号", "条数", "小标题", "篇幅", "句长", "连接", "收尾", "目的语", "数字", "惯用语",
    ]  # fmt: skip
    assert said["条数"] == "通常 7 条"
    assert said["序号"] == "“一是”3 份、“（一）”1 份、“1.”1 份；各条另起一行"
    assert said["小标题"].startswith("10 字左右，用句号断开，多为 2 字动词＋8 字宾语（35 条中 ")
    assert said["小标题"].endswith("通篇同一开头的：“进一步”1 份、“着力”1 份")
    assert said["收尾"] == "每条以“。”收尾（5 份中 5 份）"
    assert "“县委组织部将”4 份" in said["惯用语"]
    assert "判断词" in [t.name for t in card_of(sample_archive, "problems").traits]
    assert style_card(style_of("plan", HOUSE, [])) is None


def test_an_example_opens_its_report(sample_archive: Archive) -> None:
    card = card_of(sample_archive, "plan")
    html = style_html(Role.PLAN, card, own=True)
    shown = re.findall(r'data-paragraph="([^"]+)"', html)
    assert shown == [seen.paragraph_id for trait in card.traits for seen in trait.examples]
    assert html.count('data-do="read"') == len(shown)
    for trait in card.traits:
        for seen in trait.examples:
            assert seen.quote in unescape(html)
    assert "2023年度报告 › " in html
    assert "<details open" not in html
    for low, mid, high in re.findall(r"--low:([\d.]+)%;--mid:([\d.]+)%;--high:([\d.]+)%", html):
        assert 0 <= float(low) <= float(mid) <= float(high) <= 100


def test_a_borrowed_style_says_so(sample_archive: Archive) -> None:
    card = card_of(sample_archive, "plan", "某局")
    html = styles_html([(Role.PLAN, card), (Role.PROBLEMS, None)], own=True)
    assert 'class="said borrowed"' in html
    assert "据各单位 20 份统计" in html
    assert "组织部2023年度工作总结 › " in html  # not the house's: named in full
    assert "没有这一部分，无从统计" in html


def test_no_word_of_a_report_is_markup(sample_archive: Archive) -> None:
    plain = card_of(sample_archive, "plan")
    basis = replace(plain.basis, organisation=ATTACK)
    hurt = replace(
        plain.traits[0].examples[0], quote=ATTACK, report_title=ATTACK, section_path=(ATTACK,),
        paragraph_id=ATTACK,
    )  # fmt: skip
    trait = replace(plain.traits[0], name=ATTACK, said=ATTACK, examples=(hurt,))
    found = tags(style_html(Role.PLAN, replace(plain, basis=basis, traits=(trait,))))
    assert "img" not in found
    score = Score("x", ATTACK, 10.0, 1.0, ATTACK, ATTACK)
    assert "img" not in tags(fit_html(Fit(50.0, (score,), ATTACK)))


def test_a_fit_is_shown_with_its_reasons(sample_archive: Archive) -> None:
    reports = [sample_archive.report(s.id) for s in sample_archive.reports()]
    style = style_of("plan", HOUSE, reports)
    (other,) = [r for r in reports if r.outline.title == "中共青岚县委2023年上半年党建工作总结"]
    made = fit_of_section(other, "plan", style)
    assert made is not None
    html = fit_html(made)
    assert f">{made.total:.0f}</b>" in html
    assert all(score.reason in unescape(html) for score in made.worst[:4])
    assert html.count("<dt>") == len(made.scores)
    assert "没有往年的这一部分可比" in fit_html(Fit(0.0, (), ""))


def test_the_command_prints_cards(
    sample_home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def call(*arguments: str) -> str:
        monkeypatch.setattr("sys.argv", ["nigao", "style", "--home", str(sample_home), *arguments])
        with pytest.raises(SystemExit) as ended:
            run()
        assert ended.value.code == 0
        return capsys.readouterr().out

    told = json.loads(call("--json", "--organisation", HOUSE))
    assert set(told) == {"problems", "plan"}
    assert (told["plan"]["items"], told["plan"]["basis"]["own"]) == (7, True)
    assert told["plan"]["traits"][0]["examples"][0]["quote"]
    assert told["plan"]["forms"] == []
    said = call("--section", "plan", "--organisation", HOUSE, "--period", "2022H1")
    assert said.startswith("【工作打算】据青岚县委组织部 3 份报告统计\n")
    assert "【存在的问题】" not in said
