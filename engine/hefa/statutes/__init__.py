"""The statute library: texts in, versions and articles by name, number and date out."""

from hefa.model.statute import ArticleReference, statute_key
from hefa.statutes.asked import AskedStatutes, digest_of_law
from hefa.statutes.check import check_library
from hefa.statutes.memory import StatutesInMemory
from hefa.statutes.names import parse_reference
from hefa.statutes.shelf import StatuteShelf
from hefa.statutes.source import read_statutes
from hefa.statutes.store import Hit, StatuteLibrary, default_path

__all__ = [
    "ArticleReference",
    "AskedStatutes",
    "Hit",
    "StatuteLibrary",
    "StatuteShelf",
    "StatutesInMemory",
    "check_library",
    "default_path",
    "digest_of_law",
    "parse_reference",
    "read_statutes",
    "statute_key",
]
