"""Role × object × action: what each role may do with whose conversation, as one table."""

from __future__ import annotations

import pytest

from assistant.errors import AccountError
from assistant.people.roles import (
    LOCAL,
    NOBODY,
    ON_CONVERSATION,
    ON_HOUSE,
    ROLE_LABELS,
    STAGES,
    Role,
    Stage,
    User,
    account_name,
    may,
    stages_seen,
    standing,
)

# Whose and where → role → what is allowed; what is not named is not.
OWN = "read draft rewrite comment hand"
TABLE: dict[tuple[str, Stage], dict[Role, str]] = {
    ("own", ""): {
        "writer": OWN,
        "editor": f"{OWN} lock",
        "reviewer": f"{OWN} lock",
        "admin": f"{OWN} lock",
    },
    ("own", "review"): {
        "writer": OWN,
        "editor": f"{OWN} lock",
        "reviewer": f"{OWN} lock",  # not: decide, sign. Nobody signs their own
        "admin": f"{OWN} lock",
    },
    ("other", ""): {"writer": "", "editor": "", "reviewer": "", "admin": "read hand"},
    ("other", "editing"): {
        "writer": "",
        "editor": "read draft rewrite lock comment hand",
        "reviewer": "",
        "admin": "read hand",
    },
    ("other", "review"): {
        "writer": "",
        "editor": "read draft rewrite lock comment",
        "reviewer": "read lock comment decide sign waive hand",
        "admin": "read hand",
    },
}
CASES = [
    (whose, stage, role, frozenset(allowed.split()))
    for (whose, stage), row in TABLE.items()
    for role, allowed in row.items()
]


@pytest.mark.parametrize(("whose", "stage", "role", "allowed"), CASES)
def test_what_a_role_may_do(whose: str, stage: Stage, role: Role, allowed: frozenset[str]) -> None:
    user = User("王芳", role)
    owner = "王芳" if whose == "own" else "李明"
    assert standing(user, owner, stage).may == allowed


def test_the_table_is_whole() -> None:
    assert all(set(row) == set(ROLE_LABELS) for row in TABLE.values())
    # In its owner's hands it does not matter where it lies.
    for role in ROLE_LABELS:
        user = User("王芳", role)
        assert len({standing(user, "王芳", stage).may for stage in STAGES}) == 1


@pytest.mark.parametrize(
    ("user", "allowed"),
    [
        (User("王芳", "writer"), {"work"}),
        (User("王芳", "editor"), {"work", "terms"}),
        (User("王芳", "reviewer"), {"work"}),
        (User("王芳", "admin"), {"work", "terms", "archive", "people"}),
        (LOCAL, {"work", "terms", "archive", "people"}),
        (NOBODY, set()),
    ],
)
def test_what_is_about_no_conversation(user: User, allowed: set[str]) -> None:
    assert {action for action in ON_HOUSE if may(user, action)} == allowed


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("owner", ["", "王芳"])
def test_the_one_at_the_machine_may_all_and_nobody_nothing(owner: str, stage: Stage) -> None:
    assert standing(LOCAL, owner, stage).may == ON_CONVERSATION
    assert standing(NOBODY, owner, stage).may == frozenset()


@pytest.mark.parametrize("role", ROLE_LABELS)
def test_what_lists_show_is_what_may_be_read(role: Role) -> None:
    user = User("王芳", role)
    readable = [s for s in STAGES if "read" in standing(user, "李明", s).may]
    assert list(stages_seen(role)) == readable


def test_an_account_does_not_inherit_what_the_local_user_owns() -> None:
    assert standing(User("王芳", "writer"), "", "").may == frozenset()
    assert (LOCAL.signature, LOCAL.owns_as) == ("", "")
    assert User("王芳", "writer").signature == "王芳"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("王芳", "王芳"),
        (" Li Ming ", "Li Ming"),
        ("ｗａｎｇ．ｆ", "wang.f"),
        ("买买提·艾力", "买买提·艾力"),
    ],
)
def test_names(typed: str, kept: str) -> None:
    assert account_name(typed) == kept


@pytest.mark.parametrize(
    "typed", ["", " ", "a/b", "<b>", "a\nb", ".a", "甲" * 33, "本机用户", "a\u202eb", "'"]
)
def test_what_is_no_name(typed: str) -> None:
    with pytest.raises(AccountError):
        account_name(typed)
