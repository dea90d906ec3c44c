"""Accounts: who may sign in, with what password, and for how long.

Wrong name, wrong password, locked and disabled are answered alike and take as long as each other.
"""

from __future__ import annotations

import hashlib
import secrets
import unicodedata
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from assistant.errors import AccountError
from assistant.people.passwords import Passwords, password_problem
from assistant.people.roles import Role, User, account_name
from assistant.storage import Account, Storage

MOST_FAILURES = 5
LOCKED_FOR = timedelta(minutes=15)
IDLE = timedelta(hours=8)
ABSOLUTE = timedelta(hours=24)
_SEEN_EVERY = timedelta(minutes=1)  # writing it at every request would be slow
_WRONG = (
    f"姓名或密码不对，或者账号已停用、暂时锁定（连输错 {MOST_FAILURES} 次锁定"
    f" {LOCKED_FOR.seconds // 60} 分钟）"
)

_WRONG_OLD = f"原密码不对（连输错 {MOST_FAILURES} 次会锁定）"


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Accounts:
    """Over the storage; safe to share between threads and to use beside another process."""

    def __init__(
        self,
        storage: Storage,
        passwords: Passwords | None = None,
        now: Callable[[], datetime] = _utc_now,
    ) -> None:
        self._storage = storage
        self._passwords = passwords or Passwords()
        self._now = now

    # --- accounts ------------------------------------------------------------------------------

    def any(self) -> bool:
        return self._storage.has_accounts()

    def listed(self) -> list[Account]:
        return self._storage.accounts(self._at())

    def account(self, name: str) -> Account | None:
        return self._storage.account(name, self._at())

    def is_locked(self, account: Account) -> bool:
        """Whether too many wrong passwords have locked it for now."""
        return account.locked_until > self._at()

    def add(self, name: str, role: Role | None, password: str) -> Role:
        """Add an account; the role it has then: see `AccountRows.add_account`.

        Raises AccountError, as all that follow.
        """
        name = account_name(name)
        hashed = self._hashed(name, password)
        return self._storage.add_account(name, role, hashed, self._at())

    def set_password(self, name: str, password: str) -> None:
        """Whoever is signed in with the account must sign in again."""
        self._storage.change_account(name, password=self._hashed(name, password))

    def change_password(self, name: str, old: str, new: str) -> None:
        """By its owner, who knows the old one; wrong ones count as when signing in."""
        if problem := password_problem(name, new):
            raise AccountError(problem)
        self._checked(name, old, _WRONG_OLD)
        self.set_password(name, new)

    def set_role(self, name: str, role: Role) -> None:
        self._storage.change_account(name, role=role)

    def disable(self, name: str, disabled: bool = True) -> None:
        self._storage.change_account(name, disabled=disabled)

    def remove(self, name: str) -> None:
        self._storage.remove_account(name)

    def end_sessions(self, name: str) -> None:
        self._storage.end_sessions(name)

    # --- sessions ------------------------------------------------------------------------------

    def sign_in(self, name: str, password: str) -> str:
        """The token of a new session, for a cookie."""
        name = unicodedata.normalize("NFKC", name).strip()
        stored = self._checked(name, password, _WRONG)
        outdated = self._passwords.is_outdated(stored)
        rehashed = self._passwords.hash(password) if outdated else None
        token = secrets.token_urlsafe(32)
        expires = (self._now() + ABSOLUTE).isoformat(timespec="microseconds")
        args = (name, stored, rehashed, _digest(token), self._at(), expires)
        if not self._storage.signed_in(*args):
            raise AccountError(_WRONG)
        return token

    def user_of(self, token: str) -> User | None:
        """Who signed in with the token; None once the session has ended."""
        idle_since = (self._now() - IDLE).isoformat(timespec="microseconds")
        found = self._storage.session_of(_digest(token), self._at(), idle_since)
        if found is None:
            return None
        name, role, seen = found
        if self._now() - datetime.fromisoformat(seen) > _SEEN_EVERY:
            self._storage.saw_session(_digest(token), self._at())
        return User(name, role)

    def sign_out(self, token: str) -> None:
        self._storage.end_session(_digest(token))

    def _checked(self, name: str, password: str, refusal: str) -> str:
        """The stored hash, if that is the password and the account can be used now."""
        until = (self._now() + LOCKED_FOR).isoformat(timespec="microseconds")
        stored = self._storage.begin_attempt(name, self._at(), MOST_FAILURES, until)
        if not self._passwords.check(stored, password) or stored is None:
            raise AccountError(refusal)
        return stored

    def _hashed(self, name: str, password: str) -> str:
        if problem := password_problem(name, password):
            raise AccountError(problem)
        return self._passwords.hash(password)

    def _at(self) -> str:
        return self._now().isoformat(timespec="microseconds")


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
