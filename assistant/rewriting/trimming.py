"""Small words and members of lists left out of a sentence, so that it comes to a length. Pure.

What changes the sense least goes first. Supplied facts, figures and fixed phrases are not touched.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from assistant.checking.broken import broken_places
from assistant.checking.claims import claims_of
from assistant.clauses import has_verdict
from assistant.document import Sentence
from assistant.headings import starts_with_action
from assistant.rewriting.lists import Wording
from assistant.rewriting.sentences import Edit, atoms_in, edited, fact_spans, touches

_LEAST, _MOST = 0.9, 1.1
_REASON = "压缩"
# Between two 、 of one clause, with nothing in it that reaches further.
_MEMBER = r"[^，。；：、“”《》（）和与及等]{2,12}"
_INNER = re.compile(rf"(?<=、)({_MEMBER}、)")
# The last but one of A、B和C, the last of A、B等.
_BEFORE_LAST = re.compile(rf"(?<=[^，。；：、]{{2}})(、{_MEMBER})(?=[和及与等][^，。；：、])")
# One verdict after another: 产业链条短、产品附加值低.
_VERDICTS = re.compile(
    r"(?:^|(?<=[，；、]))([^，。；：、“”《》]{4,})(、[^，。；：、“”《》]{4,16})(?=[，。；])"
)
# 虽有成绩，但对标要求，仍有短板: the measure can go.
_MEASURE = re.compile(
    r"(?<=，但)(是?(?:对照|对标|对表|比照|按照|站在|与|和|同)[^，。；]{4,40}，)(?=[^，。；]{0,6}[仍还也依])"
)


def trimmed(sentence: Sentence, target: int, wording: Wording) -> Sentence:
    """The sentence with as many small words less as it takes, then members of lists; nothing of a
    fact, a fixed phrase or a figure."""
    text = sentence.text
    if len(text) <= target:
        return sentence
    edits = _fitting(sentence, target, wording, lambda _: True)
    known = {b.message for b in broken_places(text, ())}

    def stands(tried: list[Edit]) -> bool:
        places = broken_places(edited(sentence, tried).text, (0,))
        return all(b.message in known for b in places)

    if not stands(edits):  # looked at one by one only where something breaks
        edits = _fitting(sentence, target, wording, stands)
    left = len(text) - sum(e.end - e.start - len(e.text) for e in edits)
    measure = _MEASURE.search(text)
    # Its titles and meetings go whole; only supplied facts must stay.
    if measure is None or touches(*measure.span(1), fact_spans(sentence)):
        return edited(sentence, edits)
    if left > _MOST * target and left - len(measure[1]) >= round(_LEAST * target):
        apart = [e for e in edits if not touches(e.start, e.end, [measure.span(1)])]
        edits = [*apart, Edit(*measure.span(1), "", _REASON)]
    return edited(sentence, edits)


def _fitting(
    sentence: Sentence, target: int, wording: Wording, stands: Callable[[list[Edit]], bool]
) -> list[Edit]:
    """The cuts, in turn, that bring the sentence to `target` and not far below."""
    text = sentence.text
    held = [*fact_spans(sentence), *atoms_in(text), *wording.fixed_in(text)]
    held += [(c.start, c.end) for c in claims_of(text, soft=True)]
    edits: list[Edit] = []
    left = len(text)
    for edit in _small_cuts(text, wording):
        gain = edit.end - edit.start - len(edit.text)
        fits = left - gain >= round(_LEAST * target)
        if left <= target or not fits or touches(edit.start, edit.end, held):
            continue
        if stands([*edits, edit]):
            edits.append(edit)
            held.append((edit.start, edit.end))
            left -= gain
    return edits


def _small_cuts(text: str, wording: Wording) -> Iterator[Edit]:
    """What changes the sense least comes first."""
    for entry in wording.adverbs:
        for start, end in entry.spots(text):
            if starts_with_action(text[end:]):
                yield Edit(start, end, "", _REASON)
    for entry in wording.shorter:
        yield from (Edit(start, end, entry.instead, _REASON) for start, end in entry.spots(text))
    yield from (Edit(start, end, "", _REASON) for start, end in _inner_members(text))


def _inner_members(text: str) -> Iterator[tuple[int, int]]:
    """Members of lists, with a comma each: the middle ones from the last on (A、B、C → A、C), then
    a last verdict (A低、B少 → A低), then the last but one (A、B和C → A和C)."""
    yield from reversed([m.span(1) for m in _INNER.finditer(text)])
    for match in _VERDICTS.finditer(text):
        if has_verdict(match[1]) and has_verdict(match[2]):
            yield match.span(2)
    yield from reversed([m.span(1) for m in _BEFORE_LAST.finditer(text)])
