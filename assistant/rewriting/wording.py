"""Words put in the place of others: 更正式, 去套话, 口吻, 把…换成…, 不要提….

Only words of the lists or of the message go in; supplied facts and what stands in “ ” and 《 》
are left alone, except by who asks for a word to go everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.checking.broken import broken_places
from assistant.checking.claims import claims_of
from assistant.clauses import coverage
from assistant.document import Draft, DraftItem, Sentence
from assistant.errors import DraftError
from assistant.headings import starts_with_action
from assistant.rewriting.desk import Task, meant, name_of, nth, numbered, with_each
from assistant.rewriting.lists import Replacement, Tone, ToneWords
from assistant.rewriting.sentences import (
    Edit,
    atoms_in,
    cuts_into,
    edited,
    fact_spans,
    parts_of,
    touches,
    with_dependents,
    without,
)  # fmt: skip

_SUBJECT = 0.75  # of the words of a theme of four or more, for a clause to be about it
_SAID = 24
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

    new = _over(task, change)
    if not gone:
        raise DraftError("没有找到用词表里的套话；表里没有的，可以选中后说“删掉”")
    new = _without_bare(task, new)
    return replace(new, notices=(f"删去套话：{_quoted(gone)}", *new.notices))


def tone(task: Task, which: Tone) -> Draft:
    """上级口吻, 平级口吻: the list's words, and its word before the verbs of a plan."""
    words = task.desk.wording.upward if which == "upward" else task.desk.wording.level
    reason = "改为上级口吻" if which == "upward" else "改为平级口吻"
    new = _over(task, lambda s: _replaced(s, words.replacements, reason))
    if words.before_action and task.draft.section == "plan":
        bodies = {s.id for i in task.draft.items for s in i.sentences}
        other = task.desk.wording.upward if which == "level" else task.desk.wording.level

        def lead(sentence: Sentence) -> Sentence:
            if sentence.id not in bodies:
                return sentence
            return _with_word(sentence, words, other.before_action, reason)

        new = _over(replace(task, draft=new), lead)
    if new.text == task.draft.text:
        raise DraftError(f"没有找到用词表里可以{reason}的说法；可以说“把“X”换成“Y””")
    return replace(new, notices=())


def _with_word(sentence: Sentence, words: ToneWords, other: str, reason: str) -> Sentence:
    """The tone's word before the verb that opens the sentence, in place of the other tone's."""
    text, word = sentence.text, words.before_action
    had = len(other) if other and text.startswith(other) and _acts(text[len(other) :], words) else 0
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

    new = _over(task, change)
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


def _over(task: Task, change: Callable[[Sentence], Sentence | None]) -> Draft:
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
    if kept and _breaks(sentence, new):
        new, kept = sentence, []
    gone += [f.before for f in (*inside, *kept)]
    rest = without(new, dropped) if dropped else new
    return None if rest is None or _FRAME_ONLY.fullmatch(rest.text) else rest


def _within(edit: Edit, start: int, end: int) -> bool:
    return start <= edit.start and edit.end <= end


def _rest(text: str, start: int, end: int, spots: Iterable[tuple[int, int]]) -> str:
    return "".join(text[n] for n in range(start, end) if not any(a <= n < b for a, b in spots))


def _breaks(old: Sentence, new: Sentence) -> bool:
    known = {b.message for b in broken_places(old.text, ())}
    return any(b.message not in known for b in broken_places(new.text, ()))


# --- 把“X”换成“Y” --------------------------------------------------------------------------------


