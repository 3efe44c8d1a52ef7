"""Text in, logical lines out: physical lines, cut where several paragraphs share one line.

A line is cut before 第X条, 一、, （一）, 1. and 附件 where the mark stands after the end of a sentence or
behind wide space, carries on the numbering, and is neither quoted nor a citation.
"""

from hefa.model.lazy import lazy
from hefa.model.numerals import to_int
from hefa.parse.block import Block
from hefa.parse.oneline import cut_ends
from hefa.parse.patterns import CIRCLED, CITED, DIGIT, FIRST_CHARS, NUMERAL, SPACE, STRIP
from hefa.parse.words import MODAL

QUOTE_REACH = 800
GLUE = 45
"""How far a mark may stand behind a heading that ends without punctuation."""

CANDIDATE = lazy(
    rf"[第（(附“”{CIRCLED}{NUMERAL}{DIGIT}]"  # most characters begin nothing
    rf"(?:(?<=[“”{CIRCLED}])|(?=[{NUMERAL}{DIGIT}件、.．]))(?:"  # and most of those that do end there
    rf"(?<=第)(?:[{NUMERAL}{DIGIT}][ \u3000]?){{1,7}}(?P<ARTICLE>条(?:之[{NUMERAL}])?){CITED}"
    rf"|(?<=第)(?:[{NUMERAL}{DIGIT}][ \u3000]?){{1,6}}(?:(?P<SECTION>节)|(?P<CHAPTER>[章编篇]))"
    r"(?![的、，,。；和至规])"
    rf"|(?<=[{NUMERAL}])(?<![{NUMERAL}第几数、].)[{NUMERAL}]{{0,2}}(?P<H1>、)(?![{NUMERAL}]{{1,2}}[、级类等])"
    rf"|(?<=[（(])[{NUMERAL}]{{1,3}}(?P<H2>[）)])(?!项(?!目)|款(?!项)|目(?![标录的])|、)"
    rf"|(?<=[（(])[{DIGIT}]{{1,2}}(?P<H4>[）)])(?!项(?!目)|款(?!项)|目(?![标录的])|[、年])"
    rf"|(?<=[{DIGIT}])(?<![{DIGIT}A-Za-z.．（(第/].)[{DIGIT}]?(?P<H3>[.．、])(?![{DIGIT}])"
    rf"|(?P<H5>(?<=[{CIRCLED}]))"
    r"|(?<=附)(?P<ATTACHMENT>件\d{0,2}[：:])"
    r"|(?P<QUOTE>(?<=[“”])))"
)
MARK_INSIDE = lazy(
    rf"[。！？!?；;：:”）)》{SPACE}](?:[第（(附{CIRCLED}]|[{DIGIT}]{{1,2}}[.．、]|[{NUMERAL}]{{1,3}}、)"
)
"""A quick look: lines that neither open with a mark nor match this hold nothing to cut at.

What it matches holds no place where another match may begin, so that one pass over the text finds all.
"""
LEVEL = {"CHAPTER": 1, "SECTION": 2, "H1": 3, "ARTICLE": 4, "H2": 5, "H3": 6, "H4": 7, "H5": 8}
ENDS = "。！？!?"
PAUSES = "；;：:"
PRINTED = "第章节条编篇、.．（()）"
"""What is printed around the number of a mark."""


def segments(text: str) -> list[Block]:
    """All logical lines of ``text``, in order, white space around them left out."""
    numbering = Numbering()
    found: list[Block] = []
    inside = [mark.start() for mark in MARK_INSIDE.finditer(text)]
    inside.append(len(text))
    stop = nearest = 0
    for line in text.splitlines(keepends=True):
        stop += len(line)
        words = line.lstrip(STRIP)
        if not words:
            continue
        start = stop - len(words)
        end = start + len(words.rstrip(STRIP))
        indent = start > 1 and text[start - 1] in SPACE and text[start - 2] in SPACE
        if 2 * (end - start) <= len(text):
            while inside[nearest] <= start:
                nearest += 1
            marked = inside[nearest] < end
            if marked or text[start] in FIRST_CHARS:
                _cut(text, Block(start, end, "TEXT", indent), numbering, found, inside=marked)
            else:
                found.append(Block(start, end, "TEXT", indent))
            continue
        for piece in cut_ends(text, start, end):
            if piece.fixed:
                found.append(piece)
            else:
                marked = MARK_INSIDE.search(text, piece.start + 1, piece.end) is not None
                _cut(text, piece, numbering, found, inside=marked)
    return found


