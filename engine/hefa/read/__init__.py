"""Files and bytes in, ``SourceText`` out: the only stage that touches the file system."""

from hefa.read.files import LIMIT_BYTES, find_documents, read_bytes, read_file, read_text
from hefa.read.formats import ReadOptions, check_tracked

__all__ = [
    "LIMIT_BYTES",
    "ReadOptions",
    "check_tracked",
    "find_documents",
    "read_bytes",
    "read_file",
    "read_text",
]
