"""The legality review itself: who, how long, on what, with what result, and whether it was heeded."""

from collections.abc import Iterator

from hefa.dossier.case import Case, gaps
from hefa.model.observation import Observation

_PLACE = "合法性审核"
POINTS = {
    "subject": "制定主体",
    "power": "制定权限",
    "content": "内容合法",
    "prohibited": "禁止设定的事项",
    "rights": "减损权利或者增加义务",
    "self-power": "增加本单位权力或者减少职责",
    "procedure": "制定程序",
    "values": "社会主义核心价值观的要求",
    "coordination": "与有关规章协调、衔接",
    "opinions": "对主要问题意见的处理",
    "technique": "立法技术要求",
}
SUBSTITUTES = {"comment": "征求意见", "cosign": "会签", "attendance": "参加审议"}
_NEEDED_POINTS = {
    "normative": ("subject", "power", "content", "prohibited", "rights", "self-power", "procedure"),
    "decision": ("power", "procedure", "content"),
    "rules": ("content", "values", "coordination", "opinions", "technique"),
}


def observe_review(case: Case) -> Iterator[Observation]:
    """See what is missing or wrong of the review."""
    review = case.dossier.review
    if review.state == "undone" or (review.state == "unseen" and case.deliberated):
        yield case.see(_PLACE, f"review-{review.state}")
    if review.replaced_by:
        yield case.see(_PLACE, "review-replaced", by=SUBSTITUTES[review.replaced_by])
    if review.state == "done":
        yield from _reviewer(case)
        yield from _time(case)
        yield from _result(case)


def _reviewer(case: Case) -> Iterator[Observation]:
    review, issuer = case.dossier.review, case.dossier.issuer
    if review.by == "drafter":
        yield case.see(_PLACE, "reviewer-drafter")
    if review.by == "own" and issuer.own_unit is False:
        yield case.see(_PLACE, "reviewer-without-unit")
    if review.by in {"own", "designated"} and issuer.kind == "government":
        yield case.see(_PLACE, "reviewer-below")
    if case.is_kind("decision") and review.counsel is not True:
        yield case.see(_PLACE, f"counsel-{'unseen' if review.counsel is None else 'undone'}")
    if review.difficult and not review.experts:
        yield case.see(_PLACE, "review-without-experts")


def _time(case: Case) -> Iterator[Observation]:
    """See a review that was too short or too long, or the day it is due."""
    review, calendar = case.dossier.review, case.calendar
    if review.supplement_asked and not review.complete:
        yield case.see(_PLACE, "supplement-awaited", start=review.supplement_asked)
        return
    start = review.complete or review.received
    if start is None:
        return
    least, most = case.deadline("review-least"), case.deadline("review-most")
    for_decision = case.deadline("review-decision")
    if review.date is None:
        if case.is_kind("normative") and not case.deliberated:
            due = calendar.after(start, most)
            symbol = "review-overdue" if case.over(due) else "review-due"
            yield case.see(_PLACE, symbol, start=start, due=due, needed=most, note=calendar.doubt(start, due))
        return
    days, note = calendar.between(start, review.date), calendar.doubt(start, review.date)
    seen = {"start": start, "end": review.date, "days": days, "note": note}
    if case.is_kind("normative") and days > most:
        yield case.see(_PLACE, "review-long", needed=most, **seen)
    if case.is_kind("normative") and days < least:
        yield case.see(_PLACE, "review-short", needed=least, **seen)
    if case.is_kind("decision") and days < for_decision:
        yield case.see(_PLACE, "review-short-decision", needed=for_decision, **seen)


def _result(case: Case) -> Iterator[Observation]:
    dossier, review = case.dossier, case.dossier.review
    if review.date and dossier.deliberation.date and review.date > dossier.deliberation.date:
        yield case.see(_PLACE, "review-late", end=review.date, start=dossier.deliberation.date)
    if review.conclusion is None and review.date:
        yield case.see(_PLACE, "review-unconcluded", end=review.date)
    if review.conclusion == "unlawful":
        yield case.see(_PLACE, "review-unlawful", *(["risk-stated"] if review.risk_stated else []))
    if review.signed is False:
        yield case.see(_PLACE, "review-unsigned")
    wanted = [
        point
        for point in POINTS
        if any(case.is_kind(kind) and point in _NEEDED_POINTS[kind] for kind in _NEEDED_POINTS)
    ]
    if review.points is not None and (missing := gaps(wanted, review.points, POINTS)):
        yield case.see(_PLACE, "review-points-missing", names=missing)
    if review.followed is False and not review.reasons:
        yield case.see(_PLACE, "review-not-followed")
    if review.sha256 and review.sha256.lower() != case.sha256:
        yield case.see(_PLACE, "review-of-other-text", held=review.sha256[:12].lower(), this=case.sha256[:12])
