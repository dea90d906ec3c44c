"""What a model is told about one item. Pure: values in, messages out.

Documents and facts enter as data, between fences that nobody can guess and under keys that say
nothing; a line break in them cannot start a line of ours. Everything fits a context of 8k tokens.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.prompts import ChatPromptTemplate

from assistant.clauses import clause_spans
from assistant.document import Sentence
from assistant.errors import ModelError
from assistant.periods.period import expired_terms
from assistant.plan import PlannedItem
from assistant.precedents import Precedent
from assistant.writing.cleaning import is_said
from assistant.writing.job import Job
from prompts import load_prompt

WRITE_VARIABLES = (
    "section", "sentences", "heading_rule", "heading_chars", "body_rule", "min_chars", "max_chars",
    "stale", "fence", "organisation", "period", "theme", "duty", "written", "evidence", "facts", "answers",
    "habits", "present", "house_heading",
)  # fmt: skip
REPAIR_VARIABLES = ("findings",)

# Characters of a request. Tokenisers make at most 1.3 tokens of a Chinese character, so a first
# request stays under 5,400 tokens and one for a repair under 7,000; the rest is for the answer.
REQUEST_CHARS = 4_100
REPAIR_CHARS = 1_200
_MAX_PRECEDENTS = 6
_PRECEDENT_CHARS = 380
_LONGEST_THEME, _LONGEST_WRITTEN = 80, 400
_MIN_HEADING, _MAX_HEADING = 8, 22
_LEAST_SHOWN = 20  # of a precedent, to learn anything from
_LONGEST_WORD, _MAX_WORDS, _MAX_SENTENCES = 12, 10, 4


@dataclass(frozen=True)
class Request:
    """One item to ask for; the keys are what the model may cite. `heading` is the one that the
    item has if the model has no better one."""

    messages: tuple[BaseMessage, ...]
    heading: Sentence
    precedents: Mapping[str, Precedent]
    facts: Mapping[str, tuple[int, str]]
    sentences: tuple[int, int]
    chars: tuple[int, int]

    @property
    def schema(self) -> dict[str, object]:
        """The answer as a JSON schema; only the keys of this request can be named in it."""
        keys = {"type": "string", "enum": [*self.precedents, *self.facts]}
        sentence = _object(
            text={"type": "string"},
            sources={"type": "array", "items": keys, "minItems": 1, "maxItems": 4},
        )
        least, most = self.sentences
        body = {"type": "array", "items": sentence, "minItems": least, "maxItems": most}
        return _object(heading=sentence, sentences=body)


def item_request(
    job: Job,
    planned: PlannedItem,
    heading: Sentence,
    written: Sequence[str] = (),
    said: Sequence[str] = (),
) -> Request:
    """The request for one item; `heading` is the house's own for it, `written` are the headings
    before it, `said` the clauses.

    Raises ModelError if what must be in it does not fit.
    """
    chosen = {f"p{secrets.token_hex(3)}": p for p in _chosen(planned)}
    shown = {key: _shown(p, job, said) for key, p in chosen.items()}
    precedents = {
        key: p
        for key, p in chosen.items()
        if len(shown[key]) >= _LEAST_SHOWN or p.paragraph.id in planned.pinned
    }
    facts = {f"f{secrets.token_hex(3)}": (n, job.facts[n - 1]) for n in planned.facts}
    chars = _length(job, facts)
    sentences = _sentences(job, len(facts))
    fence = f"<<{secrets.token_hex(8)}>>"
    variables = {
        **_rules(job, list(precedents.values()), sentences, chars),
        "fence": fence,
        "present": _present(job, fence),
        "organisation": _line(job.evidence.organisation)[:_LONGEST_THEME],
        "period": job.period.label,
        "theme": _line(planned.theme)[:_LONGEST_THEME],
        "duty": _duty(planned, precedents),
        "written": _line("、".join(written))[:_LONGEST_WRITTEN] or "无",
        "facts": "\n".join(f"[{k}] {_line(fact)}" for k, (_, fact) in facts.items()) or "无",
        "answers": _answered(job, planned) or "无",
        "habits": _habits(job) or "无",
        "house_heading": _line(heading.text).rstrip("。"),
    }
    room = REQUEST_CHARS - _chars(_prompt().format_messages(**variables, evidence=""))
    lines = {key: f"[{key}] {_shortened(shown[key])}" for key in precedents}
    fitting = list(lines)
    while fitting and sum(len(lines[key]) + 1 for key in fitting) > room:
        fitting.pop()
    owed = [key for key, p in precedents.items() if p.paragraph.id in planned.pinned]
    if not fitting or any(key not in fitting for key in owed):
        raise ModelError("这一条的素材太长，超出了模型一次能读的篇幅")
    evidence = "\n".join(lines[key] for key in fitting)
    messages = tuple(_prompt().format_messages(**variables, evidence=evidence))
    assert _chars(messages) <= REQUEST_CHARS
    kept = {key: precedents[key] for key in fitting}
    return Request(messages, heading, kept, facts, sentences, chars)


def repair_messages(
    request: Request, said: str, findings: Sequence[str]
) -> tuple[BaseMessage, ...]:
    """The request with what came of it and what is wrong with that."""
    half = REPAIR_CHARS // 2
    listed = "\n".join(f"- {finding}" for finding in findings)[: half - 100]
    human = load_prompt("repair_item", REPAIR_VARIABLES).format_messages(findings=listed)
    messages = (*request.messages, AIMessage(said[:half]), *human)
    assert _chars(messages) <= REQUEST_CHARS + REPAIR_CHARS
    return messages


@cache
def _prompt() -> ChatPromptTemplate:
    return load_prompt("write_item", WRITE_VARIABLES)


# --- what is asked for ------------------------------------------------------------------------


def _rules(
    job: Job, precedents: Sequence[Precedent], sentences: tuple[int, int], chars: tuple[int, int]
) -> dict[str, object]:
    least, most = sentences
    is_problem = job.section == "problems"
    prefix = job.style.heading_prefix
    start = f"以“{prefix}”开头的动宾短语" if prefix else "动宾短语"
    return {
        "section": "存在的问题" if is_problem else "工作打算",
        "heading_rule": (
            "点明不足的主谓短语，如“……不够……”“……有待……”“……仍较……”"
            if is_problem
            else f"{start}，点明要做什么"
        ),
        "body_rule": (
            "只写问题的表现和成因，不写成绩，不写今后的措施，不表决心"
            if is_problem
            else f"写{job.target.label}要做的事，一事一句，动词开头，先写做法后写目的，不写存在的问题"
        ),
        "sentences": str(least) if least == most else f"{least}至{most}",
        "heading_chars": f"{job.style.heading_chars}字左右，最多{longest_heading(job)}",
        "min_chars": chars[0],
        "max_chars": chars[1],
        "stale": _stale(job, precedents),
    }


def longest_heading(job: Job) -> int:
    """Characters a heading may have."""
    return min(_MAX_HEADING, max(_MIN_HEADING, job.style.heading_chars + 4))


def _length(job: Job, facts: Mapping[str, tuple[int, str]]) -> tuple[int, int]:
    """Characters an item may have at least and at most; the house's habit gives way to facts."""
    supplied = sum(len(fact) + 4 for _, fact in facts.values())
    room = supplied + job.length.aim // 2
    most = job.length.high if job.item_limit else max(job.length.high, room)
    return min(job.length.low, most), most


