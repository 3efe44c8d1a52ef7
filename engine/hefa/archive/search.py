"""Full text over the clauses of an archive: the trigram index of SQLite, else clause by clause."""

import datetime
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, literal_column, select, text

from hefa.archive.schema import clauses, documents, findings, versions
from hefa.archive.status import STATUS, Status, status_on
from hefa.archive.store import Store
from hefa.errors import OptionError

_INDEXED = 3  # characters that the trigram index needs


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
        if self.status is not None:
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
    path = (
        select(func.min(documents.c.path))
        .where(documents.c.version == versions.c.id, documents.c.gone.is_(False))
        .correlate(versions)
        .scalar_subquery()
    )
    query = (
        select(
            path.label("path"),
            *(versions.c[name] for name in ("title", "number", "issuer", "year", "rank")),
            status_on(day).label("status"),
            clauses.c.label,
            clauses.c.text,
        )
        .join_from(clauses, versions)
        .where(path.is_not(None), *_having(store, wanted), *filters.conditions(day))
        .order_by(func.coalesce(versions.c.date, "").desc(), versions.c.id, clauses.c.clause)
        .limit(limit + 1)
    )
    hits = [Hit(**row) for row in store.rows(query)]
    return hits[:limit], len(hits) > limit


def _having(store: Store, wanted: list[str]) -> list[ColumnElement[bool]]:
    """Return the conditions that a clause has the words; long ones are looked up where there is an index."""
    indexed = [word for word in wanted if len(word) >= _INDEXED] if store.is_sqlite else []
    found: list[ColumnElement[bool]] = [
        clauses.c.text.contains(word, autoescape=True) for word in wanted if word not in indexed
    ]
    if indexed:
        found.append(clauses.c.id.in_(_matching(indexed)))
    return found


def _matching(words: list[str]) -> Select[Any]:
    """Return the ids of the clauses that the index has for all the words."""
    quoted = " ".join('"' + word.replace('"', '""') + '"' for word in words)
    return (
        select(literal_column("rowid"))
        .select_from(text("clause_words"))
        .where(text("clause_words match :quoted").bindparams(quoted=quoted))
    )
