"""A store written out as Parquet, for DuckDB, pandas and their like: a folder a table, in parts.

Rows stream through in the order of their keys, from one state of the store; same rows, same bytes.
"""

import shutil
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Boolean, Connection, Integer, Row, Table, select

from hefa.archive.schema import metadata
from hefa.archive.store import Store
from hefa.errors import ArchiveError, reason_of

if TYPE_CHECKING:
    import pyarrow as pa

PART = 1_000_000
"""Rows in a file."""
GROUP = 20_000
"""Rows held in memory at a time, and written as one group: some 40 MB of findings with their traces."""
_UNFINISHED = ".part"


def export(store: Store, folder: Path) -> dict[str, int]:
    """Write every table of a store to ``folder``/TABLE/part-00000.parquet …; return the rows of each.

    The folder appears when all is written. ``ArchiveError`` where it holds something already.
    """
    try:
        import pyarrow as pa  # noqa: F401, PLC0415
    except ImportError as error:
        raise ArchiveError(
            "导出", "Parquet 需要 pyarrow，没有安装", '请运行 pip install "hefa[columnar]"'
        ) from error
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ArchiveError(str(folder), "已经存在，而且不是空文件夹", "换一个文件夹，或者先删去")
    unfinished = folder.with_name(folder.name + _UNFINISHED)
    try:
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir()
        with store.read() as connection:
            if not store.is_sqlite:  # which sees one state in a transaction by itself
                connection.execution_options(isolation_level="REPEATABLE READ")
            counts = {
                table.name: _written(connection, table, unfinished / table.name)
                for table in metadata.sorted_tables
            }
        if folder.exists():
            folder.rmdir()
        unfinished.rename(folder)
    except OSError as error:
        raise ArchiveError(
            str(folder), f"写不进去（{reason_of(error)}）", "检查文件夹、权限和磁盘空间"
        ) from error
    return counts


def _written(connection: Connection, table: Table, folder: Path) -> int:
    """Write a table, at least one file of it, and return how many rows it has."""
    from pyarrow import parquet  # noqa: PLC0415

    schema = _schema(table)
    query = select(table).order_by(*table.primary_key.columns)
    rows = iter(connection.execution_options(yield_per=GROUP).execute(query))
    folder.mkdir()
    count = 0
    while count == 0 or count % PART == 0:
        path = folder / f"part-{count // PART:05}.parquet"
        before = count
        with parquet.ParquetWriter(path, schema, compression="zstd") as writer:
            for batch in _batches(islice(rows, PART), schema):
                writer.write_batch(batch)
                count += batch.num_rows
        if count == before:
            if count:
                path.unlink()
            break
    return count


def _batches(rows: Iterator[Row[Any]], schema: "pa.Schema") -> "Iterator[pa.RecordBatch]":
    import pyarrow as pa  # noqa: PLC0415

    while group := list(islice(rows, GROUP)):
        columns = zip(*group, strict=True)
        arrays = [pa.array(values, field.type) for values, field in zip(columns, schema, strict=True)]
        yield pa.RecordBatch.from_arrays(arrays, schema=schema)


def _schema(table: Table) -> "pa.Schema":
    import pyarrow as pa  # noqa: PLC0415

    def kind(column: Any) -> Any:  # noqa: ANN401 - a column, and a type of Arrow
        match column.type:
            case Boolean():
                return pa.bool_()
            case Integer():
                return pa.int64()
            case _:
                return pa.string()

    return pa.schema([pa.field(one.name, kind(one), nullable=bool(one.nullable)) for one in table.columns])
