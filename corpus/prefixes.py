"""What a model wants to see in front of a query and of a passage."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass


@dataclass(frozen=True)
class Prefixes:
    """Both may be empty; false if both are."""

    query: str = ""
    passage: str = ""

    def __bool__(self) -> bool:
        return bool(self.query or self.passage)

    @property
    def digest(self) -> str:
        """Part of a model's version: with other prefixes its vectors are others."""
        told = json.dumps([self.query, self.passage], ensure_ascii=False)
        return hashlib.sha256(told.encode()).hexdigest()[:12]
