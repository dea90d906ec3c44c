"""Sentences that do not stand: half a frame, a word or a clause said twice, a word left hanging.

A writer that joins borrowed clauses breaks sentences at the joints; these rules look there. They
are meant to be silent on what people write: `tests.evals.breakage` measures both.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from assistant.checking.catalogue import OF_KIND
from assistant.clauses import clause_spans, overlap, subject_word
from assistant.document import Draft, Finding, Sentence, Severity

_PAIRS = {"“": "”", "‘": "’", "《": "》", "（": "）", "〔": "〕", "【": "】"}
_SENTENCE = re.compile(r"[^。！？\n]*[。！？]+[”’》）】]*|[^。！？\n]+")
_MIN_CLAUSE, _MIN_NEAR, _NEAR, _AS_LONG = 5, 8, 0.85, 0.75
_FIGURE = re.compile(r"[\dXx×]")
_OPENERS = 3  # 有的…，有的…，有的… is a figure of speech; a fourth is a list


@dataclass(frozen=True)
class Broken:
    """What is broken at ``text[start:end]``; `rule` is one of the names in `RULES`."""

    rule: str
    severity: Severity
    message: str
    start: int
    end: int


_Place = tuple[int, int]


@dataclass(frozen=True)
class _Pattern:
    """Every match is a fault; the message names what the match's group ``w`` (or all) is."""

    rule: str
    severity: Severity
    message: str
    pattern: re.Pattern[str]


# Words that never stand twice in a row. What may end a word before the same one starts
# (参与＋与, 目的＋的) is excepted.
_TWICE = (
    r"(?:(?<![相反])但但|并并|(?<![温缓饱平共祥总])和和(?!美)|(?<![参给赋])与与|(?<![普涉波惠以])及及|而而|且且|"
    r"(?<!目)的的(?!确)|了了|被被|(?<![干])将将|(?<![应相针面反校核绝])对对|(?<![存所内潜现实外])在在|"
    r"(?<![可所加予])以以|把把|仍仍|还还|也也|虽虽|更更(?!新|换)|(?<![作行因认])为为|却却|从从|让让|使使)"
)
# Two characters twice may be two words that meet (企业创业创新): only those known as words count.
_WORD_TWICE = (
    r"(?P<l>(?![一二三四五六七八九十半几])[一-鿿]{3,8})(?P=l)|(?P<d>同时|此外|持续|切实|不断|深入|全面|着力|大力|积极|加强|"
    r"加大|加快|推进|推动|强化|深化|完善|健全|提升|提高|落实|开展|坚持|聚焦|围绕|通过|对照|按照|根据|由于|以及|并且|而且|从而|"
    r"虽然|尽管|但是|不仅|个别|部分|有的|一些|少数|仍然|依然|还有|没有|存在|不够|确保|组织|建立|统筹|引导)(?P=d)(?!链)"
)
_STOP = r"(?=[，。；：！？])"
_HANGING = (
    r"(?:(?<![总饱缓温平祥共谐中人柔融随附])和|(?<![参给赋])与|(?<![普涉波惠顾提触危殃言料来可])及|以及|"
    r"(?<![存所内潜现实外健何常长不自仍还都好同早])在|(?<![应面相反不核校查配比绝结敌成作])对|针对|面对于|"
    r"(?<![可所何足])以|(?<![干强大名闯良猛虎武])将|(?<![一两几火车拖扫倒手])把|(?<![植棉覆])被|"
    r"(?<![合兼吞归裁火撤])并|(?:关于|对于|处于|位于|属于|有利于|致力于|立足于|着眼于)|(?:成为|分为|视为|列为|变为)|"
    r"(?:进一步|有待|亟待|亟需|仍需|还需|旨在)|(?:取得|提出|形成|实现|推进|推动|开展)了)" + _STOP
)
_HANGING_END = r"(?:而|但|且|虽|虽然|尽管|不仅|从而|并且|或者|由于|随着|按照|根据)(?=[。；！？])"
_PATTERNS = (
    _Pattern("doubled_word", "error", "“{}”重复", re.compile(f"{_TWICE}|{_WORD_TWICE}")),
    _Pattern("doubled_mark", "error", "标点“{}”重复或连用",
             re.compile(r"[，。、；：][，。、；：！？]+|[（“《‘][，。、；：]|[！？][，。、；：]")),
    _Pattern("hanging", "error", "“{}”后面缺少成分", re.compile(f"{_HANGING}|{_HANGING_END}")),
    _Pattern("no_verb", "error", "“{}”后面缺少谓语",
             re.compile(r"(?:我们|必须|应当)要(?=[，。；])|将(?:但|而|并|更加?有力的|更大的)")),
)  # fmt: skip
_MARK_FIRST = re.compile(r"^\s*[，。、；：！？）》”’】]+")
# No sentence begins with these …
_NEVER_FIRST = re.compile(
    r"从而|倒逼|致使|以致|导致|使得|进而(?!言)|却|且(?!末)|以及|甚至于|和(?![平谐睦衷顺风解而美悦静田])|及(?![时早物格至])"
)
# … and no item with these, for there is nothing yet that they could lean on.
_NOT_FIRST = re.compile(
    r"但(?!凡|求|愿)|而(?!立)|并(?![联轨购网行]|存(?!在))|而且|并且|因此|所以|因而|然而|反而|仍(?!然)|也(?!门)|还(?![款贷清原本乡])|"
    r"造成|甚至"
)
_ENDS_IN_DE, _IS = re.compile(r"(?<![目是似])的(?=[。！？])"), re.compile("[是有为凡]")
_FRAME_LAST = re.compile(
    r"^(?:(?:但|并|还|也)?在[^，]*(?:(?<!以)下|中|之际|基础上|前提下|背景下|形势下)"
    r"|(?:随着|由于)[^，]+|以[^，为]{2,20}为(?:主线|抓手|契机|重点|载体|统领|引领|牵引|突破口)"
    r"|(?:鉴于|面对|对照|自从|关于|对于|针对|根据|按照|通过|围绕)[^，]{0,40}?(?:要求|部署|形势|任务|新变化|的发展|精神|目标|的实际|方面|(?<!以)[上下]|中|后|来说|而言)"
    r"|(?:综合|灵活|充分)?(?:运用|采取|采用|利用|依托|借助)[^，]*(?:手段|方式|办法|形式|渠道|载体|平台|途径)"
    r"|虽然?[^，]{2,}|尽管[^，]{2,})$"
)
_ONLY_FRAMES = re.compile(
    r"^(?:坚持)?以[^，]+(?:为|作为)(?:主线|抓手|契机|重点|载体|统领|引领|目标|导向|牵引|核心|根本|遵循|指引|支撑|依托|基础|突破口|首要任务|龙头)$"
    r"|^(?:紧紧|紧密)?(?:围绕|聚焦|紧扣)[^，]+(?:要求|部署|目标|任务|中心|主题|主线|精神|大局)$|^在[^，]*(?:下|中|上|基础上)$"
)
_ALTHOUGH = re.compile(r"(?<![道事路山位身力职])虽然?(?!.，|千万)|尽管(?![理控护辖制道])")
_YET = re.compile(r"但|却|仍|还|也|可|然而|依然|依旧|不过|只是|而|都|始终|更")
_NOT_ONLY = re.compile(r"不仅|不但(?!求)|不光")
_BUT_ALSO = re.compile(r"而且|还|也|更|又|且|同时|都|并|甚至|反而")
RULES = (
    "unbalanced", "doubled_word", "doubled_mark", "hanging", "no_verb", "starts_wrong", "repeated",
    "no_predicate", "although", "not_only", "openers",
)  # fmt: skip


