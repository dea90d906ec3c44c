"""A signed section stands still; whatever is changed of it or of the log afterwards is found."""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.document import Sentence
from assistant.errors import DraftError
from assistant.review.blockers import blockers_of
from assistant.rewriting.changes import Proposal
from assistant.storage import Storage
from assistant.storage.seal_rows import Seal, Sealed
from assistant.storage.sign_log import LOG_NAME
from assistant.storage.signing import seen_of
from corpus.archive import Archive
from corpus.backup import backup, restore
from tests.assistant.test_storage import draft
from tests.corpus.counted import CountedCharacters

BY = "王核稿"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path


@pytest.fixture
def storage(home: Path) -> Iterator[Storage]:
    opened = Storage(home / "drafts.db")
    yield opened
    opened.close()


def drafted(storage: Storage, name: str = "稿一") -> str:
    conversation = storage.new_conversation()
    storage.save(conversation, draft(name), "起草")
    return conversation


def sign(storage: Storage, conversation: str, reason: str = "台账已核") -> Seal:
    """Pass every sentence but one, which is waived, and sign."""
    made = storage.current(conversation, "problems")
    version = storage.current_version(conversation, "problems")
    assert made
    assert version
    storage.decide_sentence(conversation, "problems", "1.h", "passed", BY)
    decisions = storage.decisions(conversation, "problems")
    (left,) = blockers_of(made, decisions)
    waiver = storage.waive(conversation, "problems", left, BY, reason)
    held = {"1.h": decisions[0]}
    return storage.sign(conversation, "problems", version.id, BY, seen_of(held), [waiver])


def whole(storage: Storage) -> bool:
    return not storage.verify_log().fault


def test_a_signature_is_logged_with_names_and_hashes_only(storage: Storage, home: Path) -> None:
    conversation = drafted(storage)
    seal = sign(storage, conversation)
    assert storage.seal(conversation, "problems") == seal
    (record,) = storage.log_records()
    assert (record.by, record.event, record.hash, record.seq) == (BY, "signed", seal.hash, 1)
    assert record.body["version"] == seal.version_id
    assert record.body["decisions"]["1.h"]["verb"] == "passed"
    assert record.body["waivers"][0]["kind"] == "undecided"
    text = (home / LOG_NAME).read_text(encoding="utf-8")
    for words in ("薄弱", "家底", "台账已核", "还有12个"):
        assert words not in text
    found = storage.verify_log()
    assert (found.records, found.head, found.fault) == (1, seal.hash, "")


def test_a_signed_section_is_frozen_and_the_other_is_not(storage: Storage) -> None:
    conversation = drafted(storage)
    first = storage.current_version(conversation)
    assert first
    made = storage.save(conversation, replace(draft("稿二"), id="二"), "改").draft
    storage.undo(conversation)
    storage.redo(conversation)
    sign(storage, conversation)
    reworded = replace(made, lead=(Sentence("lead.1", "还有不足。"),))
    attempts: list[Callable[[], object]] = [
        lambda: storage.save(conversation, reworded, "改"),
        lambda: storage.restore(conversation, first.id),
        lambda: storage.undo(conversation),
        lambda: storage.lock(conversation, "problems", "1.1", BY),
        lambda: storage.unlock(conversation, "problems", "1.1"),
        lambda: storage.keep_proposal(
            conversation, Proposal("p", "改", "free", (), made, reworded)
        ),
        lambda: storage.decide_sentence(conversation, "problems", "1.h", "returned", BY),
        lambda: storage.decide_sentence(conversation, "problems", "1.h", None, BY),
        lambda: storage.waive(conversation, "problems", blockers_of(made)[0], BY, "理由"),
        lambda: storage.sign(conversation, "problems", 2, BY, ""),
    ]
    for attempt in attempts:
        with pytest.raises(Sealed, match=r"已由王核稿于.*定稿，不能再改"):
            attempt()
    assert storage.current(conversation, "problems") == made
    plan = replace(draft("打算"), section="plan")
    storage.save(conversation, plan, "起草")
    storage.undo(conversation)
    assert whole(storage)


def test_redoing_is_refused_too(storage: Storage) -> None:
    conversation = drafted(storage)
    storage.save(conversation, draft("稿二"), "改")
    storage.undo(conversation)
    sign(storage, conversation)
    with pytest.raises(Sealed):
        storage.redo(conversation)


