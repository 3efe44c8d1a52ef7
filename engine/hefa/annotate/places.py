"""Stretches of the text under review in; the words of the Word file to put a comment on out.

What stands in a note is commented on at the note's mark, what stands in a text box at the box: Word takes
no comments there. What only the reader wrote (an automatic number) leads to the nearest words.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from hefa.model.source import Origin
from hefa.model.wordml import BOX, ID, Element, P, R, W

NOTES = (f"{W}footnote", f"{W}endnote")


@dataclass(frozen=True, slots=True)
class Words:
    """Characters of one paragraph of the body."""

    paragraph: Element
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Place:
    """Where a comment goes: from first to last words, or around a run; ``exact`` if on what it is about."""

    words: tuple[Words, ...] = ()
    run: Element | None = None
    exact: bool = True


class Places:
    """Finds places in one file; ``notes`` are the roots of the parts with notes, by part."""

    def __init__(
        self, document: Element, part: str, origins: Sequence[Origin], notes: dict[str, Element]
    ) -> None:
        self._document, self._part, self._origins = document, part, origins
        self._paragraphs = list(document.iter(P))
        self._notes = {name: list(root.iter(P)) for name, root in notes.items()}
        self._starts = [origin.start for origin in origins]
        self._ends = [origin.end for origin in origins]

    def find(self, start: int, end: int) -> Place | None:
        """Return the place of ``text[start:end]``; none in a file without words."""
        first, last = bisect_right(self._ends, start), bisect_left(self._starts, end)
        exact = start < end and first < last
        if not exact:
            first = min(first, len(self._origins) - 1)
            last = first + 1
        stretches = self._origins[first:last] if self._origins else ()
        words: list[Words] = []
        for origin in stretches:
            if origin.part != self._part or origin.paragraph is None:
                continue
            paragraph = self._paragraphs[origin.paragraph]
            if next(paragraph.iterancestors(BOX), None) is not None:
                continue
            left, right = (start, end) if exact else (origin.start, origin.end)
            shift = origin.at - origin.start
            words.append(Words(paragraph, max(left, origin.start) + shift, min(right, origin.end) + shift))
        if words:
            return Place(tuple(words), exact=exact)
        return next((place for origin in stretches if (place := self._beside(origin))), None)

    def _beside(self, origin: Origin) -> Place | None:
        if origin.paragraph is None:
            return None
        if origin.part == self._part:
            boxes = list(self._paragraphs[origin.paragraph].iterancestors(BOX))
            run = next(boxes[-1].iterancestors(R), None) if boxes else None
        else:
            run = self._mark(origin.part or "", origin.paragraph)
        return None if run is None else Place(run=run, exact=False)

    def _mark(self, part: str, index: int) -> Element | None:
        """Return the run with the mark of the note that holds the ``index``-th paragraph of its part."""
        paragraphs = self._notes.get(part, [])
        note = next(paragraphs[index].iterancestors(*NOTES), None) if index < len(paragraphs) else None
        if note is None:
            return None
        mark = f"{note.tag}Reference"
        found = (mark for mark in self._document.iter(mark) if mark.get(ID) == note.get(ID))
        return next((mark.getparent() for mark in found), None)
