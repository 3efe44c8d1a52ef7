"""The parts of a Word file changed and written again; every other part stays as it is, byte for byte."""

import io
import posixpath
import zipfile
import zlib
from itertools import count

from hefa.errors import ReadError
from hefa.model.wordml import (
    ROOT_RELATIONSHIPS,
    STRICT_NAMESPACE,
    W_NAMESPACE,
    Element,
    parse_xml,
    related,
    relationships_of,
)

CONTENT_TYPES = "[Content_Types].xml"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
EARLIEST = (1980, 1, 1, 0, 0, 0)


class Package:
    """A Word file that could be read before; ``name`` is for errors."""

    def __init__(self, data: bytes, name: str) -> None:
        self._name = name
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as file:
                self._members = [(info, file.read(info)) for info in file.infolist()]
        except (
            zipfile.BadZipFile,
            zlib.error,
            RuntimeError,
            NotImplementedError,
            ValueError,
            OSError,
        ) as error:
            raise ReadError(
                name, "里面有损坏或者加密的部分，不能写批注", "用原来的软件打开后另存一份"
            ) from error
        self._data = {info.filename: content for info, content in self._members}
        self._changed: dict[str, bytes] = {}
        entries = self.xml(ROOT_RELATIONSHIPS)
        found = related(entries, "", "officeDocument") if entries is not None else []
        self.document = next((part for part in found if part in self._data), "word/document.xml")
        self.is_signed = any(name.startswith("_xmlsignatures/") for name in self._data)

    def xml(self, part: str) -> Element | None:
        """Return the root of a part, or none."""
        return parse_xml(self._data[part]) if part in self._data else None

    def related(self, kind: str) -> list[str]:
        """Return the parts of a kind that the document relates to."""
        entries = self.xml(relationships_of(self.document))
        found = related(entries, self.document, kind) if entries is not None else []
        return [part for part in found if part in self._data]

    def put(self, part: str, root: Element) -> None:
        """Write ``root`` as ``part``, in the namespace the file uses."""
        from lxml import etree  # noqa: PLC0415

        data: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
        if STRICT_NAMESPACE.encode() in self._data[self.document]:
            data = data.replace(W_NAMESPACE.encode(), STRICT_NAMESPACE.encode())
        self._changed[part] = data

    def add_comments_part(self) -> str:
        """Declare a new part for comments and return its name."""
        from lxml import etree  # noqa: PLC0415

        folder = posixpath.dirname(self.document)
        names = (posixpath.join(folder, f"comments{number or ''}.xml") for number in count())
        part = next(name for name in names if name not in self._data)
        types = self.xml(CONTENT_TYPES)
        if types is None:
            raise ReadError(self._name, f"缺少 {CONTENT_TYPES}，不能写批注", "用原来的软件打开后另存一份")
        override = etree.SubElement(types, f"{{{PACKAGE}/content-types}}Override")
        override.set("PartName", f"/{part}")
        override.set("ContentType", COMMENTS_TYPE)
        self.put(CONTENT_TYPES, types)
        links = relationships_of(self.document)
        entries = self.xml(links)
        if entries is None:
            entries = etree.Element(
                f"{{{PACKAGE}/relationships}}Relationships", nsmap={None: f"{PACKAGE}/relationships"}
            )
        taken = {entry.get("Id") for entry in entries}
        link = etree.SubElement(entries, f"{{{PACKAGE}/relationships}}Relationship")
        link.set("Id", next(name for number in count(1) if (name := f"rId{number}") not in taken))
        link.set("Type", f"{self._kinds(entries)}/comments")
        link.set("Target", posixpath.relpath(f"/{part}", f"/{folder}"))
        self.put(links, entries)
        return part

    def bytes(self) -> bytes:
        """Return the file: the members in their order and with their dates, new ones last."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
            for info, content in self._members:
                kept = zipfile.ZipInfo(info.filename, info.date_time)
                kept.compress_type = info.compress_type
                kept.external_attr, kept.create_system = info.external_attr, info.create_system
                file.writestr(kept, self._changed.get(info.filename, content))
            for name in sorted(self._changed.keys() - self._data.keys()):
                added = zipfile.ZipInfo(name, EARLIEST)
                added.compress_type, added.create_system = zipfile.ZIP_DEFLATED, 0
                file.writestr(added, self._changed[name])
        return out.getvalue()

    def _kinds(self, entries: Element) -> str:
        """Return the prefix of the types of relationships: strict files have one of their own."""
        types = (entry.get("Type", "") for entry in entries)
        prefixes = (kind.rpartition("/")[0] for kind in types if "purl.oclc.org" in kind)
        return next(prefixes, OFFICE)
