"""What is measured of one section: numbers for the fit, and the spots a habit shows at. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from statistics import mean, median, pstdev

from assistant.clauses import clause_spans, coverage, leans_forward
from assistant.document import SectionName
from assistant.faults import finds_fault, tells_fault
from assistant.headings import ACTION_VERB, plan_core, starts_with_action
from assistant.style.form import Form
from corpus.report import Span

_CONNECTIVE = re.compile(
    r"(?<![^，。；：！？\n])(与此同时|同时|此外|另外|但是|但|而且|并且|从而|进而|特别是|尤其是|其中|"
    r"不仅|因此|为此|加之|甚至|导致|致使|造成|虽然|虽|尽管)"
)
_PURPOSE = re.compile(
    r"(?P<word>确保|推动|促进|带动|实现|形成|营造|真正|切实|努力|不断|让|使|防止|避免|助力|"
    r"以(?=.+(?:推动|促进|带动|保障))|为(?=.+(?P<verb>打牢|打下|奠定|提供|夯实|筑牢|凝聚|贡献|积蓄|注入|保驾)))"
)
_FIGURE = re.compile(r"\d|百分之|(?<![A-Za-z])[XＸ×]{1,4}(?![A-Za-z])")
# What cannot open a sentence, since it goes on with another clause.
_GOES_ON = re.compile(r"但|而(?!是)|并(?!联|轨)|且|也|还|从而|进而|致使|导致|造成|以致|以及|又|却")
_YEAR = re.compile(r"(?:20|19)\d\d年|[X×]{4}年")
# A field and what is wrong with it: 党员教育实效性“还不够强”, 人才引进“仍显不足”.
_VERDICT = re.compile(
    r"(?<=..)(?:抓得|压得|做得|仍|还|尚|较|略|亟|有待|存在|有所|不|缺乏|欠|薄弱|滞后|偏)[^，。；]{0,7}$"
)
_SOFTENER = re.compile(r"^(?:抓得|压得|做得|仍然|仍|还|尚|显)+(?=..)")
_OPENER = re.compile(
    r"在(?:肯定|看到|总结|取得).{0,4}成绩的同时|××年(?:是|恰逢|，)?|(?:今年|一年|半年|近年|去年)(?:以来|来)|[上下]半年|全年|"
    r"下一?步|今后一?个?时期|今后|总的来看|总体来看|总体看|回顾|尽管|虽然|但是?"
)
_LONGEST_OPENER = 6


def verdict_of(heading: str) -> str:
    """What a problem heading says of its field: 不够……, 不足, 有待提升; "" without one."""
    match = _VERDICT.search(heading)
    if match is None:
        return ""
    said = _SOFTENER.sub("", match.group())
    return "不够……" if said.startswith("不够") and len(said) > 2 else said


def shape_of(heading: str, section: SectionName) -> str:
    """进一步夯实党建基础 → V2+N4, adverbs and frames before the verb aside; 理论学习深度不够 →
    N6+判断2; "" if it is neither."""
    if section == "problems":
        match = _VERDICT.search(heading)
        return f"N{match.start()}+判断{len(match.group())}" if match else ""
    core = plan_core(heading)
    verb = ACTION_VERB.match(core)
    if verb is None or len(core) - verb.end() < 2:
        return ""
    return f"V{verb.end()}+N{len(core) - verb.end()}"


# --- spots: what it is, and where in the form's text ----------------------------------------------


def openers(form: Form) -> Iterator[tuple[str, Span]]:
    """How the lead begins, years masked: a usual opener or its first words."""
    for sentence in form.lead[:1]:
        first = next(iter(clause_spans(form.text, sentence.start, sentence.end)), None)
        if first:
            start, end = first
            said = _YEAR.sub("××年", form.text[start:end])
            usual = _OPENER.match(said)
            kept = usual.group() if usual else said[:_LONGEST_OPENER]
            yield kept + ("……" if kept != said else ""), sentence


def connectives(form: Form) -> Iterator[tuple[str, Span]]:
    """Words that open a clause and tie it to the one before."""
    for sentence in form.sentences:
        for match in _CONNECTIVE.finditer(form.text, sentence.start, sentence.end):
            yield match.group(1), sentence


def purposes(form: Form) -> Iterator[tuple[str, Span]]:
    """Last clauses that say what something is for: 确保…, 为…提供…."""
    for sentence in form.sentences:
        clauses = clause_spans(form.text, sentence.start, sentence.end)
        if len(clauses) > 1 and (match := _PURPOSE.match(form.text, *clauses[-1])):
            more = "……" if match["word"] in ("为", "以") else ""
            yield match["word"] + more + (match["verb"] or ""), Span(*clauses[-1])


def figures(form: Form) -> Iterator[tuple[str, Span]]:
    """Sentences with figures, years aside."""
    for sentence in form.sentences:
        if _FIGURE.search(_YEAR.sub("", form.quote(sentence))):
            yield "数字", sentence


def broken(form: Form) -> Iterator[tuple[str, Span]]:
    """Sentences that begin as if another clause stood before, or end as if one had to follow."""
    for sentence in form.sentences:
        clauses = clause_spans(form.text, sentence.start, sentence.end)
        if not clauses:
            continue
        last = form.text[slice(*clauses[-1])]
        # 面对新情况习惯沿用老办法 opens like an introduction and says all it has to.
        is_whole = _PURPOSE.match(last) or tells_fault(last)
        hangs = not is_whole and leans_forward(last)
        if hangs or _GOES_ON.match(form.text, *clauses[0]):
            yield "断句", sentence


def in_tone(form: Form, section: SectionName) -> Iterator[tuple[str, Span]]:
    """Sentences of items that say what the section is for: what is wanting, or what will be done
    — then they begin with the verb."""
    for item in form.items:
        for sentence in item.sentences:
            said = form.quote(sentence)
            if finds_fault(said) if section == "problems" else starts_with_action(said):
                yield "语气", sentence


def verdicts(form: Form) -> Iterator[tuple[str, Span]]:
    for item in form.items:
        if said := verdict_of(item.heading):
            yield said, Span(item.heading_start, item.heading_start + len(item.heading))


def closings(form: Form) -> Iterator[tuple[str, Span]]:
    """The mark an item closes with, the last item's aside."""
    for item in form.items[:-1]:
        mark = form.text[item.end - 1]
        last = item.sentences[-1] if item.sentences else Span(item.heading_start, item.end)
        yield mark if mark in "。；，！？" else "无", last


