"""Problems that are told without a list: one after the other between semicolons.

Nineteen of twenty government work reports tell their problems in one such paragraph: words that
they are seen, the problems, and a promise to solve them. Each problem becomes an item; the words
before the first are the lead, the promise stays a paragraph of its own.
"""

from __future__ import annotations

import re

from corpus.report import Item

_SEEN = r"(?:清醒|看到|认识|正视|意识|面临|存在|面对)"
_COLON = "[：:，]"
_OPENING = re.compile(
    # …政府工作与期盼还有差距，发展还面临不少困难，主要表现在：
    rf"[^；\n]{{0,120}}?{_SEEN}[^；\n]{{0,100}}?主要(?:表现|体现|问题)?(?:是|在|为|有)[：:]\s*"
    # …还存在不少困难和问题。主要是
    rf"|[^；\n]{{0,120}}?{_SEEN}[^；\n]{{0,60}}?"
    r"(?:问题|不足|困难|挑战|差距|矛盾|短板|环节|制约|风险)(?:[和与及、][^，。：；\n]{0,10}?)?[^，。：；\n]{0,6}[，。：:]\s*"
    rf"(?:(?:主要|突出|集中)?(?:是|有(?![的些])|表现|体现)(?:在|为)?(?:以下[^，。：；\n]{{0,8}})?{_COLON}?\s*)?"
    # 我们也清醒地认识到，
    rf"|[^；\n]{{0,80}}?(?:看到|认识到|意识到){_COLON}"
)
# 也面临不少困难和问题 announces what is told.
_ANNOUNCEMENT = re.compile(
    r"[^，；。]{0,14}(?:面临|存在|面对|还有)[^，；。]{0,8}(?:困难|问题|挑战|不足)[，；。：:]?"
)
# What is seen may be told after words that something is: …还存在不足。我们清醒地认识到，发展不充分…
_AND_SEEN = re.compile(r"(?:同时|此外|当然)?，?[^，；。：\n]{0,10}(?:看到|认识到|意识到)[，：:]\s*")
_PROMISE = re.compile(
    r"(?:对此|对于|对这些|对以上|对上述|这些|以上|上述|针对|面对|为此|真诚|各位|今后|下一步|我们(?:一定|将|必须|要|会))"
)
# 等等; and a promise in the same sentence: …等，我们要切实加以解决.
_AND_SO_ON = re.compile(r"(?<!等)[，、]?(?:等++|等{0,2}+，我们(?:一定|将|必须|要|会).*)$")
_STATEMENT = re.compile(r"[^；;。！\n]+[；;。！]?")
_CLAUSE = re.compile(
    r"(?:(?:受|由于|因|随着|特别是|尤其|虽|尽管|在)[^，；;。！\n]*，)*[^，；;。！\n]+[，；;。！]?"
)
_FEWEST, _SHORTEST = 3, 6


def find_statements(text: str, start: int, end: int) -> tuple[Item, ...]:
    """The problems told in ``text[start:end]``, which has no list; () if it does not say that it
    tells problems, or tells hardly any."""
    opening = _OPENING.match(text, start, end)
    if opening is None:
        return ()
    told = _told(text, opening.end(), end, _STATEMENT)
    if len(told) < _FEWEST:  # 经济体量不大，产业结构不优，城市能级不高
        told = _told(text, opening.end(), end, _CLAUSE)
    if len(told) < _FEWEST:
        return ()
    return tuple(Item("", n, "", s, e, s, s) for n, (s, e) in enumerate(told, 1))


def _told(text: str, start: int, end: int, pattern: re.Pattern[str]) -> list[tuple[int, int]]:
    """Where each problem stands, up to the promise."""
    found: list[tuple[int, int]] = []
    for match in pattern.finditer(text, start, end):
        first = _begin(text, match.start(), match.end())
        if _PROMISE.match(text, first):
            break
        last = first + len(text[first : match.end()].rstrip())
        if more := _AND_SO_ON.search(text[first:last].rstrip("，；;。！")):
            last = first + more.start()
        announces = _ANNOUNCEMENT.fullmatch(text, first, last)
        if last - first >= _SHORTEST and not announces:
            found.append((first, last))
    return found


def _begin(text: str, start: int, end: int) -> int:
    """Where what is told begins: a later line may open as the first does."""
    start += len(text[start:end]) - len(text[start:end].lstrip())
    at_line = start and text[start - 1] == "\n"
    opening = _OPENING.match(text, start, end) if at_line else None
    opening = opening or _AND_SEEN.match(text, start, end)
    return opening.end() if opening and opening.end() < end else start
