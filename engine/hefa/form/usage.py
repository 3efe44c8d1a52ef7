"""Words with a fixed use in norms that are used otherwise, orders and plans that are not what they should be.

必须 beside 应当, 和/或, 参照 for a penalty, ranges that touch, two ways to cite an item; an order that
publishes rules without its dates; a plan that binds the public. Each is told once, at its first place.
"""

import re
from collections.abc import Iterator

from hefa.form.draft import Draft
from hefa.form.scan import Asked, asked
from hefa.model.lazy import lazy
from hefa.model.observation import Observation

_DUTY = asked(r"(?P<modal>应当|必须)(?P<what>[^，。；：、“”《》\n]{6,40})", "必须")
_AND_OR = asked(
    r"[和及与或](?:(?<=或)者?\s*[/／]\s*[和及与]|(?<!或)(?:\s*[/／]\s*或|[（(]\s*或者?\s*[）)]))",
    *("/", "／", "（或", "(或"),
)
_REFERRED = asked(
    r"参照(?:《[^》]+》|[^。；，\n]{0,16}规定)[^。；\n]{0,16}?"
    r"(?:(?:予以|给予|进行|实施|从重|从轻)(?:行政)?处罚|处以?[^。；，\n]{0,16}罚款)",
    "参照",
)
_PLAIN = (("technique.and-or", _AND_OR), ("technique.sanction-by-analogy", _REFERRED))
_NUMERALS = "一二三四五六七八九十百千万"
_FIGURE = (
    rf"(?:\d[\d.,]*|[{_NUMERALS}]+)\s?"
    r"(?:万元|元|人|户|平方米|立方米|米|吨|公斤|日|天|个月|年|周岁|岁|%|亩|公里|家|间|台|辆|件|次)"
)
_NUMBER = lazy(rf"(?P<figure>{_FIGURE})(?P<side>及?以上|及?以下|以内)(?!的?(?:罚款|有期徒刑))")
_ABOVE, _BELOW = asked("以上"), (asked("以下"), asked("以内"))
_COUNTED = tuple(map(lazy, ("本数", rf"含[\d{_NUMERALS}]", rf"不包括[\d{_NUMERALS}]")))
_ITEM = asked(r"(?<=[条款])第(?P<open>[（(])?[一二三四五六七八九十]{1,3}[）)]?项", "条第", "款第")
_ORDER = lazy(r"令(?:\s|[（(]|第)")
_PUBLISHED = lazy(r"[^。\n]*?现予(?:公布|发布)[^\n]*")
_ADOPTED = lazy(
    r"\d{4}年\d{1,2}月\d{1,2}日[^。]{0,60}?(?:会议|全体会|常务会|办公会)[^。]{0,20}(?:通过|审议)|通过[^。]{0,10}\d{4}年"
)
_STARTS = lazy(r"施行|实施|生效")
_HEAD = 1500
"""Characters within which an order stands."""
_PLANS = {"方案", "要点", "计划", "规划"}
_BINDS = asked(
    r"任何(?:单位|组织|企业)(?:和|、|或者?)个人[^。；，\n]{0,10}(?:不得|必须|应当|严禁)"
    r"|处以?[^。；，\n《]{0,16}(?:元|倍)[^。；，\n]{0,12}罚款",
    *("任何", "罚款"),
)
_QUOTED_LAW = lazy(r"《|依法|法律|法规|条例")


def observe_usage(draft: Draft) -> Iterator[Observation]:
    """Yield each kind once, where it stands first."""
    yield from _modals(draft)
    yield from _plain(draft)
    yield from _ranges(draft)
    yield from _items(draft)
    yield from _order(draft)
    yield from _plan(draft)


def _modals(draft: Draft) -> Iterator[Observation]:
    """Yield a duty that is once laid down with 应当 and once with 必须."""
    known: dict[str, str] = {}
    for found in _all(draft, _DUTY):
        other = known.setdefault(found["what"], found["modal"])
        if other != found["modal"]:
            values = {"words": found[0], "other": other + found["what"]}
            yield draft.seen("technique.modals-mixed", found.start(), found.end(), values)
            return


def _plain(draft: Draft) -> Iterator[Observation]:
    for symbol, words in _PLAIN:
        if found := _all(draft, words):
            values = {"words": found[0][0], "count": str(len(found))}
            yield draft.seen(symbol, found[0].start(), found[0].end(), values)


def _ranges(draft: Draft) -> Iterator[Observation]:
    """Yield a figure that belongs to the case below it and to the case above it, within one clause."""
    if not draft.has(_ABOVE) or any(counted.search(draft.text) for counted in _COUNTED):
        return
    for clause in draft.own_with(*_BELOW):
        known: dict[str, str] = {}
        for found in _NUMBER.finditer(draft.text, clause.start, clause.end):
            figure, above = "".join(found["figure"].split()), "上" in found["side"]
            other = known.setdefault(figure, found["side"])
            if ("上" in other) != above:
                values = {"words": figure + other, "other": figure + found["side"]}
                yield draft.seen("technique.ranges-touch", found.start(), found.end(), values)
                return


def _items(draft: Draft) -> Iterator[Observation]:
    """Yield the first citation of an item that is written otherwise than most."""
    found = _all(draft, _ITEM)
    bracketed = [match for match in found if match["open"]]
    bare = [match for match in found if not match["open"]]
    if bracketed and bare:
        fewer, more = sorted((bare, bracketed), key=len)
        values = {"words": fewer[0][0], "other": more[0][0], "count": str(len(fewer))}
        yield draft.seen("technique.item-marks-mixed", fewer[0].start(), fewer[0].end(), values)


def _order(draft: Draft) -> Iterator[Observation]:
    """Yield which day an order that publishes rules does not name: of adoption, of effect."""
    if draft.facts.rank != "rules":
        return
    order = _ORDER.search(draft.text, 0, _HEAD)
    told = _PUBLISHED.search(draft.text, order.end(), _HEAD) if order else None
    if told is None:
        return
    for symbol, pattern in (("form.order-no-adoption", _ADOPTED), ("form.order-no-start", _STARTS)):
        if not pattern.search(told[0]):
            start = told.start() + len(told[0]) - len(told[0].lstrip())
            yield draft.seen(symbol, start, told.end())


def _plan(draft: Draft) -> Iterator[Observation]:
    """Yield where a plan, or the minutes of a meeting, lays a ban or a fine on everyone."""
    genre = draft.body.genre
    if genre not in _PLANS and not (draft.body.title or "").endswith("纪要"):
        return
    for clause in draft.own_with(_BINDS):
        found = _BINDS.pattern.search(draft.text, clause.start, clause.end)
        if found and not _QUOTED_LAW.search(draft.text, clause.start, found.end()):
            kind = genre or "纪要"
            yield draft.seen("form.plan-binds", found.start(), found.end(), {"kind": kind, "words": found[0]})
            return


def _all(draft: Draft, words: Asked) -> list[re.Match[str]]:
    return [
        found
        for clause in draft.own_with(words)
        for found in words.pattern.finditer(draft.text, clause.start, clause.end)
    ]
