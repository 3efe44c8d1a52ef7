"""Where output goes: standard output, or a file that appears only when it is complete."""

import os
import shutil
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

from hefa.errors import OptionError, reason_of
from hefa.writing import write_file

T = TypeVar("T", str, bytes)
STDOUT = Path("-")
"""As the file to write to: standard output, also of what is no text."""


def emit(pieces: Iterable[str], out: Path | None = None) -> None:
    """Write the pieces as they come; a reader that has gone away ends the writing quietly."""
    if out is not None and out != STDOUT:
        write_file((piece.encode("utf-8", "backslashreplace") for piece in pieces), out)
        return
    _write_through(pieces, sys.stdout.write)


def save(content: bytes, out: Path) -> None:
    """Write what is no text: to a file, which appears when it is complete, or to standard output as asked."""
    if out == STDOUT:
        _write_through([content], sys.stdout.buffer.write)
    else:
        write_file([content], out)


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


def _write_through(pieces: Iterable[T], write: Callable[[T], int]) -> None:
    try:
        for piece in pieces:
            write(piece)
            sys.stdout.flush()
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not isinstance(error, BrokenPipeError):
            problem = f"不能写入（{reason_of(error)}）"
            raise OptionError("标准输出", problem, "腾出空间，或者换一个去处") from error
