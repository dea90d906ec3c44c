"""What can go wrong with the archive. Every message is shown to users as it stands.

CorpusError
├── ReadError          a file cannot be read as a report
├── ArchiveError       the archive cannot be opened or does not hold what was asked for
│   ├── ArchiveLocked  another process owns it
│   └── UnknownReport  no report with that id
├── EmbeddingError     the embedding model cannot be had, or is not the one of the index
└── RerankError        the reranker cannot be had, or gave no usable answer
"""


class CorpusError(Exception):
    """Base of all errors of the archive."""


class ReadError(CorpusError):
    """A file cannot be read as a report; the message gives the reason, not the file."""


class ArchiveError(CorpusError):
    """The archive cannot be opened, or does not hold what was asked for."""


class ArchiveLocked(ArchiveError):  # noqa: N818 - a state the user meets, not a fault
    """Another process owns the archive."""


class UnknownReport(ArchiveError):  # noqa: N818
    """The archive holds no report with that id."""


class EmbeddingError(CorpusError):
    """The embedding model cannot be had, or is not the one the index was made with."""


class RerankError(CorpusError):
    """The reranker cannot be had, or gave no usable answer; searches go on without it."""
