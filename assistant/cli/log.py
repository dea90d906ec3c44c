"""Commands about the sign-off log."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli.frame import REFUSED, Home, Json, commands, print_result, say, settings_at
from assistant.errors import DraftError

if TYPE_CHECKING:
    from assistant.storage import Storage

log = typer.Typer(no_args_is_help=True, help="签发日志：查看、核对、导出。")
commands.add_typer(log, name="log")


@log.command()
def verify(
    head: Annotated[str | None, typer.Option(help="定稿时记下的哈希，查它是否还在链上")] = None,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """核对签发日志的哈希链，以及所定的版本在稿件库里是否仍是原样。"""
    from dataclasses import asdict, replace

    with _storage(home) as storage:
        found = storage.verify_log()
        if head and not found.fault and head not in {r.hash for r in storage.log_records()}:
            found = replace(
                found, fault=f"日志里没有哈希为 {head} 的记录：它被整个换过，或末尾被截去"
            )
    print_result(
        as_json,
        {**asdict(found), "whole": not found.fault},
        lambda: [
            f"日志不完整：{found.fault}（此前 {found.records} 条完好）"
            if found.fault
            else f"日志完整，共 {found.records} 条，所定版本与日志一致；末条哈希 {found.head}"
        ],
    )
    if found.fault:
        raise typer.Exit(REFUSED)


@log.command("list")
def list_records(home: Home = None, as_json: Json = False) -> None:
    """谁在什么时候定了哪一版、重新打开了哪一版。"""
    from assistant.review.log import EVENT_LABELS

    with _storage(home) as storage:
        records = storage.log_records()
    print_result(
        as_json,
        [vars(record) for record in records],
        lambda: (
            f"{r.seq}　{r.at}　{r.by}　{EVENT_LABELS[r.event]}　会话 {r.body['conversation']}"
            f"　第 {r.body['version']} 版　{r.hash[:16]}"
            for r in records
        ),
    )


@log.command()
def export(
    output: Annotated[Path, typer.Option("-o", help="写入的新文件，一行一条 JSON")],
    home: Home = None,
) -> None:
    """把签发日志写成文件；日志文件丢了，也用它从稿件库重新写出。"""
    with _storage(home) as storage:
        count = storage.export_log(output)
    say(f"已写入 {output}，共 {count} 条")


@contextmanager
def _storage(home: Path | None) -> Iterator[Storage]:
    """The drafts alone: a running app may have the archive."""
    from assistant.storage import DRAFTS, Storage

    path = settings_at(home).home / DRAFTS
    if not path.exists():
        raise DraftError(f"{path.parent} 里没有稿件库，也就没有签发日志")
    storage = Storage(path)
    try:
        yield storage
    finally:
        storage.close()
