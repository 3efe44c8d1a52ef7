"""A worker that writes what it reviewed to the database server itself: many write at a time, none twice.

The audit then only notes at which paths the content stands. A content that no path has yet, since the audit
was stopped in between, is linked by the next run, and not reviewed again.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Connection

from hefa.archive.numbering import day_of
from hefa.archive.rows import Rows
from hefa.archive.store import Store, put_version
from hefa.audit.work import Outcome, Task, Work, Written
from hefa.review import Reviewer

_CONTENT, _DAY = 1, 2
"""What a lock is on: a content, by 31 bits of its digest, or the numbers of a day's clauses."""


@dataclass(frozen=True, slots=True)
class Writing:
    """Makes the function that reviews as ``work`` does and writes to the server at ``address``."""

    work: Work
    address: str

    @property
    def reviewer(self) -> Reviewer:
        """What reviews."""
        return self.work.reviewer

    def __call__(self) -> Callable[[Task], Outcome]:
        """Return the function that does a task; ``ArchiveError`` where it cannot write."""
        do, store = self.work(), Store(self.address)
        return lambda task: write_outcome(store, do(task))


def write_outcome(store: Store, outcome: Outcome) -> Outcome:
    """Write what was reviewed; return what is left to be done about it."""
    if outcome.rows is None:
        return outcome
    with store.write() as connection:
        _lock(connection, outcome.rows)
        version = put_version(connection, outcome.rows)
    return Outcome(written=Written(version, str(outcome.sha256), outcome.findings))


def _lock(connection: Connection, rows: Rows) -> None:
    """Let others wait, to the end of the transaction, that write this content or clauses of its day."""
    digest = hashlib.sha256(str(rows.version["sha256"]).encode()).digest()
    content = int.from_bytes(digest[:4], "big") >> 1
    day = day_of(rows.version["date"], rows.version["year"])
    for kind, key in ((_CONTENT, content), (_DAY, day)):
        connection.exec_driver_sql(f"select pg_advisory_xact_lock({kind}, {key})")
