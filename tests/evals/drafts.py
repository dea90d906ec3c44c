"""How good drafts are: many briefs over the sample archive, one table.

``python -m tests.evals.drafts [--home DIR] [--reports FOLDER] [--seed FILE]… [--limit N] [--show N]
[--worst N]``. With ``--home`` the archive is kept there between runs; ``--reports`` fills it from a
folder in place of the samples, if it is empty; ``--seed`` are further reports whose
sections are drafted as if they were not there, beside those of the samples (`tests.evals.held_out`);
``--show`` prints whole drafts with their sources, ``--worst`` sentences with most against them,
``--failed`` the briefs that were not obeyed; ``--writer good`` and ``mediocre`` are models made of
rules behind a loopback endpoint (`tests.assistant.composing_model`). The same ``--number`` gives the same briefs.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from assistant.checking.broken import RULES
from assistant.document import Draft
from assistant.errors import DraftError
from assistant.service import Assistant, open_assistant
from assistant.settings import Settings
from assistant.style.fit import fit
from corpus.files import file_bytes
from corpus.intake import build_report
from corpus.report import Period
from tests.assistant.composing_model import MODELS, playing
from tests.assistant.model_endpoint import serving
from tests.evals.draft_measures import Count, Measures, Sources, copy_shares, measured
from tests.evals.draft_reading import draft_lines, worst_lines
from tests.evals.held_out import held_out_lines, originals
from tests.evals.signing_briefs import Case, briefs

_OBEYED = (
    "  number of items", "  asked themes there", "  all of them, in order",
    "  items (section) in limit", "  numbering",
)  # fmt: skip


@dataclass(frozen=True)
class Made:
    """A draft made for a case, in `seconds`."""

    case: Case
    draft: Draft
    seconds: float
    measures: Measures
    fit: float


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.evals.drafts")
    parser.add_argument("--home", type=Path, metavar="DIR", help="keep the archive here")
    parser.add_argument("--reports", type=Path, metavar="FOLDER", help="in place of the samples")
    parser.add_argument("--seed", type=Path, metavar="FILE", action="append", default=[])
    parser.add_argument("--limit", type=int, default=240, help="briefs")
    parser.add_argument("--number", type=int, default=1, help="of the random source")
    parser.add_argument("--show", type=int, default=0, metavar="N", help="whole drafts")
    parser.add_argument("--worst", type=int, default=0, metavar="N", help="sentences")
    parser.add_argument("--failed", action="store_true", help="name the briefs not obeyed")
    parser.add_argument("--writer", choices=["precedent", *MODELS], default="precedent")
    given = parser.parse_args()
    with TemporaryDirectory() as scratch, serving() as endpoint:
        settings = Settings(home=given.home or Path(scratch), model="")
        if given.writer in MODELS:
            endpoint.answer = playing(MODELS[given.writer])
            settings = settings.model_copy(
                update={"model": "openai:rules", "model_base_url": endpoint.url}
            )
        with closing(open_assistant(settings)) as assistant:
            _ready(assistant, given.reports)
            _run(assistant, given)


def _ready(assistant: Assistant, folder: Path | None = None) -> None:
    """Raises AssertionError if a sample is refused; of other reports those that are, are named."""
    if folder is None:
        for result in assistant.ingest_samples():
            assert result.outcome == "added", result
    elif not assistant.reports():
        for result in assistant.ingest(file_bytes([folder])):
            if result.outcome == "refused":
                _print([f"refused {result}"])
    for result in assistant.repair():
        assert result.outcome != "refused", result
    assistant.warm_up()


def _run(assistant: Assistant, given: argparse.Namespace) -> None:
    summaries = assistant.reports()
    reports = [r for s in summaries if (r := assistant.report(s.id)) is not None]
    cases = briefs(reports, given.limit, given.number)
    made, refused = _made(assistant, cases)
    _print([f"{len(made)} drafts, {len(refused)} refused", *_table(made)])
    for message, count in Counter(refused).most_common():
        _print([f"  refused {count} ×  {message}"])
    if given.failed:
        _print(["", "not obeyed", *_failed(made)])
    held = originals([*(build_report(f.name, f.read_bytes()) for f in given.seed), *reports])
    _print(["", *held_out_lines(assistant, held)])
    if given.worst:
        read = [(m.case, m.draft) for m in made]
        _print(["", "worst sentences", *worst_lines(read, given.worst)])
    for one in made[: given.show]:
        _print(["", *draft_lines(one.case, one.draft)])


def _made(assistant: Assistant, cases: Sequence[Case]) -> tuple[list[Made], list[str]]:
    sources = Sources(assistant.report, lambda i: e.text if (e := assistant.excerpt(i)) else None)
    made, refused = [], []
    for case in cases:
        started = time.perf_counter()
        try:
            draft = assistant.draft(case.brief)
        except DraftError as error:
            refused.append(str(error))
            continue
        seconds = time.perf_counter() - started
        measures = measured(draft, case.brief, case.known, sources)
        about = draft.section, draft.organisation, Period.parse(draft.period)
        share = fit(draft, assistant.house_style(*about)).total
        made.append(Made(case, draft, seconds, measures, share))
    return made, refused


# --- the table ------------------------------------------------------------------------------


def _table(made: Sequence[Made]) -> Iterator[str]:
    """A row a measure: all, problems, plans. Shares in per cent; “a draft” means a mean."""
    names = list(dict.fromkeys(name for one in made for name in one.measures))
    yield f"  {'':<36}{'all':>9}{'problems':>10}{'plan':>9}"
    parts = [
        [m for m in made if part in ("", m.draft.section)] for part in ("", "problems", "plan")
    ]
    for name in names:
        if name.strip() in RULES and not any(m.measures.get(name, Count(0, 0)).good for m in made):
            continue  # a row only for the rules that were broken
        yield _line(name, [_cell(name, part) for part in parts])
    for share in (0.5, 0.9):
        copies = [[c for m in part for c in copy_shares(m.draft)] for part in parts]
        label = f"照搬率 a sentence, p{share * 100:.0f}"
        yield _line(label, [f"{_quantile(part, share):.0%}" for part in copies])
    for share in (0.5, 0.95):
        seconds = [[m.seconds for m in part] for part in parts]
        label = f"seconds a draft, p{share * 100:.0f}"
        yield _line(label, [f"{_quantile(part, share):.2f}" for part in seconds])
    fits = [[m.fit for m in part] for part in parts]
    yield _line("style fit, 0–100", [f"{sum(f) / len(f):.1f}" if f else "—" for f in fits])


def _line(name: str, cells: Sequence[str]) -> str:
    wide = sum(ord(char) > 0x2E80 for char in name)
    return f"  {name:<{36 - wide}}{cells[0]:>9}{cells[1]:>10}{cells[2]:>9}"


def _cell(name: str, made: Sequence[Made]) -> str:
    counts = [m.measures.get(name, Count(0, 0)) for m in made]
    whole = sum(c.all for c in counts)
    if not whole:
        return "—"
    share = sum(c.good for c in counts) / whole
    return f"{share:.2f}" if name.endswith("a draft") else f"{share:.1%}"


def _quantile(values: Sequence[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


def _failed(made: Sequence[Made]) -> Iterator[str]:
    for one in made:
        missed = [n.strip() for n in _OBEYED if (c := one.measures[n]).good < c.all]
        if missed:
            yield f"  {one.case.label}: {'; '.join(missed)}"


def _print(lines: Sequence[str]) -> None:
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
