"""Dask against the local pool: the same audit by turns on both, two sizes, so that start-up stands apart.

    python benchmarks/engines.py --documents 1000 --rounds 5

CPU time is that of this process and of all below it: other load on the machine stretches the clock, and this
less. A document's cost is the difference of the two sizes; what is left is start-up.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from draft_maker import make_drafts

from hefa.archive import open_store
from hefa.audit import Audit, AuditOptions
from hefa.audit.shard import TRIMMED
from hefa.review import Reviewer

TIMES = 3
"""How many times the smaller audit the larger one is."""


def audited(folder: Path, engine: str, jobs: int, reviewer: Reviewer) -> dict[str, float]:
    """Audit a folder into a new store; return seconds of the clock, of CPU here, and of CPU below."""
    os.environ.pop(TRIMMED, None)  # Dask leaves it to all who come after
    start, before = time.perf_counter(), os.times()
    with (
        tempfile.TemporaryDirectory() as place,
        open_store(Path(place) / "a.db", create=True) as store,
    ):
        options = AuditOptions(jobs=jobs, engine="dask" if engine == "dask" else "local")
        tally = Audit(store, reviewer, options).run([folder])
        assert (tally.reviewed, tally.failed) == (tally.found, 0)
    here, below = (after - was for after, was in zip(_halves(os.times()), _halves(before), strict=True))
    return {"clock": time.perf_counter() - start, "here": here, "below": below, "cpu": here + below}


def _halves(times: os.times_result) -> tuple[float, float]:
    return times.user + times.system, times.children_user + times.children_system


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=500)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--jobs", type=int, default=2)
    given = parser.parse_args()
    reviewer = Reviewer()
    ratios: dict[str, list[float]] = {"cpu": [], "clock": []}
    with tempfile.TemporaryDirectory() as place:
        small, large = Path(place) / "small", Path(place) / "large"
        make_drafts(small, given.documents, seed=1)
        make_drafts(large, TIMES * given.documents, seed=2)
        for turn in range(given.rounds):
            each: dict[str, dict[str, float]] = {}
            for engine in ("local", "dask") if turn % 2 == 0 else ("dask", "local"):
                few, many = (audited(folder, engine, given.jobs, reviewer) for folder in (small, large))
                more = (TIMES - 1) * given.documents
                each[engine] = {name: (many[name] - few[name]) / more * 1000 for name in few}
                start = {name: few[name] - each[engine][name] / 1000 * given.documents for name in few}
                told = "，".join(f"{name} {each[engine][name]:.2f} 毫秒" for name in each[engine])
                say(
                    f"第 {turn + 1} 轮 {engine:5} 每份 {told}；启动 {start['clock']:.1f} 秒，"
                    f"处理器 {start['cpu']:.1f} 秒；负载 {os.getloadavg()[0]:.1f}",
                )
            for name, values in ratios.items():
                values.append(each["dask"][name] / each["local"][name])
    for name, values in ratios.items():
        listed = "、".join(f"{value:.3f}" for value in values)
        say(f"dask / local，{name}：中位数 {statistics.median(values):.3f}（{listed}）")


if __name__ == "__main__":
    main()
