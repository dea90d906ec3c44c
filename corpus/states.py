"""How far a file has come on its way into the archive."""

from __future__ import annotations

from enum import StrEnum


class State(StrEnum):
    """In order. What was cut short is finished at the next start, from the state it had."""

    RECEIVED = "received"  # the file is kept
    READ = "read"  # its text is kept
    OUTLINED = "outlined"  # so is its tree
    EMBEDDED = "embedded"  # a report of the catalogue, with its vectors
    INDEXED = "indexed"  # both derived indexes were given it
    VERIFIED = "verified"  # both were asked, and hold all of it
    REPLACED = "replaced"  # a newer version stands for it; readable, no longer retrieved
    LEAVING = "leaving"  # forgotten; here only until the indexes have let go of it

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    State.RECEIVED: "已接收",
    State.READ: "已读出文字",
    State.OUTLINED: "已识别结构",
    State.EMBEDDED: "已计算向量",
    State.INDEXED: "已建索引",
    State.VERIFIED: "已核对",
    State.REPLACED: "已有新版",
    State.LEAVING: "正在删除",
}
