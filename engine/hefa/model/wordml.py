"""What reading and annotating a Word file share: its names, its parts, and how a paragraph is measured.

The characters of a paragraph are those of its w:t, w:delText and m:t and one for each of ``MARKS``, in
document order: deleted and hidden ones count, those of text boxes anchored in it do not. ``Origin.at``
is a number of such characters. Elements are lxml's.
"""

import posixpath
from collections.abc import Iterable, Iterator
from typing import Any

Element = Any

W_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT_NAMESPACE = "http://purl.oclc.org/ooxml/wordprocessingml/main"
W = f"{{{W_NAMESPACE}}}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
VAL, ID = f"{W}val", f"{W}id"
P, R, BOX = f"{W}p", f"{W}r", f"{W}txbxContent"
TEXTS = frozenset({f"{W}t", f"{W}delText", f"{M}t"})
TAB, TAB_STOPS, BREAK, RETURN = f"{W}tab", f"{W}tabs", f"{W}br", f"{W}cr"
HYPHEN, SOFT_HYPHEN, SYMBOL, POSITION = f"{W}noBreakHyphen", f"{W}softHyphen", f"{W}sym", f"{W}ptab"
MARKS = frozenset({TAB, BREAK, RETURN, HYPHEN, SOFT_HYPHEN, SYMBOL, POSITION})
MEASURED = TEXTS | MARKS

ROOT_RELATIONSHIPS = "_rels/.rels"


def parse_xml(data: bytes) -> Element:
    """Return the root of one part; ``lxml.etree.XMLSyntaxError`` when it is broken or too deep (256).

    No entities are resolved, no network is used; the strict namespace is read as the usual one.
    """
    from lxml import etree  # noqa: PLC0415

    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    return etree.fromstring(data.replace(STRICT_NAMESPACE.encode(), W_NAMESPACE.encode()), parser)


def relationships_of(part: str) -> str:
    """Return the name of the member that holds the relationships of ``part``."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def related(relationships: Element, part: str, kind: str) -> list[str]:
    """Return the members that ``part`` relates to by relationships whose type ends in ``/kind``."""
    folder = posixpath.dirname(part)
    return [
        posixpath.normpath(posixpath.join("/", folder, entry.get("Target", ""))).lstrip("/")
        for entry in relationships
        if entry.get("Type", "").endswith(f"/{kind}") and entry.get("TargetMode") != "External"
    ]


def own(paragraph: Element, tags: Iterable[str]) -> Iterator[Element]:
    """Give the elements of ``tags`` in ``paragraph`` in document order, without those in its text boxes."""
    boxed = next(paragraph.iter(BOX), None) is not None
    for element in paragraph.iter(*tags):
        if element.tag == TAB and element.getparent().tag == TAB_STOPS:
            continue
        if not boxed or next(element.iterancestors(P), None) is paragraph:
            yield element


def length(element: Element) -> int:
    """Return how many characters ``element`` counts for."""
    if element.tag in TEXTS:
        return len(element.text or "")
    return int(element.tag in MARKS)
