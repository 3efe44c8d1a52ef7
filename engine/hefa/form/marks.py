"""Punctuation, placeholders and numerals: slips of the pen, told once a kind with their count."""

import re
from collections import Counter
from collections.abc import Iterator

from hefa.form.draft import Draft
from hefa.form.scan import Asked, asked
from hefa.form.spans import Spans
from hefa.model.document import NodeKind
from hefa.model.lazy import lazy
from hefa.model.observation import Observation

_TWO_MARKS = (
    *("，，", "。。", "、、", "；；", "：："),
    *("，。", "。，", "、。", "；。", "，；", "、，", "。；", "，、"),
)
_DOUBLED = asked("|".join(_TWO_MARKS).replace("。。", "。。(?!。)"), *_TWO_MARKS)
_HALF = lazy(r"[,;?!](?<=[\u4e00-\u9fff].)(?=[\u4e00-\u9fff])")
_BLANK = asked(
    r"[XxＸ×╳✕某（(暂待T](?:"  # most characters begin none
    r"(?<![A-Za-z0-9].)(?<=[XxＸ])[XxＸ]{1,5}(?![A-Za-z0-9])|(?<=[×╳✕])[×╳✕]{1,5}|(?<=某)某"
    r"|(?<=[（(])(?:略|此处略|待定|待补充|待填|待核)[）)]|(?:(?<=暂)定|(?<=待)(?:定|补充|完善))(?=[，。；]|$)"
    r"|(?<=T)ODO|(?<=（)\s{1,6}）(?=[年月日元个号]))",
    *(one + other for one in "XxＸ" for other in "XxＸ"),
    *("×", "╳", "✕", "某某", "略）", "略)", "待定", "待补充", "待填", "待核", "待完善", "暂定", "TODO"),
    *(f"）{unit}" for unit in "年月日元个号"),
)
_PATTERN = lazy(r"[“《（(‘][^”》）)’\n]*$|(?:统一为|称为|称可为|命名为|名称为|例如|如|构建)$")
"""What stands before a name given as a pattern: 统一为“××区政务服务中心”."""
_ENUMERATOR = lazy(r"[0-9a-zA-Z一二三四五六七八九十](?:(?<=^.)|(?<=[。；：:;\s].))(?:(?<=[0-9])[0-9])?[）)]")
_TERMS = lazy(
    r"[0-9一二三四五六七八九十](?=[0-9一二三四五六七八九十 个工日月年])"
    r"(?:(?P<digits>(?<=[0-9])[0-9]{0,2})[ ]?个?|(?<![0-9])[一二三四五六七八九十]{0,3}个?)"
    r"(?P<unit>工作日|日内|月内|年以上|年内)"
)
_UNITS = tuple(map(asked, ("工作日", "日内", "月内", "年以上", "年内")))
_SENTENCE_ENDS = "。；）)"
_PAIRS = (("《", "》"), ("“", "”"), ("（", "）"), ("〔", "〕"))
TWICE = 2
HALVES = 3
SYSTEMATIC = 3
MANY = 12
"""So many half-width marks are the way a text was converted, not slips."""


def observe_marks(draft: Draft) -> Iterator[Observation]:
    """Yield slips of punctuation, placeholders left in, and numerals written two ways."""
    doubled = _all(draft, _DOUBLED)
    yield from _first(draft, "form.doubled-mark", doubled, MANY)
    halves = list(_HALF.finditer(draft.text)) if sum(map(draft.text.count, ",;?!")) >= HALVES else []
    if len(halves) >= HALVES:
        yield from _first(draft, "form.half-width", halves, len(draft.text))
    blanks = _all(draft, _BLANK)
    foreign = _foreign(draft) if blanks else Spans(())
    blanks = [
        found
        for found in blanks
        if found.start() not in foreign
        and not _PATTERN.search(draft.text, max(0, found.start() - 10), found.start())
    ]
    yield from _first(draft, "form.placeholder", blanks, len(draft.text))
    yield from _unpaired(draft)
    yield from _numerals(draft)


def _all(draft: Draft, words: Asked) -> list[re.Match[str]]:
    return list(words.pattern.finditer(draft.text)) if draft.has(words) else []


def _first(draft: Draft, symbol: str, found: list[re.Match[str]], most: int) -> Iterator[Observation]:
    if found and len(found) <= most:
        first = found[0]
        values = {"words": first[0], "count": str(len(found))}
        start, end = max(0, first.start() - 4), min(len(draft.text), first.end() + 4)
        context = " ".join(draft.text[start:end].split())
        yield draft.seen(symbol, first.start(), first.end(), {**values, "context": context})


def _foreign(draft: Draft) -> Spans:
    """Return what is not in the draft's own words: forms and tables attached to it, furniture, notes."""
    attached = ((part.node.start, part.node.end) for part in draft.parts if part.kind == "attached")
    kinds = (NodeKind.TABLE, NodeKind.FURNITURE, NodeKind.UNPARSED, NodeKind.NOTE)
    nodes = ((node.start, node.end) for part in draft.own for node in part.of(*kinds))
    return Spans((*attached, *nodes))


def _unpaired(draft: Draft) -> Iterator[Observation]:
    """Paragraphs in which a bracket or quotation mark has no other half; told at the first."""
    if not draft.by_line:
        return
    odd = [
        (mark, node.start + place)
        for part in draft.own
        for node in part.of(NodeKind.PARAGRAPH, NodeKind.PREAMBLE, NodeKind.ITEM)
        if (words := draft.text[node.start : node.end].rstrip())[-1:] in _SENTENCE_ENDS
        for mark, place in _odd_marks(words)
    ]
    if 0 < len(odd) <= SYSTEMATIC:
        mark, place = odd[0]
        yield draft.seen("form.unpaired", place, place + 1, {"words": mark, "count": str(len(odd))})


def _odd_marks(words: str) -> Iterator[tuple[str, int]]:
    """Yield the last place of each mark of which a paragraph has more than of its other half."""
    if "(" in words or ")" in words:
        words = words.replace("(", "（").replace(")", "）")
    if "）" in words:
        words = _ENUMERATOR.sub(lambda found: " " * len(found[0]), words)
        if words.rstrip()[-1:] not in "。；":
            return
    for left, right in _PAIRS:
        excess = words.count(left) - words.count(right)
        if excess and not (left == "“" and '"' in words):
            mark = left if excess > 0 else right
            yield mark, words.rindex(mark)


def _numerals(draft: Draft) -> Iterator[Observation]:
    """One unit of time counted in digits here and in Chinese there, both more than once."""
    if all(draft.scan.times(unit) < 2 * TWICE for unit in _UNITS):
        return
    ways: dict[str, Counter[str]] = {}
    first: dict[tuple[str, str], re.Match[str]] = {}
    for part in (draft.body,):
        for found in _TERMS.finditer(draft.text, part.node.start, part.node.end):
            unit, way = found["unit"], "words" if found["digits"] is None else "digits"
            ways.setdefault(unit, Counter())[way] += 1
            first.setdefault((unit, way), found)
    for unit, count in ways.items():
        if min(count["digits"], count["words"]) >= TWICE:
            rarer = "digits" if count["digits"] < count["words"] else "words"
            one, other = first[unit, rarer], first[unit, "words" if rarer == "digits" else "digits"]
            values = {"words": one[0], "other": other[0], "count": str(count[rarer])}
            yield draft.seen("technique.numerals-mixed", one.start(), one.end(), values)
            return
