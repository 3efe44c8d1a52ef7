"""Jobs done by worker processes while the service runs: one thread that feeds them.

A worker that dies or hangs costs its draft one attempt; one that used them up gets an opinion that says so.
What ran when the service was killed is done again; each version gets exactly one opinion (see ``Queue``).
"""

import logging
import secrets
import threading
import time
from collections import deque
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from multiprocessing import Pipe

from hefa.errors import HefaError
from hefa.pool import Done, Pool
from hefa.service.database import Database
from hefa.service.errors import Busy
from hefa.service.files import Files
from hefa.service.queue import Queue
from hefa.service.settings import Settings
from hefa.service.work import Finished, Outcome, Refused, ReviewTask, Task, Work

logger = logging.getLogger("hefa.service")
PAUSE = 2.0
"""Seconds until workers, or the store, that failed are tried again."""
BATCH = 8
"""Jobs taken up at once."""
PATIENCE = 10.0
"""Seconds that somebody who asked waits beyond the time limit of a task."""
_FATES = {"died": "审查它的进程中断（可能超出内存上限）", "timeout": "超过时限"}


@dataclass(slots=True)
class _Answer:
    done: threading.Event = field(default_factory=threading.Event)
    outcome: Outcome | None = None


class Overseer:
    """Keeps the workers at work between ``start`` and ``stop``."""

    def __init__(
        self, database: Database, files: Files, settings: Settings, *, work: type[Work] = Work
    ) -> None:
        self.queue = Queue(database, files, settings, secrets.token_hex(8))
        self.trouble: str | None = None
        self._settings, self._work = settings, work(settings)
        self._listeners: list[Callable[[str, float], None]] = []
        self._bell, self._cord = Pipe(duplex=False)
        self._lock = threading.Lock()
        self._asked: dict[Task, list[_Answer]] = {}
        self._errands: deque[Task] = deque()
        self._claimed: deque[ReviewTask] = deque()
        self._since: dict[Task, float] = {}
        self._more = self._stopping = False
        self._deadline = float("inf")
        self._thread = threading.Thread(target=self._run, name="hefa-overseer", daemon=True)

    def listen(self, heard: Callable[[str, float], None]) -> None:
        """Have every job that ended told: its state, and the seconds since it was given to a worker."""
        self._listeners.append(heard)

    def start(self) -> None:
        """Take up what the last run of the service left, and go on from there."""
        if left := self.queue.recover():
            logger.info("上次中断的任务 %d 件，重新排队", left)
        self._more = True
        self._thread.start()

    def stop(self) -> None:
        """Take nothing more; what runs may finish within the time of grace, else it is queued again."""
        self._deadline = time.monotonic() + self._settings.grace
        self._stopping = True
        self.ring()
        late = threading.Timer(self._settings.grace, self.ring)
        late.start()
        self._thread.join(self._settings.grace + PATIENCE)
        late.cancel()

    def ring(self) -> None:
        """Say that there is something to do."""
        with self._lock:
            if not self._more:
                self._more = True
                self._cord.send_bytes(b".")

    def ask(self, task: Task) -> Outcome:
        """Have a worker do a task ahead of all drafts that wait, and return what came of it."""
        answer = _Answer()
        with self._lock:
            if self._stopping or not self._thread.is_alive():
                raise Busy("服务", "正在停止", "等服务重新启动后再试")
            self._asked.setdefault(task, []).append(answer)
            if len(self._asked[task]) == 1:
                self._errands.append(task)
        self.ring()
        if not answer.done.wait(self._settings.timeout + PATIENCE) or answer.outcome is None:
            raise Busy("工作进程", "没有及时做完", "稍后再试")
        return answer.outcome

    def _run(self) -> None:
        while True:
            try:
                self.queue.give_back()
                self._oversee()
                self.queue.give_back()
            except Exception as error:
                self.trouble = str(error) if isinstance(error, HefaError) else type(error).__name__
                logger.exception("工作进程不能继续，%s 秒后再试", PAUSE)
            for task in list(self._asked):
                self._answer(task, Refused("工作进程", "停下了", "稍后再试"))
            if self._stopping:
                return
            time.sleep(PAUSE)
            self._more = True

    def _oversee(self) -> None:
        """Feed one set of workers until the stop."""
        self._claimed.clear()
        self._since.clear()
        pool = Pool[Task, Outcome](self._work, self._settings.workers, self._settings.timeout, attempts=1)
        done: list[Done[Task, Outcome]] = []
        with closing(pool.keep(self._take, self._bell)) as results:
            for one in results:
                if one is not None:
                    done.append(one)
                    continue
                self._settle(done)
                done = []
                if self._stopping and (not pool.is_working or time.monotonic() >= self._deadline):
                    return

    def _take(self) -> Task | None:
        """Return what is to be done next: what somebody waits for, then drafts."""
        with self._lock:
            task: Task | None = self._errands.popleft() if self._errands else None
        if task is None and not self._stopping:
            if not self._claimed and self._more:
                with self._lock:
                    self._more = False
                self._claimed.extend(self.queue.claim(BATCH))
                self._more = self._more or len(self._claimed) == BATCH
            task = self._claimed.popleft() if self._claimed else None
        if task is not None:
            self._since[task] = time.monotonic()
        return task

    def _settle(self, done: list[Done[Task, Outcome]]) -> None:
        """Keep what was done, and answer those who wait."""
        if not done:
            return
        self.trouble = None
        kept = [
            (one.task, one.result)
            for one in done
            if isinstance(one.task, ReviewTask) and isinstance(one.result, Finished)
        ]
        if kept:
            self.queue.finish(kept)
        for one in done:
            seconds = time.monotonic() - self._since.pop(one.task, time.monotonic())
            if not isinstance(one.task, ReviewTask):
                problem = _FATES.get(one.fate, "没有做成")
                self._answer(one.task, one.result or Refused("草案", problem, "稍后再试，或者换一个文件"))
            elif one.result is not None:
                self._ended("done", seconds)
            elif self.queue.fail(one.task, _FATES[one.fate]):
                self._ended("failed", seconds)
            else:
                self._more = True

    def _ended(self, state: str, seconds: float) -> None:
        for heard in self._listeners:
            heard(state, seconds)

    def _answer(self, task: Task, outcome: Outcome) -> None:
        with self._lock:
            waiting = self._asked.pop(task, [])
        for answer in waiting:
            answer.outcome = outcome
            answer.done.set()
