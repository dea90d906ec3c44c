"""The command that says in words what the overview shows in pictures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING

from assistant.cli.frame import Home, Json, assistant_at, commands, print_result
from corpus.report import Role

if TYPE_CHECKING:
    from assistant.overview import Overview


@commands.command()
def overview(organisation: str | None = None, home: Home = None, as_json: Json = False) -> None:
    """资料库概览：各年报告、缺哪几期、惯用写法、年年写什么。"""
    with assistant_at(home, read_only=True) as assistant:
        made = assistant.overview(organisation)
    print_result(as_json, asdict(made), lambda: _lines(made))


def _lines(made: Overview) -> Iterator[str]:
    from assistant.overview import SECTIONS

    yield f"{made.reports} 份报告，{len(made.organisations)} 个单位；以下说的是{made.house}"
    for year, counts in zip(made.by_year.years, made.by_year.counts, strict=True):
        named = zip(made.by_year.organisations, counts, strict=True)
        yield f"{year}年　" + ("　".join(f"{name} {n}" for name, n in named if n) or "没有报告")
    if made.missing:
        yield "缺：" + "、".join(period.label for period in made.missing)
    for section, style, themes in zip(SECTIONS, made.styles, made.themes, strict=True):
        yield f"【{Role(section).label}】{themes.sentence}"
        for trait in style.traits if style else ():
            seen = trait.examples[0] if trait.examples else None
            where = " › ".join((seen.report_title, *seen.section_path)) if seen else ""
            yield f"　　{trait.name}：{trait.said}　{where}"
