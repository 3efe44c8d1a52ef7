"""Filing (备案) after publication: missing, late or incomplete; and which local limits are unknown."""

import datetime
from collections.abc import Iterator

from hefa.dossier.case import Case, by_limit, gaps
from hefa.dossier.limits import LIMITS, Limit
from hefa.model.observation import Observation

FILED = {"report": "备案报告", "text": "正式文本", "explanation": "说明", "electronic": "电子文本"}
DEPARTMENTS = frozenset(("department", "authorised"))
"""Whose documents are filed with the government they belong to."""
HAVE_CONGRESS = frozenset(("government", None))
"""Whose documents go to the standing committee of the same level too; townships have none."""
_DAY = datetime.timedelta(days=1)


def observe_filing(case: Case) -> Iterator[Observation]:
    """See filing that is missing, late or incomplete, and the day it is due."""
    filing = case.dossier.filing
    if not (case.is_kind("normative") or case.is_kind("rules")):
        return
    if filing.materials is not None and (missing := gaps(list(FILED), filing.materials, FILED)):
        yield case.see("备案", "filing-papers-missing", names=missing)
    if case.published and filing.state == "undone":
        yield case.see("备案", "filing-undone")
        return
    timed = list(_timed(case))
    yield from timed
    if case.published and filing.state == "unseen" and not timed:
        yield case.see("备案", "filing-unseen")


def _timed(case: Case) -> Iterator[Observation]:
    dossier, filing = case.dossier, case.dossier.filing
    published = dossier.publication.date
    if published is None:
        return
    by_department = dossier.issuer.kind in DEPARTMENTS
    above = "本级人民政府" if by_department else "国务院等机关" if case.is_kind("rules") else "上一级人民政府"
    doors = [("filing_days", filing.date, above)]
    if dossier.issuer.kind in HAVE_CONGRESS:
        doors.append(("congress_days", filing.congress_date, "同级人大常委会"))
    for name, filed, door in doors:
        limit = case.limits.get(name)
        if case.is_kind("rules"):
            limit = Limit(value=case.deadline("filing"), source="法律、行政法规的规定", read=True)
        if limit is not None:
            yield from _filed(case, published, filed, limit, door)
    due = datetime.date(published.year + 1, 1, 31)
    if filing.catalogue and case.is_kind("rules") and filing.catalogue > due:
        yield case.see("备案", "catalogue-late", end=filing.catalogue, due=due)


def _filed(
    case: Case, published: datetime.date, filed: datetime.date | None, limit: Limit, door: str
) -> Iterator[Observation]:
    due = published + limit.value * _DAY
    late = filed > due if filed else case.over(due)
    if filed and not late:
        return
    values = {"door": door, "start": published, "due": due, "needed": limit.value, "source": limit.source}
    mark = "limit-read" if limit.read else "limit-local"
    if late:
        how = f"于 {filed} 报送" if filed else f"至 {case.dossier.as_of} 未见报送材料"
        yield by_limit(case.see("备案", "filing-late", mark, how=how, **values), limit)
    else:
        yield by_limit(case.see("备案", "filing-due", mark, **values), limit)


def observe_unknown(case: Case) -> Iterator[Observation]:
    """See which local limits could have been checked, had they been known."""
    dossier = case.dossier
    asked = []
    if case.is_kind("normative"):
        comment = dossier.consultation
        if comment.start and comment.end and not dossier.business:
            asked.append("comment_days")
        if dossier.publication.date:
            asked.append("filing_days")
            asked += ["congress_days"] if dossier.issuer.kind in HAVE_CONGRESS else []
        if case.since and case.until:
            asked.append("trial_years" if case.trial else "validity_years")
    if unknown := [LIMITS[name] for name in asked if name not in case.limits]:
        yield case.see("本省规定", "limits-unknown", names="、".join(unknown))
