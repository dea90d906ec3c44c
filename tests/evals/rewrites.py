"""How well instructions are obeyed: tables of them over drafts of the sample archive.

``python -m tests.evals.rewrites [--home DIR] [--table FILE]… [--seeds 1,2,3] [--failed]
[--show TEXT]``. Rows of a table (``rewrites.jsonl`` and ``rewrites_office.jsonl`` unless others are
named): a draft to make (a brief, or a text to take in), then what is said about it and what is to
come of it; ``pick`` is a selected sentence, ``on`` an item whose button was pressed, ``both`` the
parts of a message with two orders. Then instructions drawn by chance over the same drafts, a seed a
run, and the worst of the runs. ``--show`` prints the changes of rows that have TEXT in what is said.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from assistant.brief import Brief, understand
from assistant.document import Draft, with_sentence_ids
from assistant.drafting import Drafting
from assistant.errors import DraftError
from assistant.rewriting.asking import understood
from assistant.rewriting.changes import Change
from assistant.rewriting.desk import Selection
from assistant.rewriting.operations import desk_of, propose
from assistant.rewriting.pasted import draft_of_text
from assistant.service import open_assistant
from assistant.settings import Settings
from corpus.report import Period
from tests.evals.rewrite_checks import Result, judged
from tests.evals.rewrites_random import drawn

TABLE = Path(__file__).with_name("rewrites.jsonl")
OFFICE = Path(__file__).with_name("rewrites_office.jsonl")
_EACH = 12  # instructions by chance on a draft
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Case:
    """One instruction: which draft of the table (from 0), and the row."""

    draft: int
    row: Row

    @property
    def said(self) -> str:
        return str(self.row["say"])


@dataclass(frozen=True)
class Done:
    """What came of a case; `refusal` is what was said instead."""

    case: Case
    result: Result
    seconds: float
    changes: tuple[Change, ...] = ()
    refusal: str = ""
    notices: tuple[str, ...] = ()

    @property
    def kept_promises(self) -> tuple[bool, bool, bool]:
        return self.result.untouched, self.result.citations, self.result.nothing_new

    @property
    def said_why(self) -> bool:
        """Whether a length that was not reached is said not to be reachable."""
        return bool(self.refusal or self.notices)


def table(path: Path = TABLE) -> tuple[list[Row], list[Case]]:
    """The drafts to make and the instructions on them."""
    drafts: list[Row] = []
    cases: list[Case] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if "draft" in row:
            drafts.append(row["draft"])
        else:
            cases.append(Case(len(drafts) - 1, row))
    return drafts, cases


def made(row: Row, drafting: Drafting) -> Draft:
    """The draft of a row: written for a brief, or taken in from a text."""
    if "text" in row:
        facts = row.get("facts", ())
        period = Period.parse(row["period"])
        return draft_of_text(row["text"], row["section"], period, drafting, facts=facts)
    brief = Brief.model_validate({"action": "draft", **row})
    material = drafting.material_for(brief)
    *_, draft = drafting.write(brief, material, drafting.plan(brief, material))
    return draft


def tried(case: Case, draft: Draft, drafting: Drafting) -> Done:
    """The instruction on the draft, as the screen would send it."""
    row = _filled(case.row, draft)
    old = with_sentence_ids(draft)
    selection = Selection(row["pick"]) if "pick" in row else None
    desk = desk_of(drafting, locked=row.get("locked", ()))
    started = time.perf_counter()
    try:
        brief = _brief(row, old, selection)
        proposal = propose(desk, old, brief, row["say"], selection)
    except DraftError as error:
        seconds = time.perf_counter() - started
        fits = row.get("refused") or ("unless" in row and row["unless"] in str(error))
        fault = "" if fits else f"refused: {error}"
        return Done(case, Result(fault, True, True, True), seconds, refusal=str(error))
    seconds = time.perf_counter() - started
    result = judged(row, old, proposal.new, proposal.changes, row["say"])
    fault = "not refused" if row.get("refused") else ""
    if row.get("told", "") not in "".join(proposal.notices):
        fault = f"“{row['told']}” not told"
    if fault:
        result = Result(fault, result.untouched, result.citations, result.nothing_new)
    return Done(case, result, seconds, proposal.changes, notices=proposal.notices)


def _brief(row: Row, old: Draft, selection: Selection | None) -> Brief:
    """As the chat takes it, or a chip on an item (`on`) or a sentence (`pick`). Raises DraftError
    for what the chat would not take as a change."""
    if selection is not None or "on" in row:
        return understood(row["say"], old, row.get("on"), selection)
    brief = understand(row["say"], old)
    if brief.action != "rewrite":
        raise DraftError(f"({brief.action}) {brief.question}")
    return brief


def _filled(row: Row, draft: Draft) -> dict[str, Any]:
    """The row with {word} as four characters that the draft has most often."""
    text = json.dumps(row, ensure_ascii=False)
    if "{word}" in text:
        text = text.replace("{word}", frequent(draft))
    filled: dict[str, Any] = json.loads(text)
    return filled


def frequent(draft: Draft) -> str:
    """Four characters of one clause outside fixed phrases, those that stand there most often."""
    grams: Counter[str] = Counter()
    for sentence in draft.sentences():
        run = "".join(c if "一" <= c <= "鿿" else " " for c in sentence.text)
        for piece in run.split():
            grams.update(piece[n : n + 4] for n in range(len(piece) - 3))
    return max(grams, key=lambda g: (grams[g], g))


# --- the table --------------------------------------------------------------------------------------


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.evals.rewrites")
    parser.add_argument("--home", type=Path, metavar="DIR", help="keep the sample archive here")
    parser.add_argument("--table", type=Path, action="append", metavar="FILE")
    parser.add_argument("--seeds", default="1,2,3", help="of the runs by chance; empty for none")
    parser.add_argument("--failed", action="store_true", help="name what was not obeyed")
    parser.add_argument("--show", default="", metavar="TEXT", help="changes of these rows")
    given = parser.parse_args()
    seeds = [int(seed) for seed in given.seeds.split(",") if seed]
    with TemporaryDirectory() as scratch:
        settings = Settings(home=given.home or Path(scratch), model="")
        with closing(open_assistant(settings)) as assistant:
            for result in assistant.ingest_samples():
                assert result.outcome in ("added", "unchanged"), result
            assistant.repair()
            assistant.warm_up()
            runs = list(_runs(given.table or [TABLE, OFFICE], seeds, assistant._drafting))
    for name, done in runs:
        _print(lines(name, done))
        if given.failed:
            _print(failures(done))
        if given.show:
            _print(shown(done, given.show))
    if chances := [done for name, done in runs if name.startswith("seed")]:
        worst = min(chances, key=_obeyed)
        _print(iter([f"worst of {len(chances)} seeds: {_obeyed(worst):.1%} did what was said"]))


def _runs(
    tables: Sequence[Path], seeds: Sequence[int], drafting: Drafting
) -> Iterator[tuple[str, list[Done]]]:
    drafts: list[Draft] = []
    for path in tables:
        drafts += [made(row, drafting) for row in table(path)[0]]
        yield path.stem, list(run(drafting, path=path))
    for seed in seeds:
        cases = [(Case(n, row), drafts[n]) for n, row in drawn(drafts, seed, _EACH)]
        yield f"seed {seed}", [tried(case, draft, drafting) for case, draft in cases]


def run(
    drafting: Drafting, chosen: Callable[[int], bool] = lambda _: True, path: Path = TABLE
) -> Iterator[Done]:
    """Every case of the table whose number is chosen."""
    rows, cases = table(path)
    drafts: dict[int, Draft] = {}
    for number, case in enumerate(cases):
        if not chosen(number):
            continue
        if case.draft not in drafts:
            drafts[case.draft] = made(rows[case.draft], drafting)
        yield tried(case, drafts[case.draft], drafting)


def _obeyed(done: Sequence[Done]) -> float:
    return sum(not d.result.obeyed for d in done) / max(1, len(done))


def lines(name: str, done: Sequence[Done]) -> Iterator[str]:
    changed = [d for d in done if not d.refusal]
    yield f"{name}: {len(done)} instructions over {len({d.case.draft for d in done})} drafts"
    yield _share("did what was said", [not d.result.obeyed for d in done])
    for kind in dict.fromkeys(map(_kind, done)):
        these = [not d.result.obeyed for d in done if _kind(d) == kind]
        yield _share(f"  {kind} ({len(these)})", these)
    missed = [d for d in done if d.result.obeyed]
    yield f"  {'of the others, said why':<34}{sum(d.said_why for d in missed):>8}/{len(missed)}"
    yield _share("untouched sentences identical", [d.result.untouched for d in changed])
    yield _share("citations of untouched clauses", [d.result.citations for d in changed])
    yield _share("no new figure or name", [d.result.nothing_new for d in changed])
    seconds = sorted(d.seconds for d in done)
    for share in (0.5, 0.95, 1.0):
        at = min(len(seconds) - 1, int(share * len(seconds)))
        yield f"  {f'seconds, p{share * 100:.0f}':<34}{seconds[at]:>8.2f}"


def _kind(done: Done) -> str:
    row = done.case.row
    if str(row.get("sentence", "")).startswith("lead"):
        return "the opening"
    if "pick" in row or "sentence" in row:
        return "a sentence"
    if "item" in row and "chars" in row:
        longer = re.search("扩|展开|充实|写长|写到", done.case.said)
        return "an item longer to N" if longer else "an item shorter to N"
    if "section" in row or "each" in row:
        return "all to N"
    return "two orders" if "both" in row else "other"


def _share(name: str, kept: Sequence[bool]) -> str:
    return f"  {name:<34}{sum(kept) / max(1, len(kept)):>8.1%}"


def failures(done: Sequence[Done]) -> Iterator[str]:
    for one in done:
        said = [one.result.obeyed] if one.result.obeyed else []
        names = ("TOUCHED", "CITATIONS", "NEW TOKEN")
        said += [n for n, kept in zip(names, one.kept_promises, strict=True) if not kept]
        if said:
            where = f"draft {one.case.draft} “{one.case.said}” {one.case.row.get('pick', '')}"
            yield f"  {where}: {'; '.join(said)} {'; '.join(one.notices)}"


def shown(done: Sequence[Done], text: str) -> Iterator[str]:
    for one in done:
        if text in one.case.said:
            yield f"# draft {one.case.draft} “{one.case.said}” {one.refusal}"
            for change in one.changes:
                yield f"  {change.kind} {change.sentence_id} {change.tick}"
                yield f"    - {change.before}\n    + {change.after}"


def _print(written: Iterator[str]) -> None:
    sys.stdout.write("\n".join(written) + "\n")


if __name__ == "__main__":
    main()
