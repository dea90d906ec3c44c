"""Accounts and who is signed in. What must hold together is checked in the transaction."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from assistant.errors import AccountError
from assistant.people.roles import ROLE_LABELS, Role
from assistant.storage.opened import Opened
from assistant.storage.tables import ConversationRow, SessionRow, UserRow

_LAST_ADMIN = "这是最后一个管理员，请先把另一个账号设为管理员"


@dataclass(frozen=True)
class Account:
    """Times are ISO 8601, UTC; `locked_until` is "" if it never was, `seen_at` if nobody is signed
    in with it."""

    name: str
    role: Role
    disabled: bool
    locked_until: str
    created_at: str
    sessions: int
    seen_at: str


class AccountRows(Opened):
    """The accounts of the database. Times are given, passwords come hashed and tokens digested."""

    def has_accounts(self) -> bool:
        with self._reading() as session:
            return session.scalars(select(UserRow.name).limit(1)).first() is not None

    def accounts(self, at: str) -> list[Account]:
        """All, by name, with the sessions that are open at the time."""
        with self._reading() as session:
            rows = session.scalars(select(UserRow).order_by(UserRow.name)).all()
            return [_account(session, row, at) for row in rows]

    def account(self, name: str, at: str) -> Account | None:
        with self._reading() as session:
            row = session.get(UserRow, name)
            return _account(session, row, at) if row else None

    def add_account(self, name: str, role: Role | None, password: str, at: str) -> Role:
        """The role it has then: the first is an administrator and takes over what the local user
        wrote; without `role` any other is a writer. Raises AccountError."""
        with self._writing() as session:
            # The write lock comes before reading.
            session.execute(update(UserRow).values(name=UserRow.name))
            names = session.scalars(select(UserRow.name)).all()
            if name.casefold() in {known.casefold() for known in names}:
                raise AccountError(f"已有账号“{name}”，请换一个名字，或给它重设密码")
            if not names and role not in (None, "admin"):
                raise AccountError("第一个账号必须是管理员：由他再建其他账号")
            given: Role = role or ("writer" if names else "admin")
            session.add(UserRow(name=name, role=given, password=password, created_at=at))
            if not names:
                local = update(ConversationRow).where(ConversationRow.owner == "")
                session.execute(local.values(owner=name))
            return given

    def change_account(
        self,
        name: str,
        *,
        role: Role | None = None,
        disabled: bool | None = None,
        password: str | None = None,
    ) -> None:
        """Another password or being disabled ends all sessions; a new password or being enabled
        also ends a lock-out. Raises AccountError."""
        with self._changing_account(name) as (session, row):
            if role is not None:
                row.role = role
            if disabled is not None:
                row.disabled = disabled
            if password is not None:
                row.password = password
            if password is not None or disabled is False:
                row.failed, row.locked_until = 0, ""
            if password is not None or disabled:
                session.execute(delete(SessionRow).where(SessionRow.user == name))

    def remove_account(self, name: str) -> None:
        """What its owner wrote stays theirs. Raises AccountError."""
        with self._changing_account(name) as (session, row):
            session.delete(row)

    # --- signing in ----------------------------------------------------------------------------

    def begin_attempt(self, name: str, at: str, most: int, locked_until: str) -> str | None:
        """Count an attempt before it is known to fail, so that many at once are counted, too; the
        stored hash, or None if nobody can sign in by that name now. The attempt that is the
        `most`-th in a row to fail locks the account."""
        with self._writing() as session:
            session.execute(update(UserRow).where(UserRow.name == name).values(name=UserRow.name))
            row = session.get(UserRow, name)
            if row is None or row.disabled or row.locked_until > at:
                return None
            row.failed += 1
            if row.failed >= most:
                row.failed, row.locked_until = 0, locked_until
            return row.password

    def signed_in(
        self, name: str, checked: str, rehashed: str | None, token: str, at: str, expires_at: str
    ) -> bool:
        """The attempt was right: a session begins. False if the account, or the hash that was
        `checked`, has changed meanwhile."""
        with self._writing() as session:
            session.execute(delete(SessionRow).where(SessionRow.expires_at <= at))
            row = session.get(UserRow, name)
            if row is None or row.disabled or row.password != checked:
                return False
            row.failed, row.locked_until = 0, ""
            row.password = rehashed or row.password
            session.add(
                SessionRow(token=token, user=name, created_at=at, seen_at=at, expires_at=expires_at)
            )
            return True

    def password_of(self, name: str) -> str | None:
        with self._reading() as session:
            row = session.get(UserRow, name)
            return row.password if row else None

    def session_of(self, token: str, at: str, idle_since: str) -> tuple[str, Role, str] | None:
        """Name, role, and when it was last seen; None if the session has ended or was not used
        since `idle_since`."""
        with self._reading() as session:
            found = session.execute(
                select(UserRow.name, UserRow.role, SessionRow.seen_at)
                .join(SessionRow, SessionRow.user == UserRow.name)
                .where(
                    SessionRow.token == token,
                    SessionRow.expires_at > at,
                    SessionRow.seen_at > idle_since,
                    ~UserRow.disabled,
                )
            ).first()
            return (found.name, _role(found.role), found.seen_at) if found else None

    def saw_session(self, token: str, at: str) -> None:
        with self._writing() as session:
            session.execute(update(SessionRow).where(SessionRow.token == token).values(seen_at=at))

    def end_session(self, token: str) -> None:
        with self._writing() as session:
            session.execute(delete(SessionRow).where(SessionRow.token == token))

    def end_sessions(self, name: str) -> None:
        """Raises AccountError if there is no such account."""
        with self._changing_account(name) as (session, _):
            session.execute(delete(SessionRow).where(SessionRow.user == name))

    @contextmanager
    def _changing_account(self, name: str) -> Iterator[tuple[Session, UserRow]]:
        """A transaction that leaves an administrator who can sign in."""
        with self._writing() as session:
            session.execute(update(UserRow).where(UserRow.name == name).values(name=UserRow.name))
            row = session.get(UserRow, name)
            if row is None:
                raise AccountError(f"没有账号“{name}”")
            yield session, row
            session.flush()
            admins = select(func.count()).where(UserRow.role == "admin", ~UserRow.disabled)
            if not session.scalar(admins):
                raise AccountError(_LAST_ADMIN)


def _account(session: Session, row: UserRow, at: str) -> Account:
    seen = session.scalars(
        select(SessionRow.seen_at).where(SessionRow.user == row.name, SessionRow.expires_at > at)
    ).all()
    return Account(
        row.name, _role(row.role), row.disabled, row.locked_until, row.created_at, len(seen),
        max(seen, default=""),
    )  # fmt: skip


def _role(stored: str) -> Role:
    return next(role for role in ROLE_LABELS if role == stored)
