"""What a run has to write, some documents a transaction: whole documents, or none of them.

Until it is written, an outcome is in memory alone; a run that is killed loses what is in hand, and the next
one does it again.
"""

import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Connection, select

from hefa.archive.rows import decision_rows
from hefa.archive.schema import decisions
from hefa.archive.store import (
    Store,
    put_decisions,
    put_document,
    put_failure,
    put_history,
    put_versions,
)
from hefa.audit.remote import Stamp
from hefa.audit.tally import Tally
from hefa.audit.walk import name_of
from hefa.audit.work import Outcome
from hefa.decisions import decision_file, is_decided, read_decisions
from hefa.errors import HefaError

MOST = 1000
"""Outcomes in hand at most."""
LONGEST = 3.0
"""Seconds after which what is in hand is written when the next outcome comes."""
Entry = Callable[[Connection], None]


class Place(NamedTuple):
    """A path at which a content stands, and what its file was at a glance."""

    path: str
    stamp: Stamp


class _Reviewed(NamedTuple):
    outcome: Outcome
    places: list[Place]
    done: Callable[[], object]


class Ledger:
    """Writes the outcomes of one run; ``warnings`` are what is wrong with decision files."""

    def __init__(self, store: Store, tally: Tally, basis: str) -> None:
        self._store, self._tally, self._basis = store, tally, basis
        self._reviewed: list[_Reviewed] = []
        self._entries: list[Entry] = []
        self._since = 0.0
        self.run = 0
        self.written: dict[str, int] = {}
        self.warnings: list[str] = []
        with store.read() as connection:
            self._decided = set(connection.scalars(select(decisions.c.document).distinct()))

    def reviewed(self, outcome: Outcome, places: list[Place], done: Callable[[], object]) -> None:
        """Enter a reviewed content and where it stands; places may be added until it is ``done``."""
        self._reviewed.append(_Reviewed(outcome, places, done))
        self._entered()

    def linked(self, place: Place, version: int, sha256: str) -> None:
        """Enter a place of a content that has been reviewed."""

        def write(connection: Connection) -> None:
            self._place(connection, place, version, sha256)
            self._tally.linked += 1

        self._enter(write)

    def failed(self, outcome: Outcome, places: list[Place], sha256: str | None) -> None:
        """Enter documents that are set aside with the reason; the first is the one that was tried."""
        values = {"run": self.run, "kind": outcome.kind, "basis": self._basis, "sha256": sha256}

        def write(connection: Connection) -> None:
            for place in places:
                path, (size, modified) = name_of(place.path), place.stamp
                document = put_document(connection, path, None, size=size, modified=modified)
                same = "" if place is places[0] else f"{path}：内容与另一个文件相同："
                put_failure(connection, document, {**values, "reason": same + outcome.reason})
            self._tally.failed += len(places)

        self._enter(write)

    def unchanged(self, path: str, document: int) -> None:
        """Enter the decisions on a document that has not changed, where there are or were any."""
        self._tally.unchanged += 1
        if document in self._decided or is_decided(path):
            self._enter(lambda connection: self._decide(connection, path, document))

    def write(self) -> None:
        """Write what is in hand."""
        reviewed, self._reviewed = self._reviewed, []
        entries, self._entries = self._entries, []
        if not reviewed and not entries:
            return
        with self._store.write() as connection:
            rows = [one.outcome.rows for one in reviewed if one.outcome.rows is not None]
            ids = iter(put_versions(connection, rows))
            for one in reviewed:
                sha256, written = str(one.outcome.sha256), one.outcome.written
                version = self.written[sha256] = written.version if written is not None else next(ids)
                for place in one.places:
                    self._place(connection, place, version, sha256)
            for entry in entries:
                entry(connection)
        for one in reviewed:
            one.done()
            self._tally.reviewed += 1
            self._tally.linked += len(one.places) - 1
            self._tally.findings += one.outcome.findings

    def _enter(self, entry: Entry) -> None:
        self._entries.append(entry)
        self._entered()

    def _entered(self) -> None:
        count, now = len(self._reviewed) + len(self._entries), time.monotonic()
        if count == 1:
            self._since = now
        if count >= MOST or now - self._since >= LONGEST:
            self.write()

    def _place(self, connection: Connection, place: Place, version: int, sha256: str) -> None:
        size, modified = place.stamp
        document = put_document(connection, name_of(place.path), version, size=size, modified=modified)
        put_history(connection, document, sha256, self.run)
        self._decide(connection, place.path, document)

    def _decide(self, connection: Connection, path: str, document: int) -> None:
        """Write the decisions beside a document; those written stay where their file cannot be read."""
        there = is_decided(path)
        if not there and document not in self._decided:
            return
        try:
            decided = read_decisions(decision_file(Path(path))) if there else ()
            put_decisions(connection, document, decision_rows(decided))
        except HefaError as error:
            self.warnings.append(str(error))
