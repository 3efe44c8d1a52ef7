"""Printed dates in, ISO dates out; when a document takes effect and when it lapses."""

import datetime
from calendar import monthrange

from hefa.model.lazy import lazy
from hefa.model.numerals import to_int
from hefa.parse.patterns import DATE, NUMERAL, UNNAMED_DATE

EFFECTIVE = lazy(
    rf"自[ ]?(?P<when>{UNNAMED_DATE}|(?:正式)?(?:公布|发布|印发|颁布|发文|下发)之?日)[起后]?"
    rf"(?P<days>[ ]?(?P<count>[0-9{NUMERAL}]{{1,3}})[ ]?日[起后])?"
    r"[ ]?(?:正式|开始|组织|试|全面)?(?:施行|实施|执行|生效|行)"
)
EXPIRES = lazy(
    r"有效期(?:限)?[ ]?(?:暂定|定)?(?:为|是)?(?:自[^。；]{1,30}?)?"
    rf"(?:截?[至到](?P<until>[ ]?{UNNAMED_DATE})|[ ]?(?P<years>[0-9]{{1,2}}|[{NUMERAL}]{{1,2}})[ ]?年)"
)


def iso(printed: str) -> str | None:
    """Return the ISO form of the first date in ``printed``; None where there is no real day."""
    match = DATE.search(printed) if "年" in printed else None
    if match is None:
        return None
    parts = [to_int(match[name]) for name in ("year", "month", "day")]
    try:
        return datetime.date(*(part or 0 for part in parts)).isoformat()
    except ValueError:
        return None


def effective(text: str, issued: str | None) -> str | None:
    """Return the day the last 自…起施行 of ``text`` names; a day counted from issue is the day of issue."""
    found = None
    for match in EFFECTIVE.finditer(text):
        found = match
    if found is None:
        return None
    named = iso(found["when"])
    if named or not issued:
        return named
    days = to_int(found["count"]) or 0 if found["days"] else 0
    return (datetime.date.fromisoformat(issued) + datetime.timedelta(days=days)).isoformat()


def expires(text: str, since: str | None) -> str | None:
    """Return the last day of validity: the date named, or the years counted from ``since``."""
    found = None
    for match in EXPIRES.finditer(text):
        found = match
    if found is None:
        return None
    if found["until"]:
        return iso(found["until"])
    years = to_int(found["years"])
    if not since or not years:
        return None
    first = datetime.date.fromisoformat(since)
    year = first.year + years
    day = min(first.day, monthrange(year, first.month)[1])
    return (datetime.date(year, first.month, day) - datetime.timedelta(days=1)).isoformat()
