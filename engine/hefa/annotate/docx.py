"""A Word file and remarks on its text in; the same file with native comments (and suggestions) out.

Comments stand on the exact words; runs are cut where they must be, formatting and every other part stay.
The same remarks give the same bytes: no clock is read.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import count

from hefa.annotate.changes import differing, suggest
from hefa.annotate.package import Package
from hefa.annotate.places import Place, Places, Words
from hefa.annotate.runs import isolate, outermost
from hefa.model.source import SourceText
from hefa.model.wordml import ID, W_NAMESPACE, Element, P, R, W
from hefa.model.xmltext import xml_text

AUTHOR, INITIALS = "合法（Hefa）", "合法"
QUOTED = 60
MOVED = "所指文字在注释、文本框里或者是自动编号，批注只能放在此处。原文：“{}”"
CHANGES = tuple(f"{W}{name}" for name in ("ins", "del", "moveFrom", "moveTo", "rPrChange", "pPrChange"))


@dataclass(frozen=True, slots=True)
class Remark:
    """What to say, line by line, on ``text[start:end]``; ``replacement`` is what to suggest for it."""

    start: int
    end: int
    lines: tuple[str, ...]
    replacement: str | None = None


@dataclass(frozen=True, slots=True)
class Annotated:
    """The new file; ``moved``, ``lost`` and ``unsuggested`` index the remarks that did not go as asked.

    Moved: the comment is not on its words but beside them. Lost: the file has no place for it.
    Unsuggested: the replacement is not written as a tracked change, only the comment is there.
    """

    data: bytes
    moved: tuple[int, ...] = ()
    lost: tuple[int, ...] = ()
    unsuggested: tuple[int, ...] = ()
    signed: bool = False


def annotate_docx(
    data: bytes, source: SourceText, remarks: Sequence[Remark], when: datetime | None = None
) -> Annotated:
    """Write ``remarks`` on the Word file ``data``, which was read as ``source``; ``when`` dates them."""
    return _Writer(data, source, when).write(remarks)


class _Writer:
    def __init__(self, data: bytes, source: SourceText, when: datetime | None) -> None:
        self._source = source
        self._package = Package(data, source.name)
        self._document: Element = self._package.xml(self._package.document)
        notes = {
            part: self._package.xml(part)
            for kind in ("footnotes", "endnotes")
            for part in self._package.related(kind)
        }
        self._places = Places(self._document, self._package.document, source.origins, notes)
        self._by = {f"{W}author": AUTHOR} | (
            {f"{W}date": when.strftime("%Y-%m-%dT%H:%M:%SZ")} if when else {}
        )

    def write(self, remarks: Sequence[Remark]) -> Annotated:
        found = [self._places.find(remark.start, remark.end) for remark in remarks]
        placed = [(index, place) for index, place in enumerate(found) if place is not None]
        part = next(iter(self._package.related("comments")), None)
        root: Element = self._package.xml(part) if part else None
        if root is None:
            root = self._document.makeelement(f"{W}comments", nsmap={"w": W_NAMESPACE})
        first = _beyond(root.iter(f"{W}comment"))
        ids = {index: str(first + number) for number, (index, _) in enumerate(placed)}
        for index, place in placed:
            root.append(self._comment(ids[index], remarks[index], exact=place.exact))
        for index, place in reversed(placed):
            self._anchor(place, ids[index])
        unsuggested = self._suggest(remarks, dict(placed))
        if placed:
            self._package.put(part or self._package.add_comments_part(), root)
            self._package.put(self._package.document, self._document)
        return Annotated(
            self._package.bytes(),
            moved=tuple(index for index, place in placed if not place.exact),
            lost=tuple(index for index, place in enumerate(found) if place is None),
            unsuggested=unsuggested,
            signed=self._package.is_signed,
        )

    def _comment(self, name: str, remark: Remark, *, exact: bool) -> Element:
        comment = self._document.makeelement(
            f"{W}comment", {ID: name} | self._by | {f"{W}initials": INITIALS}
        )
        lines = list(remark.lines)
        if not exact:
            quote = " ".join(self._source.text[remark.start : remark.end].split())
            lines.append(MOVED.format(quote if len(quote) <= QUOTED else f"{quote[:QUOTED]}…"))
        for number, line in enumerate(lines):
            paragraph = _add(comment, P)
            if number == 0:
                _add(_add(paragraph, R), f"{W}annotationRef")
            _add(_add(paragraph, R), f"{W}t").text = xml_text(line)
        return comment

    def _anchor(self, place: Place, name: str) -> None:
        """Put the marks of a comment around its words; the later ones first, so that earlier offsets hold."""
        if place.run is not None:
            first = last = place.run
        else:
            last = self._isolated(place.words[-1])[-1]
            first = self._isolated(place.words[0])[0]
        mark = {ID: name}
        first.addprevious(first.makeelement(f"{W}commentRangeStart", mark))
        end = last.makeelement(f"{W}commentRangeEnd", mark)
        last.addnext(end)
        reference = last.makeelement(R)
        _add(reference, f"{W}commentReference").set(ID, name)
        outermost(end).addnext(reference)

    def _isolated(self, words: Words) -> list[Element]:
        return isolate(words.paragraph, words.start, words.end)

    def _suggest(self, remarks: Sequence[Remark], placed: dict[int, Place]) -> tuple[int, ...]:
        """Write the replacements, last words first; of two that overlap the later one stays a comment."""
        marks = self._marks()
        failed = []
        taken = len(self._source.text) + 1
        wanted = [(remark, index) for index, remark in enumerate(remarks) if remark.replacement is not None]
        for remark, index in sorted(wanted, key=lambda pair: (-pair[0].start, pair[1])):
            place = placed.get(index)
            old, new = self._source.text[remark.start : remark.end], remark.replacement or ""
            start, end, new = differing(old, xml_text(new))
            fits = place is not None and place.exact and len(place.words) == 1 and remark.start + end <= taken
            words = place.words[0] if fits and place is not None else None
            if (
                words is None
                or words.end - words.start != len(old)
                or "\n" in new
                or not suggest(words.paragraph, words.start + start, words.start + end, new, marks)
            ):
                failed.append(index)
            else:
                taken = remark.start + start
        return tuple(sorted(failed))

    def _marks(self) -> Iterator[dict[str, str]]:
        for number in count(_beyond(self._document.iter(*CHANGES))):
            yield {ID: str(number)} | self._by


def _add(parent: Element, tag: str) -> Element:
    child = parent.makeelement(tag)
    parent.append(child)
    return child


def _beyond(elements: Iterator[Element]) -> int:
    """Return a number above the ids of ``elements``."""
    ids = (element.get(ID, "") for element in elements)
    return max((int(name) for name in ids if name.isdecimal()), default=-1) + 1
