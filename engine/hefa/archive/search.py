"""Full text over the clauses of an archive: by the index of ``words``, else clause by clause."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, exists, func, select, text

from hefa.archive.numbering import ids_of_year
from hefa.archive.schema import clauses, documents, findings, versions
from hefa.archive.status import repealed_ids, status_on
from hefa.archive.store import Store
from hefa.archive.words import asked_of_index, is_indexed
from hefa.errors import OptionError
from hefa.model.held import STATUS, Status

_STEPS = (100, 400, 1600)
"""Candidates that are looked at in turn."""
_FEW = 500
"""Documents few enough to compare all their clauses."""
_COMPARED = 30_000
"""Newest clauses that are compared before the index is asked for words shorter than its groups."""
_BEHIND = 1 << 62  # higher than any id


@dataclass(frozen=True, slots=True)
class Filters:
    """What narrows a search; ``issuer`` is a part of the issuer's name."""

    issuer: str | None = None
    year: int | None = None
    status: str | None = None
    category: str | None = None
    rank: str | None = None

    def conditions(self, day: datetime.date) -> list[ColumnElement[bool]]:
        """Return the conditions on ``versions``."""
        found: list[ColumnElement[bool]] = []
        if self.issuer:
            found.append(versions.c.issuer.contains(self.issuer, autoescape=True))
        if self.year is not None:
            found.append(versions.c.year == self.year)
        if self.status == "repealed":
            found.append(versions.c.id.in_(repealed_ids(day)))
        elif self.status is not None:
            found.append(status_on(day) == self.status)
        if self.category is not None:
            has = exists().where(findings.c.version == versions.c.id, findings.c.category == self.category)
            found.append(has.correlate(versions))
        if self.rank is not None:
            found.append(versions.c.rank == self.rank)
        return found


@dataclass(frozen=True, slots=True)
class Hit:
    """A clause that has the words, and the document it stands in; ``path`` is the first of its paths."""

    path: str
    title: str | None
    number: str | None
    issuer: str | None
    year: int | None
    rank: str
    status: Status
    label: str
    text: str


def search(
    store: Store, words: str, day: datetime.date, filters: Filters, limit: int = 20
) -> tuple[list[Hit], bool]:
    """Return clauses that have all the words, newest document first, and whether there are more.

    ``words`` are parted by white space; each must stand in the clause as it is. Only what a document now has
    is searched, not its earlier contents.
    """
    wanted = words.split()
    if not wanted:
        raise OptionError("查询", "没有写要找的字句", "写条文中的字句，例如 保证金")
    if filters.status is not None and filters.status not in STATUS:
        raise OptionError("--status", f"没有效力状态 {filters.status}", f"可用：{'、'.join(STATUS)}")
    with store.read() as connection:
        found = _Search(connection, wanted, day, filters).hits(limit + 1)
    return found[:limit], len(found) > limit


class _Search:
    """One search: candidates by falling id, more at a time as long as the filters leave too few."""

    def __init__(
        self, connection: Connection, wanted: list[str], day: datetime.date, filters: Filters
    ) -> None:
        self._connection = connection
        self._conditions = filters.conditions(day)
        self._least, self._before = ids_of_year(filters.year) if filters.year is not None else (0, _BEHIND)
        self._wanted, self._asked = wanted, ""
        if connection.dialect.name == "sqlite":
            self._asked = asked_of_index(connection, filter(is_indexed, wanted))
        self._texts = [clauses.c.text.contains(word, autoescape=True) for word in wanted]
        self._told = _told(day)

    def hits(self, wanted: int) -> list[Hit]:
        """Return at most so many."""
        found: list[Hit] = []
        few = self._few()
        if few is not None:
            return self._those(clauses.c.id.in_(self._in(few, wanted)), wanted)
        if not self._asked:
            least, self._least = self._least, self._newest()
            found = self._stream(wanted)
            if len(found) >= wanted or self._least <= least:
                return found
            self._before, self._least = self._least, least
            if self._connection.dialect.name == "sqlite":
                self._asked = asked_of_index(self._connection, self._wanted)
        return found + self._stream(wanted - len(found))

    def _stream(self, wanted: int) -> list[Hit]:
        """Return at most so many of those between the bounds."""
        found: list[Hit] = []
        ids: Sequence[int] = ()
        for step in _STEPS:
            ids = self._candidates(step)
            found += self._those(clauses.c.id.in_(ids), wanted - len(found))
            if len(found) >= wanted or len(ids) < step:
                return found
            self._before = ids[-1]
        while ids and len(found) < wanted:
            ids = self._candidates(_STEPS[-1])
            found += self._those(clauses.c.id.in_(ids), wanted - len(found))
            self._before = ids[-1] if ids else self._least
        return found

    def _newest(self) -> int:
        """Return the id down to which clauses are compared one by one; the rest is asked of the index."""
        within = clauses.c.id.between(self._least, self._before - 1)
        newest = select(clauses.c.id).where(within).order_by(clauses.c.id.desc()).limit(1).offset(_COMPARED)
        return self._connection.scalar(newest) or self._least

    def _candidates(self, count: int) -> Sequence[int]:
        """Return the next ids of clauses that have the words."""
        if self._asked:
            query = text(
                "select rowid from clause_words where clause_words match :quoted"
                " and rowid >= :least and rowid < :before order by rowid desc limit :count"
            )
            asked = {"quoted": self._asked, "least": self._least, "before": self._before, "count": count}
            return self._connection.scalars(query, asked).all()
        within = clauses.c.id.between(self._least, self._before - 1)
        listed = select(clauses.c.id).where(within, *self._texts).order_by(clauses.c.id.desc()).limit(count)
        return self._connection.scalars(listed).all()

    def _in(self, few: Sequence[int], count: int) -> list[int]:
        """Return the next ids of clauses of some versions that have the words."""
        query = select(clauses.c.id).where(clauses.c.version.in_(few), *self._texts)
        ids = [key for key in self._connection.scalars(query) if self._least <= key < self._before]
        return sorted(ids, reverse=True)[:count]

    def _those(self, which: ColumnElement[bool], count: int) -> list[Hit]:
        """Return what is told of some clauses, as far as words and filters let them pass."""
        query = self._told.where(which, *self._texts, *self._conditions)
        rows = self._connection.execute(query.order_by(clauses.c.id.desc()).limit(count)).mappings()
        return [Hit(**row) for row in rows]

    def _few(self) -> Sequence[int] | None:
        """Return the versions that the filters leave, where they are few."""
        query = select(versions.c.id).where(*self._conditions, _there()).limit(_FEW + 1)
        ids = self._connection.scalars(query).all() if self._conditions else range(_FEW + 1)
        return ids if len(ids) <= _FEW else None


def _there() -> ColumnElement[bool]:
    """Return the condition that a row of ``versions`` stands at a path."""
    there = exists().where(documents.c.version == versions.c.id, documents.c.gone.is_(False))
    return there.correlate(versions)


def _told(day: datetime.date) -> Select[Any]:
    """Return the query for what a hit tells of clauses and their documents."""
    path = (
        select(func.min(documents.c.path))
        .where(documents.c.version == versions.c.id, documents.c.gone.is_(False))
        .correlate(versions)
        .scalar_subquery()
    )
    return (
        select(
            path.label("path"),
            *(versions.c[name] for name in ("title", "number", "issuer", "year", "rank")),
            status_on(day).label("status"),
            clauses.c.label,
            clauses.c.text,
        )
        .join_from(clauses, versions, versions.c.id == clauses.c.version + 0)  # from clauses, never to them
        .where(_there())
    )
