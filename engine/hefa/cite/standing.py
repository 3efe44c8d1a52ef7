"""What a cited law is on the day that counts for the draft: in force, repealed, not yet in force, unknown."""

import datetime
from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

from hefa.model.citation import Statutes
from hefa.model.document import DocumentFacts
from hefa.model.lazy import lazy
from hefa.model.statute import Statute, statute_key

_DAY = lazy(r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日")
_YEAR = lazy(r"[〔\[（(【]((?:19|20)\d{2})[〕\]）)】]")
Row = Mapping[str, str]
State = Literal["in-force", "repealed", "replaced", "not-yet", "earlier", "unknown"]
"""``earlier``: the law is known, but only in texts of later days than the one asked for."""


class Standing(NamedTuple):
    """What a law is: ``day`` of repeal or of effect, ``successor`` as printed, ``version`` that counts.

    ``checked`` is false where the library may lack the version of the day, so that articles are not judged.
    """

    state: State
    day: str = ""
    successor: str = ""
    version: Statute | None = None
    checked: bool = False


class Norms:
    """The tables of a pack, by key: what ended, what was revised when, what is named in short."""

    def __init__(self, tables: Mapping[str, Sequence[Row]]) -> None:
        self.gone = {statute_key(row["old"]): row for row in tables.get("statutes", ()) if row["old"]}
        self.names = {row["short"]: row["name"] for row in tables.get("statute_names", ())}
        self.revised = {row["law"]: row for row in tables.get("revised", ())}
        self.titles = frozenset(self.gone) | frozenset(self.revised) | frozenset(self.names.values())


class Laws:
    """Tables and library together, asked about one law at a time; ``in`` tells whether they know a key."""

    def __init__(self, norms: Norms, statutes: Statutes | None) -> None:
        self.norms, self.statutes = norms, statutes

    def __contains__(self, key: object) -> bool:
        return key in self.norms.titles or (self.statutes is not None and key in self.statutes.keys)

    def standing(self, key: str, day: datetime.date) -> Standing:
        """Return what a law is on a day."""
        history = self.statutes.history(key) if self.statutes else ()
        if (ended := self._ended(key, day, history)) is not None:
            return ended
        if not history:
            return Standing("unknown")
        begun = [version for version in history if version.since <= day]
        if not begun:
            first = history[0]
            return (
                Standing("not-yet", str(first.effective)) if self._is_new(first, day) else Standing("earlier")
            )
        return Standing("in-force", version=begun[-1], checked=self._is_current(begun[-1], history, day))

    def _ended(self, key: str, day: datetime.date, history: Sequence[Statute]) -> Standing | None:
        """Return how a law ended by the day, by the table and then by the library."""
        row = self.norms.gone.get(key)
        if row is not None and row["date"]:
            ended = last_day(row["date"])
            if ended <= day and not any(version.since >= ended for version in history):
                state: State = (
                    "repealed" if row["mark"] == "text" and row["status"] == "repealed" else "replaced"
                )
                return Standing(
                    state, row["date"], self._successor(row, day), history[-1] if history else None
                )
            return None
        if self.statutes is None:
            return None
        repealed = self.statutes.repealed(key)
        if repealed is None or repealed > day or any(version.since >= repealed for version in history):
            return None
        titles = self.statutes.successors(key)
        successor = f"《{titles[0]}》" if len(titles) == 1 and titles[0] else ""
        return Standing("repealed", str(repealed), successor, history[-1] if history else None)

    def _successor(self, row: Row, day: datetime.date) -> str:
        """Return what stands in the place of a law on a day; a successor may have one of its own."""
        seen = set[str]()
        while (new := row.get("new", "")) not in seen:
            seen.add(new)
            later = self.norms.gone.get(statute_key(new))
            if later is None or not later.get("new") or last_day(later["date"]) > day:
                break
            row = later
        return f"《{row['new']}》{row.get('part', '')}" if row.get("new") else ""

    def _is_new(self, version: Statute, day: datetime.date) -> bool:
        """Whether a version that is out by the day is the first text of its name."""
        if version.effective is None or version.promulgated is None or version.promulgated > day:
            return False
        articles = self.statutes.articles(version).values() if self.statutes else ()
        return not any("修正" in line or "修订" in line for line in version.history) and not any(
            version.key in one.text for one in articles
        )

    def _is_current(self, version: Statute, history: Sequence[Statute], day: datetime.date) -> bool:
        """Whether no revision between the version and the day is known that the library lacks."""
        newer = self.norms.revised.get(version.key)
        if version.promulgated is None or (
            newer and version.promulgated.year < int(newer["revised"]) and last_day(newer["since"]) <= day
        ):
            return False
        later = [line for other in history if other.since > version.since for line in other.history]
        return not any(version.promulgated < date <= day for line in later for date in _dates(line))


def day_of(facts: DocumentFacts, as_of: datetime.date | None) -> datetime.date | None:
    """Return the day on which a draft wants to be right: that of its issue or, if later, of its effect.

    One without either was written by the end of the year of its number, where it has one, or by ``as_of``.
    """
    said = [datetime.date.fromisoformat(day) for day in (facts.date, facts.effective) if day]
    numbered = _YEAR.search(facts.number or "")
    if said or numbered is None or as_of is None:
        return max(said, default=as_of)
    return min(as_of, datetime.date(int(numbered[1]), 12, 31))


def last_day(printed_date: str) -> datetime.date:
    """Return the day of an ISO date; the last day of a year or month where no more is known."""
    parts = [int(part) for part in printed_date.split("-")]
    if len(parts) == 3:
        return datetime.date(*parts)
    year, month = parts[0], parts[1] if len(parts) == 2 else 12
    return datetime.date(year + month // 12, month % 12 + 1, 1) - datetime.timedelta(days=1)


def printed(day: datetime.date | str | None) -> str:
    """Return a date as a document prints it: 2021年1月1日."""
    parts = str(day or "").split("-") if day else []
    return "".join(f"{int(part)}{unit}" for part, unit in zip(parts, "年月日", strict=False))


def _dates(line: str) -> list[datetime.date]:
    """Return the day that a line of a statute's history begins with."""
    found = _DAY.match(line)
    try:
        return [datetime.date(*map(int, found.groups()))] if found else []
    except ValueError:
        return []
