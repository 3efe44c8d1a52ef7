"""Days by which a review is due, told in working days (工作日) by the calendar of holidays."""

import datetime
from dataclasses import dataclass

from hefa.dossier.workdays import WorkCalendar
from hefa.service.errors import Invalid

_FARTHEST = datetime.timedelta(days=1000)


@dataclass(frozen=True, slots=True)
class Due:
    """The day, whether it is past, and how far it is, in words; no words for what is far or settled."""

    day: str
    late: bool = False
    said: str = ""


class Deadlines:
    """Tells deadlines as of today."""

    def __init__(self) -> None:
        self._calendar = WorkCalendar()

    def told(self, day: str | None, *, settled: bool, today: datetime.date) -> Due | None:
        """Return a deadline in words; ``settled`` drafts are no longer late."""
        if day is None:
            return None
        due = datetime.date.fromisoformat(day)
        if settled or abs(due - today) > _FARTHEST:
            return Due(day)
        if due < today:
            return Due(day, late=True, said=f"逾期 {self._calendar.between(due, today)} 个工作日")
        left = self._calendar.between(today, due)
        return Due(day, said=f"还有 {left} 个工作日" if left else "今天到期")


def day_of(words: str) -> datetime.date | None:
    """Return the day that a form names; none for no deadline."""
    try:
        return datetime.date.fromisoformat(words.strip()) if words.strip() else None
    except ValueError as error:
        raise Invalid("期限", f"不是日期 {words}", "写成 2026-06-01 的形式") from error


def days_of(words: str) -> int | None:
    """Return the number of working days that a form names, if it does."""
    plain = words.strip()
    if plain and not (plain.isascii() and plain.isdecimal() and len(plain) < 5):
        raise Invalid("期限", "工作日数不是整数", "写 1 至 2000 的整数")
    return int(plain) if plain else None
