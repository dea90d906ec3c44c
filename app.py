"""The program: every command of `assistant.cli`, and the one that serves the web app.

``python app.py`` and ``nigao serve`` are the same.
"""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from assistant.cli import Home, assistant_at, commands, progress_bars, run, say

_LOCAL = ("127.0.0.1", "localhost", "::1")


@commands.command()
def serve(
    host: str = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535)] = 7860,
    samples: Annotated[bool, typer.Option(help="资料库为空时读入自带的样例报告")] = False,
    home: Home = None,
) -> None:
    """打开网页。"""
    if host not in _LOCAL:
        raise typer.BadParameter("没有账号时只能在本机打开（127.0.0.1）", param_hint="--host")
    # Indexes that are not whole are made anew behind the page, which works without them.
    with assistant_at(home, repair=False) as assistant:
        for problem in assistant.problems():
            say(f"{problem}。正在后台重建")
        if samples:
            with progress_bars() as bars:
                for result in assistant.ingest_samples(bars.reached):
                    if result.outcome == "refused":
                        say(f"{result.file_name}：{result.reason}")
        # Imported here: Gradio takes seconds, and the other commands do not need it.
        from assistant.web.site import launch

        launch(assistant, host, port)


def main() -> None:
    """The console command."""
    run()


if __name__ == "__main__":
    sys.argv[1:] = sys.argv[1:] or ["serve"]
    main()
