"""A bar in one article and the conditions for its being lifted in another: two halves of one permit."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hefa.model.lazy import lazy
from hefa.model.observation import Observation
from hefa.relate.draft import Passage, Reading
from hefa.relate.names import core, pairs, weight

_LISTED = lazy(
    r"(?P<for>申请|申领|申办|取得|办理|领取|核发)(?P<what>[^，。；：]{0,30})(?:，|的，)?[^。；：]{0,24}?"
    r"(?:(?P<conditions>(?:具备|符合|满足|达到)(?:下列|以下|如下)[^，。；：]{0,4}(?:条件|要求))"
    r"|(?P<materials>(?:提交|提供|报送|出具|携带)(?:下列|以下|如下)[^，。；：]{0,6}(?:材料|资料|文件|证件|证明)))"
)
_ADMISSION = lazy(
    r"许可|批准|审批|核准|准入|准运|准营|[^凭保认]证(?!明|券|据)|备案|登记|资格|资质|设置|设立|开办|经营"
)
_AID = lazy(r"补贴|补助|奖励|资助|资金|救助|贷款|津贴|保障性?住房|公租房|扶持|认定为|评选|称号")


_BAR = lazy(r"未经|未取得|须经|应当经|经[^，。；]{2,24}(?:批准|同意|许可|核准)|许可证|准[运入营]证")
_LIST_WORDS = ("下列", "以下", "如下")
_ABOUT, _LEAST_CORE, _MOST_BARS = 0.6, 3, 60


@dataclass(frozen=True, slots=True)
class Listing:
    """What an applicant needs: ``symbol`` says conditions or papers, ``what`` for what, ``entries`` which.

    ``lead`` is what introduces them.
    """

    symbol: str
    what: str
    lead: Passage
    entries: tuple[Passage, ...]


def listings(passages: Sequence[Passage]) -> list[Listing]:
    """Return the lists of conditions and papers for an admission; those of aid and awards are not meant."""
    listed = [
        (one, found)
        for one in passages
        if (found := _listed(one.words)) and _ADMISSION.search(found["what"]) and not _AID.search(found[0])
    ]
    entries: dict[int, list[Passage]] = {lead.clause.id: [] for lead, _ in listed}
    for one in passages if listed else ():
        if one.clause.lead in entries:
            entries[one.clause.lead].append(one)
    return [
        Listing(
            "conditions-listed" if found["conditions"] else "materials-listed",
            found["what"],
            lead,
            tuple(entries[lead.clause.id]),
        )
        for lead, found in listed
    ]


def observe_conditions(reading: Reading) -> Iterator[Observation]:
    """Yield each clause that bars without admission what conditions or papers are listed for below.

    A list that does not say for what (申请批准的，…) is for the nearest bar above it.
    """
    if not any(word in reading.text for word in _LIST_WORDS):
        return
    found: dict[tuple[int, str], Passage] = {}
    listed = listings(reading.passages)
    before = reading.passages[: listed[-1].lead.clause.id] if listed else ()
    bars = [one for one in before if _BAR.search(one.words) and not _listed(one.words)]
    for listing in listed:
        above = [bar for bar in bars if bar.clause.id < listing.lead.clause.id][-_MOST_BARS:]
        found |= {(bar.clause.id, listing.symbol): bar for bar in _meant(listing.what, above)}
    for (clause_id, symbol), bar in sorted(found.items()):
        start, end = bar.span(0, len(bar.words))
        yield Observation(start=start, end=end, clause=clause_id, symbols=frozenset({f"relation.{symbol}"}))


def _listed(words: str) -> re.Match[str] | None:
    lists = "下" in words and any(word in words for word in _LIST_WORDS)  # as all the words have it
    return _LISTED.search(words) if lists else None


def _meant(what: str, bars: Sequence[Passage]) -> Sequence[Passage]:
    if weight(what) < _LEAST_CORE:
        return bars[-1:]
    wanted = pairs(core(what))
    return [bar for bar in bars if len(wanted & pairs(bar.words)) >= _ABOUT * len(wanted)]
