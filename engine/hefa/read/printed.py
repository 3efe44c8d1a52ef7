"""Printed lines in; paragraphs with their origins out.

Lines are joined only where the print shows that a paragraph goes on: the line above was broken because the
next word did not fit, and the line below begins at the margin of a document that indents its paragraphs.
What the print does not show is left to the parser, which joins broken lines by their words.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from statistics import median

from hefa.model.source import Origin
from hefa.read.columns import in_columns
from hefa.read.formats import Reading
from hefa.read.page import Line, Page
from hefa.read.running import remove_running

AT_MARGIN = 0.6
"""Ems that a line may stand off the margin: mirrored margins and hanging punctuation shift lines so far."""
INDENT = (1.3, 3.2)
"""Ems by which the first line of a paragraph is indented: two, in justified or estimated type."""
INDENTATION = "\u3000\u3000"
SLACK = 0.1
"""Ems by which measures of type are uncertain."""
SAME_SIZE = 1.15
PARAGRAPH_GAP = 1.6
"""Times the usual line pitch from which a gap parts paragraphs."""
FULL_PAGE = 5
"""Long lines that tell a page's own margins; with fewer those of the document hold."""
LONG = 10
CELLS_APART = 2
"""Neighbouring lines with several cells that make a table; a single one is a letterhead or signature."""
MARK = re.compile(
    r"第[一二三四五六七八九十百零\d]{1,5}[条章节][\s\u3000]|[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）"
)
ENDS = "。；：！？"


@dataclass(frozen=True, slots=True)
class _Margins:
    left: float
    right: float
    em: float
    pitch: float


def compose(pages: Sequence[Page], notes: Sequence[str] = ()) -> Reading:
    """Return the text of ``pages``, paragraph by paragraph, without what is repeated on each page."""
    removed = remove_running(pages)
    lines = [line for page in pages for line in _uncoupled(in_columns(page.lines))]
    if not lines:
        return Reading("", notes=(*notes, *removed))
    whole = _margins(lines, None)
    margins_of = {
        place: _margins(list(beside), whole)
        for place, beside in groupby(sorted(lines, key=_place), key=_place)
    }
    parts: list[str] = []
    origins: list[Origin] = []
    at = 0
    for glue, line in _glued(lines, margins_of):
        start = at + len(glue)
        at = start + len(line.text)
        parts += (glue, line.text)
        origins.append(Origin(start, at, page=line.page, box=_box(line)))
    return Reading("".join(parts) + "\n", tuple(origins), (*notes, *removed))


def _glued(lines: Sequence[Line], margins_of: dict[tuple[int, int], _Margins]) -> Iterator[tuple[str, Line]]:
    """Give each line with what stands between it and the one before: a line end and indent, or nothing."""
    indented = _is_indented(lines, margins_of)
    last: Line | None = None
    for line in lines:
        margins = margins_of[_place(line)]
        if last is not None and indented and _goes_on(last, line, margins_of[_place(last)], margins):
            yield " " if _letters(last.text[-1], line.text[0]) else "", line
        else:
            indent = INDENTATION if indented and len(line.cells) == 1 and _indented(line, margins) else ""
            yield ("\n" if last else "") + indent, line
        last = line


def _place(line: Line) -> tuple[int, int]:
    return line.page, line.column


def _box(line: Line) -> tuple[float, float, float, float] | None:
    if line.turned:
        return None
    return round(line.left, 1), round(line.bottom, 1), round(line.right, 1), round(line.top, 1)


def _uncoupled(lines: Sequence[Line]) -> list[Line]:
    """Part a lone line of two cells (不公开 … 某政发〔2025〕1号) into lines; tables keep their cells."""
    several = [len(line.cells) > 1 for line in lines]
    found: list[Line] = []
    for at, line in enumerate(lines):
        beside = sum(several[max(at - 1, 0) : at + 2])
        if several[at] and beside < CELLS_APART and len(line.cells) == 2:
            found += (
                replace(line, left=left, right=right, cells=(cell,), edges=((left, right),))
                for cell, (left, right) in zip(line.cells, line.edges, strict=True)
            )
        else:
            found.append(line)
    return found