def _cut(text: str, piece: Block, numbering: "Numbering", found: list[Block], *, inside: bool) -> None:
    """Append ``piece`` to ``found``, cut at the marks inside, where there are any."""
    start, stop = piece.start, piece.end
    if not inside:
        if text[start] not in FIRST_CHARS:
            found.append(piece)
            return
        stop = min(stop, start + 2 * GLUE)
    cuts = numbering.cuts(text, start, stop) if inside or numbering.opens_glued(text, start, stop) else ()
    if not cuts and text[start] not in STRIP and text[piece.end - 1] not in STRIP:
        found.append(piece)
        return
    left, indent = piece.start, piece.indent
    for right in (*cuts, piece.end):
        a, b = _trim(text, left, right)
        if a < b:
            found.append(Block(a, b, indent=indent))
            indent = True
        left = right


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    line = text[start:end]
    kept = line.lstrip(STRIP)
    start = end - len(kept)
    return start, start + len(kept.rstrip(STRIP))


class Numbering:
    """The last number seen at each level, so that a mark is believed only where it carries on."""

    def __init__(self) -> None:
        self.last: dict[str, int] = {}

    def opens_glued(self, text: str, start: int, end: int) -> bool:
        """Note the mark that a line opens with, if any; whether another is near enough to be glued to it."""
        first = CANDIDATE.match(text, start, end)
        if first is None:
            return False
        self.last[first.lastgroup or ""] = to_int(first[0].strip(PRINTED)) or 0
        second = CANDIDATE.search(text, first.end(), end)
        return second is not None and second.start() - start <= GLUE

    def cuts(self, text: str, start: int, end: int) -> list[int]:
        """Where the line ``start``:``end`` is to be cut."""
        found: list[int] = []
        quoted = -QUOTE_REACH
        previous = start
        previous_kind = ""
        for match in CANDIDATE.finditer(text, start, end):
            kind, at, printed = match.lastgroup or "", match.start(), match[0]
            if kind == "QUOTE":
                quoted = at if printed == "“" else -QUOTE_REACH
                continue
            if kind == "ATTACHMENT":
                if at > start and text[at - 1] in ENDS + SPACE and at - quoted >= QUOTE_REACH:
                    found.append(at)
                continue
            ordinal = to_int(printed.strip(PRINTED)) or 0
            if at > start and (
                at - quoted < QUOTE_REACH
                or not self._carries_on(kind, ordinal, printed)
                or not (
                    _after_end(text, start, at, kind)
                    or _after_heading(text, previous, previous_kind, at, kind)
                )
            ):
                continue
            self.last[kind] = ordinal
            if at > start:
                found.append(at)
            previous, previous_kind = at, kind
        return found

    def _carries_on(self, kind: str, ordinal: int, printed: str) -> bool:
        last = self.last.get(kind)
        return ordinal == 1 or (
            last is not None and (ordinal == last + 1 or ("之" in printed and ordinal == last))
        )


def _after_end(text: str, start: int, at: int, kind: str) -> bool:
    """Whether a sentence ends, or wide space stands, before ``at``."""
    back = at
    while back > start and text[back - 1] in SPACE:
        back -= 1
    before = text[back - 1]
    if before in ENDS or before in PAUSES:
        return True
    if at - back >= 2 or (at > back and (text[at - 1] == "\u3000" or kind in {"ARTICLE", "CHAPTER"})):
        return True
    return before in "”）)》" and text[back - 2 : back - 1] in tuple(ENDS)


def _after_heading(text: str, previous: int, above: str, at: int, kind: str) -> bool:
    """Whether only the words of a heading of a higher rank stand between the marks."""
    if not above or LEVEL[above] >= LEVEL[kind] or at - previous > GLUE:
        return False
    words = text[previous:at]
    commas = words.count("，") + words.count(",")
    halves = above == "H1" and kind == "H2" and words[-1] not in "，,、" and not MODAL.search(words)
    return not any(char in ENDS + PAUSES for char in words) and (commas == 0 or (commas <= 2 and halves))
