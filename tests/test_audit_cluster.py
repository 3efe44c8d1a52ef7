"""The audit on Dask: the same store as the local engine's, whatever becomes of the workers."""

import os
import pickle
import signal
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from audit_workers import FragileWork
from draft_maker import draft, make_drafts
from sqlalchemy import select
from store_content import content

from hefa.archive import open_store
from hefa.archive.schema import documents, failures
from hefa.audit import Audit, AuditOptions, Tally
from hefa.audit import cluster as engine
from hefa.audit.shard import Brief, review_shard
from hefa.audit.work import Task, Work
from hefa.cli.main import run
from hefa.errors import ArchiveError
from hefa.review import Reviewer

distributed = pytest.importorskip("distributed", reason="Dask distributed is not installed")
FAULTY = "设立婚庆礼仪公司的，经街道办事处核准后方可营业。\n"


@pytest.fixture(scope="module")
def reviewer() -> Reviewer:
    return Reviewer()


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, memory_limit=0, dashboard_address="127.0.0.1:0", silence_logs=50
    ) as started:
        yield started


def audited(
    store: Path, folder: Path, reviewer: Reviewer, work: type[Work] = Work, **options: Any
) -> tuple[Tally, list[str]]:
    watch = options.pop("watch", lambda _: None)
    with open_store(store, create=True) as opened:
        audit = Audit(opened, reviewer, AuditOptions(**options), work=work, watch=watch)
        return audit.run([folder]), audit.warnings


def test_a_worker_killed_in_mid_run_loses_and_doubles_nothing(
    tmp_path: Path, reviewer: Reviewer, cluster: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    docs, there = tmp_path / "docs", {"engine": "dask", "address": cluster.scheduler_address}
    make_drafts(docs, 24)
    monkeypatch.setattr(engine, "SHARD", 5)
    killed: list[int] = []

    def kill(tally: Tally) -> None:
        if not killed and tally.done > 5:
            killed.append(cluster.workers[0].pid)
            os.kill(killed[0], signal.SIGKILL)

    tally, _ = audited(tmp_path / "dask.db", docs, reviewer, watch=kill, **there)
    again, _ = audited(tmp_path / "dask.db", docs, reviewer, **there)

    assert killed
    assert (tally.reviewed, tally.failed, again.unchanged) == (24, 0, 24)
    audited(tmp_path / "local.db", docs, reviewer)
    assert content(tmp_path / "dask.db") == content(tmp_path / "local.db")


def test_documents_that_kill_or_hang_are_set_aside(tmp_path: Path, reviewer: Reviewer) -> None:
    """On the cluster that a run starts for itself."""
    store, docs = tmp_path / "a.db", tmp_path / "docs"
    make_drafts(docs, 2)
    for name in ("DIE", "HANG"):
        (docs / f"{name}.txt").write_text(f"{name} {FAULTY}", encoding="utf-8")
    (docs / "empty.txt").write_text(" \n", encoding="utf-8")

    tally, _ = audited(store, docs, reviewer, FragileWork, engine="dask", jobs=1, timeout=5.0)

    assert (tally.reviewed, tally.failed) == (2, 3)
    assert kinds(store) == {"DIE": "died", "HANG": "timeout", "empty": "unreadable"}


def test_a_shard_that_kills_its_nodes_is_split_down_to_the_document(
    tmp_path: Path, reviewer: Reviewer, cluster: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where the node itself goes down with a document, and not the process beside it."""
    store, docs = tmp_path / "a.db", tmp_path / "docs"
    make_drafts(docs, 2)
    (docs / "KILL.txt").write_text(FAULTY, encoding="utf-8")
    monkeypatch.setattr(engine, "review_shard", fatal_shard)
    monkeypatch.setattr(engine, "PARTS", 3)
    monkeypatch.setattr(engine, "ATTEMPTS", 1)
    monkeypatch.setattr(engine.Cluster, "_size", lambda _: 3)
    monkeypatch.setattr(cluster.scheduler, "allowed_failures", 0)

    tally, _ = audited(store, docs, reviewer, engine="dask", address=cluster.scheduler_address)

    assert (tally.reviewed, tally.failed) == (2, 1)
    assert kinds(store) == {"KILL": "died"}


def kinds(store: Path) -> dict[str, str]:
    """Return why documents were set aside, by name."""
    with open_store(store) as opened:
        rows = opened.rows(select(documents.c.path, failures.c.kind).join(documents))
    return {Path(row["path"]).stem: row["kind"] for row in rows}


def fatal_shard(brief: Any, tasks: Any) -> Any:
    if any("KILL" in task.path for task in tasks):
        os._exit(1)
    return review_shard(brief, tasks)


def test_a_node_with_other_rules_is_refused(reviewer: Reviewer) -> None:
    brief = Brief.of(Work(reviewer, "basis"), 5.0)
    elsewhere = replace(brief, provenance=reviewer.provenance.model_copy(update={"rules": "1999.1"}))

    said = pickle.loads(elsewhere()(Task("a.txt", None)))  # noqa: S301

    assert isinstance(said, ArchiveError)
    assert "与发起审查的机器不同" in str(said)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--engine", "dask", "--address", "tcp://127.0.0.1:1"], "连不上 Dask 调度器"),
        (["--engine", "dask", "--address", "nowhere"], "连不上 Dask 调度器"),
        (["--engine", "spark"], "没有 spark"),
        (["--address", "tcp://127.0.0.1:1"], "--engine dask"),
    ],
)
def test_what_cannot_be_done_is_one_line(
    arguments: list[str],
    words: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(engine, "_CONNECT", 1.0)
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / "a.txt").write_text(draft(1), encoding="utf-8")

    assert run(["audit", str(docs), "--store", str(tmp_path / "a.db"), *arguments]) == 2
    said = capsys.readouterr().err
    assert words in said
    assert said.count("\n") == 1
