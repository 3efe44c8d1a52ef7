"""What a node of a cluster does with a shard of documents: a process beside it reviews them, and may die.

The node's own process stays well whatever a document does, answers its scheduler while one is reviewed, and
one node may do as many shards at a time as it has threads.
"""

import os
import pickle
import socket
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing import current_process

from hefa.audit.work import Outcome, Task, Work
from hefa.audit.writing import Writing
from hefa.errors import ArchiveError, HefaError
from hefa.model.opinion import Provenance
from hefa.pool import Done, Pool

TRIMMED = "MALLOC_TRIM_THRESHOLD_"
"""Set by Dask for its workers, to give memory back at once: a review then takes a third longer."""
REST = 60.0
"""Seconds that a process waits for another shard before it goes."""


@dataclass(frozen=True, slots=True)
class Brief:
    """How to review: ``work`` is the work pickled, unpacked where it is done, for it loads all the rules.

    ``provenance`` is that of the audit's own reviewer; ``timeout`` is in seconds a document.
    """

    work: bytes
    provenance: Provenance
    timeout: float

    @classmethod
    def of(cls, work: Work | Writing, timeout: float) -> "Brief":
        """Make the brief for a work."""
        return cls(pickle.dumps(work), work.reviewer.provenance, timeout)

    def __call__(self) -> Callable[[Task], bytes]:
        """Return the function that does a task, or that says why this node can do none; results pickled."""
        try:
            work: Work | Writing = pickle.loads(self.work)  # noqa: S301 - from the audit, through its own cluster
            if work.reviewer.provenance != self.provenance:
                problem = "这个节点的 hefa、规则或者法规库与发起审查的机器不同"
                raise ArchiveError(socket.gethostname(), problem, "各节点装同一版本，用同样的规则和法规库")
            do = work()
        except HefaError as error:
            refusal = pickle.dumps(error)
            return lambda _: refusal

        def done(task: Task) -> bytes:
            result: Outcome | HefaError
            try:
                result = do(task)
            except HefaError as error:
                result = error
            return pickle.dumps(result)

        return done


@dataclass(slots=True, eq=False)
class _Crew:
    """A process for one brief, kept from shard to shard; ``shards`` counts them."""

    brief: Brief
    pool: Pool[Task, bytes]
    shards: int = 0


_idle: list[_Crew] = []
_lock = threading.Lock()


def review_shard(brief: Brief, tasks: Sequence[Task]) -> list[Done[Task, bytes]]:
    """Review documents; each gives a pickled ``Outcome`` or ``HefaError``, or its fate."""
    with _lock:
        crew = next((one for one in _idle if one.brief == brief), None)
        if crew is not None:
            _idle.remove(crew)
    crew = crew or _Crew(brief, Pool(brief, 1, brief.timeout))
    # A node's process is a daemon, which may have no children lest they outlive it; ours do not, for they end
    # with their pipe.
    current_process().daemon = False
    os.environ.pop(TRIMMED, None)
    try:
        done = list(crew.pool.go_on(tasks))
    except BaseException:
        crew.pool.close()
        raise
    crew.shards += 1
    with _lock:
        _idle.append(crew)
    timer = threading.Timer(REST, _dismiss, [crew, crew.shards])
    timer.daemon = True
    timer.start()
    return done


def _dismiss(crew: _Crew, shards: int) -> None:
    """End the process of a crew that has done no shard since."""
    with _lock:
        if crew not in _idle or crew.shards != shards:
            return
        _idle.remove(crew)
    crew.pool.close()
