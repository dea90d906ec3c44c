"""An open proposal on the paper: marks, what changes in sources, and buttons. Every word is escaped.

Both views are in the page, since turning from one to the other is the browser's affair: inline,
with what goes beside what comes, and side by side, the old paper on the left.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Literal

from assistant.document import (
    FACTS_ID,
    KIND_LABELS,
    VERDICT_LABELS,
    Citation,
    Draft,
    Sentence,
    numbered_citations,
)
from assistant.rewriting.changes import HEADING, NUMBERING, Change, Proposal
from assistant.rewriting.locks import Lock
from assistant.rewriting.words import marked
from assistant.style.fit import Fit
from assistant.web.checks_html import checks_html
from assistant.web.marks import marks_of
from assistant.web.render import NO_LOCKS, by_model_html, sentence_html
from corpus.report import Period

View = Literal["inline", "old", "new"]
# From one view to the other: the browser's affair.
BESIDE = (
    '<button type="button" data-do="beside"><span class="to-beside">并排看</span>'
    '<span class="to-inline">行内看</span></button>'
)
LONGEST_REWORDING = 4000  # characters of a sentence put in by hand


@dataclass(frozen=True)
class Unit:
    """Changes that are accepted together, in reading order."""

    changes: tuple[Change, ...]

    @property
    def ids(self) -> str:
        return " ".join(change.id for change in self.changes)

    @property
    def is_ticked_first(self) -> bool:
        return any(change.tick for change in self.changes)


@dataclass(frozen=True)
class _Line:
    """A sentence of the paper, what becomes of it, or one that comes in; `marker` where an item
    begins, as it was and as it will be."""

    sentence: Sentence | None
    change: Change | None
    is_heading: bool = False
    old_marker: str = ""
    new_marker: str = ""


def units_of(changes: Sequence[Change]) -> tuple[Unit, ...]:
    units: dict[str, tuple[Change, ...]] = {}
    for change in changes:
        key = f"group {change.group}" if change.group else f"change {change.id}"
        units[key] = (*units.get(key, ()), change)
    return tuple(Unit(members) for members in units.values())


def proposal_html(
    draft: Draft,
    proposal: Proposal,
    fit: Fit | None = None,
    locks: Mapping[str, Lock] = NO_LOCKS,
) -> str:
    """The paper with the open proposal drawn in, under a bar that decides on all of it."""
    units = units_of(proposal.changes)
    page = Page(draft, proposal, units, locks)
    title = title_html(draft)
    told = "".join(f'<p class="notice">{escape(notice)}</p>' for notice in proposal.notices)
    return (
        f'<div class="proposal" data-proposal="{escape(proposal.id, quote=True)}">'
        f"{_bar_html(proposal, len(units))}{told}"
        f'<div class="paper inline" data-text="{escape(draft.text, quote=True)}">'
        f"{title}{page.inline()}</div>"
        f'<div class="paper beside">{title}{page.beside()}</div></div>{checks_html(draft, fit)}'
    )


def title_html(draft: Draft) -> str:
    return (
        f'<p class="period">{escape(Period.parse(draft.period).label)}'
        f"　{escape(draft.organisation)}</p>"
    )


def _bar_html(proposal: Proposal, count: int) -> str:
    said = escape(proposal.instruction)
    return (
        '<div class="proposal-bar" role="region" aria-label="修改建议">'
        f'<span class="asked" title="{escape(proposal.instruction, quote=True)}">'
        f"<b>修改建议：{said}</b></span><span>{count} 处</span>"
        '<button type="button" class="yes" data-do="accept-all" aria-keyshortcuts="Control+Enter">'
        "全部接受 <kbd>Ctrl+Enter</kbd></button>"
        '<button type="button" data-do="decline-all" aria-keyshortcuts="Escape">'
        "全部不改 <kbd>Esc</kbd></button>"
        f"{BESIDE}</div>"
    )


class Page:
    """The lines of the paper in both views; without `decides` the changes are only looked at."""

    def __init__(
        self,
        draft: Draft,
        proposal: Proposal,
        units: Sequence[Unit],
        locks: Mapping[str, Lock] = NO_LOCKS,
        decides: bool = True,
    ) -> None:
        self._draft = draft
        self._locks = locks
        self._decides = decides
        self._changes = proposal.changes
        self._unit = {change.id: unit for unit in units for change in unit.changes}
        self._labels = numbered_citations(draft)
        self._marks = marks_of(draft)
        self._paragraphs = _paragraphs(draft, proposal)

    def inline(self) -> str:
        paragraphs = "".join(
            f'<p class="{"item" if lines[0].is_heading else "lead"}">'
            f"{''.join(self._line_html(line, 'inline') for line in lines)}{_by_model(lines)}</p>"
            for lines in self._paragraphs
            if lines
        )
        return f"<h2>{self._title('inline')}</h2>{self._numbering('inline')}{paragraphs}"

    def beside(self) -> str:
        rows = [("", f"<h2>{self._title('old')}</h2>", f"<h2>{self._title('new')}</h2>")]
        if numbering := self._numbering("new"):
            rows.append((" changed", self._numbering("old"), numbering))
        for lines in filter(None, self._paragraphs):
            old, new = (
                "".join(self._line_html(line, view) for line in lines) for view in ("old", "new")
            )
            changed = " changed" if any(line.change for line in lines) else ""
            rows.append((changed, f"<p>{old}</p>", f"<p>{new}{_by_model(lines)}</p>"))
        body = "".join(
            f'<div class="row{changed}"><div>{old}</div><div>{new}</div></div>'
            for changed, old, new in rows
        )
        return f'<div class="row names"><b>原文</b><b>改后</b></div>{body}'

    def _title(self, view: View) -> str:
        change = next((c for c in self._changes if c.sentence_id == HEADING), None)
        return self._change_html(change, view) if change else escape(self._draft.heading)

    def _numbering(self, view: View) -> str:
        change = next((c for c in self._changes if c.sentence_id == NUMBERING), None)
        if change is None:
            return ""
        return f'<p class="numbering">序号：{self._change_html(change, view)}</p>'

    def _line_html(self, line: _Line, view: View) -> str:
        marker = _marker_html(line, view)
        if line.change:
            words = self._change_html(line.change, view, line.sentence, line.is_heading)
        elif line.sentence is None:
            words = ""
        elif view == "inline":
            old = line.sentence
            words = sentence_html(old, self._labels, self._marks[old.id], self._locks.get(old.id))
        else:
            words = escape(line.sentence.text)
        return f"<strong>{marker}{words}</strong>" if line.is_heading else words

    def _change_html(
        self, change: Change, view: View, old: Sentence | None = None, is_heading: bool = True
    ) -> str:
        """The words of a change with their marks; below them, but for the old paper, what it does
        to sources and the buttons. Of an item that only moves, its heading says so for all."""
        words = words_html(change, view)
        if view == "old":
            return words
        if view == "new" and change.kind == "delete" and self._moves(change):
            words = ""  # that it stands elsewhere is said below
        below = ""
        if is_heading or change is self._unit[change.id].changes[0] or not self._moves(change):
            said = "　".join(escape(words) for words in self._effects(change, old))
            effects = f'<span class="effects">{said}</span>' if said else ""
            below = effects + (self._deciding_html(change) if self._decides else "")
        return (
            f'<span class="change {change.kind}" data-change="{escape(change.id, quote=True)}"'
            f' tabindex="-1">{words}{below}</span>'
        )

    def _deciding_html(self, change: Change) -> str:
        unit = self._unit[change.id]
        ids, own = escape(unit.ids, quote=True), escape(change.id, quote=True)
        parts = []
        if change.tick:
            parts.append(
                f'<label class="tick"><input type="checkbox" data-tick="{own}">'
                f"{escape(change.tick)}</label>"
            )
        about = escape((change.after or change.before)[:20], quote=True)
        if change is unit.changes[0]:
            off = " disabled" if unit.is_ticked_first else ""
            many = f"（{len(unit.changes)} 处一并）" if len(unit.changes) > 1 else ""
            if many and all(map(self._moves, unit.changes)):
                many = "（整条移动）"
            parts.append(
                f'<button type="button" class="yes" data-do="accept" data-changes="{ids}"'
                f' aria-label="接受：{about}"{off}>接受{many}</button>'
                f'<button type="button" data-do="decline" data-changes="{ids}"'
                f' aria-label="不改：{about}">不改</button>'
            )
        else:
            parts.append("<small>与前面同组的一处一并接受</small>")
        if change.sentence is None or self._moves(change):
            return f'<span class="deciding">{"".join(parts)}</span>'
        parts.append(
            f'<button type="button" data-do="reword" aria-label="改写：{about}">改写</button>'
        )
        return (
            f'<span class="deciding">{"".join(parts)}</span><span class="rewording" hidden>'
            f'<textarea rows="3" maxlength="{LONGEST_REWORDING}" aria-label="改成">'
            f"\n{escape(change.after)}</textarea>"
            '<button type="button" class="yes" data-do="reworded">确定</button>'
            '<button type="button" data-do="unreword">取消</button></span>'
        )

    def _effects(self, change: Change, old: Sentence | None) -> Iterator[str]:
        """What accepting it changes besides the words."""
        if elsewhere := self._moves(change):
            yield elsewhere
            return
        before = {c.key: c for c in old.citations} if old else {}
        after = {c.key: c for c in change.sentence.citations} if change.sentence else {}
        gained = [self._name_of(c) for key, c in after.items() if key not in before]
        lost = [self._name_of(c) for key, c in before.items() if key not in after]
        if gained:
            yield f"{'出处' if change.kind == 'insert' else '新增出处'} {''.join(gained)}"
        if lost:
            yield f"少了出处 {''.join(lost)}"
        if change.sentence and not after and (before or change.kind == "insert"):
            yield "改后没有出处"
        verdicts = (old.verdict if old else "", change.sentence.verdict if change.sentence else "")
        if all(verdicts) and verdicts[0] != verdicts[1]:
            yield " → ".join(VERDICT_LABELS[v] for v in verdicts if v)
        yield from dict.fromkeys(finding.message for finding in change.findings)

    def _moves(self, change: Change) -> str:
        for other in self._unit[change.id].changes:
            if change.kind == "delete" and other.kind == "insert" and other.after == change.before:
                return "移到别处"
            if change.kind == "insert" and other.kind == "delete" and other.before == change.after:
                return "从别处移来"
        return ""

    def _name_of(self, citation: Citation) -> str:
        if label := self._labels.get(citation.key):
            return f"〔{label}〕"
        if citation.report_id == FACTS_ID:
            return f"〔{citation.section_path[0]}〕"
        place = " › ".join((citation.report_title, *citation.section_path[-1:]))
        return f"〔{KIND_LABELS[citation.kind]} · {place}〕"


def _paragraphs(draft: Draft, proposal: Proposal) -> list[list[_Line]]:
    """The lead, then a paragraph for each heading that stands in the old paper or the new one."""
    changes = [c for c in proposal.changes if c.sentence_id not in (HEADING, NUMBERING)]
    edits = {c.sentence_id: c for c in changes if c.kind != "insert"}
    markers = iter([item.marker for item in proposal.new.items])
    paragraphs: list[list[_Line]] = [[]]

    def put(line: _Line) -> None:
        if line.is_heading:
            paragraphs.append([])
        paragraphs[-1].append(line)

    def put_inserted(after: str) -> None:
        for change in changes:
            if change.kind == "insert" and change.sentence_id == after:
                opens = change.frame is not None
                put(_Line(None, change, opens, "", next(markers, "") if opens else ""))

    put_inserted("")
    for sentence in draft.lead:
        put(_Line(sentence, edits.get(sentence.id)))
        put_inserted(sentence.id)
    for item in draft.items:
        edit = edits.get(item.heading.id)
        stays = edit is None or edit.kind != "delete"
        marker = next(markers, "") if stays else ""
        put(_Line(item.heading, edit, True, item.marker, marker))
        put_inserted(item.heading.id)
        for sentence in item.sentences:
            put(_Line(sentence, edits.get(sentence.id)))
            put_inserted(sentence.id)
    return paragraphs


def _by_model(lines: Sequence[_Line]) -> str:
    """The label of an item as it will be; the lead has none."""
    new = (line.change.sentence if line.change else line.sentence for line in lines)
    return by_model_html(filter(None, new)) if lines[0].is_heading else ""


def _marker_html(line: _Line, view: View) -> str:
    old, new = escape(line.old_marker), escape(line.new_marker)
    if view == "old":
        return old
    if view == "new" or old == new:
        return new
    return (f"<del>{old}</del>" if old else "") + (f"<ins>{new}</ins>" if new else "")


def words_html(change: Change, view: View) -> str:
    """Old and new words marked; a view of one side leaves out what only the other has."""
    tags = {"same": "", "gone": "del", "new": "ins"}
    hidden = {"inline": "", "old": "new", "new": "gone"}[view]
    shown = "".join(
        f"<{tag}>{escape(piece.text)}</{tag}>" if (tag := tags[piece.kind]) else escape(piece.text)
        for piece in marked(change.before, change.after)
        if piece.kind != hidden
    )
    if not shown and view == "new":
        return '<i class="void">（删去）</i>'
    return f'<span class="words">{shown}</span>' if shown else ""
