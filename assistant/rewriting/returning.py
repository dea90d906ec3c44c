"""An edited file of a draft → a proposal against the draft.

The draft itself says how the text is to be read: a sentence that stands in it word for word is that
sentence, citations and all. What was reworded keeps the citations of the words that are left; what
is new is uncited.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.brief import Brief
from assistant.document import Draft, DraftItem, Sentence, with_each, with_sentence_ids
from assistant.errors import DraftError
from assistant.facts.files import text_of
from assistant.headings import theme_of
from assistant.rewriting.alignment import aligned_items, similarity
from assistant.rewriting.changes import Proposal
from assistant.rewriting.differences import changes_between
from assistant.rewriting.lists import Wording
from assistant.rewriting.operations import proposal_of
from assistant.rewriting.sentences import with_words
from corpus.numbering import block_marker, markers_in
from corpus.outline import parse_outline
from corpus.report import Role

_ALIKE = 0.4  # from here on a sentence is another's other wording
_NAMED = 0.6  # … and a line another wording of a section's heading
_LONGEST_HEADING = 40  # characters
_LABEL = re.compile(r"（本稿由拟稿辅助起草[^（）]*(?:（[^（）]*）)?）")
_STRONG, _WEAK = "。！？", "。！？；"


def read_words(name: str, data: bytes) -> list[str]:
    """The lines of an uploaded file as a reader sees it, tracked changes accepted, comments and
    our own label left out. Raises ReadError with a reason for users."""
    return lines_in(text_of(name, data))


def lines_in(text: str) -> list[str]:
    """The lines of a file's text that are not empty and not our own label."""
    lines = (line.strip() for line in text.split("\n"))
    return [line for line in lines if line and not _LABEL.fullmatch(line)]


def returned(
    drafts: Sequence[Draft], lines: Sequence[str], said: str, wording: Wording
) -> list[Proposal]:
    """What the text changes in each of the drafts it has; a draft whose section is not in it is
    left out. Raises DraftError if none is."""
    found = list(_parts(drafts, lines))
    if not found:
        headings = "、".join(f"“{draft.heading}”" for draft in drafts)
        raise DraftError(f"文件里没有找到{headings}这一部分：请上传由这份稿子导出的清稿或送审稿")
    brief = Brief(action="rewrite", operation="free")
    return [
        proposal_of(with_sentence_ids(draft), _edited(draft, part), said, brief, wording)
        for draft, part in found
    ]


# --- where a section is ---------------------------------------------------------------------------


@dataclass(frozen=True)
class _Part:
    """The lines of a section without its heading."""

    heading: str
    lines: tuple[str, ...]


def _parts(drafts: Sequence[Draft], lines: Sequence[str]) -> Iterator[tuple[Draft, _Part]]:
    starts = {n: d for d in drafts if (n := _heading_at(d, lines)) is not None}
    for start, draft in starts.items():
        ends = [n for n in (*starts, *_other_headings(draft, lines)) if n > start]
        end = min(ends, default=len(lines))
        heading = _unmarked(lines[start], draft.heading)
        yield draft, _Part(heading, tuple(lines[start + 1 : end]))
    if not starts and len(drafts) == 1 and _begins_with_items(drafts[0], lines):
        yield drafts[0], _Part(drafts[0].heading, tuple(lines))


def _heading_at(draft: Draft, lines: Sequence[str]) -> int | None:
    """The line with the section's heading, as it was or reworded."""
    short = {
        n: _unmarked(line, draft.heading)
        for n, line in enumerate(lines)
        if len(line) <= max(_LONGEST_HEADING, len(draft.heading) + 5)
    }
    for n, line in short.items():
        if line == draft.heading:
            return n
    text = "\n".join(lines)
    for section in parse_outline(text).sections:
        if section.role is Role(draft.section) and section.heading:
            return text.count("\n", 0, section.start)
    return next((n for n, s in short.items() if similarity(s, draft.heading) >= _NAMED), None)


def _other_headings(draft: Draft, lines: Sequence[str]) -> Iterator[int]:
    """Lines that open a part of some other kind, which the draft does not run into."""
    text = "\n".join(lines)
    for section in parse_outline(text).sections:
        if section.heading and section.role is not Role(draft.section):
            mark = block_marker(text, section.start, section.end)
            if mark is None or mark.family != draft.numbering:  # else one of its items
                yield text.count("\n", 0, section.start)


def _unmarked(line: str, heading: str) -> str:
    """The line without the mark that the export or an editor put before it."""
    if line == heading:
        return line
    mark = block_marker(line, 0, len(line))
    return line[mark.end :].strip() if mark else line


def _begins_with_items(draft: Draft, lines: Sequence[str]) -> bool:
    return any(_mark_of(line, draft, ()) for line in lines)


# --- reading it -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Item:
    marker: str
    family: str
    words: str


