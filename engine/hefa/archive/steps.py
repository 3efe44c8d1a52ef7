"""From no store to one, and from an older schema to the present: numbered steps, in one transaction."""

from collections.abc import Callable

from sqlalchemy import Connection, select

from hefa.archive.numbering import renumber
from hefa.archive.schema import asked, findings, meta, metadata, versions
from hefa.archive.words import create_index, index_anew


def _second(connection: Connection) -> None:
    """Keep what the statute library was asked about; number clauses by day."""
    asked.create(connection)
    for index in versions.indexes:
        index.create(connection, checkfirst=True)
    for index in findings.indexes:
        index.drop(connection, checkfirst=True)
        index.create(connection)
    ids = connection.execute(select(versions.c.id, versions.c.date, versions.c.year)).all()
    renumber(connection, [(row.id, row.date, row.year) for row in ids])


def _third(connection: Connection) -> None:
    """Keep which clause introduces the list that one is an item of; of earlier clauses it is not known."""
    connection.exec_driver_sql("alter table clauses add column lead integer")


def _index_alone(_: Connection) -> None:
    """Leave the tables: 4 indexes clauses by pairs of characters, 5 by none with signs."""


STEPS: tuple[Callable[[Connection], None], ...] = (_second, _third, _index_alone, _index_alone)
"""Step i takes a store of schema i + 1 to schema i + 2; add a step for every change to the tables."""


def schema_number() -> int:
    """Return the number of the present schema."""
    return len(STEPS) + 1


def create(connection: Connection) -> None:
    """Make the tables of a new store."""
    metadata.create_all(connection)
    create_index(connection)
    connection.execute(meta.insert().values(name="schema", value=str(schema_number())))


def migrate(connection: Connection, number: int) -> None:
    """Take a store from schema ``number`` to the present one; its index, last and once, to what it is now."""
    for step in STEPS[number - 1 :]:
        step(connection)
    index_anew(connection)
    connection.execute(meta.update().where(meta.c.name == "schema").values(value=str(schema_number())))
