"""Nothing a writer was given is lost: versions, undo, and what a reopened database still knows."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy.exc import NoResultFound

from assistant.document import Citation, Draft, DraftItem, Sentence, fact_citation
from assistant.storage import Storage
from corpus.report import sha256_of


def draft(name: str) -> Draft:
    sentence = Sentence("1.1", f"{name}：薄弱村还有12个。", (fact_citation(1, "还有12个", 0, 4),))
    item = DraftItem("一是", "村集体经济", Sentence("1.h", "“家底”薄弱。"), (sentence,))
    return Draft(name, "problems", "2024H1", "precedent", "青岚县委", "存在的问题", "一是", (),
                 (item,), facts=("还有12个",))  # fmt: skip


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "new" / "folder" / "drafts.db"


@pytest.fixture
def storage(path: Path) -> Iterator[Storage]:
    opened = Storage(path)
    yield opened
    opened.close()


def names(drafts: list[Draft]) -> list[str]:
    return [d.id for d in drafts]


def test_a_new_conversation_is_empty(storage: Storage) -> None:
    conversation = storage.new_conversation()
    assert storage.has_conversation(conversation)
    assert storage.current(conversation) is None
    assert storage.history(conversation) == []
    assert storage.undo(conversation) is None


def test_a_draft_comes_back_as_it_was(storage: Storage) -> None:
    conversation = storage.new_conversation()
    storage.save(conversation, draft("稿一"), "起草")
    assert storage.current(conversation) == draft("稿一")


def test_quotes_are_not_stored_but_cut_again(path: Path) -> None:
    """What a report said is in the archive only, so that forgetting it is forgetting it."""
    words = "村集体家底薄弱"
    citation = Citation(
        "c1", "wording", "r1", "2022年总结", "2022", ("二、问题",), "r1:0", 3, 10, words, sha256_of(words)
    )  # fmt: skip
    cited = replace(draft("稿一"), lead=(Sentence("lead.1", "家底薄。", (citation,)),))
    archive = {("r1", 3, 10): words}
    storage = Storage(path, lambda *span: archive.get(span))
    conversation = storage.new_conversation()
    storage.save(conversation, cited, "起草")
    assert storage.current(conversation) == cited
    with closing(sqlite3.connect(path)) as db:
        (stored,) = db.execute("SELECT draft FROM versions").fetchone()
    assert words not in stored
    archive.clear()
    (current,) = (d for d in [storage.current(conversation)] if d)
    assert current.lead[0].citations[0] == replace(citation, quote="")
    assert storage.history(conversation) == [current]
    storage.close()


def test_versions_are_kept_newest_first(storage: Storage) -> None:
    conversation = storage.new_conversation()
    for name in ("v1", "v2", "v3"):
        storage.save(conversation, draft(name), name)
    assert names(storage.history(conversation)) == ["v3", "v2", "v1"]


def test_undo_goes_back_one_version_and_stops_at_the_first(storage: Storage) -> None:
    conversation = storage.new_conversation()
    for name in ("v1", "v2", "v3"):
        storage.save(conversation, draft(name), name)
    assert storage.undo(conversation) == draft("v2")
    assert storage.undo(conversation) == draft("v1")
    assert storage.undo(conversation) is None
    assert storage.current(conversation) == draft("v1")


def test_a_version_after_undo_follows_the_one_that_was_open(storage: Storage, path: Path) -> None:
    conversation = storage.new_conversation()
    storage.save(conversation, draft("v1"), "起草")
    storage.save(conversation, draft("v2"), "改")
    storage.undo(conversation)
    storage.save(conversation, draft("v3"), "再改")
    assert names(storage.history(conversation)) == ["v3", "v1"]
    # what was undone is not thrown away
    with closing(sqlite3.connect(path)) as database:
        rows = database.execute("SELECT draft_id, instruction FROM versions ORDER BY id").fetchall()
    assert rows == [("v1", "起草"), ("v2", "改"), ("v3", "再改")]


def test_conversations_are_kept_apart(storage: Storage) -> None:
    one, two = storage.new_conversation(), storage.new_conversation()
    storage.save(one, draft("a1"), "起草")
    storage.save(two, draft("b1"), "起草")
    storage.save(one, draft("a2"), "改")
    assert names(storage.history(one)) == ["a2", "a1"]
    assert names(storage.history(two)) == ["b1"]
    assert storage.undo(two) is None
    assert storage.current(one) == draft("a2")


def test_an_id_cannot_be_guessed(storage: Storage) -> None:
    ids = {storage.new_conversation() for _ in range(50)}
    assert len(ids) == 50
    assert min(len(i) for i in ids) >= 20


def test_the_first_message_names_a_conversation(storage: Storage) -> None:
    conversation = storage.new_conversation()
    assert storage.conversations() == []
    storage.name_conversation(conversation, "  起草2024年上半年存在的问题，四条，重点写村集体经济 ")
    storage.name_conversation(conversation, "第二条换一种写法")
    (summary,) = storage.conversations()
    assert (summary.id, summary.title) == (
        conversation,
        "起草2024年上半年存在的问题，四条，重点写村集",
    )
    assert len(summary.title) <= 24


def test_conversations_are_listed_newest_first_up_to_a_limit(storage: Storage) -> None:
    ids = [storage.new_conversation() for _ in range(4)]
    for conversation in ids:
        storage.name_conversation(conversation, "起草")
    assert [c.id for c in storage.conversations()] == ids[::-1]
    assert [c.id for c in storage.conversations(limit=2)] == ids[:1:-1]


def test_everything_survives_reopening(path: Path) -> None:
    first = Storage(path)
    conversation = first.new_conversation()
    first.name_conversation(conversation, "起草存在的问题")
    first.save(conversation, draft("v1"), "起草")
    first.save(conversation, draft("v2"), "改")
    before = first.conversations()
    first.close()
    second = Storage(path)
    assert second.conversations() == before
    assert names(second.history(conversation)) == ["v2", "v1"]
    assert second.undo(conversation) == draft("v1")
    second.close()
    third = Storage(path)
    assert third.current(conversation) == draft("v1")
    third.close()


def test_two_openers_see_each_others_versions(storage: Storage, path: Path) -> None:
    conversation = storage.new_conversation()
    other = Storage(path)
    other.save(conversation, draft("v1"), "起草")
    assert storage.current(conversation) == draft("v1")
    other.close()


def test_a_write_is_on_the_disk_when_it_is_acknowledged(storage: Storage) -> None:
    with storage._engine.connect() as connection:
        modes = [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        ]
    assert modes == ["wal", 2, 1]


CHANGES: dict[str, Callable[[Storage], object]] = {
    "save": lambda storage: storage.save("nobody", draft("v1"), "起草"),
    "name": lambda storage: storage.name_conversation("nobody", "起草"),
    "undo": lambda storage: storage.undo("nobody"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_an_unknown_conversation_is_not_made_up(
    storage: Storage, change: Callable[[Storage], object]
) -> None:
    with pytest.raises(NoResultFound):
        change(storage)
    assert not storage.has_conversation("nobody")
    assert storage.current("nobody") is None
    assert storage.history("nobody") == []
