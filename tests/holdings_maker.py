"""Archives for the tests of reports and clean-up lists: by hand, and as a store of reviewed drafts."""

import datetime
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from hefa.archive import open_store
from hefa.archive.rows import decision_rows, rows_of
from hefa.archive.schema import runs
from hefa.archive.store import put_decisions, put_document, put_failure, put_history, put_version
from hefa.model.decision import Decision
from hefa.model.held import HeldDecision, HeldDocument, HeldFinding
from hefa.read import read_text
from hefa.review import Reviewer

DAY = datetime.date(2026, 11, 1)


@dataclass
class Holdings:
    """An archive in memory; ``words`` are clauses by document: place and text."""

    held: Sequence[HeldDocument] = ()
    words: Mapping[int, Sequence[tuple[str, str]]] = field(default_factory=dict)
    decided: Sequence[HeldDecision] = ()
    versions: str = "hefa 1；规则 2；没有法规库；审查 2026-01-05"

    def documents(self, only: Collection[int] | None = None) -> Iterator[HeldDocument]:
        """Yield the documents."""
        return (one for one in self.held if only is None or one.id in only)

    def heads(self) -> Iterator[HeldDocument]:
        """Yield the documents."""
        return iter(self.held)

    def clauses(self, words: Sequence[str]) -> Iterator[tuple[int, str, str]]:
        """Yield the clauses that have one of the words."""
        for document, listed in self.words.items():
            for place, text in listed:
                if any(word in text for word in words):
                    yield document, place, text

    def decisions(self) -> Iterator[HeldDecision]:
        """Yield the decisions."""
        return iter(self.decided)


def found(severity: str = "unlawful", category: str = "permit", **fields: object) -> HeldFinding:
    """Return a finding."""
    told = {"rule": "permit-001", "confidence": "high", "label": "第三条", "quote": "应当取得许可证"}
    told |= {"message": "疑似设定行政许可。", "suggestion": "建议删去。"}
    return HeldFinding(**{**told, "severity": severity, "category": category, **fields})  # type: ignore[arg-type]


def make_store(
    path: Path,
    drafts: Mapping[str, str],
    *,
    decisions: Mapping[str, Sequence[Decision]] | None = None,
    unreadable: Mapping[str, str] | None = None,
    started: str = "2026-03-02T08:00:00",
) -> Path:
    """Write a store of drafts that were reviewed, and of files that could not be read, by their paths."""
    reviewer = Reviewer()
    with open_store(path, create=True) as store, store.write() as connection:
        run = {"id": 1, "started": started, "basis": "b", "hefa": "1", "rules": reviewer.pack.version}
        connection.execute(runs.insert().values(**run, options="[]", roots="[]"))
        for name, text in drafts.items():
            source = read_text(text, name=name)
            rows = rows_of(reviewer.examine(source), "b")
            version = put_version(connection, rows)
            held = put_document(connection, name, version, size=1, modified=1)
            put_history(connection, held, rows.version["sha256"], 1)
            put_decisions(connection, held, decision_rows((decisions or {}).get(name, ())))
        for name, reason in (unreadable or {}).items():
            held = put_document(connection, name, None, size=1, modified=1)
            put_failure(connection, held, {"run": 1, "kind": "unreadable", "reason": reason, "basis": "b"})
    return path
