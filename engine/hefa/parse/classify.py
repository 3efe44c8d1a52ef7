"""One logical line in, its kind out, by its own words alone; context is layout's business."""

import re

from hefa.model.numerals import to_int
from hefa.parse.block import Block
from hefa.parse.furniture import FURNITURE, INNOTE, LINK, NOTE
from hefa.parse.patterns import ATTACHMENT, DATE_LINE, FIRST_CHARS, MARKERS, NUMBER_LINE
from hefa.parse.words import MODAL

TABLE_GAPS = re.compile(r"\S(?:[ \xa0]{3,}|\u3000{2,})\S[^。]*?\S(?:[ \xa0]{3,}|\u3000{2,})\S")
GAPS = ("  ", "\u3000\u3000", "\xa0")
HAN = re.compile(r"[\u3400-\u9fff]")
ADDRESS = re.compile(r"\w@\w|//")
ORDINARY = re.compile(r"[\u3400-\u9fff，。、；：！？（）()“”《》]{2,}")
NUMERIC = re.compile(r"[0-9０-９]+")
NOT_NUMERIC = re.compile("[第章节条编篇部分之（）()、.．\\\\ \t\u3000]")
META = (("DATE", DATE_LINE), ("NUMBER", NUMBER_LINE), ("FURNITURE", FURNITURE))
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
    if length <= LONGEST_META:
        for kind, pattern in META:
            if pattern.match(text, start, end) and not (
                kind == "FURNITURE" and MODAL.search(text, start, end) and text[start] != "版"
            ):
                return kind
    elif LINK.match(text, start, end):
        return "FURNITURE"
    if text[start] == "|" or "\t" in text[start : min(end, start + LONGEST_NOTE)]:
        return "TABLE"
    return _by_short_words(text, block) if length <= LONGEST_NOTE else None


def _by_short_words(text: str, block: Block) -> str | None:
    start, end = block.start, block.end
    line = text[start:end]
    if any(gap in line for gap in GAPS) and TABLE_GAPS.search(line):
        return "TABLE"
    if text[start] in "附*#" and _attachment(text, block):
        return "ATTACHMENT"
    if NOTE.match(text, start, end):
        return "NOTE"
    if INNOTE.match(text, start, end) and not MODAL.search(text, start, end):
        return "INNOTE"
    return "UNPARSED" if end - start <= LONGEST_NOISE and _noise(text, start, end) else None


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
    return han == 0 and len(line) > 3 and not re.search(r"[A-Za-z]{4}|\d|^“", line)
