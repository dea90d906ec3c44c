"""The command that says how a house writes a section, with examples."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli.frame import Home, Json, assistant_at, commands, print_result
from corpus.report import Period, Role, period_label

if TYPE_CHECKING:
    from assistant.style.card import StyleCard


@commands.command()
def style(
    section: Annotated[str | None, typer.Option(help="problems 或 plan，默认两个都要")] = None,
    organisation: Annotated[str | None, typer.Option(help="单位，默认报告最多的")] = None,
    period: Annotated[str | None, typer.Option(help="为哪一期起草，如 2024H1：只看更早的")] = None,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """惯用写法：开头、序号、条数、小标题、长短、连接词、惯用语，各附例句和出处。"""
    from assistant.style.card import style_card

    if section not in (None, "problems", "plan"):
        raise typer.BadParameter("section 可用：problems、plan", param_hint="--section")
    try:
        until = Period.parse(period) if period is not None else None
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--period") from error
    with assistant_at(home, read_only=True) as assistant:
        styles = {
            name: assistant.house_style(name, organisation, until)
            for name in ("problems", "plan")
            if section in (None, name)
        }
        cards = {name: style_card(made) for name, made in styles.items()}
    value = {
        name: {**asdict(replace(styles[name], forms=())), **(asdict(card) if card else {})}
        for name, card in cards.items()
    }
    print_result(as_json, value, lambda: _lines(cards))


def _lines(cards: dict[str, StyleCard | None]) -> Iterator[str]:
    for name, card in cards.items():
        yield f"【{Role(name).label}】{card.basis.said if card else '资料库里没有这一部分'}"
        for trait in card.traits if card else ():
            yield f"　{trait.name}：{trait.said}"
            for seen in trait.examples[:1]:
                where = " › ".join((seen.report_title, *seen.section_path))
                yield f"　　“{seen.quote}”　{period_label(seen.period)} · {where}"
