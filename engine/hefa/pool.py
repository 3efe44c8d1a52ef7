"""Worker processes that may die or hang: each has a pipe of its own, so that its end harms no other.

A shared queue is left locked, or cut in the middle of a message, by a worker that is killed while it uses it;
a pipe of one worker just ends. A worker has the next tasks at hand while it works, so that it need not wait;
with many small tasks the pool looks around now and then, since each look takes a core from a worker.
"""

import contextlib
import faulthandler
import os
import signal
import sys
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from pathlib import Path
from typing import Generic, Literal, TypeVar

from hefa.errors import HefaError, WorkerError

T = TypeVar("T")
R = TypeVar("R")
Make = Callable[[], Callable[[T], R]]
"""Makes, in the worker, the function that does a task; it is pickled."""
AT_HAND = 2
"""Tasks that a worker has at least: the one it does, and the next."""
LOOK = 0.05
"""Seconds between two looks at workers that have more than that."""
ATTEMPTS = 2
"""Times that a task may see its worker die: the first time something else may have killed it."""
STILLBORN = 3
"""Workers that die before they are ready, while no other is heard of, until the run is given up."""
_READY = "ready"


@dataclass(frozen=True, slots=True)
class _Refused:
    """Why a worker can do no task at all."""

    error: HefaError


@dataclass(frozen=True, slots=True)
class Done(Generic[T, R]):
    """A task and its result; without a result, whether its worker died or ran out of time."""

    task: T
    result: R | None = None
    fate: Literal["done", "died", "timeout"] = "done"


@dataclass(slots=True, eq=False)
class _Worker(Generic[T]):
    process: SpawnProcess
    pipe: Connection
    ready: bool = False
    tasks: deque[T] = field(default_factory=deque)
    unsent: list[T] = field(default_factory=list)
    since: float = 0.0
    pace: int = 0
    """Tasks done from one look to the next; as many more are at hand, unless the pool is kept."""

    def start(self, task: T) -> None:
        """Take a task, to be sent with others; the clock runs from now if it is the first."""
        if not self.tasks:
            self.since = time.monotonic()
        self.tasks.append(task)
        self.unsent.append(task)

    def send(self) -> None:
        """Send the tasks that were taken."""
        if self.unsent:
            given, self.unsent = self.unsent, []
            with contextlib.suppress(OSError):  # it is dead, and will be found so with the tasks in its hands
                self.pipe.send(given)


