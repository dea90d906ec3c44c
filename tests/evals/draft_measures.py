"""What can be counted in one draft against its brief. Pure but for looking up sources."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from statistics import median

from assistant.brief import Brief
from assistant.checking.broken import RULES, broken_places, check_broken
from assistant.checking.citations import holds
from assistant.checking.copying import COPIED_ITEM, copied_of_sentence, repeated_of_source
from assistant.checking.terms import check_terms
from assistant.clauses import clause_spans, coverage, overlap
from assistant.document import FACTS_ID, Draft, DraftItem, Sentence
from assistant.headings import ACTION_VERB, object_of, plan_core, theme_of
from corpus.numbering import render_marker
from corpus.report import Report
from tests.evals.archive_words import words_for

_PER_ITEM = 150  # a ceiling up to this is one for each item, as in drafting
_FLAG = "【待核】"
_REFUSED = "未起草"
_VOW = re.compile(
    r"我们(?:一定|必须|将|要)|(?:认真|切实|努力|着力|逐步)加以(?:解决|改进|克服)|采取[^，。]{0,8}措施[^，。]{0,6}解决"
    r"|在今后(?:的)?工作中|予以(?:解决|重视)|(?:这些|上述|以上)问题"
)
# What items of one draft may be about: two in the same field are one item in two.
_FIELDS = {
    "队伍": r"队伍|铁军|尖兵|干部(?!.*(?:监督|教育))", "集体经济": r"集体经济|强村|村集体", "人才": r"人才|引才",
    "治理": r"治理|网格", "意识形态": r"意识形态|舆论|阵地", "党员": r"党员", "作风": r"作风|四风|形式主义|八项规定",
    "巡察": r"巡察|巡视", "反腐": r"腐|案件|办案", "责任": r"责任", "理论": r"理论|思想|学习|铸魂", "监督": r"监督",
}  # fmt: skip
_SAME_HEADING, _SAME_ITEM, _SAME_CLAUSE, _MIN_CLAUSE = 0.5, 0.3, 0.85, 7
_LONG_COPY, _ON_THEME = 0.6, 0.5
_LONGEST = 100
# A fact's figure with the words around it, which say nothing of what it is about.
_FIGURE = re.compile(
    r"(?:还有|只有|为|今年|已|计划|拟|超过|年底前)?\d+[%％]?(?:万元|人次|场次|名|个|件)?|今年|已|拟"
)

ReportOf = Callable[[str], Report | None]
TextOf = Callable[[str], str | None]


@dataclass(frozen=True)
class Sources:
    """Ways back into the archive: a report by its id, a paragraph's words by its id."""

    report: ReportOf
    text: TextOf

    def quote(self, report_id: str, start: int, end: int) -> str | None:
        report = self.report(report_id)
        return report.quote(start, end) if report else None


@dataclass(frozen=True)
class Count:
    """`good` of `all`; an `all` of 0 says nothing."""

    good: float
    all: float


Measures = Mapping[str, Count]


def measured(draft: Draft, brief: Brief, known: frozenset[str], sources: Sources) -> Measures:
    """Every counted thing by its name in the table."""
    return {
        **_obeyed(draft, brief, known),
        **_long_enough(draft, brief, sources),
        **_sourced(draft, sources),
        **_varied(draft),
        **_worded(draft),
        **_facts(draft),
        **_by_model(draft),
    }


# --- the brief ------------------------------------------------------------------------------


def _obeyed(draft: Draft, brief: Brief, known: frozenset[str]) -> dict[str, Count]:
    # Nothing can be cited on a theme that nobody wrote about: saying so is the right answer.
    refused = {t for t in brief.themes if any(t in n and _REFUSED in n for n in draft.notices)}
    excused = refused - known
    wanted = [t for t in brief.themes if t not in excused]
    places = [_places(theme, draft) for theme in wanted]
    there = sum(map(bool, places))
    in_order = _ascending(places)
    length, near = _lengths(draft, brief)
    family = brief.numbering or draft.numbering
    marked = [i.marker == render_marker(family, n) for n, i in enumerate(draft.items, 1)]
    items = brief.items is None or len(draft.items) == brief.items
    whole = items and in_order and length.good == length.all and all(marked)
    return {
        "brief obeyed in all": Count(whole, 1),
        "  number of items": Count(items and brief.items is not None, brief.items is not None),
        "  asked themes there": Count(there, len(wanted)),
        "  all of them, in order": Count(in_order and bool(wanted), bool(wanted)),
        "  refused, without precedent": Count(len(excused), len(brief.themes)),
        "  items (section) in limit": length,
        "  items within ±10 % of it": near,
        "  numbering": Count(all(marked), 1),
    }


