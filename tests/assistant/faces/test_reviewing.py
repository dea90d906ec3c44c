"""From a draft to a signed section through the face: decisions, comments, waivers, signing."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from assistant.document import Sentence, with_sentence_ids
from assistant.errors import DraftError
from assistant.people.roles import User
from assistant.review.sheet import ReviewSheet
from assistant.service import Assistant, Reply, open_assistant
from assistant.settings import Settings
from assistant.storage.seal_rows import Sealed

ASK = "起草2024年上半年存在的问题，三条，今年薄弱村还有12个"
WRITER, REVIEWER = User("李拟稿", "writer"), User("王核稿", "reviewer")


@pytest.fixture(scope="module")
def assistant(
    sample_home: Path, tmp_path_factory: pytest.TempPathFactory, bundled_folder: Path
) -> Iterator[Assistant]:
    home = tmp_path_factory.mktemp("reviewing") / "home"
    shutil.copytree(sample_home, home)
    (home / "models").mkdir(exist_ok=True)
    (home / "models" / bundled_folder.name).symlink_to(bundled_folder)
    opened = open_assistant(Settings(home=home), today=lambda: date(2024, 7, 1))
    yield opened.acting(REVIEWER)
    opened.close()


@pytest.fixture
def writer(assistant: Assistant) -> Assistant:
    return assistant.acting(WRITER)


@pytest.fixture
def conversation(assistant: Assistant, writer: Assistant) -> str:
    """A draft with a sentence that invents a figure, handed over for review."""
    conversation = writer.new_conversation()
    list(writer.send(conversation, ASK))
    writer.hand_over(conversation, "review")
    made = assistant._stored().current(conversation)
    assert made
    first = made.items[0]
    bad = replace(first, sentences=(*first.sentences, Sentence("", "全年建成网箱35个。")))
    changed = with_sentence_ids(replace(made, items=(bad, *made.items[1:])))
    assistant._stored().save(conversation, changed, "添了一句")
    return conversation


def sheet(assistant: Assistant, conversation: str) -> ReviewSheet:
    found = assistant.review(conversation, "problems")
    assert found
    return found


def test_the_invented_figure_is_on_top(assistant: Assistant, conversation: str) -> None:
    first = sheet(assistant, conversation).entries[0]
    assert first.sentence.text == "全年建成网箱35个。"
    assert [(t.token, t.where) for t in first.traces] == [("35", "nowhere")]
    assert first.risk.reasons[0] == "无依据数字（须改）"
    assert assistant.review(assistant.new_conversation(), "problems") is None


def test_decisions_bear_a_name_and_fall_with_the_words(
    assistant: Assistant, writer: Assistant, conversation: str
) -> None:
    entry = sheet(assistant, conversation).entries[0]
    here = (conversation, "problems", entry.id)
    with pytest.raises(DraftError, match="刚被改过"):
        assistant.decide_sentence(*here, "passed", on="0" * 64)  # type: ignore[arg-type]
    made = assistant.decide_sentence(
        conversation, "problems", entry.id, "returned", entry.stands_on
    )
    assert made.by == "王核稿"
    assert assistant.decisions(conversation, "problems") == {entry.id: made}
    draft = assistant._stored().current(conversation)
    assert draft
    item = draft.items[0]
    softer = replace(item.sentences[-1], text="全年建成网箱若干。")
    changed = replace(item, sentences=(*item.sentences[:-1], softer))
    assistant._stored().save(conversation, replace(draft, items=(changed, *draft.items[1:])), "改")
    after = sheet(assistant, conversation).entry(entry.id)
    assert after
    assert (after.decision, after.fell) == (None, made)
    writer.undo(conversation)
    assert assistant.decisions(conversation, "problems") == {entry.id: made}
    assistant.undecide_sentence(conversation, "problems", entry.id)
    assert assistant.decisions(conversation, "problems") == {}


def test_only_what_was_passed_is_locked(assistant: Assistant, conversation: str) -> None:
    with pytest.raises(DraftError, match="请先通过"):
        assistant.lock_sentence(conversation, "problems", "2.1")
    assistant.decide_sentence(conversation, "problems", "2.1", "passed")
    assert assistant.lock_sentence(conversation, "problems", "2.1").by == "王核稿"
    entry = sheet(assistant, conversation).entry("2.1")
    assert entry
    assert entry.lock
    assistant.unlock_sentence(conversation, "problems", "2.1")
    assert assistant.locked(conversation) == {}


def test_a_comment_is_answered_and_settled(
    assistant: Assistant, writer: Assistant, conversation: str
) -> None:
    thread = assistant.comment(conversation, "problems", "1.1", " 台账上是几个？ ")
    assert thread.state == "open"
    thread = writer.answer_comment(conversation, thread.id, "12个")
    assert [(r.by, r.text) for r in thread.remarks] == [
        ("王核稿", "台账上是几个？"), ("李拟稿", "12个"),
    ]  # fmt: skip
    assert thread.state == "answered"
    assert assistant.ask_again(conversation, thread.id, "附台账").state == "open"
    assert assistant.resolve_comment(conversation, thread.id).state == "resolved"
    assert [t.id for t in assistant.threads(conversation, "problems")["1.1"]] == [thread.id]
    other = assistant.new_conversation()
    for place, text in (("1.1", "  "), ("9.9", "在哪里"), ("1.1", "长" * 1001)):
        with pytest.raises(DraftError):
            assistant.comment(conversation, "problems", place, text)
    with pytest.raises(DraftError, match="已经不在了"):
        assistant.answer_comment(other, thread.id, "别人的")


def test_signing_is_refused_until_everything_is_settled(
    assistant: Assistant, writer: Assistant, conversation: str
) -> None:
    with pytest.raises(DraftError, match="还不能定稿：有"):
        assistant.sign(conversation, "problems")
    for entry in sheet(assistant, conversation).entries:
        assistant.decide_sentence(conversation, "problems", entry.id, "passed", entry.stands_on)
    (left,) = sheet(assistant, conversation).in_the_way
    assert (left.kind, left.place) == ("error", f"第1条第{left.sentence_id[2:]}句")
    with pytest.raises(DraftError, match="写下豁免的理由"):
        assistant.waive(conversation, "problems", left.id, " ")
    with pytest.raises(DraftError, match="已不妨碍定稿"):
        assistant.waive(conversation, "problems", "made up", "理由")
    assistant.waive(conversation, "problems", left.id, "台账已核")
    proposal = writer.propose(conversation, "压缩到60字", item=2)
    assert [b.kind for b in sheet(assistant, conversation).in_the_way] == ["proposal"]
    writer.reject(conversation, [c.id for c in proposal.changes])
    seal = assistant.sign(conversation, "problems")
    assert seal.by == "王核稿"
    assert assistant.signed(conversation, "problems") == seal

    before = assistant._stored().current(conversation)
    first = assistant.versions(conversation)[-1]
    with pytest.raises(Sealed):
        writer.propose(conversation, "压缩到60字", item=1)
    with pytest.raises(Sealed):
        writer.undo(conversation)
    with pytest.raises(Sealed):
        writer.restore(conversation, first.id)
    for order in ("第二条压缩到60字", ASK, "撤销"):
        *_, reply = writer.send(conversation, order)
        assert isinstance(reply, Reply)
        assert "定稿，不能再改" in reply.text
    assert assistant._stored().current(conversation) == before
    name = assistant.export(conversation).name
    assert name == "2024年上半年存在的问题（定稿）.docx"

    assistant.reopen(conversation, "problems", "数字有误")
    assert writer.undo(conversation) is not None
    assert assistant.verify_log().fault == ""
    assert "定稿" not in assistant.export(conversation).name
