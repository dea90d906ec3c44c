"""Out as Word and in again: identical text must give identical text and citations.

``python -m tests.evals.round_trip [--home DIR] [--limit N] [--number N] [--show N]``. Every draft goes
out clean and as a review file, some as both sections of a report, some with tracked changes since an
edited version, and is read back; whatever differs is counted and, with ``--show``, printed. Then each
is edited in the file as a person would, and it is counted how far the proposal is that edit.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from assistant.document import Draft, with_sentence_ids
from assistant.errors import DraftError
from assistant.exporting.export import Form, Order, export
from assistant.rewriting.changes import Proposal
from assistant.rewriting.differences import applied
from assistant.rewriting.lines import lines_of, same
from assistant.rewriting.lists import load_wording
from assistant.rewriting.returning import lines_in, returned
from assistant.service import open_assistant
from assistant.settings import Settings
from corpus.readers import read
from tests.evals.signing_briefs import briefs


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.evals.round_trip")
    parser.add_argument("--home", type=Path, metavar="DIR", help="keep the sample archive here")
    parser.add_argument("--limit", type=int, default=200, help="drafts")
    parser.add_argument("--number", type=int, default=1, help="of the random source")
    parser.add_argument("--show", type=int, default=0, metavar="N", help="differences")
    given = parser.parse_args()
    with TemporaryDirectory() as scratch:
        settings = Settings(home=given.home or Path(scratch), model="")
        drafts = list(_drafts(settings, given.limit, given.number))
    counts: Counter[str] = Counter(drafts=len(drafts))
    shown: list[str] = []
    rng = Random(given.number)
    for draft in drafts:
        for name, differences in outcomes(draft, rng):
            counts[f"{name}, all"] += 1
            counts[f"{name}, as it should be"] += not differences
            shown += [f"{name}: {difference}" for difference in differences]
    lines = [f"  {name:<48}{count:>6}" for name, count in counts.items()]
    sys.stdout.write("\n".join([*lines, *shown[: given.show]]) + "\n")


def _drafts(settings: Settings, limit: int, number: int) -> Iterator[Draft]:
    with closing(open_assistant(settings)) as assistant:
        list(assistant.ingest_samples())
        list(assistant.repair())
        reports = [r for s in assistant.reports() if (r := assistant.report(s.id)) is not None]
        made = 0
        for case in briefs(reports, 2 * limit, number):
            try:
                draft = assistant.draft(case.brief)
            except DraftError:
                continue
            yield draft
            made += 1
            if made == limit:
                return


def outcomes(draft: Draft, rng: Random) -> Iterator[tuple[str, list[str]]]:
    """(what was tried, what came back otherwise) of one draft."""
    for form in ("clean", "review"):
        yield (
            f"{form} file, untouched",
            differences(draft, [draft], Order(form, allow_placeholders=True)),
        )
    other = replace(draft, section="plan" if draft.section == "problems" else "problems",
                    heading="存在的问题" if draft.section == "plan" else "下半年工作打算")  # fmt: skip
    report = sorted([draft, other], key=lambda d: d.section != "problems")
    yield (
        "both sections of a report, untouched",
        differences(draft, report, Order("clean", "党建工作总结", allow_placeholders=True)),
    )
    before, _ = edited(draft, rng)
    yield (
        "review file with tracked changes, untouched",
        differences(draft, [draft], Order("review", since=[before])),
    )
    changed, what = edited(draft, rng)
    proposal = back(draft, [changed], Order(_form(rng), allow_placeholders=True))
    after = applied(proposal.old, proposal.changes, [c.id for c in proposal.changes])
    wrong = [] if after.text == changed.text else [f"{what}: {after.text!r} ≠ {changed.text!r}"]
    yield f"edited in the file ({what}), same words", wrong
    kept = _uncited(changed, after, draft)
    yield f"edited in the file ({what}), citations of the rest", kept


def differences(draft: Draft, report: Sequence[Draft], order: Order) -> list[str]:
    """What came back otherwise of the draft, which is one of the report's sections."""
    proposal = back(draft, report, order)
    found = [f"{c.kind} {c.before!r} → {c.after!r}" for c in proposal.changes]
    if proposal.new.text != draft.text:
        found.append(f"text {proposal.new.text!r}")
    old, new = lines_of(with_sentence_ids(draft)), lines_of(proposal.new)
    if len(old) != len(new) or not all(map(same, old, new)):
        found.append("sentences or citations")
    return found


def back(draft: Draft, report: Sequence[Draft], order: Order) -> Proposal:
    """What the file of the report, read again, proposes for the draft."""
    made = export([with_sentence_ids(d) for d in report], order)
    words = lines_in(read(made.content, made.name).text)
    (proposal,) = returned([draft], words, "从 Word 读回", load_wording())
    return proposal


def edited(draft: Draft, rng: Random) -> tuple[Draft, str]:
    """The draft as a person may leave it, its items numbered through, and what they did."""
    items = list(draft.items)
    n = rng.randrange(len(items))
    item = items[n]
    body = list(item.sentences)
    k = rng.randrange(len(body)) if body else -1
    what = rng.choice(["reworded", "cut", "added", "item gone", "items exchanged"])
    if what == "reworded" and body:
        text = body[k].text
        at = rng.randrange(1, len(text) - 1)
        body[k] = replace(body[k], text=text[:at] + "仍然" + text[at:])
    elif what == "cut" and len(body) > 1:
        del body[k]
    elif what == "item gone" and len(items) > 1:
        del items[n]
    elif what == "items exchanged" and len(items) > 1:
        items[n], items[n - 1] = items[n - 1], items[n]
    else:
        what = "added"
        added = replace(
            item.heading, text="这是人在文件里新加的一句话。", citations=(), adaptations=()
        )
        body.insert(k + 1, added)
    if what in ("reworded", "cut", "added"):
        items[n] = replace(item, sentences=tuple(body))
    markers = [old.marker for old in draft.items]
    remarked = [replace(i, marker=m) for i, m in zip(items, markers, strict=False)]
    return with_sentence_ids(replace(draft, items=tuple(remarked), findings=())), what


def _uncited(changed: Draft, after: Draft, draft: Draft) -> list[str]:
    """Sentences that stand in the draft to the letter but came back with other citations."""
    own = {s.text: [c.key for c in s.citations] for s in draft.sentences()}
    came = {s.text: [c.key for c in s.citations] for s in after.sentences()}
    return [
        f"{s.text!r} {came.get(s.text)}"
        for s in changed.sentences()
        if s.text in own and came.get(s.text) != own[s.text]
    ]


def _form(rng: Random) -> Form:
    return rng.choice(["clean", "review"])


if __name__ == "__main__":
    main()
