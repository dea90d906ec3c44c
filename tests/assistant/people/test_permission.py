"""Every method of the face asks whether the person at hand may, and answers as the table says."""

from __future__ import annotations

import inspect
import sqlite3
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from assistant.document import Draft
from assistant.drafting import Drafting
from assistant.errors import Forbidden
from assistant.people.permission import NEEDED
from assistant.people.roles import NOBODY, ON_CONVERSATION, ON_HOUSE, ROLE_LABELS, Role, Stage, User
from assistant.service import Assistant
from assistant.storage import Storage
from assistant.talks import Talks
from assistant.text_vectors import TextVectors
from corpus.archive import Archive
from tests.assistant.people.test_people import TABLE
from tests.assistant.rewriting.test_rebasing import OLD

FACE = {
    name: method
    for name, method in inspect.getmembers(Assistant, inspect.isfunction)
    if not name.startswith("_")
}
ABOUT_ONE = {n for n, m in FACE.items() if "conversation_id" in inspect.signature(m).parameters}
# These tell how one stands to a conversation, and so are the question themselves.
ASKING = {"standing", "has_conversation"}
# What everybody at the door may do: they change nothing and are about nobody's work, or are the way
# in. Whatever else the face offers must ask.
OPEN = {
    "acting", "close", "warm_up", "may",
    "reports", "report", "replaced_by", "preview", "problems", "audit", "count", "search",
    "excerpt", "overview", "house_style", "house_terms",
    "draft", "drafts", "check", "tables", "verify_log",
}  # fmt: skip
ON_HOUSE_OF: dict[Role, set[str]] = {
    "writer": {"work"}, "editor": {"work", "terms"}, "reviewer": {"work"},
}  # fmt: skip
NEEDS = {n: getattr(m, NEEDED) for n, m in FACE.items() if hasattr(m, NEEDED)}


def test_every_method_about_a_conversation_asks() -> None:
    assert ABOUT_ONE - ASKING - set(NEEDS) == set()


def test_every_other_method_asks_or_is_open_to_all() -> None:
    assert set(FACE) - ABOUT_ONE - set(NEEDS) - OPEN == set()
    assert OPEN - set(FACE) == set()


def test_what_is_asked_fits_what_it_is_about() -> None:
    assert {n for n in NEEDS if n in ABOUT_ONE and NEEDS[n] not in ON_CONVERSATION} == set()
    assert {n for n in NEEDS if n not in ABOUT_ONE and NEEDS[n] not in ON_HOUSE} == set()
    archive = {"ingest", "ingest_samples", "repair", "rebuild", "forget"}
    assert {n for n, need in NEEDS.items() if need == "archive"} >= archive


# --- as called ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def storage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Storage]:
    storage = Storage(tmp_path_factory.mktemp("permission") / "drafts.db")
    yield storage
    storage.close()


@pytest.fixture(scope="module")
def assistant(
    sample_archive: Archive, storage: Storage, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Assistant]:
    drafting = Drafting(
        sample_archive, TextVectors(sample_archive), None, tmp_path_factory.mktemp("office")
    )
    talks = Talks(sqlite3.connect(":memory:", check_same_thread=False))
    yield Assistant(sample_archive, drafting, storage, talks)
    talks.close()


def drafted(storage: Storage, owner: str, stage: Stage, draft: Draft = OLD) -> str:
    conversation = storage.new_conversation(owner)
    storage.name_conversation(conversation, "起草")
    storage.save(conversation, draft, "起草")
    storage.hand_over(conversation, stage)
    return conversation


def arguments(method: Callable[..., Any]) -> list[Any]:
    """Something for each parameter without a default, so that the call gets past the question."""
    given: list[Any] = []
    for name, parameter in list(inspect.signature(method).parameters.items())[1:]:
        if name == "conversation_id" or parameter.default is not parameter.empty:
            continue
        kind = str(parameter.annotation)
        if kind == "int":
            given.append(1)
        elif kind == "bool":
            given.append(False)
        elif "[" in kind:
            given.append(())
        else:
            given.append({"section": "problems", "choice": "none", "stage": ""}.get(name, "x"))
    return given


def is_refused(call: Callable[..., Any], *args: Any) -> bool:
    try:
        call(*args)
    except Forbidden:
        return True
    except Exception:  # noqa: BLE001 - it got past the question; what then goes wrong is not ours
        return False
    return False


