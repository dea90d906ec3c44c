"""Words put in the place of others: 更正式, 去套话, 上级口吻, 平级口吻.

Only words of the lists go in; supplied facts and what stands in “ ” and 《 》 are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.checking.broken import broken_places
from assistant.document import Draft, DraftItem, Sentence, with_each
from assistant.errors import DraftError
from assistant.headings import starts_with_action
from assistant.rewriting.desk import Task, meant, numbered
from assistant.rewriting.lists import TONES, Replacement, Tone, ToneWords
from assistant.rewriting.sentences import (
    Edit,
    atoms_in,
    edited,
    fact_spans,
    parts_of,
    touches,
    with_dependents,
    without,
)  # fmt: skip

_SAID = 24
_TONES: Mapping[Tone, str] = {
    "upward": "改为上级口吻", "level": "改为平级口吻", "firmer": "加重语气", "softer": "放缓语气",
}  # fmt: skip
# What is left of a lead when its phrases are gone: 下半年。
_FRAME_ONLY = re.compile(
    r"(?:今年|明年|本年|上半年|下半年|全年|20\d\d年|下一步|新的一年)?(?:以来)?[，。；\s]*"
)
_EMPTY = re.compile(
    r"[，,；;：:。！？、\s]*(?:并|和|及|以及|同时|不断|切实)?[，,；;：:。！？、\s]*"
)


def formal(task: Task) -> Draft:
    """Colloquial words as the list has them."""
    entries = task.desk.wording.formal
    return _listed(task, entries, "改为公文用语", "没有找到用词表里的口语说法")


def without_set_phrases(task: Task) -> Draft:
    """Empty phrases go; a clause that is nothing else goes with its comma."""
    gone: list[str] = []

    def change(sentence: Sentence) -> Sentence | None:
        return _without_phrases(sentence, task.desk.wording.set_phrases, gone)

    new = over(task, change)
    if not gone:
        raise DraftError("没有找到用词表里的套话；表里没有的，可以选中后说“删掉”")
    new = without_bare(task, new)
    return replace(new, notices=(f"删去套话：{_quoted(gone)}", *new.notices))


def tone(task: Task, which: Tone) -> Draft:
    """上级口吻, 平级口吻, 语气重一些, 轻一些: the list's words, and its word before the verbs of a
    plan."""
    words = task.desk.wording.tone(which)
    reason = _TONES[which]
    new = over(task, lambda s: _replaced(s, words.replacements, reason))
    others = tuple(task.desk.wording.tone(o).before_action for o in TONES if o != which)
    if task.draft.section == "plan":
        bodies = {s.id for i in task.draft.items for s in i.sentences}

        def lead(sentence: Sentence) -> Sentence:
            if sentence.id not in bodies:
                return sentence
            return _with_word(sentence, words, others, reason)

        new = over(replace(task, draft=new), lead)
    if new.text == task.draft.text:
        raise DraftError(f"没有找到用词表里可以{reason}的说法；表里没有的，可以说“把“X”换成“Y””")
    return replace(new, notices=())


def _with_word(
    sentence: Sentence, words: ToneWords, others: Sequence[str], reason: str
) -> Sentence:
    """The tone's word before the verb that opens the sentence, in place of another tone's."""
    text, word = sentence.text, words.before_action
    found = (o for o in others if o and o != word and text.startswith(o))
    other = next((o for o in found if _acts(text[len(o) :], words)), "")
    had = len(other)
    opens = _acts(text[had:], words) and not text.startswith(words.not_before, had)
    if touches(0, max(1, had), fact_spans(sentence)) or not (opens or had):
        return sentence
    return edited(sentence, [Edit(0, had, word if opens else "", reason)])


def _acts(text: str, words: ToneWords) -> bool:
    return starts_with_action(text) or text.startswith(words.verbs)


def _listed(task: Task, entries: Sequence[Replacement], reason: str, nothing: str) -> Draft:
    done: list[str] = []

    def change(sentence: Sentence) -> Sentence:
        new = _replaced(sentence, entries, reason)
        done.extend(a.before for a in _edits(sentence, entries, reason))
        return new

    new = over(task, change)
    if not done:
        raise DraftError(f"{nothing}；表里没有的，可以说“把“X”换成“Y””")
    return replace(new, notices=(f"改动 {len(done)} 处：{_quoted(done)}",))


@dataclass(frozen=True)
class _Found:
    before: str
    edit: Edit


def _edits(sentence: Sentence, entries: Iterable[Replacement], reason: str) -> list[_Found]:
    text = sentence.text
    held = [*fact_spans(sentence), *atoms_in(text)]
    found: list[_Found] = []
    for entry in entries:
        for start, end in entry.spots(text):
            if touches(start, end, held):
                continue
            held.append((start, end))
            found.append(_Found(text[start:end], Edit(start, end, entry.instead, reason)))
    return found


def _replaced(sentence: Sentence, entries: Iterable[Replacement], reason: str) -> Sentence:
    return edited(sentence, [f.edit for f in _edits(sentence, entries, reason)])


def over(task: Task, change: Callable[[Sentence], Sentence | None]) -> Draft:
    """The draft with `change` done to every unlocked sentence that is meant; of a selection only
    what it does inside counts."""
    wanted = {s.id for s in meant(task) if not task.is_locked(s)}
    if not wanted:
        raise DraftError("这里的句子都已锁定，没有改动")
    span = task.where.span

    def one(sentence: Sentence) -> Sentence | None:
        if sentence.id not in wanted:
            return sentence
        return _inside(sentence, span, change) if span else change(sentence)

    return replace(with_each(task.draft, one), findings=())


def _inside(
    sentence: Sentence, span: tuple[int, int], change: Callable[[Sentence], Sentence | None]
) -> Sentence | None:
    """`change` done to the words of the span alone."""
    start, end = span
    size = len(sentence.text)
    inner = (
        edited(sentence, [Edit(0, start), Edit(end, size)])
        if (start, end) != (0, size)
        else sentence
    )
    new = change(inner)
    words = new.text if new is not None else ""
    return edited(sentence, [Edit(start, end, words, "按要求改动")])


def _quoted(words: Iterable[str]) -> str:
    counted: dict[str, int] = {}
    for word in words:
        counted[word] = counted.get(word, 0) + 1
    return "、".join(f"“{w[:_SAID]}”" + (f"×{n}" if n > 1 else "") for w, n in counted.items())


def _without_phrases(
    sentence: Sentence, entries: Sequence[Replacement], gone: list[str]
) -> Sentence | None:
    found = _edits(sentence, [replace(e, instead="") for e in entries], "")
    if not found:
        return sentence
    parts = parts_of(sentence)
    spots = [(f.edit.start, f.edit.end) for f in found]
    whole = {
        n
        for n, p in enumerate(parts)
        if not p.fixed
        and _EMPTY.fullmatch(_rest(sentence.text, p.start, p.end, spots))
        and touches(p.start, p.end, spots)
    }
    dropped = with_dependents(parts, whole)
    if any(parts[n].fixed for n in dropped):
        dropped = set()
    inside = [
        f for f in found if any(_within(f.edit, parts[n].start, parts[n].end) for n in dropped)
    ]
    kept = [f for f in found if f not in inside]
    new = edited(sentence, [f.edit for f in kept])
    if kept and breaks(sentence, new):
        new, kept = sentence, []
    gone += [f.before for f in (*inside, *kept)]
    rest = without(new, dropped) if dropped else new
    return None if rest is None or _FRAME_ONLY.fullmatch(rest.text) else rest


def _within(edit: Edit, start: int, end: int) -> bool:
    return start <= edit.start and edit.end <= end


def _rest(text: str, start: int, end: int, spots: Iterable[tuple[int, int]]) -> str:
    return "".join(text[n] for n in range(start, end) if not any(a <= n < b for a, b in spots))


def breaks(old: Sentence, new: Sentence) -> bool:
    known = {b.message for b in broken_places(old.text, ())}
    return any(b.message not in known for b in broken_places(new.text, ()))


def without_bare(task: Task, draft: Draft) -> Draft:
    """Items that have lost all their sentences go too."""
    had: dict[str, DraftItem] = {i.heading.id: i for i in task.draft.items}
    bare = [i for i in draft.items if not i.sentences and had[i.heading.id].sentences]
    if not bare:
        return replace(draft, notices=())
    if len(bare) == len(draft.items):
        raise DraftError("这样改就没有内容了，没有改动")
    items = [i for i in draft.items if i not in bare]
    said = "、".join(f"“{i.heading.text.rstrip('。')}”" for i in bare)
    return replace(numbered(draft, items), notices=(f"{said}没有了内容，整条删去",))
