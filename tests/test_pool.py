"""The pool: every task once, whatever becomes of the workers."""

import os
import random
import signal

import pytest
from audit_workers import Makes, big, cannot_start, dies_at_five, double, hangs_at_five

from hefa.errors import WorkerError
from hefa.pool import Pool


def fates(work: object, count: int, jobs: int = 2, timeout: float = 60.0) -> dict[int, tuple[str, object]]:
    pool: Pool[int, object] = Pool(Makes(work), jobs, timeout)  # type: ignore[arg-type]
    done = list(pool.run(iter(range(count))))
    assert sorted(one.task for one in done) == list(range(count))
    return {one.task: (one.fate, one.result) for one in done}


def test_every_task_is_done_once() -> None:
    assert fates(double, 40) == {number: ("done", 2 * number) for number in range(40)}


def test_no_tasks_start_no_worker() -> None:
    pool: Pool[int, int] = Pool(cannot_start, 2, 1.0)

    assert list(pool.run(iter(()))) == []


@pytest.mark.parametrize(("work", "fate"), [(dies_at_five, "died"), (hangs_at_five, "timeout")])
def test_a_dying_or_hanging_worker_costs_one_task(work: object, fate: str) -> None:
    found = fates(work, 12, timeout=2.0)

    assert found.pop(5) == (fate, None)
    assert found == {number: ("done", number) for number in range(12) if number != 5}


def test_workers_killed_from_outside_cost_nothing() -> None:
    """A worker is killed now and then in the middle of its message; no task dies twice, so none is lost."""
    rng = random.Random(4)  # noqa: S311
    pool: Pool[int, bytes] = Pool(Makes(big), 2, 60.0)  # type: ignore[arg-type]
    done, kills = [], 0
    for one in pool.run(iter(range(120))):
        done.append(one)
        if len(done) % 15 == 0:
            os.kill(rng.choice(pool.pids), signal.SIGKILL)
            kills += 1

    assert kills >= 8
    assert sorted(one.task for one in done) == list(range(120))
    assert all(one.result == bytes([one.task % 256]) * 200_000 for one in done)


def test_workers_that_cannot_start_end_the_run_with_a_line() -> None:
    pool: Pool[int, int] = Pool(cannot_start, 1, 5.0)

    with pytest.raises(WorkerError, match="一启动就退出"):
        list(pool.run(iter(range(3))))
