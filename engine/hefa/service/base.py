"""What all parts of the desk share: the store, who may see what, and the log."""

import datetime
import unicodedata
from collections.abc import Callable
from functools import cached_property
from typing import Any

from sqlalchemy import Connection, RowMapping, select

from hefa.model.rule import Rule
from hefa.pack import load_packs
from hefa.service.database import Database
from hefa.service.errors import Invalid, Unknown
from hefa.service.files import Files
from hefa.service.keys import may
from hefa.service.records import Account
from hefa.service.settings import Settings
from hefa.service.tables import drafts, log, versions
from hefa.service.work import Outcome, Task

LONGEST = 5_000
"""Characters of a reason, comment or note."""
_LINES = frozenset("\n\t")


def now() -> str:
    """Return the time in UTC, to the millisecond."""
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="milliseconds")


def tidy(name: str, text: str, *, most: int = LONGEST, lines: bool = True) -> str:
    """Return what a user wrote without characters that cannot be seen; ``Invalid`` where it is too long."""
    kept = "".join(
        char if char in _LINES or unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Co", "Cn"} else " "
        for char in text.replace("\r\n", "\n")
    )
    kept = kept.strip() if lines else " ".join(kept.split())
    if len(kept) > most:
        raise Invalid(name, f"有 {len(kept)} 字，太长", f"最多 {most} 字")
    return kept


class DeskBase:
    """Joined by the desk. ``ask`` has a worker do a task, and waits; ``ring`` says that a draft came."""

    def __init__(
        self,
        database: Database,
        settings: Settings,
        ask: Callable[[Task], Outcome],
        ring: Callable[[], None],
    ) -> None:
        self.database, self.settings, self._ask, self._ring = database, settings, ask, ring
        self.files = Files(settings.files)

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """The rules that drafts are reviewed with."""
        return load_packs(self.settings.rules).rules

    def log(self, account: Account | None, action: str, what: str, detail: str = "") -> None:
        """Write down who did what to what; None is the machine itself, or nobody known."""
        with self.database.write() as connection:
            write_log(connection, account, action, what, detail)

    def _draft_row(self, account: Account, draft: int, connection: Connection) -> RowMapping:
        """Return a draft that the account may see."""
        query = select(drafts).where(drafts.c.id == draft)
        row = connection.execute(query).mappings().one_or_none() if is_key(draft) else None
        if row is None or not _sees(account, row["created_by"]):
            raise Unknown(f"草案 {draft}", "没有这份草案", "检查编号")
        return row

    def _lock(self, draft: int, connection: Connection) -> None:
        """Let no other change of a draft come between what is read and what is written of it."""
        connection.execute(select(drafts.c.id).where(drafts.c.id == draft).with_for_update())

    def _version_row(self, account: Account, version: int, connection: Connection) -> RowMapping:
        """Return a version that the account may see, with ``created_by`` and ``state`` of its draft."""
        query = (
            select(versions, drafts.c.created_by, drafts.c.state)
            .join_from(versions, drafts)
            .where(versions.c.id == version)
        )
        row = connection.execute(query).mappings().one_or_none() if is_key(version) else None
        if row is None or not _sees(account, row["created_by"]):
            raise Unknown(f"版本 {version}", "没有这个版本", "检查编号")
        return row


def write_log(
    connection: Connection, account: Account | None, action: str, what: str, detail: str = ""
) -> None:
    """Write an entry of the log in the transaction of what it tells of."""
    values: dict[str, Any] = {"at": now(), "account": account.id if account else None}
    connection.execute(log.insert().values(**values, action=action, object=what, detail=detail))


def _sees(account: Account, owner: int) -> bool:
    return owner == account.id or may(account, "reviewer")


def is_key(number: int) -> bool:
    """Whether a number can be a key of the store: greater ones are no error, there is just nothing there."""
    return 0 < number < 2**63
