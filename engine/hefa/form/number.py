"""The document number (发文字号): brackets, spaces, year and count; and how numbers are cited."""

import re
from collections.abc import Iterator

from hefa.form.days import DAY, to_day
from hefa.form.draft import Draft
from hefa.form.spans import Spans
from hefa.model.document import Node, NodeKind
from hefa.model.lazy import lazy
from hefa.model.observation import Observation

_NUMBER = lazy(
    r"(?P<organ>[\u4e00-\u9fffA-Za-z][\u4e00-\u9fffA-Za-z（）()]{0,23}?)(?P<space>[ \u3000]*)"
    r"(?P<open>[〔\[［（(【])(?P<year>[ ]?(?:19|20)[0-9]{2})(?P<yearword>[ ]?年)?(?P<close>[ ]?[〕\]］)）】])"
    r"(?P<nth>[ ]?第?)(?P<serial>[ ]?[0-9]{1,5})(?P<tail>[ ]?号)"
)
_BROKEN = lazy(
    r"^[ \t\u3000]*(?P<number>[\u4e00-\u9fff]{2,10}"
    r"(?:[〔\[［【](?:[0-9]{2}|[0-9]{5,9}|20[0-9]{2})(?:[^0-9〕\]］】\n]?[0-9]*号?)"
    r"|[〔\[［（(【][0-9]{2}[〕\]］）)】][0-9]{1,4}号"
    r"|[〔\[［（(【]20[0-9]{2}[〕\]］）)】][0-9]{1,4}"
    r"|20[0-9]{2}(?:年[0-9]{1,4}号|[〔\[［（(【][0-9]{1,4}[〕\]］）)】]号)))[ \t\u3000]*\r?$",
    re.MULTILINE,
)
_LINE_END = lazy(r"\n")
_CITED = lazy(r"[\u4e00-\u9fff]{1,12}[\[［【（(][ ]?(?:19|20)[0-9]{2}[ ]?[\]］】）)][ ]?第?[0-9]{1,5}[ ]?号")
_YEAR = tuple(lazy(rf"{century}[0-9]{{2}}[ ]?[\]］】）)][ ]?第?[0-9]{{1,5}}[ ]?号") for century in (19, 20))
_EDITED = lazy(r"[（(][ ]?(?:19|20)[0-9]{2}[ ]?年[ ]{0,2}[0-9]|[0-9][ ]?号")
"""What an editor of a collection has put behind the title: its date or number."""
_INVITES = lazy(r"征集|征求|举办|召开|紧急|揭榜")
_ISSUES = lazy(r"办法|规定|细则|通告|公告|通知|意见|决定|方案")
HEAD = 800
GLUED = lazy(r"[ ](?:(?<=[\u4e00-\u9fff] )[0-9]|(?<=[0-9] )[\u4e00-\u9fff])[ ]?")
"""A space between word and figure; of the two in 第 3 条 only the first is counted."""
SPACED_OUT = 3


def observe_number(draft: Draft) -> Iterator[Observation]:
    """Yield what is odd about the number at the head, and about numbers in the text."""
    numbers = draft.outer.of(NodeKind.NUMBER)
    printed = [
        (node, found) for node in numbers if (found := _NUMBER.search(draft.text, node.start, node.end))
    ]
    for node, found in printed[:1]:
        yield from _form(draft, found)
        yield from _year(draft, node, found)
    organs = {found["organ"] for _, found in printed}
    if len(organs) > 1:
        node = printed[1][0]
        yield draft.seen("form.number-several", *draft.span(node), {"count": str(len(printed))})
    if not numbers:
        yield from _missing(draft)
    yield from _cited(draft, printed[0][1].start() if printed else -1)


def _form(draft: Draft, found: re.Match[str]) -> Iterator[Observation]:
    wanted = f"{found['organ']}〔{found['year'].strip()}〕{int(found['serial'])}号"
    values = {"wanted": wanted}
    faults = []
    if (found["open"], found["close"].strip()) != ("〔", "〕"):
        faults.append("form.number-brackets")
    if " " in found[0] or "\u3000" in found[0]:
        spaced = sum(1 for _ in GLUED.finditer(draft.text)) < SPACED_OUT
        faults += ["form.number-space"] if spaced else []
    if found["serial"].strip().startswith("0"):
        faults.append("form.number-zero")
    if found["nth"].strip() or found["yearword"]:
        faults.append("form.number-nth")
    if faults:
        yield draft.seen(faults[0], found.start(), found.end(), values, replacement=wanted)


def _year(draft: Draft, node: Node, found: re.Match[str]) -> Iterator[Observation]:
    for dated in draft.outer.of(NodeKind.DATE)[-1:]:
        match = re.search(DAY, draft.text[dated.start : dated.end])
        day = to_day(match[0]) if match else None
        if day and dated.start > node.end and day.year != int(found["year"]):
            values = {"year": found["year"].strip(), "date": match[0] if match else ""}
            months = (day.year - int(found["year"])) * 12 + day.month
            turn = " form.year-end" if months in {0, 13} else ""
            yield draft.seen("form.number-year" + turn, found.start(), found.end(), values)


def _missing(draft: Draft) -> Iterator[Observation]:
    """Look at a draft that is whole, signed and dated, as its issuer would print it, without a number."""
    starts = [0, *(found.end() for found in _LINE_END.finditer(draft.text, 0, HEAD))]
    broken = next((found for start in starts if (found := _BROKEN.match(draft.text, start, HEAD))), None)
    if broken:
        yield draft.seen("form.number-broken", broken.start("number"), broken.end("number"))
        return
    facts = draft.facts
    own = draft.outer.title or ""
    whole = (
        draft.outer.of(NodeKind.SIGNATURE)
        and draft.outer.of(NodeKind.DATE)
        and draft.outer.of(NodeKind.TITLE)
    )
    if not whole or facts.number or draft.outer.of(NodeKind.FURNITURE):
        return
    known = facts.issuer and facts.issuer_kind in {"government", "office", "department"}
    edited = _EDITED.search(own)
    if known and not edited and _ISSUES.search(own) and not _INVITES.search(own):
        yield draft.absent("form.number-missing", {"kind": draft.outer.genre or "文件"}, head=True)


def _cited(draft: Draft, own: int) -> Iterator[Observation]:
    if not any(year.search(draft.text) for year in _YEAR):
        return
    heads = Spans(
        (node.start, node.end)
        for part in draft.parts
        for node in part.of(NodeKind.NUMBER, NodeKind.FURNITURE, NodeKind.TITLE)
    )
    found = (one for one in _CITED.finditer(draft.text) if one.start() != own)
    cited = [one for one in found if one.start() not in heads]
    if cited:
        first = cited[0]
        right = re.sub(r"[\[［【（(][ ]?((?:19|20)[0-9]{2})[ ]?[\]］】）)][ ]?第?", r"〔\1〕", first[0])
        yield draft.seen(
            "form.cited-brackets",
            first.start(),
            first.end(),
            {"count": str(len(cited)), "wanted": right},
            replacement=right,
        )
