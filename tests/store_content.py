"""All that a store holds, to be held against another."""

from pathlib import Path
from typing import Any

from sqlalchemy import select

from hefa.archive import open_store
from hefa.archive.schema import OF_VERSION, decisions, documents, failures, history, versions


def content(store: Path | str) -> dict[str, list[tuple[Any, ...]]]:
    """Return all rows of a store, without the numbers it gave to them, and without runs."""
    found: dict[str, list[tuple[Any, ...]]] = {}
    with open_store(store) as opened, opened.read() as connection:
        sha256 = {row.id: row.sha256 for row in connection.execute(select(versions))}
        path = {row.id: row.path for row in connection.execute(select(documents))}
        names = {"version": sha256, "document": path}
        for table in (versions, documents, *OF_VERSION, decisions, failures, history):
            rows = []
            for row in connection.execute(select(table)).mappings():
                rows.append(
                    tuple(
                        names.get(key, {}).get(value, value)
                        for key, value in row.items()
                        if key not in ("id", "run")
                    )
                )
            found[table.name] = sorted(rows, key=repr)
    return found
