"""Conversations over a small archive of two made-up reports."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from threading import Thread

import pytest

from assistant.document import Draft
from assistant.errors import DraftError
from assistant.service import Assistant, Partial, Reply, Step, open_assistant
from assistant.settings import Settings
from corpus.archive import Archive
from corpus.embedding import EmbeddingModel
from corpus.errors import ArchiveLocked
from corpus.files import file_bytes

SAMPLES = Path(__file__).resolve().parents[2] / "corpus" / "samples"
ASK = "起草2024年上半年存在的问题，四条，重点写村集体经济和党员教育，今年薄弱村还有12个"


@pytest.fixture(scope="module")
def home(
    embedding: EmbeddingModel, bundled_folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """A data folder with eight of the sample reports and the unpacked model."""
    home = tmp_path_factory.mktemp("service-home")
    (home / "models").mkdir()
    (home / "models" / bundled_folder.name).symlink_to(bundled_folder)
    chosen = [
        p for p in sorted(SAMPLES.iterdir()) if "中共青岚县委" in p.name or "组织部2023" in p.name
    ]
    with Archive.open(home, embedding) as archive:
        assert {r.outcome for r in archive.ingest(file_bytes(chosen))} == {"added"}
    return home


def start(home: Path) -> Assistant:
    return open_assistant(Settings(home=home), today=lambda: date(2024, 7, 1))


@pytest.fixture
def assistant(home: Path) -> Iterator[Assistant]:
    opened = start(home)
    yield opened
    opened.close()


def say(assistant: Assistant, conversation: str, text: str) -> Reply:
    *_, reply = assistant.send(conversation, text)
    assert isinstance(reply, Reply)
    return reply


def change(assistant: Assistant, conversation: str, text: str) -> Reply:
    """Ask for a change and accept all of what is proposed."""
    before = assistant.open_draft(conversation)
    reply = say(assistant, conversation, text)
    assert "修改建议" in reply.text, reply.text
    assert reply.draft == before
    return say(assistant, conversation, "全部接受")


def open_draft(reply: Reply) -> Draft:
    assert reply.draft is not None
    return reply.draft


def test_a_request_streams_steps_and_a_growing_draft(assistant: Assistant) -> None:
    events = list(assistant.send(assistant.new_conversation(), ASK))
    steps = [e.label for e in events if isinstance(e, Step)]
    assert steps == ["理解要求", "查找往年段落", "拟定条目", "起草", "核验出处", "完成"]
    grown = [len(e.draft.items) for e in events if isinstance(e, Partial)]
    assert grown == [0, 1, 2, 3, 4, 4]
    assert [e.writing for e in events if isinstance(e, Partial)] == [True] * 5 + [False]
    assert isinstance(events[-1], Reply)
    assert "共 4 条" in events[-1].text
    assert "核验：逐句有出处" in events[-1].text


def test_follow_ups_work_on_the_open_draft(assistant: Assistant) -> None:
    conversation = assistant.new_conversation()
    first = open_draft(say(assistant, conversation, ASK))
    assert first.facts == ("薄弱村还有12个",)
    assert "目前薄弱村还有12个" in first.text

    second = open_draft(change(assistant, conversation, "第二条换一种写法"))
    assert second.items[1].text != first.items[1].text
    assert second.items[1].theme == "党员教育"
    assert [i.text for n, i in enumerate(second.items) if n != 1] == [
        i.text for n, i in enumerate(first.items) if n != 1
    ]

    third = open_draft(change(assistant, conversation, "删掉第三条"))
    assert len(third.items) == 3
    assert third.items[2].text == second.items[3].text
    assert [i.marker for i in third.items] == ["一是", "二是", "三是"]

    undone = open_draft(say(assistant, conversation, "撤销"))
    assert undone.text == second.text

    numbered = open_draft(change(assistant, conversation, "序号改成（一）（二）"))
    assert [i.marker for i in numbered.items] == ["（一）", "（二）", "（三）", "（四）"]

    longer = open_draft(change(assistant, conversation, "再加一条关于人才的"))
    assert len(longer.items) == 5
    assert longer.items[4].marker == "（五）"
    assert not [f for f in longer.findings if f.severity == "error"]


def test_what_a_rewrite_says_beside_itself_is_not_lost(assistant: Assistant) -> None:
    conversation = assistant.new_conversation()
    say(assistant, conversation, "起草2024年上半年存在的问题，三条，重点写党员教育")
    with_fact = open_draft(
        change(assistant, conversation, "第一条换一种写法，流动党员还有86名没有参学")
    )
    assert "流动党员还有86名没有参学" in with_fact.items[0].text
    other = open_draft(change(assistant, conversation, "把第二条改成关于村集体经济的"))
    assert other.items[1].theme == "村集体经济"
    assert len(other.items) == 3
    more = open_draft(change(assistant, conversation, "再加两条，关于党管武装和人才"))
    assert [i.theme for i in more.items][3:] == ["党管武装", "人才"]
    assert [f for f in more.findings if f.severity == "error"] == []


def test_two_instructions_at_once_are_both_answered(assistant: Assistant) -> None:
    conversation = assistant.new_conversation()
    before = open_draft(say(assistant, conversation, ASK))
    asked = ["第一条换一种写法", "删掉最后一条"]
    threads = [Thread(target=say, args=(assistant, conversation, text)) for text in asked]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert assistant.open_draft(conversation) == before
    proposal = assistant.proposal(conversation)
    assert proposal
    first = next(text for text in asked if text != proposal.instruction)
    assert f"前一份修改建议（{first}）还没有处理，已换成这一份" in proposal.notices
    messages = assistant.messages(conversation)
    assert sorted(m.text for m in messages[2:] if m.from_user) == sorted(asked)
    assert len(messages) == 6


def test_a_fault_is_answered_with_a_number_and_the_conversation_goes_on(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    conversation = assistant.new_conversation()

    def broken(*_: object) -> None:
        raise RuntimeError("disk on fire")

    with monkeypatch.context() as patched:
        patched.setattr("assistant.drafting.Drafting.plan", broken)
        said = say(assistant, conversation, ASK).text
    number = re.search(r"编号 ([0-9a-f]{6})", said)
    assert number is not None
    assert number[1] in caplog.text
    assert "disk on fire" in caplog.text
    assert len(assistant.messages(conversation)) == 2
    assert len(open_draft(say(assistant, conversation, ASK)).items) == 4


def test_rewriting_the_item_with_the_fact_keeps_the_fact(assistant: Assistant) -> None:
    conversation = assistant.new_conversation()
    first = open_draft(say(assistant, conversation, ASK))
    second = open_draft(change(assistant, conversation, "第一条换一种写法"))
    assert first.items[0].text != second.items[0].text
    assert "薄弱村还有12个" in second.items[0].text


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ("你好", "我能根据往年报告起草"),
        ("写个请假条", "这类文字我写不了"),
        ("帮我写点东西", "您要起草哪一部分？"),
        ("第二条换一种写法", "您要起草哪一部分？"),
        ("检查一下", "可以这样说"),
        ("起草2024年上半年存在的问题，重点写海洋牧场", "没有写过“海洋牧场”"),
        ("起草2015年上半年存在的问题", "没有2015年上半年及以前"),
        ("以前的报告里是怎么写作风建设方面的问题的？", "往年报告里与“作风建设”相近的有"),
        ("<img src=x onerror=alert(1)>", "我能根据往年报告起草"),
    ],
)
def test_what_is_said_without_a_draft(assistant: Assistant, message: str, said: str) -> None:
    assert said in say(assistant, assistant.new_conversation(), message).text


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ("第9条换一种写法", "现在共 4 条，没有第九条"),
        ("检查一下", "无出处 0 · 待补 0 · 无依据数字 0 · 过期提法 0"),
        ("第一条是从哪份报告来的", "›"),
        ("导出成Word", "导出"),
        ("再加一条关于海洋牧场的", "没有写过“海洋牧场”"),
    ],
)
def test_what_is_said_with_a_draft(assistant: Assistant, message: str, said: str) -> None:
    conversation = assistant.new_conversation()
    before = open_draft(say(assistant, conversation, ASK))
    reply = say(assistant, conversation, message)
    assert said in reply.text
    assert open_draft(reply).text == before.text


@pytest.mark.parametrize(("word", "accepts"), [("好的，就这样改", True), ("还是算了", False)])
def test_everyday_words_decide_on_what_is_proposed(
    assistant: Assistant, word: str, accepts: bool
) -> None:
    conversation = assistant.new_conversation()
    before = say(assistant, conversation, ASK).draft
    say(assistant, conversation, "第二条压缩到60字")
    assert assistant.proposal(conversation) is not None
    say(assistant, conversation, word)
    assert assistant.proposal(conversation) is None
    after = assistant.open_section(conversation, "problems")
    assert before is not None
    assert after is not None
    assert (after.text != before.text) is accepts


def test_a_short_answer_goes_on_with_the_question(assistant: Assistant) -> None:
    conversation = assistant.new_conversation()
    assert "哪一部分" in say(assistant, conversation, "四条，重点写村集体经济").text
    draft = say(assistant, conversation, "问题吧").draft
    assert draft is not None
    assert (draft.section, len(draft.items)) == ("problems", 4)


def test_the_other_section_is_of_the_same_report_and_can_be_gone_back_to(
    assistant: Assistant,
) -> None:
    conversation = assistant.new_conversation()
    say(assistant, conversation, "起草2023年度存在的问题，三条")
    plan = say(assistant, conversation, "打算也写一份，三条").draft
    assert plan is not None
    assert (plan.section, plan.period) == ("plan", "2023")
    assert "已打开" in say(assistant, conversation, "回到问题").text
    change(assistant, conversation, "删掉第三条")
    sections = {s: assistant.open_section(conversation, s) for s in ("plan", "problems")}
    assert {s: len(d.items) for s, d in sections.items() if d} == {"plan": 3, "problems": 2}


def test_what_cannot_be_read_is_no_greeting(assistant: Assistant) -> None:
    conversation = assistant.new_conversation()
    say(assistant, conversation, ASK)
    assert say(assistant, conversation, "少用“进一步”").text.startswith("没有听懂")
    assert say(assistant, conversation, "谢谢").text.startswith("好的")


def test_two_conversations_never_mix(assistant: Assistant) -> None:
    one, other = assistant.new_conversation(), assistant.new_conversation()
    say(assistant, one, ASK)
    say(assistant, other, "起草2024年下半年工作打算，五条")
    first, second = assistant.open_draft(one), assistant.open_draft(other)
    assert first is not None
    assert second is not None
    assert (first.section, second.section) == ("problems", "plan")
    assert [m.text for m in assistant.messages(one) if m.from_user] == [ASK]
    assert len(assistant.messages(other)) == 2


def test_a_conversation_is_there_after_a_restart(home: Path) -> None:
    before = start(home)
    conversation = before.new_conversation()
    draft = open_draft(say(before, conversation, ASK))
    messages = before.messages(conversation)
    before.close()
    after = start(home)
    try:
        assert after.messages(conversation) == messages
        assert after.open_draft(conversation) == draft
        assert conversation in [c.id for c in after.conversations()]
    finally:
        after.close()


def test_the_word_file_holds_the_draft(assistant: Assistant) -> None:
    conversation = assistant.new_conversation()
    with pytest.raises(DraftError, match="请先起草"):
        assistant.export(conversation)
    say(assistant, conversation, ASK)
    made = assistant.export(conversation)
    assert made.name == "2024年上半年存在的问题.docx"
    assert made.content.startswith(b"PK")


def test_a_forgotten_report_makes_its_citations_change(home: Path, tmp_path: Path) -> None:
    opened = start(home)
    try:
        conversation = opened.new_conversation()
        draft = open_draft(say(opened, conversation, ASK))
        cited = draft.items[0].heading.citations[0].report_id
        report = opened.forget(cited)
        changed = opened.open_draft(conversation)
        assert changed is not None
        assert "source_changed" in {f.kind for f in changed.findings}
        restored = list(
            opened.ingest([(report.file_name, (SAMPLES / report.file_name).read_bytes())])
        )
        assert restored[0].outcome == "added"
        healed = opened.open_draft(conversation)
        assert healed is not None
        assert "source_changed" not in {f.kind for f in healed.findings}
    finally:
        opened.close()


def test_a_second_process_is_told_in_one_line(assistant: Assistant, home: Path) -> None:
    with pytest.raises(ArchiveLocked, match="正被另一个拟稿程序使用"):
        start(home)
    beside = open_assistant(Settings(home=home), read_only=True)
    assert len(beside.reports()) == 8
    beside.close()
