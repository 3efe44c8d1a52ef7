"""A store opened, written by one writer and read by many: every write is one transaction."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from operator import itemgetter
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Connection,
    Engine,
    RowMapping,
    Select,
    create_engine,
    delete,
    event,
    inspect,
    make_url,
    select,
)
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

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
    runs,
    versions,
)
from hefa.archive.sql import delete_where, first_where, insert_all, insert_one, update_one
from hefa.archive.steps import create as create_schema
from hefa.archive.steps import migrate, schema_number
from hefa.archive.words import enter, leave
from hefa.errors import ArchiveError

PATIENCE = 10
"""Seconds to wait for another program that is writing."""
_CAUSES = (
    ("locked", "另一个程序正在写入", "等它结束，或者停下它，再运行一次"),
    ("lock timeout", "另一个程序正在写入", "等它结束，或者停下它，再运行一次"),
    ("full", "磁盘满了", "腾出空间再运行一次，已经写入的不会丢失"),
    ("not a database", "不是存档文件", "换一个文件"),
    ("malformed", "文件损坏", "用备份，或者换一个文件重新审查"),
    ("readonly", "没有写的权限", "检查权限，或者换一个位置"),
    ("read-only", "没有写的权限", "检查权限，或者换一个位置"),
    ("unable to open", "打不开", "检查文件夹是否存在、是否有权限"),
    ("no space left", "磁盘满了", "腾出空间再运行一次，已经写入的不会丢失"),
    ("disk i/o", "读写磁盘出错", "检查磁盘空间和配额，再运行一次，已经写入的不会丢失"),
    ("connection", "连不上数据库服务器，或者连接断开", "检查地址、账号、服务器，再运行一次"),
)


class Store:
    """An archive's store: a file (SQLite), or a database URL (postgresql+psycopg://…).

    ``where`` is the file, or the address without its password.

    ``read`` gives a connection for any SELECT on the tables of ``hefa.archive.schema``; ``write`` one in a
    transaction that is kept whole or not at all. Close it, or use it as a context.
    """

    def __init__(self, where: Path | str, *, create: bool = False) -> None:
        self._engine = self._connected(str(where), create)
        self.is_sqlite = self._engine.dialect.name == "sqlite"
        try:
            with self._said():
                self._prepare(create)
        except ArchiveError:
            self.close()
            raise

    @property
    def address(self) -> str:
        """The database's URL, with its password: for those who write to the same store."""
        return self._engine.url.render_as_string(hide_password=False)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Give a connection that sees one state of the store."""
        with self._said(), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Give a connection whose changes are kept when the block ends, all or none."""
        engine = self._engine.execution_options(writes=True)
        with self._said(), engine.begin() as connection:
            yield connection

    def rows(self, query: Select[Any]) -> Sequence[RowMapping]:
        """Return the rows of a SELECT, as mappings of column to value."""
        with self.read() as connection:
            return connection.execute(query).mappings().all()

    def close(self) -> None:
        """Let go of the file or server."""
        self._engine.dispose()

    def __enter__(self) -> "Store":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _connected(self, where: str, create: bool) -> Engine:
        self.where = where
        if "://" in where:
            try:
                url = make_url(where)
                self.where = url.render_as_string(hide_password=True)
                engine = create_engine(url)
            except (ArgumentError, NoSuchModuleError, ImportError) as error:
                raise ArchiveError(
                    where.partition("://")[0],
                    "不能连接这个数据库",
                    "检查地址，并安装它的 Python 驱动，例如 psycopg",
                ) from error
            event.listen(engine, "connect", _patient)
            return engine
        path = Path(where)
        if not create and not path.is_file():
            raise ArchiveError(self.where, "没有这个存档", "先用 hefa audit 文件夹 --store 文件 建立")
        if path.is_dir() or not path.absolute().parent.is_dir():
            raise ArchiveError(self.where, "不能建立存档：这是文件夹，或者所在的文件夹不存在", "换一个位置")
        engine = create_engine(f"sqlite:///{path.absolute()}", connect_args={"timeout": PATIENCE})
        event.listen(engine, "connect", _tuned)
        event.listen(engine, "begin", _begun)
        return engine

    def _prepare(self, create: bool) -> None:
        with self._engine.connect() as connection:
            number = self._number(connection)
        if number == schema_number():
            return
        if number > schema_number():
            raise ArchiveError(
                self.where, f"存档格式 {number} 比本版的 {schema_number()} 新", "请用更新的 hefa 打开"
            )
        if number == 0 and not create:
            raise ArchiveError(self.where, "不是存档文件", "换一个文件")
        with self.write() as connection:
            if (number := self._number(connection)) == 0:
                create_schema(connection)
            elif number < schema_number():
                migrate(connection, number)

    def _number(self, connection: Connection) -> int:
        """Return the schema number of the store; 0 for one that is empty."""
        tables = inspect(connection).get_table_names()
        if not tables:
            return 0
        found = None
        if {meta.name, runs.name}.issubset(tables):
            found = connection.scalar(select(meta.c.value).where(meta.c.name == "schema"))
        if not str(found).isdecimal():
            raise ArchiveError(self.where, "是别的数据库，不是存档", "换一个文件")
        return int(str(found))

    @contextmanager
    def _said(self) -> Iterator[None]:
        """Turn what the database says is wrong into one line."""
        try:
            yield
        except (DBAPIError, self._engine.dialect.loaded_dbapi.Error) as error:
            said = str(error.orig if isinstance(error, DBAPIError) else error)
            problem, remedy = next(
                (words for sign, *words in _CAUSES if sign in said.lower()),
                (f"数据库出错（{' '.join(said.split())}）", "检查数据库是否可用，再运行一次"),
            )
            raise ArchiveError(self.where, problem, remedy) from error


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


def _tuned(connection: Any, _record: object) -> None:  # noqa: ANN401 - a DBAPI connection
    """Leave transactions to SQLAlchemy; WAL, so that readers and one writer do not wait for each other."""
    connection.isolation_level = None
    for pragma in ("journal_mode = wal", "synchronous = normal", "foreign_keys = on"):
        connection.execute(f"pragma {pragma}")


def _patient(connection: Any, _record: object) -> None:  # noqa: ANN401 - a DBAPI connection
    """Wait for the locks of others no longer than for those of a file."""
    with connection.cursor() as cursor:
        cursor.execute(f"set lock_timeout = {int(PATIENCE * 1000)}")
    connection.commit()


def _begun(connection: Connection) -> None:
    """Take the write lock at once where something will be written: a lock taken later may never come."""
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("begin immediate" if writes else "begin")
