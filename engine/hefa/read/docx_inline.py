"""One paragraph of a Word file in; the text a reader of the page sees, and where each stretch stands, out.

Left out: what is deleted (or inserted, for the original state), hidden text, the instructions of fields,
readings above characters, prompts of empty controls, and the fallback of what is given twice.
"""

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from hefa.model.wordml import (
    BOX,
    BREAK,
    HYPHEN,
    MEASURED,
    POSITION,
    RETURN,
    SOFT_HYPHEN,
    SYMBOL,
    TAB,
    TEXTS,
    Element,
    R,
    W,
    length,
    own,
)
from hefa.read.docx_numerals import numeral
from hefa.read.docx_styles import Styles
from hefa.read.formats import Tracked

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
CHOICE, FALLBACK = f"{MC}Choice", f"{MC}Fallback"
WORD_ART = "{urn:schemas-microsoft-com:vml}textpath"
FIELD, INSTRUCTION = f"{W}fldChar", f"{W}instrText"
NOTE_MARKS = {f"{W}footnoteReference": "footnotes", f"{W}endnoteReference": "endnotes"}
WANTED = (*MEASURED, FIELD, INSTRUCTION, BOX, WORD_ART, *NOTE_MARKS)
UNSEEN = {
    "final": frozenset({f"{W}del", f"{W}moveFrom"}),
    "original": frozenset({f"{W}ins", f"{W}moveTo"}),
}
DEEPEST_FIELDS = 50
PRINTED = {TAB: " ", POSITION: " ", BREAK: "\n", RETURN: "\n", HYPHEN: "-", SOFT_HYPHEN: ""}
SYMBOLS = {"F052": "☑", "F0FE": "☑", "F054": "☒", "F0FD": "☒", "F0A3": "□", "F06F": "□", "F0A8": "□"}
"""Boxes of the Wingdings fonts, ticked and empty; other private characters are shown as a dot."""

OTHER_SYMBOL = "•"
WHITE = str.maketrans(dict.fromkeys("\t\r\n\v\f\x85\u2028\u2029", " "))
ENCLOSED = re.compile(
    r"\s*eq\s*\\o\s*(?:\\a[cdlr]\s*)?\(\s*[○〇O]\s*[,，;；]\s*(\d{1,2})\s*\)", re.IGNORECASE
)


class Stretch(NamedTuple):
    """Text that stands at ``at`` of paragraph ``paragraph``; made up by the reader where ``at`` is none."""

    text: str
    at: int | None = None
    paragraph: int = 0


@dataclass(slots=True)
class Inline:
    """What is in one paragraph: its text, boxes before and behind its first words, notes it refers to."""

    stretches: list[Stretch] = field(default_factory=list)
    boxes_before: list[Element | str] = field(default_factory=list)
    boxes_behind: list[Element | str] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    hidden: int = 0
    _fields: list["_Field"] = field(default_factory=list)
    _says: bool = False

    def take(self, element: Element, at: int, index: int) -> None:
        """Add one element that shows, the next of the paragraph."""
        match element.tag:
            case tag if tag == FIELD:
                self._turn(element.get(f"{W}fldCharType"))
            case tag if tag == INSTRUCTION:
                if self._fields:
                    self._fields[-1].instruction += element.text or ""
            case tag if tag in {BOX, WORD_ART}:
                boxes = self.boxes_behind if self._says else self.boxes_before
                boxes.append(element if tag == BOX else element.get("string", ""))
            case tag if tag in NOTE_MARKS:
                self.notes.append((NOTE_MARKS[tag], element.get(f"{W}id", "")))
            case _ if all(entry.shows for entry in self._fields):
                self._add(_printed(element), at, index)

    def _add(self, text: str, at: int, index: int) -> None:
        if text:
            self.stretches.append(Stretch(text, at, index))
            self._says = self._says or not text.isspace()
            for entry in self._fields:
                entry.printed = True

    def _turn(self, kind: str | None) -> None:
        """Open, turn over or close a field; one that encloses a number prints it without a result."""
        if kind == "begin" and len(self._fields) < DEEPEST_FIELDS:
            self._fields.append(_Field())
        elif kind == "separate" and self._fields:
            self._fields[-1].shows = True
        elif kind == "end" and self._fields:
            done = self._fields.pop()
            enclosed = ENCLOSED.match(done.instruction)
            if enclosed and not done.printed:
                self.stretches.append(Stretch(numeral(int(enclosed[1]), "decimalEnclosedCircle")))


@dataclass(slots=True)
class _Field:
    instruction: str = ""
    shows: bool = False
    printed: bool = False


class InlineReader:
    """Reads paragraphs in one state of their tracked changes."""

    def __init__(self, styles: Styles, tracked: Tracked) -> None:
        self.tracked = tracked
        self._styles = styles
        self._unseen = UNSEEN[tracked]

    def read(self, paragraph: Element, index: int) -> Inline:
        """Return what is in ``paragraph``, the ``index``-th of its part."""
        found = Inline()
        at = 0
        shown: dict[Element, bool] = {}
        known: dict[Element, bool] = {}
        properties = paragraph.find(f"{W}pPr")
        for element in own(paragraph, WANTED):
            start, at = at, at + length(element)
            holder = element.getparent()
            if holder not in shown:
                shown[holder] = self._is_shown(holder, paragraph, known)
                if shown[holder] and holder.tag == R and self._hides(holder, properties):
                    shown[holder] = False
                    found.hidden += holder.find(f"{W}t") is not None
            if shown[holder]:
                found.take(element, start, index)
        return found

    def loses_mark(self, paragraph: Element) -> bool:
        """Whether the paragraph's end is not there in this state: it runs on into the next."""
        mark = paragraph.find(f"{W}pPr/{W}rPr")
        return mark is not None and any(mark.find(tag) is not None for tag in self._unseen)

    def sees(self, element: Element) -> bool:
        """Whether a container of text is there in this state: no deleted row, no prompt, no fallback."""
        if element.tag in self._unseen:
            return False
        if element.tag == FALLBACK:
            return element.getparent().find(CHOICE) is None
        if element.tag == CHOICE:
            return element.getparent().find(CHOICE) is element
        if element.tag == f"{W}sdt":
            return element.find(f"{W}sdtPr/{W}showingPlcHdr") is None
        if element.tag == f"{W}tr":
            return not any(element.find(f"{W}trPr/{tag}") is not None for tag in self._unseen)
        return bool(element.tag != f"{W}rt")

    def _hides(self, run: Element, properties: Element | None) -> bool:
        return self._styles.is_hidden(run.find(f"{W}rPr"), properties)

    def _is_shown(self, holder: Element, paragraph: Element, known: dict[Element, bool]) -> bool:
        """Whether all that holds a run is there; what is told of each holder is kept in ``known``."""
        above = []
        while holder is not paragraph and holder not in known:
            above.append(holder)
            holder = holder.getparent()
        shown = known.get(holder, True)
        for inner in reversed(above):
            shown = known[inner] = shown and self.sees(inner)
        return shown


def _printed(element: Element) -> str:
    if element.tag in TEXTS:
        return (element.text or "").translate(WHITE)
    if element.tag == SYMBOL:
        return _symbol(element.get(f"{W}char", ""))
    return PRINTED[element.tag]


def _symbol(code: str) -> str:
    code = code.upper().zfill(4)
    if code in SYMBOLS:
        return SYMBOLS[code]
    try:
        char = chr(int(code, 16))
    except (ValueError, OverflowError):
        return OTHER_SYMBOL
    return char if char.isprintable() and not "\ue000" <= char <= "\uf8ff" else OTHER_SYMBOL
