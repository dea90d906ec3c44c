"""Any other instruction, with a language model: item by item, through the same gate.

What the model leaves as it was keeps its citations; what it writes anew may cite only what the item
cited and the facts. Locked sentences and headings of other items are never sent to be changed.
"""

from __future__ import annotations

import json
import re
import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pydantic import ValidationError

from assistant.checking.following import words_of
from assistant.clauses import coverage
from assistant.document import FACTS_ID, Draft, DraftItem, Sentence
from assistant.errors import DraftError, ModelError
from assistant.models import ChatModel
from assistant.precedents import Precedent
from assistant.rewriting.desk import Task, nth, numbered
from assistant.rewriting.further import source_of
from assistant.rewriting.guards import new_claims
from assistant.rewriting.nearest import cannot
from assistant.rewriting.sentences import atoms_in
from assistant.writing.gate import pass_gate
from assistant.writing.model import WrittenItem
from assistant.writing.stopping import StopSignal
from corpus.report import Period
from prompts import load_prompt

VARIABLES = (
    "section",
    "organisation",
    "period",
    "instruction",
    "fence",
    "item",
    "evidence",
    "facts",
)
_MOST_PRECEDENTS, _PRECEDENT_CHARS = 6, 300
_INSTRUCTION_CHARS = 600
_TO_FILL = "【待补】"
_FOLLOWS = 0.25  # of a sentence's words in a source


@dataclass(frozen=True)
class _Request:
    prompt: dict[str, str]
    precedents: dict[str, Precedent]
    facts: dict[str, tuple[int, str]]

    @property
    def schema(self) -> dict[str, object]:
        keys = {"type": "string", "enum": [*self.precedents, *self.facts]}
        sentence = _object(text={"type": "string"}, sources={"type": "array", "items": keys})
        return _object(heading=sentence, sentences={"type": "array", "items": sentence})


def free(task: Task) -> Draft:
    """Raises DraftError without a model, or if nothing of its answer could be used."""
    model = task.desk.model
    if model is None:
        number = task.where.items[0] + 1 if task.where.items else None
        raise DraftError(cannot(task.message, number))
    indexes = task.where.items or tuple(range(len(task.draft.items)))
    items, notices = list(task.draft.items), []
    stop = task.desk.stop or StopSignal()
    end = time.monotonic() + model.budgets.draft
    for index in indexes:
        try:
            items[index] = _rewritten(task, model, items[index], stop, end)
        except ModelError as error:
            notices.append(f"{nth(index)}没有改：{error}")
    if all(a is b for a, b in zip(items, task.draft.items, strict=True)):
        raise DraftError("；".join(notices) or "模型没有提出修改")
    return replace(numbered(task.draft, items), notices=tuple(notices))


def _rewritten(
    task: Task, model: ChatModel, item: DraftItem, stop: StopSignal, end: float
) -> DraftItem:
    request = _request(task, item)
    messages = load_prompt("rewrite_item", VARIABLES).format_messages(**request.prompt)
    deadline = min(end, time.monotonic() + model.budgets.item)
    answer = model.ask(messages, request.schema, _read, stop, deadline)
    old = {s.text.strip("。"): s for s in item.all_sentences}
    period = Period.parse(task.draft.period)
    made: list[Sentence] = []
    for written in (answer.heading, *answer.sentences):
        if (same := old.get(written.text.strip("。 "))) is not None:
            made.append(same)
            continue
        keys = written.sources or _followed(written.text, request)
        made.append(pass_gate(written.text, keys, request.precedents, request.facts, period))
    new = replace(item, heading=made[0], sentences=tuple(made[1:]))
    _refuse_losses(task, item, new)
    return new


def _followed(text: str, request: _Request) -> list[str]:
    """The sources whose words a sentence has that names none."""
    words = words_of(text)
    return [
        k for k, p in request.precedents.items() if coverage(words, words_of(p.text)) >= _FOLLOWS
    ]


