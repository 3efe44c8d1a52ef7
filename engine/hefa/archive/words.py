"""The full-text index over clauses, by groups of three characters, which need no words told apart.

SQLite: FTS5 with its trigram tokenizer. PostgreSQL: a GIN index of pg_trgm, where the server has it and its
locale takes Chinese characters for letters; without it, clauses are compared one by one.
"""

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

INDEXED = 3
"""Characters of the shortest word that is looked up in the index as it is."""
MOST_TERMS = 300
"""Groups that begin with a shorter word up to which it is looked up by them."""
_END = "char(10, 10)"
"""What the index has behind each clause, so that every character begins a group."""
_LEAVES = f"values ('delete', old.id, old.text || {_END})"
_SQLITE = (
    f"create view if not exists clause_texts as select id, text || {_END} as text from clauses",  # noqa: S608
    "create virtual table if not exists clause_words using fts5"
    " (text, content='clause_texts', content_rowid='id', tokenize='trigram')",
    # What is written at once becomes one part of the index, and more parts are merged at once: half the time.
    "insert into clause_words (clause_words, rank) values ('hashsize', 67108864)",
    "insert into clause_words (clause_words, rank) values ('automerge', 16)",
    "create trigger if not exists clause_out after delete on clauses begin"
    f" insert into clause_words (clause_words, rowid, text) {_LEAVES}; end",
)
_TERMS = "create virtual table if not exists temp.clause_terms using fts5vocab (main, clause_words, row)"
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
            f"insert into clause_words (rowid, text) select id, text || {_END}"  # noqa: S608 - numbers alone
            f" from clauses where version in ({listed}) order by id"
        )


def asked_of_index(connection: Connection, words: Iterable[str]) -> str:
    """Return the question for the index of SQLite that has all the words, but those it cannot tell.

    A word of one or two characters stands where a group begins with it; one that begins too many is left out.
    """
    asked = []
    for word in words:
        groups = [word] if len(word) >= INDEXED else _groups(connection, word.lower())
        if groups is not None:
            asked.append("(" + " OR ".join('"' + one.replace('"', '""') + '"' for one in groups) + ")")
    return " AND ".join(asked)


def _groups(connection: Connection, word: str) -> list[str] | None:
    """Return the groups that begin with a word, or one that nothing has; none if they are too many."""
    connection.exec_driver_sql(_TERMS)
    found = connection.exec_driver_sql(
        "select term from temp.clause_terms where term >= ? and term < ? limit ?",
        (word, word + chr(0x10FFFF), MOST_TERMS + 1),
    )
    terms = [str(term) for (term,) in found]
    return (terms or [word + "\n" * INDEXED]) if len(terms) <= MOST_TERMS else None


def index_anew(connection: Connection) -> None:
    """Make the index of a store whose index no longer fits its clauses."""
    if connection.dialect.name == "sqlite":
        for statement in (
            "drop trigger if exists clause_in",
            "drop trigger if exists clause_out",
            "drop table if exists clause_words",
            *_SQLITE,
        ):
            connection.exec_driver_sql(statement)
        connection.exec_driver_sql("insert into clause_words (clause_words) values ('rebuild')")


def _knows_chinese(connection: Connection) -> bool:
    """Whether the server can make groups of Chinese characters, having been asked for the extension."""
    try:
        with connection.begin_nested():
            connection.exec_driver_sql("create extension if not exists pg_trgm")
            return bool(connection.exec_driver_sql(_PROBE).scalar())
    except DBAPIError:
        return False
