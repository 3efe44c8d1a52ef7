"""What a watch has done, in a file of lines of JSON that only grows: a line is written when the work is done.

A line cut short by a crash is work that was not done, and is done again.
"""

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from hefa.errors import OptionError, reason_of

FILE = ".hefa-watch.jsonl"


@dataclass(frozen=True, slots=True)
class Entry:
    """A draft as it was when it was reviewed: its digest, and the files written, each with its digest."""

    sha256: str
    files: Mapping[str, str]


@dataclass(slots=True)
class Ledger:
    """Entries by the names of drafts; events that nobody was told of yet, by their delivery id."""

    _file: IO[bytes]
    entries: dict[str, Entry] = field(default_factory=dict)
    untold: dict[str, dict[str, Any]] = field(default_factory=dict)

    def done(self, draft: str, entry: Entry, events: Mapping[str, dict[str, Any]]) -> None:
        """Note that a draft is done, and the events that are to be told."""
        self._write(
            {"draft": draft, "sha256": entry.sha256, "files": dict(entry.files), "events": dict(events)}
        )
        self.entries[draft] = entry
        self.untold.update(events)

    def told(self, delivery: str) -> None:
        """Note that an event was delivered."""
        self._write({"told": delivery})
        del self.untold[delivery]

    def load(self) -> None:
        """Read what stands in the file."""
        self._file.seek(0)
        content = self._file.read()
        for line in content.splitlines():
            with suppress(ValueError, KeyError, TypeError, AttributeError):
                self._take(json.loads(line))
        if content and not content.endswith(b"\n"):
            self._file.write(b"\n")

    def _take(self, line: Mapping[str, Any]) -> None:
        if "told" in line:
            self.untold.pop(line["told"], None)
            return
        self.entries[line["draft"]] = Entry(line["sha256"], dict(line["files"]))
        self.untold.update(line["events"])

    def _write(self, line: Mapping[str, Any]) -> None:
        self._file.write(json.dumps(line).encode() + b"\n")
        self._file.flush()
        os.fsync(self._file.fileno())


@contextmanager
def open_ledger(folder: Path) -> Iterator[Ledger]:
    """Open the ledger in a folder, for one watch at a time."""
    path = folder / FILE
    try:
        file = path.open("ab+")
    except OSError as error:
        raise OptionError(
            str(folder), f"不能写入（{reason_of(error)}）", "换一个能写的文件夹，用 --out 指明"
        ) from error
    with file:
        _lock(file, path)
        ledger = Ledger(file)
        ledger.load()
        yield ledger


def digest(content: bytes) -> str:
    """Return the SHA-256 of bytes, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def digest_at(path: Path) -> str:
    """Return the SHA-256 of a file, however large; ``OSError`` where it cannot be read."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _lock(file: IO[bytes], path: Path) -> None:
    """Keep a second watch out; where the system has no such locks, nothing is done."""
    try:
        import fcntl  # noqa: PLC0415
    except ImportError:
        return
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise OptionError(str(path.parent), "另一个 hefa watch 正在看这个文件夹", "先停下那一个") from None
    except OSError:
        return  # a network share without locks
