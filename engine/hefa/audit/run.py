"""One run of an audit: what is to be done, done by workers, written as it is done.

Every document is written in one transaction: whenever the run is stopped, the store holds whole documents,
and the next run finds by size, time and digest what is left.
"""

import datetime
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NamedTuple

from sqlalchemy import Connection, select

from hefa.archive.rows import Rows, decision_rows
from hefa.archive.schema import decisions, documents, failures, runs, versions
from hefa.archive.store import (
    Store,
    put_decisions,
    put_document,
    put_failure,
    put_history,
    put_version,
)
from hefa.audit.cluster import Cluster
from hefa.audit.pool import Pool
from hefa.audit.remote import Stamp
from hefa.audit.tally import Tally
from hefa.audit.walk import Found, digest_of, name_of, stamp_of, walk
from hefa.audit.work import Outcome, Task, Work
from hefa.decisions import decision_file, read_decisions
from hefa.errors import HefaError
from hefa.model.opinion import Provenance
from hefa.review import Reviewer

_FATES = {
    "died": ("进程两次崩溃", "文件可能损坏或者有害，请另存一份再审"),
    "timeout": ("超过时限 {timeout:g} 秒", "请单独审查，或者用 --timeout 放宽时限、加 --retry-failed 再审"),
}


@dataclass(frozen=True, slots=True)
class AuditOptions:
    """How to go about it.

    ``timeout`` is in seconds a document. ``changed_since`` leaves alone files last changed before that day;
    ``retry`` tries again what failed before; ``rehash`` trusts no size and time. The ``engine`` is local
    (worker processes) or dask (the cluster at ``address``, or one of ``jobs`` processes started for the run).
    """

    jobs: int = 1
    timeout: float = 120.0
    changed_since: datetime.date | None = None
    retry: bool = False
    rehash: bool = False
    engine: Literal["local", "dask"] = "local"
    address: str | None = None


class _Known(NamedTuple):
    """What the store has of a path."""

    id: int
    stamp: Stamp
    gone: bool
    basis: str | None
    failed: str | None


