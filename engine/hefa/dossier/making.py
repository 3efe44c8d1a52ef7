"""From the meeting on: deliberation, signing, publication, start and end of validity, archive."""

import datetime
from collections.abc import Iterator

from hefa.dossier.case import Case, by_limit, gaps
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
_NEEDED_CHANNELS = {"rules": ("gazette", "law-site", "paper"), "decision": ("gazette", "site", "paper")}


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
    since, until = case.since, case.until
    if case.dossier.urgent and case.is_kind("normative") and until is None:
        yield case.see("有效期", "urgent-open-ended")
    if since is None or until is None:
        return
    limit = case.limits.get("trial_years" if case.trial else "validity_years")
    if limit is not None and until >= _years_on(since, limit.value):
        seen = case.see(
            "有效期",
            "validity-long-trial" if case.trial else "validity-long",
            start=since,
            end=until,
            needed=limit.value,
            source=limit.source,
        )
        yield by_limit(seen, limit)


def _years_on(day: datetime.date, years: int) -> datetime.date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return datetime.date(day.year + years, 3, 1)