def _margins(lines: Sequence[Line], whole: _Margins | None) -> _Margins:
    """Return where lines begin and end, and their pitch; those of ``whole`` where too few lines tell."""
    ems = Counter[float]()
    for line in lines:
        ems[round(line.em * 2) / 2] += len(line.text)
    em = ems.most_common(1)[0][0]
    body = [line for line in lines if _alike(line.em, em) and len(line.cells) == 1]
    long = [line for line in body if line.right - line.left >= LONG * em]
    if whole and len(long) < FULL_PAGE:
        return whole
    long = long or body or list(lines)
    right = _usual((line.right for line in long), em)
    left = _supported(sorted(line.left for line in long), em)
    left = min([left, *(b.left for a, b in pairwise(body) if _turns(a, b, left, right, em))])
    pitches = [a.bottom - b.bottom for a, b in pairwise(body) if a.page == b.page]
    pitch = median([step for step in pitches if 0 < step < 4 * em] or [1.75 * em])
    if whole and not lines[0].column and right - left < whole.right - whole.left - em:
        return whole  # a page of a list or a form, narrower than the type area
    return _Margins(left, right, em, pitch)


def _supported(edges: Sequence[float], em: float) -> float:
    """Return the outermost of sorted ``edges`` that another line shares; the first where none is shared."""
    for edge, following in pairwise(edges):
        if following - edge <= AT_MARGIN * em:
            return edge
    return edges[0]


def _turns(last: Line, line: Line, left: float, right: float, em: float) -> bool:
    """Whether a full line that begins at ``left`` is indented, as the one below begins two ems before it."""
    full = abs(last.left - left) <= AT_MARGIN * em and right - last.right < em
    return full and last.page == line.page and abs(left - line.left - 2 * em) <= AT_MARGIN * em / 2


def _usual(edges: Iterable[float], em: float) -> float:
    """Return where most lines end; punctuation hangs over the margin of some."""
    ends = sorted(edges)
    best: list[float] = []
    start = 0
    for stop in range(1, len(ends) + 1):
        while ends[stop - 1] - ends[start] > 2 * SLACK * em:
            start += 1
        if stop - start >= len(best):
            best = ends[start:stop]
    return median(best)


def _is_indented(lines: Sequence[Line], margins_of: dict[tuple[int, int], _Margins]) -> bool:
    """Whether the document indents its paragraphs: one long line in twenty, and at least one, is indented."""
    long = [line for line in lines if line.right - line.left >= LONG * margins_of[_place(line)].em]
    return 20 * sum(_indented(line, margins_of[_place(line)]) for line in long) >= max(len(long), 1)


def _indented(line: Line, margins: _Margins) -> bool:
    indented = INDENT[0] * margins.em <= line.left - margins.left <= INDENT[1] * margins.em
    return indented and _alike(line.em, margins.em)


def _goes_on(last: Line, line: Line, above: _Margins, here: _Margins) -> bool:
    """Whether ``line`` goes on with the paragraph of ``last``."""
    if len(last.cells) > 1 or len(line.cells) > 1:
        return False
    begins = abs(last.left - above.left) <= AT_MARGIN * above.em or _indented(last, above)
    margin = abs(line.left - here.left) <= AT_MARGIN * here.em
    broken = last.right + line.first > above.right + SLACK * above.em
    apart = last.page == line.page and last.bottom - line.bottom > PARAGRAPH_GAP * above.pitch
    opens = MARK.match(line.text) is not None and last.text[-1] in ENDS
    return _alike(last.em, line.em) and begins and margin and broken and not apart and not opens


def _alike(one: float, other: float) -> bool:
    """Whether two sizes of type are one."""
    return max(one, other) <= SAME_SIZE * min(one, other)


def _letters(before: str, after: str) -> bool:
    return before.isascii() and before.isalpha() and after.isascii() and after.isalpha()
