"""Audits that are killed at random moments, the command itself or one of its workers; seeded, bounded."""

import os
import random
import signal
import sqlite3
import string
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from hefa.archive.words import pairs

OFTEN = 16
"""Documents a transaction here: kills must fall between writes, and not before the first alone."""
COMMAND = (
    *(sys.executable, "-c"),
    f"from hefa.audit import ledger; ledger.MOST = {OFTEN}; from hefa.cli.main import main; main()",
)
_LOWER = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)


@dataclass(slots=True)
class Kills:
    """How many were killed; ``ended``: the documents were done before."""

    masters: int = 0
    workers: int = 0
    ended: bool = False

    @property
    def count(self) -> int:
        """All kills."""
        return self.masters + self.workers


def audit_command(docs: Path, store: Path) -> tuple[str, ...]:
    """Return the command of an audit with two workers."""
    return (*COMMAND, "audit", str(docs), "--store", str(store), "-j", "2", "--statutes", "none")


def start(command: tuple[str, ...]) -> subprocess.Popen[bytes]:
    """Start a command that finds the packages of this process."""
    return subprocess.Popen(command, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def environment() -> dict[str, str]:
    """Return the environment in which a command finds the packages of this process."""
    return os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}


def kill_again_and_again(docs: Path, store: Path, kills: int, seed: int, step: int) -> Kills:
    """Run an audit, killing ``kills`` processes at random moments, by turns a worker and the command.

    Between two kills the store grows by up to ``step`` documents, and then for up to a fifth of a second. A
    killed command is started again; the last run is left as it was killed, or as it ended.
    """
    rng, done = random.Random(seed), Kills()  # noqa: S311
    while done.count < kills and not done.ended:
        process = start(audit_command(docs, store))
        try:
            while done.count < kills and process.poll() is None:
                _wait(process, store, count_documents(store) + rng.randint(0, step))
                time.sleep(rng.random() / 5)
                if done.workers <= done.masters and (workers := workers_of(process.pid)):
                    done.workers += _kill(rng.choice(workers))
                elif process.poll() is None:
                    process.kill()
                    process.wait()
                    done.masters += 1
            done.ended = process.returncode != -signal.SIGKILL and done.count < kills
        finally:
            process.kill()
            process.wait()
    return done


def _wait(process: subprocess.Popen[bytes], store: Path, goal: int) -> None:
    """Wait until a run has its workers, and its store so many documents."""
    while process.poll() is None and (len(workers_of(process.pid)) < 2 or count_documents(store) < goal):
        time.sleep(0.01)


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
        database.execute("insert into clause_words (clause_words) values ('integrity-check')")
        database.execute("create virtual table temp.told using fts5vocab (main, clause_words, instance)")
        told = set(database.execute("select doc, term from temp.told"))
        wanted = {
            (key, pair)
            for key, text in database.execute("select id, text from clauses")
            for pair in pairs(text).translate(_LOWER).split()
        }
        return told == wanted and bool(database.execute("pragma integrity_check").fetchone() == ("ok",))
    finally:
        database.close()
