"""One logical line in, its kind out, by its own words alone; context is layout's business."""

import re

from hefa.parse.block import Block
from hefa.parse.numerals import to_int
from hefa.parse.patterns import (
    ATTACHMENT,
    DATE_LINE,
    FIRST_CHARS,
    FURNITURE,
    INNOTE,
    MARKERS,
    MODAL,
    NOTE,
    NUMBER_LINE,
)

TABLE_GAPS = re.compile(r"\S(?:[ \xa0]{3,}|\u3000{2,})\S[^。]*?\S(?:[ \xa0]{3,}|\u3000{2,})\S")
LINK = re.compile(r"(?:- )?!?\[[^\]]{1,200}\]\(")
HAN = re.compile(r"[\u3400-\u9fff]")
ADDRESS = re.compile(r"\w@\w|//")
ORDINARY = re.compile(r"[\u3400-\u9fff，。、；：！？（）()“”《》]{2,}")
NUMERIC = re.compile(r"[0-9０-９]+")
NOT_NUMERIC = re.compile("[第章节条编篇部分之（）()、.．\\\\ \t\u3000]")
LONGEST_META = 160
LONGEST_NOISE = 60
LONGEST_NOTE = 320


def classify(text: str, block: Block) -> None:
    """Set the kind of ``block``, and the marker where it opens with one."""
    start, end = block.start, block.end
    length = end - start
    first = text[start]
    if first in FIRST_CHARS and _marked(text, block):
        return
    if length <= LONGEST_META:
        if DATE_LINE.match(text, start, end):
            block.kind = "DATE"
        elif NUMBER_LINE.match(text, start, end):
            block.kind = "NUMBER"
        elif FURNITURE.match(text, start, end):
            block.kind = "FURNITURE"
    elif LINK.match(text, start, end):
        block.kind = "FURNITURE"
    if block.kind == "TEXT" and (
        first == "|" or "\t" in text[start:end][:LONGEST_NOTE] or _gaps(text, start, end)
    ):
        block.kind = "TABLE"
    if block.kind == "TEXT" and length <= LONGEST_NOTE:
        if first in "附*#" and _attachment(text, block):
            block.kind = "ATTACHMENT"
        elif NOTE.match(text, start, end):
            block.kind = "NOTE"
        elif INNOTE.match(text, start, end) and not MODAL.search(text, start, end):
            block.kind = "INNOTE"
        elif length <= LONGEST_NOISE and _noise(text, start, end):
            block.kind = "UNPARSED"


def _marked(text: str, block: Block) -> bool:
    for kind, pattern in MARKERS:
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
        block.number = "".join(printed.replace("\\", "").split())
        numeral = NOT_NUMERIC.sub("", printed.split("之")[0] if kind == "ARTICLE" else printed)
        block.ordinal = to_int(numeral)
        if kind == "DECIMAL":
            parts = NUMERIC.findall(printed)
            block.depth, block.ordinal = len(parts), int(parts[-1])
        if kind == "H5" and block.ordinal is None:
            block.ordinal = to_int(printed.rstrip("）)"))
        return True
    return False


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


def _gaps(text: str, start: int, end: int) -> bool:
    return end - start <= LONGEST_NOTE and TABLE_GAPS.search(text, start, end) is not None


def _noise(text: str, start: int, end: int) -> bool:
    """Whether a short line is mostly neither Chinese nor a word, number or address: what scans leave."""
    line = "".join(text[start:end].split())
    if len(line) > 40 or ORDINARY.fullmatch(line) or ADDRESS.search(line):
        return False
    han = len(HAN.findall(line))
    odd = sum(
        not char.isalnum() and char not in "，。、；：！？（）()“”《》〔〕—-－%％.·/[]【】*#|"
        for char in line
    )
    if "\ufffd" in line or odd * 3 > len(line):
        return True
    return han == 0 and len(line) > 3 and not re.search(r"[A-Za-z]{4}|\d", line)
