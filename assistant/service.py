"""The face of the assistant: what the web app, the commands and later an API call."""

from __future__ import annotations

import logging
import secrets
import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from langchain_core.messages import AIMessage, HumanMessage
from langgraph.checkpoint.sqlite import SqliteSaver

from assistant.asked_period import current_period
from assistant.brief import Brief
from assistant.checking import checked
from assistant.choices import NO_CHOICES, Choice, Choices, paragraph_of
from assistant.document import Draft
from assistant.drafting import Drafting
from assistant.errors import AssistantError, DraftError
from assistant.exporting.word import draft_to_docx
from assistant.graph import STEPS, Checked, Desk, build_graph
from assistant.models import open_chat_model
from assistant.overview import Overview, Overviews
from assistant.settings import Settings
from assistant.storage import ConversationSummary, Storage
from assistant.text_vectors import TextVectors
from corpus.archive import Archive
from corpus.audit import Difference
from corpus.catalogue import Excerpt, ReportSummary
from corpus.corrections import Corrections
from corpus.embedding import EmbeddingModel, open_embedding
from corpus.errors import CorpusError, ReadError, UnknownReport
from corpus.files import file_bytes
from corpus.indexes import OnRebuild
from corpus.ingesting import UNWATCHED, IngestResult, OnProgress, Watch, ignored
from corpus.intake import Preview
from corpus.opening import Setup
from corpus.query import Boosts, Filter, report_id_of
from corpus.reembedding import OnEmbedded
from corpus.report import Report
from corpus.reranking import open_reranker
from corpus.search import Found

_log = logging.getLogger(__name__)
_SAMPLES = Path(__file__).parent.parent / "corpus" / "samples"


@dataclass(frozen=True)
class Step:
    """A node of the graph finished; `label` says what was done."""

    label: str


@dataclass(frozen=True)
class Partial:
    """The draft as far as it is; `writing` until it has been checked."""

    draft: Draft
    writing: bool = True


@dataclass(frozen=True)
class Reply:
    """The end of a turn: what is said, and the checked draft that is open now."""

    text: str
    draft: Draft | None


Event = Step | Partial | Reply


@dataclass(frozen=True)
class Message:
    """One message of a conversation, from the user or from the assistant."""

    from_user: bool
    text: str


