"""The `nigao` command. Results go to stdout, progress and notices to stderr.

Exit codes: 0 done, 1 done with refusals or differences, 2 wrong usage or failure.
"""

from assistant.cli import archive, drafting, exporting, log, overview, rewrite, search, style, user
from assistant.cli.frame import Home, assistant_at, commands, progress_bars, run, say, settings_at
from assistant.cli.user import accounts_at

__all__ = [
    "Home",
    "accounts_at",
    "archive",
    "assistant_at",
    "commands",
    "drafting",
    "exporting",
    "log",
    "overview",
    "progress_bars",
    "rewrite",
    "run",
    "say",
    "search",
    "settings_at",
    "style",
    "user",
]
