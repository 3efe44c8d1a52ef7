"""Audits that are killed at random moments, the command itself or one of its workers; seeded, bounded."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

COMMAND = (sys.executable, "-c", "from hefa.cli.main import main; main()")
STARTED = 30.0
"""Seconds in which a run must have begun to write."""


@dataclass(slots=True)
class Kills:
    """How many were killed, and how many runs ended by themselves before they could be."""

    masters: int = 0
    workers: int = 0
    ended: int = 0

    @property
    def count(self) -> int:
        """All kills."""
        return self.masters + self.workers


def audit_command(docs: Path, store: Path) -> tuple[str, ...]:
    """Return the command of an audit with two workers."""
    return (*COMMAND, "audit", str(docs), "--store", str(store), "-j", "2", "--statutes", "none")


def start(command: tuple[str, ...]) -> subprocess.Popen[bytes]:
    """Start a command that finds the packages of this process."""
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    return subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def kill_again_and_again(docs: Path, store: Path, kills: int, seed: int) -> Kills:
    """Run an audit, killing ``kills`` processes at random moments, the command or a worker in turn.

    A killed command is started again; the last run is left as it was killed, or as it ended.
    """
    rng, done = random.Random(seed), Kills()  # noqa: S311
    while done.count < kills and done.ended < kills:
        process = start(audit_command(docs, store))
        try:
            _kill_some(process, kills, done, rng)
        finally:
            process.kill()
            process.wait()
    return done


def _kill_some(process: subprocess.Popen[bytes], kills: int, done: Kills, rng: random.Random) -> None:
    """Kill workers of one run now and then, and the run in the end."""
    begun = time.monotonic()
    while process.poll() is None and len(workers_of(process.pid)) < 2 and time.monotonic() < begun + STARTED:
        time.sleep(0.01)
    time.sleep(rng.uniform(0.5, 2.0))
    while process.poll() is None and done.count < kills:
        workers = workers_of(process.pid)
        if workers and rng.random() < 0.5:
            done.workers += _kill(rng.choice(workers))
        else:
            done.masters += process.poll() is None
            process.kill()
            return
        time.sleep(rng.uniform(0.2, 0.8))
    done.ended += process.poll() is not None


def workers_of(pid: int) -> list[int]:
    """Return the worker processes of a process, by its children."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    except OSError:
        return []
    return [int(child) for child in children if "spawn_main" in _line(child)]


def _line(pid: str) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def _kill(pid: int) -> bool:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return False
    return True


def count_documents(store: Path) -> int:
    """Return how many documents a store has; none while it is being made."""
    if not store.exists():
        return 0
    database = sqlite3.connect(f"{store.as_uri()}?mode=ro", uri=True)
    try:
        return int(database.execute("select count(*) from documents").fetchone()[0])
    except sqlite3.OperationalError:
        return 0
    finally:
        database.close()


def is_sound(store: Path) -> bool:
    """Whether a store and its full-text index are whole."""
    database = sqlite3.connect(store)
    try:
        database.execute("insert into clause_words (clause_words, rank) values ('integrity-check', 1)")
        return bool(database.execute("pragma integrity_check").fetchone() == ("ok",))
    finally:
        database.close()
