"""The editor's hand: replacements of wording that come again and again become house terms. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.checking.claims import claims_of
from assistant.rewriting.alignment import similarity
from assistant.rewriting.changes import Change
from assistant.rewriting.sentences import Edit
from assistant.rewriting.words import replaced_words, words_of

# A term that is neither is offered once it was accepted often enough.
TermState = Literal["offered", "on", "off"]

REASON = "本单位用语"  # of the adaptation that a term makes of borrowed words
ENOUGH = 3  # acceptances after which a replacement is offered
_SHORTEST, _LONGEST = 2, 10  # characters of a term
_ALIKE = 0.5  # of a sentence must stay, else it was rewritten and its words say nothing
_WORDS = re.compile(r"[\u3400-\u9fff]+")


@dataclass(frozen=True)
class Replacement:
    before: str
    after: str


@dataclass(frozen=True)
class HouseTerm:
    """`count` is how often it was accepted, less how often the reverse was."""

    before: str
    after: str
    count: int
    state: TermState


def replacements_in(changes: Iterable[Change]) -> tuple[Replacement, ...]:
    """Wording replaced by wording in accepted changes, each once a change, in order.

    Only what a sentence otherwise left alone says: no figures, dates, names or quoted words.
    """
    found: list[Replacement] = []
    for change in changes:
        worded = change.kind == "replace" and change.sentence is not None
        if worded and similarity(change.before, change.after) >= _ALIKE:
            found += dict.fromkeys(
                Replacement(gone, come)
                for gone, come in replaced_words(change.before, change.after)
                if _is_term(gone) and _is_term(come)
            )
    return tuple(found)


def _is_term(text: str) -> bool:
    fits = _SHORTEST <= len(text) <= _LONGEST and _WORDS.fullmatch(text) is not None
    return fits and not claims_of(text, soft=True)


def counted(
    replacements: Iterable[Replacement], decided: dict[Replacement, TermState]
) -> tuple[HouseTerm, ...]:
    """What is offered, on or off, most accepted first; a replacement and its reverse cancel out."""
    times = Counter(replacements)
    terms = []
    for term in [*times, *(t for t in decided if t not in times)]:
        count = times[term] - times[Replacement(term.after, term.before)]
        if term in decided or count >= ENOUGH:
            state = decided.get(term, "offered")
            terms.append(HouseTerm(term.before, term.after, max(count, 0), state))
    return tuple(sorted(terms, key=lambda t: (-t.count, t.before, t.after)))


def with_house_terms(text: str, terms: Sequence[HouseTerm]) -> str:
    """The text with the terms that are on in place of what they replace.

    Only whole words are replaced; what is quoted, a title or a figure stays.
    """
    said, last = "", 0
    for edit in house_edits(text, terms):
        said += text[last : edit.start] + edit.text
        last = edit.end
    return said + text[last:]


def house_edits(text: str, terms: Sequence[HouseTerm]) -> list[Edit]:
    """Where `with_house_terms` puts which term, in order."""
    wanted = {term.before: term.after for term in reversed(terms) if term.state == "on"}
    longest = max(map(len, wanted), default=0)
    words = words_of(text) if wanted else ()
    edits: list[Edit] = []
    place = position = 0
    while place < len(words):
        ahead = [words[place]]
        while len("".join(ahead)) < longest and place + len(ahead) < len(words):
            ahead.append(words[place + len(ahead)])
        while len(ahead) > 1 and "".join(ahead) not in wanted:
            ahead.pop()
        phrase = "".join(ahead)
        if phrase in wanted:
            edits.append(Edit(position, position + len(phrase), wanted[phrase], REASON))
        place += len(ahead)
        position += len(phrase)
    return edits