def check_broken(draft: Draft) -> Iterator[Finding]:
    """`broken` for every place of the lead and of the items that does not stand."""
    parts: list[Sequence[Sentence]] = [draft.lead, *(i.all_sentences for i in draft.items)]
    for sentences in parts:
        text = "".join(s.text for s in sentences)
        # Nothing stands before the lead and the heading, and a heading carries no 但….
        openings = {0, len(sentences[0].text)} if sentences else {0}
        for place in broken_places(text, openings):
            sentence, start, end = _in_sentence(sentences, place)
            rule = OF_KIND.get(f"broken.{place.rule}", "")
            yield Finding("broken", place.severity, place.message, sentence.id, start, end, rule)


def _in_sentence(sentences: Sequence[Sentence], place: Broken) -> tuple[Sentence, int, int]:
    """The sentence in which the place begins, and the place in it."""
    begin = 0
    for sentence in sentences:
        if place.start < begin + len(sentence.text):
            break
        begin += len(sentence.text)
    return sentence, place.start - begin, min(place.end - begin, len(sentence.text))


def broken_places(text: str, openings: Collection[int] = (0,)) -> list[Broken]:
    """Everything broken in `text`, one sentence or an item of several, in text order.

    `openings` are the offsets of sentences that have nothing before them to lean on.
    """
    found = [*_unbalanced(text), *_by_pattern(text), *_repeated(text), *_openers(text)]
    for match in _SENTENCE.finditer(text):
        if match.group().strip():
            found += _of_sentence(match.group(), match.start(), match.start() in openings)
    return sorted(found, key=lambda b: (b.start, b.end))


