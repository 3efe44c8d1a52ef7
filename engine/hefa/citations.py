"""Citations joined to the review: which library, which day, and what is said of what was not checked."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hefa.cite import (
    Laws,
    Norms,
    Obsolete,
    Resolved,
    Support,
    day_of,
    observe_citations,
    observe_conditions,
    observe_support,
    resolve,
    unchecked,
)
from hefa.errors import OptionError
from hefa.given import check_date
from hefa.model.archive import CitationState
from hefa.model.citation import Statutes
from hefa.model.document import Document
from hefa.model.facts import Provision
from hefa.model.observation import Observation
from hefa.model.pack import RulePack
from hefa.model.statute import Article, Statute, statute_key
from hefa.statutes import StatuteLibrary, StatuteShelf, StatutesInMemory, default_path, parse_reference

NO_LIBRARY = (
    "引用未核对（没有法规库）：只按内置的废止、替代对照表核对了名称，没有核对条、款、项；"
    "建立法规库见 hefa statutes import"
)
NAMES_SHOWN = 3
WITHOUT = "none"


@dataclass(frozen=True, slots=True)
class Checked:
    """What the check of a draft's citations gives.

    ``provisions`` are those of the draft, less the excuse of citations that do not give what they do;
    ``notes`` say what was not checked.
    """

    resolved: tuple[Resolved, ...]
    provisions: tuple[Provision, ...]
    observations: tuple[Observation, ...]
    notes: tuple[str, ...]

    @property
    def states(self) -> tuple[CitationState, ...]:
        """Each citation with what becomes of what it cites, for those who keep it."""
        return tuple(
            CitationState(one.cited, one.standing.state, one.standing.day, one.standing.successor)
            for one in self.resolved
        )


class CitationCheck:
    """Checks what drafts cite with the tables of one pack; built once."""

    def __init__(self, pack: RulePack) -> None:
        self._norms, self._obsolete = Norms(pack.tables), Obsolete(pack.tables.get("obsolete", ()))
        self._month = month_of(pack.version)

    def check(
        self,
        text: str,
        document: Document,
        provisions: tuple[Provision, ...],
        statutes: Statutes | None,
        as_of: datetime.date | None,
    ) -> Checked:
        """Check one draft; ``as_of`` is the day of one that names none, the month of the rules by default."""
        laws = Laws(self._norms, statutes)
        day = day_of(document.facts, as_of or self._month)
        resolved = resolve(text, document, laws, day)
        seen = [*observe_citations(text, document, laws, resolved)]
        seen += self._obsolete.observe(text, document, day)
        if statutes is not None:
            support = Support(text, document, resolved, statutes)
            if shortfalls := support.shortfalls(provisions):
                seen += observe_support(provisions, shortfalls)
                provisions = support.without_excuse(provisions, shortfalls)
            seen += observe_conditions(text, document, resolved, statutes)
        return Checked(resolved, provisions, tuple(seen), notes_on(resolved, statutes))


def open_statutes(path: Path | str | None) -> Statutes | None:
    """Return the library of a file; none where none is named. ``StatuteError`` where it cannot be used."""
    return StatuteShelf(Path(path)) if path is not None else None


def check_statutes(path: Path | None) -> None:
    """Read the library of a file through, where one is named; ``StatuteError`` where it is damaged."""
    if path is not None:
        with StatuteLibrary(path) as library:
            library.check_sound()


def statutes_path(named: str | None = None) -> Path | None:
    """Return the library to use: the one named, none, or that at its usual place, if there."""
    if named is not None:
        return None if named == WITHOUT else Path(named)
    usual = default_path()
    return usual if usual.is_file() else None


def check_day(day: datetime.date | str | None) -> datetime.date | None:
    """Return a day given as a date or as 2026-06-01."""
    try:
        return datetime.date.fromisoformat(day) if isinstance(day, str) else check_date("as_of", day)
    except ValueError as error:
        raise OptionError("--as-of", f"不是日期 {day}", "写成 2026-06-01 的形式") from error


def month_of(version: str) -> datetime.date | None:
    """Return the first day of the month that a version of rules (2026.11+…) is of."""
    year, _, month = version.partition("+")[0].partition(".")
    if year.isdecimal() and month.isdecimal() and 1 <= int(month) <= 12 and int(year):
        return datetime.date(int(year), int(month), 1)
    return None


def statutes_of(entries: Iterable[Mapping[str, Any]]) -> Statutes:
    """Return the library of an example: title, promulgated, effective, articles by number, repeals."""
    return StatutesInMemory(
        Statute(
            key=statute_key(entry["title"]),
            title=entry["title"],
            promulgated=entry["promulgated"],
            effective=entry.get("effective"),
            history=tuple(entry.get("history", ())),
            repeals=tuple(map(statute_key, entry.get("repeals", ()))),
            articles=tuple(_article(number, text) for number, text in entry.get("articles", {}).items()),
        )
        for entry in entries
    )


def notes_on(resolved: Sequence[Resolved], statutes: Statutes | None) -> tuple[str, ...]:
    """Return what the opinion says was not checked of the citations."""
    if statutes is None:
        return (NO_LIBRARY,) if resolved else ()
    names = unchecked(resolved)
    if not names:
        return ()
    shown = "、".join(names[:NAMES_SHOWN]) + ("等" if len(names) > NAMES_SHOWN else "")
    return (f"引用的文件有 {len(names)} 件没有核对，法规库中没有当日的文本：{shown}",)


def _article(number: object, text: str) -> Article:
    reference = parse_reference(str(number))
    return Article(number=reference.article, inserted=reference.inserted, text=text)
