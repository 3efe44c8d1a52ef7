"""Runs of a paragraph cut at characters, so that marks stand around exact words; formatting is copied."""

from copy import deepcopy

from hefa.model.wordml import MEASURED, TEXTS, Element, P, R, W, length, own

SPACE = "{http://www.w3.org/XML/1998/namespace}space"
OPEN = frozenset(
    f"{W}{name}"
    for name in ("hyperlink", "ins", "del", "moveFrom", "moveTo", "smartTag", "customXml", "dir", "bdo")
)
"""What may hold runs and marks of ranges alike; anything else is kept whole."""


def isolate(paragraph: Element, start: int, end: int) -> list[Element]:
    """Cut the runs of ``paragraph`` so that the characters ``start`` to ``end`` are whole elements.

    Returns these elements in order: runs, and what may not be cut (formulas, controls, simple fields).
    """
    _cut(paragraph, end)
    _cut(paragraph, start)
    found: list[Element] = []
    at = 0
    for piece in own(paragraph, MEASURED):
        size = length(piece)
        if size and start < at + size and at < end:
            whole = unit(piece)
            if not found or found[-1] is not whole:
                found.append(whole)
        at += size
    return found


def unit(element: Element) -> Element:
    """Return the run that holds ``element``, or the outermost thing around it that may not be cut."""
    whole = element
    above = element.getparent()
    while above.tag != P:
        if above.tag not in OPEN:
            whole = above
        above = above.getparent()
    return whole


def outermost(element: Element) -> Element:
    """Return what holds ``element`` directly below its paragraph."""
    while element.getparent().tag != P:
        element = element.getparent()
    return element


def _cut(paragraph: Element, at: int) -> None:
    """Let a run begin at character ``at``, where the run may be cut."""
    for piece in own(paragraph, MEASURED):
        size = length(piece)
        if at < size:
            run = piece.getparent()
            if unit(piece) is run and run.tag == R:
                _split(run, piece, at)
            return
        at -= size


def _split(run: Element, piece: Element, at: int) -> None:
    """Move what stands from character ``at`` of ``piece`` on into a new run behind ``run``."""
    if at:
        rest = deepcopy(piece)
        text = piece.text or ""
        piece.text, rest.text, rest.tail = text[:at], text[at:], None
        if piece.tag in TEXTS:
            piece.set(SPACE, "preserve")
            rest.set(SPACE, "preserve")
        piece.addnext(rest)
        piece = rest
    before = [child for child in piece.itersiblings(preceding=True) if child.tag != f"{W}rPr"]
    if not before:
        return
    later = run.makeelement(R, dict(run.attrib))
    properties = run.find(f"{W}rPr")
    if properties is not None:
        later.append(deepcopy(properties))
    later.extend([piece, *piece.itersiblings()])
    run.addnext(later)
