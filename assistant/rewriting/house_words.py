"""House terms that are on, put into the words that are new in a draft. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from assistant.document import Draft, Sentence, with_each, with_sentence_ids
from assistant.rewriting.differences import changes_between
from assistant.rewriting.house_terms import HouseTerm, house_edits
from assistant.rewriting.sentences import edited, fact_spans, touches


def in_house_words(
    draft: Draft, terms: Sequence[HouseTerm], old: Draft | None = None, said: str = ""
) -> Draft:
    """The draft with the terms that are on in its new words, and a notice of what was replaced.

    With an `old` draft only what changed since is new, and of a reworded sentence only words it did
    not have: what nobody asked to change stays to the letter, and so does a term that the
    instruction itself (`said`) names. What is quoted, a title, a figure, a supplied fact stays.
    """
    wanted = [t for t in terms if t.state == "on" and t.before not in said]
    if not wanted:
        return draft
    draft = with_sentence_ids(draft)
    had = _had(draft, old) if old is not None else {}
    count: Counter[tuple[str, str]] = Counter()

    def worded(sentence: Sentence) -> Sentence:
        before = had.get(sentence.id, "")
        if before is None:
            return sentence
        fitting = [t for t in wanted if t.before not in before]
        facts = fact_spans(sentence)
        edits = [
            e for e in house_edits(sentence.text, fitting) if not touches(e.start, e.end, facts)
        ]
        count.update((sentence.text[e.start : e.end], e.text) for e in edits)
        return edited(sentence, edits)

    new = with_each(draft, worded)
    if not count:
        return draft
    told = "、".join(f"“{a}”→“{b}”{n}处" for (a, b), n in count.items())
    notices = (*draft.notices, f"已按本单位用语改：{told}")
    return replace(new, notices=notices)


def _had(draft: Draft, old: Draft) -> dict[str, str | None]:
    """Sentence id → the words it had before, "" if it is new, None if it is as it was."""
    known = {s.text for s in old.sentences()}
    had: dict[str, str | None] = {s.id: None for s in draft.sentences()}
    for change in changes_between(old, draft):
        if change.sentence is not None and change.after not in known:
            had[change.sentence.id] = change.before
    return had
