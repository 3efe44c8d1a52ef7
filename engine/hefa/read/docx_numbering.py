"""numbering.xml in; the number that Word prints before each paragraph out.

Word stores no number: it counts. A paragraph names a list (w:num) and a level of it; the list stands for a
scheme (w:abstractNum), whose lists count on together unless one of them restarts.
"""

import re
from dataclasses import dataclass, field, replace

from hefa.model.wordml import VAL, Element, W
from hefa.read.docx_numerals import numeral
from hefa.read.docx_styles import NumberPlace, Styles, is_on, number, value_of

LEVELS = 9
LONGEST_LABEL = 60
PLACE_HOLDER = re.compile("%([1-9])")
CLOSED = "、）)】〕》」"


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a scheme.

    ``text`` holds %1 to %9; ``restart`` is the level, from 1, that restarts it; ``legal`` prints the levels
    above in decimal digits (as Word does, the level itself in its own format).
    """

    form: str = "decimal"
    text: str = ""
    start: int = 0
    suffix: str = "tab"
    restart: int | None = None
    legal: bool = False
    style: str | None = None


@dataclass(slots=True)
class List:
    """One w:num: its scheme, the levels it writes anew and the values at which it starts levels."""

    name: str
    scheme: str
    levels: dict[int, Level] = field(default_factory=dict)
    starts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """The lists of one file."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        self._styles = styles
        self._schemes: dict[str, dict[int, Level]] = {}
        self._lists: dict[str, List] = {}
        links: dict[str, str] = {}
        for entry in root.findall(f"{W}abstractNum") if root is not None else ():
            name = entry.get(f"{W}abstractNumId", "")
            self._schemes[name] = dict(map(_level, entry.findall(f"{W}lvl")))
            if link := value_of(entry, "numStyleLink"):
                links[name] = link
        for entry in root.findall(f"{W}num") if root is not None else ():
            found = _list(entry)
            self._lists[found.name] = found
        for name, link in links.items():
            linked = self._lists.get(styles.list_of(link) or "")
            if linked is not None and not self._schemes[name]:
                self._schemes[name] = self._schemes.get(linked.scheme, {}) | linked.levels

    def place_of(self, properties: Element | None) -> tuple[List, int] | None:
        """Return the list and level of a paragraph by its w:pPr; none where it has no number."""
        place = self._styles.number_of(properties)
        entry = self._lists.get(place.num) if place else None
        return (entry, self._level_number(place, entry)) if place and entry else None

    def level(self, entry: List, level: int) -> Level | None:
        """Return a level of a list."""
        return entry.levels.get(level) or self._schemes.get(entry.scheme, {}).get(level)

    def _level_number(self, place: NumberPlace, entry: List) -> int:
        for style in place.styles:
            for level in range(LEVELS):
                found = self.level(entry, level)
                if found is not None and found.style == style:
                    return level
        return min(place.level or 0, LEVELS - 1)


class Counter:
    """Counts the paragraphs of one story: the body, or the text boxes."""

    def __init__(self, numbering: Numbering) -> None:
        self._numbering = numbering
        self._values: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()

    def label(self, properties: Element | None) -> str:
        """Count a paragraph by its w:pPr; return its number with the white space behind it, or nothing."""
        place = self._numbering.place_of(properties)
        level = self._numbering.level(*place) if place else None
        if place is None or level is None:
            return ""
        values = self._count(*place)
        text = self._printed(*place, level, values)
        return text + _space(text, level.suffix) if text else ""

    def _count(self, entry: List, level: int) -> dict[int, int]:
        values = self._values.setdefault(entry.scheme, {})
        for above in range(level - 1, -1, -1):
            if level in values or above in values:
                break
            values[above] = self._start(entry, above)
        if level in values and not self._restarts(entry, level):
            values[level] += 1
        else:
            values[level] = self._start(entry, level)
        for below in [below for below in values if below > level]:
            found = self._numbering.level(entry, below)
            if found is None or found.restart is None or level < found.restart:
                del values[below]
        return values

    def _start(self, entry: List, level: int) -> int:
        """Return the value a level starts with: that of the list once, then that of the scheme."""
        if self._restarts(entry, level):
            self._begun.add((entry.name, level))
            return entry.starts[level]
        found = self._numbering.level(entry, level)
        return found.start if found else 1

    def _restarts(self, entry: List, level: int) -> bool:
        return level in entry.starts and (entry.name, level) not in self._begun

    def _printed(self, entry: List, level: int, shown: Level, values: dict[int, int]) -> str:
        def value(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            found = self._numbering.level(entry, at)
            if found is None or at not in values or at > level:
                return ""
            legal = shown.legal and at < level and found.form != "none"
            return numeral(values[at], "decimal" if legal else found.form)

        return "" if shown.form == "bullet" else PLACE_HOLDER.sub(value, shown.text)[:LONGEST_LABEL]


def _space(label: str, suffix: str) -> str:
    """Return the white space behind a number, as officers type it: 第一条　, （一）, 1. and so on."""
    if suffix == "nothing" or label[-1].isspace() or (suffix == "tab" and label[-1] in CLOSED):
        return ""
    return "\u3000" if suffix == "tab" and label[-1] >= "\u3400" else " "


def _list(entry: Element) -> List:
    found = List(entry.get(f"{W}numId", ""), value_of(entry, "abstractNumId") or "")
    for override in entry.findall(f"{W}lvlOverride"):
        level = number(override.get(f"{W}ilvl"))
        if level is None:
            continue
        for written in override.findall(f"{W}lvl"):
            found.levels[level] = _level(written)[1]
        start = number(value_of(override, "startOverride"))
        if start is not None:
            found.starts[level] = start
    return found


def _level(entry: Element) -> tuple[int, Level]:
    level = Level(
        start=number(value_of(entry, "start")) or 0,
        form=_form(entry),
        text=(value_of(entry, "lvlText") or "")[:LONGEST_LABEL],
        suffix=value_of(entry, "suff") or "tab",
        restart=number(value_of(entry, "lvlRestart")),
        legal=bool(is_on(entry, "isLgl")),
        style=value_of(entry, "pStyle"),
    )
    if entry.find(f"{W}lvlPicBulletId") is not None:
        level = replace(level, form="bullet")
    return number(entry.get(f"{W}ilvl")) or 0, level


def _form(entry: Element) -> str:
    """Return the format; a custom one, wrapped for older versions of Word, as its first value (001)."""
    for form in entry.iter(f"{W}numFmt"):
        if form.get(VAL) == "custom":
            return form.get(f"{W}format", "").split(",")[0].strip() or "decimal"
        return form.get(VAL) or "decimal"
    return "decimal"
