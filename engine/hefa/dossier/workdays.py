"""Working days (工作日) by the official calendar of holidays, with the days worked in their place (调休).

The calendar knows the years whose holidays the State Council has announced and its data holds; for other
years only weekends are left out, and whoever counts says so.
"""

import datetime
from functools import cached_property
from typing import Any

from hefa.errors import OptionError

DAY = datetime.timedelta(days=1)
INSTALL = 'pip install "hefa[dossier]"'


class WorkCalendar:
    """Counts working days; the data is loaded with the first question."""

    def __init__(self) -> None:
        self._data: Any = None

    @cached_property
    def years(self) -> tuple[int, int]:
        """First and last year whose holidays are known."""
        years = {day.year for day in self._calendar().constants.holidays}
        return min(years), max(years)

    def works(self, day: datetime.date) -> bool:
        """Whether ``day`` is a working day; outside the known years, whether it is no weekend."""
        if self.knows(day, day):
            return bool(self._calendar().is_workday(day))
        return day.weekday() < 5

    def knows(self, start: datetime.date, end: datetime.date) -> bool:
        """Whether the holidays of every year from ``start`` to ``end`` are known."""
        first, last = self.years
        return first <= start.year and end.year <= last

    def between(self, start: datetime.date, end: datetime.date, *, first_counts: bool = False) -> int:
        """Return the working days after ``start`` up to and with ``end``; with ``start`` if it counts."""
        day = start if first_counts else start + DAY
        count = 0
        while day <= end:
            count += self.works(day)
            day += DAY
        return count

    def after(self, start: datetime.date, days: int) -> datetime.date:
        """Return the day on which the ``days``-th working day after ``start`` falls."""
        day = start
        while days:
            day += DAY
            days -= self.works(day)
        return day

    def doubt(self, start: datetime.date, end: datetime.date) -> str:
        """Return what to say of a count over years whose holidays are not known; empty where they are."""
        if self.knows(start, end):
            return ""
        first, last = self.years
        return f"（节假日数据只到{first}年至{last}年，超出的年份只扣除周末）"

    def _calendar(self) -> Any:  # noqa: ANN401 - the library is untyped
        if self._data is None:
            try:
                import chinese_calendar  # type: ignore[import-untyped]  # noqa: PLC0415
            except ImportError as error:
                raise OptionError(
                    "程序材料", "计算工作日需要 chinesecalendar", f"请先安装：{INSTALL}"
                ) from error
            self._data = chinese_calendar
        return self._data
