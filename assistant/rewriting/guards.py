"""What no rewrite may do, and what has to be confirmed by hand. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher

from assistant.checking.claims import Claim, claims_of, name_form
from assistant.checking.figures import stands_in
from assistant.document import Draft, Sentence
from assistant.rewriting.lists import ForceScale, stands_alone
from corpus.report import Period

_SAME_SENTENCE = 0.4


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


def change_of_force(before: str, after: str, scales: Iterable[ForceScale]) -> str:
    """“语气变化：必须 → 应当” if the new words oblige, promise or report otherwise; else ""."""
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    if not before or not after or matcher.ratio() < _SAME_SENTENCE:
        return ""
    steps = [s for s in matcher.get_opcodes() if s[0] != "equal"]
    changes = [c for scale in scales for c in _changes(before, after, scale, steps)]
    return f"语气变化：{'；'.join(dict.fromkeys(changes))}" if changes else ""


def _changes(
    before: str, after: str, scale: ForceScale, steps: Sequence[tuple[str, int, int, int, int]]
) -> Iterator[str]:
    old, new = list(_degrees(before, scale)), list(_degrees(after, scale))
    for _, a, b, c, d in steps:
        gone = next(((w, n) for w, n, at in old if at < b and a < at + len(w)), None)
        come = next(((w, n) for w, n, at in new if at < d and c < at + len(w)), None)
        if gone and come:
            if gone[1] != come[1]:
                yield f"{gone[0]} → {come[0]}"
        elif gone and b - a <= len(gone[0]) + 1 and _fewer(old, new, gone[1]):
            yield f"{gone[0]} → {after[c:d] or '（删去）'}"
        elif come and d - c <= len(come[0]) + 1 and _fewer(new, old, come[1]):
            yield f"{before[a:b] or '（原无）'} → {come[0]}"


def _fewer(
    one: Sequence[tuple[str, int, int]], other: Sequence[tuple[str, int, int]], degree: int
) -> bool:
    return sum(n == degree for _, n, _ in one) > sum(n == degree for _, n, _ in other)


def _degrees(text: str, scale: ForceScale) -> Iterator[tuple[str, int, int]]:
    """(word, its class, where) of every word of the scale, the longest at each place."""
    words = sorted(
        ((word, n) for n, words in enumerate(scale.classes) for word in words),
        key=lambda pair: -len(pair[0]),
    )
    at = 0
    while at < len(text):
        for word, degree in words:
            if text.startswith(word, at) and stands_alone(text, at, at + len(word), scale.unless):
                yield word, degree, at
                at += len(word) - 1
                break
        at += 1