def test_only_reopening_begins_a_new_version(storage: Storage) -> None:
    conversation = drafted(storage)
    seal = sign(storage, conversation)
    with pytest.raises(DraftError, match="写明理由"):
        storage.reopen(conversation, "problems", BY, " ")
    storage.reopen(conversation, "problems", "李主任", "数字有误")
    assert storage.seal(conversation, "problems") is None
    with pytest.raises(DraftError, match="没有定稿"):
        storage.reopen(conversation, "problems", BY, "再来")
    storage.save(conversation, draft("稿二"), "改")
    second = sign(storage, conversation)
    records = storage.log_records()
    assert [(r.seq, r.event, r.by) for r in records] == [
        (1, "signed", BY), (2, "reopened", "李主任"), (3, "signed", BY),
    ]  # fmt: skip
    assert records[1].body["signed"] == seal.hash
    assert second.seq == 3
    assert whole(storage)


def test_what_was_looked_at_is_what_is_signed(storage: Storage) -> None:
    conversation = drafted(storage)
    version = storage.current_version(conversation)
    assert version
    storage.save(conversation, draft("稿二"), "改")
    with pytest.raises(DraftError, match="稿子刚被改过"):
        storage.sign(conversation, "problems", version.id, BY, seen_of({}))
    storage.undo(conversation)
    storage.decide_sentence(conversation, "problems", "1.h", "returned", BY)
    with pytest.raises(DraftError, match="结论刚有变化"):
        storage.sign(conversation, "problems", version.id, BY, seen_of({}))


# --- tampering ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def signed_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three records over two conversations."""
    home = tmp_path_factory.mktemp("signed")
    storage = Storage(home / "drafts.db")
    one, other = drafted(storage), drafted(storage, "稿乙")
    sign(storage, one)
    storage.reopen(one, "problems", BY, "数字有误")
    sign(storage, other)
    assert whole(storage)
    storage.close()
    return home


@pytest.fixture
def signed(signed_home: Path, home: Path) -> Iterator[Storage]:
    shutil.copytree(signed_home, home, dirs_exist_ok=True)
    opened = Storage(home / "drafts.db")
    yield opened
    opened.close()


def test_every_one_of_500_random_byte_changes_of_the_file_is_found(
    signed: Storage, home: Path
) -> None:
    path, chance = home / LOG_NAME, random.Random(3)
    data = path.read_bytes()
    for _ in range(500):
        place = chance.randrange(len(data))
        other = chance.choice([b for b in range(256) if b != data[place]])
        path.write_bytes(data[:place] + bytes([other]) + data[place + 1 :])
        found = signed.verify_file()
        assert f"第 {data[:place].count(10) + 1} 条" in found.fault, (place, other)
    path.write_bytes(data)
    assert whole(signed)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda data: data[: data.rindex(b"\n", 0, -1) + 1], "第 3 条起，日志文件里没有"),
        (lambda data: data[: data.index(b"\n") + 1], "第 2 条起，日志文件里没有"),
        (lambda data: b"", "日志文件 signoff.jsonl 不见了"),
        (lambda data: data[:-1], "第 3 条"),
        (lambda data: data + data[data.rindex(b"\n", 0, -1) + 1 :], "第 4 条"),
    ],
)
def test_what_is_cut_off_or_added_is_found(
    signed: Storage, home: Path, change: Callable[[bytes], bytes], said: str
) -> None:
    path = home / LOG_NAME
    path.write_bytes(change(path.read_bytes()))
    assert said in signed.verify_log().fault
    conversation = drafted(signed)
    with pytest.raises(DraftError, match="签发日志不完整"):
        sign(signed, conversation)


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE versions SET draft = replace(draft, '12个', '13个')", "所定版本的文字或出处"),
        ("UPDATE versions SET draft = replace(draft, '\"end\": 5', '\"end\": 4')", "所定版本的文字或出处"),
        ("UPDATE versions SET draft = '{}'", "读不出来"),
        ("UPDATE decisions SET verb = 'returned'", "核稿结论"),
        ("UPDATE decisions SET by = '张三'", "核稿结论"),
        ("DELETE FROM decisions", "核稿结论"),
        ("UPDATE waivers SET reason = '另一个理由'", "豁免的理由"),
        ("UPDATE seals SET by = '张三' WHERE seq = 3", "定稿的人、时间或哈希"),
        ("UPDATE seals SET reason = '没什么' WHERE seq = 1", "重新打开的人或理由"),
        ("UPDATE seals SET reopened_seq = 2 WHERE seq = 3", "没有对应的"),
        ("DELETE FROM seals WHERE seq = 3", "没有对应的定稿"),
        ("INSERT INTO seals SELECT 9, conversation_id, section, version_id, by, at, 4, hash, NULL,"
         " '', '', '' FROM seals WHERE seq = 3", "不在日志里"),
        ("UPDATE sign_log SET line = replace(line, 'signed', 'SIGNED') WHERE seq = 3", "稿件库里的第 3 条"),
        ("UPDATE sign_log SET hash = 'x' WHERE seq = 2", "编号或哈希"),
        ("DELETE FROM sign_log WHERE seq = 3", "稿件库里没有，日志文件里有"),
        ("UPDATE sign_log SET line = (SELECT group_concat(line, '') FROM sign_log) WHERE seq = 1",
         "稿件库里的第 4 条"),
        ("DELETE FROM sign_log WHERE seq = 2", "稿件库里的第 2 条"),
    ],
)  # fmt: skip
def test_what_is_changed_in_the_database_is_found(
    signed: Storage, home: Path, statement: str, said: str
) -> None:
    with closing(sqlite3.connect(home / "drafts.db")) as database:
        changed = database.execute(statement).rowcount
        database.commit()
    assert changed
    assert said in signed.verify_log().fault