class Assistant:
    """Open with `open_assistant`; close when done. Safe to share between threads."""

    def __init__(
        self,
        archive: Archive,
        drafting: Drafting,
        storage: Storage | None,
        checkpoints: sqlite3.Connection | None,
        today: Callable[[], date] = date.today,
    ) -> None:
        self._archive = archive
        self._drafting = drafting
        self._storage = storage
        self._checkpoints = checkpoints
        self._today = today
        self._overviews = Overviews(archive)
        self._turns: dict[str, threading.Lock] = {}
        self._turns_guard = threading.Lock()
        self._graph = build_graph(SqliteSaver(checkpoints)) if checkpoints else None

    def close(self) -> None:
        if self._storage:
            self._storage.close()
        if self._checkpoints:
            self._checkpoints.close()
        self._archive.close()

    # --- archive -----------------------------------------------------------------------------

    def reports(self) -> list[ReportSummary]:
        return self._archive.reports()

    def report(self, report_id: str) -> Report | None:
        try:
            return self._archive.report(report_id)
        except UnknownReport:
            return None

    def replaced_by(self, report_id: str) -> str | None:
        """The id of the newer version that stands for the report now, if there is one."""
        return self._archive.replaced_by(report_id)

    def preview(self, name: str, data: bytes | ReadError) -> Preview:
        """What would become of a file; nothing is stored."""
        return self._archive.preview(name, data)

    def ingest(
        self,
        files: Iterable[tuple[str, bytes | ReadError]],
        watch: Watch = UNWATCHED,
        corrections: Mapping[str, Corrections] | None = None,
    ) -> Iterator[IngestResult]:
        return self._archive.ingest(files, watch, corrections)

    def ingest_samples(self, on_progress: OnProgress = ignored) -> Iterator[IngestResult]:
        """The made-up reports that come with the program, if the archive is empty."""
        files = file_bytes([_SAMPLES]) if not self.reports() else []
        return self.ingest(files, Watch(on_progress))

    def problems(self) -> tuple[str, ...]:
        """What is wrong with the archive's indexes, for users."""
        return self._archive.problems

    def repair(
        self,
        on_rebuild: OnRebuild | None = None,
        on_progress: OnProgress = ignored,
        on_embedded: OnEmbedded | None = None,
    ) -> list[IngestResult]:
        """Make indexes whole again; move to a newly set embedding model; take in what was cut
        short on its way in."""
        return self._archive.repair(on_rebuild, Watch(on_progress), on_embedded)

    def rebuild(self, on_rebuild: OnRebuild | None = None) -> None:
        self._archive.rebuild(on_rebuild)

    def audit(self) -> list[Difference]:
        return self._archive.audit()

    def count(self) -> tuple[int, int]:
        """Numbers of reports and paragraphs."""
        return self._archive.count()

    def search(
        self,
        text: str,
        wanted: Filter,
        limit: int,
        boosts: Boosts | None = None,
        far: bool = False,
    ) -> Found:
        """Past paragraphs near the text; see `corpus.search.Search.find`."""
        return self._archive.search(text, wanted, limit, boosts, far)

    def excerpt(self, paragraph_id: str) -> Excerpt | None:
        """A paragraph with its words; None if the archive has none of that id."""
        report = self.report(report_id_of(paragraph_id))
        paragraph = paragraph_of(report, paragraph_id) if report else None
        if report is None or paragraph is None:
            return None
        outline, (start, end) = report.outline, (paragraph.start, paragraph.end)
        names = outline.title, outline.period, outline.organisation
        return Excerpt(paragraph, *names, report.quote(start, end), report.page_of(start))

    def overview(self, organisation: str | None = None) -> Overview:
        """The archive at a glance; without `organisation` for the one with most reports."""
        return self._overviews.of(organisation)

    def forget(self, report_id: str) -> Report:
        return self._archive.forget(report_id)

    def warm_up(self) -> None:
        """Load the embedding model and prepare drafting, so that the first request is quick."""
        if self.reports():
            self._archive.search("工作", limit=1)
            self._drafting.warm_up(current_period(self._today()))

    # --- drafting without a conversation -------------------------------------------------------

    def draft(self, brief: Brief, choices: Choices = NO_CHOICES) -> Draft:
        """Raises DraftError if the archive has nothing to draft from, or a chosen paragraph is
        not in it."""
        self._require((*choices.pinned, *choices.excluded))
        material = self._drafting.material_for(brief, choices)
        plan = self._drafting.plan(brief, material)
        *_, draft = self._drafting.write(brief, material, plan)
        return self.check(draft)

    def check(self, draft: Draft) -> Draft:
        """The draft with fresh findings; every quote is cut out of the archive again."""
        return checked(draft, self._archive.quote, self._archive.replaced_by)

    # --- conversations -------------------------------------------------------------------------

    def new_conversation(self) -> str:
        return self._stored().new_conversation()

    def has_conversation(self, conversation_id: str) -> bool:
        return self._stored().has_conversation(conversation_id)

    def conversations(self) -> list[ConversationSummary]:
        return self._stored().conversations()

    def open_draft(self, conversation_id: str) -> Draft | None:
        draft = self._stored().current(conversation_id)
        return self.check(draft) if draft else None

    def choices(self, conversation_id: str) -> Choices:
        """What the writer pinned and excluded for the drafts of a conversation."""
        return self._stored().choices(conversation_id)

    def choose(self, conversation_id: str, choice: Choice, paragraph_ids: Sequence[str]) -> Choices:
        """Pin or exclude paragraphs, or ("none") take it back; what is chosen now.

        Raises DraftError if the conversation or a paragraph to choose is not there.
        """
        if not self.has_conversation(conversation_id):
            raise DraftError("会话已失效，请刷新页面")
        if choice != "none":  # what is there no more can still be taken back
            self._require(paragraph_ids)
        return self._stored().choose(conversation_id, choice, paragraph_ids)

    def _require(self, paragraph_ids: Iterable[str]) -> None:
        for paragraph_id in paragraph_ids:
            if self.excerpt(paragraph_id) is None:
                raise DraftError(f"资料库里没有这个段落：{paragraph_id}")

    def messages(self, conversation_id: str) -> list[Message]:
        assert self._graph is not None
        state = self._graph.get_state(self._config(conversation_id))
        stored = state.values.get("messages", [])
        return [Message(isinstance(m, HumanMessage), m.text) for m in stored]

    def send(self, conversation_id: str, text: str) -> Iterator[Event]:
        """One turn: steps and partial drafts as they come, a Reply at the end.

        Turns of one conversation run one after the other. Whatever goes wrong is answered in
        the conversation, so that no request stands there unanswered.
        """
        with self._turn_of(conversation_id):
            self._stored().name_conversation(conversation_id, text)
            try:
                yield from self._run(conversation_id, text)
            except (AssistantError, CorpusError) as error:
                self._say(conversation_id, str(error))
            except Exception:  # noqa: BLE001 - logged with its traceback
                # Anything else is a fault of the program: logged whole, told by its number.
                number = secrets.token_hex(3)
                _log.exception("turn failed, reference %s", number)
                said = f"程序出错了（编号 {number}），请把编号告诉管理员，或换个说法再试。"
                self._say(conversation_id, said)
            messages = self.messages(conversation_id)
            yield Reply(messages[-1].text, self.open_draft(conversation_id))

    def _run(self, conversation_id: str, text: str) -> Iterator[Event]:
        assert self._graph is not None
        stored = self._stored()
        choices = stored.choices(conversation_id)
        desk = Desk(conversation_id, self._archive, self._drafting, stored, self._today(), choices)
        stream = self._graph.stream(
            {"messages": [HumanMessage(text)]},
            self._config(conversation_id),
            context=desk,
            stream_mode=["updates", "custom"],
        )
        for mode, data in stream:
            yield from self._events(str(mode), data)

    def _say(self, conversation_id: str, text: str) -> None:
        assert self._graph is not None
        self._graph.update_state(
            self._config(conversation_id), {"messages": [AIMessage(text)]}, as_node="answer"
        )

    @contextmanager
    def _turn_of(self, conversation_id: str) -> Iterator[None]:
        with self._turns_guard:
            lock = self._turns.setdefault(conversation_id, threading.Lock())
        with lock:
            yield

    def word(self, conversation_id: str) -> tuple[str, bytes]:
        """File name and content of the open draft as Word. Raises DraftError without one."""
        draft = self._stored().current(conversation_id)
        if draft is None:
            raise DraftError("还没有可以下载的稿子，请先起草一份")
        return draft_to_docx(draft)

    def _events(self, mode: str, data: Any) -> Iterator[Event]:
        if mode == "custom":
            done = isinstance(data, Checked)
            yield Partial(data.draft, writing=False) if done else Partial(data)
            return
        for node in data:
            if node in STEPS:
                yield Step(STEPS[node])

    def _config(self, conversation_id: str) -> Any:
        return {"configurable": {"thread_id": conversation_id}}

    def _stored(self) -> Storage:
        if self._storage is None:
            raise DraftError("只读方式打开，没有会话")
        return self._storage


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
    drafting = Drafting(archive, TextVectors(archive), model)
    if read_only:
        return Assistant(archive, drafting, None, None, today)
    storage = Storage(settings.home / "drafts.db", archive.quote)
    checkpoints = sqlite3.connect(settings.home / "conversations.db", check_same_thread=False)
    return Assistant(archive, drafting, storage, checkpoints, today)
