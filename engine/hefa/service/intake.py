"""Drafts taken in, listed and shown, with what became of their review."""

import json
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, func, select
from sqlalchemy.sql.functions import coalesce

from hefa.choices import check_rank
from hefa.errors import OptionError
from hefa.model.document import Location
from hefa.model.opinion import Opinion
from hefa.service.base import DeskBase, is_key, now, tidy, write_log
from hefa.service.errors import Conflict, Invalid, NotAllowed, TooLarge, Unknown
from hefa.service.keys import may
from hefa.service.records import Account, Comment, Counts, Draft, DraftRow, Job, Options, Submitted, Version
from hefa.service.resent import Sending, digest_of
from hefa.service.tables import accounts, comments, decisions, drafts, issued, jobs, opinions, versions
from hefa.service.work import loaded

MOST_NAME, MOST_TITLE = 200, 300
PAGE = 50


def clean_name(filename: str) -> str:
    """Return the last part of a file's name, without what cannot be seen; long ones keep their suffix."""
    name = tidy("filename", filename.replace("\\", "/").rpartition("/")[2], most=10**6, lines=False)
    if name.strip(". ") == "":
        return "草案.txt"
    return name if len(name) <= MOST_NAME else name[: MOST_NAME - 12] + name[-12:]


class Intake(DeskBase):
    """Takes drafts in. A submitter sees the drafts that it submitted, others see all."""

    def submit(
        self,
        account: Account,
        filename: str,
        content: bytes,
        *,
        draft: int | None = None,
        title: str = "",
        options: Options | None = None,
        key: str | None = None,
    ) -> Submitted:
        """Accept a draft, or the next version of one: it is on the disk, with its job, when this returns.

        What was accepted under the same ``key`` within a day is not accepted again, but returned.
        """
        options = self._checked(account, options or Options())
        name, title = clean_name(filename), tidy("title", title, most=MOST_TITLE, lines=False)
        if not content:
            raise Invalid("file", "草案是空的", "检查文件是否存对")
        if len(content) > self.settings.max_bytes:
            raise TooLarge(name, f"超过 {self.settings.max_bytes / 1e6:g} MB 的上限", "拆成几个文件")
        digest, at = self.files.put(content), now()
        whole = digest_of(draft, name, title, options.model_dump_json(), digest)
        sending = Sending(account.id, key, whole, at) if key else None
        with self.database.write() as connection:
            if sending and (before := sending.accepted_before(connection)):
                return before
            number = 1
            if draft is None:
                values = {"title": title, "created_by": account.id, "created": at, "state": "open"}
                added = drafts.insert().values(values).returning(drafts.c.id)
                draft = int(connection.execute(added).scalar_one())
            else:
                number = self._next_number(account, draft, digest, connection)
            row = {"draft": draft, "number": number, "filename": name, "sha256": digest, "size": len(content)}
            row |= {"options": options.model_dump_json(), "submitted_by": account.id, "submitted": at}
            inserted = versions.insert().values(row).returning(versions.c.id)
            version = int(connection.execute(inserted).scalar_one())
            waiting = {"version": version, "state": "queued", "attempts": 0, "restarts": 0}
            job = int(connection.execute(jobs.insert().values(waiting).returning(jobs.c.id)).scalar_one())
            if sending:
                sending.note(connection, version)
            said = f"draft {draft} sha256 {digest}"
            write_log(connection, account, "draft.submit", f"version {version}", said)
        self._ring()
        return Submitted(draft=draft, version=version, job=job)

    def job(self, account: Account, job: int) -> Job:
        """Return how far the review of a version is."""
        query = (
            select(jobs, versions.c.draft, drafts.c.created_by)
            .join_from(jobs, versions)
            .join(drafts)
            .where(jobs.c.id == job)
        )
        with self.database.read() as connection:
            row = connection.execute(query).mappings().one_or_none() if is_key(job) else None
            if row is None or not (row["created_by"] == account.id or may(account, "reviewer")):
                raise Unknown(f"任务 {job}", "没有这个任务", "检查编号")
            ahead = 0
            if row["state"] == "queued":
                before = select(func.count()).where(jobs.c.state == "queued", jobs.c.id < job)
                ahead = int(connection.scalar(before) or 0)
        return Job.model_validate(
            {name: row[name] for name in row if name in Job.model_fields} | {"ahead": ahead}
        )

    def draft(self, account: Account, draft: int) -> Draft:
        """Return a draft with all its versions and comments."""
        with self.database.read() as connection:
            row = self._draft_row(account, draft, connection)
            names = _names(connection)
            query = _versions().where(versions.c.draft == draft).order_by(versions.c.number)
            found = [_version(one, names) for one in connection.execute(query).mappings()]
            said = select(comments).where(comments.c.draft == draft).order_by(comments.c.id)
            remarks = [
                Comment(**{**one, "by": names[one["by"]]}) for one in connection.execute(said).mappings()
            ]
        return Draft(
            id=row["id"],
            title=row["title"] or found[-1].filename,
            state=row["state"],
            created_by=names[row["created_by"]],
            created=row["created"],
            assignee=names.get(row["assignee"]),
            due=row["due"],
            versions=tuple(found),
            comments=tuple(remarks),
        )

    def version(self, account: Account, version: int) -> Version:
        """Return one version."""
        with self.database.read() as connection:
            self._version_row(account, version, connection)
            row = connection.execute(_versions().where(versions.c.id == version)).mappings().one()
            return _version(row, _names(connection))

    def drafts(
        self,
        account: Account,
        *,
        state: str | None = None,
        assignee: str | None = None,
        words: str = "",
        limit: int = PAGE,
        before: int | None = None,
    ) -> list[DraftRow]:
        """Return drafts with their newest versions, the last first; ``before`` the draft of that number."""
        newest = select(func.max(versions.c.id)).where(versions.c.draft == drafts.c.id).correlate(drafts)
        query = (
            select(drafts, *_REVIEW, versions.c.id.label("version"), versions.c.number, versions.c.filename)
            .add_columns(jobs.c.state.label("job_state"), jobs.c.error.label("job_error"))
            .add_columns(opinions.c.fingerprints)
            .join_from(drafts, versions, versions.c.id == newest.scalar_subquery())
            .join(jobs, jobs.c.version == versions.c.id)
            .outerjoin(opinions, opinions.c.version == versions.c.id)
            .order_by(drafts.c.id.desc())
            .limit(limit)
        )
        if not may(account, "reviewer"):
            query = query.where(drafts.c.created_by == account.id)
        if state is not None:
            query = query.where(drafts.c.state == state)
        if assignee is not None:
            query = query.where(
                drafts.c.assignee.in_(select(accounts.c.id).where(accounts.c.name == assignee))
            )
        if words:
            named = coalesce(func.nullif(drafts.c.title, ""), versions.c.filename)
            query = query.where(named.contains(words, autoescape=True))
        if before is not None:
            query = query.where(drafts.c.id < before)
        with self.database.read() as connection:
            rows = connection.execute(query).mappings().all()
            names = _names(connection)
            held = _held(connection, [row["id"] for row in rows])
        return [_draft_row(row, names, held.get(row["id"], {})) for row in rows]

    def opinion(self, account: Account, version: int) -> Opinion:
        """Return the opinion as it was reviewed, without decisions; ``Conflict`` while there is none yet."""
        return loaded(self._opinion_row(account, version)["json"])

    def text(self, account: Account, version: int) -> str:
        """Return the text that was reviewed; places of findings count its code points."""
        return bytes(self._opinion_row(account, version)["text"]).decode()

    def outline(self, account: Account, version: int) -> list[Location]:
        """Return the places of the clauses, in text order."""
        return [
            Location.model_validate(one) for one in json.loads(self._opinion_row(account, version)["outline"])
        ]

    def content(self, account: Account, version: int) -> tuple[str, bytes]:
        """Return the name and the bytes of the file that was submitted."""
        with self.database.read() as connection:
            row = self._version_row(account, version, connection)
        return str(row["filename"]), self.files.get(row["sha256"])

    def _opinion_row(self, account: Account, version: int) -> RowMapping:
        with self.database.read() as connection:
            self._version_row(account, version, connection)
            found = connection.execute(select(opinions).where(opinions.c.version == version))
            row = found.mappings().one_or_none()
        if row is None:
            raise Conflict(f"版本 {version}", "还没有审查完", "看任务的状态，稍后再试")
        return row

    def _checked(self, account: Account, options: Options) -> Options:
        if options.callback is not None and not may(account, "administrator"):
            raise NotAllowed(account.name, "不能指定通知网址", "由管理员送审，或者由管理员设置 --webhook")
        if options.callback is not None:
            from hefa.webhook import check_url  # noqa: PLC0415

            if self.settings.webhook_secret is None:
                raise Conflict("callback", "服务没有设置通知密钥", "启动时加上 --webhook-secret-file 文件")
            check_url(options.callback)
        try:
            return options.model_copy(update={"rank": check_rank(options.rank)})
        except OptionError as error:
            raise Invalid("rank", error.problem, error.remedy) from error

    def _next_number(self, account: Account, draft: int, digest: str, connection: Connection) -> int:
        """Return the number of the next version of a draft, which is open again with it."""
        self._draft_row(account, draft, connection)
        self._lock(draft, connection)
        query = select(versions.c.number, versions.c.sha256).where(versions.c.draft == draft)
        number, last = connection.execute(query.order_by(versions.c.number.desc()).limit(1)).one()
        if last == digest:
            raise Conflict(f"草案 {draft}", f"与第 {number} 稿相同", "送审修改过的文件")
        connection.execute(drafts.update().where(drafts.c.id == draft).values(state="open"))
        return int(number) + 1


