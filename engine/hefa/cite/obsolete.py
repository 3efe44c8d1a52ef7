"""Papers and procedures that a draft asks for and that no longer exist."""

import datetime
import re
from collections.abc import Iterator, Sequence

from hefa.cite.standing import Row, last_day, printed
from hefa.model.document import Document
from hefa.model.lazy import lazy
from hefa.model.observation import Observation

_SPARED = lazy(
    r"取消|不再|停止|停发|废止|不得|禁止|严禁|原|改为|换发|替代|取代|代替|清理|整合|合一|合并|历史|收缴|注销|无须|无需"
)


class Obsolete:
    """The rows of the table, found in one pass over the clauses of a draft."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self._rows = {row["term"]: row for row in rows}
        self._words = lazy("|".join(map(re.escape, self._rows))) if self._rows else None

    def observe(self, text: str, document: Document, day: datetime.date | None) -> Iterator[Observation]:
        """Yield each term once, at the first place that does not tell of its end."""
        done = set[str]()
        if self._words is None or day is None or not self._words.search(text):
            return
        for clause in document.clauses:
            for match in self._words.finditer(text, clause.start, clause.end):
                row = self._rows[match[0]]
                start = max(text.rfind("。", clause.start, match.start()) + 1, clause.start)
                stop = text.find("。", match.end(), clause.end)
                sentence = text[start : stop if stop >= 0 else clause.end]
                if match[0] in done or last_day(row["date"]) > day or _SPARED.search(sentence):
                    continue
                done.add(match[0])
                yield Observation(
                    start=match.start(),
                    end=match.end(),
                    symbols=frozenset(("cite.obsolete",)),
                    clause=clause.id,
                    values={"what": match[0], "date": printed(row["date"]), "new": row["new"]},
                )
