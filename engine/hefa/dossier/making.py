"""From the meeting on: deliberation, signing, publication, start and end of validity, filing, archive."""

import datetime
from collections.abc import Iterator

from hefa.dossier.case import Case, by_limit, gaps
from hefa.dossier.limits import LIMITS, Limit
from hefa.model.observation import Observation

MEETINGS = {
    "executive": "政府常务会议",
    "plenary": "政府全体会议",
    "ministry": "部务会议或者委员会会议",
    "office": "办公会议",
    "other": "其他会议",
}
ORDER = {
    "organ": "制定机关",
    "number": "序号",
    "name": "规章名称",
    "adopted": "通过日期",
    "effective": "施行日期",
    "signer": "首长署名",
    "published": "公布日期",
}
CHANNELS = {"gazette": "公报", "site": "政府网站", "paper": "报纸", "law-site": "中国政府法制信息网"}
FILED = {"report": "备案报告", "text": "正式文本", "explanation": "说明", "electronic": "电子文本"}
_NEEDED_CHANNELS = {"rules": ("gazette", "law-site", "paper"), "decision": ("gazette", "site", "paper")}
_DAY = datetime.timedelta(days=1)


def observe_decision(case: Case) -> Iterator[Observation]:
    """See what is missing or wrong of deliberation, report to the party committee and signing."""
    dossier, meeting = case.dossier, case.dossier.deliberation
    if case.signed or meeting.state == "undone":
        yield from case.step(meeting, "集体审议", "deliberation")
    if meeting.meeting and (
        (case.is_kind("decision") and meeting.meeting not in {"executive", "plenary"})
        or (case.is_kind("rules") and meeting.meeting not in {"executive", "plenary", "ministry"})
    ):
        yield case.see("集体审议", "deliberation-elsewhere", meeting=MEETINGS[meeting.meeting])
    for flag, symbol in ((meeting.head_last, "head-not-last"), (meeting.dissent, "dissent-unrecorded")):
        if flag is False:
            yield case.see("集体审议", symbol)
    if case.is_kind("decision") and (case.deliberated or dossier.party_report.done is False):
        yield from case.step(dossier.party_report, "请示报告", "party-report")
    if dossier.signing.by_head is False:
        yield case.see("签署", "not-signed-by-head")
    parts = dossier.signing.order
    if parts is not None and case.is_kind("rules") and (missing := gaps(list(ORDER), parts, ORDER)):
        yield case.see("签署", "order-gaps", names=missing)
    if dossier.archive.done is False:
        yield case.see("归档", "archive-undone")


def observe_publication(case: Case) -> Iterator[Observation]:
    """See what is missing, late or early of publication, start and validity."""
    dossier, seen = case.dossier, case.dossier.publication
    if seen.state == "undone":
        yield case.see("公布", "publication-undone")
    if seen.date and dossier.signing.date:
        needed = case.deadline("publish")
        days = case.calendar.between(dossier.signing.date, seen.date)
        if days > needed:
            note = case.calendar.doubt(dossier.signing.date, seen.date)
            yield case.see(
                "公布",
                "publication-late",
                start=dossier.signing.date,
                end=seen.date,
                days=days,
                needed=needed,
                note=note,
            )
    wanted = [
        *dict.fromkeys(one for kind, many in _NEEDED_CHANNELS.items() if case.is_kind(kind) for one in many)
    ]
    if seen.channels is not None and (missing := gaps(wanted, seen.channels, CHANNELS)):
        yield case.see("公布", "channels-missing", names=missing)
    if seen.interpreted is False:
        yield case.see("公布", "not-interpreted")
    yield from _start(case)
    yield from _validity(case)
    if dossier.renewal:
        yield from case.step(dossier.evaluation, "实施情况评估", "evaluation")


def _start(case: Case) -> Iterator[Observation]:
    published, effective = case.dossier.publication.date, case.dossier.effective
    if published is None or effective is None:
        return
    days, dates = (effective - published).days, {"start": published, "end": effective}
    if days < 0:
        yield case.see("施行日期", "effective-before", **dates)
    elif case.is_kind("rules") and days < (needed := case.deadline("effect")):
        explained = ["immediate-explained"] if case.dossier.immediate_because else []
        yield case.see("施行日期", "effective-early", *explained, days=days, needed=needed, **dates)
    elif days <= 1:
        yield case.see("施行日期", "effective-at-once", days=days, **dates)


def _validity(case: Case) -> Iterator[Observation]:
    since, until = case.dossier.effective, case.dossier.expires
    if since is None or until is None:
        return
    trial = any(word in (case.facts.title or "") for word in ("暂行", "试行"))
    limit = case.limits.get("trial_years" if trial else "validity_years")
    if limit is not None and until >= _years_on(since, limit.value):
        seen = case.see(
            "有效期",
            "validity-long-trial" if trial else "validity-long",
            start=since,
            end=until,
            needed=limit.value,
            source=limit.source,
        )
        yield by_limit(seen, limit)


def observe_filing(case: Case) -> Iterator[Observation]:
    """See filing that is missing, late or incomplete, and the day it is due."""
    if case.is_kind("contract") or not (case.is_kind("normative") or case.is_kind("rules")):
        return
    dossier, filing = case.dossier, case.dossier.filing
    if case.published and filing.state != "done":
        yield case.see("备案", f"filing-{filing.state}")
    if filing.materials is not None and (missing := gaps(list(FILED), filing.materials, FILED)):
        yield case.see("备案", "filing-papers-missing", names=missing)
    published = dossier.publication.date
    if published is None:
        return
    by_department = dossier.issuer.kind in {"department", "authorised"}
    above = "本级人民政府" if by_department else "国务院等机关" if case.is_kind("rules") else "上一级人民政府"
    doors = [("filing_days", filing.date, above)]
    if not by_department:
        doors.append(("congress_days", filing.congress_date, "同级人大常委会"))
    for name, filed, door in doors:
        limit = case.limits.get(name)
        if case.is_kind("rules"):
            limit = Limit(value=case.deadline("filing"), source="法律、行政法规的规定", read=True)
        if limit is not None:
            yield from _filed(case, published, filed, limit, door)
    if filing.catalogue and case.is_kind("rules"):
        due = datetime.date(published.year + 1, 1, 31)
        if filing.catalogue > due:
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
            asked += ["filing_days", "congress_days"]
        if dossier.effective and dossier.expires:
            asked.append("validity_years")
    if unknown := [LIMITS[name] for name in asked if name not in case.limits]:
        yield case.see("本省规定", "limits-unknown", names="、".join(unknown))


def _years_on(day: datetime.date, years: int) -> datetime.date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return datetime.date(day.year + years, 3, 1)
