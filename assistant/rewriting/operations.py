"""What can be done to an open draft, and the proposal made of it. Nothing is done by halves."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from assistant.brief import Brief
from assistant.checking.broken import check_broken
from assistant.checking.verdicts import with_verdicts
from assistant.choices import NO_CHOICES, Choices
from assistant.document import Draft, Finding, Sentence, with_sentence_ids
from assistant.drafting import Drafting
from assistant.errors import DraftError
from assistant.rewriting.adding import add_facts, add_items, add_sentence
from assistant.rewriting.changes import Change, Proposal
from assistant.rewriting.desk import Desk, Selection, Task, name_of, where_of
from assistant.rewriting.differences import changes_between
from assistant.rewriting.expanding import expand
from assistant.rewriting.free import free
from assistant.rewriting.given import with_given
from assistant.rewriting.guards import brought_in, change_of_force
from assistant.rewriting.headings_restyled import restyle
from assistant.rewriting.house_words import in_house_words
from assistant.rewriting.kinds import Asked, Kind, kind_of
from assistant.rewriting.lists import TONES, Wording, load_wording
from assistant.rewriting.replacing import another
from assistant.rewriting.several import do_all
from assistant.rewriting.shortening import is_longer, shorten
from assistant.rewriting.splitting import split
from assistant.rewriting.structure import delete, move, renumber
from assistant.rewriting.uniting import merge
from assistant.rewriting.wording import formal, tone, without_set_phrases
from assistant.rewriting.words_gone import swap, without_mention
from assistant.understanding.orders import orders_in
from assistant.understanding.spelled import spelled_out

_OPERATIONS: Mapping[Kind, Callable[[Task], Draft]] = {
    "shorten": shorten,
    "expand": expand,
    "replace": another,
    "merge": merge,
    "split": split,
    "delete": delete,
    "move": move,
    "renumber": renumber,
    "restyle": restyle,
    "formal": formal,
    "set_phrases": without_set_phrases,
    **{which: partial(tone, which=which) for which in TONES},
    "facts": add_facts,
    "add_items": add_items,
    "add_sentence": add_sentence,
    "free": free,
}


def rewrite(
    drafting: Drafting,
    draft: Draft,
    brief: Brief,
    message: str,
    history: Sequence[Draft],
    choices: Choices = NO_CHOICES,
    locked: Collection[str] = (),
    selection: Selection | None = None,
) -> Draft:
    """The draft after the instruction. `history` are its earlier versions, newest first; sentences
    whose ids are in `locked` stay as they are; with a `selection` it alone is meant.

    Raises DraftError with what can be done instead.
    """
    desk = desk_of(drafting, history, choices, locked)
    return rewritten(desk, draft, brief, message, selection)


def desk_of(
    drafting: Drafting,
    history: Sequence[Draft] = (),
    choices: Choices = NO_CHOICES,
    locked: Collection[str] = (),
) -> Desk:
    """The desk with the office's lists of words. Raises WordingError if they cannot be used."""
    home: Path | None = drafting.home
    return Desk(drafting, choices, frozenset(locked), tuple(history), load_wording(home))


def rewritten(
    desk: Desk, draft: Draft, brief: Brief, message: str, selection: Selection | None = None
) -> Draft:
    """As `rewrite`. What an operation brings in without a source is refused."""
    old = replace(with_sentence_ids(draft), notices=())
    if selection is None:
        message = spelled_out(message, old).text
    orders = orders_in(message)
    if len(orders) > 1 and not brief.facts:
        new = do_all(desk, old, brief, orders, selection, _done)
    else:
        where = where_of(old, brief, selection)
        task = Task(desk, old, brief, message, where)
        new = _done(task, kind_of(message, brief, where, old.text))
    new = with_sentence_ids(in_house_words(new, desk.terms, old, message))
    if brought := brought_in(old, new):
        raise DraftError(f"“{'”“'.join(brought)}”在原稿、出处和素材里都没有，没有写进去")
    _refuse_touched(desk, old, new)
    return new


def _done(task: Task, asked: Asked) -> Draft:
    if asked.kind == "swap":
        word, instead = asked.words
        return swap(task, word, instead)
    if asked.kind == "given":
        return with_given(task, *asked.words)
    if asked.kind == "unmention":
        return without_mention(task, asked.words)
    if asked.kind == "shorten" and task.where.sentence.endswith(".h"):
        item = name_of(task.where.sentence).removesuffix("的小标题")
        raise DraftError(f"小标题可以换：“{item}标题换一个”，或者“{item}标题改成“……””")
    if asked.kind == "shorten" and is_longer(task):
        return expand(task)
    return _OPERATIONS[asked.kind](task)


def _refuse_touched(desk: Desk, old: Draft, new: Draft) -> None:
    texts = [s.text for s in new.sentences()]
    if gone := [s.id for s in old.sentences() if s.id in desk.locked and s.text not in texts]:
        raise DraftError(f"{'、'.join(map(name_of, gone))}已锁定，不能这样改；请先解除锁定")


# --- the proposal -----------------------------------------------------------------------------------


def propose(
    desk: Desk, draft: Draft, brief: Brief, message: str, selection: Selection | None = None
) -> Proposal:
    """What the instruction would change, change by change; nothing is stored.

    Raises DraftError as `rewritten`.
    """
    old = with_sentence_ids(draft)
    new = rewritten(desk, old, brief, message, selection)
    return proposal_of(old, new, message, brief, desk.wording)


def proposal_of(old: Draft, new: Draft, message: str, brief: Brief, wording: Wording) -> Proposal:
    """The difference as changes, each with what has to be ticked and what the checks find in it."""
    judged, weak = with_verdicts(new)
    findings = [*weak, *check_broken(judged)]
    by_text = {s.text: s for s in judged.sentences()}
    changes = tuple(
        _marked(change, by_text, findings, wording) for change in changes_between(old, new)
    )
    return Proposal(
        id=secrets.token_hex(8),
        instruction=message,
        operation=brief.operation or "free",
        changes=changes,
        old=old,
        new=new,
        notices=new.notices,
    )


def _marked(
    change: Change,
    sentences: Mapping[str, Sentence],
    findings: Sequence[Finding],
    wording: Wording,
) -> Change:
    sentence = sentences.get(change.after)
    own = tuple(f for f in findings if sentence is not None and f.sentence_id == sentence.id)
    tick = change_of_force(change.before, change.after, wording.force)
    return replace(change, findings=own, tick=tick if change.kind == "replace" else "")
