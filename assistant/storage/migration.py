"""Older databases → the tables of today, step by step; `PRAGMA user_version` says how far one is.

A step only adds, so that nothing stored is touched; each is done whole or not at all.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, Engine, inspect

from assistant.errors import DraftError
from assistant.storage.tables import Base

# Step n brings a database from user_version n to n + 1. New tables are made by `create_all`.
STEPS: tuple[tuple[str, ...], ...] = (
    (
        "ALTER TABLE versions ADD COLUMN section VARCHAR NOT NULL DEFAULT ''",
        "ALTER TABLE versions ADD COLUMN author VARCHAR NOT NULL DEFAULT ''",
        "ALTER TABLE versions ADD COLUMN name VARCHAR NOT NULL DEFAULT ''",
        "ALTER TABLE versions ADD COLUMN sources VARCHAR NOT NULL DEFAULT '[]'",
        "UPDATE versions SET section = json_extract(draft, '$.section')",
    ),
    (
        "ALTER TABLE conversations ADD COLUMN owner VARCHAR NOT NULL DEFAULT ''",
        "ALTER TABLE conversations ADD COLUMN handed VARCHAR NOT NULL DEFAULT ''",
    ),
)


def migrate(engine: Engine) -> None:
    """Bring the database up to date. Raises DraftError if it is from a later Nigao."""
    with engine.connect() as connection:
        # Two openers must not both take the same step: the write lock comes before reading.
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        reached = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
        if reached > len(STEPS):
            raise DraftError("稿件库是由更新版本的拟稿建立的，请升级程序后再打开")
        if inspect(connection).has_table("versions"):
            for step in STEPS[reached:]:
                _take(connection, step)
        Base.metadata.create_all(connection)
        connection.exec_driver_sql(f"PRAGMA user_version = {len(STEPS)}")
        connection.commit()


def _take(connection: Connection, step: Sequence[str]) -> None:
    for statement in step:
        connection.exec_driver_sql(statement)
