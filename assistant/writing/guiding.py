"""The guiding line a plan may open with: by what it is guided, whose spirit it carries out, what it
holds to. Where past openings have no “县委将…”, as in governments' reports, this is how they begin.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.clauses import Unit, leans_forward, overlap
from assistant.precedents import Precedent

Choice = tuple[Precedent, Unit]

# In the order in which every such line names them; of each kind one clause. The last one wants
# another behind it.
_KINDS = (
    re.compile(r"^(?:坚持|高举)?以[^，]{4,}(?:思想|精神)为(?:指导|引领|统领|指引)$"),
    re.compile(r"^(?:全面|深入|认真|坚决)*(?:学习)?(?:贯彻|落实)+[^，]*(?:党的|全会)[^，]*精神$"),
    re.compile(r"^坚持[^，]*总基调$"),
    re.compile(r"^(?:坚持|[^，]{0,8}贯彻)新发展理念$"),
    re.compile(r"^(?:坚持)?以[^，]{4,}为(?:主题|主线|抓手|动力|目标|重点|着力点)$"),
)
# What it is all for, without which the line stops in mid-breath.
_END = re.compile(
    r"^(?:奋力|努力|全力以赴?|全力|确保|加快(?:建设|推进)|着力(?:推动|建设|推进)|全面建设|推动[^，]*(?:高质量|新)|谱写|为[^，]{4,})"
)
_FEWEST, _LONGEST, _CLAUSE = 2, 92, 60  # clauses; characters of all, and of one
_WITH_END = 92  # characters, with the end: 2026年， comes before it, and a sentence has 100 at most


def guiding_slots(
    leads: Sequence[Sequence[Choice]], announcing: Choice | None = None
) -> list[Choice]:
    """A clause of each kind, each from another of the `leads` if it can be, then the `announcing`
    one (我们将抓好以下工作); [] if there are hardly any. `leads` are usable clauses of past openings,
    the best lead first."""
    slots: list[Choice] = []
    room = _LONGEST - (len(announcing[1].text) if announcing else 0)
    for kind in _KINDS if announcing else _KINDS[:-1]:
        short = (c for lead in leads for c in lead if len(c[1].text) <= _CLAUSE)
        fitting = [c for c in short if kind.match(c[1].text)]
        fitting = [c for c in fitting if all(overlap(c[1].text, u.text) < 0.5 for _, u in slots)]
        used = {precedent.report.id for precedent, _ in slots}
        new = next((c for c in fitting if c[0].report.id not in used), next(iter(fitting), None))
        if new and sum(len(u.text) + 1 for _, u in (*slots, new)) <= room:
            slots.append(new)
    if len(slots) < _FEWEST:
        return []
    if announcing:
        return [*slots, announcing]
    ends = (
        c for lead in leads for c in lead if len(c[1].text) <= _CLAUSE and _END.match(c[1].text)
    )
    left = _WITH_END - sum(len(u.text) + 1 for _, u in slots)
    end = next(
        (
            c
            for c in ends
            if len(c[1].text) <= left and all(overlap(c[1].text, u.text) < 0.3 for _, u in slots)
        ),
        None,
    )
    return [*slots, end] if end and not leans_forward(end[1].text) else slots
