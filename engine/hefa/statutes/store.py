"""The library on disk: one SQLite file, opened for reading only."""

import datetime
import os
import re
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from hefa.errors import StatuteError
from hefa.model.databases import check_tables
from hefa.model.statute import Article, ArticleReference, Status, Statute, statute_key
from hefa.statutes.days import days, starting_days

SCHEMA = 1
_COLUMNS = "s.id, s.key, s.title, s.promulgated, s.effective, s.history, s.sources"
_CHANGED = re.compile("修正|修订|修改")
_LEAST = 3  # characters of a query that the trigram index can answer
_Row = tuple[Any, ...]
_T = TypeVar("_T")


class Hit(NamedTuple):
    """An article that a search found."""

    statute: Statute
    article: Article


def default_path() -> Path:
    """Return where the library is unless the user says otherwise (``HEFA_STATUTES``, XDG data folder)."""
    named = os.environ.get("HEFA_STATUTES")
    data = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(named) if named else Path(data) / "hefa" / "statutes.db"


class StatuteLibrary:
    """Look-up by name, number and date; open it once a process and thread."""

    def __init__(self, path: Path) -> None:
        if not path.is_file():
            raise StatuteError(str(path), "没有法规库", "先用 hefa statutes import 文件夹 建立")
        self._path = path
        self._db = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, check_same_thread=False)
        try:
            tables = {name for (name,) in self._db.execute("select name from sqlite_master")}
        except sqlite3.DatabaseError as error:
            raise StatuteError(str(path), "不是法规库文件", "换一个文件，或者重新导入") from error
        check_tables(str(path), tables, "法规库", StatuteError)
        found = self._ask(_first, "select value from meta where name = 'schema'")
        if found != [str(SCHEMA)]:
            shown = found[0] if found else "不明"
            raise StatuteError(str(path), f"法规库格式 {shown} 不是本版的 {SCHEMA}", "重新导入")

    def check_sound(self) -> None:
        """Read the whole file through; ``StatuteError`` where it is damaged."""
        if self._ask(_first, "pragma quick_check(1)") != ["ok"]:
            raise self._damaged()

    @property
    def version(self) -> str:
        """Name exactly this content."""
        found = self._ask(_first, "select value from meta where name = 'version'")
        if not found:
            raise self._damaged()
        return found[0]

    def versions(self, law: str | None = None) -> list[Statute]:
        """Return the versions of a law, oldest first, without articles; of all laws where none is named."""
        return self._ask(
            _statute,
            f"select {_COLUMNS} from statutes s where ?1 is null or s.key = ?1"  # noqa: S608 - no input in it
            " order by s.key, coalesce(s.effective, s.promulgated, ''), s.id",
            (self.resolve(law) if law is not None else None,),
        )

    def whole(self) -> Iterator[Statute]:
        """Yield every version with its articles and what it repeals."""
        for statute in self.versions():
            repeals = self._ask(
                _first,
                "select r.key from repeals r join statutes s on s.id = r.statute"
                " where s.key = ? and s.promulgated is ? order by r.key",
                (statute.key, iso(statute.promulgated)),
            )
            articles = tuple(self.articles_of(statute))
            yield statute.model_copy(update={"articles": articles, "repeals": tuple(repeals)})

    def resolve(self, law: str) -> str:
        """Return the key of a law by its name, short or whole, or by the only one that begins or ends so."""
        key = statute_key(law)
        if self._ask(_first, "select 1 from statutes where key = ?", (key,)):
            return key
        near = self._ask(
            _first,
            "select distinct key from statutes where key like ? or key like ?"
            " order by length(key), key limit 8",
            (f"{key}%", f"%{key}"),
        )
        if len(near) == 1:
            return near[0]
        shown = f"；相近的有 {'、'.join(near)}" if near else ""
        repealed = self.repealed(key)
        gone = f"的文本；它已于 {repealed} 废止" if repealed else ""
        raise StatuteError(f"《{key}》", f"法规库中没有{gone}{shown}", "可用的见 hefa statutes list")

    def on(self, law: str, day: datetime.date) -> Statute | None:
        """Return the version in force on a day, or the last before; none where there was none yet."""
        earlier = [version for version in self.versions(law) if version.since <= day]
        return earlier[-1] if earlier else None

    def dated(self, law: str, day: datetime.date | None) -> Statute:
        """Return the version of a day as ``on`` does, without one the latest; never none."""
        versions = self.versions(law)
        if day is None:
            return versions[-1]
        if (found := self.on(law, day)) is not None:
            return found
        first = versions[0]
        if _began_after(day, versions):
            raise StatuteError(f"《{law}》", f"{day} 还没有施行", "换一个日期")
        known = f"法规库中没有当日（{day}）的文本，最早的是 {first.promulgated or first.since} 版本"
        raise StatuteError(f"《{law}》", known, "换一个日期，或者用 hefa statutes import 导入当时的文本")

    def status(self, statute: Statute, day: datetime.date) -> Status:
        """Tell what a version is on a day."""
        if statute.since > day:
            return "not-yet"
        if (repealed := self.repealed(statute.key)) is not None and statute.since < repealed <= day:
            return "repealed"
        later = (v.since for v in self.versions(statute.key) if v.since > statute.since)
        return "superseded" if any(since <= day for since in later) else "in-force"

    def repealed(self, key: str) -> datetime.date | None:
        """Return the day on which a law was repealed by name, where the library has the text that did it."""
        return self.repeals[key][0] if key in self.repeals else None

    def keys(self) -> frozenset[str]:
        """Return the keys of all statutes of which there is a text."""
        return frozenset(self._ask(_first, "select distinct key from statutes"))

    @cached_property
    def repeals(self) -> Mapping[str, tuple[datetime.date, tuple[str, ...]]]:
        """For each statute repealed by name, the day of its repeal and the titles that did it then.

        Versions of one statute repeat the repeal: the first day counts; of different statutes, the last.
        """
        first: dict[tuple[str, str], datetime.date] = {}
        rows = self._ask(
            _repeal,
            "select r.key, s.title, coalesce(s.effective, s.promulgated), (select group_concat(text) from"
            " (select text from articles where statute = s.id order by number desc, inserted desc limit 3))"
            " from repeals r join statutes s on s.id = r.statute where s.key <> r.key order by 1, 2",
        )
        for key, title, named in rows:
            if named:
                first[key, title] = min(*named, first.get((key, title), datetime.date.max))
        last: dict[str, tuple[datetime.date, tuple[str, ...]]] = {}
        for (key, title), day in first.items():
            if key not in last or day > last[key][0]:
                last[key] = (day, (title,))
            elif day == last[key][0]:
                last[key] = (day, (*last[key][1], title))
        return last

    def article(self, statute: Statute, reference: ArticleReference) -> Article | None:
        """Return one article of a version."""
        found = self._ask(
            _article,
            "select a.number, a.inserted, a.text from articles a join statutes s on s.id = a.statute"
            " where s.key = ? and s.promulgated is ? and a.number = ? and a.inserted = ?",
            (statute.key, iso(statute.promulgated), reference.article, reference.inserted),
        )
        return found[0] if found else None

    def articles_of(self, statute: Statute) -> list[Article]:
        """Return all articles of a version."""
        return self._ask(
            _article,
            "select a.number, a.inserted, a.text from articles a join statutes s on s.id = a.statute"
            " where s.key = ? and s.promulgated is ? order by a.number, a.inserted",
            (statute.key, iso(statute.promulgated)),
        )

    def search(self, words: str, limit: int = 20) -> list[Hit]:
        """Return articles that hold the words, in the order of the index; of at least three characters."""
        if len(words) < _LEAST:
            raise StatuteError(f"查询“{words}”", "太短", f"至少 {_LEAST} 个字")
        quoted = '"' + words.replace('"', '""') + '"'
        return self._ask(
            lambda row: Hit(_statute(row[:7]), _article(row[7:])),
            f"select {_COLUMNS}, a.number, a.inserted, a.text"  # noqa: S608 - no input in it
            " from words w join articles a on a.rowid = w.rowid join statutes s on s.id = a.statute"
            " where words match ? order by s.key, s.promulgated desc, a.number limit ?",
            (quoted, limit),
        )

    def _ask(self, make: Callable[[_Row], _T], query: str, given: Sequence[Any] = ()) -> list[_T]:
        """Return what is made of each row; ``StatuteError`` where the file does not give it."""
        try:
            return [make(row) for row in self._db.execute(query, given)]
        except (sqlite3.DatabaseError, ValueError, TypeError, AttributeError) as error:
            raise self._damaged() from error

    def _damaged(self) -> StatuteError:
        return StatuteError(str(self._path), "文件损坏", "删去它，用 hefa statutes import 重新导入")

    def __enter__(self) -> "StatuteLibrary":
        return self

    def __exit__(self, *_: object) -> None:
        self._db.close()


