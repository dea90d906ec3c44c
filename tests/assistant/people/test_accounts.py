"""Accounts: passwords, lock-out, sessions that end, and the administrator who must remain."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from assistant.errors import AccountError
from assistant.people.accounts import ABSOLUTE, IDLE, LOCKED_FOR, MOST_FAILURES, Accounts
from assistant.people.passwords import Passwords, password_problem
from assistant.people.roles import Role, User
from tests.assistant.accounts_at import PASSWORD, Clock, accounts_at, cheap

ADMIN, WRITER = "周强", "王芳"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def accounts(tmp_path: Path, clock: Clock) -> Iterator[Accounts]:
    storage, accounts = accounts_at(tmp_path, clock)
    accounts.add(ADMIN, None, PASSWORD)
    accounts.add(WRITER, None, PASSWORD)
    yield accounts
    storage.close()


def fail(accounts: Accounts, times: int, name: str = WRITER) -> None:
    for _ in range(times):
        with pytest.raises(AccountError, match="姓名或密码不对"):
            accounts.sign_in(name, "不是这个-0000000")


# --- passwords ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("password", "problem"),
    [
        ("短", "至少"),
        ("123456789", "至少"),
        ("a" * 201, "最多"),
        ("wangfang2024", "姓名"),
        ("WangFang-12", "姓名"),
        ("1234567890", "常见"),
        ("Password2024", "常见"),
        ("aaaaaaaaaaaa", "常见"),
        ("qwertyuiop1", "常见"),
        ("河水清清向东流去了呢", ""),
        ("correct horse battery", ""),
        ("wangfang likes long walks", ""),
    ],
)
def test_which_passwords_are_good_enough(password: str, problem: str) -> None:
    said = password_problem("wangfang", password)
    assert (problem in said) if problem else not said


def test_a_password_is_kept_as_argon2id_only(accounts: Accounts, tmp_path: Path) -> None:
    token = accounts.sign_in(WRITER, PASSWORD)
    with closing(sqlite3.connect(tmp_path / "drafts.db")) as database:
        kept = [
            str(row)
            for table in ("users", "sessions")
            for row in database.execute(f"SELECT * FROM {table}")
        ]
    assert sum("$argon2id$" in row for row in kept) == 2
    assert all(PASSWORD not in row and token not in row for row in kept)


def test_the_real_parameters_are_those_of_rfc_9106() -> None:
    assert "$argon2id$v=19$m=65536,t=3,p=4$" in Passwords().hash(PASSWORD)


def test_a_hash_made_with_older_parameters_is_renewed(tmp_path: Path, clock: Clock) -> None:
    storage, before = accounts_at(tmp_path, clock)
    before.add(ADMIN, "admin", PASSWORD)
    old = storage.password_of(ADMIN)
    after = Accounts(storage, Passwords(passes=2, memory_kib=16, lanes=1), clock)
    with pytest.raises(AccountError):
        after.sign_in(ADMIN, "不是这个-0000000")
    assert storage.password_of(ADMIN) == old
    after.sign_in(ADMIN, PASSWORD)
    new = storage.password_of(ADMIN)
    assert new is not None
    assert "t=2" in new
    after.sign_in(ADMIN, PASSWORD)
    assert storage.password_of(ADMIN) == new
    storage.close()


class Counting(Passwords):
    """Counts the work of a sign-in; what it takes cannot be told from who is there."""

    def __init__(self) -> None:
        super().__init__(passes=1, memory_kib=8, lanes=1)
        self.checks = 0

    def check(self, stored: str | None, password: str) -> bool:
        self.checks += 1
        return super().check(stored, password)


@pytest.mark.parametrize("who", ["nobody", "wrong", "disabled", "locked"])
def test_all_refusals_say_the_same_and_do_the_same_work(
    tmp_path: Path, clock: Clock, who: str
) -> None:
    storage, setup = accounts_at(tmp_path, clock)
    setup.add(ADMIN, None, PASSWORD)
    setup.add(WRITER, None, PASSWORD)
    if who == "disabled":
        setup.disable(WRITER)
    if who == "locked":
        fail(setup, MOST_FAILURES)
    counting = Counting()
    accounts = Accounts(storage, counting, clock)
    password = "不是这个-0000000" if who == "wrong" else PASSWORD
    with pytest.raises(AccountError) as refusal:
        accounts.sign_in("没有的人" if who == "nobody" else WRITER, password)
    assert str(refusal.value).startswith("姓名或密码不对，或者账号已停用、暂时锁定")
    assert counting.checks == 1
    storage.close()


def test_nobodys_password_is_checked_for_real_and_never_right() -> None:
    passwords = cheap()
    assert not passwords.check(None, "nobody has this one")
    assert not passwords.check("no hash at all", PASSWORD)
    assert passwords.check(passwords.hash("ｐａｓｓ密码"), "pass密码")


# --- lock-out -----------------------------------------------------------------------------------


def test_five_wrong_ones_lock_for_a_quarter_of_an_hour(accounts: Accounts, clock: Clock) -> None:
    fail(accounts, MOST_FAILURES - 1)
    accounts.sign_in(WRITER, PASSWORD)  # which begins the count anew
    fail(accounts, MOST_FAILURES)
    with pytest.raises(AccountError):
        accounts.sign_in(WRITER, PASSWORD)
    account = accounts.account(WRITER)
    assert account is not None
    assert accounts.is_locked(account)
    accounts.sign_in(ADMIN, PASSWORD)  # nobody else is
    clock.pass_by(seconds=LOCKED_FOR.seconds - 1)
    with pytest.raises(AccountError):
        accounts.sign_in(WRITER, PASSWORD)
    clock.pass_by(seconds=2)
    assert accounts.user_of(accounts.sign_in(WRITER, PASSWORD)) == User(WRITER, "writer")


def test_many_attempts_at_once_are_all_counted(tmp_path: Path, clock: Clock) -> None:
    storage, accounts = accounts_at(tmp_path, clock)
    accounts.add(ADMIN, None, PASSWORD)
    until = "2024-07-01T09:15:00"
    with ThreadPoolExecutor(8) as pool:
        hashes = list(
            pool.map(
                lambda _: storage.begin_attempt(ADMIN, "2024-07-01T09:00:00", MOST_FAILURES, until),
                range(24),
            )
        )
    assert sum(stored is not None for stored in hashes) == MOST_FAILURES
    storage.close()


@pytest.mark.parametrize("how", ["password", "enable"])
def test_an_administrator_ends_a_lock_out(accounts: Accounts, how: str) -> None:
    fail(accounts, MOST_FAILURES)
    if how == "password":
        accounts.set_password(WRITER, PASSWORD)
    else:
        accounts.disable(WRITER, disabled=False)
    assert accounts.sign_in(WRITER, PASSWORD)


# --- sessions -----------------------------------------------------------------------------------


@pytest.mark.parametrize("token", ["", "x", "a" * 43, "' OR 1=1 --"])
def test_a_forged_token_is_nobody(accounts: Accounts, token: str) -> None:
    accounts.sign_in(WRITER, PASSWORD)
    assert accounts.user_of(token) is None


def test_a_session_ends_when_idle_and_at_the_latest_after_a_day(
    accounts: Accounts, clock: Clock
) -> None:
    token = accounts.sign_in(WRITER, PASSWORD)
    clock.pass_by(seconds=IDLE.total_seconds() + 1)
    assert accounts.user_of(token) is None
    token = accounts.sign_in(WRITER, PASSWORD)
    for _ in range(3):
        clock.pass_by(hours=7)
        assert accounts.user_of(token) == User(WRITER, "writer")
    clock.pass_by(seconds=ABSOLUTE.total_seconds() - 21 * 3600 + 1)
    assert accounts.user_of(token) is None


ENDING = {
    "sign-out": lambda a, t: a.sign_out(t),
    "new password": lambda a, t: a.set_password(WRITER, "另一条河流向西去-2024"),
    "own new password": lambda a, t: a.change_password(WRITER, PASSWORD, "另一条河流向西去-2024"),
    "disabled": lambda a, t: a.disable(WRITER),
    "ended": lambda a, t: a.end_sessions(WRITER),
    "removed": lambda a, t: a.remove(WRITER),
}


@pytest.mark.parametrize("how", ENDING)
def test_what_ends_a_session_at_once(accounts: Accounts, how: str) -> None:
    token, other = accounts.sign_in(WRITER, PASSWORD), accounts.sign_in(ADMIN, PASSWORD)
    ENDING[how](accounts, token)
    assert accounts.user_of(token) is None
    assert accounts.user_of(other) == User(ADMIN, "admin")


def test_a_new_role_counts_at_once(accounts: Accounts) -> None:
    token = accounts.sign_in(WRITER, PASSWORD)
    accounts.set_role(WRITER, "reviewer")
    assert accounts.user_of(token) == User(WRITER, "reviewer")


def test_a_new_password_needs_the_old_one_and_guessing_it_locks(accounts: Accounts) -> None:
    for _ in range(MOST_FAILURES):
        with pytest.raises(AccountError, match="原密码不对"):
            accounts.change_password(WRITER, "不是这个-0000000", "另一条河流向西去-2024")
    with pytest.raises(AccountError):
        accounts.change_password(WRITER, PASSWORD, "另一条河流向西去-2024")


# --- who must remain ----------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["writer", "editor", "reviewer"])
def test_the_first_account_is_an_administrator(tmp_path: Path, role: Role) -> None:
    storage, accounts = accounts_at(tmp_path)
    with pytest.raises(AccountError, match="第一个账号必须是管理员"):
        accounts.add("王芳", role, PASSWORD)
    assert not accounts.any()
    assert accounts.add("王芳", None, PASSWORD) == "admin"
    storage.close()


@pytest.mark.parametrize("how", ["remove", "disable", "demote"])
def test_the_last_administrator_stays(accounts: Accounts, how: str) -> None:
    deeds = {
        "remove": lambda: accounts.remove(ADMIN),
        "disable": lambda: accounts.disable(ADMIN),
        "demote": lambda: accounts.set_role(ADMIN, "writer"),
    }
    with pytest.raises(AccountError, match="最后一个管理员"):
        deeds[how]()
    assert accounts.sign_in(ADMIN, PASSWORD)
    accounts.add("吴敏", "admin", PASSWORD)
    accounts.disable("吴敏")  # who cannot sign in is none
    with pytest.raises(AccountError, match="最后一个管理员"):
        deeds[how]()
    accounts.disable("吴敏", disabled=False)
    deeds[how]()
    account = accounts.account(ADMIN)
    assert account is None or account.disabled or account.role == "writer"


def test_the_first_takes_over_what_was_written_without_accounts(tmp_path: Path) -> None:
    storage, accounts = accounts_at(tmp_path)
    before = storage.new_conversation()
    accounts.add(ADMIN, None, PASSWORD)
    assert storage.whose(before) == (ADMIN, "")
    local = storage.new_conversation()
    accounts.add(WRITER, None, PASSWORD)
    assert storage.whose(local) == ("", "")
    storage.close()


@pytest.mark.parametrize("name", [WRITER, f" {WRITER} ", "LI", "li"])
def test_no_two_accounts_look_alike(accounts: Accounts, name: str) -> None:
    if name == "LI":
        accounts.add("li", None, PASSWORD)
    if name == "li":
        accounts.add("Li", None, PASSWORD)
    with pytest.raises(AccountError, match="已有账号"):
        accounts.add(name, None, PASSWORD)


def test_accounts_made_beside_a_running_app_count_at_once(tmp_path: Path) -> None:
    one, accounts = accounts_at(tmp_path)
    other, beside = accounts_at(tmp_path)
    beside.add(ADMIN, None, PASSWORD)
    assert accounts.any()
    assert accounts.sign_in(ADMIN, PASSWORD)
    one.close()
    other.close()


def test_there_is_nothing_to_change_about_nobody(accounts: Accounts) -> None:
    for deed in (accounts.remove, accounts.disable, accounts.end_sessions):
        with pytest.raises(AccountError, match="没有账号“没有的人”"):
            deed("没有的人")
