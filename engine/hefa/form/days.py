"""Printed dates and spans of years in, days out."""

import datetime
from calendar import monthrange

from hefa.model.lazy import lazy
from hefa.model.numerals import to_int

_CHINESE = "〇○零一二三四五六七八九十"
DAY = (
    rf"[12{_CHINESE}Ｏ](?:(?<=[12])[0-9]{{3}}|(?<![12])[{_CHINESE}Ｏ]{{3}})[ ]?年"
    rf"[ ]{{0,2}}(?:[0-9]{{1,2}}|[{_CHINESE}]{{1,2}})[ ]?月"
    rf"[ ]{{0,2}}(?:[0-9]{{1,2}}|[{_CHINESE}]{{1,3}})[ ]?日"
)
"""2025年3月6日, 二〇二五年三月六日."""
_PARTS = lazy(r"(.+?)年(.+?)月(.+?)日")


def to_day(printed: str) -> datetime.date | None:
    """Return the day, or None where there is no such day."""
    match = _PARTS.match("".join(printed.split()))
    if match is None:
        return None
    year, month, day = (to_int(part) or 0 for part in match.groups())
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


def after_years(first: datetime.date, years: int) -> datetime.date:
    """Return the last day of ``years`` years that begin on ``first``."""
    year = first.year + years
    day = min(first.day, monthrange(year, first.month)[1])
    return datetime.date(year, first.month, day) - datetime.timedelta(days=1)


def printed(day: datetime.date) -> str:
    """Return 2025年3月6日."""
    return f"{day.year}年{day.month}月{day.day}日"
