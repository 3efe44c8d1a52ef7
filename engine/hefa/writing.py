"""Files that appear only when they are complete."""

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from hefa.errors import OptionError, reason_of


def write_file(pieces: Iterable[bytes], out: Path) -> None:
    """Put a complete file in the place of ``out``; a device or a pipe is written to, and a link followed."""
    if out.exists() and not out.is_file():
        _write_through(pieces, out)
        return
    out = out.resolve()
    try:
        handle, name = tempfile.mkstemp(dir=out.parent, prefix=f".{out.name}.")
    except OSError as error:
        raise _unwritable(out, error) from error
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.writelines(pieces)
        part.chmod(0o666 & ~_umask())
        part.replace(out)
    except OSError as error:
        raise _unwritable(out, error) from error
    finally:
        part.unlink(missing_ok=True)


def make_folder(path: Path) -> None:
    """Make a folder, with those above it; one that is there stays."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OptionError(
            str(path), f"不能写入，文件夹建立不了（{reason_of(error)}）", "检查权限，或者换一个文件夹"
        ) from error


def _write_through(pieces: Iterable[bytes], out: Path) -> None:
    try:
        with out.open("wb") as file:
            file.writelines(pieces)
    except OSError as error:
        raise _unwritable(out, error) from error


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _unwritable(out: Path, error: OSError) -> OptionError:
    return OptionError(f"-o {out}", f"不能写入（{reason_of(error)}）", "换一个能写的路径")
