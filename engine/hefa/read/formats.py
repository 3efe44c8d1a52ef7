"""Which reader takes a file: told by its content, its name only deciding where content cannot.

A reader is a module with ``read(data, name, options) -> Reading``; it is imported when first needed.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from pathlib import PurePath
from typing import Literal, Protocol, cast

from hefa.errors import OptionError
from hefa.model.source import Origin
from hefa.read.archive import Archive

Tracked = Literal["final", "original"]
LIMIT_BYTES = 20_000_000
LIMIT_OFFICE = 100_000_000
"""Bytes of a file that may hold pictures and fonts: a page scanned in colour takes up to half a million."""
ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PDF, PDF_REACH = b"%PDF-", 1024
"""Readers of PDF look for its mark in the first 1,024 bytes."""
ODT_TYPE = b"application/vnd.oasis.opendocument.text"
"""Stands first in the container, behind a head of 30 bytes and the name mimetype."""
HTML_SUFFIXES = (".html", ".htm", ".shtml")
HTML_SIGNS = (b"<!doctype html", b"<html", b"<head", b"<body")
HTML_REACH = 4_000
"""Comments and declarations may stand before the first element."""


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
    """A format that can be read: its short ``name``, the suffixes of its files, what tells it, its reader.

    ``limit`` are the bytes of a file of it at most.
    """

    name: str
    suffixes: tuple[str, ...]
    detect: Callable[[Candidate], bool]
    module: str
    limit: int = LIMIT_BYTES

    def reader(self) -> Reader:
        """Import the reader, with the libraries it needs."""
        return cast(Reader, import_module(self.module))


def _is_docx(file: Candidate) -> bool:
    return any(name.startswith("word/document") and name.endswith(".xml") for name in file.members)


def _is_odt(file: Candidate) -> bool:
    return file.data[38:77] == ODT_TYPE or (
        file.name.lower().endswith(".odt") and "content.xml" in file.members
    )


def _is_ofd(file: Candidate) -> bool:
    return "OFD.xml" in file.members


def _is_container(file: Candidate) -> bool:
    """Whether other files, with their marks, may stand in the file."""
    return file.data.startswith((ZIP, OLE))


def _is_pdf(file: Candidate) -> bool:
    return PDF in file.data[:PDF_REACH] and not _is_container(file)


def _is_binary_office(file: Candidate) -> bool:
    return file.data.startswith(OLE)


def _is_rtf(file: Candidate) -> bool:
    return file.data[:16].lstrip().startswith(b"{\\rtf")


def _is_html(file: Candidate) -> bool:
    head = (
        file.data[:HTML_REACH]
        .replace(b"\0", b"")
        .removeprefix(b"\xef\xbb\xbf")
        .lstrip(b"\xff\xfe \t\r\n")
        .lower()
    )
    if not head.startswith(b"<"):
        return False
    named = file.name.lower().endswith(HTML_SUFFIXES)
    return any(sign in head for sign in HTML_SIGNS) or (named and b"</" in file.data)


def _is_mht(file: Candidate) -> bool:
    head = file.data[:HTML_REACH].lower()
    return b"mime-version:" in head and b"multipart/related" in head and not _is_container(file)


FORMATS = (
    Format("docx", (".docx", ".docm"), _is_docx, "hefa.read.docx", LIMIT_OFFICE),
    Format("odt", (".odt",), _is_odt, "hefa.read.odt", LIMIT_OFFICE),
    Format("ofd", (".ofd",), _is_ofd, "hefa.read.ofd", LIMIT_OFFICE),
    Format("pdf", (".pdf",), _is_pdf, "hefa.read.pdf", LIMIT_OFFICE),
    Format("doc", (".doc", ".wps"), _is_binary_office, "hefa.read.word97", LIMIT_OFFICE),
    Format("rtf", (".rtf",), _is_rtf, "hefa.read.rtf", LIMIT_OFFICE),
    Format("mht", (".mht", ".mhtml"), _is_mht, "hefa.read.mht"),
    Format("html", HTML_SUFFIXES, _is_html, "hefa.read.html"),
)
"""In order of trial: the first whose ``detect`` says yes reads the file; plain text is what none takes."""

TEXT_SUFFIXES = (".txt", ".md")
SUFFIXES = (*TEXT_SUFFIXES, *(suffix for form in FORMATS for suffix in form.suffixes))

REFUSED = (
    (ZIP, "压缩包或者不认识的 Office 格式（xlsx、pptx、zip）"),
    (b"\x89PNG", " PNG 图片"),
    (b"\xff\xd8\xff", " JPEG 图片"),
    (b"GIF8", " GIF 图片"),
    (b"Rar!", " RAR 压缩包"),
    (b"7z\xbc\xaf", " 7z 压缩包"),
    (b"\x1f\x8b", " gzip 压缩包"),
)
"""First bytes of what no reader takes, and what it is."""


def limit_of(name: str) -> int:
    """Return how many bytes a file called ``name`` may have."""
    suffix = PurePath(name).suffix.lower()
    return next((form.limit for form in FORMATS if suffix in form.suffixes), LIMIT_BYTES)


def find_format(file: Candidate) -> Format | None:
    """Return the format of ``file``, or none for plain text and what cannot be read."""
    return next((form for form in FORMATS if form.detect(file)), None)
