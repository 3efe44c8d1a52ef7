"""Files and bytes in, ``SourceText`` out: the only stage that touches the file system."""

from hefa.read.bundle import BUNDLES, INSIDE, Bundle, is_bundle, open_bundle
from hefa.read.files import find_documents, read_bytes, read_content, read_file, read_text
from hefa.read.formats import LIMIT_BYTES, SUFFIXES, ReadOptions, check_tracked, limit_of

__all__ = [
    "BUNDLES",
    "INSIDE",
    "LIMIT_BYTES",
    "SUFFIXES",
    "Bundle",
    "ReadOptions",
    "check_tracked",
    "find_documents",
    "is_bundle",
    "limit_of",
    "open_bundle",
    "read_bytes",
    "read_content",
    "read_file",
    "read_text",
]
