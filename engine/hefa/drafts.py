"""Which drafts are meant, and how they are read: paths, folders, bundles, standard input."""

import sys
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

from hefa.errors import HefaError, ReadError
from hefa.model.source import SourceText
from hefa.read import (
    INSIDE,
    Bundle,
    ReadOptions,
    check_tracked,
    find_documents,
    is_bundle,
    limit_of,
    open_bundle,
    read_bytes,
    read_file,
)

STDIN = "-"


def list_drafts(paths: Iterable[Path | str]) -> list[Path]:
    """Put in place of each folder, zip file and message the drafts in it; one without any stays.

    That one is reported when it is read. A zip file or message on standard input is told by its content.
    """
    drafts: list[Path] = []
    for path in map(Path, paths):
        try:
            if str(path) == STDIN:
                bundle = _bundle_on_stdin()
                drafts += bundle.drafts() if bundle else [path]
            else:
                drafts += find_documents(path) if path.is_dir() or is_bundle(path) else [path]
        except HefaError:
            drafts.append(path)
    return drafts


def read_draft(path: Path | str, tracked: str = "final") -> SourceText:
    """Read one draft; ``-`` is standard input. ``ReadError`` when it cannot be read."""
    options = ReadOptions(tracked=check_tracked(tracked))
    if str(path) == STDIN or str(path).startswith(f"{STDIN}{INSIDE}"):
        return _read_stdin(str(path), options)
    path = Path(path)
    if path.is_dir() or is_bundle(path):
        find_documents(path)  # says so when there is nothing to review in it
    return read_file(path, options)


def _read_stdin(path: str, options: ReadOptions) -> SourceText:
    """Read standard input, or the draft so named in a bundle on it."""
    bundle = _bundle_on_stdin()
    if bundle is None:
        return read_bytes(_content(sys.stdin.buffer), STDIN, options)
    name = path.removeprefix(STDIN).removeprefix(INSIDE)
    if not name:
        bundle.drafts()
        raise ReadError(STDIN, f"这是{bundle.kind}，里面的文件要逐个审查", "请用 hefa review -，或者取出再审")
    return read_bytes(bundle.read(name, limit_of(name)), path, options)


def _bundle_on_stdin() -> Bundle | None:
    return _opened(sys.stdin.buffer)


@lru_cache(maxsize=1)
def _content(stream: BinaryIO) -> bytes:
    """Return all that is on a stream, which can be read but once."""
    return stream.read()


@lru_cache(maxsize=1)
def _opened(stream: BinaryIO) -> Bundle | None:
    return open_bundle(_content(stream), STDIN)
