"""The order of things: what was asked for, then what the facts, the pinned paragraphs, this
period's problems and last period's promises call for, then what past reports always write about."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.evidence import Evidence, rank
from assistant.headings import theme_of
from assistant.periods.calendar import Calendar
from assistant.periods.calendar_file import load_calendar
from assistant.periods.period import expired_terms
from assistant.plan import Plan, PlannedItem, Wish
from assistant.planning.answering import answer_problems
from assistant.planning.established import established, in_usual_order
from assistant.planning.near import Relevances, headed, kept, on_theme, words_of
from assistant.planning.placing import place_facts, place_left_over, place_pinned
from assistant.planning.promises import continue_promises, promises_of
from assistant.planning.standing import chapters_before
from assistant.text_vectors import TextVectors
from corpus.report import Period

# A theme none of whose items has this share of its words is said to be without precedent.
_SUPPORTED = 0.5
_MOST_ITEMS = 12


def make_plan(
    evidence: Evidence,
    vectors: TextVectors,
    asked: Period,
    wish: Wish,
    calendar: Calendar | None = None,
) -> Plan:
    """`wish.count` items where the archive has that many themes; fewer, with a notice, where not."""
    items, notices = _asked_for(evidence, vectors, wish)
    room = max(wish.count, len(items))
    if wish.open_count:
        room = min(_MOST_ITEMS, max(room, len(items) + len(wish.problems)))
    calendar = calendar or load_calendar()
    items = place_facts(
        items,
        wish.facts,
        evidence,
        vectors,
        max(wish.count, len(items)),
        lambda theme: bool(expired_terms(theme, asked, calendar)),
    )
    items, unplaced = place_pinned(items, evidence, vectors, max(wish.count, len(items)))
    items, orphans = answer_problems(items, wish.problems, evidence, vectors, room)
    promises = promises_of(evidence, asked, wish.facts, vectors)
    items = continue_promises(items, promises, evidence, wish.count)
    left = _left(items, evidence, asked, wish)
    more = established(evidence, asked, items, left, wish.excluded, calendar)
    items += in_usual_order(more, evidence, asked)
    if wish.open_count:
        items = _of_the_house(items)
    items, unused = place_left_over(items, wish.facts, evidence, vectors)
    notices += _notices(evidence, wish, items, orphans, unused)
    return Plan(tuple(items), tuple(notices), unplaced, wish.problems, orphans, promises)


def _left(items: Sequence[PlannedItem], evidence: Evidence, asked: Period, wish: Wish) -> int:
    """How many more items there are to be: where neither number nor themes are asked for, as many
    as the long report before had."""
    count = wish.count
    if wish.open_count and not wish.themes:
        count = max(count, min(_MOST_ITEMS, chapters_before(evidence, asked)))
    return count - len(items)


def _asked_for(
    evidence: Evidence, vectors: TextVectors, wish: Wish
) -> tuple[list[PlannedItem], list[str]]:
    items = list(wish.taken)
    notices: list[str] = []
    for theme in wish.themes:
        meaning = vectors.query(theme)
        ranked = rank(theme, meaning, evidence)
        near = on_theme(kept(ranked), meaning, evidence)
        near = headed(near, ranked) if near else ()
        if words_of(ranked) < _SUPPORTED or not near:
            notices.append(_no_precedent(theme, ranked))
        elif len(items) < max(wish.count, len(wish.taken) + len(wish.themes)):
            items.append(PlannedItem(theme, "asked", near, because="您要求写"))
    return items, notices


def _of_the_house(items: list[PlannedItem]) -> list[PlannedItem]:
    """Without another department's fields: nobody asked for that many items."""
    own = [item for item in items if not item.foreign]
    return own or items


def _no_precedent(theme: str, ranked: Relevances) -> str:
    nearest = dict.fromkeys(
        theme_of(r.precedent.heading) for r in ranked[:6] if r.precedent.heading
    )
    offered = "、".join(list(nearest)[:3])
    message = f"往年同类部分没有写过“{theme}”，这一条未起草"
    return message + (f"；可以写的题目有：{offered}" if offered else "")


def _notices(
    evidence: Evidence,
    wish: Wish,
    items: Sequence[PlannedItem],
    orphans: Sequence[int],
    unused: int,
) -> list[str]:
    said = []
    if len(items) < wish.count and not wish.open_count:
        said.append(f"资料库里同类部分的题目不足 {wish.count} 个，只起草了 {len(items)} 条")
    if len({p.report.id for p in evidence.precedents}) == 1:
        said.append("资料库里只有一份报告可参照，出处单一、照搬率偏高，建议再入库几份往年报告")
    if foreign := [item.theme for item in items if item.foreign]:
        said.append(f"本单位往年的题目不够，借用了其他单位的题目：{'、'.join(foreign)}")
    for n, item in enumerate(items, 1):
        for number in item.apart:
            fact = wish.facts[number - 1]
            said.append(f"素材“{fact}”与所写各条都不相近，暂放在第{n}条，请核对")
    if unused:
        said.append(f"素材共 {len(wish.facts)} 条，其中 {unused} 条与要写的各条都不相近，没有写入")
    for number in orphans:
        problem = wish.problems[number - 1].rstrip("。；")
        said.append(f"问题“{problem}”没有对应的措施，请补写一条或在相近的一条里说到")
    if wish.problems:
        spare = [item.theme for item in items if not item.answers]
        if spare:
            said.append(f"以下措施不对应所列问题：{'、'.join(spare)}，请确认是否需要")
    return said
