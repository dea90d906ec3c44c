"""Commands about new sections."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli.frame import (
    REFUSED,
    Home,
    Json,
    as_json_text,
    assistant_at,
    commands,
    print_result,
    say,
    settings_at,
)
from assistant.document import FACTS_ID, SECTIONS, Draft, draft_from_json, draft_to_json
from assistant.errors import DraftError
from corpus.errors import ReadError
from corpus.files import reason_of
from corpus.report import Period

if TYPE_CHECKING:
    from datetime import date

    from assistant.brief import Brief
    from assistant.settings import Settings


@commands.command()
def understand(
    text: str,
    draft: Annotated[Path | None, typer.Option(help="打开的稿件（JSON）")] = None,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """看看一句话会被理解成什么要求。"""
    from datetime import date

    from assistant.brief import complete
    from assistant.brief import understand as parse

    opened = _read_draft(draft) if draft else None
    organisations: list[str] = []
    settings = settings_at(home)
    if (settings.home / "catalogue.db").exists():
        with assistant_at(home, read_only=True) as assistant:
            organisations = sorted({r.organisation for r in assistant.reports() if r.organisation})
    today = date.today()
    read = parse(text, opened, organisations, today)
    if settings.model:
        read = _read_by_model(text, read, opened, settings, today)
    parsed = complete(read, today)
    brief = parsed.model_dump(mode="json")
    if brief["target"]:
        brief["target"] = {k: v for k, v in brief["target"].items() if v is not None}
    print_result(as_json, brief, lambda: (f"{k}：{v}" for k, v in brief.items() if v))


def _read_by_model(
    text: str, brief: Brief, opened: Draft | None, settings: Settings, today: date
) -> Brief:
    """What the model makes of a request that the rules cannot read, if it helps."""
    from assistant.answer import as_restated
    from assistant.models import open_chat_model
    from assistant.understanding.by_model import restated
    from assistant.writing.stopping import StopSignal

    again = restated(text, brief, opened, open_chat_model(settings), StopSignal(), today)
    if again is None:
        return brief
    say(as_restated(again.order).rstrip())
    return again.brief


@commands.command()
def draft(
    section: Annotated[str, typer.Option(help="problems、plan 或 both（两部分都写）")],
    period: Annotated[str, typer.Option(help="如 2024H1、2024")],
    theme: Annotated[list[str] | None, typer.Option(help="要写的主题，可重复")] = None,
    items: Annotated[int | None, typer.Option(min=1, max=12, help="条数")] = None,
    max_chars: Annotated[int | None, typer.Option(min=30, help="字数上限")] = None,
    each: Annotated[bool, typer.Option("--each", help="字数上限指每条，不指整个部分")] = False,
    numbering: Annotated[str | None, typer.Option(help="序号，如 一是、（一）、1.")] = None,
    facts: Annotated[Path | None, typer.Option(help="素材文件：文字、Word、PDF 或表格")] = None,
    problems: Annotated[
        Path | None, typer.Option(help="打算要回应的问题：稿件（JSON），或一行一个的文字")
    ] = None,
    writer: Annotated[str | None, typer.Option(help="precedent 或 model")] = None,
    organisation: str | None = None,
    pin: Annotated[list[str] | None, typer.Option(help="必须用上的段落编号，可重复")] = None,
    exclude: Annotated[list[str] | None, typer.Option(help="不许用的段落编号，可重复")] = None,
    output: Annotated[
        Path | None, typer.Option("-o", help="写入文件（JSON）；两部分都写时各成一个文件")
    ] = None,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """起草一个部分或两个部分，逐句标明出处。"""
    from assistant.brief import Brief
    from assistant.choices import Choices
    from assistant.facts.files import facts_of_file

    sections = SECTIONS if section == "both" else tuple(s for s in SECTIONS if s == section)
    if not sections:
        raise typer.BadParameter("section 可用：problems、plan、both", param_hint="--section")
    brief = Brief(
        action="draft",
        section=sections[0],
        sections=sections,
        max_chars=max_chars,
        chars_scope=None if max_chars is None else ("item" if each else "section"),
        numbering=numbering,
        period=_period_code(period),
        organisation=organisation,
        themes=tuple(theme or ()),
        items=items,
        facts=facts_of_file(facts.name, _read_bytes(facts)) if facts else (),
    )
    if both := set(pin or ()) & set(exclude or ()):
        raise typer.BadParameter(f"同一段不能既用又不用：{'、'.join(sorted(both))}")
    choices = Choices(tuple(dict.fromkeys(pin or ())), tuple(dict.fromkeys(exclude or ())))
    with assistant_at(home, read_only=True, writer=writer) as assistant:
        drafts = assistant.drafts(brief, choices, _problems(problems) if problems else ())
    for written in drafts if output else ():
        assert output
        path = output.with_suffix(f".{written.section}.json") if len(drafts) > 1 else output
        path.write_text(as_json_text(draft_to_json(written)), encoding="utf-8")
        say(f"已写入 {path}")
    if as_json or not output:
        shown = [draft_to_json(written) for written in drafts]
        print_result(
            as_json,
            shown if len(shown) > 1 else shown[0],
            lambda: [line for d in drafts for line in (d.text, *d.notices)],
        )


@commands.command()
def check(
    file: Path,
    period: Annotated[str | None, typer.Option(help="按另一期间核验，如 2024H1")] = None,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """核验一份稿件（JSON）：引用、数字和全部规则；或任何一份文稿（Word、PDF、文字等）：全部规则。"""
    from dataclasses import asdict, replace

    if file.suffix.lower() != ".json":
        _check_report(file, period, home, as_json)
        return
    opened = _read_draft(file)
    if period is not None:
        opened = replace(opened, period=_period_code(period))
    with assistant_at(home, read_only=True) as assistant:
        findings = assistant.check(opened).findings
    print_result(
        as_json,
        {"draft_id": opened.id, "findings": [asdict(f) for f in findings]},
        lambda: (f"{f.severity}　{f.sentence_id}　{f.message}" for f in findings),
    )
    if any(f.severity == "error" for f in findings):
        raise typer.Exit(REFUSED)


def _check_report(file: Path, period: str | None, home: Path | None, as_json: bool) -> None:
    """Needs no archive: only the office's lists are read from the data folder."""
    from dataclasses import asdict

    from assistant.checking.report import place_of
    from assistant.checking.tables import load_tables
    from assistant.faces.checking import check_file

    tables = load_tables(settings_at(home).home)
    code = _period_code(period) if period is not None else ""
    checked = check_file(file.name, _read_bytes(file), tables, code)
    found = [{**asdict(f), **asdict(place_of(checked, f))} for f in checked.findings]
    print_result(
        as_json,
        {"title": checked.outline.title, "period": checked.outline.period, "findings": found},
        lambda: (
            f"{f['severity']}　第{f['line']}行　{f['message']}（{f['rule']}，{f['basis']}）"
            for f in found
        ),
    )
    if any(f.severity == "error" for f in checked.findings):
        raise typer.Exit(REFUSED)


