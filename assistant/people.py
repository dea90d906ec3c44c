"""Who uses the program, and what each role may do. Pure: no accounts are looked up here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

# writer 拟稿人, editor 改稿人, reviewer 核稿人, admin 管理员.
Role = Literal["writer", "editor", "reviewer", "admin"]
ROLE_LABELS: dict[Role, str] = {
    "writer": "拟稿人", "editor": "改稿人", "reviewer": "核稿人", "admin": "管理员",
}  # fmt: skip


@dataclass(frozen=True)
class User:
    name: str
    role: Role


# Whoever sits at the machine while there are no accounts: may do everything.
LOCAL = User("本机用户", "admin")
