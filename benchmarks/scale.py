"""What docs/scale.md reckons with: CPU time of a document by format, of writing it, and the room it takes.

    python benchmarks/scale.py PATH... [--postgres URL] [--statutes FILE]

One process, CPU time, so that other load on the machine matters little; PATH as for ``hefa audit``. With a
database's URL on this machine the same outcomes are written there as well; it must be empty.
"""

import argparse
import logging
import statistics
import sys
import tempfile
import time
import tracemalloc
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
from sqlalchemy import func, select, text

from hefa.archive import columnar, open_store
from hefa.archive.schema import metadata, versions
from hefa.archive.store import Store
from hefa.audit.ledger import Ledger, Place
from hefa.audit.tally import Tally
from hefa.audit.walk import digest_of, stamp_of, walk
from hefa.audit.work import Outcome, Task, Work
from hefa.audit.writing import write_outcome
from hefa.review import Reviewer

BATCH = 2_000
"""Trivial tasks given to Dask."""
FILES = 20_000
"""Files in a folder that is only listed."""


def cost(work: Callable[[], Any]) -> tuple[float, Any]:
    """Return the milliseconds of CPU that some work takes here, and what it gives."""
    start = time.process_time()
    result = work()
    return (time.process_time() - start) * 1000, result


def formats(paths: list[str], reviewer: Reviewer) -> list[tuple[str, Outcome]]:
    """Review each path; say what a document costs by suffix."""
    work = Work(reviewer, "scale")
    work.do(Task(paths[0], None))
    spent, size, outcomes = defaultdict[str, list[float]](list), defaultdict[str, int](int), []
    for path in paths:
        took, outcome = cost(lambda path=path: work.do(Task(path, None)))
        if outcome.rows is not None:
            kind = Path(path).suffix.lower()
            spent[kind].append(took)
            size[kind] += outcome.rows.version["chars"]
            outcomes.append((path, outcome))
    for kind, times in sorted(spent.items()):
        longest = sorted(times)[-1 - len(times) // 20]
        say(
            f"审查 {kind:6} {len(times):5} 份，平均 {size[kind] / len(times):7,.0f} 字："
            f"平均 {statistics.mean(times):6.1f} 毫秒，中位数 {statistics.median(times):6.1f}，"
            f"二十份里最慢的 {longest:6.1f}"
        )
    took, _ = cost(lambda: [digest_of(path, stamp_of(path)) for path in paths])
    say(f"看大小时间、算摘要：每份 {took / len(paths):.2f} 毫秒")
    return outcomes


def write(store: Store, outcomes: list[tuple[str, Outcome]], name: str) -> None:
    """Write the outcomes as an audit does; say what that costs."""
    ledger = Ledger(store, Tally(), "scale")
    with store.write() as connection:
        row = dict.fromkeys(("started", "basis", "hefa", "rules", "options", "roots"), "")
        ledger.run = connection.execute(metadata.tables["runs"].insert().values(row)).inserted_primary_key[0]

    def all_of_them() -> None:
        for path, outcome in outcomes:
            ledger.reviewed(outcome, [Place(path, stamp_of(path))], lambda: None)
        ledger.write()

    took, _ = cost(all_of_them)
    say(f"{name}：一个进程写入，每份 {took / len(outcomes):.2f} 毫秒")


def room(store: Store, size: int, name: str) -> None:
    """Say how many rows and bytes a document takes."""
    with store.read() as connection:
        count = connection.scalar(select(func.count()).select_from(versions)) or 1
        rows = {
            table.name: (connection.scalar(select(func.count()).select_from(table)) or 0) / count
            for table in metadata.sorted_tables
        }
    listed = "，".join(f"{table} {number:.1f}" for table, number in rows.items() if number >= 0.5)
    say(f"{name}：每份 {size / count / 1000:.1f} KB；行：{listed}")


def on_sqlite(place: Path, outcomes: list[tuple[str, Outcome]]) -> None:
    """Write to a file, and that out as Parquet."""
    with open_store(place / "a.db", create=True) as store:
        write(store, outcomes, "SQLite")
    with open_store(place / "a.db") as store:
        room(store, (place / "a.db").stat().st_size, "SQLite")
        took, _ = cost(lambda: columnar.export(store, place / "out"))
        size = sum(file.stat().st_size for file in (place / "out").glob("*/*"))
        each = f"每份 {size / len(outcomes) / 1000:.2f} KB，{took / len(outcomes):.2f} 毫秒"
        say(f"Parquet：{each}")


def on_postgres(url: str, outcomes: list[tuple[str, Outcome]]) -> None:
    """Write to a server as workers do, and what is left for the audit itself."""
    with open_store(url, create=True) as store:
        with store.read() as connection:
            server = psutil.Process(connection.scalar(text("select pg_backend_pid()")))
        before = sum(server.cpu_times()[:2])
        took, written = cost(lambda: [(path, write_outcome(store, outcome)) for path, outcome in outcomes])
        served = (sum(server.cpu_times()[:2]) - before) * 1000
        each = f"节点上每份 {took / len(outcomes):.2f} 毫秒，服务器上 {served / len(outcomes):.2f} 毫秒"
        say(f"PostgreSQL：工作节点自己写入，{each}")
        write(store, written, "PostgreSQL，内容由节点写入，余下的路径")
        with store.read() as connection:
            size = connection.scalar(text("select pg_database_size(current_database())"))
        room(store, int(size or 0), "PostgreSQL")


def listing(place: Path) -> None:
    """Say what it takes to list a folder."""
    for number in range(FILES):
        file = place / "files" / f"{number // 200:04}" / f"关于印发某某管理办法的通知{number:06}.txt"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
    took, _ = cost(lambda: walk([place / "files"]))
    tracemalloc.start()
    found = walk([place / "files"])
    kept, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    count = len(found.paths)
    say(
        f"列出文件夹：每个文件 {took / count:.3f} 毫秒，内存最多 {peak / count:,.0f} 字节，"
        f"留下 {kept / count:,.0f} 字节"
    )


def dask() -> None:
    """Say what Dask takes for a task that does nothing, and to start."""
    from distributed import Client, LocalCluster  # noqa: PLC0415

    start = time.perf_counter()
    options: dict[str, Any] = {"threads_per_worker": 1, "dashboard_address": "127.0.0.1:0", "memory_limit": 0}
    options |= {"silence_logs": logging.CRITICAL}
    with LocalCluster(n_workers=2, **options) as cluster, Client(cluster, set_as_default=False) as client:
        client.submit(int, 0).result()
        say(f"Dask：本机集群启动 {time.perf_counter() - start:.1f} 秒（时钟）")
        took, _ = cost(lambda: client.gather(client.map(abs, range(BATCH))))
        say(f"Dask：调度器和客户端，每个任务 {took / BATCH:.2f} 毫秒")


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", nargs="+")
    parser.add_argument("--postgres")
    parser.add_argument("--statutes", type=Path)
    given = parser.parse_args()
    took, reviewer = cost(lambda: Reviewer(statutes=given.statutes))
    say(f"读入规则：{took / 1000:.2f} 秒（处理器）")
    outcomes = formats(list(walk(given.paths).paths), reviewer)
    with tempfile.TemporaryDirectory() as place:
        on_sqlite(Path(place), outcomes)
        listing(Path(place))
    if given.postgres:
        on_postgres(given.postgres, outcomes)
    dask()


if __name__ == "__main__":
    main()
