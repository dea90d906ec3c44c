"""The desk as values: a sentence with all that is known of it, the filters, and the order. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from assistant.document import Draft, Finding, Sentence
from assistant.review.comments import Thread, threads_at
from assistant.review.decision import Decision
from assistant.review.places import place_words
from assistant.review.risk import Risk, risk_of
from assistant.review.standing import fallen, holding, stands_on
from assistant.review.traces import Trace, traces_of
from assistant.rewriting.locks import Lock, locked
from corpus.report import Period


@dataclass(frozen=True)
class Entry:
    """A sentence on the desk. `number` is its place in reading order, from 1; `fell` the decision
    that a change of its words or sources undid."""

    sentence: Sentence
    number: int
    stands_on: str
    findings: tuple[Finding, ...]
    traces: tuple[Trace, ...]
    risk: Risk
    decision: Decision | None = None
    fell: Decision | None = None
    threads: tuple[Thread, ...] = ()
    lock: Lock | None = None

    @property
    def id(self) -> str:
        return self.sentence.id

    @property
    def place(self) -> str:
        return place_words(self.id)

    @property
    def is_open(self) -> bool:
        return self.decision is None

    @property
    def open_threads(self) -> tuple[Thread, ...]:
        return tuple(t for t in self.threads if t.state != "resolved")

    @property
    def kinds(self) -> frozenset[str]:
        """Of what it cites: fact, wording."""
        return frozenset(c.kind for c in self.sentence.citations)

    @property
    def is_proven(self) -> bool:
        """What it states is in facts it cites; wording proves none."""
        return self.sentence.verdict == "supported" and "fact" in self.kinds


@dataclass(frozen=True)
class Filter:
    label: str
    holds: Callable[[Entry], bool]


FILTERS: dict[str, Filter] = {
    "open": Filter("未决", lambda e: e.is_open),
    "found": Filter("有核验项", lambda e: any(f.severity != "info" for f in e.findings)),
    "unsupported": Filter("无依据", lambda e: e.sentence.verdict == "unsupported"),
    "figures": Filter("有数字", lambda e: any(t.where != "asked" for t in e.traces)),
    "returned": Filter(
        "已退回", lambda e: e.decision is not None and e.decision.verb == "returned"
    ),
    "commented": Filter("有意见", lambda e: bool(e.threads)),
    "all": Filter("全部", lambda _: True),
}
# What the coverage bar can be clicked for, beside the filters of the row.
SHARES: dict[str, Filter] = {
    "passed": Filter("已通过", lambda e: e.decision is not None and e.decision.verb == "passed"),
    "fact": Filter("引依据", lambda e: "fact" in e.kinds),
    "wording": Filter("只引体例", lambda e: e.kinds == {"wording"}),
    "uncited": Filter("无出处", lambda e: not e.kinds),
    "proven": Filter("事实有据", lambda e: e.is_proven),
}


def entries_of(
    draft: Draft,
    decisions: Sequence[Decision] = (),
    threads: Sequence[Thread] = (),
    locks: Sequence[Lock] = (),
) -> tuple[Entry, ...]:
    """Undecided sentences first, then returned ones, then the rest; each riskiest first. `draft`
    is checked."""
    period = Period.parse(draft.period)
    found: dict[str, tuple[Finding, ...]] = {}
    for finding in draft.findings:
        found[finding.sentence_id] = (*found.get(finding.sentence_id, ()), finding)
    held, fell = holding(draft, decisions), fallen(draft, decisions)
    said, fixed = threads_at(draft, threads), locked(draft, locks)
    headings = {item.heading.id for item in draft.items}
    entries = []
    for number, sentence in enumerate(draft.sentences(), 1):
        i, own = sentence.id, found.get(sentence.id, ())
        traces = traces_of(sentence, period)
        risk = risk_of(sentence, own, traces, draft.writer == "model", i in headings)
        entries.append(
            Entry(
                sentence, number, stands_on(sentence), own, traces, risk,
                held.get(i), fell.get(i), said.get(i, ()), fixed.get(i),
            )
        )  # fmt: skip
    return tuple(sorted(entries, key=_order))


def _order(entry: Entry) -> tuple[int, int, int]:
    group = 0 if entry.decision is None else 1 if entry.decision.verb == "returned" else 2
    return group, -entry.risk.score, entry.number


def counted(entries: Sequence[Entry]) -> Mapping[str, int]:
    """Filter or share → how many sentences it holds for."""
    return {name: sum(f.holds(e) for e in entries) for name, f in {**FILTERS, **SHARES}.items()}


def uses_of(draft: Draft) -> dict[str, tuple[str, ...]]:
    """Past paragraph → ids of the sentences of the draft that cite it, in reading order."""
    uses: dict[str, tuple[str, ...]] = {}
    for sentence in draft.sentences():
        for paragraph_id in dict.fromkeys(c.paragraph_id for c in sentence.citations):
            uses[paragraph_id] = (*uses.get(paragraph_id, ()), sentence.id)
    return uses
