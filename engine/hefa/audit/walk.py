"""What lies under the roots of an audit: paths of documents, what they are at a glance, and their bytes."""

import hashlib
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from hefa.audit.remote import Stamp, bytes_remote, is_remote, list_remote, stamp_remote, stamps_remote
from hefa.errors import ReadError, reason_of
from hefa.read import find_documents, is_bundle
from hefa.read.bundle import INSIDE, read_member, split_path
from hefa.read.formats import limit_of


class Found(NamedTuple):
    """The documents under the roots, the folders that could not be listed, and what listings said of each."""

    roots: tuple[str, ...]
    paths: tuple[str, ...]
    closed: tuple[str, ...]
    stamps: Mapping[str, Stamp] = MappingProxyType({})

    def misses(self, path: str) -> bool:
        """Whether a path under the roots would have been found if it were there; ask of those not found."""
        return _is_under(path, self.roots) and not _is_under(path, self.closed)


def walk(roots: Iterable[Path | str], lists: Iterable[Path] = ()) -> Found:
    """List the documents in folders, zip files, single files and at URLs, and those that lists name.

    ``ReadError`` where a root has none; what a list names is taken as it is, and reviewed in its turn.
    """
    tops = dict.fromkeys(str(root) if is_remote(str(root)) else _absolute(root) for root in roots)
    paths: dict[str, None] = {}
    stamps: dict[str, Stamp] = {}
    closed: list[str] = []
    for file in lists:
        named = read_list(file)
        stamps |= stamps_remote(filter(is_remote, named))
        tops |= dict.fromkeys(name for name in named if not is_remote(name) and _is_many(name))
        paths |= dict.fromkeys(name for name in named if name not in tops)
    for top in tops:
        if is_remote(top):
            stamps |= (listed := list_remote(top))
            paths |= dict.fromkeys(listed)
            continue
        root = Path(top)
        if not root.exists():
            raise ReadError(top, "文件夹不存在", "请检查路径是否写对")
        if root.is_dir():
            for _ in os.walk(top, onerror=lambda error: closed.append(str(error.filename))):
                pass
        if closed and top in closed:
            raise ReadError(top, "文件夹打不开", "请检查读取权限")
        documents = find_documents(root) if _is_many(top) else [root]
        paths |= dict.fromkeys(map(str, documents))
    said = (*tops, *map(str, lists))
    return Found(said, tuple(paths), tuple(closed), stamps)


def read_list(file: Path) -> list[str]:
    """Return the paths and URLs that a list names, one a line; paths are from the folder of the list."""
    try:
        lines = file.read_text(encoding="utf-8-sig", errors="surrogateescape").splitlines()
    except OSError as error:
        raise ReadError(str(file), f"清单打不开（{reason_of(error)}）", "请检查路径和读取权限") from error
    named = [line.strip() for line in lines if line.strip()]
    if not named:
        raise ReadError(str(file), "清单是空的", "每行写一个文件的路径或者网络地址")
    return [name if is_remote(name) else _absolute(file.parent / name) for name in named]


def _absolute(path: Path | str) -> str:
    return os.path.abspath(path)  # noqa: PTH100 - "..", and no links


def _is_many(path: str) -> bool:
    return Path(path).is_dir() or is_bundle(Path(path))


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
    if is_remote(path):
        return stamp_remote(path)
    inside = _inside(path)
    try:
        state = os.stat(inside[0] if inside else path)  # noqa: PTH116 - by name, since there may be millions
    except OSError as error:
        raise ReadError(path, f"文件打不开（{reason_of(error)}）", "请检查文件还在不在、读取权限") from error
    return Stamp(state.st_size, state.st_mtime_ns)


def digest_of(path: str, stamp: Stamp) -> str | None:
    """Return the SHA-256 of a document's bytes; none for one too large to be read, or that cannot be read.

    None as well for one behind a URL, to be read by a worker and once, unless nothing else tells its changes.
    """
    if is_remote(path) and stamp.modified:
        return None
    limit = limit_of(path)
    inside = _inside(path)
    try:
        if is_remote(path):
            return hashlib.sha256(bytes_remote(path)).hexdigest()
        if inside:
            return hashlib.sha256(read_member(*inside, limit)).hexdigest()
        if stamp.size > limit:
            return None
        with open(path, "rb") as file:  # noqa: PTH123 - by name, as above
            return hashlib.sha256(file.read()).hexdigest()
    except (ReadError, OSError):
        return None  # its review says why


def _inside(path: str) -> tuple[Path, str] | None:
    return split_path(Path(path)) if INSIDE in path else None


def _is_under(path: str, folders: Iterable[str]) -> bool:
    return any(path == one or path.startswith((f"{one}{os.sep}", f"{one}{INSIDE}")) for one in folders)
