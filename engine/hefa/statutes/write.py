"""Statutes in, the library file out: written beside the old one, then put in its place."""

import datetime
import hashlib
import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path

from hefa.errors import StatuteError, reason_of
from hefa.model.statute import Statute
from hefa.statutes.store import SCHEMA, iso

_TABLES = """
create table meta (name text primary key, value text not null) without rowid;
create table statutes (
  id integer primary key, key text not null, title text not null, promulgated text, effective text,
  history text not null, sources text not null, unique (key, promulgated)
);
create table articles (
  statute integer not null references statutes (id), number integer not null, inserted integer not null,
  text text not null, primary key (statute, number, inserted)
);
create table repeals (
  key text not null, statute integer not null references statutes (id), primary key (key, statute)
) without rowid;
create virtual table words using fts5 (text, content='articles', tokenize='trigram');
"""


def write_library(path: Path, statutes: Iterable[Statute]) -> int:
    """Write the library anew beside the old one, then put it in its place; return how many versions it has.

    Of two texts of one version the fuller is kept. ``StatuteError`` where it cannot be written.
    """
    best: dict[tuple[str, datetime.date | None], Statute] = {}
    for statute in statutes:
        at = (statute.key, statute.promulgated)
        if at not in best or len(statute.articles) > len(best[at].articles):
            best[at] = statute
    try:
        _put(path, [best[at] for at in sorted(best, key=str)])
    except (OSError, sqlite3.OperationalError) as error:
        why = f"（{reason_of(error)}）" if isinstance(error, OSError) else ""
        raise StatuteError(str(path), f"法规库写不进去{why}", "检查文件夹、权限和磁盘空间") from error
    return len(best)


def _put(path: Path, statutes: Sequence[Statute]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    part.unlink(missing_ok=True)
    db = sqlite3.connect(part)
    try:
        db.executescript(_TABLES)
        _fill(db, statutes)
        db.commit()
    finally:
        db.close()
    part.replace(path)


def _fill(db: sqlite3.Connection, statutes: Sequence[Statute]) -> None:
    digest = hashlib.sha256()
    for number, statute in enumerate(statutes, 1):
        row = (number, statute.key, statute.title, iso(statute.promulgated), iso(statute.effective))
        db.execute(
            "insert into statutes values (?, ?, ?, ?, ?, ?, ?)",
            (*row, "\n".join(statute.history), "\n".join(statute.sources)),
        )
        articles = [(number, a.number, a.inserted, a.text) for a in statute.articles]
        db.executemany("insert into articles values (?, ?, ?, ?)", articles)
        repeals = [(key, number) for key in statute.repeals]
        db.executemany("insert or ignore into repeals values (?, ?)", repeals)
        digest.update(repr((row, articles, repeals)).encode())
    db.execute("insert into words (words) values ('rebuild')")
    db.executemany(
        "insert into meta values (?, ?)",
        [("schema", str(SCHEMA)), ("version", f"{len(statutes)}+{digest.hexdigest()[:8]}")],
    )
