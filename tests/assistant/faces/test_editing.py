"""Hand edits, two people on one draft, locks and house terms: nothing is lost and nothing sneaks in."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date
from pathlib import Path
from threading import Barrier

import pytest

from assistant.document import Draft, Sentence
from assistant.errors import DraftError
from assistant.people.roles import User
from assistant.rewriting.desk import Selection, name_of
from assistant.rewriting.house_terms import Replacement
from assistant.service import Assistant, Reply, open_assistant
from assistant.settings import Settings
from assistant.storage import Stale
from assistant.storage.asides import NeedsMerge

ASK = "起草2024年上半年存在的问题，四条，重点写村集体经济和党员教育"
LI, WANG = User("李拟稿", "editor"), User("王改稿", "editor")


@pytest.fixture(scope="module")
def assistant(
    sample_home: Path, tmp_path_factory: pytest.TempPathFactory, bundled_folder: Path
) -> Iterator[Assistant]:
    home = tmp_path_factory.mktemp("editing") / "home"
    shutil.copytree(sample_home, home)
    (home / "models").mkdir(exist_ok=True)
    (home / "models" / bundled_folder.name).symlink_to(bundled_folder)
    opened = open_assistant(Settings(home=home), today=lambda: date(2024, 7, 1))
    yield opened
    opened.close()


@pytest.fixture
def li(assistant: Assistant) -> Assistant:
    return assistant.acting(LI)


@pytest.fixture
def wang(assistant: Assistant) -> Assistant:
    return assistant.acting(WANG)


@pytest.fixture
def conversation(li: Assistant) -> str:
    conversation = li.new_conversation()
    list(li.send(conversation, ASK))
    li.hand_over(conversation, "editing")
    return conversation


def version_of(assistant: Assistant, conversation: str) -> int:
    shown = assistant.shown(conversation)
    assert shown
    return shown.version.id


def sentence(draft: Draft, sentence_id: str) -> Sentence:
    return next(s for s in draft.sentences() if s.id == sentence_id)


def now(assistant: Assistant, conversation: str) -> Draft:
    shown = assistant.shown(conversation)
    assert shown
    return shown.draft


def cited_twice(draft: Draft) -> Sentence:
    headings = {i.heading.id for i in draft.items}
    return next(s for s in draft.sentences() if len(s.citations) > 1 and s.id not in headings)


def test_a_hand_edit_is_a_version_and_keeps_the_citations_that_still_fit(
    li: Assistant, wang: Assistant, conversation: str
) -> None:
    before, shown = now(li, conversation), version_of(li, conversation)
    old = cited_twice(before)
    last = max(old.citations, key=lambda c: c.clause_start)
    kept = [c for c in old.citations if c.clause_end <= last.clause_start]
    words = old.text[: last.clause_start].rstrip("，；") + "。"
    after = wang.edit_sentence(conversation, old.id, f" {words}\n", shown)
    new = sentence(after, old.id)
    assert new.text == words
    assert [c.key for c in new.citations] == [c.key for c in kept]
    assert [s.text for s in after.sentences() if s.id != old.id] == [
        s.text for s in before.sentences() if s.id != old.id
    ]
    newest, _ = li.versions(conversation)
    assert (newest.author, newest.instruction, newest.parent_id) == ("王改稿", "手工修改", shown)
    assert after.findings == li.check(after).findings
    undone = li.undo(conversation)
    assert undone
    assert undone.text == before.text


def test_what_a_hand_may_not_do(li: Assistant, conversation: str) -> None:
    shown, draft = version_of(li, conversation), now(li, conversation)
    for text, said in ((" ", "是空的"), ("。", "是空的"), ("\u202e\n", "是空的")):
        with pytest.raises(DraftError, match=said):
            li.edit_sentence(conversation, "1.1", text, shown)
    with pytest.raises(DraftError, match="已经不在稿子里"):
        li.edit_sentence(conversation, "9.9", "改。", shown)
    with pytest.raises(DraftError, match="没有这个版本"):
        li.edit_sentence(conversation, "1.1", "改。", 10**9)
    assert li.edit_sentence(conversation, "1.1", sentence(draft, "1.1").text, shown) == draft
    assert len(li.versions(conversation)) == 1
    figure = li.edit_sentence(conversation, "1.1", "全县还有薄弱村9871个", shown)
    assert sentence(figure, "1.1").text.endswith("。")
    assert [f.kind for f in figure.findings if f.sentence_id == "1.1" and f.severity == "error"]


def test_two_edits_of_two_sentences_merge_by_themselves(
    li: Assistant, wang: Assistant, conversation: str
) -> None:
    shown, before = version_of(li, conversation), now(li, conversation)
    mine, theirs = "这句是李改的。", "这句是王改的。"
    wang.edit_sentence(conversation, "2.1", theirs, shown)
    with pytest.raises(NeedsMerge, match="王改稿改过") as met:
        li.edit_sentence(conversation, "1.1", mine, shown)
    assert now(li, conversation).text == before.text.replace(sentence(before, "2.1").text, theirs)
    assert li.shown(conversation).asides == (met.value.aside,)  # type: ignore[union-attr]
    merging = li.merging(conversation, met.value.aside)
    assert merging.merge.conflicts == ()
    assert [c.after for c in merging.my_changes] == [mine]
    assert [c.after for c in merging.their_changes] == [theirs]
    assert (merging.mine.author, merging.theirs.author) == ("李拟稿", "王改稿")
    after = li.save_merged(conversation, met.value.aside, [], merging.theirs.id)
    assert {sentence(after, "1.1").text, sentence(after, "2.1").text} == {mine, theirs}
    shown_now = li.shown(conversation)
    assert shown_now
    assert shown_now.asides == ()
    assert li.versions(conversation)[0].instruction == "合并“手工修改”"
    with pytest.raises(DraftError, match="已经合并过"):
        li.save_merged(conversation, met.value.aside, [], shown_now.version.id)


@pytest.mark.parametrize("side", ["mine", "theirs"])
def test_one_sentence_edited_twice_is_a_conflict_that_somebody_decides(
    li: Assistant, wang: Assistant, conversation: str, side: str
) -> None:
    shown = version_of(li, conversation)
    wang.edit_sentence(conversation, "1.1", "王的写法。", shown)
    with pytest.raises(NeedsMerge) as met:
        li.edit_sentence(conversation, "1.1", "李的写法。", shown)
    merging = li.merging(conversation, met.value.aside)
    (conflict,) = merging.merge.conflicts
    assert (conflict.mine, conflict.theirs) == ("李的写法。", "王的写法。")
    chosen = [conflict.id] if side == "mine" else []
    # A third change in the meantime is not passed over either.
    wang.edit_sentence(conversation, "3.1", "又改一处。", merging.theirs.id)
    with pytest.raises(Stale):
        li.save_merged(conversation, met.value.aside, chosen, merging.theirs.id)
    merging = li.merging(conversation, met.value.aside)
    after = li.save_merged(conversation, met.value.aside, chosen, merging.theirs.id)
    assert sentence(after, "1.1").text == getattr(conflict, side)
    assert sentence(after, "3.1").text == "又改一处。"
    texts = [li.version(conversation, v.id).draft.text for v in li.versions(conversation)]
    assert any("李的写法。" in text for text in texts)
    assert any("王的写法。" in text for text in texts)


def test_the_same_edit_twice_needs_no_merging(
    li: Assistant, wang: Assistant, conversation: str
) -> None:
    shown = version_of(li, conversation)
    wang.edit_sentence(conversation, "1.1", "一样的写法。", shown)
    same = li.edit_sentence(conversation, "1.1", "一样的写法。", shown)
    assert sentence(same, "1.1").text == "一样的写法。"
    assert len(li.versions(conversation)) == 2


def test_people_at_once_lose_nothing(li: Assistant, wang: Assistant, conversation: str) -> None:
    """Every change of everybody is in the draft, or waits to be merged, or was refused aloud."""
    li.propose(conversation, "把“不够”换成“还不够”")
    shown = li.shown(conversation)
    assert shown
    assert shown.proposal
    accepted = [c for c in shown.proposal.changes if not c.sentence_id.startswith("lead")]
    touched = {c.sentence_id for c in shown.proposal.changes}
    free = [s.id for s in shown.draft.sentences() if s.id not in touched][:3]
    assert accepted
    assert free
    start = Barrier(len(accepted) + len(free))
    refused: list[str] = []

    def accept(change_id: str) -> None:
        start.wait()
        try:
            wang.accept(conversation, [change_id])
        except DraftError:
            refused.append(change_id)

    def edit(sentence_id: str) -> None:
        start.wait()
        with suppress(NeedsMerge):
            li.edit_sentence(conversation, sentence_id, f"手改{sentence_id}句。", shown.version.id)

    with ThreadPoolExecutor(len(accepted) + len(free)) as pool:
        done = [pool.submit(accept, c.id) for c in accepted]
        done += [pool.submit(edit, i) for i in free]
        for future in done:
            future.result()
    assert refused == []
    while (left := li.shown(conversation)) and left.asides:
        merging = li.merging(conversation, left.asides[-1])
        assert merging.merge.conflicts == ()
        li.save_merged(conversation, left.asides[-1], [], merging.theirs.id)
    text = now(li, conversation).text
    assert all(change.after in text for change in accepted)
    assert all(f"手改{i}句。" in text for i in free)


def test_a_stale_window_does_not_touch_another_sentence(
    li: Assistant, wang: Assistant, conversation: str
) -> None:
    shown, before = version_of(li, conversation), now(li, conversation)
    proposal = wang.propose(conversation, "第三条移到最前面")
    wang.accept(conversation, [c.id for c in proposal.changes])
    assert li.place_of(conversation, "3.1", shown) == "1.1"
    assert li.place_of(conversation, "1.1", shown) == "2.1"
    carried = li.selection_of(conversation, Selection("1.1", 1, 3), shown)
    assert carried == Selection("2.1", 1, 3)
    lock = wang.lock(conversation, "1.1", shown, "领导定的")
    assert lock.text == sentence(before, "1.1").text
    wang.edit_sentence(conversation, "3.1", "改过了。", version_of(wang, conversation))
    with pytest.raises(DraftError, match="刚才在别处被改过"):
        li.place_of(conversation, "2.1", shown)
    with pytest.raises(Stale):
        li.require_current(conversation, shown)


def test_words_changed_in_another_window_are_not_accepted_unseen(
    li: Assistant, wang: Assistant, conversation: str
) -> None:
    seen = li.propose(conversation, "把“不够”换成“还不够”")
    change = seen.changes[0]
    edited = wang.edit_change(conversation, change.id, change.after.replace("还不够", "欠缺"))
    assert edited.id != seen.id  # by which the window is found to be stale


def test_a_locked_sentence_stays(li: Assistant, wang: Assistant, conversation: str) -> None:
    shown, before = version_of(li, conversation), now(li, conversation)
    lock = wang.lock(conversation, "2.1", shown, "书记改定")
    assert (lock.by, lock.why) == ("王改稿", "书记改定")
    assert li.shown(conversation).locks == {"2.1": lock}  # type: ignore[union-attr]
    with pytest.raises(DraftError, match="第二条第1句已被王改稿锁定"):
        li.edit_sentence(conversation, "2.1", "改。", shown)
    with pytest.raises(DraftError, match="锁定"):
        li.propose(conversation, "删去", selection=Selection("2.1"))
    li.unlock(conversation, "2.1", shown)
    assert "改。" in li.edit_sentence(conversation, "2.1", "改。", shown).text
    assert before.text != now(li, conversation).text


def test_all_is_accepted_but_for_what_was_locked_meanwhile(
    li: Assistant, wang: Assistant, conversation: str
) -> None:
    proposal = li.propose(conversation, "把“不够”换成“还不够”")
    assert len(proposal.changes) > 1
    first, *others = proposal.changes
    wang.lock(conversation, first.sentence_id, version_of(wang, conversation))
    every = [c.id for c in proposal.changes]
    name = name_of(first.sentence_id)
    assert li.barred(conversation, every) == name
    assert li.barred(conversation, every[1:]) == ""
    with pytest.raises(DraftError, match=f"{name}已锁定"):
        li.accept(conversation, [first.id])
    *_, reply = li.send(conversation, "全部接受")
    assert isinstance(reply, Reply)
    assert f"{name}已锁定，没有改" in reply.text
    after = now(li, conversation)
    assert sentence(after, first.sentence_id).text == first.before
    assert all(sentence(after, c.sentence_id).text == c.after for c in others)
    left = li.proposal(conversation)
    assert left
    assert [c.before for c in left.changes] == [first.before]


def test_a_merge_does_not_change_what_was_locked_meanwhile(
    li: Assistant, wang: Assistant, conversation: str
) -> None:
    shown = version_of(li, conversation)
    wang.edit_sentence(conversation, "1.1", "王的写法。", shown)
    with pytest.raises(NeedsMerge) as met:
        li.edit_sentence(conversation, "1.1", "李的写法。", shown)
    wang.lock(conversation, "1.1", version_of(wang, conversation))
    parent = li.merging(conversation, met.value.aside).theirs.id
    with pytest.raises(DraftError, match="第一条第1句已锁定"):
        li.save_merged(conversation, met.value.aside, ["k1"], parent)
    li.drop_aside(conversation, met.value.aside)
    assert li.shown(conversation).asides == ()  # type: ignore[union-attr]
    assert any(v.id == met.value.aside for v in li.versions(conversation))


def test_house_terms_are_used_once_they_are_turned_on(assistant: Assistant) -> None:
    li = assistant.acting(LI)
    conversation = li.new_conversation()
    list(li.send(conversation, ASK))
    term = Replacement("不够", "欠缺")
    with pytest.raises(DraftError, match="没有这条用语"):
        li.turn_house_term("不够", "欠缺", True)
    li._stored().note_replacements([term] * 3, "李拟稿")
    offered = next(t for t in li.house_terms() if t.before == "不够")
    assert (offered.state, offered.count) == ("offered", 3)
    drafted = now(li, conversation)
    assert "不够" in drafted.text
    li.turn_house_term("不够", "欠缺", True)
    try:
        assert now(li, conversation).text == drafted.text  # nothing that stands is touched
        again = li.new_conversation()
        list(li.send(again, ASK))
        new = now(li, again)
        assert "欠缺" in new.text
        assert any("已按本单位用语改：“不够”→“欠缺”" in notice for notice in new.notices)
        recorded = [a for s in new.sentences() for a in s.adaptations if a.reason == "本单位用语"]
        assert {(a.before, a.after) for a in recorded} == {("不够", "欠缺")}
        assert "不够" not in new.text
    finally:
        li.turn_house_term("不够", "欠缺", False)
    assert next(t for t in li.house_terms() if t.before == "不够").state == "off"


def test_a_section_from_elsewhere_becomes_the_open_draft(li: Assistant) -> None:
    conversation = li.new_conversation()
    source = next(r for r in li.reports() if r.period == "2022")
    report = li.report(source.id)
    assert report
    part = next(s for s in report.outline.sections if s.role == "plan")
    text = report.quote(part.start, part.end) + "另一句谁也没写过的新话，说的是月亮上的事。"
    draft = li.import_text(conversation, text, facts=("今年已整顿软弱涣散党组织7个",))
    assert (draft.section, draft.writer) == ("plan", "pasted")
    assert [(v.instruction, v.author) for v in li.versions(conversation)] == [("导入", "李拟稿")]
    assert any(s.citations for s in draft.sentences())
    strange = next(s for s in draft.sentences() if "月亮" in s.text)
    assert not strange.citations
    proposal = li.propose(conversation, "删掉第一条")
    after = li.accept(conversation, [c.id for c in proposal.changes])
    assert len(after.items) == len(draft.items) - 1
    assert li.conversations()[0].title.startswith("改稿：")
    with pytest.raises(DraftError, match="没有认出条目"):
        li.import_text(conversation, " ")