class Pool(Generic[T, R]):
    """Does tasks with ``jobs`` processes, each task in at most ``timeout`` seconds."""

    def __init__(self, make: Make[T, R], jobs: int, timeout: float, *, attempts: int = ATTEMPTS) -> None:
        self._make, self._jobs, self._timeout, self._attempts = make, jobs, timeout, attempts
        self._workers: list[_Worker[T]] = []
        self._again: deque[T] = deque()
        self._deaths: dict[T, int] = {}
        self._stillborn = 0

    def run(self, tasks: Iterable[T]) -> Generator[Done[T, R], None, None]:
        """Yield every task once, as it is done; tasks are hashable, and drawn as they are needed.

        Workers end with it: close it where it is left early. An error of the house that the work raises is
        not the task's alone: it ends the run.
        """
        try:
            yield from self.go_on(tasks)
        finally:
            self.close()

    def go_on(self, tasks: Iterable[T]) -> Generator[Done[T, R], None, None]:
        """Do tasks as ``run`` does, but keep the workers for more; close the pool in the end."""
        take = partial(next, iter(tasks), None)
        while self._feed(take):
            if all(len(worker.tasks) > AT_HAND for worker in self._workers):
                time.sleep(LOOK)
            yield from self._collect()

    def keep(
        self, take: Callable[[], T | None], bell: Connection
    ) -> Generator[Done[T, R] | None, None, None]:
        """Yield tasks as they are done for as long as it is asked; workers wait for them from the start on.

        ``take`` gives the next task, or None while there is none; send to the other end of ``bell`` when
        there is one again. After each look around, None is yielded. Workers end with it.
        """
        try:
            for _ in range(self._jobs):
                self._hire()
            while True:
                self._feed(take)
                yield from self._collect(bell)
                yield None
        finally:
            self.close()

    @property
    def pids(self) -> list[int]:
        """The ids of the worker processes."""
        return [worker.process.pid for worker in self._workers if worker.process.pid is not None]

    @property
    def is_working(self) -> bool:
        """Whether a worker has a task, or is to get one again."""
        return bool(self._again) or any(worker.tasks for worker in self._workers)

    def _feed(self, take: Callable[[], T | None]) -> bool:
        """Give tasks to workers that can take some, hired as needed; return whether any is at work."""
        self._assign(take)
        for worker in self._workers:
            worker.send()
        return self.is_working

    def _assign(self, take: Callable[[], T | None]) -> None:
        for depth in range(AT_HAND + max((worker.pace for worker in self._workers), default=0)):
            for place in range(self._jobs):
                worker = self._workers[place] if place < len(self._workers) else None
                if worker is not None and not len(worker.tasks) <= depth < AT_HAND + worker.pace:
                    continue
                task = self._again.popleft() if self._again else take()
                if task is None:
                    return
                (worker or self._hire()).start(task)

    def _hire(self) -> _Worker[T]:
        context = get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=_serve, args=(self._make, theirs, self._timeout), daemon=True)
        process.start()
        theirs.close()
        worker = _Worker[T](process, ours)
        self._workers.append(worker)
        return worker

    def _collect(self, bell: Connection | None = None) -> Iterator[Done[T, R]]:
        """Wait until workers have done something, and yield it; look after the dead and the late."""
        now = time.monotonic()
        ends = [one.since + self._timeout - now for one in self._workers if one.ready and one.tasks]
        pipes: list[Connection] = [one.pipe for one in self._workers]
        pipes += [bell] if bell is not None else []
        heard = set(wait(pipes, max(0.0, min(ends, default=self._timeout))))
        while bell is not None and bell.poll():
            bell.recv_bytes()
        for worker in list(self._workers):
            at_hand = len(worker.tasks)
            if worker.pipe in heard:
                yield from self._hear(worker)
            worker.pace = at_hand - len(worker.tasks) if bell is None else 0
        for worker in [one for one in self._workers if one.ready and one.tasks and one.pipe not in heard]:
            if time.monotonic() - worker.since >= self._timeout and not worker.pipe.poll():
                late = worker.tasks.popleft()
                self._dismiss(worker)
                yield Done(late, fate="timeout")

    def _hear(self, worker: _Worker[T]) -> Iterator[Done[T, R]]:
        """Yield what a worker has done since the last look."""
        try:
            while worker.pipe.poll():
                said = worker.pipe.recv()
                if isinstance(said, _Refused):
                    raise said.error
                worker.since, self._stillborn = time.monotonic(), 0
                if said == _READY:
                    worker.ready = True
                else:
                    yield Done(worker.tasks.popleft(), said)
        except (EOFError, OSError):
            yield from self._bury(worker)

    def _bury(self, worker: _Worker[T]) -> Iterator[Done[T, R]]:
        """Take the task that a dead worker was at, to be tried once more, or given up."""
        if worker.ready and worker.tasks:
            task = worker.tasks.popleft()
            deaths = self._deaths[task] = self._deaths.get(task, 0) + 1
            self._dismiss(worker)
            if deaths < self._attempts:
                self._again.append(task)
            else:
                yield Done(task, fate="died")
            return
        self._stillborn += not worker.ready
        self._dismiss(worker)
        if self._stillborn >= STILLBORN:
            remedy = "检查内存是否够用，减少进程数；脚本要有 if __name__ == '__main__':"
            raise WorkerError("工作进程", "一启动就退出", remedy)

    def close(self) -> None:
        """End the workers."""
        while self._workers:
            _end(self._workers.pop())

    def _dismiss(self, worker: _Worker[T]) -> None:
        self._again.extendleft(reversed(worker.tasks))
        self._workers.remove(worker)
        _end(worker)


def _end(worker: _Worker[T]) -> None:
    """End a worker with all that it started: a converter that hangs would go on without it."""
    started = list(_started_by(worker.process.pid))
    worker.process.kill()
    worker.process.join()
    for process in started:
        with contextlib.suppress(OSError):
            os.kill(process, signal.SIGKILL)
    worker.process.close()
    worker.pipe.close()


def _started_by(process: int | None) -> Iterator[int]:
    """Yield the ids of the processes that one started, and that those started, where /proc tells of them."""
    for children in Path(f"/proc/{process}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            for child in map(int, children.read_text(encoding="ascii").split()):
                yield from _started_by(child)
                yield child


def _serve(make: Make[T, R], pipe: Connection, timeout: float) -> None:
    """Do tasks until the pipe ends; a worker whose master is gone ends by itself, even amid a task."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    nowhere = sys.stdin = open(os.devnull, "r+")  # noqa: PTH123, SIM115 - open as long as the process
    try:
        work = make()
        pipe.send(_READY)
        while True:
            for task in pipe.recv():
                faulthandler.dump_traceback_later(2 * timeout + 1, exit=True, file=nowhere)
                pipe.send(work(task))
                faulthandler.cancel_dump_traceback_later()
    except HefaError as error:
        pipe.send(_Refused(error))
    except (EOFError, OSError):
        os._exit(0)
