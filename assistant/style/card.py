"""The house style as a card: each trait as people say it, with places where it is seen. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from assistant.document import SectionName
from assistant.precedents import paragraph_at
from assistant.style.form import Form, FormItem
from assistant.style.house import Basis, HouseStyle, Range, Spots, shared_prefix
from assistant.style.measures import (
    closings,
    connectives,
    figures,
    openers,
    purposes,
    shape_of,
    verdicts,
)
from corpus.report import Span

_SEEN_IN = 3  # examples of a trait, each from another report if there are as many
_NAMED = 4  # words that are named
_LONGEST_QUOTE = 90
_ENDS = {"line": "单独成行", "sentence": "用句号断开", "clause": "用逗号带出下文", "": ""}
Spot = tuple[Form, Span]


@dataclass(frozen=True)
class Example:
    """A place a trait is seen at: ``report.text[start:end] == quote``. ``period`` is a code or "";
    the path is its paragraph's, ``paragraph_id`` opens the report there."""

    report_id: str
    report_title: str
    period: str
    section_path: tuple[str, ...]
    paragraph_id: str
    start: int
    end: int
    quote: str


@dataclass(frozen=True)
class Bar:
    """A spread to draw, on an axis from 0 to `most`."""

    low: float
    median: float
    high: float
    most: float


@dataclass(frozen=True)
class Trait:
    """One trait of the style, as people say it, with the places it is seen at, newest first."""

    name: str
    said: str
    examples: tuple[Example, ...]
    bar: Bar | None = None


@dataclass(frozen=True)
class StyleCard:
    """The usual form of a section, and what it was measured on."""

    section: SectionName
    basis: Basis
    traits: tuple[Trait, ...]


def style_card(style: HouseStyle) -> StyleCard | None:
    """None if it was measured on nothing."""
    if not style.forms:
        return None
    rows = (_opening, _marking, _items, _heading, _verdicts, _length, _sentence, _ties, _closing,
            _purpose, _figures, _phrases)  # fmt: skip
    traits = (row(style) for row in rows)
    return StyleCard(style.section, style.basis, tuple(trait for trait in traits if trait))


# --- rows -----------------------------------------------------------------------------------------


def _opening(style: HouseStyle) -> Trait | None:
    if not style.openers:
        return None
    said = _named(style.openers, "份")
    return Trait("开头", said, _seen(style, openers, [word for word, _ in style.openers]))


def _marking(style: HouseStyle) -> Trait | None:
    itemised = _itemised(style)
    if not itemised:
        spots = [(form, span) for form in style.forms for span in form.loose[:1]]
        return Trait("序号", "不分条，写成一段", _examples(spots))
    same = [f for f in itemised if f.items[0].family == style.numbering]
    families = Counter(f.items[0].family for f in itemised if f.items[0].family).most_common()
    plain = len(itemised) - sum(count for _, count in families)
    told = [_named(families, "份")] if families else []
    told += [f"不编序号 {plain} 份"] if plain else []
    newest = ""
    if families and families[0][0] != style.numbering:
        newest = f"，最近一份用“{style.numbering}”"
    layout = "各条连写在一段里" if style.run_in else "各条另起一行"
    return Trait(
        "序号",
        f"{'、'.join(told)}{newest}；{layout}",
        _examples((f, _head(f.items[0])) for f in [*same, *itemised]),
    )


def _items(style: HouseStyle) -> Trait | None:
    itemised = _itemised(style)
    spread = style.item_range
    if spread is None:
        return None
    around = f"（多在 {_between(spread)} 条）" if spread.low != spread.high else ""
    near = sorted(itemised, key=lambda form: abs(len(form.items) - style.items))
    most = max(len(form.items) for form in itemised)
    seen = _examples((form, _head(form.items[-1])) for form in near)
    return Trait(
        "条数", f"通常 {style.items} 条{around}", seen, _bar(spread, most) if around else None
    )


