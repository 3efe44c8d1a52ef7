"""The database of the service opened: SQLite in a file, or PostgreSQL by its URL.

What is written is on the disk when ``write`` ends: a draft that was accepted is not lost with the power.
"""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, RowMapping, Select, create_engine, event, inspect, make_url, select
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from hefa.service.errors import StoreError
from hefa.service.tables import accounts, create, meta, migrate, schema_number

PATIENCE = 30
"""Seconds to wait for another program that is writing."""
CONNECTIONS = 24
POSTGRES = ("postgresql", "postgres")
_ONE_SERVICE = 0x68656661
"""Number of the lock that a service holds on a PostgreSQL database."""
_CAUSES = (
    ("locked", "另一个程序正在写入", "停下那个程序"),
    ("full", "磁盘满了", "腾出空间，已经写入的不会丢失"),
    ("not a database", "不是数据库文件", "换一个数据文件夹，或者恢复备份"),
    ("malformed", "文件损坏", "恢复备份"),
    ("readonly", "没有写的权限", "检查权限"),
    ("read-only", "没有写的权限", "检查权限"),
    ("unable to open", "打不开", "检查文件夹是否存在、是否有权限"),
    ("connection", "连接不上", "检查数据库服务是否在运行、地址和密码是否写对"),
)


class Database:
    """``where`` is a file, or a URL (postgresql+psycopg://…). ``close`` it at the end."""

    def __init__(self, where: Path | str) -> None:
        self.is_sqlite = "://" not in str(where)
        self._engine = _sqlite(Path(where)) if self.is_sqlite else _server(str(where))
        self.where = self._engine.url.render_as_string(hide_password=True)
        self._writing = threading.Lock() if self.is_sqlite else nullcontext()
        self._held: Connection | None = None
        with self._said():
            self._prepare()

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Give a connection that sees one state of the store."""
        with self._said(), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Give a connection whose changes are kept for good when the block ends, all or none."""
        engine = self._engine.execution_options(writes=True)
        with self._writing, self._said(), engine.begin() as connection:
            yield connection

    def rows(self, query: Select[Any]) -> Sequence[RowMapping]:
        """Return the rows of a SELECT, as mappings of column to value."""
        with self.read() as connection:
            return connection.execute(query).mappings().all()

    def hold(self) -> bool:
        """Take the database for one service alone; false where another has it. SQLite needs a file lock."""
        if not self.is_sqlite and self._held is None:
            self._held = self._engine.connect()
            if not self._held.exec_driver_sql(f"select pg_try_advisory_lock({_ONE_SERVICE})").scalar():
                self._held.close()
                self._held = None
                return False
            self._held.commit()
        return True

    def close(self) -> None:
        """Let go of the file or server."""
        held, self._held = self._held, None
        if held is not None:
            with suppress(SQLAlchemyError):  # a server that is gone has let go by itself
                held.exec_driver_sql(f"select pg_advisory_unlock({_ONE_SERVICE})")
            held.invalidate()
            held.close()
        self._engine.dispose()

    def _prepare(self) -> None:
        with self._engine.execution_options(writes=True).begin() as connection:
            tables = inspect(connection).get_table_names()
            if not tables:
                create(connection)
                return
            number = 0
            if meta.name in tables and accounts.name in tables:
                found = connection.scalar(select(meta.c.value).where(meta.c.name == "schema"))
                number = int(str(found)) if str(found).isdecimal() else 0
            if number == 0:
                raise StoreError(self.where, "是别的数据库，不是 hefa serve 的", "换一个文件夹或者数据库")
            if number > schema_number():
                newer = f"格式 {number} 比本版的 {schema_number()} 新"
                raise StoreError(self.where, newer, "请用更新的 hefa 打开")
            if number < schema_number():
                migrate(connection, number)

    @contextmanager
    def _said(self) -> Iterator[None]:
        """Turn what the database says is wrong into one line."""
        try:
            yield
        except (DBAPIError, PoolTimeout) as error:
            said = str(getattr(error, "orig", error))
            problem, remedy = next(
                (words for sign, *words in _CAUSES if sign in said.lower()),
                (f"数据库出错（{' '.join(said.split())}）", "检查数据库是否可用"),
            )
            raise StoreError(self.where, problem, remedy) from error


def _server(url: str) -> Engine:
    try:
        parsed = make_url(url)
        if parsed.get_backend_name() not in POSTGRES:
            raise ArgumentError("unknown backend")
        return create_engine(parsed, pool_size=CONNECTIONS, max_overflow=CONNECTIONS, pool_timeout=PATIENCE)
    except (ArgumentError, NoSuchModuleError, ImportError) as error:
        raise StoreError(
            url.partition("://")[0],
            "不能连接这个数据库",
            '写成 postgresql+psycopg://用户@主机/库，并安装驱动：pip install "hefa[postgres]"',
        ) from error


def _sqlite(path: Path) -> Engine:
    engine = create_engine(
        f"sqlite:///{path.absolute()}",
        connect_args={"timeout": PATIENCE, "check_same_thread": False},
        pool_size=CONNECTIONS,
        max_overflow=CONNECTIONS,
        pool_timeout=PATIENCE,
    )
    event.listen(engine, "connect", _tuned)
    event.listen(engine, "begin", _begun)
    return engine


def _tuned(connection: Any, _record: object) -> None:  # noqa: ANN401 - a DBAPI connection
    """Leave transactions to SQLAlchemy; each is on the disk when it ends."""
    connection.isolation_level = None
    for pragma in ("journal_mode = wal", "synchronous = full", "foreign_keys = on"):
        connection.execute(f"pragma {pragma}")


def _begun(connection: Connection) -> None:
    """Take the write lock at once where something will be written: a lock taken later may never come."""
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("begin immediate" if writes else "begin")
