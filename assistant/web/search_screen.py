"""The search screen: past wording by words or meaning, why it was found, and where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import gradio as gr

from assistant.choices import paragraph_of
from assistant.service import Assistant
from assistant.web.search_html import found_html, gone_html, reader_html, welcome_html
from assistant.web.seat import seat
from corpus.errors import CorpusError
from corpus.kinds import KINDS, kind_of
from corpus.query import Boosts, Filter, report_id_of, year_of
from corpus.report import Role
from corpus.search import NOTHING_NEAR, Found

_PRIVATE: dict[str, Any] = {"api_visibility": "private"}
_FIRST, _MORE, _MOST = 10, 10, 60  # hits
_LONGEST_QUERY = 2000
_STRONGEST = 30  # per cent a boost may add
_ALL_ROLES, _NO_YEAR = "全部部分", "不限"
_NOBODY = "不优先"
_ROLES = [(_ALL_ROLES, ""), *((role.label, role.value) for role in Role)]
_PAINT = "watch('value', () => window.nigaoPaint?.());"
_READER = """window.nigaoOpen = (paragraph) => trigger('click', paragraph);
watch('value', () => window.nigaoRead?.());"""


@dataclass(frozen=True)
class _Parts:
    """What of the screen asks, reacts or changes."""

    query: gr.Textbox
    role: gr.Dropdown
    since: gr.Dropdown
    until: gr.Dropdown
    organisations: gr.Dropdown
    kinds: gr.Dropdown
    newer: gr.Slider
    same: gr.Slider
    own: gr.Dropdown
    hits: gr.HTML
    far: gr.Button
    more: gr.Button
    reader: gr.HTML

    @property
    def asked(self) -> list[Any]:
        """The inputs of a search, in the order `_found` takes them."""
        return [self.query, self.role, self.since, self.until, self.organisations, self.kinds,
                self.newer, self.same, self.own]  # fmt: skip


def build_search_screen(assistant: Assistant, tab: gr.Tab) -> None:
    """Lay out the screen and wire it to the assistant."""
    query = gr.Textbox(
        show_label=False,
        placeholder="要找的词或意思，例如：村集体经济薄弱",
        lines=1,
        max_lines=3,
        max_length=_LONGEST_QUERY,
        submit_btn="查找",
        elem_id="query",
    )
    with gr.Row(elem_classes="filters"):
        role = gr.Dropdown(_ROLES, value="", label="部分", min_width=110, elem_id="role")
        since = gr.Dropdown([], label="年份从", min_width=90, elem_id="since")
        until = gr.Dropdown([], label="到", min_width=90, elem_id="until")
        organisations = gr.Dropdown(
            [],
            label="单位（不选为全部）",
            multiselect=True,
            min_width=200,
            scale=3,
            elem_id="organisations",
        )
        kinds = gr.Dropdown(
            [],
            label="文种（不选为全部）",
            multiselect=True,
            min_width=150,
            scale=2,
            elem_id="kinds",
        )
    with (
        gr.Accordion("排序", open=False, elem_id="order"),
        gr.Row(elem_classes="filters"),
    ):
        newer = _slider("年份新的优先", "最新一年的段落加这么多，最早一年的不加", Boosts.newer)
        same = _slider("本单位优先", "右边所选单位的段落加这么多", Boosts.same_organisation)
        own = gr.Dropdown([], label="本单位是", min_width=200, elem_id="own")
    with gr.Row(elem_classes="search-desk"):
        with gr.Column(scale=5, min_width=320, elem_classes="hits-pane"):
            hits = gr.HTML(welcome_html(), elem_id="hits", js_on_load=_PAINT)
            far = gr.Button("仍要看最接近的段落", visible=False, size="sm", elem_id="far")
            more = gr.Button("再看一些", visible=False, size="sm", elem_id="more")
        with gr.Column(scale=6, min_width=320, elem_classes="reader-pane"):
            reader = gr.HTML(elem_id="reader", js_on_load=_READER)
    parts = _Parts(query, role, since, until, organisations, kinds, newer, same, own, hits, far,
                   more, reader)  # fmt: skip
    _wire(assistant, tab, parts)


def _slider(label: str, info: str, share: float) -> gr.Slider:
    return gr.Slider(
        0, _STRONGEST, value=100 * share, step=1, label=f"{label}（%）", info=info, min_width=220
    )


def _wire(assistant: Assistant, tab: gr.Tab, parts: _Parts) -> None:
    shown: list[Any] = [parts.hits, parts.far, parts.more]
    limit, far = gr.State(_FIRST), gr.State(False)
    search: dict[str, Any] = {
        "concurrency_id": "search",
        "concurrency_limit": 4,
        "show_progress_on": parts.hits,
        **_PRIVATE,
    }

    def afresh(request: gr.Request, *asked: Any) -> tuple[Any, ...]:
        return *_screen(seat(assistant, request), asked, _FIRST, False), _FIRST, False

    def more(request: gr.Request, limit: int, far: bool, *asked: Any) -> tuple[Any, ...]:
        grown = min(limit + _MORE, _MOST)
        return *_screen(seat(assistant, request), asked, grown, far), grown

    def too_far(request: gr.Request, limit: int, *asked: Any) -> tuple[Any, ...]:
        return *_screen(seat(assistant, request), asked, limit, True), True

    def read(request: gr.Request, event: gr.EventData) -> str:
        return _reader(seat(assistant, request), event._data)

    def offered(request: gr.Request, *chosen: Any) -> tuple[Any, ...]:
        return _offered(seat(assistant, request), chosen)

    filters = (parts.role, parts.since, parts.until, parts.organisations, parts.kinds, parts.own)
    gr.on(
        [
            parts.query.submit,
            *(f.input for f in filters),
            parts.newer.release,
            parts.same.release,
        ],
        afresh,
        parts.asked,
        [*shown, limit, far],
        trigger_mode="always_last",
        **search,
    )
    parts.more.click(more, [limit, far, *parts.asked], [*shown, limit], **search)
    parts.far.click(too_far, [limit, *parts.asked], [*shown, far], **search)
    parts.reader.click(
        read,
        None,
        parts.reader,
        show_progress="hidden",
        trigger_mode="always_last",
        **_PRIVATE,
    )
    tab.select(
        offered,
        [parts.since, parts.until, parts.organisations, parts.kinds, parts.own],
        [parts.since, parts.until, parts.organisations, parts.kinds, parts.own],
        show_progress="hidden",
        **_PRIVATE,
    )


def _screen(
    assistant: Assistant, asked: Sequence[Any], limit: int, far: bool
) -> tuple[str, Any, Any]:
    """The hits, and whether there are others that are less near, or more."""
    if not str(asked[0] or "").strip():
        return welcome_html(), gr.update(visible=False), gr.update(visible=False)
    try:
        found = _found(assistant, asked, limit, far)
    except CorpusError as error:
        raise gr.Error(escape(str(error)), print_exception=False) from error
    is_near = NOTHING_NEAR not in found.notices
    label = f"另有 {found.far} 段不够相近，也列出来" if is_near else "仍要看最接近的段落"
    is_full = len(found.hits) + (0 if far else found.far) >= limit and limit < _MOST
    return (
        found_html(found, assistant.excerpt),
        gr.update(value=label, visible=found.far > 0 and not far),
        gr.update(visible=is_full and bool(found.hits)),
    )


def _found(assistant: Assistant, asked: Sequence[Any], limit: int, far: bool) -> Found:
    query, role, since, until, organisations, kinds, newer, same, own = asked
    wanted = Filter(
        (Role(role),) if role else (),
        since or None,
        until or None,
        tuple(organisations or ()),
        tuple(kinds or ()),
    )
    boosts = Boosts(_share(newer), _share(same), own or "")
    return assistant.search(query.strip()[:_LONGEST_QUERY], wanted, limit, boosts, far)


def _share(per_cent: float) -> float:
    return min(max(per_cent, 0.0), _STRONGEST) / 100


def _reader(assistant: Assistant, paragraph_id: Any) -> str:
    """The report a paragraph stands in; a browser can ask for anything."""
    report = assistant.report(report_id_of(paragraph_id)) if isinstance(paragraph_id, str) else None
    if report is None or paragraph_of(report, paragraph_id) is None:
        return gone_html()
    return reader_html(report, paragraph_id)


def _offered(assistant: Assistant, chosen: Sequence[Any]) -> tuple[Any, ...]:
    """What can be chosen in the archive as it is now; what was chosen stays if it is there."""
    reports = assistant.reports()
    years = sorted({year for r in reports if (year := year_of(r.period))}, reverse=True)
    named = sorted({r.organisation for r in reports if r.organisation})
    there = {kind_of(r.title) for r in reports}
    since, until, organisations, kinds, own = chosen
    in_years = [(_NO_YEAR, 0), *((f"{year} 年", year) for year in years)]
    return (
        gr.update(choices=in_years, value=since if since in years else 0),
        gr.update(choices=in_years, value=until if until in years else 0),
        gr.update(choices=named, value=[o for o in organisations or () if o in named]),
        gr.update(
            choices=[k for k in KINDS if k in there], value=[k for k in kinds or () if k in there]
        ),
        gr.update(
            choices=[(_NOBODY, ""), *((o, o) for o in named)], value=own if own in named else ""
        ),
    )
