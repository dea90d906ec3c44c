"""A draft as Markdown: headings, paragraphs, and each citation a footnote. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.document import FACTS_ID, KIND_LABELS, Citation, Draft, DraftItem, Sentence
from assistant.exporting.content import section_marks
from assistant.exporting.notes import place_of, quote_of
from assistant.exporting.xml import writable

# What starts or ends a construct of CommonMark, of its tables and footnotes, or is HTML.
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~!&$^])")
# A line that would be a list, a number of one, a quotation or a rule.
_LINE_START = re.compile(r"^(\s*)(?:([-+=>])|(\d{1,9})([.)]))")


def escaped(text: str) -> str:
    """The text as Markdown shows it, whatever stands in it; one line."""
    text = _SPECIAL.sub(r"\\\1", " ".join(writable(text).split("\n")))
    return _LINE_START.sub(lambda m: f"{m[1]}\\{m[2]}" if m[2] else f"{m[1]}{m[3]}\\{m[4]}", text)


def markdown_of(drafts: Sequence[Draft], title: str = "", label: str = "") -> str:
    """The report, its footnotes at the end; `label` is a last line for readers."""
    footnotes: dict[str, str] = {}
    lines = [f"# {escaped(title)}"] if title else []
    for mark, draft in zip(section_marks(drafts), drafts, strict=True):
        lines.append(f"## {escaped(mark + draft.heading)}")
        if draft.lead:
            lines.append("".join(_sentence(s, draft, footnotes) for s in draft.lead))
        lines += [_item(item, draft, footnotes) for item in draft.items]
    lines += [escaped(label)] if label else []
    lines += list(footnotes.values())
    return "\n\n".join(lines) + "\n"


def _item(item: DraftItem, draft: Draft, footnotes: dict[str, str]) -> str:
    heading = _sentence(item.heading, draft, footnotes, item.marker)
    return heading + "".join(_sentence(s, draft, footnotes) for s in item.sentences)


def _sentence(sentence: Sentence, draft: Draft, footnotes: dict[str, str], before: str = "") -> str:
    marks = "".join(
        f"[^{number}]"
        for number in dict.fromkeys(_number(c, draft, footnotes) for c in sentence.citations)
    )
    return escaped(before + sentence.text) + marks


def _number(citation: Citation, draft: Draft, footnotes: dict[str, str]) -> int:
    """The footnote of the citation, made when it is first met. Facts are numbered by draft."""
    key = f"{draft.id}/{citation.key}" if citation.report_id == FACTS_ID else citation.key
    if key not in footnotes:
        said = f"{KIND_LABELS[citation.kind]} · {place_of(citation)}：{quote_of(citation)}"
        footnotes[key] = f"[^{len(footnotes) + 1}]: {escaped(said)}"
    return list(footnotes).index(key) + 1
