"""The `nigao` command. Results go to stdout, progress and notices to stderr.

Exit codes: 0 done, 1 done with refusals, 2 wrong usage or failure.
"""

from __future__ import annotations

import json
import logging
import secrets
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from assistant.document import FACTS_ID, Draft, draft_from_json, draft_to_json
from assistant.errors import AssistantError, DraftError
from assistant.offline import stay_offline
from assistant.settings import Settings, load_settings
from corpus.errors import CorpusError, ReadError
from corpus.files import reason_of
from corpus.report import Period, period_label

if TYPE_CHECKING:
    from assistant.service import Assistant
    from corpus.archive import IngestResult

_REFUSED, _FAILED = 1, 2
commands = typer.Typer(
    add_completion=False, no_args_is_help=True, help="拟稿：按往年报告起草新的部分，逐句标明出处。"
)
_screen = Console(stderr=True, highlight=False)
_logger = logging.getLogger("nigao")
_logger.propagate = False
_home: Path | None = None  # of the command that runs; what goes wrong unforeseen is logged there

Json = Annotated[bool, typer.Option("--json", help="以 JSON 输出")]
Home = Annotated[Path | None, typer.Option("--home", help="数据文件夹，默认取 NIGAO_HOME")]


def run() -> None:
    """Run the command; errors become one line and exit code 2, unforeseen ones are logged."""
    try:
        commands(standalone_mode=True)
    except (AssistantError, CorpusError) as error:
        say(f"错误：{error}")
        sys.exit(_FAILED)
    except Exception:
        reference = secrets.token_hex(3)
        where = _open_log()
        _logger.exception("编号 %s", reference)
        say(f"错误：程序出了意外，编号 {reference}，详情见{where}，请连同编号一起反馈")
        sys.exit(_FAILED)


def _open_log() -> str:
    """Give the log its place and name it: the data folder, or stderr if that cannot be written."""
    handler: logging.Handler = logging.StreamHandler()
    where = "以上输出"
    if _home is not None:
        with suppress(OSError):
            handler = logging.FileHandler(_home / "nigao.log", encoding="utf-8")
            where = f" {_home / 'nigao.log'} "
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
    _logger.handlers = [handler]
    return where


# --- archive ----------------------------------------------------------------------------------


@commands.command()
def ingest(paths: list[Path], home: Home = None, as_json: Json = False) -> None:
    """读入文件或文件夹里的往年报告（.docx、.txt、.md）。"""
    from corpus.archive import file_bytes

    with assistant_at(home) as assistant, progress_bars() as advance:
        results = list(assistant.ingest(file_bytes(paths), advance))
    _print(as_json, [vars(r) for r in results], lambda: _results(results))
    if any(r.outcome == "refused" for r in results):
        raise typer.Exit(_REFUSED)


def _results(results: list[IngestResult]) -> Iterator[str]:
    names = {"added": "已入库", "unchanged": "未变化", "replaced": "已更新", "refused": "未入库"}
    for r in results:
        yield f"{names[r.outcome]}　{r.file_name}" + (f"：{r.reason}" if r.reason else "")
    if not results:
        yield "没有找到可以读入的文件（.docx、.txt、.md）"


@commands.command()
def reports(home: Home = None, as_json: Json = False) -> None:
    """列出资料库里的报告。"""
    with assistant_at(home, read_only=True) as assistant:
        listed = assistant.reports()
    _print(
        as_json,
        [vars(r) for r in listed],
        lambda: (f"{r.id}　{period_label(r.period)}　{r.organisation}　{r.title}" for r in listed),
    )


@commands.command()
def forget(report_id: str, home: Home = None, as_json: Json = False) -> None:
    """从资料库里删除一份报告。"""
    with assistant_at(home) as assistant:
        report = assistant.forget(report_id)
    forgotten = {"forgotten": report.id, "title": report.outline.title}
    _print(as_json, forgotten, lambda: [f"已删除：{report.outline.title}"])


@commands.command()
def outline(file: Path, home: Home = None, as_json: Json = False) -> None:
    """解析一份报告的结构，不入库。"""
    from dataclasses import asdict

    from corpus.archive import build_report, file_bytes

    name, data = next(file_bytes([file]), (file.name, ReadError("文件夹里没有可读的报告")))
    try:
        if isinstance(data, ReadError):
            raise data
        parsed = build_report(name, data).outline
    except ReadError as error:
        raise ReadError(f"{name}：{error}") from error

    def lines() -> Iterator[str]:
        yield f"{parsed.title}　{parsed.organisation}　{period_label(parsed.period)}"
        for section in parsed.sections:
            yield f"{section.marker}{section.heading}【{section.role.label}】{len(section.items)} 条"
            for item in section.items:
                yield f"　　{item.marker}{item.heading or parsed.text[item.start : item.end][:20]}"

    _print(as_json, asdict(parsed), lines)


