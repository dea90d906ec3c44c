"""小标题改为统一句式: plans as prefix + V2 + N4, problems as field + verdict.

Words come from the heading itself, from past headings on the same theme and from the lists of the
house's own prefixes and verdicts; nothing else is made up.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from assistant.clauses import Unit, coverage, overlap
from assistant.document import Draft, DraftItem, Sentence
from assistant.errors import DraftError
from assistant.headings import plan_core, starts_with_action
from assistant.rewriting.desk import Task, name_of, numbered
from assistant.rewriting.further import source_of
from assistant.rewriting.sentences import Edit, edited, is_fact
from assistant.style.house import PREFIXES
from assistant.writing.pieces import Borrowed, assemble

_DEFAULT_PREFIX = "着力"
_FRAME = re.compile(r"在(.{4,10}?)(?:上|中|方面)(?:再|更|求|见|下|持续|不断)?.{2,4}$")
_CORE = 6  # V2 + N4
_SAME_FIELD = 0.5
_LEAST_FIELD = 2
_REASON = "小标题统一句式"
# 有待提高, 仍需加强 …: what they become as a plain verdict.
_WAITS = re.compile(
    r"(?:还|仍|尚|也)?(?:需|有待|亟待|亟需)(?:进一步)?(?P<move>提升|提高|加强|增强|加力|改进|完善|优化|强化|拓展|加快|健全|巩固)$"
)
_LACKS = {
    "提升": "高", "提高": "高", "加强": "强", "增强": "强", "加力": "有力", "改进": "实", "完善": "完善",
    "优化": "优", "强化": "强", "拓展": "宽", "加快": "快", "健全": "健全", "巩固": "巩固",
}  # fmt: skip
_NOT_ENOUGH = re.compile(r"(?:还|仍|尚)?不(?:够|太)(?P<what>[一-鿿]{1,3})$")
_NOT = re.compile(
    r"(?:还|仍|尚)?不(?P<what>[高强实深紧细严快宽优准全牢密广大硬浓力足]|明显|突出|均衡|平衡|充分|完善|健全|到位|扎实|深入|有力|精准|稳定)$"
)
_STRONG = re.compile(r"(?:能力|本领|意识|观念|作用|力|性)$")
_MORE = {"力": "有力", "全": "健全", "足": "充足", "准": "精准", "牢": "牢固", "密": "紧密"}
_VERDICTS = (_WAITS, _NOT_ENOUGH, _NOT)


def restyle(task: Task) -> Draft:
    """Raises DraftError where every heading is in the pattern already."""
    draft = task.draft
    wanted = set(task.where.items or range(len(draft.items)))
    prefix = _prefix(task) if draft.section == "plan" else ""
    frame = _usual_frame([i.heading.text for i in draft.items])
    items: list[DraftItem] = []
    notices: list[str] = []
    for index, item in enumerate(draft.items):
        if index not in wanted:
            items.append(item)
        elif task.is_locked(item.heading):
            items.append(item)
            notices.append(f"{name_of(item.heading.id)}已锁定，没有改动")
        else:
            others = [i.heading.text for n, i in enumerate(draft.items) if n != index]
            new = _plan(task, item, prefix, others) if prefix else _problem(item.heading, frame)
            items.append(replace(item, heading=new))
    if all(a.heading == b.heading for a, b in zip(items, draft.items, strict=True)):
        raise DraftError("小标题已经是统一的句式了，没有改动")
    return replace(numbered(draft, items), notices=tuple(notices))


def _prefix(task: Task) -> str:
    """The message's own (统一用“持续”开头), the draft's most frequent one, or the house's."""
    if named := next((p for p in PREFIXES if p in task.message), ""):
        return named
    starts = [p for i in task.draft.items for p in PREFIXES if i.heading.text.startswith(p)]
    if starts:
        return Counter(starts).most_common(1)[0][0]
    try:
        source = source_of(task, task.draft.items[0], 100)
    except DraftError:
        return _DEFAULT_PREFIX
    return source.job.style.heading_prefix or _DEFAULT_PREFIX


def _plan(task: Task, item: DraftItem, prefix: str, others: list[str]) -> Sentence:
    old = item.heading
    text = old.text.rstrip("。")
    core = plan_core(text)
    acts = starts_with_action(core)
    if (not acts or len(core) != _CORE) and (found := _past(task, item, prefix, others)):
        return found
    if framed := _FRAME.search(text):  # 在压实责任上再加力 → 压实责任
        edits = [Edit(0, framed.start(1), prefix, _REASON), Edit(framed.end(1), len(text))]
        return edited(old, edits) if starts_with_action(framed[1]) else old
    start = len(text) - len(core)
    if not acts:  # 进一步加快媒体融合: at least the prefix is the same
        start = next((len(p) for p in PREFIXES if text.startswith(p)), 0)
    return edited(old, [Edit(0, start, prefix, _REASON)]) if acts or start else old


def _past(task: Task, item: DraftItem, prefix: str, others: list[str]) -> Sentence | None:
    """A past heading on the theme whose verb and object have six characters."""
    if any(map(is_fact, item.heading.citations)):
        return None
    try:
        source = source_of(task, item, len(item.text))
    except DraftError:
        return None
    best: tuple[float, Borrowed] | None = None
    for relevance in source.planned.precedents:
        precedent = relevance.precedent
        core = plan_core(precedent.heading)
        fits = starts_with_action(core) and len(core) == _CORE
        near = max(coverage(item.theme, core), overlap(core, item.heading.text))
        if not fits or near < _SAME_FIELD or any(overlap(core, o) > 0.5 for o in others):
            continue
        if source.job.times.cannot_use(core, precedent.period):
            continue
        end = precedent.heading_start + len(precedent.heading)
        start = end - len(core)
        score = relevance.score + near
        if best is None or score > best[0]:
            best = score, Borrowed(precedent, Unit(core, start, end, -1, "head"), prefix)
    return assemble([best[1]], source.job.times) if best else None


def _frame_of(heading: str) -> re.Pattern[str] | None:
    return next((p for p in _VERDICTS if p.search(heading.rstrip("。"))), None)


def _usual_frame(headings: list[str]) -> re.Pattern[str]:
    """…不够高 or …不高, whichever more of the headings have."""
    frames = Counter(_frame_of(heading) for heading in headings)
    return _NOT_ENOUGH if frames[_NOT_ENOUGH] >= frames[_NOT] else _NOT


def _problem(old: Sentence, frame: re.Pattern[str]) -> Sentence:
    """The same field with a verdict in the frame: …有待提高, …不高 → …不够高."""
    text = old.text.rstrip("。")
    found = _frame_of(text)
    match = found.search(text) if found else None
    if match is None or match.start() < _LEAST_FIELD:
        return old
    what = _LACKS[match["move"]] if found is _WAITS else match["what"]
    if found is _WAITS and _STRONG.search(text[: match.start()]):
        what = "强"
    verdict = f"不{what}"
    if frame is _NOT_ENOUGH:
        verdict = "不够" if what == "足" else f"不够{_MORE.get(what, what)}"
    return edited(old, [Edit(match.start(), len(text), verdict, _REASON)])
