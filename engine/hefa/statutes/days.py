"""Dates in texts of law: days as printed, and the days from which they say they apply."""

import datetime
import re

DATE = re.compile(r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日")
_STARTS = re.compile(rf"自\s*{DATE.pattern}起(?:施行|实施|生效)")


def days(line: str) -> list[datetime.date]:
    """Return the days that a line names, in order."""
    return _real(DATE, line)


def starting_days(text: str) -> list[datetime.date]:
    """Return the days of 自…起施行, in order."""
    return _real(_STARTS, text)


def _real(pattern: re.Pattern[str], text: str) -> list[datetime.date]:
    found = []
    for match in pattern.finditer(text):
        try:
            found.append(datetime.date(*map(int, match.groups())))
        except ValueError:
            continue
    return found
