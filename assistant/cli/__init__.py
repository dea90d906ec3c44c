"""The `nigao` command. Results go to stdout, progress and notices to stderr.

Exit codes: 0 done, 1 done with refusals or differences, 2 wrong usage or failure.
"""

from assistant.cli import archive, drafting, log, overview, rewrite, search, style
from assistant.cli.frame import Home, assistant_at, commands, progress_bars, run, say

__all__ = [
    "Home",
    "archive",
    "assistant_at",
    "commands",
    "drafting",
    "log",
    "overview",
    "progress_bars",
    "rewrite",
    "run",
    "say",
    "search",
    "style",
]