def _by_pattern(text: str) -> Iterator[Broken]:
    for rule in _PATTERNS:
        for match in rule.pattern.finditer(text):
            message = rule.message.format(match.group())
            yield Broken(rule.rule, rule.severity, message, *match.span())


def _unbalanced(text: str) -> Iterator[Broken]:
    opened: list[tuple[str, int]] = []
    for position, char in enumerate(text):
        if char in _PAIRS:
            opened.append((char, position))
        elif char in _PAIRS.values():
            if opened and _PAIRS[opened[-1][0]] == char:
                opened.pop()
            else:
                yield _lonely(char, position)
    for char, position in opened:
        yield _lonely(char, position)


def _lonely(char: str, position: int) -> Broken:
    return Broken("unbalanced", "error", f"“{char}”不成对", position, position + 1)


# --- a sentence -----------------------------------------------------------------------------


def _of_sentence(sentence: str, begin: int, first: bool) -> Iterator[Broken]:
    for rule, severity, message, (start, end) in _faults(sentence, first):
        yield Broken(rule, severity, message, begin + start, begin + end)


def _faults(sentence: str, first: bool) -> Iterator[tuple[str, Severity, str, _Place]]:
    if match := _MARK_FIRST.match(sentence):
        yield "starts_wrong", "error", f"句首不应是“{match.group()}”", match.span()
    elif match := _NEVER_FIRST.match(sentence):
        yield "starts_wrong", "error", f"句首的“{match.group()}”没有承接", match.span()
    elif first and (match := _NOT_FIRST.match(sentence)):
        yield "starts_wrong", "warning", f"一条开头的“{match.group()}”没有承接", match.span()
    if (match := _ENDS_IN_DE.search(sentence)) and not _IS.search(sentence):
        yield "hanging", "error", "“的”后面缺少成分", match.span()
    yield from _halves(sentence)
    yield from _frames(sentence)


def _halves(sentence: str) -> Iterator[tuple[str, Severity, str, _Place]]:
    """虽 without 但, 不仅 without 而且, and 虽 twice before the 但 comes."""
    concessions = list(_ALTHOUGH.finditer(sentence))
    for n, match in enumerate(concessions):
        last = n + 1 == len(concessions)
        rest = sentence[match.end() : None if last else concessions[n + 1].start()]
        if not _YET.search(rest):
            what = "没有“但”或“仍”与之呼应" if last else "重复"
            yield "although", "warning", f"“{match.group()}”{what}", match.span()
    for match in _NOT_ONLY.finditer(sentence):
        if not _BUT_ALSO.search(sentence, match.end()):
            yield "not_only", "warning", f"“{match.group()}”没有“而且”或“还”与之呼应", match.span()


def _frames(sentence: str) -> Iterator[tuple[str, Severity, str, _Place]]:
    """A sentence that ends in its frame (在…下。), or has nothing but frames."""
    clauses = clause_spans(sentence, 0, len(sentence))
    if not clauses or not sentence.rstrip("”’》）】").endswith(("。", "！", "？")):
        return
    start, end = clauses[-1]
    only = all(_ONLY_FRAMES.match(sentence[left:right]) for left, right in clauses)
    if only or _FRAME_LAST.match(sentence[start:end]):
        message = f"“{sentence[start:end]}”之后没有说完"
        yield "no_predicate", "warning", message, (start, end)


# --- what is said twice ---------------------------------------------------------------------


def _repeated(text: str) -> Iterator[Broken]:
    """Clauses said before in the same text, word for word or nearly."""
    seen: list[str] = []
    for start, end in clause_spans(text, 0, len(text)):
        clause = text[start:end]
        # 力争增长10%以上 stands in a row of figures, each about something else.
        worded = len(clause) >= _MIN_CLAUSE and not _FIGURE.search(clause)
        if worded and any(_same(clause, other) for other in seen):
            yield Broken("repeated", "warning", f"“{clause}”前面已经说过", start, end)
        seen.append(clause)


def _same(clause: str, other: str) -> bool:
    if clause == other:
        return True
    shorter, longer = sorted((len(clause), len(other)))
    alike = shorter >= _MIN_NEAR and shorter >= _AS_LONG * longer
    return alike and overlap(clause, other) >= _NEAR


def _openers(text: str) -> Iterator[Broken]:
    """The fourth 有的… (个别…, 部分…) of a text."""
    counts: Counter[str] = Counter()
    for start, end in clause_spans(text, 0, len(text)):
        word = subject_word(text[start:end])
        counts[word] += bool(word)
        if word and counts[word] == _OPENERS + 1:
            message = f"“{word}”用了 {counts[word]} 次以上，宜换一种说法"
            yield Broken("openers", "warning", message, start, start + len(word))
