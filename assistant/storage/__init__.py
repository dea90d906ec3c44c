"""What is kept of conversations, drafts, reviews and people. The only package with sqlalchemy.

Nothing is ever overwritten: a version points at the one it was made from, a conversation at its
current version; undoing moves that pointer back. Citations are stored as pointers: their quotes
are cut out of the archive again, so a forgotten report does not live on in here. What was signed
stands still until it is reopened, see `assistant.storage.signing`.
"""

from __future__ import annotations

from assistant.storage.accounts import Account
from assistant.storage.conversations import ConversationSummary
from assistant.storage.opened import DRAFTS, Quote, nothing
from assistant.storage.store import Storage
from assistant.storage.versions import Stale, Version, VersionSummary

__all__ = [
    "DRAFTS",
    "Account",
    "ConversationSummary",
    "Quote",
    "Stale",
    "Storage",
    "Version",
    "VersionSummary",
    "nothing",
]
