"""The statute library: texts in, versions and articles by name, number and date out."""

from hefa.statutes.check import check_library
from hefa.statutes.names import ArticleReference, parse_reference, statute_key
from hefa.statutes.source import read_statutes
from hefa.statutes.store import StatuteLibrary, default_path

__all__ = [
    "ArticleReference",
    "StatuteLibrary",
    "check_library",
    "default_path",
    "parse_reference",
    "read_statutes",
    "statute_key",
]
