"""One logical line in, its kind out, by its own words alone; context is layout's business."""

import re
from functools import lru_cache

from hefa.model.lazy import lazy
from hefa.model.numerals import to_int
from hefa.parse.block import Block
from hefa.parse.furniture import LINK, is_furniture, is_innote, is_note
from hefa.parse.patterns import ATTACHMENT, DATE_LINE, FIRST_CHARS, MARKERS_BY_FIRST, NUMBER_LINE
from hefa.parse.words import MODAL

TABLE_GAPS = lazy(r"\S(?:[ \xa0]{3,}|\u3000{2,})\S[^。]*?\S(?:[ \xa0]{3,}|\u3000{2,})\S")
HAN = lazy(r"[\u3400-\u9fff]")
ADDRESS = lazy(r"\w@\w|//")
ORDINARY = lazy(r"[\u3400-\u9fff，。、；：！？（）()“”《》]{2,}")
USUAL = frozenset("，。、；：！？（）()“”《》〔〕—-－%％.·/[]【】*#|")
PLAIN = lazy(rf"[\u3400-\u9fffA-Za-z0-9 \u3000{re.escape(''.join(sorted(USUAL)))}]*")
NUMERIC = lazy(r"[0-9０-９]+")
NOT_NUMERIC = lazy("[第章节条编篇部分之（）()、.．\\\\ \t\u3000]")
DATE_ENDS, NUMBER_ENDS = "日）)*", "号）)"
META_ENDS = DATE_ENDS + NUMBER_ENDS
LONGEST_META = 160
LONGEST_NOISE = 60
LONGEST_NOTE = 320


def classify(text: str, block: Block) -> None:
    """Set the kind of ``block``, and the marker where it opens with one."""
    if text[block.start] not in FIRST_CHARS or not _marked(text, block):
        block.kind = _by_words(text, block) or block.kind


def _by_words(text: str, block: Block) -> str | None:
    start, end = block.start, block.end
    length = end - start
    line = text[start:end] if length <= LONGEST_NOTE else text[start : start + LONGEST_NOTE]
    if length <= LONGEST_META:
        if line[-1] in META_ENDS and (kind := _dated_or_numbered(line)):
            return kind
        if is_furniture(line) and (line[0] == "版" or not MODAL.search(line)):
            return "FURNITURE"
    elif line[0] in "-![" and LINK.match(line):
        return "FURNITURE"
    if line[0] == "|" or "\t" in line:
        return "TABLE"
    return _by_short_words(text, block, line) if length <= LONGEST_NOTE else None


def _dated_or_numbered(line: str) -> str | None:
    if line[-1] in DATE_ENDS and DATE_LINE.match(line):
        return "DATE"
    return "NUMBER" if line[-1] in NUMBER_ENDS and NUMBER_LINE.match(line) else None


def _by_short_words(text: str, block: Block, line: str) -> str | None:
    if ("  " in line or "\u3000\u3000" in line or "\xa0" in line) and TABLE_GAPS.search(line):
        return "TABLE"
    if line[0] in "附*#" and _attachment(text, block):
        return "ATTACHMENT"
    if is_note(line):
        return "NOTE"
    if is_innote(line) and not MODAL.search(line):
        return "INNOTE"
    return "UNPARSED" if len(line) <= LONGEST_NOISE and _noise(line) else None


def _marked(text: str, block: Block) -> bool:
    for kind, pattern in MARKERS_BY_FIRST[text[block.start]]:
        match = pattern.match(text, block.start, block.end)
        if match is None:
            continue
        printed = match["mark"]
        if kind == "H3" and block.end - match.end() <= 1:
            return False
        if kind in {"H2", "H4"} and DATE_LINE.match(text, block.start, block.end):
            return False
        block.kind = kind
        block.mark = block.head = match.end()
        block.number, block.ordinal, block.depth = _numbered(kind, printed)
        return True
    return False


@lru_cache(maxsize=4096)
def _numbered(kind: str, printed: str) -> tuple[str, int | None, int]:
    """Return a printed marker without white space, its value, and how many parts a decimal has."""
    number = "".join(printed.replace("\\", "").split())
    if kind == "DECIMAL":
        parts = NUMERIC.findall(printed)
        return number, int(parts[-1]), len(parts)
    ordinal = to_int(NOT_NUMERIC.sub("", printed.partition("之")[0] if kind == "ARTICLE" else printed))
    if kind == "H5" and ordinal is None:
        ordinal = to_int(printed.rstrip("）)"))
    return number, ordinal, 0


def _attachment(text: str, block: Block) -> bool:
    match = ATTACHMENT.match(text, block.start, block.end)
    if match is None:
        return False
    rest = text[match.end() : block.end].lstrip("*")
    separated = match["colon"] or not rest or rest[0] in " \u3000\t（(《" or match["mark"][-1].isdigit()
    if not separated or "。" in rest or (len(rest) > 80 and not match["colon"]) or MODAL.search(rest):
        return False
    block.mark = match.end()
    block.head = block.end
    block.number = "".join(match["mark"].split())
    digits = NUMERIC.findall(match["mark"])
    block.ordinal = int(digits[0]) if digits else to_int(match["mark"][2:])
    return True


def _noise(line: str) -> bool:
    """Whether a short line is mostly neither Chinese nor a word, number or address: what scans leave."""
    if PLAIN.fullmatch(line) and HAN.search(line):
        return False
    line = "".join(line.split())
    if len(line) > 40 or ORDINARY.fullmatch(line) or ADDRESS.search(line):
        return False
    han = len(HAN.findall(line))
    odd = sum(not char.isalnum() and char not in USUAL for char in line)
    if "\ufffd" in line or odd * 3 > len(line):
        return True
    return han == 0 and len(line) > 3 and not re.search(r"[A-Za-z]{4}|\d|^“", line)
