"""The tables of the service: one numbered schema for SQLite and PostgreSQL.

    accounts ──► drafts ─┬─► versions ─┬─► jobs, opinions, issued, sent
                         └─► comments  └─► decisions, additions, signatures          log

Days are ISO texts (2026-06-01), times ISO texts in UTC, empty columns NULL. Of decisions the last on a
fingerprint holds; they, like comments, signatures and the log, are only ever added.
"""

from collections.abc import Callable

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from hefa.archive.connect import BIG, meta_table

metadata = MetaData()


def _key() -> Column[int]:
    return Column("id", BIG, primary_key=True)


def _to(name: str, target: str, *, nullable: bool = False) -> Column[int]:
    return Column(name, BIG, ForeignKey(f"{target}.id"), nullable=nullable)


def _time(name: str, *, nullable: bool = False) -> Column[str]:
    return Column(name, String(32), nullable=nullable)


meta = meta_table(metadata)

accounts = Table(
    "accounts",
    metadata,
    _key(),
    Column("name", Text, nullable=False, unique=True),
    Column("role", String(20), nullable=False),
    Column("key_hash", String(64), nullable=False),
    _time("created"),
    _time("revoked", nullable=True),
)

drafts = Table(
    "drafts",
    metadata,
    _key(),
    Column("title", Text, nullable=False),
    _to("created_by", "accounts"),
    _time("created"),
    _to("assignee", "accounts", nullable=True),
    Column("due", String(10)),
    Column("state", String(10), nullable=False),  # open, signed, issued
    Index("drafts_created_by", "created_by"),
)

versions = Table(
    "versions",
    metadata,
    _key(),
    _to("draft", "drafts"),
    Column("number", Integer, nullable=False),  # from 1
    Column("filename", Text, nullable=False),
    Column("sha256", String(64), nullable=False),  # the bytes lie in files/ under it
    Column("size", BigInteger, nullable=False),
    Column("options", Text, nullable=False),  # JSON
    _to("submitted_by", "accounts"),
    _time("submitted"),
    UniqueConstraint("draft", "number"),
)

jobs = Table(
    "jobs",
    metadata,
    _key(),
    Column("version", BIG, ForeignKey("versions.id"), nullable=False, unique=True),
    Column("state", String(10), nullable=False),  # queued, running, done, failed
    Column("attempts", Integer, nullable=False),  # times that a worker died or hung at it
    Column("restarts", Integer, nullable=False),  # times that the service was killed while it ran
    Column("error", Text),
    Column("claimed_by", String(40)),
    _time("started", nullable=True),
    _time("ended", nullable=True),
    Column("notice", String(10)),  # of the webhook: pending, sent, failed; NULL for none
    Index("jobs_state", "state", "restarts", "id"),
    Index("jobs_notice", "notice"),
)

opinions = Table(
    "opinions",
    metadata,
    Column("version", BIG, ForeignKey("versions.id"), primary_key=True),
    Column("conclusion", String(20), nullable=False),
    Column("unlawful", Integer, nullable=False),  # findings by severity
    Column("improper", Integer, nullable=False),
    Column("notice", Integer, nullable=False),
    Column("fingerprints", Text, nullable=False),  # JSON list, of all its findings
    Column("json", Text, nullable=False),  # the Opinion, in ASCII
    Column("text", LargeBinary, nullable=False),  # as reviewed: UTF-8, half characters passed through
    Column("outline", Text, nullable=False),  # JSON list of the locations of its clauses
    _time("produced"),
)

decisions = Table(
    "decisions",
    metadata,
    _key(),
    _to("version", "versions"),
    Column("fingerprint", String(16), nullable=False),
    Column("verdict", String(10), nullable=False),  # accept, reject, edit, withdraw
    Column("reason", Text, nullable=False),
    Column("message", Text),  # the wording of an edit
    Column("suggestion", Text),
    _to("by", "accounts"),
    _time("at"),
    Index("decisions_version", "version"),
)

additions = Table(
    "additions",
    metadata,
    _key(),
    _to("version", "versions"),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("quote", Text, nullable=False),
    Column("category", Text, nullable=False),
    Column("severity", Text, nullable=False),
    Column("message", Text, nullable=False),
    Column("basis", Text, nullable=False),  # JSON list of {law, article, paragraph, item, version}
    Column("suggestion", Text, nullable=False),
    _to("by", "accounts"),
    _time("at"),
    Column("removed", Boolean, nullable=False, default=False),
    Index("additions_version", "version"),
)

comments = Table(
    "comments",
    metadata,
    _key(),
    _to("draft", "drafts"),
    Column("fingerprint", String(16)),  # NULL: on the draft as a whole
    Column("text", Text, nullable=False),
    _to("by", "accounts"),
    _time("at"),
    Index("comments_draft", "draft"),
)

signatures = Table(
    "signatures",
    metadata,
    _key(),
    _to("version", "versions"),
    Column("digest", String(64), nullable=False),  # of the opinion as decided: it counts while that stands
    Column("note", Text, nullable=False),
    _to("by", "accounts"),
    _time("at"),
    Index("signatures_version", "version"),
)

issued = Table(
    "issued",
    metadata,
    Column("version", BIG, ForeignKey("versions.id"), primary_key=True),
    Column("sha256", String(64), nullable=False),  # of the letter, which lies in files/ under it
    _to("by", "accounts"),
    _time("at"),
)

log = Table(
    "log",
    metadata,
    _key(),
    _time("at"),
    _to("account", "accounts", nullable=True),  # NULL: done on the machine itself, or by nobody known
    Column("action", String(40), nullable=False),
    Column("object", Text, nullable=False),
    Column("detail", Text, nullable=False),
)

sent = Table(
    "sent",
    metadata,
    Column("account", BIG, ForeignKey("accounts.id"), primary_key=True),
    Column("key", String(200), primary_key=True),  # given by who submitted
    Column("digest", String(64), nullable=False),  # of what was submitted
    _to("version", "versions"),
    _time("at"),
    Index("sent_at", "at"),
)

_KEPT = {
    "sqlite": (
        "create trigger log_unchanged before update on log"
        " begin select raise(abort, 'log is append only'); end",
        "create trigger log_undeleted before delete on log"
        " begin select raise(abort, 'log is append only'); end",
    ),
    "postgresql": (
        "create function log_is_kept() returns trigger language plpgsql as"
        " $$ begin raise exception 'log is append only'; end $$",
        "create trigger log_kept before update or delete or truncate on log"
        " for each statement execute function log_is_kept()",
    ),
}
"""What keeps the log as it was written."""


def _second(connection: Connection) -> None:
    """Keep under which keys drafts were submitted."""
    sent.create(connection)


STEPS: tuple[Callable[[Connection], None], ...] = (_second,)
"""Step i takes a store of schema i + 1 to schema i + 2; add a step for every change to the tables above."""


def schema_number() -> int:
    """Return the number of the schema as it stands above."""
    return len(STEPS) + 1


def create(connection: Connection) -> None:
    """Make the tables of a new store."""
    metadata.create_all(connection)
    for statement in _KEPT.get(connection.dialect.name, ()):
        connection.exec_driver_sql(statement)
    connection.execute(meta.insert().values(name="schema", value=str(schema_number())))


def migrate(connection: Connection, number: int) -> None:
    """Take a store from schema ``number`` to the present one."""
    for step in STEPS[number - 1 :]:
        step(connection)
    connection.execute(meta.update().where(meta.c.name == "schema").values(value=str(schema_number())))
