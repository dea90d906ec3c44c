"""The command that changes a draft: a proposal, and with ``--accept all`` the draft after it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.cli.drafting import _period_code, _read_bytes, _read_draft
from assistant.cli.frame import (
    Home,
    Json,
    as_json_text,
    assistant_at,
    commands,
    print_result,
    say,
)
from assistant.document import SECTIONS, Draft, draft_to_json
from assistant.errors import DraftError
from assistant.rewriting.changes import Proposal
from corpus.report import Period

if TYPE_CHECKING:
    from assistant.drafting import Drafting


@commands.command()
def rewrite(
    file: Annotated[Path, typer.Argument(help="稿件（JSON），或别处写的一部分：.docx、.txt 等")],
    text: Annotated[str, typer.Argument(help="怎么改，如“第二条压缩到80字”")],
    sentence: Annotated[str | None, typer.Option(help="只改这一句，如 2.1、2.h")] = None,
    item: Annotated[int | None, typer.Option(min=1, help="只改第几条")] = None,
    accept: Annotated[str, typer.Option(help="all：全部采纳；或修改的编号，用逗号隔开")] = "",
    output: Annotated[Path | None, typer.Option("-o", help="采纳后的稿件写入文件（JSON）")] = None,
    section: Annotated[
        str | None, typer.Option(help="别处写的是哪一部分：problems 或 plan，默认自动识别")
    ] = None,
    period: Annotated[
        str | None, typer.Option(help="别处写的是哪个期间，如 2024H1，默认自动识别")
    ] = None,
    facts: Annotated[Path | None, typer.Option(help="素材文件，与别处写的稿子对照")] = None,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """按一句话修改稿件：列出修改建议；加 --accept all -o 文件 则采纳并写出。"""
    from assistant.rewriting.asking import understood
    from assistant.rewriting.desk import Selection
    from assistant.rewriting.differences import applied
    from assistant.rewriting.operations import desk_of, propose

    if sentence and item:
        raise typer.BadParameter("--sentence 和 --item 只能用一个")
    if output and not accept:
        raise typer.BadParameter("-o 要和 --accept 一起用", param_hint="-o")
    selection = Selection(sentence) if sentence else None
    with assistant_at(home, read_only=True) as assistant:
        opened = _opened(file, assistant._drafting, section, period, facts)
        brief = understood(text, opened, item, selection)
        desk = replace(desk_of(assistant._drafting), terms=assistant.house_terms())
        proposal = propose(desk, opened, brief, text, selection)
        accepted = _accepted(proposal, accept)
        # Without --accept the draft is shown as it would be.
        chosen = accepted or {change.id for change in proposal.changes}
        result = assistant.check(applied(proposal.old, proposal.changes, chosen))
    if output:
        output.write_text(as_json_text(draft_to_json(result)), encoding="utf-8")
        say(f"已写入 {output}")
    print_result(as_json, _json(proposal, result), lambda: _lines(proposal))


def _opened(
    path: Path, drafting: Drafting, section: str | None, period: str | None, facts: Path | None
) -> Draft:
    """The draft in the file, or a section that was not written here, matched to the archive."""
    from assistant.facts.files import facts_of_file
    from assistant.rewriting.pasted import draft_of_text, section_and_period
    from corpus.readers.sandbox import read_safely

    data = _read_bytes(path)
    if path.suffix.lower() == ".json" or data.lstrip()[:1] == b"{":
        if section or period or facts:
            raise typer.BadParameter("--section、--period、--facts 只用于别处写的稿子")
        return _read_draft(path)
    if section not in (None, *SECTIONS):
        raise typer.BadParameter("section 可用：problems、plan", param_hint="--section")
    named = next((name for name in SECTIONS if name == section), None)
    text = read_safely(data, path.name).text
    code = Period.parse(_period_code(period)) if period else None
    which, when = section_and_period(text, named, code, date.today())
    supplied = facts_of_file(facts.name, _read_bytes(facts)) if facts else ()
    return draft_of_text(text, which, when, drafting, facts=supplied)


def _accepted(proposal: Proposal, accept: str) -> set[str]:
    """Ids of the changes to accept. Raises DraftError for one that is not there."""
    ids = {change.id for change in proposal.changes}
    if accept == "all":
        return ids
    named = {name.strip() for name in accept.split(",") if name.strip()}
    if unknown := sorted(named - ids):
        raise DraftError(f"没有编号为 {'、'.join(unknown)} 的修改")
    return named


def _json(proposal: Proposal, draft: Draft) -> dict[str, Any]:
    changes = [
        {
            "id": c.id,
            "kind": c.kind,
            "sentence_id": c.sentence_id,
            "before": c.before,
            "after": c.after,
            "findings": [asdict(f) for f in c.findings],
            "group": c.group,
            "tick": c.tick,
        }
        for c in proposal.changes
    ]
    return {
        "operation": proposal.operation,
        "changes": changes,
        "notices": list(proposal.notices),
        "draft": draft_to_json(draft),
    }


def _lines(proposal: Proposal) -> Iterator[str]:
    for change in proposal.changes:
        yield f"{change.id}　{change.sentence_id or '开头'}"
        if change.before:
            yield f"　－ {change.before}"
        if change.after:
            yield f"　＋ {change.after}"
        if change.tick:
            yield f"　！ {change.tick}"
        yield from (f"　　{f.message}" for f in change.findings)
    yield from proposal.notices
