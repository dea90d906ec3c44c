"""Groups 10 and 11, and whatever else a list of words tells: confusables, collocations, tone."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.checking.lists import Word
from assistant.checking.paper import Hit, Paper, Words
from assistant.checking.tables import Tables
from corpus.report import Role

_ABOUT = re.compile("关于(?=《关于)")
_CONCESSION = re.compile("虽|尽管|但|在.{2,12}的同时")
# 纪律党员干部清正廉洁: a clause that opens with a noun and the people it should govern by a verb.
_NO_VERB = re.compile(
    r"(?:(?<=[。；，：])|(?<=\n))(?:纪律|作风|制度|责任|意识|能力|廉政|党性|警示)(?:全[县市区省])?(?:党员|干部|群众|领导班子)"
    r"(?![的和及、与])[^，。；\n]{4,}"
)
_I = re.compile(
    r"(?<![自忘唯敌大小无舍旧])我(?![们国省市县区州旗盟镇乡村院局部厅委办站所处校军党方司团企行会]|街道|单位|中心|公司|馆|社|代表|宣布|就|向|受|集团|作|谨|将无我)"
)
_SHORTEST = 2  # single characters (咋, 啥) stand in too many words
_DONE = re.compile(
    r"(?:已经?|共|累计|先后)[^，。；\d]{0,8}\d+(?:\.\d+)?(?:[万亿]?元|[名人个件起场次户批期])"
)
# 在已发展党员312名的基础上: what the plan builds on.
_UPON = re.compile("[^，。；]{0,16}(?:的基础上|反映出的问题|的实际)")
_MARKS = re.compile("[“”‘’《》（）、，·]")
_LEAST_OFTEN = 5
_PER = 1_000
_PARALLEL = 3  # headings of a part from which they can be uneven


def check_words(paper: Paper, tables: Tables) -> Iterator[Hit]:
    for word in tables.lists.words:
        yield from _listed(paper, word)
    for match in _ABOUT.finditer(paper.text):
        yield Hit("word.doubled_about", *match.span(), "标题里已有“关于”，前面的“关于”应删去", "")
    for match in _NO_VERB.finditer(paper.text):
        yield Hit("word.no_verb", *match.span(), f"“{match.group()[:12]}”可能漏了动词")


def _listed(paper: Paper, word: Word) -> Iterator[Hit]:
    for match in word.pattern.finditer(paper.text):
        if any(other in match.group() for other in word.unless):
            continue
        if word.within and not _within(paper, match.start(), word):
            continue
        said = f"“{match.group()}”"
        said += f"应为“{word.instead}”" if word.instead else "，请斟酌"
        yield Hit(word.rule, *match.span(), said, word.instead if word.fix else None)


def _within(paper: Paper, place: int, word: Word) -> bool:
    """In a part of the role, and not where it is only conceded (虽然成效显著，但…)."""
    sentence = next((s for s in paper.sentences if s.start <= place < s.end), None)
    if sentence is None or sentence.line.role not in word.within:
        return False
    return word.rule != "tone.praise" or not _CONCESSION.search(sentence.text)


def check_tone(paper: Paper, tables: Tables) -> Iterator[Hit]:
    yield from _colloquial(paper, tables)
    for match in _I.finditer(paper.text):
        quoted = paper.text.rfind("“", 0, match.start()) > paper.text.rfind("”", 0, match.start())
        if not quoted and not paper.is_delivered:
            yield Hit("tone.first_person", *match.span(), "公文以集体名义行文，不用“我”")
    for sentence in paper.sentences:
        yield from _long(sentence, tables.lists.most_sentence * (2 if paper.is_delivered else 1))
        if sentence.line.role is Role.PLAN and not paper.is_delivered:
            for match in _DONE.finditer(sentence.text):
                if _UPON.match(sentence.text, match.end()):
                    continue
                start = sentence.start + match.start()
                said = f"“{match.group()}”像是已完成的事，宜写在工作情况里"
                yield Hit("tone.done", start, start + len(match.group()), said)
    yield from _often(paper, tables)
    yield from _uneven(paper)


def _long(sentence: Words, most: int) -> Iterator[Hit]:
    """A stretch without a stop; a 导语 is one long sentence by custom, a 《title》 cannot be cut."""
    if sentence.line.role is Role.LEAD or len(sentence.text) <= most:
        return
    for stretch in re.finditer("[^；]+", sentence.text):
        length = len(re.sub("《[^》]*》", "", stretch.group()))
        if length > most:
            start = sentence.start + stretch.start()
            said = f"这一句 {length} 字没有断开，超过 {most} 字"
            yield Hit("tone.long", start, start + len(stretch.group()), said)


def _colloquial(paper: Paper, tables: Tables) -> Iterator[Hit]:
    if paper.is_delivered:
        return  # it is read out, to people
    for entry in tables.wording.formal:
        if len(entry.say) < _SHORTEST or entry.say.split("…")[0] not in paper.text:
            continue
        for start, end in entry.spots(paper.text):
            said = f"“{paper.text[start:end]}”偏口语，可改为“{entry.instead}”"
            yield Hit("tone.colloquial", start, end, said, entry.instead or None)


def _often(paper: Paper, tables: Tables) -> Iterator[Hit]:
    """A word too often in a part; headings that share it on purpose are not counted."""
    for section in paper.outline.sections:
        text = paper.text[section.start : section.end]
        headings = "".join(item.heading for item in section.items)
        for word, most in tables.lists.often:
            count = text.count(word) - headings.count(word)
            if count >= _LEAST_OFTEN and count > most * len(text) / _PER:
                start = section.start + text.index(word)
                said = (
                    f"“{word}”在这一部分用了 {count} 次（每千字 {count * _PER / len(text):.0f} 次）"
                )
                yield Hit("tone.often", start, start + len(word), said)


def _uneven(paper: Paper) -> Iterator[Hit]:
    """The headings that are longer or shorter than most of their part, where most are of a length."""
    for section in () if paper.is_delivered else paper.outline.sections:
        items = [item for item in section.items if item.heading]
        if len(items) < _PARALLEL or len(items) != len(section.items):
            continue
        sizes = [len(_MARKS.sub("", item.heading)) for item in items]
        usual = max(set(sizes), key=lambda size: (sizes.count(size), -size))
        odd = [(item, n) for item, n in zip(items, sizes, strict=True) if abs(n - usual) > 1]
        if sizes.count(usual) * 2 >= len(items) and len(odd) <= len(items) // 2:
            for item, size in odd:
                said = f"本部分小标题多为 {usual} 字，这一个 {size} 字"
                end = item.heading_start + len(item.heading)
                yield Hit("tone.parallel", item.heading_start, end, said)
