"""Files of official lists (清单) that the user names, read and told apart."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from hefa.errors import ListFileError, OptionError
from hefa.model.lists import LIST_KINDS, ItemList, Sheet
from hefa.read.sheets import read_sheets
from hefa.relate.lists import list_of


def read_lists(names: Iterable[Path | str]) -> tuple[ItemList, ...]:
    """Read the files of lists, each named by its path, or as ``kind=path`` where the kind cannot be told.

    ``ReadError`` or ``ListFileError`` says what is wrong with a file.
    """
    return tuple(_read(str(name)) for name in names)


def lists_of(entries: Sequence[Mapping[str, Any]]) -> tuple[ItemList, ...]:
    """Return the lists an example states: each has ``kind`` and ``rows``, mappings of header to cell."""
    lists = []
    for entry in entries:
        kind, rows = entry.get("kind"), entry.get("rows")
        if kind not in LIST_KINDS or not isinstance(rows, list) or not rows:
            raise ListFileError(
                "beside.lists", "缺 kind 或者 rows", "写成 - {kind: permits, rows: [{事项名称: …}]}"
            )
        headers = tuple(dict.fromkeys(str(header) for row in rows for header in row))
        cells = tuple(tuple(str(row.get(header, "")) for header in headers) for row in rows)
        lists.append(list_of([Sheet("", (headers, *cells))], f"{kind}.csv", kind))
    return tuple(lists)


def said_of_lists(lists: Iterable[ItemList]) -> list[str]:
    """Return what an opinion says of the lists it was held against."""
    return [f"对照《{LIST_KINDS[one.kind]}》{one.source}（{len(one.items)} 项）" for one in lists]


def _read(name: str) -> ItemList:
    kind, equals, path = name.partition("=")
    if not equals or "/" in kind or Path(name).exists():
        kind, path = "", name
    elif kind not in LIST_KINDS:
        raise OptionError(f"--list {name}", f"没有清单种类 {kind}", f"可用：{'、'.join(LIST_KINDS)}")
    return list_of(read_sheets(Path(path)), Path(path).name, kind or None)
