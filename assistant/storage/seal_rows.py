"""Signed versions as rows, for whoever has a transaction open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from assistant.errors import DraftError
from assistant.storage.tables import SealRow


@dataclass(frozen=True)
class Seal:
    """A signed version: who signed it and when (ISO 8601, UTC), and its record in the log."""

    section: str
    version_id: int
    by: str
    at: str
    seq: int
    hash: str


class Sealed(DraftError):  # noqa: N818 — a state of affairs, caught by name
    """The section is signed and frozen."""

    def __init__(self, seal: Seal) -> None:
        self.seal = seal
        at = datetime.fromisoformat(seal.at).astimezone()
        super().__init__(
            f"这一部分已由{seal.by}于{at:%Y-%m-%d %H:%M}定稿，不能再改；"
            "要改请先在“核稿”页上重新打开，并写明理由"
        )


def seal_row(session: Session, conversation_id: str, section: str) -> SealRow | None:
    """The seal that nobody broke; None if the section may be changed."""
    return session.scalars(
        select(SealRow).where(
            SealRow.conversation_id == conversation_id,
            SealRow.section == section,
            SealRow.reopened_seq.is_(None),
        )
    ).first()


def seal_of(row: SealRow) -> Seal:
    return Seal(row.section, row.version_id, row.by, row.at, row.seq, row.hash)


def refuse_sealed(session: Session, conversation_id: str, section: str) -> None:
    """Raises Sealed while the section is signed. To be asked in every transaction that changes what
    was signed."""
    if row := seal_row(session, conversation_id, section):
        raise Sealed(seal_of(row))
