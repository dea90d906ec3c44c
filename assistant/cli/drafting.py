"""Commands about new sections."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

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
from assistant.document import FACTS_ID, Draft, draft_from_json, draft_to_json
from assistant.errors import DraftError
from corpus.errors import ReadError
from corpus.files import reason_of
from corpus.report import Period


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
    parsed = complete(parse(text, opened, organisations, today), today)
    brief = parsed.model_dump(mode="json")
    if brief["target"]:
        brief["target"] = {k: v for k, v in brief["target"].items() if v is not None}
    print_result(as_json, brief, lambda: (f"{k}：{v}" for k, v in brief.items() if v))


@commands.command()
def draft(
    section: Annotated[str, typer.Option(help="problems 或 plan")],
    period: Annotated[str, typer.Option(help="如 2024H1、2024")],
    theme: Annotated[list[str] | None, typer.Option(help="要写的主题，可重复")] = None,
    items: Annotated[int | None, typer.Option(min=1, max=12, help="条数")] = None,
    facts: Annotated[Path | None, typer.Option(help="素材文件：文字、Word、PDF 或表格")] = None,
    writer: Annotated[str | None, typer.Option(help="precedent 或 model")] = None,
    organisation: str | None = None,
    pin: Annotated[list[str] | None, typer.Option(help="必须用上的段落编号，可重复")] = None,
    exclude: Annotated[list[str] | None, typer.Option(help="不许用的段落编号，可重复")] = None,
    output: Annotated[Path | None, typer.Option("-o", help="写入文件（JSON）")] = None,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """起草一个部分，逐句标明出处。"""
    from assistant.brief import Brief
    from assistant.choices import Choices
    from assistant.fact_files import facts_of_file

    if section not in ("problems", "plan"):
        raise typer.BadParameter("section 可用：problems、plan", param_hint="--section")
    brief = Brief(
        action="draft",
        section=section,
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
        written = assistant.draft(brief, choices)
    if output:
        output.write_text(as_json_text(draft_to_json(written)), encoding="utf-8")
        say(f"已写入 {output}")
    if as_json or not output:
        print_result(as_json, draft_to_json(written), lambda: [written.text, *written.notices])


@commands.command()
def check(
    file: Path,
    period: Annotated[str | None, typer.Option(help="按另一期间核验，如 2024H1")] = None,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """核验一份稿件（JSON）：每条引用是否仍与原文一致，有无无出处的句子和数字。"""
    from dataclasses import asdict, replace

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


def _read_bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ReadError(f"{path.name}：{reason_of(error)}") from error


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
