"""Group 1: what is still to be filled in."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from assistant.checking.paper import Hit, Paper
from assistant.checking.tables import Tables

# XX村 and X个, not X光, MAX, “1+X” or “要素×”; 〇〇, ****, ____; what stands in brackets for somebody to fill in.
PLACEHOLDER = re.compile(
    r"(?<![A-Za-z0-9+＋])(?:[XxＸｘ]{1,4}|[×✕]{1,4}(?!”))(?![A-Za-z0-9])(?!光|射线|轴|染色体|形|型|级|\s*[=＝])"
    r"|(?<![二一][〇○])[〇○]{2,}(?![一二三四五六七八九十年])|(?<!\*)\*{2,}(?!\*)|_{3,}|【待[^】]{0,30}】"
    r"|\[[^\]]{0,20}(?:待|填|补)[^\]]{0,20}\]|\{\{[^}\n]+\}\}|（(?:此处|待[填补核定查])[^）\n]{0,30}）"
)
_MANY = 2


def check_placeholders(paper: Paper, tables: Tables) -> Iterator[Hit]:
    """`placeholder.mark` for each; `placeholder.count` for a part of a report that has several."""
    found: Counter[int] = Counter()
    for line in paper.lines:
        for match in PLACEHOLDER.finditer(line.text):
            start = line.start + match.start()
            found[line.section] += 1
            said = f"“{match.group()}”待填写或核实"
            yield Hit("placeholder.mark", start, start + len(match.group()), said)
    for place, count in found.items():
        if paper.is_whole and place >= 0 and count >= _MANY:
            section = paper.outline.sections[place]
            name = section.marker + section.heading or section.role.label
            end = section.start + max(1, len(section.marker + section.heading))
            yield Hit("placeholder.count", section.start, end, f"“{name}”有 {count} 处待填写")
