"""What reading gives: the text, and where it came from."""

from dataclasses import dataclass

from pydantic import SkipValidation

from hefa.model.base import Record


@dataclass(frozen=True, slots=True)
class Origin:
    """Where ``text[start:end]`` came from in a file that is more than text.

    Of Word files: ``part`` (word/document.xml), ``paragraph`` (its w:p elements counted from 0 in document
    order) and ``at``, the code point of that paragraph's text (as ``hefa.model.wordml`` counts it) where the
    stretch begins. Of files with pages: ``page`` from 1 and ``box``, left, bottom, right, top in points. What
    the reader made up itself (an automatic number, a line end) has no origin.
    """

    start: int
    end: int
    part: str | None = None
    paragraph: int | None = None
    at: int = 0
    page: int | None = None
    box: tuple[float, float, float, float] | None = None


class SourceText(Record):
    """The decoded text of one draft.

    ``text`` is every character as decoded (line ends as in the file, the byte order
    mark alone removed); all offsets of later stages count its code points.
    ``sha256`` is the digest of the original bytes, in hexadecimal.
    ``notes`` says what could not be read, in Chinese; the opinion lists it.
    ``origins`` map stretches of the text back to the file, in text order.
    """

    text: str
    name: str
    format: str = "txt"
    encoding: str = "utf-8"
    sha256: str
    notes: tuple[str, ...] = ()
    origins: SkipValidation[tuple[Origin, ...]] = ()