@commands.command()
def search(
    text: str,
    role: str | None = None,
    since: int | None = None,
    until: int | None = None,
    organisation: str | None = None,
    k: Annotated[int, typer.Option("-k", min=1, max=200)] = 10,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """按词句和意思查找往年段落。"""
    from corpus.query import Filter
    from corpus.report import Role

    if role is not None and role not in set(Role):
        raise typer.BadParameter(f"role 可用：{'、'.join(Role)}", param_hint="--role")
    wanted = Filter((Role(role),) if role else (), since, until, organisation)
    with assistant_at(home, read_only=True) as assistant:
        hits = assistant.search(text, wanted, k)
    found = [
        {
            "paragraph_id": h.paragraph.id,
            "report_id": h.paragraph.report_id,
            "report_title": h.report_title,
            "period": h.period,
            "organisation": h.organisation,
            "role": h.paragraph.role.value,
            "section_path": list(h.paragraph.section_path),
            "start": h.paragraph.start,
            "end": h.paragraph.end,
            "text": h.text,
            "score": round(h.score, 4),
        }
        for h in hits
    ]
    _print(
        as_json,
        found,
        lambda: (
            f"{h.score:.2f}　{h.report_title} › {' › '.join(h.paragraph.section_path)}\n{h.text}"
            for h in hits
        ),
    )


# --- drafting ---------------------------------------------------------------------------------


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
    settings = _settings(home)
    if (settings.home / "catalogue.db").exists():
        with assistant_at(home, read_only=True) as assistant:
            organisations = sorted({r.organisation for r in assistant.reports() if r.organisation})
    today = date.today()
    parsed = complete(parse(text, opened, organisations, today), today)
    brief = parsed.model_dump(mode="json")
    if brief["target"]:
        brief["target"] = {k: v for k, v in brief["target"].items() if v is not None}
    _print(as_json, brief, lambda: (f"{k}：{v}" for k, v in brief.items() if v))


@commands.command()
def draft(
    section: Annotated[str, typer.Option(help="problems 或 plan")],
    period: Annotated[str, typer.Option(help="如 2024H1、2024")],
    theme: Annotated[list[str] | None, typer.Option(help="要写的主题，可重复")] = None,
    items: Annotated[int | None, typer.Option(min=1, max=12, help="条数")] = None,
    facts: Annotated[Path | None, typer.Option(help="素材文件，一行一条")] = None,
    writer: Annotated[str | None, typer.Option(help="precedent 或 model")] = None,
    organisation: str | None = None,
    output: Annotated[Path | None, typer.Option("-o", help="写入文件（JSON）")] = None,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """起草一个部分，逐句标明出处。"""
    from assistant.brief import Brief
    from assistant.facts import facts_of_text

    if section not in ("problems", "plan"):
        raise typer.BadParameter("section 可用：problems、plan", param_hint="--section")
    brief = Brief(
        action="draft",
        section=section,
        period=_period_code(period),
        organisation=organisation,
        themes=tuple(theme or ()),
        items=items,
        facts=facts_of_text(_read_text(facts)) if facts else (),
    )
    with assistant_at(home, read_only=True, writer=writer) as assistant:
        written = assistant.draft(brief)
    if output:
        output.write_text(_json(draft_to_json(written)), encoding="utf-8")
        say(f"已写入 {output}")
    if as_json or not output:
        _print(as_json, draft_to_json(written), lambda: [written.text, *written.notices])


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
    _print(
        as_json,
        {"draft_id": opened.id, "findings": [asdict(f) for f in findings]},
        lambda: (f"{f.severity}　{f.sentence_id}　{f.message}" for f in findings),
    )
    if any(f.severity == "error" for f in findings):
        raise typer.Exit(_REFUSED)


# --- plumbing ---------------------------------------------------------------------------------


def _settings(home: Path | None) -> Settings:
    global _home
    settings = load_settings(home)
    _home = settings.home
    stay_offline(settings.embedding)
    return settings


def say(message: str) -> None:
    """A line for people, on stderr."""
    _screen.print(message, markup=False, soft_wrap=True)


@contextmanager
def assistant_at(
    home: Path | None, read_only: bool = False, writer: str | None = None
) -> Iterator[Assistant]:
    """The assistant over the data folder, closed at the end."""
    settings = _settings(home)
    if writer == "precedent":
        settings = settings.model_copy(update={"model": ""})
    elif writer == "model" and not settings.model:
        raise DraftError("没有配置语言模型：请先设置 NIGAO_MODEL，或用 --writer precedent")
    elif writer not in (None, "precedent", "model"):
        raise typer.BadParameter("writer 可用：precedent、model", param_hint="--writer")
    from assistant.service import open_assistant

    assistant = open_assistant(
        settings,
        read_only,
        on_progress=say,
    )
    try:
        yield assistant
    finally:
        assistant.close()


@contextmanager
def progress_bars() -> Iterator[Callable[[str, int, int], None]]:
    """A bar on stderr: the file at hand, its paragraphs done."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=_screen, transient=False) as bars:
        tasks: dict[str, Any] = {}

        def advance(name: str, done: int, total: int) -> None:
            if name not in tasks:
                tasks[name] = bars.add_task(name, total=total)
            bars.update(tasks[name], completed=done, total=total)

        yield advance


def _read_text(path: Path) -> str:
    from corpus.readers import read

    try:
        return read(path.read_bytes(), path.name).text
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


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)


def _print(as_json: bool, value: object, lines: Callable[[], Any]) -> None:
    if as_json:
        sys.stdout.write(_json(value) + "\n")
        return
    for line in lines():
        sys.stdout.write(f"{line}\n")
