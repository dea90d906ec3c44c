"""No word of a report, a model or a user reaches the page as markup; marks stand where they belong."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser

import pytest

from assistant.document import (
    Citation,
    Draft,
    DraftItem,
    Finding,
    Sentence,
    citation_key,
    fact_citation,
    with_sentence_ids,
)
from assistant.storage import ConversationSummary
from assistant.web.archive_html import (
    lines_html,
    notes_html,
    problems_html,
    reports_html,
    section_html,
    standing_html,
)
from assistant.web.pending import FileLine, Pending
from assistant.web.render import draft_html, history_html, sources_html
from corpus.catalogue import ReportSummary
from corpus.intake import Preview
from corpus.readers.reading import Note, NoteKind
from corpus.report import Item, Outline, Paragraph, Report, Role, Section, sha256_of

ATTACK = '<img src=x onerror="alert(1)"> \'&'
TEXT = "前一段。\n一是发展路子偏窄，产业门类少。\n后一段。"
START, END = TEXT.index("一是"), TEXT.index("\n后")
QUOTE = "发展路子偏窄"


def report(text: str = TEXT, title: str = "2022年总结", path: str = "二、存在的问题") -> Report:
    spans = ((0, START - 1), (START, END), (END + 1, len(text)))
    paragraphs = tuple(
        Paragraph(f"r1:{n}", "r1", n, Role.PROBLEMS, (path,), *span) for n, span in enumerate(spans)
    )
    outline = Outline(title, "青岚县委", "2022", text, ())
    return Report("r1", "0" * 64, "总结.docx", outline, paragraphs)


def citation(quote: str = QUOTE, clause: tuple[int, int] = (0, 6), **changes: str) -> Citation:
    start = TEXT.find(quote)
    made = Citation(
        citation_key("r1:1", start, start + len(quote)), "wording", "r1", "2022年总结", "2022",
        ("二、存在的问题",), "r1:1", start, start + len(quote), quote, sha256_of(quote), *clause,
    )  # fmt: skip
    return replace(made, **changes)  # type: ignore[arg-type]


def draft(*sentences: Sentence, **changes: object) -> Draft:
    item = DraftItem("一是", "村集体经济", Sentence("", "家底薄弱。"), sentences)
    made = with_sentence_ids(
        Draft("d1", "problems", "2024H1", "precedent", "青岚县委", "存在的问题", "一是",
              (Sentence("", "还有不足。"),), (item,))
    )  # fmt: skip
    return replace(made, **changes)  # type: ignore[arg-type]


class _Page(HTMLParser):
    """The elements of a page and its visible text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def values(self, attribute: str) -> list[str | None]:
        return [a[attribute] for _, a in self.elements if attribute in a]


def _with_class(html: str, name: str) -> list[dict[str, str | None]]:
    return [a for _, a in _Page(html).elements if name in (a.get("class") or "").split()]


def kept(report_id: str) -> Report | None:
    return report() if report_id == "r1" else None


def gone(report_id: str) -> Report | None:
    return None


SUMMARY = ReportSummary("r1", "2022年总结", "青岚县委", "2022", "总结.docx", 3, 30, "2024-01-01")
HOSTILE = replace(
    with_sentence_ids(
        Draft("d", "problems", "2024H1", "model", ATTACK, ATTACK, ATTACK, (Sentence("", ATTACK),),
              (DraftItem(ATTACK, ATTACK, Sentence("", ATTACK), (
                  Sentence("", ATTACK, (fact_citation(1, ATTACK, 0, 4),)),
                  Sentence("", ATTACK, (
                      citation(report_title=ATTACK, key=ATTACK, quote=ATTACK),
                  )),
              )),))
    ),
    facts=(ATTACK,), notices=(ATTACK,), findings=(Finding("x", "error", ATTACK, ATTACK),),
)  # fmt: skip
HOSTILE_PLACE = draft(Sentence("", QUOTE, (replace(citation(), section_path=(ATTACK, ATTACK)),)))


