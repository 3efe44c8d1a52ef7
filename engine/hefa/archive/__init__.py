"""The archive: documents reviewed in bulk, what they say and what was found, in one store.

Importing this package is cheap; SQLAlchemy is loaded when a store is opened.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from hefa.errors import ArchiveError

if TYPE_CHECKING:
    from hefa.archive.store import Store


def open_store(where: Path | str, *, create: bool = False) -> "Store":
    """Open the store in the file ``where``, or at a database URL; ``create`` makes a missing one."""
    try:
        from hefa.archive.store import Store  # noqa: PLC0415
    except ImportError as error:
        raise ArchiveError(
            "存档", "存档需要 SQLAlchemy，没有安装", '请运行 pip install "hefa[archive]"'
        ) from error
    return Store(where, create=create)
