"""Accepted replacements of wording, and which of them the house has turned on."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from sqlalchemy import select

from assistant.rewriting.house_terms import HouseTerm, Replacement, TermState, counted
from assistant.storage.opened import DRAFTS, Opened, now
from assistant.storage.tables import HouseTermRow, ReplacementRow


class HouseTerms(Opened):
    """House terms belong to the house, not to a conversation."""

    def note_replacements(self, replacements: Iterable[Replacement], author: str = "") -> None:
        """Count accepted replacements."""
        at = now()
        with self._writing() as session:
            session.add_all(
                ReplacementRow(before=r.before, after=r.after, author=author, at=at)
                for r in replacements
            )

    def house_terms(self) -> tuple[HouseTerm, ...]:
        """What is offered, on or turned off, most accepted first."""
        with self._reading() as session:
            noted = [
                Replacement(r.before, r.after) for r in session.scalars(select(ReplacementRow))
            ]
            states: dict[str, TermState] = {"on": "on", "off": "off"}
            decided = {
                Replacement(r.before, r.after): states[r.state]
                for r in session.scalars(select(HouseTermRow))
            }
        return counted(noted, decided)

    def turn_house_term(self, before: str, after: str, on: bool, by: str = "") -> None:
        """Apply a term from now on, or not; a term that is on turns off what contradicts it."""
        with self._writing() as session:
            if on:
                for row in session.scalars(select(HouseTermRow).where(HouseTermRow.state == "on")):
                    reverse = (row.before, row.after) == (after, before)
                    if reverse or (row.before == before and row.after != after):
                        row.state, row.by, row.at = "off", by, now()
            state = "on" if on else "off"
            session.merge(HouseTermRow(before=before, after=after, state=state, by=by, at=now()))


def house_terms_in(home: Path | None) -> tuple[HouseTerm, ...]:
    """The terms of a data folder whose drafts are not open; () where there are none."""
    path = home / DRAFTS if home else None
    if path is None or not path.exists():
        return ()
    opened = HouseTerms(path)
    try:
        return opened.house_terms()
    finally:
        opened.close()
