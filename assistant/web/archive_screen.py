"""The archive screen: what is there, and adding to it after a look at what was recognised."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from html import escape
from pathlib import Path
from typing import Any, Literal

import gradio as gr

from assistant.service import Assistant
from assistant.web.archive_html import (
    lines_html,
    notes_html,
    problems_html,
    reports_html,
    section_html,
    standing_html,
)
from assistant.web.pending import Intake, Pending, look_at
from assistant.web.seat import seat
from corpus.errors import CorpusError
from corpus.files import file_bytes
from corpus.report import Report, Role, period_label

_FIRST_YEAR = 1978
_MOST_SECTIONS = 60  # more would be no tree that anybody corrects by hand
_ROLES = [(role.label, role.value) for role in Role]
_CONFIRM = """(id) => {
  const sure = id && confirm('将彻底删除这份报告的文字、向量和原始文件，不能恢复。确定删除吗？');
  return sure ? id : null;
}"""
_PRIVATE: dict[str, Any] = {"api_visibility": "private"}
# Whoever types faster than the server answers must not lose the last characters: they are sent when
# the answer is there, or at once when the box is left, since what is clicked next may remove it.
_TYPING: dict[str, Any] = {
    "queue": False,
    "show_progress": "hidden",
    "trigger_mode": "always_last",
    **_PRIVATE,
}
_LEAVING = _TYPING | {"trigger_mode": "multiple"}
_STAMPED = "(value) => [value, performance.now()]"  # requests may overtake each other


@dataclass(frozen=True)
class _Parts:
    """What of the screen reacts or changes."""

    problems: gr.HTML
    files: gr.File
    pending: gr.State
    desk: gr.Column
    summary: gr.Markdown
    chosen: gr.Radio
    add: gr.Button
    cancel: gr.Button
    clear: gr.Button
    outcome: gr.HTML
    listing: gr.HTML
    doomed: gr.Dropdown
    forget: gr.Button
    forgetting: gr.Accordion


def build_archive_screen(assistant: Assistant, page: gr.Blocks, problems: gr.HTML) -> None:
    """Lay out the screen and wire it to the assistant.

    `problems`, above all screens, says what is wrong with the archive's indexes.
    """
    gr.Markdown("### 往年报告\n起草时只从这里取材。文件只存在本机。")
    files = gr.File(
        label="把报告拖到这里：Word、PDF、WPS、OFD、网页、文本，或打包成 .zip；先看识别结果，再入库",
        file_count="multiple",
        elem_id="upload",
        height=140,
    )
    pending = gr.State([])
    with gr.Column(visible=False, elem_id="desk") as desk:
        with gr.Row(elem_classes="actions"):
            with gr.Column(scale=6):
                summary = gr.Markdown(elem_id="summary")
            add = gr.Button("入库", variant="primary", elem_id="ingest", scale=1)
            clear = gr.Button("不入库，清空", elem_id="clear", scale=1)
        with gr.Row():
            with gr.Column(scale=4, min_width=320):
                chosen = gr.Radio(label="待入库的文件", elem_id="chosen")
            with gr.Column(scale=7, min_width=420, elem_id="detail"):
                gr.render(inputs=[pending, chosen], queue=False)(_editor(assistant))
    cancel = gr.Button("停止入库", variant="stop", visible=False, elem_id="cancel")
    outcome = gr.HTML(elem_id="outcome", js_on_load=None)
    listing = gr.HTML(elem_id="reports", js_on_load=None)
    with gr.Accordion("删除报告", open=False) as forgetting, gr.Row():
        doomed = gr.Dropdown(label="要彻底删除的报告", elem_id="doomed", scale=4)
        forget = gr.Button("彻底删除", variant="stop", elem_id="forget", scale=1)
    parts = _Parts(
        problems, files, pending, desk, summary, chosen, add, cancel, clear, outcome, listing,
        doomed, forget, forgetting,
    )  # fmt: skip
    _wire_looking(assistant, parts)
    _wire_taking_in(assistant, parts)
    _wire_listing(assistant, page, parts)


# --- looking at files ---------------------------------------------------------------------------


def _wire_looking(assistant: Assistant, parts: _Parts) -> None:
    def look(
        paths: list[str] | None, before: list[Pending], request: gr.Request
    ) -> Iterator[tuple[Any, ...]]:
        looked = list(before)
        try:
            me = _keeper(assistant, request)
            named = file_bytes([Path(p) for p in paths or []])
            for one in look_at(me, named, {one.name for one in before}):
                looked.append(one)
                said = f"正在识别……已看 {len(looked)} 个文件"
                waiting = gr.update(interactive=False)
                yield gr.skip(), gr.update(visible=True), said, gr.skip(), waiting, gr.skip()
        finally:
            for path in paths or []:
                Path(path).unlink(missing_ok=True)  # the upload's copy; `looked` has the contents
        if looked:
            yield *_desk(looked, len(before)), None

    looking = parts.files.upload(
        look,
        [parts.files, parts.pending],
        [parts.pending, parts.desk, parts.summary, parts.chosen, parts.add, parts.files],
        concurrency_id="look",
        concurrency_limit=2,
        **_PRIVATE,
    )
    parts.clear.click(
        lambda: ([], gr.update(visible=False), None),
        None,
        [parts.pending, parts.desk, parts.files],
        cancels=[looking],
        **_PRIVATE,
    )


def _desk(looked: list[Pending], start: int) -> tuple[Any, ...]:
    """The desk with all files; the first that can come in, from `start` on, is the chosen one."""
    coming = sum(one.can_come_in for one in looked)
    usable = [n for n, one in enumerate(looked) if one.can_come_in and n >= start]
    choices = [(one.label, n) for n, one in enumerate(looked)]
    return (
        looked,
        gr.update(visible=True),
        _summary(looked),
        gr.update(choices=choices, value=usable[0] if usable else min(start, len(looked) - 1)),
        gr.update(value=f"入库（{coming} 份）", interactive=coming > 0),
    )


def _summary(looked: list[Pending]) -> str:
    coming = sum(one.can_come_in for one in looked)
    refused = sum(one.preview.report is None for one in looked)
    known = len(looked) - coming - refused
    said = [f"{coming} 份可以入库"]
    said += [f"{known} 份已在库中"] if known else []
    said += [f"{refused} 份不能入库"] if refused else []
    return f"**{'，'.join(said)}。** 点左边的文件查看识别结果，有误可以直接改，改好后点“入库”。"


def _editor(assistant: Assistant) -> Any:
    """What was recognised in the chosen file, open to correction."""

    def editor(pending: list[Pending], chosen: int | None) -> None:
        if not pending or chosen is None or chosen >= len(pending):
            return
        one = pending[chosen]
        titles = {r.id: r.title for r in assistant.reports()}
        gr.HTML(standing_html(one, titles), js_on_load=None, elem_id="standing")
        report = one.preview.report
        if report is not None:
            _names(one, report)
            gr.HTML(notes_html(report.notes), js_on_load=None, elem_id="notes")
            _tree(one, report)

    return editor


def _names(one: Pending, report: Report) -> None:
    outline = report.outline
    with gr.Row():
        title = gr.Textbox(
            one.title if one.title is not None else outline.title,
            label="标题",
            scale=5,
            elem_id="title",
            interactive=True,
        )
    with gr.Row():
        known = one.organisation if one.organisation is not None else outline.organisation
        organisation = gr.Textbox(
            known,
            label="单位",
            placeholder="没有识别出单位，请填写",
            scale=3,
            elem_id="organisation",
            interactive=True,
        )
        period = gr.Dropdown(
            _periods(),
            value=one.period if one.period is not None else outline.period,
            label="期间",
            scale=2,
            elem_id="period",
            interactive=True,
        )
    _follow(one, "title", title, outline.title)
    _follow(one, "organisation", organisation, outline.organisation)
    period.input(lambda value: setattr(one, "period", value or ""), period, None, **_TYPING)


def _follow(
    one: Pending, name: Literal["title", "organisation"], box: gr.Textbox, recognised: str
) -> None:
    """Keep what is typed into a box, also where the server is slower than the person."""
    moment = gr.Number(0, visible=False)

    def typed(value: str, at: float) -> None:
        one.type(name, value.strip(), at, recognised)

    box.input(typed, [box, moment], None, js=_STAMPED, **_TYPING)
    box.blur(typed, [box, moment], None, js=_STAMPED, **_LEAVING)


def _periods() -> list[tuple[str, str]]:
    """Every period a report may be about, newest first; typing a year narrows the list."""
    years = range(date.today().year + 1, _FIRST_YEAR - 1, -1)
    codes = [code for year in years for code in (f"{year}H2", f"{year}H1", str(year))]
    return [("期间不详", ""), *((period_label(code), code) for code in codes)]


def _tree(one: Pending, report: Report) -> None:
    for section in report.outline.sections[:_MOST_SECTIONS]:
        with gr.Row(elem_classes="section-row"):
            role = gr.Dropdown(
                _ROLES,
                value=one.roles.get(section.start, section.role).value,
                show_label=False,
                container=False,
                scale=1,
                min_width=120,
                interactive=True,
            )
            with gr.Column(scale=5):
                gr.HTML(section_html(report, section), js_on_load=None)

        def choose(value: str, start: int = section.start) -> None:
            one.roles[start] = Role(value)

        role.input(choose, role, None, **_TYPING)


# --- taking them in -----------------------------------------------------------------------------


def _wire_taking_in(assistant: Assistant, parts: _Parts) -> None:
    intakes: dict[str, Intake] = {}

    def take_in(pending: list[Pending], request: gr.Request) -> Iterator[tuple[Any, ...]]:
        session = str(request.session_hash)
        intake = intakes[session] = Intake(_keeper(assistant, request), pending)
        try:
            for lines in intake.lines():
                yield [], gr.update(visible=False), gr.update(visible=True), lines_html(lines)
            yield [], gr.update(visible=False), gr.update(visible=False), lines_html(lines)
        finally:
            intakes.pop(session, None)

    def stop(request: gr.Request) -> None:
        intake = intakes.get(str(request.session_hash))
        if intake is not None:
            intake.cancel()

    # The first step is a way to the server and back: what was typed before the click is there then.
    parts.add.click(lambda: None, None, None, queue=False, **_PRIVATE).then(
        take_in,
        [parts.pending],
        [parts.pending, parts.desk, parts.cancel, parts.outcome],
        concurrency_id="ingest",
        concurrency_limit=1,
        **_PRIVATE,
    ).then(
        lambda: _listed(assistant),
        None,
        [parts.problems, parts.listing, parts.doomed],
        **_PRIVATE,
    )
    parts.cancel.click(stop, None, None, queue=False, **_PRIVATE)


# --- what is there ------------------------------------------------------------------------------


def _wire_listing(assistant: Assistant, page: gr.Blocks, parts: _Parts) -> None:
    shown = [parts.problems, parts.listing, parts.doomed]

    def forget(report_id: str | None, request: gr.Request) -> tuple[Any, ...]:
        if report_id:
            try:
                title = _keeper(assistant, request).forget(report_id).outline.title
            except CorpusError as error:
                raise gr.Error(
                    escape(str(error)), title="没有删除", print_exception=False
                ) from error
            gr.Info(f"已彻底删除《{escape(title)}》", title="完成")
        return _listed(assistant)

    def admit(request: gr.Request) -> tuple[Any, Any]:
        keeps = seat(assistant, request).may("archive")
        return gr.update(visible=keeps), gr.update(visible=keeps)

    page.load(lambda: _listed(assistant), None, shown, **_PRIVATE)
    page.load(admit, None, [parts.files, parts.forgetting], **_PRIVATE)
    parts.forget.click(forget, [parts.doomed], shown, js=_CONFIRM, **_PRIVATE)


def _keeper(assistant: Assistant, request: gr.Request) -> Assistant:
    """The assistant of whoever may change the archive. Raises gr.Error."""
    me = seat(assistant, request)
    if not me.may("archive"):
        raise gr.Error("只有管理员可以增删资料库", title="提示", print_exception=False)
    return me


def _listed(assistant: Assistant) -> tuple[Any, ...]:
    reports = assistant.reports()
    choices = [(f"{period_label(r.period)}　{r.organisation}　{r.title}", r.id) for r in reports]
    return (
        problems_html(assistant.problems()),
        reports_html(reports),
        gr.update(choices=choices, value=None),
    )
