"""A watch: look at the folder, have what is whole and new reviewed, write, tell, wait, look again."""

import datetime
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from hefa import __version__
from hefa.drafts import list_drafts
from hefa.errors import DeliveryError, HefaError, reason_of
from hefa.opinion.wording import CONCLUSION
from hefa.pool import Done, Pool
from hefa.read import INSIDE
from hefa.watch.bell import Bell, Stopped, listening
from hefa.watch.folder import Folder, Stamp, stamp_of
from hefa.watch.ledger import Entry, Ledger, digest, digest_at
from hefa.watch.names import place_of_draft, sweep
from hefa.watch.work import Make, Outcome, Task, Wanted, Work, failed
from hefa.webhook import deliver

ROUNDS = 10
"""How often what still changes is waited for, before a watch that looks once gives it up."""
TELL_AGAIN = 300.0
"""Seconds until an event that did not arrive is sent again, unless something new is told before."""
NOTICED, POLLED = 30.0, 2.0
"""Seconds between looks: where the system gives notice (none of others on a network share), and not."""


class Hook(NamedTuple):
    """Who is told of each review: the address, and the secret that signs."""

    url: str
    secret: str


@dataclass(frozen=True, slots=True)
class WatchOptions:
    """How to go about it; ``poll`` seconds between looks make it ask for no notice by the system."""

    jobs: int = 1
    timeout: float = 120.0
    poll: float | None = None
    hook: Hook | None = None


@dataclass(slots=True)
class _Job:
    """A file under review: what it was at a glance, its digest, and what its drafts gave so far."""

    stamp: Stamp
    sha256: str
    drafts: list[str]
    outcomes: dict[str, Outcome] = field(default_factory=dict)