def swap(task: Task, word: str, instead: str) -> Draft:
    """Every X as Y, in the whole draft or in what is meant; says how often."""
    sources = [task.draft.text, *task.draft.facts]
    fresh = [c.token for c in claims_of(instead) if not any(c.token in s for s in sources)]
    if fresh:
        raise DraftError(
            f"“{'”“'.join(fresh)}”没有出处，改写时不能写进去；请作为素材提供，例如“第二条加上：……”"
        )
    if not any(word in s.text for s in meant(task)):
        raise DraftError(f"{'这里' if not task.where.is_section else '稿子里'}没有“{word}”")
    counts = {"done": 0, "held": 0}

    def change(sentence: Sentence) -> Sentence | None:
        edits = []
        for start, end in _occurrences(sentence.text, word, instead):
            if cuts_into(start, end, atoms_in(sentence.text)) and _cuts_phrase(
                sentence, start, end
            ):
                counts["held"] += 1
                continue
            edits.append(Edit(start, end, instead, "按要求换词"))
        counts["done"] += len(edits)
        new = edited(sentence, edits)
        return new if instead or not _breaks(sentence, new) else _without_clauses(sentence, word)

    new = _without_bare(task, _over(task, change))
    locked = [s for s in meant(task) if task.is_locked(s) and word in s.text]
    if not counts["done"]:
        raise DraftError(f"“{word}”只在固定提法、书名号或锁定的句子里，没有改动")
    said = f"“{word}”" + (f"换成“{instead}”" if instead else "删去") + f" {counts['done']} 处"
    notices = [said]
    if counts["held"]:
        notices.append(f"另有 {counts['held']} 处在固定提法或书名号里，没有改动")
    if locked:
        notices.append(f"{'、'.join(name_of(s.id) for s in locked)}已锁定，没有改动")
    return replace(new, notices=tuple(notices))


def _cuts_phrase(sentence: Sentence, start: int, end: int) -> bool:
    """A word that is all that stands between the marks is the phrase itself."""
    return not any(
        a + 1 == start and end + 1 == b and sentence.text[a] != "《"
        for a, b in atoms_in(sentence.text)
    )


def _occurrences(text: str, word: str, instead: str) -> Iterator[tuple[int, int]]:
    """Where the word stands and is not the new wording already."""
    at = text.find(word)
    offset = instead.find(word) if word in instead else -1
    while at >= 0:
        if offset < 0 or not text.startswith(instead, max(0, at - offset)):
            yield at, at + len(word)
        at = text.find(word, at + len(word))


# --- 不要提… --------------------------------------------------------------------------------------


def without_mention(task: Task, words: Sequence[str]) -> Draft:
    """Clauses that mention it go, and items that are about it; says what went."""
    gone: list[str] = []
    draft = task.draft
    aimed = set(task.where.items)
    about = [
        n
        for n, item in enumerate(draft.items)
        if (not aimed or n in aimed)
        and not task.where.sentence
        and any(_mentions(item.heading.text, w) or _mentions(item.theme, w) for w in words)
    ]
    if len(about) == len(draft.items):
        raise DraftError(
            f"每一条都是写“{'、'.join(words)}”的，删去就没有内容了；请另定主题重新起草"
        )
    locked = [
        name_of(s.id) for s in meant(task) if task.is_locked(s) and any(w in s.text for w in words)
    ]
    held = {n for n in about if any(task.is_locked(s) for s in draft.items[n].all_sentences)}
    about = [n for n in about if n not in held]

    def change(sentence: Sentence) -> Sentence | None:
        if sentence.id.endswith(".h"):
            return sentence
        return _without_clauses(sentence, *words, gone=gone)

    new = _over(task, change)
    items = [i for n, i in enumerate(new.items) if n not in about]
    kept_gone = [*(f"{nth(n)}（{draft.items[n].heading.text.rstrip('。')}）" for n in about), *gone]
    new = _without_bare(task, replace(new, items=tuple(items)))
    if not kept_gone:
        raise DraftError(f"稿子里没有提到“{'、'.join(words)}”")
    notices = [f"删去了：{'；'.join(w[:60] for w in kept_gone)}"]
    if locked:
        notices.append(f"{'、'.join(locked)}已锁定，没有改动")
    return replace(numbered(new, new.items), notices=(*notices, *new.notices))


def _mentions(text: str, word: str) -> bool:
    return word in text or (len(word) >= 4 and coverage(word, text) >= _SUBJECT)


def _without_clauses(
    sentence: Sentence, *words: str, gone: list[str] | None = None
) -> Sentence | None:
    parts = parts_of(sentence)
    hit = {
        n
        for n, p in enumerate(parts)
        if any(_mentions(sentence.text[p.start : p.end], w) for w in words)
    }
    if not hit:
        return sentence
    dropped = with_dependents(parts, hit)
    new = without(sentence, dropped)
    if new is not None and _breaks(sentence, new):
        dropped, new = set(range(len(parts))), None
    if gone is not None:
        gone += [sentence.text[parts[n].start : parts[n].end] for n in sorted(dropped)]
    return new


def _without_bare(task: Task, draft: Draft) -> Draft:
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
