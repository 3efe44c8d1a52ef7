"""Contents kept as files by their SHA-256: drafts as they came, letters as they were issued."""

import hashlib
import os
import tempfile
from pathlib import Path

from hefa.errors import reason_of
from hefa.service.errors import StoreError


def make_folder(folder: Path) -> None:
    """Make a folder of the store, for this user alone; ``StoreError`` where there can be none."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            str(folder), f"不能建立文件夹（{reason_of(error)}）", "换一个能写的文件夹"
        ) from error


class Files:
    """A folder of contents. Names are made here alone: nothing that a user says becomes a path."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        make_folder(folder)

    def put(self, content: bytes) -> str:
        """Keep a content, on the disk when this returns, and return its SHA-256."""
        digest = hashlib.sha256(content).hexdigest()
        path = self.path(digest)
        if path.exists():
            return digest
        try:
            if not path.parent.exists():
                path.parent.mkdir(mode=0o700, exist_ok=True)
                _settle(self._folder)
            handle, part = tempfile.mkstemp(dir=path.parent, prefix=".part-")
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(part).replace(path)
            _settle(path.parent)
        except OSError as error:
            raise StoreError(
                str(self._folder), f"不能写入（{reason_of(error)}）", "检查空间和权限"
            ) from error
        return digest

    def get(self, digest: str) -> bytes:
        """Return a content."""
        try:
            return self.path(digest).read_bytes()
        except OSError as error:
            raise StoreError(str(self._folder), f"文件 {digest} 读不出来", "恢复备份") from error

    def path(self, digest: str) -> Path:
        """Return where the content of a SHA-256 lies."""
        return self._folder / digest[:2] / digest


def _settle(folder: Path) -> None:
    """Let the names in a folder reach the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
