"""Commands about past reports."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from assistant.cli.frame import (
    REFUSED,
    Home,
    Json,
    assistant_at,
    commands,
    print_result,
    progress_bars,
    say,
    settings_at,
)
from corpus.errors import CorpusError, ReadError
from corpus.files import file_bytes
from corpus.ingesting import IngestResult, Watch, warnings_of
from corpus.intake import build_report
from corpus.report import period_label


@commands.command()
def ingest(paths: list[Path], home: Home = None, as_json: Json = False) -> None:
    """读入文件、文件夹或压缩包里的往年报告（Word、PDF、网页、文本等）。"""
    results: list[IngestResult] = []
    stopped: CorpusError | None = None
    with assistant_at(home) as assistant, progress_bars() as bars:
        try:
            for result in assistant.ingest(file_bytes(paths), Watch(bars.reached)):
                results.append(result)
        except CorpusError as error:  # what is done is done, and told
            stopped = error
    print_result(as_json, [asdict(r) for r in results], lambda: _results(results))
    if stopped:
        raise stopped
    if any(r.outcome == "refused" for r in results):
        raise typer.Exit(REFUSED)


def _results(results: list[IngestResult]) -> Iterator[str]:
    for r in results:
        yield r.line
        yield from (f"　　{warning}" for warning in r.warnings)
    if not results:
        yield "没有找到可以读入的报告"


@commands.command()
def reports(home: Home = None, as_json: Json = False) -> None:
    """列出资料库里的报告。"""
    with assistant_at(home, read_only=True) as assistant:
        listed = assistant.reports()
    print_result(
        as_json,
        [asdict(r) for r in listed],
        lambda: (f"{r.id}　{period_label(r.period)}　{r.organisation}　{r.title}" for r in listed),
    )


@commands.command()
def forget(report_id: str, home: Home = None, as_json: Json = False) -> None:
    """从资料库里彻底删除一份报告（连同原始文件和旧版）。"""
    with assistant_at(home) as assistant:
        report = assistant.forget(report_id)
    forgotten = {"forgotten": report.id, "title": report.outline.title}
    print_result(as_json, forgotten, lambda: [f"已删除：{report.outline.title}"])


@commands.command()
def audit(home: Home = None, as_json: Json = False) -> None:
    """核对目录、原始文件和两个索引是否一致；有出入时退出码为 1。"""
    with assistant_at(home, repair=False) as assistant:
        if not assistant.problems():
            assistant.repair()  # this too is a start: files cut short on their way in come first
        differences = assistant.audit()
    print_result(
        as_json,
        [asdict(d) for d in differences],
        lambda: [d.message for d in differences] or ["核对完毕，完全一致"],
    )
    if differences:
        say(f"共 {len(differences)} 处出入；索引的出入可用 nigao rebuild 重建")
        raise typer.Exit(REFUSED)


@commands.command()
def rebuild(home: Home = None, as_json: Json = False) -> None:
    """用目录中保存的文字和向量重建两个索引，不重新计算向量。"""
    with assistant_at(home, repair=False) as assistant:
        with progress_bars() as bars:
            assistant.rebuild(bars.rebuilt)
        reports, paragraphs = assistant.count()
    rebuilt = {"reports": reports, "paragraphs": paragraphs}
    print_result(as_json, rebuilt, lambda: [f"已重建：{reports} 份报告，{paragraphs} 段"])


@commands.command()
def backup(file: Path, home: Home = None, as_json: Json = False) -> None:
    """把资料库和稿件备份成一个文件；网页开着也可以备份。"""
    from corpus.backup import backup as write_backup

    count = write_backup(settings_at(home).home, file)
    written = {"file": str(file), "files": count}
    print_result(as_json, written, lambda: [f"已备份到 {file}（{count} 个文件）"])


@commands.command()
def restore(
    file: Path,
    replace: Annotated[bool, typer.Option("--replace", help="代替现有的资料库和稿件")] = False,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """从备份文件恢复资料库和稿件。"""
    from corpus.backup import restore as read_backup
    from corpus.opening import lock_archive

    folder = settings_at(home).home
    folder.mkdir(parents=True, exist_ok=True)
    with lock_archive(folder):
        count = read_backup(file, folder, replace)
    with assistant_at(home):  # makes the indexes anew, which are not in a backup
        pass
    restored = {"home": str(folder), "files": count}
    print_result(as_json, restored, lambda: [f"已恢复（{count} 个文件）"])


@commands.command()
def outline(file: Path, home: Home = None, as_json: Json = False) -> None:
    """解析一份报告的结构，不入库。"""
    name, data = next(file_bytes([file]), (file.name, ReadError("文件夹里没有可读的报告")))
    try:
        if isinstance(data, ReadError):
            raise data
        report = build_report(name, data)
    except ReadError as error:
        raise ReadError(f"{name}：{error}") from error
    parsed = report.outline

    def lines() -> Iterator[str]:
        yield f"{parsed.title}　{parsed.organisation}　{period_label(parsed.period)}"
        for section in parsed.sections:
            yield f"{section.marker}{section.heading}【{section.role.label}】{len(section.items)} 条"
            for item in section.items:
                yield f"　　{item.marker}{item.heading or parsed.text[item.start : item.end][:20]}"
        yield from warnings_of(report)

    extra = {"pages": report.pages, "notes": [asdict(note) for note in report.notes]}
    print_result(as_json, asdict(parsed) | extra, lines)
