"""What an Akoma Ntoso document says of itself: work, expression, manifestation, and who made them."""

from dataclasses import dataclass
from urllib.parse import quote

from lxml import etree

from hefa.model.document import DocumentFacts
from hefa.model.xmltext import xml_text

NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
UNDATED = "0001-01-01"
"""The date of a draft that has none: the schema wants a day."""


@dataclass(frozen=True, slots=True)
class Identity:
    """``uri`` names the work; ``issuer`` who made it, empty where the text does not say."""

    uri: str
    date: str
    issuer: str

    @classmethod
    def of(cls, facts: DocumentFacts, sha256: str) -> "Identity":
        """Return the identity of the document with these facts; without a number its digest names it."""
        name = facts.number or sha256[:16]
        return cls(
            uri=f"/akn/cn/doc/{facts.date or 'undated'}/{quote(xml_text(name), safe='')}",
            date=facts.date or UNDATED,
            issuer=xml_text(facts.issuer or ""),
        )


def add_meta(doc: etree._Element, identity: Identity, at: str) -> None:
    """Add the ``meta`` of the document, or of the attachment whose eId is ``at``."""
    meta = _sub(doc, "meta")
    said = _sub(meta, "identification", source="#hefa")
    component = f"!{at or 'main'}"
    for level, version in (("Work", ""), ("Expression", "/zho@"), ("Manifestation", "/zho@.xml")):
        part = _sub(said, f"FRBR{level}")
        _sub(part, "FRBRthis", value=f"{identity.uri}{version}/{component}")
        _sub(part, "FRBRuri", value=f"{identity.uri}{version}")
        _sub(part, "FRBRdate", date=identity.date, name="成文日期" if identity.date != UNDATED else "不明")
        _sub(part, "FRBRauthor", href="#issuer" if identity.issuer and level != "Manifestation" else "#hefa")
        if level == "Work":
            _sub(part, "FRBRcountry", value="cn")
        elif level == "Expression":
            _sub(part, "FRBRlanguage", language="zho")
    if at:
        return
    references = _sub(meta, "references", source="#hefa")
    _sub(references, "TLCOrganization", eId="hefa", href="/akn/ontology/organization/hefa", showAs="hefa")
    if identity.issuer:
        href = f"/akn/ontology/organization/cn/{quote(identity.issuer, safe='')}"
        _sub(references, "TLCOrganization", eId="issuer", href=href, showAs=identity.issuer)


def _sub(parent: etree._Element, tag: str, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, f"{{{NAMESPACE}}}{tag}", attributes)
