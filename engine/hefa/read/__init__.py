"""Files and bytes in, ``SourceText`` out: the only stage that touches the file system."""

from hefa.read.files import LIMIT_BYTES, find_documents, read_bytes, read_file, read_text

__all__ = ["LIMIT_BYTES", "find_documents", "read_bytes", "read_file", "read_text"]
