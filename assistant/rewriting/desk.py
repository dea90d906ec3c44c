"""What an operation works with: who drafts, which draft, what is meant and what must stay."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.brief import Brief
from assistant.choices import NO_CHOICES, Choices
from assistant.document import Draft, DraftItem, Sentence
from assistant.drafting import Drafting
from assistant.errors import DraftError
from assistant.models import ChatModel
from assistant.rewriting.house_terms import HouseTerm
from assistant.rewriting.lists import NO_WORDING, Wording
from assistant.text_vectors import TextVectors
from assistant.writing.stopping import StopSignal
from corpus.numbering import chinese_number, render_marker


@dataclass(frozen=True)
class Desk:
    """`locked` are ids of sentences that must not change; `history` earlier versions of the draft,
    newest first; `stop` ends what a model is asked; `terms` are house terms for new words."""

    drafting: Drafting
    choices: Choices = NO_CHOICES
    locked: frozenset[str] = frozenset()
    history: tuple[Draft, ...] = ()
    wording: Wording = NO_WORDING
    stop: StopSignal | None = None
    terms: tuple[HouseTerm, ...] = ()

    @property
    def vectors(self) -> TextVectors:
        return self.drafting.vectors

    @property
    def model(self) -> ChatModel | None:
        return self.drafting.model


@dataclass(frozen=True)
class Selection:
    """Characters ``[start, end)`` of a sentence; the whole sentence where both are 0."""

    sentence_id: str
    start: int = 0
    end: int = 0


@dataclass(frozen=True)
class Where:
    """What is meant: items by index, one sentence, a selection in it, or a lead of several
    sentences; nothing = the section."""

    items: tuple[int, ...] = ()
    sentence: str = ""
    span: tuple[int, int] | None = None
    lead: bool = False

    @property
    def is_section(self) -> bool:
        return not (self.items or self.sentence or self.lead)

    @property
    def is_lead(self) -> bool:
        return self.lead or self.sentence.startswith("lead.")


@dataclass(frozen=True)
class Task:
    """One instruction on one draft."""

    desk: Desk
    draft: Draft
    brief: Brief
    message: str
    where: Where

    def is_locked(self, sentence: Sentence) -> bool:
        return sentence.id in self.desk.locked

    def item_index(self) -> int:
        """The one item that is meant. Raises DraftError if none is."""
        if self.where.items:
            return self.where.items[0]
        if len(self.draft.items) == 1:
            return 0
        raise DraftError(
            f"请说明是第几条（现在共 {len(self.draft.items)} 条），例如“第二条换一种写法”"
        )


def where_of(draft: Draft, brief: Brief, selection: Selection | None) -> Where:
    """What the message or the selection means. Raises DraftError for what is not there."""
    if selection is not None:
        return _selected(draft, selection)
    if brief.target and brief.target.sentence == "lead":
        if not draft.lead:
            raise DraftError("这一稿没有导语，没有可改的；可以重新起草这一部分")
        return Where(lead=True)
    if brief.target and brief.target.sentence:
        return _selected(draft, Selection(brief.target.sentence))
    numbers = brief.targets or ((brief.target.item,) if brief.target and brief.target.item else ())
    if missing := [n for n in numbers if not 1 <= n <= len(draft.items)]:
        raise DraftError(f"现在共 {len(draft.items)} 条，没有第{missing[0]}条")
    return Where(items=tuple(dict.fromkeys(n - 1 for n in numbers)))


def _selected(draft: Draft, selection: Selection) -> Where:
    sentence = next((s for s in draft.sentences() if s.id == selection.sentence_id), None)
    if sentence is None:
        raise DraftError(f"稿子里没有“{selection.sentence_id}”这一句，可能已被改动，请重新选择")
    number = selection.sentence_id.partition(".")[0]
    items = (int(number) - 1,) if number.isdigit() else ()
    start, end = selection.start, selection.end
    if not 0 <= start <= end <= len(sentence.text):
        raise DraftError("选中的文字已被改动，请重新选择")
    whole = start == end or (start == 0 and end == len(sentence.text))
    return Where(items, sentence.id, None if whole else (start, end))


# --- going over the sentences ---------------------------------------------------------------------


def meant(task: Task) -> Iterator[Sentence]:
    """The sentences that are meant, locked ones included."""
    where = task.where
    for index, sentence in placed(task.draft):
        if where.sentence:
            if sentence.id == where.sentence:
                yield sentence
        elif where.lead:
            if index < 0:
                yield sentence
        elif not where.items or index in where.items:
            yield sentence


def placed(draft: Draft) -> Iterator[tuple[int, Sentence]]:
    """Every sentence with the index of its item; -1 for the lead."""
    for sentence in draft.lead:
        yield -1, sentence
    for index, item in enumerate(draft.items):
        for sentence in item.all_sentences:
            yield index, sentence


def numbered(draft: Draft, items: Sequence[DraftItem], numbering: str = "") -> Draft:
    """The draft with these items, marked anew."""
    family = numbering or draft.numbering
    marked = tuple(
        replace(item, marker=render_marker(family, n)) for n, item in enumerate(items, 1)
    )
    return replace(draft, items=marked, numbering=family, findings=())


def nth(index: int) -> str:
    """第三条, of the item at `index`."""
    return f"第{chinese_number(index + 1)}条"


def name_of(sentence_id: str) -> str:
    """第二条第1句, 第二条的小标题, 导语第1句."""
    part, _, number = sentence_id.partition(".")
    if sentence_id == "lead":
        return "导语"
    if part == "lead":
        return f"导语第{number}句"
    item = nth(int(part) - 1) if part.isdigit() else part
    return f"{item}的小标题" if number == "h" else f"{item}第{number}句"


def refuse_locked(task: Task, sentences: Iterable[Sentence]) -> None:
    """Raises DraftError naming the locked ones among the sentences that would have to change."""
    if locked := [name_of(s.id) for s in sentences if task.is_locked(s)]:
        raise DraftError(f"{'、'.join(locked)}已锁定，不能这样改；请先解除锁定，或改别处")
