"""The command that looks up past wording."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Annotated, Any

import typer

from assistant.cli.frame import Home, Json, assistant_at, commands, print_result, say
from assistant.explaining import explained
from corpus.kinds import KINDS
from corpus.query import Boosts, Filter
from corpus.ranking import Hit
from corpus.report import Role


@commands.command()
def search(
    text: str,
    role: str | None = None,
    since: int | None = None,
    until: int | None = None,
    organisation: Annotated[list[str] | None, typer.Option(help="可以写几次")] = None,
    kind: Annotated[list[str] | None, typer.Option(help="文种，可以写几次")] = None,
    k: Annotated[int, typer.Option("-k", min=1, max=200)] = 10,
    newer: Annotated[
        float, typer.Option(min=0.0, max=1.0, help="年份新的加分，0 为不加")
    ] = Boosts.newer,
    prefer: Annotated[str, typer.Option(help="优先这个单位的段落")] = "",
    far: Annotated[bool, typer.Option("--far", help="不够相近的也列出")] = False,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """按词句和意思查找往年段落。"""
    _check("role", [role] if role else [], list(Role))
    _check("kind", kind or [], KINDS)
    roles = (Role(role),) if role else ()
    wanted = Filter(roles, since, until, tuple(organisation or ()), tuple(kind or ()))
    boosts = Boosts(newer=newer, organisation=prefer)
    with assistant_at(home, read_only=True) as assistant:
        found = assistant.search(text, wanted, k, boosts, far)
    for notice in found.notices:
        say(notice)
    print_result(as_json, [_as_value(hit) for hit in found.hits], lambda: _lines(found.hits))


def _check(name: str, values: list[str], known: Any) -> None:
    for value in values:
        if value not in known:
            raise typer.BadParameter(f"{name} 可用：{'、'.join(known)}", param_hint=f"--{name}")


def _as_value(hit: Hit) -> dict[str, Any]:
    paragraph = hit.paragraph
    return {
        "paragraph_id": paragraph.id,
        "report_id": paragraph.report_id,
        "report_title": hit.report_title,
        "period": hit.period,
        "organisation": hit.organisation,
        "role": paragraph.role.value,
        "section_path": list(paragraph.section_path),
        "start": paragraph.start,
        "end": paragraph.end,
        "text": hit.text,
        "page": hit.page,
        "score": round(hit.score, 4),
        "relevance": round(hit.relevance, 4),
        "meaning": asdict(hit.meaning) if hit.meaning else None,
        "words": asdict(hit.words) if hit.words else None,
        "boosts": [asdict(boost) for boost in hit.boosts],
        "marks": [[mark.start, mark.end] for mark in hit.marks],
        "copies": list(hit.copies),
    }


def _lines(hits: tuple[Hit, ...]) -> Iterator[str]:
    for n, hit in enumerate(hits, 1):
        path = " › ".join((hit.report_title, *hit.paragraph.section_path))
        yield f"{n}. {path}　{explained(hit)}"
        yield hit.text
