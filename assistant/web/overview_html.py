"""The overview as cards with pictures. Every word of a report passes `escape` or `charts`."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from assistant.document import FACTS_ID
from assistant.leaning import Borrowed, Leaning, Source
from assistant.overview import EVERYONE, REST, SECTIONS, UNNAMED, Curve, Measured, Overview
from assistant.overview_themes import ThemeHistory, ThemeRow
from assistant.web.charts import (
    Cell,
    Piece,
    Row,
    Series,
    Stack,
    bars,
    columns,
    grid,
    legend,
    lines,
)
from assistant.web.style_html import styles_html
from corpus.report import Period, Role

_CARD, _WIDE = 580.0, 1200.0  # widths of pictures, near those of their cards
_YEARS_LEFT = 56.0  # where years begin under each other in the card of reports
_COLOURS = 7  # tones c1 … c7 of page.css; c0 is for the rest
_NAMED_GAPS = 6
_KINDS = ("年度", "上半年", "下半年")
_SOURCES = 12
_SHORT = {Role.ACHIEVEMENTS: "情况", Role.PROBLEMS: "问题", Role.PLAN: "打算"}


def overview_html(overview: Overview, lean: Leaning | None) -> str:
    """All cards; nothing for an empty archive."""
    if not overview.reports:
        return ""
    themes = "".join(
        _themes_card(Role(section), history)
        for section, history in zip(SECTIONS, overview.themes, strict=True)
    )
    return (
        f'<div class="overview cards">{_years_card(overview)}'
        f"{_style_card(overview)}{_matrix_card(overview)}{themes}{_curves_card(overview)}"
        f"{leaning_html(lean)}</div>"
    )


def leaning_html(lean: Leaning | None) -> str:
    """The sources of the draft that is open on the drafting screen."""
    title = "当前稿件借了谁的话"
    if lean is None:
        nothing = "“起草”页还没有打开的稿件；起草之后，这里显示它引用了哪些报告、哪几年的话。"
        return _card(title, f'<p class="said">{nothing}</p>', name="leaning")
    kinds = legend([("wording", "体例：写法参照"), ("fact", "依据：事实来源")])
    by_report = bars("各报告被引用的字数", [_source(s) for s in lean.sources[:_SOURCES]], _WIDE)
    more = len(lean.sources) - _SOURCES
    rest = f'<p class="said">另有 {more} 份引用较少，未画出。</p>' if more > 0 else ""
    by_year = columns(
        "各年报告被引用的字数",
        [
            Stack(
                str(y.year) if y.year else "素材",
                _borrowed(y.wording, y.fact, f"{y.year}年" if y.year else "素材、无期间"),
            )
            for y in lean.years
        ],
        _CARD,
    )
    sentence = f'<p class="said">{escape(lean.sentence)}</p>'
    return _card(title, f"{sentence}{kinds}{by_report}{rest}", "wide", "leaning") + _card(
        "当前稿件的话有多老（字，按来源的年份）", kinds + by_year, name="leaning-years"
    )


# --- reports --------------------------------------------------------------------------------------


def summary_html(overview: Overview) -> str:
    """The archive in a line of numbers, or how to fill it."""
    if not overview.reports:
        return (
            '<div class="empty"><h3>资料库还是空的</h3>'
            "<p>在“资料库”页上传往年报告之后，这里用图说明写过什么、怎么写的。</p></div>"
        )
    years = overview.by_year.years
    spread = f"{years[0]}–{years[-1]}年" if years else "期间不详"
    said = [
        f"<b>{overview.reports}</b> 份报告",
        f"<b>{len(overview.organisations)}</b> 个单位",
        f"<b>{escape(spread)}</b>",
    ]
    if overview.house != EVERYONE:
        own = dict(overview.organisations).get(overview.house, 0)
        said.append(f"{escape(overview.house or UNNAMED)} <b>{own}</b> 份")
    if overview.undated:
        said.append(f"{overview.undated} 份期间不详，不在图中")
    if overview.measured < overview.reports:
        said.append(f"报告较多，除份数外只统计报告最多的单位，共 {overview.measured} 份")
    return f'<p class="overview facts">{"<i>·</i>".join(said)}</p>'


def _years_card(overview: Overview) -> str:
    by_year = overview.by_year
    tones = [
        "c0" if name == REST else f"c{n % _COLOURS + 1}"
        for n, name in enumerate(by_year.organisations)
    ]
    stacks = [
        Stack(
            str(year),
            tuple(
                Piece(count, tone, f"{year}年　{name}：{count} 份")
                for count, tone, name in zip(counts, tones, by_year.organisations, strict=True)
                if count
            ),
        )
        for year, counts in zip(by_year.years, by_year.counts, strict=True)
    ]
    keys = legend(list(zip(tones, by_year.organisations, strict=True)))
    body = f"{keys}{columns('各年报告份数', stacks, _CARD, 190, _YEARS_LEFT)}{_presence(overview)}"
    return _card("每年有哪些报告", f'<p class="said">{_gaps(overview)}</p>{body}', name="years")


def _gaps(overview: Overview) -> str:
    if overview.house == EVERYONE:
        return "选一个单位，看它缺哪几年。"
    house = escape(overview.house or UNNAMED)
    if not overview.presence:
        return f"{house}的报告没有识别出期间。"
    if not overview.missing:
        return f"{house}各期齐全。"
    named = "、".join(p.label for p in overview.missing[-_NAMED_GAPS:])
    more = len(overview.missing) - _NAMED_GAPS
    return f"{house}缺 {escape(named)}" + (f"，以及更早的 {more} 期。" if more > 0 else "。")


def _presence(overview: Overview) -> str:
    missing = set(overview.missing)
    rows = []
    for kind in overview.presence:
        cells = []
        for year, there in zip(overview.by_year.years, kind.there, strict=True):
            period = Period(year, kind.half)
            if there:
                cells.append(Cell("there", "有", f"{period.label}：有"))
            elif period in missing:
                cells.append(Cell("missing", "缺", f"{period.label}：缺"))
            else:
                cells.append(Cell(""))
        rows.append(Row(_KINDS[kind.half], tuple(cells)))
    heads = [""] * len(overview.by_year.years)
    name = f"{overview.house}各年各期是否有报告"
    return grid(name, heads, rows, _CARD, 22, _YEARS_LEFT) if rows else ""


def _matrix_card(overview: Overview) -> str:
    rows = [
        Row(
            line.organisation if role is Role.PROBLEMS else "",
            tuple(_matrix_cell(reports, role) for reports in line.reports),
            _SHORT[role],
            apart=role is Role.PROBLEMS,
        )
        for line in overview.matrix
        for role in (Role.PROBLEMS, Role.PLAN)
    ]
    heads = [_short(p) for p in overview.periods]
    keys = legend(
        [
            ("problems l3", "存在的问题（数字为条数）"),
            ("plan l3", "工作打算"),
            ("missing", "有报告，没有这一部分"),
        ]
    )
    hidden = len(overview.organisations) - len(overview.matrix)
    note = f'<p class="said">另有 {hidden} 个单位报告较少，未画出。</p>' if hidden > 0 else ""
    drawn = grid("各单位各期报告有没有问题和打算两部分", heads, rows, _WIDE, 22)
    return _card("哪份报告有哪一部分", f"{keys}{drawn}{note}", "wide", "matrix")


def _matrix_cell(reports: Sequence[Measured], role: Role) -> Cell:
    if not reports:
        return Cell("")
    parts = [(m, part) for m in reports if (part := m.part(role))]
    titles = "；".join(m.title for m in reports)
    if not parts:
        return Cell("missing", "无", f"{titles}：没有“{role.label}”")
    items = max(len(part.lengths) for _, part in parts)
    size = sum(part.characters for _, part in parts)
    told = f"{titles}：“{role.label}”" + (f"{items} 条，" if items else "未分条，") + f"{size} 字"
    return Cell(f"{role.value} l3", str(items) if items else "有", told)


def _short(period: Period) -> str:
    return f"{period.year}" + ("全年", "上", "下")[period.half]


# --- themes and curves ----------------------------------------------------------------------------


def _themes_card(role: Role, history: ThemeHistory) -> str:
    title = f"“{role.label}”年年写什么"
    if not history.rows:
        return _card(title, '<p class="said">没有分条的这一部分。</p>')
    most = max(max(row.items) for row in history.rows)
    rows = [Row(row.theme, _theme_cells(row, role, history, most)) for row in history.rows]
    rest = f"另有 {history.once} 个题目写得更少，未画出。" if history.once else ""
    drawn = grid(f"{title}：题目与年份", [str(y) for y in history.years], rows, _CARD, 22)
    keys = legend(
        [(f"{role.value} l2", "写过（颜色越深条数越多）"), ("none", "那一年没有这一部分")]
    )
    return _card(
        title,
        f'<p class="said">{escape(history.sentence)}</p>{keys}{drawn}<p class="said">{rest}</p>',
        name=f"themes-{role.value}",
    )


def _theme_cells(row: ThemeRow, role: Role, history: ThemeHistory, most: int) -> tuple[Cell, ...]:
    also = f"（写作：{'、'.join(row.spellings[:4])}）" if len(row.spellings) > 1 else ""
    cells = []
    for year, reported, count in zip(history.years, history.reported, row.items, strict=True):
        if not reported:
            cells.append(Cell("none", "", f"{year}年没有这一部分"))
        elif not count:
            cells.append(Cell("blank", "", f"{year}年没有写{row.theme}"))
        else:
            level = 1 + min(3, round(3 * count / max(3, most)))
            told = f"{year}年　{row.theme}：{count} 条{also}"
            cells.append(Cell(f"{role.value} l{level}", str(count) if count > 1 else "", told))
    return tuple(cells)


def _curves_card(overview: Overview) -> str:
    pictures = (
        ("每份写几条", "", overview.item_counts, "条"),
        ("每条写多少字", "当年各条的中位数。", overview.item_lengths, "字"),
        ("各部分占全文多少", "按字数。", overview.shares, "%"),
    )
    house = escape(overview.house or UNNAMED)
    compared = f"实线是{house}，虚线是全部单位。" if _compares(overview) else ""
    return "".join(
        _card(
            title,
            f'<p class="said">{said}{compared}</p>{_curves(overview, title, curves, unit)}',
            name="curves",
        )
        for title, said, curves, unit in pictures
    )


def _compares(overview: Overview) -> bool:
    return overview.house != EVERYONE and len(overview.organisations) > 1


def _curves(overview: Overview, name: str, curves: Sequence[Curve], unit: str) -> str:
    """Both sets of lines; the dashed ones bear no name at their ends, their colour says it."""
    series = [Series(_SHORT[c.role], c.role.value, c.house) for c in curves]
    if _compares(overview):
        series = [
            *(
                Series(f"全部单位{_SHORT[c.role]}", f"{c.role.value} all", c.everyone, named=False)
                for c in curves
            ),
            *series,
        ]
    labels = [str(year) for year in overview.by_year.years]
    drawn = lines(name, labels, series, _CARD, 210, unit)
    return drawn or '<p class="said">没有可画的数据。</p>'


# --- house style ----------------------------------------------------------------------------------


def _style_card(overview: Overview) -> str:
    cards = [(Role(section), card) for section, card in zip(SECTIONS, overview.styles, strict=True)]
    return _card("惯用写法", styles_html(cards, overview.house != EVERYONE), "wide", "style")


# --- the draft's sources --------------------------------------------------------------------------


def _source(source: Source) -> Stack:
    label = source.title if source.report_id != FACTS_ID else "拟稿人提供的素材"
    pieces = _borrowed(source.wording, source.fact, label)
    return Stack(label, pieces, f"{source.spans} 处 · {source.characters} 字")


def _borrowed(wording: Borrowed, fact: Borrowed, where: str) -> tuple[Piece, ...]:
    return tuple(
        Piece(b.characters, tone, f"{where}　{name} {b.spans} 处、{b.characters} 字")
        for b, tone, name in ((wording, "wording", "体例"), (fact, "fact", "依据"))
        if b.spans
    )


def _card(title: str, body: str, style: str = "", name: str = "") -> str:
    """A card; `body` is HTML."""
    return (
        f'<article class="card {style}" data-card="{escape(name, quote=True)}">'
        f"<h3>{escape(title)}</h3>{body}</article>"
    )
