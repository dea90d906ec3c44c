"""把“X”换成“Y” and 不要提…: a word goes, wherever it stands, and it is said where."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.checking.claims import claims_of
from assistant.clauses import coverage
from assistant.document import Draft, Sentence
from assistant.errors import DraftError
from assistant.rewriting.desk import Task, meant, name_of, nth, numbered
from assistant.rewriting.sentences import (
    Edit,
    atoms_in,
    cuts_into,
    edited,
    parts_of,
    with_dependents,
    without,
)  # fmt: skip
from assistant.rewriting.wording import breaks, over, without_bare

_SUBJECT = 0.75  # of the words of a theme of four or more, for a clause to be about it


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
        return new if instead or not breaks(sentence, new) else _without_clauses(sentence, word)

    new = without_bare(task, over(task, change))
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

    new = over(task, change)
    items = [i for n, i in enumerate(new.items) if n not in about]
    kept_gone = [*(f"{nth(n)}（{draft.items[n].heading.text.rstrip('。')}）" for n in about), *gone]
    new = without_bare(task, replace(new, items=tuple(items)))
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
    if new is not None and breaks(sentence, new):
        dropped, new = set(range(len(parts))), None
    if gone is not None:
        gone += [sentence.text[parts[n].start : parts[n].end] for n in sorted(dropped)]
    return new
