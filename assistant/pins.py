"""What became of the paragraphs the writer pinned: a draft that cites one of them not says why."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.document import Draft
from assistant.evidence import Evidence, said_of
from assistant.plan import Plan

_NO_ROOM = "要写的各条与它的主题不合，也没有空余的条目"
_NOT_IN_ITEM = "其中没有可以直接借用的句子（提法已过期、长短不合适，或前面已经用过）"
_NOT_IN_LEAD = "它是开头的话，这一次的开头用不上"


def pin_notices(draft: Draft, evidence: Evidence, plan: Plan) -> tuple[str, ...]:
    """One for each pinned paragraph that `draft` does not cite; `plan` is what was written last."""
    cited = cited_paragraphs(draft)
    reasons = {i: reason for i, reason in _reasons(evidence, plan) if i not in cited}
    sources = {p.paragraph.id: p for p in (*evidence.leads, *evidence.precedents)}
    unused = [(said_of(sources[i].report, sources[i].paragraph), r) for i, r in reasons.items()]
    return tuple(
        f"置顶的段落没有用上：{name}，因为{reason}" for name, reason in (*unused, *evidence.unfit)
    )


def cited_paragraphs(draft: Draft) -> frozenset[str]:
    """The ids of the paragraphs a draft cites."""
    return frozenset(c.paragraph_id for s in draft.sentences() for c in s.citations)


def _reasons(evidence: Evidence, plan: Plan) -> Iterator[tuple[str, str]]:
    """Why a paragraph that could be used may not have been; a later reason outdoes an earlier."""
    for lead in evidence.leads:
        if lead.paragraph.id in evidence.pinned:
            yield lead.paragraph.id, _NOT_IN_LEAD
    yield from ((i, _NO_ROOM) for i in plan.unplaced)
    yield from ((i, _NOT_IN_ITEM) for item in plan.items for i in item.pinned)
