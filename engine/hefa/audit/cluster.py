"""The engine on Dask: shards of documents go to its workers, results come back to the one who writes.

Dask gives a shard whose worker is lost to another; whichever of them answers, the answer comes here once.
"""

import logging
import pickle
import time
from collections import Counter, deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import CancelledError
from contextlib import ExitStack, contextmanager
from itertools import chain, islice
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING

from hefa.audit.shard import Brief, review_shard
from hefa.audit.work import Outcome, Task, Work
from hefa.audit.writing import Writing
from hefa.errors import ArchiveError, HefaError
from hefa.pool import ATTEMPTS, Done

if TYPE_CHECKING:
    from distributed import Client, Future

SHARD = 200
"""Documents in a shard at most: some seconds of work, so that what Dask takes for a task is lost in it."""
AHEAD = 2
"""Shards a thread of the cluster has: the one it does, and the next."""
PARTS = 16
"""Into how many a shard is split that has cost Dask's number of workers."""
PATIENCE = 60.0
"""Seconds to wait for a scheduler's first worker, or for another after the last is gone."""
_LOOK = 5.0  # seconds between looks at how many threads there are
_CONNECT = 15.0  # seconds
_SHOWN = 200  # characters of an error
_HERE = "hefa audit"
_QUIET = {
    "distributed.worker.profile.enabled": False,
    "distributed.admin.tick.interval": "1s",
    "distributed.admin.system-monitor.interval": "2s",
}
"""For processes on this machine: they watch themselves for 0.01 processors in place of 0.07."""


class Cluster:
    """Does tasks on the Dask cluster at an address, or on one of ``jobs`` processes that it starts here.

    ``left`` tells about how many tasks are still to be drawn or done: shards get smaller towards the end, so
    that all workers end together.
    """

    def __init__(
        self, work: Work | Writing, jobs: int, timeout: float, *, address: str | None, left: Callable[[], int]
    ) -> None:
        self._brief, self._jobs, self._address, self._left = Brief.of(work, timeout), jobs, address, left
        self._where = address or _HERE
        self._ended: SimpleQueue[Future] = SimpleQueue()
        self._out: dict[Future, tuple[Task, ...]] = {}
        self._suspects: deque[tuple[Task, ...]] = deque()
        self._suspect: Future | None = None
        self._kills: Counter[Task] = Counter()
        self._threads, self._counted = 0, 0.0

    def run(self, tasks: Iterable[Task]) -> Generator[Done[Task, Outcome], None, None]:
        """Yield every task once, as its shard is done; tasks are drawn as they are needed."""
        left = iter(tasks)
        first = next(left, None)
        if first is None:
            return
        left = chain([first], left)
        with self._client() as client:
            self._count(client)
            while self._feed(client, left):
                yield from self._collect(client)

    def _feed(self, client: "Client", left: Iterator[Task]) -> bool:
        """Send shards until the cluster has enough; return whether any is out.

        One suspect at a time, for with a worker that is lost all that it had at hand is taken for a suspect.
        """
        while len(self._out) < AHEAD * max(1, self._threads):
            suspected = bool(self._suspects) and self._suspect is None
            shard = self._suspects.popleft() if suspected else tuple(islice(left, self._size()))
            if not shard:
                break
            future = client.submit(review_shard, self._brief, shard, pure=False)
            if suspected:
                self._suspect = future
            self._out[future] = shard
            future.add_done_callback(self._ended.put)
        return bool(self._out)

    def _size(self) -> int:
        left = self._left() - sum(map(len, self._out.values()))
        return max(1, min(SHARD, left // (2 * AHEAD * max(1, self._threads))))

    def _collect(self, client: "Client") -> Iterator[Done[Task, Outcome]]:
        """Wait for a shard, and yield what became of its tasks; split one that cost workers."""
        from distributed import KilledWorker  # noqa: PLC0415

        future = self._next(client)
        shard = self._out.pop(future)
        if future is self._suspect:
            self._suspect = None
        try:
            listed: list[Done[Task, bytes]] = future.result()
        except KilledWorker:
            self._kills.update(shard[:1] if len(shard) == 1 else ())
            if self._kills[shard[0]] == ATTEMPTS:
                yield Done(shard[0], fate="died")
                return
            step = -(-len(shard) // PARTS)
            self._suspects += [shard[at : at + step] for at in range(0, len(shard), step)]
        except CancelledError as error:
            raise self._lost() from error
        except HefaError:
            raise
        except Exception as error:
            said = " ".join(f"{type(error).__name__} {error}".split())[:_SHOWN]
            problem = f"集群的工作节点做不了审查（{said}）"
            raise ArchiveError(self._where, problem, "各节点装同一版本的 hefa 和 Dask") from error
        else:
            yield from map(self._opened, listed)

    def _next(self, client: "Client") -> "Future":
        """Return a shard that ended; an error where nobody is there to end one."""
        while True:
            if time.monotonic() - self._counted > _LOOK:
                self._count(client)
            try:
                return self._ended.get(timeout=_LOOK)
            except Empty:
                continue

    def _count(self, client: "Client") -> None:
        """Learn how many threads the cluster has; wait for some where it has none."""
        try:
            self._threads = sum(client.nthreads().values())
            if not self._threads:
                client.wait_for_workers(1, timeout=PATIENCE)
                self._threads = sum(client.nthreads().values())
        except TimeoutError as error:
            raise ArchiveError(
                self._where, "集群里没有工作节点", "先用 dask worker 启动工作节点，再运行一次"
            ) from error
        except (OSError, ValueError) as error:
            raise self._lost() from error
        self._counted = time.monotonic()

    def _opened(self, done: Done[Task, bytes]) -> Done[Task, Outcome]:
        if done.result is None:
            return Done(done.task, fate=done.fate)
        result: Outcome | HefaError = pickle.loads(done.result)  # noqa: S301 - from the audit's own work
        if isinstance(result, HefaError):
            raise result
        return Done(done.task, result)

    def _lost(self) -> ArchiveError:
        return ArchiveError(self._where, "与调度器的连接断开", "检查调度器，再运行一次，接着做没有写入的")

    @contextmanager
    def _client(self) -> "Iterator[Client]":
        """Give a client; on leaving, what is still out is called off."""
        try:
            import dask  # noqa: PLC0415
            from distributed import Client, LocalCluster  # noqa: PLC0415
        except ImportError as error:
            raise ArchiveError(
                "--engine dask", "需要 Dask distributed，没有安装", '请运行 pip install "hefa[cluster]"'
            ) from error
        for name in list(logging.root.manager.loggerDict):
            if name.startswith("distributed"):  # what goes wrong is said here, in one line
                logging.getLogger(name).setLevel(logging.CRITICAL)
        with dask.config.set(_QUIET), ExitStack() as stack:
            try:
                address = self._address or stack.enter_context(
                    LocalCluster(
                        n_workers=self._jobs,
                        threads_per_worker=1,
                        memory_limit=0,
                        dashboard_address="127.0.0.1:0",
                        silence_logs=logging.CRITICAL,
                    )
                )
                client = stack.enter_context(Client(address, timeout=_CONNECT, set_as_default=False))
            except (OSError, ValueError, RuntimeError) as error:
                said = " ".join(str(error).split())[:_SHOWN]
                raise ArchiveError(
                    self._where, f"连不上 Dask 调度器（{said}）", "检查地址，例如 tcp://10.0.0.5:8786"
                ) from error
            try:
                yield client
            finally:
                client.cancel(list(self._out))
