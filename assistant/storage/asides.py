"""Changes that met somebody else's: kept as versions beside the current one until they are merged."""

from __future__ import annotations

from sqlalchemy import delete, select

from assistant.document import Draft, SectionName
from assistant.errors import DraftError
from assistant.storage.tables import AsideRow, VersionRow
from assistant.storage.versions import Stale, Version, Versions


class NeedsMerge(Stale):
    """As Stale; what was made is kept, as version `aside`."""

    def __init__(self, current: Version, aside: int) -> None:
        super().__init__(current)
        self.aside = aside


class Asides(Versions):
    """What is set aside has the version it was made on as its parent."""

    def set_aside(
        self, conversation_id: str, draft: Draft, instruction: str, *, parent: int, author: str = ""
    ) -> int:
        """Keep a version without making it current; its id."""
        with self._changing(conversation_id) as (session, conversation):
            self._own(session, conversation_id, parent)
            before = self._draft(session, parent)
            row = self._row(session, conversation, draft, instruction, author, parent, before)
            session.add(AsideRow(version_id=row.id))
            return row.id

    def asides(self, conversation_id: str, section: SectionName) -> tuple[int, ...]:
        """The versions of the section that wait to be merged, newest first."""
        with self._reading() as session:
            waiting = (
                select(VersionRow.id)
                .join(AsideRow, AsideRow.version_id == VersionRow.id)
                .where(VersionRow.conversation_id == conversation_id, VersionRow.section == section)
                .order_by(VersionRow.id.desc())
            )
            return tuple(session.scalars(waiting))

    def save_merged(
        self, conversation_id: str, draft: Draft, aside: int, *, parent: int, author: str = ""
    ) -> Version:
        """Make the merged draft the current version; what was set aside waits no more. Raises
        Stale if `parent` is no longer current, and DraftError if the other was merged already."""
        with self._changing(conversation_id) as (session, conversation):
            row = self._own(session, conversation_id, aside)
            if session.get(AsideRow, aside) is None:
                raise DraftError("这处修改已经合并过了，请刷新页面")
            current = self._version_of(session, conversation, draft.section)
            if current != parent and current is not None:
                raise Stale(self._version(session, current))
            session.execute(delete(AsideRow).where(AsideRow.version_id == aside))
            said = f"合并“{row.instruction}”"
            return self._add(session, conversation, draft, said, author, current)

    def drop_aside(self, conversation_id: str, aside: int) -> None:
        """It is not to be merged; the version stays in the list."""
        with self._changing(conversation_id) as (session, _):
            self._own(session, conversation_id, aside)
            session.execute(delete(AsideRow).where(AsideRow.version_id == aside))