def hostile_report(report_id: str) -> Report | None:
    """The cited words stand between hostile ones, with hostile neighbours."""
    return None if report_id != "r1" else replace(
        report(), outline=replace(report().outline, text=ATTACK_TEXT), paragraphs=ATTACK_PARAGRAPHS
    )  # fmt: skip


ATTACK_TEXT = f"{ATTACK}\n{ATTACK}{QUOTE}{ATTACK}\n{ATTACK}"
_N = len(ATTACK)
ATTACK_PARAGRAPHS = tuple(
    Paragraph(f"r1:{n}", "r1", n, Role.PROBLEMS, ("x",), *span)
    for n, span in enumerate(
        ((0, _N), (_N + 1, 3 * _N + 7), (3 * _N + 8, 4 * _N + 8))
    )
)  # fmt: skip
IN_HOSTILE = draft(
    Sentence("", QUOTE, (replace(citation(), start=2 * _N + 1, end=2 * _N + 1 + len(QUOTE)),))
)


def _pending(replaces: str | None = None, reason: str = "") -> Pending:
    preview = Preview("a.txt", None if reason else report(), reason, replaces=replaces)
    return Pending("a.txt", b"", preview)


def _hostile_section() -> tuple[Report, Section]:
    end = len(ATTACK_TEXT)
    item = Item(ATTACK, 1, ATTACK, 0, end, 0, end)
    section = Section(Role.OTHER, ATTACK, ATTACK, 1, 0, end, None, (item,))
    return replace(report(), outline=replace(report().outline, text=ATTACK_TEXT)), section


# (where the words are planted, the page)
PAGES: list[tuple[str, Callable[[], str]]] = [
    ("draft", lambda: draft_html(HOSTILE)),
    ("draft in the making", lambda: draft_html(HOSTILE, writing=True)),
    ("sources", lambda: sources_html(HOSTILE, gone)),
    ("section path", lambda: sources_html(HOSTILE_PLACE, kept)),
    ("paragraph and neighbours", lambda: sources_html(IN_HOSTILE, hostile_report)),
    ("reports", lambda: reports_html([replace(SUMMARY, title=ATTACK, file_name=ATTACK)])),
    ("organisation", lambda: reports_html([replace(SUMMARY, organisation=ATTACK)])),
    ("file name", lambda: lines_html([FileLine(ATTACK)])),
    ("refusal", lambda: lines_html([FileLine("a", "未入库", ATTACK, outcome="refused")])),
    ("preview of a refusal", lambda: standing_html(_pending(reason=ATTACK), {})),
    ("preview of a new version", lambda: standing_html(_pending("r1"), {"r1": ATTACK})),
    ("section", lambda: section_html(*_hostile_section())),
    ("note", lambda: notes_html([Note(NoteKind.HIDDEN, ATTACK)])),
    ("problem", lambda: problems_html([ATTACK])),
    ("message", lambda: history_html([ConversationSummary("c1", ATTACK, "2024")])),
]


@pytest.mark.parametrize(("place", "page"), PAGES, ids=[place for place, _ in PAGES])
def test_planted_markup_is_read_as_text(place: str, page: Callable[[], str]) -> None:
    parsed = _Page(page())
    assert "img" not in {tag for tag, _ in parsed.elements}
    assert parsed.values("onerror") == []
    assert parsed.values("src") == []
    assert ATTACK in parsed.text


def test_planted_markup_stays_inside_its_attribute() -> None:
    data = _Page(draft_html(HOSTILE)).values("data-text")
    assert data == [HOSTILE.text]
    assert ATTACK in _Page(draft_html(HOSTILE)).values("data-key")
    links = _Page(history_html([ConversationSummary('"><img src=x>', "标题", "2024")]))
    assert links.values("href") == ['/?c="><img src=x>']