# --- numbers of one section -----------------------------------------------------------------------


def measures_of(form: Form, section: SectionName) -> dict[str, float]:
    """By name; what the section has no place for (headings without items) is left out."""
    found: dict[str, float] = {}
    lengths = [span.end - span.start for span in form.sentences]
    if lengths:
        text = "".join(form.quote(span) for span in form.sentences)
        clauses = [
            e - s
            for span in form.sentences
            for s, e in clause_spans(form.text, span.start, span.end)
        ]
        found |= {
            "sentence_chars": median(lengths),
            "clause_chars": mean(clauses),
            "semicolons": text.count("；") / len(lengths),
            "pauses": 100 * text.count("、") / len(text),
            "connectives": sum(1 for _ in connectives(form)) / len(lengths),
            "purposes": sum(1 for _ in purposes(form)) / len(lengths),
            "broken": sum(1 for _ in broken(form)) / len(lengths),
            "figures": sum(1 for _ in figures(form)) / len(lengths),
        }
    if form.lead:
        found["lead_chars"] = sum(span.end - span.start for span in form.lead)
    if form.items:
        found["items"] = len(form.items)
        found["item_chars"] = median(item.end - item.start for item in form.items)
        found["item_sentences"] = mean(len(item.sentences) for item in form.items)
        bodies = sum(len(item.sentences) for item in form.items)
        found["tone"] = sum(1 for _ in in_tone(form, section)) / max(1, bodies)
    if headings := form.headings:
        starts = Counter(heading[:2] for heading in headings)
        found |= {
            "heading_chars": mean(map(len, headings)),
            "heading_spread": pstdev(map(len, headings)),
            "heading_shape": mean(bool(shape_of(h, section)) for h in headings),
            "echo": mean(
                coverage(item.heading, "".join(map(form.quote, item.sentences)))
                for item in form.items
                if item.heading
            ),
            "heading_start": max(starts.values()) / len(headings),
        }
    return found


def habits_of(form: Form) -> dict[str, str]:
    """What a section does in one of several ways, by name."""
    found: dict[str, str] = {"itemised": "分条" if form.items else "不分条"}
    if len(form.items) > 1:
        found["numbering"] = Counter(item.family for item in form.items).most_common(1)[0][0]
        found["layout"] = "连写" if form.run_in else "另起一行"
        found["closing"] = Counter(mark for mark, _ in closings(form)).most_common(1)[0][0]
        found["heading_end"] = Counter(item.heading_end for item in form.items).most_common(1)[0][0]
    return found