def _edited(draft: Draft, part: _Part) -> Draft:
    """The draft with the words of the file; sentences that stand in both are the draft's own."""
    lead, items = _divided(draft, part.lines)
    known = _Known(draft)
    read = [_read_item(known, item) for item in items]
    families = {item.family for item in items if item.family}
    numbering = families.pop() if len(families) == 1 else draft.numbering
    new = replace(
        draft,
        heading=part.heading,
        numbering=numbering if items else draft.numbering,
        lead=tuple(known.sentence(words) for words in known.split(lead)),
        items=_framed(draft, read),
        findings=(),
        notices=(),
    )
    return with_sentence_ids(_with_citations(draft, new))


def _divided(draft: Draft, lines: Sequence[str]) -> tuple[str, list[_Item]]:
    """The words before the first item, and the items; a line without a mark goes on with what is
    before it."""
    lead = ""
    items: list[_Item] = []
    whole = {item.marker + item.text for item in draft.items}
    for line in lines:
        for piece in [line] if line in whole else _broken_up(draft, line, items):
            if mark := _mark_of(piece, draft, items):
                items.append(_Item(*mark, piece[len(mark[0]) :].strip()))
            elif items:
                items[-1] = replace(items[-1], words=items[-1].words + piece)
            else:
                lead += piece
    return lead, [item for item in items if item.words]


def _mark_of(line: str, draft: Draft, items: Sequence[_Item]) -> tuple[str, str] | None:
    """(the mark as it stands there, its family) of a line that begins an item: marked as the draft
    is, or as the items before it are where somebody has numbered them anew."""
    for item in draft.items:
        if item.marker and line.startswith(item.marker):
            return item.marker, draft.numbering
    families = {draft.numbering, *(item.family for item in items)}
    for mark in markers_in(line, 0, len(line)):
        if mark.start:
            break
        if mark.family in families or (not items and mark.ordinal == 1):
            return line[: mark.end].rstrip(), mark.family
    return None


def _broken_up(draft: Draft, line: str, items: Sequence[_Item]) -> Iterator[str]:
    """The line cut where an item that should stand by itself was run into the one before it."""
    start = 0
    expected = len(items) + (2 if _mark_of(line, draft, items) else 1)
    for mark in markers_in(line, 0, len(line)):
        if mark.start > start and mark.family == draft.numbering and mark.ordinal == expected:
            yield line[start : mark.start]
            start, expected = mark.start, expected + 1
    yield line[start:]


class _Known:
    """The sentences of the draft, to be found again: each stands for itself once."""

    def __init__(self, draft: Draft) -> None:
        self._left: dict[str, list[Sentence]] = {}
        for sentence in draft.sentences():
            self._left.setdefault(sentence.text, []).append(sentence)
        # The longest first: one may begin as another does.
        self._texts = sorted(filter(None, self._left), key=len, reverse=True)
        weak = any("；" in text[-1:] for text in self._texts)
        self._ends = _WEAK if weak else _STRONG
        self.items = {item.text: item for item in draft.items}

    def sentence(self, words: str) -> Sentence:
        """The draft's own sentence, or one that nobody has cited."""
        own = self._left.get(words)
        if not own:
            return Sentence("", words)
        return own.pop(0) if len(own) > 1 else own[0]

    def split(self, words: str) -> list[str]:
        """The words in sentences: those of the draft where they stand, else up to a full stop."""
        found: list[str] = []
        start = position = depth = 0
        while position < len(words):
            text = next((t for t in self._texts if words.startswith(t, position)), None)
            if text is not None and position == start:
                found.append(text)
                start = position = position + len(text)
                continue
            char = words[position]
            depth += (char in "“（《") - (char in "”）》")
            position += 1
            if char in self._ends and depth <= 0:
                found.append(words[start:position].strip())
                start, depth = position, 0
        return [piece for piece in (*found, words[start:].strip()) if piece]


def _read_item(known: _Known, item: _Item) -> DraftItem:
    own = known.items.get(item.words)
    texts = [s.text for s in own.all_sentences] if own else known.split(item.words)
    heading, *body = [known.sentence(text) for text in texts] or [Sentence("", item.words)]
    return DraftItem(item.marker, theme_of(heading.text.rstrip("。；")), heading, tuple(body))


def _framed(draft: Draft, items: Sequence[DraftItem]) -> tuple[DraftItem, ...]:
    """The items with what the draft knows of those they were."""
    framed = list(items)
    for i, j in aligned_items(draft.items, items):
        old = draft.items[i]
        framed[j] = replace(items[j], theme=old.theme, answers=old.answers, origin=old.origin)
    return tuple(framed)


def _with_citations(old: Draft, new: Draft) -> Draft:
    """Reworded sentences with what is left of the citations of those they were."""
    new = with_sentence_ids(new)
    before = {s.id: s for s in with_sentence_ids(old).sentences()}
    cited = {
        change.sentence.id: with_words(before[change.sentence_id], change.after)
        for change in changes_between(old, new)
        if change.kind == "replace"
        and change.sentence is not None
        and not change.sentence.citations
        and similarity(change.before, change.after) >= _ALIKE
    }

    def of(sentence: Sentence) -> Sentence:
        return replace(cited.get(sentence.id, sentence), id=sentence.id)

    return with_each(new, of)
