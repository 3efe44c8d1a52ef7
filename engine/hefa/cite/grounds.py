"""Whether a draft says on what law it rests, in its preamble or first article, and on what it does not."""

from collections.abc import Iterator, Sequence

from hefa.cite.find import LAW, is_opening
from hefa.model.citation import CitedDocument
from hefa.model.document import Clause, Document
from hefa.model.lazy import lazy
from hefa.model.observation import Observation

_MADE = lazy(r"(?:制定|制订|出台|特制定|起草)本|(?:本(?:办法|规定|细则|实施细则|条例|规则))的?制定")
_GENERIC = lazy(
    r"(?:根据|依据|依照|按照|遵照|贯彻|落实|结合)[^。；]{0,60}?"
    r"(?:法律|法规|规章|有关规定|相关规定|有关文件|相关文件|有关政策|相关政策|要求|规定|实际|部署|文件)"
)
_MINUTES = lazy(
    r"(?:根据|依据|按照|遵照|落实|贯彻)[^。；《》]{0,40}?"
    r"(?P<what>会议(?:精神|要求|决定|议定|纪要)|纪要|批示(?:精神|要求)?|讲话(?:精神|要求)?|上级(?:精神|要求|指示))"
)
_PLACE = lazy(r"(?:中共)?(?P<name>(?:(?!中共|[和部国全委关])[一-鿿]){2,4}?)(?P<level>省|市|县|镇|街道)")
_CITIES_OF_THE_STATE = ("北京", "上海", "天津", "重庆")
_LEVELS = ("state", "ministry", "province", "city", "county", "township")
_OF = {"省": "province", "市": "city", "县": "county", "镇": "township", "街道": "township"}


def observe_grounds(text: str, document: Document, cited: Sequence[CitedDocument]) -> Iterator[Observation]:
    """Yield what is to be said of the basis that a draft names for itself."""
    opening = [one for one in cited if one.opening and not one.history]
    yield from _lower(document, opening)
    clauses = [clause for clause in document.clauses if is_opening(clause)]
    made = next((clause for clause in clauses if _MADE.search(text, clause.start, clause.end)), None)
    if made is None:
        return
    if not any("《" in text[clause.start : clause.end] for clause in clauses) and not opening:
        yield from _unnamed(text, made)
    elif not any(one.key.endswith(LAW) or "国务院" in one.name for one in opening):
        yield from _minutes(text, made, "minutes")


def _unnamed(text: str, clause: Clause) -> Iterator[Observation]:
    """Yield what stands where a law should: minutes, 有关规定, nothing."""
    minutes = list(_minutes(text, clause, "minutes"))
    yield from minutes
    if minutes or clause.place.article is None:
        return
    kind = "basis-generic" if _GENERIC.search(text, clause.start, clause.end) else "basis-missing"
    yield _seen(clause.start, _first_end(text, clause), clause, kind)


def _minutes(text: str, clause: Clause, kind: str) -> Iterator[Observation]:
    found = _MINUTES.search(text, clause.start, clause.end)
    if found:
        yield _seen(found.start(), found.end(), clause, f"basis-{kind}", what=found["what"])


def _lower(document: Document, opening: Sequence[CitedDocument]) -> Iterator[Observation]:
    """Yield each document of a lower organ on which the draft rests."""
    mine = document.facts.issuer_level
    if mine not in _LEVELS:
        return
    for one in opening:
        place = _PLACE.match(one.key)
        if one.role != "basis" or place is None or place["name"] in _CITIES_OF_THE_STATE:
            continue
        if _LEVELS.index(_OF[place["level"]]) > max(_LEVELS.index(mine), _LEVELS.index("province")):
            clause = document.clauses[one.clause]
            yield _seen(one.start, one.end, clause, "basis-lower", law=f"《{one.name}》")


def _first_end(text: str, clause: Clause) -> int:
    stop = text.find("。", clause.start, clause.end)
    return stop + 1 if stop >= 0 else clause.end


def _seen(start: int, end: int, clause: Clause, kind: str, **values: str) -> Observation:
    return Observation(
        start=start, end=end, symbols=frozenset((f"cite.{kind}",)), clause=clause.id, values=values
    )
