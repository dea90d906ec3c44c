"""Plans as plain values, as the conversation keeps them: ids and themes, no text of reports."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from assistant.evidence import Evidence, Relevance
from assistant.plan import Plan, PlannedItem, Promise


def plan_to_state(plan: Plan) -> dict[str, object]:
    """Themes, ids and words of the draft; what past reports say is looked up again."""
    return {
        "notices": list(plan.notices),
        "unplaced": list(plan.unplaced),
        "problems": list(plan.problems),
        "orphans": list(plan.orphans),
        "promises": [[promise.paragraph_id, promise.kept] for promise in plan.promises],
        "items": [
            {
                "theme": item.theme,
                "why": item.why,
                "because": item.because,
                "foreign": item.foreign,
                "facts": list(item.facts),
                "apart": list(item.apart),
                "pinned": list(item.pinned),
                "answers": list(item.answers),
                "precedents": [
                    [r.precedent.paragraph.id, r.score, r.words] for r in item.precedents
                ],
            }
            for item in plan.items
        ],
    }


def plan_from_state(state: Mapping[str, Any], evidence: Evidence) -> Plan:
    """The plan again, its precedents taken from `evidence`."""
    known = {p.paragraph.id: p for p in evidence.precedents}
    items = tuple(
        PlannedItem(
            theme=item["theme"],
            why=item["why"],
            precedents=tuple(
                Relevance(known[i], score, words)
                for i, score, words in item["precedents"]
                if i in known
            ),
            facts=tuple(item["facts"]),
            apart=tuple(item["apart"]),
            pinned=tuple(item["pinned"]),
            answers=tuple(item["answers"]),
            because=item["because"],
            foreign=item["foreign"],
        )
        for item in state["items"]
    )
    return Plan(
        items,
        notices=tuple(state["notices"]),
        unplaced=tuple(state["unplaced"]),
        problems=tuple(state["problems"]),
        orphans=tuple(state["orphans"]),
        promises=tuple(
            Promise(i, known[i].heading, known[i].report.outline.title, kept)
            for i, kept in state["promises"]
            if i in known
        ),
    )