class Watch:
    """Watches one folder. ``make`` builds the reviewer of a day in a worker; ``say`` tells the user a line.

    ``problems`` counts drafts that could not be reviewed, written or told of.
    """

    def __init__(
        self,
        folder: Folder,
        out: Path,
        ledger: Ledger,
        make: Make,
        *,
        wanted: Wanted,
        options: WatchOptions,
        bell: Bell,
        say: Callable[[str], None],
        pool: type[Pool[Task, Outcome]] = Pool,
    ) -> None:
        self._folder, self._out, self._ledger = folder, out, ledger
        self._make, self._wanted, self._options = make, wanted, options
        self._bell, self._say, self._pool = bell, say, pool
        self._settled: dict[Path, Stamp] = {}
        self._held: set[Path] = set()
        self._told = 0.0
        self.problems = 0
        sweep(out)

    def run(self, settle: float) -> None:
        """Watch until the bell says to stop."""
        poll = self._options.poll
        if poll is not None:
            self._watch(settle, poll)
            return
        with listening(self._folder.root, self._bell, self._say) as noticed:
            self._watch(settle, NOTICED if noticed else POLLED)

    def once(self, settle: float) -> None:
        """Do what is there, and end."""
        self._look()
        for _ in range(ROUNDS):
            if self._bell.pause(settle):
                return
            changing, opened = self._look()
            if not changing:
                break
        for path in changing:
            self._trouble(f"{self._folder.name_of(path)}：还在写入，没有审查")
        self.problems += len(opened)

    def _watch(self, settle: float, poll: float) -> None:
        while not self._bell.stopping:
            changing, _ = self._look()
            self._bell.wait(min(settle, poll) if changing else poll)

    def _look(self) -> tuple[tuple[Path, ...], tuple[Path, ...]]:
        """Do what is whole; return what changes or changed meanwhile, and what an office program has open."""
        look = self._folder.look()
        for path in look.open:
            if path not in self._held:
                self._say(f"{self._folder.name_of(path)}：正在用 Word 或者 WPS 打开，关闭后审查")
        for path in look.closed:
            if path not in self._held:
                self._trouble(f"{path}：文件夹打不开，其中的草案没有审查")
        self._held = {*look.open, *look.closed}
        jobs = self._jobs(look.whole)
        try:
            if jobs:
                self._do(jobs)
            self._tell(again=not jobs)
        except Stopped:
            return look.changing, look.open
        changed = (path for path, job in jobs.items() if self._settled.get(path) != job.stamp)
        return (*look.changing, *changed), look.open

    def _jobs(self, whole: dict[Path, Stamp]) -> dict[Path, _Job]:
        """Return what is to be done: what is whole and was not done in this state."""
        jobs = {}
        for path, stamp in whole.items():
            if self._settled.get(path) == stamp:
                continue
            try:
                sha256 = digest_at(path)
            except OSError as error:
                self._trouble(f"{self._folder.name_of(path)}：文件打不开（{reason_of(error)}），没有审查")
                self._settled[path] = stamp
                continue
            entry = self._ledger.entries.get(self._folder.name_of(path))
            if entry is not None and entry.sha256 == sha256:
                self._settled[path] = stamp
            else:
                jobs[path] = _Job(stamp, sha256, [str(draft) for draft in list_drafts([path])])
        return jobs

    def _do(self, jobs: dict[Path, _Job]) -> None:
        work = Work(self._make, self._wanted, datetime.date.today())
        pool = self._pool(work, self._options.jobs, self._options.timeout)
        tasks = [Task(draft, str(path)) for path, job in jobs.items() for draft in job.drafts]
        with closing(pool.run(tasks)) as results:
            for done in self._interruptibly(results):
                job = jobs[Path(done.task.file)]
                job.outcomes[done.task.path] = done.result or failed(self._fate(done))
                if len(job.outcomes) == len(job.drafts):
                    self._finish(Path(done.task.file), job)

    def _interruptibly(self, results: Iterator[Done[Task, Outcome]]) -> Iterator[Done[Task, Outcome]]:
        """Yield what is done; a signal to stop ends the waiting, not the writing."""
        while True:
            with self._bell.interruptible():
                done = next(results, None)
            if done is None:
                return
            yield done

    def _fate(self, done: Done[Task, Outcome]) -> str:
        hung = f"审查超过时限 {self._options.timeout:g} 秒"
        problem = hung if done.fate == "timeout" else "审查时进程两次崩溃"
        return f"{done.task.path}：{problem}。文件可能损坏或者有害，请另存一份再审"

    def _finish(self, path: Path, job: _Job) -> None:
        """Write what the drafts of a file gave, unless the file changed meanwhile: then it is done again."""
        try:
            if stamp_of(path) != job.stamp:
                return
        except OSError:
            return  # taken away
        name = self._folder.name_of(path)
        self._settled[path] = job.stamp
        try:
            place = place_of_draft(name, self._out, self._ledger, several=job.drafts != [str(path)])
            written = {
                draft: place.write(self._inner(path, draft), one.products)
                for draft, one in job.outcomes.items()
            }
            place.tidy()
        except HefaError as error:
            self._trouble(f"{name}：结果{error.problem}，腾出空间或者给出权限后重新运行")
            return
        events = dict(self._event(job.outcomes[draft], draft, written[draft]) for draft in job.drafts)
        self._ledger.done(name, Entry(job.sha256, place.files), events if self._options.hook else {})
        for draft in job.drafts:
            self._report(self._shown(path, draft), job.outcomes[draft], written[draft])

    def _inner(self, path: Path, draft: str) -> str:
        """Return the name of a draft in a bundle; empty for a plain file."""
        return draft.removeprefix(str(path)).removeprefix(INSIDE)

    def _shown(self, path: Path, draft: str) -> str:
        return self._folder.name_of(path) + draft.removeprefix(str(path))

    def _report(self, name: str, outcome: Outcome, files: Sequence[str]) -> None:
        self.problems += outcome.unreadable
        why = f"（{outcome.reason}）" if outcome.reason else ""
        said = outcome.reason if outcome.unreadable else CONCLUSION[outcome.conclusion] + why
        self._say(f"{name}：{said} → {'、'.join(files)}")
        for warning in outcome.warnings:
            self._say(f"{name}：{warning}")

    def _event(self, outcome: Outcome, draft: str, files: Iterable[str]) -> tuple[str, dict[str, Any]]:
        """Return the delivery id and what is told of a review: no word of the draft itself but its title."""
        at = datetime.datetime.now(datetime.UTC).isoformat(timespec="milliseconds")
        event = {
            **{"event": "review.failed" if outcome.unreadable else "review.done", "at": at},
            **{"hefa": __version__, "draft": draft, "title": outcome.title, "sha256": outcome.sha256},
            **{"conclusion": outcome.conclusion, "reason": outcome.reason},
            **{"findings": {"unlawful": 0, "improper": 0, "notice": 0} | dict(outcome.counts)},
            "files": [str(self._out / file) for file in files],
        }
        return digest(f"{at} {draft} {outcome.sha256}".encode(errors="replace"))[:32], event

    def _tell(self, *, again: bool) -> None:
        """Send what was not told; where it does not arrive it is kept, and sent again later."""
        hook, now = self._options.hook, time.monotonic()
        if (
            hook is None
            or not self._ledger.untold
            or (again and self._told and now - self._told < TELL_AGAIN)
        ):
            return
        self._told = now
        for delivery, event in list(self._ledger.untold.items()):
            try:
                deliver(hook.url, hook.secret, event, delivery=delivery, pause=self._bell.pause)
            except DeliveryError as error:
                left = len(self._ledger.untold)
                self._trouble(f"{error}（还有 {left} 件没有送到，以后再送）")
                return
            self._ledger.told(delivery)

    def _trouble(self, line: str) -> None:
        self.problems += 1
        self._say(line)
