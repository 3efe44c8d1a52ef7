"""What an archive says as it stands: the figures behind the summary and the exit code of an audit."""

import datetime
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, exists, func, or_, select

from hefa.archive.schema import decisions, documents, failures, findings
from hefa.archive.store import Store
from hefa.audit.tally import Tally
from hefa.model.rule import SEVERITY


@dataclass(frozen=True, slots=True)
class Standing:
    """``documents`` and ``contents`` there are now; open findings by severity; why documents failed."""

    documents: int
    contents: int
    findings: dict[str, int]
    failures: tuple[str, ...]

    def reaches(self, level: str) -> bool:
        """Whether there is an open finding at or above a level; ``never`` is reached by none."""
        grades = list(SEVERITY)
        return level in grades and any(self.findings.get(one) for one in grades[: grades.index(level) + 1])


def standing(store: Store, day: datetime.date) -> Standing:
    """Return how the archive stands on a day; findings rejected by an officer do not count."""
    there = documents.c.gone.is_(False)
    with store.read() as connection:
        count, contents = connection.execute(
            select(func.count(), func.count(documents.c.version.distinct())).where(there)
        ).one()
        by_severity = connection.execute(
            select(findings.c.severity, func.count(findings.c.id.distinct()))
            .join(documents, and_(documents.c.version == findings.c.version, there))
            .where(~rejected(day))
            .group_by(findings.c.severity)
        )
        open_findings = {row[0]: row[1] for row in by_severity}
        reasons = connection.scalars(
            select(failures.c.reason).join(documents).where(there).order_by(documents.c.path)
        )
        return Standing(count, contents, open_findings, tuple(reasons))


def rejected(day: datetime.date) -> ColumnElement[bool]:
    """Return the condition that the last decision on a finding of a document rejects it on a day."""
    later = decisions.alias()
    same = and_(decisions.c.document == documents.c.id, decisions.c.fingerprint == findings.c.fingerprint)
    overruled = exists().where(
        later.c.document == decisions.c.document,
        later.c.fingerprint == decisions.c.fingerprint,
        later.c.position > decisions.c.position,
    )
    holds = or_(decisions.c.until.is_(None), decisions.c.until >= day.isoformat())
    return (
        exists()
        .where(same, decisions.c.verdict == "reject", holds, ~overruled)
        .correlate(documents, findings)
    )


def summary(tally: Tally, stands: Standing, store: str) -> str:
    """Return what a run did and how the archive stands, in two lines."""
    did = [f"审查 {tally.reviewed} 件"]
    for number, words in (
        (tally.linked, "内容已审过或者重复"),
        (tally.unchanged, "没有变"),
        (tally.left_out, "不在所选日期之后"),
        (tally.failed, "不能审查，放在一旁"),
        (tally.gone, "文件已不在"),
    ):
        did += [f"{words} {number} 件"] if number else []
    found = "、".join(f"{name} {stands.findings.get(code, 0)}" for code, name in SEVERITY.items())
    return (
        f"共 {tally.found} 件：{'，'.join(did)}。\n"
        f"存档 {store}：{stands.documents} 件（内容不同的 {stands.contents} 件），未了结的发现：{found}。\n"
    )
