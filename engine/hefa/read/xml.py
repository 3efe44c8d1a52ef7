"""XML of untrusted files: no entities, no network, no document type."""

from hefa.errors import ReadError
from hefa.model import wordml
from hefa.model.wordml import Element


def parse_xml(data: bytes, name: str) -> Element:
    """Return the root of ``data``; ``ReadError`` about ``name`` where it is broken or defines entities."""
    from lxml.etree import XMLSyntaxError  # noqa: PLC0415

    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise ReadError(name, "里面的 XML 含有实体定义，可能有害", "请用原来的软件打开后另存一份")
    try:
        return wordml.parse_xml(data)
    except XMLSyntaxError as error:
        raise ReadError(name, "文件损坏，里面的 XML 不完整", "请用原来的软件打开后另存一份") from error
