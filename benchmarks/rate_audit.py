"""How fast an audit is: documents a second, processor time and store a document, memory of the workers.

python benchmarks/rate_audit.py FOLDER [JOBS [STORE]]
"""

import os
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from audit_killer import workers_of

from hefa.archive import open_store
from hefa.audit import Audit, AuditOptions, Tally
from hefa.review import Reviewer

_PAGE = resource.getpagesize()


class Memory:
    """Resident memory of the workers in MB as the run goes on: at its start, and at most in each tenth."""

    def __init__(self) -> None:
        self.tenths: dict[int, float] = {}

    def __str__(self) -> str:
        return " ".join(str(round(self.tenths[tenth])) for tenth in sorted(self.tenths))

    def look(self, tally: Tally) -> None:
        """Note what the largest worker has."""
        tenth = 10 * tally.done // max(1, tally.found)
        self.tenths[tenth] = max([self.tenths.get(tenth, 0.0), *map(_resident, workers_of(os.getpid()))])


def _resident(pid: int) -> float:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]) * _PAGE / 1e6
    except OSError:
        return 0.0


def _spent(whose: int) -> float:
    used = resource.getrusage(whose)
    return used.ru_utime + used.ru_stime


@contextmanager
def _somewhere(named: list[str]) -> Iterator[Path]:
    if named:
        yield Path(named[0])
    else:
        with tempfile.TemporaryDirectory() as folder:
            yield Path(folder) / "a.db"


def main(folder: str, jobs: str = "1", *store: str) -> None:
    """Print the figures of one run."""
    memory, seen = Memory(), [0.0]

    def watch(tally: Tally) -> None:
        if time.monotonic() - seen[0] > 1:
            seen[0] = time.monotonic()
            memory.look(tally)

    with _somewhere(list(store)) as path, open_store(path, create=True) as opened:
        audit = Audit(opened, Reviewer(), AuditOptions(int(jobs)), watch=watch)
        own, begun = _spent(resource.RUSAGE_SELF), time.monotonic()
        tally = audit.run([folder])
        seconds, own = time.monotonic() - begun, _spent(resource.RUSAGE_SELF) - own
        count = max(1, tally.reviewed)
        workers = _spent(resource.RUSAGE_CHILDREN)
        sys.stdout.write(
            f"{tally.reviewed} documents, {tally.failed} failed, {tally.findings} findings; jobs {jobs}\n"
            f"{count / seconds:.1f} a second; processor time a document: parent {1000 * own / count:.2f} ms,"
            f" workers {1000 * workers / count:.2f} ms (start included)\n"
            f"memory of the largest worker by tenths of the run, MB: {memory}\n"
        )
    if store:
        sys.stdout.write(f"store: {Path(store[0]).stat().st_size / count / 1000:.1f} KB a document\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
