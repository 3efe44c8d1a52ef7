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
    read_content,
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
    return read_bytes(draft_content(path), str(path), options)


def draft_content(path: Path | str) -> bytes:
    """Return the bytes of one draft: a file, standard input, or what is in a bundle there."""
    if str(path) == STDIN or str(path).startswith(f"{STDIN}{INSIDE}"):
        return _content_of_stdin(str(path))
    path = Path(path)
    if is_bundle(path):
        find_documents(path)  # says so when there is nothing to review in it
    try:
        return read_content(path)
    except ReadError:
        if path.is_dir():
            find_documents(path)
        raise


def _content_of_stdin(path: str) -> bytes:
    bundle = _bundle_on_stdin()
    if bundle is None:
        return _content(sys.stdin.buffer)
    name = path.removeprefix(STDIN).removeprefix(INSIDE)
    if not name:
        bundle.drafts()
        raise ReadError(STDIN, f"这是{bundle.kind}，里面的文件要逐个审查", "请用 hefa review -，或者取出再审")
    return bundle.read(name, limit_of(name))


def _bundle_on_stdin() -> Bundle | None:
    return _opened(sys.stdin.buffer)


@lru_cache(maxsize=1)
def _content(stream: BinaryIO) -> bytes:
    """Return all that is on a stream, which can be read but once."""
    return stream.read()


@lru_cache(maxsize=1)
def _opened(stream: BinaryIO) -> Bundle | None:
    return open_bundle(_content(stream), STDIN)