def _places(theme: str, draft: Draft) -> list[int]:
    """Items on the theme: by their heading, or planned for it and with its words in one sentence.

    The verb of a theme (加快媒体融合, 在两新党建上再突破) is the house's to choose: what it is about counts.
    """
    what = object_of(theme)
    return [
        n
        for n, i in enumerate(draft.items)
        if coverage(what, i.heading.text) >= _ON_THEME
        or (theme == i.theme and any(coverage(what, s.text) >= _ON_THEME for s in i.sentences))
    ]


def _ascending(places: Sequence[Sequence[int]]) -> bool:
    """Whether each theme can be given an item of its own, one after the other."""
    last = -1
    for options in places:
        later = [n for n in options if n > last]
        if not later:
            return False
        last = min(later)
    return True


def _lengths(draft: Draft, brief: Brief) -> tuple[Count, Count]:
    limit = brief.max_chars
    if not limit:
        return Count(0, 0), Count(0, 0)
    if limit > _PER_ITEM:
        whole = sum(len(s.text) for s in draft.sentences())
        return Count(whole <= limit, 1), Count(0.9 * limit <= whole <= 1.1 * limit, 1)
    lengths = [len(i.text) for i in draft.items]
    within = sum(n <= limit for n in lengths)
    return Count(within, len(lengths)), Count(
        sum(0.9 * limit <= n <= 1.1 * limit for n in lengths), len(lengths)
    )


def _long_enough(draft: Draft, brief: Brief, sources: Sources) -> dict[str, Count]:
    """Of what was asked to have a length: is it within a tenth where the archive has the words, and
    how often has it? What the archive has is counted from its items, not from the draft (`words_for`)."""
    limit = brief.max_chars
    if not limit:
        return {}
    words = [words_for(draft, item, sources.text) for item in draft.items]
    if limit > _PER_ITEM:
        lengths, had = [sum(len(s.text) for s in draft.sentences())], [sum(words)]
    else:
        lengths, had = [len(i.text) for i in draft.items], words
    rich = [chars for chars, most in zip(lengths, had, strict=True) if most >= 0.9 * limit]
    near = sum(0.9 * limit <= chars <= 1.1 * limit for chars in rich)
    return {
        "  … where the archive has words": Count(near, len(rich)),
        "  the archive has words for it": Count(len(rich), len(lengths)),
    }


# --- sources --------------------------------------------------------------------------------


def _sourced(draft: Draft, sources: Sources) -> dict[str, Count]:
    sentences = list(draft.sentences())
    citations = [c for s in sentences for c in s.citations]
    stale = sum(len(unflagged(draft, s)) for s in sentences)
    apart = [_reports(i) for i in draft.items]
    copies = copy_shares(draft)
    return {
        "sentences cited": Count(sum(bool(s.citations) for s in sentences), len(sentences)),
        "quotes re-verified": Count(
            sum(holds(c, draft.facts, sources.quote) for c in citations), len(citations)
        ),
        "items from two reports or more": Count(sum(n > 1 for n in apart), len(apart)),
        "unsupported figures, a draft": Count(_found(draft, "unsupported_figure"), 1),
        "expired terms unflagged, a draft": Count(stale, 1),
        "sentences copied ≥ 60 %": Count(sum(c >= _LONG_COPY for c in copies), len(copies)),
        "items copied whole": Count(
            sum(repeated_of_source(i, sources.text)[0] > COPIED_ITEM for i in draft.items),
            len(draft.items),
        ),
    }


def unflagged(draft: Draft, sentence: Sentence) -> list[str]:
    """Terms of another time in the sentence that nothing warns of."""
    return [
        sentence.text[found.start : found.end]
        for found in check_terms(draft)
        if found.sentence_id == sentence.id and not sentence.text.startswith(_FLAG, found.end)
    ]


def copy_shares(draft: Draft) -> list[float]:
    """照搬率 of each sentence of the items, headings left out."""
    return [copied_of_sentence(s).share for i in draft.items for s in i.sentences]


def _reports(item: DraftItem) -> int:
    return len({c.report_id for s in item.all_sentences for c in s.citations} - {FACTS_ID})


def _found(draft: Draft, kind: str) -> int:
    return sum(f.kind == kind for f in draft.findings)


# --- variety --------------------------------------------------------------------------------


def _varied(draft: Draft) -> dict[str, Count]:
    twice = any(True for _ in clauses_twice(draft))
    items = [(i.heading.text.rstrip("。"), i.text) for i in draft.items]
    return {**distinct(items), "drafts with a clause used twice": Count(twice, 1)}


def distinct(items: Sequence[tuple[str, str]]) -> dict[str, Count]:
    """How distinct the items of a section are, given as (heading, text)."""
    pairs = list(combinations(items, 2))
    same = sum(bool(fields(a) & fields(b)) for (a, _), (b, _) in pairs)
    return {
        "near-duplicate pairs, a draft": Count(sum(_alike(a, b) for a, b in pairs), 1),
        "pairs in the same field, a draft": Count(same, 1),
    }


