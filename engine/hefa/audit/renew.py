"""Documents of a store that cite a law which changed since their review: these alone are reviewed again."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import select

from hefa.archive.schema import citations, documents, versions
from hefa.archive.store import Store
from hefa.audit.known import stale_versions
from hefa.audit.run import Audit, AuditOptions, basis_of
from hefa.audit.tally import Tally
from hefa.audit.walk import Found, stamp_of
from hefa.errors import ReadError
from hefa.review import Reviewer


@dataclass(frozen=True, slots=True)
class Renewal:
    """Paths to review again; how many more are not there, or were reviewed with other rules or options."""

    paths: tuple[str, ...]
    missing: int
    other: int


def to_renew(store: Store, key: str, reviewer: Reviewer) -> Renewal:
    """Find the documents that cite the law ``key`` and rest on what the reviewer's library has otherwise."""
    if reviewer.statutes is None:
        return Renewal((), 0, 0)
    basis, stale = basis_of(reviewer.provenance, None), stale_versions(store, reviewer.statutes)
    citing = select(citations.c.version).where(citations.c.key == key)
    query = (
        select(documents.c.path, versions.c.id, versions.c.basis)
        .join(versions)
        .where(documents.c.gone.is_(False), versions.c.id.in_(citing))
        .order_by(documents.c.path)
    )
    rows = [row for row in store.rows(query) if row["id"] in stale]
    same = [row["path"] for row in rows if row["basis"] == basis]
    there = tuple(filter(_is_there, same))
    return Renewal(there, len(same) - len(there), len(rows) - len(same))


def renew(
    store: Store, renewal: Renewal, reviewer: Reviewer, jobs: int, watch: Callable[[Tally], None]
) -> Tally:
    """Review them again."""
    audit = Audit(store, reviewer, AuditOptions(jobs), watch=watch)
    return audit.go(Found((), renewal.paths, ()))


def _is_there(path: str) -> bool:
    try:
        stamp_of(path)
    except ReadError:
        return False
    return True
