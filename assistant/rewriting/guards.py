"""What no rewrite may do, and what has to be confirmed by hand. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import accumulate

from assistant.checking.claims import Claim, claims_of, name_form
from assistant.checking.figures import stands_in
from assistant.document import Draft, Sentence
from assistant.rewriting.lists import ForceScale, stands_alone
from assistant.rewriting.words import words_of
from corpus.report import Period

_SAME_SENTENCE = 0.4
_SHORT = 3  # words of a stretch whose loss is the loss of one of them


def brought_in(old: Draft, new: Draft) -> tuple[str, ...]:
    """Figures, dates, names, titles and document numbers of the new draft that stand neither in
    the old one nor in what its sentences cite nor in the facts supplied for either."""
    known = [old.text, *old.facts, *new.facts]
    kept = {s.text for s in old.sentences()}
    found: list[str] = []
    for sentence in new.sentences():
        if sentence.text not in kept:
            sources = [*known, *(c.quote for c in sentence.citations)]
            found += new_claims(sentence, sources, Period.parse(new.period))
    return tuple(dict.fromkeys(found))


def new_claims(sentence: Sentence, sources: Sequence[str], period: Period) -> list[str]:
    """Its claims that stand in none of the sources; the asked year and the next need none."""
    text = name_form("\n".join(sources))
    years = {period.year, period.next.year}
    said = {a.after for a in sentence.adaptations}  # moved with the period, and recorded
    return [
        claim.token
        for claim in claims_of(sentence.text)
        if not _known(claim, text, sources, years)
        and not any(claim.token in words for words in said)
    ]


def _known(claim: Claim, text: str, sources: Sequence[str], years: set[int]) -> bool:
    if name_form(claim.token) in text:
        return True
    if claim.kind == "date" and claim.date[0] in years and not claim.date[2]:
        return True
    return claim.kind != "date" and any(stands_in(claim, source) for source in sources)


# --- force ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Token:
    """A word of a scale with its degree, or a single other character (degree -1)."""

    text: str
    degree: int = -1


def change_of_force(before: str, after: str, scales: Iterable[ForceScale]) -> str:
    """“语气变化：必须 → 应当” if the new words oblige, promise or report otherwise; else ""."""
    if not before or not after or before == after:
        return ""
    if SequenceMatcher(None, before, after, autojunk=False).ratio() < _SAME_SENTENCE:
        return ""
    changes = [c for scale in scales for c in _changes(before, after, scale)]
    return f"语气变化：{'；'.join(dict.fromkeys(changes))}" if changes else ""


def _changes(before: str, after: str, scale: ForceScale) -> Iterator[str]:
    """Words of the scale are compared as wholes: 有的 → 所有 has no 有 in common."""
    old, new = list(_tokens(before, scale)), list(_tokens(after, scale))
    had, has = (Counter(t.degree for t in tokens) for tokens in (old, new))
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for step, a, b, c, d in matcher.get_opcodes():
        if step == "equal":
            continue
        gone = [t for t in old[a:b] if t.degree >= 0]
        come = [t for t in new[c:d] if t.degree >= 0]
        lost = [t for t in gone if t.degree not in {o.degree for o in come}]
        won = [t for t in come if t.degree not in {o.degree for o in gone}]
        if lost and won:
            yield f"{lost[0].text} → {won[0].text}"
        elif lost and b - a <= _SHORT and had[lost[0].degree] > has[lost[0].degree]:
            yield f"{lost[0].text} → {_words(new[c:d]) or '（删去）'}"
        elif won and d - c <= _SHORT and has[won[0].degree] > had[won[0].degree]:
            yield f"{_words(old[a:b]) or '（原无）'} → {won[0].text}"


def _words(tokens: Iterable[_Token]) -> str:
    return "".join(t.text for t in tokens)


def _tokens(text: str, scale: ForceScale) -> Iterator[_Token]:
    words = sorted(
        ((word, n) for n, words in enumerate(scale.classes) for word in words),
        key=lambda pair: -len(pair[0]),
    )
    starts, ends = _bounds(text)
    at = 0
    while at < len(text):
        for word, degree in words:
            end = at + len(word)
            # 拟 also opens 拟建, 将 opens 将在; of longer words both ends are ends of words.
            whole = at in starts and (end in ends or len(word) == 1)
            if text.startswith(word, at) and whole and stands_alone(text, at, end, scale.unless):
                yield _Token(word, degree)
                at = end
                break
        else:
            yield _Token(text[at])
            at += 1


def _bounds(text: str) -> tuple[set[int], set[int]]:
    """Where words begin and where they end: 全部 is no word of 全部门, 要 none of 首要."""
    ends = set(accumulate(map(len, words_of(text))))
    return {0, *ends}, ends
