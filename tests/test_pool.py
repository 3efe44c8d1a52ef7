"""The pool: every task once, whatever becomes of the workers."""

import os
import random
import signal
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from multiprocessing import Pipe
from pathlib import Path

import pytest
from audit_workers import Makes, big, cannot_start, dies_at_five, double, hangs_at_five, hangs_in_a_program

from hefa.errors import WorkerError
from hefa.pool import AT_HAND, Pool


def fates(work: object, count: int, jobs: int = 2, timeout: float = 60.0) -> dict[int, tuple[str, object]]:
    pool: Pool[int, object] = Pool(Makes(work), jobs, timeout)  # type: ignore[arg-type]
    done = list(pool.run(iter(range(count))))
    assert sorted(one.task for one in done) == list(range(count))
    return {one.task: (one.fate, one.result) for one in done}


def test_every_task_is_done_once() -> None:
    assert fates(double, 40) == {number: ("done", 2 * number) for number in range(40)}


def test_more_tasks_are_at_hand_where_they_are_done_fast() -> None:
    drawn: list[int] = []
    done = most = 0

    def tasks() -> Iterator[int]:
        for number in range(300):
            drawn.append(number)
            yield number

    pool: Pool[int, int] = Pool(Makes(double), 1, 60.0)  # type: ignore[arg-type]
    for _ in pool.run(tasks()):
        most = max(most, len(drawn) - done)
        done += 1

    assert done == 300
    assert most > AT_HAND + 1


def test_a_pool_that_is_kept_draws_no_more_than_it_must() -> None:
    """What comes later may be more urgent."""
    left, done, most = list(range(60)), 0, 0
    pool: Pool[int, int] = Pool(Makes(double), 1, 60.0)  # type: ignore[arg-type]
    bell, _cord = Pipe(duplex=False)
    with closing(pool.keep(lambda: left.pop() if left else None, bell)) as results:
        for one in results:
            if one is None:
                most = max(most, 60 - len(left) - done)
                if done == 60:
                    break
            else:
                done += 1

    assert most <= AT_HAND


def test_no_tasks_start_no_worker() -> None:
    pool: Pool[int, int] = Pool(cannot_start, 2, 1.0)

    assert list(pool.run(iter(()))) == []


@pytest.mark.parametrize(("work", "fate"), [(dies_at_five, "died"), (hangs_at_five, "timeout")])
def test_a_dying_or_hanging_worker_costs_one_task(work: object, fate: str) -> None:
    found = fates(work, 12, timeout=2.0)

    assert found.pop(5) == (fate, None)
    assert found == {number: ("done", number) for number in range(12) if number != 5}


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="this system does not tell of processes")
def test_a_program_that_hangs_ends_with_its_worker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEFA_TEST_PROGRAM", str(tmp_path / "program"))

    assert fates(hangs_in_a_program, 1, timeout=1.0) == {0: ("timeout", None)}

    program = int((tmp_path / "program").read_text(encoding="ascii"))
    end = time.monotonic() + 10
    while _runs(program):
        assert time.monotonic() < end, "it goes on"
        time.sleep(0.02)


def _runs(process: int) -> bool:
    with suppress(OSError):
        said = Path(f"/proc/{process}/stat").read_text(encoding="ascii")
        return said.rpartition(")")[2].split()[0] != "Z"
    return False


def test_workers_killed_from_outside_cost_nothing() -> None:
    """A worker is killed now and then in the middle of its message; no task dies so often as to be lost."""
    rng = random.Random(4)  # noqa: S311
    pool: Pool[int, bytes] = Pool(Makes(big), 2, 60.0, attempts=5)  # type: ignore[arg-type]
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


def test_workers_that_are_kept_wait_for_the_bell_and_outlive_one_another() -> None:
    """Tasks come in three lots, a worker is killed while it idles, and a task that kills is tried once."""
    pool: Pool[int, int] = Pool(Makes(dies_at_five), 2, 60.0, attempts=1)  # type: ignore[arg-type]
    bell, cord = Pipe(duplex=False)
    lots = [[0, 1], [2, 3, 4], [5, 6, 7]]
    waiting: list[int] = []
    found: dict[int, tuple[str, int | None]] = {}

    def ring() -> None:
        waiting.extend(lots.pop(0))
        cord.send_bytes(b".")

    ring()
    with closing(pool.keep(lambda: waiting.pop(0) if waiting else None, bell)) as results:
        for one in results:
            if one is not None:
                found[one.task] = (one.fate, one.result)
            elif not pool.is_working and not waiting:
                if not lots:
                    break
                if len(lots) == 1 and len(pool.pids) == 2:
                    os.kill(pool.pids[0], signal.SIGKILL)  # its end is heard of, and wakes the pool
                else:
                    ring()

    assert found.pop(5) == ("died", None)
    assert found == {number: ("done", number) for number in (0, 1, 2, 3, 4, 6, 7)}
    assert pool.pids == []
