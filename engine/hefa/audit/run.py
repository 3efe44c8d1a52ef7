"""One run of an audit: what is to be done, done by workers, written as it is done.

Documents are written whole, some at a time: whenever the run is stopped, the store holds whole documents, and
the next run finds by size, time and digest what is left.
"""

import datetime
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Literal

from hefa.archive.schema import documents, runs
from hefa.archive.store import Store
from hefa.audit.cluster import Cluster
from hefa.audit.known import Known, Present
from hefa.audit.ledger import Ledger, Place
from hefa.audit.remote import Stamp
from hefa.audit.tally import Tally
from hefa.audit.walk import Found, digest_of, name_of, stamp_of, walk
from hefa.audit.work import Outcome, Task, Work
from hefa.audit.writing import Writing
from hefa.errors import HefaError
from hefa.model.opinion import Provenance
from hefa.pool import Pool
from hefa.review import Reviewer

AHEAD = 50
"""Paths that are looked up at once."""
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
        self._present = Present(store, self._basis, reviewer.statutes)
        self.tally = Tally()
        self._ledger = Ledger(store, self.tally, self._basis)
        self._at_work: dict[str, list[Place]] = {}
        self._changed: list[str] = []
        self._listed: Mapping[str, Stamp] = {}
        self._warnings: list[str] = []

    @property
    def warnings(self) -> list[str]:
        """What could not be looked at: folders, and decision files."""
        return [*self._warnings, *self._ledger.warnings]

    def run(self, roots: Iterable[Path | str], lists: Sequence[Path] = ()) -> Tally:
        """Bring the store up to what lies under the roots, and what the lists name."""
        return self.go(walk(roots, lists))

    def go(self, found: Found) -> Tally:
        """Bring the store up to what was found."""
        self._warnings += [f"文件夹打不开，其中的文件没有审查：{folder}" for folder in found.closed]
        self._listed = found.stamps
        self.tally.found = len(found.paths)
        self._ledger.run = self._begin(found)
        paths: Sequence[str] = found.paths
        while paths:
            try:
                with closing(self._engine().run(self._tasks(paths))) as results:
                    for done in results:
                        self._settle(done.task, done.result or self._failure(done.task, done.fate))
                        self._watch(self.tally)
            finally:
                self._ledger.write()
            paths, self._changed = self._changed, []
        self._end(found)
        self._watch(self.tally)
        return self.tally

    def _engine(self) -> Cluster | Pool[Task, Outcome]:
        given = self._options
        if given.engine == "local":
            return Pool[Task, Outcome](self._work, given.jobs, given.timeout)
        work = self._work if self._store.is_sqlite else Writing(self._work, self._store.address)
        return Cluster(
            *(work, given.jobs, given.timeout),
            address=given.address,
            left=lambda: self.tally.found - self.tally.done,
        )

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
            document for document, path in self._present.there() if path not in present and found.misses(path)
        ]
        self.tally.gone = len(gone)
        with self._store.write() as connection:
            for document in gone:
                connection.execute(documents.update().where(documents.c.id == document).values(gone=True))
            counts = {"reviewed": self.tally.reviewed, "failed": self.tally.failed}
            ended = runs.update().where(runs.c.id == self._ledger.run).values(ended=_now(), **counts)
            connection.execute(ended)

    def _tasks(self, paths: Iterable[str]) -> Iterator[Task]:
        """Yield what must be reviewed; settle on the way what need not."""
        rest = iter(paths)
        while some := tuple(islice(rest, AHEAD)):
            self._ledger.written.clear()
            known = self._present.paths(list(map(name_of, some)))
            left: list[tuple[Place, str | None]] = []
            for path in some:
                place = self._place(path)
                if place is not None and not self._is_settled(place, known.get(name_of(path))):
                    left.append((place, digest_of(*place)))
                self._watch(self.tally)
            reviewed = self._present.contents({sha256 for _, sha256 in left if sha256})
            for place, sha256 in left:
                version = self._ledger.written.get(sha256 or "") or reviewed.get(sha256 or "")
                if sha256 and version is not None:
                    self._ledger.linked(place, version, sha256)
                elif (key := sha256 or place.path) in self._at_work:
                    self._at_work[key].append(place)
                else:
                    self._at_work[key] = [place]
                    yield Task(place.path, sha256)

    def _place(self, path: str) -> Place | None:
        """Return a path with what its file is at a glance; one that is not to be seen is set aside."""
        try:
            return Place(path, self._listed.get(path) or stamp_of(path))
        except HefaError as error:
            said = Outcome(kind="unreadable", reason=str(error).replace(path, name_of(path)))
            self._ledger.failed(said, [Place(path, Stamp(0, 0))], None)
            return None

    def _is_settled(self, place: Place, known: Known | None) -> bool:
        """Whether a path is left out, or unchanged."""
        since = self._options.changed_since
        if since is not None and not place.stamp.since(since):
            self.tally.left_out += 1
            return True
        if known is None or known.gone or self._options.rehash or known.stamp != place.stamp:
            return False
        if not place.stamp.modified:  # nobody knows whether it changed
            return False
        if known.current:
            self._ledger.unchanged(place.path, known.id)
            return True
        if known.failed == self._basis and not self._options.retry:
            self.tally.failed += 1
            return True
        return False

    def _settle(self, task: Task, outcome: Outcome) -> None:
        """Enter what became of a task; until that is written, others with the same content join it."""
        key = task.sha256 or task.path
        places = self._at_work[key]
        if outcome.sha256 is None:
            self._ledger.failed(outcome, self._at_work.pop(key), task.sha256)
            return
        if outcome.sha256 != task.sha256:  # it changed after the digest was taken
            self._changed += [place.path for place in places[1:]]
            places = self._at_work[key] = places[:1]
        self._ledger.reviewed(outcome, places, lambda: self._at_work.pop(key, None))

    def _failure(self, task: Task, fate: str) -> Outcome:
        problem, remedy = _FATES[fate]
        problem = problem.format(timeout=self._options.timeout)
        return Outcome(kind=fate, reason=f"{name_of(task.path)}：审查时{problem}，已放在一旁。{remedy}")


def basis_of(provenance: Provenance, as_of: str | None) -> str:
    """Name what opinions rest on beside text and laws: where it changes, everything is reviewed again.

    Of the statute library only whether there is one: which laws an opinion asked it for is kept with it.
    """
    given = (provenance.hefa, provenance.rules, provenance.options, as_of, provenance.statutes is not None)
    return hashlib.sha256(_json(given).encode()).hexdigest()[:16]


def _now() -> str:
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "backslashreplace").decode()
