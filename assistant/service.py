"""The face of the assistant: what the web app, the commands and later an API call."""

from __future__ import annotations

import copy
import logging
import secrets
import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from functools import partial

from assistant.brief import Brief, one_each
from assistant.checking import checked
from assistant.choices import NO_CHOICES, Choice, Choices
from assistant.document import SECTIONS, Draft, SectionName
from assistant.drafting import Drafting
from assistant.errors import AssistantError, DraftError
from assistant.exporting.export import Layout
from assistant.exporting.office import office_layout
from assistant.faces.archive import ArchiveFace
from assistant.faces.checking import CheckingFace
from assistant.faces.editing import EditingFace
from assistant.faces.exporting import ExportingFace
from assistant.faces.importing import ImportingFace
from assistant.faces.people import PeopleFace
from assistant.faces.review import ReviewFace
from assistant.faces.revising import RevisingFace
from assistant.faces.sharing import SharingFace
from assistant.models import open_chat_model
from assistant.outline import Outline, arranged, outline_of
from assistant.people.accounts import Accounts
from assistant.people.permission import needs
from assistant.people.roles import LOCAL, User
from assistant.periods.asked import current_period
from assistant.planning.stored import plan_from_state
from assistant.rewriting.house_words import in_house_words
from assistant.settings import Settings
from assistant.storage import DRAFTS, Storage
from assistant.talks import Event, Message, Partial, Reply, Step, Talks
from assistant.text_vectors import TextVectors
from assistant.toning import toned
from assistant.turn import Desk
from assistant.writing.stopping import StopSignal
from corpus.archive import Archive
from corpus.embedding import EmbeddingModel, open_embedding
from corpus.errors import CorpusError
from corpus.opening import Setup
from corpus.reranking import open_reranker

__all__ = ["Assistant", "Event", "Message", "Partial", "Reply", "Step", "open_assistant"]

_log = logging.getLogger(__name__)


