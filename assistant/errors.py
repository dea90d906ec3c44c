"""What can go wrong when drafting. Every message is shown to users as it stands.

AssistantError
├── SettingsError      an environment variable is unknown or has an unusable value
├── DraftError         a draft cannot be made or found
├── ModelError         the configured language model cannot be used
│   └── ModelFailure   one request to it failed, and of which kind the failure was
├── Forbidden          not there, or nothing for whoever asks
├── AccountError       an account cannot be made or changed, or nobody can sign in that way
└── Stopped            the person at the screen gave up the draft
"""


class AssistantError(Exception):
    """Base of all errors of the assistant."""


class SettingsError(AssistantError):
    """An environment variable is unknown or has an unusable value."""


class DraftError(AssistantError):
    """A draft cannot be made from what was asked, or is not there."""


class ModelError(AssistantError):
    """The configured language model cannot be used or answers unusably."""


class Forbidden(AssistantError):  # noqa: N818 - said as people say it
    """Not there, or nothing for whoever asks: the two are not told apart."""


class AccountError(AssistantError):
    """An account cannot be made or changed as asked, or nobody can sign in that way."""
