"""Problems that are told in one paragraph without a list."""

from __future__ import annotations

import pytest

from corpus.outline import paragraphs_of, parse_outline
from corpus.report import Role
from corpus.statements import find_statements

OPENING = "在肯定成绩的同时，我们也清醒地看到，全县发展还存在不少困难和问题"
PROMISE = "对此，我们将采取有力措施，认真加以解决。"
TOLD = ["茶叶产业链条偏短，龙头企业带动力不强", "财政收支矛盾突出", "少数干部担当精神不足"]


def told_in(text: str) -> list[str]:
    return [text[item.start : item.end] for item in find_statements(text, 0, len(text))]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        # between semicolons, after a colon, a full stop or a comma
        (f"{OPENING}：{'；'.join(TOLD)}。{PROMISE}", [f"{TOLD[0]}；", f"{TOLD[1]}；", f"{TOLD[2]}。"]),
        (f"{OPENING}，主要是：{'；'.join(TOLD)}。", [f"{TOLD[0]}；", f"{TOLD[1]}；", f"{TOLD[2]}。"]),
        (f"{OPENING}。主要表现在{'；'.join(TOLD)}。", [f"{TOLD[0]}；", f"{TOLD[1]}；", f"{TOLD[2]}。"]),
        (f"我们也清醒地认识到：{'；'.join(TOLD)}。", [f"{TOLD[0]}；", f"{TOLD[1]}；", f"{TOLD[2]}。"]),
        # sentence after sentence
        (f"{OPENING}。{'。'.join(TOLD)}。{PROMISE}", [f"{one}。" for one in TOLD]),
        # a last one that goes on: what comes behind is no problem
        (f"{OPENING}：{'；'.join(TOLD)}等等。", [f"{TOLD[0]}；", f"{TOLD[1]}；", TOLD[2]]),
        (f"{OPENING}：{'；'.join(TOLD)}等，我们要切实加以解决。",
         [f"{TOLD[0]}；", f"{TOLD[1]}；", TOLD[2]]),
        # two paragraphs
        (f"{OPENING}：{TOLD[0]}；{TOLD[1]}。\n我们还清醒地看到，政府工作还有不足，{TOLD[2]}。",
         [f"{TOLD[0]}；", f"{TOLD[1]}。", f"{TOLD[2]}。"]),
        # what is seen, told once more
        (f"{OPENING}。我们清醒地认识到，{'。'.join(TOLD)}。", [f"{one}。" for one in TOLD]),
        # clause after clause, an opening one with what it opens
        (f"{OPENING}：产业结构不优，城市能级不高，受资金制约，项目推进不快。{PROMISE}",
         ["产业结构不优，", "城市能级不高，", "受资金制约，项目推进不快。"]),
    ],
)  # fmt: skip
def test_each_problem_is_told_apart(text: str, told: list[str]) -> None:
    assert told_in(text) == told


@pytest.mark.parametrize(
    "text",
    [
        "",
        "茶叶产业链条偏短；财政收支矛盾突出；少数干部担当精神不足。",  # it does not say what it tells
        f"{OPENING}：{TOLD[1]}；{TOLD[2]}。",
        f"{OPENING}。{PROMISE}",
    ],
)
def test_what_tells_hardly_any_problem_has_none(text: str) -> None:
    assert told_in(text) == []


def test_no_run_of_one_word_takes_long() -> None:
    endless = f"{OPENING}：{TOLD[0]}；{TOLD[1]}；{'等' * 50_000}人。"
    assert len(told_in(endless)) == 3


def test_the_outline_of_a_government_report_has_them_as_items() -> None:
    passage = f"{OPENING}：{'；'.join(TOLD)}。{PROMISE}"
    text = (
        "2023年临江县人民政府工作报告\n一、2022年工作回顾\n过去一年，全县茶叶面积达到3万亩。\n"
        f"{passage}\n二、2023年工作安排\n1.做强茶叶产业。延伸茶叶产业链条。\n2.抓好财源建设。培植骨干税源。"
    )
    outline = parse_outline(text, "报告.txt")
    (section,) = [s for s in outline.sections if s.role is Role.PROBLEMS]
    assert section.lead
    assert text[section.lead.start : section.lead.end] == f"{OPENING}："
    told = [text[item.start : item.end] for item in section.items]
    assert told == [f"{TOLD[0]}；", f"{TOLD[1]}；", f"{TOLD[2]}。"]
    quotes = [text[p.start : p.end] for p in paragraphs_of(outline, "r") if p.role is Role.PROBLEMS]
    assert quotes == [f"{OPENING}：", *told, PROMISE]
