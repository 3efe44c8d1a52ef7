"""Whether a document is still valid on a day: by the date it names, or the longest time its place allows."""

import datetime
import re
from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence

from hefa.cleanup.records import Reason
from hefa.model.held import HeldDocument

_TRIAL = re.compile(r"暂行|试行")
_AHEAD, _AHEAD_OF_TRIAL = 12, 3
"""Months before the end of validity from which a document is to be evaluated (one on trial: later)."""
Row = Mapping[str, str]


def validity_reasons(document: HeldDocument, day: datetime.date, rows: Sequence[Row]) -> Iterator[Reason]:
    """Yield that a document has expired or soon will; ``rows`` are the longest validities by place."""
    title = document.title or ""
    if document.expires is not None:
        if document.expires < day:
            says = f"有效期至 {document.expires}，没有查到延续"
            yield Reason(kind="expired", proposal="invalid", says=says)
            return
        months = months_between(day, document.expires)
        if months < (_AHEAD_OF_TRIAL if _TRIAL.search(title) else _AHEAD):
            left = f"还有 {months} 个多月" if months else "不到 1 个月"
            says = f"有效期至 {document.expires}（{left}），届满前评估，决定是否延续"
            yield Reason(kind="expiring", proposal="retain", says=says)
        return
    since, row = document.effective or document.date, _row(document.issuer, rows)
    if since is None or row is None:
        return
    column = "trial" if _TRIAL.search(title) else "notice" if document.kind == "通告" else "most"
    years = row.get(column) or row.get("most", "")
    if years.isdecimal() and (end := last_day_of(since, int(years))) < day:
        says = f"没有写有效期；按《{row['law']}》最长 {years} 年推算，至 {end}"
        yield Reason(kind="expired", proposal="invalid", says=says)


def last_day_of(since: datetime.date, years: int) -> datetime.date:
    """Return the last day of so many years: the same day of the year, less one."""
    year = since.year + years
    same = datetime.date(year, since.month, min(since.day, monthrange(year, since.month)[1]))
    return same - datetime.timedelta(days=1)


def months_between(start: datetime.date, end: datetime.date) -> int:
    """Return the whole months from ``start`` to ``end``."""
    return (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)


def _row(issuer: str | None, rows: Sequence[Row]) -> Row | None:
    return next((row for row in rows if issuer and issuer.startswith(row["place"])), None)
