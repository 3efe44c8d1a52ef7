"""The full-text index over clauses, by groups of three characters, which need no words told apart.

SQLite: FTS5 with its trigram tokenizer. PostgreSQL: a GIN index of pg_trgm, where the server has it and its
locale takes Chinese characters for letters; without it, clauses are compared one by one.
"""

from collections.abc import Sequence

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

INDEXED = 3
"""Characters of the shortest word that is looked up in the index."""
_SQLITE = (
    "create virtual table if not exists clause_words using fts5"
    " (text, content='clauses', content_rowid='id', tokenize='trigram')",
    "create trigger if not exists clause_out after delete on clauses begin"
    " insert into clause_words (clause_words, rowid, text) values ('delete', old.id, old.text); end",
)
_POSTGRESQL = "create index if not exists clause_words on clauses using gin (text gin_trgm_ops)"
_PROBE = "select cardinality(show_trgm('保证金'))"


def create_index(connection: Connection) -> None:
    """Make the index of a new store."""
    if connection.dialect.name == "sqlite":
        for statement in _SQLITE:
            connection.exec_driver_sql(statement)
    elif connection.dialect.name == "postgresql" and _knows_chinese(connection):
        connection.exec_driver_sql(_POSTGRESQL)


def index_words(connection: Connection, new: Sequence[int]) -> None:
    """Put the clauses of new versions into the index; deleted ones leave it by themselves."""
    if new and connection.dialect.name == "sqlite":
        listed = ", ".join(map(str, new))
        connection.exec_driver_sql(
            "insert into clause_words (rowid, text) select id, text from clauses"  # noqa: S608 - numbers alone
            f" where version in ({listed}) order by id"
        )


def index_anew(connection: Connection) -> None:
    """Index all clauses of a store whose index no longer fits them."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("insert into clause_words (clause_words) values ('rebuild')")


def _knows_chinese(connection: Connection) -> bool:
    """Whether the server can make groups of Chinese characters, having been asked for the extension."""
    try:
        with connection.begin_nested():
            connection.exec_driver_sql("create extension if not exists pg_trgm")
            return bool(connection.exec_driver_sql(_PROBE).scalar())
    except DBAPIError:
        return False
