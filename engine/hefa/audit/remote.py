"""Documents behind a URL (s3://, https://, memory://, zip://…::s3://…): listed and read through fsspec.

Listings give size and time, so that a run looks at what changed without asking for each document.
"""

import datetime
import time
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import PurePosixPath
from typing import Any, NamedTuple, TypeVar

from hefa.errors import ReadError
from hefa.model.source import SourceText
from hefa.read import read_bytes
from hefa.read.bundle import BUNDLE
from hefa.read.formats import SUFFIXES, limit_of

_T = TypeVar("_T")
_MARK, _CHAIN = "://", "::"
_TIMES = ("mtime", "LastModified", "last_modified", "modified", "updated", "date_time", "created")
"""Where file systems say when a file was last changed; those that rewrite files whole say ``created``."""
_TRIES = 3
_PAUSE = 0.5  # seconds before a second try
_SHOWN = 200  # characters of a file system's error
_AT_ONCE = 16  # questions to a server
_PACKAGES = {"smbclient": "smbprotocol", "lakefs_spec": "lakefs-spec", "libarchive": "libarchive-c"}
"""Packages that are not called as the module that fsspec imports."""


class Stamp(NamedTuple):
    """Size in bytes and time of the last change, in ns, 0 where unknown; of the zip file for one in it."""

    size: int
    modified: int

    def since(self, day: datetime.date) -> bool:
        """Whether the last change was on that day or later, local time, or may have been."""
        return not self.modified or datetime.datetime.fromtimestamp(self.modified / 1e9).date() >= day


def is_remote(path: str) -> bool:
    """Whether a path is a URL, and not one of this machine's file system."""
    return _MARK in path


def list_remote(url: str) -> dict[str, Stamp]:
    """Return the documents under a URL, or the one at it; ``ReadError`` where there are none."""
    system, root = _system(url)
    found = _asked(url, lambda: system.find(root, detail=True))
    chain = url.partition(_CHAIN)[2]
    documents = {}
    for name, info in sorted(found.items()):
        inside = PurePosixPath(name[len(root) :].lstrip("/") if name.startswith(root) else name)
        hidden = any(part.startswith((".", "~$")) for part in inside.parts)
        if name == root or (inside.suffix.lower() in (*SUFFIXES, BUNDLE) and not hidden):
            full = system.unstrip_protocol(name)
            documents[f"{full}{_CHAIN}{chain}" if chain else full] = _stamp(info)
    if not documents:
        known = "、".join(SUFFIXES)
        raise ReadError(url, f"这个地址不存在，或者其中没有能审查的文件（{known}）", "检查地址")
    return documents


def stamp_remote(url: str) -> Stamp:
    """Return what a document is at a glance; ``ReadError`` where it is not there."""
    system, path = _system(url)
    return _stamp(_asked(url, lambda: system.info(path)))


def stamps_remote(urls: Iterable[str]) -> dict[str, Stamp]:
    """Return the stamps of documents, some asked for at a time, without those that are not there."""

    def stamp(url: str) -> tuple[str, Stamp] | None:
        try:
            return url, stamp_remote(url)
        except ReadError:
            return None  # said when it is its turn

    with ThreadPoolExecutor(_AT_ONCE) as threads:
        return dict(filter(None, threads.map(stamp, urls)))


def bytes_remote(url: str) -> bytes:
    """Return the bytes of a document; no more are read than a file of its kind may have."""
    limit = limit_of(_named(url))
    system, path = _system(url)

    def read() -> bytes:
        with system.open(path, "rb") as file:
            return bytes(file.read(limit + 1))

    data = _asked(url, read)
    if len(data) > limit:
        raise ReadError(url, f"文件超过 {limit // 1_000_000} MB 的上限", "请拆成几个文件，或者只留正文再审")
    return data


def read_remote(url: str) -> SourceText:
    """Read the document at a URL."""
    return read_bytes(bytes_remote(url), _named(url))


def _named(url: str) -> str:
    """Return a URL as far as it names the document: its suffix tells formats that bytes do not."""
    return url.partition(_CHAIN)[0]


def _system(url: str) -> tuple[Any, str]:
    try:
        from fsspec.core import url_to_fs  # noqa: PLC0415
    except ImportError as error:
        raise ReadError(
            url, "读网络地址需要 fsspec，没有安装", '请运行 pip install "hefa[cluster]"'
        ) from error
    system, path = _asked(url, lambda: url_to_fs(url))
    return system, str(path)


def _asked(url: str, question: Callable[[], _T]) -> _T:
    """Return a file system's answer; what it cannot do becomes one line, what may pass is tried again."""
    for left in reversed(range(_TRIES)):
        try:
            return question()
        except FileNotFoundError as error:
            raise ReadError(url, "文件不存在", "检查地址是否写对") from error
        except PermissionError as error:
            raise ReadError(url, "没有读取权限", "检查账号和权限") from error
        except ImportError as error:
            package = _package(error)
            raise ReadError(
                url, f"读这种地址需要 {package}，没有安装", f"请运行 pip install {package}"
            ) from error
        except ValueError as error:
            raise ReadError(
                url, f"不认识这种地址（{_short(error)}）", "检查 :// 前后是否写对，例如 s3://桶/文件夹"
            ) from error
        except Exception as error:  # every file system has errors of its own
            if not left:
                said = _short(error)
                raise ReadError(
                    url, f"读不到（{said}）", "检查网络和地址，再用 --retry-failed 审查"
                ) from error
            time.sleep(_PAUSE)
    raise AssertionError


def _package(error: ImportError) -> str:
    """Return what to install: the module that fsspec missed, by the name of its package."""
    cause = error.__cause__ if isinstance(error.__cause__, ImportError) else error
    module = (cause.name or "").partition(".")[0]
    return _PACKAGES.get(module, module) or "fsspec 的驱动"


def _short(error: Exception) -> str:
    return " ".join(f"{type(error).__name__} {error}".split())[:_SHOWN]


def _stamp(info: Mapping[str, Any]) -> Stamp:
    told = next((info[key] for key in _TIMES if info.get(key)), 0)
    return Stamp(int(info.get("size") or 0), _nanoseconds(told))


def _nanoseconds(told: object) -> int:
    match told:
        case int() | float():
            return int(told * 1e9)
        case datetime.datetime():
            return int(told.timestamp() * 1e9)
        case str():
            try:
                return int(datetime.datetime.fromisoformat(told).timestamp() * 1e9)
            except ValueError:
                return 0
        case tuple():
            day = datetime.datetime(*told[:6]).replace(tzinfo=datetime.UTC)
            return int(day.timestamp() * 1e9)
        case _:
            return 0
