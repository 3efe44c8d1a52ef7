"""A database opened: SQLite in a file, or PostgreSQL by its URL; what it says is wrong is told in one line.

An archive's store is one, and the database of the service.
"""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, Self

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Engine,
    Integer,
    MetaData,
    RowMapping,
    Select,
    String,
    Table,
    Text,
    create_engine,
    event,
    inspect,
    make_url,
    select,
)
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from hefa.errors import HefaError
from hefa.model.databases import Kind, check_tables

CONNECTIONS = 24
"""Connections that are kept, and as many more at a time."""
BIG = BigInteger().with_variant(Integer, "sqlite")
"""A key that grows: SQLite numbers rows by themselves only where it is called INTEGER."""
_POSTGRES = ("postgresql", "postgres")
_CAUSES = (
    ("locked", "另一个程序正在写入", "等它结束，或者停下它，再试一次"),
    ("lock timeout", "另一个程序正在写入", "等它结束，或者停下它，再试一次"),
    ("full", "磁盘满了", "腾出空间再试一次，已经写入的不会丢失"),
    ("no space left", "磁盘满了", "腾出空间再试一次，已经写入的不会丢失"),
    ("disk i/o", "读写磁盘出错", "检查磁盘空间和配额，再试一次，已经写入的不会丢失"),
    ("not a database", "不是数据库文件", "换一个文件，或者恢复备份"),
    ("malformed", "文件损坏", "恢复备份，或者换一个文件"),
    ("readonly", "没有写的权限", "检查权限，或者换一个位置"),
    ("read-only", "没有写的权限", "检查权限，或者换一个位置"),
    ("unable to open", "打不开", "检查文件夹是否存在、是否有权限"),
    ("connection", "连不上数据库服务器，或者连接断开", "检查地址、账号、服务器，再试一次"),
)
"""What a driver says, in small letters; what that means; what to do."""


@dataclass(frozen=True, slots=True)
class Opening:
    """How a database is opened.

    ``patience`` is how many seconds to wait for another program that is writing; with ``synchronous`` full,
    what was written outlives a power cut.
    """

    kind: Kind
    error: type[HefaError]
    patience: float
    synchronous: Literal["normal", "full"]


@dataclass(frozen=True, slots=True)
class Schema:
    """The tables of a database: their number, where it is noted, how they are made and brought up to it."""

    meta: Table
    number: int
    create: Callable[[Connection], None]
    migrate: Callable[[Connection, int], None]


def meta_table(metadata: MetaData) -> Table:
    """Return the table in which a database notes the number of its schema."""
    return Table(
        "meta",
        metadata,
        Column("name", String(40), primary_key=True),
        Column("value", Text, nullable=False),
    )