def _first(row: _Row) -> str:
    return str(row[0])


def _repeal(row: _Row) -> tuple[str, str, list[datetime.date]]:
    """Return the key repealed, the title of what repeals it, and the days on which that may begin."""
    key, title, printed, words = row
    day = _day(printed)
    return key, title, starting_days(words or "") or ([day] if day else [])


def _article(row: _Row) -> Article:
    return Article(number=row[0], inserted=row[1], text=row[2])


def _began_after(day: datetime.date, versions: Sequence[Statute]) -> bool:
    """Whether the law is told to be made after the day, or its oldest text here to be its first."""
    told = [line for version in versions for line in version.history]
    made = [date for line in told for date in days(line)]
    first = versions[0].history
    return bool(made and day < min(made)) or bool(first and not any(map(_CHANGED.search, first)))


def _statute(row: _Row) -> Statute:
    _, key, title, promulgated, effective, history, sources = row
    return Statute(
        key=key,
        title=title,
        promulgated=_day(promulgated),
        effective=_day(effective),
        history=tuple(history.splitlines()),
        sources=tuple(sources.splitlines()),
    )


def _day(stored: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(stored) if stored else None


def iso(day: datetime.date | None) -> str | None:
    """Return a day as it is stored."""
    return day.isoformat() if day else None
