"""Where the files about a draft go, under names that touch no file of anyone else's."""

import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from hefa.read import INSIDE
from hefa.watch.folder import ANNOTATED, OPINION, REPORT
from hefa.watch.ledger import Ledger, digest, digest_at
from hefa.watch.work import Product
from hefa.writing import make_folder, write_file

_HALF = re.compile(rf"^\..+(?:{OPINION}|{ANNOTATED}|{REPORT})(?:-\d+)?\.[a-z]+\.\w{{8}}$")
"""What ``hefa.writing`` calls a file of a watch until it is complete."""


@dataclass(slots=True)
class Place:
    """The folder ``where`` below ``out``, with slashes, for what is written about one file.

    ``stem`` begins the names, for a bundle the names in it do. ``before`` are the files written about an
    earlier state of it, with their digests: one that still is as it was written is written over or taken
    away, one that somebody changed since is left alone.
    """

    out: Path
    where: str
    stem: str
    before: Mapping[str, str]
    files: dict[str, str] = field(default_factory=dict)

    def write(self, inner: str, products: Iterable[Product]) -> list[str]:
        """Write files about the draft, or one of a bundle, ``inner``; return their names below ``out``."""
        stem = self._stem_of(inner) if inner else self.stem
        names = []
        for product in products:
            fingerprint = digest(product.content)
            name = self._free(stem, product.end, fingerprint)
            target = self.out / name
            make_folder(target.parent)
            if not target.exists() or _digest_at(target) != fingerprint:
                write_file([product.content], target)
            self.files[name] = fingerprint
            names.append(name)
        return names

    def tidy(self) -> None:
        """Take away what was written about the earlier state and not again, if nobody changed it."""
        for name, fingerprint in self.before.items():
            if name not in self.files and _digest_at(self.out / name) == fingerprint:
                (self.out / name).unlink(missing_ok=True)

    def _free(self, stem: str, end: str, fingerprint: str) -> str:
        body, dot, suffix = end.partition(".")
        number, again = 1, ""
        while True:
            name = (PurePosixPath(self.where) / f"{stem}{body}{again}{dot}{suffix}").as_posix()
            there = _digest_at(self.out / name)
            ours = there is None or there in {fingerprint, self.before.get(name)}
            if ours and name not in self.files:
                return name
            number += 1
            again = f"-{number}"

    def _stem_of(self, inner: str) -> str:
        path = PurePosixPath(inner.replace(INSIDE, "/"))
        return "-".join((*path.parent.parts, path.stem))


def place_of_draft(name: str, out: Path, ledger: Ledger, *, several: bool) -> Place:
    """Return the place of the draft ``name``: its own folder for the drafts in a bundle, else beside it.

    Where another draft has the same name but for its suffix, the later one bears it: 草案.txt-审查意见.docx.
    """
    path = PurePosixPath(name)
    entry = ledger.entries.get(name)
    before = entry.files if entry is not None else {}
    if several:
        return Place(out, f"{name}{OPINION}", "", before)
    wanted = (path.parent / path.stem).as_posix()
    owners = {draft for draft in ledger.entries if draft != name and _stem(draft) == wanted}
    taken = any(_begins(file, wanted) for draft in owners for file in ledger.entries[draft].files)
    return Place(out, path.parent.as_posix(), path.name if taken else path.stem, before)


def sweep(out: Path) -> None:
    """Take away the halves of files that a watch was writing when it was killed."""
    for folder, _, files in os.walk(out):
        for name in files:
            if _HALF.search(name):
                (Path(folder) / name).unlink(missing_ok=True)


def _stem(name: str) -> str:
    path = PurePosixPath(name)
    return (path.parent / path.stem).as_posix()


def _begins(file: str, stem: str) -> bool:
    """Whether a file is called after the stem alone, and not after the stem with a suffix."""
    return file.startswith(f"{stem}-")


def _digest_at(path: Path) -> str | None:
    """Return the digest of a file, or none where there is none."""
    try:
        return digest_at(path)
    except OSError:
        return None
