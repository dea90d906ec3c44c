"""Who uses the program, and what each role may do. Pure: no accounts are looked up here.

A conversation has an owner and a stage: with its owner (""), handed over for editing, or for review.
Whoever owns a draft never decides about it or signs it: four eyes see what leaves the house.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from assistant.errors import AccountError

# writer 拟稿人, editor 改稿人, reviewer 核稿人, admin 管理员.
Role = Literal["writer", "editor", "reviewer", "admin"]
ROLE_LABELS: dict[Role, str] = {
    "writer": "拟稿人", "editor": "改稿人", "reviewer": "核稿人", "admin": "管理员",
}  # fmt: skip

Stage = Literal["", "editing", "review"]
STAGES: tuple[Stage, ...] = ("", "editing", "review")
STAGE_LABELS: dict[Stage, str] = {"": "自己手里", "editing": "改稿", "review": "核稿"}

# On a conversation: read it, draft, rewrite, lock a sentence, comment, decide about a sentence, sign,
# waive a finding, hand it over; on the house: search the archive and keep own conversations (work),
# turn the house's terms on and off, change the archive, change who may use the program.
Action = Literal[
    "read", "draft", "rewrite", "lock", "comment", "decide", "sign", "waive", "hand",
    "work", "terms", "archive", "people",
]  # fmt: skip
ACTION_LABELS: dict[Action, str] = {
    "read": "查看", "draft": "起草", "rewrite": "修改", "lock": "锁定", "comment": "写意见",
    "decide": "核定", "sign": "定稿", "waive": "放行", "hand": "移交",
    "work": "使用", "terms": "开关单位用语", "archive": "管理资料库", "people": "管理人员",
}  # fmt: skip
ON_HOUSE: frozenset[Action] = frozenset({"work", "terms", "archive", "people"})
ON_CONVERSATION: frozenset[Action] = frozenset(ACTION_LABELS) - ON_HOUSE

_NAME = re.compile(r"\w(?:[\w .·@-]{0,30}\w)?")

Group = Literal["mine", "editing", "review", "others"]


@dataclass(frozen=True)
class User:
    name: str
    role: Role

    @property
    def signature(self) -> str:
        """What is written under things made: nothing while there is only one who could be meant."""
        return "" if self == LOCAL else self.name

    @property
    def owns_as(self) -> str:
        """The owner of this person's conversations as it is stored."""
        return self.signature


# Whoever sits at the machine while there are no accounts: may do everything.
LOCAL = User("本机用户", "admin")
# Nobody in particular: may do nothing. No account can have this name.
NOBODY = User("", "writer")


@dataclass(frozen=True)
class Standing:
    """How a person stands to a conversation; `may` is empty where it is none of their business."""

    owner: str
    stage: Stage
    group: Group
    may: frozenset[Action]


_OWN: frozenset[Action] = frozenset({"read", "draft", "rewrite", "comment", "hand"})
_IN_OWN: dict[Role, frozenset[Action]] = {
    "writer": _OWN,
    "editor": _OWN | {"lock"},
    "reviewer": _OWN | {"lock"},
    "admin": _OWN | {"lock"},
}
_IN_HANDED: dict[tuple[Role, Stage], frozenset[Action]] = {
    ("editor", "editing"): frozenset({"read", "draft", "rewrite", "lock", "comment", "hand"}),
    ("editor", "review"): frozenset({"read", "draft", "rewrite", "lock", "comment"}),
    ("reviewer", "review"): frozenset(
        {"read", "lock", "comment", "decide", "sign", "waive", "hand"}
    ),
}
# An administrator sees all, and passes on what lies where nobody is left to take it back.
_IN_OTHERS: dict[Role, frozenset[Action]] = {"admin": frozenset({"read", "hand"})}
_ON_HOUSE: dict[Role, frozenset[Action]] = {
    "writer": frozenset({"work"}),
    "editor": frozenset({"work", "terms"}),
    "reviewer": frozenset({"work"}),
    "admin": ON_HOUSE,
}


def roles_for(action: Action) -> tuple[Role, ...]:
    """The roles that may do something that is about no conversation."""
    return tuple(role for role in ROLE_LABELS if action in _ON_HOUSE[role])


def may(user: User, action: Action) -> bool:
    """Whether the person may do something that is about no conversation."""
    return user != NOBODY and action in _ON_HOUSE[user.role]


def standing(user: User, owner: str, stage: Stage) -> Standing:
    """What the person may do with a conversation of `owner`'s in that stage."""
    if user == NOBODY:
        return Standing(owner, stage, "others", frozenset())
    if user == LOCAL:
        return Standing(owner, stage, "mine", ON_CONVERSATION)
    if owner == user.name:
        return Standing(owner, stage, "mine", _IN_OWN[user.role])
    if stage and (user.role, stage) in _IN_HANDED:
        group: Group = "editing" if stage == "editing" else "review"
        return Standing(owner, stage, group, _IN_HANDED[user.role, stage])
    return Standing(owner, stage, "others", _IN_OTHERS.get(user.role, frozenset()))


def stages_seen(role: Role) -> tuple[Stage, ...]:
    """The stages in which a role sees other people's conversations."""
    if role in _IN_OTHERS:
        return STAGES
    return tuple(stage for stage in STAGES if (role, stage) in _IN_HANDED)


def account_name(name: str) -> str:
    """The name as it is kept. Raises AccountError if it is none."""
    kept = unicodedata.normalize("NFKC", name).strip()
    if not _NAME.fullmatch(kept) or kept == LOCAL.name:
        raise AccountError("姓名要 1 到 32 个字：文字、数字，中间可以有点、短横和空格")
    return kept
