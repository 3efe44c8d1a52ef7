"""The ids of clauses: those of the newest document are the highest, so that a search can begin with it.

    id = day of the document << 26 | number within the day        days since 1899-12-31, 0 where none is known

Of one document the first clause has the highest id. The full-text index keeps its entries by id, so a search
stops as soon as it has enough, however many clauses have the words.
"""

import datetime
from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, select

from hefa.archive.schema import clauses
from hefa.archive.sql import last_below

_BITS, _LAST = 26, (1 << 17) - 1
_EPOCH = datetime.date(1899, 12, 31).toordinal()


class ClauseIds:
    """Gives ids to the clauses of documents, in one transaction of the one writer."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._next: dict[int, int] = {}

    def of(self, date: str | None, year: int | None, count: int) -> Iterator[int]:
        """Yield ids for ``count`` clauses in their order."""
        day = day_of(date, year)
        if day not in self._next:
            self._next[day] = self._first_free(day)
        first = self._next[day]
        self._next[day] = first + count
        return iter(range(first + count - 1, first - 1, -1))

    def _first_free(self, day: int) -> int:
        last = last_below(self._connection, clauses, (day + 1) << _BITS)
        return max((last or 0) + 1, day << _BITS)


def day_of(date: str | None, year: int | None) -> int:
    """Return the day of a document; the first of its year where only that is known."""
    if not date and year is None:
        return 0
    day = datetime.date.fromisoformat(date) if date else datetime.date(max(1, min(year or 1, 9999)), 1, 1)
    return min(max(day.toordinal() - _EPOCH, 1), _LAST)


def ids_of_year(year: int) -> tuple[int, int]:
    """Return the least id of a clause of a document of the year, and the least after it."""
    return day_of(None, year) << _BITS, (day_of(f"{min(max(year, 1), 9999):04}-12-31", None) + 1) << _BITS


def renumber(connection: Connection, versions: Sequence[tuple[int, str | None, int | None]]) -> None:
    """Give the clauses of a store ids by day; ``versions`` have id, date and year."""
    connection.execute(clauses.update().values(id=-clauses.c.id))
    ids = ClauseIds(connection)
    for version, date, year in versions:
        query = select(clauses.c.id).where(clauses.c.version == version).order_by(clauses.c.clause)
        old = connection.scalars(query).all()
        for was, now in zip(old, ids.of(date, year, len(old)), strict=True):
            connection.execute(clauses.update().where(clauses.c.id == was).values(id=now))
