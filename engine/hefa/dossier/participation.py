"""Who was heard: the public, enterprises, departments, groups, a hearing; and what became of it."""

from collections.abc import Iterator

from hefa.dossier.case import Case, by_limit
from hefa.dossier.limits import UNITS
from hefa.model.observation import Observation

_COMMENT = "公开征求意见"


def observe_participation(case: Case) -> Iterator[Observation]:
    """See what is missing or too short of hearing others."""
    if case.is_kind("contract"):
        return
    dossier = case.dossier
    yield from case.step(dossier.consultation, _COMMENT, "comment")
    if dossier.consultation.state == "done":
        yield from _consultation(case)
        yield from case.step(dossier.feedback, "意见采纳情况", "feedback")
        if dossier.feedback.published is False:
            yield case.see("意见采纳情况", "feedback-unpublished")
    if dossier.business:
        yield from case.step(dossier.enterprises, "听取企业、行业协会商会意见", "enterprises")
    yield from _departments(case)
    if dossier.groups.needed:
        yield from case.step(dossier.groups, "听取特定群体、基层意见", "groups")
    yield from _hearing(case)


def _consultation(case: Case) -> Iterator[Observation]:
    comment = case.dossier.consultation
    if comment.with_explanation is False:
        yield case.see(_COMMENT, "comment-without-explanation")
    if comment.changed_after and not comment.again:
        yield case.see(_COMMENT, "comment-not-repeated")
    if comment.start is None or comment.end is None:
        yield case.see(_COMMENT, "comment-undated")
        return
    dates = {"start": comment.start, "end": comment.end}
    days, needed = (comment.end - comment.start).days + 1, case.deadline("comment")
    explained = ["shortened-explained"] if comment.shortened_because else []
    if days < needed:
        yield case.see(_COMMENT, "comment-short", *explained, days=days, needed=needed, **dates)
    if (limit := case.limits.get("comment_days")) is None:
        return
    note = ""
    if limit.unit == UNITS["workday"]:
        days = case.calendar.between(comment.start, comment.end, first_counts=True)
        note = case.calendar.doubt(comment.start, comment.end)
    if days < limit.value:
        seen = case.see(
            _COMMENT,
            "comment-short-local",
            days=days,
            needed=limit.value,
            unit=limit.unit,
            note=note,
            source=limit.source,
            **dates,
        )
        yield by_limit(seen, limit)


def _departments(case: Case) -> Iterator[Observation]:
    departments = case.dossier.departments
    if departments.state == "undone":
        yield case.see("征求有关部门意见", "departments-undone")
    if departments.agreed is False and not departments.explained:
        yield case.see("征求有关部门意见", "disagreement-unexplained")


def _hearing(case: Case) -> Iterator[Observation]:
    hearing = case.dossier.hearing
    if hearing.needed:
        yield from case.step(hearing, "听证", "hearing")
    if hearing.record is False:
        yield case.see("听证", "hearing-unrecorded")
    if hearing.date is None:
        return
    for told, name in ((hearing.notice, "hearing-notice"), (hearing.materials, "hearing-materials")):
        needed = case.deadline(name)
        if told is not None and (days := (hearing.date - told).days) < needed:
            yield case.see("听证", f"{name}-late", start=told, end=hearing.date, days=days, needed=needed)
