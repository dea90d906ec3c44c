"""What all commands share: the data folder, results, progress, and how things go wrong."""

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

from assistant.errors import AssistantError, DraftError
from assistant.offline import stay_offline
from assistant.settings import Settings, load_settings
from corpus.errors import CorpusError
from corpus.ingesting import Progress as FileProgress

if TYPE_CHECKING:
    from assistant.service import Assistant

REFUSED, FAILED = 1, 2
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
        sys.exit(FAILED)
    except Exception:
        reference = secrets.token_hex(3)
        where = _open_log()
        _logger.exception("编号 %s", reference)
        say(f"错误：程序出了意外，编号 {reference}，详情见{where}，请连同编号一起反馈")
        sys.exit(FAILED)


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


def settings_at(home: Path | None) -> Settings:
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
    home: Path | None, read_only: bool = False, writer: str | None = None, repair: bool = True
) -> Iterator[Assistant]:
    """The assistant over the data folder, closed at the end.

    What was cut short is finished and what is not whole made anew first, unless not to `repair`.
    """
    settings = settings_at(home)
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
        if repair:
            for problem in assistant.problems():
                say(problem)
        if repair and not read_only:
            with progress_bars() as bars:
                for result in assistant.repair(bars.rebuilt, bars.reached, bars.embedded):
                    say(f"上次没有完成的文件：{result.line}")
        yield assistant
    finally:
        assistant.close()


class Bars:
    """A bar for each file at hand, and one for an index that is made anew."""

    def __init__(self, bars: Progress) -> None:
        self._bars = bars
        self._tasks: dict[str, Any] = {}

    def reached(self, progress: FileProgress) -> None:
        """How far a file has come: its state, its paragraphs embedded."""
        self._show(progress.file_name, progress.state.label, progress.done, progress.total)

    def rebuilt(self, done: int, total: int) -> None:
        self._show("重建索引", "", done, total)

    def embedded(self, done: int, total: int) -> None:
        self._show("换用新的向量模型", "", done, total)

    def _show(self, name: str, label: str, done: int, total: int) -> None:
        if name not in self._tasks:
            self._tasks[name] = self._bars.add_task(name, total=None, label=label)
        if total:
            self._bars.update(self._tasks[name], completed=done, total=total, label=label)
        else:
            self._bars.update(self._tasks[name], label=label)


@contextmanager
def progress_bars() -> Iterator[Bars]:
    """Bars on stderr."""
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[label]}", markup=False),
    )
    with Progress(*columns, console=_screen) as bars:
        yield Bars(bars)


def as_json_text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)


def print_result(as_json: bool, value: object, lines: Callable[[], Any]) -> None:
    if as_json:
        sys.stdout.write(as_json_text(value) + "\n")
        return
    for line in lines():
        sys.stdout.write(f"{line}\n")
