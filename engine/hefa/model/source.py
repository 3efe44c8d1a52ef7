"""What reading gives: the text, and where it came from."""

from hefa.model.base import Record


class SourceText(Record):
    """The decoded text of one draft.

    ``text`` is every character as decoded (line ends as in the file, the byte order
    mark alone removed); all offsets of later stages count its code points.
    ``sha256`` is the digest of the original bytes, in hexadecimal.
    ``notes`` says what could not be read, in Chinese; the opinion lists it.
    """

    text: str
    name: str
    format: str = "txt"
    encoding: str = "utf-8"
    sha256: str
    notes: tuple[str, ...] = ()