@pytest.mark.parametrize("role", ROLE_LABELS)
@pytest.mark.parametrize(("whose", "stage"), TABLE)
def test_role_by_object_by_method(
    assistant: Assistant, storage: Storage, role: Role, whose: str, stage: Stage
) -> None:
    user = User("王芳", role)
    me = assistant.acting(user)
    conversation = drafted(storage, "王芳" if whose == "own" else "李明", stage)
    allowed = set(TABLE[whose, stage][role].split())
    answers = {}
    for name in sorted(ABOUT_ONE - ASKING):
        storage.hand_over(conversation, stage)
        refused = is_refused(getattr(me, name), conversation, *arguments(FACE[name]))
        answers[name] = not refused
    assert answers == {name: NEEDS[name] in allowed for name in sorted(ABOUT_ONE - ASKING)}
    assert me.has_conversation(conversation) is ("read" in allowed)
    listed = conversation in {c.id for c in me.conversations()}
    assert listed is ("read" in allowed)


@pytest.mark.parametrize("role", ROLE_LABELS)
def test_role_by_method_about_the_house(assistant: Assistant, role: Role) -> None:
    me = assistant.acting(User("王芳", role))
    house = [n for n in NEEDS if n not in ABOUT_ONE]
    # What would change the archive of other tests is only asked where the answer is no.
    refused = {
        n for n in house if role != "admin" and is_refused(getattr(me, n), *arguments(FACE[n]))
    }
    expected = {n for n in house if role != "admin" and NEEDS[n] not in ON_HOUSE_OF[role]}
    assert refused == expected


@pytest.mark.parametrize("name", sorted(NEEDS))
def test_in_nobodys_hands_nothing_is_done(
    assistant: Assistant, storage: Storage, name: str
) -> None:
    conversation = [drafted(storage, "", "")] if name in ABOUT_ONE else []
    call = getattr(assistant.acting(NOBODY), name)
    assert is_refused(call, *conversation, *arguments(FACE[name]))


@pytest.mark.parametrize("name", sorted(ABOUT_ONE - ASKING))
def test_somebody_elses_and_none_at_all_sound_alike(
    assistant: Assistant, storage: Storage, name: str
) -> None:
    me = assistant.acting(User("王芳", "writer"))
    said = []
    for conversation in (drafted(storage, "李明", ""), "gibtsnicht", ""):
        with pytest.raises(Forbidden) as refusal:
            getattr(me, name)(conversation, *arguments(FACE[name]))
        said.append(str(refusal.value))
    assert len(set(said)) == 1


def test_the_refusal_of_a_role_says_what_and_whose(assistant: Assistant, storage: Storage) -> None:
    reviewer = assistant.acting(User("李核", "reviewer"))
    with pytest.raises(Forbidden, match="您是核稿人，不能修改王芳的这份稿子"):
        reviewer.undo(drafted(storage, "王芳", "review"))
    with pytest.raises(Forbidden, match="只有管理员可以管理资料库"):
        reviewer.forget("x")


def test_what_is_made_bears_the_name_of_whoever_made_it(
    assistant: Assistant, storage: Storage
) -> None:
    conversation = drafted(storage, "王芳", "editing")
    (version,) = storage.versions(conversation)
    assistant.acting(User("李改", "editor")).restore(conversation, version.id)
    assistant.restore(conversation, version.id)
    assert [v.author for v in storage.versions(conversation)] == ["", "李改", ""]


def test_handing_over_moves_it_between_lists(assistant: Assistant, storage: Storage) -> None:
    writer, editor, reviewer = (
        assistant.acting(User(*who))
        for who in (("王芳", "writer"), ("李改", "editor"), ("赵核", "reviewer"))
    )
    conversation = writer.new_conversation()
    storage.name_conversation(conversation, "起草")

    def seen() -> list[bool]:
        return [who.has_conversation(conversation) for who in (writer, editor, reviewer)]

    assert seen() == [True, False, False]
    writer.hand_over(conversation, "editing")
    assert seen() == [True, True, False]
    editor.hand_over(conversation, "review")
    assert seen() == [True, True, True]
    with pytest.raises(Forbidden):
        editor.hand_over(conversation, "")
    reviewer.hand_over(conversation, "")
    assert seen() == [True, False, False]


def test_seats_share_what_stops_a_turn(assistant: Assistant) -> None:
    one, other = (assistant.acting(User(name, "writer")) for name in ("王芳", "李明"))
    assert one._turns is other._turns is assistant._turns
    assert one._stops is other._stops
    assert one.accounts is other.accounts
