"""Paragraphs told twice, and attachments: those named are there, those there are named."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from hefa.form.draft import Draft, Part
from hefa.form.series import faults
from hefa.model.document import Node, NodeKind
from hefa.model.numerals import to_int
from hefa.model.observation import Observation

_N = r"[0-9一二三四五六七八九十]{1,2}"
_NAMED = re.compile(rf"附件[ ]?(?P<number>{_N})(?![0-9]|[-—－.．、：:][0-9])")
_ANY_NAMED = re.compile(r"附件|附表|附后|附录|附图|见附|《[^》]+》")
_LISTED = re.compile(
    r"^[ \t\u3000]*(?:附件[：:])?[ \t\u3000]*(?P<number>[0-9]{1,2})[.．、][ \t\u3000]*"
    r"(?P<title>\S[^\n]{3,60})$",
    re.MULTILINE,
)
_LIST_OF = re.compile(r"附[ ]?件[ \u3000]?[：:]")
LONG = 24
LABEL = 8
UNLIKE = 0.3
"""Names less alike than this do not belong together: the title was not read."""
ALIKE = 0.75


def observe_pieces(draft: Draft) -> Iterator[Observation]:
    """Yield repeated paragraphs and attachments that do not fit what is said of them."""
    yield from _repeated(draft)
    attached = [
        part for part in draft.parts if part.kind == "attached" and part.node.kind is NodeKind.ATTACHMENT
    ]
    yield from _attachments(draft, attached)


def _repeated(draft: Draft) -> Iterator[Observation]:
    """Yield the first long paragraph of the draft's own words that stands there twice."""
    known: dict[str, Node] = {}
    copies: list[tuple[Node, Node]] = []
    for part in draft.own:
        for node in part.of(NodeKind.PARAGRAPH, NodeKind.PREAMBLE):
            texts = [child for child in node.children if child.kind is NodeKind.TEXT]
            words = "".join(draft.text[texts[0].start : texts[0].end].split()) if texts else ""
            if len(words) < LONG or words[0] in "（(〔《" or words[-1] in "：:" or "：" in words[:LABEL]:
                continue
            if words in known:
                copies.append((texts[0], known[words]))
            else:
                known[words] = texts[0]
    if copies:
        node, first = copies[0]
        home = draft.clause_at(first.start)
        place = draft.clauses[home].location.label if home is not None else "前文"
        start, end = draft.span(node)
        yield draft.seen("form.repeated", start, end, {"place": place, "count": str(len(copies))})


def _attachments(draft: Draft, attached: list[Part]) -> Iterator[Observation]:
    held = [
        part
        for part in attached
        if (draft.clauses_of(part) or part.of(NodeKind.TABLE))
        and not _LIST_OF.match(draft.text, part.node.start)
    ]
    numbers = [number for part in held if (number := _number(part)) is not None]
    for fault in faults(numbers):
        part = [part for part in held if _number(part) is not None][fault.place]
        values = {"number": f"附件{numbers[fault.place]}", "due": f"附件{fault.due}"}
        yield draft.seen(f"form.attachment-{fault.kind}", *_mark(draft, part), values, near=part.node)
    if not held:
        return
    named = [
        (to_int(found["number"]) or 0, found)
        for clause in draft.clauses_of(*draft.own)
        for found in _NAMED.finditer(draft.text, clause.start, clause.end)
    ]
    inner = sum(part.kind == "nested" for part in draft.parts)
    alone = not numbers and len(held) == 1
    numbers = [1] if alone else numbers
    wanting = [(number, found) for number, found in named if number > inner and number not in numbers]
    if wanting and (alone or len(numbers) > 1):
        number, found = wanting[0]
        values = {"number": found[0], "held": "、".join(f"附件{one}" for one in numbers)}
        yield draft.seen("form.attachment-absent", found.start(), found.end(), values)
    first = held[0].node.start
    said = any(
        _ANY_NAMED.search(draft.text, clause.start, clause.end) for clause in draft.clauses_of(*draft.own)
    )
    if not said and not re.search(r"附件[：:0-9]", draft.text[:first]):
        yield draft.seen("form.attachment-unnamed", *_mark(draft, held[0]), near=held[0].node)
    yield from _called_otherwise(draft, held)


def _called_otherwise(draft: Draft, held: list[Part]) -> Iterator[Observation]:
    """Yield attachments that the list of attachments calls by another name than they bear."""
    listing = draft.text[: held[0].node.start].rfind("附件")
    if listing < 0:
        return
    listed = {
        int(found["number"]): found for found in _LISTED.finditer(draft.text, listing, held[0].node.start)
    }
    for part in held:
        found = listed.get(_number(part) or 0)
        if found is None or not part.title:
            continue
        left, right = (re.sub(r"[\s《》（）()“”]", "", name) for name in (found["title"], part.title))
        if (
            left != right
            and left not in right
            and right not in left
            and UNLIKE < SequenceMatcher(None, left, right).ratio() < ALIKE
        ):
            values = {
                "listed": found["title"].strip(),
                "title": part.title,
                "number": f"附件{found['number']}",
            }
            yield draft.seen("form.attachment-name", *found.span("title"), values)


def _number(part: Part) -> int | None:
    digits = re.search(rf"{_N}", part.node.number or "")
    return to_int(digits[0]) if digits else None


def _mark(draft: Draft, part: Part) -> tuple[int, int]:
    marker = next((child for child in part.node.children if child.kind is NodeKind.MARKER), None)
    return draft.span(marker) if marker else (part.node.start, part.node.start + 2)
