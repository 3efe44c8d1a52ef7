"""Numbers of chapters, articles, items and headings: none left out, none twice, none out of order."""

import re
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache

from hefa.form.draft import Draft, Part
from hefa.form.series import faults
from hefa.model.document import Node, NodeKind
from hefa.model.lazy import lazy
from hefa.model.observation import Observation

_SERIES = (
    ("technique.part", (NodeKind.PART,)),
    ("technique.chapter", (NodeKind.CHAPTER,)),
    ("technique.article", (NodeKind.ARTICLE,)),
)
_BELOW = {
    NodeKind.SECTION: "technique.section",
    NodeKind.ITEM: "technique.item",
    NodeKind.SUBITEM: "technique.item",
    NodeKind.HEADING_1: "form.heading",
    NodeKind.HEADING_2: "form.heading",
    NodeKind.HEADING_3: "form.heading",
    NodeKind.HEADING_4: "form.heading",
}
_SKIPS = {NodeKind.HEADING_3: NodeKind.HEADING_1, NodeKind.HEADING_4: NodeKind.HEADING_2}
_AMENDING = lazy(r"修改|修订|修正|废止|清理|节录|摘录|节选")
_DIGITS = lazy(r"第[ ]?[0-9０-９]")
_COMMA_AFTER_BRACKET = lazy(r"[）)]、$")
_COMMA_AFTER_DIGIT = lazy(r"^[0-9]{1,2}、$")
_UNMARKED, _ASCII_DIGITS = lazy(r"[0-9.．]*[0-9]$"), "0123456789"
_CHINESE = "零一二三四五六七八九"
FEWEST = 2
MISSING = 1
"""A gap of more numbers than this and one is taken for a heading that was not read."""


def observe_numbering(draft: Draft) -> Iterator[Observation]:
    """Yield the numbers out of line, part by part."""
    for part in draft.own:
        if part.title and _AMENDING.search(part.title):
            continue
        for name, kinds in _SERIES:
            yield from _series(draft, name, part.of(*kinds))
        groups = _siblings(part)
        for siblings in groups:
            yield from _series(draft, _BELOW[siblings[0].kind], siblings)
            if len(siblings) == 1 and siblings[0].kind is NodeKind.ITEM and siblings[0].ordinal == 1:
                yield _at_marker(draft, "technique.item-single", siblings[0])
        yield from _digits(draft, part)
        yield from _skips(draft, part)
        yield from _markers(draft, part)
        yield from _item_ends(draft, groups)


def _siblings(part: Part) -> Collection[list[Node]]:
    """Group numbered nodes of one kind under one parent, in text order."""
    groups: dict[tuple[int, str, NodeKind], list[Node]] = {}
    for node, parent in part.nodes:
        number = node.number or ""
        if node.kind in _BELOW and not (number[-1:] in _ASCII_DIGITS and _UNMARKED.match(number)):
            groups.setdefault((parent.start, _style(number), node.kind), []).append(node)
    return groups.values()


@lru_cache(maxsize=1024)
def _style(number: str) -> str:
    """Return how a number is printed, whatever its value."""
    return re.sub(r"[一二三四五六七八九十]+", "一", re.sub(r"[0-9０-９]+", "1", number))


def _series(draft: Draft, name: str, nodes: Sequence[Node]) -> Iterator[Observation]:
    nodes = [node for node in nodes if node.ordinal is not None and "之" not in (node.number or "")]
    for fault in faults([node.ordinal or 0 for node in nodes]):
        node, before = nodes[fault.place], nodes[fault.place - 1]
        if fault.kind == "gap" and (node.ordinal or 0) - fault.due > MISSING:
            continue
        if fault.kind == "gap" and _printed_between(draft, before, node, fault.due):
            continue
        due = _like(node.number or "", fault.due)
        values = {"number": node.number or "", "before": before.number or "", "due": due}
        yield _at_marker(draft, f"{name}-{fault.kind}", node, values)


def _printed_between(draft: Draft, before: Node, node: Node, due: int) -> bool:
    """Whether the number that seems left out stands within the text before: it was only not read as one."""
    core = re.sub(r"[（(）)、.．\s]", "", _like(before.number or "", due))
    pattern = rf"(?<![0-9一二三四五六七八九十]){core}[ ]?[）)、.．：:\u3000 ]" if core[:1] != "第" else core
    return bool(re.search(pattern, draft.text[before.start : node.start]))


def _at_marker(draft: Draft, symbols: str, node: Node, values: dict[str, str] | None = None) -> Observation:
    marker = next((child for child in node.children if child.kind is NodeKind.MARKER), node)
    start, end = draft.span(marker)
    return draft.seen(symbols, start, end, values or {"number": node.number or ""}, near=node)


def _digits(draft: Draft, part: Part) -> Iterator[Observation]:
    """第3条 beside 第三条."""
    articles = part.of(NodeKind.ARTICLE)
    arabic = [node for node in articles if _DIGITS.match(node.number or "")]
    if arabic:
        values = {"number": arabic[0].number or "", "count": str(len(arabic))}
        yield _at_marker(draft, "technique.article-digits", arabic[0], values)


def _skips(draft: Draft, part: Part) -> Iterator[Observation]:
    """1. right below 一、 in a draft that has （一） elsewhere; the first, with their count."""
    if not part.of(NodeKind.HEADING_2):
        return
    skipping = [
        (node, parent)
        for node, parent in part.nodes
        if _SKIPS.get(node.kind) is parent.kind and node.ordinal == 1 and "、" in (parent.number or "")
    ]
    if skipping:
        node, parent = skipping[0]
        values = {"count": str(len(skipping)), "number": node.number or "", "above": parent.number or ""}
        yield _at_marker(draft, "form.level-skipped", node, values)


def _markers(draft: Draft, part: Part) -> Iterator[Observation]:
    """（一）、 and 1、: marks that do not belong behind the number."""
    commas = [node for node, _ in part.nodes if node.number and node.number[-1] == "、"]
    for symbol, pattern in (
        ("form.marker-bracket", _COMMA_AFTER_BRACKET),
        ("form.marker-digit", _COMMA_AFTER_DIGIT),
    ):
        wrong = [node for node in commas if pattern.search(node.number or "")]
        if len(wrong) >= FEWEST:
            right = (wrong[0].number or "")[:-1] + ("." if symbol.endswith("digit") else "")
            values = {"count": str(len(wrong)), "number": wrong[0].number or "", "right": right}
            yield _at_marker(draft, symbol, wrong[0], values)


def _item_ends(draft: Draft, groups: Collection[list[Node]]) -> Iterator[Observation]:
    """Items of one list that end with 。 in the middle, or a last one that ends with ；."""
    wrong: list[Node] = []
    for siblings in groups:
        if siblings[0].kind is not NodeKind.ITEM or len(siblings) < FEWEST:
            continue
        ends = [draft.words(node)[-1:] for node in siblings]
        flat = all(
            len(node.children) <= FEWEST + 1 and "。" not in draft.words(node)[:-1] for node in siblings
        )
        middle = set(ends[:-1])
        if flat and "；" in ends and (middle - {"；"} or ends[-1] in {"；", "，"}):
            wrong.append(
                siblings[-1] if ends[-1] in {"；", "，"} else siblings[ends.index(min(middle - {"；"}))]
            )
    if wrong:
        start, end = draft.span(wrong[0])
        yield draft.seen("technique.item-end", start, end, {"count": str(len(wrong))}, near=wrong[0])


def _like(number: str, value: int) -> str:
    """Return ``value`` printed as ``number`` is."""
    if re.search(r"[0-9０-９]", number):
        return re.sub(r"[0-9０-９ ]+", str(value), number, count=1)
    return re.sub(r"[零〇一二三四五六七八九十百 \u3000]+", _numeral(value), number, count=1)


def _numeral(value: int) -> str:
    hundreds, rest = divmod(value, 100)
    tens, ones = divmod(rest, 10)
    words = f"{_CHINESE[hundreds]}百" if hundreds else ""
    if tens:
        words += "十" if tens == 1 and not hundreds else f"{_CHINESE[tens]}十"
    elif hundreds and ones:
        words += "零"
    return words + (_CHINESE[ones] if ones else "")
