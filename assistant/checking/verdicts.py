"""支持 / 部分支持 / 无依据 for every sentence: is each clause covered by what it cites? Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.checking.claims import Claim
from assistant.checking.figures import Support, supports
from assistant.checking.following import FOLLOWS, RESEMBLES, clauses_in, follow
from assistant.document import Citation, Draft, Finding, Sentence, Severity, Verdict, with_each
from corpus.report import Period

# The writers' own joining words; they state nothing.
_TIME = (
    r"(?:今年|去年|明年|本年度|上半年|下半年|(?:19|20)\d\d年(?:度)?(?:上半年|下半年)?|目前|当前|"
    r"截至目前|下一步|今后|新的一年|一年来|半年来)(?:以来|里)?"
)
_OPENING = re.compile(
    rf"^(?:但是?|然而|不过|虽然?已?|尽管|同时|此外|另外|并|还|也|仍|尚|{_TIME}|"
    r"进一步|着力|持续|切实|大力|全面|不断|深入|扎实|更加|我们|全县|全市|全区)+"
)
_FRAME = re.compile(r"^(?:针对|对照|在)(?P<inside>.+?)(?:的?实际|的?基础上|的?情况下|的?问题)?$")
_ANNOUNCES = re.compile(
    r"^(?:主要)?(?:表现在|体现在|表现为|是|有)(?:以下)?(?:[一二三四五六几]个?方面)?$"
)
_SAID = 20  # characters of a clause that a message quotes


@dataclass(frozen=True)
class Judgement:
    """Of one clause at ``text[start:end]``; `why` is for people, "" if it is supported."""

    start: int
    end: int
    verdict: Verdict
    why: str = ""


def with_verdicts(draft: Draft) -> tuple[Draft, tuple[Finding, ...]]:
    """The draft with the verdict of every sentence, and a finding for each that is not 支持:
    `weak_support` for 部分支持, `unsupported_sentence` for 无依据. One without any source is 无依据;
    `uncited` says so already."""
    period = Period.parse(draft.period)
    findings: list[Finding] = []

    def judged(sentence: Sentence) -> Sentence:
        judgements = judge(sentence, period)
        verdict = verdict_of(judgements)
        if sentence.citations:
            findings.extend(_findings(sentence, verdict, judgements))
        return replace(sentence, verdict=verdict)

    return with_each(draft, judged), tuple(findings)


def verdict_of(judgements: Sequence[Judgement]) -> Verdict:
    """supported if every clause is, unsupported if none is even in part."""
    found = {j.verdict for j in judgements}
    if found == {"supported"}:
        return "supported"
    return "unsupported" if found <= {"unsupported"} else "partial"


def judge(sentence: Sentence, period: Period) -> list[Judgement]:
    """One judgement a clause that states something; [] without a citation."""
    if not sentence.citations:
        return []
    claims = supports(sentence, period)
    judgements = []
    for start, end in clauses_in(sentence.text):
        inside = [(c, s) for c, s in claims if start <= c.start < end]
        core = _core(sentence.text[start:end])
        if not core and all(support == "yes" for _, support in inside):
            continue
        cited = [c for c in sentence.citations if _reaches(c, start, end)]
        judgements.append(_clause(sentence, start, end, core, cited, inside))
    # A sentence of joining words alone states nothing that could want support.
    return judgements or [Judgement(0, len(sentence.text), "supported")]


def _reaches(citation: Citation, start: int, end: int) -> bool:
    """A citation that names no clause is one of the whole sentence."""
    whole = citation.clause_end <= citation.clause_start
    return whole or (citation.clause_start < end and start < citation.clause_end)


def _core(clause: str) -> str:
    """The clause without joining words; "" if nothing else is in it."""
    core = _OPENING.sub("", clause)
    if framed := _FRAME.match(core):
        core = framed["inside"]
    core = _OPENING.sub("", core).removesuffix("等")
    return "" if _ANNOUNCES.match(core) else core


def _clause(
    sentence: Sentence,
    start: int,
    end: int,
    core: str,
    cited: Sequence[Citation],
    claims: Sequence[tuple[Claim, Support]],
) -> Judgement:
    clause = sentence.text[start:end]
    if not cited:
        return Judgement(start, end, "unsupported", f"{_said(clause)}没有标注出处")
    verdict, why = _words(core, clause, sentence, cited)
    if verdict == "supported":
        for claim, support in claims:
            if support == "no":
                return Judgement(start, end, "partial", f"“{claim.token}”在所引的出处里没有")
            if support == "other subject":
                return Judgement(
                    start, end, "partial", f"“{claim.token}”在出处里说的不是“{claim.subject}”"
                )
    return Judgement(start, end, verdict, why)


def _words(
    core: str, clause: str, sentence: Sentence, cited: Sequence[Citation]
) -> tuple[Verdict, str]:
    said = _said(clause)
    # A joining word may be the source's own: what runs better counts.
    forms = dict.fromkeys([core, clause])
    quotes = [(c.quote, c.kind == "fact") for c in cited]
    followed = [follow(form, quotes, sentence.adaptations) for form in forms]
    best = max(followed, key=lambda f: (f.share >= FOLLOWS, not f.against, not f.doubt, f.share))
    # … but not if without it the sense is another: 不断不提升.
    best = next((f for f in followed if f.against), best)
    share = max(f.share for f in followed)
    if share < RESEMBLES:
        return "unsupported", f"{said}与所引的原文不是一回事"
    if best.against:
        return "unsupported", f"{said}与原文“{best.source}”意思相反（{best.against}）"
    if best.doubt:
        return "partial", f"{said}与原文“{best.source}”说法不同（{best.doubt}）"
    if share < FOLLOWS:
        return "partial", f"{said}只有一部分见于所引的原文"
    return "supported", ""


def _said(clause: str) -> str:
    return f"“{clause[:_SAID]}{'……' if len(clause) > _SAID else ''}”"


def _findings(
    sentence: Sentence, verdict: Verdict, judgements: Sequence[Judgement]
) -> Iterator[Finding]:
    """One finding a sentence, at its first weak clause, with what is wrong with each."""
    weak = [j for j in judgements if j.verdict != "supported"]
    if not weak:
        return
    message = "；".join(j.why for j in weak)
    where = (sentence.id, weak[0].start, weak[0].end)
    if verdict == "partial":
        yield Finding("weak_support", "warning", f"部分支持：{message}", *where)
    else:
        # A span cited for its wording proves nothing anyway; a fact that is none must not pass.
        proof = any(c.kind == "fact" for c in sentence.citations)
        severity: Severity = "error" if proof else "warning"
        yield Finding("unsupported_sentence", severity, f"无依据：{message}", *where)