def _sentences(job: Job, facts: int) -> tuple[int, int]:
    """Sentences of a body, as the house writes them; one more where there are several facts."""
    body = max(0, job.length.aim - job.style.heading_chars)
    most = min(_MAX_SENTENCES, max(1, round(body / max(20, job.style.sentence_chars))))
    most = min(_MAX_SENTENCES, most + (facts > 1))
    return max(1, most - 1), most


def _stale(job: Job, precedents: Sequence[Precedent]) -> str:
    """Terms in the precedents that the section cannot use any more."""
    expired = (e for p in precedents for e in expired_terms(p.text, job.target, job.calendar))
    terms = dict.fromkeys(_line(e.term)[:_LONGEST_WORD] for e in expired)
    return "、".join(f"“{term}”" for term in list(terms)[:_MAX_WORDS]) or "往年的活动、会议名称"


def _present(job: Job, fence: str) -> str:
    """How the item is worded now, as data; "" where it is written for the first time."""
    if not job.present:
        return ""
    words = _line(job.present)[:_LONGEST_WRITTEN]
    return (
        f"\n这一条现在的写法（请另换一种写法：意思相近，句式和用词不同，不得照抄其中的整句）：\n"
        f"{fence}\n{words}\n{fence}\n"
    )


def _habits(job: Job) -> str:
    """Words with which the house opens sentences, closes or joins them."""
    style = job.style
    pairs = (*style.openers[:3], *style.verdicts[:4], *style.connectives[:3], *style.purposes[:3])
    words = dict.fromkeys(_line(word)[:_LONGEST_WORD] for word, _ in pairs)
    return "、".join(list(words)[:_MAX_WORDS])


def _answered(job: Job, planned: PlannedItem) -> str:
    """The problems that a measure is to answer, shortened."""
    problems = [_line(job.problems[n - 1])[:_LONGEST_THEME] for n in planned.answers]
    return "；".join(problems)[:_LONGEST_WRITTEN]


# --- what it is written from ------------------------------------------------------------------


def _chosen(planned: PlannedItem) -> list[Precedent]:
    """The best precedents, the pinned ones first, each of them there."""
    ranked = [r.precedent for r in planned.precedents]
    pinned = [p for p in ranked if p.paragraph.id in planned.pinned]
    others = [p for p in ranked if p.paragraph.id not in planned.pinned]
    return pinned + others[: max(0, _MAX_PRECEDENTS - len(pinned))]


def _duty(planned: PlannedItem, precedents: Mapping[str, Precedent]) -> str:
    """Which precedents must be used, by their keys."""
    keys = [key for key, p in precedents.items() if p.paragraph.id in planned.pinned]
    return f"必须采用先例 {'、'.join(keys)} 的写法并注明其编号。" if keys else ""


def _shown(precedent: Precedent, job: Job, said: Sequence[str]) -> str:
    """The precedent without clauses that the draft has already or that have expired; what a model
    does not see it does not say."""
    report, paragraph = precedent.report.text, precedent.paragraph
    shown = ""
    for start, end in clause_spans(report, paragraph.start, paragraph.end):
        clause = report[start:end]
        if not is_said(clause, said) and not job.times.cannot_use(clause, precedent.period):
            shown += report[start : min(end + 1, paragraph.end)]
    return shown if shown.endswith("。") else shown.rstrip("，：；") + "。" * bool(shown)


def _shortened(text: str) -> str:
    """At most so many characters, ending with a clause where there is one."""
    text = _line(text)
    if len(text) <= _PRECEDENT_CHARS:
        return text
    cut = text[:_PRECEDENT_CHARS]
    end = max(cut.rfind(mark) for mark in "。；，")
    return cut[: end + 1] if end > 0 else cut


def _line(text: str) -> str:
    """On one line: no document can begin a line that looks like ours."""
    return re.sub(r"\s*[\r\n\v\f\x85\u2028\u2029]+\s*", "", text).strip()


def _chars(messages: Sequence[BaseMessage]) -> int:
    return sum(len(message.text) for message in messages)


def _object(**properties: object) -> dict[str, object]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }
