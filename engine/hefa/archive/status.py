"""Whether a document is in force on a day, by what it says and by what others in the archive repeal."""

import datetime

from sqlalchemy import ColumnElement, CompoundSelect, and_, case, exists, or_, select, union

from hefa.archive.schema import documents, repeals, versions


def status_on(day: datetime.date) -> ColumnElement[str]:
    """Return the expression for the status of a row of ``versions`` on a day.

    It is in force where nothing says otherwise: no other document that is there repeals it by number, or by
    title where no number is named; its term has not run out; it has taken effect.
    """
    iso = day.isoformat()
    return case(
        (repealed_by(day), "repealed"),
        (versions.c.expires < iso, "expired"),
        (versions.c.effective > iso, "not-yet"),
        else_="in-force",
    )


def repealed_by(day: datetime.date) -> ColumnElement[bool]:
    """Return the condition that another document of the archive repeals a row of ``versions`` by a day."""
    begun = or_(repeals.c.day.is_(None), repeals.c.day <= day.isoformat())
    there = exists().where(documents.c.version == repeals.c.version, documents.c.gone.is_(False))
    other = and_(begun, repeals.c.version != versions.c.id, there.correlate(repeals))
    by_number = exists().where(repeals.c.number_key == versions.c.number_key, other)
    by_title = exists().where(repeals.c.number_key.is_(None), repeals.c.key == versions.c.key, other)
    return or_(by_number.correlate(versions), by_title.correlate(versions))


def repealed_ids(day: datetime.date) -> CompoundSelect[int]:
    """Return the query for the ids of ``versions`` that ``repealed_by`` holds of, found from what repeals."""
    begun = or_(repeals.c.day.is_(None), repeals.c.day <= day.isoformat())
    there = exists().where(documents.c.version == repeals.c.version, documents.c.gone.is_(False))
    other = and_(begun, repeals.c.version != versions.c.id, there.correlate(repeals))
    by_number = and_(repeals.c.number_key == versions.c.number_key, other)
    by_title = and_(repeals.c.number_key.is_(None), repeals.c.key == versions.c.key, other)
    return union(*(select(versions.c.id).join_from(repeals, versions, how) for how in (by_number, by_title)))
