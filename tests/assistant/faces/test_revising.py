"""An instruction proposes, nothing changes until it is accepted, and everything can be taken back."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from assistant.document import Draft
from assistant.errors import DraftError
from assistant.rewriting.asking import decision_of
from assistant.rewriting.desk import Selection
from assistant.service import Assistant, Reply, open_assistant
from assistant.settings import Settings

ASK = "起草2024年上半年存在的问题，四条，重点写村集体经济和党员教育"


@pytest.fixture(scope="module")
def assistant(
    sample_home: Path, tmp_path_factory: pytest.TempPathFactory, bundled_folder: Path
) -> Iterator[Assistant]:
    home = tmp_path_factory.mktemp("revising") / "home"
    shutil.copytree(sample_home, home)
    (home / "models").mkdir(exist_ok=True)
    (home / "models" / bundled_folder.name).symlink_to(bundled_folder)
    opened = open_assistant(Settings(home=home), today=lambda: date(2024, 7, 1))
    yield opened
    opened.close()


@pytest.fixture
def conversation(assistant: Assistant) -> str:
    conversation = assistant.new_conversation()
    list(assistant.send(conversation, ASK))
    return conversation


def now(assistant: Assistant, conversation: str) -> Draft:
    draft = assistant.open_draft(conversation)
    assert draft
    return draft


def test_nothing_changes_until_a_change_is_accepted(
    assistant: Assistant, conversation: str
) -> None:
    before = now(assistant, conversation)
    proposal = assistant.propose(conversation, "压缩到60字", item=2)
    assert now(assistant, conversation).text == before.text
    assert assistant.proposal(conversation) == proposal
    after = assistant.accept(conversation, [c.id for c in proposal.changes])
    assert after.text != before.text
    assert [i.text for n, i in enumerate(after.items) if n != 1] == [
        i.text for n, i in enumerate(before.items) if n != 1
    ]
    assert assistant.proposal(conversation) is None
    undone = assistant.undo(conversation)
    assert undone
    assert undone.text == before.text
    redone = assistant.redo(conversation)
    assert redone
    assert redone.text == after.text


def test_one_change_is_accepted_and_the_others_are_not(
    assistant: Assistant, conversation: str
) -> None:
    before = now(assistant, conversation)
    proposal = assistant.propose(conversation, "把“不够”换成“还不够”")
    assert len(proposal.changes) > 1
    first, *others = proposal.changes
    after = assistant.accept(conversation, [first.id])
    assert first.after in after.text
    left = assistant.proposal(conversation)
    assert left
    assert len(left.changes) == len(others)
    assert {(c.before, c.after) for c in left.changes} == {(c.before, c.after) for c in others}
    assert assistant.reject(conversation, [c.id for c in left.changes]) is None
    assert assistant.proposal(conversation) is None
    assert now(assistant, conversation).text == after.text != before.text


def test_a_change_is_edited_before_it_is_accepted(assistant: Assistant, conversation: str) -> None:
    proposal = assistant.propose(conversation, "把“不够”换成“还不够”")
    change = proposal.changes[0]
    words = change.after.replace("还不够", "仍不够")
    edited = assistant.edit_change(conversation, change.id, words)
    assert next(c for c in edited.changes if c.id == change.id).after == words
    after = assistant.accept(conversation, [change.id])
    assert words in after.text
    sentence = next(s for s in after.sentences() if s.text == words)
    assert sentence.citations
    with pytest.raises(DraftError, match="是空的"):
        assistant.edit_change(conversation, edited.changes[-1].id, " ")


def test_a_selection_alone_is_changed(assistant: Assistant, conversation: str) -> None:
    before = now(assistant, conversation)
    sentence = before.items[0].sentences[0]
    proposal = assistant.propose(conversation, "删去", selection=Selection(sentence.id))
    after = assistant.accept(conversation, [c.id for c in proposal.changes])
    assert sentence.text not in after.text
    assert [i.text for i in after.items[1:]] == [i.text for i in before.items[1:]]


def test_what_cannot_be_done_is_said(assistant: Assistant, conversation: str) -> None:
    with pytest.raises(DraftError, match="没有待定的修改建议"):
        assistant.accept(conversation, ["c1"])
    with pytest.raises(DraftError, match="没有待定的修改建议"):
        assistant.reject(conversation, ["c1"])
    assistant.propose(conversation, "压缩到60字", item=1)
    with pytest.raises(DraftError, match="已不在建议里"):
        assistant.accept(conversation, ["c99"])
    empty = assistant.new_conversation()
    with pytest.raises(DraftError, match="还没有打开的稿子"):
        assistant.propose(empty, "压缩到60字", item=1)


def test_a_proposal_follows_the_draft(assistant: Assistant, conversation: str) -> None:
    proposal = assistant.propose(conversation, "压缩到60字", item=1)
    other = assistant.propose(conversation, "删掉第四条")
    assert "还没有处理，已换成这一份" in other.notices[-1]
    # The first one, kept again, fits the draft that has changed meanwhile.
    assistant.accept(conversation, [c.id for c in other.changes])
    assistant._stored().keep_proposal(conversation, proposal)
    open_now = assistant.proposal(conversation)
    assert open_now
    assert open_now.old.text == now(assistant, conversation).text
    assert {c.after for c in open_now.changes} == {c.after for c in proposal.changes}


@pytest.mark.parametrize(
    ("text", "decision"),
    [
        ("全部接受", True), ("接受修改", True), ("同意", True), ("就这样改吧", True),
        ("全部不改", False), ("放弃修改", False), ("不改了", False),
        ("第二条不改，删掉第三条", None), ("把“接受”换成“采纳”", None), ("改得正式些", None),
    ],
)  # fmt: skip
def test_a_decision_is_told_from_an_instruction(text: str, decision: bool | None) -> None:
    assert decision_of(text) is decision


def test_the_chat_decides_on_the_whole(assistant: Assistant, conversation: str) -> None:
    before = now(assistant, conversation)
    *_, reply = assistant.send(conversation, "全部接受")
    assert isinstance(reply, Reply)
    assert "没有待定的修改建议" in reply.text
    list(assistant.send(conversation, "第二条压缩到60字"))
    *_, reply = assistant.send(conversation, "全部不改")
    assert isinstance(reply, Reply)
    assert "已放弃" in reply.text
    assert now(assistant, conversation).text == before.text
    list(assistant.send(conversation, "第二条压缩到60字"))
    list(assistant.send(conversation, "全部接受"))
    assert now(assistant, conversation).text != before.text


def test_versions_are_named_compared_and_restored(assistant: Assistant, conversation: str) -> None:
    before = now(assistant, conversation)
    proposal = assistant.propose(conversation, "压缩到60字", item=2)
    assistant.accept(conversation, [c.id for c in proposal.changes])
    newest, oldest = assistant.versions(conversation)
    assistant.name_version(conversation, oldest.id, "初稿")
    assert assistant.versions(conversation)[1].name == "初稿"
    changes = assistant.compare(conversation, oldest.id, newest.id)
    assert {(c.before, c.after) for c in changes} == {(c.before, c.after) for c in proposal.changes}
    assert assistant.restore(conversation, oldest.id).text == before.text
    assert len(assistant.versions(conversation)) == 3


# --- what the checks can put right ----------------------------------------------------------------


def test_a_fix_of_a_finding_is_a_proposal(assistant: Assistant, conversation: str) -> None:
    proposal = assistant.propose(conversation, "压缩到60字", item=2)
    change = next(c for c in proposal.changes if c.sentence is not None)
    assistant.edit_change(conversation, change.id, "完善台帐。")
    before = assistant.accept(conversation, [change.id])
    finding = next(f for f in before.findings if f.rule == "word.confusable")
    where = (finding.rule, finding.sentence_id, finding.start)
    fix = assistant.propose_fix(conversation, *where)
    assert [(c.before, c.after) for c in fix.changes] == [("完善台帐。", "完善台账。")]
    assert now(assistant, conversation).text == before.text  # nothing changes until it is accepted
    after = assistant.accept(conversation, [c.id for c in fix.changes])
    assert after.text == before.text.replace("台帐", "台账")
    with pytest.raises(DraftError, match="已有变化"):
        assistant.propose_fix(conversation, *where)