def test_a_version_put_past_the_seal_is_found(signed: Storage, home: Path) -> None:
    with closing(sqlite3.connect(home / "drafts.db")) as database:
        database.execute("UPDATE section_versions SET version_id = 1")
        database.commit()
    assert "不是所定的那一版" in signed.verify_log().fault


# --- a kill between the database and the file -------------------------------------------------------


@pytest.mark.parametrize("written", [0, 10, -1, None])
def test_a_line_that_a_kill_cut_short_is_finished_with_the_next(
    storage: Storage, home: Path, monkeypatch: pytest.MonkeyPatch, written: int | None
) -> None:
    """`written` characters of the line reached the file, None = all."""
    first = drafted(storage)
    sign(storage, first)
    before = (home / LOG_NAME).read_bytes()
    with monkeypatch.context() as patched:
        patched.setattr(Storage, "_write_out", lambda self: None)
        storage.reopen(first, "problems", BY, "数字有误")
    with closing(sqlite3.connect(home / "drafts.db")) as database:
        (line,) = database.execute("SELECT line FROM sign_log WHERE seq = 2").fetchone()
    (home / LOG_NAME).write_bytes(before + line.encode()[:written])
    again = Storage(home / "drafts.db")
    assert not again.verify_log().fault
    sign(again, first)
    assert (home / LOG_NAME).read_bytes().startswith(before + line.encode())
    assert [r.seq for r in again.log_records()] == [1, 2, 3]
    assert whole(again)
    again.close()


def test_a_full_disk_is_said_and_made_up_for(
    storage: Storage, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    conversation = drafted(storage)
    with monkeypatch.context() as patched:
        patched.setattr("assistant.storage.sign_log._append", full)
        with pytest.raises(DraftError, match="已记入稿件库，但日志文件"):
            sign(storage, conversation)
    assert storage.seal(conversation, "problems")
    assert whole(storage)
    storage.reopen(conversation, "problems", BY, "数字有误")
    assert (home / LOG_NAME).read_bytes().count(b"\n") == 2
    assert whole(storage)


def test_a_damaged_database_is_said(signed: Storage, home: Path) -> None:
    with closing(sqlite3.connect(home / "drafts.db")) as database:
        database.execute("UPDATE sign_log SET line = x'ff00', is_written = 'yes'")
        database.execute("UPDATE seals SET by = CAST(x'ff' AS TEXT)")
        database.commit()
    assert "稿件库" in signed.verify_log().fault


def test_a_restored_backup_brings_the_log_back(
    signed: Storage, home: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    Archive.open(home, CountedCharacters()).close()
    safe, other = tmp_path_factory.mktemp("safe") / "b.zip", tmp_path_factory.mktemp("other")
    backup(home, safe)
    (other / LOG_NAME).write_bytes(b"of other drafts\n")
    restore(safe, other)
    storage = Storage(other / "drafts.db")
    assert "刚恢复过备份" in storage.verify_log().fault
    assert storage.export_log(other / LOG_NAME) == 3
    assert whole(storage)
    storage.close()


def test_the_log_is_written_out_anew_from_the_database(signed: Storage, home: Path) -> None:
    path = home / LOG_NAME
    data = path.read_bytes()
    with pytest.raises(DraftError, match="已存在"):
        signed.export_log(path)
    path.unlink()
    assert not whole(signed)
    assert signed.export_log(path) == 3
    assert path.read_bytes() == data
    assert whole(signed)
