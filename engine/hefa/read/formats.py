"""Which reader takes a file: told by its content, its name only deciding where content cannot.

A reader is a module with ``read(data, name, options) -> Reading``; it is imported when first needed.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from typing import Literal, Protocol, cast

from hefa.errors import OptionError
from hefa.model.source import Origin
from hefa.read.archive import Archive

Tracked = Literal["final", "original"]
ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What the user may choose: ``tracked`` changes accepted (final) or rejected (original)."""

    tracked: Tracked = "final"


def check_tracked(name: str) -> Tracked:
    """Return ``name`` if it is a state of tracked changes."""
    match name:
        case "final" | "original":
            return name
        case _:
            raise OptionError("--tracked", f"没有 {name}", "可用：final（接受全部修订）、original（修订前）")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader gives: ``SourceText`` without name, format and digest."""

    text: str
    origins: tuple[Origin, ...] = ()
    notes: tuple[str, ...] = ()
    encoding: str = "utf-8"


@dataclass(frozen=True)
class Candidate:
    """The bytes of a file of unknown format, and its name."""

    data: bytes
    name: str

    @cached_property
    def members(self) -> tuple[str, ...]:
        """The names in a zip container; ``ReadError`` when it is broken or too large."""
        return Archive(self.data, self.name).names if self.data.startswith(ZIP) else ()


class Reader(Protocol):
    """A reader module."""

    def read(self, data: bytes, name: str, options: ReadOptions) -> Reading:
        """Return the text; ``ReadError`` says what is wrong with the file."""


@dataclass(frozen=True, slots=True)
class Format:
    """A format that can be read: its short ``name``, the suffixes of its files, what tells it, its reader."""

    name: str
    suffixes: tuple[str, ...]
    detect: Callable[[Candidate], bool]
    module: str

    def reader(self) -> Reader:
        """Import the reader, with the libraries it needs."""
        return cast(Reader, import_module(self.module))


def _is_docx(file: Candidate) -> bool:
    return any(name.startswith("word/document") and name.endswith(".xml") for name in file.members)


FORMATS: tuple[Format, ...] = (Format("docx", (".docx", ".docm"), _is_docx, "hefa.read.docx"),)
"""In order of trial: the first whose ``detect`` says yes reads the file; plain text is what none takes."""

TEXT_SUFFIXES = (".txt", ".md")
SUFFIXES = (*TEXT_SUFFIXES, *(suffix for form in FORMATS for suffix in form.suffixes))

REFUSED = (
    (ZIP, "Office Open XML、OFD 或者压缩包（docx、xlsx、ofd、zip）"),
    (b"%PDF-", "PDF"),
    (OLE, "旧版 Office 或者 WPS（doc、wps、xls）"),
    (b"{\\rtf", "RTF"),
    (b"\x89PNG", "PNG 图片"),
    (b"\xff\xd8\xff", "JPEG 图片"),
    (b"GIF8", "GIF 图片"),
    (b"Rar!", "RAR 压缩包"),
    (b"7z\xbc\xaf", "7z 压缩包"),
    (b"\x1f\x8b", "gzip 压缩包"),
)
"""First bytes of what no reader takes, and what it is."""


def find_format(file: Candidate) -> Format | None:
    """Return the format of ``file``, or none for plain text and what cannot be read."""
    return next((form for form in FORMATS if form.detect(file)), None)
