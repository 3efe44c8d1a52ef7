"""Automatic numbers of OpenDocument lists and headings: style and position in, what is printed out."""

from collections.abc import Iterable

from hefa.model.wordml import Element
from hefa.read.docx_numerals import numeral

TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
LOEXT = "{urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0}"
OUTLINE = "Outline"
FORMATS = {
    "1": "decimal",
    "a": "lowerLetter",
    "A": "upperLetter",
    "i": "lowerRoman",
    "I": "upperRoman",
    "一, 二, 三, ...": "chineseCounting",
    "壹, 贰, 叁, ...": "chineseLegalSimplified",
    "①, ②, ③, ...": "decimalEnclosedCircle",
    "甲, 乙, 丙, ...": "ideographTraditional",
    "子, 丑, 寅, ...": "ideographZodiac",
    "１, ２, ３, ...": "decimalFullWidth",
}
"""What the format calls its series, and what the same is called in Word files."""
DEEPEST = 10
MOST = 100_000
"""Numbers past this are errors of the file."""


class ListStyles:
    """The list styles of a document, by name; the numbering of headings is one more."""

    def __init__(self, roots: Iterable[Element]) -> None:
        self._levels: dict[tuple[str, int], Element] = {}
        for root in roots:
            for style in (*root.iter(f"{TEXT}list-style"), *root.iter(f"{TEXT}outline-style")):
                outline = style.tag == f"{TEXT}outline-style"
                name = OUTLINE if outline else style.get(f"{STYLE}name", "")
                for level in style:
                    self._levels[name, _whole(level.get(f"{TEXT}level"), 0)] = level

    def start(self, style: str, level: int) -> int:
        """Return the number that a list begins with."""
        definition = self._levels.get((style, level))
        return 1 if definition is None else _whole(definition.get(f"{TEXT}start-value"), 1)

    def label(self, style: str, level: int, counts: dict[int, int]) -> str:
        """Return what is printed at ``level`` where the counters stand at ``counts``."""
        definition = self._levels.get((style, level))
        if definition is None or not definition.get(f"{STYLE}num-format"):
            return ""
        shown = _whole(definition.get(f"{TEXT}display-levels"), 1)
        places = ".".join(f"%{place}%" for place in range(max(level - shown + 1, 1), level + 1))
        around = (definition.get(f"{STYLE}num-{end}", "") for end in ("prefix", "suffix"))
        stated = definition.get(f"{LOEXT}num-list-format") or definition.get(f"{STYLE}num-list-format")
        pattern = str(stated or places.join(around))
        for place in range(1, min(level, DEEPEST) + 1):
            if f"%{place}%" in pattern:
                pattern = pattern.replace(f"%{place}%", self._sign(style, place, counts.get(place, 1)))
        return pattern

    def _sign(self, style: str, level: int, value: int) -> str:
        definition = self._levels.get((style, level))
        form = "1" if definition is None else definition.get(f"{STYLE}num-format", "")
        return numeral(value, FORMATS.get(form, "decimal")) if form else ""


class Numbers:
    """Counts the items of the lists of one story."""

    def __init__(self, styles: ListStyles) -> None:
        self._styles = styles
        self._counts: dict[str, dict[int, int]] = {}

    def enter(self, element: Element, style: str, level: int) -> None:
        """Begin a list: anew, unless it says that it goes on."""
        goes_on = element.get(f"{TEXT}continue-numbering") == "true" or element.get(f"{TEXT}continue-list")
        counts = self._counts.setdefault(style, {})
        if not goes_on:
            for deeper in [place for place in counts if place >= level]:
                del counts[deeper]

    def count(self, item: Element, style: str, level: int) -> str:
        """Count one item; return its number as printed, with a space where a letter or digit would touch."""
        return self._next(style, level, item.get(f"{TEXT}start-value"))

    def outline(self, heading: Element) -> str:
        """Count a heading that stands in no list; return its number as printed."""
        if heading.tag != f"{TEXT}h" or heading.get(f"{TEXT}is-list-header") == "true":
            return ""
        return self._next(
            OUTLINE, _whole(heading.get(f"{TEXT}outline-level"), 1), heading.get(f"{TEXT}start-value")
        )

    def _next(self, style: str, level: int, restart: str | None) -> str:
        counts = self._counts.setdefault(style, {})
        last = counts.get(level, self._styles.start(style, level) - 1)
        counts[level] = min(_whole(restart, last + 1), MOST)
        for deeper in [place for place in counts if place > level]:
            del counts[deeper]
        label = self._styles.label(style, level, counts)
        return label + "\u3000" if label.endswith(("条", "章", "节", "编")) else label


def _whole(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 7 else otherwise
