"""What is wrong with an item a model wrote, in words that tell it what to change. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from assistant.checking.broken import broken_places
from assistant.checking.copying import COPIED_ITEM, copied_of_sentence, repeated_of_source
from assistant.document import FACTS_ID, DraftItem, Sentence
from assistant.plan import PlannedItem
from assistant.precedents import Precedent
from assistant.writing.job import Job

_COPIED = 0.7  # of a sentence, from one paragraph
_LONGEST_COPY = 20  # shorter sentences are alike by chance
_FAR_TOO_LONG = 600
_LITTLE, _MUCH = 0.7, 1.2  # of a length that is a habit, not an order
_MOSTLY = 0.6
_SAID = 20
_FORM = re.compile(r"[〈〉]")
_HAN = re.compile(r"[㐀-鿿，。、；：]|\d")
_FIGURE = re.compile(r"\d+(?:\.\d+)?")


def defects_of(
    item: DraftItem,
    job: Job,
    planned: PlannedItem,
    precedents: Mapping[str, Precedent],
    chars: tuple[int, int],
) -> list[str]:
    """One line a defect; `chars` is the length asked for. A heading alone is worth no second
    request: the house has its own (`settling`)."""
    why = unusable(item)
    found = [f"{why}，要重新写"] if why else []
    for n, sentence in enumerate(item.sentences, 1):
        found += [f"正文第{n}句：{what}" for what in _of_sentence(sentence, job)]
    again = [s for s in item.sentences if s.text.rstrip("。") in job.present]
    found += [f"“{s.text[:_SAID]}”和现在的写法一样，要换一种说法" for s in again]
    length, (least, most) = len(item.text), chars
    if length > most_chars(job, chars):
        found.append(f"全条{length}字，超过了{most}字，要压缩")
    elif length < (1 if job.length.is_asked else _LITTLE) * least:
        found.append(f"全条只有{length}字，不足{least}字，要写得更具体")
    share, _ = repeated_of_source(item, {p.paragraph.id: p.text for p in precedents.values()}.get)
    if share > COPIED_ITEM:
        found.append("全条与一个先例大同小异，要多用几个先例的说法")
    found += [
        f"没有写入素材“{job.facts[number - 1]}”" for number in unstated(item, job, planned.facts)
    ]
    owed = [key for key, p in precedents.items() if p.paragraph.id in unpinned(item, planned)]
    found += [f"没有采用必须采用的先例 {key}" for key in owed]
    return found


def unusable(item: DraftItem) -> str:
    """Why the item is no item at all; "" if it is one."""
    texts = [s.text for s in item.all_sentences]
    if any(_FORM.search(text) for text in texts):
        return "模型照抄了格式说明"
    if any(len(_HAN.findall(text)) < _MOSTLY * len(text) for text in texts):
        return "模型写的不是中文正文"
    if len(set(texts)) < len(texts):
        return "模型写了重复的句子"
    if not any(s.citations for s in item.all_sentences):
        return "模型没有注明任何出处"
    if len(item.text) > _FAR_TOO_LONG:
        return "模型写得过长"
    return ""


def unstated(item: DraftItem, job: Job, numbers: Sequence[int]) -> list[int]:
    """Numbers of the facts that no sentence cites with all their figures in it."""
    return [n for n in numbers if not any(_states(s, n, job) for s in item.all_sentences)]


def unpinned(item: DraftItem, planned: PlannedItem) -> list[str]:
    """Ids of pinned paragraphs that the item does not cite."""
    cited = {c.paragraph_id for s in item.all_sentences for c in s.citations}
    return [paragraph_id for paragraph_id in planned.pinned if paragraph_id not in cited]


def _states(sentence: Sentence, number: int, job: Job) -> bool:
    cites = any(c.paragraph_id == f"{FACTS_ID}:{number}" for c in sentence.citations)
    figures = _FIGURE.findall(job.facts[number - 1])
    return cites and all(figure in sentence.text for figure in figures)


def most_chars(job: Job, chars: tuple[int, int]) -> int:
    """Characters beyond which an item is too long, asked for `chars`."""
    return chars[1] if job.item_limit else round(_MUCH * chars[1])


def is_copy(sentence: Sentence) -> bool:
    """Whether it is a past sentence rather than one of its own."""
    return len(sentence.text) >= _LONGEST_COPY and copied_of_sentence(sentence).share > _COPIED


def _of_sentence(sentence: Sentence, job: Job) -> Iterator[str]:
    yield from sentence.rejected
    if not sentence.citations:
        yield "没有注明所依据的先例或素材的编号"
    for expired in job.times.expired(sentence.text):
        yield f"“{expired.term}”已经过期，不能再用"
    for broken in broken_places(sentence.text, ()):
        yield f"句子不通：{broken.message}"
    if is_copy(sentence):
        yield "照抄了一个先例，要把几个先例的说法揉在一起重写"
