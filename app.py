"""The program: every command of `assistant.cli`, and the one that serves the web app.

``python app.py`` and ``nigao serve`` are the same.
"""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from assistant.cli import (
    Home,
    accounts_at,
    assistant_at,
    commands,
    progress_bars,
    run,
    say,
    settings_at,
)
from assistant.web.door import LOOPBACK, Proxy

_NO_ACCOUNT = (
    "没有账号时只能在本机打开（127.0.0.1）。先建立管理员账号：nigao user add 姓名，再从别的电脑打开"
)


@commands.command()
def serve(
    host: str = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535)] = 7860,
    samples: Annotated[bool, typer.Option(help="资料库为空时读入自带的样例报告")] = False,
    home: Home = None,
) -> None:
    """打开网页。"""
    settings = settings_at(home)
    proxy = Proxy.named(
        settings.proxy_user_header, settings.proxy_role_header, settings.proxy_addresses
    )
    if host not in LOOPBACK and not proxy.tells_roles:
        with accounts_at(home) as accounts:
            if not accounts.any():
                raise typer.BadParameter(_NO_ACCOUNT, param_hint="--host")
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

        launch(assistant, host, port, proxy)


def main() -> None:
    """The console command."""
    run()


if __name__ == "__main__":
    sys.argv[1:] = sys.argv[1:] or ["serve"]
    main()
