"""Versions side by side: who made which, undo and redo, two people, databases from before."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.document import Citation, draft_to_json
from assistant.errors import DraftError
from assistant.rewriting.changes import Proposal
from assistant.rewriting.differences import applied, changes_between
from assistant.rewriting.house_terms import HouseTerm, Replacement
from assistant.storage import Stale, Storage
from assistant.storage.migration import STEPS
from corpus.report import sha256_of
from tests.assistant.rewriting.strategies import ordered
from tests.assistant.rewriting.test_rebasing import ITEMS, OLD, REWORDED, with_sentences

PLAN = replace(OLD, section="plan", heading="下半年工作打算")
WORDS = "集中学习流于形式"
CITED = with_sentences(
    OLD,
    1,
    replace(
        ITEMS[1].sentences[0],
        citations=(
            Citation("c1", "wording", "r1", "2022年总结", "2022", ("二、问题",), "r1:0", 3, 11,
                     WORDS, sha256_of(WORDS), 0, 8),
        ),
    ),
)  # fmt: skip


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "drafts.db"


@pytest.fixture
def storage(path: Path) -> Iterator[Storage]:
    opened = Storage(path)
    yield opened
    opened.close()


@pytest.fixture
def conversation(storage: Storage) -> str:
    return storage.new_conversation()


def test_a_version_says_who_made_it_and_from_what(storage: Storage, conversation: str) -> None:
    first = storage.save(conversation, OLD, "起草", author="李拟稿")
    second = storage.save(conversation, CITED, "第二条换一种写法", author="王改稿", parent=first.id)
    assert (second.author, second.instruction) == ("王改稿", "第二条换一种写法")
    assert (second.parent_id, second.sources) == (first.id, ("r1:0",))
    listed = storage.versions(conversation, "problems")
    assert [(v.id, v.current) for v in listed] == [(second.id, True), (first.id, False)]
    assert storage.version(conversation, first.id).draft == OLD
    assert storage.versions(conversation, "plan") == []


def test_any_two_versions_compare(storage: Storage, conversation: str) -> None:
    drafts = [OLD, REWORDED, ordered(replace(OLD, items=ITEMS[:1])), ordered(replace(OLD, lead=()))]
    ids = [storage.save(conversation, d, "改").id for d in drafts]
    for a in ids:
        for b in ids:
            one, other = (storage.version(conversation, i).draft for i in (a, b))
            changes = changes_between(one, other)
            assert applied(one, changes, [c.id for c in changes]) == other
            assert (changes == ()) == (a == b)


def test_redo_takes_back_undo_step_by_step(storage: Storage, conversation: str) -> None:
    shorter = ordered(replace(OLD, items=ITEMS[:1]))
    for draft in (OLD, REWORDED, shorter):
        storage.save(conversation, draft, "改")
    assert storage.redo(conversation) is None
    storage.undo(conversation)
    storage.undo(conversation)
    assert storage.redo(conversation) == REWORDED
    assert storage.redo(conversation) == shorter
    assert storage.current(conversation, "problems") == shorter
    assert storage.redo(conversation) is None


def test_a_new_version_ends_redoing_but_loses_nothing(storage: Storage, conversation: str) -> None:
    storage.save(conversation, OLD, "起草")
    undone = storage.save(conversation, REWORDED, "改")
    storage.undo(conversation)
    storage.save(conversation, PLAN, "起草打算")  # another section
    storage.open_section(conversation, "problems")
    assert storage.redo(conversation) == REWORDED
    storage.undo(conversation)
    storage.save(conversation, ordered(replace(OLD, lead=())), "删去导语")
    assert storage.redo(conversation) is None
    assert storage.version(conversation, undone.id).draft == REWORDED


def test_restoring_makes_a_new_version(storage: Storage, conversation: str) -> None:
    first = storage.save(conversation, OLD, "起草")
    second = storage.save(conversation, REWORDED, "改")
    storage.name_version(conversation, first.id, " 送审稿 ")
    restored = storage.restore(conversation, first.id, "王改稿")
    assert (restored.draft, restored.parent_id) == (OLD, second.id)
    assert (restored.instruction, restored.author) == ("恢复到“送审稿”", "王改稿")
    assert storage.undo(conversation) == REWORDED
    names = [v.name for v in storage.versions(conversation)]
    assert names == ["", "", "送审稿"]


def test_a_version_of_another_conversation_is_none_of_ours(
    storage: Storage, conversation: str
) -> None:
    other = storage.save(storage.new_conversation(), OLD, "起草")
    for ask in (storage.version, storage.restore):
        with pytest.raises(DraftError, match="没有这个版本"):
            ask(conversation, other.id)
    with pytest.raises(DraftError, match="没有这个版本"):
        storage.name_version(conversation, other.id, "我的")


def test_the_second_of_two_people_is_told(storage: Storage, conversation: str, path: Path) -> None:
    first = storage.save(conversation, OLD, "起草")
    other = Storage(path)
    theirs = other.save(conversation, REWORDED, "改第二条", author="王改稿", parent=first.id)
    other.close()
    with pytest.raises(Stale, match="王改稿改过（改第二条）") as caught:
        storage.save(conversation, CITED, "换一种写法", parent=first.id)
    assert caught.value.current == theirs
    assert storage.current(conversation) == REWORDED
    assert len(storage.versions(conversation)) == 2


def test_of_many_at_once_one_is_first(storage: Storage, conversation: str) -> None:
    first = storage.save(conversation, OLD, "起草")

    def save(number: int) -> bool:
        try:
            storage.save(conversation, REWORDED, f"改{number}", parent=first.id)
        except Stale:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        saved = list(pool.map(save, range(16)))
    assert saved.count(True) == 1
    assert len(storage.versions(conversation)) == 2


def test_the_open_proposal_survives_reopening(path: Path) -> None:
    archive = {("r1", 3, 11): WORDS}
    first = Storage(path, lambda *span: archive.get(span))
    conversation = first.new_conversation()
    first.save(conversation, OLD, "起草")
    proposal = Proposal("p1", "改", "replace", changes_between(OLD, CITED), OLD, CITED, ("注意",))
    first.keep_proposal(conversation, proposal)
    first.close()
    with closing(sqlite3.connect(path)) as database:
        (stored,) = database.execute("SELECT proposal FROM proposals").fetchone()
    assert f'"quote":"{WORDS}"' not in stored
    second = Storage(path, lambda *span: archive.get(span))
    assert second.open_proposal(conversation) == proposal
    assert second.open_proposal(conversation, "plan") is None
    second.drop_proposal(conversation, "problems")
    second.drop_proposal(conversation, "problems")
    assert second.open_proposal(conversation, "problems") is None
    second.close()


def test_a_proposal_of_nobody_is_none(storage: Storage) -> None:
    assert storage.open_proposal("nobody") is None


def test_locks_go_with_their_sentences_from_version_to_version(
    storage: Storage, conversation: str
) -> None:
    storage.save(conversation, OLD, "起草")
    lock = storage.lock(conversation, "problems", "2.1", "赵核稿", " 已核准 ")
    assert (lock.text, lock.by, lock.why) == ("集中学习流于形式。", "赵核稿", "已核准")
    assert storage.lock(conversation, "problems", "2.1", "王改稿") == lock
    moved = ordered(replace(OLD, items=(ITEMS[1], ITEMS[0], ITEMS[2])))
    storage.save(conversation, moved, "第二条移到最前面")
    assert list(storage.locked_ids(conversation, "problems")) == ["1.1"]
    storage.undo(conversation)
    assert list(storage.locked_ids(conversation, "problems")) == ["2.1"]
    storage.unlock(conversation, "problems", "2.1")
    storage.unlock(conversation, "problems", "2.1")
    assert storage.locks(conversation, "problems") == ()


@pytest.mark.parametrize("way", ["save", "restore", "undo", "redo"])
def test_no_way_back_or_forth_takes_a_locked_sentence_away(
    storage: Storage, conversation: str, way: str
) -> None:
    old = storage.save(conversation, OLD, "起草")
    new = storage.save(conversation, REWORDED, "改写")
    if way == "redo":
        storage.undo(conversation)
    here = storage.current_version(conversation)
    there = {old.id: REWORDED, new.id: OLD}[here.id]  # type: ignore[union-attr]
    (change,) = changes_between(here.draft, there)  # type: ignore[union-attr]
    storage.lock(conversation, "problems", change.sentence_id, "赵核稿")
    ways: dict[str, Callable[[], object]] = {
        "save": lambda: storage.save(conversation, there, "导入"),
        "restore": lambda: storage.restore(conversation, old.id),
        "undo": lambda: storage.undo(conversation),
        "redo": lambda: storage.redo(conversation),
    }
    with pytest.raises(DraftError, match=r"第.条第1句“.+”已锁定"):
        ways[way]()
    assert storage.current_version(conversation) == here
    assert storage.can_redo(conversation, "problems") is (way == "redo")
    storage.unlock(conversation, "problems", change.sentence_id)
    ways[way]()
    assert storage.current(conversation).text == there.text  # type: ignore[union-attr]
    storage.lock(conversation, "problems", change.sentence_id, "赵核稿")
    storage.save(conversation, replace(OLD, items=(), period="2025"), "起草")  # another report


def test_only_what_is_there_can_be_locked(storage: Storage, conversation: str) -> None:
    with pytest.raises(DraftError, match="还没有稿子"):
        storage.lock(conversation, "problems", "2.1", "赵核稿")
    storage.save(conversation, OLD, "起草")
    with pytest.raises(DraftError, match="已经不在"):
        storage.lock(conversation, "problems", "9.1", "赵核稿")
    assert storage.locked_ids(conversation, "plan") == {}


def test_house_terms_are_counted_and_turned_on(path: Path) -> None:
    first = Storage(path)
    term, reverse = Replacement("推进", "推动"), Replacement("推动", "推进")
    first.note_replacements([term, term], "王改稿")
    assert first.house_terms() == ()
    first.note_replacements([term])
    assert first.house_terms() == (HouseTerm("推进", "推动", 3, "offered"),)
    first.turn_house_term("推进", "推动", True, "王改稿")
    first.close()
    second = Storage(path)
    assert second.house_terms() == (HouseTerm("推进", "推动", 3, "on"),)
    second.turn_house_term(reverse.before, reverse.after, True)
    states = {(t.before, t.after): t.state for t in second.house_terms()}
    assert states == {("推进", "推动"): "off", ("推动", "推进"): "on"}
    second.turn_house_term(reverse.before, reverse.after, False)
    assert {t.state for t in second.house_terms()} == {"off"}
    second.close()


OLD_TABLES = """
CREATE TABLE conversations (id VARCHAR NOT NULL, title VARCHAR NOT NULL,
    created_at VARCHAR NOT NULL, current_version INTEGER, PRIMARY KEY (id));