def _heading(style: HouseStyle) -> Trait | None:
    headed = [(f, i) for f in _itemised(style) for i in f.items if i.heading]
    spread = style.heading_length
    if spread is None or not headed:
        return None
    shaped = [
        (f, i) for f, i in headed if shape_of(i.heading, style.section) == style.heading_shape
    ]
    said = [f"{style.heading_chars} 字左右", _ENDS[style.heading_end]]
    if style.heading_shape and len(shaped) > 1:
        said.append(f"多为{_worded(style.heading_shape)}（{len(headed)} 条中 {len(shaped)} 条）")
    prefixes = Counter(p for form in _itemised(style) if (p := shared_prefix(form)))
    if prefixes:
        said.append(f"通篇同一开头的：{_named(prefixes.most_common(), '份')}")
    most = max(len(item.heading) for _, item in headed)
    return Trait(
        "小标题",
        "，".join(filter(None, said)),
        _examples((form, _head(item)) for form, item in shaped or headed),
        _bar(spread, most),
    )


def _verdicts(style: HouseStyle) -> Trait | None:
    if not style.verdicts:
        return None
    words = [word for word, _ in style.verdicts[:_NAMED]]
    return Trait("判断词", _named(style.verdicts, "条"), _seen(style, verdicts, words))


def _length(style: HouseStyle) -> Trait | None:
    spread = style.item_length
    if spread is None:
        return None
    usual = round(spread.median)
    aimed = f"，起草时按 {style.item_chars} 字" if style.item_chars != usual else ""
    said = (
        f"每条约 {usual} 字（一半在 {_between(spread)} 字）{aimed}；小标题后 {style.sentences} 句"
    )
    items = [(f, i) for f in _itemised(style) for i in f.items]
    items.sort(key=lambda pair: abs(pair[1].end - pair[1].start - usual))
    most = max(item.end - item.start for _, item in items)
    return Trait(
        "篇幅", said, _examples((f, Span(i.start, i.end)) for f, i in items), _bar(spread, most)
    )


def _sentence(style: HouseStyle) -> Trait | None:
    spread = style.sentence_length
    if spread is None:
        return None
    spots = [(form, span) for form in style.forms for span in form.sentences]
    most = max(span.end - span.start for _, span in spots)
    spots.sort(key=lambda spot: abs(spot[1].end - spot[1].start - style.sentence_chars))
    said = f"约 {style.sentence_chars} 字（一半在 {_between(spread)} 字）"
    return Trait("句长", said, _examples(spots), _bar(spread, most))


def _ties(style: HouseStyle) -> Trait | None:
    sentences = sum(len(form.sentences) for form in style.forms)
    used = sum(count for _, count in style.connectives)
    if not sentences:
        return None
    marks = "不用分号" if not style.semicolons else f"分号每 10 句 {10 * style.semicolons:.1f} 处"
    words = f"每 10 句 {10 * used / sentences:.1f} 处：{_named(style.connectives, '处')}"
    said = f"{words if used else '几乎不用连接词'}；{marks}"
    seen = _seen(style, connectives, [word for word, _ in style.connectives[:_NAMED]])
    return Trait("连接", said, seen)


def _closing(style: HouseStyle) -> Trait | None:
    marks = style.habits.get("closing")
    if not marks:
        return None
    same, whole = marks[style.closing or "无"], marks.total()
    ended = f"每条以“{style.closing}”收尾" if style.closing else "每条不加句末标点"
    return Trait(
        "收尾", f"{ended}（{whole} 份中 {same} 份）", _seen(style, closings, [style.closing])
    )


def _purpose(style: HouseStyle) -> Trait | None:
    sentences = sum(len(form.sentences) for form in style.forms)
    used = sum(count for _, count in style.purposes)
    if not used:
        return None
    said = f"{_percent(used / sentences)}的句子以目的收尾：{_named(style.purposes, '句')}"
    return Trait(
        "目的语", said, _seen(style, purposes, [word for word, _ in style.purposes[:_NAMED]])
    )


