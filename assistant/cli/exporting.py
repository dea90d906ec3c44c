"""Commands that write a draft as a file for an office, and read an edited one back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from assistant.cli.drafting import _read_bytes, _read_draft
from assistant.cli.frame import (
    Home,
    Json,
    as_json_text,
    assistant_at,
    commands,
    print_result,
    say,
    settings_at,
)
from assistant.cli.rewrite import _json, _lines
from assistant.document import SECTIONS, Draft, draft_to_json, with_sentence_ids
from assistant.errors import DraftError
from corpus.files import reason_of

_SUFFIXES = (".docx", ".md")


@commands.command()
def export(
    files: Annotated[list[Path], typer.Argument(help="稿件（JSON）；可给一份报告的两个部分")],
    output: Annotated[Path, typer.Option("-o", help="写入文件：.docx 或 .md")],
    form: Annotated[
        str, typer.Option(help="clean 清稿、review 送审稿（带批注）、evidence 引用核查表")
    ] = "clean",
    profile: Annotated[
        str | None, typer.Option(help="字体名：gb2312（仿宋_GB2312 等）或 windows（仿宋 等）")
    ] = None,
    template: Annotated[Path | None, typer.Option(help="本单位的 .docx 模板，按样式名套用")] = None,
    since: Annotated[
        list[Path] | None, typer.Option(help="较早的稿件（JSON），送审稿以修订标出此后的改动")
    ] = None,
    title: Annotated[str, typer.Option(help="文件标题，居中")] = "",
    allow_placeholders: Annotated[
        bool, typer.Option("--allow-placeholders", help="清稿中允许有待填写处，标成黄色")
    ] = False,
    home: Home = None,
) -> None:
    """导出 Word（国家公文格式）或 Markdown。"""
    from assistant.exporting.export import Order, export
    from assistant.exporting.fonts import FONTS
    from assistant.exporting.office import office_layout, template_of

    kind = next((k for k in ("clean", "review", "evidence") if k == form), None)
    if kind is None:
        raise typer.BadParameter("form 可用：clean、review、evidence", param_hint="--form")
    if output.suffix.lower() not in _SUFFIXES:
        raise typer.BadParameter("输出文件应以 .docx 或 .md 结尾", param_hint="-o")
    if since and kind != "review":
        raise typer.BadParameter("--since 要和 --form review 一起用", param_hint="--since")
    fonts = next((p for p in FONTS if p == profile), None)
    if profile is not None and fonts is None:
        raise typer.BadParameter("profile 可用：gb2312、windows", param_hint="--profile")
    drafts = _sections(files)
    earlier = _sections(since or [])
    layout = office_layout(settings_at(home))
    layout = replace(layout, profile=fonts or layout.profile)
    if template is not None:
        layout = replace(layout, template=template_of(template))
    with assistant_at(home, read_only=True) as assistant:
        problems = next((d for d in drafts if d.section == "problems"), None)
        checked = [assistant.check(d, problems if d.section == "plan" else None) for d in drafts]
    order = Order(
        "markdown" if output.suffix.lower() == ".md" else kind,
        title,
        allow_placeholders,
        earlier,
    )
    made = export(checked, order, layout)
    try:
        output.write_bytes(made.content)
    except OSError as error:
        raise DraftError(f"{output.name}：{reason_of(error)}") from error
    say(f"已写入 {output}")


@commands.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="稿件（JSON）")],
    edited: Annotated[Path, typer.Argument(help="由它导出、又改过的 Word 文件")],
    output: Annotated[Path | None, typer.Option("-o", help="改后的稿件写入文件（JSON）")] = None,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """读回改过的 Word 文件：列出改动并重新核验；加 -o 文件 写出改后的稿件。"""
    from assistant.rewriting.differences import applied
    from assistant.rewriting.lists import load_wording
    from assistant.rewriting.returning import read_words, returned

    opened = _read_draft(file)
    words = read_words(edited.name, _read_bytes(edited))
    wording = load_wording(settings_at(home).home)
    (proposal,) = returned([opened], words, f"从 Word 读回：{edited.name}", wording)
    with assistant_at(home, read_only=True) as assistant:
        changes = [change.id for change in proposal.changes]
        result = assistant.check(applied(proposal.old, proposal.changes, changes))
    if output:
        output.write_text(as_json_text(draft_to_json(result)), encoding="utf-8")
        say(f"已写入 {output}")
    if not proposal.changes:
        say("与稿件一致，没有改动")
    print_result(as_json, _json(proposal, result), lambda: _lines(proposal))


def _sections(files: Sequence[Path]) -> list[Draft]:
    """The drafts in the order of a report. Raises DraftError for two of one section."""
    drafts = [with_sentence_ids(_read_draft(file)) for file in files]
    by_section = {draft.section: draft for draft in drafts}
    if len(by_section) < len(drafts):
        raise DraftError("给出的几份稿件是同一部分，请每个部分只给一份")
    return [by_section[section] for section in SECTIONS if section in by_section]
