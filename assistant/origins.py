"""Why a draft is as it is, told from its record: themes, precedents, adaptations, what was left out.

Pure: a draft and a way to name paragraphs go in, Chinese lines come out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from assistant.document import (
    FACTS_ID,
    Citation,
    Draft,
    DraftItem,
    Why,
    numbered_citations,
)

# Paragraph id → 《title》“first words……”; None if it is in the archive no more.
Name = Callable[[str], str | None]

REASONS: dict[Why, str] = {
    "asked": "您要求写这个主题",
    "fact": "素材说到它",
    "pinned": "您置顶了这个主题的段落",
    "problem": "它回应所列的问题",
    "promise": "上期打算里有它，素材中未见兑现",
    "established": "它是往年常写的主题",
}
_SHOWN_PRECEDENTS, _SHOWN_LEFT_OUT = 5, 4
_GONE = "（资料库中已没有的段落）"


def explained(draft: Draft, item: int | None, name: Name) -> str:
    """One item in full, or every item in a few lines."""
    labels = numbered_citations(draft)
    if item is not None:
        lines = [*_item_lines(draft.items[item - 1], item, labels, name)]
        return "\n".join(lines)
    lines = [f"这一稿共 {len(draft.items)} 条，逐条说明如下；问“第一条为什么这么写”可看全部记录。"]
    for entry in draft.items:
        lines.append(f"{entry.marker}{entry.heading.text}")
        lines.append(f"　为什么写：{reason(entry)}")
        lines += [f"　{line}" for line in _sources(entry, labels)]
    return "\n".join(lines)


def reason(item: DraftItem) -> str:
    """Why the item is in the draft, in a few words."""
    if item.origin is None:
        return "这一条不是按提纲起草的，没有选题记录"
    said = item.origin.because
    return f"{REASONS[item.origin.why]}（{said}）" if said else REASONS[item.origin.why]


def source_line(citation: Citation) -> str:
    """A source with its words: 《title》 › section：“quote”."""
    if citation.report_id == FACTS_ID:
        return f"拟稿人提供：{citation.quote}"
    path = " › ".join(citation.section_path)
    return f"{citation.report_title} › {path}：“{citation.quote}”"


def _item_lines(
    item: DraftItem, number: int, labels: Mapping[str, str], name: Name
) -> Iterator[str]:
    yield f"第{number}条：{item.heading.text}"
    yield f"为什么写：{reason(item)}"
    if item.answers:
        yield f"回应的问题：{'；'.join(item.answers)}"
    yield "各句的出处："
    yield from (f"　{line}" for line in _sources(item, labels))
    if item.origin and item.origin.precedents:
        yield "参照的先例（按与主题的相近度）："
        yield from _precedents(item, name)
    changes = dict.fromkeys(a for s in item.all_sentences for a in s.adaptations)
    if changes:
        yield "借用时的改动："
        yield from (f"　“{a.before}”→“{a.after}”：{a.reason}" for a in changes)
    if item.origin and item.origin.passed_over:
        yield "没有采用的："
        yield from _left_out(item, name)


def _sources(item: DraftItem, labels: Mapping[str, str]) -> Iterator[str]:
    citations = {c.key: c for s in item.all_sentences for c in s.citations}
    yield from (f"〔{labels[key]}〕{source_line(c)}" for key, c in citations.items())


def _precedents(item: DraftItem, name: Name) -> Iterator[str]:
    assert item.origin is not None
    lent = [c.paragraph_id for s in item.all_sentences for c in s.citations]
    head = {c.paragraph_id for c in item.heading.citations}
    for n, (paragraph_id, score) in enumerate(item.origin.precedents[:_SHOWN_PRECEDENTS], 1):
        used = f"用了 {lent.count(paragraph_id)} 处" if paragraph_id in lent else "没有采用"
        if paragraph_id in head:
            used += "，小标题取自这里"
        yield f"　{n}. 相近度 {score:.2f}　{name(paragraph_id) or _GONE}　{used}"


def _left_out(item: DraftItem, name: Name) -> Iterator[str]:
    assert item.origin is not None
    passed = item.origin.passed_over
    for paragraph_id, why_not in passed[:_SHOWN_LEFT_OUT]:
        yield f"　{name(paragraph_id) or _GONE}：{why_not}"
    if len(passed) > _SHOWN_LEFT_OUT:
        yield f"　另有 {len(passed) - _SHOWN_LEFT_OUT} 段"
