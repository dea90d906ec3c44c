"""The command that changes a draft: a proposal, and with ``--accept all`` the draft after it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from assistant.cli.drafting import _read_draft
from assistant.cli.frame import (
    Home,
    Json,
    as_json_text,
    assistant_at,
    commands,
    print_result,
    say,
)
from assistant.document import Draft, draft_to_json
from assistant.errors import DraftError
from assistant.rewriting.changes import Proposal


@commands.command()
def rewrite(
    file: Path,
    text: str,
    sentence: Annotated[str | None, typer.Option(help="只改这一句，如 2.1、2.h")] = None,
    item: Annotated[int | None, typer.Option(min=1, help="只改第几条")] = None,
    accept: Annotated[str, typer.Option(help="all：全部采纳；或修改的编号，用逗号隔开")] = "",
    output: Annotated[Path | None, typer.Option("-o", help="采纳后的稿件写入文件（JSON）")] = None,
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
    opened = _read_draft(file)
    selection = Selection(sentence) if sentence else None
    with assistant_at(home, read_only=True) as assistant:
        brief = understood(text, opened, item, selection)
        proposal = propose(desk_of(assistant._drafting), opened, brief, text, selection)
        accepted = _accepted(proposal, accept)
        # Without --accept the draft is shown as it would be.
        chosen = accepted or {change.id for change in proposal.changes}
        result = assistant.check(applied(proposal.old, proposal.changes, chosen))
    if output:
        output.write_text(as_json_text(draft_to_json(result)), encoding="utf-8")
        say(f"已写入 {output}")
    print_result(as_json, _json(proposal, result), lambda: _lines(proposal))


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
