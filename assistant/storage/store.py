"""The face of the storage."""

from __future__ import annotations

from assistant.storage.accounts import AccountRows
from assistant.storage.asides import Asides
from assistant.storage.conversations import Conversations
from assistant.storage.proposals import Proposals
from assistant.storage.signing import Signing
from assistant.storage.terms import HouseTerms


class Storage(Conversations, Asides, Signing, Proposals, HouseTerms, AccountRows):
    """Everything that is kept for the people who write, in one SQLite file."""
