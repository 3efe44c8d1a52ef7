"""A submission that is sent again: told by the key its sender gave it (``Idempotency-Key``), for a day."""

import datetime
import hashlib
import json
from dataclasses import dataclass

from sqlalchemy import Connection, select

from hefa.service.errors import Invalid
from hefa.service.records import Submitted
from hefa.service.tables import accounts, jobs, sent, versions

HEADER = "Idempotency-Key"
LASTS = datetime.timedelta(days=1)


def digest_of(*parts: object) -> str:
    """Return a digest of all that makes a submission what it is."""
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Sending:
    """What an account sends ``at`` a time under a key; ``digest`` is of all that it sends."""

    account: int
    key: str
    digest: str
    at: str

    def accepted_before(self, connection: Connection) -> Submitted | None:
        """Return what was accepted from the account under the key within a day, if anything was.

        ``Invalid`` where that was something else. Of two at a time the second waits for the first.
        """
        own = select(accounts.c.id).where(accounts.c.id == self.account)
        connection.execute(own.with_for_update(key_share=True))
        oldest = (datetime.datetime.fromisoformat(self.at) - LASTS).isoformat(timespec="milliseconds")
        connection.execute(sent.delete().where(sent.c.at < oldest))
        query = (
            select(sent.c.digest, versions.c.draft, versions.c.id.label("version"), jobs.c.id.label("job"))
            .join_from(sent, versions)
            .join(jobs, jobs.c.version == versions.c.id)
            .where(sent.c.account == self.account, sent.c.key == self.key)
        )
        found = connection.execute(query).mappings().one_or_none()
        if found is None:
            return None
        if found["digest"] != self.digest:
            raise Invalid(HEADER, "一天之内已经用于另一次送审", "同一次送审重发才用同一个值，否则换一个")
        return Submitted(draft=found["draft"], version=found["version"], job=found["job"])

    def note(self, connection: Connection, version: int) -> None:
        """Note that it was accepted as a version."""
        row = {"account": self.account, "key": self.key, "digest": self.digest, "at": self.at}
        connection.execute(sent.insert().values(**row, version=version))
