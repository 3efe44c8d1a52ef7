"""styles.xml in; which numbering a paragraph has, and whether a run is hidden, by its styles."""

from dataclasses import dataclass
from typing import NamedTuple

from hefa.model.wordml import VAL, Element, W

OFF = frozenset({"0", "false", "off"})
LONGEST_CHAIN = 60


class NumberPlace(NamedTuple):
    """A list and a level of it (from 0); the level is to be found by ``styles`` where it is none."""

    num: str
    level: int | None
    styles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Style:
    """What a style says itself; none where it leaves that to the style it is based on."""

    based_on: str | None
    num: str | None
    level: int | None
    hidden: bool | None


class Styles:
    """The styles of one file; what is missing or runs in circles counts as saying nothing."""

    def __init__(self, root: Element | None = None) -> None:
        self._styles: dict[str, Style] = {}
        self._default: str | None = None
        for entry in root.findall(f"{W}style") if root is not None else ():
            name = entry.get(f"{W}styleId", "")
            properties, run = entry.find(f"{W}pPr"), entry.find(f"{W}rPr")
            num, level = own_number(properties)
            self._styles[name] = Style(value_of(entry, "basedOn"), num, level, is_on(run, "vanish"))
            if entry.get(f"{W}type") == "paragraph" and entry.get(f"{W}default") not in (None, *OFF):
                self._default = name

    def number_of(self, properties: Element | None) -> NumberPlace | None:
        """Return the list and level of a paragraph by its w:pPr, or none."""
        style = value_of(properties, "pStyle") or self._default
        num, level = own_number(properties)
        if num is not None:
            return NumberPlace(num, level or 0) if num != "0" else None
        walked = []
        for name, entry in self._chain(style):
            walked.append(name)
            level = entry.level if level is None else level
            if entry.num is not None:
                own = own_number(properties)[1]
                found = NumberPlace(entry.num, level, () if own is not None else tuple(walked))
                return found if entry.num != "0" else None
        return None

    def list_of(self, style: str) -> str | None:
        """Return the list that a numbering style stands for."""
        return next((entry.num for _, entry in self._chain(style) if entry.num), None)

    def is_hidden(self, run: Element | None, paragraph: Element | None) -> bool:
        """Whether text is hidden by its w:rPr, the character style it names, or the paragraph's style."""
        said = is_on(run, "vanish")
        if said is None:
            said = self._hides(value_of(run, "rStyle"))
        if said is None:
            said = self._hides(value_of(paragraph, "pStyle") or self._default)
        return bool(said)

    def _hides(self, style: str | None) -> bool | None:
        return next((entry.hidden for _, entry in self._chain(style) if entry.hidden is not None), None)

    def _chain(self, name: str | None) -> list[tuple[str, Style]]:
        """Return the style and those it is based on, nearest first."""
        chain: dict[str, Style] = {}
        while name in self._styles and name not in chain and len(chain) < LONGEST_CHAIN:
            chain[name] = self._styles[name]
            name = chain[name].based_on
        return list(chain.items())


def own_number(properties: Element | None) -> tuple[str | None, int | None]:
    """Return the list and level that a w:pPr names itself."""
    entry = properties.find(f"{W}numPr") if properties is not None else None
    if entry is None:
        return None, None
    return value_of(entry, "numId"), number(value_of(entry, "ilvl"))


def value_of(element: Element | None, name: str) -> str | None:
    """Return the w:val of the child ``name``."""
    child = element.find(f"{W}{name}") if element is not None else None
    return child.get(VAL) if child is not None else None


def number(text: str | None) -> int | None:
    """Return a small whole number written in decimal digits; none for anything else."""
    return int(text) if text is not None and text.isascii() and text.isdigit() and len(text) < 10 else None


def is_on(properties: Element | None, name: str) -> bool | None:
    """Return what a w:rPr says of a property that is on or off."""
    child = properties.find(f"{W}{name}") if properties is not None else None
    return None if child is None else child.get(VAL) not in OFF