_PLAIN = (
    *("id", "draft", "number", "filename", "sha256", "size"),
    *("submitted", "job", "job_state", "job_error"),
)
_REVIEW = (opinions.c.conclusion, opinions.c.unlawful, opinions.c.improper, opinions.c.notice)


def _versions() -> Select[Any]:
    return (
        select(versions, *_REVIEW, jobs.c.id.label("job"), jobs.c.state.label("job_state"))
        .add_columns(jobs.c.error.label("job_error"), issued.c.at.label("issued_at"))
        .join_from(versions, jobs)
        .outerjoin(opinions, opinions.c.version == versions.c.id)
        .outerjoin(issued, issued.c.version == versions.c.id)
    )


def _names(connection: Connection) -> dict[int, str]:
    return {row.id: row.name for row in connection.execute(select(accounts.c.id, accounts.c.name))}


def _counts(row: RowMapping) -> Counts | None:
    if row["conclusion"] is None:
        return None
    return Counts(unlawful=row["unlawful"], improper=row["improper"], notice=row["notice"])


def _version(row: RowMapping, names: dict[int, str]) -> Version:
    return Version(
        **{name: row[name] for name in _PLAIN},
        options=Options.model_validate_json(row["options"]),
        submitted_by=names[row["submitted_by"]],
        conclusion=row["conclusion"],
        counts=_counts(row),
        issued=row["issued_at"] is not None,
    )


def _draft_row(row: RowMapping, names: dict[int, str], held: dict[str, str]) -> DraftRow:
    plain = ("id", "state", "created", "due", "version", "number", "job_state", "job_error", "conclusion")
    undecided = None
    if row["fingerprints"] is not None:
        undecided = sum(held.get(one, "withdraw") == "withdraw" for one in json.loads(row["fingerprints"]))
    return DraftRow(
        **{name: row[name] for name in plain},
        title=row["title"] or row["filename"],
        created_by=names[row["created_by"]],
        assignee=names.get(row["assignee"]),
        counts=_counts(row),
        undecided=undecided,
    )


def _held(connection: Connection, among: list[int]) -> dict[int, dict[str, str]]:
    """Return for each draft the last verdict on each fingerprint."""
    query = (
        select(versions.c.draft, decisions.c.fingerprint, decisions.c.verdict)
        .join_from(decisions, versions)
        .where(versions.c.draft.in_(among))
        .order_by(decisions.c.id)
    )
    held: dict[int, dict[str, str]] = {}
    for draft, fingerprint, verdict in connection.execute(query):
        held.setdefault(draft, {})[fingerprint] = verdict
    return held
