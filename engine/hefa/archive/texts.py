"""The texts of an archive, read for comparison: what each document is, and its clauses.

versions that still stand at a path ─► KnownText ; clauses of some of them ─► PartOfText by document
"""

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from hefa.archive.schema import clauses, documents, versions
from hefa.archive.status import status_on
from hefa.archive.store import Store
from hefa.model.held import Status

AT_ONCE = 400
_FACTS = ("title", "number", "issuer", "issuer_level", "rank", "date", "expires", "sha256", "fragment")


@dataclass(frozen=True, slots=True)
class KnownText:
    """One content; ``path`` is the first at which it stands, days are ISO texts.

    ``outside`` says that it is no document that is reviewed.
    """

    id: int
    path: str
    title: str | None
    number: str | None
    issuer: str | None
    issuer_level: str
    rank: str
    date: str | None
    expires: str | None
    sha256: str
    fragment: bool
    outside: bool
    status: Status


@dataclass(frozen=True, slots=True)
class PartOfText:
    """A clause: its index in the document, the index of what introduces its list, its place and words."""

    clause: int
    lead: int | None
    label: str
    text: str


class StoreTexts:
    """The texts of a store; whether they are in force is said as of ``day``."""

    def __init__(self, store: Store, day: datetime.date) -> None:
        self._store, self._day = store, day

    def known(self, only: Collection[int] | None = None) -> Iterator[KnownText]:
        """Yield the contents that still stand at a path, in the order of their ids; with ``only``, these."""
        path = (
            select(func.min(documents.c.path))
            .where(documents.c.version == versions.c.id, documents.c.gone.is_(False))
            .correlate(versions)
            .scalar_subquery()
        )
        query = (
            select(
                versions.c.id,
                path.label("path"),
                *(versions.c[name] for name in _FACTS),
                (versions.c.conclusion == "not-reviewable").label("outside"),
                status_on(self._day).label("status"),
            )
            .where(path.is_not(None))
            .order_by(versions.c.id)
        )
        if only is not None:
            query = query.where(versions.c.id.in_(only))
        with self._store.read() as connection:
            last = -1
            while rows := connection.execute(query.where(versions.c.id > last).limit(AT_ONCE)).all():
                for row in rows:
                    yield KnownText(**row._mapping)
                last = rows[-1].id

    def parts(self, ids: Collection[int]) -> Mapping[int, Sequence[PartOfText]]:
        """Return the clauses of some contents, in text order."""
        query = (
            select(clauses.c.version, clauses.c.clause, clauses.c.lead, clauses.c.label, clauses.c.text)
            .where(clauses.c.version.in_(ids))
            .order_by(clauses.c.version, clauses.c.clause)
        )
        found = defaultdict[int, list[PartOfText]](list)
        with self._store.read() as connection:
            for version, clause, lead, label, text in connection.execute(query):
                found[version].append(PartOfText(clause, lead, label, text))
        return found
