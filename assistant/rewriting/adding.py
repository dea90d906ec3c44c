"""加一条, 加一句, 补充素材: what is new is added, what is there stays."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.checking.hostile import is_instruction
from assistant.clauses import coverage
from assistant.document import Draft, DraftItem, Sentence, with_each
from assistant.errors import DraftError
from assistant.rewriting.desk import Task, numbered, refuse_locked
from assistant.rewriting.further import brief_for, more_sentences, source_of, used_in
from assistant.rewriting.replacing import compose, spans, with_fact_numbers
from assistant.rewriting.sentences import joined
from assistant.understanding.wording import NUM, value_of
from assistant.writing.pieces import Supplied, assemble
from assistant.writing.times import Times
from assistant.writing.weaving import own_sentence
from corpus.report import Period

_BESIDE = re.compile(rf"第({NUM})[条点](?:的)?(之?前面?|之?后面?|后边)")
_AT = re.compile(rf"(?:放|排|插|摆|列|作为?)(?:到|在|为|入)?第({NUM})[条点位]")
_FIRST = re.compile(
    r"(?:最前|开头|最上)[面边头]?(?:再?加|增|补|添|写)|(?:放|排|插|摆)(?:在|到)?(?:最前|开头|第一|最上|首)"
)
_COUNT = re.compile(rf"({NUM})[条点]")
_LABEL = re.compile(r"^(?:素材|数据|情况|事实)[：:]")
_SENTENCE_CHARS = 45
_ABOUT = 0.34


def add_items(task: Task) -> Draft:
    """One more item for each theme the message names, or so many as it says on what past reports
    write about besides; at the end unless it says where."""
    draft, brief = task.draft, task.brief
    wanted = brief_for(draft, brief.themes or _further_themes(task), brief.facts)
    made, notices = compose(task, wanted, frozenset(spans(draft.items)))
    offset = len(draft.facts)
    numbers = tuple(range(offset + 1, offset + len(brief.facts) + 1))
    grown = replace(draft, facts=(*draft.facts, *brief.facts))
    added = [with_fact_numbers(item, numbers) for item in made]
    place = _place(task)
    items = [*draft.items[:place], *added, *draft.items[place:]]
    return replace(numbered(grown, items), notices=notices)


def _further_themes(task: Task) -> tuple[str, ...]:
    """As many themes as the message asks for that the draft does not have."""
    draft, drafting = task.draft, task.desk.drafting
    count = value_of(m[1]) if (m := _COUNT.search(task.message)) else 1
    had = tuple(item.theme or item.heading.text.rstrip("。") for item in draft.items)
    wanted = brief_for(draft, (), ()).model_copy(update={"excluded_themes": had, "items": count})
    plan = drafting.plan(wanted, drafting.material_for(wanted, task.desk.choices))
    themes = tuple(item.theme for item in plan.items)[:count]
    if not themes:
        raise DraftError("往年没有写过其他题目了；请说明加一条关于什么的")
    return themes


def _place(task: Task) -> int:
    count = len(task.draft.items)
    if beside := _BESIDE.search(task.message):
        return min(count, max(0, value_of(beside[1]) - ("前" in beside[2])))
    if at := _AT.search(task.message):
        return min(count, max(0, value_of(at[1]) - 1))
    return 0 if _FIRST.search(task.message) else count


def add_sentence(task: Task) -> Draft:
    """A sentence on the theme of the message at the end of the item."""
    draft, themes = task.draft, task.brief.themes
    index = task.item_index()
    item = draft.items[index]
    theme = themes[0] if themes else item.theme
    source = source_of(task, item, len(item.text) + _SENTENCE_CHARS, theme)
    added = more_sentences(task, source, used_in(draft), 0, _SENTENCE_CHARS)[:1]
    if not added:
        raise DraftError(f"资料库里没有关于“{theme}”的其他先例；可以作为素材提供")
    return _with_sentences(draft, index, added)


def _with_sentences(draft: Draft, index: int, added: list[Sentence]) -> Draft:
    items = list(draft.items)
    items[index] = replace(items[index], sentences=(*items[index].sentences, *added))
    return replace(numbered(draft, items), notices=())


def add_facts(task: Task) -> Draft:
    """The supplied facts stated as they are: behind the sentence or at the end of the item that is
    meant, else of the item that is about them."""
    draft = task.draft
    facts = tuple(_LABEL.sub("", fact) for fact in task.brief.facts)
    for fact in facts:
        if is_instruction(fact):
            raise DraftError(f"素材“{fact[:30]}”像是写给程序的指令，不能写进稿子，请删去后再试")
    period = Period.parse(draft.period)
    target = period if draft.section == "problems" else period.next
    times = Times(period, target, task.desk.drafting.calendar())
    start = len(draft.facts)
    grown = replace(draft, facts=(*draft.facts, *facts))
    supplied = [Supplied(start + n, fact) for n, fact in enumerate(facts, 1)]
    if task.where.sentence and not task.where.sentence.endswith(".h"):
        old = next(s for s in draft.sentences() if s.id == task.where.sentence)
        refuse_locked(task, [old])
        new = joined(old, assemble(own_sentence(supplied), times))

        def change(sentence: Sentence) -> Sentence:
            return new if sentence.id == old.id else sentence

        return replace(with_each(grown, change), findings=(), notices=())
    if task.where.items:
        return _with_sentences(
            grown, task.where.items[0], [assemble(own_sentence(supplied), times)]
        )
    for one in supplied:
        index = _about(grown, one.fact)
        grown = _with_sentences(grown, index, [assemble(own_sentence([one]), times)])
    return grown


def _about(draft: Draft, fact: str) -> int:
    """The item that is about the fact."""

    def nearness(item: DraftItem) -> float:
        return max(
            coverage(item.theme, fact), coverage(item.heading.text, fact), coverage(fact, item.text)
        )

    if len(draft.items) == 1:
        return 0
    best = max(range(len(draft.items)), key=lambda n: nearness(draft.items[n]))
    if nearness(draft.items[best]) < _ABOUT:
        raise DraftError(f"请说明“{fact[:30]}”写在第几条，例如“第二条加上：{fact[:20]}”")
    return best