CREATE TABLE versions (id INTEGER NOT NULL, conversation_id VARCHAR NOT NULL,
    draft_id VARCHAR NOT NULL, parent_id INTEGER, instruction VARCHAR NOT NULL,
    draft TEXT NOT NULL, created_at VARCHAR NOT NULL, PRIMARY KEY (id),
    FOREIGN KEY(conversation_id) REFERENCES conversations (id));
CREATE INDEX ix_versions_conversation_id ON versions (conversation_id);
CREATE TABLE choices (id INTEGER NOT NULL, conversation_id VARCHAR NOT NULL,
    paragraph_id VARCHAR NOT NULL, choice VARCHAR NOT NULL, PRIMARY KEY (id),
    FOREIGN KEY(conversation_id) REFERENCES conversations (id));
INSERT INTO conversations VALUES ('old', '起草存在的问题', '2024-07-01T00:00:00+00:00', 2);
"""


def old_database(path: Path) -> None:
    """A database as it was before versions had authors, with two versions of one section."""
    with closing(sqlite3.connect(path)) as database:
        database.executescript(OLD_TABLES)
        for number, draft in enumerate((OLD, REWORDED), 1):
            text = json.dumps(draft_to_json(draft), ensure_ascii=False)
            database.execute(
                "INSERT INTO versions VALUES (?, 'old', 'd', ?, '起草', ?, '2024-07-01T00:00:00+00:00')",
                (number, number - 1 or None, text),
            )
        database.commit()


def test_a_database_from_before_opens_and_goes_on(path: Path) -> None:
    old_database(path)
    for _ in range(2):  # the second opening finds it up to date
        storage = Storage(path)
        assert storage.whose("old") == ("", "")  # whoever sits at the machine
        assert storage.current("old") == REWORDED
        assert storage.current("old", "problems") == REWORDED
        assert [v.section for v in storage.versions("old")] == ["problems", "problems"]
        assert [(v.author, v.name, v.sources) for v in storage.versions("old")] == [
            ("", "", ())
        ] * 2
        storage.close()
    storage = Storage(path)
    assert storage.undo("old") == OLD
    assert storage.redo("old") == REWORDED
    storage.save("old", PLAN, "起草打算", author="李拟稿")
    assert storage.sections("old") == [REWORDED, PLAN]
    storage.close()
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("PRAGMA user_version").fetchone() == (len(STEPS),)


def test_old_and_new_databases_have_the_same_columns(path: Path, tmp_path: Path) -> None:
    old_database(path)
    columns = []
    for where in (path, tmp_path / "new.db"):
        Storage(where).close()
        with closing(sqlite3.connect(where)) as database:
            tables = [
                r[0]
                for r in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            ]
            columns.append(
                {
                    t: {tuple(r[1:4]) for r in database.execute(f"PRAGMA table_info({t})")}
                    for t in tables
                }
            )
    assert columns[0] == columns[1]


def test_two_openers_of_an_old_database_do_not_collide(path: Path) -> None:
    old_database(path)
    with ThreadPoolExecutor(4) as pool:
        opened = list(pool.map(Storage, [path] * 4))
    assert [s.current("old") for s in opened] == [REWORDED] * 4
    for storage in opened:
        storage.close()


def test_a_database_of_a_later_program_is_left_alone(path: Path) -> None:
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA user_version = 99")
    with pytest.raises(DraftError, match="升级程序"):
        Storage(path)
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)


def test_the_current_version_is_the_one_its_section_stands_at(
    storage: Storage, conversation: str
) -> None:
    saved = storage.save(conversation, OLD, "起草")
    assert storage.current_version(conversation) == saved
    assert storage.current_version(conversation, "problems") == saved
    assert storage.current_version(conversation, "plan") is None
    assert storage.current_version("nobody") is None


def test_only_conversations_without_a_draft_are_cleared_away(storage: Storage, path: Path) -> None:
    empty, drafted = storage.new_conversation(), storage.new_conversation()
    storage.save(drafted, OLD, "起草")
    with closing(sqlite3.connect(path)) as database:
        database.execute("UPDATE conversations SET created_at = '2020-01-01T00:00:00+00:00'")
        database.commit()
    storage.new_conversation()
    assert not storage.has_conversation(empty)
    assert storage.current(drafted) == OLD
