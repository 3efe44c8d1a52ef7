"""Logical lines in, blocks with settled kinds out: what a line is by the lines around it.

Order matters: numbers that do not carry on are demoted, the front of the document is read, then
signatures, attachments and nested titles, broken lines are joined, last the words of headings.
"""

from hefa.model.numerals import to_int
from hefa.parse.block import Block
from hefa.parse.classify import classify
from hefa.parse.endings import settle_endings
from hefa.parse.front import settle_front
from hefa.parse.headings import settle_headings
from hefa.parse.joining import join_lines
from hefa.parse.nested import settle_nested
from hefa.parse.patterns import BARE_NUMBER
from hefa.parse.segments import segments

SHORT_WORDS = 16


def blocks(text: str) -> list[Block]:
    """All blocks of ``text`` in order; together with the white space between them they are the text."""
    found = segments(text)
    for block in found:
        if not block.fixed:
            classify(text, block)
    _settle_numbers(text, found)
    body = settle_front(text, found)
    settle_endings(text, found, body)
    settle_nested(text, found, body)
    found = join_lines(text, found)
    settle_headings(text, found)
    return found


def _settle_numbers(text: str, found: list[Block]) -> None:
    """Give decimal headings a rank, and take broken lines that begin like an article for text."""
    if any(block.kind == "DECIMAL" for block in found):
        _mark_bare_numbers(text, found)
    last_article = 0
    plain: set[int] = set()
    decimals: set[tuple[int, ...]] = set()
    previous: Block | None = None
    for block in found:
        if block.kind == "ARTICLE":
            broken = previous is not None and previous.kind == "TEXT" and _open_ended(text, previous)
            if broken and block.ordinal not in (last_article + 1, 1):
                _demote(block)
            else:
                last_article = block.ordinal or last_article
        elif block.kind == "DECIMAL":
            _settle_decimal(text, block, previous, plain, decimals)
        elif block.kind in {"H1", "CHAPTER", "PART"}:
            plain.clear()
        if block.kind == "H3" and block.ordinal is not None and block.depth < 2:
            plain.add(block.ordinal)
        if block.kind != "FURNITURE":
            previous = block


def _settle_decimal(
    text: str, block: Block, previous: Block | None, plain: set[int], decimals: set[tuple[int, ...]]
) -> None:
    """Take 1.2 for a heading where it counts on; behind 1. or a broken line it may be a figure."""
    digits = text[block.start : block.mark].strip("#*_> \t").replace("．", ".")
    parts = tuple(map(int, digits.split(".")))
    first = parts[0]
    if parts[-1] > 1 and (*parts[:-1], parts[-1] - 1) not in decimals:
        if block.depth == 2 and max(plain, default=0) == first - 1 > 0:
            _shorten(text, block, first)
            return
        if previous is not None and _breaks_off(text, previous):
            _demote(block)
            return
    decimals.add(parts)
    base = 3 if first in plain and block.depth == 2 else 0
    block.kind = f"H{min(base + block.depth, 5)}"


def _mark_bare_numbers(text: str, found: list[Block]) -> None:
    """Take 1 总则 for a heading, as in documents numbered 1, 1.1, 1.1.1; long words only if it counts on."""
    last = 0
    for block in found:
        match = BARE_NUMBER.match(text, block.start, block.end) if block.kind == "TEXT" else None
        ordinal = to_int(match["mark"]) if match else None
        if match and (block.end - match.end() <= SHORT_WORDS or ordinal == last + 1):
            block.kind, block.mark, block.head = "H1", match.end("mark"), match.end("mark")
            block.number, block.ordinal = match["mark"], ordinal
            last = ordinal or last


def _shorten(text: str, block: Block, first: int) -> None:
    """Read 2.5G基站 behind 1. as the number 2. and a text that begins with a figure."""
    block.kind, block.ordinal, block.depth = "H3", first, 0
    block.mark = block.head = next(i for i in range(block.start, block.mark) if text[i] in ".．") + 1
    block.number = f"{first}."


def _breaks_off(text: str, block: Block) -> bool:
    return text[block.end - 1] in "，、,（(" or (
        block.kind in {"TEXT", "H3", "H4"} and _open_ended(text, block) and text[block.end - 1] not in ")"
    )


def _open_ended(text: str, block: Block) -> bool:
    return block.end - block.start >= 15 and text[block.end - 1] not in "。；;：:！？”）"


def _demote(block: Block) -> None:
    block.kind = "TEXT"
    block.number = block.ordinal = None
    block.mark = block.head = block.start