class Audit:
    """Audits folders into a store. ``warnings`` is what the user should hear, beside the failures."""

    def __init__(
        self,
        store: Store,
        reviewer: Reviewer,
        options: AuditOptions,
        *,
        as_of: str | None = None,
        watch: Callable[[Tally], None] = lambda _: None,
        work: type[Work] = Work,
    ) -> None:
        self._store, self._options, self._watch = store, options, watch
        self._provenance = reviewer.provenance
        self._basis = basis_of(self._provenance, as_of)
        self._work = work(reviewer, self._basis)
        self._known: dict[str, _Known] = {}
        self._waiting: dict[Task, list[str]] = {}
        self._at_work: dict[str, Task] = {}
        self._stamps: dict[str, Stamp] = {}
        self._listed: Mapping[str, Stamp] = {}
        self._changed: list[str] = []
        self._run = 0
        self.tally = Tally()
        self.warnings: list[str] = []

    def run(self, roots: Iterable[Path | str], lists: Sequence[Path] = ()) -> Tally:
        """Bring the store up to what lies under the roots, and what the lists name."""
        found = walk(roots, lists)
        self._listed = found.stamps
        self.warnings += [f"文件夹打不开，其中的文件没有审查：{folder}" for folder in found.closed]
        self.tally.found = len(found.paths)
        self._load()
        self._run = self._begin(found)
        paths: Sequence[str] = found.paths
        while paths:
            with closing(self._engine().run(self._tasks(paths))) as results:
                for done in results:
                    self._settle(done.task, done.result or self._failure(done.task, done.fate))
                    self._watch(self.tally)
            paths, self._changed = self._changed, []
        self._end(found)
        self._watch(self.tally)
        return self.tally

    def _engine(self) -> Cluster | Pool[Task, Outcome]:
        jobs, timeout = self._options.jobs, self._options.timeout
        if self._options.engine == "local":
            return Pool[Task, Outcome](self._work, jobs, timeout)
        tally = self.tally
        return Cluster(
            *(self._work, jobs, timeout),
            address=self._options.address,
            left=lambda: tally.found - tally.done,
        )

    def _load(self) -> None:
        query = select(
            *(documents.c.path, documents.c.id, documents.c.size, documents.c.modified, documents.c.gone),
            *(versions.c.basis, failures.c.basis.label("failed")),
        ).select_from(documents.outerjoin(versions).outerjoin(failures))
        with self._store.read() as connection:
            for path, key, size, modified, gone, basis, failed in connection.execute(query):
                self._known[path] = _Known(key, Stamp(size, modified), gone, basis, failed)
            self._decided = set(connection.scalars(select(decisions.c.document).distinct()))

    def _begin(self, found: Found) -> int:
        given = self._provenance
        row = {
            **{"started": _now(), "basis": self._basis, "hefa": given.hefa, "rules": given.rules},
            **{"statutes": given.statutes, "options": _json(given.options), "roots": _json(found.roots)},
            **{"found": len(found.paths), "reviewed": 0, "failed": 0},
        }
        with self._store.write() as connection:
            added = connection.execute(runs.insert().values(row).returning(runs.c.id))
            return int(added.scalar_one())

    def _end(self, found: Found) -> None:
        present = set(map(name_of, found.paths))
        gone = [
            known.id
            for path, known in self._known.items()
            if not known.gone and path not in present and found.misses(path)
        ]
        self.tally.gone = len(gone)
        with self._store.write() as connection:
            for document in gone:
                connection.execute(documents.update().where(documents.c.id == document).values(gone=True))
            counts = {"reviewed": self.tally.reviewed, "failed": self.tally.failed}
            connection.execute(runs.update().where(runs.c.id == self._run).values(ended=_now(), **counts))

    def _tasks(self, paths: Iterable[str]) -> Iterator[Task]:
        """Yield what must be reviewed; settle on the way what need not."""
        for path in paths:
            task = self._task(path)
            if task is None:
                self._watch(self.tally)
            elif task in self._waiting:
                self._waiting[task].append(path)
            else:
                self._waiting[task] = []
                yield task

    def _task(self, path: str) -> Task | None:
        """Return the task that reviews the content of a path, or none where it is settled."""
        try:
            stamp = self._stamps[path] = self._listed.get(path) or stamp_of(path)
        except HefaError as error:
            self._stamps[path] = Stamp(0, 0)
            said = str(error).replace(path, name_of(path))
            self._fail([path], Task(path, None), Outcome(kind="unreadable", reason=said))
            return None
        if self._is_settled(path, stamp):
            return None
        sha256 = digest_of(path, stamp)
        if sha256 is None or sha256 in self._at_work:
            return self._at_work[sha256] if sha256 else Task(path, None)
        query = select(versions.c.id).where(versions.c.sha256 == sha256, versions.c.basis == self._basis)
        with self._store.read() as connection:
            version = connection.scalar(query)
        if version is None:
            task = self._at_work[sha256] = Task(path, sha256)
            return task
        with self._store.write() as connection:
            self._place(connection, path, version, sha256)
        self.tally.linked += 1
        return None

    def _is_settled(self, path: str, stamp: Stamp) -> bool:
        """Whether a path is left out, or unchanged; the decisions on one unchanged are read again."""
        since = self._options.changed_since
        if since is not None and not stamp.since(since):
            self.tally.left_out += 1
            return True
        known = None if self._options.rehash else self._known.get(name_of(path))
        if known is None or known.gone or known.stamp != stamp or not stamp.modified:
            return False
        if known.basis == self._basis:
            if known.id in self._decided or decision_file(Path(path)).exists():
                with self._store.write() as connection:
                    self._decide(connection, path, known.id)
            self.tally.unchanged += 1
            return True
        if known.failed == self._basis and not self._options.retry:
            self.tally.failed += 1
            return True
        return False

    def _settle(self, task: Task, outcome: Outcome) -> None:
        paths = [task.path, *self._waiting.pop(task)]
        if task.sha256 is not None:
            del self._at_work[task.sha256]
        if outcome.rows is None:
            self._fail(paths, task, outcome)
            return
        sha256 = str(outcome.rows.version["sha256"])
        if sha256 != task.sha256:  # it changed after the digest was taken: the others are not its likes
            self._changed += paths[1:]
            paths = paths[:1]
        with self._store.write() as connection:
            version = put_version(connection, outcome.rows)
            for path in paths:
                self._place(connection, path, version, sha256)
        self._count(outcome.rows, len(paths))

    def _count(self, rows: Rows, paths: int) -> None:
        self.tally.reviewed += 1
        self.tally.linked += paths - 1
        self.tally.findings += len(rows.findings)

    def _place(self, connection: Connection, path: str, version: int, sha256: str) -> None:
        """Write that a content stands at a path."""
        stamp = self._stamps.pop(path)
        size, modified = stamp
        document = put_document(connection, name_of(path), version, size=size, modified=modified)
        put_history(connection, document, sha256, self._run)
        self._decide(connection, path, document)

    def _decide(self, connection: Connection, path: str, document: int) -> None:
        """Write the decisions beside a document; those written stay where their file cannot be read."""
        file = decision_file(Path(path))
        if not file.exists() and document not in self._decided:
            return
        try:
            put_decisions(connection, document, decision_rows(read_decisions(file) if file.exists() else ()))
        except HefaError as error:
            self.warnings.append(str(error))

    def _fail(self, paths: Sequence[str], task: Task, outcome: Outcome) -> None:
        """Set documents aside with the reason."""
        values = {"run": self._run, "kind": outcome.kind, "basis": self._basis, "sha256": task.sha256}
        with self._store.write() as connection:
            for path in paths:
                size, modified = self._stamps.pop(path)
                document = put_document(connection, name_of(path), None, size=size, modified=modified)
                same = "" if path == task.path else f"{path}：内容与另一个文件相同："
                put_failure(connection, document, {**values, "reason": name_of(same) + outcome.reason})
        self.tally.failed += len(paths)

    def _failure(self, task: Task, fate: str) -> Outcome:
        problem, remedy = _FATES[fate]
        problem = problem.format(timeout=self._options.timeout)
        return Outcome(kind=fate, reason=f"{name_of(task.path)}：审查时{problem}，已放在一旁。{remedy}")


def basis_of(provenance: Provenance, as_of: str | None) -> str:
    """Name all that opinions rest on beside the text: where it changes, everything is reviewed again."""
    parts = (provenance.hefa, provenance.rules, provenance.statutes, provenance.options, as_of)
    return hashlib.sha256(_json(parts).encode()).hexdigest()[:16]


def _now() -> str:
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "backslashreplace").decode()
