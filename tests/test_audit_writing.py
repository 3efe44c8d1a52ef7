"""Workers of a cluster that write to PostgreSQL themselves: the store is that of one writer."""

import os
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import postgres_server
import pytest
from draft_maker import draft, make_drafts
from sqlalchemy import func, select
from store_content import content

from hefa.archive import open_store
from hefa.archive.schema import clauses, versions
from hefa.audit import Audit, AuditOptions, Tally
from hefa.audit import cluster as engine
from hefa.audit.work import Outcome, Task, Work
from hefa.audit.writing import write_outcome
from hefa.review import Reviewer

distributed = pytest.importorskip("distributed", reason="Dask distributed is not installed")
pytest.importorskip("psycopg", reason="psycopg is not installed")
pytestmark = pytest.mark.skipif(bool(postgres_server.why_not()), reason=postgres_server.why_not())


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with postgres_server.server() as place:
        yield place


@pytest.fixture(scope="module")
def reviewer() -> Reviewer:
    return Reviewer()


def test_a_worker_killed_while_many_write_loses_and_doubles_nothing(
    tmp_path: Path, server: str, reviewer: Reviewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    docs, where = tmp_path / "docs", postgres_server.database(server, "killed")
    paths = make_drafts(docs, 24)
    (docs / "copy.txt").write_bytes(paths[3].read_bytes())
    (docs / "empty.txt").write_text(" ", encoding="utf-8")
    monkeypatch.setattr(engine, "SHARD", 5)
    killed: list[int] = []
    with (
        distributed.LocalCluster(
            n_workers=1,
            threads_per_worker=2,
            memory_limit=0,
            dashboard_address="127.0.0.1:0",
            silence_logs=50,
        ) as started,
        open_store(where, create=True) as store,
    ):

        def kill(tally: Tally) -> None:
            if not killed and tally.done > 5:
                killed.append(started.workers[0].pid)
                os.kill(killed[0], signal.SIGKILL)

        options = AuditOptions(engine="dask", address=started.scheduler_address)
        tally = Audit(store, reviewer, options, watch=kill).run([docs])
        again = Audit(store, reviewer, options).run([docs])

    assert killed
    assert (tally.reviewed, tally.linked, tally.failed, again.unchanged, again.failed) == (24, 1, 1, 25, 1)
    with open_store(tmp_path / "local.db", create=True) as store:
        Audit(store, reviewer, AuditOptions(jobs=2)).run([docs])
    assert content(where) == content(tmp_path / "local.db")


def test_the_same_content_and_day_written_at_once_stand_once(
    tmp_path: Path, server: str, reviewer: Reviewer
) -> None:
    where = postgres_server.database(server, "at_once")
    with open_store(where, create=True):
        pass
    paths = []
    for number in range(8):
        paths.append(tmp_path / f"{number}.txt")
        paths[-1].write_text(draft(number % 2), encoding="utf-8")

    outcomes = [Work(reviewer, "b").do(Task(str(path), None)) for path in paths]

    def write(outcome: Outcome) -> int:
        with open_store(where) as store:
            written = write_outcome(store, outcome).written
        assert written is not None
        return written.version

    with ThreadPoolExecutor(8) as threads:
        ids = list(threads.map(write, outcomes))

    assert len(set(ids)) == 2
    with open_store(where) as store, store.read() as connection:
        assert connection.scalar(select(func.count()).select_from(versions)) == 2
        held = connection.scalar(select(func.count()).select_from(clauses))
    assert held == sum(len(outcome.rows.clauses) for outcome in outcomes[:2] if outcome.rows)
