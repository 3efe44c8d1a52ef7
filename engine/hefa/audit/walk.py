"""What lies under the roots of an audit: paths of documents, what they are at a glance, and their bytes."""

import datetime
import hashlib
import os
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from hefa.errors import ReadError
from hefa.read import find_documents, is_bundle
from hefa.read.bundle import INSIDE, read_member, split_path
from hefa.read.formats import limit_of


class Stamp(NamedTuple):
    """Size in bytes and time of the last change, in ns; of the zip file for a document in one."""

    size: int
    modified: int

    def since(self, day: datetime.date) -> bool:
        """Whether the last change was on that day or later, local time."""
        return datetime.datetime.fromtimestamp(self.modified / 1e9).date() >= day


class Found(NamedTuple):
    """The documents under the roots, and the folders that could not be listed."""

    roots: tuple[str, ...]
    paths: tuple[str, ...]
    closed: tuple[str, ...]

    def misses(self, path: str) -> bool:
        """Whether a path under the roots would have been found if it were there; ask of those not found."""
        return _is_under(path, self.roots) and not _is_under(path, self.closed)


def walk(roots: Iterable[Path | str]) -> Found:
    """List the documents in folders, zip files and single files; ``ReadError`` where a root has none."""
    tops = tuple(dict.fromkeys(os.path.abspath(root) for root in roots))  # noqa: PTH100 - "..", and no links
    paths: dict[str, None] = {}
    closed: list[str] = []
    for top in tops:
        root = Path(top)
        if not root.exists():
            raise ReadError(top, "文件夹不存在", "请检查路径是否写对")
        if root.is_dir():
            for _ in os.walk(top, onerror=lambda error: closed.append(str(error.filename))):
                pass
        if closed and top in closed:
            raise ReadError(top, "文件夹打不开", "请检查读取权限")
        documents = find_documents(root) if root.is_dir() or is_bundle(root) else [root]
        paths.update(dict.fromkeys(map(str, documents)))
    return Found(tops, tuple(paths), tuple(closed))


def name_of(path: str) -> str:
    """Return a path as it is stored and shown: what is not UTF-8 in it as the GB18030 it likely is."""
    return path if _is_text(path) else str(Path(*map(_decoded, Path(path).parts)))


def _decoded(name: str) -> str:
    return name if _is_text(name) else os.fsencode(name).decode("gb18030", "backslashreplace")


def _is_text(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def stamp_of(path: str) -> Stamp:
    """Return what a file is at a glance; ``ReadError`` where it is not there or not to be seen."""
    inside = split_path(Path(path))
    try:
        state = (inside[0] if inside else Path(path)).stat()
    except OSError as error:
        raise ReadError(path, f"文件打不开（{error.strerror}）", "请检查文件还在不在、读取权限") from error
    return Stamp(state.st_size, state.st_mtime_ns)


def digest_of(path: str, stamp: Stamp) -> str | None:
    """Return the SHA-256 of a document's bytes; none for one too large to be read, or that cannot be read."""
    limit = limit_of(path)
    inside = split_path(Path(path))
    try:
        if inside:
            return hashlib.sha256(read_member(*inside, limit)).hexdigest()
        return hashlib.sha256(Path(path).read_bytes()).hexdigest() if stamp.size <= limit else None
    except (ReadError, OSError):
        return None  # its review says why


def _is_under(path: str, folders: Iterable[str]) -> bool:
    return any(path == one or path.startswith((f"{one}{os.sep}", f"{one}{INSIDE}")) for one in folders)
