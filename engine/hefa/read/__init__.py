"""Files and bytes in, ``SourceText`` out: the only stage that touches the file system."""

from hefa.read.bundle import is_bundle
from hefa.read.files import find_documents, read_bytes, read_file, read_text
from hefa.read.formats import LIMIT_BYTES, ReadOptions, check_tracked

__all__ = [
    "LIMIT_BYTES",
    "ReadOptions",
    "check_tracked",
    "find_documents",
    "is_bundle",
    "read_bytes",
    "read_file",
    "read_text",
]
