"""Special examinations before the review: fair competition, experts, risk, lists, local steps."""

from collections.abc import Iterator

from hefa.dossier.case import Case, gaps
from hefa.model.observation import Observation

_COMPETITION = "公平竞争审查"
EXAMINERS = {
    "drafter": "起草单位",
    "lead": "牵头起草单位",
    "market-regulator": "市场监督管理部门",
    "other": "其他单位",
}
PAPERS = {"draft": "政策措施草案", "explanation": "说明", "basis": "依据", "form": "初审意见"}
LISTS = {
    "permit": "行政许可事项清单",
    "proof": "证明事项清单",
    "fee": "收费清单",
    "power": "权责清单",
    "market": "市场准入负面清单",
}


def observe_examination(case: Case) -> Iterator[Observation]:
    """See what is missing of the examinations that a draft of its kind needs."""
    dossier = case.dossier
    if dossier.business and not case.is_kind("contract"):
        yield from case.step(dossier.competition, _COMPETITION, "competition")
    if dossier.competition.state == "done":
        yield from _competition(case)
    if dossier.bidding and not dossier.bidding_rules_checked:
        yield case.see("招标投标", "bidding-unchecked")
    if dossier.lists_checked is not None and (missing := gaps(list(LISTS), dossier.lists_checked, LISTS)):
        yield case.see("清单核对", "lists-unchecked", names=missing)
    yield from _experts(case)
    yield from _risk(case)
    if undone := [step.name for step in dossier.local_steps if step.done is False]:
        yield case.see("本地规定的程序", "local-undone", names="、".join(undone))
    if unseen := [step.name for step in dossier.local_steps if step.done is None]:
        yield case.see("本地规定的程序", "local-unseen", names="、".join(unseen))


def _competition(case: Case) -> Iterator[Observation]:
    seen, issuer = case.dossier.competition, case.dossier.issuer
    by_government = issuer.kind == "government"
    right = "market-regulator" if by_government else "lead" if issuer.joint else "drafter"
    if seen.by is not None and issuer.kind in {"government", "department"} and seen.by != right:
        yield case.see(_COMPETITION, "competition-by-other", by=EXAMINERS[seen.by], right=EXAMINERS[right])
    if seen.conclusion is None:
        yield case.see(_COMPETITION, "competition-unconcluded")
    if seen.conclusion == "violating":
        yield case.see(_COMPETITION, "competition-violating")
    if seen.conclusion == "exception":
        parts = (
            (seen.reasons, "详细说明"),
            (seen.no_alternative, "没有影响更小的替代方案的论证"),
            (seen.ends, "实施期限或者终止条件"),
        )
        if missing := "、".join(name for there, name in parts if not there):
            yield case.see(_COMPETITION, "competition-exception-gaps", names=missing)
    if seen.heard is not True:
        yield case.see(_COMPETITION, f"competition-{'unseen' if seen.heard is None else 'not'}-heard")
    if (
        by_government
        and seen.materials is not None
        and (missing := gaps(list(PAPERS), seen.materials, PAPERS))
    ):
        yield case.see(_COMPETITION, "competition-papers-missing", names=missing)


def _experts(case: Case) -> Iterator[Observation]:
    experts = case.dossier.experts
    if experts.needed:
        yield from case.step(experts, "专家论证", "experts")
    if experts.signed is False:
        yield case.see("专家论证", "experts-unsigned")
    if experts.independent is False:
        yield case.see("专家论证", "experts-dependent")


def _risk(case: Case) -> Iterator[Observation]:
    risk = case.dossier.risk
    if risk.needed:
        yield from case.step(risk, "风险评估", "risk")
    elif risk.needed is None and risk.state == "unseen" and case.is_kind("decision"):
        yield case.see("风险评估", "risk-undecided")
    if risk.controllable is False:
        yield case.see("风险评估", "risk-uncontrollable")