def _figures(style: HouseStyle) -> Trait | None:
    if not style.figures:
        return Trait("数字", "不写数字", ())
    return Trait("数字", f"{_percent(style.figures)}的句子带数字", _seen(style, figures, ["数字"]))


def _phrases(style: HouseStyle) -> Trait | None:
    lexicon = style.lexicon
    if not lexicon.phrases:
        return None
    share = sum(lexicon.phrase_share(form) for form in style.forms) / len(style.forms)
    named = _named([(p.text, p.reports) for p in lexicon.phrases], "份")
    spots = [
        spot for phrase in lexicon.phrases[:_NAMED] for spot in list(lexicon.spots(phrase))[:1]
    ]
    return Trait(
        "惯用语", f"{lexicon.least} 份以上都有的话占 {_percent(share)}：{named}", _examples(spots)
    )


# --- words and places -----------------------------------------------------------------------------


def _itemised(style: HouseStyle) -> list[Form]:
    return [form for form in style.forms if form.items]


def _worded(shape: str) -> str:
    """V2+N4 → 2 字动词＋4 字宾语; N6+判断4 → 6 字事项＋4 字判断."""
    first, second = (re.sub(r"\D", "", part) for part in shape.split("+"))
    if shape.startswith("V"):
        return f" {first} 字动词＋{second} 字宾语"
    return f" {first} 字事项＋{second} 字判断"


def _head(item: FormItem) -> Span:
    """The item's mark and heading, or its first sentence."""
    if item.heading:
        return Span(item.start, item.heading_start + len(item.heading))
    return Span(item.start, item.sentences[0].end if item.sentences else item.end)


def _bar(spread: Range, most: float) -> Bar:
    return Bar(spread.low, spread.median, spread.high, most)


def _between(spread: Range) -> str:
    low, high = round(spread.low), round(spread.high)
    return f"{low}–{high}" if low != high else f"{low}"


def _percent(share: float) -> str:
    return f"{100 * share:.0f}%" if share >= 0.01 else f"{100 * share:.1f}%"


def _named(counts: Sequence[tuple[str, int]], unit: str) -> str:
    quoted = ((word if "“" in word else f"“{word}”", count) for word, count in counts[:_NAMED])
    return "、".join(f"{word}{count} {unit}" for word, count in quoted)


def _seen(style: HouseStyle, spots: Spots, words: Sequence[str]) -> tuple[Example, ...]:
    """An example of each word, as far as there is room; more of the first one then."""
    found: list[tuple[str, Spot]] = [
        (word, (form, span)) for form in style.forms for word, span in spots(form)
    ]
    firsts = [next((spot for said, spot in found if said == word), None) for word in words]
    more = (spot for said, spot in found if said in words[:1])
    return _examples([*(spot for spot in firsts if spot), *more])


def _examples(spots: Iterable[Spot]) -> tuple[Example, ...]:
    """The first ones that are citable, of other reports before a second of the same."""
    found = list(_citable(spots))
    firsts = {example.report_id: example for example in reversed(found)}
    order = [*(e for e in found if firsts[e.report_id] is e), *found]
    return tuple(dict.fromkeys(order))[:_SEEN_IN]


def _citable(spots: Iterable[Spot]) -> Iterator[Example]:
    for form, span in spots:
        report = form.report
        paragraph = paragraph_at(report, span.start) if report else None
        if report is None or paragraph is None:
            continue
        end = min(_cut(form.text, span), paragraph.end)
        outline = report.outline
        yield Example(
            report.id,
            outline.title,
            outline.period,
            paragraph.section_path,
            paragraph.id,
            span.start,
            end,
            report.quote(span.start, end),
        )


def _cut(text: str, span: Span) -> int:
    """The end of the span, or of its last sentence that is no longer than a quote should be."""
    if span.end - span.start <= _LONGEST_QUOTE:
        return span.end
    most = span.start + _LONGEST_QUOTE
    marks = [text.rfind(mark, span.start + 12, most) + 1 for mark in "。！？；"]
    return max(marks) or most