def test_every_field_of_the_draft_is_on_the_page() -> None:
    page = _Page(draft_html(HOSTILE))
    # organisation, heading, lead, marker, heading of the item, notice, finding; a marker stands
    # in the midst of the two cited sentences
    assert re.sub(r"〔\w+〕", "", page.text).count(ATTACK) == 9


def test_clauses_and_markers_stand_in_order() -> None:
    narrow, few = citation(), citation("产业门类少", (7, 12))
    fact = fact_citation(1, "薄弱村还有12个", 13, 20)
    sentence = Sentence("", "发展路子偏窄，产业门类少，还有12个村。", (fact, few, narrow))
    html = draft_html(draft(sentence))
    body = html[html.index('id="s-1.1"') :]
    shown = unescape(re.sub(r"<[^>]*>", "", body[body.index(">") + 1 : body.index("</p>")]))
    assert shown == "发展路子偏窄〔2〕，产业门类少〔1〕，还有12个村。〔素材1〕"
    keys = [narrow.key, few.key, fact.key]
    assert [a["data-key"] for a in _with_class(html, "clause")] == keys
    assert [a["data-key"] for a in _with_class(html, "cite")] == keys


def test_the_two_kinds_of_citation_look_different() -> None:
    fact = fact_citation(1, "薄弱村", 0, 3)
    made = draft(Sentence("", "薄弱村", (fact,)), Sentence("", QUOTE, (citation(),)))
    markers = [(a["class"], a["title"]) for a in _with_class(draft_html(made), "cite")]
    assert markers == [("cite fact", "依据"), ("cite wording", "体例")]


@pytest.mark.parametrize(
    "clauses", [((0, 6), (3, 9)), ((0, 9), (3, 6)), ((0, 9), (0, 9)), ((4, 4), (2, 2))]
)
def test_overlapping_clauses_neither_lose_nor_repeat_a_word(
    clauses: tuple[tuple[int, int], ...],
) -> None:
    text = "发展路子偏窄产业少"
    cited = tuple(citation(clause=c, key=f"k{n}") for n, c in enumerate(clauses))
    html = draft_html(draft(Sentence("", text, cited)))
    body = html[html.index('id="s-1.1"') :]
    shown = re.sub(r"<[^>]*>", "", body[body.index(">") + 1 : body.index("</p>")])
    assert re.sub(r"〔\d〕", "", shown) == text


def test_words_that_the_checks_doubt_are_drawn_and_a_hint_draws_nothing() -> None:
    sentences = (Sentence("", "甲乙丙。", verdict="partial"), Sentence("", "丁。"))
    made = draft(*sentences, findings=(
        Finding("weak_support", "warning", "部分支持：没有", "1.1", 1, 2),
        Finding("hint", "info", "提示", "1.2", 0, 1),
    ))  # fmt: skip
    html = draft_html(made)
    shown = {a["id"]: a for _, a in _Page(html).elements if (a.get("id") or "").startswith("s-1.")}
    assert shown["s-1.1"]["data-marks"] == "partial"
    assert shown["s-1.1"]["title"] == "部分支持：没有"
    assert shown["s-1.1"]["tabindex"] == "0"
    assert '甲<u class="spot partial">乙</u>丙。' in html
    assert shown["s-1.2"]["title"] == "提示"
    assert "tabindex" not in shown["s-1.2"]
    assert html.count('class="spot') == 2  # the words and the label of the count


def test_a_mark_may_begin_and_end_inside_cited_clauses() -> None:
    text = f"{QUOTE}，产业门类少。"
    sentence = Sentence("", text, (citation(), citation("产业门类少", (7, 12))), verdict="partial")
    found = Finding("weak_support", "warning", "部分支持", "1.1", 4, 9)
    html = draft_html(draft(sentence, findings=(found,)))
    body = html[html.index('id="s-1.1"') : html.index("</p>", html.index('id="s-1.1"'))]
    assert "".join(re.findall(r'<u class="spot partial">([^<]*)</u>', body)) == text[4:9]
    plain = unescape(re.sub(r"<[^>]*>", "", body[body.index(">") + 1 :]))
    assert re.sub(r"〔\d〕", "", plain) == text