def _read_bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ReadError(f"{path.name}：{reason_of(error)}") from error


def _problems(path: Path) -> tuple[str, ...]:
    """Headings of the problems of a draft, or the lines of a text without their marks."""
    if path.suffix.lower() == ".json":
        return tuple(item.heading.text for item in _read_draft(path).items)
    from assistant.facts.statements import facts_of_text

    try:
        return facts_of_text(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise ReadError(f"{path.name}：{reason_of(error)}") from error
    except UnicodeDecodeError as error:
        raise ReadError(f"{path.name}：不是 UTF-8 编码的文字，请另存为 UTF-8 后再用") from error


def _period_code(option: str) -> str:
    try:
        return str(Period.parse(option))
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--period") from error


def _read_draft(path: Path) -> Draft:
    try:
        opened = draft_from_json(path.read_text(encoding="utf-8"))
        # People edit these files by hand, and these are codes that no type checks.
        Period.parse(opened.period)
        for citation in (c for s in opened.sentences() for c in s.citations):
            if citation.report_id == FACTS_ID:
                int(citation.paragraph_id.partition(":")[2])
        return opened
    except OSError as error:
        raise DraftError(f"{path.name}：{reason_of(error)}") from error
    except ValueError as error:  # a bad code, JSON that is no draft, bytes that are no UTF-8
        raise DraftError(f"{path.name} 不是拟稿的稿件文件（nigao draft -o 写出的 JSON）") from error
