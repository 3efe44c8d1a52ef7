"""A PostgreSQL server for the tests: by the programs of the machine, in a folder of its own, on a socket."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_PROGRAMS = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
_USER = "postgres"


def why_not() -> str:
    """Return why no server can be started here; empty where one can."""
    if not _PROGRAMS:
        return "PostgreSQL is not installed; the schema is tested on SQLite alone"
    if os.geteuid() == 0 and shutil.which("runuser") is None:
        return (
            "PostgreSQL does not run as root, and there is no runuser; the schema is tested on SQLite alone"
        )
    return ""


@contextmanager
def server(locale: str = "C.UTF-8") -> Iterator[str]:
    """Start a server and give what a database URL has behind the database's name."""
    folder = Path(tempfile.mkdtemp(prefix="hefa-pg-"))
    data, bin_ = folder / "data", _PROGRAMS[-1].parent
    if os.geteuid() == 0:
        shutil.chown(folder, _USER)
    options = f"-k {folder} -c listen_addresses= -c fsync=off"
    try:
        _do(bin_ / "initdb", "-D", data, "-U", _USER, "-A", "trust", "-E", "UTF8", f"--locale={locale}", "-N")
        _do(bin_ / "pg_ctl", "-D", data, "-l", folder / "log", "-o", options, "-w", "start")
        yield f"?host={folder}"
    finally:
        if data.exists():
            _do(bin_ / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop", check=False)
        shutil.rmtree(folder)


def database(place: str, name: str) -> str:
    """Make a database and return its URL."""
    import psycopg  # noqa: PLC0415

    host = place.removeprefix("?host=")
    with psycopg.connect(host=host, user=_USER, dbname="postgres", autocommit=True) as connection:
        connection.execute(f"create database {name} template template0".encode())
    return f"postgresql+psycopg://{_USER}@/{name}{place}"


def _do(*words: Path | str, check: bool = True) -> None:
    """Run a program as a user who may."""
    before = ["runuser", "-u", _USER, "--"] if os.geteuid() == 0 else []
    subprocess.run([*before, *map(str, words)], check=check, stdout=subprocess.DEVNULL, cwd="/", timeout=60)
