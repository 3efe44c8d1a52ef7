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


def check_shown(form: str, out: Path | None, example: str) -> None:
    """Refuse to show what is no text, or a page on a terminal, unless standard output is asked for."""
    if out is None and (form in {"docx", "xlsx"} or (form == "html" and sys.stdout.isatty())):
        remedy = f"用 -o 写入文件，如 -o {example}.{form}；-o - 写到标准输出"
        raise OptionError(f"-f {form}", "这种格式不能显示在屏幕上", remedy)


def warn(message: str) -> None:
    """Write one line to standard error; control characters of a file's name do not reach the terminal."""
    line = "".join(char if char.isprintable() else f"\\x{ord(char):02x}" for char in message)
    sys.stderr.write(f"{line}\n")


def prepare_streams() -> None:
    """Let no character stop the output, whatever the terminal's encoding; closed streams are as good as none.

    Standard output that is closed becomes one that cannot be written, so that this is said.
    """
    for name, mode in (("stdin", os.O_RDONLY), ("stdout", os.O_RDONLY), ("stderr", os.O_WRONLY)):
        if getattr(sys, name) is None:
            handle = os.open(os.devnull, mode)
            setattr(sys, name, os.fdopen(handle, "r" if name == "stdin" else "w", encoding="utf-8"))
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


def look(out: Path | None) -> tuple[bool, int]:
    """Return colour and width of a text that goes to ``out``: a terminal's own, within what reads well."""
    from hefa.opinion.text import WIDTH  # noqa: PLC0415

    if out not in (None, STDOUT) or not sys.stdout.isatty():
        return False, WIDTH
    return not os.environ.get("NO_COLOR"), min(shutil.get_terminal_size().columns, 120)


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
