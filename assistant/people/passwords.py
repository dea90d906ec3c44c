"""Passwords: which are good enough, and how they are kept. The only module that imports argon2.

Argon2id with the parameters RFC 9106 (section 4) recommends where memory is short: 3 passes over
64 MiB, 4 lanes. A stored hash names its own parameters, so these can move; see `is_outdated`.
"""

from __future__ import annotations

import threading
import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST, LONGEST = 10, 200
# What is tried first everywhere, in lower case and without what is neither letter nor digit.
_OBVIOUS = (
    "1234567890", "0123456789", "0987654321", "1q2w3e4r5t", "qwertyuiop", "asdfghjkl", "qazwsxedc",
    "password", "passw0rd", "admin123", "administrator", "iloveyou", "abc123456", "woaini", "nigao",
)  # fmt: skip
_AT_ONCE = 2  # hashes: each takes 64 MiB for a moment


class Passwords:
    """Makes and checks hashes; cheaper parameters are for tests."""

    def __init__(self, passes: int = 3, memory_kib: int = 65536, lanes: int = 4) -> None:
        self._hasher = PasswordHasher(passes, memory_kib, lanes)
        self._gate = threading.BoundedSemaphore(_AT_ONCE)
        self._nobodys = ""

    def hash(self, password: str) -> str:
        with self._gate:
            return self._hasher.hash(_normal(password))

    def check(self, stored: str | None, password: str) -> bool:
        """Whether it is the password; None, for nobody's, takes as long as any and is False."""
        with self._gate:
            # Before the first check of any kind, so that it tells nothing.
            self._nobodys = self._nobodys or self._hasher.hash("nobody has this one")
            try:
                self._hasher.verify(stored or self._nobodys, _normal(password))
            except (VerificationError, InvalidHashError):
                return False
        return stored is not None

    def is_outdated(self, stored: str) -> bool:
        """Whether the hash was made with other parameters than these."""
        return self._hasher.check_needs_rehash(stored)


def password_problem(name: str, password: str) -> str:
    """Why it is not good enough, for users; "" if it is."""
    plain = _plain(password)
    if len(password) < SHORTEST:
        return f"密码至少要 {SHORTEST} 个字符"
    if len(password) > LONGEST:
        return f"密码最多 {LONGEST} 个字符"
    if _plain(name) and _plain(name) in plain and len(plain) - len(_plain(name)) < SHORTEST // 2:
        return "密码不能就是姓名，或姓名加几个字符"
    if len(set(plain)) <= 2 or any(
        word in plain and len(plain) - len(word) < SHORTEST // 2 for word in _OBVIOUS
    ):
        return "这个密码太常见，请换一个，例如几个不相干的词连起来"
    return ""


def _normal(password: str) -> str:
    """One form of what different keyboards send."""
    return unicodedata.normalize("NFKC", password)


def _plain(text: str) -> str:
    return "".join(c for c in _normal(text).lower() if c.isalnum())
