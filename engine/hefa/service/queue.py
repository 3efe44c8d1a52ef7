"""Jobs as rows of the store: claimed, finished, given back, given up. Each ends with one opinion."""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, func, select

from hefa import __version__
from hefa.errors import ReadError
from hefa.model.opinion import Provenance
from hefa.opinion import unreadable_opinion
from hefa.pack import load_packs
from hefa.service.base import now
from hefa.service.database import Database
from hefa.service.files import Files
from hefa.service.records import Options
from hefa.service.settings import Settings
from hefa.service.tables import drafts, jobs, opinions, versions
from hefa.service.work import Finished, ReviewTask, finished, kept_draft

MOST_TITLE = 300
MOST_RESTARTS = 10
"""Times that a job may run when the service is killed: none may bring it down for ever."""


class Claimed(NamedTuple):
    """A job that was taken up."""

    task: ReviewTask
    version: int


class Notice(NamedTuple):
    """That a review is done, to be told at ``url`` (None: where the service tells all)."""

    job: int
    event: dict[str, object]
    url: str | None


class Queue:
    """``service`` names the run of the service that claims: what another run claimed, it never finishes."""

    def __init__(self, database: Database, files: Files, settings: Settings, service: str) -> None:
        self._database, self._files, self._settings, self._service = database, files, settings, service

    def recover(self) -> int:
        """Queue again what ran when the service was last killed; return how many. Run it before any claim."""
        running = jobs.c.state == "running"
        with self._database.write() as connection:
            worn = select(jobs.c.id, versions.c.filename).join_from(jobs, versions)
            worn = worn.where(running, jobs.c.restarts >= MOST_RESTARTS)
            for job, name in connection.execute(worn).all():
                self._end(
                    connection, job, self._given_up(name, f"审查时服务 {MOST_RESTARTS} 次中断"), failed=True
                )
            again = jobs.update().where(running)
            back = {"state": "queued", "restarts": jobs.c.restarts + 1, "claimed_by": None}
            return connection.execute(again.values(back)).rowcount

    def claim(self, most: int) -> list[ReviewTask]:
        """Take up to ``most`` jobs, those first that never ran when the service was killed."""
        query = (
            select(jobs.c.id, versions.c.sha256, versions.c.filename, versions.c.options)
            .join_from(jobs, versions)
            .where(jobs.c.state == "queued")
            .order_by(jobs.c.restarts, jobs.c.id)
            .limit(most)
        )
        with self._database.read() as connection:
            if connection.execute(query.limit(1)).first() is None:
                return []
        with self._database.write() as connection:
            rows = connection.execute(query).all()
            taken = {"state": "running", "claimed_by": self._service, "started": now()}
            ids = [row.id for row in rows]
            connection.execute(
                jobs.update().where(jobs.c.id.in_(ids), jobs.c.state == "queued").values(taken)
            )
        return [
            ReviewTask(row.id, kept_draft(str(self._path(row.sha256)), row.filename, row.options))
            for row in rows
        ]

    def finish(self, done: Iterable[tuple[ReviewTask, Finished]]) -> None:
        """Keep the opinions of jobs that this run claimed, each once."""
        with self._database.write() as connection:
            for task, review in done:
                self._end(connection, task.job, review, failed=False, claimed_by=self._service)

    def fail(self, task: ReviewTask, problem: str) -> bool:
        """Count an attempt that killed its worker; return whether it was the last: the job is given up."""
        with self._database.write() as connection:
            query = select(jobs.c.attempts).where(jobs.c.id == task.job, self._ours())
            attempts = connection.scalar(query)
            if attempts is None:
                return False
            connection.execute(jobs.update().where(jobs.c.id == task.job).values(attempts=attempts + 1))
            if attempts + 1 >= self._settings.attempts:
                self._end(connection, task.job, self._given_up(task.draft.name, problem), failed=True)
                return True
            again = {"state": "queued", "claimed_by": None, "error": problem}
            connection.execute(jobs.update().where(jobs.c.id == task.job).values(again))
            return False

    def give_back(self) -> int:
        """Queue again what this run claimed and will not finish; no attempt is counted."""
        with self._database.write() as connection:
            back = {"state": "queued", "claimed_by": None}
            return connection.execute(jobs.update().where(self._ours()).values(back)).rowcount

    def counts(self) -> Counter[str]:
        """Return the number of jobs by state."""
        query = select(jobs.c.state, func.count()).group_by(jobs.c.state)
        with self._database.read() as connection:
            return Counter({row.state: row[1] for row in connection.execute(query)})

    def notices(self, most: int) -> list[Notice]:
        """Return what is to be told of reviews that are done, the oldest first."""
        query = (
            select(jobs.c.id, versions.c.options, versions.c.draft, versions.c.number, versions.c.filename)
            .add_columns(versions.c.id.label("version"), versions.c.sha256, jobs.c.state, opinions.c.produced)
            .add_columns(opinions.c.conclusion, opinions.c.unlawful, opinions.c.improper, opinions.c.notice)
            .join_from(jobs, versions)
            .join(opinions, opinions.c.version == versions.c.id)
            .where(jobs.c.notice == "pending")
            .order_by(jobs.c.id)
            .limit(most)
        )
        names = ("draft", "version", "number", "filename", "sha256", "state", "conclusion")
        return [
            Notice(
                row["id"],
                {
                    "event": "review.done",
                    "at": row["produced"],
                    "job": row["id"],
                    **{name: row[name] for name in names},
                    "findings": {name: row[name] for name in ("unlawful", "improper", "notice")},
                },
                Options.model_validate_json(row["options"]).callback,
            )
            for row in self._database.rows(query)
        ]

    def told(self, job: int, *, sent: bool) -> None:
        """Note what became of a notice."""
        state = "sent" if sent else "failed"
        with self._database.write() as connection:
            connection.execute(jobs.update().where(jobs.c.id == job).values(notice=state))

    def _ours(self) -> ColumnElement[bool]:
        return (jobs.c.state == "running") & (jobs.c.claimed_by == self._service)

    def _path(self, sha256: str) -> Path:
        return self._files.path(sha256)

    def _end(
        self,
        connection: Connection,
        job: int,
        review: Finished,
        *,
        failed: bool,
        claimed_by: str | None = None,
    ) -> None:
        """End a job that runs, with its opinion; one that is not running any more has its opinion already."""
        ended = {"state": "failed" if failed else "done", "ended": now(), "claimed_by": None}
        query = (
            select(versions.c.id, versions.c.draft, versions.c.filename, versions.c.options)
            .join_from(versions, jobs)
            .where(jobs.c.id == job)
        )
        version, draft, filename, options = connection.execute(query).one()
        told = self._settings.webhook or Options.model_validate_json(options).callback
        ended |= {"error": review.error, "notice": "pending" if told else None}
        running = jobs.update().where(jobs.c.id == job, jobs.c.state == "running")
        if claimed_by is not None:
            running = running.where(jobs.c.claimed_by == claimed_by)
        if connection.execute(running.values(ended)).rowcount != 1:
            return
        kept = {name: getattr(review, name) for name in ("conclusion", "fingerprints", "text", "outline")}
        kept |= {"version": version, "json": review.opinion, "produced": now(), **review.counts}
        connection.execute(opinions.insert().values(kept))
        untitled = drafts.update().where(drafts.c.id == draft, drafts.c.title == "")
        connection.execute(untitled.values(title=(review.title or filename)[:MOST_TITLE]))

    def _given_up(self, name: str, problem: str) -> Finished:
        error = ReadError(name, f"未能审查：{problem}", "请另存为 docx 或者拆成几个文件再送审")
        rules = load_packs(self._settings.rules).version
        return finished(unreadable_opinion(name, error, Provenance(hefa=__version__, rules=rules)))
