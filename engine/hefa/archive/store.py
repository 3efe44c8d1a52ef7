"""A store opened, written by one writer and read by many: every write is one transaction."""

from collections.abc import Sequence
from operator import itemgetter
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, delete

from hefa.archive.connect import Connected, Opening, Schema
from hefa.archive.numbering import ClauseIds
from hefa.archive.rows import ASKED, CITATION, CLAUSE, FINDING, REPEAL, Rows, Values
from hefa.archive.schema import (
    OF_VERSION,
    asked,
    citations,
    clauses,
    decisions,
    documents,
    failures,
    findings,
    history,
    meta,
    repeals,
    versions,
)
from hefa.archive.sql import delete_where, first_where, insert_all, insert_one, update_one
from hefa.archive.steps import create as create_schema
from hefa.archive.steps import migrate, schema_number
from hefa.archive.words import enter, leave
from hefa.errors import ArchiveError

OPENING = Opening("存档", ArchiveError, patience=10, synchronous="normal")


class Store(Connected):
    """An archive's store: a file (SQLite), or a database URL (postgresql+psycopg://…).

    ``read`` and ``write`` give connections to the tables of ``hefa.archive.schema``.
    """

    def __init__(self, where: Path | str, *, create: bool = False) -> None:
        if "://" not in str(where):
            path = Path(where)
            if not create and not path.is_file():
                raise ArchiveError(str(path), "没有这个存档", "先用 hefa audit 文件夹 --store 文件 建立")
            if path.is_dir() or not path.absolute().parent.is_dir():
                problem = "不能建立存档：这是文件夹，或者所在的文件夹不存在"
                raise ArchiveError(str(path), problem, "换一个位置")
        schema = Schema(meta, schema_number(), create_schema, migrate)
        super().__init__(where, OPENING, schema, create=create)

    @property
    def address(self) -> str:
        """The database's URL, with its password: for those who write to the same store."""
        return self._engine.url.render_as_string(hide_password=False)


def put_version(connection: Connection, rows: Rows) -> int:
    """Write a reviewed content in the place of an earlier review of it; return its id."""
    return put_versions(connection, [rows])[0]


def put_versions(connection: Connection, several: Sequence[Rows]) -> list[int]:
    """Write reviewed contents in the place of earlier reviews of them; return their ids."""
    ids = [_put_head(connection, rows.version) for rows in several]
    by_id = dict(zip(ids, several, strict=True))
    numbers, numbered, indexed = ClauseIds(connection), list[Values](), list[tuple[int, str]]()
    for key, rows in by_id.items():
        given = tuple(numbers.of(rows.version["date"], rows.version["year"], len(rows.clauses)))
        numbered += [(number, key, *row) for number, row in zip(given, rows.clauses, strict=True)]
        indexed += zip(given, rows.pairs, strict=True)
    insert_all(connection, clauses, ("id", "version", *CLAUSE), sorted(numbered, key=itemgetter(0)))
    enter(connection, sorted(indexed))
    for table, columns, listed in (
        (findings, FINDING, [(key, rows.findings) for key, rows in by_id.items()]),
        (citations, CITATION, [(key, rows.citations) for key, rows in by_id.items()]),
        (repeals, REPEAL, [(key, rows.repeals) for key, rows in by_id.items()]),
        (asked, ASKED, [(key, rows.asked) for key, rows in by_id.items()]),
    ):
        values = [(key, *row) for key, parts in listed for row in parts]
        insert_all(connection, table, ("version", *columns), values)
    return ids


def _put_head(connection: Connection, row: dict[str, Any]) -> int:
    """Write the row of a version; what an earlier review has of it goes."""
    names, values = tuple(row), tuple(row.values())
    found: int | None = first_where(connection, versions, "id", "sha256", row["sha256"])
    if found is None:
        return insert_one(connection, versions, names, values)
    leave(connection, found)
    for table in OF_VERSION:
        delete_where(connection, table, "version", found)
    update_one(connection, versions, names, values, found)
    return found


def put_document(connection: Connection, path: str, version: int | None, *, size: int, modified: int) -> int:
    """Write which content stands at a path; return the document's id.

    None stands for a content that could not be reviewed: say why with ``put_failure``.
    """
    names, values = ("version", "size", "modified", "gone"), (version, size, modified, False)
    found: int | None = first_where(connection, documents, "id", "path", path)
    if found is None:
        return insert_one(connection, documents, ("path", *names), (path, *values))
    update_one(connection, documents, names, values, found)
    delete_where(connection, failures, "document", found)
    return found


def put_history(connection: Connection, document: int, sha256: str, run: int) -> None:
    """Note the content of a document, unless it is the last that was noted."""
    if first_where(connection, history, "sha256", "document", document) != sha256:
        insert_all(connection, history, ("document", "sha256", "run"), [(document, sha256, run)])


def put_failure(connection: Connection, document: int, values: dict[str, Any]) -> None:
    """Write why a document could not be reviewed, in the place of an earlier reason."""
    delete_where(connection, failures, "document", document)
    insert_all(connection, failures, ("document", *values), [(document, *values.values())])


def put_decisions(connection: Connection, document: int, rows: Sequence[dict[str, Any]]) -> None:
    """Write the decisions on a document in the place of those before."""
    connection.execute(delete(decisions).where(decisions.c.document == document))
    if rows:
        connection.execute(
            decisions.insert(), [{**row, "document": document, "position": at} for at, row in enumerate(rows)]
        )
