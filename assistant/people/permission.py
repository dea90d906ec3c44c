"""Whether the person at hand may do it: the one place where the face of the assistant asks.

``@needs("rewrite")`` on a method with a `conversation_id` asks about that conversation, on any other
method about the house; `tests/assistant/people/test_permission.py` fails for a method that does not ask.
"""

from __future__ import annotations

import functools
import inspect
from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any, TypeVar, cast

from assistant.errors import Forbidden
from assistant.people.roles import (
    ACTION_LABELS,
    ROLE_LABELS,
    Action,
    Standing,
    User,
    may,
    roles_for,
    standing,
)
from assistant.storage import Storage

_Method = TypeVar("_Method", bound=Callable[..., Any])
NEEDED = "needed_action"  # the attribute of a method that asks
_NOT_THERE = "没有这份稿子，或者它不在您手里；请从“以前的会话”里选，或新建会话"


class Permitting(ABC):
    """Knows in whose hands the assistant is."""

    _user: User

    @abstractmethod
    def _stored(self) -> Storage:
        """Raises DraftError where there are no conversations."""

    @property
    def user(self) -> User:
        return self._user

    def may(self, action: Action) -> bool:
        """Whether the person may do something that is about no conversation."""
        return may(self._user, action)

    def standing(self, conversation_id: str) -> Standing:
        """How the person stands to a conversation. Raises Forbidden if it is none of theirs."""
        kept = self._stored().whose(conversation_id)
        found = standing(self._user, *kept) if kept else None
        # Somebody else's conversation must not be told from one that does not exist.
        if found is None or "read" not in found.may:
            raise Forbidden(_NOT_THERE)
        return found

    def _permit(self, action: Action) -> None:
        if not self.may(action):
            roles = "、".join(ROLE_LABELS[role] for role in roles_for(action))
            raise Forbidden(f"只有{roles}可以{ACTION_LABELS[action]}")

    def _permit_on(self, conversation_id: str, action: Action) -> None:
        found = self.standing(conversation_id)
        if action not in found.may:
            role, deed = ROLE_LABELS[self._user.role], ACTION_LABELS[action]
            whose = "自己的" if found.group == "mine" else f"{found.owner or '别人'}的"
            raise Forbidden(f"您是{role}，不能{deed}{whose}这份稿子")


def needs(action: Action) -> Callable[[_Method], _Method]:
    """The method asks first whether the person may; raises Forbidden if not, before anything."""

    def asking(method: _Method) -> _Method:
        is_about_one = "conversation_id" in inspect.signature(method).parameters

        @functools.wraps(method)
        def asked(self: Permitting, *args: Any, **kwargs: Any) -> Any:
            if is_about_one:
                self._permit_on(args[0] if args else kwargs["conversation_id"], action)
            else:
                self._permit(action)
            return method(self, *args, **kwargs)

        setattr(asked, NEEDED, action)
        return cast(_Method, asked)

    return asking
