"""Where output goes: standard output, or a file that appears only when it is complete."""

import errno
import os
import shutil
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from hefa.errors import OptionError


def emit(pieces: Iterable[str], out: Path | None = None) -> None:
    """Write the pieces as they come; a reader that has gone away ends the writing quietly."""
    if out is not None:
        _write_file((piece.encode("utf-8", "backslashreplace") for piece in pieces), out)
        return
    try:
        for piece in pieces:
            sys.stdout.write(piece)
            sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def save(content: bytes, out: Path) -> None:
    """Write what is no text: only to a file, which appears when it is complete."""
    _write_file([content], out)


def warn(message: str) -> None:
    """Write one line to standard error; control characters of a file's name do not reach the terminal."""
    line = "".join(char if char.isprintable() else f"\\x{ord(char):02x}" for char in message)
    sys.stderr.write(f"{line}\n")


def use_unicode() -> None:
    """Let no character stop the output, whatever the terminal's encoding."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


def is_coloured() -> bool:
    """Whether standard output is a terminal that wants colour."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def line_width(default: int) -> int:
    """Return the terminal's width, within what reads well; ``default`` for files and pipes."""
    return min(shutil.get_terminal_size().columns, 120) if sys.stdout.isatty() else default


def _write_file(pieces: Iterable[bytes], out: Path) -> None:
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
    reasons = {errno.ENOENT: "文件夹不存在", errno.EACCES: "没有写的权限", errno.EISDIR: "这是文件夹"}
    reason = reasons.get(error.errno or 0, error.strerror)
    return OptionError(f"-o {out}", f"不能写入（{reason}）", "换一个能写的路径")
