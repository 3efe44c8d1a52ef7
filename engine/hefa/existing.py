"""Existing documents (现行文件) that the user names, read and indexed once for all drafts."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from hefa.errors import OptionError, ReadError
from hefa.model.source import SourceText
from hefa.parse import parse_document
from hefa.read import find_documents, is_bundle, read_file, read_text
from hefa.relate.existing import Archive, ExistingDocument, existing_document

LIMIT_DOCUMENTS = 20_000
LIMIT_CHARACTERS = 100_000_000
"""What one archive may hold: an index in memory takes some ten times the size of the text."""


class Existing(NamedTuple):
    """The archive, and how many of its files could not be read."""

    archive: Archive | None = None
    unread: int = 0


def read_existing(paths: Iterable[Path | str]) -> Existing:
    """Read files, and the documents in folders; one unreadable file among many is counted and left out.

    ``ReadError`` where nothing can be read, ``OptionError`` where there is more than the limits allow.
    """
    files: dict[Path, None] = {}
    for path in map(Path, paths):
        files.update(dict.fromkeys(find_documents(path) if path.is_dir() or is_bundle(path) else [path]))
    if not files:
        return Existing()
    if len(files) > LIMIT_DOCUMENTS:
        raise OptionError("--archive", f"文件超过 {LIMIT_DOCUMENTS} 个的上限", "只放与草案有关的文件")
    documents, unread, characters = [], [], 0
    for file in files:
        try:
            source = read_file(file)
        except ReadError as error:
            unread.append(error)
            continue
        characters += len(source.text)
        if characters > LIMIT_CHARACTERS:
            raise OptionError("--archive", f"文字超过 {LIMIT_CHARACTERS} 字的上限", "只放与草案有关的文件")
        documents.append(_document(file.name, source))
    if not documents:
        raise unread[0]
    return Existing(Archive(documents), len(unread))


def existing_of(entries: Sequence[Mapping[str, Any]]) -> Archive | None:
    """Return the archive that an example states: documents with their ``text``."""
    texts = [read_text(str(entry.get("text", ""))) for entry in entries]
    documents = [_document(f"{number}.txt", source) for number, source in enumerate(texts, 1)]
    return Archive(documents) if documents else None


def said_of_existing(existing: Existing) -> list[str]:
    """Return what an opinion says of the documents it was held against."""
    if existing.archive is None:
        return []
    unread = f"，另有 {existing.unread} 件读不了" if existing.unread else ""
    return [f"对照现行文件 {len(existing.archive.documents)} 件{unread}"]


def _document(name: str, source: SourceText) -> ExistingDocument:
    return existing_document(name, source.text, parse_document(source.text), source.sha256)
