"""What the assistant says in the chat. Pure: values in, Chinese sentences out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from langchain_core.documents import Document

from assistant.checking.copying import copied_share
from assistant.document import Draft, numbered_citations
from corpus.report import Period, period_label

EXAMPLES = (
    "起草2024年上半年存在的问题，四条，重点写村集体经济和党员教育",
    "起草2024年下半年工作打算，五条，突出人才引进和基层治理",
    "起草2024年上半年存在的问题，三条，先写村集体经济，今年薄弱村还有12个",
)
NO_OUTLINE = "还没有提纲。可以说“先列提纲：2024年下半年工作打算，五条”。"
OUTLINE_ADVICE = "可以在右侧“提纲”里调整次序、去掉或固定题目；说“按提纲起草”就开始写。"
_WHAT_I_CAN = (
    "我能根据往年报告起草“存在的问题”和“工作打算”，并逐句标明出处。可以这样说：\n"
    + "\n".join(f"· {example}" for example in EXAMPLES)
    + "\n起草之后还可以说：“第二条换一种写法”“删掉第三条”“再加一条关于党管武装的”“撤销”。"
)


def greeting(named_other_genre: bool = False) -> str:
    """What can be done, in one friendly line and with examples."""
    first = "这类文字我写不了。" if named_other_genre else "您好！"
    return first + _WHAT_I_CAN


def asked_back(question: str, answers: Sequence[str]) -> str:
    """A question; its answers are shown as buttons, and written out where there are none."""
    return "\n".join([question, *(f"· {words}" for words in answers)])


def drafted(draft: Draft, instruction: str) -> str:
    """A line on the draft, a line on what the checks found, and what to tell the writer."""
    period = Period.parse(draft.period).label
    organisation = f"（参照{draft.organisation}往年写法）" if draft.organisation else ""
    lines = [f"{instruction}：{period}“{draft.heading}”，共 {len(draft.items)} 条{organisation}。"]
    lines.append(check_line(draft))
    lines += [f"⚠ {notice}" for notice in draft.notices]
    return "\n".join(lines)


def check_line(draft: Draft) -> str:
    """引用 12 处 · 无出处 0 · 待补 0 · 过期提法 0 · 照搬率 41%."""
    kinds = Counter(f.kind for f in draft.findings)
    sources = sum(1 for label in numbered_citations(draft).values() if label.isdigit())
    parts = [
        f"引用 {sources} 处",
        f"无出处 {kinds['uncited']}",
        f"待补 {kinds['placeholder']}",
        f"无依据数字 {kinds['unsupported_figure']}",
        f"过期提法 {kinds['expired_term']}",
        f"照搬率 {round(100 * copied_share(draft))}%",
    ]
    if kinds["source_changed"]:
        parts.append(f"来源已变更 {kinds['source_changed']}")
    return "核验：" + " · ".join(parts)


def checked_report(draft: Draft) -> str:
    """All findings, one a line."""
    if not draft.findings:
        return check_line(draft) + "\n没有发现问题。"
    places = {s.id: s.text for s in draft.sentences()}
    lines = [
        f"· {finding.message}（{places.get(finding.sentence_id, '')[:18]}…）"
        for finding in draft.findings
    ]
    return "\n".join([check_line(draft), *lines])


def found(paragraphs: Sequence[Document], query: str) -> str:
    """Past wording for a question about the archive."""
    if not paragraphs:
        return f"没有找到与“{query}”相近的段落。"
    lines = []
    for n, paragraph in enumerate(paragraphs, 1):
        about = paragraph.metadata
        path = " › ".join(about["section_path"])
        lines.append(f"{n}. {about['report_title']}（{period_label(about['period'])}）› {path}")
        lines.append(f"　　{paragraph.page_content}")
    return f"往年报告里与“{query}”相近的有：\n" + "\n".join(lines)
