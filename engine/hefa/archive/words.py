"""The full-text index over clauses, by pairs of characters, which need no words told apart.

SQLite: an FTS5 table without a copy of the text, of the pairs that each clause has, made by whoever reviews
(``pairs``) and not by the one who writes. PostgreSQL: a GIN index of pg_trgm, where the server has it and its
locale takes Chinese characters for letters; without it, clauses are compared one by one.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

MOST_TERMS = 300
"""Pairs that begin with a single character up to which it is looked up by them."""
AT_ONCE = 1000
"""Clauses that are put into the index at once when it is made anew."""
_END = "\ue000"
"""What stands behind each stretch of text in its last pair, so that every character begins a pair."""
_STRETCH = re.compile(r"[^\W_]+")
"""Letters and digits in a row; the signs between are not in the index, and the tokenizer divides no pair."""
_SQLITE = (
    # How long each clause is would be kept too, for a ranking that nobody asks for.
    "create virtual table if not exists clause_words using fts5 (text, content='', columnsize=0,"
    " detail='none', tokenize='ascii')",
    # What is written at once becomes one part of the index; parts are merged when there are many, and seldom.
    "insert into clause_words (clause_words, rank) values ('hashsize', 67108864)",
    "insert into clause_words (clause_words, rank) values ('automerge', 0)",
    "insert into clause_words (clause_words, rank) values ('crisismerge', 64)",
)
_ENTER = "insert into clause_words (rowid, text) values (?, ?)"
_LEAVE = "insert into clause_words (clause_words, rowid, text) values ('delete', ?, ?)"
_TERMS = "create virtual table if not exists temp.clause_terms using fts5vocab (main, clause_words, row)"
_POSTGRESQL = "create index if not exists clause_words on clauses using gin (text gin_trgm_ops)"
_PROBE = "select cardinality(show_trgm('保证金'))"


def pairs(text: str) -> str:
    """Return the pairs of neighbouring characters of a clause, each once, parted by blanks.

    What was put into an index leaves it by the same pairs: to change them, make the indexes anew.
    """
    return " ".join(dict.fromkeys(_pairs(text, _END)))


def is_indexed(word: str) -> bool:
    """Whether a word has a pair of characters that the index tells of."""
    return next(_pairs(word), None) is not None


def asked_for(word: str) -> str:
    """Return the question for the index of SQLite that has all pairs of a word: few clauses without it do."""
    return " AND ".join(f'"{pair}"' for pair in dict.fromkeys(_pairs(word)))


def _pairs(text: str, end: str = "") -> Iterator[str]:
    for stretch in _STRETCH.findall(text):
        yield from map("".join, zip(stretch, stretch[1:] + end, strict=False))


def create_index(connection: Connection) -> None:
    """Make the index of a new store."""
    if connection.dialect.name == "sqlite":
        for statement in _SQLITE:
            connection.exec_driver_sql(statement)
    elif connection.dialect.name == "postgresql" and _knows_chinese(connection):
        connection.exec_driver_sql(_POSTGRESQL)


def enter(connection: Connection, clauses: Sequence[tuple[int, str]]) -> None:
    """Put clauses into the index: their ids, best in rising order, and ``pairs``."""
    _give(connection, _ENTER, clauses)


def leave(connection: Connection, version: int) -> None:
    """Take the clauses of a version out of the index, before they are deleted."""
    if connection.dialect.name == "sqlite":
        listed = connection.exec_driver_sql("select id, text from clauses where version = ?", (version,))
        _give(connection, _LEAVE, [(key, pairs(text)) for key, text in listed])


def _give(connection: Connection, statement: str, rows: Sequence[tuple[int, str]]) -> None:
    if rows and connection.dialect.name == "sqlite":
        connection.exec_driver_sql(statement, list(rows))


def asked_of_index(connection: Connection, words: Iterable[str]) -> str:
    """Return the question for the index of SQLite that has all the words, but those it cannot tell.

    A single character stands where a pair begins with it; one that begins too many is left out.
    """
    asked = []
    for word in words:
        if is_indexed(word):
            asked.append(asked_for(word))
        elif (begun := _begun_by(connection, word)) is not None:
            asked.append("(" + " OR ".join(f'"{pair}"' for pair in begun) + ")")
    return " AND ".join(asked)


def _begun_by(connection: Connection, word: str) -> list[str] | None:
    """Return the pairs that begin with the character of a word, or one that nothing has; none if too many.

    None also for a word that is nothing but signs, which no pair has.
    """
    stretches = _STRETCH.findall(word)
    if not stretches:
        return None
    first = stretches[0].lower() if stretches[0].isascii() else stretches[0]
    connection.exec_driver_sql(_TERMS)
    found = connection.exec_driver_sql(
        "select term from temp.clause_terms where term >= ? and term < ? limit ?",
        (first, first + chr(0x10FFFF), MOST_TERMS + 1),
    )
    terms = [str(term) for (term,) in found]
    return (terms or [_END + _END]) if len(terms) <= MOST_TERMS else None


def index_anew(connection: Connection) -> None:
    """Make the index of a store whose index no longer fits its clauses."""
    if connection.dialect.name != "sqlite":
        return
    for statement in (
        "drop trigger if exists clause_in",
        "drop trigger if exists clause_out",
        "drop table if exists clause_words",
        "drop view if exists clause_texts",
        *_SQLITE,
    ):
        connection.exec_driver_sql(statement)
    last = -1
    while listed := connection.exec_driver_sql(
        "select id, text from clauses where id > ? order by id limit ?", (last, AT_ONCE)
    ).all():
        enter(connection, [(key, pairs(text)) for key, text in listed])
        last = listed[-1].id


def _knows_chinese(connection: Connection) -> bool:
    """Whether the server can make groups of Chinese characters, having been asked for the extension."""
    try:
        with connection.begin_nested():
            connection.exec_driver_sql("create extension if not exists pg_trgm")
            return bool(connection.exec_driver_sql(_PROBE).scalar())
    except DBAPIError:
        return False
