"""The tables of an archive: one schema for SQLite and PostgreSQL; see ``steps`` for those before it.

    runs ─┬─► documents (a path) ─► versions (a content, once) ─► clauses, findings, citations, repeals, asked
          └─► failures (a path)  └► decisions, history

Days are ISO texts (2026-06-01), empty columns NULL. A content is reviewed once, however many paths have it.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from hefa.archive.connect import BIG, meta_table

metadata = MetaData()
meta = meta_table(metadata)

runs = Table(
    "runs",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("started", String(32), nullable=False),  # ISO time, UTC
    Column("ended", String(32)),  # NULL: goes on, or was stopped
    Column("basis", String(32), nullable=False),  # digest of all that the opinions rest on
    Column("hefa", Text, nullable=False),
    Column("rules", Text, nullable=False),
    Column("statutes", Text),
    Column("options", Text, nullable=False),  # JSON list of texts
    Column("roots", Text, nullable=False),  # JSON list of paths
    Column("found", Integer, nullable=False, default=0),  # paths
    Column("reviewed", Integer, nullable=False, default=0),  # contents
    Column("failed", Integer, nullable=False, default=0),  # paths
)

versions = Table(
    "versions",
    metadata,
    Column("id", BIG, primary_key=True),
    Column("sha256", String(64), nullable=False, unique=True),
    Column("basis", String(32), nullable=False),
    Column("format", Text),
    Column("title", Text),
    Column("key", Text),  # of the title, or of what it issues: document_key
    Column("number", Text),  # 文号
    Column("number_key", Text),  # the same as statute_key writes it
    Column("issuer", Text),
    Column("issuer_level", Text, nullable=False),
    Column("issuer_kind", Text, nullable=False),
    Column("kind", Text),  # 通知, 办法
    Column("rank", Text, nullable=False),
    Column("date", String(10)),
    Column("year", Integer),
    Column("effective", String(10)),
    Column("expires", String(10)),
    Column("fragment", Boolean, nullable=False),
    Column("chars", Integer, nullable=False),
    Column("conclusion", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("not_reviewed", Text, nullable=False),  # JSON list of {reason, start, end}
    Column("provenance", Text, nullable=False),  # JSON
    Index("versions_key", "key"),
    Index("versions_number", "number_key"),
    Index("versions_issuer", "issuer"),
    Index("versions_year", "year"),
    Index("versions_effective", "effective"),
    Index("versions_expires", "expires"),
)

documents = Table(
    "documents",
    metadata,
    Column("id", BIG, primary_key=True),
    Column("path", Text, nullable=False, unique=True),
    Column("version", BIG, ForeignKey("versions.id")),  # NULL: could not be reviewed, see failures
    Column("size", BigInteger, nullable=False),  # bytes
    Column("modified", BigInteger, nullable=False),  # ns since 1970; of the zip file for a member of one
    Column("gone", Boolean, nullable=False, default=False),  # was not there any more
    Index("documents_version", "version"),
)

history = Table(
    "history",
    metadata,
    Column("id", BIG, primary_key=True),
    Column("document", BIG, ForeignKey("documents.id"), nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("run", Integer, ForeignKey("runs.id"), nullable=False),  # that first saw this content there
    Index("history_document", "document"),
)

clauses = Table(
    "clauses",
    metadata,
    Column("id", BIG, primary_key=True),
    Column("version", BIG, ForeignKey("versions.id"), nullable=False),
    Column("clause", Integer, nullable=False),  # its index in the document
    Column("start", Integer, nullable=False),
    Column("article", Text),
    Column("label", Text, nullable=False),
    Column("attachment", Boolean, nullable=False),
    Column(
        "lead", Integer
    ),  # clause that introduces the list it is an item of; NULL where read before schema 3
    Column("text", Text, nullable=False),
    UniqueConstraint("version", "clause"),
)

findings = Table(
    "findings",
    metadata,
    Column("id", BIG, primary_key=True),
    Column("version", BIG, ForeignKey("versions.id"), nullable=False),
    Column("position", Integer, nullable=False),  # in the opinion, from 0
    Column("rule", Text, nullable=False),
    Column("category", Text, nullable=False),
    Column("severity", Text, nullable=False),
    Column("confidence", Text, nullable=False),
    Column("section", Text, nullable=False),
    Column("article", Text),
    Column("label", Text, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("page", Integer),
    Column("quote", Text, nullable=False),
    Column("message", Text, nullable=False),
    Column("suggestion", Text, nullable=False),
    Column("replacement", Text),
    Column("basis", Text, nullable=False),  # JSON list of {law, article, paragraph, item, version}
    Column("trace", Text, nullable=False),  # JSON list of steps
    Column("fingerprint", String(16), nullable=False),
    UniqueConstraint("version", "position"),
    Index("findings_category", "category", "version"),
    Index("findings_fingerprint", "fingerprint"),
)

citations = Table(
    "citations",
    metadata,
    Column("id", BIG, primary_key=True),
    Column("version", BIG, ForeignKey("versions.id"), nullable=False),
    Column("position", Integer, nullable=False),  # in the text, from 0
    Column("name", Text, nullable=False),
    Column("key", Text, nullable=False),  # statute_key of the name
    Column("number", Text),  # 文号 behind it
    Column("role", Text, nullable=False),  # basis, applied, violated, named
    Column("clause", Integer, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("opening", Boolean, nullable=False),  # in the preamble or the first article
    Column("past", Boolean, nullable=False),  # the sentence tells of what was, or of repeal
    Column("articles", Text, nullable=False),  # as printed, by 、
    Column("state", Text, nullable=False),  # in-force, repealed, replaced, not-yet, earlier, unknown
    Column("day", String(10)),  # of repeal or of effect
    Column("successor", Text),
    UniqueConstraint("version", "position"),
    Index("citations_key", "key"),
    Index("citations_state", "state"),
)

repeals = Table(
    "repeals",
    metadata,
    Column("id", BIG, primary_key=True),
    Column("version", BIG, ForeignKey("versions.id"), nullable=False),  # that repeals
    Column("position", Integer, nullable=False),
    Column("key", Text, nullable=False),  # document_key of what it repeals
    Column("number", Text),  # 文号 of what it repeals
    Column("number_key", Text),  # the same as statute_key writes it
    Column("day", String(10)),  # from which; NULL where none is known
    UniqueConstraint("version", "position"),
    Index("repeals_key", "key"),
    Index("repeals_number", "number_key"),
)

asked = Table(
    "asked",
    metadata,
    Column("version", BIG, ForeignKey("versions.id"), primary_key=True),
    Column("key", Text, primary_key=True),  # of a law that the statute library was asked about
    Column("digest", String(16), nullable=False),  # of all that it had there
    Index("asked_key", "key", "digest"),
)

decisions = Table(
    "decisions",
    metadata,
    Column("id", BIG, primary_key=True),
    Column("document", BIG, ForeignKey("documents.id"), nullable=False),
    Column("position", Integer, nullable=False),  # in its file; the last on a fingerprint holds
    Column("fingerprint", String(16), nullable=False),
    Column("verdict", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("date", String(10), nullable=False),
    Column("until", String(10)),
    Column("rule", Text),
    Column("place", Text),
    Column("quote", Text),
    UniqueConstraint("document", "position"),
    Index("decisions_fingerprint", "fingerprint"),
)

failures = Table(
    "failures",
    metadata,
    Column("document", BIG, ForeignKey("documents.id"), primary_key=True),
    Column("run", Integer, ForeignKey("runs.id"), nullable=False),
    Column("kind", Text, nullable=False),  # unreadable, died, timeout, error
    Column("reason", Text, nullable=False),
    Column("basis", String(32), nullable=False),
    Column("sha256", String(64)),
)

OF_VERSION = (clauses, findings, citations, repeals, asked)
"""What is written anew with a version."""
