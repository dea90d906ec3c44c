"""How long an item could be of what the archive says on its theme, whatever the writer made of it."""

from __future__ import annotations

from assistant.checking.copying import COPIED_ITEM, ONE_SENTENCE, TextOf
from assistant.clauses import has_verdict, leans_forward, overlap, units_of
from assistant.document import FACTS_ID, Draft, DraftItem
from assistant.faults import tells_fault

_LEAST, _MOST = 7, 48  # characters of a unit of a sentence
_SAID = 0.34  # of a unit's words in another: it is said


def words_for(draft: Draft, item: DraftItem, text_of: TextOf) -> int:
    """Characters an item could have: its heading, its facts, and of the past items near its theme —
    all that the plan found, used or not — the different things that may stand in it.

    That is: units of a sentence's length that (in a section on problems) find fault and that no
    other item of the draft says; of each past item no more than may come back (`COPIED_ITEM`). What
    is off the theme, another department's or out of date is not taken off: the count is rather too
    high, and the draft the worse for it.
    """
    said = [s.text for i in draft.items if i is not item for s in i.all_sentences]
    headed = {c.paragraph_id for c in item.heading.citations}
    told = [c for s in item.sentences for c in s.citations if c.report_id == FACTS_ID]
    total = len(item.heading.text) + sum(len(c.quote) + 1 for c in told)
    said.append(item.heading.text)
    for paragraph_id, _ in item.origin.precedents if item.origin else ():
        text = text_of(paragraph_id) or ""
        new = 0
        for unit in filter(lambda u: _may_stand(draft, u.text), units_of(text, 0, len(text))):
            if all(overlap(unit.text, other) <= _SAID for other in said):
                said.append(unit.text)
                new += len(unit.text) + 1
        heading = len(item.heading.text) if paragraph_id in headed else 0
        most = round(COPIED_ITEM * len(text)) if len(text) > ONE_SENTENCE else len(text)
        total += min(new, max(0, most - heading))
    return total


def _may_stand(draft: Draft, unit: str) -> bool:
    if not _LEAST <= len(unit) <= _MOST or leans_forward(unit):
        return False
    return draft.section != "problems" or has_verdict(unit) or tells_fault(unit)
