"""What the assistant says in the chat. Pure: values in, Chinese sentences out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from langchain_core.documents import Document

from assistant.checking.copying import copied_share
from assistant.document import Draft, numbered_citations
from assistant.rewriting.changes import Left, Proposal
from assistant.rewriting.transplanting import units_of
from corpus.report import Period, period_label

EXAMPLES = (
    "起草2024年上半年存在的问题，四条，重点写村集体经济和党员教育",
    "起草2024年下半年工作打算，五条，突出人才引进和基层治理",
    "起草2024年上半年存在的问题，三条，先写村集体经济，今年薄弱村还有12个",
)
NO_OUTLINE = "还没有提纲。可以说“先列提纲：2024年下半年工作打算，五条”。"
NOTHING_PROPOSED = "没有待定的修改建议。可以说“第二条压缩到80字”。"
REJECTED = "修改建议已放弃，稿子没有改动。"
THANKED = "好的。还要改就直接说，例如“第二条压缩到80字”；改好了可以点稿件上方的“导出”。"
UNREAD = (
    "没有听懂要改什么，稿子没有动。可以这样说：\n"
    "· 第二条压缩到80字\n· 第三条换一种写法\n· 再加一条关于党管武装的\n"
    "· 把“抓好”换成“抓实”\n· 第一条加上：今年薄弱村还有12个\n"
    "也可以点开稿件里的句子直接改字；要另起一稿，请说“起草……”。"
)
OUTLINE_ADVICE = "可以在右侧“提纲”里调整次序、去掉或固定题目；说“按提纲起草”就开始写。"
_NOTHING_FOUND = "逐句有出处，规则没有查出问题；提法和项目是否还适用，请通读一遍。"
_SHOWN_NOTICES = 3
_POINTS = (
    ("uncited", "无出处"),
    ("placeholder", "待补"),
    ("unsupported_figure", "无依据数字"),
    ("expired_term", "过期提法"),
    ("source_changed", "来源已变更"),
    ("unsupported_sentence", "无依据的句子"),
    ("weak_support", "部分支持"),
    ("unanswered_problem", "没有措施的问题"),
    ("broken", "语句不通"),
    ("repeated", "重复"),
    ("copied_item", "照搬旧条目"),
    ("hostile", "指令性文字"),
    ("rejected", "已删去的内容"),
)
_WHAT_I_CAN = (
    "我能根据往年报告起草“存在的问题”和“工作打算”，并逐句标明出处。可以这样说：\n"
    + "\n".join(f"· {example}" for example in EXAMPLES)
    + "\n起草之后还可以说：“第二条换一种写法”“删掉第三条”“再加一条关于党管武装的”“撤销”。"
)


def greeting(named_other_genre: bool = False) -> str:
    """What can be done, in one friendly line and with examples."""
    first = "这类文字我写不了。" if named_other_genre else "您好！"
    return first + _WHAT_I_CAN


def as_restated(order: str) -> str:
    """How an answer to a request begins that only the model could read; "" for any other."""
    return f"（按模型的理解：{order}）\n" if order else ""


def proposed(proposal: Proposal) -> str:
    """What waits to be accepted."""
    lines = [
        f"修改建议：{proposal.instruction}，共 {len(units_of(proposal.changes))} 处改动，已标在稿件上，"
        "还没有改动稿子。请逐处点“接受”或“不改”，也可以说“全部接受”“全部不改”。"
    ]
    return "\n".join([*lines, *(f"· {notice}" for notice in proposal.notices)])


def waiting(left: Left) -> str:
    """After all was accepted that could be; "" if that was all there was."""
    parts = []
    if left.ticking:
        parts.append(f"还有 {left.ticking} 处改变了语气，请在稿件上勾选确认后再接受")
    if left.locked:
        parts.append(locked_out(left.locked))
    return f"其余改动已接受；{'；'.join(parts)}。" if parts else ""


def locked_out(names: str) -> str:
    """The sentences that changes were not made in."""
    return f"{names}已锁定，没有改，要改请先解除锁定"


def drafted(draft: Draft, instruction: str) -> str:
    """A line on the draft, a line on what is open, and what to tell the writer; the rest stands
    beside the draft."""
    period = Period.parse(draft.period).label
    organisation = f"（参照{draft.organisation}往年写法）" if draft.organisation else ""
    lines = [f"{instruction}：{period}“{draft.heading}”，共 {len(draft.items)} 条{organisation}。"]
    lines.append(open_points(draft))
    lines += [f"⚠ {notice}" for notice in draft.notices[:_SHOWN_NOTICES]]
    if more := draft.notices[_SHOWN_NOTICES:]:
        lines.append(f"另有 {len(more)} 条说明，见稿件下方。")
    return "\n".join(lines)


def open_points(draft: Draft) -> str:
    """What of the draft a person has to look at: 核验：待补 2 · 过期提法 1."""
    kinds = Counter(f.kind for f in draft.findings)
    points = [f"{label} {kinds[kind]}" for kind, label in _POINTS if kinds[kind]]
    named = {kind for kind, _ in _POINTS}
    by_rule = (f for f in draft.findings if f.rule and f.severity != "info")
    if others := sum(f.kind not in named for f in by_rule):
        points.append(f"文字规范 {others}")
    return f"核验：{' · '.join(points) if points else _NOTHING_FOUND}"


def check_line(draft: Draft) -> str:
    """5 条 612 字 · 引用 12 处 · 无出处 0 · 待补 0 · 过期提法 0 · 照搬率 41%."""
    kinds = Counter(f.kind for f in draft.findings)
    sources = sum(1 for label in numbered_citations(draft).values() if label.isdigit())
    parts = [
        f"{len(draft.items)} 条 {draft.chars} 字",
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
