"""Which files of a watched folder are drafts, and which of them are whole."""

import os
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from hefa.read import BUNDLES, SUFFIXES

OPINION, ANNOTATED, REPORT = "-审查意见", "-批注", "-不能审查"
"""Ends of the names of what a watch writes; what is so called is never reviewed."""
TEMPORARY = (".part", ".partial", ".crdownload", ".opdownload", ".download", ".filepart", ".tmp", ".temp")
"""Ends that programs give the name of a file that they still write."""
STALE = 12 * 3600
"""Seconds after which the lock file of an office program is one that it left behind."""
_OWN = re.compile(rf"(?:{OPINION}|{ANNOTATED}|{REPORT})(?:-\d+)?$")
_KNOWN = (*SUFFIXES, *BUNDLES)


class Stamp(NamedTuple):
    """Size in bytes and time of the last change, in ns."""

    size: int
    modified: int


class Look(NamedTuple):
    """Drafts by their paths: those that are whole, those still changing, those open in an office program.

    ``closed`` are folders that could not be listed.
    """

    whole: dict[Path, Stamp]
    changing: tuple[Path, ...]
    open: tuple[Path, ...]
    closed: tuple[Path, ...]


class Folder:
    """A folder, looked at again and again; a draft is whole when it stayed the same for ``settle`` seconds.

    What lies in ``out``, if that is a folder in it, is not looked at.
    """

    def __init__(self, root: Path, out: Path, settle: float) -> None:
        self.root, self._settle = root, settle
        self._out = None if out.resolve() == root.resolve() else out.resolve()
        self._since: dict[Path, tuple[Stamp, float]] = {}

    def look(self, now: float | None = None) -> Look:
        """Look at everything; ``now`` counts seconds of a clock that only goes forward."""
        now = time.monotonic() if now is None else now
        since, whole = {}, {}
        changing, opened, closed = list[Path](), list[Path](), list[Path]()
        for path, names in self._drafts(closed):
            try:
                stamp = stamp_of(path)
            except OSError:
                continue  # gone since it was listed
            before = self._since.get(path)
            since[path] = before if before is not None and before[0] == stamp else (stamp, now)
            if _is_open(path, names):
                opened.append(path)
            elif now - since[path][1] >= self._settle and not _is_written(path, names):
                whole[path] = stamp
            else:
                changing.append(path)
        self._since = since
        return Look(whole, tuple(changing), tuple(opened), tuple(closed))

    def name_of(self, path: Path) -> str:
        """Return the path of a draft below the folder, with slashes."""
        return path.relative_to(self.root).as_posix()

    def _drafts(self, closed: list[Path]) -> Iterator[tuple[Path, frozenset[str]]]:
        """Yield each draft with the names of all files beside it, in order; note folders that are closed."""
        home = self.root.resolve()
        for folder, folders, files in os.walk(
            self.root, onerror=lambda error: closed.append(Path(error.filename))
        ):
            here, names = Path(folder), frozenset(files)
            folders[:] = sorted(
                name for name in folders if not _is_left_out(name) and (here / name).resolve() != self._out
            )
            for name in sorted(files):
                path = here / name
                if path.suffix.lower() not in _KNOWN or _is_left_out(name) or _OWN.search(path.stem):
                    continue
                leads_out = path.is_symlink() and not path.resolve().is_relative_to(home)
                if path.is_file() and not leads_out:
                    yield path, names


def stamp_of(path: Path) -> Stamp:
    """Return what a file is at a glance; ``OSError`` where it is gone."""
    state = path.stat()
    return Stamp(state.st_size, state.st_mtime_ns)


def _is_left_out(name: str) -> bool:
    return name.startswith((".", "~")) or bool(_OWN.search(name))


def _is_written(path: Path, names: frozenset[str]) -> bool:
    """Whether a browser or copier keeps the rest of the file under a name beside it."""
    return any(path.name + end in names for end in TEMPORARY)


def _is_open(path: Path, names: frozenset[str]) -> bool:
    """Whether Word, WPS or LibreOffice has the file open; Word puts ~$ in place of two characters."""
    name = path.name
    locks = {f"~${name}", f"~${name[1:]}", f"~${name[2:]}", f".~lock.{name}#"} & names
    for lock in locks:
        try:
            if time.time() - (path.parent / lock).stat().st_mtime < STALE:
                return True
        except OSError:
            continue
    return False
