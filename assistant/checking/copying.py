"""照搬率: how much of a draft is one past paragraph's words. Pure.

Copied is what stands word for word in a paragraph: runs of four characters or more, found in each
clause anew, whatever the citation says it rests on. One paragraph alone counts, the one that gave
most: a sentence joined from three reports copies none of them. The writer's own facts, the
connecting words and what was adapted to the period are nobody's words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from assistant.document import FACTS_ID, Draft, DraftItem, Finding, Sentence

# Three characters (村集体, 不够高) are vocabulary; four in a row begin to be wording.
_MIN_RUN = 4
# Of two items that people wrote for different periods the one repeats an eighth of the other at
# most (one pair in a hundred more, none above 0.4); an item joined from two old ones a half of
# each. Beyond this the old item has come back.
COPIED_ITEM = 0.6
# Characters up to which a past item is no more than a sentence (财政收支矛盾突出，债务压力较大),
# which may be said again among others.
ONE_SENTENCE = 40
_MARKS = re.compile(r"[^0-9A-Za-z\u3400-\u9fff]+")

# paragraph id → its words; None if the archive does not have it.
TextOf = Callable[[str], str | None]


def no_text(_: str) -> None:
    """Where there is no archive to compare with."""


@dataclass(frozen=True)
class Copied:
    """`characters` of `whole` stand word for word in the paragraph that gave most of them."""

    characters: int
    whole: int
    paragraph_id: str

    @property
    def share(self) -> float:
        return self.characters / self.whole if self.whole else 0.0


def copied_of_sentence(sentence: Sentence) -> Copied:
    """What the sentence has from one paragraph, against the paragraph's quotes in it."""
    return _most([sentence])


def copied_of_item(item: DraftItem) -> Copied:
    """What an item, heading and all, has from one paragraph."""
    return _most(item.all_sentences)


def copied_share(draft: Draft) -> float:
    """照搬率 of a draft, 0–1: the mean over the sentences of its items, headings not counted."""
    shares = [copied_of_sentence(s).share for i in draft.items for s in i.sentences]
    return sum(shares) / len(shares) if shares else 0.0


def check_copying(draft: Draft, text_of: TextOf) -> Iterator[Finding]:
    """`copied_item` for an item that brings a past one back; marked at its heading."""
    for item in draft.items:
        share, title = repeated_of_source(item, text_of)
        if share > COPIED_ITEM:
            message = f"这一条与《{title}》中的一条大同小异（原条文的 {share:.0%} 重现），请改写"
            heading = item.heading
            yield Finding("copied_item", "warning", message, heading.id, 0, len(heading.text))


def repeated_of_source(item: DraftItem, text_of: TextOf) -> tuple[float, str]:
    """The largest share of a cited paragraph's characters that the item repeats, and the title of
    its report; (0.0, "") without a paragraph to compare with. One of a sentence counts where most
    of the item is from it."""
    words = _MARKS.sub("", item.text)
    best = (0.0, "")
    titles = {c.paragraph_id: c.report_title for s in item.all_sentences for c in s.citations}
    for paragraph_id, title in titles.items():
        text = text_of(paragraph_id)
        source = _MARKS.sub("", text) if text else ""
        repeated = len(_covered(source, words))
        if len(source) > ONE_SENTENCE or repeated > len(words) / 2:
            best = max(best, (repeated / len(source), title))
    return best


def without_marks(text: str) -> str:
    return _MARKS.sub("", text)


def shared_characters(text: str, source: str) -> int:
    """Characters of `text` that stand word for word in `source`, in runs that begin to be wording."""
    return len(_covered(_MARKS.sub("\n", text), _MARKS.sub("\r", source)))


def repeated_places(source: str, text: str) -> set[int]:
    """Places of `source`, its marks left out, that `text` says word for word, in such runs."""
    return _covered(_MARKS.sub("", source), _MARKS.sub("", text))


def _most(sentences: Sequence[Sentence]) -> Copied:
    """Characters are those of the running text, without marks, since marks are nobody's."""
    whole = sum(len(_MARKS.sub("", s.text)) for s in sentences)
    given: dict[str, int] = {}
    for sentence in sentences:
        quotes: dict[str, list[str]] = {}
        for citation in sentence.citations:
            if citation.report_id != FACTS_ID:
                quotes.setdefault(citation.paragraph_id, []).append(citation.quote)
        words = _MARKS.sub("\n", _own_words(sentence))
        for paragraph_id, parts in quotes.items():
            taken: set[int] = set()
            for quote in parts:
                taken |= _covered(words, _MARKS.sub("\r", quote))
            given[paragraph_id] = given.get(paragraph_id, 0) + len(taken)
    top = max(given, key=lambda i: given[i], default="")
    return Copied(given.get(top, 0), whole, top)


def _own_words(sentence: Sentence) -> str:
    """The sentence with the writer's facts blanked: they are told, not copied."""
    text = list(sentence.text)
    for c in sentence.citations:
        if c.report_id == FACTS_ID and sentence.text[c.clause_start : c.clause_end] == c.quote:
            text[c.clause_start : c.clause_end] = "\n" * (c.clause_end - c.clause_start)
    return "".join(text)


def _covered(text: str, source: str) -> set[int]:
    """Places of `text` inside a run of four or more that `source` has word for word."""
    runs = {source[n : n + _MIN_RUN] for n in range(len(source) - _MIN_RUN + 1)}
    covered: set[int] = set()
    for n in range(len(text) - _MIN_RUN + 1):
        if text[n : n + _MIN_RUN] in runs:
            covered.update(range(n, n + _MIN_RUN))
    return covered
