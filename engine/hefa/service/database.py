"""The database of the service opened: SQLite in a file, or PostgreSQL by its URL.

What is written is on the disk when ``write`` ends: a draft that was accepted is not lost with the power.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from hefa.archive.connect import Connected, Opening, Schema
from hefa.service.errors import StoreError
from hefa.service.tables import create, meta, migrate, schema_number

OPENING = Opening("审查服务的数据库", StoreError, patience=30, synchronous="full")
_ONE_SERVICE = 0x68656661
"""Number of the lock that a service holds on a PostgreSQL database."""


class Database(Connected):
    """``where`` is a file, or a URL (postgresql+psycopg://…). ``close`` it at the end."""

    def __init__(self, where: Path | str) -> None:
        self._writing = nullcontext() if "://" in str(where) else threading.Lock()
        self._held: Connection | None = None
        super().__init__(where, OPENING, Schema(meta, schema_number(), create, migrate), create=True)

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Give a connection whose changes are kept for good when the block ends, all or none."""
        with self._writing, super().write() as connection:
            yield connection

    def hold(self) -> bool:
        """Take the database for one service alone; false where another has it. SQLite needs a file lock."""
        if not self.is_sqlite and self._held is None:
            self._held = self._engine.connect()
            if not self._held.exec_driver_sql(f"select pg_try_advisory_lock({_ONE_SERVICE})").scalar():
                self._held.close()
                self._held = None
                return False
            self._held.commit()
        return True

    def close(self) -> None:
        """Let go of the file or server."""
        held, self._held = self._held, None
        if held is not None:
            with suppress(SQLAlchemyError):  # a server that is gone has let go by itself
                held.exec_driver_sql(f"select pg_advisory_unlock({_ONE_SERVICE})")
            held.invalidate()
            held.close()
        super().close()
