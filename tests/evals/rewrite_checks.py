"""Whether an instruction did what was said, and nothing else: one answer a promise. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from assistant.checking.following import clauses_in
from assistant.document import Draft, DraftItem, Sentence
from assistant.headings import plan_core, starts_with_action
from assistant.rewriting.changes import Change
from corpus.numbering import render_marker
from corpus.report import Period
from tests.evals.rewrite_orders import faults_of_both, touched_by

_OFF = 0.1
_FIGURE = re.compile(r"\d+(?:\.\d+)?|《[^》]+》|[〔（]20\d\d[〕）]\d+号")


@dataclass(frozen=True)
class Result:
    """`obeyed` says what is wrong, "" if nothing is; the others are whether the promise was kept."""

    obeyed: str
    untouched: bool
    citations: bool
    nothing_new: bool


def judged(
    wanted: Mapping[str, Any], old: Draft, new: Draft, changes: Iterable[Change], said: str
) -> Result:
    """`wanted` is the row of the table."""
    return Result(
        obeyed="；".join(_faults(wanted, old, new, list(changes))),
        untouched=not _touched(wanted, old, new),
        citations=_citations_kept(old, new),
        nothing_new=not _new_tokens(old, new, said),
    )


def section_chars(draft: Draft) -> int:
    lead = sum(len(s.text) for s in draft.lead)
    return lead + sum(len(i.marker + i.text) for i in draft.items)


# --- what was said ----------------------------------------------------------------------------------


def _faults(
    wanted: Mapping[str, Any], old: Draft, new: Draft, changes: list[Change]
) -> Iterator[str]:
    yield from _numbering(wanted, old, new)
    yield from _lengths(wanted, old, new)
    yield from _words(wanted, old, new)
    yield from _order(wanted, old, new)
    yield from faults_of_both(wanted.get("both", []), old, new)
    if "headings" in wanted and not _alike(new, wanted.get("prefix", "")):
        yield "headings differ in pattern"
    if wanted.get("tick") and not any(c.tick for c in changes):
        yield "no tick for a change of force"
    for name in wanted.get("locked", ()):
        if _sentence(old, name).text not in {s.text for s in new.sentences()}:
            yield f"locked {name} changed"


def _numbering(wanted: Mapping[str, Any], old: Draft, new: Draft) -> Iterator[str]:
    family = wanted.get("numbering", old.numbering)
    marks = [render_marker(family, n) for n in range(1, len(new.items) + 1)]
    if [i.marker for i in new.items] != marks:
        yield "numbering"


def _lengths(wanted: Mapping[str, Any], old: Draft, new: Draft) -> Iterator[str]:
    name = wanted.get("pick") or wanted.get("sentence")
    if name and "deleted" not in wanted:
        before, after = _sentence(old, name).text, _sentence(new, name).text
        if "chars" in wanted and not _near(len(after), wanted["chars"]):
            yield f"sentence has {len(after)} for {wanted['chars']}"
        if "shorter_sentence" in wanted and len(after) > wanted["shorter_sentence"] * len(before):
            yield f"sentence {len(before)} → {len(after)}"
        if "longer_sentence" in wanted and len(after) < wanted["longer_sentence"] * len(before):
            yield f"sentence {len(before)} → {len(after)}"
    elif "item" in wanted:
        before, after = _item(old, wanted).text, _item(new, wanted).text
        if "chars" in wanted and not _near(len(after), wanted["chars"]):
            yield f"item has {len(after)} for {wanted['chars']}"
        if "least" in wanted and not wanted["least"] <= len(after) <= 1.2 * wanted["least"]:
            yield f"item has {len(after)} for at least {wanted['least']}"
        if "most" in wanted and not len(after) <= wanted["most"] < len(before):
            yield f"item has {len(after)} for at most {wanted['most']}"
        if "longer" in wanted and not _near(len(after), wanted["longer"] * len(before)):
            yield f"item {len(before)} → {len(after)}"
        if "shorter_item" in wanted and len(after) > wanted["shorter_item"] * len(before):
            yield f"item {len(before)} → {len(after)}"
    if "section" in wanted and not _near(section_chars(new), wanted["section"]):
        yield f"section has {section_chars(new)} for {wanted['section']}"
    if "shorter" in wanted and not _near(
        section_chars(new), wanted["shorter"] * section_chars(old)
    ):
        yield f"section {section_chars(old)} → {section_chars(new)}"
    if "each" in wanted:
        for item in new.items:
            if not _near(len(item.text), wanted["each"]) and item not in old.items:
                yield f"an item has {len(item.text)} for {wanted['each']}"


def _near(chars: int, asked: float) -> bool:
    return abs(chars - asked) <= _OFF * asked + 0.5


def _words(wanted: Mapping[str, Any], old: Draft, new: Draft) -> Iterator[str]:
    told = wanted["sentence"] if "sentence" in wanted and "deleted" not in wanted else ""
    was, now = (_sentence(d, told).text if told else d.text for d in (old, new))
    if "gone" in wanted and (wanted["gone"] in now or wanted["gone"] not in was):
        yield f"“{wanted['gone']}” still there, or never was"
    if "gone_item" in wanted and wanted["gone_item"] in _item(new, wanted).text:
        yield f"“{wanted['gone_item']}” still there"
    if "has" in wanted and wanted["has"] not in new.text:
        yield f"“{wanted['has']}” is not there"
    if "about" in wanted and wanted["about"] not in "".join(_come(old, new)):
        yield f"nothing new about “{wanted['about']}”"
    if "tone" in wanted:
        changed = [s for s in _come(old, new) if s.startswith(wanted["tone"])]
        if not changed:
            yield f"no sentence begins with “{wanted['tone']}”"
    name = wanted.get("pick") or wanted.get("sentence")
    if wanted.get("other"):
        before = _sentence(old, name).text if name else _item(old, wanted).text
        after = _sentence(new, name).text if name else _item(new, wanted).text
        if before == after or before in after:
            yield "the same again"
    if wanted.get("grown") and len(_item(new, wanted).text) <= len(_item(old, wanted).text):
        yield "nothing was added"
    if name and wanted.get("deleted") and _sentence(old, name).text in new.text:
        yield f"{name} still there"


def _come(old: Draft, new: Draft) -> list[str]:
    before = {s.text for s in old.sentences()}
    return [s.text for s in new.sentences() if s.text not in before]


def _order(wanted: Mapping[str, Any], old: Draft, new: Draft) -> Iterator[str]:
    texts = [i.text for i in new.items]
    if "order" in wanted and texts != [old.items[n - 1].text for n in wanted["order"]]:
        yield "order"
    if "delete" in wanted:
        kept = [i.text for n, i in enumerate(old.items, 1) if n not in wanted["delete"]]
        if texts != kept:
            yield "not these items deleted"
    if "items" in wanted and len(new.items) != wanted["items"]:
        yield f"{len(new.items)} items"
    if "merge" in wanted:
        yield from _merged(wanted["merge"], old, new)
    if "split" in wanted:
        yield from _split(wanted["split"], old, new)
    if "moved" in wanted:
        name, number = wanted["moved"]
        if new.items[number - 1].sentences[-1].text != _sentence(old, name).text:
            yield "sentence not moved"


def _merged(numbers: list[int], old: Draft, new: Draft) -> Iterator[str]:
    place = min(numbers) - 1
    if len(new.items) != len(old.items) - len(numbers) + 1:
        yield f"{len(new.items)} items"
        return
    whole = new.items[place]
    heads = [old.items[n - 1].heading.text for n in numbers]
    if whole.heading.text not in heads or sum(h in whole.text for h in heads) != 1:
        yield "not one heading"
    clauses = [c for s in whole.sentences for c in _clauses(s)]
    if max(Counter(clauses).values(), default=1) > 1:
        yield "a clause twice"
    for n in numbers:
        words = {c for s in old.items[n - 1].sentences for c in _clauses(s)}
        if words and not words & set(clauses):
            yield f"nothing of item {n}"


def _split(number: int, old: Draft, new: Draft) -> Iterator[str]:
    if len(new.items) != len(old.items) + 1:
        yield f"{len(new.items)} items"
        return
    item, halves = old.items[number - 1], new.items[number - 1 : number + 1]
    before = Counter(c for s in item.all_sentences for c in _clauses(s))
    after = Counter(c for half in halves for s in half.all_sentences for c in _clauses(s))
    # The second half may be headed by a past heading, where none of its clauses can stand alone.
    past = Counter(_clauses(halves[1].heading))
    if after not in (before, before + past):
        yield "not the same clauses"
    if not all(half.sentences for half in halves):
        yield "a bare heading"


def _alike(draft: Draft, prefix: str) -> bool:
    headings = [i.heading.text.rstrip("。") for i in draft.items]
    if draft.section == "problems":
        return True  # any verdict is one; that something changed is seen by the caller
    starts = {h[: len(h) - len(plan_core(h))] for h in headings}
    acts = all(starts_with_action(plan_core(h)) for h in headings)
    return len(starts) == 1 and acts and (not prefix or starts == {prefix})


# --- nothing else -----------------------------------------------------------------------------------


def _touched(wanted: Mapping[str, Any], old: Draft, new: Draft) -> list[str]:
    """Sentences the instruction has no business with that are not there byte for byte."""
    left = Counter(s.text for s in new.sentences())
    return [s.id for s in old.sentences() if not _meant(wanted, old, s) and not left[s.text]]


def _meant(wanted: Mapping[str, Any], old: Draft, sentence: Sentence) -> bool:
    part = sentence.id.partition(".")[0]
    number = int(part) if part.isdigit() else 0
    if sentence.id in wanted.get("locked", ()):
        return False
    if name := wanted.get("pick") or wanted.get("sentence"):
        return bool(sentence.id == name)
    if "item" in wanted:
        return number == int(wanted["item"]) and not ({"grown", "longer", "least"} & set(wanted))
    if "both" in wanted:
        word = str(wanted.get("gone") or "\0")
        return touched_by(wanted["both"], sentence.id) or word in sentence.text
    if "moved" in wanted or "order" in wanted or "numbering" in wanted or "about" in wanted:
        return False
    for key in ("delete", "merge"):
        if key in wanted:
            return number in wanted[key]
    if "split" in wanted:
        return number == int(wanted["split"])
    if "headings" in wanted:
        return sentence.id.endswith(".h")
    if "gone" in wanted and wanted.get("has"):
        return str(wanted["gone"]) in sentence.text
    return True


def _citations_kept(old: Draft, new: Draft) -> bool:
    """Whether every clause that is still there, in a sentence of the same or of other clauses,
    cites what it cited."""
    before, after = _cited(old), _cited(new)
    return all(after[clause] >= cited for clause, cited in before.items() if clause in after)


def _cited(draft: Draft) -> dict[str, set[tuple[str, int, int]]]:
    found: dict[str, set[tuple[str, int, int]]] = {}
    for sentence in draft.sentences():
        for start, end in clauses_in(sentence.text):
            cited = {
                (c.paragraph_id, c.start, c.end)
                for c in sentence.citations
                if c.clause_end <= c.clause_start or (c.clause_start < end and start < c.clause_end)
            }
            found.setdefault(sentence.text[start:end], set()).update(cited)
    return found


def _new_tokens(old: Draft, new: Draft, said: str) -> list[str]:
    """Figures, titles and numbers that stand in nothing that is known."""
    period = Period.parse(new.period)
    known = "\n".join(
        [old.text, *old.facts, *new.facts, str(period.year), str(period.next.year)]
        + [c.quote for s in new.sentences() for c in s.citations]
    )
    assert said
    return [m for s in new.sentences() for m in _FIGURE.findall(s.text) if m not in known]


def _clauses(sentence: Sentence) -> list[str]:
    return [sentence.text[a:b] for a, b in clauses_in(sentence.text)]


def _item(draft: Draft, wanted: Mapping[str, Any]) -> DraftItem:
    number = wanted.get("item") or int(
        str(wanted.get("pick") or wanted["sentence"]).partition(".")[0]
    )
    return draft.items[number - 1]


def _sentence(draft: Draft, name: str) -> Sentence:
    return next(s for s in draft.sentences() if s.id == name)