class Connected:
    """A database that is open, and has its tables. Close it, or use it as a context.

    ``where`` is the file, or the address without its password. ``read`` gives a connection for any SELECT,
    ``write`` one in a transaction that is kept whole or not at all.
    """

    def __init__(self, where: Path | str, opening: Opening, schema: Schema, *, create: bool) -> None:
        self._opening = opening
        self.is_sqlite = "://" not in str(where)
        self.where = str(where)
        self._engine = self._file(Path(where)) if self.is_sqlite else self._server(str(where))
        try:
            self._prepare(schema, create=create)
        except HefaError:
            self.close()
            raise

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

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _file(self, path: Path) -> Engine:
        if path.is_file():
            self._check_file(path)
        engine = create_engine(
            f"sqlite:///{path.absolute()}",
            connect_args={"timeout": self._opening.patience, "check_same_thread": False},
            **self._pool,
        )
        event.listen(engine, "connect", self._tuned)
        event.listen(engine, "begin", _begun)
        return engine

    def _check_file(self, path: Path) -> None:
        """Refuse another program's file before anything in it is changed."""
        try:
            patience = self._opening.patience
            with closing(sqlite3.connect(path, patience)) as database:
                tables = {name for (name,) in database.execute("select name from sqlite_master")}
        except sqlite3.Error as error:
            raise self._told(error) from error
        if tables:
            check_tables(self.where, tables, self._opening.kind, self._opening.error)

    def _server(self, url: str) -> Engine:
        try:
            parsed = make_url(url)
            if parsed.get_backend_name() not in _POSTGRES:
                raise ArgumentError("unknown backend")
            self.where = parsed.render_as_string(hide_password=True)
            engine = create_engine(parsed, **self._pool)
        except (ArgumentError, NoSuchModuleError, ImportError) as error:
            raise self._opening.error(
                url.partition("://")[0],
                "不能连接这个数据库",
                '写成 postgresql+psycopg://用户@主机/库，并安装驱动：pip install "hefa[postgres]"',
            ) from error
        event.listen(engine, "connect", self._patient)
        return engine

    @property
    def _pool(self) -> dict[str, Any]:
        return {
            "pool_size": CONNECTIONS,
            "max_overflow": CONNECTIONS,
            "pool_timeout": self._opening.patience,
        }

    def _prepare(self, schema: Schema, *, create: bool) -> None:
        """Make the tables, or bring them up to the present schema; refuse what is no such database."""
        with self.read() as connection:
            number = self._number(connection, schema, create=create)
        if number == schema.number:
            return
        if number > schema.number:
            newer = f"{self._opening.kind}格式 {number} 比本版的 {schema.number} 新"
            raise self._opening.error(self.where, newer, "请用更新的 hefa 打开")
        with self.write() as connection:  # another program may have been faster
            if (number := self._number(connection, schema, create=create)) == 0:
                schema.create(connection)
            elif number < schema.number:
                schema.migrate(connection, number)

    def _number(self, connection: Connection, schema: Schema, *, create: bool) -> int:
        """Return the number of the schema that a database has; 0 for an empty one, which may be made."""
        tables = inspect(connection).get_table_names()
        if create and not tables:
            return 0
        check_tables(self.where, tables, self._opening.kind, self._opening.error)
        found = connection.scalar(select(schema.meta.c.value).where(schema.meta.c.name == "schema"))
        if not str(found).isdecimal():
            raise self._opening.error(self.where, "没有写明格式", "恢复备份，或者换一个文件")
        return int(str(found))

    @contextmanager
    def _said(self) -> Iterator[None]:
        try:
            yield
        except (DBAPIError, PoolTimeout, self._engine.dialect.loaded_dbapi.Error) as error:
            raise self._told(error) from error

    def _told(self, error: Exception) -> HefaError:
        """Return in one line what the database says is wrong."""
        said = str(getattr(error, "orig", None) or error)
        problem, remedy = next(
            (words for sign, *words in _CAUSES if sign in said.lower()),
            (f"数据库出错（{' '.join(said.split())}）", "检查数据库是否可用，再试一次"),
        )
        return self._opening.error(self.where, problem, remedy)

    def _tuned(self, connection: Any, _record: object) -> None:  # noqa: ANN401 - a DBAPI connection
        """Leave transactions to SQLAlchemy; WAL, so that readers and a writer do not wait for each other."""
        connection.isolation_level = None
        synchronous = f"synchronous = {self._opening.synchronous}"
        for pragma in ("journal_mode = wal", synchronous, "foreign_keys = on"):
            connection.execute(f"pragma {pragma}")

    def _patient(self, connection: Any, _record: object) -> None:  # noqa: ANN401 - a DBAPI connection
        """Wait for the locks of others no longer than for those of a file."""
        with connection.cursor() as cursor:
            cursor.execute(f"set lock_timeout = {int(self._opening.patience * 1000)}")
        connection.commit()


def _begun(connection: Connection) -> None:
    """Take the write lock at once where something will be written: a lock taken later may never come."""
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("begin immediate" if writes else "begin")
