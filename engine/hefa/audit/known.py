"""What a store has of paths and contents, asked for some at a time, and which opinions no longer hold."""

from collections.abc import Collection, Iterator
from typing import NamedTuple

from sqlalchemy import select

from hefa.archive.schema import asked, documents, failures, versions
from hefa.archive.store import Store
from hefa.audit.remote import Stamp
from hefa.model.citation import Statutes
from hefa.statutes import digest_of_law


class Known(NamedTuple):
    """What the store has of a path; ``current``: its review holds, ``failed``: on what it failed."""

    id: int
    stamp: Stamp
    gone: bool
    current: bool
    failed: str | None


class Present:
    """Asks a store; a review holds that rests on ``basis`` and on laws that are as they were."""

    def __init__(self, store: Store, basis: str, statutes: Statutes | None) -> None:
        self._store, self._basis = store, basis
        self.stale = stale_versions(store, statutes) if statutes is not None else frozenset[int]()

    def paths(self, names: Collection[str]) -> dict[str, Known]:
        """Return what is known of paths, by path."""
        query = (
            select(
                *(documents.c.path, documents.c.id, documents.c.size, documents.c.modified, documents.c.gone),
                *(versions.c.id.label("version"), versions.c.basis, failures.c.basis.label("failed")),
            )
            .select_from(documents.outerjoin(versions).outerjoin(failures))
            .where(documents.c.path.in_(names))
        )
        with self._store.read() as connection:
            return {
                row.path: Known(
                    row.id,
                    Stamp(row.size, row.modified),
                    row.gone,
                    row.basis == self._basis and row.version not in self.stale,
                    row.failed,
                )
                for row in connection.execute(query)
            }

    def contents(self, digests: Collection[str]) -> dict[str, int]:
        """Return the versions whose review holds, by SHA-256."""
        query = select(versions.c.sha256, versions.c.id).where(
            versions.c.sha256.in_(digests), versions.c.basis == self._basis
        )
        with self._store.read() as connection:
            return {row.sha256: row.id for row in connection.execute(query) if row.id not in self.stale}

    def there(self) -> Iterator[tuple[int, str]]:
        """Yield the ids and paths of the documents that were there at the last run."""
        query = select(documents.c.id, documents.c.path).where(documents.c.gone.is_(False))
        with self._store.read() as connection:
            for row in connection.execution_options(yield_per=1000).execute(query):
                yield row.id, row.path


def stale_versions(store: Store, statutes: Statutes) -> frozenset[int]:
    """Return the versions whose review asked about a law that the library now has otherwise."""
    with store.read() as connection:
        keys = connection.scalars(select(asked.c.key).distinct()).all()
        stale = set[int]()
        for key in keys:
            other = select(asked.c.version).where(
                asked.c.key == key, asked.c.digest != digest_of_law(statutes, key)
            )
            stale.update(connection.scalars(other))
    return frozenset(stale)
