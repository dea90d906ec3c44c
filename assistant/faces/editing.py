"""What the face offers beside proposals: hand edits, merging, locks, house terms.

What a window sends names the version it shows (`parent`). Where the draft has moved on since, a
sentence is looked for where it stands now, and words typed into it are kept until they are merged.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Collection
from dataclasses import dataclass

from assistant.document import Draft
from assistant.errors import DraftError
from assistant.people.permission import Permitting, needs
from assistant.rewriting.by_hand import INSTRUCTION, reworded
from assistant.rewriting.changes import Change, Proposal
from assistant.rewriting.desk import Selection, name_of
from assistant.rewriting.differences import changes_between
from assistant.rewriting.house_terms import replacements_in
from assistant.rewriting.locks import Lock, blocked, locked, names_of
from assistant.rewriting.merging import Merge, merged
from assistant.rewriting.transplanting import Meanwhile
from assistant.storage.asides import NeedsMerge
from assistant.storage.versions import Stale, Version

_MOVED_ON = "这一句刚才在别处被改过，请看过现在的稿子再来"


@dataclass(frozen=True)
class Shown:
    """The open draft as one window shows it, all of one moment: the checked `draft` of `version`,
    the proposal on it, sentence id → lock, and the versions that wait to be merged."""

    version: Version
    draft: Draft
    proposal: Proposal | None
    locks: dict[str, Lock]
    asides: tuple[int, ...]
    can_undo: bool
    can_redo: bool


@dataclass(frozen=True)
class Merging:
    """Two people's changes since `base`: `mine`, set aside, and `theirs`, current. `merge.draft`
    has both but for the conflicts; `fitted` are those of mine that make it of theirs."""

    base: Version
    mine: Version
    theirs: Version
    merge: Merge
    my_changes: tuple[Change, ...]
    their_changes: tuple[Change, ...]
    fitted: tuple[Change, ...]


class EditingFace(Permitting):
    """Over the open section of a conversation."""

    @abstractmethod
    def _checked(self, conversation_id: str, draft: Draft) -> Draft:
        """The draft with its findings."""

    @abstractmethod
    def _proposal_on(self, version: Version) -> Proposal | None:
        """The open proposal as it fits the version."""

    # --- what is shown ---------------------------------------------------------------------------

    @needs("read")
    def shown(self, conversation_id: str, known: Draft | None = None) -> Shown | None:
        """The open draft with all that is shown of it; None without one. `known` is the draft as it
        was checked just now, so that it need not be again."""
        stored = self._stored()
        version = stored.current_version(conversation_id)
        if version is None:
            return None
        here = (conversation_id, version.section)
        same = known is not None and (known.id, known.text) == (
            version.draft.id,
            version.draft.text,
        )
        return Shown(
            version,
            known if same and known else self._checked(conversation_id, version.draft),
            self._proposal_on(version),
            locked(version.draft, stored.locks(*here)),
            stored.asides(*here),
            version.parent_id is not None,
            stored.can_redo(*here),
        )

    @needs("read")
    def require_current(self, conversation_id: str, parent: int) -> None:
        """Raises Stale if the open section no longer stands at the version."""
        version = self._stored().current_version(conversation_id)
        if version is not None and version.id != parent:
            raise Stale(version)

    @needs("read")
    def place_of(self, conversation_id: str, sentence_id: str, parent: int) -> str:
        """Where a sentence of the version stands now. Raises DraftError if it is no longer as it
        was, or not in the open section."""
        old = self._stored().version(conversation_id, parent)
        new = self._stored().current_version(conversation_id)
        if new is None or new.section != old.section:
            raise DraftError(_MOVED_ON)
        if new.id == old.id:
            return sentence_id
        now = Meanwhile(old.draft, new.draft).home.get(sentence_id)
        if now is None:
            raise DraftError(_MOVED_ON)
        return now

    @needs("read")
    def selection_of(self, conversation_id: str, chosen: Selection, parent: int) -> Selection:
        """The selected characters of the version where they stand now; raises as `place_of`."""
        now = self.place_of(conversation_id, chosen.sentence_id, parent)
        return Selection(now, chosen.start, chosen.end)

    # --- by hand -----------------------------------------------------------------------------------

    @needs("rewrite")
    def edit_sentence(
        self, conversation_id: str, sentence_id: str, text: str, parent: int
    ) -> Draft:
        """Put other words into a sentence of the version `parent`; the checked draft.

        Raises DraftError if the sentence is locked or nothing is left of it, and NeedsMerge if the
        draft was changed meanwhile: what was typed is kept for `merging`.
        """
        stored, author = self._stored(), self._user.signature
        base = stored.version(conversation_id, parent)
        here = (conversation_id, base.section)
        if lock := locked(base.draft, stored.locks(*here)).get(sentence_id):
            by = f"被{lock.by}" if lock.by else ""
            raise DraftError(f"{name_of(sentence_id)}已{by}锁定，请先解除锁定再改")
        mine = reworded(base.draft, sentence_id, text)
        changes = changes_between(base.draft, mine)
        if not changes:
            return self._checked(conversation_id, stored.current(*here) or base.draft)
        try:
            stored.save(conversation_id, mine, INSTRUCTION, author=author, parent=parent)
        except Stale as stale:
            if changes_between(stale.current.draft, mine) == ():  # both did the same
                return self._checked(conversation_id, stale.current.draft)
            kept = stored.set_aside(
                conversation_id, mine, INSTRUCTION, parent=parent, author=author
            )
            raise NeedsMerge(stale.current, kept) from stale
        stored.note_replacements(replacements_in(changes), author)
        return self._checked(conversation_id, mine)

    # --- two people --------------------------------------------------------------------------------

    @needs("read")
    def merging(self, conversation_id: str, aside: int) -> Merging:
        """What was set aside beside what is current now."""
        stored = self._stored()
        mine = stored.version(conversation_id, aside)
        theirs = stored.current_version(conversation_id, mine.section)
        if theirs is None or mine.parent_id is None or aside not in self._waiting(mine):
            raise DraftError("这处修改已经合并过了，请刷新页面")
        base = stored.version(conversation_id, mine.parent_id)
        merge = merged(base.draft, mine.draft, theirs.draft)
        return Merging(
            base,
            mine,
            theirs,
            merge,
            changes_between(base.draft, mine.draft),
            changes_between(base.draft, theirs.draft),
            changes_between(theirs.draft, merge.draft),
        )

    @needs("rewrite")
    def save_merged(
        self, conversation_id: str, aside: int, mine: Collection[str], parent: int
    ) -> Draft:
        """Both people's changes as a version: of each conflict in `mine` my side, of the others
        theirs. Raises Stale if `parent` is no longer current, and DraftError if a locked sentence
        would change."""
        merging = self.merging(conversation_id, aside)
        theirs = merging.theirs
        if theirs.id != parent:
            raise Stale(theirs)
        draft = merging.merge.with_mine(mine)
        here = (conversation_id, theirs.section)
        locks = frozenset(self._stored().locked_ids(*here))
        changes = changes_between(theirs.draft, draft)
        if barred := blocked(changes, locks):
            places = names_of(barred, locks)
            raise DraftError(f"{places}已锁定，请在这里选用对方的，或先解除锁定")
        author = self._user.signature
        self._stored().save_merged(conversation_id, draft, aside, parent=parent, author=author)
        self._stored().note_replacements(replacements_in(changes), author)
        return self._checked(conversation_id, draft)

    @needs("rewrite")
    def drop_aside(self, conversation_id: str, aside: int) -> None:
        """Give up merging what was set aside; it stays among the versions."""
        self._stored().drop_aside(conversation_id, aside)

    def _waiting(self, version: Version) -> tuple[int, ...]:
        return self._stored().asides(version.conversation_id, version.section)

    # --- locks and terms ---------------------------------------------------------------------------

    @needs("lock")
    def lock(self, conversation_id: str, sentence_id: str, parent: int, why: str = "") -> Lock:
        """Lock a sentence of the version `parent`, which nobody can change then."""
        place = self.place_of(conversation_id, sentence_id, parent)
        section = self._stored().version(conversation_id, parent).section
        return self._stored().lock(conversation_id, section, place, self._user.signature, why)

    @needs("lock")
    def unlock(self, conversation_id: str, sentence_id: str, parent: int) -> None:
        place = self.place_of(conversation_id, sentence_id, parent)
        section = self._stored().version(conversation_id, parent).section
        self._stored().unlock(conversation_id, section, place)

    @needs("terms")
    def turn_house_term(self, before: str, after: str, on: bool) -> None:
        """Apply a term to new words from now on, or never offer it again. Raises DraftError for one
        that was never offered."""
        known = {(term.before, term.after) for term in self._stored().house_terms()}
        if (before, after) not in known:
            raise DraftError("没有这条用语，请刷新页面")
        self._stored().turn_house_term(before, after, on, self._user.signature)