def test_findings_wait_until_the_draft_is_finished() -> None:
    made = draft(findings=(Finding("uncited", "warning", "没有出处", "1.h"),))
    assert "核验意见 1 条" in draft_html(made)
    assert "核验意见" not in draft_html(made, writing=True)
    assert "counts" not in draft_html(made, writing=True)
    assert "正在起草" in draft_html(made, writing=True)


def test_a_source_is_shown_in_its_paragraph_with_neighbours() -> None:
    html = sources_html(draft(Sentence("", QUOTE, (citation(),))), kept)
    assert f"<blockquote>一是<mark>{QUOTE}</mark>，产业门类少。</blockquote>" in html
    assert "前一段　</b>前一段。" in html
    assert "后一段　</b>后一段。" in html
    assert "2022年度 · 二、存在的问题" in html
    assert "用于 第1条第1句" in html


def test_a_source_used_twice_is_one_card() -> None:
    twice = draft(Sentence("", QUOTE, (citation(),)), Sentence("", QUOTE, (citation(),)))
    html = sources_html(twice, kept)
    assert html.count("<article") == 1
    assert "用于 第1条第1句、第1条第2句" in html


CHANGED: list[tuple[str, Callable[[str], Report | None]]] = [
    ("the report is gone", gone),
    ("its words are others", lambda _: report(TEXT.replace("偏窄", "很宽"))),
    ("the paragraph is gone", lambda _: replace(report(), paragraphs=())),
]


@pytest.mark.parametrize(("why", "report_of"), CHANGED, ids=[why for why, _ in CHANGED])
def test_a_changed_source_is_said_to_be_changed(
    why: str, report_of: Callable[[str], Report | None]
) -> None:
    html = sources_html(draft(Sentence("", QUOTE, (citation(),))), report_of)
    assert "来源已变更" in html
    assert "<mark>" not in html


def test_empty_screens_say_what_to_do() -> None:
    assert "稿件会出现在这里" in draft_html(None)
    assert "按提纲起草" in draft_html(None, planned=True)
    assert "起草之后" in sources_html(None, gone)
    assert "nigao ingest" in reports_html([])
    assert "还没有以前的会话" in history_html([])


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (FileLine("a.docx"), "0 / 1等待a.docx"),
        (FileLine("a.docx", "计算向量 2 / 5", done=2, total=5), "0 / 1计算向量 2 / 5a.docx"),
        (FileLine("a.docx", "已入库", outcome="added"), "1 / 1已入库a.docx"),
        (FileLine("a.docx", "未入库", "打不开", outcome="refused"), "1 / 1未入库a.docx打不开"),
    ],
)
def test_each_file_says_how_far_it_is(line: FileLine, said: str) -> None:
    assert _Page(lines_html([line])).text == said


def test_a_replaced_source_keeps_its_words_and_says_that_it_changed() -> None:
    cited = draft(Sentence("", QUOTE, (citation(),)))
    html = sources_html(cited, kept, lambda report_id: f"newer than {report_id}")
    assert "来源已变更：这份报告已有新版本" in html
    assert f"<mark>{QUOTE}</mark>" in html
    assert "来源已变更" not in sources_html(cited, kept)


def test_a_source_with_pages_names_its_page() -> None:
    cited = draft(Sentence("", QUOTE, (citation(),)))
    paged = replace(report(), pages=(0, citation().start))
    assert "第 2 页" in sources_html(cited, lambda _: paged)
    assert "页" not in _Page(sources_html(cited, kept)).text


def test_whole_indexes_have_no_banner() -> None:
    assert problems_html([]) == ""


def test_a_report_without_period_or_organisation_is_listed() -> None:
    text = _Page(reports_html([replace(SUMMARY, period="", organisation="")])).text
    assert "期间不详—2022年总结" in text
