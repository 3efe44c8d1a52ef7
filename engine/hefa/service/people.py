"""Accounts and their keys, the log, and the secret of the service."""

import secrets

from sqlalchemy import Select, select

from hefa.service.base import DeskBase, is_key, now, tidy, write_log
from hefa.service.errors import Conflict, Invalid, Unidentified, Unknown
from hefa.service.keys import check_role, hash_of, matches, need, new_secret, parts, written
from hefa.service.records import Account, LogEntry
from hefa.service.tables import accounts, log, meta

MOST_NAME = 100
_FIELDS = tuple(accounts.c[name] for name in ("id", "name", "role", "created", "revoked"))
_COOKIES = "cookie_secret"


class People(DeskBase):
    """Who may come to the desk, and what they did there. An account of None is the machine's own hand."""

    def account_of(self, key: str) -> Account:
        """Return the account of a key; ``Unidentified`` where it is none, or was revoked."""
        named = parts(key)
        kept = hash_of("")
        if named is not None:
            with self.database.read() as connection:
                found = select(*_FIELDS, accounts.c.key_hash).where(accounts.c.id == named[0])
                row = connection.execute(found).mappings().one_or_none()
            kept = row["key_hash"] if row is not None else kept
            if matches(named[1], kept) and row is not None and row["revoked"] is None:
                return Account.model_validate({name: row[name] for name in Account.model_fields})
        raise Unidentified("密钥", "不认识，或者已经停用", "向管理员索取：hefa serve key add 姓名")

    def account(self, account_id: int) -> Account:
        """Return the account of that number, if it is in use."""
        row = self._account_where(_query().where(accounts.c.id == account_id)) if is_key(account_id) else None
        if row is None or row.revoked is not None:
            raise Unidentified("账号", "没有，或者已经停用", "重新登录")
        return row

    def accounts(self, by: Account | None) -> list[Account]:
        """Return all accounts; reviewers may know whom a draft can be assigned to."""
        if by is not None:
            need(by, "reviewer")
        rows = self.database.rows(_query().order_by(accounts.c.id))
        return [Account.model_validate(dict(row)) for row in rows]

    def add_account(self, by: Account | None, name: str, role: str) -> str:
        """Make an account, or give a revoked one a new key and role; return the key, which is not kept."""
        if by is not None:
            need(by, "administrator")
        name, code, secret = tidy("name", name, most=MOST_NAME, lines=False), check_role(role), new_secret()
        if not name:
            raise Invalid("name", "没有写姓名", "写使用密钥的人或者程序的名称")
        values = {"role": code, "key_hash": hash_of(secret), "created": now(), "revoked": None}
        with self.database.write() as connection:
            found = (
                connection.execute(select(*_FIELDS).where(accounts.c.name == name)).mappings().one_or_none()
            )
            if found is None:
                added = accounts.insert().values(name=name, **values).returning(accounts.c.id)
                number = int(connection.execute(added).scalar_one())
            elif found["revoked"] is None:
                raise Conflict(name, "已经有密钥", "换一个姓名，或者先停用：hefa serve key revoke 姓名")
            else:
                number = int(found["id"])
                connection.execute(accounts.update().where(accounts.c.id == number).values(values))
            write_log(connection, by, "key.add", f"account {number}", f"{name} {code}")
        return written(number, secret)

    def revoke(self, by: Account | None, name: str) -> None:
        """Withdraw a key for good; what was done with it stays."""
        if by is not None:
            need(by, "administrator")
        with self.database.write() as connection:
            query = select(accounts.c.id).where(accounts.c.name == name, accounts.c.revoked.is_(None))
            number = connection.scalar(query)
            if number is None:
                raise Unknown(f"账号 {tidy('name', name, lines=False)}", "没有，或者已经停用", "检查姓名")
            connection.execute(accounts.update().where(accounts.c.id == number).values(revoked=now()))
            write_log(connection, by, "key.revoke", f"account {number}", name)

    def entries(self, by: Account | None, *, limit: int = 100, before: int | None = None) -> list[LogEntry]:
        """Return entries of the log, the last first; ``before`` the entry of that number."""
        if by is not None:
            need(by, "administrator")
        query = (
            select(
                log.c.id, log.c.at, accounts.c.name.label("account"), log.c.action, log.c.object, log.c.detail
            )
            .select_from(log.outerjoin(accounts))
            .order_by(log.c.id.desc())
            .limit(limit)
        )
        if before is not None:
            query = query.where(log.c.id < before)
        return [LogEntry.model_validate(dict(row)) for row in self.database.rows(query)]

    @property
    def is_empty(self) -> bool:
        """Whether there is no account yet."""
        return not self.database.rows(select(accounts.c.id).limit(1))

    @property
    def secret(self) -> bytes:
        """32 random bytes, made once, with which cookies are signed."""
        query = select(meta.c.value).where(meta.c.name == _COOKIES)
        with self.database.read() as connection:
            found = connection.scalar(query)
        if found is None:
            with self.database.write() as connection:
                found = connection.scalar(query)
                if found is None:
                    found = secrets.token_hex(32)
                    connection.execute(meta.insert().values(name=_COOKIES, value=found))
        return bytes.fromhex(str(found))

    def _account_where(self, query: Select[tuple[object, ...]]) -> Account | None:
        rows = self.database.rows(query)
        return Account.model_validate(dict(rows[0])) if rows else None

    def _account_named(self, name: str) -> Account:
        found = self._account_where(_query().where(accounts.c.name == name, accounts.c.revoked.is_(None)))
        if found is None:
            raise Unknown(f"账号 {tidy('name', name, lines=False)}", "没有，或者已经停用", "检查姓名")
        return found


def _query() -> Select[tuple[object, ...]]:
    return select(*_FIELDS)
