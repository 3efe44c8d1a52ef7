"""A store read for reports: its documents with what was found, a few hundred at a time.

versions + findings, citations, repeals, decisions ─► HeldDocument, in the order of their ids
"""

import datetime
import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, RowMapping, Table, column, func, or_, select, table, text

from hefa.archive.schema import (
    citations,
    clauses,
    decisions,
    documents,
    failures,
    findings,
    history,
    repeals,
    runs,
    versions,
)
from hefa.archive.store import Store
from hefa.archive.words import asked_for, is_indexed
from hefa.model.decision import Decision, holding
from hefa.model.held import HeldCitation, HeldDecision, HeldDocument, HeldFinding, HeldRepeal
from hefa.model.rule import LegalBasis

AT_ONCE = 400
_TOLD = ("title", "number", "issuer", "kind", "rank", "year")
_THERE = documents.c.gone.is_(False)
_Row = RowMapping | Mapping[str, Any]


class StoreHoldings:
    """The documents of a store (``hefa.model.held.Holdings``); decisions hold as of ``day``."""

    def __init__(self, store: Store, day: datetime.date) -> None:
        self._store, self._day = store, day

    @property
    def versions(self) -> str:
        """Name the rules and the statute library of the latest audit."""
        found = self._store.rows(select(runs).order_by(runs.c.id.desc()).limit(1))
        if not found:
            return ""
        run = found[0]
        library = f"；法规库 {run['statutes']}" if run["statutes"] else "；没有法规库"
        return f"hefa {run['hefa']}；规则 {run['rules']}{library}；审查 {run['started'][:10]}"

    def documents(self, only: Collection[int] | None = None) -> Iterator[HeldDocument]:
        """Yield the documents that are still there, then those that could not be read.

        With ``only``, those that have one of these ids.
        """
        return self._documents(only, whole=True)

    def heads(self) -> Iterator[HeldDocument]:
        """Yield the documents as ``documents`` does, without what was found and cited in them."""
        return self._documents(None, whole=False)

    def _documents(self, only: Collection[int] | None, *, whole: bool) -> Iterator[HeldDocument]:
        query = select(versions).order_by(versions.c.id)
        if only is not None:
            query = query.where(versions.c.id.in_(only))
        with self._store.read() as connection:
            verdicts = self._verdicts(connection) if whole else {}
            last = -1
            while (
                rows := connection.execute(query.where(versions.c.id > last).limit(AT_ONCE)).mappings().all()
            ):
                yield from self._held(connection, rows, verdicts if whole else None)
                last = rows[-1]["id"]
            if only is None:
                yield from _unread(connection)

    def clauses(self, words: Sequence[str]) -> Iterator[tuple[int, str, str]]:
        """Yield the document, the place and the text of each clause that has one of ``words``."""
        there = select(documents.c.version).where(_THERE, documents.c.version.is_not(None))
        query = select(clauses.c.version, clauses.c.label, clauses.c.text).where(clauses.c.version.in_(there))
        if all(words):
            if self._store.is_sqlite and all(map(is_indexed, words)):
                index = table("clause_words", column("rowid"))
                asked = " OR ".join(f"({asked_for(word)})" for word in words)
                match = select(index.c.rowid).where(text("clause_words match :asked")).params(asked=asked)
                query = query.where(clauses.c.id.in_(match))
            query = query.where(or_(*(clauses.c.text.contains(word) for word in words)))
        with self._store.read() as connection:
            rows = connection.execution_options(yield_per=1000).execute(
                query.order_by(clauses.c.version, clauses.c.clause)
            )
            yield from map(tuple, rows)

    def decisions(self) -> Iterator[HeldDecision]:
        """Yield the decisions that hold, on the version that now stands at each path."""
        with self._store.read() as connection:
            for version, one in self._decided(connection):
                if one.verdict != "withdraw":
                    yield HeldDecision(version, one.fingerprint, one.verdict, one.date)

    def _decided(self, connection: Connection) -> Iterator[tuple[int, Decision]]:
        query = (
            select(documents.c.version, decisions)
            .join(documents, documents.c.id == decisions.c.document)
            .where(_THERE, documents.c.version.is_not(None))
            .order_by(documents.c.version, documents.c.id, decisions.c.position)
        )
        given = defaultdict[int, list[Decision]](list)
        for row in connection.execute(query).mappings():
            fields = {name: row[name] for name in Decision.model_fields}
            given[row["version"]].append(Decision.model_validate(fields))
        for version, listed in given.items():
            for decision in holding(listed).values():
                if decision.until is None or decision.until >= self._day:
                    yield version, decision

    def _verdicts(self, connection: Connection) -> dict[tuple[int, str], Any]:
        return {(version, one.fingerprint): one.verdict for version, one in self._decided(connection)}

    def _held(
        self, connection: Connection, rows: Sequence[_Row], verdicts: Mapping[tuple[int, str], Any] | None
    ) -> Iterator[HeldDocument]:
        ids = [row["id"] for row in rows]
        places, seen = _places(connection, ids), _first_seen(connection, ids)
        ended = _of(connection, repeals, ids)
        found = _of(connection, findings, ids) if verdicts is not None else {}
        cited = self._cited(connection, ids) if verdicts is not None else {}
        told: dict[str, Any]
        for row in rows:
            key = row["id"]
            if key not in places:
                continue
            told = {name: row[name] for name in (*_TOLD, "sha256", "conclusion", "reason")}
            told |= {name: _day(row[name]) for name in ("date", "effective", "expires")}
            told["findings"] = tuple(
                _finding(one, (verdicts or {}).get((key, one["fingerprint"]))) for one in found.get(key, ())
            )
            told["repeals"] = tuple(
                HeldRepeal(one["key"], one["number"], _day(one["day"])) for one in ended[key]
            )
            yield HeldDocument(
                id=key,
                name=places[key][0],
                copies=places[key][1],
                level=row["issuer_level"],
                reviewed=_day(seen.get(key, "")[:10]),
                citations=tuple(cited.get(key, ())),
                **told,
            )

    def _cited(self, connection: Connection, ids: Sequence[int]) -> Mapping[int, list[HeldCitation]]:
        at = (clauses.c.version == citations.c.version) & (clauses.c.clause == citations.c.clause)
        query = (
            select(citations, clauses.c.label)
            .outerjoin(clauses, at)
            .where(citations.c.version.in_(ids))
            .order_by(citations.c.version, citations.c.position)
        )
        listed = defaultdict[int, list[HeldCitation]](list)
        names = ("name", "key", "role", "opening", "past", "articles")
        for row in connection.execute(query).mappings():
            told = {name: row[name] for name in names}
            listed[row["version"]].append(HeldCitation(**told, label=row["label"] or ""))
        return listed