class Assistant(
    ArchiveFace,
    RevisingFace,
    EditingFace,
    ImportingFace,
    CheckingFace,
    ReviewFace,
    ExportingFace,
    SharingFace,
    PeopleFace,
):
    """Open with `open_assistant`; close when done. Safe to share between threads."""

    def __init__(
        self,
        archive: Archive,
        drafting: Drafting,
        storage: Storage | None,
        talks: Talks | None,
        today: Callable[[], date] = date.today,
        layout: Callable[[], Layout] = Layout,
    ) -> None:
        super().__init__(archive)
        self._drafting = drafting
        self._storage = storage
        self._accounts = Accounts(storage) if storage else None
        self._talks = talks
        self._today = today
        self._layout = layout
        self._user = LOCAL
        self._turns: dict[str, threading.Lock] = {}
        self._stops: dict[str, StopSignal] = {}
        self._turns_guard = threading.Lock()

    def acting(self, user: User) -> Assistant:
        """The same assistant in the hands of `user`: what is made is theirs."""
        seat = copy.copy(self)
        seat._user = user
        return seat

    def close(self) -> None:
        if self._storage:
            self._storage.close()
        if self._talks:
            self._talks.close()
        self._archive.close()

    def warm_up(self) -> None:
        """Load the embedding model and prepare drafting, so that the first request is quick."""
        if self.reports():
            self._archive.search("工作", limit=1)
            self._drafting.warm_up(current_period(self._today()))

    # --- drafting without a conversation -------------------------------------------------------

    def draft(self, brief: Brief, choices: Choices = NO_CHOICES) -> Draft:
        """Raises DraftError if the archive has nothing to draft from, or a chosen paragraph is
        not in it."""
        *_, draft = self.drafts(brief, choices)
        return draft

    def drafts(
        self, brief: Brief, choices: Choices = NO_CHOICES, problems: Sequence[str] = ()
    ) -> list[Draft]:
        """A draft of each section the brief names; a plan answers the problems drafted before it,
        or `problems`. Raises DraftError as `draft`."""
        self._require((*choices.pinned, *choices.excluded))
        drafts: list[Draft] = []
        terms = self.house_terms()
        for wanted in one_each(brief):
            material = self._drafting.material_for(wanted, choices)
            before = [item.heading.text for draft in drafts for item in draft.items]
            plan = self._drafting.plan(wanted, material, before or problems)
            *_, written = self._drafting.write(wanted, material, plan)
            written = in_house_words(toned(self._drafting, written, wanted), terms)
            drafts.append(self.check(written, drafts[0] if drafts else None))
        return drafts

    def check(self, draft: Draft, problems: Draft | None = None) -> Draft:
        """The draft with fresh findings; every quote is cut out of the archive again. `problems`
        are what a plan is to answer."""
        archive, tables = self._archive, self.tables()
        return checked(draft, archive.quote, archive.replaced_by, problems, self._text_of, tables)

    def _text_of(self, paragraph_id: str) -> str | None:
        excerpt = self.excerpt(paragraph_id)
        return excerpt.text if excerpt else None

    # --- conversations -------------------------------------------------------------------------

    @needs("read")
    def open_draft(self, conversation_id: str) -> Draft | None:
        draft = self._stored().current(conversation_id)
        return self._checked(conversation_id, draft) if draft else None

    @needs("read")
    def sections(self, conversation_id: str) -> list[SectionName]:
        """The sections drafted in a conversation, in the order of a report."""
        return [draft.section for draft in self._stored().sections(conversation_id)]

    @needs("read")
    def open_section(self, conversation_id: str, section: SectionName) -> Draft | None:
        """Open another drafted section; the draft that is open then."""
        draft = self._stored().open_section(conversation_id, section)
        return self._checked(conversation_id, draft) if draft else None

    def _checked(self, conversation_id: str, draft: Draft) -> Draft:
        problems = None
        if draft.section == "plan":
            problems = self._stored().current(conversation_id, "problems")
            about = draft.period, draft.organisation
            if problems and (problems.period, problems.organisation) != about:
                problems = None
        return self.check(draft, problems)

    # --- the plan before it is written ---------------------------------------------------------

    @needs("read")
    def outlines(self, conversation_id: str) -> list[Outline]:
        """The plans of the sections asked for last, as they are arranged now."""
        stored = self._talk().outlines(conversation_id)
        choices = self._stored().choices(conversation_id)
        shown = []
        for section in SECTIONS:
            if section in stored:
                brief = Brief.model_validate(stored[section]["brief"])
                material = self._drafting.material_for(brief, choices)
                plan = plan_from_state(stored[section]["plan"], material.evidence)
                shown.append(outline_of(brief, plan, stored[section]["kept"]))
        return shown

    @needs("draft")
    def arrange(
        self, conversation_id: str, section: SectionName, order: Sequence[int], kept: Iterable[str]
    ) -> None:
        """Put the items of a plan in another order, drop those not in it, keep themes for good.

        Raises DraftError if there is no such plan or `order` does not fit it.
        """
        with self._turn_of(conversation_id):
            stored = self._talk().outlines(conversation_id)
            try:
                plan = arranged(stored[section]["plan"], order)
            except (KeyError, ValueError) as error:
                raise DraftError("提纲已有变化，请刷新后再调整") from error
            # What was taken out is not offered again.
            left = [item["theme"] for item in plan["items"]]
            gone = [i["theme"] for i in stored[section]["plan"]["items"] if i["theme"] not in left]
            shown = [*stored[section].get("shown", []), *gone]
            changed = {**stored[section], "plan": plan, "kept": list(kept), "shown": shown}
            self._talk().keep_outlines(conversation_id, {**stored, section: changed})

    @needs("draft")
    def other_themes(
        self, conversation_id: str, section: SectionName, asked: Sequence[str] = ()
    ) -> None:
        """Plan anew: kept themes and `asked` ones stay, the others give way to themes not shown
        yet; with `asked` all others stay, too. Raises DraftError if there is nothing else."""
        with self._turn_of(conversation_id):
            stored = self._talk().outlines(conversation_id)
            if section not in stored:
                raise DraftError("还没有提纲，请先说要起草哪一部分")
            entry, choices = stored[section], self._stored().choices(conversation_id)
            changed = self._drafting.replanned(entry, asked, choices)
            self._talk().keep_outlines(conversation_id, {**stored, section: changed})

    # --- what was chosen -----------------------------------------------------------------------

    @needs("read")
    def choices(self, conversation_id: str) -> Choices:
        """What the writer pinned and excluded for the drafts of a conversation."""
        return self._stored().choices(conversation_id)

    @needs("rewrite")
    def choose(self, conversation_id: str, choice: Choice, paragraph_ids: Sequence[str]) -> Choices:
        """Pin or exclude paragraphs, or ("none") take it back; what is chosen now.

        Raises DraftError if a paragraph to choose is not there.
        """
        if choice != "none":  # what is there no more can still be taken back
            self._require(paragraph_ids)
        return self._stored().choose(conversation_id, choice, paragraph_ids)

    def _require(self, paragraph_ids: Iterable[str]) -> None:
        for paragraph_id in paragraph_ids:
            if self.excerpt(paragraph_id) is None:
                raise DraftError(f"资料库里没有这个段落：{paragraph_id}")

    @needs("read")
    def messages(self, conversation_id: str) -> list[Message]:
        return self._talk().messages(conversation_id)

    @needs("rewrite")
    def send(self, conversation_id: str, text: str, facts: Sequence[str] = ()) -> Iterator[Event]:
        """One turn: steps and partial drafts as they come, a Reply at the end. `facts` are
        statements supplied beside the text, for what it asks to write.

        Turns of one conversation run one after the other. Whatever goes wrong is answered in
        the conversation, so that no request stands there unanswered.
        """
        with self._turn_of(conversation_id):
            self._stored().name_conversation(conversation_id, text)
            stop = self._stops[conversation_id] = StopSignal()
            check = self._checking_once(conversation_id)
            try:
                yield from self._run(conversation_id, text, tuple(facts), stop, check)
            except (AssistantError, CorpusError) as error:
                self._talk().say(conversation_id, str(error))
            except Exception:  # noqa: BLE001 - logged with its traceback
                # Anything else is a fault of the program: logged whole, told by its number.
                number = secrets.token_hex(3)
                _log.exception("turn failed, reference %s", number)
                said = f"程序出错了（编号 {number}），请把编号告诉管理员，或换个说法再试。"
                self._talk().say(conversation_id, said)
            finally:
                self._stops.pop(conversation_id, None)
            messages = self._talk().messages(conversation_id)
            answers = self._talk().answers(conversation_id)
            draft = self._stored().current(conversation_id)
            yield Reply(messages[-1].text, check(draft) if draft else None, answers)

    def _checking_once(self, conversation_id: str) -> Callable[[Draft], Draft]:
        """Checks for the length of a turn: what was looked at in it need not be again."""
        seen: list[tuple[Draft, Draft]] = []

        def check(draft: Draft) -> Draft:
            known = next((after for before, after in seen if before == draft), None)
            if known is None:
                known = self._checked(conversation_id, draft)
                seen.append((draft, known))
            return known

        return check

    @needs("read")
    def answers(self, conversation_id: str) -> tuple[str, ...]:
        """The messages that answer the question asked last; () if none is open."""
        return self._talk().answers(conversation_id)

    @needs("rewrite")
    def stop(self, conversation_id: str) -> None:
        """Give up the turn that is under way, if there is one: nothing of it is kept."""
        if signal := self._stops.get(conversation_id):
            signal.stop()

    def _run(
        self,
        conversation_id: str,
        text: str,
        facts: tuple[str, ...],
        stop: StopSignal,
        check: Callable[[Draft], Draft],
    ) -> Iterator[Event]:
        stored = self._stored()
        choices = stored.choices(conversation_id)
        desk = Desk(
            conversation_id,
            self._archive,
            self._drafting,
            stored,
            self._today(),
            check,
            lambda brief, said: self._propose(conversation_id, brief, said, stop=stop),
            lambda accepts: self.decide(conversation_id, accepts),
            stop,
            facts,
            choices,
            self._user.signature,
        )
        yield from self._talk().run(text, desk)

    @contextmanager
    def _turn_of(self, conversation_id: str) -> Iterator[None]:
        with self._turns_guard:
            lock = self._turns.setdefault(conversation_id, threading.Lock())
        with lock:
            yield

    def _stored(self) -> Storage:
        if self._storage is None:
            raise DraftError("只读方式打开，没有会话")
        return self._storage

    def _talk(self) -> Talks:
        if self._talks is None:
            raise DraftError("只读方式打开，没有会话")
        return self._talks


