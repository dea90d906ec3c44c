"""What the face of the assistant offers of people: who is at the door, and who has an account."""

from __future__ import annotations

from assistant.errors import DraftError
from assistant.people.accounts import Accounts
from assistant.people.permission import Permitting, needs
from assistant.people.roles import Role
from assistant.storage import Account


class PeopleFace(Permitting):
    """Signing in is for everybody; accounts are the administrator's."""

    _accounts: Accounts | None

    # --- the door ------------------------------------------------------------------------------

    @property
    def accounts(self) -> Accounts:
        """Who may sign in: for the door. Screens go through what follows."""
        if self._accounts is None:
            raise DraftError("只读方式打开，没有账号")
        return self._accounts

    @needs("work")
    def change_password(self, old: str, new: str) -> None:
        """The password of the person at hand; all their sessions end. Raises AccountError."""
        self.accounts.change_password(self._user.name, old, new)

    # --- accounts ------------------------------------------------------------------------------

    @needs("people")
    def people(self) -> list[Account]:
        return self.accounts.listed()

    @needs("people")
    def add_person(self, name: str, role: Role | None, password: str) -> Role:
        """The role they have then: the first is an administrator. Raises AccountError, as all."""
        return self.accounts.add(name, role, password)

    @needs("people")
    def set_role(self, name: str, role: Role) -> None:
        self.accounts.set_role(name, role)

    @needs("people")
    def set_password(self, name: str, password: str) -> None:
        self.accounts.set_password(name, password)

    @needs("people")
    def disable_person(self, name: str, disabled: bool) -> None:
        self.accounts.disable(name, disabled)

    @needs("people")
    def end_sessions(self, name: str) -> None:
        self.accounts.end_sessions(name)

    @needs("people")
    def remove_person(self, name: str) -> None:
        self.accounts.remove(name)