def _places(connection: Connection, ids: Sequence[int]) -> Mapping[int, tuple[str, int]]:
    """Return the first of the paths at which each version still stands, and how many they are."""
    query = (
        select(documents.c.version, func.min(documents.c.path), func.count())
        .where(documents.c.version.in_(ids), _THERE)
        .group_by(documents.c.version)
    )
    return {version: (path, copies) for version, path, copies in connection.execute(query)}


def _first_seen(connection: Connection, ids: Sequence[int]) -> Mapping[int, str]:
    """Return when the first audit began that saw each version at a path where it still stands."""
    query = (
        select(versions.c.id, func.min(runs.c.started))
        .join(documents, documents.c.version == versions.c.id)
        .join(history, (history.c.document == documents.c.id) & (history.c.sha256 == versions.c.sha256))
        .join(runs, runs.c.id == history.c.run)
        .where(versions.c.id.in_(ids))
        .group_by(versions.c.id)
    )
    return dict(map(tuple, connection.execute(query)))


def _unread(connection: Connection) -> Iterator[HeldDocument]:
    query = (
        select(documents.c.path, failures.c.reason, runs.c.started)
        .join(failures, failures.c.document == documents.c.id)
        .join(runs, runs.c.id == failures.c.run)
        .where(_THERE, documents.c.version.is_(None))
        .order_by(documents.c.path)
    )
    for path, reason, started in connection.execute(query):
        tried = _day(started[:10])
        yield HeldDocument(
            id=0, name=path, conclusion="not-reviewable", reason=reason, unread=True, reviewed=tried
        )


def _of(connection: Connection, part: Table, ids: Iterable[int]) -> Mapping[int, list[_Row]]:
    """Return the rows of a table by version, in their order."""
    query = select(part).where(part.c.version.in_(ids)).order_by(part.c.version, part.c.position)
    listed = defaultdict[int, list[_Row]](list)
    for row in connection.execute(query).mappings():
        listed[row["version"]].append(row)
    return listed


def _finding(row: _Row, verdict: Any) -> HeldFinding:  # noqa: ANN401 - a verdict as the decisions have it
    names = ("rule", "category", "severity", "confidence", "label", "quote", "message", "suggestion")
    return HeldFinding(
        **{name: row[name] for name in (*names, "fingerprint", "page")},
        basis=_basis(row["basis"]),
        verdict=verdict,
    )


@lru_cache(maxsize=4096)
def _basis(listed: str) -> tuple[LegalBasis, ...]:
    """Return the basis of a finding; those of one rule are mostly the same."""
    return tuple(LegalBasis.model_validate(one) for one in json.loads(listed))


def _day(value: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(value) if value else None
