"""The parts of a Word file, found by their relationships and read as XML within bounds."""

from functools import cached_property

from hefa.errors import ReadError
from hefa.model.wordml import ROOT_RELATIONSHIPS, Element, parse_xml, related, relationships_of
from hefa.read.archive import BROKEN, Archive

LIMIT_PART = 40_000_000
LIMIT_TAGS = 1_000_000
"""Bytes of one part, and tags of all parts read: a page of the real drafts seen had at most 740 of them."""

USUAL_DOCUMENT = "word/document.xml"


class Package:
    """One Word file; ``ReadError`` says in one line what is wrong with it."""

    def __init__(self, data: bytes, name: str) -> None:
        self._name = name
        self._archive = Archive(data, name)
        self._tags = 0
        self.document = self._document()

    def related(self, kind: str) -> list[str]:
        """Return the parts of a kind (styles, footnotes, header) that the document relates to and has."""
        found = related(self._links, self.document, kind) if self._links is not None else []
        return [part for part in found if part in self._archive.names]

    @cached_property
    def _links(self) -> Element | None:
        return self.xml(relationships_of(self.document))

    def first(self, kind: str) -> Element | None:
        """Return the root of the first part of a kind, or none."""
        return next(map(self.xml, self.related(kind)), None)

    def xml(self, part: str) -> Element | None:
        """Return the root of a part; none where there is no such part."""
        from lxml.etree import XMLSyntaxError  # noqa: PLC0415

        if part not in self._archive.names:
            return None
        data = self._archive.read(part, LIMIT_PART)
        if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
            raise ReadError(self._name, f"里面的 {part} 含有实体定义，可能有害", BROKEN[1])
        self._tags += data.count(b"<")
        if self._tags > LIMIT_TAGS:
            raise ReadError(self._name, f"里面的 {part} 过于庞杂", "请拆成几个文件，或者只留正文再审")
        try:
            return parse_xml(data)
        except XMLSyntaxError as error:
            deep = "depth" in str(error)
            problem = f"里面的 {part} " + ("嵌套过深，读不了" if deep else "损坏，读不了")
            raise ReadError(self._name, problem, BROKEN[1]) from error

    def _document(self) -> str:
        entries = self.xml(ROOT_RELATIONSHIPS)
        found = related(entries, "", "officeDocument") if entries is not None else []
        for part in (*found, USUAL_DOCUMENT):
            if part in self._archive.names:
                return part
        raise ReadError(self._name, "缺少正文部分（word/document.xml），打不开", BROKEN[1])