def _alike(a: tuple[str, str], b: tuple[str, str]) -> bool:
    return (
        overlap(_object(a[0]), _object(b[0])) >= _SAME_HEADING or overlap(a[1], b[1]) >= _SAME_ITEM
    )


def _object(heading: str) -> str:
    """What a heading is about, its verb left out: 锻造过硬队伍 → 过硬队伍."""
    return ACTION_VERB.sub("", theme_of(plan_core(heading)), count=1)


def fields(heading: str) -> set[str]:
    """The fields a heading is about."""
    return {name for name, words in _FIELDS.items() if re.search(words, heading)}


def clauses_twice(draft: Draft) -> Iterator[tuple[Sentence, str]]:
    """Clauses that a sentence before has, word for word or nearly."""
    seen: list[str] = []
    for sentence in draft.sentences():
        for start, end in clause_spans(sentence.text, 0, len(sentence.text)):
            clause = sentence.text[start:end]
            if len(clause) < _MIN_CLAUSE:
                continue
            if any(c == clause or overlap(c, clause) >= _SAME_CLAUSE for c in seen):
                yield sentence, clause
            seen.append(clause)


# --- wording --------------------------------------------------------------------------------


def _worded(draft: Draft) -> dict[str, Count]:
    sentences = list(draft.sentences())
    broken = {f.sentence_id for f in check_broken(draft)}
    vows = [s for s in sentences if is_vow(draft, s)]
    rules = Counter(rule for part in _parts(draft) for rule in _rules(part))
    counts = {
        "vows taken as content, a draft": Count(len(vows), 1),
        "broken sentences": Count(len(broken), len(sentences)),
        **{f"  {rule}": Count(rules[rule], len(sentences)) for rule in RULES},
        "sentences over 100 characters": Count(
            sum(len(s.text) > _LONGEST for s in sentences), len(sentences)
        ),
    }
    if draft.section == "plan":
        counts |= parallel([i.heading.text.rstrip("。") for i in draft.items])
    return counts


def is_vow(draft: Draft, sentence: Sentence) -> bool:
    """Whether the sentence promises to mend things, in a place that has to name them."""
    in_items = not sentence.id.startswith("lead")
    return draft.section == "problems" and in_items and bool(_VOW.search(sentence.text))


def _parts(draft: Draft) -> Iterator[str]:
    yield "".join(s.text for s in draft.lead)
    yield from (item.text for item in draft.items)


def _rules(text: str) -> set[str]:
    return {place.rule for place in broken_places(text)}


def parallel(headings: Sequence[str]) -> dict[str, Count]:
    """Whether all headings begin alike; how many are as long as the usual one, ±1."""
    usual = median(len(h) for h in headings)
    near = sum(abs(len(h) - usual) <= 1 for h in headings)
    return {
        "plan headings with one prefix": Count(len({h[:2] for h in headings}) == 1, 1),
        "plan headings of one length ±1": Count(near, len(headings)),
    }


def _facts(draft: Draft) -> dict[str, Count]:
    told = Counter(
        c.paragraph_id for s in draft.sentences() for c in s.citations if c.report_id == FACTS_ID
    )
    once = sum(
        told[f"{FACTS_ID}:{n}"] == 1 and draft.text.count(fact) == 1
        for n, fact in enumerate(draft.facts, 1)
    )
    strange = {number for _, number in strange_facts(draft)}
    return {
        "facts told once": Count(once, len(draft.facts)),
        "facts in the item nearest to them": Count(
            len(draft.facts) - len(strange), len(draft.facts)
        ),
        "notices, a draft": Count(len(draft.notices), 1),
    }


def strange_facts(draft: Draft) -> Iterator[tuple[Sentence, int]]:
    """Facts, by number, with the sentence they stand in, though another item is nearer to them."""
    for item in draft.items:
        for sentence in item.all_sentences:
            for c in sentence.citations:
                if c.report_id == FACTS_ID:
                    near = [_nearness(c.quote, other) for other in draft.items]
                    if _nearness(c.quote, item) < max(near):
                        yield sentence, int(c.paragraph_id.partition(":")[2])


def _nearness(fact: str, item: DraftItem) -> float:
    """The share of the fact's words that the item has beside the fact itself."""
    return coverage(_FIGURE.sub("", fact), item.text.replace(fact, ""))


def _by_model(draft: Draft) -> dict[str, Count]:
    """How much of a draft a language model wrote, and what the check has against it."""
    sentences = [s for i in draft.items for s in i.all_sentences]
    written = sum(any(s.by_model for s in i.sentences) for i in draft.items)
    return {
        "items by the model": Count(written, len(draft.items)),
        "  their sentences, headings too": Count(
            sum(s.by_model for s in sentences), len(sentences)
        ),
        "places to fill in, a draft": Count(draft.text.count("【待补】"), 1),
        "errors found, a draft": Count(sum(f.severity == "error" for f in draft.findings), 1),
        "warnings found, a draft": Count(sum(f.severity == "warning" for f in draft.findings), 1),
    }