def open_assistant(
    settings: Settings,
    read_only: bool = False,
    on_progress: Callable[[str], None] = lambda _: None,
    today: Callable[[], date] = date.today,
) -> Assistant:
    """The assistant over the archive in ``settings.home``.

    `read_only` opens beside a running app: no conversations, nothing can be changed. Otherwise
    call `repair`: what was cut short waits for it, and so do indexes that are not whole.
    Raises CorpusError or AssistantError with a message for users.
    """

    def embedding(setting: str) -> EmbeddingModel:
        return open_embedding(
            setting,
            settings.home,
            on_progress,
            base_url=settings.embedding_base_url,
            api_key=settings.embedding_api_key.get_secret_value(),
            query_prefix=settings.embedding_query_prefix,
            passage_prefix=settings.embedding_passage_prefix,
        )

    reranker = open_reranker(
        settings.reranker,
        model=settings.reranker_model,
        api_key=settings.reranker_api_key.get_secret_value(),
    )
    model = open_chat_model(settings)
    setup = Setup(settings.embedding, embedding, settings.chroma_url, reranker)
    archive = Archive.open(
        settings.home, embedding(settings.embedding), read_only, repair=False, setup=setup
    )
    drafting = Drafting(archive, TextVectors(archive), model, settings.home)
    layout = partial(office_layout, settings)
    if read_only:
        return Assistant(archive, drafting, None, None, today, layout)
    storage = Storage(settings.home / DRAFTS, archive.quote)
    checkpoints = sqlite3.connect(settings.home / "conversations.db", check_same_thread=False)
    return Assistant(archive, drafting, storage, Talks(checkpoints), today, layout)
