"""A message with several orders: each done on what the ones before it left, all in one proposal.

Numbers are those of the draft as it was said on. Items are deleted, moved and merged first, then
reworded, then the whole is brought to length, so that no order undoes another. What cannot be done
is said, and the rest is done.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.brief import Brief, understand
from assistant.document import Draft, with_sentence_ids
from assistant.errors import DraftError
from assistant.rewriting.asking import understood
from assistant.rewriting.desk import Desk, Selection, Task, Where, where_of
from assistant.rewriting.kinds import Asked, Kind, kind_of
from assistant.understanding.kinds import Target
from assistant.understanding.targets import mentions_item, names_lead

_STRUCTURE: frozenset[Kind] = frozenset({"delete", "merge", "split", "move", "add_items"})
_SAID = 30
Doing = Callable[[Task, Asked], Draft]


@dataclass(frozen=True)
class _Order:
    words: str
    brief: Brief
    where: Where
    asked: Asked

    @property
    def rank(self) -> int:
        """When it is done: items, words, lengths of items, numbers and headings, length of all."""
        kind, where = self.asked.kind, self.where
        if kind in ("shorten", "expand"):
            return 4 if where.is_section else 2
        if kind in ("renumber", "restyle"):
            return 3
        return 0 if kind in _STRUCTURE and not where.sentence else 1


def do_all(
    desk: Desk,
    draft: Draft,
    brief: Brief,
    orders: Sequence[str],
    selection: Selection | None,
    doing: Doing,
) -> Draft:
    """The draft after every order that can be done; `doing` does one. `brief` says which item was
    chosen, if one was. Raises DraftError if none can be done."""
    focus = brief.target.item if brief.target else None
    if understand(orders[0], draft).target == brief.target:
        focus = None  # the message names it, for its first order alone
    refused: list[str] = []
    told: list[str] = []
    known: list[_Order] = []
    if selection and selection.end > selection.start:
        refused = [f"“{words[:_SAID]}”没有做：选中文字时一次改一处" for words in orders[1:]]
        orders = orders[:1]
    for words in orders:
        try:
            known.append(_order(draft, words, focus, selection))
        except DraftError as error:
            refused.append(f"“{words[:_SAID]}”没有做：{error}")
    now, at = draft, {n: n for n in range(1, len(draft.items) + 1)}
    fixed = {s.text for s in draft.sentences() if s.id in desk.locked}
    done: list[_Order] = []
    for order in sorted(known, key=lambda o: o.rank):
        try:
            new = _done(desk, now, order, at, fixed, doing)
        except DraftError as error:
            refused.append(f"“{order.words[:_SAID]}”没有做：{error}")
            continue
        at = {n: to for n, i in at.items() if (to := _moved(now, new, order, i))}
        now = new
        told += new.notices
        done.append(order)
    if not done:
        raise DraftError("；".join(refused))
    said = "、".join(f"“{o.words[:_SAID]}”" for o in known if o in done)
    return replace(now, notices=(f"一次做了 {len(done)} 件：{said}", *refused, *told))


def _order(draft: Draft, words: str, focus: int | None, selection: Selection | None) -> _Order:
    """Raises DraftError if it is no change, or it is not clear of what."""
    own = mentions_item(words) or names_lead(words)
    chosen = (None, None) if own else (None if selection else focus, selection)
    brief = understood(words, draft, *chosen)
    if brief.action != "rewrite":
        raise DraftError("这不是对稿子的改动，请单独说")
    where = where_of(draft, brief, None if own else selection)
    return _Order(words, brief, where, kind_of(words, brief, where, draft.text))


def _done(
    desk: Desk,
    draft: Draft,
    order: _Order,
    at: Mapping[int, int],
    fixed: set[str],
    doing: Doing,
) -> Draft:
    where = _now(order.where, at)
    targets = tuple(i + 1 for i in where.items)
    target = Target(sentence=where.sentence) if where.sentence else None
    if target is None and order.brief.target and targets:
        target = Target(item=targets[0])
    brief = order.brief.model_copy(update={"targets": targets, "target": target})
    locked = frozenset(s.id for s in draft.sentences() if s.text in fixed)
    old = replace(draft, notices=())
    task = Task(replace(desk, locked=locked), old, brief, order.words, where)
    return with_sentence_ids(doing(task, order.asked))


def _now(where: Where, at: Mapping[int, int]) -> Where:
    """The same items and sentence by their present numbers. Raises DraftError if one is gone."""
    if gone := [i + 1 for i in where.items if i + 1 not in at]:
        raise DraftError(f"第{gone[0]}条已经删去")
    items = tuple(dict.fromkeys(at[i + 1] - 1 for i in where.items))
    part, _, rest = where.sentence.partition(".")
    name = f"{at[int(part)]}.{rest}" if part.isdigit() else where.sentence
    return replace(where, items=items, sentence=name)


def _moved(old: Draft, new: Draft, order: _Order, number: int) -> int | None:
    """Where item `number` of the old draft stands in the new one; None if it is gone."""
    if order.rank:
        return number  # reworded in its place
    heading = old.items[number - 1].heading.text
    found = [n for n, i in enumerate(new.items, 1) if i.heading.text == heading]
    if found:
        return found[0]
    if order.asked.kind != "merge":
        return None
    first = next((i for i in order.where.items), 0)
    headings = [i.heading.text for i in new.items]
    whole = old.items[first].heading.text if first < len(old.items) else ""
    return headings.index(whole) + 1 if whole in headings else None