def _refuse_losses(task: Task, old: DraftItem, new: DraftItem) -> None:
    """What a model may not do to an item. Raises ModelError."""
    texts = {s.text for s in new.all_sentences}
    if lost := [s for s in old.all_sentences if task.is_locked(s) and s.text not in texts]:
        raise ModelError(f"模型改动了锁定的句子（{len(lost)} 句），没有采用")
    if task.where.sentence:
        kept = [s for s in old.all_sentences if s.id != task.where.sentence]
        if any(s.text not in texts for s in kept):
            raise ModelError("模型改动了没有选中的句子，没有采用")
    sources = [old.text, *task.draft.facts, *task.brief.facts]
    period = Period.parse(task.draft.period)
    for sentence in new.all_sentences:
        quotes = [c.quote for c in sentence.citations]
        if brought := new_claims(sentence, [*sources, *quotes], period):
            raise ModelError(f"模型写入了没有出处的“{brought[0]}”，没有采用")
        atoms = {sentence.text[a:b] for a, b in atoms_in(sentence.text)} - {_TO_FILL}
        if strange := [w for w in atoms if not any(w in s for s in [*sources, *quotes])]:
            raise ModelError(f"模型写入了没有出处的{strange[0]}，没有采用")


def _request(task: Task, item: DraftItem) -> _Request:
    draft = task.draft
    precedents = {f"p{secrets.token_hex(3)}": p for p in _precedents(task, item)}
    facts = {f"f{secrets.token_hex(3)}": (n, fact) for n, fact in enumerate(draft.facts, 1)}
    lines = [
        s.text + ("（锁定，不得改动）" if task.is_locked(s) else "") for s in item.all_sentences
    ]
    prompt = {
        "section": "存在的问题" if draft.section == "problems" else "工作打算",
        "organisation": _line(draft.organisation),
        "period": Period.parse(draft.period).label,
        "instruction": _line(task.message)[:_INSTRUCTION_CHARS] + _only(task),
        "fence": f"<<{secrets.token_hex(8)}>>",
        "item": "\n".join(_line(line) for line in lines),
        "evidence": "\n".join(
            f"[{k}] {_line(p.text)[:_PRECEDENT_CHARS]}" for k, p in precedents.items()
        ),
        "facts": "\n".join(f"[{k}] {_line(fact)}" for k, (_, fact) in facts.items()) or "无",
    }
    return _Request(prompt, precedents, facts)


def _only(task: Task) -> str:
    """Which words are selected, as JSON, so that no quotation mark in them can end them."""
    if not task.where.sentence:
        return ""
    sentence = next(s for s in task.draft.sentences() if s.id == task.where.sentence)
    start, end = task.where.span or (0, len(sentence.text))
    return f"（只改这些字：{json.dumps(sentence.text[start:end], ensure_ascii=False)}）"


def _precedents(task: Task, item: DraftItem) -> list[Precedent]:
    """Those the item cites, then the nearest others."""
    source = source_of(task, item, len(item.text))
    near = [r.precedent for r in source.planned.precedents]
    cited = {
        c.paragraph_id for s in item.all_sentences for c in s.citations if c.report_id != FACTS_ID
    }
    known = [p for p in source.job.evidence.precedents if p.paragraph.id in cited]
    return [*known, *(p for p in near if p not in known)][:_MOST_PRECEDENTS]


def _read(value: object) -> WrittenItem | None:
    try:
        return WrittenItem.model_validate(value)
    except ValidationError:
        return None


def _line(text: str) -> str:
    return re.sub(r"\s*[\r\n\v\f\x85\u2028\u2029]+\s*", "", text).strip()


def _object(**properties: object) -> dict[str, object]:
    names: Sequence[str] = list(properties)
    return {
        "type": "object",
        "properties": properties,
        "required": names,
        "additionalProperties": False,
    }
