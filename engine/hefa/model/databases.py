"""The databases that this program writes, told apart by their tables so that each is called by its name."""

from collections.abc import Collection
from typing import Literal

from hefa.errors import HefaError

Kind = Literal["存档", "法规库", "审查服务的数据库"]
_TABLES: dict[Kind, frozenset[str]] = {
    "存档": frozenset({"meta", "runs"}),
    "法规库": frozenset({"meta", "statutes", "articles", "repeals", "words"}),
    "审查服务的数据库": frozenset({"meta", "accounts"}),
}
_MADE_BY: dict[Kind, str] = {
    "存档": "hefa audit 文件夹 --store 文件",
    "法规库": "hefa statutes import 文件夹",
    "审查服务的数据库": "hefa serve --data 文件夹",
}


def check_tables(where: str, tables: Collection[str], wanted: Kind, error: type[HefaError]) -> None:
    """Raise ``error`` where a database with these tables is not what is wanted, and say what it is."""
    if _TABLES[wanted].issubset(tables):
        return
    kind = next((kind for kind, own in _TABLES.items() if own.issubset(tables)), None)
    found = kind or ("别的数据库" if tables else "空的")
    raise error(where, f"是{found}，不是{wanted}", f"换一个，或者用 {_MADE_BY[wanted]} 建立")
