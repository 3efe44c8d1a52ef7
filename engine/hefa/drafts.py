"""Which drafts are meant, and how they are read: paths, folders, standard input."""

import sys
from collections.abc import Iterable
from pathlib import Path

from hefa.errors import HefaError
from hefa.model.source import SourceText
from hefa.read import ReadOptions, check_tracked, find_documents, is_bundle, read_bytes, read_file

STDIN = "-"


def list_drafts(paths: Iterable[Path | str]) -> list[Path]:
    """Put in place of each folder and zip file the drafts in it; one without any stays, to be reported."""
    drafts: list[Path] = []
    for path in map(Path, paths):
        try:
            drafts += find_documents(path) if path.is_dir() or is_bundle(path) else [path]
        except HefaError:
            drafts.append(path)
    return drafts


def read_draft(path: Path | str, tracked: str = "final") -> SourceText:
    """Read one draft; ``-`` is standard input. ``ReadError`` when it cannot be read."""
    options = ReadOptions(tracked=check_tracked(tracked))
    if str(path) == STDIN:
        return read_bytes(sys.stdin.buffer.read(), STDIN, options)
    path = Path(path)
    if path.is_dir() or is_bundle(path):
        find_documents(path)  # says so when there is nothing to review in it
    return read_file(path, options)
